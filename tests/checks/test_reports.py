"""What people report of their functions, each kind once: what check() has to say of it, and what it must not say."""

# ruff: noqa: T201 - learners print

import sys

import numpy as np
import pytest

from backprop_core import Network, backward, cost, examples, forward, run
from backprop_core.faults import FAULTS, together
from backprop_widgets import check, explorer

from .odd_wrong import J_of, entropy, g, gives, gradients, layers
from .traces import lecture


def own_lines(view):
    lines = view.text().splitlines()
    return "\n".join(lines[next(n for n, line in enumerate(lines) if line.startswith("Your ")) :])


def on_xor(function, like):
    view = explorer(examples.lecture()[0], *examples.xor())
    view.use(function, like=like)
    return own_lines(view)


def step_without_alpha(net, X, Y, lam, alpha):
    D = backward(net, forward(net, X), Y, lam).D
    return {l: net.Theta[l] - D[l] for l in D}


def test_a_step_is_tried_with_more_than_one_alpha_in_the_live_network_too():
    assert check(step_without_alpha, like="step").fault == "alpha_left_out"
    assert check(step_without_alpha, lecture(), like="step").fault == "alpha_left_out"
    assert "✗ Right already: everything where α = 1." in on_xor(step_without_alpha, "step")


def test_a_function_that_came_back_is_not_called():
    def f(net, fwd, Y, lam):
        return backward

    assert "What came back is the function backward itself: call it" in check(f, like="backward").message
    assert "✗ What came back is the function" in on_xor(f, "backward")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda net, fwd, Y: net.Theta[1].__setitem__(np.s_[:, 0], 0), "net.Theta[1], in the bias column"),
        (lambda net, fwd, Y: net.Theta.update({2: net.Theta[2] * 2}), "net.Theta[2]"),
        (lambda net, fwd, Y: Y.__iadd__(1), "changed Y,"),
        (lambda net, fwd, Y: fwd.a[2].__imul__(2), "fwd.a[2]"),
    ],
)
def test_what_a_function_changes_of_its_arguments_is_said(spoil, said):
    def f(net, fwd, Y, lam):
        right = backward(net, fwd, Y, lam)
        spoil(net, fwd, Y)
        return right

    verdict = check(f, like="backward")
    assert verdict.ok is False
    assert verdict.message.startswith("Right already: every number.")
    assert said in verdict.message


def test_a_second_call_shows_memory_and_chance():
    kept = {}

    def remembers(net, fwd, Y, lam):
        D = backward(net, fwd, Y, lam).D
        for l in D:
            kept[l] = kept[l] + D[l] if l in kept and kept[l].shape == D[l].shape else np.array(D[l])
        return kept

    def draws(net, fwd, Y, lam):
        return {l: D + np.random.normal(size=D.shape) for l, D in backward(net, fwd, Y, lam).D.items()}  # noqa: NPY002

    remembering, drawing = check(remembers, like="backward"), check(draws, like="backward")
    assert remembering.message.startswith("Right already: all that it gives the first time.")
    assert "it remembers something from one call to the next" in remembering.message
    assert drawing.message.endswith("gives other numbers: it draws random numbers.")


def test_nothing_that_came_back_is_told_from_nothing_written():
    def printing(net, fwd, Y, lam):
        print(cost(net, fwd, Y, lam))

    def forgetting(net, fwd, Y, lam):
        backward(net, fwd, Y, lam)

    def branching(net, fwd, Y, lam):
        return backward(net, fwd, Y, lam) if lam else None

    assert "printed something, but returned nothing" in check(printing, like="cost").message
    assert "is its return missing, or did its loop never run?" in check(forgetting, like="backward").message
    assert check(branching, like="backward").message == (
        "Right already: everything where λ > 0.\nOn 2-2-2-1 with 4 examples, λ = 0 nothing came back."
    )


