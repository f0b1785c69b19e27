"""The class list: who may come in, with which password, and who not."""

import doctest
import stat
import unicodedata

import pytest
import roster as module
from roster import TEACHER, Roster, plain


@pytest.fixture
def roster(tmp_path):
    return Roster(tmp_path / "class.csv")


def test_everybody_gets_a_password_of_their_own_and_keeps_it(roster):
    assert roster.add(["Ada Lovelace", "", "Émilie"]) == [TEACHER, "ada lovelace", "émilie"]
    first = roster.passwords()
    assert len(set(first.values())) == 3
    assert roster.add(["Ada  Lovelace", "Emmy"]) == ["emmy"]
    assert roster.passwords() | first == roster.passwords()


def test_nobody_else_reads_the_list(roster):
    roster.add(["ada"])
    assert stat.S_IMODE(roster.file.stat().st_mode) == 0o600


def test_a_name_and_its_password_come_in(roster):
    roster.add(["Ada"])
    assert roster.knows(" ADA ", roster.passwords()["ada"] + " ")


def test_nothing_else_comes_in(roster):
    roster.add(["Ada", "Emmy"])
    passwords = roster.passwords()
    assert not roster.knows("ada", "")
    assert not roster.knows("ada", passwords["emmy"])
    assert not roster.knows("ada", passwords["ada"].upper())
    assert not roster.knows("somebody", passwords["ada"])
    assert not roster.knows("", "")


def test_a_line_that_a_teacher_adds_has_no_password_until_the_next_start(roster):
    roster.add([])
    with roster.file.open("a") as lines:
        lines.write("Late Comer,\n")
    assert not roster.knows("late comer", "")
    assert roster.add([]) == ["late comer"]
    assert roster.knows("late comer", roster.passwords()["late comer"])


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_list_that_a_spreadsheet_saved_keeps_every_password(roster, separator, encoding):
    roster.add(["Ada", "Émilie"])
    before = roster.passwords()
    roster.file.write_text(roster.file.read_text("utf-8-sig").replace(",", separator), encoding=encoding)
    assert roster.passwords() == before
    assert roster.add(["Emmy"]) == ["emmy"]
    assert roster.passwords() | before == roster.passwords()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_a_teacher_has_added_stays_when_a_password_is(roster, separator):
    lines = ["Group,Name,,password,", "a,Ada Lovelace,x,k2y3z4,y", "b,Emmy", "", "c,,left out,,"]
    roster.file.write_text("\n".join(lines).replace(",", separator), encoding="utf-8")
    assert roster.add(["Bob"]) == [TEACHER, "bob", "emmy"]
    told = roster.passwords()
    lines = [lines[0], lines[1], f"b,Emmy,,{told['emmy']},", lines[4], f",teacher,,{told[TEACHER]},"]
    lines += [f",bob,,{told['bob']},"]
    assert roster.file.read_text(encoding="utf-8-sig").splitlines() == [line.replace(",", separator) for line in lines]


def test_a_spreadsheet_can_tell_in_which_encoding_the_list_is(roster):
    roster.add(["Émilie"])
    assert roster.file.read_bytes().startswith(b"\xef\xbb\xbfname,")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_another_encoding_is_one_sentence_and_nothing_is_written(roster, encoding):
    roster.add(["Émilie"])
    roster.file.write_text(roster.file.read_text("utf-8-sig"), encoding=encoding)
    assert_refused(roster, "class.csv is not in UTF-8")


@pytest.mark.parametrize("text", ["", "\n", "ada,x2y3z4\n", "name|password\nada|x2y3z4\n", "name,key\nada,x2y3z4\n"])
def test_a_list_without_its_columns_is_one_sentence_and_nothing_is_written(roster, text):
    roster.file.write_text(text)
    assert_refused(roster, "class.csv lacks a column name or a column password")


def test_titles_of_columns_may_be_written_large_and_stand_in_any_order(roster):
    roster.file.write_text("Class;Password ;Name\n7b;x2y3z4;Ada\n")
    assert roster.passwords() == {"ada": "x2y3z4"}


def test_two_lines_of_one_name_in_the_list_are_one_sentence_and_no_password_is_lost(roster):
    roster.file.write_text("name,password\nanna müller,x2y3z4\nAnna Müller,\n", encoding="utf-8")
    assert_refused(roster, "class.csv has 'anna müller' more than once")


@pytest.mark.parametrize("twin", ["Anna Müller", " anna  MÜLLER", unicodedata.normalize("NFD", "Anna Müller")])
def test_two_learners_of_one_name_are_told_and_not_made_one(roster, twin):
    with pytest.raises(ValueError, match="The list of learners has 'anna müller' more than once"):
        roster.add(["Anna Müller", "Ada", twin])
    assert not roster.file.exists()


def assert_refused(roster, words):
    """Neither a start nor a sign-in goes on with this file, and it stays as it is."""
    before = roster.file.read_bytes()
    for do in (lambda: roster.add(["Emmy"]), lambda: roster.knows("ada", "")):
        with pytest.raises(ValueError, match=words) as refusal:
            do()
        assert len(str(refusal.value).splitlines()) == 1
    assert roster.file.read_bytes() == before


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        (unicodedata.normalize("NFD", "José"), "josé"),
        ("İpek", "İPEK"),
        ("प्रिया", "प्रिया"),
        ("தமிழ்", "தமிழ்"),
        ("O’Brien", "o'brien"),
        ("Anne‑Marie", "anne-marie"),
        ("Gal·la", "GAL·LA"),
        ("علی\u200cرضا", "علیرضا"),  # its joiner is not seen
        ("王小明", "王小明"),
    ],
)
def test_a_name_in_any_script_comes_in_however_it_is_typed(roster, name, typed):
    assert roster.add([name]) == [TEACHER, plain(name)]
    assert roster.knows(typed, roster.passwords()[plain(name)])
    assert plain(plain(name)) == plain(name)


@pytest.mark.parametrize("name", ["../ada", "a/b", ".hidden", "x" * 70, "a\tb;c", "\u0301a", "a\x00"])
def test_a_name_that_is_no_name_is_one_sentence_and_nothing_is_written(roster, name):
    with pytest.raises(ValueError, match="can't be a learner's name"):
        roster.add([name])
    assert not roster.file.exists()


def test_its_examples_are_true():
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 0
