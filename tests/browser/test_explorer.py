"""The explorer in a real JupyterLab, by hand: whatever is done to it, every number on the page is the right one."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from backprop_core import Network, examples, run

from .explorer_page import EXPLORER_CELLS, Kernel, View, eventually, measured, moved, parsed, truth

ROOT = Path(__file__).resolve().parents[2]

VIEW, AGAIN, SELECT, SLIDERS = range(1, 5)
CELLS = [
    *EXPLORER_CELLS,
    "view",
    'view.select("delta.2.2")',
    """
theta, lam = FloatSlider(min=-10, max=10, step=0.05), FloatSlider(max=10, step=0.05)
link((view.session.dial("Theta.1.2.1"), "value"), (theta, "value"))
link((view.session, "lam"), (lam, "value"))
display(theta, lam)
""",
]
START = run(*examples.lecture())
XOR = "Network.random([2, 2, 1], seed=1), *examples.xor(), controls='all'"
LECTURE = {"card": 19, "edge": 15, "field": 18, "slider": 18, "twin": 49}


@pytest.fixture(scope="module")
def kernel(open_notebook):
    kernel = Kernel(open_notebook(CELLS, permissions=["clipboard-read", "clipboard-write"]))
    yield kernel
    kernel.stop()


@pytest.fixture
def show(kernel):
    """Give a function that shows a new explorer, made with these arguments."""
    return kernel.show


@pytest.fixture
def view(show):
    """The lecture's network with every control."""
    return show()


# The first lesson


def test_in_the_first_lesson_every_number_follows_the_hand(open_notebook):
    lesson = open_notebook(ROOT / "notebooks" / "00_start.ipynb")
    lesson.run_all()
    view = View(lesson, lesson.page.locator(".bp-live").first)
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
    assert {f"D.{l}.{i}.{j}" for l, i, j in START_WEIGHTS} <= view.codes()


START_WEIGHTS = [(l, i + 1, j) for l, Theta in START.net.Theta.items() for i, j in np.ndindex(Theta.shape)]


# Numbers in the hand


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
    expect(view.notice()).to_have_text(re.compile(r"(goes from −10 to 10|is no number).* stays −0\.70\.$"))
    assert view.notice().get_attribute("role") == "alert"
    expect(view.at("type:Theta.2.1.2")).to_have_value("−0.70")
    view.shows(START, **LECTURE)
    view.shortcut("Escape")
    expect(view.notice()).to_have_text("")
    assert view.frame.evaluate(MARKUP) == markup


# Selecting


def test_a_number_is_selected_by_click_by_keys_and_from_a_cell(view):
    view.click("pick:a.3.1", "svg")
    expect(view.heading()).to_have_text(re.compile(r"^Where a.* unit 1 .* layer 3 comes from$"))
    tab_to(view, "pick:z.2.1", "svg")
    view.page.keyboard.press("Enter")
    expect(view.heading()).to_have_text(re.compile(r"^Where z.* unit 1 .* layer 2 comes from$"))
    expect(view.at("pick:z.2.1", "svg")).to_be_focused()
    view.notebook.run_cell(SELECT)
    expect(view.heading()).to_have_text(re.compile(r"^Where δ.* unit 2 .* layer 2 comes from$"))
    expect(view.at("pick:delta.2.2", "svg")).to_have_attribute("aria-pressed", "true")
    view.click("move:Theta.2.1.2")
    expect(view.heading()).to_have_text(re.compile(r"^What Θ.*12.* does .*unit 2 .* unit 1 of layer 3$"))
    view.shortcut("g")
    view.click("move:Theta.2.2.2")
    expect(view.heading()).to_have_text(re.compile(r"^Where D.*22.* comes from.* unit 2 .* unit 2 of layer 3$"))
    view.click("pick:J", "svg")
    expect(view.heading()).to_have_text(re.compile("^Where J .*comes from$"))
    view.click("pick:J", "svg")
    expect(view.heading()).to_have_text("Select any number")
    view.click("pick:J", "svg")
    view.shortcut("Escape")
    expect(view.heading()).to_have_text("Select any number")


