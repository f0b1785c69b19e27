"""Once its set-up has run, a lesson's cells run in any order, any number of times; its exercises can be solved."""

import sys
from pathlib import Path

import pytest

from backprop_widgets.verdict import Verdict

from . import structure
from .lesson import Lesson

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # nobody's predictions are here
    asked = sys.modules["backprop_widgets.predict"].LESSON  # `backprop_widgets.predict` itself is the function
    monkeypatch.setattr(asked, "asked", [])
    monkeypatch.setattr(asked, "tallies", [])
    return Lesson(request.param)


def test_backwards_and_a_second_time_the_same_comes_out(lesson):
    cells = [cell for _, cell in lesson.cells if "tally()" not in structure.source(cell)]  # it tells of the other cells
    backwards = lesson.results(reversed(cells))
    forwards = lesson.results(cells)
    assert backwards == forwards
    for cell in cells:
        printed = "".join(structure.plain(output) for output in cell["outputs"] if output["output_type"] == "stream")
        assert backwards[cell["id"]][0] == printed, cell["id"]


def test_an_exercise_waits_for_its_learner_and_its_solution_is_right(lesson):
    for _, cell in lesson.cells:
        if "exercise" not in structure.tags(cell):
            continue
        _, untouched = lesson.run(structure.source(cell))
        assert isinstance(untouched, Verdict), cell["id"]
        assert untouched.ok is None, cell["id"]
        assert "Not attempted" in str(untouched)
        _, solved = lesson.run("".join(cell["metadata"]["solution"]))
        assert solved.ok, f"{cell['id']}: {solved}"
