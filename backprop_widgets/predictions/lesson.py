"""The predictions of one lesson: whose turn it is, and the file in which their answers are found again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from weakref import WeakSet

from backprop_widgets.predictions.answers import AnswerFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backprop_widgets.predictions.question import Answered

FILE = "predictions.json"


class View(Protocol):
    """What is drawn again when an answer has been given elsewhere."""

    def refresh(self) -> None:
        """Draw as things are now."""


class Asked(View, Protocol):
    """A prediction, as its lesson knows it."""

    name: str
    cell: str  # that asks it; "" where that isn't known
    answered: Answered | None

    @property
    def words(self) -> str:
        """What is asked, as it was written."""

    def skip(self) -> None:
        """Show the outcome without an answer."""


class Predictions:
    """The predictions of one lesson, in their order; one is asked at a time.

    Parameters
    ----------
    file : path
        Where they are saved when asked to, and found again.
    """

    def __init__(self, file: str | Path = FILE) -> None:
        self.file = Path(file)
        self.asked: list[Asked] = []
        self.tallies: WeakSet[View] = WeakSet()
        self._dropped: dict[str, Answered] = {}  # answers to questions that are asked no more

    def add(self, prediction: Asked) -> Answered | None:
        """Take a prediction in; what came of it, if this question has been answered before."""
        before = [old for old in self.asked if old.name == prediction.name]
        if before:  # the cell ran again: a prediction is made once
            self.asked[self.asked.index(before[0])] = prediction
            return before[0].answered
        self.asked.insert(self._place(prediction), prediction)
        try:
            return self._dropped.get(prediction.name) or AnswerFile(self.file).read().get(prediction.name)
        except (OSError, ValueError):
            return None

    def _place(self, prediction: Asked) -> int:
        """Where it stands in the order: with the others of its cell, which may have run again; else at the end."""
        same = [n for n, other in enumerate(self.asked) if prediction.cell and other.cell == prediction.cell]
        return same[-1] + 1 if same else len(self.asked)

    def drop(self, prediction: Asked) -> None:
        """Ask a question no more, for nobody can see it; the answer to it is still known, and saved."""
        if prediction not in self.asked:  # its cell ran again, and another one has taken its place
            return
        self.asked.remove(prediction)
        if prediction.answered is not None:
            self._dropped[prediction.name] = prediction.answered
        self.changed()

    def before(self, prediction: Asked) -> Sequence[Asked]:
        """Which open questions come before this one."""
        earlier = self.asked[: self.asked.index(prediction)] if prediction in self.asked else []
        return [other for other in earlier if other.answered is None]

    def changed(self) -> None:
        """Draw again what an answer changes elsewhere: whose turn it is, and the tallies."""
        waiting = [prediction for prediction in self.asked if prediction.answered is None]
        for view in (*waiting, *self.tallies):
            view.refresh()

    def save(self) -> Path | None:
        """Write all answers that last into the file, beside those of other lessons that it holds.

        Returns
        -------
        Path or None
            Where what stood in the file was set aside, if it could not be read.

        Raises
        ------
        OSError
            If the file can't be written.
        """
        given = self._dropped | {p.name: p.answered for p in self.asked if p.answered is not None}
        return AnswerFile(self.file).add({name: answered for name, answered in given.items() if answered.lasts})


LESSON = Predictions()
