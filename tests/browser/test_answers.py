"""What asks for an answer or a press in a real JupyterLab: predictions, quick questions, a step, the race.

The slide, the paths and a worksheet with a fault stand below them, to be looked at in both themes.
"""

import pytest
from playwright.sync_api import expect

from backprop_core import descent, examples
from backprop_widgets import recall
from backprop_widgets.notation.marked import as_text

from .lab import eventually
from .looks import LIGHT, THEMES, choose_theme, found_by_axe
from .notebook import SCREENSHOTS

REASONS = {
    "positive": "The cost would rise if the target were 0.",
    "negative": "Up in z is up in a, and so nearer to 1.",
    "zero": "Then this unit would not be listening to its z at all.",
}
SIGN, QUICK, STEP, RACE, SLIDE, PATHS, SHEET = VIEWS = range(1, 8)
ASK = f"""trace = run(*examples.lecture())
predict('What is the sign of {{delta.4.1}}?', trace, 'delta.4.1', ask='sign', because={REASONS!r})"""
SETUP = """from backprop_core import *
from backprop_widgets import *
from backprop_widgets.predictions.lesson import LESSON
LESSON.asked.clear()"""
CELLS = [
    SETUP,
    ASK,
    "recall(4, 2)",
    'explorer(controls=["step", "history"], show=[], name="A")',
    "race()",
    "slide(y_minus_a=True, no_gprime=True)",
    "paths('Theta.1.2.1')",
    "worksheet(12, 'find the fault')",
]


@pytest.fixture(scope="module")
def notebook(open_notebook):
    notebook = open_notebook(CELLS)
    notebook.page.set_viewport_size({"width": 1366, "height": 2400})  # every view whole, for the pictures
    return notebook


@pytest.fixture
def fresh(notebook):
    """All views made anew, with nothing answered."""
    notebook.run_all()
    return notebook


def view(notebook, cell):
    frame = notebook.cell(cell).locator(".bp-live")
    frame.wait_for()
    return frame


def at(frame, key):
    return frame.locator(f'[data-key="{key}"]').first


def test_by_keyboard_alone_an_answer_gets_its_reason_and_the_others_can_be_read(fresh):
    frame, keys = view(fresh, SIGN), fresh.page.keyboard
    expect(frame.locator("math")).to_have_count(1)
    expect(frame).not_to_contain_text(REASONS["positive"])
    at(frame, "predict:choose:0").focus()
    for key in ("Enter", "Tab", "Tab", "Tab", "Enter"):
        keys.press(key)
    expect(at(frame, "predict-say")).to_have_text(f"✗ not as predicted {REASONS['positive']}")
    expect(frame.get_by_text(REASONS["negative"])).to_be_hidden()
    at(frame, "others").locator("summary").focus()
    keys.press("Enter")
    for option in ("negative", "zero"):
        expect(frame.get_by_text(REASONS[option])).to_be_visible()


def test_each_visit_asks_other_quick_questions_and_a_page_loaded_again_the_same(fresh):
    frame = view(fresh, QUICK)
    stored = [f"From lesson {n:02}. {as_text(i.words)}" for n, i in zip((4, 2), recall(4, 2).items, strict=True)]
    eventually(lambda: differ(asked(frame), stored))
    first = asked(frame)
    assert [words[:16] for words in first] == ["From lesson 04. ", "From lesson 02. "]
    at(frame, "answer:0:0").click()
    expect(at(frame, "quick-say:0").locator(".bp-why")).not_to_be_empty()
    fresh.reload()
    frame = view(fresh, QUICK)
    eventually(lambda: same(asked(frame), first))
    expect(at(frame, "quick-say:0").locator(".bp-why")).not_to_be_empty()
    at(frame, "again").click()
    expect(at(frame, "answer:0:0")).to_be_visible()
    differ(asked(frame), first)


def same(one, other):
    assert one == other


def differ(one, other):
    assert one != other


def asked(frame):
    return frame.locator(".bp-question").all_inner_texts()


