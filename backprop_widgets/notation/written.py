"""A sum written as one line of plain text: in symbols, and filled in with numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.notation.factors import placed
from backprop_widgets.notation.printed import printed
from backprop_widgets.notation.symbols import words
from backprop_widgets.notation.text import SIGNED, number, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backprop_core import Explanation, Factor


def in_symbols(e: Explanation, L: int) -> str:
    """Write what a quantity of a network with L layers is made of.

    Examples
    --------
    >>> from backprop_core import Quantity, examples, explain, run
    >>> e = explain(run(*examples.lecture()), Quantity("delta", 2, 2))
    >>> in_symbols(e, L=4)
    '(Θ₁₂⁽²⁾ δ₁⁽³⁾ + Θ₂₂⁽²⁾ δ₂⁽³⁾) · g′(z₂⁽²⁾)'
    >>> filled_in(e)
    '((−0.70) · (−0.1108) + 1.10 · 0.1768) · 0.2163'
    """
    terms = [(_negative(term), " ".join(_names(term, L)) or "1") for term in e.terms]
    total = _put_together(terms, _names(e.outer, L))
    return f"g({total})" if e.function else total


def filled_in(e: Explanation, decimals: int | None = None) -> str:
    """Write it with its numbers, of which each has the digits that it takes for the result to come out."""
    line = printed(e, decimals)
    if e.function:
        return f"g({line.terms[0][0]})"
    terms = []
    for n, texts in zip(line.shown, line.terms, strict=True):
        kept = [text for factor, text in zip(e.terms[n], texts, strict=True) if not _is_sign(factor)]
        terms.append((_negative(e.terms[n]), " · ".join(map(_bracketed, kept))))
    return _put_together(terms, [_bracketed(text) for text in line.outer])


def worked(e: Explanation, decimals: int | None = None) -> str:
    """Write it filled in, and what that comes to: with the decimals of a card if not said.

    Examples
    --------
    >>> from backprop_core import Quantity, examples, explain, run
    >>> trace = run(*examples.lecture())
    >>> worked(explain(trace, Quantity("z", 2, 1)))
    'z₁⁽²⁾ = 0.30 · 1 + 0.80 · 0.60 + (−0.50) · (−0.90) = +1.230'
    >>> worked(explain(trace, Quantity("delta", 4, 1)))
    'δ₁⁽⁴⁾ = 0.4535 − 1 = −0.5465'
    >>> worked(explain(trace, Quantity("a", 2, 2)))
    'a₂⁽²⁾ = g(−0.7700) = 0.316'
    """
    return f"{words(e.quantity)} = {filled_in(e, decimals)} = {result(e, decimals)}"


def result(e: Explanation, decimals: int | None = None) -> str:
    """Write what it comes to."""
    kind = e.quantity.kind
    return of_kind(kind, e.value) if decimals is None else number(e.value, decimals, signed=kind in SIGNED)


def _put_together(terms: Iterable[tuple[bool, str]], outer: list[str]) -> str:
    (negative, first), *others = terms
    total = ("−" if negative else "") + first
    total += "".join(f" {'−' if negative else '+'} {text}" for negative, text in others)
    return f"({total}) · {' · '.join(outer)}" if outer else total


def _is_sign(factor: Factor) -> bool:
    return factor.quantity is None and factor.value == -1


def _negative(term: tuple[Factor, ...]) -> bool:
    return any(map(_is_sign, term))


def _names(factors: tuple[Factor, ...], L: int) -> list[str]:
    return [words(placed(factor.quantity, L)) for factor in factors if factor.quantity]


def _bracketed(text: str) -> str:
    return f"({text})" if text.startswith("−") else text
