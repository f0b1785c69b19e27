"""Predictions, worksheet, bug lab and the learner's own code in a real JupyterLab."""

import json

import pytest
from playwright.sync_api import expect

from backprop_core import examples, run
from backprop_core.faults import FAULTS
from backprop_widgets import bug_lab
from backprop_widgets.bug_labs.instruments import INSTRUMENTS
from backprop_widgets.bug_labs.program import changes
from backprop_widgets.bug_labs.symptoms import telling_apart
from backprop_widgets.notation.text import of_kind
from backprop_widgets.worksheets.sheet import make_sheet

from .kernel import Kernel
from .looks import LIGHT, THEMES, choose_theme, found_by_axe
from .notebook import SCREENSHOTS

SETUP, SIGN, NUMBER, TALLY, SHEET, LAB, OWN = range(7)
CELLS = [
    """import numpy as np
from backprop_core import *
from backprop_core.faults import FAULTS
from backprop_widgets import *
session = Session(*examples.lecture())""",
    'predict("Which sign has δ₁⁽²⁾?", session, "delta.2.1", ask="sign")',
    'predict("How large is J?", session, "J", ask="number", tolerance=0.05, then=explorer(session))',
    "tally()",
    'worksheet(4, "last part")',
    "lab = bug_lab(seed=3)\nlab",
    """def my_backward(net, fwd, Y, lam):
    return FAULTS["gprime_left_out"].wrong(net, fwd, Y, lam)

def endless(net, fwd, Y, lam):
    while True: pass

own = explorer()
own.use(my_backward)
own""",
]


@pytest.fixture(scope="module")
def notebook(open_notebook):
    notebook = open_notebook(CELLS)
    notebook.page.set_viewport_size({"width": 1400, "height": 2400})  # every view whole, for the pictures
    notebook.run_all()
    return notebook


@pytest.fixture(scope="module")
def kernel(notebook):
    kernel = Kernel(notebook)
    yield kernel
    kernel.stop()


@pytest.fixture
def again(notebook, kernel):
    """Give a function that runs everything again, with no prediction remembered but what the file has."""

    def again():
        kernel.run(
            "import sys\nlesson = sys.modules['backprop_widgets.predictions.predict'].LESSON\nlesson.asked.clear()"
        )
        kernel.run("lesson.tallies.clear()")
        notebook.run_all()

    return again


@pytest.fixture
def fresh(notebook, again):
    again()
    return notebook


def view(notebook, cell):
    frame = notebook.cell(cell).locator(".bp-live")
    frame.wait_for()
    return frame


def at(frame, key):
    return frame.locator(f'[data-key="{key}"]').first


# Predictions


def test_a_prediction_is_asked_locked_in_and_shown_beside_what_came_out(fresh):
    sign, number, tally = (view(fresh, cell) for cell in (SIGN, NUMBER, TALLY))
    trace = run(*examples.lecture())
    expect(number).not_to_contain_text("How large is J?")
    expect(number).to_contain_text("Which sign has")
    at(sign, "predict:lock").click()
    expect(at(sign, "predict-say")).to_contain_text("Nothing is predicted yet")
    at(sign, "predict:choose:1").click()
    expect(at(sign, "predict:choose:1")).to_have_attribute("aria-pressed", "true")
    expect(sign).not_to_contain_text(f"{abs(trace.delta[2][0]):.4f}")
    at(sign, "predict:lock").click()
    expect(at(sign, "predict-say")).to_have_text("✓ as predicted")
    expect(sign).to_contain_text(f"negative: −{abs(trace.delta[2][0]):.4f}")

    expect(number).to_contain_text("How large is J?")
    expect(number.locator(".bp-net")).to_have_count(0)
    at(number, "predict:number").fill("0.5")
    at(number, "predict:lock").click()  # straight from the field, without Enter
    expect(at(number, "predict-say")).to_have_text(f"✗ not as predicted {trace.J - 0.5:.4f} too low.")
    expect(number).to_contain_text(f"{trace.J:.4f}")
    expect(number.locator(".bp-net")).to_have_count(1)
    at(number, "slide:Theta.3.1.1").focus()
    fresh.page.keyboard.press("ArrowRight")
    expect(number.locator(".bp-value.bp-J")).to_have_text(
        f"{run(trace.net.with_weight(3, 1, 1, 1.0), *examples.lecture()[1:]).J:.4f}"
    )
    expect(tally).to_contain_text("2 asked, 1 as predicted, 1 otherwise, 0 skipped, 0 open")


