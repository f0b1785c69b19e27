"""Tables as people bring them: each is read as it is meant, or refused with the place of what is wrong."""

import re
import time

import pytest

from backprop_widgets.datasets.layout import Choices
from backprop_widgets.datasets.marks import WRITTEN
from backprop_widgets.datasets.table import read_table

PLAIN = [[1.5, 2.0], [-3.0, 400.0]]


def read(text, **choices):
    return read_table(text, Choices(**choices))


@pytest.mark.parametrize(
    "text",
    [
        "1.5,2,cat\n-3,4e2,dog",
        "a,b,kind\n1.5,2,cat\n-3,400,dog\n",
        "a;b;kind\r\n1,5;2;cat\r\n-3;400;dog\r\n",
        "1,5\t2\tcat\n−3\t400\tdog\n",
        "1.5 2   cat\n  -3 400 dog",
        "1.5\t2\tcat\n-3\t\t400\tdog\n",
        "\ufeff1.5,2,cat\n\n# a remark\n-3,400,dog\n\n",
        '"a","b, wide","kind"\n"1.5"," 2","cat"\n-3,400,"dog"',
        '"a" , "b" , "kind"\n"1.5" , "2" , "cat"\n-3 , 400 , "dog"',
        "'1.5',2,“cat”\n-3,'400','dog'",
        "a,b,kind\r1.5,2,cat\r-3,400,dog\r",
        "\ufeffsep=;\r\na;b;kind\r\n1,5;2;cat\r\n-3;400;dog\r\n",
        '"sep=|"\n1.5|2|cat\n-3|400|dog\n',
        "sep=;;\na;b;kind\n1,5;2;cat\n-3;400;dog\n",
        "sep=:\n1.5:2:cat\n-3:400:dog\n",
        "| a | b | kind |\n|---|--:|:-:|\n| 1.5 | 2 | cat |\n| -3 | 400 | dog |\n",
        " a | b | kind\n---+---+-----\n 1.5 | 2 | cat\n -3 | 400 | dog\n",
        "a;b;kind;;\n1,5;2;cat;;\n-3;400;dog;;\n",
        "a,b,kind\n1.5,2,cat,\n-3,400,dog,\n",
        "a;b;kind\n1,5;2;cat\n;;\n-3;400;dog\n;;;\n",
        "a;;b;kind\n1,5;;2;cat\n-3;;400;dog\n",
        ",a,b,kind\n0,1.5,2,cat\n1,-3,400,dog\n",
        '"";"a";"b";"kind"\n"1";1,5;2;"cat"\n"2";-3;400;"dog"\n',
        '"a" "b" "kind"\n"1" 1.5 2 "cat"\n"2" -3 400 "dog"\n',
        "     a    b kind\n0  1.5    2  cat\n1   -3  400  dog\n",
        "# a,b,kind\n1.5,2,cat\n-3,400,dog\n",
        "a,b,kind\n1.5,2,cat\n#9,9,dog\n-3,400,dog\n",
        "1.5e0,2E+00,cat\n\u200e-3,4.0e+02,dog\n",
        "+1.5,2.,cat\n–3,400,dog\n",
    ],
    ids=[
        "commas", "header", "semicolons", "tabs", "spaces", "runs of tabs", "remarks", "quotes", "blanks at quotes",
        "other quotes", "old Mac", "sep= of Excel", "sep= in quotes", "sep= filled up", "sep= unheard of", "Markdown",
        "psql", "empty last columns", "empty last column below", "separators alone", "empty column",
        "index of pandas", "row names of R", "R's header", "pandas printed", "header of numpy", "commented out",
        "powers of ten", "signs",
    ],
)  # fmt: skip
def test_one_table_is_read_whatever_stands_between_and_around_the_values(text):
    table = read(text)
    assert table.X.tolist() == PLAIN
    assert table.classes == ("cat", "dog")
    assert table.Y.tolist() == [[0.0], [1.0]]


