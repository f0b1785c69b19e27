"""A learner's function is right where it is; where it isn't, the message says where, how far and, if known, why."""

# ruff: noqa: PLW0108, T201 - learners write lambdas, and print

from itertools import pairwise
from time import monotonic

import numpy as np
import pytest

from backprop_core import Forward, Network, backward, cost, forward, run
from backprop_core.faults import FAULTS, together
from backprop_widgets import check

from .traces import batch, lecture


def my_forward(net, X):
    """As a learner writes it."""
    a, z = {1: X}, {}
    for l in net.Theta:
        z[l + 1] = np.hstack([np.ones((len(X), 1)), a[l]]) @ net.Theta[l].T
        a[l + 1] = 1 / (1 + np.exp(-z[l + 1]))
    return a, z


def my_cost(net, fwd, Y, lam):
    h, m = fwd.a[net.L], len(Y)
    penalty = sum((Theta[:, 1:] ** 2).sum() for Theta in net.Theta.values())
    return -(Y * np.log(h) + (1 - Y) * np.log(1 - h)).sum() / m + lam / (2 * m) * penalty


def my_backward(net, fwd, Y, lam):
    m, L, a = len(Y), net.L, fwd.a
    delta = {L: a[L] - Y}
    for l in range(L - 1, 1, -1):
        delta[l] = (delta[l + 1] @ net.Theta[l])[:, 1:] * a[l] * (1 - a[l])
    D = {}
    for l in net.Theta:
        weights = net.Theta[l].copy()
        weights[:, 0] = 0
        D[l] = (delta[l + 1].T @ np.hstack([np.ones((m, 1)), a[l]]) + lam * weights) / m
    return delta, D


def my_step(net, X, Y, lam, alpha):
    D = backward(net, forward(net, X), Y, lam).D
    return {l: net.Theta[l] - alpha * D[l] for l in D}


@pytest.mark.parametrize(
    ("function", "like"),
    [(my_forward, "forward"), (my_cost, "cost"), (my_backward, "backward"), (my_step, "step")],
)
def test_a_learners_right_function_is_right(function, like):
    verdict = check(function, like=like)
    assert verdict.ok
    assert verdict.fault is None
    what = {"forward": "every a and every z", "cost": "J", "backward": "every δ and every D", "step": "every new Θ"}
    assert verdict.message.startswith(f"{function.__name__} gives {what[like]} right, on networks 2-2-2-1, 2-3-2-1")


def test_the_networks_it_is_tried_on_are_square_and_not_with_lambda_and_without():
    seen = []

    def watcher(net, fwd, Y, lam):
        seen.append((net.sizes, len(Y), lam))
        return backward(net, fwd, Y, lam)

    assert check(watcher, like="backward").ok
    assert all(m >= 3 for _, m, _ in seen)
    with_lam = [bool(lam) for *_, lam in seen]
    assert with_lam == sorted(with_lam)
    assert any(len({*sizes, m}) == len(sizes) + 1 for sizes, m, lam in seen if lam)  # no number twice
    deep = [sizes for sizes, _, lam in seen if lam and len(sizes) >= 4]
    squares = [[a == b for a, b in pairwise(sizes[1:])] for sizes in deep]
    assert any(map(any, squares))
    assert not all(map(any, squares))


def test_a_transpose_that_is_forgotten_everywhere_is_named_though_it_raises_on_most_networks():
    def my_backward(net, fwd, Y, lam):
        delta = {net.L: fwd.a[net.L] - Y}
        for l in range(net.L - 1, 1, -1):
            delta[l] = delta[l + 1] @ net.Theta[l][:, 1:].T * fwd.a[l] * (1 - fwd.a[l])
        return {"delta": delta}

    verdict = check(my_backward, like="backward")
    assert verdict.fault == "transpose_forgotten"
    assert (
        "my_backward stopped with ValueError: (4, 1) @ (2, 1) doesn't fit, in delta[l + 1] @ net.Theta[l][:, 1:].T"
        in verdict.message
    )
    assert "delta[l] = delta[l + 1] @ net.Theta[l][:, 1:].T * fwd.a[l] * (1 - fwd.a[l])" in verdict.message
    assert "Where it runs these are exactly the numbers of" in verdict.message
    assert "Traceback" not in repr(verdict)


