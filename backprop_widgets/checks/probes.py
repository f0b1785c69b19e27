"""Further calls of a function that gives wrong numbers, so chosen that they show which part of it is wrong.

Each sentence is said only if it is so on every network where it can be tried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import run
from backprop_widgets.checks.diagnosis import right_parts
from backprop_widgets.checks.learner import call_on, taken
from backprop_widgets.checks.reading import Reading, read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backprop_core import Trace
    from backprop_core.validation import Array
    from backprop_widgets.checks.functions import Tried

QUICK = 1.0  # seconds for all networks: what takes longer isn't called again


def probed(function: Callable[..., object], tried: Sequence[Tried], like: str) -> str:
    """Say which part is right and which is wrong, as far as further calls show it.

    Parameters
    ----------
    function : callable
    tried : sequence of Tried
        What came of it so far.
    like : str
    """
    if sum(t.outcome.seconds for t in tried) > QUICK or not all(t.reading.is_whole for t in tried):
        return ""
    if like == "cost":
        return _parts_of_J(function, [t.trace for t in tried])
    first = next((t.case.answer.first for t in tried if t.case.answer.first), None)
    is_the_step = like == "step" and first is not None and first.quantity.kind == "Theta"
    return _with_alpha(function, tried) if is_the_step else ""


def _given(function: Callable[..., object], trace: Trace, like: str, alpha: float | None = None) -> Any:
    """What it gives: J, or the new Θ by layer; None if that can't be read."""
    right = right_parts(trace, alpha)
    outcome = call_on(trace, function, taken(function, like), alpha, then=lambda value: read(like, value, right))
    reading = outcome.value
    if not isinstance(reading, Reading) or not reading.is_whole:
        return None
    return float(reading.given["J"][0]) if like == "cost" else reading.given["Theta"]


# The cost ------------------------------------------------------------------------------------------------------------


def _parts_of_J(function: Callable[..., object], traces: Sequence[Trace]) -> str:
    told = [_one_kind_of_example(function, traces), _penalty(function, traces)]
    return " ".join(filter(None, told))


def _one_kind_of_example(function: Callable[..., object], traces: Sequence[Trace]) -> str:
    """Whether J is right for the examples with y = 1 alone, and for those with y = 0."""
    right: dict[int, list[bool]] = {0: [], 1: []}
    for trace in traces:
        if (trace.net.output, trace.net.sizes[-1], trace.X.ndim) != ("sigmoid", 1, 2):
            continue
        for y, found in right.items():
            rows = trace.Y[:, 0] == y
            if rows.sum() > 1:
                some = run(trace.net, trace.X[rows], trace.Y[rows])
                found.append(_is_near(_given(function, some, "cost"), some.J))
    if not all(right.values()):
        return ""
    if all(right[1]) and not any(right[0]):
        return "Examples with y = 1 alone cost what they should, those with y = 0 don't."
    if all(right[0]) and not any(right[1]):
        return "Examples with y = 0 alone cost what they should, those with y = 1 don't."
    return ""


def _penalty(function: Callable[..., object], traces: Sequence[Trace]) -> str:
    """Whether the sum over the examples is right, and what λ adds to it."""
    if "lam" not in taken(function, "cost"):
        return ""
    sums, added = [], []
    for trace in traces:
        without, with_lam = run(trace.net, trace.X, trace.Y), run(trace.net, trace.X, trace.Y, 1.0)
        given, given_with = (_given(function, t, "cost") for t in (without, with_lam))
        if given is None or given_with is None:
            return ""
        sums.append(_is_near(given, without.J))
        added.append(_is_near(given_with - given, with_lam.J - without.J))
    if any(sums) or (any(added) and not all(added)):
        return ""
    return "What λ adds is right, J with λ = 0 isn't." if all(added) else "J with λ = 0 is wrong, and what λ adds too."


def _is_near(given: float | None, right: float) -> bool:
    return given is not None and abs(given - right) <= 1e-6 * abs(right)


# A step --------------------------------------------------------------------------------------------------------------


def _with_alpha(function: Callable[..., object], tried: Sequence[Tried]) -> str:
    """Whether twice the α makes the step twice as long."""
    doubles = []
    for t in tried:
        moved = _moved(t.reading.given["Theta"], t.trace)
        twice = _given(function, t.trace, "step", 2 * (t.alpha or 1.0))
        if twice is None or not np.isfinite(moved).all():
            return ""
        again = _moved(twice, t.trace)
        doubles.append(bool(np.abs(again - 2 * moved).max() <= 1e-6 * np.abs(again).max()))
    if all(doubles):
        return "What is subtracted is α times something, as it should be, but not times D: is D right?"
    return "" if any(doubles) else "With twice the α the step isn't twice as long, as αD would be."


def _moved(Theta: Any, trace: Trace) -> Array:
    return np.concatenate([(Theta[l] - before).ravel() for l, before in trace.net.Theta.items()])
