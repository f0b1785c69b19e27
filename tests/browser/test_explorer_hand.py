"""Numbers in the hand: slid, typed, dragged, stepped, taken back; every number on the page follows."""

import re

import pytest
from playwright.sync_api import expect

from .explorer_page import LECTURE, START, WEIGHTS, View
from .lab import ROOT, eventually
from .printed import moved, truth


def test_in_the_first_lesson_every_number_follows_the_hand(open_notebook):
    lesson = open_notebook(ROOT / "notebooks" / "00_start.ipynb")
    lesson.run_all()
    view = View(lesson, lesson.page.locator(".bp-live:has([data-from-link])"))
    view.shows(START, **LECTURE)
    view.press("slide:Theta.1.2.1", "ArrowRight")
    view.shows(moved(START, Theta_1_2_1=0.45), **LECTURE)
    view.drag("move:Theta.2.1.2", 12, -30)
    view.shows(moved(START, Theta_1_2_1=0.45, Theta_2_1_2=-0.4), **LECTURE, sum=8)
    expect(lesson.page.locator(".widget-readout").first).to_have_text("−0.40")
    view.type("type:Theta.3.1.0", "1.234")
    view.shows(moved(START, Theta_1_2_1=0.45, Theta_2_1_2=-0.4, Theta_3_1_0=1.234), **LECTURE)
    view.shortcut("g")
    view.shows(moved(START, Theta_1_2_1=0.45, Theta_2_1_2=-0.4, Theta_3_1_0=1.234), **LECTURE)

    def gradients_are_on_the_edges():
        assert {f"D.{l}.{i}.{j}" for l, i, j in WEIGHTS} <= view.codes()

    eventually(gradients_are_on_the_edges)


def test_a_number_wrongly_printed_would_be_noticed(view):
    for where in ("svg .bp-value", "svg .bp-number", ".bp-twin"):
        spoiled = view.frame.locator(where).last
        text = spoiled.evaluate(
            "text => { const old = text.textContent; "
            "text.textContent = old.replace(/.$/, digit => (Number(digit) + 2) % 10); return old }"
        )
        with pytest.raises(AssertionError):
            view.compare(START)
        spoiled.evaluate("(text, old) => { text.textContent = old }", text)
        view.compare(START)


@pytest.mark.parametrize("code", ["Theta.1.1.0", "Theta.2.2.1", "x.2", "y.1"])
def test_a_number_is_slid_typed_dragged_and_stepped(view, code):
    name, value = code.replace(".", "_"), truth(START, code)
    down = value - 0.05
    view.press(f"slide:{code}", "ArrowLeft")
    view.shows(moved(START, **{name: down}))
    view.type(f"type:{code}", "0,125")
    view.shows(moved(START, **{name: 0.125}))
    view.press(f"type:{code}", "ArrowUp", "ArrowUp", "Shift+ArrowDown")
    view.shows(moved(START, **{name: 0.22}))
    view.drag(f"move:{code}", 3, -40)
    view.shows(moved(START, **{name: 0.62}))
    view.press(f"move:{code}", "ArrowDown", "Shift+ArrowUp")
    view.shows(moved(START, **{name: 0.575}))
    expect(view.at(f"move:{code}")).to_be_focused()


def test_a_drag_with_shift_is_fine_and_one_beyond_ten_stops_there(view):
    x, y = view.move_to("move:Theta.1.1.1")
    view.page.mouse.down()
    view.page.keyboard.down("Shift")
    view.page.mouse.move(x, y - 50, steps=4)
    view.page.keyboard.up("Shift")
    view.page.mouse.up()
    view.shows(moved(START, Theta_1_1_1=0.85))
    for end, value in ((-3000, 10), (3000, -10)):
        view.drag("move:Theta.1.1.1", 0, end)
        view.shows(moved(START, Theta_1_1_1=value))
    view.drag("move:y.1", 0, 300)
    view.shows(moved(START, Theta_1_1_1=-10, y_1=0))


