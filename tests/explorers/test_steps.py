"""The learner's own step: what a press does, that it is counted, that undo takes it back, and the curve of J."""

import re

import pytest

from backprop_core import Network, descent, examples, run
from backprop_widgets import Session, explorer
from tests.hand import choose, send


@pytest.fixture
def view():
    return explorer(controls=["step", "history"], show=[])


def click(view, key):
    view._receive(view, {"seq": 1, "view": "v", "key": key, "type": "click", "value": {"shift": False}}, None)
    assert view.error == ""


def dots(markup):
    """Every dot of the curve, in pixels."""
    steps = markup.partition("data-key='steps'")[2].partition("</svg>")[0]
    return [
        (float(x), float(y)) for x, y in re.findall(r"<circle class='bp-dot[^>]*cx='([\d.]+)' cy='([\d.]+)'", steps)
    ]


def test_fifteen_presses_are_fifteen_steps_of_descent(view):
    for _ in range(15):
        click(view, "take-step")
    records = list(descent(*examples.lecture(), alpha=1.0, steps=15))
    assert view.session.presses == pytest.approx([record.J for record in records[:15]], rel=1e-12)
    assert view.session.trace.J == pytest.approx(records[15].J, rel=1e-12)
    assert "15 steps: J 0.7908 → 0.0321." in view.text()


def test_every_press_is_a_dot_lower_down_than_the_one_before(view):
    assert len(dots(view.markup)) == 1
    for _ in range(8):
        click(view, "take-step")
    places = dots(view.markup)
    assert len(places) == 9
    assert places == sorted(places)
    assert [y for _, y in places] == sorted(y for _, y in places)  # down on a screen is more


def test_undo_takes_a_press_back_and_the_curve_with_it(view):
    click(view, "take-step")
    after_one = view.markup
    click(view, "take-step")
    click(view, "undo")
    assert dots(view.markup) == dots(after_one)
    assert "1 step: J 0.7908 → 0.3345." in view.text()
    click(view, "redo")
    assert len(view.session.presses) == 2
    click(view, "reset")
    assert "No step yet: J = 0.7908." in view.text()


def test_a_hand_on_a_weight_moves_the_last_dot_and_is_no_press(view):
    click(view, "take-step")
    first, last = dots(view.markup)
    view.session.set("Theta.3.1.0", -3.0)
    assert len(view.session.presses) == 1
    assert dots(view.markup)[0] != first  # the scale grew: J is higher than it was at first
    assert dots(view.markup)[1][1] < dots(view.markup)[0][1]
    assert last[1] > first[1]


def test_another_network_begins_to_count_anew(view):
    click(view, "take-step")
    net = Network.random([2, 3, 1], seed=1)
    view.session.replace(net=net, X=[0.5, 0.5], Y=1.0)
    assert view.session.presses == ()
    view.session.undo()
    assert len(view.session.presses) == 1


@pytest.mark.parametrize(
    ("field", "value"), [("output", "sigmoid+squared_error"), ("hidden", "tanh"), ("example", "2")]
)
def test_a_J_of_something_else_is_no_further_step_and_undo_brings_the_steps_back(field, value):
    view = explorer(Network.random([2, 4, 1], seed=1), *examples.xor(), controls="all")
    send(view, "take-step")
    send(view, "take-step")
    before = view.text()
    choose(view, field, value)
    assert "No step yet: J = " in view.text()
    send(view, "take-step")
    assert "1 step: J " in view.text()
    send(view, "undo")
    send(view, "undo")
    assert view.text() == before
    assert "2 steps: J " in before


def test_the_step_is_taken_on_what_is_shown_one_example_or_all():
    X, Y = examples.xor()
    net = Network.random([2, 2, 2, 1], seed=3)
    for example in (None, 2):
        session = Session(net, X, Y, example=example)
        before = session.trace
        session.take_step()
        assert session.presses == (before.J,)
        assert session.net.weight(1, 1, 0) == net.weight(1, 1, 0) - before.D[1][0, 0]


def test_a_step_of_the_learners_own_is_counted_too(view):
    view.use(lambda net, *_rest: net.with_weight(1, 1, 1, 9.0), like="step")
    click(view, "take-step")
    assert view.session.net.weight(1, 1, 1) == 9.0
    assert view.session.presses == (run(*examples.lecture()).J,)


def test_the_button_stands_once_at_the_last_stage_and_only_where_it_is_asked_for(view):
    view.session.stage = 9
    assert view.markup.count("data-key='take-step'") == 1
    assert "bp-steps" not in explorer(controls=["history"]).markup


def test_a_hidden_J_is_not_told_by_the_steps(view):
    view.blank(["J"])
    assert "No step yet: J = ?." in view.text()
    assert "0.7908" not in view.markup + view.text()
    assert dots(view.markup) == []


def test_a_J_beyond_all_numbers_leaves_a_gap(view):
    view.session.presses = (0.5, float("inf"), 0.25)
    assert len(dots(view.markup)) == 3