READ = {
    "decimal commas between tabs": (
        "3,6\t8,6\t0\n4,5\t8,1\t0\n-1,3\t3,3\t1\n",
        [[3.6, 8.6], [4.5, 8.1], [-1.3, 3.3]],
        "01",
    ),
    "decimal commas, one input": ("5,1;x\n4,9;x\n6,2;y\n", [[5.1], [4.9], [6.2]], "xy"),
    "commas in the header": ("Länge, cm;Breite, cm;Art\n5,1;3,5;x\n6,2;2,8;y\n", [[5.1, 3.5], [6.2, 2.8]], "xy"),
    "blanks in a class between tabs": (
        "5.1\t3.5\tbig cat\n6.2\t2.8\tdog\n",
        [[5.1, 3.5], [6.2, 2.8]],
        ("big cat", "dog"),
    ),
    "blanks in a class between commas": ("5, 3, big cat\n6, 2, a dog\n", [[5, 3], [6, 2]], ("a dog", "big cat")),
    "decimal commas between spaces": ("1,5 2,5 x\n3,5 4,5 y\n", [[1.5, 2.5], [3.5, 4.5]], "xy"),
    "commas in classes": ("1;2;a,b\n3;4;c,d\n", [[1, 2], [3, 4]], ("a,b", "c,d")),
    "bars in classes": ("1,2,a|b\n3,4,a|c\n", [[1, 2], [3, 4]], ("a|b", "a|c")),
    "a semicolon in a class": ("1,2,a;b\n3,4,c\n", [[1, 2], [3, 4]], ("a;b", "c")),
    "German thousands with decimals": ("a;k\n1.234,50;x\n987,00;y\n", [[1234.5], [987]], "xy"),
    "German thousands in groups": ("a;k\n1.234.567;x\n12.500;y\n", [[1234567], [12500]], "xy"),
    "English thousands": ('"1,234.50",x\n"12,500",y\n', [[1234.5], [12500]], "xy"),
    "French thousands": ("a;k\n1 234,5;x\n12\u202f000;y\n", [[1234.5], [12000]], "xy"),
    "Swiss thousands": ("a;k\n1'234.50;x\n12’000.00;y\n", [[1234.5], [12000]], "xy"),
    "1234 stands below 1.234": ("a;k\n1.234;x\n2019;y\n", [[1.234], [2019]], "xy"),
    "0,123 stands above 1,234": ("a;k\n0,123;x\n1,234;y\n", [[0.123], [1.234]], "xy"),
    "the class proves the point": ("1.234 0.000\n3.456 1.000\n", [[1.234], [3.456]], ("0.000", "1.000")),
    "points between commas": ("5.123,3.456,x\n4.987,3.210,y\n", [[5.123, 3.456], [4.987, 3.21]], "xy"),
    "wide digits": ("１２,x\n1,y\n", [[12], [1]], "xy"),
    "Cyrillic": ("длина;вид\n1,5;кот\n2;пёс\n", [[1.5], [2]], ("кот", "пёс")),
    "yes and no": ("1,Yes\n2,yes\n3,NO\n4,no \n5,no\n", [[1], [2], [3], [4], [5]], ("no", "Yes")),
    "1 and 1.0": ("1,1\n2,1.0\n3,0\n4,0.0\n5,01\n", [[1], [2], [3], [4], [5]], "01"),
    "0 and -0": ("1,0\n2,-0\n3,1\n4,0\n", [[1], [2], [3], [4]], "01"),
    "classes with decimal commas": ("1,5;1,0\n2;1\n3;0\n", [[1.5], [2], [3]], ("0", "1,0")),
    "long numbers as classes": ("1 0.000e+00\n2 1.000e+00\n", [[1], [2]], "01"),
    "one letter in two forms": ("1,gr\u00fcn\n2,gru\u0308n\n3,blau\n", [[1], [2], [3]], ("blau", "grün")),
    "blanks that differ": ("1,Iris\u00a0setosa\n2,Iris  setosa\n3,x\u200b\n", [[1], [2], [3]], ("Iris setosa", "x")),
    "plus and minus": ("1,+\n2,-\n3,+\n", [[1], [2], [3]], "+-"),
    "none is a word": ("1,none\n2,some\n", [[1], [2]], ("none", "some")),
    "line breaks in quotes": ('1,"a ""big""\r\n\r\n# cat"\r\n2,dog\r\n', [[1], [2]], ('a "big" # cat', "dog")),
    "inches": ('5,5" pipe\n6,6" pipe\n', [[5], [6]], ('5" pipe', '6" pipe')),
    "as small and as large as it gets": ("1e-300,x\n-1e308,y\n", [[1e-300], [-1e308]], "xy"),
}


