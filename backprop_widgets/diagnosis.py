"""Which of the named faults gives exactly the numbers of a wrong answer, and what is said about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from backprop_core import Quantity, Trace, value_of
from backprop_core.faults import FAULTS, Fault, together
from backprop_core.line_by_line import step_with, trace_with
from backprop_core.quantity import FIRST_LAYER
from backprop_widgets.answers import Comparison, decimals_of, digits_of, is_close
from backprop_widgets.draw.notation import words
from backprop_widgets.draw.text import of_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from backprop_core import Network
    from backprop_widgets.answers import Difference
    from backprop_widgets.reading import Parts

Suspect = tuple[Fault, ...]  # one fault, or several at once

MOST_NUMBERS = 5000  # for more than that it takes too long to try each two faults together


@dataclass(frozen=True)
class Case:
    """A network with examples, as a Trace; the numbers asked for, as `pick` takes them out of all; the answer's."""

    trace: Trace
    alpha: float | None
    pick: Callable[[Parts], Parts]
    answer: Comparison


@dataclass(frozen=True)
class Diagnosis:
    """Which faults give the answer's numbers, each a name or "one + other" for two at once; and that in words."""

    faults: tuple[str, ...] = ()
    words: str = ""


def right_parts(trace: Trace, alpha: float | None) -> Parts:
    """Every number of a trace, by kind and layer; with an α, Θ is that after a step of descent."""
    return _parts(trace, trace.net if alpha is None else step_with("", None, trace, alpha))


def wrong_parts(trace: Trace, alpha: float | None, suspect: Suspect) -> Parts | None:
    """Every number of the same network with faults in one of its passes; None where they raise."""
    kind, wrong = suspect[0].kind, suspect[0].wrong if len(suspect) == 1 else together(suspect)
    try:
        found = trace_with(kind, wrong, trace, alpha or 1.0)
        return _parts(found, trace.net if alpha is None else step_with(kind, wrong, found, alpha))
    except (ValueError, ArithmeticError):
        return None


def _parts(trace: Trace, net: Network) -> Parts:
    return {
        "z": trace.z,
        "a": trace.a,
        "J": {0: np.asarray(trace.J)},
        "delta": trace.delta,
        "Delta": trace.Delta,
        "D": trace.D,
        "Theta": net.Theta,
    }


def diagnose(cases: list[Case], kinds: Sequence[Sequence[str]]) -> Diagnosis:
    """Try each fault, then each two of one kind, then each one where λ = 0; then look for a common factor.

    Parameters
    ----------
    cases : list of Case
        What could be read of the answer.
    kinds : sequence of sequence of str
        Kinds of faults that may be in it, in the order in which they are tried.
    """
    shown = next((case for case in cases if case.answer.first), None)
    first = shown.answer.first if shown else None
    if shown is None or first is None:
        return Diagnosis()
    trace = shown.trace
    for group in kinds:
        faults = [fault for fault in FAULTS.values() if fault.kind in group]
        alone = [(fault,) for fault in faults]
        found, start, end = _matching(cases, alone), "These", ""
        if not found and not shown.answer.typed and _size(shown) <= MOST_NUMBERS:
            found = _matching(cases, _pairs(faults))
        without = [case for case in cases if case.trace.lam == 0]
        if not found and shown in without and len(without) < len(cases):
            found, start, end = (
                _matching(without, alone),
                "With λ = 0 these",
                " With λ = 1 something else is wrong too.",
            )
        if found:
            told = f"{start} are exactly the numbers of {_told(found, first, trace)}{end}"
            return Diagnosis(tuple(map(_names, found)), told)
    return Diagnosis(words=_proportion(shown))


def _size(case: Case) -> int:
    return sum(array.size for layers in case.answer.given.values() for array in layers.values())


def _pairs(faults: list[Fault]) -> list[Suspect]:
    return [
        (one, other)
        for one, other in combinations(faults, 2)
        if one.kind == other.kind and not one.lines.keys() & other.lines.keys()
    ]


def _matching(cases: list[Case], suspects: Iterable[Suspect]) -> list[Suspect]:
    return [suspect for suspect in suspects if all(_gives(suspect, case) for case in cases)]


def _gives(suspect: Suspect, case: Case) -> bool:
    """Whether the suspect gives the numbers of the answer, all of them."""
    parts = wrong_parts(case.trace, case.alpha, suspect)
    if parts is None:
        return False
    wrong, answer = case.pick(parts), case.answer
    return all(
        is_close(kind, array, np.asarray(wrong[kind][l]), answer.typed).all()
        for kind, layers in answer.given.items()
        for l, array in layers.items()
    )


