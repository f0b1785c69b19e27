"""A question asked before its answer is shown: what is asked, how the outcome is found, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose, isnan
from typing import TYPE_CHECKING

from backprop_core.validation import shown
from backprop_widgets.notation.marked import as_text
from backprop_widgets.notation.typed import parse, quoted
from backprop_widgets.predictions.reasons import RIGHT

if TYPE_CHECKING:
    from backprop_widgets.predictions.reasons import Reasons
    from backprop_widgets.predictions.subject import Subject

ASK = ("sign", "largest", "number", "one of")
SIGNS = ("positive", "negative", "zero")
NOTHING = 1e-12  # a derivative smaller than that is 0 and rounding
NO_CODES = str.maketrans("{}", "()")  # what stands in braces would be read as a number's code


NOT_FOUND = "It can't be found out as things are: "


@dataclass(frozen=True)
class Answered:
    """What was predicted and what came out, as words; whether they agree, None if the question was skipped; and why."""

    answer: str
    outcome: str
    right: bool | None
    why: str = ""

    @property
    def lasts(self) -> bool:
        """Whether it is kept: not where nothing came out, for that may be mended, and the question asked again."""
        return bool(self.answer) or not self.why.startswith(NOT_FOUND)


@dataclass(frozen=True)
class Question:
    """What is asked, and how the answer is found.

    Attributes
    ----------
    words : str
    ask : {"sign", "largest", "number", "one of"}
    among : tuple of str
        The possible answers; () for a number.
    tolerance : float
        How near a number has to come.
    subject : Subject
        What the outcome comes from.
    reasons : Reasons
        What is said with the outcome.
    """

    words: str
    ask: str
    among: tuple[str, ...]
    tolerance: float
    subject: Subject
    reasons: Reasons

    def __post_init__(self) -> None:
        if self.ask != "number" and len(set(self.among)) < 2:
            raise ValueError(f"there are {len(set(self.among))} answers to choose from: give at least two")
        for sentence in (self.words, *self.among, *self.reasons.sentences()):
            as_text(sentence)  # refuses a code that is none

    def right_answer(self) -> tuple[tuple[str, ...], str, float]:
        """Find out: the right ones among the answers (`RIGHT` for a number), the outcome in words, its number."""
        found = self.subject.outcome()
        if self.ask == "largest":
            sizes = self._sizes(found)
            return (
                _largest(sizes),
                "; ".join(f"{name}: {self.subject.show(value)}" for name, value in sizes.items()),
                0.0,
            )
        if self.ask == "one of":
            if found not in self.among:
                raise ValueError(f"the outcome is {found!r}: expected one of {', '.join(self.among)}")
            return (str(found),), str(found), 0.0
        value = _number(found)
        if self.ask == "number":
            return (RIGHT,), self.subject.show(value), value
        sign = SIGNS[2] if abs(value) < NOTHING else SIGNS[0] if value > 0 else SIGNS[1]
        return (sign,), f"{sign}: {self.subject.show(value)}", value

    def judge(self, answer: str) -> Answered:
        """Put an answer beside the outcome, and say why."""
        right, outcome, value = self.right_answer()
        if self.ask != "number":
            return Answered(answer, outcome, answer in right, self.reasons.why(answer))
        guess, near = parse(answer), self.tolerance * (1 + 1e-9)
        if guess is None:
            raise ValueError(f"{quoted(answer)} is no number: type one such as 0.25.")
        why = self.reasons.why_number(guess, value, near, self.subject.show)
        return Answered(answer, outcome, abs(guess - value) <= near, why)

    def skipped(self) -> Answered:
        """Show the outcome with no answer; or say why there is none now, for nobody is held up by that."""
        try:
            right, outcome, _ = self.right_answer()
        except Exception as problem:  # noqa: BLE001  a function of an author's may raise anything
            said = str(problem).translate(NO_CODES) or type(problem).__name__
            return Answered("", "nothing", None, f"{NOT_FOUND}{said}")
        return Answered("", outcome, None, " ".join(filter(None, map(self.reasons.why, right))))

    def others(self, answer: str) -> list[tuple[str, str]]:
        """List the options that were not chosen, each with what is said about it."""
        return [(option, self.reasons.why(option)) for option in self.among if option != answer]

    def _sizes(self, found: object) -> dict[str, float]:
        """What came out for each option, by its name."""
        if not isinstance(found, Mapping):
            raise TypeError(f"the outcome is {shown(found)}: the function has to give numbers by name")
        if set(found) != set(self.among):
            names = ", ".join(map(str, found)) or "nothing"
            raise ValueError(
                f"the outcome has {names}, but the answers are {', '.join(self.among)}: name the same ones"
            )
        return {name: _number(value) for name, value in found.items()}


def _largest(sizes: Mapping[str, float]) -> tuple[str, ...]:
    """All names whose number is the largest in size, up to rounding."""
    most = max(map(abs, sizes.values()))
    return tuple(name for name, value in sizes.items() if isclose(abs(value), most, abs_tol=NOTHING))


def _number(found: object) -> float:
    """What came out, as a number."""
    try:
        value = float(found)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise TypeError(f"the outcome is {shown(found)}: the function has to give a number") from error
    if isnan(value):
        raise ValueError("the outcome is not a number (NaN): no answer can be right")
    return value
