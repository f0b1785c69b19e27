"""Every path, as it is shown: its edges light up, its product comes out, and the counts are the core's."""

import numpy as np
import pytest

from backprop_core import Network, Quantity, examples, run
from backprop_core.paths import multiplications, number_of_paths, paths
from backprop_widgets.draw.paths import every_path

from .sums import comes_out, evaluate, random_trace, read

LECTURE = run(*examples.lecture())
WEIGHT = Quantity("Theta", 1, 2, 1)


def rows(markup):
    """The path rows, the row of the others, the row of the sum."""
    items = list(read(markup).all("li"))
    return [n for n in items if "data-ref" in n.attributes], [n for n in items if n.has("bp-note")], items[-1]


def test_each_path_lights_its_edges():
    found, _, _ = rows(every_path(LECTURE, WEIGHT))
    assert [n.attributes["data-ref"] for n in found] == ["e1-2-1 e2-1-2 e3-1-1", "e1-2-1 e2-2-2 e3-1-2"]
    assert [n.children[0].text for n in found] == ["Θ21(1) → Θ12(2) → Θ11(3)", "Θ21(1) → Θ22(2) → Θ12(3)"]


@pytest.mark.parametrize("n", range(0, 300, 9))
def test_products_and_their_sum_come_out_as_printed(n):
    trace = random_trace(n, most=4)
    if trace.X.ndim == 2:
        trace = run(trace.net, trace.X[0], trace.Y[0], trace.lam)
    rng = np.random.default_rng(n)
    for l, Theta in trace.net.Theta.items():
        weight = Quantity("Theta", l, int(rng.integers(Theta.shape[0])) + 1, int(rng.integers(Theta.shape[1])))
        found, others, total = rows(every_path(trace, weight))
        for node in found:
            assert comes_out(node.children[2].text, node.children[1].text), (n, node.text)
        products = [node.children[1].text for node in (*found, *others)]
        assert comes_out("+".join(f"({p})" for p in products), total.children[1].text), (n, products)
        assert evaluate(total.children[1].text) == pytest.approx(
            trace.Delta[l][weight.i - 1, weight.j], abs=6e-5, rel=1e-2
        )


def test_of_many_paths_the_largest_are_shown_and_the_others_summed():
    trace = run(Network.random([2, 5, 4, 3], seed=3), [0.4, -0.7], [1.0, 0.0, 1.0])
    found, others, _ = rows(every_path(trace, WEIGHT))
    every = sorted((abs(p.product) for p in paths(trace, WEIGHT)), reverse=True)
    assert len(found) == 6
    assert "… 6 more" in others[0].text
    assert sorted((abs(evaluate(n.children[1].text)) for n in found), reverse=True) == pytest.approx(
        every[:6], abs=1e-4
    )


def test_with_lambda_the_sum_is_not_called_the_gradient():
    net, x, y = examples.lecture()
    assert "sum = D21(1)" in rows(every_path(LECTURE, WEIGHT))[2].text
    assert "∂cost/∂Θ, which with λ makes D21(1)" in rows(every_path(run(net, x, y, 0.5), WEIGHT))[2].text
    assert rows(every_path(LECTURE, WEIGHT))[2].children[1].text == "0.0353"


def test_too_many_paths_are_said_and_not_followed():
    trace = run(Network.random([2, 3, 101, 100, 2], seed=0), [0.1, 0.2], [1.0, 0.0])
    markup = every_path(trace, WEIGHT)
    assert f"{number_of_paths(trace.net.sizes, 1):,} paths" in markup
    assert "too many to follow" in markup
    assert not list(read(markup).all("li"))


@pytest.mark.parametrize("sizes", [(2, 2, 2, 1), (3, 2), (6, 8, 8, 8, 4)])
def test_the_counts_are_those_of_this_network_and_of_three_larger_ones(sizes):
    trace = run(Network.random(sizes, seed=0), np.ones(sizes[0]), np.ones(sizes[-1]))
    markup = every_path(trace, Quantity("Theta", 1, 1, 1))
    table = [[cell.text for cell in row.children] for row in next(read(markup).all("tbody")).all("tr")]
    assert table[0][0] == "-".join(map(str, sizes))
    assert len({row[0] for row in table}) == 4
    for name, *counts in table:
        expected = multiplications([int(s) for s in name.split("-")])
        assert [float(c.replace(",", "")) for c in counts] == pytest.approx(expected, rel=0.005)
    growth = [float(row[1].replace(",", "")) / float(row[2].replace(",", "")) for row in table]
    assert growth[0] == min(growth) <= max(growth) == growth[-1]
