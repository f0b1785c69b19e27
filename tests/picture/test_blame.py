"""Products on the edges: the numbers of the trace, adding up to its sums, at the stage or the unit that they are of."""

from math import fsum
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from backprop_core import Network, Quantity, examples, run
from backprop_widgets.picture.layout import MAX_LABELLED_EDGES, edge_count
from backprop_widgets.picture.meetings import arrivals, meetings, steps
from backprop_widgets.picture.model import Picture
from backprop_widgets.picture.network import network_svg
from backprop_widgets.picture.twin import sums_in_words
from backprop_widgets.session.stages import stages
from tests.networks import drawn_trace, how_many

from .test_network_picture import agree, find, texts


def draw(trace, **options):
    options = {"stage": len(stages(trace.net.L)) - 1, "blame": True} | options
    return ET.fromstring(network_svg(Picture(trace, **options), "net"))


def every_sum(trace):
    """All that a selection can bring up: z of each unit, δ of each hidden one, with the sum that the trace has."""
    L = trace.net.L
    for l in range(2, L + 1):
        for i in range(1, trace.net.sizes[l - 1] + 1):
            yield Quantity("z", l, i), trace.z[l][i - 1]
            if l < L:
                yield Quantity("delta", l, i), (trace.net.Theta[l].T @ trace.delta[l + 1])[i]


@pytest.mark.parametrize("seed", range(how_many(100, 300)))
def test_products_on_the_edges_add_up_to_the_traced_sum_and_stand_rounded_in_the_markup(seed):
    trace = drawn_trace(np.random.default_rng(seed), lam=seed % 2)
    for q, traced in every_sum(trace):
        (meeting,) = meetings(trace, q, len(stages(trace.net.L)) - 1)
        products = [product for _, product in meeting.terms.values()]
        assert abs(fsum(products) - traced) <= 1e-12 * fsum(map(abs, products))
        root = draw(trace, selection=q)
        for edge, (term, product) in meeting.terms.items():
            factors, shown = texts(find(root, "move:Theta.{}.{}.{}".format(*edge)))
            agree(shown, product)
            for text, factor in zip(factors.split(" · "), term, strict=True):
                agree(text, factor.value)
        if q.kind == "delta":
            shown, _name = texts(find(root, f"pick:dJda.{q.layer}.{q.i}"))
            agree(shown, traced)
            slope = texts(find(root, f"pick:gprime.{q.layer}.{q.i}"))[-1]
            agree(slope, trace.net.activation(q.layer).g_prime(trace.z[q.layer])[q.i - 1])


@pytest.mark.parametrize("seed", range(40))
def test_at_a_stage_a_small_network_shows_the_products_into_every_unit_of_the_layer(seed):
    trace = drawn_trace(np.random.default_rng(seed), lam=seed % 2)
    L, sizes = trace.net.L, trace.net.sizes
    for stage, name in enumerate(stages(L)):
        found = meetings(trace, None, stage)
        layer = int(name[1:]) if name[1:].isdigit() else 0
        if not layer or name == f"d{L}" or edge_count(sizes) > MAX_LABELLED_EDGES:
            assert found == ()
        else:
            assert [m.unit for m in found] == [(layer, i) for i in range(1, sizes[layer - 1] + 1)]
            assert all(m.back == (name[0] == "d") for m in found)


def test_products_are_not_shown_before_they_are_computed_nor_on_a_batch():
    trace = run(*examples.lecture())
    d3 = stages(4).index("d3")
    assert meetings(trace, Quantity("delta", 2, 2), d3) == ()
    assert len(meetings(trace, Quantity("delta", 2, 2), d3 + 1)) == 1
    X, Y = examples.xor()
    batch = run(Network.random([2, 2, 1], seed=0), X, Y)
    assert meetings(batch, Quantity("delta", 2, 1), 6) == ()
    assert not any("bp-product" in e.get("class", "") for e in draw(batch).iter())


def test_a_weight_shows_the_one_sum_that_it_is_part_of():
    trace = run(*examples.lecture())
    a3, d2 = stages(4).index("a3"), stages(4).index("d2")
    weight = Quantity("Theta", 2, 1, 2)
    assert [m.unit for m in meetings(trace, weight, a3)] == [(3, 1)]
    assert [m.unit for m in meetings(trace, weight, d2)] == [(2, 2)]
    assert meetings(trace, weight, d2 - 1) == ()
    assert meetings(trace, Quantity("Theta", 2, 1, 0), d2) == ()  # nothing goes back into a bias unit


def test_products_come_one_by_one_and_then_their_sum():
    trace = run(*examples.lecture())
    found = meetings(trace, None, stages(4).index("d2"))
    assert steps(found) == 6
    so_far = [[(arrived, whole) for _, arrived, whole in arrivals(found, step)] for step in range(7)]
    assert so_far[0] == [(0, False), (0, False)]
    assert so_far[2] == [(2, False), (0, False)]
    assert so_far[3] == [(2, True), (0, False)]
    assert so_far[6] == [(2, True), (2, True)] == [(arrived, whole) for _, arrived, whole in arrivals(found, None)]
    root = draw(trace, stage=7, products=2, selection=Quantity("delta", 2, 2))
    assert texts(find(root, "pick:dJda.2.2")) == []


def test_without_blame_no_product_is_drawn():
    trace = run(*examples.lecture())
    root = draw(trace, blame=False, selection=Quantity("delta", 2, 2))
    assert not any("bp-product" in e.get("class", "") for e in root.iter())


def test_the_words_say_the_products_and_what_they_come_to():
    trace = run(*examples.lecture())
    back = Picture(trace, stages(4).index("d2"), blame=True)
    assert sums_in_words(back)[1] == (
        "back to unit 2 of layer 2: −0.70 · −0.1108 = +0.0775; +1.10 · +0.1768 = +0.1945; ∂cost/∂a +0.2720;"
        " times g′(z) 0.2163"
    )
    on = Picture(trace, stages(4).index("a2"), blame=True)
    assert sums_in_words(on)[0] == (
        "on to unit 1 of layer 2: +0.30 · 1 = +0.300; +0.80 · 0.60 = +0.480; −0.50 · −0.90 = +0.450; z +1.230"
    )
