"""Numbers and words as they stand on the page."""

from __future__ import annotations

import html
import math
from functools import lru_cache
from typing import NewType

Html = NewType("Html", str)  # finished markup: all that it says has been escaped

# What a card shows of each kind of number; the result of a sum is printed with the same.
DECIMALS = {"x": 2, "y": 2, "a": 3, "z": 3, "Theta": 2, "J": 4, "lam": 2, "m": 0}
OTHER_DECIMALS = 4
HIDDEN = "?"  # stands for a number that isn't told yet
SIGNED = {"z", "delta", "dJda", "Theta", "Delta", "D"}


def escape(words: object) -> Html:
    """Text that came from outside, made safe in markup and attributes: the one place where that is done.

    Examples
    --------
    >>> escape('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return Html(html.escape(str(words)))


def number(value: float, decimals: int, *, signed: bool = False, power: bool = False) -> str:
    """Format a number with a true minus sign, never as -0; very large and very small ones with a power of ten.

    Parameters
    ----------
    value : float
    decimals : int
    signed : bool
        With a plus sign where it is positive.
    power : bool
        Always with a power of ten.

    Examples
    --------
    >>> number(-0.7, 2), number(-0.0001, 2), number(0.5, 2, signed=True)
    ('−0.70', '0.00', '+0.50')
    >>> number(123456.0, 3), number(0.0000213, 4, signed=True), number(float("inf"), 2)
    ('1.23e5', '+2.13e−5', '∞')
    """
    size = abs(value)
    if math.isnan(size):
        return "not a number"
    if size == math.inf:
        text = "∞"
    elif power:
        text = power_of_ten(size, decimals)
    elif size >= 10_000 or (decimals >= 4 and 0 < size < 0.5 * 10**-decimals):
        text = power_of_ten(size)
    else:
        text = f"{size:.{decimals}f}"
        if not text.strip("0."):
            return text
    return ("−" if value < 0 else "+" if signed else "") + text


def setting(value: float) -> str:
    """Format what somebody sets, such as α: with two decimals at least, and with as many as it takes.

    Examples
    --------
    >>> setting(1.0), setting(0.003), setting(123456.7), setting(2e-12)
    ('1.00', '0.003', '123456.70', '2e−12')
    """
    if 0 < abs(value) < 1e-6:
        text = f"{value:g}"
    else:
        decimals = len(f"{value:.10f}".rstrip("0").partition(".")[2])
        text = f"{value:.{max(2, decimals)}f}"
    return text.replace("-", "−")


def power_of_ten(size: float, decimals: int = 2) -> str:
    """Format a positive number with a power of ten.

    Examples
    --------
    >>> power_of_ten(0.0000213), power_of_ten(9999999, 1)
    ('2.13e−5', '1.0e7')
    """
    digits, exponent = f"{size:.{decimals}e}".split("e")
    return f"{digits}e{int(exponent)}".replace("-", "−")


@lru_cache(maxsize=8192)  # from one picture to the next, most numbers stay
def of_kind(kind: str, value: float) -> str:
    """Format a number as the cards show its kind.

    Examples
    --------
    >>> of_kind("delta", -0.04176), of_kind("a", 0.7738), of_kind("Theta", 0.8)
    ('−0.0418', '0.774', '+0.80')
    >>> of_kind("lam", 0.001)
    '0.001'
    """
    if kind == "lam":  # somebody has set it: two decimals would make a small one 0
        return setting(value)
    return number(value, DECIMALS.get(kind, OTHER_DECIMALS), signed=kind in SIGNED)


def or_hidden(kind: str, value: float) -> str:
    """Format a number as the cards show its kind; one that is hidden (see hiding.py) as a question mark.

    Examples
    --------
    >>> or_hidden("J", 0.79077), or_hidden("J", float("nan"))
    ('0.7908', '?')
    """
    return HIDDEN if math.isnan(value) else of_kind(kind, value)


def apart(kind: str, one: float, other: float) -> tuple[str, str]:
    """Two numbers as the cards show their kind, with as many more decimals as it takes to tell them apart.

    Examples
    --------
    >>> apart("delta", 0.25, -0.25), apart("a", 0.77381, 0.77384)
    (('+0.2500', '−0.2500'), ('0.77381', '0.77384'))
    """
    texts = of_kind(kind, one), of_kind(kind, other)
    for decimals in range(DECIMALS.get(kind, OTHER_DECIMALS), 10):
        if texts[0] != texts[1]:
            break
        texts = number(one, decimals, signed=kind in SIGNED), number(other, decimals, signed=kind in SIGNED)
    return texts


def difference(a: float, b: float) -> str:
    """How far two numbers are apart, without the digits that rounding makes up.

    Examples
    --------
    >>> difference(0.058846, 0.058846 + 3e-10), difference(1.0, 1.25)
    ('< 1e-8', '0.25')
    """
    gap = abs(a - b)
    return "< 1e-8" if gap < 1e-8 else power_of_ten(gap, 1) if gap < 1e-3 else f"{gap:.3g}"
