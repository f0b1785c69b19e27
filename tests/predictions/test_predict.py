"""predict() and tally(): asked before it is shown, locked in, saved and found again."""

import json
import math
import re

import pytest

from backprop_core import Network, examples, run
from backprop_widgets import Live, Session, explorer, predict, tally
from backprop_widgets.predictions.answers import AnswerFile
from backprop_widgets.predictions.lesson import Predictions
from tests.hand import choose, send
from tests.live.cells import cells

TRACE = run(*examples.lecture())


@pytest.fixture
def lesson(tmp_path):
    return Predictions(tmp_path / "predictions.json")


def typed(view, text):
    choose(view, "predict:number", text)


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
        assert p.answered.right is (answer == right)


def test_zero_is_zero_though_rounding_leaves_something(lesson):
    p = predict("sign?", lambda: 1e-17, ask="sign", lesson=lesson)
    p.answer("zero")
    assert p.answered.right is True


def test_the_largest_is_the_largest_in_size(lesson):
    p = predict("which?", TRACE, ["delta.4.1", "delta.2.1", "delta.3.2"], ask="largest", lesson=lesson)
    assert p.text().endswith("Possible answers: δ₁⁽⁴⁾, δ₁⁽²⁾, δ₂⁽³⁾.")
    p.answer("δ₁⁽⁴⁾")  # the most negative of them
    assert p.answered.right is True
    assert "What came out: δ₁⁽⁴⁾: −0.5465; δ₁⁽²⁾: −0.0418; δ₂⁽³⁾: +0.1768." in p.text()


@pytest.mark.parametrize(("answer", "right"), [("a", True), ("b", True), ("c", False)])
@pytest.mark.parametrize("size", [0.3, -0.3, 0.1 + 0.2])
def test_of_equal_sizes_each_is_the_largest(lesson, answer, right, size):
    among, reasons = ["a", "b", "c"], {"a": "First.", "b": "Second.", "c": "Third."}
    p = predict(
        "which?", lambda: {"a": 0.3, "b": size, "c": 0}, ask="largest", among=among, because=reasons, lesson=lesson
    )
    p.answer(answer)
    assert p.answered.right is right
    skipped = predict("q?", lambda: {"a": 0.3, "b": size, "c": 0}, ask="largest", because=reasons, lesson=lesson)
    skipped.skip()
    assert skipped.answered.why == "First. Second."


def test_of_two_units_without_a_slope_each_is_the_largest(lesson):
    net = Network([[[-9.0, 1.0], [-9.0, 1.0]], [[0.0, 1.0, 1.0]]], hidden="relu")
    p = predict("which?", run(net, [1.0], [1.0]), ["delta.2.1", "delta.2.2"], ask="largest", lesson=lesson)
    p.answer("{delta.2.2}")
    assert p.answered.right is True


@pytest.mark.parametrize(
    ("found", "names"), [({}, "nothing"), ({"a": 1, "B": 2}, "a, B"), ({"a": 1}, "a"), ({1: 1, 2: 2}, "1, 2")]
)
def test_sizes_under_other_names_than_the_answers_are_told_to_the_author(lesson, found, names):
    p = predict("which?", lambda: found, ask="largest", among=["a", "b"], lesson=lesson)
    with pytest.raises(ValueError, match=f"the outcome has {names}, but the answers are a, b"):
        p.answer("a")
    assert p.answered is None


@pytest.mark.parametrize(
    ("outcome", "answer", "options"),
    [
        (math.nan, "negative", {"ask": "sign"}),
        (math.nan, "0", {"ask": "number", "tolerance": 1}),
        ({"a": math.nan, "b": 1}, "a", {"ask": "largest", "among": ["a", "b"]}),
    ],
)
def test_of_an_outcome_that_is_not_a_number_nothing_is_right(lesson, outcome, answer, options):
    p = predict("q?", lambda: outcome, lesson=lesson, **options)
    with pytest.raises(ValueError, match="the outcome is not a number"):
        p.answer(answer)
    assert p.answered is None