PANELS = [
    "x.1", "y.1", "z.2.1", "a.3.2", "a.4.1", "gprime.2.2", "dJda.2.1", "delta.2.2", "delta.3.1", "delta.4.1",
    "Theta.1.2.0", "Theta.2.1.2", "D.1.1.1", "D.3.1.0", "Delta.2.2.1", "J",
]  # fmt: skip


def test_whatever_is_selected_its_sum_has_the_right_numbers_and_keeps_them(view, kernel):
    heading = ""
    for code in PANELS:
        kernel.run(f"view.select('{code}')")
        expect(view.heading()).not_to_have_text(heading)
        heading = view.heading().inner_text()
        for value in (-8.0, 0.05):
            kernel.run(f"view.session.set('Theta.2.1.2', {value})")
            after = moved(START, Theta_2_1_2=value)
            view.shows(after)
            if not code.startswith(("x", "y", "Theta")):
                assert_result(view, after, code)


def test_the_panel_of_a_weight_has_its_product_its_gradient_and_its_update(view):
    view.click("move:Theta.2.1.2")
    view.type("type:Theta.2.1.2", "-0.4")
    view.type("alpha", "0.5")
    after = moved(START, Theta_2_1_2=-0.4)
    product, D = -0.4 * after.a[2][1], after.D[2][0, 2]

    def results():
        texts = view.panel().locator("math .bp-result").all_text_contents()
        for text, value in zip(texts, (product, D, -0.4 - 0.5 * D), strict=True):
            assert abs(parsed(text)[0] - value) <= parsed(text)[1] * (1 + 1e-9)

    eventually(results)
    view.shows(after)


def assert_result(view, trace, code):
    """What the first sum comes to is what is selected."""
    result = view.panel().locator("math[display=block]").first.locator(".bp-result").text_content()
    value, half = parsed(result)
    assert abs(value - truth(trace, code)) <= half * (1 + 1e-9)


def test_both_forms_of_the_slope_give_the_same_delta(view):
    view.click("pick:delta.2.2", "svg")
    expect(view.panel().locator("math .bp-result")).to_have_text(["0.0588", "0.0588"])
    with_slope, with_a = (
        view.panel().locator("math[display=block]").evaluate_all("all => all.map(one => one.textContent)")
    )
    assert "g′" in with_slope
    assert "(1−" in with_a.replace(" ", "")
    assert "g′" not in with_a


@pytest.mark.parametrize(("code", "nudged"), [
    ("x.1", ["a.1.1"]), ("z.3.2", ["z.3.2"]), ("a.2.2", ["a.2.2"]), ("delta.2.2", ["a.2.2", "z.2.2"]),
    ("delta.4.1", ["a.4.1", "z.4.1"]), ("Theta.1.2.0", ["Theta.1.2.0"]), ("D.2.1.1", ["Theta.2.1.1"]),
])  # fmt: skip
def test_what_is_derived_stands_beside_what_is_measured(view, kernel, code, nudged):
    view.press("slide:lam", "ArrowRight", "ArrowRight")
    expect(view.at("type:lam")).to_have_value("0.10")
    kernel.run(f"view.select('{code}')")
    trace = moved(START, lam=0.1)

    def table():
        rows = view.measurements()
        assert [row[2] for row in rows] == ["< 1e-8"] * len(nudged)
        for of, row in zip(nudged, rows, strict=True):
            for text in row[:2]:
                value, half = parsed(text)
                assert half == 0.5e-6
                assert abs(value - measured(trace, of)) <= half + 1e-8

    eventually(table)


# Linked