def test_fifteen_presses_of_one_step_are_counted_drawn_and_taken_back(fresh):
    frame, keys = view(fresh, STEP), fresh.page.keyboard
    costs = [record.J for record in descent(*examples.lecture(), alpha=1.0, steps=15)]
    at(frame, "take-step").focus()
    for n in range(1, 16):
        keys.press("Enter")
        expect(frame.locator(".bp-steps .bp-dot")).to_have_count(n + 1)
    expect(at(frame, "presses")).to_have_text(f"15 steps: J {costs[0]:.4f} → {costs[15]:.4f}.")
    expect(frame.locator(".bp-value.bp-J")).to_have_text(f"{costs[15]:.4f}")
    assert f"{costs[0]:.3f}, {costs[15]:.3f}" == "0.791, 0.032"
    keys.press("Control+z")
    expect(frame.locator(".bp-steps .bp-dot")).to_have_count(15)
    expect(at(frame, "presses")).to_contain_text("14 steps")


def test_the_race_is_started_stopped_and_run_to_its_end(fresh):
    frame, keys = view(fresh, RACE), fresh.page.keyboard
    at(frame, "on").focus()
    keys.press("Enter")
    expect(at(frame, "say")).to_contain_text("2 of 100 passes.")
    at(frame, "start").focus()
    keys.press("Enter")
    expect(at(frame, "start")).to_have_text("Stop")
    expect(at(frame, "say")).to_contain_text("after 1 nudged step,")  # at pass 30
    keys.press("Enter")
    expect(at(frame, "start")).to_have_text("Start")
    used = int(frame.locator(".bp-lanes tbody tr td").nth(1).inner_text())  # the sentence follows when the hand rests
    assert 30 <= used < 100
    expect(at(frame, "say")).to_contain_text(f"{used} of 100 passes.")
    at(frame, "on").click()
    expect(at(frame, "say")).to_contain_text(f"{used + 2} of 100 passes.")
    at(frame, "start").click()
    expect(at(frame, "say")).to_contain_text("100 of 100 passes.")
    rows = frame.locator(".bp-lanes tbody tr").all_inner_texts()
    assert [row.split("\t")[1:4] for row in rows] == [
        ["100 guesses", "100", "0"],
        ["3 steps, and 5 of 15 weights for the next", "100", "0"],
        ["50 steps", "50", "50"],
    ]
    expect(at(frame, "start")).to_be_disabled()


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_nothing_sticks_out_and_pictures_are_left(fresh, theme):
    choose_theme(fresh.page, theme)
    SCREENSHOTS.mkdir(exist_ok=True)
    try:
        bad = found(fresh)
        at(view(fresh, SIGN), "predict:choose:0").click()
        at(view(fresh, SIGN), "predict:lock").click()
        for number in (0, 1):
            at(view(fresh, QUICK), f"answer:{number}:1").click()
        for _ in range(3):
            at(view(fresh, STEP), "take-step").click()
            at(view(fresh, RACE), "on").click()
        at(view(fresh, PATHS), "merge").click()
        at(view(fresh, SLIDE), "switch:y_minus_a").click()
        at(view(fresh, SHEET), "sheet:suspect:J").click()
        expect(at(view(fresh, RACE), "say")).to_contain_text("6 of 100")
        for width in (1366, 1000):
            fresh.page.set_viewport_size({"width": width, "height": 2400})
            for cell in VIEWS:
                frame = view(fresh, cell)
                assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth"), (cell, width)
                frame.screenshot(path=SCREENSHOTS / f"answers-{theme.split()[1].lower()}-{width}-{cell}.png")
        bad += found(fresh)
    finally:
        fresh.page.set_viewport_size({"width": 1366, "height": 2400})
        choose_theme(fresh.page, LIGHT)
    assert bad == []


def found(notebook):
    """What axe has to say against any view."""
    return [(cell, *problem) for cell in VIEWS for problem in found_by_axe(view(notebook, cell))]
