"""Each learner's copy of the lessons: handed out once, never overwritten once it was worked on."""

import resource
import subprocess
import sys
from functools import partial
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


def test_what_a_full_disk_cut_short_is_no_half_of_a_lesson_keeps_nobody_out_and_is_handed_out_next_time(source, mine):
    new_edition(source, "second edition" * 1000)
    command = [sys.executable, copies.__file__, source, "echo", "a server"]
    small = partial(resource.setrlimit, resource.RLIMIT_FSIZE, (5000, 5000))  # bytes: as a disk that is full
    result = subprocess.run(command, cwd=mine, capture_output=True, text=True, preexec_fn=small, check=True)
    assert result.stdout.splitlines() == ["handed out: 00_start.ipynb", "a server"]
    assert result.stderr.startswith("04_backward.ipynb was not handed out (File too large)")
    assert texts(mine) == {"00_start.ipynb": "first edition"}
    (source / "00_start.ipynb").write_text("second edition")
    assert copies.hand_out(source, mine) == ["00_start.ipynb", "04_backward.ipynb"]
    assert texts(mine) == texts(source)
    assert {path.name for path in mine.iterdir()} == {*texts(source), copies.RECORD}


@pytest.mark.parametrize("record", [None, "", "[1]", "{"])
def test_without_a_record_what_is_there_already_is_known_again(source, mine, record):
    copies.hand_out(source, mine)
    (mine / copies.RECORD).unlink()
    if record is not None:
        (mine / copies.RECORD).write_text(record)
    assert copies.hand_out(source, mine) == []
    new_edition(source, "second edition")
    assert copies.hand_out(source, mine) == ["04_backward.ipynb"]
    assert texts(mine) == texts(source)


def test_without_a_record_a_new_edition_that_lies_beside_ones_work_is_known_again(source, mine):
    copies.hand_out(source, mine)
    (mine / "04_backward.ipynb").write_text("my work")
    new_edition(source, "second edition")
    copies.hand_out(source, mine)
    (mine / copies.RECORD).unlink()
    assert copies.hand_out(source, mine) == []
    new_edition(source, "third edition")
    assert copies.hand_out(source, mine) == ["04_backward_new.ipynb"]


def test_it_hands_out_and_then_becomes_the_command(source, mine):
    command = [sys.executable, Path(copies.__file__), source, sys.executable, "-c", "print('a server')"]
    result = subprocess.run(command, cwd=mine, capture_output=True, text=True, check=True)
    assert result.stdout.splitlines() == ["handed out: 00_start.ipynb", "handed out: 04_backward.ipynb", "a server"]
