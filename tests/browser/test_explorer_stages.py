"""The passes step by step: each stage shows what is computed so far, in the picture and in words."""

import re

from playwright.sync_api import expect

from backprop_core import Network, run

from .explorer_page import START, WEIGHTS
from .lab import eventually

# Step by step


STAGES = ["x", "a2", "a3", "a4", "J", "d4", "d3", "d2", "D", "update"]
SAID = [
    "input", "Layer 2:", "Layer 3:", "Layer 4:", "J = 0.7908", "δ of layer 4", "blame of layer 4", "blame of layer 3",
    "gradient is", "Gradient descent",
]  # fmt: skip


def expected_at(stage):
    """What the picture shows at a stage of the lecture's network."""
    seen = STAGES[: stage + 1]
    codes = {"x.1", "x.2", "y.1"} | {f"Theta.{l}.{i}.{j}" for l, i, j in WEIGHTS} | ({"J"} & set(seen))
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


def test_play_walks_on_and_stops_when_told_and_at_the_end(view, kernel):
    view.at("speed").select_option(label="fast")
    view.click("stage:5")
    at_stage(view, 5)
    play = view.at("play")
    play.click()
    expect(play).to_have_text("Pause")
    at_stage(view, 6)
    play.click()
    expect(play).to_have_text("Play")

    def ended():
        assert kernel.run("", "view._player is None")

    stopped = view.at("stage-range").input_value()
    eventually(ended)
    expect(view.at("stage-range")).to_have_value(stopped)
    view.click("stage:8")
    play.click()
    at_stage(view, 9)
    expect(play).to_have_text("Play")


def test_errors_run_back_along_the_edges_unless_motion_is_unwanted(view):
    view.click("blame")
    view.click("stage:7")
    running = view.frame.locator("svg .bp-run")
    expect(running).to_have_count(4)
    back, animation = running.first, "path => getComputedStyle(path).animationName"
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
    for l, i, j in WEIGHTS:
        path = view.edge(f"Theta.{l}.{i}.{j}").locator(".bp-step").get_attribute("d")
        start, tip = re.match(r"M\S+ (\S+)V([-\d.]+)", path).groups()
        assert (float(tip) < float(start)) == (START.D[l][i - 1, j] < 0)
    view.click("take-step")
    Theta = {l: START.net.Theta[l] - START.D[l] for l in START.D}
    view.shows(run(Network(Theta), START.X, START.Y))
