"""Questions about checking a gradient, slopes that fade, and many examples at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core import Network, descent, examples, numerical_derivative, run
from backprop_core.activations import HIDDEN
from backprop_core.quantity import Quantity
from backprop_widgets.notation.text import number, of_kind
from backprop_widgets.predictions.bank.item import Item, TooNear, half_up, item, network, printed, tenths

if TYPE_CHECKING:
    from backprop_core import Trace


# 07 check a gradient


def central_difference(rng: np.random.Generator) -> Item:
    """Two costs, over the whole way between them."""
    net, x, eps = network(rng, [2, 2, 1]), [tenths(rng, -1, 1), tenths(rng, -1, 1)], 0.1
    weight = net.weight(2, 1, 1)
    lower, higher = (printed("J", run(net.with_weight(2, 1, 1, weight + step), x, 1.0).J) for step in (-eps, eps))
    if abs(higher - lower) < 0.01:
        raise TooNear

    def slope(way: float) -> str:
        return number(half_up((higher - lower) / way), 3, signed=True)

    return item(
        rng,
        f"A weight is nudged by ε = {eps:g} both ways: J is {of_kind('J', lower)} below and {of_kind('J', higher)}"
        " above. What is its gradient, about?",
        (
            slope(2 * eps),
            "The difference of the two costs, divided by the whole way between them, 2ε.",
        ),
        (
            slope(eps),
            "Divided by ε alone. From the lower point to the higher one it is",
            "twice as far.",
        ),
        (
            slope(1.0),
            "That is only how much J changed. A slope is change divided by the way.",
        ),
    )


def smaller_and_smaller(rng: np.random.Generator) -> Item:
    """A nudge can be too small."""
    net, x = Network.random([2, 3, 1], rng), [tenths(rng, -1, 1), tenths(rng, -1, 1)]
    trace = run(net, x, 1.0)
    fine, finer = (
        abs(numerical_derivative(net, x, 1.0, of=Quantity("Theta", 1, 1, 1), eps=eps) - trace.D[1][0, 1])
        for eps in (1e-5, 1e-13)
    )
    if finer == 0 or not abs(trace.D[1][0, 1]) > 0.1:
        raise TooNear
    reasons = {
        "larger": "The two costs then differ in their last few digits only, and those are rounded. Divided by a tiny ε,"
        " the rounding grows.",
        "smaller": "In mathematics it would, on and on. A computer keeps sixteen digits: when the two costs agree in"
        " nearly all of them, what is left is rounding.",
    }
    right, wrong = ("larger", "smaller") if finer > fine else ("smaller", "larger")
    return item(
        rng,
        "A gradient is measured with a nudge of ε = 10⁻⁵, then with 10⁻¹³. What does the error of the measurement do?"
        " It gets …",
        (right, reasons[right]),
        (wrong, reasons[wrong]),
        (
            "no different",
            "Between ε = 10⁻¹ and 10⁻⁵ the curve of J decides, and a smaller nudge helps. From there on it is",
            "rounding that decides.",
        ),
    )


# 08 slopes that fade


def quarters(rng: np.random.Generator) -> Item:
    """A sigmoid passes on a quarter at most, layer after layer."""
    layers = int(rng.integers(2, 6))
    steepest = float(HIDDEN["sigmoid"].g_prime(np.array([0.0]))[0])
    return item(
        rng,
        f"A δ runs back through {layers} layers of sigmoid units, one unit each, and every weight is 1. How much of it"
        " is left at most?",
        (f"{half_up(steepest**layers):.3g}", f"Each layer multiplies by its slope, which is {steepest:g} at most."),
        (
            f"{half_up(steepest / layers):.3g}",
            "The layers lie one behind the other on one path: their slopes multiply, so each",
            "takes its share of what the one before has left.",
        ),
        (
            f"{half_up(0.5**layers):.3g}",
            "A sigmoid at z = 0 says one half. Its slope there, which is what counts on the way",
            "back, is a quarter.",
        ),
    )


def listens_best(rng: np.random.Generator) -> Item:
    """The surer a sigmoid unit is, the less blame it passes on."""
    z = np.array([-tenths(rng, 2, 4), tenths(rng, -0.8, 0.8), tenths(rng, 2, 4)])
    low, middle, high = (printed("a", float(a)) for a in HIDDEN["sigmoid"].g(z))
    best = max((low, middle, high), key=lambda a: a * (1 - a))
    reasons = {
        low: "It sends on little, forward. But near 0 a sigmoid is as flat as near 1, and back it is the slope that"
        " counts, a (1 − a).",
        middle: "Its slope a (1 − a) is the largest, because its a is nearest to one half.",
        high: "It sends on the most, forward. But back it is the slope that counts, a (1 − a), and that is small where"
        " a unit is sure.",
    }
    return item(
        rng,
        f"Three sigmoid units say {of_kind('a', low)}, {of_kind('a', middle)} and {of_kind('a', high)}, and the same"
        " blame arrives at each. The one with the largest δ says …",
        (of_kind("a", best), reasons[best]),
        *((of_kind("a", a), reasons[a]) for a in (low, middle, high) if a != best),
    )


def equal_weights(rng: np.random.Generator) -> Item:
    """Units that begin the same stay the same."""
    value = tenths(rng, 0.1, 0.9)
    *_, last = descent(
        Network({1: np.full((3, 3), value), 2: np.full((1, 4), value)}), *examples.xor(), alpha=1.0, steps=50
    )
    rows = last.net.Theta[1]
    stays = bool(np.allclose(rows, rows[0], atol=1e-12))
    reasons = {
        "the same weights": "They say the same and get the same δ, so every step moves them alike. However many there"
        " are, they do the work of one.",
        "different weights": "Something would have to tell them apart. They have the same inputs, say the same, and get"
        " the same δ: random weights at the start are what separates them.",
    }
    right, wrong = sorted(reasons, key=lambda words: (words == "the same weights") != stays)
    return item(
        rng,
        f"All weights of a network begin at {value:g}. After 50 steps, the three units of its hidden layer have …",
        (right, reasons[right]),
        (wrong, reasons[wrong]),
        ("weights of 0", "The steps move them, as any others: their gradients aren't 0."),
    )


# 09 many examples at once


def _batch(rng: np.random.Generator) -> Trace:
    """A network of three layers on some examples, with no two of its sizes alike."""
    s1, s2, s3, m = (int(n) for n in rng.permutation([2, 3, 4, 5, 6])[:4])
    if m == s1 + 1:
        raise TooNear
    return run(Network.random([s1, s2, s3], rng), rng.uniform(-1, 1, (m, s1)), np.ones((m, s3)))


def _size(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))


def shape_of_Theta(rng: np.random.Generator) -> Item:
    """A row for each unit it leads to, a column for each that it comes from, and one for the bias."""
    trace = _batch(rng)
    shape = trace.net.Theta[1].shape
    s1, s2, _ = trace.net.sizes
    return item(
        rng,
        f"Layer 1 has {s1} units, layer 2 has {s2}, and there are {trace.m} examples."
        " How large is Θ⁽¹⁾, rows × columns?",
        (
            _size(shape),
            "A row for each unit that it leads into, a column for each unit that it comes from, and one more",
            "column for the bias.",
        ),
        (
            _size((s1 + 1, s2)),
            "That is its transpose. A row belongs to the unit that the weights lead into, so that a row times the",
            "inputs gives that unit's z.",
        ),
        (_size((s2, s1)), "The column of the biases is missing."),
    )


def shape_of_delta(rng: np.random.Generator) -> Item:
    """One row for each example."""
    trace = _batch(rng)
    m, s2 = trace.delta[2].shape
    return item(
        rng,
        f"There are {trace.m} examples; layer 2 has {s2} units. How large is δ⁽²⁾ of all of them, rows × columns?",
        (_size((m, s2)), "One row for each example, one column for each unit, as in X and in every a."),
        (
            _size((s2, m)),
            "So it is where examples stand in columns. In these lessons an example is a row, so that data",
            "reads as it does in a table.",
        ),
        (_size((m, s2 + 1)), "A bias unit always says 1: it has no z, and so no δ."),
    )
