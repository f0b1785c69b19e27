"""predict(): asks before it shows; tally(): what came of all the predictions of a lesson."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from backprop_core.validation import one_of
from backprop_widgets.actions import parse
from backprop_widgets.codes import quantity_of
from backprop_widgets.draw import prompt as draw
from backprop_widgets.draw.controls import button
from backprop_widgets.draw.text import of_kind
from backprop_widgets.live import Event, Live
from backprop_widgets.question import ASK, SIGNS, Question, Record, outcome_of

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE = "predictions.json"


class Predictions:
    """The predictions of one lesson, in their order; one is asked at a time.

    Parameters
    ----------
    file : path
        Where they are saved when asked to, and found again.
    """

    def __init__(self, file: str | Path = FILE) -> None:
        self.file = Path(file)
        self.asked: list[Prediction] = []
        self.tallies: list[Tally] = []

    def add(self, prediction: Prediction) -> Record | None:
        """Take a prediction in; its record, if this question has been answered before."""
        before = [old for old in self.asked if old.name == prediction.name]
        if before:  # the cell ran again: a prediction is made once
            self.asked[self.asked.index(before[0])] = prediction
            return before[0].record
        self.asked.append(prediction)
        return self._stored().get(prediction.name)

    def before(self, prediction: Prediction) -> list[Prediction]:
        """Which open questions come before this one."""
        earlier = self.asked[: self.asked.index(prediction)] if prediction in self.asked else []
        return [other for other in earlier if other.record is None]

    def changed(self) -> None:
        """Draw again what an answer changes elsewhere: whose turn it is, and the tallies."""
        waiting = [prediction for prediction in self.asked if prediction.record is None]
        for view in (*waiting, *self.tallies):
            view.refresh()

    def save(self) -> None:
        """Write all answers into the file, beside those of other lessons that it holds."""
        records = self._stored() | {p.name: p.record for p in self.asked if p.record is not None}
        stored = {"v": 1, "predictions": {name: asdict(record) for name, record in records.items()}}
        self.file.write_text(json.dumps(stored, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def _stored(self) -> dict[str, Record]:
        """What the file has; nothing, if it isn't there or isn't ours."""
        try:
            found = json.loads(self.file.read_text(encoding="utf-8"))["predictions"]
            return {name: Record(**record) for name, record in found.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}


LESSON = Predictions()


def predict(
    question: str,
    source: object,
    of: str | Sequence[str] = "",
    *,
    ask: str,
    among: Sequence[str] = (),
    tolerance: float | None = None,
    then: Live | None = None,
    name: str = "",
    lesson: Predictions = LESSON,
) -> Prediction:
    """Ask for a prediction; only then show what comes out, both side by side.

    One question is asked at a time: a later one waits until those before it are answered or skipped. Nothing else
    waits for it: all cells of a lesson run at once.

    Parameters
    ----------
    question : str
    source : Trace, Session, Explorer or callable
        Where the outcome comes from, the moment that the answer is locked in. A callable gives the number; for
        "largest" numbers by name; for "one of" one of `among`.
    of : str or sequence of str
        The code of the number, such as "delta.2.1" or "J"; of a callable none; for "largest" several.
    ask : {"sign", "largest", "number", "one of"}
        "largest" is in size, whatever the sign.
    among : sequence of str
        For "one of", the answers to choose from; for "largest" with a callable, the names.
    tolerance : float
        For "number", how far off still counts as right.
    then : Live, optional
        A view that the answer opens, under the outcome.
    name : str, optional
        What it is saved under; the question itself if not given.

    Raises
    ------
    ValueError, TypeError
        If the question can't be asked like this.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> trace = run(*examples.lecture())
    >>> p = predict("Which sign has δ₁⁽²⁾?", trace, "delta.2.1", ask="sign", lesson=Predictions())
    >>> p.answer("positive")
    >>> print(p.text())
    Predict first. Which sign has δ₁⁽²⁾?
    You predicted: positive. What came out: negative: −0.0418. ✗ not as predicted
    """
    one_of("ask", ask, ASK)
    if not question.strip():
        raise ValueError("the question is empty: write what is to be predicted")
    if (ask == "number") != (tolerance is not None):
        raise ValueError('a tolerance belongs to ask="number", and is needed there: tolerance=0.05, for instance')
    codes = [of] if isinstance(of, str) and of else list(of)
    if ask == "largest" and not callable(source) and len(codes) < 2:
        raise ValueError('the largest of how many? Give their codes: ["delta.2.1", "delta.2.2"]')
    outcome, names = outcome_of(source, codes, several=ask == "largest")
    among = {"sign": SIGNS, "largest": tuple(among) or names, "number": ()}.get(ask, tuple(among))
    if ask != "number" and len(set(among)) < 2:
        raise ValueError(f"there are {len(set(among))} answers to choose from: give at least two in among")
    kind = quantity_of(codes[0]).kind if codes else ""
    asked = Question(question, ask, among, tolerance or 0.0, outcome, lambda value: of_kind(kind, value))
    return Prediction(asked, then=then, name=name or question, lesson=lesson)


class Prediction(Live):
    """One question with its answer; see `predict`.

    Attributes
    ----------
    record : Record or None
        What was predicted and what came out; None while the question is open.
    """

    def __init__(self, question: Question, *, then: Live | None, name: str, lesson: Predictions) -> None:
        self.name = name
        self.then = then
        self._question, self._lesson = question, lesson
        self._chosen = ""
        self._notice = ""
        super().__init__()
        self.record = self._found_again(lesson.add(self))
        if then is not None:
            then.observe(lambda _change: self.refresh(), "markup")
        self.refresh()

    @property
    def words(self) -> str:
        """What is asked."""
        return self._question.words

    def answer(self, answer: str | float) -> None:
        """Lock an answer in, as the button does; a second one changes nothing."""
        if self.record is None:
            self._chosen = self._legal(str(answer))
            self._settle(self._question.judge(self._chosen))

    def skip(self) -> None:
        """Show the outcome without an answer, as the button does."""
        if self.record is None:
            self._settle(self._question.skipped())

    # what Live asks for

    def draw(self) -> str:
        """Draw the question, or what came of it."""
        return draw.frame("prediction", self._parts())

    def text(self) -> str:
        """Return the question, and what came of it, in words."""
        asked = f"Predict first. {self._question.words}"
        if self.record is None:
            among = ", ".join(self._question.among) or "a number"
            return f"{asked}\nNot answered yet. Possible answers: {among}."
        r = self.record
        predicted = f"You predicted: {r.answer}. " if r.answer else ""
        below = f"\n{self.then.text()}" if self.then else ""
        return f"{asked}\n{predicted}What came out: {r.outcome}. {draw.VERDICTS[r.right]}{below}"

    def as_python(self) -> str:
        """Return what rebuilds the view that the answer opened."""
        return self.then.as_python() if self.then and self.record else ""

    def handle(self, event: Event) -> None:
        """Choose, lock in, skip; what belongs to the view below goes there."""
        verb, _, what = event.key.partition(":")
        if verb != "predict":
            if self.then is not None and self.record is not None:
                self.then.handle(event)
            return
        self._notice = ""
        try:
            self._act(what, event)
        except ValueError as refusal:
            self._notice = str(refusal)
        self.refresh()

    def _act(self, what: str, event: Event) -> None:
        if self.record is not None:
            return  # locked in: a late click of another view of this question
        verb, _, which = what.partition(":")
        if verb == "choose":
            self._chosen = self._question.among[int(which)]
        elif verb == "number":
            self._chosen = self._legal(str(event.value["value"]))
        elif verb == "lock":
            self._lock()
        elif verb == "skip":
            self.skip()
        elif verb == "jump":
            for earlier in self._lesson.before(self):
                earlier.skip()

    def _lock(self) -> None:
        if not self._chosen:
            raise ValueError("Nothing is predicted yet: answer first, or skip.")
        self.answer(self._chosen)

    # parts

    def _parts(self) -> list[str]:
        q, record = self._question, self.record
        if record is not None:
            outcome, below = draw.beside(record.answer, record.outcome), self.then.draw() if self.then else ""
            return [draw.question(q.words), outcome, draw.verdict(record.right), below]
        earlier = self._lesson.before(self)
        if earlier:
            return [draw.waiting(earlier[0].words)]
        field = draw.choices(q.among, self._chosen) if q.among else draw.number_field(self._chosen, f"{q.tolerance:g}")
        opens = f"Either shows what comes out{', and opens the view below' if self.then else ''}."
        return [draw.question(q.words), field, draw.say(self._notice), draw.decision(opens)]

    def _legal(self, answer: str) -> str:
        """The answer, if it is one.

        Raises
        ------
        ValueError
            If it isn't.
        """
        q = self._question
        if q.among:
            one_of("the answer", answer, q.among)
            return answer
        if parse(answer) is None:
            raise ValueError(f"“{answer}” is no number: type one such as 0.25.")
        return answer.strip()

    def _found_again(self, record: Record | None) -> Record | None:
        """What is known of this question, unless its answers have changed since."""
        among = self._question.among
        return None if record and record.answer and among and record.answer not in among else record

    def _settle(self, record: Record) -> None:
        self.record = record
        self.refresh()
        self._lesson.changed()


def tally(lesson: Predictions = LESSON) -> Tally:
    """Show all predictions of the lesson so far beside what came out, and save them when asked to.

    Examples
    --------
    >>> lesson = Predictions()
    >>> p = predict("Is 2 large?", lambda: "no", ask="one of", among=["yes", "no"], lesson=lesson)
    >>> p.answer("no")
    >>> print(tally(lesson).text())
    Predictions: 1 asked, 1 as predicted, 0 otherwise, 0 skipped, 0 open.
    Is 2 large? no / no: ✓ as predicted
    """
    return Tally(lesson)


class Tally(Live):
    """All predictions of a lesson; see `tally`."""

    def __init__(self, lesson: Predictions) -> None:
        self._lesson = lesson
        self._notice = ""
        super().__init__()
        lesson.tallies.append(self)
        self.refresh()

    def draw(self) -> str:
        """Draw the table."""
        save = button("tally:save", f"Save in {self._lesson.file.name}")
        return draw.frame(
            "tally of the predictions",
            [
                f"<p>{self._summary()}</p>",
                draw.table(self._rows()),
                f"<div class='bp-toolbar'>{save}</div>",
                draw.say(self._notice, "bp-hint"),
            ],
        )

    def text(self) -> str:
        """Return the table in words."""
        return "\n".join([self._summary(), *(f"{q} {a} / {o}: {v}" for q, a, o, v in self._rows())])

    def handle(self, event: Event) -> None:
        """Save."""
        if event.key == "tally:save":
            try:
                self._lesson.save()
                self._notice = f"Saved in {self._lesson.file}; they are found there when the lesson is opened again."
            except OSError as problem:
                self._notice = f"{self._lesson.file} could not be written: {problem.strerror}."
        self.refresh()

    def _summary(self) -> str:
        verdicts = [p.record.right if p.record else "open" for p in self._lesson.asked]
        counts = [(True, "as predicted"), (False, "otherwise"), (None, "skipped"), ("open", "open")]
        listed = ", ".join(f"{sum(v is verdict for v in verdicts)} {name}" for verdict, name in counts)
        return f"Predictions: {len(verdicts)} asked, {listed}."

    def _rows(self) -> list[tuple[str, str, str, str]]:
        return [
            (p.name, p.record.answer or "–", p.record.outcome, draw.VERDICTS[p.record.right])
            if p.record
            else (p.name, "–", "–", "open")
            for p in self._lesson.asked
        ]
