"""Which of the named faults gives exactly the numbers of a wrong answer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from backprop_core.faults import FAULTS, Fault, together
from backprop_core.faults.fault import pass_of
from backprop_core.line_by_line import step_with, trace_with
from backprop_widgets.checks.answers import Comparison, is_value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from backprop_core import Trace
    from backprop_core.validation import Array
    from backprop_widgets.checks.forms import Parts

Suspect = tuple[Fault, ...]  # one fault, or several at once, the later over the earlier

MOST_NUMBERS = 5000  # for more than that it takes too long to try each two faults together


@dataclass(frozen=True)
class Case:
    """A network with examples, as a Trace; the numbers asked for, as `pick` takes them out of all; the answer's."""

    trace: Trace
    alpha: float | None
    pick: Callable[[Parts], Parts]
    answer: Comparison


@dataclass(frozen=True)
class Found:
    """What was found.

    Attributes
    ----------
    suspects : list of suspect
        The faults that give the answer's numbers; several if they look alike.
    where : str
        Where they do, if that isn't everywhere.
    """

    suspects: list[Suspect]
    where: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Each as a name, or "one + other" for two at once."""
        return tuple(" + ".join(fault.name for fault in suspect) for suspect in self.suspects)


def right_parts(trace: Trace, alpha: float | None) -> Parts:
    """Every number of a trace, by kind and layer; with an α, Θ is that after a step of descent."""
    return _parts(trace, trace.net.Theta if alpha is None else _after_a_step(trace, alpha))


def wrong_parts(trace: Trace, alpha: float | None, suspect: Suspect) -> Parts | None:
    """Every number of the same network with faults in one of its passes; None where they raise."""
    kind, wrong = pass_of(suspect), together(suspect)
    try:
        with np.errstate(all="ignore"):  # a wrong rule may well lead to ∞
            if kind == "descent":
                return _parts(trace, step_with(kind, wrong, trace, alpha or 1.0).Theta)
            found = trace_with(kind, wrong, trace, alpha or 1.0)
            return _parts(found, trace.net.Theta if alpha is None else _after_a_step(found, alpha))
    except (ValueError, ArithmeticError):
        return None


def _after_a_step(trace: Trace, alpha: float) -> Mapping[int, Array]:
    """Θ after a step, whatever its numbers: a Network takes finite ones only."""
    return {l: Theta - alpha * trace.D[l] for l, Theta in trace.net.Theta.items()}


def _parts(trace: Trace, Theta: Mapping[int, Array]) -> Parts:
    return {
        "z": trace.z,
        "a": trace.a,
        "J": {0: np.asarray(trace.J)},
        "delta": trace.delta,
        "Delta": trace.Delta,
        "D": trace.D,
        "Theta": Theta,
    }


def diagnose(
    cases: Sequence[Case], groups: Sequence[Sequence[str]], stopped: Sequence[tuple[Trace, float | None]] = ()
) -> Found:
    """Try each fault, then each two at once; where that gives nothing, the same on some of the networks.

    Parameters
    ----------
    cases : sequence of Case
        What could be read of the answer.
    groups : sequence of sequence of str
        Kinds of faults that may be in it: those of the first group are tried first.
    stopped : sequence of (Trace, alpha)
        Where there is no answer, because shapes didn't fit: what doesn't fit there either is more likely.
    """
    search = _Search(cases, groups)
    # where it isn't so everywhere, it may still be so on those where less is in play
    for where, among in (
        ("", cases),
        ("Where λ = 0", [case for case in cases if case.trace.lam == 0]),
        ("Where the shapes fit", [case for case in cases if case.answer.reading.is_whole]),
    ):
        if not where or (len(among) < len(cases) and any(case.answer.first for case in among)):
            found = search.among(among)
            if found:
                return Found(_likely(found, stopped), where)
    return Found([])


class _Search:
    """The search for suspects, which remembers what it has computed."""

    def __init__(self, cases: Sequence[Case], groups: Sequence[Sequence[str]]) -> None:
        self._faults = [[fault for fault in FAULTS.values() if fault.kind in group] for group in groups]
        # those that show something wrong first, and of these the smallest
        self._order = sorted(cases, key=lambda case: (case.answer.first is None, _size(case)))
        self._gives: dict[tuple[Suspect, int], bool] = {}

    def among(self, cases: Sequence[Case]) -> list[Suspect]:
        """The suspects that give the numbers of all of these."""
        chosen = [n for n, case in enumerate(self._order) if any(case is one for one in cases)]
        shown = next((self._order[n] for n in chosen if self._order[n].answer.first), None)
        if shown is None:
            return []
        for group in self._faults:
            found = self._matching(chosen, [(fault,) for fault in group])
            if found:
                return found
        if shown.answer.typed or _size(shown) > MOST_NUMBERS:
            return []
        shows = [fault for group in self._faults for fault in group if not self._changes_nothing(fault, chosen)]
        pairs = self._matching(chosen, _pairs(shows))
        likelier = [suspect for suspect in pairs if not in_one_line(*suspect)] or pairs
        return list({frozenset(suspect): suspect for suspect in likelier}.values())

    def _changes_nothing(self, fault: Fault, chosen: Sequence[int]) -> bool:
        """Whether a fault alone gives the right numbers on all of these: it shows only by what it covers of another."""
        return all(_gives_right((fault,), self._order[n]) for n in chosen)

    def _matching(self, chosen: Sequence[int], suspects: Iterable[Suspect]) -> list[Suspect]:
        return [suspect for suspect in suspects if all(self._does_give(suspect, n) for n in chosen)]

    def _does_give(self, suspect: Suspect, n: int) -> bool:
        if (suspect, n) not in self._gives:
            self._gives[suspect, n] = _gives(suspect, self._order[n])
        return self._gives[suspect, n]


def _size(case: Case) -> int:
    return sum(array.size for layers in case.answer.given.values() for array in layers.values())


def _pairs(faults: Sequence[Fault]) -> Iterable[Suspect]:
    """Each two that can be in one function; in one line each over the other."""
    for one, other in combinations(faults, 2):
        if one.kind == other.kind or {one.kind, other.kind} == {"backward", "descent"}:
            yield one, other
            if one.kind == other.kind and in_one_line(one, other):
                yield other, one


def in_one_line(one: Fault, other: Fault) -> bool:
    """Whether both are in a line of the same pass: then the later may leave nothing of the earlier."""
    (one, other) = (one.backward or one, other.backward or other)
    return one.kind == other.kind and bool(one.lines.keys() & other.lines.keys())


def _gives_right(suspect: Suspect, case: Case) -> bool:
    """Whether the suspect gives the right numbers of what was asked for, as if there were no fault."""
    parts = wrong_parts(case.trace, case.alpha, suspect)
    if parts is None:
        return False
    wrong, right = case.pick(parts), case.pick(right_parts(case.trace, case.alpha))
    return all(
        np.allclose(wrong[kind][l], right[kind][l], rtol=1e-9, atol=1e-12, equal_nan=True)
        for kind, layers in case.answer.given.items()
        for l in layers
    )


def _gives(suspect: Suspect, case: Case) -> bool:
    """Whether the suspect gives the numbers of the answer, all of them."""
    parts = wrong_parts(case.trace, case.alpha, suspect)
    if parts is None:
        return False
    wrong, answer = case.pick(parts), case.answer
    return all(
        is_value_of(kind, array, np.asarray(wrong[kind][l]), answer.typed).all()
        for kind, layers in answer.given.items()
        for l, array in layers.items()
    )


def _likely(found: list[Suspect], stopped: Sequence[tuple[Trace, float | None]]) -> list[Suspect]:
    """Of several those whose shapes don't fit either, on the most of the networks where the function stopped."""
    stops = [sum(wrong_parts(trace, alpha, suspect) is None for trace, alpha in stopped) for suspect in found]
    return [suspect for suspect, count in zip(found, stops, strict=True) if count == max(stops)]
