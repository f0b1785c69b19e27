"""A question asked before its answer is shown: what is asked, how the outcome is found, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backprop_core import Trace, value_of
from backprop_core.quantity import check_quantity
from backprop_widgets.actions import parse
from backprop_widgets.codes import quantity_of
from backprop_widgets.draw.notation import words
from backprop_widgets.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ASK = ("sign", "largest", "number", "one of")
SIGNS = ("positive", "negative", "zero")
NOTHING = 1e-12  # a derivative smaller than that is 0 and rounding


@dataclass(frozen=True)
class Record:
    """What was predicted, what came out, both as words, and whether they agree; None if the question was skipped."""

    answer: str
    outcome: str
    right: bool | None


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
    outcome : callable
        Gives a number; for "largest" numbers by name; for "one of" one of `among`.
    show : callable
        Writes a number as the cards do.
    """

    words: str
    ask: str
    among: tuple[str, ...]
    tolerance: float
    outcome: Callable[[], Any]
    show: Callable[[float], str]

    def right_answer(self) -> tuple[str, str, float]:
        """Find out: the right one among the answers ("" for a number), the outcome in words, its number."""
        found = self.outcome()
        if self.ask == "largest":
            sizes = {name: float(value) for name, value in found.items()}
            largest = max(sizes, key=lambda name: abs(sizes[name]))
            return largest, "; ".join(f"{name}: {self.show(value)}" for name, value in sizes.items()), 0.0
        if self.ask == "one of":
            if found not in self.among:
                raise ValueError(f"the outcome is {found!r}: expected one of {', '.join(self.among)}")
            return str(found), str(found), 0.0
        value = float(found)
        if self.ask == "number":
            return "", self.show(value), value
        sign = SIGNS[2] if abs(value) < NOTHING else SIGNS[0] if value > 0 else SIGNS[1]
        return sign, f"{sign}: {self.show(value)}", value

    def judge(self, answer: str) -> Record:
        """Put an answer beside the outcome."""
        right, outcome, value = self.right_answer()
        if self.ask != "number":
            return Record(answer, outcome, answer == right)
        guess = parse(answer)
        return Record(answer, outcome, guess is not None and abs(guess - value) <= self.tolerance * (1 + 1e-9))

    def skipped(self) -> Record:
        """Show the outcome with no answer."""
        return Record("", self.right_answer()[1], None)


def outcome_of(source: object, codes: Sequence[str], *, several: bool) -> tuple[Callable[[], Any], tuple[str, ...]]:
    """How the outcome is found, and the names of the numbers that it is about."""
    if callable(source):
        return source, ()
    source = getattr(source, "session", source)
    if not isinstance(source, Trace | Session):
        raise TypeError(
            f"the outcome has to come from a Trace, a Session, an explorer or a function, not {type(source).__name__}"
        )
    quantities = {words(quantity_of(code)): quantity_of(code) for code in codes}
    if not quantities:
        raise ValueError('which number is asked for? Give its code, such as "delta.2.1"')

    def trace() -> Trace:
        return source.trace if isinstance(source, Session) else source

    for q in quantities.values():
        check_quantity(trace(), q)
    if several:
        return lambda: {name: value_of(trace(), q) for name, q in quantities.items()}, tuple(quantities)
    (q,) = quantities.values()
    return lambda: value_of(trace(), q), ()
