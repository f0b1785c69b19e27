"""What a hand does to an explorer: what it moves, how far, and what it opens."""

import numpy as np
import pytest

from backprop_core import Network, examples
from backprop_core.quantity import code_of
from backprop_widgets import explorer
from tests.hand import attempt, choose, send
from tests.notation.sums import read


def edited(code, value, **more):
    """An explorer of the lecture's example in which a program has set one number."""
    view = explorer(*examples.lecture(), controls="all", **more)
    if code == "lam":
        view.session.lam = value
    else:
        view.session.set(code, value)
    return view


def element(view, key):
    (found,) = [node for node in read(view.markup).walk() if node.attributes.get("data-key") == key]
    return found.attributes


def drag(view, code, start, dy, gesture="1"):
    send(view, f"move:{code}", "drag", **{"from": str(start)}, dx=0, dy=dy, gesture=gesture, done=False)


@pytest.mark.parametrize("edges", ["Theta", "D"])
@pytest.mark.parametrize("code", ["x.1", "y.1", "Theta.1.2.1"])
def test_a_click_opens_the_number_that_stands_there(code, edges):
    view = explorer(*examples.lecture())
    send(view, f"edges:{edges}")
    send(view, f"move:{code}")
    assert view.notice == ""
    opened = code_of(view.session.selection)
    assert opened == code.replace("Theta", edges)


BEYOND = [("Theta.1.2.1", 12.3), ("x.1", 120.0), ("x.2", -45.5), ("Theta.2.1.0", -10.004)]


@pytest.mark.parametrize(("code", "value"), BEYOND)
@pytest.mark.parametrize("key", ["ArrowUp", "ArrowDown"])
@pytest.mark.parametrize("where", ["move", "type"])
def test_an_arrow_key_moves_a_number_by_no_more_than_its_step(code, value, key, where):
    view = edited(code, value)
    send(view, f"{where}:{code}", "key", key=key, shift=False, ctrl=False)
    assert abs(view.session.value(code) - value) < 0.0501
    inward = key == ("ArrowDown" if value > 0 else "ArrowUp")
    assert (view.session.value(code) != value) == inward


@pytest.mark.parametrize(("code", "value"), BEYOND)
def test_a_drag_starts_where_the_number_is_and_comes_back_there(code, value):
    view = edited(code, value)
    inward = 40 if value > 0 else -40
    drag(view, code, value, inward)
    assert view.session.value(code) == pytest.approx(value - inward / 100)
    drag(view, code, value, 0)
    assert view.session.value(code) == pytest.approx(value)


@pytest.mark.parametrize(("code", "value"), [*BEYOND, ("lam", 25.0)])
def test_a_slider_holds_the_number_that_it_shows(code, value):
    view = edited(code, value)
    slider = element(view, f"slide:{code}")
    assert float(slider["min"]) <= float(slider["value"]) <= float(slider["max"])
    inward = value - np.sign(value)
    send(view, f"slide:{code}", "input", value=str(inward), gesture="1", done=False)
    assert view.session.value(code) == pytest.approx(inward)


def test_a_bound_that_is_typed_past_is_told_as_it_is_now():
    view = edited("x.1", 12.3)
    attempt(view, "type:x.1", "change", value="13", gesture="1", done=True)
    assert "goes from −10 to 12.30: “13” is outside, so it stays 12.30." in view.notice
    choose(view, "type:x.1", "12")
    assert view.session.value("x.1") == 12


def test_within_the_bounds_a_hand_goes_no_further_than_they_are():
    view = explorer(*examples.lecture())
    drag(view, "Theta.1.2.1", 0.5, -5000)
    assert view.session.value("Theta.1.2.1") == 10


def test_a_softmax_of_one_output_is_refused_with_the_way_out():
    view = explorer(*examples.lecture(), controls="all")
    attempt(view, "output", "change", value="softmax+cross_entropy", gesture="1", done=True)
    assert "one output of a softmax is always 1: give the last layer 2 units or more" in view.notice
    assert view.session.net.output == "sigmoid"
    choose(view, "sizes", "2-2-2")
    choose(view, "output", "softmax+cross_entropy")
    before = view.session.moment
    attempt(view, "sizes", "change", value="2-3-1", gesture="2", done=True)
    assert "one output of a softmax is always 1: give the last layer 2 units or more" in view.notice
    assert view.session.moment is before
    choose(view, "sizes", "2-3-3")
    assert view.notice == ""
    assert view.session.net.sizes == (2, 3, 3)


