"""A sum in symbols and the same sum filled in with numbers, term under term, as MathML."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from math import fsum, prod
from typing import TYPE_CHECKING

import numpy as np

from backprop_core import Factor, Quantity
from backprop_core.activations import HIDDEN, OUTPUT
from backprop_widgets.codes import code_of
from backprop_widgets.draw.notation import converted, symbol, without_bias_unit, words
from backprop_widgets.draw.text import DECIMALS, OTHER_DECIMALS, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backprop_core import Explanation, Trace
    from backprop_core.explanation import Term

MOST_TERMS = 8
LARGEST = 6

# How a factor starts; it gets more digits until the printed line comes out. A y is most often 0 or 1.
FACTOR_DECIMALS = {"Theta": 2, "x": 2, "y": 0, "lam": 2, "m": 0}
_PLAIN_DECIMALS = 0
_LEVELS = range(16)
_POWER_BELOW = 0.5e-4


@dataclass(frozen=True)
class Printed:
    """The numbers of a filled-in sum, as they are printed.

    Computing with these numbers and rounding gives `middle` and `result` as they stand here, unless `exact` is False:
    then even all the digits of a float don't do it, and the line says ≈.

    Attributes
    ----------
    shown : tuple of int
        Which terms are printed, counted from 0: all, or of many the largest.
    terms : tuple of tuple of str
        The factors of those.
    rest : str or None
        What the others come to.
    outer : tuple of str
    middle : str or None
        The sum of the terms, where more follows.
    result : str
    exact : bool
    """

    shown: tuple[int, ...]
    terms: tuple[tuple[str, ...], ...]
    rest: str | None
    outer: tuple[str, ...]
    middle: str | None
    result: str
    exact: bool


Number = tuple[str, float]  # as printed, and what that is worth


def printed(e: Explanation) -> Printed:
    """Choose the digits of a filled-in sum, so that the printed line comes out as printed.

    Examples
    --------
    >>> from backprop_core import examples, explain, run
    >>> line = printed(explain(run(*examples.lecture()), Quantity("delta", 2, 2)))
    >>> line.terms, line.outer
    ((('−0.70', '−0.1108'), ('1.10', '0.1768')), ('0.2163',))
    >>> line.middle, line.result
    ('0.2720', '0.0588')
    """
    shown = _largest(e)
    rest = fsum(e.products[n] for n in range(len(e.terms)) if n not in shown) if len(shown) < len(e.terms) else None
    terms = [e.terms[n] for n in shown]
    result = _rounded(e.value, DECIMALS.get(e.quantity.kind, OTHER_DECIMALS))
    middle: Number | None = None
    start = 0
    if e.outer and len(e.terms) > 1:
        start, middle = _middle(e, result)
    for level in _LEVELS[start:]:
        filled = [[_factor(factor, level) for factor in term] for term in terms]
        outer = [_factor(factor, start if middle else level) for factor in e.outer]
        left = None if rest is None else _at_level(rest, OTHER_DECIMALS, level)
        total = fsum([prod(value for _, value in term) for term in filled] + ([left[1]] if left else []))
        whole = total * prod(value for _, value in outer)
        if (middle is None or _comes_to(total, middle)) and _comes_to(_applied(e, whole, filled), result):
            exact = True
            break
    else:
        exact = False
    return Printed(
        shown,
        tuple(tuple(text for text, _ in term) for term in filled),
        left[0] if left else None,
        tuple(text for text, _ in outer),
        middle[0] if middle else None,
        result[0],
        exact,
    )


def _largest(e: Explanation) -> tuple[int, ...]:
    """Which terms to print: all, or the largest few in their order."""
    count = len(e.terms)
    if count <= MOST_TERMS or e.function == "softmax":
        return tuple(range(count))
    sizes = [abs(p) for p in e.products]
    return tuple(sorted(sorted(range(count), key=lambda n: -sizes[n])[:LARGEST]))


def _middle(e: Explanation, result: Number) -> tuple[int, Number]:
    """The sum and how many digits it and the outer factors need, for their product to come out."""
    for level in _LEVELS:
        middle = _at_level(e.sum, OTHER_DECIMALS, level)
        if _comes_to(middle[1] * prod(_factor(factor, level)[1] for factor in e.outer), result):
            break
    return level, middle


def _applied(e: Explanation, total: float, filled: Sequence[Sequence[Number]]) -> float:
    """What the sum's function makes of it."""
    if e.function is None or e.function == "identity":
        return total
    if e.function == "softmax":
        z = np.array([term[0][1] for term in filled])
        return float(OUTPUT["softmax"].g(z)[e.quantity.i - 1])
    return float(HIDDEN[e.function].g(np.float64(total)))


