"""A learner's function inside the explorer: judged at each move, its faults named, and nothing it does hurts."""

import re

import numpy as np
import pytest

from backprop_core import backward, cost, examples, forward, run
from backprop_core.faults import FAULTS
from backprop_widgets import Event, explorer

WRONG = FAULTS["gprime_left_out"].wrong


def without_slope(net, fwd, Y, lam):
    return WRONG(net, fwd, Y, lam)


def endless(net, fwd, Y, lam):
    while True:
        pass


def crashing(net, fwd, Y, lam):
    ones = np.ones(3)
    return ones @ fwd.a[2]


def said(view):
    return re.search(r"data-key='own' data-say>([^<]*)<", view.markup)[1]


def badges(view):
    """What each number of the picture is marked with: its spoken name, and ✓ or ✗."""
    return re.findall(
        r"aria-label='((?:mean )?delta of unit \d in layer \d): [^']*?, yours(?:, [^']*,)? is (right|wrong)'",
        view.markup,
    )


def test_a_right_function_is_marked_right_everywhere():
    view = explorer()
    view.use(backward)
    assert said(view) == "Your backward: ✓ every number is right here (λ = 0, one example, one output)."
    assert view.markup.count("bp-fits") == 5 + 15  # every δ, and every gradient on an edge
    assert "bp-misses" not in view.markup


def test_wrong_numbers_are_marked_where_they_stand_and_the_fault_is_named():
    view = explorer()
    view.use(without_slope)
    fits = {name for name, verdict in badges(view) if verdict == "right"}
    assert fits == {"delta of unit 1 in layer 4"}
    assert view.markup.count("bp-misses") == 4 + 12
    assert view.markup.count("bp-fits") == 1 + 3
    assert "Σ Θδ is ∂cost/∂a" in view.text()
    assert "g′(z" in said(view)


def test_it_runs_again_at_each_move_and_only_then():
    calls = []

    def mine(net, fwd, Y, lam):
        calls.append(net.weight(1, 1, 1))
        return backward(net, fwd, Y, lam)

    view = explorer()
    assert view.model_id  # it is shown
    view.use(mine)
    view.session.set("Theta.1.1.1", 0.5)
    view.select("delta.2.1")
    view.text()
    assert calls == [0.8, 0.8, 0.5, 0.5]  # a second time each, to see whether it remembers


def test_what_is_right_on_one_network_may_be_wrong_on_the_next():
    view = explorer()
    view.use(lambda net, fwd, Y, lam: backward(net, fwd, Y))  # forgets λ
    assert "every number is right" in said(view)
    view.session.lam = 1.0
    assert "every number is right" not in said(view)
    assert "bp-misses" in view.markup


def test_a_function_that_takes_no_lambda_is_judged_without():
    def mine(net, fwd, Y):
        return backward(net, fwd, Y)

    view = explorer(lam=2.0)
    view.use(mine)
    assert "every number is right" in said(view)


def test_of_a_batch_a_number_is_right_if_it_is_for_every_example():
    X, Y = examples.xor()
    net, _, _ = examples.lecture()

    def one_off(net, fwd, Y, lam):
        b = backward(net, fwd, Y, lam)
        delta = {l: d.copy() for l, d in b.delta.items()}
        delta[3][2, 1] += 0.25
        return delta, b.D

    view = explorer(net, X, Y)
    view.use(one_off)
    assert dict(badges(view))["mean delta of unit 2 in layer 3"] == "wrong"
    assert dict(badges(view))["mean delta of unit 1 in layer 3"] == "right"


def test_a_crash_is_shown_with_its_line_and_the_next_move_tries_again():
    view = explorer()
    view.use(crashing)
    assert "return ones @ fwd.a[2]" in said(view)
    assert "ValueError" in said(view)
    view.session.set("Theta.1.1.1", 0.5)
    assert f"{run(view.session.net, view.session.X, view.session.Y).J:.4f}" in view.markup
    assert "ValueError" in said(view)


def test_an_endless_function_is_taken_away_once_and_the_explorer_goes_on():
    view = explorer()
    view.use(endless)
    assert "still running after 1 s" in said(view)
    assert "has been taken away" in said(view)
    own = view._code["backward"]
    own._run = lambda trace, alpha: pytest.fail("it ran again")
    view.session.set("Theta.1.1.1", 0.5)
    assert f"{view.session.trace.J:.4f}" in view.markup
    view.use(backward)
    assert "every number is right" in said(view)
    view.use(None)
    assert said(view) == ""
    assert "bp-mark" not in view.markup


