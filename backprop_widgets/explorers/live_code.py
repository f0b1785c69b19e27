"""A learner's own function inside the live network: run at each move, its numbers laid beside the right ones."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core.quantity import code_of
from backprop_core.validation import described, one_of
from backprop_widgets.checks.accepted import conditions
from backprop_widgets.checks.answers import quantity_at
from backprop_widgets.checks.functions import try_on
from backprop_widgets.checks.judging import judged
from backprop_widgets.checks.learner import CALLED_WITH, about_arguments, name_of, taken
from backprop_widgets.checks.networks import only
from backprop_widgets.checks.phrases import sentence
from backprop_widgets.checks.reading import PER_EXAMPLE
from backprop_widgets.picture.layout import drawable
from backprop_widgets.picture.mark import Mark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backprop_core import Network, Quantity, Trace
    from backprop_core.network import Layers
    from backprop_core.validation import Array
    from backprop_widgets.checks.answers import Comparison

_SIGNS = {True: "✓", False: "✗", None: "–"}


@dataclass(frozen=True)
class Judgement:
    """What came of one run.

    Attributes
    ----------
    ok : bool or None
        None if there is nothing to judge yet.
    words : str
    marks : mapping
        By the code of a number of the picture what was given for it; of a batch, the mean, and whether it is right for
        every example.
    Theta : mapping
        Of a step, where it leads: the new weights by layer, as far as they could be read.
    answer : Comparison or None
        All of its numbers beside the right ones.
    """

    ok: bool | None
    words: str
    marks: Mapping[str, Mark] = field(default_factory=dict)
    Theta: Layers = field(default_factory=dict)
    answer: Comparison | None = None


class LiveCode:
    """One function, run on whatever network is shown; taken away for good when it runs too long.

    Parameters
    ----------
    function : callable
    like : {"forward", "cost", "backward", "step"}
    called : str
        What stands before the sentence about it; by default "Your" and its name.

    Raises
    ------
    TypeError
        If it can't be called.

    Examples
    --------
    >>> from backprop_core import backward, examples, run
    >>> own = LiveCode(backward, "backward")
    >>> trace = run(*examples.lecture())
    >>> own.words(trace, 1.0), own.marks(trace, 1.0)["D.2.1.0"].ok
    ('Your backward: ✓ every number is right here (λ = 0, one example, one output).', True)
    """

    def __init__(self, function: Callable[..., Any], like: str, called: str = "") -> None:
        one_of("like", like, CALLED_WITH)
        if not callable(function):
            hint = ", and leave out the brackets after its name" if isinstance(function, dict | tuple | float) else ""
            raise TypeError(f"function is {described(function)}: give a function{hint}")
        self._function, self._like, self._called = function, like, called
        self._gone: Judgement | None = None
        self._last: tuple[Trace, float, Judgement] | None = None

    def words(self, trace: Trace, alpha: float) -> str:
        """Say what came of it on this network."""
        judgement = self.judge(trace, alpha)
        return f"{self._name}: {_SIGNS[judgement.ok]} {judgement.words}"

    def marks(self, trace: Trace, alpha: float) -> Mapping[str, Mark]:
        """Each number on the picture that it gave, beside the right one."""
        return self.judge(trace, alpha).marks

    def mark_of(self, trace: Trace, alpha: float, q: Quantity) -> Mark | None:
        """What it gave for one number, of an example or of a network too large to be drawn as well."""
        answer = self.judge(trace, alpha).answer
        return None if answer is None else _at(answer, q)

    def stepped(self, trace: Trace, alpha: float) -> Network:
        """Return the network that a step leads to, right or wrong.

        Raises
        ------
        ValueError
            If it gave no whole Θ, or one with no finite numbers.
        """
        Theta = self.judge(trace, alpha).Theta
        if set(Theta) != set(trace.net.Theta):
            raise ValueError(f"{self._name} gave no Θ to go to.")
        return replace(trace.net, Theta=Theta)

    def judge(self, trace: Trace, alpha: float) -> Judgement:
        """Run it on this network, or remember what came of that."""
        if self._gone is not None:
            return self._gone
        if self._last is None or self._last[0] is not trace or self._last[1] != alpha:
            self._last = trace, alpha, self._run(trace, alpha)
        return self._last[2]

    @property
    def _name(self) -> str:
        return self._called or f"Your {name_of(self._function).removeprefix('your ')}"

    def _run(self, trace: Trace, alpha: float) -> Judgement:
        about = about_arguments(self._function, self._like)
        if about:
            self._gone = Judgement(False, f"{about}.")
            return self._gone
        tried = try_on(self._function, taken(self._function, self._like), self._like, only(trace, self._like, alpha))
        here = tried[0]
        if here.outcome.stopped:
            problem = sentence(here.outcome.problem)
            self._gone = Judgement(False, f"{problem} It has been taken away; give it again once it is mended.")
            return self._gone
        verdict = judged(tried, self._like, name_of(self._function), self._function)
        missing = here.outcome.unwritten if here.outcome.unwritten != name_of(self._function) else ""
        words = {
            None: f"{f'{missing}, which it needs,' if missing else 'it'} is still to be written.",
            True: f"every number is right here{conditions(here, self._like)}.",
        }
        Theta = here.reading.given.get("Theta", {})
        answer, said = here.case.answer, words.get(verdict.ok, verdict.message)
        marks = _marks(answer) if drawable(trace.net.sizes) else {}
        return Judgement(verdict.ok, said, marks, Theta, answer)


def _marks(answer: Comparison) -> dict[str, Mark]:
    """What was given, by the code of the number; of a batch the means, which are what a card shows."""
    marks: dict[str, Mark] = {}
    for kind, layers in answer.wrong.items():
        for l, wrong in layers.items():
            given, right = answer.given[kind][l], np.asarray(answer.right[kind][l])
            if kind in PER_EXAMPLE and wrong.ndim == 2:
                with np.errstate(all="ignore"):  # ∞ − ∞
                    means = given.mean(axis=0), right.mean(axis=0)
                marks |= _of_layer(kind, l, *means, np.asarray(wrong.any(axis=0)))
            else:
                marks |= _of_layer(kind, l, given, right, wrong)
    return marks


def _of_layer(kind: str, l: int, given: Array, right: Array, wrong: Array) -> dict[str, Mark]:
    return {
        code_of(quantity_at(kind, l, index)): Mark(float(given[index]), float(right[index]), not wrong[index])
        for index in np.ndindex(wrong.shape)
    }


def _at(answer: Comparison, q: Quantity) -> Mark | None:
    """What was given for one number; of a batch, where no example is chosen, the mean."""
    given = answer.given.get(q.kind, {}).get(q.layer or 0)
    if given is None:
        return None
    right, wrong = np.asarray(answer.right[q.kind][q.layer or 0]), answer.wrong[q.kind][q.layer or 0]
    if q.kind in PER_EXAMPLE and given.ndim == 2:
        rows = slice(None) if q.example is None else slice(q.example - 1, q.example)
        with np.errstate(all="ignore"):  # ∞ − ∞
            given, right, wrong = (
                given[rows].mean(axis=0),
                right[rows].mean(axis=0),
                np.asarray(wrong[rows].any(axis=0)),
            )
    index = () if q.i is None else (q.i - 1,) if q.j is None else (q.i - 1, q.j)
    return Mark(float(given[index]), float(right[index]), not wrong[index])
