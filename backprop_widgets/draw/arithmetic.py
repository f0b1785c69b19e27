"""A sum in symbols and the same sum filled in with numbers, term under term, as MathML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING

from backprop_core import Factor, Quantity
from backprop_widgets.codes import code_of, ref_of
from backprop_widgets.draw.notation import converted, symbol, without_bias_unit, words
from backprop_widgets.draw.printed import printed
from backprop_widgets.draw.rows import ABOUT, EQUALS, Part, in_line, listed, side_by_side, stacked

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backprop_core import Explanation, Trace
    from backprop_core.explanation import Term
    from backprop_widgets.draw.printed import Printed

PICKABLE = {"x", "y", "z", "a", "delta", "dJda", "gprime", "Theta", "Delta", "D", "J", "lam", "cost"}

_OPEN = '<mo stretchy="false">(</mo>'
_CLOSE = '<mo stretchy="false">)</mo>'
_TIMES = '<mo lspace="0.15em" rspace="0.15em">·</mo>'
_THIN = '<mspace width="0.17em"/>'


@dataclass(frozen=True)
class Style:
    """How sums are written: the notation, the network's L, and whether its x and y are those of one example."""

    notation: str
    L: int
    one_example: bool


def arithmetic(trace: Trace, e: Explanation, notation: str = "lecture", *, named: bool = True) -> str:
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
    str
        One ``<math>``. Numbers of Θ, x and y are text fields (``data-key="sum:CODE"``); numbers that have an
        explanation of their own are buttons (``data-key="pick:CODE"``).
    """
    style = Style(notation, trace.net.L, trace.X.ndim == 1)
    e = converted(e, trace, notation)
    line = printed(e)
    left = _linked(Factor(e.quantity, e.value), style) if named else ""
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
    return f'<math display="block" role="group" class="{look}"><mtable>{rows}</mtable></math>'


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
    parts = [_part(e, n, texts, style) for n, texts in zip(line.shown, line.terms, strict=True)]
    if line.rest:
        more = f'<mtext class="bp-note">… {len(e.terms) - len(line.shown)} more</mtext>'
        parts.append(Part("<mo>+</mo>", more, _bracketed(f"<mn>{line.rest}</mn>", line.rest)))
    parts[0] = parts[0]._replace(operator=parts[0].operator.replace("<mo>+</mo>", ""))
    if not e.outer:
        return parts, []
    bracket = len(e.terms) > 1
    if bracket:
        parts[0] = parts[0]._replace(operator=_OPEN + parts[0].operator)
    symbols = "".join(_TIMES + _linked(factor, style) for factor in e.outer)
    return parts, [Part(_CLOSE if bracket else "", symbols, _outer_numbers(e, line, style))]


def _part(e: Explanation, n: int, texts: Sequence[str], style: Style) -> Part:
    term = without_bias_unit(e.terms[n], style.notation)
    minus = term[0] == Factor(None, -1.0)
    pairs = list(zip(term[minus:], texts[minus : len(term)], strict=True))
    apart = _TIMES if style.notation == "pytorch" or any(f.quantity is None for f, _ in pairs) else _THIN
    last = pairs[-1][0].quantity
    squared = len(pairs) > 1 and last is not None and pairs[-1][0] == pairs[-2][0]
    pairs = pairs[: len(pairs) - squared]
    symbols = [_linked(f, style) for f, _ in pairs]
    numbers = [_bracketed(_number(f, text, style), text) for f, text in pairs]
    if squared:
        bare = symbols[-1] if last and last.kind == "error" else f"{_OPEN}{symbols[-1]}{_CLOSE}"
        symbols[-1], numbers[-1] = _square(bare), _square(numbers[-1])
    operator = "<mo>−</mo>" if minus else "<mo>+</mo>"
    return Part(operator, apart.join(symbols), _TIMES.join(numbers) + _which_example(e, term))


def _square(markup: str) -> str:
    return f"<msup><mrow>{markup}</mrow><mn>2</mn></msup>"


def _which_example(e: Explanation, term: Term) -> str:
    """Which example a term belongs to, where the sum runs over them."""
    for q in (factor.quantity for factor in term):
        if q and q.example and q.example != e.quantity.example and q.kind != "cost":
            return f'<mtext class="bp-note bp-which">t = {q.example}</mtext>'
    return ""


def _outer_numbers(e: Explanation, line: Printed, style: Style) -> str:
    pairs = zip(e.outer, line.outer, strict=True)
    return "".join(_TIMES + _bracketed(_number(factor, text, style), text) for factor, text in pairs)


def _ending(e: Explanation, line: Printed, style: Style) -> list[str]:
    """What the sum comes to: the sum times the outer factors, then the result."""
    result = f'<mn class="bp-result {colour(e.quantity.kind, e.value)}">{line.result}</mn>'
    if len(e.terms) == 1 or not line.middle:
        return [result]
    return [_bracketed(f"<mn>{line.middle}</mn>", line.middle) + _outer_numbers(e, line, style), result]


# an activation, applied


def _applied(e: Explanation, line: Printed, style: Style) -> Part:
    """The a of a unit: g in symbols, and with z filled in."""
    z = [term[0] for term in e.terms]
    symbols = [_linked(factor, style) for factor in z]
    numbers = [_number(factor, texts[0], style) for factor, texts in zip(z, line.terms, strict=True)]
    if e.function == "softmax":
        own = e.quantity.i - 1
        return Part("", _share(symbols, own), _share(numbers, own))
    write = _WRITTEN[e.function or "identity"]
    return Part("", write(symbols[0]), write(_bracketed(numbers[0], line.terms[0][0])))


_WRITTEN: dict[str, Callable[[str], str]] = {
    "sigmoid": lambda z: _fraction("<mn>1</mn>", f"<mn>1</mn><mo>+</mo>{_power_of_e(f'<mo>−</mo>{z}')}"),
    "tanh": lambda z: f'<mi class="bp-up">tanh</mi>{_OPEN}{z}{_CLOSE}',
    "relu": lambda z: f'<mi class="bp-up">max</mi>{_OPEN}<mn>0</mn><mo>,</mo>{z}{_CLOSE}',
    "identity": lambda z: z,
}

_MOST_POWERS = 3


def _share(z: list[str], own: int) -> str:
    """One power of e over all of them; over their sum in short where there are many."""
    every = (
        "<mo>+</mo>".join(map(_power_of_e, z)) if len(z) <= _MOST_POWERS else f"<mo>∑</mo>{_power_of_e('<mi>z</mi>')}"
    )
    return _fraction(_power_of_e(z[own]), every)


def _power_of_e(exponent: str) -> str:
    return f"<msup><mi>e</mi><mrow>{exponent}</mrow></msup>"


def _fraction(above: str, below: str) -> str:
    return f"<mfrac><mrow>{above}</mrow><mrow>{below}</mrow></mfrac>"


# one factor


def _bracketed(markup: str, text: str) -> str:
    return f"{_OPEN}{markup}{_CLOSE}" if text.startswith("−") else markup


def _linked(factor: Factor, style: Style) -> str:
    """A symbol, tied to what it stands for in the picture, in its colour.

    A click on it opens that, but it is no stop of Tab: the same is a button where its number stands, one row below, or,
    of a weight and of an example, an edge or a row of the picture.
    """
    if factor.quantity is None:
        return f"<mn>{'½' if factor.value == 0.5 else f'{factor.value:g}'}</mn>"
    q = placed(factor.quantity, style.L)
    pick = f' data-key="pick:{code_of(q)}" data-on="click"' if q.kind in PICKABLE else ""
    look = colour(q.kind, factor.value)
    return f'<mrow class="{look}"{_ref(q, style.L)}{pick}>{symbol(q, style.notation)}</mrow>'


def _number(factor: Factor, text: str, style: Style) -> str:
    """A number in a sum: a text field, a button, or plain."""
    if factor.quantity is None:
        return f"<mn>{text}</mn>"
    q = placed(factor.quantity, style.L)
    look, ref = colour(q.kind, factor.value), _ref(q, style.L)
    if q.kind == "Theta" or (q.kind in ("x", "y") and style.one_example):
        return _field(q, text, look, ref, style.notation)
    if q.kind not in PICKABLE:
        return f'<mn class="{look}"{ref}>{text}</mn>'
    return (
        f'<mn><button type="button" class="bp-open {look}" data-key="pick:{code_of(q)}" data-on="click"{ref}'
        f' aria-label="{words(q, style.notation)} = {text}">{text}</button></mn>'
    )


def _field(q: Quantity, text: str, look: str, ref: str, notation: str) -> str:
    """A number that can be typed over where it stands, or moved with the arrow keys."""
    width = len(text) + 0.35 * text.count("−") - 0.4 * text.count(".")
    return (
        f'<mn><input type="text" inputmode="decimal" class="bp-num {look}" value="{text}" style="width:{width:g}ch"'
        f' data-key="sum:{code_of(q)}" data-on="change key"{ref}'
        f' aria-label="{words(q, notation)}" autocomplete="off" spellcheck="false"></mn>'
    )


_OF_OUTPUT = {"error", "log_a", "log_one_minus_a", "inv_a", "inv_one_minus_a"}


@lru_cache(maxsize=4096)
def placed(q: Quantity, L: int) -> Quantity:
    """The same quantity as the picture has it: a^(1) is x, and what belongs to the output has layer L."""
    if q.kind == "x" or (q.kind == "a" and q.layer == 1):
        return Quantity("x", i=q.i, example=q.example)
    return Quantity(q.kind, L, q.i, example=q.example) if q.kind in _OF_OUTPUT else q


def _ref(q: Quantity, L: int) -> str:
    """What lights up together with this number: its edge, its unit, or the cost."""
    ref = ref_of(q, L)
    return f' data-ref="{ref}"' if ref else ""


_COLOURS = {"delta": "bp-delta", "a": "bp-a", "x": "bp-a", "z": "bp-z", "D": "bp-grad", "Delta": "bp-grad"}


def colour(kind: str, value: float = 0.0) -> str:
    """The class of a number or a symbol: what it is, and of a weight its sign.

    Examples
    --------
    >>> colour("Theta", -0.7), colour("delta", 0.1), colour("gprime", 0.25)
    ('bp-neg', 'bp-delta', 'bp-plain')
    """
    if kind == "Theta":
        return "bp-neg" if value < 0 else "bp-pos"
    return _COLOURS.get(kind, "bp-plain")