@pytest.mark.parametrize(("text", "X", "classes"), READ.values(), ids=READ)
def test_separator_and_marks_are_those_that_make_a_table_of_it(text, X, classes):
    table = read(text)
    assert table.X.tolist() == X
    assert table.classes == tuple(classes)


CANT_BE_DECIDED = {
    "thousands among decimals": (
        "Umsatz;Preis;Art\n1.234;5,5;a\n987;1,2;b\n",
        (
            "line 2, column 1 (Umsatz): “1.234” may be 1.234 or 1234, because line 2, column 2 (Preis) has “5,5”,"
            " with a decimal comma: choose how numbers are written"
        ),
    ),
    "thousands between commas": ("1.234,a\n987,b\n", "line 1, column 1: “1.234” may be 1.234 or 1234: choose"),
    "three decimals or thousands": (
        "5.123;3.456;a\n4.987;3.210;b\n",
        "line 1, column 1: “5.123” may be 5.123 or 5123: choose",
    ),
    "thousands in quotes": ('"1,234",2,a\n"12,500",3,b\n', "line 1, column 1: “1,234” may be 1.234 or 1234: choose"),
    "1234 in another column": ("Jahr;a;k\n2019;1.234;x\n2020;2.345;y\n", "line 2, column 2 (a): “1.234” may be"),
    "both marks open": ("1.234;1,234;a\n2.345;2,345;b\n", "line 1, column 1: “1.234” may be"),
    "blanks or commas": (
        "1 200,3\n4 500,6\n",
        "line 1 may be “1 200”, “3” (commas between) or “1”, “200,3” (spaces between): choose what stands between",
    ),
    "class of two words or decimals": (
        "1,5 a\n2,5 b\n",
        "line 1 may be “1”, “5 a” (commas between) or “1,5”, “a” (spaces between)",
    ),
    "header of years": (
        "2019,2020,kind\n1,2,x\n4,5,x\n7,8,y\n1,1,y\n",
        "line 1 (“2019”, “2020”, “kind”) may be the header or an example: choose how many lines are the header",
    ),
    "header of years, classes 0 and 1": (
        "2019,2020,kind\n1,2,0\n4,5,1\n",
        "line 1 (“2019”, “2020”, “kind”) may be the header",
    ),
    "header of numbers alone": ("2019,2020\n5,0\n7,1\n5,0\n7,1\n", "line 1 (“2019”, “2020”) may be the header"),
    "header of years above few lines": (
        "2019,2020,k\n1,2,x\n3,4,y\n",
        "line 1 (“2019”, “2020”, “k”) may be the header",
    ),
    "header of hours": ("0;12;24;zzz\n1,5;2,5;3;x\n3;4,1;6;y\n5;1;2;x\n", "line 1 (“0”, “12”, “24”, “zzz”) may be"),
    "a class alone among such that repeat": (
        "7.5,8,u\n5,3,x\n6,2,y\n5,2,x\n6,3,y\n",
        "line 1 (“7.5”, “8”, “u”) may be",
    ),
    "class by its name": ("7.5,8,Species\n5.1,3.5,x\n6.2,2.8,y\n", "line 1 (“7.5”, “8”, “Species”) may be the header"),
    "columns counted from 0": ("0,1\n5.1,0\n4.9,1\n", "line 1 (“0”, “1”) may be the header"),
    "columns counted, classes in words": ("0,1,2\n5,3,cat\n4,3,dog\n", "line 1 (“0”, “1”, “2”) may be the header"),
    "the letter O for a class 0": ("1,2,O\n3,4,1\n5,6,0\n", "line 1 (“1”, “2”, “O”) may be the header or an example"),
    "# before a class that there is": (
        "#cat,1\ncat,2\ndog,3\n",
        "line 1, column 1 holds “#cat”, which may be a value or the beginning of a remark",
    ),
    "a title above": ("My flowers;;\na;b;k\n1;2;x\n3;4;y\n", "line 1 has “My flowers” and names only 1 of 3 columns"),
}


