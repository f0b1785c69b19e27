"""The formulas that the words about a fault need, as they are for one network: its g, its g', its δ at the output."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backprop_core.network import Network

_G = {"sigmoid": "the sigmoid", "tanh": "tanh", "relu": "ReLU"}
_SLOPE = {"sigmoid": "a (1 − a)", "tanh": "1 − a²", "relu": "1 where z > 0, else 0"}
_SLOPE_OF_Z = {"sigmoid": "z (1 − z)", "tanh": "1 − z²", "relu": "1 where z > 0, else 0"}
_ALWAYS_1 = {"relu": " A g' that is 1 everywhere does the same: a >= 0 holds for every a of ReLU."}

# By output and cost: δ at the output, the same with y − a, what one g' more makes of it, and why that is too much.
_OUTPUT = {
    ("sigmoid", "cross_entropy"): (
        "a^(L) − y",
        "y − a^(L)",
        "(a^(L) − y) g'(z^(L))",
        "The slope of cross-entropy, (a − y) / (a (1 − a)), cancels g' at the output: that leaves a − y.",
    ),
    ("softmax", "cross_entropy"): (
        "a^(L) − y",
        "y − a^(L)",
        "(a^(L) − y) a^(L) (1 − a^(L))",
        "The slopes of cross-entropy and softmax together are a − y: no other slope is left over.",
    ),
    ("sigmoid", "squared_error"): (
        "(a^(L) − y) g'(z^(L))",
        "(y − a^(L)) g'(z^(L))",
        "(a^(L) − y) g'(z^(L)) g'(z^(L))",
        "∂cost/∂z is ∂cost/∂a, which is a − y, times g'(z) once.",
    ),
    ("identity", "squared_error"): (
        "a^(L) − y",
        "y − a^(L)",
        "(a^(L) − y) g'(z^(L))",
        "The output is z itself: its g' is 1.",
    ),
}

# By output and cost: the sum that the cost is the mean of, and that with one thing wrong about it.
_COST = {
    ("sigmoid", "cross_entropy"): (
        "−(1/m) Σ [y log h + (1 − y) log(1 − h)]",
        "+(1/m) Σ [y log h + (1 − y) log(1 − h)]",
        "−(1/m) Σ [h log y + (1 − h) log(1 − y)]",
    ),
    ("softmax", "cross_entropy"): ("−(1/m) Σ y log h", "+(1/m) Σ y log h", "−(1/m) Σ h log y"),
}
_SQUARED = ("(1/(2m)) Σ (h − y)²", "", "")


def formulas(net: Network) -> Mapping[str, str]:
    """Return the formulas of this network by the names that stand in a fault's words.

    Examples
    --------
    >>> from backprop_core import Network
    >>> formulas(Network.random([2, 3, 1], seed=0, hidden="tanh"))["slope"]
    '1 − a²'
    """
    pair = net.output, net.cost
    delta, turned, extra, why_not = _OUTPUT[pair]
    cost, plus, of_y = _COST.get(pair, _SQUARED)
    return {
        "g": _G[net.hidden],
        "slope": _SLOPE[net.hidden],
        "slope_of_z": _SLOPE_OF_Z[net.hidden],
        "always_1": _ALWAYS_1.get(net.hidden, ""),
        "delta": delta,
        "turned": turned,
        "extra": extra,
        "why_not": why_not,
        "cost": cost,
        "plus": plus,
        "of_y": of_y,
    }
