"""Plots, training and data in a real JupyterLab: they follow the hand, and show the numbers that follow from it."""

import html
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from backprop_core import Network, examples
from backprop_widgets import Session
from backprop_widgets.plots.plot import KINDS, plot

from .lab import eventually
from .looks import LIGHT, THEMES, choose_theme, found_by_axe

SETUP = """
from backprop_core import Network, examples
from backprop_widgets import data
from backprop_widgets import explorer
from backprop_widgets import plot
from backprop_widgets import Session
from backprop_widgets import training
session = Session(*examples.lecture())
X, Y = examples.xor()
batch = Session(Network.random([2, 2, 2, 1], seed=3), X, Y, alpha=2.0)
"""
PLOTS = [kind for kind in KINDS if kind != "history"]
CELLS = [SETUP, "explorer(session)", *(f"plot(session, {kind!r})" for kind in PLOTS)]
COURSE = [
    SETUP,
    "explorer(batch, show=['delta'])",
    "course = training(batch, steps=1_000_000); course",
    "plot(course, 'history')",
    "plot(batch, 'boundary')",
    "data(batch)",
]
SLIDER = '[data-key="slide:Theta.1.1.1"]'


def words_of(view):
    """The words of a plot without its title, which stands above."""
    return view.text().split("\n", 1)[1]


@pytest.fixture(scope="module")
def notebook(open_notebook):
    notebook = open_notebook(CELLS)
    notebook.run_all()
    return notebook


@pytest.fixture(scope="module")
def figures(notebook):
    return {kind: notebook.cell(n).locator(".bp-live") for n, kind in enumerate(PLOTS, start=2)}


@pytest.mark.parametrize("kind", PLOTS)
def test_every_plot_follows_the_slider_to_the_right_numbers(kind, notebook, figures):
    figure = figures[kind]
    before = figure.locator(".bp-figure").inner_html()
    slider = notebook.cell(1).locator(SLIDER)
    slider.focus()
    slider.press("ArrowRight")
    slider.press("ArrowRight")
    value = float(slider.input_value())
    net, x, y = examples.lecture()
    expected = plot(Session(net.with_weight(1, 1, 1, value), x, y), kind)
    twin = figure.locator(".bp-twin")
    expect(twin).to_have_text(words_of(expected), use_inner_text=False)
    assert figure.locator("[role=img]").get_attribute("aria-label") == words_of(expected)
    assert figure.locator(".bp-figure").inner_html() != before
    drawn = figure.locator(".bp-figure").evaluate("svg => [...svg.querySelectorAll('text')].map(t => t.textContent)")
    wanted = [html.unescape(t) for t in re.findall(r"<text [^>]*>([^<]*)</text>", expected.drawing.canvas.svg())]
    assert drawn == wanted


def test_the_curve_on_the_page_is_the_cost(notebook, figures):
    """Read back from the picture's own scale: two ticks of each axis give it."""
    page = figures["tangent"].locator(".bp-figure")
    path = page.evaluate(
        "svg => [...svg.querySelectorAll('path')].map(p => p.getAttribute('d')).sort((a, b) => b.length - a.length)[0]"
    )
    points = np.array(re.findall(r"(-?[\d.]+) (-?[\d.]+)", path), float)
    value = float(notebook.cell(1).locator(SLIDER).input_value())
    net, x, y = examples.lecture()
    drawing = plot(Session(net.with_weight(1, 1, 1, value), x, y), "tangent").drawing
    pixels = drawing.axes.transData.transform(np.column_stack([drawing.slope.values, drawing.slope.costs]))
    pixels[:, 1] = drawing.canvas.height - pixels[:, 1]
    np.testing.assert_allclose([np.interp(p[0], *pixels.T) for p in points], points[:, 1], atol=0.5)


def test_the_plot_follows_what_is_selected_and_its_own_choice(notebook, figures):
    figure = figures["tangent"]
    notebook.cell(1).locator('[data-key="pick:delta.2.2"]').first.click()
    expect(figure.locator(".bp-twin")).to_contain_text("z₂⁽²⁾ =", use_inner_text=False)
    figure.locator('[data-key="of"]').select_option("Theta.3.1.2")
    expect(figure.locator(".bp-twin")).to_contain_text("Θ₁₂⁽³⁾ = −1.30", use_inner_text=False)
    epsilon = figure.locator('[data-key="eps"]')
    epsilon.focus()
    epsilon.press("Home")
    expect(figure.locator(".bp-twin")).to_contain_text("from 0.0001 before", use_inner_text=False)
    expect(figure.locator(".bp-twin")).to_contain_text("< 1e-8 apart", use_inner_text=False)


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_the_plots_and_their_ink_is_that_of_the_theme(theme, notebook, figures):
    choose_theme(notebook.page, theme)
    ink = figures["bars"].locator(".bp-figure text").first.evaluate("text => getComputedStyle(text).fill")
    light = sum(map(int, re.findall(r"\d+", ink)[:3])) / 3
    assert (light < 130) == (theme == LIGHT)
    assert {kind: found_by_axe(figure) for kind, figure in figures.items()} == {kind: [] for kind in figures}


