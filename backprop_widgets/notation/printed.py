"""Which digits a filled-in sum needs, so that the line comes out as it is printed."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum, prod
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core.activations import HIDDEN, OUTPUT
from backprop_widgets.notation.text import DECIMALS, OTHER_DECIMALS, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backprop_core import Explanation, Factor

MOST_TERMS = 8
LARGEST = 6

# How a factor starts; it gets more digits where that doesn't do. A y is most often 0 or 1.
_DECIMALS = {"Theta": 2, "x": 2, "y": 0, "one_minus_y": 0, "lam": 2, "alpha": 2, "m": 0}
_PLAIN = 0  # decimals of a number that is no quantity
_LEVELS = range(16)
_SMALL = 0.5e-4  # below this a number that needs its digits has a power of ten

Number = tuple[str, float]  # as it is printed, and what that is worth


@dataclass(frozen=True)
class Printed:
    """The numbers of a filled-in sum as they are printed.

    Computing with these and rounding gives `middle` and `result` as they stand here. Where `exact` is False not even
    all the digits of a float do that, and the line has to say ≈.

    Attributes
    ----------
    shown : tuple of int
        Which terms are printed, counted from 0: all, or of many the largest.
    terms : tuple of tuple of str
        The factors of those.
    rest : str
        What the others come to; "" if there are none.
    outer : tuple of str
    middle : str
        The sum of the terms, if outer factors follow; else "".
    result : str
    exact : bool
    """

    shown: tuple[int, ...]
    terms: tuple[tuple[str, ...], ...]
    rest: str
    outer: tuple[str, ...]
    middle: str
    result: str
    exact: bool


def printed(e: Explanation, decimals: int | None = None) -> Printed:
    """Choose the digits; the result has those of a card, or as many decimals as are asked for.

    Examples
    --------
    >>> from backprop_core import Quantity, examples, explain, run
    >>> line = printed(explain(run(*examples.lecture()), Quantity("delta", 2, 2)))
    >>> line.terms, line.outer
    ((('−0.70', '−0.1108'), ('1.10', '0.1768')), ('0.2163',))
    >>> line.middle, line.result
    ('0.2720', '0.0588')
    """
    shown = _largest(e)
    result = with_worth(
        number(e.value, DECIMALS.get(e.quantity.kind, OTHER_DECIMALS) if decimals is None else decimals)
    )
    middle, outer, enough = _last_step(e, result)
    others = fsum(p for n, p in enumerate(e.products) if n not in shown)
    factor_of = prod(worth for _, worth in outer)
    for level in _LEVELS:
        terms = [[_factor(factor, level) for factor in e.terms[n]] for n in shown]
        rest = at_level(others, OTHER_DECIMALS, level) if len(shown) < len(e.terms) else ("", 0.0)
        total = fsum([*(prod(worth for _, worth in term) for term in terms), rest[1]])
        value = _function(e, terms, total * factor_of)
        if (not middle[0] or comes_to(total, middle)) and comes_to(value, result):
            break
    else:
        enough = False
    texts = tuple(tuple(text for text, _ in term) for term in terms)
    return Printed(shown, texts, rest[0], tuple(text for text, _ in outer), middle[0], result[0], enough)


def _largest(e: Explanation) -> tuple[int, ...]:
    """Which terms to print: all, or the largest few in their order."""
    every = tuple(range(len(e.terms)))
    if len(every) <= MOST_TERMS or e.function:
        return every
    sizes = [abs(product) for product in e.products]
    return tuple(sorted(sorted(every, key=lambda n: -sizes[n])[:LARGEST]))


def _last_step(e: Explanation, result: Number) -> tuple[Number, list[Number], bool]:
    """The sum and the outer factors, with as many digits as their product needs to come out."""
    if not e.outer:
        return ("", 0.0), [], True
    for level in _LEVELS:
        outer = [_factor(factor, level) for factor in e.outer]
        middle = at_level(e.sum, OTHER_DECIMALS, level)
        factor = prod(worth for _, worth in outer)
        if comes_to(middle[1] * factor, result) and comes_to(e.sum * factor, result):
            return middle, outer, True
    return middle, outer, False


def _function(e: Explanation, terms: Sequence[Sequence[Number]], total: float) -> float:
    """What the explanation's function makes of the sum."""
    if e.function in (None, "identity"):
        return total
    if e.function == "softmax":
        z = np.array([term[0][1] for term in terms])
        return float(OUTPUT["softmax"].g(z)[e.quantity.i - 1])
    z_alone: Any = np.float64(total)
    return float(HIDDEN[e.function].g(z_alone))


def comes_to(value: float, as_printed: Number) -> bool:
    """Whether a value rounds to the number as printed; from halfway it may go either way.

    Examples
    --------
    >>> comes_to(0.27204, with_worth("0.2720")), comes_to(0.27206, with_worth("0.2720"))
    (True, False)
    """
    text, worth = as_printed
    digits, _, exponent = text.replace("−", "-").partition("e")
    unit = 10.0 ** (int(exponent or 0) - len(digits.partition(".")[2]))
    return abs(value - worth) <= 0.5 * unit * (1 + 1e-9)


def _factor(factor: Factor, level: int) -> Number:
    q, value = factor.quantity, factor.value
    if q is None:
        return ("½", 0.5) if value == 0.5 else at_level(value, _PLAIN, level)
    if q.kind == "inv_m":
        return f"1/{round(1 / value)}", value
    if q.kind == "gprime" and value in (0.0, 1.0):  # ReLU's slope
        return f"{value:.0f}", value
    kind = "x" if q.kind == "a" and q.layer == 1 else q.kind
    return at_level(value, _DECIMALS.get(kind, OTHER_DECIMALS), level)


def at_level(value: float, decimals: int, level: int) -> Number:
    """Print a number with the more digits the higher the level, but without zeros at the end that say nothing.

    Examples
    --------
    >>> [at_level(0.71828, 2, level)[0] for level in range(4)]
    ['0.72', '0.7183', '0.71828', '0.71828']
    >>> at_level(-0.00000123456, 4, 1)
    ('−1.235e−6', -1.235e-06)
    """
    size = abs(value)
    if size >= 10_000 or (0 < size < _SMALL and (level or decimals >= OTHER_DECIMALS)):
        mantissa, exponent = f"{size:.{2 + level}e}".split("e")
        text = f"{mantissa}e{int(exponent)}"
    else:
        most = max(decimals, 3 + level) if level else decimals
        text = f"{size:.{most}f}"
        if most > decimals:
            whole, _, digits = text.partition(".")
            digits = digits.rstrip("0").ljust(decimals, "0")
            text = f"{whole}.{digits}" if digits else whole
    worth = float(text)
    minus = value < 0 and worth != 0
    return "−" * minus + text.replace("-", "−"), -worth if minus else worth


def with_worth(text: str) -> Number:
    """A number as it is printed, and what that is worth."""
    return text, float(text.replace("−", "-").replace("∞", "inf"))
