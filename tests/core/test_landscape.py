"""The cost elsewhere than where the network stands, against one full run for every point."""

from dataclasses import replace

import numpy as np
import pytest

from backprop_core import Network, Quantity, examples, forward, numerical_derivative, run
from backprop_core import landscape as module
from backprop_core.landscape import cost_along, cost_over, plane

SIZES = [2, 3, 4, 2]
PAIRS = [("sigmoid", "cross_entropy"), ("softmax", "cross_entropy"), ("identity", "squared_error")]


def batch(output="sigmoid", cost="cross_entropy", hidden="tanh", m=5, seed=3):
    rng = np.random.default_rng(seed)
    net = Network.random(SIZES, seed=seed, hidden=hidden, output=output, cost=cost)
    return net, rng.normal(size=(m, 2)), np.eye(2)[rng.integers(0, 2, m)]


@pytest.mark.parametrize(("output", "cost"), PAIRS)
@pytest.mark.parametrize("weight", [(1, 3, 2), (2, 4, 0), (3, 2, 4), (1, 1, 0), (3, 1, 1)])
def test_J_along_a_weight_is_what_a_run_with_that_weight_gives(output, cost, weight):
    net, X, Y = batch(output, cost)
    values = np.linspace(-3, 3, 7)
    along = cost_along(net, X, Y, 0.7, of=Quantity("Theta", *weight), values=values)
    expected = [run(net.with_weight(*weight, v), X, Y, 0.7).J for v in values]
    np.testing.assert_allclose(along, expected, rtol=1e-12)


@pytest.mark.parametrize(
    "weights",
    [
        ((1, 3, 2), (3, 2, 4)),
        ((3, 2, 4), (1, 3, 2)),
        ((2, 4, 0), (2, 4, 3)),
        ((2, 1, 1), (2, 2, 1)),
        ((1, 1, 0), (2, 1, 1)),
    ],
)
def test_J_over_two_weights_is_what_runs_with_both_give(weights):
    net, X, Y = batch()
    first, second = np.linspace(-2, 2, 4), np.linspace(-1, 3, 3)
    quantities = tuple(Quantity("Theta", *w) for w in weights)
    over = cost_over(net, X, Y, 0.4, of=quantities, values=(first, second))
    expected = [
        [run(net.with_weight(*weights[0], u).with_weight(*weights[1], v), X, Y, 0.4).J for v in second] for u in first
    ]
    np.testing.assert_allclose(over, expected, rtol=1e-12)


@pytest.mark.parametrize("kind", ["z", "a"])
@pytest.mark.parametrize(("layer", "i"), [(2, 3), (3, 4)])
def test_the_slope_along_a_z_or_an_a_is_the_measured_derivative(kind, layer, i):
    net, X, Y = batch("softmax")
    q = Quantity(kind, layer, i, example=2)
    here = getattr(forward(net, X), kind)[layer][1, i - 1]
    low, at, high = cost_along(net, X, Y, 5.0, of=q, values=[here - 1e-4, here, here + 1e-4])
    assert at == pytest.approx(run(net, X[1], Y[1]).J, rel=1e-12)  # one example's cost, without λ
    assert (high - low) / 2e-4 == pytest.approx(numerical_derivative(net, X, Y, of=q), rel=1e-7)


def test_along_an_output_z_softmax_moves_all_outputs():
    net, X, Y = batch("softmax")
    costs = cost_along(net, X, Y, of=Quantity("z", 4, 1, example=1), values=[-50.0, 50.0])
    assert costs.min() < 1e-12 < 40 < costs.max()


def test_one_example_needs_no_number():
    net, x, y = examples.lecture()
    here = run(net, x, y)
    assert cost_along(net, x, y, of=Quantity("z", 2, 1), values=[here.z[2][0]])[0] == pytest.approx(here.J, rel=1e-14)


def test_no_values_give_no_costs():
    assert cost_along(*batch(), of=Quantity("Theta", 1, 1, 1), values=[]).shape == (0,)


