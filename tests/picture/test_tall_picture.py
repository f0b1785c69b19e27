"""The picture from top to bottom, for a phone: the same numbers, each where a finger finds it and an eye reads it."""

import re
from itertools import combinations

import numpy as np
import pytest

from backprop_core import Network, Quantity, examples, run
from backprop_widgets import Event, explorer
from backprop_widgets.picture.layout import layout
from backprop_widgets.picture.model import Picture
from backprop_widgets.picture.network import network_svg
from backprop_widgets.picture.tall import LABEL, tall_layout
from backprop_widgets.session.stages import stages

SIZES = [(2, 2, 2, 1), (2, 4, 1), (3, 3, 1), (4, 3, 1), (1, 6, 1), (2, 1), (64 // 16, 3), (6, 8, 8, 8, 4)]
LINE = 14  # the height of a label


def apart(one, other):
    """Whether two boxes (left, top, right, bottom) have nothing in common."""
    return one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_no_card_and_no_label_lies_on_another(sizes):
    place = tall_layout(sizes)
    boxes = [(b.x, b.y, b.right, b.bottom) for b in [*place.cards.values(), place.cost]]
    if place.labelled:
        boxes += [
            (w.label_x - LABEL / 2, w.label_y - LINE / 2, w.label_x + LABEL / 2, w.label_y + LINE / 2)
            for w in place.wires.values()
        ]
    assert all(apart(one, other) for one, other in combinations(boxes, 2))
    assert all(0 <= left and right <= place.width and bottom <= place.height for left, _, right, bottom in boxes)


@pytest.mark.parametrize("sizes", SIZES, ids=str)
def test_each_edge_comes_down_from_its_unit_into_its_card(sizes):
    place = tall_layout(sizes)
    assert set(place.wires) == set(layout(sizes).wires)
    for (l, i, j), wire in place.wires.items():
        x0, x1 = (float(re.search(pattern, wire.path)[1]) for pattern in (r"^M(\S+)", r" (\S+) \S+V\S+$"))
        target = place.cards[l + 1, i]
        assert target.x < x1 < target.right
        assert wire.path.endswith(f"V{target.y:g}")
        if j:
            assert place.cards[l, j].x < x0 < place.cards[l, j].right
        else:
            assert x0 == place.biases[l][0] < place.cards[l, 1].x
        assert place.cards[l, 1].bottom < target.y


def drawn(*, tall, selection=None, live=True):
    trace = run(*examples.lecture())
    return network_svg(Picture(trace, len(stages(4)) - 1, selection, tall=tall, live=live, blame=True), "n")


@pytest.mark.parametrize("selection", [None, Quantity("delta", 2, 2), Quantity("Theta", 2, 1, 1)], ids=str)
def test_it_has_a_handle_and_the_number_of_every_quantity_that_the_wide_one_has(selection):
    handles = [
        set(re.findall(r"data-key='((?:move|pick):(?!dJda)[^']+)'", drawn(tall=t, selection=selection))) for t in (1, 0)
    ]
    assert handles[0] == handles[1]
    weights = re.findall(r"class='bp-number [^>]+>([^<]+)<", drawn(tall=True, selection=selection))
    net = examples.lecture()[0]
    assert sorted(float(w.replace("−", "-")) for w in weights) == sorted(
        np.concatenate([T.ravel() for T in net.Theta.values()])
    )


def test_an_explorer_stands_up_when_the_page_is_narrow_and_its_products_stand_below():
    view = explorer(selection="delta.2.2", show=["delta", "blame", "panel"], controls="all")
    wide, words = view.draw(), view.text()
    view.handle(Event(1, "a", "narrow", "change", {"value": True, "gesture": "1", "done": True}))
    tall = view.draw()
    assert "bp-tall" in tall
    assert "data-is-narrow" in tall
    assert "back to unit 2 of layer 2: −0.70 · −0.1108 = +0.0775" in re.search(r"<ul class='bp-list'.*?</ul>", tall)[0]
    assert "bp-plate" not in tall
    assert view.text() == words
    view.handle(Event(2, "a", "narrow", "change", {"value": False, "gesture": "2", "done": True}))
    assert view.draw() == wide
    assert not view.session.can_undo


def test_a_still_picture_lies_down_on_a_phone_too():
    view = explorer()
    lying = view.still()
    view.handle(Event(1, "a", "narrow", "change", {"value": True, "gesture": "1", "done": True}))
    assert view.still() == lying


def test_a_large_network_stands_up_without_labels():
    net = Network.random([6, 8, 8, 8, 4], 1)
    svg = network_svg(Picture(run(net, np.ones(6), np.full(4, 0.5)), len(stages(5)) - 1, tall=True), "n")
    assert "bp-number" not in svg
    assert svg.count("class='bp-edge") == sum(T.size for T in net.Theta.values())
