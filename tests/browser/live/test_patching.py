"""What the patcher keeps while the picture changes."""

import re

from playwright.sync_api import expect

from tests.browser.lab import ROOT

VIEW = (ROOT / "backprop_widgets" / "live" / "page" / "view.mjs").read_text(encoding="utf-8")
REST = int(re.search(r"const REST = (\d+);", VIEW)[1])  # milliseconds without a move after which the hand rests


def test_what_has_the_focus_keeps_it_when_it_moves(toy):
    toy.at("b").focus()
    toy.at("b").evaluate("button => { button.mark = true; button.onblur = () => { button.mark = false; }; }")
    for order in ("b a c", "b c a", "a b c"):
        toy.page.keyboard.press("m")
        expect(toy.at("order")).to_have_text(order)
        expect(toy.at("b")).to_be_focused()
        assert toy.at("b").evaluate("button => button.mark") is True
        letters = toy.frame.locator(".letter").all_inner_texts()
        assert letters == order.split()


def test_the_focus_of_what_goes_is_passed_on(toy):
    toy.at("b").focus()
    toy.page.keyboard.press("x")
    expect(toy.at("b")).to_have_count(0)
    expect(toy.at("a")).to_be_focused()
    toy.page.keyboard.press("x")
    expect(toy.at("a")).to_be_disabled()
    expect(toy.frame).to_be_focused()


def test_details_stay_as_the_hand_left_them(toy):
    toy.at("more").locator("summary").click()
    toy.at("go").click()
    expect(toy.at("count")).to_have_text("1")
    assert toy.at("more").evaluate("details => details.open") is True


def test_what_shares_a_reference_is_lit_by_pointer_and_focus(toy):
    lit = toy.frame.locator("[data-lit]")
    toy.at("unit").hover()
    assert set(lit.evaluate_all("all => all.map(one => one.dataset.key)")) == {"unit", "mark"}
    toy.at("go").hover()
    expect(lit).to_have_count(0)
    toy.at("edge").focus()
    toy.page.keyboard.press("ArrowUp")
    toy.shows("0.55")
    assert set(lit.evaluate_all("all => all.map(one => one.dataset.key)")) == {"edge", "mark"}


def test_new_nodes_have_the_namespace_of_their_place(toy):
    toy.at("go").click()
    expect(toy.at("count")).to_have_text("1")
    places = toy.frame.evaluate(
        "frame => ['dot', 'sign'].map(key => frame.querySelector(`[data-key=${key}]`).namespaceURI)"
    )
    assert places == ["http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"]


def test_a_status_is_said_when_the_hand_rests(toy):
    said = toy.at("said")
    said.evaluate(
        "said => { window.heard = []; new MutationObserver(() => heard.push(said.textContent))"
        ".observe(said, {childList: true, characterData: true, subtree: true}); }"
    )
    x, y = toy.press("edge")
    toy.page.mouse.move(x, y - 30, steps=3)
    toy.page.mouse.move(x, y - 70, steps=3)
    toy.shows("1.20")
    toy.page.evaluate("rest => new Promise(later => setTimeout(later, rest))", 2 * REST)  # the button is still down
    assert toy.page.evaluate("heard") == []
    toy.page.mouse.up()
    expect(said).to_have_text("n is 1.20")
    assert toy.page.evaluate("heard") == ["n is 1.20"]


def test_a_button_copies(toy):
    toy.at("copy").click()
    expect(toy.at("copy")).to_have_attribute("data-copied", "")
    assert toy.page.evaluate("navigator.clipboard.readText()") == "n = 1\nm = '<2>'"
    expect(toy.at("copy")).not_to_have_attribute("data-copied", "")
