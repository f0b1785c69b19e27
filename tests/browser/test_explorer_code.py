"""The explorer and the learner's own code: sliders, observers, states, copied Python, a second view, a new page."""

import json

import pytest
from playwright.sync_api import expect

from .explorer_page import LECTURE, START, View
from .lab import eventually
from .printed import moved, truth

AGAIN, SLIDERS = 2, 3
MORE_CELLS = [
    "view",
    """
at_the_end = {"step": 0.05, "continuous_update": False}
theta, lam = FloatSlider(min=-10, max=10, **at_the_end), FloatSlider(max=10, **at_the_end)
link((view.session.dial("Theta.1.2.1"), "value"), (theta, "value"))
link((view.session, "lam"), (lam, "value"))
display(theta, lam)
""",
]


def test_sliders_of_ones_own_stay_in_step_both_ways(view, kernel):
    view.notebook.run_cell(SLIDERS)
    kernel.run("changes = []\nview.session.observe(lambda change: changes.append(change['name']), ['net', 'lam'])")
    handles = view.notebook.cell(SLIDERS).locator(".noUi-handle")
    readings = view.notebook.cell(SLIDERS).locator(".widget-readout")
    expect(readings.first).to_have_text("0.40")
    handles.first.focus()
    view.page.keyboard.press("ArrowRight")
    view.shows(moved(START, Theta_1_2_1=0.45))
    handles.last.focus()
    view.page.keyboard.press("ArrowRight")
    view.shows(moved(START, Theta_1_2_1=0.45, lam=0.05))
    view.press("slide:Theta.1.2.1", "ArrowRight")
    expect(readings.first).to_have_text("0.50")
    view.press("slide:lam", "ArrowRight")
    expect(readings.last).to_have_text("0.10")
    view.shows(moved(START, Theta_1_2_1=0.5, lam=0.1))
    view.click("undo")
    expect(readings.last).to_have_text("0.05")
    view.shows(moved(START, Theta_1_2_1=0.5, lam=0.05))
    assert kernel.run("", "changes") == ["net", "lam", "net", "lam", "lam"]
    view.type("type:Theta.1.2.1", "0.123")  # no multiple of the slider's step
    expect(readings.first).to_have_text("0.12")
    view.shows(moved(START, Theta_1_2_1=0.123, lam=0.05))


def test_a_cell_sees_every_change(view, kernel):
    names = ["net", "X", "Y", "lam", "alpha", "stage", "selection", "notation"]
    kernel.run(f"seen = []\nview.session.observe(lambda change: seen.append(change['name']), {names})")
    view.press("slide:Theta.1.1.1", "ArrowRight")
    view.type("type:x.1", "0.5")
    view.type("type:y.1", "0")
    view.press("slide:lam", "ArrowRight")
    view.type("alpha", "0.5")
    view.click("stage:3")
    view.click("pick:a.2.1", "svg")
    view.at("notation").select_option("nielsen")
    expect(view.at("notation")).to_have_value("nielsen")

    def all_seen():
        assert kernel.run("", "seen") == names

    eventually(all_seen)


def test_an_error_in_a_callback_is_shown_and_no_number_is_stale(view, kernel):
    kernel.run("view.session.observe(lambda change: 1 / 0, 'net')")
    view.press("slide:Theta.1.1.1", "ArrowRight")
    expect(view.error()).to_have_text("ZeroDivisionError: division by zero")
    view.shows(moved(START, Theta_1_1_1=0.85))
    view.click("stage:3")
    expect(view.error()).to_have_text("")
    kernel.run("view.session.unobserve_all('net')")


JUNK = ["", "{}", "null", "[1]", '{"v":1}', '{"v":99}', "x" * 10_000, '{"v":1,"Theta":[[1]],"X":[1],"Y":[1]}']


