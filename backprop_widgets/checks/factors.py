"""By what number wrong numbers differ from right ones: by the same everywhere, and what number that is."""

# ruff: noqa: ARG005 - a number takes a multiple, used or not

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backprop_core import Trace
    from backprop_core.validation import Array
    from backprop_widgets.checks.diagnosis import Case


@dataclass(frozen=True)
class Multiple:
    """On a network, in a layer, what is given is so many times what is right."""

    factor: float
    trace: Trace
    layer: int
    alpha: float


def factor_between(given: Array, right: Array) -> float | None:
    """The number that `given` is `right` times of, entry by entry; None if there is none.

    Examples
    --------
    >>> factor_between(np.array([2.0, -4.0]), np.array([1.0, -2.0]))
    2.0
    >>> factor_between(np.array([2.0, 4.0]), np.array([1.0, -2.0])) is None
    True
    """
    if not np.isfinite(given).all() or not np.any(right):
        return None
    factor = float((given * right).sum() / (right * right).sum())
    scale = max(float(np.abs(given).max()), float(np.abs(right).max()))
    return factor if np.abs(given - factor * right).max() <= 1e-7 * scale else None


def given_and_right(case: Case, kind: str) -> list[tuple[int, Array, Array]]:
    """By layer; of a step, how far it went and how far it should have gone."""
    right = case.pick(case.answer.right)
    layers = case.answer.given.get(kind, {})
    if kind == "Theta" and case.alpha is not None:
        before = case.trace.net.Theta
        return [(l, given - before[l], np.asarray(right[kind][l]) - before[l]) for l, given in layers.items()]
    return [(l, given, np.asarray(right[kind][l])) for l, given in layers.items()]


def _units(trace: Trace, l: int) -> int:
    return trace.net.sizes[l] if 0 < l < trace.net.L else 0


def _units_before(trace: Trace, l: int) -> int:
    return trace.net.sizes[l - 1] if 0 < l < trace.net.L else 0


def _columns(trace: Trace, l: int) -> int:
    return trace.net.sizes[l - 1] + 1 if 0 < l < trace.net.L else 0


# How it is said, and what number it is; J has layer 0.
_NAMED: list[tuple[str, Callable[[Multiple], float]]] = [
    ("of the opposite sign", lambda x: -1.0),
    ("2 times what it should be", lambda x: 2.0),
    ("half of what it should be", lambda x: 0.5),
    ("−2 times what it should be", lambda x: -2.0),
    ("m times what it should be", lambda x: float(x.trace.m)),
    ("1/m of what it should be", lambda x: 1 / x.trace.m),
    ("1/m² of what it should be", lambda x: 1 / x.trace.m**2),
    ("−m times what it should be", lambda x: -float(x.trace.m)),
    ("2m times what it should be", lambda x: 2.0 * x.trace.m),
    ("1/(2m) of what it should be", lambda x: 0.5 / x.trace.m),
    ("m/2 times what it should be", lambda x: x.trace.m / 2),
    ("2/m times what it should be", lambda x: 2 / x.trace.m),
    ("m/(m − 1) times what it should be: divided by m − 1", lambda x: x.trace.m / (x.trace.m - 1 or np.inf)),
    ("m/(m + 1) times what it should be: divided by m + 1", lambda x: x.trace.m / (x.trace.m + 1)),
    ("K times what it should be, K being the number of outputs", lambda x: float(x.trace.net.sizes[-1])),
    ("1/K of what it should be, K being the number of outputs", lambda x: 1 / x.trace.net.sizes[-1]),
    ("2/K times what it should be, K being the number of outputs", lambda x: 2 / x.trace.net.sizes[-1]),
    ("1/(mK) of what it should be, K being the number of outputs", lambda x: 1 / x.trace.m / x.trace.net.sizes[-1]),
    ("1/L of what it should be, L being the number of layers", lambda x: 1 / x.trace.net.L),
    ("m/K times what it should be: divided by the K outputs", lambda x: x.trace.m / x.trace.net.sizes[-1]),
    (
        "m/s times what it should be: divided by the s units of the layer that its weights start from",
        lambda x: x.trace.m / (_units_before(x.trace, x.layer) or np.inf),
    ),
    (
        "m/s times what it should be: divided by the s units of the layer that its weights lead to",
        lambda x: x.trace.m / (_units(x.trace, x.layer) or np.inf),
    ),
    (
        "m/s times what it should be: divided by the s columns of Θ",
        lambda x: x.trace.m / (_columns(x.trace, x.layer) or np.inf),
    ),
    ("α times what it should be", lambda x: x.alpha),
    ("1/α of what it should be", lambda x: 1 / x.alpha),
    ("λ times what it should be", lambda x: x.trace.lam),
    ("1/λ of what it should be", lambda x: 1 / (x.trace.lam or np.inf)),
    *(
        (f"m/{n} times what it should be: divided by {n}, where m belongs", lambda x, n=n: x.trace.m / n)
        for n in (3, 4, 5, 6, 7, 8, 10, 100)
    ),
    *((f"{n} times what it should be", lambda x, n=n: float(n)) for n in (3, 4, 5, 10)),
    *((f"1/{n} of what it should be", lambda x, n=n: 1 / n) for n in (3, 4, 5, 10)),
]


def named(multiples: Sequence[Multiple]) -> str:
    """Say what number it is, if one of the usual ones is it every time; else "".

    Where two are it every time, as m and 4 are with 4 examples throughout, it can't be told, and neither is said.

    Examples
    --------
    >>> from backprop_core import Network, run
    >>> net = Network.random([2, 3, 2], seed=0)
    >>> traces = [run(net, np.ones((m, 2)), np.ones((m, 2))) for m in (3, 5)]
    >>> named([Multiple(float(trace.m), trace, 2, 1.0) for trace in traces])
    'm times what it should be'
    """
    if not multiples:
        return ""
    fitting = [
        told
        for told, number in _NAMED
        if all(abs(x.factor - number(x)) <= 1e-6 * max(abs(x.factor), 1e-3) for x in multiples)
    ]
    return fitting[0] if len(fitting) == 1 else ""