def _comes_to(value: float, printed_number: Number) -> bool:
    """Whether a value rounds to the number as printed; a tie may go either way."""
    text, worth = printed_number
    digits, _, exponent = text.lstrip("−").partition("e")
    decimals = len(digits.partition(".")[2])
    half = 0.5 * 10.0 ** (int(exponent.replace("−", "-") or 0) - decimals)
    return abs(value - worth) <= half * (1 + 1e-9)


def _factor(factor: Factor, level: int) -> Number:
    q = factor.quantity
    if q is None:
        return ("½", 0.5) if factor.value == 0.5 else _at_level(factor.value, _PLAIN_DECIMALS, level)
    if q.kind == "inv_m":
        return f"1/{round(1 / factor.value)}", factor.value
    return _at_level(factor.value, FACTOR_DECIMALS.get("x" if _is_input(q) else q.kind, OTHER_DECIMALS), level)


def _at_level(value: float, decimals: int, level: int) -> Number:
    """Print a number with more digits the higher the level, but none that are all 0 at its end."""
    size = abs(value)
    if size >= 10_000 or 0 < size < _POWER_BELOW and (level or decimals >= OTHER_DECIMALS):
        return _power(value, 2 + level)
    most = max(decimals, 3 + level) if level else decimals
    text = f"{size:.{most}f}"
    if most > decimals:
        text = text.rstrip("0")
        text += "0" * (decimals - len(text.partition(".")[2]))
        text = text.rstrip(".")
    return _signed(text, value)


def _rounded(value: float, decimals: int) -> Number:
    """Print a result with a card's digits."""
    text = number(value, decimals)
    return text, float(text.replace("−", "-"))


def _power(value: float, digits: int) -> Number:
    mantissa, exponent = f"{abs(value):.{digits}e}".split("e")
    return _signed(f"{mantissa}e{int(exponent)}", value)


def _signed(text: str, value: float) -> Number:
    worth = float(text)
    if value < 0 and worth:
        return "−" + text.replace("-", "−"), -worth
    return text.replace("-", "−"), worth


# markup

EDITABLE = ("Theta", "x", "y")
PICKABLE = {"x", "y", "z", "a", "delta", "dJda", "gprime", "Theta", "Delta", "D", "J", "lam", "cost"}
_OPEN = '<mo stretchy="false">(</mo>'
_CLOSE = '<mo stretchy="false">)</mo>'
_TIMES = "<mo>·</mo>"
_THIN = '<mspace width="0.17em"/>'


@dataclass(frozen=True)
class Style:
    """How sums are written: the notation, the network's L, and whether x and y can be edited in them."""

    notation: str
    L: int
    one_example: bool


def style_of(trace: Trace, notation: str) -> Style:
    """The style for sums of this trace."""
    return Style(notation, trace.net.L, trace.X.ndim == 1)


def arithmetic(trace: Trace, e: Explanation, notation: str = "lecture", *, lhs: str | None = None) -> str:
    r"""Write an explanation as MathML: in symbols, filled in with numbers, and what that comes to.

    Up to two terms stand side by side, so that numbers stand under their symbols; more stand one below the other, with
    the numbers beside their symbols.

    Parameters
    ----------
    trace : Trace
    e : Explanation
    notation : str
    lhs : str, optional
        MathML of what stands before the first =; the symbol of what is explained by default.

    Returns
    -------
    str
        One ``<math>``. Numbers of Θ, x and y are text fields (``data-key="sum:CODE"``), those that have an explanation
        of their own are buttons (``data-key="pick:CODE"``).
    """
    e = converted(e, trace, notation)
    style = style_of(trace, notation)
    line = printed(e)
    left = _linked(e.quantity, e.value, style) if lhs is None else lhs
    if e.function is not None:
        rows = _function_rows(e, line, left, style)
    elif len(e.terms) <= 2 and notation != "pytorch" and not _one_per_example(e):
        rows = _lines(e, line, left, style)
    else:
        rows = _ledger(e, line, left, style)
    return f'<math display="block" class="bp-sum"><mtable>{rows}</mtable></math>'


