"""Tables that people brought: each is read as it was meant, or refused in one true sentence."""

import numpy as np
import pytest

from backprop_core import Network, examples
from backprop_widgets import Session, data
from backprop_widgets.datasets.draft import Draft

NOTHING = (
    "K. A.",
    "Keine Angabe",
    "N.D.",
    "\\N",
    "(NULL)",
    "(blank)",
    "…",
    "#N/D",
    "#¡NUM!",
    "#ЗНАЧ!",
    "Err:508",
    "####",
)


def read(text, **how):
    view = data(Session(Network.random([2, 3, 1], seed=1), *examples.xor()))
    view.read(text, **how)
    return view


@pytest.mark.parametrize(
    ("text", "how", "X"),
    [
        ("1\u00a0234 5 x\n2\u00a0345 6 y\n", {}, [[1234, 5], [2345, 6]]),
        ("12\u202f345 5,5 Stadt\n3\u202f456 6,5 Dorf\n", {}, [[12345, 5.5], [3456, 6.5]]),
        ("a b k\n1\u00a0234 5 x\n2\u00a0345 6 y\n", {}, [[1234, 5], [2345, 6]]),
        ("a;;n;k\n1;;Ann;x\n2;;Bob;y\n", {"left_out": [3]}, [[1], [2]]),
        ('"Länge\n(cm)","Art\nbot",b\n1,x,2\n3,y,4\n', {"target": "Art bot"}, [[1, 2], [3, 4]]),
        ("Gro\u0308ße,k,b\n1,x,2\n3,y,4\n", {"target": "k"}, [[1, 2], [3, 4]]),
        ("No,height,k\n1,1.5,x\n2,1.7,y\n", {"left_out": [1]}, [[1.5], [1.7]]),
        ("O3,NO2,PM10,class\n41,20,12,good\n90,55,40,bad\n", {}, [[41, 20, 12], [90, 55, 40]]),
        ("Inf,GDP,k\n1,2,x\n3,4,y\n", {}, [[1, 2], [3, 4]]),
        (",0,1,2\n0,5.1,3.5,a\n1,4.9,3.0,b\n2,5,3,a\n", {}, [[5.1, 3.5], [4.9, 3.0], [5, 3]]),
        ("k,Größe,b\n1,x,2\n3,y,4\n", {"target": "Gro\u0308ße"}, [[1, 2], [3, 4]]),
        (",2019,2020,k\n0,5,6,x\n1,7,8,y\n", {}, [[5, 6], [7, 8]]),
        (",u,k\n1,5,x\n2,7,y\n", {}, [[5], [7]]),
        ("########\n### of 2023\na,b,k\n1,2,x\n####\n3,4,y\n", {}, [[1, 2], [3, 4]]),
        ("a,k\n\u201112,x\n\uff0d3,y\n", {}, [[-12], [-3]]),
        ("a;k\n\u0667\u066b\u0665;x\n8.5;y\n", {}, [[7.5], [8.5]]),
        ("a;k\n\u0667\u066c\u0660\u0660\u0660;x\n7;y\n", {}, [[7000], [7]]),
        ("a;k\n\uff17\uff0e\uff15;x\n8.5;y\n", {}, [[7.5], [8.5]]),
        ("a,k\n\u206618\u2069,x\n19,y\n", {}, [[18], [19]]),
        ("a,k\r\n7,x\r\n8,y\r\n\x1a", {}, [[7], [8]]),
        ("»7,5«;x\n›8,5‹;y\n", {}, [[7.5], [8.5]]),
        ("Zeit;k\n07.45;x\n16.15;y\n", {"marks": "1234.5"}, [[7.45], [16.15]]),
        ("Zeit;k\n7.45;x\n16.15;y\n", {}, [[7.45], [16.15]]),
        ("n;k\n1.234.567.890;x\n12.000;y\n", {}, [[1234567890], [12000]]),
        ("# measured by me, in 2023\n# u v k\n7.5 2 0\n3 4 1\n", {"target": "k"}, [[7.5, 2], [3, 4]]),
        ("# u,v,k\n# all in cm\n7.5,2,0\n3,4,1\n", {"target": "k"}, [[7.5, 2], [3, 4]]),
        ("5.123,\t6.456,\tx\n7.789,\t8.012,\ty\n", {}, [[5.123, 6.456], [7.789, 8.012]]),
        ("u,\tv,\tk\n0.321,\t0.654,\tx\n0.987,\t0.222,\ty\n", {}, [[0.321, 0.654], [0.987, 0.222]]),
        ("u,\tv,\tk\n1.5,\t2.125,\t0\n3.25,\t4.375,\t1\n", {}, [[1.5, 2.125], [3.25, 4.375]]),
    ],
)
def test_it_is_read_as_it_was_meant(text, how, X):
    assert np.array_equal(read(text, **how).session.X, X)


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("1,Iris\u00a0setosa\n2,Iris virginica\n3,Iris setosa\n", 2),
        ("1,+\n2,−\n3,-\n4,+\n", 2),
        ("a,k\n1,Group #1\n2,Group #2\n3,Group #1\n", 2),
        ("1,ver\u00adsicolor\n2,versicolor\n3,setosa\n", 2),
        ("1,☀\ufe0f\n2,☀\n3,☂\n", 2),
        ("1,\u202bא\u202c\n2,א\n3,ב\n", 2),
        ("1,T\u2011cell\n2,T-cell\n3,B-cell\n", 2),
        *((f"1,{one}mild{other}\n2,mild\n3,hot\n", 2) for one, other in ("””", "``", "»«", "‹›", "‚‘", "„”", "’’")),
        ("1,Buße\n2,BUSSE\n3,Buße\n", 2),
        ("1,5 % salt\n2,10 % salt\n3,5 % salt\n", 2),
        ("1 Iris\u00a0setosa\n2 Iris\u00a0virginica\n3 Iris\u00a0setosa\n", 2),
    ],
)
def test_a_class_is_one_however_it_is_written(text, classes):
    session = read(text).session
    assert session.Y.shape[1] == (1 if classes == 2 else classes)
    assert len(np.unique(session.Y)) == classes


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('5,6,x\n"1\n2",8,y\n3,4,x\n', "line 2, column 1.*“1 2” is no number"),
        ('5,x\n"1\n2",y\n3,x\n', "line 2, column 1.*“1 2” is no number"),
        ("tel;a;k\n030 123 456;1;x\n089 765 432;2;y\n", "“030 123 456” is no number"),
        ("1,x\n2,.\n3,y\n4,x\n", "line 2, column 2: the class is missing"),
        ("1,x\n2,missing\n3,y\n4,x\n", "line 2, column 2: the class is missing"),
        ("1,x\n2,#DIV/0!\n3,y\n4,x\n", "line 2, column 2: the class is missing"),
        ("a;b;k\n1;2;x\n#NV;3;y\n5;6;y\n", "line 3, column 1.*the value is missing"),
        ("#REF!,x\n1,y\n2,x\n3,y\n", "the value is missing"),
        ("n.a.,x\n1,y\n2,z\n", "line 1, column 1: the value is missing"),
        *((f"a,k\n1,x\n2,{word}\n3,y\n", "line 3, column 2 .k.: the class is missing") for word in NOTHING),
        *((f"a,b,k\n1,2,x\n{word},3,y\n5,6,y\n", "line 3, column 1 .a.: the value is missing") for word in NOTHING),
        ("n.d.,none\n7,some\n8,many\n", "line 1, column 1: the value is missing"),
        ("5 6 x;\n7 8 y;\n9 9 x\n", "line 1, column 3: “x;” ends with a semicolon: take it off"),
        ("5\t6\t0;\n7\t8\t1;\n", "line 1, column 3: “0;” ends with a semicolon: take it off"),
        ("5 6 x,\n7 8 y,\n9 9 x\n", "line 1, column 3: “x,” ends with a comma: take it off at the end of each line"),
        ("1,x\n2,y //why\n3,x\n", "line 2, column 2: “y //why” seems to have a remark at its end"),
        ("a,k\n1,0\n2,1\n3,1 % or 0?\n", "line 4, column 2 .k.: “1 % or 0.” seems to have a remark at its end"),
        ("a,k\n1,cat\n2,dog\n3,cat <-- asleep\n", "line 4, column 2 .k.: “cat <-- asleep” seems to have a remark"),
        ("a,k\n1,x\n2\x07,y\n", "line 3, character 2 is no text .a control character.: save the table"),
        ("a,k\n1,x\n2,\x1b[31my\x1b[0m\n", "line 3, character 3 is no text .a control character."),
        ("<meta charset='utf-8'><b>a</b>", "line 1, column 1 begins as a web page does"),
        ("<!-- a table -->\n<p>1</p>", "line 1, column 1 begins as a web page does"),
        ("7，8，x\n9，6，y\n", "line 1 has “，” between its values: put commas, semicolons, tabs or ordinary spaces"),
        ("7、8、x\n9、6、y\n", "line 1 has “、” between its values"),
        ("7\u00a08\u00a0x\n9\u00a06\u00a0y\n", "line 1 has blanks of another kind between its values"),
        ("7\u30008\u3000x\n", "line 1 has blanks of another kind between its values"),
        ("g,k\n1,TT\n2,Tt\n3,tt\n4,Tt\n", "holds only “TT”, “Tt”, “tt” as one class, from line 2 on"),
        ("g,k\n1,1\n2,1.0\n", "holds only “1”, “1.0” as one class, from line 2 on"),
        ("u,v,k\n1,2,x\nu,v,k\n3,4,y\n", "line 3 is the same as line 1: take it out if it is the header"),
        (
            "u,v,k\n1,2,3\n7,8,0\n9,7,1\n6,5,0\n",
            "line 2, below the header, counts the columns from 1 to 3: take it out",
        ),
        ("u;v;w;k\n0;1;2;3\n7;8;9;a\n9;7;1;b\n", "line 2, below the header, counts the columns from 0 to 3"),
        ("u,v,k\n1,2,x\n3,4,y\n4,6,Total\n", "line 4, column 3 .k.: “Total” seems to sum up the lines above: take the"),
        ("u;v;k\n1;2;0\n3;4;1\n2;3;Mittelwert:\n", "line 4, column 3 .k.: “Mittelwert:” seems to sum up"),
        ("host;n;k\n172.168.200.101;1;x\n172.168.200.102;2;y\n", "column 1 .host. has no numbers that can be read"),
        (
            "Uhrzeit;k\n07.45;x\n16.15;y\n",
            "“07.45” may be a time or a number: leave the column out, or choose how numbers",
        ),
        ("Datum;n;k\n24.12;1;x\n31.12;2;y\n", "line 2, column 1 .Datum.: “24.12” may be a day or a number"),
        ("a,b,k\n1,2\n", "where others have"),
        ("prix;k\n1 234,50 €;x\n12 500,00 €;y\n", "write it without the currency"),
        ('price,k\n"12,34,567",x\n"1,00,000",y\n', "write it without the commas"),
        ("price,k\nRs. 1200,x\nRs. 900,y\n", "write it without the currency"),
        ("a;k\n1.234,50-;x\n5,00-;y\n", "put the minus sign in front"),
        ("u;k\n1,5 Mio;x\n900 Tsd;y\n", "put it all in digits"),
        ("t,k\n5 PM,x\n6 AM,y\n", "leave a column of dates or times out"),
        ("t,k\n5 Jan,x\n12 Mar,y\n", "leave a column of dates or times out"),
        ("ip,k\n10.0.20.1,x\n10.0.20.2,y\n", "has no numbers that can be read: write them like 1234.5"),
        ("a,k\n1/2,x\n3/4,y\n", "if it is a fraction, write it as a decimal number, else put its numbers into columns"),
        ("a,k\ntall,x\nsmall,y\n", "has no numbers at all: leave it out, or choose it as the class"),
        ("pH,T,k\n-,°C,-\n7,20,a\n6,21,b\n", "choose 2 lines of header"),
        ("a,b,k\nm2,kg,\n1,2,x\n3,4,y\n", "choose 2 lines of header"),
        (
            "country,2019,2020,group\nGermany,1.5,2.5,x\nFrance,2.5,3.5,y\nItaly,3.5,1.5,x\nSpain,1,2,y\n",
            "line 1 .* may be the header or an example",
        ),
        ("-10,0,10,kind\n1,2,3,x\n4,5,7,y\n1,2,4,x\n5,5,6,y\n", "may be the header or an example"),
        ("2019,2019,2020,2020,kind\n1,2,3,4,x\n4,5,6,7,y\n", "may be the header or an example"),
        ("2019,2020,kind\n1,2,x\n3,4,x\n", "may be the header or an example"),
        ('n,k\n4200,x\n"3,150",y\n"18,900",x\n', "line 3, column 1 .n.: “3,150” may be 3.150 or 3150: choose how"),
        (
            "Höhe,Art\n0,7,x\n1,9,y\n2,2,x\n",
            "line 1 has 2 values, .*; where numbers have decimal commas, semicolons or",
        ),
        ("t,k\n1,4,u\n2,8,v\n", "line 1 has 2 values, .*; where numbers have decimal commas, semicolons or tabs"),
        ("m n k\n1 500 12 x\n2 750 15 y\n", "line 1 has 3 values, .*; where a blank stands inside a number, take it"),
        ("a b k\nAnn 1 2 x\nBob 3 4 y\n", "put a name for that column before the first"),
        ('"u;v;k"\n1;2;x\n3;4;y\n', "where it is the header, put semicolons between its names, and no quotation marks"),
        ("u;v;k\n1,2,x\n3,4,y\n", "where it is the header, put commas between its names"),
        ("a,k\n1,'u, v'\n2,'w, x'\n", "line 1 has 2 values, .*; put straight quotation marks"),
        ("a,b,k\nAnn,1.5,2,x\nBob,3.5,4,y\n", "put a name for that column before the first"),
        ("a;b;k\n1;2;x\n3;4;y\nQuelle: Amt\n", "line 4 has 1 value, .*; take it out if it is no part of the table"),
        ("```\na,b,k\n1,2,x\n3,4,y\n```\n", "line 1 has 1 value, line 5 .*; take them out if they are no part"),
        ("1,2,x\n3,4,y\n5,6,x\n7,8,y\n9,1,x\n1\n2\n3\n4\n", "with commas between, and 1 more line differs$"),
        (",8,u\n1,3,v\n2,4,u\n", "line 1, column 1: the value is missing"),
        (",8,u\n1,3,v\n2,4,w\n", "line 1 .“”, “8”, “u”. may be the header or an example"),
        (",8,0\n0,3,1\n1,4,0\n2,4,0\n", "line 1, column 1: the value is missing"),
        ('n,a,k\n"9,001",7,x\n1850,8,y\n', "line 2, column 1 .n.: “9,001” may be 9.001 or 9001: choose how"),
    ],
)
def test_it_is_refused_in_one_true_sentence(text, said):
    with pytest.raises(ValueError, match=said):
        read(text)


