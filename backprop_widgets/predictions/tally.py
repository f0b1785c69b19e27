"""tally(): what came of all the predictions of a lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from backprop_core.calls import plainly
from backprop_core.validation import check_has
from backprop_widgets.live.controls import button
from backprop_widgets.live.live import Live
from backprop_widgets.notation.marked import as_text
from backprop_widgets.notation.text import Html
from backprop_widgets.predictions import drawing as draw
from backprop_widgets.predictions.lesson import LESSON

if TYPE_CHECKING:
    from backprop_widgets.live.events import Event
    from backprop_widgets.predictions.lesson import Predictions


@plainly
def tally(lesson: Predictions = LESSON) -> Tally:
    """Show all predictions of the lesson so far beside what came out, and save them when asked to.

    Parameters
    ----------
    lesson : Predictions, optional
        Whose: by default those of the notebook, saved in predictions.json beside it.

    Raises
    ------
    TypeError
        If the lesson is no `Predictions`.

    Examples
    --------
    >>> from backprop_widgets import predict
    >>> from backprop_widgets.predictions.lesson import Predictions
    >>> lesson = Predictions()
    >>> p = predict("Is 2 large?", lambda: "no", ask="one of", among=["yes", "no"], lesson=lesson)
    >>> p.answer("no")
    >>> print(tally(lesson).text())
    Predictions: 1 asked, 1 as predicted, 0 otherwise, 0 skipped, 0 open.
    Is 2 large? no / no: ✓ as predicted
    """
    check_has("lesson", lesson, "tallies", "the Predictions of a lesson")
    return Tally(lesson)


class Tally(Live):
    """All predictions of a lesson; see `tally`."""

    def __init__(self, lesson: Predictions) -> None:
        self._lesson = lesson
        super().__init__()
        lesson.tallies.add(self)
        self.refresh()

    def _come_back(self) -> None:
        self._lesson.tallies.add(self)
        super()._come_back()

    def close(self) -> None:
        """Be told of no more answers."""
        if self in self._lesson.tallies:  # a widget is closed again when it is collected
            self._lesson.tallies.remove(self)
        super().close()

    def draw(self) -> str:
        """Draw the table."""
        save = button("tally:save", f"Save in {self._lesson.file.name}")
        return draw.frame(
            "tally of the predictions",
            [
                Html(f"<p>{self._summary()}</p>"),
                draw.table(self._rows()),
                Html(f"<div class='bp-toolbar'>{save}</div>"),
                draw.say(self.notice, "bp-hint"),
            ],
        )

    def text(self) -> str:
        """Return the table in words."""
        return as_text("\n".join([self._summary(), *(f"{q} {a} / {o}: {v}" for q, a, o, v in self._rows())]))

    def save(self, _event: Event | None = None) -> None:
        """Write all answers into the lesson's file, and say what came of that."""
        file = self._lesson.file
        try:
            aside = self._lesson.save()
        except OSError as problem:
            self.notice = f"{file} could not be written: {problem.strerror or problem}. The answers stand here still."
        else:
            kept = f" What stood there before could not be read: it is kept in {aside.name}." if aside else ""
            self.notice = f"Saved in {file}; they are found there when the lesson is opened again.{kept}"
        self.refresh()

    ACTIONS: ClassVar = {"tally": save}

    def _summary(self) -> str:
        verdicts = [p.answered.right if p.answered else "open" for p in self._lesson.asked]
        counts = [(True, "as predicted"), (False, "otherwise"), (None, "skipped"), ("open", "open")]
        listed = ", ".join(f"{sum(v is verdict for v in verdicts)} {name}" for verdict, name in counts)
        return f"Predictions: {len(verdicts)} asked, {listed}."

    def _rows(self) -> list[tuple[str, str, str, str]]:
        return [
            (p.name, p.answered.answer or "–", p.answered.outcome, draw.VERDICTS[p.answered.right])
            if p.answered
            else (p.name, "–", "–", "open")
            for p in self._lesson.asked
        ]
