"""A learner's own function inside the live network: run at each move, its numbers laid beside the right ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from backprop_core import Forward, run
from backprop_core.validation import one_of
from backprop_widgets.checks import check
from backprop_widgets.learner import call, how_many, is_blank, name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backprop_core import Trace
    from backprop_widgets.verdict import Verdict

# What a function of each pass is called with, and how few of these it may take.
CALLED_WITH = {"forward": ("net", "X"), "cost": ("net", "fwd", "Y", "lam"), "backward": ("net", "fwd", "Y", "lam")}
FEWEST = {"forward": 2, "cost": 3, "backward": 3}
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
    """

    ok: bool | None
    words: str
    marks: Mapping[str, bool] = field(default_factory=dict)


class LiveCode:
    """One function, run on whatever network is shown; taken away for good when it runs too long.

    Parameters
    ----------
    function : callable
    like : {"forward", "cost", "backward"}

    Raises
    ------
    TypeError
        If it can't be called.

    Examples
    --------
    >>> from backprop_core import backward, examples
    >>> own = LiveCode(backward, "backward")
    >>> trace = run(*examples.lecture())
    >>> own.words(trace), own.marks(trace)["D.2.1.0"]
    ('Your backward: ✓ every number is right.', True)
    """

    def __init__(self, function: Callable[..., Any], like: str) -> None:
        one_of("like", like, CALLED_WITH)
        if not callable(function):
            hint = ": leave out the brackets after its name" if isinstance(function, dict | tuple | float) else ""
            raise TypeError(f"a function is expected, not {type(function).__name__}{hint}")
        self._function, self._like = function, like
        self._gone: Judgement | None = None
        self._last: tuple[Trace, Judgement] | None = None

    def words(self, trace: Trace) -> str:
        """Say what came of it on this network."""
        judgement = self.judge(trace)
        return f"Your {name_of(self._function).removeprefix('your ')}: {_SIGNS[judgement.ok]} {judgement.words}"

    def marks(self, trace: Trace) -> Mapping[str, bool]:
        """Of each number on the picture that it gave, whether it is right."""
        return self.judge(trace).marks

    def judge(self, trace: Trace) -> Judgement:
        """Run it on this network, or remember what came of that."""
        if self._gone is not None:
            return self._gone
        if self._last is None or self._last[0] is not trace:
            self._last = trace, self._run(trace)
        return self._last[1]

    def _run(self, trace: Trace) -> Judgement:
        names = CALLED_WITH[self._like]
        n = how_many(self._function, names, FEWEST[self._like])
        if not n:
            self._gone = Judgement(False, f"it has to be ready to be called with ({', '.join(names)}).")
            return self._gone
        if "lam" in names[n:]:
            trace = run(trace.net, trace.X, trace.Y)
        given = {"net": trace.net, "X": trace.X, "Y": trace.Y, "lam": trace.lam, "fwd": Forward(trace.a, trace.z)}
        outcome = call(self._function, *(given[name] for name in names[:n]))
        if outcome.stopped:
            self._gone = Judgement(False, f"{outcome.problem} It has been taken away; give it again once it is mended.")
            return self._gone
        if outcome.problem:
            return Judgement(False, f"{outcome.problem}.")
        if is_blank(outcome.value):
            return Judgement(None, "it returns nothing yet.")
        return _judged(check(outcome.value, trace, like=self._like))


def _judged(verdict: Verdict) -> Judgement:
    marks: dict[str, bool] = {}
    for code, right in verdict.marks.items():
        name = code.partition("@")[0]
        marks[name] = marks.get(name, True) and right
    words = "every number is right." if verdict.ok else verdict.message
    return Judgement(verdict.ok, words, marks)
