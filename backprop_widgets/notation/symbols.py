"""The four notations in use: one number under the name that each course or library gives it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from backprop_core import Factor, Quantity, value_of
from backprop_core.quantity import PER_WEIGHT
from backprop_widgets.notation.text import Html, escape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backprop_core import Explanation, Trace
    from backprop_core.explanation import Term


@dataclass(frozen=True)
class Notation:
    """What a notation does differently.

    Attributes
    ----------
    title : str
        Whose it is.
    unit_layer, weight_layer : int
        What is added to the lecture's layer number, for units (x, z, a, δ) and for weights (Θ, Δ, D).
    first : int
        Units, rows and columns are counted from here.
    bias_apart : bool
        Whether column 0 of Θ has a name of its own.
    delta_over_m : bool
        Whether the slopes by z and a are those of J, the mean of the m examples, and not of one example's cost.
    orientation : str
        How weights and examples are arranged.
    round_layer : tuple of str
        What stands before and after a layer number.
    names : mapping
        By kind; {} stands for the name of the weight, or of the bias.
    """

    title: str
    unit_layer: int
    weight_layer: int
    first: int
    bias_apart: bool
    delta_over_m: bool
    orientation: str
    round_layer: tuple[str, str]
    names: Mapping[str, str]


_COMMON = {
    "x": "x",
    "y": "y",
    "z": "z",
    "a": "a",
    "J": "J",
    "lam": "λ",
    "m": "m",
    "alpha": "α",
    "g": "g",
    "cost": "cost",
}

NOTATIONS = {
    "lecture": Notation(
        "the lecture: Θ, δ",
        unit_layer=0,
        weight_layer=0,
        first=1,
        bias_apart=False,
        delta_over_m=False,
        orientation="Θ: a row for each unit it leads to, a column for each it comes from; X: a row for each example",
        round_layer=("(", ")"),
        names=_COMMON | {"Theta": "Θ", "bias": "Θ", "delta": "δ", "dJda": "∂cost/∂a", "D": "D", "Delta": "Δ"},
    ),
    "nielsen": Notation(
        "Nielsen: w, b, δ",
        unit_layer=0,
        weight_layer=1,
        first=1,
        bias_apart=True,
        delta_over_m=False,
        orientation="w: a row for each unit it leads to, a column for each it comes from; an example is a column",
        round_layer=("", ""),
        names=_COMMON
        | {"Theta": "w", "bias": "b", "delta": "δ", "dJda": "∂Cₓ/∂a", "D": "∂C/∂{}", "Delta": "∑ ∂Cₓ/∂{}"}
        | {"J": "C", "cost": "Cₓ", "m": "n", "alpha": "η", "g": "σ"},
    ),
    "deeplearning.ai": Notation(
        "deeplearning.ai: W, b, dZ, dW",
        unit_layer=-1,
        weight_layer=0,
        first=1,
        bias_apart=True,
        delta_over_m=False,
        orientation="W: a row for each unit it leads to, a column for each it comes from; X: a column for each example",
        round_layer=("[", "]"),
        names=_COMMON
        | {"Theta": "W", "bias": "b", "delta": "dz", "dJda": "da", "D": "d{}", "Delta": "∑ d{}", "cost": "L"},
    ),
    "pytorch": Notation(
        "PyTorch: weight, bias, .grad",
        unit_layer=-1,
        weight_layer=0,
        first=0,
        bias_apart=True,
        delta_over_m=True,
        orientation="W: a row for each unit it leads to, a column for each it comes from; X: a row for each example",
        round_layer=("", ""),
        names=_COMMON | {"bias": "b", "J": "loss", "alpha": "lr"},
    ),
}

SCALED = ("delta", "dJda", "Delta")  # the slopes that PyTorch has of J, and the sum that they make


class Atom(NamedTuple):
    """A piece of a symbol: a name with what hangs below and above it; `code` as it is typed in a program."""

    text: str
    below: str = ""
    above: str = ""
    code: bool = False


def known(notation: str) -> Notation:
    """Look a notation up by its name.

    Raises
    ------
    ValueError
        If there is no such notation.
    """
    if notation not in NOTATIONS:
        raise ValueError(f"notation is {notation!r}: choose one of {', '.join(NOTATIONS)}")
    return NOTATIONS[notation]


@lru_cache(maxsize=8192)
def symbol(quantity: Quantity, notation: str = "lecture") -> Html:
    """Write a quantity as MathML.

    The example isn't part of the symbol: where several stand together, each row says which it is.

    Examples
    --------
    >>> symbol(Quantity("delta", 2, 2), "nielsen")
    '<msubsup><mi>δ</mi><mn>2</mn><mn>2</mn></msubsup>'
    """
    return Html("".join(map(_as_mathml, _atoms(quantity, notation))))


@lru_cache(maxsize=8192)
def words(quantity: Quantity, notation: str = "lecture") -> str:
    """Write a quantity as plain text.

    Examples
    --------
    >>> [words(Quantity("delta", 2, 2), name) for name in NOTATIONS]
    ['δ₂⁽²⁾', 'δ₂²', 'dz₂[1]', 'z1.grad[1]']
    >>> [words(Quantity("D", 2, 1, 0), name) for name in NOTATIONS]
    ['D₁₀⁽²⁾', '∂C/∂b₁³', 'db₁[2]', 'b2.grad[0]']
    >>> words(Quantity("a", 3, 1, example=4))
    'a₁⁽³⁾ of example 4'
    """
    text = "".join(f"{atom.text}{_lowered(atom.below)}{_raised(atom.above)}" for atom in _atoms(quantity, notation))
    return text if quantity.example is None or quantity.kind == "cost" else f"{text} of example {quantity.example}"


@lru_cache(maxsize=1024)
def name(kind: str, notation: str = "lecture") -> str:
    """What a kind of number is called, without indices.

    Examples
    --------
    >>> [name("delta", notation) for notation in NOTATIONS]
    ['δ', 'δ', 'dz', 'z.grad']
    """
    return words(Quantity(kind), notation)


@lru_cache(maxsize=8192)
def in_prose(q: Quantity, notation: str = "lecture") -> str:
    """Say which number of a network it is, as a screen reader says it.

    Examples
    --------
    >>> [in_prose(Quantity("delta", 2, 1), notation) for notation in ("lecture", "deeplearning.ai", "pytorch")]
    ['delta of unit 1 in layer 2', 'dz of unit 1 in layer 1', 'z.grad of unit 0 in layer 1']
    >>> in_prose(Quantity("Theta", 2, 1, 0), "nielsen")
    'weight of layer 3 into unit 1 from the bias'
    """
    n, unit = known(notation), unit_number(q.i, notation)
    if q.kind == "Theta":
        source = f"unit {unit_number(q.j, notation)}" if q.j else "the bias"
        return f"weight of layer {_layer(q, n)} into unit {unit} from {source}"
    what = "target y" if q.kind == "y" else _SAID.get(name(q.kind, notation), name(q.kind, notation))
    return f"{what} of unit {unit}" + (f" in layer {_layer(q, n)}" if q.layer else "")


_SAID = {"δ": "delta"}  # what a screen reader would spell otherwise


def unit_number(i: int, notation: str) -> int:
    """Count a unit, 1, 2, ... in the lecture, as this notation does."""
    return i - 1 + known(notation).first


def inline(quantity: Quantity, notation: str = "lecture") -> Html:
    """Write a quantity as MathML within a sentence or a table."""
    return Html(f"<math>{symbol(quantity, notation)}</math>")


def scale(trace: Trace, kind: str, notation: str) -> float:
    """What a number of this kind is multiplied by in this notation: 1, or 1/m."""
    return 1 / trace.m if kind in SCALED and known(notation).delta_over_m else 1.0


def shown_value(trace: Trace, quantity: Quantity, notation: str = "lecture") -> float:
    """Return the number that stands under this symbol in this notation.

    Examples
    --------
    >>> from backprop_core import examples, run, Network
    >>> X, Y = examples.xor()
    >>> trace = run(Network.random([2, 2, 1], seed=0), X, Y)
    >>> delta = Quantity("delta", 3, 1, example=2)
    >>> bool(shown_value(trace, delta, "pytorch") == shown_value(trace, delta) / 4)
    True
    """
    return value_of(trace, quantity) * scale(trace, quantity.kind, notation)


def converted(explanation: Explanation, trace: Trace, notation: str) -> Explanation:
    """Make the same sum of the numbers of another notation.

    Only PyTorch's differ, on a batch: each δ there has ÷m in it. A term that has no such δ gets the factor 1/m, and
    where all have one, the 1/m outside goes.
    """
    if trace.m == 1 or not known(notation).delta_over_m:
        return explanation
    inv_m = Factor(Quantity("inv_m"), 1 / trace.m)
    rest = tuple(factor for factor in explanation.outer if factor.quantity != inv_m.quantity)
    owed = (explanation.quantity.kind in SCALED) + (len(rest) < len(explanation.outer))
    missing = [owed - sum(_is_scaled(factor) for factor in term) for term in explanation.terms]
    outside = min(missing)
    terms = tuple(
        tuple(_scaled(factor, trace.m) for factor in term) + (inv_m,) * (n - outside)
        for term, n in zip(explanation.terms, missing, strict=True)
    )
    value = explanation.value * scale(trace, explanation.quantity.kind, notation)
    return replace(explanation, terms=terms, outer=rest + (inv_m,) * outside, value=value)


def _is_scaled(factor: Factor) -> bool:
    return factor.quantity is not None and factor.quantity.kind in SCALED


def _scaled(factor: Factor, m: int) -> Factor:
    return Factor(factor.quantity, factor.value / m) if _is_scaled(factor) else factor


def without_bias_unit(term: Term, notation: str) -> Term:
    """The product Θ · 1 of a bias is the bias alone where that has a name of its own."""
    first = term[0].quantity
    bias = known(notation).bias_apart and first is not None and first.kind == "Theta" and first.j == 0
    return term[:1] if bias and term[1:] == (Factor(None, 1.0),) else term


# what a symbol is made of


def _atoms(q: Quantity, notation: str) -> tuple[Atom, ...]:
    n = known(notation)
    if q.kind == "a" and q.layer == 1:
        return _atoms(Quantity("x", i=q.i, example=q.example), notation)
    if q.kind in _PARTS:
        pieces = (_atoms(replace(q, kind=piece[1:]), notation) if piece[0] == "$" else _plain(piece, n)
                  for piece in _PARTS[q.kind])  # fmt: skip
        return tuple(atom for piece in pieces for atom in piece)
    if q.kind == "y":
        q = Quantity("y", i=q.i, example=q.example)  # also where it is a part of something of layer L
    return (_typed(q, n) if n.first == 0 else _indexed(q, n),)


def _plain(text: str, n: Notation) -> tuple[Atom, ...]:
    return (Atom(text.format(g=n.names["g"])),)


# Parts of explanations, as text around the symbols ($) that they are made of.
_PARTS = {
    "gprime": ("{g}′(", "$z", ")"),
    "one_minus_a": ("(1 − ", "$a", ")"),
    "one_minus_y": ("(1 − ", "$y", ")"),
    "error": ("(", "$a", " − ", "$y", ")"),
    "log_a": ("log ", "$a"),
    "log_one_minus_a": ("log(1 − ", "$a", ")"),
    "inv_a": ("1/", "$a"),
    "inv_one_minus_a": ("1/(1 − ", "$a", ")"),
    "inv_m": ("1/", "$m"),
    "penalty": ("∑ Θ²",),
    "new": ("new ", "$Theta"),
}


def _indexed(q: Quantity, n: Notation) -> Atom:
    """A name with its indices below and its layer above."""
    bias = q.kind in PER_WEIGHT and q.j == 0 and n.bias_apart
    weight = n.names["bias" if bias else "Theta"]
    name = weight if q.kind == "Theta" else n.names[q.kind].format(weight)
    layer = "" if q.layer is None else f"{n.round_layer[0]}{_layer(q, n)}{n.round_layer[1]}"
    return Atom(name, _joined(q.i, None if bias else q.j, q.example if q.kind == "cost" else None), layer)


def _layer(q: Quantity, n: Notation) -> int:
    return q.layer + (n.weight_layer if q.kind in PER_WEIGHT else n.unit_layer)


def _joined(*indices: int | None) -> str:
    """Indices in a row, with commas once one has two digits."""
    given = [i for i in indices if i is not None]
    return ("," if any(i > 9 for i in given) else "").join(map(str, given))


_TENSORS = {"delta": "z", "dJda": "a", "D": "W", "Delta": "W", "Theta": "W"}


def _typed(q: Quantity, n: Notation) -> Atom:
    """A number as it is typed in a program: the tensor of its layer, then its place, counted from 0."""
    bias = q.kind in PER_WEIGHT and q.j == 0
    name = "b" if bias else _TENSORS.get(q.kind, n.names.get(q.kind, q.kind))
    layer = "" if q.layer is None else _layer(q, n)
    grad = ".grad" if q.kind in (*SCALED, "D") else ""
    place = [index - 1 for index in (q.i, None if bias else q.j) if index is not None]
    note = " (no λ)" if q.kind == "Delta" else ""
    return Atom(f"{name}{layer}{grad}" + (f"[{','.join(map(str, place))}]" if place else "") + note, code=True)


# atoms as markup and as text

_UPRIGHT = ("log", "cost", "new")
_TOKEN = re.compile(r"([^\W\d_]+′?[₀-₉ₓ]*|∂)|(\d+)|(\S)")


def _as_mathml(atom: Atom) -> Html:
    if atom.code:
        return Html(f'<mi class="bp-code">{escape(atom.text)}</mi>')
    base = "".join(_token(*match.groups()) for match in _TOKEN.finditer(atom.text))
    if not atom.below and not atom.above:
        return Html(base + '<mspace width="0.17em"/>' * (atom.text in ("log ", "new ")))
    base = base if base.count("</") == 1 else f"<mrow>{base}</mrow>"
    if not atom.above:
        return Html(f"<msub>{base}<mn>{atom.below}</mn></msub>")
    above = f"<mn>{atom.above}</mn>"
    return Html(
        f"<msubsup>{base}<mn>{atom.below}</mn>{above}</msubsup>" if atom.below else f"<msup>{base}{above}</msup>"
    )


def _token(name: str | None, digits: str | None, sign: str | None) -> Html:
    if name:
        return Html(f'<mi class="bp-up">{name}</mi>' if name in _UPRIGHT else f"<mi>{name}</mi>")
    if digits:
        return Html(f"<mn>{digits}</mn>")
    if sign in ("(", ")", "∑", "/"):
        return Html(f'<mo stretchy="false" largeop="false" lspace="0" rspace="0">{sign}</mo>')
    return Html(f"<mo>{sign}</mo>")


_LOW = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_HIGH = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")


def _lowered(text: str) -> str:
    return text.translate(_LOW)


def _raised(text: str) -> str:
    return text if text.startswith("[") else text.translate(_HIGH)
