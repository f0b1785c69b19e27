"""Each lesson from a fresh kernel: its views appear, and one move of each does in the page what it does in Python.

The lesson runs here as well, cell by cell. What a hand does in the page is done here to the same view; then the words
under the picture, which hold all of its numbers, have to be the same. A picture of each view is left in screenshots/.
"""

import html
import re
from contextlib import suppress
from weakref import WeakSet

import numpy as np
import pytest
from playwright.sync_api import Error, expect

from backprop_core import run
from backprop_widgets import Event, Live
from backprop_widgets.live.controls import STEP
from backprop_widgets.notation.marked import as_markup
from backprop_widgets.notation.text import of_kind
from backprop_widgets.predictions.lesson import LESSON
from backprop_widgets.predictions.predict import Prediction
from backprop_widgets.predictions.recall import Recall
from backprop_widgets.slides.slide import Slide
from tests.networks import how_many
from tests.notebooks import structure
from tests.notebooks.lesson import Lesson

from .lab import ROOT, eventually
from .notebook import SCREENSHOTS

LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))[:: how_many(5, 1)]
HIGH = {"width": 1400, "height": 2400}  # every view whole, for the pictures


@pytest.fixture(scope="module")
def page(open_notebook):
    """One page for all lessons."""
    return open_notebook([])


@pytest.fixture
def here(request, monkeypatch):
    """The lesson as it runs here."""
    monkeypatch.setattr(LESSON, "asked", [])
    monkeypatch.setattr(LESSON, "tallies", WeakSet())
    return Lesson(request.getfixturevalue("path"))


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_every_view_of_a_lesson_appears_and_follows_a_move(path, here, page, lab):
    page.page.set_viewport_size(HIGH)
    page.open(lab.take(path))
    page.run_all()
    values = [(place, here.run(structure.source(cell))[1]) for place, cell in here.cells]
    views = [(place, value) for place, value in values if isinstance(value, Live)]
    assert views
    for place, view in views:
        frame = page.cell(place - 1).locator(".bp-live")
        frame.scroll_into_view_if_needed()
        if isinstance(view, Recall):  # the page asks other questions than are asked here
            answer_both(frame)
            continue
        if isinstance(view, Prediction):
            predict(frame, view)
        shown = view.then if isinstance(view, Prediction) else view
        if shown is not None:
            move(frame, shown)
            eventually(lambda frame=frame, shown=shown: same_words(frame, shown))
        frame.screenshot(path=SCREENSHOTS / f"lesson-{path.stem[:2]}-{place:02}.png")
    assert page.page.locator(".bp-error").all_text_contents() == [""] * page.page.locator(".bp-error").count()
    lab.shut_down(page.name)


def answer_both(frame):
    """Answer two quick questions in the page, and be told something about each.

    A view that has just come into sight exchanges its questions; a press that meets that is lost, and made again.
    """
    for number in range(2):
        option = frame.locator(f'[data-key="answer:{number}:0"]')
        why = frame.locator(f'[data-key="quick-say:{number}"] .bp-why')

        def answered(option=option, why=why):
            if option.is_visible():
                with suppress(Error):  # it went meanwhile
                    option.click(timeout=2000)
            assert why.is_visible()

        eventually(answered)
        expect(why).not_to_be_empty()


def predict(frame, view):
    """Answer a prediction in the page and here; both say the same about it."""
    choice = frame.locator('[data-key="predict:choose:0"]')
    number_field = frame.locator('[data-key="predict:number"]')
    expect(choice.or_(number_field)).to_be_visible()
    if choice.is_visible():
        answer = view.options[0]
        choice.click()
    else:
        answer = "0.5"
        number_field.fill(answer)
    frame.locator('[data-key="predict:lock"]').click()
    view.answer(answer)
    for said in (answer, view.answered.outcome, view.answered.why):
        expect(frame).to_contain_text(whatever_was_timed(html.unescape(re.sub("<[^>]*>", "", as_markup(said)))))


def whatever_was_timed(sentence):
    """The sentence up to where it tells how fast something was, for the page has measured that anew."""
    return re.split(r"\d+ times as fast", sentence)[0]


def move(frame, view):
    """Move the first thing of a view that can be moved, in the page and here."""
    before = words_of(view)
    for selector, do in MOVES.items():
        control = frame.locator(selector).first
        if control.count():
            key = control.get_attribute("data-key")
            kind, value = do(control)
            if key.startswith("move:Theta"):
                said = after_a_step(view, key)
            view.handle(Event(1, "here", key, kind, {**value, "gesture": "one", "done": True}))
            assert words_of(view) != before, f"{key} moves nothing"
            if key.startswith("move:Theta"):
                assert any(text in words_of(view) for text in said)
            return


def press(control):
    """Push an edge up, by its key."""
    control.focus()
    control.press("ArrowUp")
    return "key", {"key": "ArrowUp", "shift": False, "ctrl": False}


def slide(control):
    """Move a slider by one step."""
    control.focus()
    control.press("ArrowRight")
    return "change", {"value": control.input_value()}


def click(control):
    """Press a button."""
    control.click()
    return "click", {"shift": False, "ctrl": False}


def choose(control):
    """Choose the first of a list that is not chosen; "" stands for what is selected elsewhere, or for all."""
    values = control.locator("option").evaluate_all("options => options.map(option => option.value)")
    value = next(value for value in values if value not in ("", control.input_value()))
    control.select_option(value)
    return "change", {"value": value}


def fill(control):
    """Type a number."""
    control.fill("0.5")
    control.press("Enter")
    return "change", {"value": "0.5"}


# In this order: what is there is moved.
MOVES = {
    'g[data-key^="move:"][data-on~="key"]': press,
    '[data-key="one-step"]': click,
    'input[type="range"][data-key]': slide,
    "select[data-key]": choose,
    'input[type="text"][data-key^="sheet:"]': fill,
}


def after_a_step(view, key):
    """z and δ of the output when this weight has gone up by a step, and z of the unit that it leads into, by the core.

    The words have at least one of them: where the passes haven't got to the output yet, the last. The slide, as it is
    spoken, has y − a for δ.
    """
    session, (l, i, j) = view.session, map(int, key.split(".")[1:])
    net = session.net
    moved = run(net.with_weight(l, i, j, net.weight(l, i, j) + STEP), *session.shown_example)
    numbers = [("z", moved.z[net.L].T[0]), ("delta", moved.delta[net.L].T[0]), ("z", moved.z[l + 1].T[i - 1])]
    if isinstance(view, Slide):
        numbers = [("delta", -moved.delta[net.L].T[0])]
    return [of_kind(kind, float(np.mean(values))) for kind, values in numbers]


def words_of(view):
    """The words under a view's picture; of one without, all its words."""
    view.refresh()
    found = re.search(r"<pre class='bp-twin'[^>]*>(.*?)</pre>", view.markup, re.DOTALL)
    return html.unescape(found[1] if found else re.sub("<[^>]*>", "", view.markup))


def same_words(frame, view):
    """The page has the same words."""
    expected = words_of(view)
    if not expected:  # a picture alone, which says them itself
        assert frame.locator("img").last.get_attribute("alt") == view.text()
        return
    twin = frame.locator(".bp-twin")
    shown = twin if twin.count() else frame.locator(".bp-explorer, .bp-printed").last
    assert shown.text_content().split() == expected.split()