def test_it_cannot_change_the_network_that_is_shown():
    def vandal(net, fwd, Y, lam):
        for Theta in net.Theta.values():
            Theta[:] = 0
        fwd.a[2][:] = 7
        Y[:] = 7
        return {}, {}

    view = explorer()
    J = view.session.trace.J
    view.use(vandal)
    assert view.session.trace.J == J
    assert view.session.net.weight(1, 1, 1) == 0.8
    assert view.session.Y[0] == 1


def test_an_empty_exercise_says_so_quietly():
    view = explorer()
    view.use(lambda net, fwd, Y, lam: None)
    assert said(view) == "Your function: – it is still to be written."


@pytest.mark.parametrize(("function", "like"), [(forward, "forward"), (cost, "cost")])
def test_the_other_passes_can_be_tried_too(function, like):
    view = explorer()
    view.use(function, like=like)
    assert "every number is right" in said(view)
    if like == "forward":
        assert view.markup.count("bp-fits") == 10


def own_step(net, X, Y, lam, alpha):
    D = backward(net, forward(net, X), Y, lam).D
    return {l: net.Theta[l] - alpha * D[l] for l in D}


def uphill(net, X, Y, lam, alpha):
    D = backward(net, forward(net, X), Y, lam).D
    return {l: net.Theta[l] + alpha * D[l] for l in D}


def click(view, key):
    view.handle(Event(1, "v", key, "click", {"shift": False, "ctrl": False}))


def test_a_step_is_marked_on_the_weights_and_judged_anew_with_another_alpha():
    view = explorer(show=["gradient"])
    view.use(own_step, like="step")
    assert "every number is right" in said(view)
    assert view.markup.count("bp-fits") == 15  # a badge on each weight, though gradients were shown before
    view.use(lambda net, X, Y, lam, alpha: own_step(net, X, Y, lam, 1.0), like="step")
    assert view.markup.count("bp-fits") == 15
    assert "✗ Right already: everything where α = 1." in said(view)
    assert "α left out of the step" in said(view)
    view.session.alpha = 0.5
    assert "everything where α = 1" not in said(view)
    assert view.markup.count("bp-misses") == 15


def test_the_step_that_the_button_takes_is_the_learners_even_where_it_is_wrong():
    view = explorer(stage="update", alpha=2.0)
    start, D = view.session.net, view.session.trace.D
    view.use(uphill, like="step")
    assert "D points to where J grows" in said(view)
    click(view, "take-step")
    assert np.allclose(view.session.net.Theta[2], start.Theta[2] + 2.0 * D[2], rtol=0, atol=1e-12)
    view.use(None, like="step")
    D = view.session.trace.D
    before = view.session.net
    click(view, "take-step")
    assert np.allclose(view.session.net.Theta[2], before.Theta[2] - 2.0 * D[2], rtol=0, atol=1e-12)


@pytest.mark.parametrize(
    "step",
    [lambda *_: None, lambda net, *_: {1: net.Theta[1]}, lambda net, *_: {l: net.Theta[l] * np.inf for l in net.Theta}],
)
def test_a_step_that_leads_nowhere_is_not_taken(step):
    view = explorer(stage="update")
    start = view.session.net
    view.use(step, like="step")
    click(view, "take-step")
    assert view.session.net is start
    assert re.search(r"data-key='notice'>[^<]+<", view.markup)


def test_each_pass_has_a_function_of_its_own_told_in_their_order():
    view = explorer()
    view.use(own_step, like="step")
    view.use(without_slope)
    view.use(forward, like="forward")
    assert re.findall(r"Your (\w+): (.)", said(view)) == [("forward", "✓"), ("without_slope", "✗"), ("own_step", "✓")]
    assert said(view) in view.text().replace("&#x27;", "'")
    view.use(backward)
    assert re.findall(r"Your (\w+): (.)", said(view)) == [("forward", "✓"), ("backward", "✓"), ("own_step", "✓")]
    view.use(None, like="forward")
    assert re.findall(r"Your (\w+):", said(view)) == ["backward", "own_step"]


def test_what_is_no_function_is_refused():
    view = explorer()
    with pytest.raises(TypeError, match="leave out the brackets"):
        view.use({})
    with pytest.raises(ValueError, match="like is 'sideways'"):
        view.use(backward, like="sideways")
    view.use(lambda: 0)
    assert "takes other arguments: it is called with (net, fwd, Y, lam)." in said(view)


def test_its_words_are_escaped():
    def loud(net, fwd, Y, lam):
        raise ValueError("<script>")

    view = explorer()
    view.use(loud)
    assert "<script>" not in view.markup