def test_pointing_at_a_term_lights_its_edge_and_pointing_at_an_edge_lights_its_term(view):
    view.click("pick:delta.2.2", "svg")
    expect(view.at("sum:Theta.2.1.2")).to_be_visible()
    view.move_to("sum:Theta.2.1.2")
    expect(view.edge("Theta.2.1.2")).to_have_attribute("data-lit", "")
    view.move_to("pick:delta.3.1", '[data-key="panel"] mn')
    expect(view.at("unit:3.1")).to_have_attribute("data-lit", "")
    assert view.edge("Theta.2.1.2").get_attribute("data-lit") is None
    view.move_to("move:Theta.2.2.2")
    expect(view.at("sum:Theta.2.2.2")).to_have_attribute("data-lit", "")
    assert view.at("sum:Theta.2.1.2").get_attribute("data-lit") is None
    view.at("sum:Theta.2.1.2").focus()
    expect(view.edge("Theta.2.1.2")).to_have_attribute("data-lit", "")


def test_a_number_edited_in_the_sum_moves_the_edge(view):
    view.click("pick:delta.2.2", "svg")
    view.type("sum:Theta.2.1.2", "0.5")
    view.shows(moved(START, Theta_2_1_2=0.5))
    expect(view.edge("Theta.2.1.2").locator(".bp-number")).to_have_text("+0.50")
    view.press("sum:Theta.2.1.2", "ArrowUp")
    view.shows(moved(START, Theta_2_1_2=0.55))
    expect(view.at("sum:Theta.2.1.2")).to_be_focused()


def test_every_path_from_a_weight_adds_up_to_its_gradient(view):
    view.click("move:Theta.1.2.1")
    fold = view.panel().locator('details[data-key="paths"]')
    fold.locator("summary").click()
    rows = fold.locator("li:not(.bp-total)")
    expect(rows).to_have_count(2)
    products = [parsed(row)[0] for row in rows.locator(":scope > span:nth-child(2)").all_inner_texts()]
    assert sum(products) == pytest.approx(START.D[1][1, 1], abs=1e-4)
    rows.first.hover()
    assert {"move:Theta.1.2.1", "move:Theta.2.1.2", "move:Theta.3.1.1"} <= view.lit()


# Step by step


STAGES = ["x", "a2", "a3", "a4", "J", "d4", "d3", "d2", "D", "update"]
SAID = [
    "input", "Layer 2:", "Layer 3:", "Layer 4:", "J = 0.7908", "δ of layer 4", "errors of layer 4", "errors of layer 3",
    "gradient is", "Gradient descent",
]  # fmt: skip


def expected_at(stage):
    """What the picture shows at a stage of the lecture's network."""
    seen = STAGES[: stage + 1]
    codes = {"x.1", "x.2", "y.1"} | {f"Theta.{l}.{i}.{j}" for l, i, j in START_WEIGHTS} | ({"J"} & set(seen))
    for l, units in ((2, 2), (3, 2), (4, 1)):
        for i in range(1, units + 1):
            codes |= {f"a.{l}.{i}", f"z.{l}.{i}"} if f"a{l}" in seen else set()
            codes |= {f"delta.{l}.{i}"} if f"d{l}" in seen else set()
    return codes


def at_stage(view, stage):
    """Wait until the explorer is at a stage: what isn't computed yet isn't on the page, in words neither."""

    def there():
        numbers = view.numbers()
        assert {code for where, code, _ in numbers if where in ("card", "edge")} == expected_at(stage)
        in_words = {code for where, code, _ in numbers if where == "twin" and not code.startswith("D")}
        assert in_words == expected_at(stage)
        assert any(code.startswith("D") for where, code, _ in numbers if where == "twin") == (stage >= 8)

    eventually(there)
    expect(view.frame.locator("[aria-current=step]")).to_have_attribute("data-key", f"stage:{stage}")
    expect(view.at("stage-range")).to_have_value(str(stage))


def test_the_passes_are_walked_stage_by_stage_and_each_says_a_sentence(view):
    view.shortcut("Home")
    assert view.say().get_attribute("role") == "status"
    for stage, said in enumerate(SAID):
        at_stage(view, stage)
        view.shows(START)
        expect(view.say()).to_have_text(re.compile(rf"^(?=[A-Zδ]).*{said}.*\.$"))
        if stage < 9:
            view.click("stage-on")
    expect(view.at("stage-on")).to_be_disabled()
    for stage in (8, 7):
        view.click("stage-back")
        at_stage(view, stage)
        expect(view.say()).to_contain_text(SAID[stage])


