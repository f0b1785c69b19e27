"""Of which other quantity a wrong number is the value."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core import Quantity, value_of
from backprop_core.values import FIRST_LAYER
from backprop_widgets.checks.answers import decimals_of, digits_of, is_value_of

if TYPE_CHECKING:
    from backprop_core import Trace


def elsewhere(value: float, asked: Quantity, trace: Trace) -> list[Quantity]:
    """Quantities of the trace that have this value, where it was given for another one: the same kind's first.

    Short numbers are the same by chance too often: below three digits only the same kind counts.
    """
    found = [q for q in _all_quantities(trace, asked) if q != asked and _is_of(value, q.kind, value_of(trace, q))]
    same = [q for q in found if q.kind == asked.kind]
    return same or (found if digits_of(value) >= 3 else [])


def _is_of(value: float, kind: str, other: float) -> bool:
    """Whether it rounds to this value, and is as near to it as an answer has to be: 0 or 1 is else near to many."""
    rounds = abs(value - other) <= 0.5 * 10.0 ** -decimals_of(value) * (1 + 1e-9)
    return rounds and bool(is_value_of(kind, np.asarray(value), np.asarray(other), typed=True))


def _all_quantities(trace: Trace, asked: Quantity) -> list[Quantity]:
    net = trace.net
    t = asked.example
    units = [
        Quantity(kind, l, i, example=t)
        for kind in ("z", "a", "delta", "dJda", "gprime")
        for l in range(FIRST_LAYER[kind], net.L + 1)
        if not (kind == "gprime" and l == net.L and net.output == "softmax")  # which has none
        for i in range(1, net.sizes[l - 1] + 1)
    ]
    weights = [
        Quantity(kind, l, i, j)
        for kind in ("Theta", "Delta", "D")
        for l in net.Theta
        for i in range(1, net.sizes[l] + 1)
        for j in range(net.sizes[l - 1] + 1)
    ]
    return weights + (units if trace.X.ndim == 1 or t is not None else [])