def _one_per_example(e: Explanation) -> bool:
    return any(q is not None and q.example != e.quantity.example for term in e.terms for q, _ in _pairs(term))


def _pairs(term: Term) -> list[tuple[Quantity | None, float]]:
    return [(factor.quantity, factor.value) for factor in term]


# side by side


def _lines(e: Explanation, line: Printed, left: str, style: Style) -> str:
    """Symbols and numbers in two rows, each term above its numbers."""
    bracket = bool(e.outer) and len(e.terms) > 1
    symbols, numbers = [], []
    for n, (term, texts) in enumerate(zip(e.terms, line.terms, strict=True)):
        sign, term, texts = _split_sign(*_reduced(term, texts, style))
        operator = _cell(_operator(sign, n), "bp-op")
        symbols += [operator, _cell(_symbols(term, style))]
        numbers += [operator, _cell(_numbers(term, texts, style))]
    last_symbols = (_CLOSE if bracket else "") + _outer_symbols(e, style)
    last_numbers = (_CLOSE if bracket else "") + _outer_numbers(e, line, style)
    if bracket:
        symbols[0] = numbers[0] = _cell(_OPEN, "bp-op")
    if last_symbols:
        symbols.append(_cell(last_symbols))
        numbers.append(_cell(last_numbers))
    span = len(symbols)
    return (
        _row(_cell(left, "bp-lhs"), _equals(), *symbols)
        + _row(_cell(""), _equals(line.exact), *numbers)
        + _closing(e, line, style, 1, span)
    )


def _closing(e: Explanation, line: Printed, style: Style, before: int, span: int) -> str:
    """The lines that bring it to an end: sum times outer factors, and the result."""
    empty = _cell("") * before
    rows = ""
    if line.middle is not None:
        product = _bracketed(f"<mn>{line.middle}</mn>", line.middle) + _outer_numbers(e, line, style)
        rows += _row(empty, _equals(line.exact), _cell(product, span=span))
    return rows + _row(empty, _equals(line.exact), _cell(_result(e, line), span=span))


def _result(e: Explanation, line: Printed) -> str:
    return f'<mn class="bp-result {colour(e.quantity.kind, e.value)}">{line.result}</mn>'


# one below the other


def _ledger(e: Explanation, line: Printed, left: str, style: Style) -> str:
    """One row a term: its symbols, and beside them its numbers."""
    bracket = bool(e.outer) and len(e.terms) > 1
    rows = []
    for n, (index, texts) in enumerate(zip(line.shown, line.terms, strict=True)):
        sign, term, texts = _split_sign(*_reduced(e.terms[index], texts, style))
        operator = _operator(sign, n) + (_OPEN if bracket and n == 0 else "")
        rows.append(
            _row(
                _cell(left if n == 0 else "", "bp-lhs"),
                _equals() if n == 0 else _cell(""),
                _cell(operator, "bp-op"),
                _cell(_symbols(term, style)),
                _equals(line.exact) if n == 0 else _cell(""),
                _cell(operator, "bp-op"),
                _cell(_numbers(term, texts, style) + _which_example(term, e)),
            )
        )
    if line.rest is not None:
        more = f'<mtext class="bp-note">… {len(e.terms) - len(line.shown)} more</mtext>'
        left_over = _bracketed(f"<mn>{line.rest}</mn>", line.rest)
        plus = _cell("<mo>+</mo>", "bp-op")
        rows.append(_row(_cell("") * 2, plus, _cell(more), _cell(""), plus, _cell(left_over)))
    if e.outer:
        close = _cell(_CLOSE if bracket else "", "bp-op")
        symbols, numbers = _outer_symbols(e, style), _outer_numbers(e, line, style)
        rows.append(_row(_cell("") * 2, close, _cell(symbols), _cell(""), close, _cell(numbers)))
    return "".join(rows) + _closing(e, line, style, 4, 2)


def _which_example(term: Term, e: Explanation) -> str:
    """Which example a row belongs to, where the sum runs over them."""
    example = next((q.example for q, _ in _pairs(term) if q is not None and q.example is not None), None)
    if example is None or example == e.quantity.example:
        return ""
    return f'<mtext class="bp-note bp-which">t = {example}</mtext>'