# In words ----------------------------------------------------------------------------------------------------------


def _names(suspect: Suspect) -> str:
    return " + ".join(fault.name for fault in suspect)


def _told(found: list[Suspect], first: Difference, trace: Trace) -> str:
    if len(found) > 1:
        each = "; ".join(" and ".join(f"“{plain(f.title)}”, {plain(f.rule)}" for f in suspect) for suspect in found)
        return f"each of {len(found)} slips, which can't be told apart here: {each}."
    (suspect,) = found
    if len(suspect) > 1:
        return "two slips at once. " + " ".join(f"One is {_explained(fault)}" for fault in suspect)
    (fault,) = suspect
    return _explained(fault) + _piece(fault, first, trace)


def _explained(fault: Fault) -> str:
    return f"“{plain(fault.title)}”: {plain(fault.rule)}. {plain(fault.explanation)}"


def _piece(fault: Fault, first: Difference, trace: Trace) -> str:
    """What is missing or too much at the first wrong number, with its value."""
    try:
        pieces = {n: _valued(q, trace) for n, q in fault.pieces(first.quantity, trace.net.L).items()}
    except (ValueError, TypeError):
        return ""  # this quantity has none, as J has no unit
    return f" Here {fault.piece.format_map(pieces)}." if pieces else ""


def _valued(quantity: Quantity, trace: Trace) -> str:
    """A quantity with its number; of a batch, where the wrong number was a sum over it, that of example 1."""
    per_unit = quantity.kind in FIRST_LAYER
    if trace.X.ndim == 2 and per_unit and quantity.example is None:
        quantity = replace(quantity, example=1)
    return f"{words(quantity)} = {of_kind(quantity.kind, value_of(trace, quantity))}"


_HIGH = str.maketrans("lL0123456789+−()", "ˡᴸ⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_LOW = str.maketrans("ij0123456789", "ᵢⱼ₀₁₂₃₄₅₆₇₈₉")


def plain(rule: str) -> str:
    """A rule as text, in the symbols that stand for quantities elsewhere.

    Examples
    --------
    >>> plain("δ^(L) = y − a^(L), with Θ_i0")
    'δ⁽ᴸ⁾ = y − a⁽ᴸ⁾, with Θᵢ₀'
    """
    rule = re.sub(r"\^(\([lL0-9+−]+\))", lambda match: match[1].translate(_HIGH), rule)
    return re.sub(r"_([ij0-9]+)(?![a-z_])", lambda match: match[1].translate(_LOW), rule).replace("g'", "g′")


# No fault, but something -------------------------------------------------------------------------------------------


def _proportion(case: Case) -> str:
    """Whether all numbers of the kind that is wrong are the right ones times the same number."""
    first = case.answer.first
    if first is None or not np.isfinite([first.given, first.right]).all() or first.right == 0:
        return ""
    kind, m = first.quantity.kind, case.trace.m
    right = case.pick(right_parts(case.trace, case.alpha))[kind]
    for factor, told in ((-1, "−1"), (2, "2"), (0.5, "½"), (m, f"m = {m}"), (1 / m, f"1/m = 1/{m}")):
        layers = case.answer.given[kind].items()
        if all(is_close(kind, v, np.asarray(factor * right[l]), case.answer.typed).all() for l, v in layers):
            return "Only the sign is wrong." if factor == -1 else f"That is {told} times what is right, all of it."
    return ""


def elsewhere(value: float, asked: Quantity, trace: Trace) -> list[Quantity]:
    """Quantities of the trace that have this value, where it was given for another one: the same kind's first.

    Short numbers are the same by chance too often: below three digits only the same kind counts.
    """
    close = 0.5 * 10.0 ** -decimals_of(value) * (1 + 1e-9)
    found = [q for q in _all_quantities(trace, asked) if q != asked and abs(value - value_of(trace, q)) <= close]
    same = [q for q in found if q.kind == asked.kind]
    return same or (found if digits_of(value) >= 3 else [])


def _all_quantities(trace: Trace, asked: Quantity) -> list[Quantity]:
    net = trace.net
    t = asked.example
    units = [
        Quantity(kind, l, i, example=t)
        for kind in ("z", "a", "delta", "dJda", "gprime")
        for l in range(FIRST_LAYER[kind], net.L + 1)
        for i in range(1, net.sizes[l - 1] + 1)
    ]
    weights = [
        Quantity(kind, l, i, j)
        for kind in ("Theta", "Delta", "D")
        for l in net.Theta
        for i in range(1, net.sizes[l] + 1)
        for j in range(net.sizes[l - 1] + 1)
    ]
    return weights + (units if trace.X.ndim == 1 or t is not None else [])
