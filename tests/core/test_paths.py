"""Every path from a weight to the cost: together they are its gradient, and there are as many as is said."""

from itertools import islice, pairwise, product
from math import fsum

import numpy as np
import pytest

from backprop_core import Network, Quantity, examples, run, value_of
from backprop_core.paths import (
    explain_by_paths,
    largest_paths,
    multiplications,
    multiplications_merged,
    number_of_paths,
    path_products,
    paths,
)

from . import judge

KINDS = list(product(judge.HIDDEN, judge.PAIRS))


def weights(net):
    for l, Theta in net.Theta.items():
        for i, j in np.ndindex(Theta.shape):
            yield Quantity("Theta", l, i + 1, j)


@pytest.mark.parametrize("seed", range(24))
def test_the_paths_of_a_weight_add_up_to_its_gradient(seed):
    hidden, (output, cost) = KINDS[seed % len(KINDS)]
    rng = np.random.default_rng(seed)
    case = judge.random_case(rng, judge.different_sizes(rng, 2 + seed % 4, most=5), hidden, output, cost)
    trace = run(Network(case.Theta, hidden, output, cost), case.X[0], case.Y[0])
    for weight in weights(trace.net):
        each = [path.product for path in paths(trace, weight)]
        size = fsum(map(abs, each))
        gradient = judge.D(case)[weight.layer][weight.i - 1, weight.j]
        assert abs(fsum(each) - gradient) <= 1e-12 * (1 + size)
        assert path_products(trace, weight) == pytest.approx(each, rel=1e-12, abs=1e-15)


def test_a_path_left_out_is_noticed():
    trace = run(*examples.lecture())
    weight = Quantity("Theta", 1, 2, 1)
    each = [path.product for path in paths(trace, weight)]
    assert abs(fsum(each[1:]) - trace.D[1][1, 1]) > 1e-3


def test_a_path_is_a_chain_of_edges_from_the_weight_to_an_output():
    trace = run(Network.random([2, 3, 4, 2], seed=1), [0.3, -0.8], [1.0, 0.0])
    weight = Quantity("Theta", 1, 2, 1)
    found = list(paths(trace, weight))
    assert len({path.units for path in found}) == len(found) == number_of_paths([2, 3, 4, 2], 1) == 8
    for path in found:
        assert path.units[0] == 2
        kinds = [factor.quantity.kind for factor in path.factors]
        assert kinds == ["a", "gprime", "Theta", "gprime", "Theta", "delta"]
        edges = [factor.quantity for factor in path.factors if factor.quantity.kind == "Theta"]
        assert [(e.layer, e.j, e.i) for e in edges] == [(l, a, b) for l, (a, b) in enumerate(pairwise(path.units), 2)]
        assert all(value_of(trace, factor.quantity) == factor.value for factor in path.factors)


def test_a_path_from_a_bias_starts_with_its_1():
    trace = run(*examples.lecture())
    path = next(paths(trace, Quantity("Theta", 2, 1, 0)))
    assert path.factors[0].quantity is None
    assert path.factors[0].value == 1.0


def test_lambda_is_no_part_of_the_paths():
    net, x, y = examples.lecture()
    weight = Quantity("Theta", 1, 1, 1)
    trace = run(net, x, y, lam=0.7)
    assert fsum(p.product for p in paths(trace, weight)) == pytest.approx(trace.Delta[1][0, 1], rel=1e-12)


def test_the_largest_come_with_the_sum_of_the_others():
    trace = run(Network.random([3, 5, 4, 3], seed=2), [0.3, -0.8, 1.0], [1.0, 0.0, 1.0])
    weight = Quantity("Theta", 1, 4, 2)
    every = [path.product for path in paths(trace, weight)]
    shown, more, rest = largest_paths(trace, weight, 5)
    assert sorted((abs(p.product) for p in shown), reverse=True) == pytest.approx(sorted(map(abs, every))[:-6:-1])
    assert more == len(every) - 5
    assert rest + fsum(p.product for p in shown) == pytest.approx(fsum(every), rel=1e-12)
    assert [every.index(p.product) for p in shown] == sorted(every.index(p.product) for p in shown)


def test_asking_for_more_than_there_are_gives_all_and_nothing_left():
    trace = run(*examples.lecture())
    shown, more, rest = largest_paths(trace, Quantity("Theta", 1, 1, 1), 10)
    assert (len(shown), more, rest) == (2, 0, 0.0)


def test_paths_come_one_by_one():
    trace = run(Network.random([2, 9, 100, 100, 1], seed=0), [0.1, 0.2], 1)
    some = paths(trace, Quantity("Theta", 1, 1, 1))  # 10 000 paths: the most that are followed
    assert len(list(islice(some, 3))) == 3


def test_too_many_paths_are_refused_with_a_way_out():
    trace = run(Network.random([2, 9, 101, 100, 1], seed=0), [0.1, 0.2], 1)
    message = r"10,100 paths lead from Theta_11\^\(1\) to the cost.*only up to 10,000.*nearer to the output"
    for ask in (paths, path_products, lambda *a: largest_paths(*a, 6)):
        with pytest.raises(ValueError, match=message):
            ask(trace, Quantity("Theta", 1, 1, 1))
    assert len(list(paths(trace, Quantity("Theta", 2, 1, 1)))) == 100


