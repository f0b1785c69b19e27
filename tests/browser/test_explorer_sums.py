"""What is selected opens into its sum, with right numbers that can be edited and what they belong to lit."""

import re

import pytest
from playwright.sync_api import expect

from .explorer_page import START
from .lab import eventually
from .printed import measured, moved, parsed, truth

SELECT = 2
MORE_CELLS = ['view.select("delta.2.2")']


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
    expect(view.edge("Theta.2.2.2")).not_to_have_attribute("data-lit", "")
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


def tab_to(view, key, within=""):
    """Press Tab until it has the focus."""
    view.at("stage:0").focus()
    for _ in range(120):
        if view.at(key, within).evaluate("element => element === document.activeElement"):
            return
        view.page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {key}")