def test_a_target_of_a_softmax_is_opened_and_not_moved():
    net = Network.random([2, 2, 3], 0, output="softmax")
    view = explorer(net, [0.5, -0.5], [0, 1, 0], controls="all")
    keys = {node.attributes.get("data-key") for node in read(view.markup).walk()}
    assert not keys & {"move:y.2", "slide:y.2", "type:y.2"}
    assert {"move:x.2", "slide:x.2", "type:x.2"} <= keys
    send(view, "pick:y.2")
    assert view.session.selection.kind == "y"


@pytest.mark.parametrize(("output", "cost", "span"), [
    ("identity", "squared_error", (-10, 10)),
    ("sigmoid", "cross_entropy", (0, 1)),
])  # fmt: skip
def test_a_target_goes_as_far_as_its_output(output, cost, span):
    view = explorer(Network.random([2, 2, 1], 0, output=output, cost=cost), [0.5, -0.5], [1], controls="all")
    slider, drawn = element(view, "slide:y.1"), element(view, "move:y.1")
    assert (float(slider["min"]), float(slider["max"])) == span
    assert (float(drawn["aria-valuemin"]), float(drawn["aria-valuemax"])) == span
    drag(view, "y.1", 1, -9900)
    assert view.session.value("y.1") == span[1]


@pytest.mark.parametrize(("code", "value"), BEYOND)
def test_a_screen_reader_is_told_a_range_that_has_the_number_in_it(code, value):
    drawn = element(edited(code, value), f"move:{code}")
    assert float(drawn["aria-valuemin"]) <= float(drawn["aria-valuenow"]) <= float(drawn["aria-valuemax"])


def test_a_small_lam_is_told_as_it_is():
    view = explorer(*examples.lecture(), lam=0.001, controls="all", selection="lam")
    assert "cost J with λ = 0.001: " in view.text()
    assert "<mn>0.001</mn>" in view.markup
    choose(view, "type:lam", "abc")
    assert "λ stays 0.001." in view.notice


@pytest.mark.parametrize(("code", "typed"), [("lam", "1e-7"), ("Theta.1.1.1", "0.0000004"), ("x.1", "0.1234567")])
def test_a_number_that_is_typed_is_taken_with_all_its_digits(code, typed):
    view = explorer(controls="all")
    choose(view, f"type:{code}", typed)
    assert view.notice == ""
    assert (view.session.lam if code == "lam" else view.session.value(code)) == float(typed)


def test_a_seed_is_shown_as_long_as_its_weights_are_there():
    view = explorer(controls="all")
    other = explorer(view.session, controls="all")
    choose(view, "seed", "5")
    assert element(view, "seed")["value"] == "5"
    assert element(other, "seed")["value"] == ""
    send(view, "undo")
    assert element(view, "seed")["value"] == ""
    choose(view, "sizes", "2-2-2-1")
    assert view.session.net.weight(1, 1, 1) == examples.lecture()[0].weight(1, 1, 1)
    choose(view, "seed", "5")
    choose(view, "sizes", "2-3-1")
    assert element(view, "seed")["value"] == "5"
    assert view.session.net.weight(1, 1, 1) == round(Network.random([2, 3, 1], seed=5).weight(1, 1, 1), 2)


def test_reset_goes_to_where_the_link_began_and_a_page_that_is_loaded_again_keeps_what_was_done():
    linked = explorer(selection="delta.2.2")
    linked.session.set("Theta.1.1.1", 3.0)
    view = explorer(from_link="state", controls="all")
    choose(view, "root", linked.state())
    assert (view.session.can_undo, view.state()) == (False, linked.state())
    choose(view, "root", explorer().state())
    assert view.state() == linked.state()
    choose(view, "type:Theta.1.1.2", "1")
    send(view, "reset")
    assert view.state() == linked.state()