def test_a_batch_and_what_is_no_weight_are_refused():
    X, Y = examples.xor()
    batch = run(Network.random([2, 2, 1], seed=0), X, Y)
    with pytest.raises(ValueError, match="batch of 4 examples"):
        paths(batch, Quantity("Theta", 1, 1, 1))
    trace = run(*examples.lecture())
    with pytest.raises(ValueError, match="paths start from a Theta"):
        paths(trace, Quantity("delta", 2, 1))
    with pytest.raises(ValueError, match="goes from 1 to 2"):
        paths(trace, Quantity("Theta", 1, 3, 1))


class Counted(float):
    """A number that counts how often one is multiplied."""

    multiplied = 0

    def __mul__(self, other):
        Counted.multiplied += 1
        return Counted(float(self) * float(other))

    def __add__(self, other):
        return Counted(float(self) + float(other))


def counted(work):
    Counted.multiplied = 0
    work()
    return Counted.multiplied


@pytest.mark.parametrize(
    "sizes", [(2, 1), (3, 2), (2, 2, 1), (2, 2, 2, 1), (2, 3, 2, 1), (3, 1, 4, 2, 3), (1, 2, 1, 2, 1)]
)
def test_the_formula_for_multiplications_is_what_counting_finds(sizes):
    net = Network.random(sizes, seed=0)
    trace = run(net, np.linspace(-1, 1, sizes[0]), np.ones(sizes[-1]))

    def path_by_path():
        for weight in weights(net):
            for path in paths(trace, weight):
                total = Counted(path.factors[0].value)
                for factor in path.factors[1:]:
                    total = total * Counted(factor.value)

    def backpropagation():
        numbers = {l: [Counted(v) for v in trace.delta[l]] for l in [net.L]}
        for l in range(net.L - 1, 1, -1):
            slopes = net.activation(l).g_prime(trace.z[l])
            numbers[l] = [
                sum((Counted(net.Theta[l][k, i + 1]) * d for k, d in enumerate(numbers[l + 1])), Counted(0)) * slopes[i]
                for i in range(net.sizes[l - 1])
            ]
        for l in net.Theta:
            a = [Counted(1), *map(Counted, trace.a[l])]
            D = [[d * a_j for a_j in a] for d in numbers[l + 1]]
            assert np.array(D, dtype=float) == pytest.approx(trace.D[l])

    assert multiplications(sizes) == (counted(path_by_path), counted(backpropagation))


@pytest.mark.parametrize("seed", range(40))
def test_merged_at_any_layer_the_paths_add_up_to_the_same(seed):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 5, size=rng.integers(2, 6)).tolist()
    trace = run(Network.random(sizes, seed=rng), rng.normal(size=sizes[0]), np.zeros(sizes[-1]))
    for weight in weights(trace.net):
        for to in range(weight.layer + 1, trace.net.L + 1):
            merged = list(paths(trace, weight, to))
            products = [path.product for path in merged]
            assert len(merged) == number_of_paths(sizes, weight.layer, to)
            assert all(len(path.factors) == 2 * (to - weight.layer) for path in merged)
            gradient = trace.Delta[weight.layer][weight.i - 1, weight.j]
            assert abs(fsum(products) - gradient) <= 1e-12 * fsum(map(abs, products))
            assert path_products(trace, weight, to) == pytest.approx(products, rel=1e-12)


def test_a_layer_that_a_weight_does_not_lead_to_is_refused():
    trace = run(Network.random([2, 2, 2, 1], seed=0), [1, 0], 1)
    for to in (2, 5):
        with pytest.raises(ValueError, match=rf"to is {to}"):
            paths(trace, Quantity("Theta", 2, 1, 1), to)


@pytest.mark.parametrize("seed", range(40))
def test_a_delta_is_the_sum_over_the_paths_from_its_unit(seed):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 5, size=rng.integers(2, 6)).tolist()
    trace = run(Network.random(sizes, seed=rng), rng.normal(size=sizes[0]), np.zeros(sizes[-1]))
    for l, delta in trace.delta.items():
        for i, value in enumerate(delta, start=1):
            e = explain_by_paths(trace, Quantity("delta", l, i))
            assert e.value == value
            assert abs(e.sum - value) <= 1e-12 * fsum(map(abs, e.products))
            assert [f.quantity.kind for f in e.terms[0]] == ["gprime", "Theta"] * (trace.net.L - l) + ["delta"]


def test_only_a_delta_is_explained_by_its_paths():
    with pytest.raises(ValueError, match="is not a δ"):
        explain_by_paths(run(Network.random([2, 1], seed=0), [1, 0], 1), Quantity("z", 2, 1))


@pytest.mark.parametrize("sizes", [(2, 1), (2, 2, 2, 1), (3, 1, 4, 2, 3), (6, 8, 8, 8, 4)])
def test_each_layer_that_merges_saves_multiplications_from_all_paths_to_backpropagation(sizes):
    counts = [multiplications_merged(sizes, to) for to in range(len(sizes), 1, -1)]
    assert (counts[0], counts[-1]) == multiplications(sizes)
    assert counts == sorted(counts, reverse=True)


def test_merging_at_one_layer_is_counted_as_it_is_worked_out():
    sizes, to = (2, 3, 2, 2), 3
    trace = run(Network.random(sizes, seed=0), [1, 0], [0, 1])
    ends = sum(len(path.factors) - 1 for weight in weights(trace.net) if weight.layer < to
               for path in paths(trace, weight, max(to, weight.layer + 1)))  # fmt: skip
    behind = trace.net.Theta[3].size
    deltas = sizes[2] * (sizes[3] + 1)
    assert multiplications_merged(sizes, to) == ends + behind + deltas