# training


@pytest.fixture(scope="module")
def school(open_notebook):
    school = open_notebook(COURSE)
    school.run_all()
    return school


def test_training_starts_pauses_goes_back_branches_and_survives_a_new_page(school):
    page = school.page
    net = lambda: school.cell(1).locator(".bp-live")  # noqa: E731
    course = lambda: school.cell(2).locator(".bp-live")  # noqa: E731
    history = lambda: school.cell(3).locator(".bp-live")  # noqa: E731
    at = lambda key: course().locator(f'[data-key="{key}"]')  # noqa: E731
    step = lambda: int(at("moment").input_value())  # noqa: E731

    # start: the step counts up, the network follows
    first = net().locator(".bp-net").inner_html()
    at("start").click()
    expect(at("start")).to_have_text("Pause")
    expect(at("left")).to_have_text(re.compile("about .* left"))
    page.wait_for_function("n => +document.querySelectorAll('[data-key=moment]')[0].value > n", arg=step())

    def follows():
        assert net().locator(".bp-net").inner_html() != first

    eventually(follows)

    # a new page in the middle of it goes on
    school.reload()
    expect(at("start")).to_have_text("Pause")
    page.wait_for_function("n => +document.querySelectorAll('[data-key=moment]')[0].value > n", arg=step())

    # pause: everything stands at the same step
    at("start").click()
    expect(at("start")).to_have_text("Start")

    def everything_stands():
        assert f"Step {step()} of 1000000" in at("say").text_content()
        assert f"Shown: step {step()}." in history().locator(".bp-twin").text_content()

    eventually(everything_stands)
    last = step()

    # scrub back to the start: all views show that moment
    at("moment").focus()
    at("moment").press("Home")
    expect(at("say")).to_contain_text("Step 0 of")
    expect(history().locator(".bp-twin")).to_contain_text("Shown: step 0.", use_inner_text=False)
    start = Session(Network.random([2, 2, 2, 1], seed=3), *examples.xor())
    expect(school.cell(4).locator(".bp-twin")).to_have_text(words_of(plot(start, "boundary")), use_inner_text=False)

    # change a weight there: the next start is a new run beside the old one
    slider = net().locator(SLIDER)
    slider.focus()
    slider.press("ArrowRight")
    expect(at("notice")).to_contain_text("Changed by hand at step 0")
    at("one-step").click()
    expect(at("run")).to_have_value("2")
    expect(at("compared")).to_have_value("1")
    expect(at("say")).to_contain_text("Step 1 of")
    at("run").select_option("1")
    expect(at("moment")).to_have_value(str(last))  # it had come no further


def test_data_are_chosen_clicked_and_pasted(school):
    chooser = school.cell(5).locator(".bp-live")
    at = lambda key: chooser.locator(f'[data-key="{key}"]')  # noqa: E731
    boundary = school.cell(4).locator(".bp-twin")
    at("set").select_option("moons")
    expect(boundary).to_contain_text("of 200 examples", use_inner_text=False)
    at("set").select_option("own")
    expect(at("notice")).to_contain_text("Set at least one point of class 0 and class 1")
    box = at("field").bounding_box()
    at("field").click(position={"x": 0.75 * box["width"], "y": 0.1 * box["height"]})
    at("field").press("ArrowLeft")
    at("field").press("Shift+Enter")
    expect(boundary).to_contain_text("of 2 examples", use_inner_text=False)
    expect(at("words")).to_contain_text(re.compile("x1: from −0.15 to 0.7[456]"))  # to the pixel
    expect(at("words")).to_contain_text(re.compile("x2: from 0.00 to 1.(19|2[01])"))
    at("set").select_option("csv")
    at("csv-text").fill("a,b,kind\n1,2,cat\n3,tall,dog\n")
    at("read").click()
    expect(at("notice")).to_contain_text("line 3, column 2 (b): “tall” is no number")
    expect(boundary).to_contain_text("of 2 examples", use_inner_text=False)
    assert at("csv-text").input_value().startswith("a,b,kind")
    at("csv-file").set_input_files({"name": "own.csv", "mimeType": "text/csv", "buffer": b"1,2,0\n3,4,1\n5,6,1\n"})
    expect(boundary).to_contain_text("of 3 examples", use_inner_text=False)
    at("standard").check()
    expect(at("words")).to_contain_text("minus its mean")


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_training_and_data(theme, school):
    choose_theme(school.page, theme)
    views = {n: school.cell(n).locator(".bp-live") for n in (2, 3, 4)}
    assert {n: found_by_axe(view) for n, view in views.items()} == {n: [] for n in views}
    chooser = school.cell(5).locator(".bp-live")
    for name in ("own", "csv"):
        chooser.locator('[data-key="set"]').select_option(name)
        expect(chooser.locator(f'[data-key="{name}"]')).to_be_visible()
        assert found_by_axe(chooser) == []
