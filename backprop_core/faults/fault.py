"""A wrong rule: what it is called, what it does to which line of a pass, and what is in question where it did."""

# ruff: noqa: ARG005 - a piece takes a quantity and L, used or not

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from backprop_core.faults.formulas import formulas
from backprop_core.line_by_line import PASSES, RIGHT, Lines
from backprop_core.quantity import PER_WEIGHT, Quantity
from backprop_core.validation import one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from backprop_core.network import Network


@dataclass(frozen=True, eq=False)
class Fault:
    """A wrong rule.

    Attributes
    ----------
    name : str
        Its key in `FAULTS`.
    kind : {"forward", "cost", "backward", "descent"}
        The pass that it is in.
    title : str
        What it is called.
    rule, explanation : str
        The wrong rule itself, in one line, and what is wrong about it, in plain words. Names of `formulas` stand in
        braces where that depends on the network: `told` fills them in.
    symptoms : str
        How it shows over the layers. Three figures are the relative errors of D^(1) / D^(2) / D^(3) on XOR: 2-2-2-1
        units, weights from -2 to 2, median of 30 starts; sigmoid, cross-entropy and λ = 0 unless said.
    hides : str
        Where its numbers are the right ones; "" if nowhere in particular.
    lines : mapping
        By the name of a line of `RIGHT`, what stands in its place: a function of the line that was there and of what
        that is called with. So two faults can be in one line.
    piece : str
        What is missing, too much or mistaken where a quantity came out wrong: words around names of `PIECES` in braces.
    backward : Fault or None
        Of a step that is wrong because its backward pass is: the fault of that.

    Examples
    --------
    >>> from backprop_core import examples, forward
    >>> from backprop_core.faults import FAULTS
    >>> net, x, y = examples.lecture()
    >>> fault = FAULTS["output_sign"]
    >>> fault.told(net)[0]
    'δ^(L) = y − a^(L)'
    >>> print(f"{fault.wrong(net, forward(net, x), y).delta[4][0]:+.4f}")
    +0.5465
    """

    name: str
    kind: str
    title: str
    rule: str
    explanation: str
    symptoms: str
    hides: str
    lines: Lines
    piece: str = ""
    backward: Fault | None = None

    @property
    def wrong(self) -> Callable[..., Any]:
        """The whole pass with this fault in it.

        forward: f(net, X) -> Forward; cost: f(net, fwd, Y, lam=0.0) -> float;
        backward: f(net, fwd, Y, lam=0.0, alpha=1.0) -> Backward;
        descent: f(net, X, Y, lam=0.0, alpha=1.0) -> Network, after one step.
        It raises ValueError where its shapes don't fit, or the network's cost has no place for it.
        """
        return together([self])

    def told(self, net: Network) -> tuple[str, str]:
        """Return the rule and what is wrong about it, with the functions of this network.

        Examples
        --------
        >>> from dataclasses import replace
        >>> from backprop_core import examples
        >>> from backprop_core.faults import FAULTS
        >>> net, _, _ = examples.lecture()
        >>> FAULTS["output_sign"].told(replace(net, cost="squared_error"))[0]
        "δ^(L) = (y − a^(L)) g'(z^(L))"
        """
        words = formulas(net)
        return self.rule.format_map(words), self.explanation.format_map(words)

    def pieces(self, q: Quantity, L: int) -> dict[str, Quantity]:
        """Return the quantities in question where q came out wrong, by their names in `piece`; L layers in all.

        Examples
        --------
        >>> from backprop_core.faults import FAULTS
        >>> fault = FAULTS["gprime_left_out"]
        >>> fault.piece, str(fault.pieces(Quantity("delta", 2, 1), 4)["gprime"])
        ('left out: {gprime}', 'gprime_1^(2)')
        """
        names = [name for _, name, _, _ in Formatter().parse(self.piece) if name]
        return {name: PIECES[name](q, L) for name in names}


def with_lines(kind: str, lines: Lines) -> Callable[..., Any]:
    """Return a pass with these lines in the place of the right ones, each a function of the line that it replaces.

    Examples
    --------
    >>> from backprop_core import examples, forward
    >>> net, x, y = examples.lecture()
    >>> all_right = with_lines("cost", {})
    >>> print(f"{all_right(net, forward(net, x), y):.4f}")
    0.7908
    """
    one_of("kind", kind, PASSES)
    return partial(PASSES[kind], MappingProxyType(_over(RIGHT[kind], kind, lines)))


