"""Numbers and names with as few characters as a card or a label has room for."""

from __future__ import annotations

from functools import lru_cache
from math import isnan
from typing import TYPE_CHECKING

from backprop_widgets.notation.text import DECIMALS, HIDDEN, OTHER_DECIMALS, SIGNED, number

if TYPE_CHECKING:
    from backprop_core import Factor


@lru_cache(maxsize=8192)
def short(kind: str, value: float) -> str:
    """Format a number as the cards show its kind, or with fewer digits where it is large.

    Examples
    --------
    >>> short("delta", -0.0418), short("z", 12.3456), short("D", 0.0000213), short("J", float("nan"))
    ('−0.0418', '+12.35', '+2.1e−5', '?')
    """
    if isnan(value):
        return HIDDEN
    size, signed = abs(value), kind in SIGNED
    decimals = DECIMALS.get(kind, OTHER_DECIMALS)
    if decimals == OTHER_DECIMALS and 0 < size < 0.5 * 10**-decimals:
        return number(value, 1 if size >= 1e-9 else 0, signed=signed, power=True)
    if size >= 10_000:
        return number(value, 1, signed=signed, power=True)
    room = 3 - (size >= 10) - (size >= 100) - (size >= 1000)
    return number(value, decimals if size < 10 else min(decimals, room), signed=signed)


def factor_text(factor: Factor) -> str:
    """A factor of a product on an edge, as the cards show its kind."""
    q = factor.quantity
    if q is None:
        return f"{factor.value:g}"
    return short("x" if q.kind == "a" and q.layer == 1 else q.kind, factor.value)


def fitted(name: str) -> str:
    """A name as large as it may be beside a long number."""
    return f"<tspan class='bp-small'>{name}</tspan>" if len(name) > 3 else name


def said(shown: str) -> str:
    """What a screen reader says for a number."""
    return "hidden, press to see it" if shown == HIDDEN else shown


def sign(value: float) -> str:
    """The class of a weight's sign."""
    return "bp-neg" if value < 0 else "bp-pos"