def test_what_a_function_changes_around_it_is_put_back():
    before = np.geterr(), np.get_printoptions(), np.random.get_state()[1].tolist(), sys.stdout  # noqa: NPY002

    def loud(net, fwd, Y, lam):
        np.seterr(all="raise")
        np.set_printoptions(precision=1)
        np.random.seed(0)  # noqa: NPY002
        sys.stdout = None
        return backward(net, fwd, Y, lam)

    assert check(loud, like="backward").ok
    assert (np.geterr(), np.get_printoptions(), np.random.get_state()[1].tolist(), sys.stdout) == before  # noqa: NPY002


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        (lambda b: {"delta": b.delta, "D": b.D, "J": 3.0}, "J is 3.0000, should be"),
        (lambda b: {"Delta_": b.delta, "grads": b.D}, "The keys 'Delta_', 'grads' are not known"),
        (lambda b: {"delta": b.delta, "grads": b.D}, "the key 'grads' is not known"),
        (lambda b: (b.D, b.delta), "what came back is (D, delta): return (delta, D)"),
    ],
)
def test_what_cannot_be_read_is_named_and_never_called_missing(returned, said):
    verdict = check(lambda net, fwd, Y, lam: returned(backward(net, fwd, Y, lam)), like="backward")
    assert verdict.ok is False
    assert said in verdict.message
    assert "missing D" not in verdict.message


def test_z_and_a_the_wrong_way_round_are_recognised_by_their_numbers():
    verdict = check(lambda net, X: (forward(net, X).z, forward(net, X).a), like="forward")
    assert verdict.message == "What could be read is right, but what came back is (z, a): return (a, z)."


@pytest.mark.parametrize(
    "form",
    [
        lambda b: [D.tolist() for D in b.D.values()],
        lambda b: tuple(tuple(map(tuple, D)) for D in b.D.values()),
        lambda b: ({l: d.T for l, d in b.delta.items()}, b.D),
        lambda b: {l: D.astype(np.float32) for l, D in b.D.items()},
    ],
)
def test_right_numbers_are_read_in_other_forms(form):
    assert check(lambda net, fwd, Y, lam: form(backward(net, fwd, Y, lam)), like="backward").ok


def test_a_factor_is_claimed_only_where_it_holds_on_every_network():
    def over_4(net, fwd, Y, lam):
        return {l: D * len(Y) / 4 for l, D in backward(net, fwd, Y, lam).D.items()}

    def over_units(net, fwd, Y, lam):
        return {l: D * len(Y) / fwd.a[l].shape[1] for l, D in backward(net, fwd, Y, lam).D.items()}

    four = check(over_4, like="backward").message
    assert four.startswith("Right already: everything with 4 examples")
    assert "every D is m/4 times what it should be: divided by 4" in four
    units = check(over_units, like="backward").message
    assert "2 times" not in units
    assert "divided by the s units of the layer that its weights start from" in units


def test_where_it_stops_on_most_networks_the_numbers_of_the_others_are_told():
    def theta_before(net, fwd, Y, lam):
        delta = {net.L: fwd.a[net.L] - Y}
        for l in range(net.L - 1, 1, -1):
            delta[l] = delta[l + 1] @ net.Theta[l - 1][:, 1:] * fwd.a[l] * (1 - fwd.a[l])
        return {"delta": delta}

    right, stopped, wrong, named, _ = check(theta_before, like="backward").message.splitlines()
    assert right == "Right already: where it runs δ⁽⁴⁾."
    assert "theta_before stopped with ValueError: (4, 1) @ (2, 2) doesn't fit" in stopped
    assert wrong.startswith("Wrong, on 3-3-3-3 with 5 examples, λ = 0: δ₁⁽³⁾ of example 1 is ")
    assert "“Θ of the wrong layer”" in named


def test_a_shape_that_has_the_bias_too_many_is_named():
    def bias_kept(net, fwd, Y, lam):
        d = fwd.a[net.L] - Y
        for l in range(net.L - 1, 1, -1):
            d = d @ net.Theta[l]
        return {"delta": {net.L: d}}

    message = check(bias_kept, like="backward").message
    assert "(4, 3) @ (2, 3) doesn't fit, in d @ net.Theta[l] (is the bias in d only?)" in message


def test_two_faults_in_one_line_are_both_named():
    both = together([FAULTS["output_gprime_left_out"], FAULTS["output_sign"]])
    verdict = check(both, like="backward", cost="squared_error")
    assert verdict.fault == "output_gprime_left_out + output_sign"


@pytest.mark.parametrize(("name", "like"), [("mean_over_outputs", "cost"), ("outputs_mixed", "cost")])
def test_on_one_output_the_live_network_says_that_it_is_one(name, like):
    assert "✓ every number is right here (4 examples, λ = 0, one output)." in on_xor(FAULTS[name].wrong, like)
    assert check(FAULTS[name].wrong, like=like).message.startswith("Right already: everything with one output.")