def test_predictions_are_saved_beside_the_notebook_and_found_again(fresh, again):
    sign = view(fresh, SIGN)
    at(sign, "predict:choose:0").click()
    at(sign, "predict:lock").click()
    expect(at(sign, "predict-say")).to_have_text("✗ not as predicted")
    at(view(fresh, TALLY), "tally:save").click()
    expect(view(fresh, TALLY)).to_contain_text("Saved in predictions.json")
    file = fresh.lab.folder / "predictions.json"
    try:
        assert list(json.loads(file.read_text(encoding="utf-8"))["predictions"]) == ["Which sign has δ₁⁽²⁾?"]
        again()
        expect(at(view(fresh, SIGN), "predict-say")).to_have_text("✗ not as predicted")
        expect(view(fresh, TALLY)).to_contain_text("1 otherwise, 0 skipped, 1 open")
    finally:
        file.unlink()


def test_predictions_and_tally_are_found_again_after_the_kernel_was_restarted(open_notebook):
    notebook = open_notebook(CELLS[: TALLY + 1])
    notebook.run_all()
    sign, number = view(notebook, SIGN), view(notebook, NUMBER)
    at(sign, "predict:choose:1").click()
    at(sign, "predict:lock").click()
    at(number, "predict:skip").click()
    expect(number.locator(".bp-net")).to_have_count(1)
    at(view(notebook, TALLY), "tally:save").click()
    expect(view(notebook, TALLY)).to_contain_text("Saved in predictions.json")
    file = notebook.lab.folder / "predictions.json"
    try:
        notebook.menu("Kernel", "kernelmenu:restart")
        notebook.page.locator(".jp-Dialog .jp-mod-accept").click()
        expect(sign).to_contain_text("The kernel does not answer")
        notebook.wait_idle()
        notebook.run_all()
        sign, number, tally = (view(notebook, cell) for cell in (SIGN, NUMBER, TALLY))
        expect(at(sign, "predict-say")).to_have_text("✓ as predicted")
        expect(sign).to_contain_text("you predicted negative")
        expect(at(number, "predict-say")).to_have_text("– skipped")
        expect(tally).to_contain_text("2 asked, 1 as predicted, 0 otherwise, 1 skipped, 0 open")
        at(number, "slide:Theta.3.1.1").focus()  # what the answer opened is in the hand again
        notebook.page.keyboard.press("ArrowRight")
        net, *example = examples.lecture()
        J = run(net.with_weight(3, 1, 1, 1.0), *example).J
        expect(number.locator(".bp-value.bp-J")).to_have_text(f"{J:.4f}")
    finally:
        file.unlink()


def test_a_prediction_is_made_with_the_keyboard_alone(fresh):
    keys, sign, number = fresh.page.keyboard, view(fresh, SIGN), view(fresh, NUMBER)
    at(sign, "predict:choose:0").focus()
    for key in ("Tab", "Space", "Tab", "Tab", "Enter"):
        keys.press(key)
    expect(at(sign, "predict-say")).to_have_text("✓ as predicted")
    expect(sign).to_contain_text("negative")
    at(number, "predict:number").focus()
    keys.type("0.79")
    for key in ("Tab", "Enter"):
        keys.press(key)
    expect(at(number, "predict-say")).to_have_text("✓ as predicted 0.0008 too low.")


# The worksheet, with the keyboard alone


def test_the_worksheet_is_filled_in_with_the_keyboard_alone(fresh):
    sheet, frame, keys = make_sheet(4, "last part"), view(fresh, SHEET), fresh.page.keyboard
    at(frame, f"sheet:fill:{sheet.blanks[0]}").focus()
    for n, code in enumerate(sheet.blanks):
        expect(at(frame, f"sheet:fill:{code}")).to_be_focused()  # the right one before has led on to it
        if n == 0:
            keys.type(f"{-sheet.right(code):.4f}")
            keys.press("Enter")
            expect(frame.locator(".bp-wrong")).to_contain_text("is not")
            expect(at(frame, f"sheet:fill:{code}")).to_have_attribute("aria-invalid", "true")
            expect(at(frame, f"sheet:fill:{code}")).to_be_focused()
            keys.press("Tab")
            keys.press("Enter")
            expect(at(frame, f"row:{code}")).to_contain_text("δ₁⁽⁴⁾")
            keys.press("Shift+Tab")
            keys.press("Control+a")
        keys.type(f"{sheet.right(code):.4f}")
        keys.press("Enter")
        expect(at(frame, f"row:{code}")).to_contain_text("✓")
    expect(frame).to_contain_text("7 of 7 right, 1 hint taken")


