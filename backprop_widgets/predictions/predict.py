"""predict(): asks before it shows, and says why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import NoneType
from typing import TYPE_CHECKING, Any

from backprop_core.calls import plainly
from backprop_core.validation import check_has, described, finite_number, one_of, shown, text
from backprop_widgets.live import audience
from backprop_widgets.live.live import Live
from backprop_widgets.notation.marked import as_text
from backprop_widgets.notation.text import Html
from backprop_widgets.notation.typed import parse, quoted, whole_in
from backprop_widgets.predictions import drawing as draw
from backprop_widgets.predictions.lesson import LESSON
from backprop_widgets.predictions.printed import Printed
from backprop_widgets.predictions.question import ASK, SIGNS, Question
from backprop_widgets.predictions.reasons import of_number, of_options
from backprop_widgets.predictions.subject import subject_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backprop_widgets.live.events import Event
    from backprop_widgets.predictions.lesson import Predictions
    from backprop_widgets.predictions.question import Answered


@plainly
def predict(
    question: str,
    source: object,
    of: str | Sequence[str] = "",
    *,
    ask: str,
    because: Mapping[Any, str] | None = None,
    among: Sequence[str] = (),
    tolerance: float | None = None,
    then: Live | str | None = None,
    name: str = "",
    lesson: Predictions = LESSON,
) -> Prediction:
    """Ask for a prediction; only then show what comes out, both side by side, and say why.

    One question is asked at a time: a later one waits until those before it are answered or skipped. Nothing else
    waits for it: all cells of a lesson run at once.

    Parameters
    ----------
    question : str
        A number's code in braces stands for its symbol, here and in options and reasons: "How large is {delta.2.1}?".
    source : Trace, Session, view or callable
        Where the outcome comes from, the moment that the answer is locked in. A callable gives the number; for
        "largest" numbers by name; for "one of", which needs a callable, one of the options.
    of : str or sequence of str
        The code of the number, such as "delta.2.1" or "J"; of a callable none; for "largest" several.
    ask : {"sign", "largest", "number", "one of"}
        "largest" is in size, whatever the sign.
    because : mapping, optional
        From each option to its sentence, which is shown with the outcome: for the right one what decides; for a wrong
        one why people think so, and what shows that it isn't so. The options of "sign" are "positive", "negative" and
        "zero"; those of "largest" the codes. For "number", from "right", from names of `backprop_core.faults` and from
        other wrong numbers: whoever gives the number of one of them gets its sentence.
    among : sequence of str
        For "one of", the options, two or more, by default those of `because`; for "largest" with a callable, the names.
    tolerance : float, optional
        For "number", and needed there: how far off still counts as right, 0 or more.
    then : Live or str, optional
        What the answer opens, under the outcome: a view, or a text such as a table, which is shown as it would be
        printed.
    name : str, optional
        What it is saved under; the question itself if not given.
    lesson : Predictions, optional
        In whose order it is asked, and with whose answers it is saved; by default those of the notebook, which `tally`
        saves in predictions.json.

    Raises
    ------
    ValueError, TypeError
        If the question can't be asked like this; if `because` leaves an option out.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> from backprop_widgets.predictions.lesson import Predictions
    >>> trace = run(*examples.lecture())
    >>> because = {
    ...     "positive": "It is z that has to go up. {delta.4.1} is the slope of the cost, which falls as z goes up.",
    ...     "negative": "As z goes up, the cost falls: a slope below 0.",
    ...     "zero": "It is 0 only where the output equals the target.",
    ... }
    >>> question = "The output is too low. What is the sign of {delta.4.1}?"
    >>> p = predict(question, trace, "delta.4.1", ask="sign", because=because, lesson=Predictions())
    >>> p.answer("negative")
    >>> print(p.text())
    Predict first. The output is too low. What is the sign of δ₁⁽⁴⁾?
    You predicted: negative. What came out: negative: −0.5465. ✓ as predicted
    As z goes up, the cost falls: a slope below 0.
    """
    one_of("ask", ask, ASK)
    if not text("question", question).strip():
        raise ValueError("the question is empty: write what is to be predicted")
    if (ask == "number") != (tolerance is not None):
        raise ValueError('a tolerance belongs to ask="number", and is needed there: tolerance=0.05, for instance')
    if tolerance is not None and finite_number("tolerance", tolerance) < 0:
        raise ValueError(f"tolerance is {tolerance}: how far off still counts as right, so 0 or more")
    if not isinstance(because, (Mapping, NoneType)):
        raise TypeError(f"because is {shown(because)}: give a dict with a sentence for each answer")
    if not isinstance(then, (Live, str, NoneType)):
        raise TypeError(f"then is {shown(then)}: give a view, such as explorer(...), or a text")
    check_has("lesson", lesson, "tallies", "the Predictions of a lesson")
    as_text(text("name", name))  # the tally writes it: a code that is none is refused here
    codes, among = _strings("of", of), _strings("among", among)
    if among and not (ask == "one of" or (ask == "largest" and callable(source))):
        raise ValueError(f'among is {shown(among)}: it belongs to ask="one of", or to "largest" with a function')
    if ask == "one of" and not callable(source):
        raise TypeError(f'source is {described(source)}: ask="one of" needs a function that gives one of the options')
    subject = subject_of(source, codes, several=ask == "largest")
    options: tuple[str, ...] = ()
    if ask == "number":
        reasons = of_number(because or {}, subject.with_fault)
    else:
        given = {f"{{{key}}}" if key in codes else key: sentence for key, sentence in (because or {}).items()}
        options = SIGNS if ask == "sign" else tuple(among) or subject.names or tuple(given)
        reasons = of_options(given, options)
    asked = Question(question, ask, options, tolerance or 0.0, subject, reasons)
    opens = Printed(then) if isinstance(then, str) else then
    return Prediction(asked, then=opens, name=name or question, lesson=lesson)


def _strings(name: str, given: object) -> tuple[str, ...]:
    """One string or several."""
    if not isinstance(given, (str, Iterable)):
        raise TypeError(f"{name} is {shown(given)}: give strings")
    return tuple(one for one in ([given] if isinstance(given, str) else given) if text(name, one))


class Prediction(Live):
    """One question with its answer; see `predict`.

    Attributes
    ----------
    answered : Answered or None
        What was predicted and what came out; None while the question is open.
    """

    def __init__(self, question: Question, *, then: Live | None, name: str, lesson: Predictions) -> None:
        self.name = name
        self.then = then
        self.cell = audience.request().get("metadata", {}).get("cellId", "")
        self._question, self._lesson = question, lesson
        self._chosen = self._typed = ""
        super().__init__()
        self.answered = self._found_again(lesson.add(self))
        if then is not None:
            self.host(then)
        self.refresh()

    @property
    def words(self) -> str:
        """What is asked, as it was written."""
        return self._question.words

    @property
    def options(self) -> tuple[str, ...]:
        """The possible answers, as they were written; none where any number is one."""
        return self._question.among

    @plainly
    def answer(self, answer: str | float) -> None:
        """Lock an answer in, as the button does; a second one changes nothing."""
        if self.answered is None:
            self._chosen = self._legal(str(answer))
            self._settle(self._question.judge(self._chosen))

    def skip(self) -> None:
        """Show the outcome without an answer, as the button does; where none can be found now, say why."""
        if self.answered is None:
            self._settle(self._question.skipped())

    def close(self) -> None:
        """Be asked no more: what nobody can see must not keep others waiting."""
        super().close()
        self._lesson.drop(self)

    def _come_back(self) -> None:
        known = self._found_again(self._lesson.add(self))
        self.answered = self.answered or known
        super()._come_back()
        self._lesson.changed()

    # what Live asks for

    def draw(self) -> str:
        """Draw the question, or what came of it."""
        return draw.frame("prediction", self._parts())

    def text(self) -> str:
        """Return the question, and what came of it, in words."""
        asked, r = f"Predict first. {self._question.words}", self.answered
        if r is None:
            among = ", ".join(self._question.among) or "a number"
            return as_text(f"{asked}\nNot answered yet. Possible answers: {among}.")
        predicted = f"You predicted: {r.answer}. " if r.answer else ""
        why = f"\n{r.why}" if r.why else ""
        below = f"\n{self.then.text()}" if self.then else ""
        return as_text(f"{asked}\n{predicted}What came out: {r.outcome}. {draw.VERDICTS[r.right]}{why}") + below

    def as_python(self) -> str:
        """Return what rebuilds the view that the answer opened."""
        return self.then.as_python() if self.then and self.answered else ""

    def act(self, event: Event) -> None:
        """Choose, lock in, skip; what belongs to the view below goes there."""
        if event.verb != "predict":
            if self.then is not None and self.answered is not None:
                self.then.take(event)
        elif self.answered is None:  # else locked in: a late click of another view of this question
            self._decide(event)

    def _decide(self, event: Event) -> None:
        verb, _, which = event.what.partition(":")
        if verb == "choose":
            self._chosen = self._question.among[whole_in("option", which, 0, len(self._question.among) - 1)]
        elif verb == "number":
            self._chosen, self._typed = "", event.given  # what is refused takes the earlier entry's place too
            self._chosen = self._legal(event.given)
        elif verb == "lock":
            self._lock()
        elif verb == "skip":
            self.skip()
        elif verb == "jump":
            for earlier in self._lesson.before(self):
                earlier.skip()
        else:
            raise ValueError(f"the page asked for {event.key!r}, which a prediction doesn't know")

    def _lock(self) -> None:
        if not self._chosen:
            if self._typed:  # refused a moment ago, maybe by this very click, which left the field
                self._legal(self._typed)
            raise ValueError("Nothing is predicted yet: answer first, or skip.")
        try:
            self.answer(self._chosen)
        except (ValueError, TypeError) as problem:
            raise ValueError(f"Nothing comes out as things are: {problem}. Change that back, or skip.") from problem

    # parts

    def _parts(self) -> list[Html]:
        q, answered = self._question, self.answered
        if answered is not None:
            return [
                draw.question(q.words),
                draw.beside(answered.answer, answered.outcome),
                draw.verdict(answered.right, answered.why),
                draw.others(q.others(answered.answer)),
                Html(self.then.markup if self.then else ""),
            ]
        earlier = self._lesson.before(self)
        if earlier:
            return [draw.waiting(earlier[0].words), draw.say(self.notice)]
        field = draw.choices(q.among, self._chosen) if q.among else draw.number_field(self._chosen, f"{q.tolerance:g}")
        more = ", with its numbers" if isinstance(self.then, Printed) else ", and opens the view below"
        opens = f"Either shows what comes out{more if self.then else ''}."
        return [draw.question(q.words), field, draw.say(self.notice), draw.decision(opens)]

    def _legal(self, answer: str) -> str:
        """The answer, if it is one.

        Raises
        ------
        ValueError
            If it isn't.
        """
        q = self._question
        if q.among:
            shown = {as_text(option): option for option in q.among}
            one_of("the answer", as_text(answer), shown)
            return shown[as_text(answer)]
        if parse(answer) is None:
            raise ValueError(f"{quoted(answer)} is no number: type one such as 0.25.")
        return answer.strip()

    def _found_again(self, answered: Answered | None) -> Answered | None:
        """What is known of this question, unless its answers have changed since, or nothing came out."""
        among = self._question.among
        if answered and not answered.lasts:
            return None
        return None if answered and answered.answer and among and answered.answer not in among else answered

    def _settle(self, answered: Answered) -> None:
        self.answered = answered
        self.refresh()
        self._lesson.changed()