@pytest.mark.parametrize(
    ("answer", "right"),
    [("0.75", True), ("0,84", True), ("0.7409", True), ("0.741", True), ("0.841", False), ("−0.79", False)],
)
def test_a_number_counts_within_its_tolerance(lesson, answer, right):
    p = predict("J?", TRACE, "J", ask="number", tolerance=0.05, lesson=lesson)
    typed(p, answer)
    send(p, "predict:lock")
    assert p.answered.right is right


def test_what_is_no_number_is_refused_in_a_sentence(lesson):
    p = predict("J?", TRACE, "J", ask="number", tolerance=0.05, lesson=lesson)
    typed(p, "much <b>")
    assert "“much &lt;b&gt;” is no number" in p.markup


def test_nothing_is_locked_in_before_there_is_an_answer(lesson):
    p = predict("J?", TRACE, "J", ask="number", tolerance=0.05, lesson=lesson)
    send(p, "predict:lock")
    assert p.answered is None
    assert "Nothing is predicted yet" in p.markup


def test_a_refused_entry_takes_the_place_of_the_one_before_and_locking_in_says_why_again(lesson):
    p = predict("J?", TRACE, "J", ask="number", tolerance=0.05, lesson=lesson)
    typed(p, "0.25")
    typed(p, "1/2")
    send(p, "predict:lock")
    assert p.answered is None
    assert "0.25'" not in p.markup
    assert "“1/2” is no number" in p.markup
    typed(p, "")
    send(p, "predict:lock")
    assert "Nothing is predicted yet" in p.markup
    typed(p, "0.5")
    send(p, "predict:lock")
    assert p.answered.answer == "0.5"


def test_an_answer_once_locked_in_stays(lesson):
    p = sign(lesson)
    p.answer("positive")
    p.answer("negative")
    send(p, "predict:choose:1")
    send(p, "predict:lock")
    assert p.answered.answer == "positive"
    again = sign(lesson)  # the cell ran again
    assert again.answered == p.answered
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


@pytest.fixture
def cell(monkeypatch):
    """Give a function that makes views and shows them, as a run of the cell with this id does."""
    show = cells(monkeypatch)
    return lambda name, *makers: show(*makers, cell=name)


def test_a_reworded_question_takes_the_place_of_the_old_one(lesson, cell):
    (table,) = cell("tally", lambda: tally(lesson))
    cell("a", lambda: sign(lesson, question="Wich sign?"))
    (later,) = cell("b", lambda: sign(lesson, question="Question 2?"))
    (reworded,) = cell("a", lambda: sign(lesson, question="Which sign?"))
    assert "predict:lock" in reworded.markup
    assert "First comes: “Which sign?”" in later.markup
    assert "2 asked, 0 as predicted, 0 otherwise, 0 skipped, 2 open" in table.markup
    assert "Wich" not in table.markup


def test_a_cells_questions_reworded_keep_their_order(lesson, cell):
    cell("a", *(lambda n=n: sign(lesson, question=f"Qestion {n}?") for n in (1, 2)))
    cell("b", lambda: sign(lesson, question="Last?"))
    cell("a", *(lambda n=n: sign(lesson, question=f"Question {n}?") for n in (1, 2)))
    assert [p.words for p in lesson.asked] == ["Question 1?", "Question 2?", "Last?"]


def test_an_answer_stays_known_and_saved_when_its_question_is_asked_no_more(lesson, cell):
    (old,) = cell("a", lambda: sign(lesson))
    old.answer("negative")
    cell("a", lambda: sign(lesson, question="Reworded?"))
    assert "1 asked, 0 as predicted" in tally(lesson).text()
    lesson.save()
    assert AnswerFile(lesson.file).read() == {"Which sign?": old.answered}
    (again,) = cell("a", lambda: sign(lesson))
    assert again.answered == old.answered


def test_a_question_that_is_shown_again_is_asked_again(lesson, cell):
    (first,) = cell("a", lambda: sign(lesson))
    (second,) = cell("b", lambda: sign(lesson, question="Question 2?"))
    cell("a", lambda: explorer(TRACE))
    assert "predict:lock" in second.markup
    cell("c", lambda: first)
    assert lesson.asked == [second, first]
    assert "First comes: “Question 2?”" in first.markup
    second.skip()
    assert "predict:lock" in first.markup