def test_stages_are_reached_by_keys_buttons_and_a_slider(view):
    view.shortcut("Home")
    at_stage(view, 0)
    expect(view.at("stage-back")).to_be_disabled()
    view.shortcut("PageDown", "PageDown")
    at_stage(view, 2)
    view.shortcut("End")
    at_stage(view, 9)
    view.press("stage-range", "ArrowLeft", "ArrowLeft")
    at_stage(view, 7)
    view.click("stage:5")
    at_stage(view, 5)
    view.shortcut("PageUp")
    at_stage(view, 4)


def test_play_walks_on_and_stops_when_told_and_at_the_end(view):
    view.at("speed").select_option(label="fast")
    view.click("stage:5")
    at_stage(view, 5)
    play = view.at("play")
    play.click()
    expect(play).to_have_text("Pause")
    at_stage(view, 6)
    play.click()
    expect(play).to_have_text("Play")
    stopped = view.at("stage-range").input_value()
    view.page.wait_for_timeout(800)
    expect(view.at("stage-range")).to_have_value(stopped)
    view.click("stage:8")
    play.click()
    at_stage(view, 9)
    expect(play).to_have_text("Play")


def test_errors_run_back_along_the_edges_unless_motion_is_unwanted(view):
    view.click("stage:7")
    at_stage(view, 7)
    back = view.frame.locator('svg [data-key^="error:2."] path').first
    animation = "path => getComputedStyle(path).animationName"
    assert view.frame.locator('svg [data-key^="error:2."]').count() == 4
    assert back.evaluate(animation) != "none"
    view.page.emulate_media(reduced_motion="reduce")
    assert back.evaluate(animation) == "none"
    view.page.emulate_media(reduced_motion="no-preference")


def test_delta_gradient_and_update_are_shown_one_by_one(view):
    deltas = view.frame.locator("svg [data-key^='pick:delta']")
    steps = view.frame.locator("svg .bp-step")
    gradients = view.frame.locator("svg .bp-number.bp-grad")
    for by in ("button", "key"):

        def toggle(key, letter, by=by):
            view.click(key) if by == "button" else view.shortcut(letter)

        toggle("deltas", "d")
        expect(deltas).to_have_count(0)
        expect(view.at("deltas")).to_have_attribute("aria-pressed", "false")
        toggle("updates", "u")
        expect(steps).to_have_count(15)
        toggle("edges:D", "g")
        expect(gradients).to_have_count(15)
        view.shows(START)
        toggle("edges:Theta", "g")
        expect(gradients).to_have_count(0)
        toggle("updates", "u")
        expect(steps).to_have_count(0)
        toggle("deltas", "d")
        expect(deltas).to_have_count(5)


def test_an_update_arrow_points_where_the_step_goes_and_the_step_is_taken(view):
    view.shortcut("End")
    at_stage(view, 9)
    for l, i, j in START_WEIGHTS:
        path = view.edge(f"Theta.{l}.{i}.{j}").locator(".bp-step").get_attribute("d")
        start, tip = re.match(r"M\S+ (\S+)V([-\d.]+)", path).groups()
        assert (float(tip) < float(start)) == (START.D[l][i - 1, j] < 0)
    view.click("take-step")
    Theta = {l: START.net.Theta[l] - START.D[l] for l in START.D}
    view.shows(run(Network(Theta), START.X, START.Y))


# Controls


TYPED_SIZES = {"2-3-2-1": (2, 3, 2, 1), "6-8-8-8-4": (6, 8, 8, 8, 4), "3, 3, 3": (3, 3, 3)}


