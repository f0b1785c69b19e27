"""predict() and tally(): asked before it is shown, locked in, saved and found again."""

import json
import re

import pytest

from backprop_core import examples, run
from backprop_widgets.explorer import explorer
from backprop_widgets.live import Live
from backprop_widgets.predict import Predictions, predict, tally
from backprop_widgets.session import Session

TRACE = run(*examples.lecture())


@pytest.fixture
def lesson(tmp_path):
    return Predictions(tmp_path / "predictions.json")


def send(view, key, kind="click", **value):
    view._receive(view, {"seq": 1, "view": "v", "key": key, "type": kind, "value": value or {"shift": False}}, None)
    assert view.error == ""


def typed(view, text):
    send(view, "predict:number", "change", value=text, gesture="1", done=True)


def words_of(markup):
    return re.sub(r"<[^>]+>", " ", markup)


def sign(lesson, code="delta.2.1", question="Which sign?", **options):
    return predict(question, TRACE, code, ask="sign", lesson=lesson, **options)


def test_the_outcome_is_not_in_the_page_before_the_answer(lesson):
    calls = []
    p = predict("J?", lambda: calls.append(1) or 0.7908, ask="number", tolerance=0.1, then=explorer(), lesson=lesson)
    assert calls == []
    assert "0.7908" not in p.markup + p.text()
    assert "bp-net" not in p.markup
    typed(p, "0.75")
    assert "0.7908" not in p.markup
    send(p, "predict:lock")
    assert calls == [1]
    assert "0.7908" in p.markup
    assert "0.75" in p.markup
    assert "bp-net" in p.markup


@pytest.mark.parametrize(
    ("code", "right"),
    [("delta.2.1", "negative"), ("delta.2.2", "positive"), ("D.1.1.0", "negative"), ("J", "positive")],
)
def test_a_sign_is_that_of_the_trace(lesson, code, right):
    for n, answer in enumerate(("positive", "negative", "zero")):
        p = sign(lesson, code, question=f"{code} {n}")
        p.answer(answer)
        assert p.record.right is (answer == right)


def test_zero_is_zero_though_rounding_leaves_something(lesson):
    p = predict("sign?", lambda: 1e-17, ask="sign", lesson=lesson)
    p.answer("zero")
    assert p.record.right is True


def test_the_largest_is_the_largest_in_size(lesson):
    p = predict("which?", TRACE, ["delta.4.1", "delta.2.1", "delta.3.2"], ask="largest", lesson=lesson)
    assert p._question.among == ("δ₁⁽⁴⁾", "δ₁⁽²⁾", "δ₂⁽³⁾")
    p.answer("δ₁⁽⁴⁾")  # the most negative of them
    assert p.record.right is True
    assert p.record.outcome == "δ₁⁽⁴⁾: −0.5465; δ₁⁽²⁾: −0.0418; δ₂⁽³⁾: +0.1768"


@pytest.mark.parametrize(
    ("answer", "right"),
    [("0.75", True), ("0,84", True), ("0.7409", True), ("0.741", True), ("0.841", False), ("−0.79", False)],
)
def test_a_number_counts_within_its_tolerance(lesson, answer, right):
    p = predict("J?", TRACE, "J", ask="number", tolerance=0.05, lesson=lesson)
    typed(p, answer)
    send(p, "predict:lock")
    assert p.record.right is right


def test_what_is_no_number_is_refused_in_a_sentence(lesson):
    p = predict("J?", TRACE, "J", ask="number", tolerance=0.05, lesson=lesson)
    typed(p, "much <b>")
    assert "“much &lt;b&gt;” is no number" in p.markup
    send(p, "predict:lock")
    assert p.record is None
    assert "Nothing is predicted yet" in p.markup


def test_an_answer_once_locked_in_stays(lesson):
    p = sign(lesson)
    p.answer("positive")
    p.answer("negative")
    send(p, "predict:choose:1")
    send(p, "predict:lock")
    assert p.record.answer == "positive"
    again = sign(lesson)  # the cell ran again
    assert again.record == p.record
    assert len(lesson.asked) == 1


def test_one_question_is_asked_at_a_time(lesson):
    first, second, third = (sign(lesson, question=f"Question {n}?") for n in (1, 2, 3))
    assert "Question 1?" in second.markup
    assert "Question 2?" not in second.markup
    assert "predict:lock" not in second.markup + third.markup
    send(first, "predict:skip")
    assert "predict:lock" in second.markup
    assert "predict:lock" not in third.markup
    send(second, "predict:choose:0")
    send(second, "predict:lock")
    assert "predict:lock" in third.markup


def test_an_answer_leaves_the_views_that_are_open_already_alone(lesson):
    class Counting(Live):
        drawn = 0

        def draw(self):
            self.drawn += 1
            return "<p data-key='root'></p>"

        def text(self):
            return ""

    view = Counting()
    first, second = sign(lesson, question="Question 1?", then=view), sign(lesson, question="Question 2?")
    table = tally(lesson)
    first.answer("negative")
    drawn = view.drawn
    send(second, "predict:skip")
    assert view.drawn == drawn
    assert "2 asked, 1 as predicted, 0 otherwise, 1 skipped" in table.markup
    assert "skipped" in words_of(second.markup)


def test_nobody_is_held_up_by_questions_that_they_leave_out(lesson):
    first, second, third = (sign(lesson, question=f"Question {n}?") for n in (1, 2, 3))
    send(third, "predict:jump")
    assert first.record.right is None
    assert second.record.right is None
    assert third.record is None
    assert "predict:lock" in third.markup
    assert "skipped" in words_of(first.markup)