def test_two_faults_at_once_are_both_named():
    both = together([FAULTS["output_sign"], FAULTS["bias_penalised"]])
    verdict = check(both, like="backward")
    assert verdict.fault == "output_sign + bias_penalised"
    assert "two slips at once" in verdict.message


def test_a_fault_with_something_else_in_the_penalty_is_named_for_lambda_0():
    def f(net, fwd, Y, lam):
        return FAULTS["gprime_left_out"].wrong(net, fwd, Y, 2.2 * lam)

    verdict = check(f, like="backward")
    assert verdict.fault == "gprime_left_out"
    assert "Where λ = 0 these are exactly" in verdict.message
    assert verdict.message.endswith("Where λ > 0 something else is wrong too.")


def test_the_message_says_which_unit_comes_first_how_it_differs_and_what_is_missing():
    verdict = check(FAULTS["gprime_left_out"].wrong, like="backward")
    right, first, named, why = verdict.message.splitlines()
    assert right == "Right already: δ⁽ᴸ⁾, Δ⁽ᴸ⁻¹⁾, D⁽ᴸ⁻¹⁾."
    assert first.startswith("First wrong, on 2-2-2-1 with 4 examples, λ = 0: δ₁⁽³⁾ of example 1 is ")
    assert "“g′ left out of the hidden δ”: δ⁽ˡ⁾ = (Θ⁽ˡ⁾)ᵀ δ⁽ˡ⁺¹⁾, without g′(z⁽ˡ⁾)." in named
    assert "Here left out: g′(z₁⁽³⁾) of example 1 = 0." in why


def test_a_fault_at_the_output_shows_its_number_at_the_output_even_where_a_hidden_one_was_asked_for():
    trace = lecture()
    verdict = check(-0.0588, trace, "delta.2.2")
    assert verdict.fault == "output_sign"
    assert "Here a₁⁽⁴⁾ = 0.454 minus y₁ = 1.00 was taken the other way round." in verdict.message


def test_numbers_that_are_all_twice_too_large_are_told_so():
    def f(net, fwd, Y, lam):
        return {l: 2 * D for l, D in backward(net, fwd, Y, lam).D.items()}

    verdict = check(f, like="backward")
    assert verdict.fault is None
    assert "On every network every D is 2 times what it should be." in verdict.message


@pytest.mark.parametrize("choices", [{"hidden": "tanh"}, {"output": "softmax"}, {"m": 1}, {"sizes": [2, 2, 2, 1]}])
def test_what_networks_it_is_tried_on_can_be_chosen(choices):
    seen = []

    def f(net, fwd, Y, lam):
        seen.append((net, np.shape(Y)))
        return backward(net, fwd, Y, lam)

    assert check(f, like="backward", **choices).ok
    for net, shape in seen:
        assert net.hidden == choices.get("hidden", "sigmoid")
        assert net.output == choices.get("output", "sigmoid")
        assert net.sizes == (2, 2, 2, 1) or "sizes" not in choices
        assert (len(shape) == 1) == (choices.get("m") == 1)


def test_a_function_for_one_example_is_right_there():
    def one(net, fwd, y, lam):
        delta = {net.L: fwd.a[net.L] - y}
        for l in range(net.L - 1, 1, -1):
            delta[l] = (net.Theta[l].T @ delta[l + 1])[1:] * fwd.a[l] * (1 - fwd.a[l])
        return {"delta": {l: d[:, None] for l, d in delta.items()}}  # as columns

    assert check(one, like="backward", m=1).ok