def test_every_edge_can_be_taken_hold_of(show, kernel):
    show("examples.twin()[0], [0.6, -0.9], 1")
    view = show()
    free = view.frame.evaluate(GRIPS)
    assert {code: pixels for code, pixels in free.items() if pixels < 12} == {}


@pytest.mark.parametrize("typed", ["10.05", "-1e3", "inf", "abc", "", "0.5.5", "nan"])
def test_a_value_that_cannot_be_is_refused_in_one_sentence(view, typed):
    markup = view.frame.evaluate(MARKUP)
    view.type("type:Theta.2.1.2", typed)
    expect(view.notice()).to_have_text(re.compile(r"(goes from −10 to 10|is not a number).* stays −0\.70\.$"))
    assert view.notice().get_attribute("role") == "alert"
    expect(view.at("type:Theta.2.1.2")).to_have_value("−0.70")
    view.shows(START, **LECTURE)
    view.shortcut("Escape")
    expect(view.notice()).to_have_text("")
    assert view.frame.evaluate(MARKUP) == markup


def test_a_drag_is_one_step_for_undo(view):
    view.drag("move:Theta.1.1.1", 0, -50, steps=20)
    after = moved(START, Theta_1_1_1=1.3)
    view.shows(after)
    view.click("undo")
    view.shows(START)
    expect(view.at("undo")).to_be_disabled()
    view.click("redo")
    view.shows(after)
    view.shortcut("Control+z")
    view.shows(START)
    view.shortcut("Control+y")
    view.shows(after)
    view.click("reset")
    view.shows(START)
    view.click("undo")
    view.shows(after)


def test_everything_is_reached_by_tab(view):
    view.click("pick:delta.2.2", "svg")
    expect(view.at("sum:Theta.2.1.2")).to_be_visible()
    wanted = view.frame.evaluate(FOCUSABLE)
    view.at("stage:0").focus()
    reached = [view.frame.evaluate(FOCUSED)]
    for _ in range(len(wanted)):
        view.page.keyboard.press("Tab")
        reached.append(view.frame.evaluate(FOCUSED))
        if reached[-1] is None:
            break
    view.at("stage:0").focus()
    while reached[0] is not None and len(reached) < 400:
        view.page.keyboard.press("Shift+Tab")
        reached.insert(0, view.frame.evaluate(FOCUSED))
    view.frame.focus()
    assert set(wanted) - set(reached) == set()


# In the page

MARKUP = "frame => frame.querySelector('.bp-stage').innerHTML.replace(/ data-(lit|copied)=\"\"/g, '')"

FOCUSABLE = """
frame => [...frame.querySelectorAll("input, select, button, summary, [tabindex='0']")]
  .filter(one => one.checkVisibility() && !one.disabled)
  .map(one => (one.closest("svg") ? "svg " : "") + (one.dataset.key ?? one.parentElement.dataset.key))
"""

FOCUSED = """
frame => {
  const one = document.activeElement;
  if (!frame.contains(one) || one === frame) return null;
  return (one.closest("svg") ? "svg " : "") + (one.dataset.key ?? one.parentElement.dataset.key);
}
"""

# How many pixels along each edge the pointer finds that edge.
GRIPS = """
frame => {
  frame.scrollIntoView();
  const free = {};
  for (const edge of frame.querySelectorAll("svg [data-key^='move:Theta']")) {
    const path = edge.querySelector("path.bp-grip, path.bp-line");
    const toScreen = path.getScreenCTM();
    let count = 0;
    for (let at = 0; at < path.getTotalLength(); at++) {
      const {x, y} = path.getPointAtLength(at).matrixTransform(toScreen);
      if (edge.contains(document.elementFromPoint(x, y))) count += 1;
    }
    free[edge.dataset.key] = count;
  }
  return free;
}
"""
