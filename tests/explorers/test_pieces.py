"""A stage in pieces: Page Down brings product by product, then the sum, and only then the next stage."""

import pytest

from backprop_core import Network, examples
from backprop_widgets import explorer
from backprop_widgets.live.events import Event
from backprop_widgets.session.stages import stages
from tests.hand import press


def lecture(**options):
    return explorer(pieces=True, **{"stage": "d4", "show": ["delta", "blame"]} | options)


def svg(markup):
    """The picture, without the mark on what came last."""
    return markup[markup.index("<svg") : markup.index("</svg>")].replace(" bp-last", "")


def said(view):
    return view.markup.split("data-say>")[1].split("</p>")[0]


def test_page_down_brings_each_product_then_each_sum_then_the_next_stage():
    view = lecture()
    brought = []
    for _ in range(5):
        press(view, "PageDown")
        brought.append((view.session.stage_name, said(view).split(":")[0][:24], view.markup.count("class='bp-product")))
    assert brought == [
        ("d3", "The blame of layer 4 run", 0),
        ("d3", "Back along Θ₁₁⁽³⁾", 1),
        ("d3", "They add up to ∂cost/∂a ", 1),
        ("d3", "Back along Θ₁₂⁽³⁾", 2),
        ("d3", "They add up to ∂cost/∂a ", 2),
    ]
    press(view, "PageDown")
    assert view.session.stage_name == "d2"


def test_a_delta_is_told_nowhere_before_its_products_are_there():
    view = lecture(selection="delta.3.1", show=["delta", "blame", "panel"])
    press(view, "PageDown", "PageDown")
    assert "−0.1108" not in view.markup
    assert "Its products arrive one by one" in view.markup
    press(view, "PageDown")
    assert "−0.1108" in view.markup
    assert "Its products arrive" not in view.markup


@pytest.mark.parametrize(("code", "stage"), [("dJda.2.1", "d3"), ("gprime.2.1", "x")])
def test_what_would_tell_the_sum_before_its_products_are_there_waits_with_it(code, stage):
    view = lecture(stage=stage, selection=code, show=["delta", "blame", "panel"])
    for _ in range(3):
        press(view, "PageDown")
        assert "Its products arrive one by one" in view.markup
    press(view, *["PageDown"] * (2 if stage == "x" else 1))
    assert "Its products arrive" not in view.markup


def test_on_the_way_forward_z_and_a_wait_for_their_products():
    view = lecture(stage="x")
    press(view, "PageDown")
    assert "layer 2: z ?, ?; a ?, ?" in view.text()
    press(view, *["PageDown"] * 4)
    assert "layer 2: z +1.230, ?; a 0.774, ?" in view.text()


def test_page_up_takes_the_last_piece_away_and_goes_back_to_a_whole_stage():
    view = lecture()
    press(view, "PageDown", "PageDown", "PageUp")
    assert (view.session.stage_name, view.markup.count("class='bp-product")) == ("d3", 0)
    press(view, "PageUp")
    assert view.session.stage_name == "d4"
    press(view, *["PageDown"] * 6)
    assert view.session.stage_name == "d2"
    press(view, "PageUp")
    assert (view.session.stage_name, view.markup.count("class='bp-product")) == ("d3", 2)


@pytest.mark.parametrize("net", [Network.random([2, 3, 2, 1], seed=3), Network.random([3, 1], seed=1)])
def test_there_and_back_every_stage_is_met_and_nothing_is_left_out(net):
    view = explorer(net, [0.5] * net.sizes[0], 1, show=["blame"], pieces=True, stage="x")
    met = [view.session.stage_name]
    pictures = [view.markup]
    for _ in range(200):
        press(view, "PageDown")
        if view.markup == pictures[-1]:
            break
        pictures.append(view.markup)
        met += [view.session.stage_name] * (view.session.stage_name != met[-1])
    assert met == list(stages(net.L))
    for picture in reversed(pictures[:-1]):
        press(view, "PageUp")
        assert view.markup.count("<svg") == 1
        assert svg(view.markup) == svg(picture)
    assert view.session.stage == 0


def test_a_click_on_a_stage_shows_all_of_it():
    view = lecture()
    view.handle(Event(1, "a", "stage:6", "click", {}))
    assert (view.session.stage_name, view.markup.count("class='bp-product")) == ("d3", 2)


def test_without_blame_pages_go_by_stages():
    view = lecture(show=["delta"])
    press(view, "PageDown", "PageDown")
    assert view.session.stage_name == "d2"


def test_a_number_that_is_moved_on_the_way_leaves_the_pieces_where_they_are():
    view = lecture()
    press(view, "PageDown", "PageDown")
    view.session.set("Theta.3.1.1", -1.5)
    assert view.markup.count("class='bp-product") == 1
    assert "−1.50 · " in said(view)


def test_a_selection_of_another_layer_shows_its_own_sum_whole():
    view = lecture(selection="delta.3.2", stage="d3")
    press(view, "PageDown")
    assert view.session.stage_name == "d2"
    assert view.markup.count("class='bp-product") == 1
    press(view, "PageDown")
    assert view.session.stage_name == "D"


def test_pieces_of_the_lessons_network_are_as_many_as_its_weights_and_sums():
    net, x, y = examples.lecture()
    view = explorer(net, x, y, show=["blame"], pieces=True, stage="x")
    presses = 0
    while view.session.stage_name != "D":
        press(view, "PageDown")
        presses += 1
    # each stage once; forward 15 products and 5 sums, back 2 + 4 products and 2 + 2 sums
    assert presses == stages(4).index("D") + 15 + 5 + 6 + 4