def test_a_large_batch_is_computed_part_by_part_with_the_same_result(monkeypatch):
    net, X, Y = batch()
    of, values = (
        (Quantity("Theta", 1, 1, 1), Quantity("Theta", 2, 1, 1)),
        (np.linspace(-1, 1, 9), np.linspace(-1, 1, 4)),
    )
    whole = cost_over(net, X, Y, of=of, values=values)
    monkeypatch.setattr(module, "AT_ONCE", 170)
    assert np.array_equal(cost_over(net, X, Y, of=of, values=values), whole)


def test_the_bias_is_not_penalised():
    net, x, y = examples.lecture()
    far = [500.0]
    without, with_penalty = (cost_along(net, x, y, lam, of=Quantity("Theta", 3, 1, 0), values=far) for lam in (0, 1))
    others = sum((Theta[:, 1:] ** 2).sum() for Theta in net.Theta.values()) / 2
    assert with_penalty[0] - without[0] == pytest.approx(others)


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        (Quantity("Theta", 4, 1, 1), "l is 4: the layer of a weight goes from 1 to 3"),
        (Quantity("z", 1, 1, example=1), "the layer of z goes from 2 to 4"),
        (Quantity("z", 2, 1), "choose example=1..5"),
        (Quantity("z", 2, 4, example=1), "a unit of layer 2 goes from 1 to 3"),
        (Quantity("a", 3, 5, example=1), "a unit of layer 3 goes from 1 to 4"),
        (Quantity("z", 2, 1, example=6), "the example whose cost it is goes from 1 to 5"),
        (Quantity("a", 4, 1, example=1), "is an output: the cost is computed from its z"),
        (Quantity("delta", 2, 1), "choose one of Theta, z, a"),
    ],
)
def test_what_has_no_landscape_is_refused(of, sentence):
    with pytest.raises((ValueError, TypeError), match=sentence.replace("(", r"\(")):
        cost_along(*batch(), of=of, values=[0.0])


def test_two_equal_axes_and_bad_values_are_refused():
    q = Quantity("Theta", 1, 1, 1)
    with pytest.raises(ValueError, match="choose two different weights"):
        cost_over(*batch(), of=(q, q), values=([0.0], [0.0]))
    with pytest.raises(ValueError, match="give one row of numbers"):
        cost_along(*batch(), of=q, values=0.0)
    with pytest.raises(ValueError, match=r"values\[1\] is nan"):
        cost_along(*batch(), of=q, values=[0.0, np.nan])


def test_the_plane_holds_every_unit_at_every_place():
    net, *_ = batch()
    a = plane(net, [0.0, 1.0, 2.0], [5.0, 6.0])
    assert {l: layer.shape for l, layer in a.items()} == {1: (2, 3, 2), 2: (2, 3, 3), 3: (2, 3, 4), 4: (2, 3, 2)}
    at = forward(net, [2.0, 5.0]).a
    for l in a:
        np.testing.assert_allclose(a[l][0, 2], at[l], rtol=1e-12)


def test_a_plane_needs_two_inputs():
    with pytest.raises(ValueError, match="has 3 inputs"):
        plane(Network.random([3, 2, 1]), [0.0], [0.0])


def test_float32_networks_have_landscapes_too():
    net, X, Y = batch()
    small = replace(net, Theta={l: T.astype(np.float32) for l, T in net.Theta.items()})
    q = Quantity("Theta", 2, 1, 1)
    one, other = (cost_along(n, X.astype(np.float32), Y, of=q, values=[0.3]) for n in (net, small))
    np.testing.assert_allclose(one, other, rtol=1e-5)


def test_no_values_at_all_give_an_empty_landscape():
    net, x, y = examples.lecture()
    assert cost_over(
        net, x, y, of=(Quantity("Theta", 1, 1, 1), Quantity("Theta", 2, 1, 1)), values=([0.1, 0.2], [])
    ).shape == (2, 0)
