"""One factor of a sum as MathML: its symbol and its number, tied to what they stand for in the picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from backprop_core import Factor, Quantity
from backprop_core.quantity import code_of
from backprop_widgets.notation.refs import ref_of
from backprop_widgets.notation.symbols import symbol, words
from backprop_widgets.notation.text import Html

if TYPE_CHECKING:
    from backprop_core import Trace
    from backprop_core.explanation import Term

PICKABLE = {"x", "y", "z", "a", "delta", "dJda", "gprime", "Theta", "Delta", "D", "J", "lam", "cost"}

OPEN = Html('<mo stretchy="false">(</mo>')
CLOSE = Html('<mo stretchy="false">)</mo>')
TIMES = Html('<mo lspace="0.15em" rspace="0.15em">·</mo>')
THIN = Html('<mspace width="0.17em"/>')


@dataclass(frozen=True)
class Style:
    """How sums are written: the notation, the network's L, and whether its x and y are those of one example."""

    notation: str
    L: int
    one_example: bool

    @classmethod
    def of(cls, trace: Trace, notation: str) -> Style:
        """How the sums of a trace are written."""
        return cls(notation, trace.net.L, trace.X.ndim == 1)


def edges_of(term: Term) -> tuple[str, ...]:
    """The edges whose weights are factors of a product: whatever of it is pointed at, they light up with it."""
    return tuple(ref_of(f.quantity, 0) for f in term if f.quantity and f.quantity.kind == "Theta")


def bracketed(markup: Html, text: str) -> Html:
    """A number as it stands in a product: in brackets if it is negative."""
    return Html(f"{OPEN}{markup}{CLOSE}" if text.startswith("−") else markup)


def linked(factor: Factor, style: Style, along: tuple[str, ...] = ()) -> Html:
    """A symbol, tied to what it stands for in the picture, in its colour.

    A click on it opens that, but it is no stop of Tab: the same is a button where its number stands, one row below, or,
    of a weight and of an example, an edge or a row of the picture.
    """
    if factor.quantity is None:
        return Html(f"<mn>{'½' if factor.value == 0.5 else f'{factor.value:g}'}</mn>")
    q = placed(factor.quantity, style.L)
    pick = f' data-key="pick:{code_of(q)}" data-on="click"' if q.kind in PICKABLE else ""
    look = colour(q.kind, factor.value)
    return Html(f'<mrow class="{look}"{_ref(q, style.L, along)}{pick}>{symbol(q, style.notation)}</mrow>')


def filled(factor: Factor, text: str, style: Style, along: tuple[str, ...] = ()) -> Html:
    """A number in a sum, as MathML: a text field, a button, or plain."""
    control = control_of(factor, text, style, along)
    if control or factor.quantity is None:
        return Html(f"<mn>{control or text}</mn>")
    q = placed(factor.quantity, style.L)
    return Html(f'<mn class="{colour(q.kind, factor.value)}"{_ref(q, style.L, along)}>{text}</mn>')


def control_of(factor: Factor, text: str, style: Style, along: tuple[str, ...] = ()) -> Html:
    """A number that can be typed over where it stands, or that opens where it comes from; "" for another."""
    if factor.quantity is None:
        return Html("")
    q = placed(factor.quantity, style.L)
    look, ref = colour(q.kind, factor.value), _ref(q, style.L, along)
    if q.kind == "Theta" or (q.kind in ("x", "y") and style.one_example):
        return _field(q, text, look, ref, style.notation)
    if q.kind not in PICKABLE:
        return Html("")
    return Html(
        f'<button type="button" class="bp-open {look}" data-key="pick:{code_of(q)}" data-on="click"{ref}'
        f' aria-label="{words(q, style.notation)} = {text}">{text}</button>'
    )


def _field(q: Quantity, text: str, look: str, ref: str, notation: str) -> Html:
    """A number that can be typed over where it stands, or moved with the arrow keys."""
    width = len(text) + 0.35 * text.count("−") - 0.4 * text.count(".")
    return Html(
        f'<input type="text" inputmode="decimal" class="bp-num {look}" value="{text}" style="width:{width:g}ch"'
        f' data-key="sum:{code_of(q)}" data-on="change key"{ref}'
        f' aria-label="{words(q, notation)}" autocomplete="off" spellcheck="false">'
    )


_OF_OUTPUT = {"error", "log_a", "log_one_minus_a", "inv_a", "inv_one_minus_a"}


@lru_cache(maxsize=4096)
def placed(q: Quantity, L: int) -> Quantity:
    """The same quantity as the picture has it: a^(1) is x, and what belongs to the output has layer L."""
    if q.kind == "x" or (q.kind == "a" and q.layer == 1):
        return Quantity("x", i=q.i, example=q.example)
    return Quantity(q.kind, L, q.i, example=q.example) if q.kind in _OF_OUTPUT else q


def _ref(q: Quantity, L: int, along: tuple[str, ...]) -> str:
    """What lights up together with this number: its edge, its unit, or the cost, and the edges of its product."""
    refs = dict.fromkeys((ref_of(q, L), *along))  # each once
    refs.pop("", None)
    return f' data-ref="{" ".join(refs)}"' if refs else ""


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