def test_a_softmax_is_tried_on_several_outputs():
    verdict = check(FAULTS["sigmoid_for_softmax"].wrong, like="forward", output="softmax")
    assert verdict.fault == "sigmoid_for_softmax"
    assert "2-2-2-3" in verdict.message


@pytest.mark.parametrize("name", FAULTS)
def test_a_verdict_has_five_lines_at_most(name):
    kind = {"descent": "step"}.get(FAULTS[name].kind, FAULTS[name].kind)
    for choices in ({}, {"hidden": "tanh", "cost": "squared_error"}, {"hidden": "relu", "output": "softmax"}):
        assert len(check(FAULTS[name].wrong, like=kind, **choices).message.splitlines()) <= 5


def test_a_misspelt_argument_is_answered_with_the_nearest_one():
    with pytest.raises(TypeError, match=r"check has no argument 'hiden' .did you mean 'hidden'"):
        check(backward, like="backward", hiden="tanh")
    with pytest.raises(ValueError, match=r"like is 'bakward' .did you mean 'backward'"):
        explorer().use(None, like="bakward")
    with pytest.raises(ValueError, match="leave out m"):
        check(backward, lecture(), like="backward", m=3)


# What is said of a function is measured on it, so that a right line is never blamed ---------------------------------


def for_hard_y_alone(net, fwd, Y, lam):
    """A cost that is right where every y is 0 or 1."""
    h, squares = fwd.a[net.L], sum((Theta[:, 1:] ** 2).sum() for Theta in net.Theta.values())
    return -np.log(np.where(Y == 1, h, 1 - h)).sum() / len(Y) + lam / (2 * len(Y)) * squares


@pytest.mark.parametrize("options", [{}, {"sizes": [3, 4, 2]}])
def test_what_fails_on_y_between_0_and_1_is_not_taken_for_the_penalty(options):
    message = check(for_hard_y_alone, like="cost", **options).message
    assert "everything where every y is 0 or 1" in message
    assert "λ adds" not in message


def test_a_delta_for_hard_y_alone_is_not_taken_for_the_penalty():
    def f(net, fwd, Y, lam):
        hard = backward(net, fwd, (Y > 0.5).astype(float), lam)
        return hard.D

    message = check(f, like="backward").message
    assert "everything where every y is 0 or 1" in message
    assert "λ adds" not in message


def hidden_lines(net, fwd, Y, lam, slope):
    """δ in which the hidden line ends in what is given for each layer."""
    delta = {net.L: fwd.a[net.L] - Y}
    for l in range(net.L - 1, 1, -1):
        delta[l] = delta[l + 1] @ net.Theta[l][:, 1:] * slope(l, net, fwd)
    return delta, gradients(net, fwd, delta, lam)


def test_the_right_slope_is_not_called_wrong_where_only_a_deeper_layer_is():
    def f(net, fwd, Y, lam):
        return hidden_lines(net, fwd, Y, lam, lambda l, net, fwd: fwd.a[l] * (1 - fwd.a[l]) if l == net.L - 1 else 1.0)

    message = check(f, like="backward").message
    assert "you multiply it by" not in message
    assert "The line from δ⁽ˡ⁺¹⁾ to δ⁽ˡ⁾ is wrong" in message


def test_another_slope_is_told_as_a_formula_in_all_layers():
    def f(net, fwd, Y, lam):
        return hidden_lines(net, fwd, Y, lam, lambda l, net, fwd: fwd.a[l] * (1 + fwd.a[l]))

    assert "you multiply it by a + a²" in check(f, like="backward").message


def test_an_x_that_is_changed_before_the_first_layer_is_said():
    def f(net, X):
        other = forward(net, X - X.mean(0))
        return other.a, other.z

    message = check(f, like="forward").message
    assert message.endswith("do you change X first?")
    assert "line from a" not in message
    assert "Look at g" not in message


def test_columns_of_examples_are_read_where_all_sizes_are_the_same():
    net = Network.random([3, 3, 3, 3], seed=2)
    trace = run(net, np.random.default_rng(0).normal(size=(3, 3)), np.eye(3))
    turned = {l: v.T for l, v in trace.a.items()}, {l: v.T for l, v in trace.z.items()}
    assert check(turned, trace, like="forward").ok
    assert check(lambda net, X: turned, trace, like="forward").ok
    other = run(Network.random([2, 4, 1], seed=2), *examples.xor(), 0.5)
    assert check(({l: v.T for l, v in other.delta.items()}, other.D), other, like="backward").ok
    assert not check(({l: v.T for l, v in other.delta.items()}, other.delta), other, like="backward").ok