def test_a_question_that_is_closed_keeps_nobody_waiting(lesson):
    first, second = sign(lesson, question="Question 1?"), sign(lesson, question="Question 2?")
    first.close()
    assert "predict:lock" in second.markup


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
    assert first.answered.right is None
    assert second.answered.right is None
    assert third.answered is None
    assert "predict:lock" in third.markup
    assert "skipped" in words_of(first.markup)


@pytest.fixture
def on_a_smaller_network(lesson):
    """A question about a unit that the network has no more, and the one after it."""
    session = Session(*examples.lecture())
    first = predict("δ?", session, "delta.3.2", ask="sign", lesson=lesson)
    second = sign(lesson, question="Question 2?")
    session.replace(net=Network.random([2, 2, 1], seed=1))
    return first, second


def test_an_answer_about_what_is_gone_is_kept_and_the_learner_told_the_way_out(lesson, on_a_smaller_network):
    first, _ = on_a_smaller_network
    send(first, "predict:choose:0")
    send(first, "predict:lock")
    assert first.answered is None
    assert "a unit of layer 3 goes from 1 to 1. Change that back, or skip." in first.markup
    assert "aria-pressed='true'" in first.markup


@pytest.mark.parametrize("key", ["predict:skip", "predict:jump"])
def test_a_question_about_what_is_gone_holds_nobody_up(lesson, on_a_smaller_network, key):
    first, second = on_a_smaller_network
    send(first if key == "predict:skip" else second, key)
    assert first.answered.right is None
    assert "a unit of layer 3 goes from 1 to 1" in words_of(first.markup)
    assert "What came out: nothing. – skipped" in first.text()
    assert "predict:lock" in second.markup
    assert "1 skipped, 1 open" in tally(lesson).text()


@pytest.mark.parametrize("outcome", ["{foo}", "c"])
def test_whatever_an_authors_function_does_a_question_can_be_skipped(lesson, outcome):
    wrong = predict("q?", lambda: outcome, ask="one of", among=["{J}", "b"], lesson=lesson)
    failing = predict("r?", lambda: 1 / 0, ask="sign", lesson=lesson)
    wrong.skip()
    failing.skip()
    assert f"the outcome is {outcome!r}".translate({123: "(", 125: ")"}) in wrong.text()
    assert "division by zero" in failing.text()


def test_a_question_that_waits_says_what_it_refuses(lesson):
    _, second = sign(lesson, question="Question 1?"), sign(lesson, question="Question 2?")
    send(second, "predict:lock")  # pressed just before the other one came in front of it
    assert "Nothing is predicted yet" in second.markup


def test_the_view_below_opens_and_is_in_the_learners_hand(lesson):
    session = Session(*examples.lecture())
    p = predict("J?", session, "J", ask="number", tolerance=0.1, then=explorer(session), lesson=lesson)
    send(p, "type:Theta.3.1.1", "change", value="5", gesture="1", done=True)
    assert session.net.weight(3, 1, 1) == 0.95  # still locked
    p.skip()
    send(p, "type:Theta.3.1.1", "change", value="0.5", gesture="2", done=True)
    assert session.net.weight(3, 1, 1) == 0.5
    assert "0.9137" in p.markup or f"{session.trace.J:.4f}" in p.markup
    assert p.answered.outcome == "0.7908"  # what came out then
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
    assert sign(tomorrow).answered == first.answered
    assert sign(tomorrow, "delta.2.2", question="And δ₂?").answered is None
    second.answer("negative")
    lesson.save()
    assert len(json.loads(lesson.file.read_text(encoding="utf-8"))["predictions"]) == 2


def test_another_lessons_predictions_stay_in_the_file(lesson):
    sign(lesson).answer("negative")
    lesson.save()
    other = Predictions(lesson.file)
    sign(other, question="Another lesson's?").answer("zero")
    other.save()
    assert set(AnswerFile(other.file).read()) == {"Which sign?", "Another lesson's?"}