def test_the_view_below_opens_and_is_in_the_learners_hand(lesson):
    session = Session(*examples.lecture())
    p = predict("J?", session, "J", ask="number", tolerance=0.1, then=explorer(session=session), lesson=lesson)
    send(p, "type:Theta.3.1.1", "change", value="5", gesture="1", done=True)
    assert session.net.weight(3, 1, 1) == 0.95  # still locked
    p.skip()
    send(p, "type:Theta.3.1.1", "change", value="0.5", gesture="2", done=True)
    assert session.net.weight(3, 1, 1) == 0.5
    assert "0.9137" in p.markup or f"{session.trace.J:.4f}" in p.markup
    assert p.record.outcome == "0.7908"  # what came out then
    session.set("Theta.3.1.1", 0.25)
    assert f"{session.trace.J:.4f}" in p.markup
    assert "explorer(state=" in p.as_python()


def test_the_words_for_a_stored_notebook_are_the_same_each_time(lesson, tmp_path):
    texts = {sign(Predictions(tmp_path / str(n))).text() for n in range(3)}
    assert texts == {"Predict first. Which sign?\nNot answered yet. Possible answers: positive, negative, zero."}


def test_predictions_are_saved_when_asked_and_found_again(lesson):
    first, second = sign(lesson), sign(lesson, "delta.2.2", question="And δ₂?")
    first.answer("negative")
    table = tally(lesson)
    assert not lesson.file.exists()
    send(table, "tally:save")
    assert set(json.loads(lesson.file.read_text(encoding="utf-8"))["predictions"]) == {"Which sign?"}
    tomorrow = Predictions(lesson.file)
    assert sign(tomorrow).record == first.record
    assert sign(tomorrow, "delta.2.2", question="And δ₂?").record is None
    second.answer("negative")
    lesson.save()
    assert len(json.loads(lesson.file.read_text(encoding="utf-8"))["predictions"]) == 2


def test_another_lessons_predictions_stay_in_the_file(lesson):
    sign(lesson).answer("negative")
    lesson.save()
    other = Predictions(lesson.file)
    sign(other, question="Another lesson's?").answer("zero")
    other.save()
    assert set(other._stored()) == {"Which sign?", "Another lesson's?"}


@pytest.mark.parametrize("junk", ["", "[]", "{", '{"predictions": 3}', '{"predictions": {"Which sign?": {"x": 1}}}'])
def test_a_file_that_is_not_ours_is_no_hindrance(lesson, junk):
    lesson.file.write_text(junk, encoding="utf-8")
    assert sign(lesson).record is None


def test_a_stored_answer_that_is_no_answer_any_more_is_asked_again(lesson):
    sign(lesson).answer("negative")
    lesson.save()
    changed = predict("Which sign?", lambda: "b", ask="one of", among=["a", "b"], lesson=Predictions(lesson.file))
    assert changed.record is None


def test_the_tally_counts(lesson):
    table = tally(lesson)
    for n, answer in enumerate(("negative", "positive", "")):
        p = sign(lesson, question=f"Question {n}?")
        p.answer(answer) if answer else p.skip()
    sign(lesson, question="Left open?")
    lesson.changed()
    assert table.text().splitlines()[0] == ("Predictions: 4 asked, 1 as predicted, 1 otherwise, 1 skipped, 1 open.")
    assert "Question 1? positive / negative: −0.0418: ✗ not as predicted" in table.text()
    assert words_of(table.markup).count("as predicted") == 3  # the summary, and two rows


def test_a_folder_that_cannot_be_written_to_is_said(tmp_path):
    table = tally(Predictions(tmp_path / "nowhere" / "predictions.json"))
    send(table, "tally:save")
    assert "could not be written" in table.markup


def test_text_of_the_learner_and_of_the_lesson_is_escaped(lesson):
    p = predict("Is <i>a</i> > b?", lambda: "<yes>", ask="one of", among=["<yes>", "no"], lesson=lesson)
    assert "<i>" not in p.markup
    p.answer("<yes>")
    assert "<yes>" not in p.markup + tally(lesson).markup


@pytest.mark.parametrize(
    ("arguments", "options", "sentence"),
    [
        (("", TRACE, "J"), {"ask": "sign"}, "empty"),
        (("q?", TRACE, "J"), {"ask": "guess"}, "ask is 'guess'"),
        (("q?", TRACE, "J"), {"ask": "number"}, "tolerance"),
        (("q?", TRACE, "J"), {"ask": "sign", "tolerance": 1}, "tolerance"),
        (("q?", TRACE, "delta.1.1"), {"ask": "sign"}, "delta"),
        (("q?", TRACE), {"ask": "sign"}, "which number"),
        (("q?", TRACE, "J"), {"ask": "largest"}, "largest of how many"),
        (("q?", lambda: "a"), {"ask": "one of", "among": ["a", "a"]}, "at least two"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(lesson, arguments, options, sentence):
    with pytest.raises(ValueError, match=sentence):
        predict(*arguments, lesson=lesson, **options)
    assert lesson.asked == []


def test_an_outcome_that_is_written_down_beforehand_is_refused(lesson):
    with pytest.raises(TypeError, match="has to come from a Trace"):
        predict("q?", 0.79, ask="number", tolerance=0.1, lesson=lesson)


def test_an_outcome_that_is_no_answer_is_told_to_the_author(lesson):
    p = predict("q?", lambda: "c", ask="one of", among=["a", "b"], lesson=lesson)
    with pytest.raises(ValueError, match="the outcome is 'c': expected one of a, b"):
        p.answer("a")


def test_junk_from_the_page_changes_nothing(lesson):
    p = sign(lesson)
    for key in ("predict:choose:9", "predict:choose:x", "nonsense", "root"):
        p._receive(p, {"seq": 1, "view": "v", "key": key, "type": "click", "value": {}}, None)
    assert p.record is None