def test_typing_in_a_blank_runs_no_command_of_the_notebook(fresh):
    cells = fresh.page.locator(".jp-Notebook-cell").count()
    at(view(fresh, SHEET), "sheet:fill:D.3.1.0").focus()
    fresh.page.keyboard.type("abdd")  # a and b make cells, dd deletes one
    fresh.page.keyboard.press("Enter")
    expect(view(fresh, SHEET)).to_contain_text("“abdd” is not a number")
    assert fresh.page.locator(".jp-Notebook-cell").count() == cells


def test_the_printable_page_comes_down_as_a_file(notebook):
    with notebook.page.expect_download() as download:
        view(notebook, SHEET).locator("a[download]").click()
    assert download.value.suggested_filename == "worksheet-4-last-part.html"
    page = download.value.path().read_text(encoding="utf-8")
    assert page.count("<section") == 2
    paper = notebook.context.new_page()  # as it comes out of the printer, for a person to look at
    paper.set_viewport_size({"width": 794, "height": 1123})  # A4
    paper.emulate_media(media="print")
    paper.set_content(page)
    SCREENSHOTS.mkdir(exist_ok=True)
    paper.screenshot(path=SCREENSHOTS / "feedback-worksheet-on-paper.png", full_page=True)
    paper.close()


# The bug lab


def test_a_fault_is_found_in_the_bug_lab(fresh):
    frame = view(fresh, LAB)
    options = frame.locator('[data-key="guess"] option').all_inner_texts()
    assert len(options) >= 11
    lab = bug_lab(seed=3)  # the same seed gives the same fault here
    wrong = next(f for f in lab.faults if f is not lab.fault)
    at(frame, "guess").select_option(wrong.name)
    at(frame, "name").click()
    decider = telling_apart(lab.fault, wrong, 3, lab._readings())
    expect(at(frame, "bug-say")).to_contain_text(
        f"gives {decider.one} here; with that bug it would give {decider.other}"
    )
    at(frame, "lam").select_option("1")
    at(frame, "sizes").select_option("2-3-2-1")
    expect(frame.locator('[data-key="D:2"]')).to_have_count(0)
    at(frame, "tool:D").click()
    expect(at(frame, "use")).to_contain_text("the pattern over the layers")
    expect(frame.locator('[data-key="D:2"] tbody td')).to_have_count(8)
    at(frame, "m").select_option("1")
    expect(frame.locator(".bp-repair")).to_have_count(0)
    at(frame, "guess").select_option(lab.fault.name)
    at(frame, "name").click()
    expect(at(frame, "bug-say")).to_contain_text("✓ Yes")
    (change,) = changes(lab.fault.name)
    expect(frame.locator(".bp-repair del")).to_have_text(f"− {change.wrong}")
    expect(frame.locator(".bp-repair ins")).to_have_text(f"+ {change.right}")


def test_the_bug_lab_fits_a_slide_with_all_readings_and_the_line_that_was_wrong(fresh):
    frame = view(fresh, LAB)
    for name in INSTRUMENTS:
        if at(frame, f"tool:{name}").get_attribute("aria-pressed") == "false":
            at(frame, f"tool:{name}").click()
            expect(at(frame, f"tool:{name}")).to_have_attribute("aria-pressed", "true")
    at(frame, "guess").select_option(bug_lab(seed=3).fault.name)
    at(frame, "name").click()
    expect(at(frame, "bug-say")).to_contain_text("✓ Yes")
    width, height = frame.evaluate(
        """frame => {
            frame.style.width = "1200px";
            const {width, height} = frame.getBoundingClientRect();
            frame.style.width = "";
            return [width, height];
        }"""
    )
    assert width == 1200
    assert height <= 720


# The learner's own code