@pytest.mark.parametrize(("typed", "sizes"), TYPED_SIZES.items())
def test_other_sizes_are_typed(view, kernel, typed, sizes):
    view.type("sizes", typed)
    expect(view.frame.locator("svg [data-key^='unit:']")).to_have_count(sum(sizes))
    view.shows(kernel.trace())
    assert tuple(kernel.run("", "view.session.net.sizes")) == sizes
    expect(view.at("sizes")).to_have_value("-".join(map(str, sizes)))


def test_a_network_too_large_to_draw_says_so(view, kernel):
    view.type("sizes", "64-64-10")
    expect(view.frame.get_by_text("64-64-10 is too large to be drawn unit by unit")).to_be_visible()
    expect(view.frame.locator("img")).to_have_count(4)  # two Θ, two D
    for picture in view.frame.locator("img").all():
        assert re.search(r"(Theta|gradient) of layer \d, (64|10) by 65", picture.get_attribute("alt"))
    assert kernel.run("", "view.session.net.sizes") == [64, 64, 10]
    view.click("undo")
    view.shows(START, **LECTURE)


@pytest.mark.parametrize(("key", "typed"), [
    ("sizes", "many"), ("sizes", "2"), ("sizes", "2-0-1"), ("sizes", "2--1"), ("sizes", "9999-1"),
    ("seed", "-1"), ("seed", "x"), ("alpha", "0"), ("alpha", "x"), ("type:lam", "-1"), ("type:lam", "x"),
    ("type:x.1", "11"), ("type:y.1", "2"),
])  # fmt: skip
def test_rubbish_in_a_control_gives_one_sentence_and_changes_nothing(view, kernel, key, typed):
    before = kernel.run("", "view.state()")
    shown = view.at(key).input_value()
    view.type(key, typed)
    expect(view.notice()).to_have_text(re.compile(r"^[^\n]{10,140}$"))
    expect(view.at(key)).to_have_value(shown)
    assert kernel.run("", "view.state()") == before
    view.shows(START, **LECTURE)


@pytest.mark.parametrize(("key", "value", "changes"), [
    ("hidden", "tanh", {"hidden": "tanh"}),
    ("hidden", "relu", {"hidden": "relu"}),
    ("output", "identity+squared_error", {"output": "identity", "cost": "squared_error"}),
    ("output", "sigmoid+squared_error", {"cost": "squared_error"}),
])  # fmt: skip
def test_activation_output_and_cost_are_chosen(view, key, value, changes):
    view.at(key).select_option(value)
    view.shows(run(Network(START.net.Theta, **changes), START.X, START.Y), **LECTURE)


def test_an_output_that_does_not_fit_is_refused_in_one_sentence(view):
    view.type("type:y.1", "0")
    view.at("output").select_option("softmax+cross_entropy")
    expect(view.notice()).not_to_have_text("")
    expect(view.at("output")).to_have_value("sigmoid+cross_entropy")
    view.shows(moved(START, y_1=0), **LECTURE)


def test_lambda_alpha_and_seed_are_set(view, kernel):
    view.press("slide:lam", "ArrowRight", "ArrowRight")
    view.shows(moved(START, lam=0.1), **LECTURE)
    view.type("type:lam", "2.5")
    view.shows(moved(START, lam=2.5), **LECTURE)
    view.type("alpha", "0.3")
    view.shortcut("End")
    expect(view.say()).to_contain_text("0.30")
    view.type("seed", "7")
    net = Network.random([2, 2, 2, 1], seed=7)
    eventually(lambda: assert_close(kernel, net))
    view.shows(kernel.trace(), **LECTURE)
    expect(view.at("seed")).to_have_value("7")


def assert_close(kernel, net):
    """The kernel's weights are these, rounded to what the page shows."""
    theirs = kernel.run("", "[Theta.tolist() for Theta in view.session.net.Theta.values()]")
    for mine, their in zip(net.Theta.values(), theirs, strict=True):
        np.testing.assert_allclose(their, mine, atol=0.005)


