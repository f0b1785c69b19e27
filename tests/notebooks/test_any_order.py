"""The cells of a lesson run in any order and any number of times, once its set-up has run; its exercises can be solved."""

import ast
import contextlib
import io
import json
import sys
from pathlib import Path

import pytest

from backprop_widgets.live import Live
from backprop_widgets.verdict import Verdict

from . import structure

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))


class Lesson:
    """A lesson whose set-up has run."""

    def __init__(self, path):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        self.cells = [cell for _, cell in structure.cells(notebook, "code") if "setup" not in structure.tags(cell)]
        self.names = {"__name__": "__main__"}
        [setup] = [cell for _, cell in structure.cells(notebook, "code") if "setup" in structure.tags(cell)]
        self.run(structure.source(setup))

    def run(self, code):
        """Run a cell as a notebook does; gives what it printed and its last value."""
        tree, last = ast.parse(code), None
        if isinstance(tree.body[-1], ast.Expr):
            last = ast.Expression(tree.body.pop().value)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(tree, "cell", "exec"), self.names)
            value = eval(compile(last, "cell", "eval"), self.names) if last else None
        return printed.getvalue(), value

    def results(self, cells):
        """What comes out of some cells, by their id: what is printed, the value as words."""
        results = {}
        for cell in cells:
            printed, value = self.run(structure.source(cell))
            if isinstance(value, Live):
                assert value.markup or value.draw()
                assert value.error == "", cell["id"]
            results[cell["id"]] = printed, value.text() if isinstance(value, Live) else repr(value)
        return results


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def lesson(request, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # nobody's predictions are here
    asked = sys.modules["backprop_widgets.predict"].LESSON  # `backprop_widgets.predict` itself is the function
    monkeypatch.setattr(asked, "asked", [])
    monkeypatch.setattr(asked, "tallies", [])
    return Lesson(request.param)


def test_backwards_and_a_second_time_the_same_comes_out(lesson):
    cells = [cell for cell in lesson.cells if "tally()" not in structure.source(cell)]  # it tells of the other cells
    backwards = lesson.results(reversed(cells))
    forwards = lesson.results(cells)
    assert backwards == forwards
    for cell in cells:
        printed = "".join(structure.plain(output) for output in cell["outputs"] if output["output_type"] == "stream")
        assert backwards[cell["id"]][0] == printed, cell["id"]


def test_an_exercise_waits_for_its_learner_and_its_solution_is_right(lesson):
    for cell in lesson.cells:
        if "exercise" not in structure.tags(cell):
            continue
        _, untouched = lesson.run(structure.source(cell))
        assert isinstance(untouched, Verdict), cell["id"]
        assert untouched.ok is None, cell["id"]
        assert "Not attempted" in str(untouched)
        _, solved = lesson.run("".join(cell["metadata"]["solution"]))
        assert solved.ok, f"{cell['id']}: {solved}"