@pytest.mark.parametrize(
    ("code", "said", "not_said"),
    [
        ("p = np.broadcast_to(lam, (2, 2)); p[0, 0] = 1", "This array can't be written to", "network"),
        ("net.hidden = 'tanh'", "A network can't be changed", "Layers count"),
        ("{}[0]", "KeyError: 0", "Layers count"),
        ("net.Theta[0]", "Layers count from 1", "changed"),
    ],
)
def test_what_python_says_is_explained_only_where_that_is_the_cause(code, said, not_said):
    space = {"np": np}
    source = f"def f(net, fwd, Y, lam):\n    {code}\n"
    sys.modules["linecache"].cache["<learner>"] = (len(source), None, source.splitlines(keepends=True), "<learner>")
    exec(compile(source, "<learner>", "exec"), space)
    message = check(space["f"], like="backward").message
    assert said in message
    assert not_said not in message


def test_of_one_number_no_layers_shape_is_told():
    for answer, of in (((0, 588), "delta.2.2"), ([0.1, 0.2, 0.3], "delta.2.1")):
        message = check(answer, lecture(), of).message
        assert "transpose" not in message
        assert "bias" not in message


def test_a_weight_that_is_moved_and_moved_back_was_not_changed():
    def f(net, fwd, Y, lam):
        for l in net.Theta:
            for e in (1e-4, -2e-4, 1e-4):
                net.Theta[l] += e
        return backward(net, fwd, Y, lam)

    assert check(f, like="backward").ok


def test_a_step_in_place_with_its_cost_in_a_row_is_told_of_its_form_alone():
    def f(net, X, Y, lam, alpha):
        fwd = forward(net, X)
        J, D = cost(net, fwd, Y, lam), backward(net, fwd, Y, lam).D
        for l in D:
            net.Theta[l] -= alpha * D[l]
        return net.Theta, J

    message = check(f, like="step").message
    assert "return Theta alone" in message
    assert "Work on a copy" not in message


def test_the_output_alone_may_be_nested_lists():
    assert check(lambda net, X: forward(net, X).a[net.L].tolist(), like="forward").ok


# Of several explanations the simplest, and none that has nothing to do with it ----------------------------------------


def test_a_fault_that_changes_nothing_here_is_not_paired_with_another():
    verdict = check(layers(g, lambda z: g(-z)), like="forward")
    assert verdict.faults == ()
    assert "At the output your g is 1 / (1 + e^z), and should be the sigmoid." in verdict.message
    assert check(layers(np.tanh, lambda z: g(-z)), like="forward", hidden="tanh").fault == "exponent_sign"
    trace = lecture()
    assert check(float(1 - trace.a[4][0]), trace, "a.4.1").faults == ()


def test_of_two_pairs_the_one_in_lines_of_their_own_is_named():
    def delta_over_m(net, fwd, Y, lam):
        delta = {l: d / len(Y) for l, d in backward(net, fwd, Y).delta.items()}
        return delta, {l: len(Y) * D for l, D in gradients(net, fwd, delta, lam).items()}

    def summed(net, fwd, Y, lam):
        right = backward(net, fwd, Y)
        return right.delta, {l: len(Y) * D for l, D in right.D.items()}

    def without_bias(net, l, a):
        return a @ net.Theta[l][:, 1:].T

    assert check(delta_over_m, like="backward").fault == "delta_over_m + lambda_not_over_m"
    assert check(summed, like="backward").fault == "m_left_out + lambda_left_out"
    forth = check(layers(lambda z: g(-z), lambda z: g(-z), without_bias), like="forward")
    assert forth.fault == "bias_left_out + exponent_sign"


@pytest.mark.parametrize(
    ("function", "like", "said"),
    [
        (lambda *given: {l: -D for l, D in backward(*given).D.items()}, "backward", "after all of D is added up."),
        (lambda net, fwd, Y: [-D for D in backward(net, fwd, Y).D.values()], "backward", "or for a minus after that."),
        (lambda net, fwd, Y, lam: cost(net, fwd, Y, lam) * len(Y) / Y.shape[1], "cost", "divided by the K outputs"),
        (lambda net, fwd, Y, lam: cost(net, fwd, Y, lam) * len(Y), "cost", "On every network J is m times"),
        (J_of(lambda h, Y: entropy(h, Y) * len(Y) / Y.shape[1]), "cost", "Where λ = 0 J is m/K times"),
    ],
)
def test_one_multiple_is_said_before_two_slips_at_once(function, like, said):
    verdict = check(function, like=like)
    assert verdict.faults == ()
    assert said in verdict.message