# a = g(z)


def _function_rows(e: Explanation, line: Printed, left: str, style: Style) -> str:
    symbols, numbers = _softmax(e, line, style) if e.function == "softmax" else _g_of_z(e, line, style)
    return (
        _row(_cell(left, "bp-lhs"), _equals(), _cell(symbols))
        + _row(_cell(""), _equals(line.exact), _cell(numbers))
        + _closing(e, line, style, 1, 1)
    )


def _g_of_z(e: Explanation, line: Printed, style: Style) -> tuple[str, str]:
    z, text = e.terms[0][0], line.terms[0][0]
    z_symbol, z_number = _linked(z.quantity, z.value, style), _number(z, text, style)
    match e.function:
        case "sigmoid":
            z_number = _bracketed(z_number, text)
            return _logistic(z_symbol), _logistic(z_number)
        case "identity":
            return z_symbol, z_number
        case "relu":
            return _call("max", f"<mn>0</mn><mo>,</mo>{z_symbol}"), _call("max", f"<mn>0</mn><mo>,</mo>{z_number}")
        case name:
            return _call(str(name), z_symbol), _call(str(name), z_number)


def _logistic(z: str) -> str:
    power = f"<msup><mi>e</mi><mrow><mo>−</mo>{z}</mrow></msup>"
    return f"<mfrac><mn>1</mn><mrow><mn>1</mn><mo>+</mo>{power}</mrow></mfrac>"


def _call(name: str, argument: str) -> str:
    return f"<mi>{name}</mi>{_OPEN}{argument}{_CLOSE}"


_MOST_POWERS = 3


def _softmax(e: Explanation, line: Printed, style: Style) -> tuple[str, str]:
    z = [(term[0], texts[0]) for term, texts in zip(e.terms, line.terms, strict=True)]
    own, own_text = z[e.quantity.i - 1]
    above = _power_of_e(_linked(own.quantity, own.value, style)), _power_of_e(_number(own, own_text, style))
    if len(z) > _MOST_POWERS:
        every = "<mo>∑</mo><msup><mi>e</mi><mi>z</mi></msup>"
        return _fraction(above[0], every), _fraction(above[1], every)
    symbols = "<mo>+</mo>".join(_power_of_e(_linked(f.quantity, f.value, style)) for f, _ in z)
    numbers = "<mo>+</mo>".join(_power_of_e(_number(f, text, style)) for f, text in z)
    return _fraction(above[0], symbols), _fraction(above[1], numbers)


def _power_of_e(z: str) -> str:
    return f"<msup><mi>e</mi><mrow>{z}</mrow></msup>"


def _fraction(above: str, below: str) -> str:
    return f"<mfrac><mrow>{above}</mrow><mrow>{below}</mrow></mfrac>"


# terms and factors


def _reduced(term: Term, texts: Sequence[str], style: Style) -> tuple[Term, Sequence[str]]:
    short = without_bias_unit(term, style.notation)
    return short, texts[: len(short)]


def _split_sign(term: Term, texts: Sequence[str]) -> tuple[str, Term, Sequence[str]]:
    """A factor -1 in front is a minus sign between terms."""
    if term[0] == Factor(None, -1.0):
        return "−", term[1:], texts[1:]
    return "+", term, texts


def _operator(sign: str, n: int) -> str:
    return f"<mo>{sign}</mo>" if n or sign == "−" else ""


def _symbols(term: Term, style: Style) -> str:
    between = _TIMES if style.notation == "pytorch" or any(f.quantity is None for f in term) else _THIN
    return between.join(_linked(f.quantity, f.value, style) for f in term)


def _numbers(term: Term, texts: Sequence[str], style: Style) -> str:
    return _TIMES.join(_bracketed(_number(f, text, style), text) for f, text in zip(term, texts, strict=True))


def _outer_symbols(e: Explanation, style: Style) -> str:
    return "".join(_TIMES + _linked(factor.quantity, factor.value, style) for factor in e.outer)


def _outer_numbers(e: Explanation, line: Printed, style: Style) -> str:
    pairs = zip(e.outer, line.outer, strict=True)
    return "".join(_TIMES + _bracketed(_number(factor, text, style), text) for factor, text in pairs)


