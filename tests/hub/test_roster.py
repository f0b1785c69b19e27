"""The class list: who may come in, with which password, and who not."""

import doctest
import stat

import pytest
import roster as module
from roster import TEACHER, Roster


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


@pytest.mark.parametrize("name", ["../ada", "a/b", ".hidden", "x" * 70, "a\tb;c"])
def test_a_name_that_is_no_name_is_one_sentence_and_nothing_is_written(roster, name):
    with pytest.raises(ValueError, match="can't be a learner's name"):
        roster.add([name])
    assert not roster.file.exists()


def test_its_examples_are_true():
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted > 0