def test_a_sign_is_still_named_where_delta_shows_it():
    turned = gives(lambda d, D, *_: ({l: -v for l, v in d.items()}, {l: -v for l, v in D.items()}))
    assert check(lambda net, fwd, Y: turned(net, fwd, Y, 0.0), like="backward").fault == "output_sign"


@pytest.mark.parametrize("sizes", [None, [2, 3, 1]])
def test_the_penalty_is_not_blamed_alone_where_y_may_be_the_cause(sizes):
    def f(net, fwd, Y, lam):
        J = -sum(np.log(h if y == 1 else 1 - h).sum() for h, y in zip(fwd.a[net.L], Y, strict=True)) / len(Y)
        return J + lam / (2 * len(Y)) * sum((Theta[:, 1:] ** 2).sum() for Theta in net.Theta.values())

    message = check(f, like="cost", sizes=sizes).message
    assert "Where λ = 0 everything is right" not in message
    assert "y is 0 or 1" in message


@pytest.mark.parametrize("output", ["sigmoid", "softmax"])
def test_the_line_for_z_is_not_blamed_where_every_a_is_right(output):
    def f(net, X):
        right = forward(net, X)
        a, z = dict(right.a), {l: array.copy() for l, array in right.z.items()}
        z[net.L] -= z[net.L].max(axis=1, keepdims=True) if output == "softmax" else 1.0
        return a, z

    message = check(f, like="forward", output=output).message
    assert "Every a is right: is z changed after its line" in message
    assert "is wrong; a follows" not in message
    assert "Look at the line for z" not in message


@pytest.mark.parametrize(("given", "of"), [(0.80, "Theta.1.1.1"), (-0.5, "Theta.1.1.2"), (0.9, "Theta.1.2.2")])
def test_a_weight_from_before_the_step_is_not_called_right(given, of):
    verdict = check(given, lecture(), of, like="step")
    assert verdict.ok is False
    assert verdict.faults == ()
    assert "right as far as it goes" not in verdict.message
    assert verdict.message.endswith("as it was before the step.")


def test_a_weight_after_the_step_with_too_few_decimals_is_still_right_as_far_as_it_goes():
    trace = lecture()
    assert check(0.4, trace, "Theta.1.2.1", like="step").message.endswith("as it was before the step.")
    assert "right as far as it goes" in check(1.0, trace, "Theta.1.2.2", like="step").message
    assert check(0.95, trace, "Theta.1.2.2", like="step").ok


def test_a_multiple_of_100_is_written_as_a_number():
    assert check(45.35, lecture(), "a.4.1").message.endswith(": 100 times too large in size.")
    assert "e+" not in check(78.9, lecture(), "J").message


def test_the_bias_units_1_may_stand_before_one_layers_a_as_before_all():
    net, _, _ = examples.lecture()
    trace = run(net, *examples.xor())
    with_ones = {l: np.hstack([np.ones((4, 1)), a]) for l, a in trace.a.items()}
    assert check(with_ones[2], trace, "a.2").ok
    assert check(with_ones[3][1], trace, "a.3@2").ok
    assert not check(with_ones[4], trace, "a.4").ok


def test_a_z_of_another_layers_weights_has_no_bias_too_many():
    def f(net, X):
        a, z = {1: X}, {}
        for l in range(1, net.L):
            z[l + 1] = np.hstack([np.ones((len(X), 1)), a[l]]) @ net.Theta[1].T
            a[l + 1] = g(z[l + 1])
        return a, z

    assert "bias still in it" not in check(f, like="forward").message
    kept = gives(lambda d, D, *_: ({l: np.hstack([np.ones((len(v), 1)), v]) for l, v in d.items()}, D))
    assert "One column too many: is the bias still in it?" in check(kept, like="backward").message


