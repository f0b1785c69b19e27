"""A learner's function, tried on several networks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from backprop_widgets.checks.answers import compared
from backprop_widgets.checks.cost_after import without_cost_after
from backprop_widgets.checks.deadline import SECONDS
from backprop_widgets.checks.diagnosis import Case, right_parts
from backprop_widgets.checks.learner import Outcome, call_on, without_lam
from backprop_widgets.checks.reading import Reading, columns_fit_better, read, turned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backprop_core import Trace
    from backprop_core.validation import Array
    from backprop_widgets.checks.arguments import Change
    from backprop_widgets.checks.forms import Parts

QUICK = 0.25  # seconds: what takes longer is not called a second time


@dataclass(frozen=True)
class Tried:
    """What came of a function on one network.

    Attributes
    ----------
    outcome : Outcome
        Of the call.
    reading : Reading
        What it returned; blank if that is nothing.
    case : Case
        Its numbers beside the right ones.
    again : str
        "memory" or "chance", if a second call with the same arguments gave other numbers; else "".
    """

    outcome: Outcome
    reading: Reading
    case: Case
    again: str = ""

    @property
    def trace(self) -> Trace:
        """The network that it was tried on, with its examples."""
        return self.case.trace

    @property
    def alpha(self) -> float | None:
        """The learning rate, of a step."""
        return self.case.alpha

    @property
    def harmful(self) -> tuple[Change, ...]:
        """What it changed of its arguments that would be missed; it may put others into its own forward pass."""
        changes = tuple(change for change in self.outcome.changes if change.of != "fwd" or not change.replaced)
        return () if self._stepped_in_place(changes) else changes

    @property
    def harmless(self) -> tuple[Change, ...]:
        """What else it changed."""
        return tuple(change for change in self.outcome.changes if change not in self.harmful)

    @property
    def ok(self) -> bool:
        """Whether everything came out right, both times, and nothing was spoilt."""
        return not self.outcome.problem and self.case.answer.ok and not self.again and not self.harmful

    def _stepped_in_place(self, changes: Sequence[Change]) -> bool:
        """Whether it is a step that wrote the new Θ over the old one, and no more."""
        if not changes or self.alpha is None or self.case.answer.first or "Theta" not in self.reading.given:
            return False
        if any(".Theta[" not in change.what for change in changes):
            return False
        left = self.outcome.given.copies["net"].Theta
        return all(np.array_equal(left.get(l), Theta) for l, Theta in self.reading.given["Theta"].items())


def try_on(
    function: Callable[..., object],
    names: Sequence[str],
    like: str,
    tried_on: Sequence[tuple[Trace, float]],
    *,
    seconds: float = SECONDS,
) -> list[Tried]:
    """Call a function on each network, until it runs out of time.

    Parameters
    ----------
    function : callable
    names : sequence of str
        What it is called with.
    like : str
    tried_on : sequence of (Trace, alpha)
    seconds : float
        How long a call may take.
    """
    tried: list[Tried] = []
    for trace, alpha in tried_on:
        tried.append(_try(function, names, like, without_lam(trace, names), alpha, seconds))
        if tried[-1].outcome.stopped:
            break
    return in_columns(tried)


def _try(
    function: Callable[..., object], names: Sequence[str], like: str, trace: Trace, alpha: float, seconds: float
) -> Tried:
    step = alpha if like == "step" else None
    right = right_parts(trace, step)

    def run(*, again: bool) -> tuple[Outcome, Reading]:
        outcome = call_on(
            trace,
            function,
            names,
            alpha,
            then=lambda value: read(like, value, right),
            again=again,
            seconds=seconds,
        )
        reading = outcome.value if isinstance(outcome.value, Reading) else Reading(blank=True)
        return outcome, without_cost_after(reading, trace)

    outcome, reading = run(again=False)
    differs = ""
    if reading.given and outcome.seconds < QUICK and not _same(reading, run(again=True)[1]):
        # the same random numbers once more: if they give the same, it was they
        differs = "chance" if _same(reading, run(again=False)[1]) else "memory"
    return Tried(outcome, reading, _case(trace, step, reading, right), differs)


def case_of(trace: Trace, alpha: float | None, reading: Reading) -> Case:
    """An answer beside the right numbers of a network."""
    return _case(trace, alpha, reading, right_parts(trace, alpha))


def _case(trace: Trace, alpha: float | None, reading: Reading, right: Parts) -> Case:
    kinds = tuple(reading.given)

    def pick(every: Parts) -> Parts:
        return {kind: every[kind] for kind in kinds}

    return Case(trace, alpha, pick, compared(reading, right, typed=False))


def _same(one: Reading, other: Reading) -> bool:
    """Whether two calls gave the same, but for the last digits, which may hang on how the sums were split up."""
    if one.given.keys() != other.given.keys():
        return False
    pairs = [(layers, other.given[kind]) for kind, layers in one.given.items()]
    return all(
        layers.keys() == others.keys() and all(_near(array, others[l]) for l, array in layers.items())
        for layers, others in pairs
    )


def _near(one: Array, other: Array) -> bool:
    size = np.abs(one[np.isfinite(one)]).max(initial=0.0)
    return np.allclose(one, other, rtol=1e-9, atol=1e-9 * size, equal_nan=True)


def in_columns(tried: list[Tried]) -> list[Tried]:
    """Read all of it with a column for each example, if so it fits, and with rows it doesn't or less of it is right."""
    with_numbers = [t for t in tried if t.reading.given or t.reading.misshapen]
    right = [t.case.answer.right for t in with_numbers]
    found = {id(t): turned(t.reading, parts) for t, parts in zip(with_numbers, right, strict=True)}
    if not columns_fit_better([t.reading for t in with_numbers], [*found.values()], right):
        return tried
    return [
        replace(t, reading=found[id(t)], case=case_of(t.trace, t.alpha, found[id(t)])) if id(t) in found else t
        for t in tried
    ]