def test_a_function_without_lambda_is_tried_without_it():
    verdict = check(lambda net, fwd, Y: backward(net, fwd, Y), like="backward")
    assert verdict.ok
    assert verdict.message.endswith("with λ = 0.")


def test_what_the_function_writes_into_is_its_own_copy():
    trace = batch()
    before = [array.copy() for array in [trace.X, trace.Y, *trace.a.values(), *trace.net.Theta.values()]]

    def spoil(net, fwd, Y, lam):
        result = backward(net, Forward(dict(fwd.a), dict(fwd.z)), Y, lam)
        for array in [Y, *fwd.a.values(), *fwd.z.values(), *net.Theta.values()]:
            array[...] = 7.0
        return result

    def spoil_forward(net, X):
        result = forward(net, X.copy())
        X *= 0
        return result

    for function, like in ((spoil, "backward"), (spoil_forward, "forward")):
        assert check(function, trace, like=like).ok is False  # told elsewhere: see test_arguments.py
    assert check(backward, like="backward").ok
    after = [trace.X, trace.Y, *trace.a.values(), *trace.net.Theta.values()]
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_there_is_no_trace_to_read_the_answer_from():
    seen = []

    def spy(*given):
        seen.extend(given)
        return backward(*given)

    assert check(spy, like="backward").ok
    assert {type(thing) for thing in seen} == {Network, Forward, np.ndarray, float}


def test_what_a_function_prints_is_kept_for_the_network_that_the_message_is_about(capsys):
    def f(net, fwd, Y, lam):
        print("delta of", net.sizes)
        return None if net.sizes == (2, 3, 2, 1) else backward(net, fwd, Y, lam)

    verdict = check(f, like="backward")
    assert verdict.printed == "delta of (2, 3, 2, 1)\n"
    assert "nothing came back" in verdict.message
    assert repr(verdict).endswith("It printed:\ndelta of (2, 3, 2, 1)")
    assert capsys.readouterr().out == ""


def test_much_that_is_printed_is_cut():
    def f(net, fwd, Y, lam):
        print("x" * 10_000)
        return backward(net, fwd, Y, lam)

    assert len(check(f, like="backward").printed) < 1000


def test_a_division_by_zero_in_a_learners_function_shows_in_its_numbers_not_as_a_warning():
    def f(net, fwd, Y, lam):
        return np.log(np.zeros(1))[0]

    assert "J is −∞, should be" in check(f, like="cost").message


def test_a_right_step_that_is_returned_is_right_as_weights_and_as_a_network():
    trace = lecture()
    Theta = {l: trace.net.Theta[l] - trace.D[l] for l in trace.D}
    assert check(Theta, trace, like="step").ok
    assert check(Network(Theta), trace, like="step").ok


@pytest.mark.parametrize("like", ["cost", "backward"])
def test_an_optional_argument_in_the_place_of_lambda_is_left_alone(like):
    def my_cost(net, fwd, Y, eps=1e-12):
        h = fwd.a[net.L]
        return -(Y * np.log(h + eps) + (1 - Y) * np.log(1 - h + eps)).sum() / len(Y)

    def my_back(net, fwd, Y, verbose=False):
        if verbose:
            print("backward")
        return backward(net, fwd, Y)

    verdict = check({"cost": my_cost, "backward": my_back}[like], like=like)
    assert verdict.ok
    assert verdict.message.endswith("with λ = 0.")


@pytest.mark.parametrize(
    "function",
    [
        lambda net, fwd, Y, lam=0.0: cost(net, fwd, Y, lam),
        lambda net, fwd, Y, lmbda=0.0: cost(net, fwd, Y, lmbda),
        lambda net, fwd, Y, λ=0.0: cost(net, fwd, Y, λ),  # noqa: PLC2401
        lambda net, fwd, Y, l2_penalty=0.0: cost(net, fwd, Y, l2_penalty),
        lambda net, fwd, Y, regularisation=0.0: cost(net, fwd, Y, regularisation),
        lambda net, fwd, Y, weight_decay=0.0: cost(net, fwd, Y, weight_decay),
        lambda net, fwd, Y, strength: cost(net, fwd, Y, strength),
        lambda net, fwd, *rest, verbose=False: cost(net, fwd, *rest),
    ],
)
def test_lambda_is_given_to_what_is_named_like_it_or_required(function):
    assert "with λ = 0, 0.6" in check(function, like="cost").message


