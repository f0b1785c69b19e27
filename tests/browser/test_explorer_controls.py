"""The explorer's controls: sizes, functions, λ, α, seed, example, notation; rubbish is refused in one sentence."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from backprop_core import Network, run

from .explorer_page import LECTURE, START
from .lab import eventually
from .printed import moved, parsed, truth

TYPED_SIZES = {"2-3-2-1": (2, 3, 2, 1), "6-8-8-8-4": (6, 8, 8, 8, 4), "3, 3, 3": (3, 3, 3)}


@pytest.mark.parametrize(("typed", "sizes"), TYPED_SIZES.items())
def test_other_sizes_are_typed(view, kernel, typed, sizes):
    view.type("sizes", typed)
    expect(view.frame.locator("svg [data-key^='unit:']")).to_have_count(sum(sizes))
    view.shows(kernel.trace)
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
    eventually(lambda: assert_same_weights(kernel, net))
    view.shows(kernel.trace, **LECTURE)
    expect(view.at("seed")).to_have_value("7")


def assert_same_weights(kernel, net):
    """The kernel's weights are these, rounded to what the page shows."""
    theirs = kernel.run("", "[Theta.tolist() for Theta in view.session.net.Theta.values()]")
    for mine, their in zip(net.Theta.values(), theirs, strict=True):
        np.testing.assert_allclose(their, mine, atol=0.005)


def test_an_example_of_a_batch_is_chosen_and_means_are_called_means(show, kernel):
    view = show("Network.random([2, 2, 1], seed=1), *examples.xor(), controls='all', selection='delta.2.1'")
    whole = kernel.trace()
    assert whole.X.shape == (4, 2)
    view.shows(whole, field=9)
    expect(view.frame.locator("svg.bp-net")).to_contain_text("mean of 4")
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

    def named():
        assert flat(name) in flat(first.text_content())

    eventually(named)
    expect(view.at("pick:delta.2.2", "svg").locator(".bp-name")).to_have_text(on_card)
    view.shows(START, **LECTURE)
    expect(view.frame.locator('details[data-key="conversion"]')).to_have_count(int(notation != "lecture"))


def flat(text):
    """Indices written as plain digits, in the order that MathML has them."""
    return text.translate(str.maketrans("₀₁₂₃₄⁰¹²³⁴⁽⁾", "0123401234()"))


def test_only_the_controls_that_are_asked_for_are_there(show):
    view = show("controls=['hidden'], show=['gradient']")
    keys = view.frame.locator("select, input, button").evaluate_all("all => all.map(one => one.dataset.key)")
    assert keys == ["hidden"]
    expect(view.frame.locator("svg .bp-number.bp-grad")).to_have_count(15)
    assert view.panel().count() == 0


@pytest.mark.parametrize("chosen", [".bp-button[aria-pressed='true']", ".bp-pill[aria-current]"])
def test_what_is_chosen_can_be_read_under_the_pointer(view, chosen):
    control = view.frame.locator(chosen).first
    control.hover()
    ink, paper = control.evaluate("e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]")
    light, dark = sorted((sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in (ink, paper)), reverse=True)
    assert light - dark > 300, f"{ink} on {paper}"
