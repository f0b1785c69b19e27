"""Each learner's copy of the lessons: handed out once, never overwritten once it was worked on."""

import subprocess
import sys
from pathlib import Path

import copies
import pytest


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    (folder / "00_start.ipynb").write_text("first edition")
    (folder / "04_backward.ipynb").write_text("first edition")
    return folder


@pytest.fixture
def mine(tmp_path):
    folder = tmp_path / "mine"
    folder.mkdir()
    return folder


def texts(folder):
    return {path.name: path.read_text() for path in folder.glob("*.ipynb")}


def new_edition(source, text):
    (source / "04_backward.ipynb").write_text(text)


def test_every_lesson_is_handed_out_and_then_nothing_is_written(source, mine):
    assert copies.hand_out(source, mine) == ["00_start.ipynb", "04_backward.ipynb"]
    assert texts(mine) == texts(source)
    assert copies.hand_out(source, mine) == []


def test_a_notebook_of_the_teachers_own_is_no_lesson(source, mine):
    for name in ("Untitled.ipynb", "solutions.ipynb", "2_cost.ipynb", "00_start-Copy1.ipynb"):
        (source / name).write_text("the teacher's own")
    assert copies.hand_out(source, mine) == ["00_start.ipynb", "04_backward.ipynb"]


def test_a_copy_that_nobody_touched_is_renewed(source, mine):
    copies.hand_out(source, mine)
    new_edition(source, "second edition")
    assert copies.hand_out(source, mine) == ["04_backward.ipynb"]
    assert texts(mine)["04_backward.ipynb"] == "second edition"


def test_what_was_worked_on_stays_and_the_new_edition_lies_beside_it(source, mine):
    copies.hand_out(source, mine)
    (mine / "04_backward.ipynb").write_text("my work")
    assert copies.hand_out(source, mine) == []
    new_edition(source, "second edition")
    assert copies.hand_out(source, mine) == ["04_backward_new.ipynb"]
    assert texts(mine) == {
        "00_start.ipynb": "first edition",
        "04_backward.ipynb": "my work",
        "04_backward_new.ipynb": "second edition",
    }
    new_edition(source, "third edition")
    assert copies.hand_out(source, mine) == ["04_backward_new.ipynb"]
    (mine / "04_backward_new.ipynb").write_text("more work")
    new_edition(source, "fourth edition")
    assert copies.hand_out(source, mine) == []
    assert texts(mine)["04_backward.ipynb"] == "my work"
    assert texts(mine)["04_backward_new.ipynb"] == "more work"


def test_a_new_edition_that_was_thrown_away_does_not_come_back(source, mine):
    copies.hand_out(source, mine)
    (mine / "04_backward.ipynb").write_text("my work")
    new_edition(source, "second edition")
    copies.hand_out(source, mine)
    (mine / "04_backward_new.ipynb").unlink()
    assert copies.hand_out(source, mine) == []


def test_a_copy_that_was_thrown_away_is_handed_out_again(source, mine):
    copies.hand_out(source, mine)
    (mine / "04_backward.ipynb").unlink()
    assert copies.hand_out(source, mine) == ["04_backward.ipynb"]


@pytest.mark.parametrize("record", ["", "[1]", "{"])
def test_without_a_record_that_can_be_read_nothing_is_overwritten(source, mine, record):
    copies.hand_out(source, mine)
    (mine / copies.RECORD).write_text(record)
    (mine / "04_backward.ipynb").write_text("my work")
    copies.hand_out(source, mine)
    assert texts(mine)["04_backward.ipynb"] == "my work"


def test_it_hands_out_and_then_becomes_the_command(source, mine):
    command = [sys.executable, Path(copies.__file__), source, sys.executable, "-c", "print('a server')"]
    result = subprocess.run(command, cwd=mine, capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == ["handed out: 00_start.ipynb", "handed out: 04_backward.ipynb", "a server"]