@pytest.mark.parametrize(
    ("text", "marks", "said"),
    [
        ("kg;k\n4.321;x\n0.250;y\n", "1.234,5", "line 3, .*“0.250” is no number where numbers have decimal commas"),
        ("kg;k\n4,321;x\n0,250;y\n", "1,234.5", "line 3, .*“0,250” is no number where numbers have decimal points"),
        ("kg;k\n4.321;x\n7.125e2;y\n", "1.234,5", "line 3, .*“7.125e2” is no number where"),
    ],
)
def test_marks_that_are_chosen_make_no_500_of_a_half(text, marks, said):
    with pytest.raises(ValueError, match=said):
        read(text, marks=marks)


@pytest.mark.parametrize(
    ("before", "after", "holds"),
    [
        ("sep=;\na;k\n1,5;x\n2;y\n", "sep=;\nb;k\n1,5;x\n2;y\n", False),
        ("# 2023\na,b,k\n1,2,x\n3,4,y\n", "# 2023\nb,a,k\n1,2,x\n3,4,y\n", False),
        ("\n\na,b,k\n1,2,x\n3,4,y\n", "\n\nb,a,k\n1,2,x\n3,4,y\n", False),
        ("sep=;\na;k\n1,5;x\n2;y\n", "sep=;\na;k\n1,5;x\n2;y\n3;x\n", True),
        ("a,b,k\n1,2,x\n3,4,y\n", "a,b,k\n5,6,x\n7,8,y\n", True),
        ("#a,b,k\n1,2,x\n3,4,y\n", "#b,a,k\n1,2,x\n3,4,y\n", False),
    ],
)
def test_what_was_chosen_holds_for_a_table_that_begins_the_same(before, after, holds):
    draft = Draft(before).choosing(header=1)
    assert (draft.with_text(after).how.header == 1) is holds


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("'7.5", "take the apostrophe off"),
        ("„acht", "put straight quotation marks"),
        ("990.-", "without the dash"),
        ("7,--", "without the dash"),
        ("75:-", "without the dash"),
        ("- 8", "put a minus sign right in front"),
        ("—8,5", "put a minus sign right in front"),
        ("2.5x10^6", "powers of ten like 1.5e3"),
        ("3,1·10⁻⁴", "powers of ten like 1.5e3"),
        ("10^-7", "powers of ten like 1.5e3"),
        ("6.02D+23", "powers of ten like 1.5e3"),
        ("6.02 E23", "powers of ten like 1.5e3"),
        ("FALSCH", "write 1 and 0"),
        ("oui", "write 1 and 0"),
        ("нет", "write 1 and 0"),
        ("03.Mai", "dates or times"),
        ("7-Nov", "dates or times"),
        ("Dez-23", "dates or times"),
        ("Feb 29 2024", "dates or times"),
        ("2023/11/30", "dates or times"),
        ("2023-11", "dates or times"),
        ("30.11.", "dates or times"),
        ("7h45", "dates or times"),
        ("2 3/8", "if it is a fraction"),
        ("135/85", "if it is a fraction"),
        ("3¼", "as a decimal number"),
        ("0-14", "write one number for it"),
        ("15 – 64", "write one number for it"),
        ("80+", "write one number for it"),
        ("<0,1", "write one number for it"),
        (">= 90", "write one number for it"),
        ("ca. 12", "write one number for it"),
        ("7.2 ± 0.3", "write one number for it"),
        ("8.25**", "write its number alone, in plain digits"),
        ("*8.25", "write its number alone, in plain digits"),
        ("8.25²", "write its number alone, in plain digits"),
        ("8.25[a]", "write its number alone, in plain digits"),
        ("4 (often)", "write its number alone, in plain digits"),
    ],
)
def test_a_cell_that_holds_a_number_gets_a_way_out(cell, said):
    for text in (f"a;b;k\n{cell};1;x\n3;2;y\n", f"a;b;k\n{cell};1;x\n{cell};2;y\n"):
        with pytest.raises(ValueError, match=f"line 2, column 1 .a.*{said}") as refused:
            read(text)
        assert "choose 2 lines" not in str(refused.value)