def test_a_stored_answer_that_is_no_answer_any_more_is_asked_again(lesson):
    sign(lesson).answer("negative")
    lesson.save()
    changed = predict("Which sign?", lambda: "b", ask="one of", among=["a", "b"], lesson=Predictions(lesson.file))
    assert changed.answered is None


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
        (("q?", TRACE, "J"), {"ask": "sign", "name": "{foo}"}, "foo"),
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


# Reasons

SIGNS = {"positive": "Up is what z should go.", "negative": "J falls as z rises.", "zero": "Only where a = y."}


@pytest.mark.parametrize(("answer", "verdict"), [("positive", "✗"), ("negative", "✓"), ("zero", "✗")])
def test_each_option_answers_with_its_own_sentence_beside_the_outcome(lesson, answer, verdict):
    p = sign(lesson, because=SIGNS)
    assert not any(sentence in p.markup + p.text() for sentence in SIGNS.values())
    p.answer(answer)
    status = re.search(r"<p class='bp-verdict[^>]*role='status'[^>]*>(.*?)</p>", p.markup)[1]
    assert words_of(status).startswith(verdict)
    assert SIGNS[answer] in status
    assert p.text().splitlines()[-1] == SIGNS[answer]
    others = p.markup.partition("<details")[2]
    assert [sentence in others for sentence in SIGNS.values()] == [option != answer for option in SIGNS]


def test_who_skips_is_told_what_decides(lesson):
    p = sign(lesson, because=SIGNS)
    p.skip()
    assert p.answered.why == SIGNS["negative"]


def test_the_options_of_one_of_are_those_that_have_a_reason(lesson):
    p = predict("Which?", lambda: "b", ask="one of", because={"b": "It is.", "a": "It isn't."}, lesson=lesson)
    assert p.options == ("b", "a")
    p.answer("a")
    assert p.answered.why == "It isn't."


def test_the_largest_has_its_reasons_by_code(lesson):
    reasons = {"delta.4.1": "The farther back, the smaller here.", "delta.2.1": "Three layers take their share."}
    p = predict(
        "Which of {delta.4.1}, {delta.2.1}?", TRACE, list(reasons), ask="largest", because=reasons, lesson=lesson
    )
    p.answer("δ₁⁽²⁾")
    assert p.answered == type(p.answered)(
        "{delta.2.1}", "{delta.4.1}: −0.5465; {delta.2.1}: −0.0418", False, reasons["delta.2.1"]
    )
    assert "<math>" in p.markup
    assert "{delta" not in p.markup + p.text() + tally(lesson).text() + tally(lesson).markup


NUMBER = {
    "right": "Output minus target.",
    "output_sign": "That is target minus output.",
    0.4535: "That is the output alone.",
}


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("-0.5465", "Exactly so. Output minus target."),
        ("−0.54", "0.0065 too high. Output minus target."),
        ("0.55", "1.0965 too high. That is target minus output."),
        ("0.45", "0.9965 too high. That is the output alone."),
        ("-1", "0.4535 too low. Output minus target."),
    ],
)
def test_a_number_is_told_how_far_off_it_is_and_which_rule_gives_it(lesson, answer, why):
    p = predict("How large?", TRACE, "delta.4.1", ask="number", tolerance=0.02, because=NUMBER, lesson=lesson)
    p.answer(answer)
    assert p.answered.why == why


@pytest.mark.parametrize(("answer", "why"), [("0.3333", "3e-05 too low."), ("0.33334", "7e-06 too high.")])
def test_what_is_wrong_is_not_said_to_be_exactly_so_where_the_digits_that_are_shown_agree(lesson, answer, why):
    p = predict("1/3?", lambda: 1 / 3, ask="number", tolerance=0, lesson=lesson)
    p.answer(answer)
    assert p.answered.why == why


def test_a_wrong_rule_is_followed_on_the_network_as_it_is_when_the_answer_comes(lesson):
    session = Session(*examples.lecture())
    p = predict("J?", session, "J", ask="number", tolerance=0.01, lesson=lesson,
                because={"right": "Minus the logarithm.", "minus_missing": "A cost is not below 0."})  # fmt: skip
    session.set("Theta.3.1.0", 2.0)
    p.answer(str(-session.trace.J))
    assert p.answered.why.endswith("too low. A cost is not below 0.")


