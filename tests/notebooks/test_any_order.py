"""Once its set-up has run, a lesson's cells run in any order, any number of times; its exercises can be solved."""

from weakref import WeakSet

import pytest

from backprop_widgets.checks.verdict import Verdict
from backprop_widgets.predictions.lesson import LESSON

from . import structure
from .lesson import Lesson
from .structure import LESSONS


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # nobody's predictions are here
    monkeypatch.setattr(LESSON, "asked", [])
    monkeypatch.setattr(LESSON, "tallies", WeakSet())
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