def _bracketed(markup: str, text: str) -> str:
    return f"{_OPEN}{markup}{_CLOSE}" if text.startswith("−") else markup


def _linked(q: Quantity | None, value: float, style: Style) -> str:
    """A symbol, tied to what it stands for in the picture, in its colour."""
    if q is None:
        return f"<mn>{'½' if value == 0.5 else f'{value:g}'}</mn>"
    q = placed(q, style.L)
    pick = f' data-key="pick:{code_of(q)}" data-on="click"' if q.kind in PICKABLE else ""
    return f'<mrow class="{colour(q.kind, value)}"{_ref(q, style.L)}{pick}>{symbol(q, style.notation)}</mrow>'


def _number(factor: Factor, text: str, style: Style) -> str:
    """A number in a sum: a text field, a button, or plain."""
    if factor.quantity is None:
        return f"<mn>{text}</mn>"
    q = placed(factor.quantity, style.L)
    look, ref = colour(q.kind, factor.value), _ref(q, style.L)
    if q.kind == "Theta" or (q.kind in EDITABLE and style.one_example):
        return number_field(q, text, f"{look} bp-num", ref, style.notation)
    if q.kind not in PICKABLE:
        return f'<mn class="{look}"{ref}>{text}</mn>'
    label = f"{words(q, style.notation)} = {text}"
    return (
        f'<mtext><button type="button" class="bp-open {look}" data-key="pick:{code_of(q)}" data-on="click"{ref}'
        f' aria-label="{label}">{text}</button></mtext>'
    )


def number_field(q: Quantity, text: str, look: str, ref: str, notation: str) -> str:
    """A number that can be typed over, inside a sum."""
    width = len(text) - 0.45 * text.count(".")
    return (
        f'<mtext><input type="text" inputmode="decimal" class="{look}" value="{text}" style="width:{width:g}ch"'
        f' data-key="sum:{code_of(q)}" data-on="change key" data-keys="ArrowUp ArrowDown"{ref}'
        f' aria-label="{words(q, notation)}" autocomplete="off" spellcheck="false"></mtext>'
    )


@lru_cache(maxsize=4096)
def placed(q: Quantity, L: int) -> Quantity:
    """The same quantity as it is pointed at in the picture: an input is x, and what belongs to the output has layer L."""
    if _is_input(q):
        return replace(q, kind="x", layer=None)  # type: ignore[arg-type]
    if q.kind in _OF_OUTPUT:
        return replace(q, layer=L)
    return q


_OF_OUTPUT = {"error", "log_a", "log_one_minus_a", "inv_a", "inv_one_minus_a"}


def _is_input(q: Quantity) -> bool:
    return q.kind == "x" or (q.kind == "a" and q.layer == 1)


@lru_cache(maxsize=4096)
def _ref(q: Quantity, L: int) -> str:
    """What lights up together with this number: its edge, its unit, or the cost."""
    if q.j is not None:
        return f' data-ref="e{q.layer}-{q.i}-{q.j}"'
    if q.i is not None:
        layer = 1 if q.kind == "x" else q.layer or L
        return f' data-ref="u{layer}-{q.i}"'
    return ' data-ref="J"' if q.kind in ("J", "cost") else ""


_COLOURS = {"delta": "bp-delta", "a": "bp-a", "x": "bp-a", "z": "bp-z", "D": "bp-grad", "Delta": "bp-grad"}


def colour(kind: str, value: float) -> str:
    """The class of a number or a symbol: what it is, and of a weight its sign.

    Examples
    --------
    >>> colour("Theta", -0.7), colour("delta", 0.1), colour("gprime", 0.25)
    ('bp-neg', 'bp-delta', 'bp-plain')
    """
    if kind == "Theta":
        return "bp-neg" if value < 0 else "bp-pos"
    return _COLOURS.get(kind, "bp-plain")


# cells


def _row(*cells: str) -> str:
    return f"<mtr>{''.join(cells)}</mtr>"


def _cell(content: str, look: str = "", span: int = 1) -> str:
    attributes = (f' class="{look}"' if look else "") + (f' columnspan="{span}"' if span > 1 else "")
    return f"<mtd{attributes}>{content}</mtd>"


def _equals(exact: bool = True) -> str:  # noqa: FBT001, FBT002
    return f'<mtd class="bp-eq"><mo>{"=" if exact else "≈"}</mo></mtd>'
