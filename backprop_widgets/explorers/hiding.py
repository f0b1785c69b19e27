"""Numbers that a picture keeps to itself until somebody asks: "what is δ₁⁽³⁾?"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from backprop_core import Quantity
from backprop_core.quantity import code_of, quantity_of
from backprop_core.validation import shown
from backprop_core.values import check_quantity

if TYPE_CHECKING:
    from backprop_core import Trace

NOTHING = float("nan")  # what stands in place of a hidden number; no trace has one of its own
_KINDS = ("z", "a", "delta", "D", "J")


def to_hide(trace: Trace, codes: Iterable[str]) -> tuple[Quantity, ...]:
    """Read the codes of numbers that a picture can hide.

    Raises
    ------
    ValueError, TypeError
        If the network has no such number, or it is one that is given and stands in a slider as well.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> to_hide(run(*examples.lecture()), ["x.1"])
    Traceback (most recent call last):
    ...
    ValueError: 'x.1' can't be hidden: only what is computed can, z, a, delta, D, J
    """
    if not isinstance(codes, (str, Iterable)):
        raise TypeError(f"blank is {shown(codes)}: give codes, such as 'delta.2.1'")
    codes = (codes,) if isinstance(codes, str) else tuple(codes)
    for code in codes:
        q = quantity_of(code)
        if q.kind not in _KINDS or (q.layer == 1 and q.kind == "a"):
            raise ValueError(f"{code!r} can't be hidden: only what is computed can, {', '.join(_KINDS)}")
        if q.example is not None:
            in_all = code_of(replace(q, example=None))
            raise ValueError(f"{code!r} is one example's: without it, {in_all!r}, it is hidden in all of them")
        check_quantity(_of_one_example(trace), q)
    return tuple(map(quantity_of, codes))


def _of_one_example(trace: Trace) -> Trace:
    """The trace as one example's, where units' numbers need no example to be named."""
    return trace if trace.X.ndim == 1 else replace(trace, X=trace.X[0], Y=trace.Y[0])


def without(trace: Trace, hidden: Iterable[Quantity]) -> Trace:
    """Take the hidden numbers out of a trace: what is drawn from it can't betray them.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> trace = run(*examples.lecture())
    >>> without(trace, to_hide(trace, ["delta.3.1", "J"])).delta[3].round(2).tolist()
    [nan, 0.18]
    """
    changed: dict[str, Any] = {}
    for q in there(trace, hidden):
        if q.kind not in _KINDS:  # a trace holds none of it: it follows from what it holds
            continue
        for same in (q, *_equal_to(q)):
            changed |= _without_one(replace(trace, **changed), same)
    return replace(trace, **changed) if changed else trace


def there(trace: Trace, numbers: Iterable[Quantity]) -> tuple[Quantity, ...]:
    """Those of some numbers that the network has: the one that is looked at now may be another.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> [q.layer for q in there(run(*examples.lecture()), [Quantity("delta", 3, 2), Quantity("delta", 5, 1)])]
    [3]
    """
    return tuple(q for q in numbers if _has(_of_one_example(trace), q))


def _has(trace: Trace, q: Quantity) -> bool:
    try:
        check_quantity(trace, q)
    except ValueError:
        return False
    return True


def _equal_to(q: Quantity) -> list[Quantity]:
    """The same number under another name: a bias comes from a 1, so its gradient is the δ at its end."""
    if q.kind == "delta":
        return [Quantity("D", q.layer - 1, q.i, 0)]
    return [Quantity("delta", q.layer + 1, q.i)] if q.kind == "D" and q.j == 0 else []


def _without_one(trace: Trace, q: Quantity) -> dict[str, Any]:
    if q.kind == "J":
        return {"J": NOTHING}
    layers = getattr(trace, q.kind)
    array = layers[q.layer].copy()
    array[(q.i - 1, q.j) if q.kind == "D" else (..., q.i - 1)] = NOTHING
    return {q.kind: layers | {q.layer: array}}
