"""What a learner's own code gave stands beside the right numbers: on the cards, in the panel, in words."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from backprop_core import Network, backward, cost, examples, forward, run
from backprop_core.faults import FAULTS
from backprop_widgets import explorer
from backprop_widgets.notation.text import of_kind
from backprop_widgets.picture.edges import BADGE_AT, FRAME_WIDTH
from backprop_widgets.picture.marks import RADIUS

WRONG = FAULTS["gprime_left_out"].wrong


def given(view, l, i):
    trace = view.session.trace
    delta = WRONG(trace.net, trace.forward, trace.Y).delta[l]
    return of_kind("delta", float(np.atleast_2d(delta)[:, i - 1].mean()))


def on_cards(view):
    return re.findall(r"<text class='bp-yours'[^>]*>([^<]*)<", view.markup)


def in_panel(view):
    lines = re.findall(r"<p class='bp-own-number[^']*'>(.*?)</p>", view.markup)
    return [re.sub(r"<[^>]*>", "", line) for line in lines]


def in_words(view):
    return [line for line in view.text().splitlines() if line.startswith("wrong numbers of yours")]


def test_the_wrong_number_stands_on_its_card_in_the_panel_and_in_the_words():
    view = explorer(selection="delta.3.1")
    view.use(WRONG)
    right = of_kind("delta", view.session.trace.delta[3][0])
    assert on_cards(view) == [f"your δ {given(view, l, i)}" for l in (2, 3) for i in (1, 2)]
    assert in_panel(view) == [f"Yours: {given(view, 3, 1)} ✗, right {right}"]
    assert f"δ₁⁽³⁾ {given(view, 3, 1)} ✗, right {right}" in in_words(view)[0]
    assert in_words(view)[0].endswith("; 10 more")
    assert f"<title>yours {given(view, 3, 1)} ✗, right {right}</title>" in view.markup
    assert f"{right}, yours, {given(view, 3, 1)}, is wrong'" in view.markup


@pytest.mark.parametrize(("wrong", "more"), [(5, ""), (6, ""), (7, "; 1 more")])
def test_six_wrong_numbers_are_told_and_the_others_are_counted(wrong, more):
    def with_some_wrong(net, fwd, Y, lam):
        b = backward(net, fwd, Y, lam)
        D = {l: D.copy() for l, D in b.D.items()}
        for i, j, l in [*np.ndindex(2, 3, 2)][:wrong]:
            D[l + 1][i, j] += 1.0
        return b.delta, D

    view = explorer()
    view.use(with_some_wrong)
    (line,) = in_words(view)
    assert line.count("✗") == min(wrong, 6)
    assert "".join(re.findall(r"; \d+ more", line)) == more


def test_a_right_number_is_shown_as_right_and_nothing_is_wrong_in_words():
    view = explorer(selection="delta.3.1")
    view.use(backward)
    assert on_cards(view) == []
    assert in_panel(view) == [f"Yours: {of_kind('delta', view.session.trace.delta[3][0])} ✓"]
    assert in_words(view) == []


def test_of_a_batch_the_panel_compares_the_means_that_the_card_shows():
    view = explorer(examples.lecture()[0], *examples.xor(), selection="delta.2.2")
    view.use(WRONG)
    mean = of_kind("delta", view.session.trace.delta[2][:, 1].mean())
    assert f">{mean}<" in view.markup
    assert in_panel(view) == [f"Yours, mean of 4: {given(view, 2, 2)} ✗, right {mean}"]


def test_means_that_agree_by_chance_are_not_called_right():
    def mixed_up(net, fwd, Y, lam):
        b = backward(net, fwd, Y, lam)
        return {l: d[::-1] for l, d in b.delta.items()}, b.D

    view = explorer(examples.lecture()[0], *examples.xor(), selection="delta.2.2")
    view.use(mixed_up)
    (line,) = in_panel(view)
    assert "✗" in line
    assert line.endswith(" too, but not for each example")


def test_of_one_example_of_a_batch_its_own_number_is_compared():
    view = explorer(examples.lecture()[0], *examples.xor(), selection="delta.2.2@3")
    view.use(WRONG)
    trace = view.session.trace
    wrong, right = (of_kind("delta", b.delta[2][2, 1]) for b in (WRONG(trace.net, trace.forward, trace.Y), trace))
    assert in_panel(view) == [f"Yours: {wrong} ✗, right {right}"]


def test_of_a_weight_the_gradient_and_the_step_are_compared():
    view = explorer(selection="Theta.2.1.1", alpha=0.5)
    view.use(WRONG)
    view.use(FAULTS["uphill"].wrong, like="step")
    theta, d = view.session.net.Theta[2][0, 1], view.session.trace.D[2][0, 1]
    trace = view.session.trace
    wrong = WRONG(trace.net, trace.forward, trace.Y).D[2][0, 1]
    up, down = (of_kind("Theta", theta + sign * 0.5 * d) for sign in (1, -1))
    assert in_panel(view) == [
        f"Your D: {of_kind('D', wrong)} ✗, right {of_kind('D', d)}",
        f"Your Θ after the step: {up} ✗, right {down}",
    ]


def test_the_cost_has_its_badge_and_its_number():
    view = explorer(selection="J")
    view.use(FAULTS["minus_missing"].wrong, like="cost")
    J = of_kind("J", view.session.trace.J)
    assert on_cards(view) == [f"your J −{J}"]
    assert in_panel(view) == [f"Yours: −{J} ✗, right {J}"]
    view.use(cost, like="cost")
    assert view.markup.count("bp-fits") == 1


def test_another_notation_has_its_own_size():
    view = explorer(examples.lecture()[0], *examples.xor(), selection="delta.2.2", notation="pytorch")
    view.use(WRONG)
    assert of_kind("delta", view.session.trace.delta[2][:, 1].mean() / 4) in in_panel(view)[0]


def test_what_is_hidden_or_still_to_come_is_not_told():
    view = explorer(selection="delta.3.1", stage="a3")
    view.use(WRONG)
    assert in_panel(view) == in_words(view) == on_cards(view) == []
    view.session.stage = "D"
    assert in_panel(view) != []
    view.blank(["delta.3.1"])
    right = of_kind("delta", view.session.trace.delta[3][0])
    assert in_panel(view) == in_words(view) == on_cards(view) == []
    assert right not in view.markup


def one_layer_on(Theta, a):
    raise NotImplementedError


def test_a_piece_that_is_still_to_be_written_is_named():
    def my_forward(net, X):
        return SimpleNamespace(a={1: X}, z={2: one_layer_on(net.Theta[1], X)})

    view = explorer()
    view.use(my_forward, like="forward")
    assert view.text().endswith("Your my_forward: – one_layer_on, which it needs, is still to be written.")


# Where it stands


def boxes(markup):
    """Of each badge its circle, of each number beside it the middle: as (x, y) in the picture."""
    badges = re.findall(r"<g class='bp-mark [^']*'>(?:<title>[^<]*</title>)?<circle cx='([^']*)' cy='([^']*)'", markup)
    labels = re.findall(r"<text class='bp-number [^']*' x='([^']*)' y='([^']*)'>([^<]*)<", markup)
    return [(float(x), float(y)) for x, y in badges], [(float(x), float(y) - 4, text) for x, y, text in labels]


@pytest.mark.parametrize("sizes", [(2, 2, 2, 1), (1, 1, 1, 1), (3, 3, 2), (2, 3, 1), (1, 5, 1), (2, 2)])
@pytest.mark.parametrize("scale", [1.0, 20.0])
def test_a_badge_on_an_edge_touches_neither_a_sign_nor_a_digit(sizes, scale):
    net = Network.random(sizes, np.random.default_rng(1), scale=scale / 2)
    view = explorer(net, np.ones(sizes[0]), np.ones(sizes[-1]), selection="Theta.1.1.1")
    view.use(FAULTS["uphill"].wrong, like="step")
    badges, labels = boxes(view.markup)
    edges = [(x, y) for x, y in badges if any(y == b for _, b, _ in labels)]
    assert len(edges) == len(labels) > 0
    for x, y in edges:
        near = [(a, text) for a, b, text in labels if abs(b - y) < 2 * RADIUS]
        assert all(abs(a - x) >= RADIUS + 3.7 * len(text) or x < a - FRAME_WIDTH / 2 - RADIUS for a, text in near)
    assert BADGE_AT >= FRAME_WIDTH / 2 + RADIUS


def test_the_numbers_of_a_forward_pass_are_compared_too():
    view = explorer(selection="z.2.1")
    wrong = FAULTS["bias_left_out"].wrong
    view.use(wrong, like="forward")
    trace = run(*examples.lecture())
    z, a = (getattr(wrong(trace.net, trace.X), kind)[2][0] for kind in ("z", "a"))
    assert in_panel(view) == [f"Yours: {of_kind('z', z)} ✗, right {of_kind('z', trace.z[2][0])}"]
    assert f"your z {of_kind('z', z)}" in on_cards(view)
    view.select("a.2.1")
    assert f"your a {of_kind('a', a)}" in on_cards(view)
    view.use(forward, like="forward")
    assert on_cards(view) == []


def test_on_a_network_too_large_to_be_drawn_the_selected_number_is_compared():
    net = Network.random((12, 9, 3), np.random.default_rng(0))
    view = explorer(net, np.ones((5, 12)), np.ones((5, 3)), example=None, selection="Theta.1.2.3")
    view.use(WRONG)
    trace = view.session.trace
    wrong, right = (of_kind("D", b.D[1][1, 3]) for b in (WRONG(trace.net, trace.forward, trace.Y), trace))
    assert in_panel(view) == [f"Your D: {wrong} ✗, right {right}"]
    view.select("delta.2.4")
    wrong, right = (
        of_kind("delta", b.delta[2][:, 3].mean()) for b in (WRONG(trace.net, trace.forward, trace.Y), trace)
    )
    assert in_panel(view) == [f"Yours, mean of 5: {wrong} ✗, right {right}"]