def test_of_one_layers_delta_nothing_is_said_of_how_it_was_passed_on():
    trace = run(*examples.twin())
    sums = trace.net.Theta[2][:, 1:].T @ trace.delta[3]
    for verdict in (check(sums, trace, "delta.2"), check(float(sums[0]), trace, "delta.2.1")):
        assert verdict.fault == "dJda_for_delta"
        assert "passed on" not in verdict.message


@pytest.mark.parametrize("small", [1e-7, 1e-6])
def test_a_cost_that_keeps_log_0_away_too_early_is_told_so(small):
    added = J_of(lambda h, Y: -np.sum(Y * np.log(h + small) + (1 - Y) * np.log(1 - h + small)))
    assert "Take 1e-15 there." in check(added, like="cost").message
    assert check(J_of(lambda h, Y: entropy(h.clip(1e-15, 1 - 1e-15), Y)), like="cost").ok
    assert "1e-15" not in check(J_of(lambda h, Y: entropy(h.clip(0.1, 0.9), Y)), like="cost").message


@pytest.mark.parametrize(
    ("like", "function", "said"),
    [
        ("forward", lambda net, X: [(z, g(z)) for z in forward(net, X).z.values()], "a pair for each layer"),
        ("forward", lambda net, X: (forward(net, X).a[net.L], forward(net, X).a, forward(net, X).z), "begins with one"),
        ("forward", lambda net, X: (forward(net, X).a[net.L], {"A": 1}), "begins with one array"),
        ("forward", lambda net, X: (a for a in forward(net, X).a.values()), "write list(…) around it"),
        ("backward", lambda *given: tuple({l: D[:, part] for l, D in backward(*given).D.items()}
                                          for part in (np.s_[1:], np.s_[:1])), "without its bias column, and"),
        ("backward", lambda net, fwd, Y: fwd.a[net.L] - Y, "of the shape of δ⁽ᴸ⁾"),
        ("step", lambda net, X, Y, lam, alpha: (net, 0.5, {}), "a network with something beside it"),
    ],
)  # fmt: skip
def test_a_form_that_is_plain_to_see_is_told(like, function, said):
    verdict = check(function, like=like)
    assert verdict.ok is False
    assert said in verdict.message
    assert len(verdict.message.splitlines()) == 1


def test_a_lambda_that_is_taken_by_its_name_only_is_given_too():
    def required(net, fwd, Y, *, lam):
        return cost(net, fwd, Y, lam)

    def other_name(net, fwd, Y, *, verbose=False, weight_decay=0.0):
        return backward(net, fwd, Y, weight_decay)

    def wrong(net, fwd, Y, *, reg=0.0):
        return cost(net, fwd, Y, 3 * reg)

    def after_another(net, fwd, Y, eps=1e-15, *, lam=0.0):
        h, squares = fwd.a[net.L], sum((Theta[:, 1:] ** 2).sum() for Theta in net.Theta.values())
        return -(Y * np.log(h + eps) + (1 - Y) * np.log(1 - h + eps)).sum() / len(Y) + lam / (2 * len(Y)) * squares

    def by_place_too(net, X, Y, lam=0.0, alpha=0.1, *, regularise_bias=None):
        D = backward(net, forward(net, X), Y, lam).D
        return {l: net.Theta[l] - alpha * D[l] for l in D}

    assert check(by_place_too, like="step").ok
    for function, like in ((required, "cost"), (other_name, "backward"), (after_another, "cost")):
        verdict = check(function, like=like)
        assert verdict.ok
        assert "with λ = 0, 0.6" in verdict.message
    assert check(wrong, like="cost").message.startswith("Right already: everything where λ = 0.")


def test_what_is_taken_for_something_else_by_its_name_is_told_where_nothing_is_right():
    def takes_X(net, X, Y, lam):
        return backward(net, forward(net, X), Y, lam)

    def turned(net, X, Y, rate, weight_decay):
        D = backward(net, forward(net, X), Y, weight_decay).D
        return {l: net.Theta[l] - rate * D[l] for l in D}

    def misnamed(net, X, Y, strength, lam):
        D = backward(net, forward(net, X), Y, strength).D
        return {l: net.Theta[l] - lam * D[l] for l in D}

    assert "takes X where it is given fwd" in check(takes_X, like="backward").message
    assert "(net, X, Y, lam, alpha): the order counts." in check(turned, like="step").message
    assert check(misnamed, like="step").ok
    assert check(lambda net, x, Y, lam: cost(net, x, Y, lam), like="cost").ok  # noqa: PLW0108