@pytest.mark.parametrize("cell", ["<7", "~7", ">= 90", "½", "*7.1", "6-9", "7±1"])
def test_an_example_that_holds_no_plain_number_is_no_header(cell):
    with pytest.raises(
        ValueError, match=r"line 1, column 1: .* is no number; .*; or, if this line is the header, choose"
    ):
        read(f"{cell};rare\n14;often\n16;never\n23;often\n")


@pytest.mark.parametrize("cell", ["3'11", "2:3", "6x8", "21kWh", "8GB", "2k", "3rd", "0x2B", "'4, 5'", "7..9"])
def test_names_above_what_begins_with_a_digit_are_the_header(cell):
    with pytest.raises(ValueError, match=r"line 2, column 1 .size.*has no numbers that can be read"):
        read(f"size;kind\n{cell};x\n{cell};y\n")


@pytest.mark.parametrize("word", ["Summe", "TOTAL", "Moyenne", "Grand total", "Итого"])
def test_a_last_line_that_sums_up_is_no_example(word):
    with pytest.raises(ValueError, match=f"line 4, column 1 .name.: “{word}” seems to sum up the lines above"):
        read(f"name,u,k\nAnn,1,x\nBob,2,y\n{word},3,x\n", left_out=[1])
    with pytest.raises(ValueError, match=f"line 4, column 1 .k.: “{word}” seems to sum up the lines above"):
        read(f"k,u\nx,1\ny,2\n{word},3\n", target="k")


def test_words_for_sums_and_counted_examples_may_be_meant():
    assert len(read("k,u\ntotal,1\npart,2\ntotal,3\n", target="k").session.X) == 3
    assert len(read("u,v,k\n1,2,3\n7,8,4\n9,7,3\n").session.X) == 3
    assert len(read("u,v,k\n1,2,3\n7,8,4\n9,7,4\n", header=1).session.X) == 3
    assert read("u,v,k\n1,2,3\n3,4,5\n", header=1).session.X.tolist() == [[1, 2], [3, 4]]


def test_months_in_the_first_line_are_asked_about_as_years_are():
    with pytest.raises(ValueError, match=r"line 1 .“Jan-24”, “Feb-24”, “k”. may be the header or an example: choose"):
        read("Jan-24,Feb-24,k\n5,6,x\n7,8,y\n")
    assert read("Jan-24,Feb-24,k\n5,6,x\n7,8,y\n", header=1).session.X.tolist() == [[5, 6], [7, 8]]


def test_a_note_that_asks_ends_with_its_question_mark():
    note = read("1,5,x\n2,6,y\n3,7,x\n4,8,y\n").text()
    assert "leave it out?" in note
    assert "?." not in note
