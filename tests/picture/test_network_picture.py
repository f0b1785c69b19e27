"""The network picture: right numbers, well-formed, and nothing stands on anything else."""

import itertools
import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from backprop_core import Network, Quantity, examples, run
from backprop_widgets.live.theme import still_style
from backprop_widgets.notation.text import of_kind
from backprop_widgets.picture.layout import LABEL_WIDTH, drawable, edge_count, layout
from backprop_widgets.picture.model import Picture
from backprop_widgets.picture.network import network_svg
from backprop_widgets.picture.sliders import sliders
from backprop_widgets.session.stages import stages
from tests.networks import drawn_trace, how_many

SIZES = [
    (6, 8, 8, 8, 4),
    *(s for L in (2, 3, 4, 5) for s in itertools.product((1, 2, 3, 5, 8), repeat=L) if sum(s) < 17),
]


def draw(trace, **options):
    options = {"stage": len(stages(trace.net.L)) - 1} | options
    svg = network_svg(Picture(trace, **options), "net")
    return ET.fromstring(svg)


def texts(root):
    return ["".join(element.itertext()) for element in root.iter("text")]


def find(root, key):
    (element,) = [e for e in root.iter() if e.get("data-key") == key]
    return element


def agree(shown, value):
    """The text is the number, rounded to the digits that the text has."""
    plain = shown.replace("−", "-").replace("+", "")
    digits, _, exponent = plain.partition("e")
    places = len(digits.partition(".")[2]) - int(exponent or 0)
    assert abs(float(plain) - value) <= 0.5000001 * 10.0**-places, (shown, value)
    assert places >= 0 or abs(value) >= 1000


@pytest.mark.parametrize("seed", range(how_many(100, 300)))
def test_the_numbers_in_the_markup_are_the_traces_rounded(seed):
    rng = np.random.default_rng(seed)
    m = int(rng.integers(0, 4))
    trace = drawn_trace(rng, m or None, lam=float(m))
    root = draw(trace)
    for kind, layers in {"a": trace.a, "z": trace.z, "delta": trace.delta}.items():
        for l, values in layers.items():
            row = values if values.ndim == 1 else values.mean(axis=0)
            for i, value in enumerate(row, start=1):
                key = f"pick:{kind}.{l}.{i}"
                if l > 1:
                    agree(texts(find(root, key))[-1], value)
    agree(texts(find(root, "pick:J"))[-1], trace.J)
    for edges, matrices in {"Theta": trace.net.Theta, "D": trace.D}.items():
        root = draw(trace, edges=edges)
        for l, matrix in matrices.items():
            for (row, column), value in np.ndenumerate(matrix):
                labels = texts(find(root, f"move:Theta.{l}.{row + 1}.{column}"))
                assert len(labels) == (edge_count(trace.net.sizes) <= 20)
                for label in labels:
                    agree(label, value)


def test_cards_bias_units_labels_and_cost_stand_apart_and_inside_the_picture():
    for sizes in SIZES:
        check_apart(layout(sizes))


def check_apart(place):
    boxes = [(b.x, b.y, b.right, b.bottom) for b in [*place.cards.values(), place.cost]]
    boxes += [(x - 13, y - 13, x + 13, y + 13) for x, y in place.biases.values()]
    if place.labelled:
        half = LABEL_WIDTH / 2
        boxes += [(w.label_x - half, w.label_y - 8, w.label_x + half, w.label_y + 8) for w in place.wires.values()]
    for a, b in itertools.combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (a, b)
    assert all(x >= 0 and y >= 20 and right <= place.width and bottom <= place.height for x, y, right, bottom in boxes)


@pytest.mark.parametrize("outputs", [1, 2, 3, 8])
@pytest.mark.parametrize("tall", [False, True])
def test_a_line_leads_from_every_output_to_the_cost(outputs, tall):
    trace = run(Network.random([2, 2, outputs]), [0.5, 1.0], np.eye(outputs)[0])
    place = Picture(trace, len(stages(3)) - 1, tall=tall).place
    [stem] = [e.get("d") for e in draw(trace, tall=tall).iter() if e.get("class") == "bp-stem"]
    starts = [tuple(map(float, at)) for at in re.findall(r"M(\S+) ([^HVM]+)", stem)]
    for i in range(1, outputs + 1):
        card = place.cards[3, i]
        below, beside = (card.x + card.width / 2, card.bottom), (card.right, card.middle)
        assert (below if tall or outputs == 1 else beside) in starts
    assert stem.endswith(f"V{place.cost.y:g}" if tall or outputs == 1 else f"H{place.cost.right:g}")
    assert not [e for e in draw(trace, stage=0).iter() if e.get("class") == "bp-stem"]


