"""A learner's own function inside the live network: run at each move, its numbers laid beside the right ones."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from backprop_core.validation import one_of
from backprop_widgets.checks import check
from backprop_widgets.learner import CALLED_WITH, call_on, is_blank, name_of, taken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backprop_core import Network, Trace
    from backprop_core.network import Layers
    from backprop_widgets.verdict import Verdict

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
        By the code of a number whether it is right; of a batch, whether it is for every example.
    Theta : mapping
        Of a step, where it leads: the new weights by layer, as far as they could be read.
    """

    ok: bool | None
    words: str
    marks: Mapping[str, bool] = field(default_factory=dict)
    Theta: Layers = field(default_factory=dict)


class LiveCode:
    """One function, run on whatever network is shown; taken away for good when it runs too long.

    Parameters
    ----------
    function : callable
    like : {"forward", "cost", "backward", "step"}

    Raises
    ------
    TypeError
        If it can't be called.

    Examples
    --------
    >>> from backprop_core import backward, examples, run
    >>> own = LiveCode(backward, "backward")
    >>> trace = run(*examples.lecture())
    >>> own.words(trace, 1.0), own.marks(trace, 1.0)["D.2.1.0"]
    ('Your backward: ✓ every number is right.', True)
    """

    def __init__(self, function: Callable[..., Any], like: str) -> None:
        one_of("like", like, CALLED_WITH)
        if not callable(function):
            hint = ": leave out the brackets after its name" if isinstance(function, dict | tuple | float) else ""
            raise TypeError(f"a function is expected, not {type(function).__name__}{hint}")
        self._function, self._like = function, like
        self._gone: Judgement | None = None
        self._last: tuple[Trace, float, Judgement] | None = None

    def words(self, trace: Trace, alpha: float) -> str:
        """Say what came of it on this network."""
        judgement = self.judge(trace, alpha)
        return f"{self._name}: {_SIGNS[judgement.ok]} {judgement.words}"

    def marks(self, trace: Trace, alpha: float) -> Mapping[str, bool]:
        """Of each number on the picture that it gave, whether it is right."""
        return self.judge(trace, alpha).marks

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
        return f"Your {name_of(self._function).removeprefix('your ')}"

    def _run(self, trace: Trace, alpha: float) -> Judgement:
        names = taken(self._function, self._like)
        if not names:
            self._gone = Judgement(
                False, f"it has to be ready to be called with ({', '.join(CALLED_WITH[self._like])})."
            )
            return self._gone
        outcome, trace = call_on(trace, self._function, names, alpha)
        if outcome.stopped:
            self._gone = Judgement(False, f"{outcome.problem} It has been taken away; give it again once it is mended.")
            return self._gone
        if outcome.problem:
            return Judgement(False, f"{outcome.problem}.")
        if is_blank(outcome.value):
            return Judgement(None, "it returns nothing yet.")
        return _judged(check(outcome.value, trace, like=self._like, alpha=alpha if self._like == "step" else None))


def _judged(verdict: Verdict) -> Judgement:
    marks: dict[str, bool] = {}
    for code, right in verdict.marks.items():
        name = code.partition("@")[0]
        marks[name] = marks.get(name, True) and right
    words = "every number is right." if verdict.ok else verdict.message
    return Judgement(verdict.ok, words, marks, verdict.answer.given.get("Theta", {}) if verdict.answer else {})