def test_a_penalty_that_leaves_layers_out_is_not_called_a_multiple_where_nothing_is_wrong():
    def f(net, fwd, Y, lam):
        penalty = sum((net.Theta[l][:, 1:] ** 2).sum() for l in (1, 2))
        return cost(net, fwd, Y, 0.0) + lam / (2 * len(Y)) * penalty

    message = check(f, like="cost").message
    assert "Right already: everything on all but" in message
    assert "times what it should be" not in message


def test_gradients_that_are_all_0_are_not_called_another_multiple_on_each_network():
    verdict = check(
        lambda net, fwd, Y, lam: {l: 0 * D for l, D in backward(net, fwd, Y, lam).D.items()}, like="backward"
    )
    assert "Every D is 0." in verdict.message
    assert "another" not in verdict.message


@pytest.mark.parametrize(
    ("factor", "said"),
    [(lambda m: 3.7 if m > 4 else 1.0, ", not the same on every network:"), (lambda _: 1 + 3e-6, "")],
)
def test_a_multiple_is_told_as_far_as_it_holds(factor, said):
    def f(net, fwd, Y, lam):
        return {l: factor(len(Y)) * D for l, D in backward(net, fwd, Y, lam).D.items()}

    message = check(f, like="backward").message
    assert said in message
    assert "another" not in message
    assert " 1 times" not in message


def test_two_numbers_that_are_not_whole_are_no_number_with_a_comma():
    verdict = check(lambda net, fwd, Y, lam: (cost(net, fwd, Y, 0.0), lam / 7), like="cost")
    assert "J is one number, but 2 numbers came." in verdict.message
    assert "comma" not in verdict.message


def with_cost_after(change=lambda Theta: Theta, factor=1.0):
    """A step that returns the J of its new Θ as well."""

    def f(net, X, Y, lam, alpha):
        Theta = change(my_step(net, X, Y, lam, alpha))
        after = Network(Theta, hidden=net.hidden, output=net.output, cost=net.cost)
        return {"Theta": Theta, "J": factor * cost(after, forward(after, X), Y, lam)}

    return f


def test_a_step_may_return_its_cost_before_or_after():
    before = check(lambda *given: {"Theta": my_step(*given), "J": run(*given[:4]).J}, like="step")
    assert before.message.startswith("your function gives J and every new Θ right")
    after = check(with_cost_after(), like="step")
    assert after.ok
    assert after.message.startswith("f gives every new Θ right")
    assert after.message.endswith("Note: your J is at the new Θ.")
    f = with_cost_after()
    trace = batch()
    assert check(f(trace.net, trace.X, trace.Y, trace.lam, 1.0), trace, like="step").ok


def test_a_cost_after_a_wrong_step_leaves_the_step_to_blame():
    message = check(with_cost_after(lambda Theta: {l: 1.1 * array for l, array in Theta.items()}), like="step").message
    assert "Θ" in message.splitlines()[0]
    assert "J is" not in message


def test_a_cost_that_belongs_to_neither_theta_is_wrong():
    message = check(with_cost_after(factor=2.0), like="step").message
    assert message.startswith("Right already: every Θ.")
    assert "is D right" not in message
    assert message.endswith("at the Θ before the step.")


def test_a_slow_function_that_ends_is_not_stopped():
    def slow(net, fwd, Y, lam):
        end = monotonic() + 1.2
        while monotonic() < end:
            pass
        return backward(net, fwd, Y, lam)

    assert check(slow, batch(), like="backward").ok
