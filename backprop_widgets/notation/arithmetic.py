"""A sum in symbols and the same sum filled in with numbers, term under term, as MathML."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from backprop_core import Factor
from backprop_widgets.notation.factors import (
    CLOSE,
    OPEN,
    THIN,
    TIMES,
    Style,
    bracketed,
    colour,
    edges_of,
    filled,
    linked,
)
from backprop_widgets.notation.printed import printed
from backprop_widgets.notation.rows import ABOUT, EQUALS, Part, in_line, listed, side_by_side, stacked
from backprop_widgets.notation.symbols import converted, without_bias_unit, words
from backprop_widgets.notation.text import Html

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backprop_core import Explanation, Trace
    from backprop_core.explanation import Term
    from backprop_widgets.notation.printed import Printed


def arithmetic(trace: Trace, e: Explanation, notation: str = "lecture", *, named: bool = True) -> Html:
    r"""Write an explanation as MathML: in symbols, filled in with numbers, and what that comes to.

    Up to two terms stand side by side, each above its numbers; more stand one below the other, each beside its numbers.
    PyTorch's long names stand one below the other, and then the numbers.

    Parameters
    ----------
    trace : Trace
    e : Explanation
    notation : str
    named : bool
        False, for a single product: its symbols stand before the = instead of the symbol of what is explained.

    Returns
    -------
    Html
        One ``<math>``. Numbers of Θ, x and y are text fields (``data-key="sum:CODE"``); numbers that have an
        explanation of their own are buttons (``data-key="pick:CODE"``).
    """
    style = Style.of(trace, notation)
    e = converted(e, trace, notation)
    line = printed(e)
    left = linked(Factor(e.quantity, e.value), style) if named else Html("")
    equals = EQUALS if line.exact else ABOUT
    ending = _ending(e, line, style)
    look = "bp-sum"
    if e.function:
        rows = side_by_side(left, [_applied(e, line, style)], equals, ending)
    else:
        parts, after = _parts(e, line, style)
        room = _room(e, line, notation) if len(parts) <= 2 else inf
        if room <= _LINE:
            rows = side_by_side(left, in_line(parts, after), equals, ending)
            look += " bp-tight" * (room > _TIGHT)
        elif _fits_beside(e, line, notation):
            rows = listed(left, parts + after, equals, ending)
        else:
            rows = stacked(left, parts + after, equals, ending)
    return Html(f'<math display="block" role="group" class="{look}"><mtable>{rows}</mtable></math>')


# how much room it takes

_LINE = 46  # digits, those of the name before the = included
_TIGHT = 42  # from here on in smaller print
_BESIDE = 27  # the longest term and the name before the =, where numbers stand beside their symbols
_LONG_WEIGHT = 9
_LINE_OF_CODE = 50


def _room(e: Explanation, line: Printed, notation: str) -> float:
    """How many digits wide one or two terms are side by side, with the name before the =; infinite where they can't be.

    A sum that changes under a drag must not jump from one layout to the other, so a long weight counts as long however
    many of its digits are printed just now.
    """
    factors = [factor for term in (*e.terms, e.outer) for factor in term]
    if any(f.quantity and f.quantity.example != e.quantity.example for f in factors):
        return inf  # each term says which example it is of
    if notation == "pytorch":
        names = [e.quantity, *(f.quantity for f in factors if f.quantity)]
        if sum(len(words(q, notation)) + 2 for q in names) > _LINE_OF_CODE:
            return inf
    texts = [text for term in (*line.terms, line.outer) for text in term]
    numbers = sum(max(_length(t), _LONG_WEIGHT * _is_long(f)) for f, t in zip(factors, texts, strict=True))
    return numbers + len(words(e.quantity, notation))


def _is_long(factor: Factor) -> bool:
    return factor.quantity is not None and factor.quantity.kind == "Theta" and round(factor.value, 3) != factor.value


def _fits_beside(e: Explanation, line: Printed, notation: str) -> bool:
    """Whether numbers have room beside their symbols."""
    longest = max(sum(map(_length, term)) for term in line.terms)
    return notation != "pytorch" and longest + len(words(e.quantity, notation)) <= _BESIDE


def _length(text: str) -> float:
    """How much room a number takes with the sign after it and, if it is negative, the brackets round it."""
    return len(text) + 1 + 1.5 * text.startswith("−")


# what a sum consists of


def _parts(e: Explanation, line: Printed, style: Style) -> tuple[list[Part], list[Part]]:
    """The terms, and what follows after the bracket round them."""
    parts = [
        _part(e, n, texts, style, plus="<mo>+</mo>" if place else "")
        for place, (n, texts) in enumerate(zip(line.shown, line.terms, strict=True))
    ]
    if line.rest:
        more = Html(f'<mtext class="bp-note">… {len(e.terms) - len(line.shown)} more</mtext>')
        parts.append(Part(Html("<mo>+</mo>"), more, bracketed(Html(f"<mn>{line.rest}</mn>"), line.rest)))
    if not e.outer:
        return parts, []
    bracket = len(e.terms) > 1
    if bracket:
        parts[0] = parts[0]._replace(operator=Html(OPEN + parts[0].operator))
    symbols = "".join(TIMES + linked(factor, style) for factor in e.outer)
    return parts, [Part(CLOSE if bracket else Html(""), Html(symbols), _outer_numbers(e, line, style))]


def _part(e: Explanation, n: int, texts: Sequence[str], style: Style, *, plus: str) -> Part:
    term = without_bias_unit(e.terms[n], style.notation)
    minus = term[0] == Factor(None, -1.0)
    pairs = list(zip(term[minus:], texts[minus : len(term)], strict=True))
    apart = TIMES if style.notation == "pytorch" or any(f.quantity is None for f, _ in pairs) else THIN
    last = pairs[-1][0].quantity
    squared = len(pairs) > 1 and last is not None and pairs[-1][0] == pairs[-2][0]
    pairs = pairs[: len(pairs) - squared]
    along = edges_of(term)
    symbols = [linked(f, style, along) for f, _ in pairs]
    numbers = [bracketed(filled(f, text, style, along), text) for f, text in pairs]
    if squared:
        bare = symbols[-1] if last and last.kind == "error" else f"{OPEN}{symbols[-1]}{CLOSE}"
        symbols[-1], numbers[-1] = _square(Html(bare)), _square(numbers[-1])
    operator = "<mo>−</mo>" if minus else plus
    return Part(Html(operator), Html(apart.join(symbols)), Html(TIMES.join(numbers) + _which_example(e, term)))


def _square(markup: Html) -> Html:
    return Html(f"<msup><mrow>{markup}</mrow><mn>2</mn></msup>")


def _which_example(e: Explanation, term: Term) -> Html:
    """Which example a term belongs to, where the sum runs over them."""
    for q in (factor.quantity for factor in term):
        if q and q.example and q.example != e.quantity.example and q.kind != "cost":
            return Html(f'<mtext class="bp-note bp-which">t = {q.example}</mtext>')
    return Html("")


def _outer_numbers(e: Explanation, line: Printed, style: Style) -> Html:
    pairs = zip(e.outer, line.outer, strict=True)
    return Html("".join(TIMES + bracketed(filled(factor, text, style), text) for factor, text in pairs))


def _ending(e: Explanation, line: Printed, style: Style) -> list[Html]:
    """What the sum comes to: the sum times the outer factors, then the result."""
    result = Html(f'<mn class="bp-result {colour(e.quantity.kind, e.value)}">{line.result}</mn>')
    if len(e.terms) == 1 or not line.middle:
        return [result]
    middle = bracketed(Html(f"<mn>{line.middle}</mn>"), line.middle)
    return [Html(middle + _outer_numbers(e, line, style)), result]


# an activation, applied


def _applied(e: Explanation, line: Printed, style: Style) -> Part:
    """The a of a unit: g in symbols, and with z filled in."""
    z = [term[0] for term in e.terms]
    symbols = [linked(factor, style) for factor in z]
    numbers = [filled(factor, texts[0], style) for factor, texts in zip(z, line.terms, strict=True)]
    if e.function == "softmax":
        own = e.quantity.i - 1
        return Part(Html(""), _share(symbols, own), _share(numbers, own))
    write = _WRITTEN[e.function or "identity"]
    return Part(Html(""), write(symbols[0]), write(bracketed(numbers[0], line.terms[0][0])))


_ONE = Html("<mn>1</mn>")
_WRITTEN: dict[str, Callable[[Html], Html]] = {
    "sigmoid": lambda z: _fraction(_ONE, Html(f"{_ONE}<mo>+</mo>{_power_of_e(Html(f'<mo>−</mo>{z}'))}")),
    "tanh": lambda z: Html(f'<mi class="bp-up">tanh</mi>{OPEN}{z}{CLOSE}'),
    "relu": lambda z: Html(f'<mi class="bp-up">max</mi>{OPEN}<mn>0</mn><mo>,</mo>{z}{CLOSE}'),
    "identity": lambda z: z,
}

_MOST_POWERS = 3


def _share(z: list[Html], own: int) -> Html:
    """One power of e over all of them; over their sum in short where there are many."""
    of_all = "<mo>+</mo>".join(map(_power_of_e, z))
    every = of_all if len(z) <= _MOST_POWERS else f"<mo>∑</mo>{_power_of_e(Html('<mi>z</mi>'))}"
    return _fraction(_power_of_e(z[own]), Html(every))


def _power_of_e(exponent: Html) -> Html:
    return Html(f"<msup><mi>e</mi><mrow>{exponent}</mrow></msup>")


def _fraction(above: Html, below: Html) -> Html:
    return Html(f"<mfrac><mrow>{above}</mrow><mrow>{below}</mrow></mfrac>")
