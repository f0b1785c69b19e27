"""recall(): two questions about earlier lessons, the same in a stored lesson, others at every visit."""

import re

import pytest

from backprop_widgets import recall
from tests.hand import send


def shown(view, name="v"):
    view._receive(view, {"news": "shown", "view": name}, None)


def words_of(markup):
    return re.sub(r"<[^>]+>", " ", markup)


def option(view, number, *, right):
    item = view.items[number]
    return next(n for n, answer in enumerate(item.reasons) if (answer == item.right) is right)


def test_a_stored_lesson_asks_the_same_each_time_it_is_baked():
    assert recall(3, 1).text() == recall(3, 1).text()
    assert recall(3, 1).markup == recall(3, 1).markup
    assert "From lesson 03" in recall(3, 1).text()
    assert "From lesson 01" in recall(3, 1).text()


def test_a_page_that_shows_it_gets_other_questions_than_the_page_before():
    asked = set()
    for _ in range(6):
        view = recall(6, 1)
        shown(view)
        asked.add(view.text())
    assert len(asked) == 6
    assert view.markup != recall(6, 1).markup
    assert all(item.words[:20] in view.text() for item in view.items)


def test_a_page_that_is_loaded_again_keeps_questions_and_answers():
    view = recall(3, 1)
    shown(view)
    send(view, f"answer:0:{option(view, 0, right=True)}")
    before = view.text()
    view._receive(view, {"news": "gone", "view": "v"}, None)
    shown(view, "w")
    assert view.text() == before


def test_an_answer_that_overtakes_the_news_of_the_page_is_kept():
    view = recall(3, 1)
    send(view, f"answer:0:{option(view, 0, right=True)}")
    before = view.text()
    shown(view)
    assert view.text() == before


def test_an_answer_is_one_press_and_gets_its_own_sentence():
    view = recall(3, 1, seed=4)
    item = view.items[0]
    assert not any(why in view.markup + view.text() for why in item.reasons.values())
    wrong = option(view, 0, right=False)
    send(view, f"answer:0:{wrong}")
    chosen = list(item.reasons)[wrong]
    status = re.search(r"data-key='quick-say:0'>(.*?)</p>", view.markup)[1]
    assert words_of(status).startswith("✗ not")
    assert item.reasons[chosen] in words_of(status).replace("  ", " ")
    assert item.right in words_of(status)
    assert item.reasons[chosen] in view.text()
    assert "data-key='answer:0:" not in view.markup
    assert "data-key='answer:1:" in view.markup


def test_a_second_answer_changes_nothing():
    view = recall(3, 1, seed=4)
    send(view, f"answer:1:{option(view, 1, right=True)}")
    send(view, f"answer:1:{option(view, 1, right=False)}")
    assert view.answers[1] == view.items[1].right
    assert "✓" in view.markup


def test_two_others_are_asked_on_demand():
    view = recall(9, 6, seed=1)
    send(view, "answer:0:0")
    before = [item.words for item in view.items]
    send(view, "again")
    assert view.answers == ["", ""]
    assert [item.words for item in view.items] != before


def test_a_fixed_seed_asks_the_same_at_every_visit():
    view = recall(9, 6, seed=1)
    before = view.text()
    shown(view)
    assert view.text() == before


@pytest.mark.parametrize(
    ("lessons", "sentence"), [((13, 1), "13"), ((2, -1), "-1"), ((2, 2), "both questions are about lesson 2")]
)
def test_lessons_without_questions_are_refused(lessons, sentence):
    with pytest.raises(ValueError, match=sentence):
        recall(*lessons)
