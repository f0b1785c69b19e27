"""recall(): two quick questions about earlier lessons, with other numbers at every visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from backprop_core.calls import plainly
from backprop_core.validation import index, one_of
from backprop_widgets.live.controls import button
from backprop_widgets.live.live import Live
from backprop_widgets.notation.marked import as_text
from backprop_widgets.notation.text import Html
from backprop_widgets.notation.typed import whole_in
from backprop_widgets.predictions import drawing as draw
from backprop_widgets.predictions.bank.bank import BANK
from backprop_widgets.predictions.bank.item import ask

if TYPE_CHECKING:
    from backprop_widgets.live.events import Event
    from backprop_widgets.predictions.bank.item import Item

STORED = 0  # the seed of the questions that a stored lesson shows


@plainly
def recall(last: int, older: int, *, seed: int | None = None) -> Recall:
    """Ask two quick questions, one about each of two earlier lessons.

    Each visit asks others: they are drawn when a page shows them for the first time. As long as none does, in a stored
    lesson for instance, they are the same every time.

    Parameters
    ----------
    last : int
        The number of one lesson, 0 to 12: of the one before, as a rule.
    older : int
        That of another one, 0 to 12.
    seed : int, optional
        For asking the same at every visit; 0 to 2³².

    Raises
    ------
    ValueError, TypeError
        If a lesson has no questions, or both are the same.

    Examples
    --------
    >>> view = recall(3, 1, seed=2)
    >>> print(view.text().splitlines()[1])
    From lesson 03: δ of a hidden unit is −0.1166. An imp pushes this unit's z up a little. What does the cost do?
    """
    for name, lesson in (("last", last), ("older", older)):
        index(name, lesson, 0, max(BANK), "a lesson with questions")
    if seed is not None:
        index("seed", seed, 0, 2**32, "the seed")
    if last == older:
        raise ValueError(f"both questions are about lesson {last}: name two lessons")
    return Recall((last, older), seed)


class Recall(Live):
    """Two quick questions; see `recall`."""

    def __init__(self, lessons: tuple[int, int], seed: int | None) -> None:
        self._lessons = lessons
        self._stored = seed is None
        super().__init__()
        self._draw_lots(STORED if seed is None else seed)

    def _draw_lots(self, seed: int) -> None:
        """Take other questions, with other numbers."""
        rng = np.random.default_rng([seed, *self._lessons])
        self.items: list[Item] = [ask(BANK[lesson][rng.integers(len(BANK[lesson]))], rng) for lesson in self._lessons]
        self.answers = ["", ""]
        self.refresh()

    @plainly
    def answer(self, number: int, option: str) -> None:
        """Answer the first (0) or the second (1) question, as a press of the option does; once.

        Raises
        ------
        ValueError, TypeError
            If there is no such question, or it has no such option.
        """
        index("number", number, 0, 1, "the first question or the second,")
        one_of("option", option, self.items[number].reasons)
        if not self.answers[number]:
            self.answers[number] = option
            self.refresh()

    # what Live asks for

    def seen(self) -> None:
        """Ask what nobody has been asked before, unless an answer has overtaken the news."""
        stored, self._stored = self._stored, False
        if stored and not any(self.answers):
            self._ask_others()

    def draw(self) -> str:
        """Draw both questions, open or answered."""
        again = Html(f"<div class='bp-toolbar'>{button('again', 'Two other questions')}</div>")
        parts = [*map(self._question, range(2)), self.notice_line(), again]
        return draw.frame("two questions about earlier lessons", parts)

    def text(self) -> str:
        """Return the questions, and what came of them, in words."""
        lines = ["Two quick questions about earlier lessons."]
        for lesson, item, answer in zip(self._lessons, self.items, self.answers, strict=True):
            lines.append(f"From lesson {lesson:02}: {item.words}")
            said = f"{_outcome(item, answer)} {item.reasons[answer]}" if answer else ""
            lines.append(said or f"Not answered yet. Possible answers: {'; '.join(item.reasons)}.")
        return as_text("\n".join(lines))

    def _take_answer(self, event: Event) -> None:
        number, _, option = event.what.partition(":")
        item = whole_in("question", number, 0, 1)
        options = list(self.items[item].reasons)
        self.answer(item, options[whole_in("option", option, 0, len(options) - 1)])

    def _ask_others(self, _event: Event | None = None) -> None:
        self._draw_lots(int(np.random.default_rng().integers(2**32)))

    ACTIONS: ClassVar = {"answer": _take_answer, "again": _ask_others}

    def _question(self, number: int) -> Html:
        item, answer = self.items[number], self.answers[number]
        others = [(option, why) for option, why in item.reasons.items() if option != answer]
        return Html(
            f"<div class='bp-quick' data-key='quick:{number}'>{draw.quick_question(self._lessons[number], item.words)}"
            + ("" if answer else draw.options(f"answer:{number}", item.reasons))
            + draw.answered(
                f"quick-say:{number}", _outcome(item, answer), answer == item.right, item.reasons.get(answer, "")
            )
            + (draw.others(others, f"quick-others:{number}") if answer else "")
            + "</div>"
        )


def _outcome(item: Item, answer: str) -> str:
    """What was answered, and whether it is right; nothing before it was."""
    if not answer:
        return ""
    return f"✓ {answer}" if answer == item.right else f"✗ not {answer}, but {item.right}"