@pytest.mark.parametrize(("text", "sentence"), CANT_BE_DECIDED.values(), ids=CANT_BE_DECIDED)
def test_what_can_be_read_in_two_ways_is_asked_for(text, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read(text)


BAD = {
    "empty": ("\n  \n# only a remark\n", "there is nothing in it"),
    "separators alone": (",,,\n,,\n", "there is nothing in it"),
    "empty quotes": ('"","",""\n"","",""\n', "there is nothing in it"),
    "a workbook": ("PK\x03\x04\x14\0", "line 1 begins as a packed file does"),
    "zero bytes": ("1,2,a\n3,\0,b\n", "line 2, character 3 is no text (a zero byte): save the table as “CSV UTF-8”"),
    "UTF-16": (
        "\ufffd\ufffd" + "".join(f"{c}\0" for c in "1,a\n2,b\n"),
        "line 1 has a zero byte beside each letter, as a file in UTF-16",
    ),
    "Windows-1252": (
        "Länge;Art\n1;gr�n\n".replace("ä", "�"),
        "line 1, column 1: “L�nge” has a letter that can't be read, because the file is not in UTF-8: save",
    ),
    "a web page": ("<table><tr><td>1</td></tr></table>", "line 1, column 1 begins as a web page does"),
    "JSON": ('{"a": 1, "k": "x"}\n{"a": 2, "k": "y"}\n', 'line 1, column 1: “{"a":” is no number'),
    "ARFF": ("@relation x\n@data\n1,x\n2,y\n", "line 1 holds one value only, “@relation x”"),
    "lines in quotes": (
        '"1,2,x"\n"3,4,y"\n',
        "line 1 is one value, “1,2,x”, because its quotation marks go around all of it",
    ),
    "two numbers in one": ("12 34;a\n56 78;b\n", "line 1, column 1: “12 34” is no number"),
    "a header of percents": (
        "5%,10%,k\n1,2,a\n3,4,b\n",
        "; write it without the % sign; or, if this line is the header, choose 1",
    ),
    "one column": ("5\n6\n", "line 1 holds one value only, “5”"),
    "short line": ("1,2,a\n3,b\n4,5,b\n", "line 2 has 2 values, where most lines have 3, with commas between"),
    "short line, commas would fit": (
        "1,5;2;a\n3,5;4\n5,5;6;b\n",
        "line 2 has 2 values, where most lines have 3, with semicolons",
    ),
    "blank lines count": ("1,2,a\n\n\n3,4,5,b\n2,3,a", "line 4 has 4 values, where most lines have 3"),
    "a title line": ("My flowers\n\na;b;k\n1;2;x\n3;4;y\n", "line 1 has 1 value, where most lines have 3"),
    "decimal commas between commas": (
        "h,w,k\n1,5,2,5,x\n3,5,4,5,y\n",
        (
            "line 1 has 3 values, where most lines have 5, with commas between; where numbers have decimal commas,"
            " semicolons or tabs"
        ),
    ),
    "sep= of another": ("sep=,\na;k\n1;x\n", "line 2 holds one value only, “a;k”"),
    "a word": ("h,w,k\n1,2,a\n3,tall,b\n", "line 3, column 2 (w): “tall” is no number"),
    "missing": ("1,2,a\n3,,b\n", "line 2, column 2: the value is missing"),
    "missing at the top": ("1;;x\n2;3;y\n", "line 1, column 2: the value is missing"),
    "missing by a mark": ("a,b,k\n5,1,2\n8,?,4\n", "line 3, column 2 (b): the value is missing (“?”)"),
    "missing by NA": ("a,k\n1,x\nNA,y\n", "line 3, column 1 (a): the value is missing (“NA”)"),
    "missing by a dash": ("a,k\n1,x\n-,y\n", "line 3, column 1 (a): the value is missing (“-”)"),
    "not a number": ("1,2,a\n3,nan,b\n", "line 2, column 2: the value is missing (“nan”)"),
    "infinite": ("1,a\ninf,b\n", "line 2, column 1: “inf” is no number; every input has to be a finite number"),
    "too large": ("1e400,a\n2,b\n", "line 1, column 1: “1e400” is too large a number"),
    "very long": (
        "9" * 5000 + ",a\n1,b\n2,a\n",
        "line 1, column 1: “99999999999999999999999999999…” is no number; it has 5000 characters",
    ),
    "first line": ("1,x,a\n1,2,b\n", "line 1, column 2: “x” is no number; if this line is the header, choose 1 line"),
    "no header, as its class is one": ("tall,cat\n2,cat\n3,dog\n", "line 1, column 1: “tall” is no number"),
    "units": (
        "a,b,k\ncm,g,\n1,2,x\n3,4,y\n",
        (
            "line 2, column 1 (a): “cm” is no number; line 2, column 2 (b): “g” is no number; if this line has the"
            " units, choose 2 lines of header"
        ),
    ),
    "a footer": ("a;b;k\n1;2;x\n3;4;y\nSumme;6;\n", "line 4, column 1 (a): “Summe” is no number"),
    "names": (
        "name,h,k\nAnn,1,x\nBob,2,y\n",
        (
            "line 2, column 1 (name): “Ann” is no number; line 3, column 1 (name): “Bob” is no number; column 1"
            " (name) has no numbers at all: leave it out, or choose it as the class"
        ),
    ),
    "several": (
        "1,a\nx,b\ny,a\nz,b\nw,a\n",
        (
            "line 2, column 1: “x” is no number; line 3, column 1: “y” is no number; line 4, column 1: “z” is no"
            " number; and 1 more"
        ),
    ),
    "dates": ("d,a,k\n2024-01-01,1,x\n2024-01-02,2,y\n", "line 2, column 1 (d): “2024-01-01” is no number"),
    "German dates": ("d;a;k\n01.02.2024;1,5;x\n02.02.2024;2;y\n", "line 2, column 1 (d): “01.02.2024” is no number"),
    "times": ("a,k\n12:30,x\n13:00,y\n", "line 2, column 1 (a): “12:30” is no number"),
    "percent": (
        "a,k\n12%,x\n13%,y\n",
        (
            "line 2, column 1 (a): “12%” is no number; line 3, column 1 (a): “13%” is no number; write it without the"
            " % sign"
        ),
    ),
    "euros": ("a;k\n12,50 €;x\n13 €;y\n", "line 2, column 1 (a): “12,50 €” is no number"),
    "dollars": ("a,k\n$12.50,x\n$13,y\n", "line 2, column 1 (a): “$12.50” is no number"),
    "brackets": (
        "a,k\n(5.0),x\n6,y\n",
        "line 2, column 1 (a): “(5.0)” is no number; if the brackets mean minus, write a minus sign",
    ),
    "the letter O": (
        "a,k\n1O,x\n2,y\n",
        "line 2, column 1 (a): “1O” is no number; is one of its digits a letter O, l or I?",
    ),
    "a unit": ("a,k\n5 cm,x\n2,y\n", "line 2, column 1 (a): “5 cm” is no number; drop the unit, and use one unit"),
    "underscores": ("1_000,a\n1,b\n", "line 1, column 1: “1_000” is no number; write it without the _"),
    "formulas": ("a,b,k\n=1+1,2,x\n2,3,y\n", "line 2, column 1 (a): “=1+1” is no number"),
    "Indian thousands": ("a;k\n12,34,567.00;x\n1.00;y\n", "line 2, column 1 (a): “12,34,567.00” is no number"),
    "point and comma": (
        "a;b;k\n1,5;2.5;x\n3,5;4.5;y\n",
        "line 2, column 1 (a) has “1,5”, but line 2, column 2 (b) has “2.5”: write all numbers alike",
    ),
    "point and comma in one column": (
        "a;k\n1,5;x\n2.5;y\n",
        "line 2, column 1 (a) has “1,5”, but line 3, column 1 (a) has “2.5”",
    ),
    "a remark at the end": (
        "1,a # good\n3,b\n5,a\n",
        "line 1, column 2: “a # good” seems to have a remark at its end",
    ),
    "no class": ("1,2,a\n3,4,\n", "line 2, column 3: the class is missing"),
    "no class by a dash": ("1,-\n2,x\n3,y\n", "line 1, column 2: the class is missing (“-”)"),
    "no class by a mark": ("1,a\n2,?\n3,b\n", "line 2, column 2: the class is missing (“?”)"),
    "classes to the base of 16": (
        " 1, 0.614, 0x42ef4,\n 1, 0.615, 0x42f05,\n",
        "line 1, column 3: “0x42ef4” is no number",
    ),
    "one class": ("a,b,k\n1,2,cat\n3,4,cat\n", "column 3 (k) holds only “cat”, from line 2 on: at least two classes"),
    "one line": ("1,x\n", "column 2 holds only “x”, from line 1 on"),
    "many classes": (
        "\n".join(f"1,{n}" for n in range(11)),
        "column 2 holds 11 different values, from line 1 on: up to 10",
    ),
    "too many examples": ("1,0\n" * 5001, "line 5001 is one too many: up to 5000 examples are read"),
    "10,000 examples": ("a,k\n" + "1,x\n2,y\n" * 5000, "line 5002 is one too many: up to 5000"),
    "a header alone": ("a,b,k\n", "line 1, column 1: “a” is no number"),
    "an open quote": (
        '1, 2, a\n3,"4,b\n5,6,a\n',
        "line 2, which begins “3,\"4,b”, has a quotation mark that can't be read: it is never closed",
    ),
    "letters behind a quote": (
        'a,b,k\n1,"2"x,x\n3,4,y\n',
        'line 2, which begins “1,"2"x,x”, has a quotation mark that can\'t be read: other letters',
    ),
    "after a line break": ('1,2,"a\nb"\n\n3,tall,c\n', "line 4, column 2: “tall” is no number"),
    "too wide": (",".join(["1"] * 66) + "\n" + ",".join(["2"] * 66), "65 inputs are too many: up to 64"),
    "far too wide": (",".join(["1"] * 200) + "\n", "line 1 has 200 values: up to 128 columns are read"),
    "a line too long": ("1," * 40_000 + "x\n", "line 1 has 80001 characters: up to 50000"),
    "lines without end": ("1,a\n2,b\n" * 15_000, "line 20001 is one too many: up to 20000 lines are read"),
}


@pytest.mark.parametrize(("text", "sentence"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_with_its_place(text, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read(text)


def test_the_class_may_stand_in_any_column():
    for target in ("kind", "1"):
        table = read("kind,a,b\ncat,1.5,2\ndog,-3,400", target=target)
        assert table.X.tolist() == PLAIN
        assert (table.target, table.inputs) == ("kind", ("a", "b"))


def test_a_line_that_names_the_class_is_the_header():
    table = read("2019,2020,kind\n1,2,x\n3,4,y\n", target="kind")
    assert (table.inputs, table.X.tolist()) == (("2019", "2020"), [[1, 2], [3, 4]])


def test_classes_may_begin_with_a_hash():
    text = "mood,len\n#happy,10\n#sad,20\nnone,30\n#happy,12\n# a remark\nother,11\n"
    table = read(text, target="mood")
    assert table.classes == ("#happy", "#sad", "none", "other")
    assert table.X.ravel().tolist() == [10, 20, 30, 12, 11]
    assert "line 6, which begins with #, is left out" in table.note
    assert read("#a,1\n#b,2\n", target="1").classes == ("#a", "#b")


def test_three_classes_have_a_column_each_in_the_order_of_their_numbers():
    table = read("1,10\n2,9\n3,100\n4,9\n")
    assert table.classes == ("9", "10", "100")
    assert table.Y.tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 1], [1, 0, 0]]


@pytest.mark.parametrize(
    ("text", "choices", "X", "inputs"),
    [
        ("a;k\n1.234;x\n12.500;y\n", {"marks": WRITTEN["1.234,5"]}, [[1234], [12500]], ("a",)),
        ("a;k\n1.234;x\n12.500;y\n", {"marks": WRITTEN["1234.5"]}, [[1.234], [12.5]], ("a",)),
        ('a,k\n"1,234",x\n"12,500",y\n', {"marks": WRITTEN["1,234.5"]}, [[1234], [12500]], ("a",)),
        ("1,5 a\n2,5 b\n", {"separator": " "}, [[1.5], [2.5]], ("x1",)),
        ("1,5 a\n2,5 b\n", {"separator": ","}, [[1], [2]], ("x1",)),
        ("2019,kind\n1,0\n4,1\n", {"header": 1}, [[1], [4]], ("2019",)),
        ("2019,7\n1,0\n4,1\n", {"header": 0}, [[2019], [1], [4]], ("x1",)),
        ("a,b,k\ncm,-,\n1,2,x\n3,4,y\n", {"header": 2}, [[1, 2], [3, 4]], ("a (cm)", "b")),
        ("n,a,k\nAnn,1,x\nBob,2,y\n", {"left_out": frozenset({1})}, [[1], [2]], ("a",)),
        ("a,a,k\n1,2,x\n3,4,y\n", {}, [[1, 2], [3, 4]], ("a, column 1", "a, column 2")),
        ("a,,k\n1,2,x\n3,4,y\n", {}, [[1, 2], [3, 4]], ("a", "column 2")),
    ],
)  # fmt: skip
def test_what_is_chosen_holds(text, choices, X, inputs):
    table = read(text, **choices)
    assert table.X.tolist() == X
    assert table.inputs == inputs


@pytest.mark.parametrize(
    ("text", "choices", "sentence"),
    [
        ("a,b\n1,0\n2,1", {"target": "x"}, "there is no column “x”: give a number from 1 to 2 or one of a, b"),
        ("a,a,k\n1,2,x\n3,4,y\n", {"target": "a"}, "line 1 has “a” twice: give the class's column by number"),
        ("1,5;a\n2.5;b\n", {"marks": WRITTEN["1234,5"]}, "“2.5” is no number where numbers have decimal commas"),
        ("a,k\n1,x\n2,y\n", {"left_out": frozenset({1})}, "no column is left for the inputs"),
        ("a,k\n1,x\n2,y\n", {"left_out": frozenset({9})}, "there is no column 9 to leave out: the table has 2"),
        ("a,k\n1,x\n", {"header": 2}, "line 2 is the last, and there is no example"),
        ("a,k\n1,x\n2,y\n", {"separator": ";"}, "line 1 holds one value only, “a,k”"),
    ],
)  # fmt: skip
def test_a_choice_that_does_not_fit_is_refused(text, choices, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read(text, **choices)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("1;x\n2;y", "2 lines with semicolons between the values; no header; column 2 is the class"),
        ("1.5,0\n2,1", "2 lines with commas between the values and decimal points; no header; column 2 is the class"),
        (
            "sep=;\n;a;c;\n0;1,5;x;\n1;2;Y;\n# so\n2;3;y;\n",
            (
                "3 lines with semicolons between the values and decimal commas; line 2 is the header; column 3 (c) is"
                " the class; column 1, which has no name and counts the lines, is left out; line 5, which begins with"
                " #, is left out; “Y” and “y” are one class"
            ),
        ),
        (
            "id,a,c\n1,5,x\n2,6,y\n3,7,x\n4,8,y\n",
            (
                "4 lines with commas between the values; line 1 is the header; column 3 (c) is the class; column 1 (id)"
                " only counts the lines: leave it out?"
            ),
        ),
    ],
)  # fmt: skip
def test_how_it_was_read_is_said_in_one_sentence(text, note):
    assert read(text).note == note


def rows(mark):
    """As many examples as are read, with as many inputs."""
    return "\n".join("".join(f"{(i * j % 997) / 7:.4f}{mark}" for j in range(64)) + "ab"[i % 2] for i in range(5000))


LARGE = {
    "between commas": lambda: rows(","),
    "decimal commas": lambda: rows(";").replace(".", ","),
    "between spaces": lambda: rows(" "),
    "words": lambda: "\n".join([";".join(["tall"] * 64) + ";a"] * 5000),
    "thousands or not": lambda: "\n".join([";".join(["1.234"] * 64) + ";a"] * 5000),
    "line breaks": lambda: "\n" * 4_900_000,
    "zero-width marks": lambda: "\ufeff" * 1_600_000,
    "quotation marks": lambda: '1,"a\n' * 20_000,
    "digits": lambda: ("1" * 49_000 + ",a\n") * 100,
    "groups": lambda: ("1.234" * 9_800 + ",a\n2,b\n") * 90,
    "letters for digits": lambda: ("1" * 40_000 + "Ox,a\n") * 120,
    "more values than fit": lambda: ("1 234 " * 8000 + "\n") * 100,
    "classes": lambda: "\n".join(f"1,{n}" for n in range(5000)),
}


@pytest.mark.parametrize("make", LARGE.values(), ids=LARGE)
def test_no_text_that_the_page_sends_takes_long(make):
    text = make()
    started = time.process_time()
    sentence = ""
    try:
        read(text)
    except ValueError as refusal:
        sentence = str(refusal)
    assert len(sentence) < 600
    assert time.process_time() - started < 6  # 1 to 2 s on a machine that does nothing else
