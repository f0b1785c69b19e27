"""What moves while its axes stay is written by hand, where matplotlib would have put it, and never stale."""

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from backprop_core import Network, examples
from backprop_widgets import plot, training
from backprop_widgets.plots.canvas import Canvas
from backprop_widgets.plots.history import History
from tests.hand import choose, send

DEFAULTS = {"stroke-width": "1", "stroke-linecap": "butt", "stroke-dashoffset": "0"}
MOVING = r"<svg x=.*?</svg>"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def course():
    made = training(Network.random([2, 4, 1], seed=1), *examples.xor(), alpha=2.0, steps=300)
    made.train(200)
    return made


@pytest.fixture
def written(monkeypatch):
    """One for each time that matplotlib writes a picture."""
    times, write = [], Canvas.still_svg
    monkeypatch.setattr(Canvas, "still_svg", lambda canvas: times.append(1) or write(canvas))
    return times


def places(path):
    return [float(number) for number in re.findall(r"-?[\d.]+", path)]


def by_matplotlib(drawing):
    """Of each panel the corners of its lines and the place of its dot, if there is one, as in the still picture."""
    panels = list(zip(drawing.compared, drawing.curves, drawing.moment, drawing.here, strict=True))
    for n, lines in enumerate(panels):
        for kind, line in enumerate(lines):
            line.set_gid(f"line-{n}-{kind}")
    still = ET.fromstring(drawing.canvas.still_svg())
    found = []
    for n in range(len(panels)):
        groups = [still.find(f".//{SVG}g[@id='line-{n}-{kind}']") for kind in range(4)]
        paths = [path.get("d") for group in groups[:3] for path in group.iter(f"{SVG}path")]
        dots = [place for use in groups[3].iter(f"{SVG}use") for place in (float(use.get("x")), float(use.get("y")))]
        found.append([*(places(path) for path in paths if path), dots])
    return found


def by_hand(drawing):
    """The same of the picture for the page."""
    pictures = re.findall(MOVING, drawing.svg())
    return [
        [
            *map(places, re.findall(r"<path d='(.*?)'", one)),
            [float(place) for dot in re.findall(r"cx='(.*?)' cy='(.*?)'", one) for place in dot],
        ]
        for one in pictures
    ]


def looks(svg):
    """What the style of each path and each mark says, the defaults too."""
    styles = re.findall(r"<(?:path|circle|use)[^>]*style=['\"](.*?)['\"]", svg)
    return [DEFAULTS | dict(part.replace(" ", "").split(":") for part in style.split(";")) for style in styles]


def assert_same(drawing):
    expected, found = by_matplotlib(drawing), by_hand(drawing)
    assert len(found) == len(expected) == len(drawing.axes)
    for panel, other in zip(found, expected, strict=True):
        assert len(panel) == len(other)
        for line, its in zip(panel, other, strict=True):
            np.testing.assert_allclose(line, its, atol=0.006)


@pytest.mark.parametrize("log", [False, True])
def test_the_moment_and_the_curves_stand_where_matplotlib_puts_them(course, log):
    drawing = History(log=log)
    for step in (200, 0, 1, 77):
        course.show(step)
        drawing.follow(course)
        assert_same(drawing)
    course.train(20)  # beside the run from which it branched off
    drawing.follow(course)
    assert all(len(panel) == 4 for panel in by_hand(drawing))
    assert_same(drawing)
    course.train(600)  # beyond the end of the axes
    drawing.follow(course)
    assert_same(drawing)
    drawing.log = not log
    drawing.follow(course)
    assert_same(drawing)


def test_without_an_accuracy_there_is_one_panel_and_beside_another_run_no_dot_in_the_second():
    x = np.array([[-1.0], [2.0]])
    line = Network([[[0.0, 0.0]]], output="identity", cost="squared_error")
    made, other = (training(line, x, 3 * x, alpha=0.1), training(Network.random([2, 2, 1]), *examples.xor()))
    made.train(5)
    drawing = History()
    drawing.follow(made)
    assert_same(drawing)
    made.compared = other.run
    drawing.follow(made)
    assert_same(drawing)
    assert by_hand(drawing)[1][-1] == []


def test_it_has_the_looks_that_matplotlib_gives_it(course):
    course.show(50)
    course.train(1)
    drawing = History()
    drawing.follow(course)
    ours, theirs = looks("".join(re.findall(MOVING, drawing.svg()))), looks(drawing.canvas.svg())
    assert sorted(look["stroke"] for look in ours) == [
        f"var(--bp-{name})" for name in ("dim", "ink", "neg", "pos") for _ in range(2)
    ]
    assert all(look in theirs for look in ours)


def test_matplotlib_writes_nothing_when_the_moment_moves_or_a_step_is_made(course, written):
    choose(course, "moment", "20")
    history = plot(course, "history")
    written.clear()
    for step in range(30, 40):
        choose(course, "moment", str(step))
        assert f"<output>{step}</output>" in course.markup
        _ = history.text()
        assert by_hand(course._history) == by_hand(history.drawing)
    choose(course, "moment", "200")
    send(course, "one-step")
    assert course.step == 201
    assert written == []
    course.train(100)  # beyond the end of the axes
    assert written == [1]


def test_the_still_pictures_have_it_too(course):
    course.show(0)
    first = course.png(), course._history.canvas.still_svg()
    course.show(100)
    _ = course.markup
    later = course.png(), course._history.canvas.still_svg()
    assert all(one != other for one, other in zip(first, later, strict=True))
