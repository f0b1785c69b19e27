"""Lesson 13 with every piece written: XOR and the digits are learnt by the learner's own code, and by nothing else."""

import json
import re
from pathlib import Path

import pytest

import backprop_core
from backprop_widgets import Plot

from .lesson import Lesson

PATH = Path(__file__).resolve().parents[2] / "notebooks" / "13_build_your_own.ipynb"
CELLS = {cell["id"]: cell for cell in json.loads(PATH.read_text(encoding="utf-8"))["cells"]}
SOLUTIONS = {name: cell["metadata"]["solution"] for name, cell in CELLS.items() if "solution" in cell["metadata"]}


def run(lesson, name):
    """Run a cell as it stands; gives what it printed and its last value."""
    return lesson.run("".join(CELLS[name]["source"]))


def write_every_piece(lesson):
    for name, solution in SOLUTIONS.items():
        _, verdict = lesson.run(solution)
        assert verdict.ok, f"{name}: {verdict}"


@pytest.fixture
def lesson():
    return Lesson(PATH)


def test_the_pieces_train_xor_and_check_agrees(lesson):
    write_every_piece(lesson)
    printed, boundary = run(lesson, "xor-train")
    costs = [float(J) for J in re.findall(r"\d\.\d{3}", printed.splitlines()[0])]
    assert len(costs) == 6
    assert costs[0] < 0.1
    assert sum(J < 0.1 for J in costs) >= 3
    assert "✓ Right: J" in printed
    assert isinstance(boundary, Plot)


def test_the_same_pieces_read_digits_that_they_never_saw(lesson):
    write_every_piece(lesson)
    printed, verdict = run(lesson, "digits-train")
    seen, unseen = (float(share) for share in re.findall(r"(\d+\.\d)%", printed))
    assert seen >= 97
    assert unseen >= 97
    assert verdict.ok


def test_no_pass_of_the_package_takes_part_in_the_training(lesson, monkeypatch):
    write_every_piece(lesson)
    net = lesson.names["bare"]([2, 2, 2, 1], 0, spread=2)
    used = []
    for name in ("forward_pass", "backward_pass", "gradient_descent", "costs"):
        module = getattr(backprop_core, name)
        for function in [
            key for key, value in vars(module).items() if getattr(value, "__module__", "") == module.__name__
        ]:
            monkeypatch.setattr(module, function, lambda *_, function=function: used.append(function))
    for _ in range(1000):
        net.Theta = lesson.names["my_step"](net, *backprop_core.examples.xor(), 0.0, 1.0)
    assert used == []
    assert set(vars(net)) == {"Theta", "L"}  # nothing that computes


def test_each_piece_runs_in_the_live_network_as_soon_as_it_is_written(lesson):
    views = {
        "forward-exercise": "forward_live",
        "gradient-exercise": "back_live",
        "step-exercise": "whole_live",
    }
    lesson.run(SOLUTIONS["delta-exercise"])
    for name, live in views.items():
        view = lesson.names[live]
        assert "every number is right" not in view.text()
        lesson.run(SOLUTIONS[name])
        assert "✓ every number is right" in view.text()
        assert "bp-fits" in view.markup
        assert "bp-misses" not in view.markup
    assert lesson.names["whole_live"].text().count("✓ every number is right") == 3


@pytest.mark.parametrize("train", ["xor-train", "digits-train"])
def test_a_piece_that_is_missing_or_wrong_trains_nothing_and_says_so(lesson, train):
    _, verdict = run(lesson, train)
    assert verdict.ok is None
    write_every_piece(lesson)
    assert " * slope" in SOLUTIONS["delta-exercise"]
    lesson.run(SOLUTIONS["delta-exercise"].replace(" * slope", ""))
    _, verdict = run(lesson, train)
    assert verdict.ok is False
    assert verdict.fault == "gprime_left_out"