def test_every_edge_ends_at_its_own_port_on_the_card_it_leads_to():
    for sizes in SIZES:
        place = layout(sizes)
        ends = [(w.label_x, w.label_y) for w in place.wires.values()]
        assert len(set(ends)) == len(ends)
        for (l, i, _), wire in place.wires.items():
            card = place.cards[l + 1, i]
            assert card.y < wire.label_y < card.bottom


@pytest.mark.parametrize("stage", range(10))
def test_what_is_not_computed_yet_is_not_shown(stage):
    trace = run(*examples.lecture())
    done = set(stages(4)[: stage + 1])
    root = draw(trace, stage=stage, edges="D", updates=True)
    keys = {e.get("data-key") for e in root.iter()}
    for l in (2, 3, 4):
        assert (f"pick:a.{l}.1" in keys) == (f"pick:z.{l}.1" in keys) == (f"a{l}" in done)
        assert (f"pick:delta.{l}.1" in keys) == (f"d{l}" in done)
    assert ("pick:J" in keys) == ("J" in done)
    label = texts(find(root, "move:Theta.1.1.1"))[0]
    assert label == of_kind("D", trace.D[1][0, 1]) if "D" in done else label == "+0.80"
    assert any("bp-step" in e.get("class", "") for e in root.iter()) == ("D" in done)


def test_a_selection_lights_what_its_sum_is_made_of_and_nothing_else():
    trace = run(*examples.lecture())
    root = draw(trace, selection=Quantity("delta", 2, 2))
    lit = {e.get("data-ref") for e in root.iter() if "bp-on" in e.get("class", "")}
    assert lit == {"u2-2", "e2-1-2", "e2-2-2", "u3-1", "u3-2"}
    root = draw(trace, selection=Quantity("z", 3, 1))
    lit = {e.get("data-ref") for e in root.iter() if "bp-on" in e.get("class", "")}
    assert lit == {"u3-1", "e2-1-0", "e2-1-1", "e2-1-2", "u2-1", "u2-2"}


def test_a_negative_weight_is_dashed_and_has_a_minus():
    trace = run(*examples.lecture())
    root = draw(trace)
    edge = find(root, "move:Theta.2.1.2")
    assert "bp-neg" in edge.get("class")
    assert texts(edge) == ["−0.70"]
    assert re.search(r"bp-neg[^}]*stroke-dasharray", still_style())


@pytest.mark.parametrize("first", [0.0, -0.0])
def test_minus_zero_looks_like_zero_whichever_was_drawn_first(first):
    net, _, y = examples.lecture()
    drawn = []
    for value in (first, -first):
        trace = run(net.with_weight(2, 1, 2, value), [value, -0.9], y)
        drawn.append(network_svg(Picture(trace, stage=0), "net") + sliders(trace, None, "lecture"))
    assert drawn[0] == drawn[1]
    assert not re.search(r"'-0(\.0)?'", drawn[0] + drawn[1])


def test_a_large_network_labels_only_the_selections_edges():
    net = Network.random([6, 8, 8, 8, 4], seed=1)
    trace = run(net, np.linspace(-1, 1, 6), [1, 0, 0, 0])
    labels = [e for e in draw(trace).iter("text") if "bp-number" in e.get("class", "")]
    assert labels == []
    labels = [
        e for e in draw(trace, selection=Quantity("delta", 3, 2)).iter("text") if "bp-number" in e.get("class", "")
    ]
    assert len(labels) == 8
    places = {(e.get("x"), e.get("y")) for e in labels}
    assert len(places) == 8


def test_a_still_picture_stands_alone():
    trace = run(*examples.lecture())
    svg = network_svg(Picture(trace, 8, live=False), "net", alone=True)
    ET.fromstring(svg)
    assert "var(" not in svg
    assert "data-key" not in svg
    assert "tabindex" not in svg


def test_only_networks_up_to_6_8_8_8_4_are_drawn():
    assert drawable((6, 8, 8, 8, 4))
    assert not drawable((9, 1))
    assert not drawable((1,) * 6)