def test_a_rule_that_stops_on_the_changed_network_takes_nobodys_answer_away(lesson):
    session = Session(*examples.lecture())
    p = predict("δ?", session, "delta.2.1", ask="number", tolerance=0.01, lesson=lesson,
                because={"right": "r.", "transpose_forgotten": "t."})  # fmt: skip
    net, X, Y = examples.twin()
    session.replace(net=net, X=X, Y=Y)
    p.answer("7")
    assert p.answered.right is False


def test_reasons_are_saved_and_found_again_with_the_answer(lesson):
    first = sign(lesson, because=SIGNS)
    first.answer("zero")
    lesson.save()
    again = sign(Predictions(lesson.file), because=SIGNS)
    assert again.answered == first.answered
    assert SIGNS["zero"] in again.markup


def test_a_file_of_the_first_edition_without_reasons_is_still_read(lesson):
    record = {"answer": "negative", "outcome": "negative: −0.0418", "right": True}
    lesson.file.write_text(json.dumps({"v": 1, "predictions": {"Which sign?": record}}), encoding="utf-8")
    assert sign(lesson, because=SIGNS).answered.right is True


def test_symbols_are_set_in_question_options_and_reasons_and_all_else_is_escaped(lesson):
    p = predict("Is {J} < 1?", lambda: "{J} is", ask="one of", lesson=lesson,
                because={"{J} is": "{J} <b>", "{D.1.1.0} is": "no"})  # fmt: skip
    assert p.markup.count("<math>") == 3
    assert p.text() == "Predict first. Is J < 1?\nNot answered yet. Possible answers: J is, D₁₀⁽¹⁾ is."
    p.answer("J is")
    assert "<b>&lt;b&gt;" not in p.markup
    assert "&lt;b&gt;" in p.markup


@pytest.mark.parametrize(
    ("ask", "because", "sentence"),
    [
        ("sign", {"positive": "a", "negative": "b"}, "no sentence for 'zero'"),
        ("sign", {**SIGNS, "zero": " "}, "no sentence for 'zero'"),
        ("sign", {**SIGNS, "none": "a"}, "because has 'none', but the answers are"),
        ("number", {"m_left_out": "a"}, "under 'right'"),
        ("number", {"right": "a", "no_such_rule": "b"}, "because has 'no_such_rule'.*or a fault: bias_left_out"),
        ("number", {"right": "a", "stepped_too_early": "b"}, "because has 'stepped_too_early'"),
        ("sign", {**SIGNS, "zero": "{delta.2}"}, "names no number"),
    ],
)
def test_reasons_that_do_not_fit_are_refused(lesson, ask, because, sentence):
    with pytest.raises(ValueError, match=sentence):
        predict("q?", TRACE, "J", ask=ask, because=because, lesson=lesson,
                tolerance=0.1 if ask == "number" else None)  # fmt: skip
    assert lesson.asked == []


def test_a_function_has_no_wrong_rules_by_name(lesson):
    with pytest.raises(ValueError, match=r"expected 'right', a number$"):
        predict("q?", lambda: 1.0, ask="number", tolerance=1, because={"right": "a", "m_left_out": "b"}, lesson=lesson)


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
    assert p.answered is None


def test_a_text_is_opened_by_the_answer_and_by_nothing_else(lesson):
    table = "step   J\n   1   0.334 < 0.791"
    p = sign(lesson, then=table)
    assert "0.334" not in p.markup + p.text()
    assert "with its numbers" in p.markup
    p.answer("positive")
    assert "<pre class='bp-printed'>step   J\n   1   0.334 &lt; 0.791</pre>" in p.markup
    assert p.text().endswith(table)
    assert p.as_python() == ""


def test_a_text_is_opened_by_skipping_too(lesson):
    p = sign(lesson, then="a table")
    p.skip()
    assert "a table" in p.markup


@pytest.mark.parametrize("then", [3, ["a table"], explorer])
def test_what_can_not_be_opened_is_refused(lesson, then):
    with pytest.raises(TypeError, match=re.escape("give a view, such as explorer(...), or a text")):
        sign(lesson, then=then)