def test_an_example_of_a_batch_is_chosen_and_means_are_called_means(show, kernel):
    view = show(f"{XOR}, selection='delta.2.1'")
    whole = kernel.trace()
    assert whole.X.shape == (4, 2)
    view.shows(whole, field=9)
    expect(view.frame.locator("svg")).to_contain_text("means over the 4 examples")
    expect(view.panel()).to_contain_text("m · ∂J/∂z")
    expect(view.panel()).to_contain_text("m = 4")
    rows = view.panel().locator("tr[data-key^='row:']")
    for t, row in enumerate(rows.all(), start=1):
        texts = row.locator("td").all_inner_texts()
        for text, kind in zip(texts, ("a", "dJda", "delta"), strict=True):
            assert abs(parsed(text)[0] - truth(whole, f"{kind}.2.1@{t}")) <= parsed(text)[1] * (1 + 1e-9)
    view.at("example").select_option("3")
    third = run(whole.net, whole.X[2], whole.Y[2])
    view.shows(third, field=12)
    expect(view.panel().locator("math").first).to_be_visible()
    view.type("type:x.1", "0.5")
    view.shows(moved(third, x_1=0.5), field=12)
    view.at("example").select_option("")
    X = whole.X.copy()
    X[2, 0] = 0.5
    view.shows(run(whole.net, X, whole.Y), field=9)


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


NAMES = {
    "lecture": ("δ₂⁽²⁾", "δ"),
    "nielsen": ("δ₂²", "δ"),
    "deeplearning.ai": ("dz₂[1]", "dz"),
    "pytorch": ("z1.grad[1]", "grad"),
}


@pytest.mark.parametrize("notation", NAMES)
def test_the_notation_is_chosen(view, notation):
    view.click("pick:delta.2.2", "svg")
    if notation != "lecture":
        view.at("notation").select_option(notation)
    name, on_card = NAMES[notation]
    first = view.panel().locator("math[display=block]").first
    eventually(lambda: assert_in(flat(name), flat(first.text_content())))
    expect(view.at("pick:delta.2.2", "svg").locator(".bp-name")).to_have_text(on_card)
    view.shows(START, **LECTURE)
    expect(view.frame.locator('details[data-key="conversion"]')).to_have_count(int(notation != "lecture"))


def flat(text):
    """Indices written as plain digits, in the order that MathML has them."""
    return text.translate(str.maketrans("₀₁₂₃₄⁰¹²³⁴⁽⁾", "0123401234()"))


def assert_in(part, whole):
    assert part in whole


def test_only_the_controls_that_are_asked_for_are_there(show):
    view = show("controls=['hidden'], show=['gradient']")
    keys = view.frame.locator("select, input, button").evaluate_all("all => all.map(one => one.dataset.key)")
    assert keys == ["hidden"]
    expect(view.frame.locator("svg .bp-number.bp-grad")).to_have_count(15)
    assert view.panel().count() == 0


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


# The learner's own code


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


def test_a_cell_sees_every_change(view, kernel):
    kernel.run("seen = []\nview.session.observe(lambda change: seen.append(change['name']))")
    view.press("slide:Theta.1.1.1", "ArrowRight")
    view.type("type:x.1", "0.5")
    view.type("type:y.1", "0")
    view.press("slide:lam", "ArrowRight")
    view.type("alpha", "0.5")
    view.click("stage:3")
    view.click("pick:a.2.1", "svg")
    view.at("notation").select_option("nielsen")
    expect(view.at("notation")).to_have_value("nielsen")
    eventually(lambda: assert_in("notation", kernel.run("", "seen")))
    assert kernel.run("", "seen") == ["net", "X", "Y", "lam", "alpha", "stage", "selection", "notation"]


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
    described = [one.frame.locator("svg").get_attribute("aria-describedby") for one in (view, other)]
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


def tab_to(view, key, within=""):
    """Press Tab until it has the focus."""
    view.at("stage:0").focus()
    for _ in range(120):
        if view.at(key, within).evaluate("element => element === document.activeElement"):
            return
        view.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {key}")


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
