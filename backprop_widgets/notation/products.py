"""Products one below the other, each in symbols, filled in, and what it comes to; their sum below."""

from __future__ import annotations

from math import fsum, prod
from typing import TYPE_CHECKING

from backprop_core import Explanation, Factor, Quantity
from backprop_widgets.notation.factors import Style, colour, control_of, edges_of, linked, placed
from backprop_widgets.notation.printed import comes_to, printed, with_worth
from backprop_widgets.notation.symbols import words
from backprop_widgets.notation.text import DECIMALS, OTHER_DECIMALS, Html, escape, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backprop_core.explanation import Term
    from backprop_widgets.notation.printed import Printed

_DOT = "<i aria-hidden='true'>·</i>"


def listed_products(
    terms: Sequence[Term], result: Factor, style: Style, *, more: int = 0, rest: float = 0.0, note: Html | None = None
) -> Html:
    """Write a sum with each of its products worked out on a line of its own.

    Parameters
    ----------
    terms : sequence of Term
        What is written out. Pointing at one lights its edges and units.
    result : Factor
        What they add up to.
    style : Style
    more, rest : int, float
        How many terms aren't written out, and what they come to.
    note : Html, optional
        What else is to be said of the sum.

    Returns
    -------
    Html
        A ``<ul>``: each number is printed so that the line it stands in, and the sum, come out.
    """
    total = number(result.value, DECIMALS.get(_kind(result), OTHER_DECIMALS))
    lines, left_over = _digits(terms, rest, total)
    name = f"<math>{linked(result, style)}</math>"
    alone = len(terms) == 1 and not more
    rows = [
        _row(term, line, style, Html(f"{name} = " if alone else "")) for term, line in zip(terms, lines, strict=True)
    ]
    if more:
        rows.append(Html(f"<li class='bp-note'><span>… {more:,} more</span><b>= {left_over}</b></li>"))
    if not alone:
        added_up = f"<span>added up: {name}{note or ''}</span><b class='{_look(result)}'>= {total}</b>"
        rows.append(Html(f"<li class='bp-total'>{added_up}</li>"))
    return Html(f"<ul class='bp-list bp-products'>{''.join(rows)}</ul>")


def products_in_words(
    terms: Sequence[Term], result: Factor, L: int, notation: str = "lecture", *, more: int = 0, rest: float = 0.0
) -> list[str]:
    """The same as lines of plain text.

    Examples
    --------
    >>> from backprop_core import Factor, Quantity
    >>> term = Factor(Quantity("Theta", 2, 1, 2), -0.7), Factor(Quantity("delta", 3, 1), -0.11)
    >>> products_in_words([term], Factor(Quantity("dJda", 2, 2), 0.077), 4)[0]
    'Θ₁₂⁽²⁾ · δ₁⁽³⁾ = (−0.70) · (−0.1100) = 0.0770'
    """
    total = number(result.value, DECIMALS.get(_kind(result), OTHER_DECIMALS))
    lines, left_over = _digits(terms, rest, total)
    texts = [_row_in_words(term, line, L, notation) for term, line in zip(terms, lines, strict=True)]
    if more:
        texts.append(f"{more:,} more = {left_over}")
    name = words(result.quantity, notation) if result.quantity else ""
    return [*texts, f"added up: {name} = {total}"]


def _row_in_words(term: Term, line: Printed, L: int, notation: str) -> str:
    symbols = [words(placed(factor.quantity, L), notation) if factor.quantity else "1" for factor in term]
    numbers = [f"({text})" if text.startswith("−") else text for text in line.terms[0]]
    return f"{' · '.join(symbols)} = {' · '.join(numbers)} = {line.result}"


def _kind(result: Factor) -> str:
    return result.quantity.kind if result.quantity else ""


def _look(result: Factor) -> str:
    return colour(_kind(result), result.value)


def _digits(terms: Sequence[Term], rest: float, total: str) -> tuple[list[Printed], str]:
    """Print the products with as many digits as their sum needs to come out."""
    products = [Explanation(Quantity("product"), (term,), (), prod(factor.value for factor in term)) for term in terms]
    for decimals in range(4, 16):
        lines = [printed(product, decimals) for product in products]
        left_over = number(rest, decimals)
        worth = fsum([*(with_worth(line.result)[1] for line in lines), with_worth(left_over)[1]])
        if comes_to(worth, with_worth(total)):
            break
    return lines, left_over


def _row(term: Term, line: Printed, style: Style, name: Html) -> Html:
    along = edges_of(term)
    symbols = _DOT.join(f"<math>{linked(factor, style, along)}</math>" for factor in term)
    numbers = _DOT.join(
        _bracketed(control_of(factor, text, style, along) or escape(text), text)
        for factor, text in zip(term, line.terms[0], strict=True)
    )
    equals = "=" if line.exact else "≈"
    return Html(
        f"<li data-ref='{' '.join(along)}'><span>{name}{symbols}</span><span>= {numbers}</span>"
        f"<b>{equals} {line.result}</b></li>"
    )


def _bracketed(markup: Html, text: str) -> Html:
    return Html(f"({markup})" if text.startswith("−") else markup)