def _over(below: Lines, kind: str, lines: Lines) -> dict[str, Callable[..., Any]]:
    unknown = set(lines) - set(below)
    if unknown:
        raise ValueError(f"a {kind} pass has no line {', '.join(sorted(unknown))}: it has {', '.join(below)}")
    return {**below, **{name: partial(line, below[name]) for name, line in lines.items()}}


def together(faults: Iterable[Fault]) -> Callable[..., Any]:
    """Return a pass with several faults at once, each put over those before it; a step, if some are of the descent.

    Raises
    ------
    ValueError
        If they are of different passes; backward and descent go together, in a step.

    Examples
    --------
    The hidden sums as they are often spoken: with y - a at the output, and without g'.

    >>> from backprop_core import examples, forward
    >>> from backprop_core.faults import FAULTS
    >>> net, x, y = examples.lecture()
    >>> spoken = together([FAULTS["output_sign"], FAULTS["gprime_left_out"]])
    >>> print(f"{spoken(net, forward(net, x), y).delta[3][0]:+.4f}")
    +0.5192
    """
    faults = list(faults)
    kind = pass_of(faults)
    rules = [fault.backward or fault for fault in faults]
    lines: dict[str, dict[str, Callable[..., Any]]] = {k: dict(RIGHT[k]) for k in {kind, *(f.kind for f in rules)}}
    for fault in rules:
        lines[fault.kind] = _over(lines[fault.kind], fault.kind, fault.lines)
    if len(lines) == 2:
        wrong = partial(PASSES["backward"], MappingProxyType(lines["backward"]))
        lines["descent"]["D"] = lambda net, fwd, Y, lam, alpha: wrong(net, fwd, Y, lam, alpha).D
    return partial(PASSES[kind], MappingProxyType(lines[kind]))


def pass_of(faults: Iterable[Fault]) -> str:
    """Return the pass that these faults make wrong together.

    Raises
    ------
    ValueError
        If that is more than one.
    """
    kinds = sorted({fault.kind for fault in faults})
    if kinds == ["backward", "descent"]:
        return "descent"
    if len(kinds) != 1:
        raise ValueError(f"faults of one pass can be put together, not of {len(kinds)}: {', '.join(kinds)}")
    return kinds[0]


# What is in question where a quantity q came out wrong ---------------------------------------------------------------


def _unit(kind: str, q: Quantity) -> Quantity:
    """A number of the unit that a z, a or δ belongs to; for a weight of the unit that it leads into."""
    return Quantity(kind, q.layer + 1 if q.kind in PER_WEIGHT else q.layer, q.i, example=q.example)


def _turned_over(q: Quantity) -> Quantity:
    return replace(q, i=q.j, j=q.i)


def _at_output(kind: str, q: Quantity, L: int) -> Quantity:
    """That of the output unit in question; of unit 1 if q is further back."""
    unit = _unit(kind, q)
    return unit if unit.layer == L else replace(unit, layer=L, i=1)


PIECES: Mapping[str, Callable[[Quantity, int], Quantity]] = {
    "m": lambda q, L: Quantity("m"),
    "lam": lambda q, L: Quantity("lam"),
    "y": lambda q, L: _at_output("y", q, L),
    "h": lambda q, L: _at_output("a", q, L),
    "output_gprime": lambda q, L: _at_output("gprime", q, L),
    "a": lambda q, L: _unit("a", q),
    "gprime": lambda q, L: _unit("gprime", q),
    "bias": lambda q, L: Quantity("Theta", _unit("z", q).layer - 1, q.i, 0),
    "next_bias": lambda q, L: Quantity("Theta", _unit("z", q).layer, 1, 0),
    "forth": lambda q, L: Quantity("Theta", _unit("z", q).layer, 1, q.i),
    "across": lambda q, L: Quantity("Theta", _unit("z", q).layer, 2 if q.i == 1 else 1, q.i),
    "across_turned": lambda q, L: _turned_over(PIECES["across"](q, L)),
    "into": lambda q, L: Quantity("Theta", _unit("z", q).layer - 1, q.i, 2 if q.i == 1 else 1),
    "into_turned": lambda q, L: _turned_over(PIECES["into"](q, L)),
    "next_D": lambda q, L: Quantity("D", _unit("z", q).layer, 1, q.i),
    "own_D": lambda q, L: Quantity("D", q.layer, q.i, q.j),
    "own_Theta": lambda q, L: Quantity("Theta", q.layer, q.i, q.j),
    "next_gprime": lambda q, L: Quantity("gprime", _unit("z", q).layer + 1, 1, example=q.example),
    "source": lambda q, L: Quantity("a", q.layer, q.j, example=q.example),
}