def test_own_code_is_judged_at_each_move_and_an_endless_one_taken_away(fresh, kernel):
    frame = view(fresh, OWN)
    said = at(frame, "own")
    expect(said).to_contain_text("g′ left out of the hidden δ")
    expect(frame.locator(".bp-misses")).to_have_count(4 + 12)
    before = said.inner_text()
    at(frame, "slide:Theta.3.1.1").focus()
    fresh.page.keyboard.press("ArrowRight")
    expect(said).not_to_have_text(before)
    expect(said).to_contain_text("g′ left out of the hidden δ")

    kernel.run("own.use(endless)")
    expect(said).to_contain_text("has been taken away")
    J = frame.locator(".bp-value.bp-J").first.text_content()
    fresh.page.keyboard.press("ArrowRight")
    expect(frame.locator(".bp-value.bp-J").first).not_to_have_text(J)


TOUCHED = """frame => {
    // every badge that lies over a number, a sign or a name, and every number on a card's edge that lies over another
    const all = what => [...frame.querySelectorAll(".bp-net " + what)];
    const boxes = what => all(what).map(node => [node, node.getBoundingClientRect()]);
    const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
    const texts = [...boxes(".bp-number"), ...boxes(".bp-value"), ...boxes(".bp-name")];
    const over = (one, others) => one.flatMap(([node, box]) => others
        .filter(([other, its]) => other !== node && !apart(box, its))
        .map(([other]) => node.textContent + " over " + other.textContent));
    return [...over(boxes(".bp-mark circle"), texts), ...over(boxes(".bp-yours"), boxes(".bp-yours"))];
}"""


@pytest.mark.parametrize("theme", THEMES)
def test_own_numbers_stand_beside_the_right_ones_and_badges_cover_none(fresh, kernel, theme):
    frame = view(fresh, OWN)
    kernel.run("own.use(my_backward)")
    kernel.run("own.select('delta.3.1')")
    trace = run(*examples.lecture())
    wrong = FAULTS["gprime_left_out"].wrong(trace.net, trace.forward, trace.Y).delta[3][0]
    given, right = (of_kind("delta", float(value)) for value in (wrong, trace.delta[3][0]))
    choose_theme(fresh.page, theme)
    try:
        expect(frame.locator(".bp-own-number")).to_have_text(f"Yours: {given} ✗, right {right}")
        expect(frame.locator(".bp-yours")).to_have_count(4)
        expect(frame.locator(".bp-yours").nth(2)).to_have_text(f"your δ {given}")
        assert frame.evaluate(TOUCHED) == []
        kernel.run("own.select('Theta.2.1.1')")
        expect(frame.locator(".bp-own-number")).to_contain_text("Your D:")
        assert frame.evaluate(TOUCHED) == []
        kernel.run("own.use(lambda net, X: FAULTS['bias_last'].wrong(net, X), like='forward')")
        expect(frame.locator(".bp-yours")).to_have_count(5)
        assert frame.evaluate(TOUCHED) == []
    finally:
        kernel.run("own.use(None, like='forward')")
        choose_theme(fresh.page, LIGHT)


# What a screen reader finds


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_and_pictures_are_left(fresh, theme):
    sign, number = view(fresh, SIGN), view(fresh, NUMBER)
    choose_theme(fresh.page, theme)
    try:
        at(view(fresh, SHEET), "sheet:fill:D.3.1.0").fill("7")
        at(view(fresh, SHEET), "sheet:hint:D.3.1.0").click()
        at(view(fresh, LAB), "guess").select_option(index=1)
        at(view(fresh, LAB), "name").click()
        bad = found(fresh)
        at(sign, "predict:choose:1").click()
        at(sign, "predict:lock").click()
        at(number, "predict:skip").click()
        expect(number.locator(".bp-net")).to_have_count(1)
        bad += found(fresh)
        SCREENSHOTS.mkdir(exist_ok=True)
        for cell, name in enumerate(("sign", "number", "tally", "worksheet", "bug_lab", "own_code"), start=SIGN):
            view(fresh, cell).screenshot(path=SCREENSHOTS / f"feedback-{theme.split()[1].lower()}-{name}.png")
    finally:
        choose_theme(fresh.page, LIGHT)
    assert bad == []


def found(notebook):
    cells = (SIGN, NUMBER, TALLY, SHEET, LAB, OWN)
    return [(cell, *problem) for cell in cells for problem in found_by_axe(view(notebook, cell))]