def test_a_state_goes_round_and_junk_is_refused_with_a_reason(view, kernel):
    view.click("pick:delta.2.2", "svg")
    view.type("type:Theta.1.1.1", "0.123456")
    view.press("slide:lam", "ArrowRight")
    view.click("stage:6")
    expect(view.at("stage:6")).to_have_attribute("aria-current", "step")
    state = kernel.run("", "view.state()")
    assert len(state) < 400
    markup = kernel.run("", "view.markup")
    again = kernel.run(f"again = explorer(state={state!r}, controls='all')", "[again.state(), again.markup]")
    assert again == [
        state,
        markup.replace("data-key='undo' data-on='click'", "data-key='undo' data-on='click' disabled"),
    ]
    answers = kernel.run(
        f"def refusal(text):\n"
        f"    try:\n        explorer(state=text)\n"
        f"    except ValueError as error:\n        return str(error)\n"
        f"answers = [refusal(text) for text in json.loads({json.dumps(json.dumps(JUNK))})]",
        "answers",
    )
    assert all(answer and "\n" not in answer and len(answer) < 250 for answer in answers), answers


def test_copied_python_rebuilds_it(view, kernel):
    view.type("type:Theta.1.1.1", "0.123456")
    view.shows(moved(START, Theta_1_1_1=0.123456))
    view.click("copy")
    expect(view.at("copy")).to_have_attribute("data-copied", "")
    code = view.page.evaluate("navigator.clipboard.readText()")
    assert len(code.splitlines()) == 2
    first, second = code.splitlines()
    assert kernel.run(f"{first}\nrebuilt = {second}", "rebuilt.state() == view.state()") is True


def test_the_expression_that_reaches_a_number_is_copied_with_a_click_or_a_key(view, kernel):
    for code, copy in (("delta.2.2", lambda: view.click("code")), ("Theta.2.1.2", lambda: view.shortcut("c"))):
        kernel.run(f"view.select({code!r})")
        value = truth(kernel.trace(), code)
        expect(view.at("code")).to_be_visible()
        eventually(lambda value=value: reaches(view, kernel, value))
        copy()
        expect(view.at("code")).to_have_attribute("data-copied", "")
        copied = view.page.evaluate("navigator.clipboard.readText()")
        assert copied == view.at("code").inner_text()
    assert view.page.locator(".jp-Notebook-cell").count() == 2 + len(MORE_CELLS)  # c is JupyterLab's for a cell


def reaches(view, kernel, value):
    """The expression that the panel shows gives this number."""
    assert kernel.run("trace = view.session.trace", f"float({view.at('code').inner_text()})") == pytest.approx(value)


def test_the_glossary_is_one_click_away(view):
    fold = view.frame.locator('details[data-key="glossary"]')
    expect(fold.locator("table")).not_to_be_visible()
    fold.locator("summary").click()
    expect(fold.locator("table")).to_be_visible()
    view.press("slide:Theta.1.1.1", "ArrowRight")
    view.shows(moved(START, Theta_1_1_1=0.85))
    expect(fold.locator("table")).to_be_visible()


def test_two_views_of_one_explorer_agree(view):
    view.notebook.run_cell(AGAIN)
    other = View(view.notebook, view.notebook.cell(AGAIN).locator(".bp-live"))
    described = [one.frame.locator("svg.bp-net").get_attribute("aria-describedby") for one in (view, other)]
    assert len(set(described)) == 2
    assert [view.page.locator(f"[id='{name}']").count() for name in described] == [1, 1]
    view.drag("move:Theta.1.1.1", 0, -50)
    for one in (view, other):
        one.shows(moved(START, Theta_1_1_1=1.3), **LECTURE)
    other.type("type:Theta.1.1.1", "0.2")
    for one in (view, other):
        one.shows(moved(START, Theta_1_1_1=0.2), **LECTURE)


def test_a_page_that_is_loaded_again_shows_the_current_state(view):
    view.drag("move:Theta.1.1.1", 0, -50)
    view.shows(moved(START, Theta_1_1_1=1.3))
    view.notebook.reload()
    view.frame.wait_for()
    view.shows(moved(START, Theta_1_1_1=1.3), **LECTURE)
    view.drag("move:Theta.1.1.1", 0, 50)
    view.shows(START, **LECTURE)
