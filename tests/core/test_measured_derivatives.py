"""What is measured agrees with what is derived: by every Theta, every z and every a."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from backprop_core import (
    Network,
    Quantity,
    compare,
    epsilon_sweep,
    numerical_derivative,
    numerical_gradient,
    run,
    value_of,
)
from backprop_core.gradient_check import numerical_mean_derivative
from backprop_core.values import mean_of

from . import judge

CHOICES = list(product(judge.HIDDEN, judge.PAIRS))


def named(choice):
    hidden, (output, cost) = choice
    return f"{hidden}, {output}, {cost}"


def case_of(choice, m=4, lam=0.8):
    hidden, (output, cost) = choice
    rng = np.random.default_rng(100 + CHOICES.index(choice))
    return judge.random_case(rng, [3, 5, 4, 2], hidden, output, cost, lam, m)


def network(case):
    return Network(case.Theta, case.hidden, case.output, case.cost)


def close(got, want):
    # The curve's own bend over eps = 1e-4 and rounding both stay below 1e-7 for weights of about 1.
    return got == pytest.approx(want, rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("choice", CHOICES, ids=named)
@pytest.mark.parametrize("single", [True, False])
def test_the_measured_gradient_is_D(choice, single):
    case = case_of(choice)
    X, Y = (case.X[0], case.Y[0]) if single else (case.X, case.Y)
    net = network(case)
    measured = numerical_gradient(net, X, Y, case.lam)
    D = run(net, X, Y, case.lam).D
    assert set(measured) == set(D)
    for l in D:
        assert measured[l].shape == D[l].shape
        assert judge.relative_error(measured[l], D[l]) < 1e-7
    assert max(compare(D, measured).values()) < 1e-7


@pytest.mark.parametrize("choice", CHOICES, ids=named)
def test_the_measured_derivative_by_one_weight_is_that_of_J(choice):
    case = case_of(choice)
    D = judge.D(case)
    for l, i, j in ((1, 5, 0), (1, 2, 3), (2, 4, 5), (3, 2, 0), (3, 1, 4)):
        got = numerical_derivative(network(case), case.X, case.Y, case.lam, of=Quantity("Theta", l, i, j))
        assert type(got) is float
        assert close(got, D[l][i - 1, j])


@pytest.mark.parametrize("choice", CHOICES, ids=named)
def test_the_measured_derivative_by_z_is_delta_of_that_example_alone(choice):
    """Not divided by m and without lambda, although both are given."""
    case = case_of(choice)
    delta = judge.delta(case)
    for l, t in product((2, 3, 4), (1, 3)):
        for i in range(1, case.sizes[l - 1] + 1):
            got = numerical_derivative(network(case), case.X, case.Y, case.lam, of=Quantity("z", l, i, example=t))
            assert close(got, delta[l][t - 1, i - 1]), (l, i, t)


@pytest.mark.parametrize("choice", CHOICES, ids=named)
def test_the_measured_derivative_by_a_is_that_of_the_examples_cost(choice):
    """By the a of layer 1, that is x, and by the a of layer L too."""
    case = case_of(choice)
    dJda = judge.dJda(case)
    trace = run(network(case), case.X, case.Y, case.lam)
    for l, t in product((1, 2, 3, 4), (2, 4)):
        for i in range(1, case.sizes[l - 1] + 1):
            got = numerical_derivative(network(case), case.X, case.Y, case.lam, of=Quantity("a", l, i, example=t))
            assert got == pytest.approx(dJda[l][t - 1, i - 1], rel=1e-5, abs=1e-7), (l, i, t)
            if l > 1:
                derived = value_of(trace, Quantity("dJda", l, i, example=t))
                assert derived == pytest.approx(dJda[l][t - 1, i - 1], rel=1e-9, abs=1e-12)


def test_for_one_example_no_example_need_be_named(lecture_Theta):
    net, x = Network(lecture_Theta), [0.6, -0.9]
    trace = run(net, x, 1)
    for l, i in ((2, 1), (2, 2), (3, 1), (4, 1)):
        assert close(numerical_derivative(net, x, 1, of=Quantity("z", l, i)), trace.delta[l][i - 1])
    same = numerical_derivative(net, x, 1, of=Quantity("z", 2, 2, example=1))
    assert same == numerical_derivative(net, x, 1, of=Quantity("z", 2, 2))
    assert f"{numerical_derivative(net, x, 1, of=Quantity('a', 2, 2)):.6f}" == "0.272031"
    assert f"{same:.6f}" == "0.058846"


def test_lambda_shows_in_the_derivative_by_a_weight_and_not_in_that_by_z_or_a(lecture_Theta):
    net, x = Network(lecture_Theta), [0.6, -0.9]
    for of, extra in (
        (Quantity("Theta", 2, 1, 2), 3.0 * -0.70),
        (Quantity("Theta", 2, 1, 0), 0.0),
        (Quantity("z", 2, 1), 0.0),
        (Quantity("a", 2, 1), 0.0),
    ):
        without, with_lam = (numerical_derivative(net, x, 1, lam, of=of) for lam in (0.0, 3.0))
        assert with_lam - without == pytest.approx(extra, abs=1e-7)


def test_there_is_no_z_of_layer_1(lecture_Theta):
    with pytest.raises(ValueError, match="2"):
        numerical_derivative(Network(lecture_Theta), [0.6, -0.9], 1, of=Quantity("z", 1, 1))


def by_output(z, y):
    """The measured and the true slope of the cost by an output a = g(z)."""
    net = Network([[[z, 0.0]]])
    a = run(net, [0.0], y).a[2][0]
    return numerical_derivative(net, [0.0], y, of=Quantity("a", 2, 1)), -y / a + (1 - y) / (1 - a)


@pytest.mark.parametrize("z", [-15.0, -9.5, 9.5, 15.0])
@pytest.mark.parametrize("y", [0.0, 1.0, 0.5])
def test_an_output_near_0_or_1_is_nudged_inside_the_interval(z, y):
    """eps = 1e-4 would step over the edge here: log(a) would be NaN, or the slope plainly wrong."""
    measured, true = by_output(z, y)
    assert measured == pytest.approx(true, rel=1e-3)


@pytest.mark.parametrize("z", [(-15.0, 0.0), (0.0, -15.0)])
def test_how_far_an_output_is_nudged_goes_by_its_own_distance_from_0_and_1(z):
    net = Network([[[v, 0.0] for v in z]])
    a = run(net, [0.0], [1.0, 1.0]).a[2]
    measured = [numerical_derivative(net, [0.0], [1.0, 1.0], of=Quantity("a", 2, i)) for i in (1, 2)]
    assert measured == pytest.approx(list(-1 / a), rel=1e-6)


def test_the_squared_error_lets_an_output_be_nudged_over_0_and_1():
    net = Network([[[1000.0, 0.0]]], cost="squared_error")
    assert numerical_derivative(net, [0.0], 0.25, of=Quantity("a", 2, 1)) == pytest.approx(0.75)


@pytest.mark.parametrize("z", [-40.0, -30.0, -20.0, 20.0, 30.0, 40.0])
@pytest.mark.parametrize("y", [0.0, 1.0, 0.5])
def test_still_nearer_there_is_a_right_answer_or_none_but_never_a_wrong_one(z, y):
    try:
        measured, true = by_output(z, y)
    except ValueError as refused:
        reason = str(refused)
    else:
        assert measured == pytest.approx(true, rel=1e-2)
        return
    assert "(0, 1)" in reason or "between 0 and 1" in reason


@pytest.mark.parametrize("z", [1000.0, -1000.0])
def test_an_output_that_is_0_or_1_has_no_answer_and_the_reason_is_given(z):
    with pytest.raises(ValueError, match=r"(?=.*a)(?=.*\b0\b)(?=.*\b1\b)"):
        numerical_derivative(Network([[[z, 0.0]]]), [0.0], 0.5, of=Quantity("a", 2, 1))


def test_a_softmax_output_is_nudged_alone():
    """The cost is taken from a as it stands: the other outputs do not move, so the slope is -y/a."""
    net = Network([[[0.0, 0.0], [np.log(2), 0.0], [np.log(5), 0.0]]], output="softmax")
    y = [0.2, 0.3, 0.5]
    for i, (a, t) in enumerate(zip((1 / 8, 2 / 8, 5 / 8), y, strict=True), start=1):
        got = numerical_derivative(net, [0.0], y, of=Quantity("a", 2, i))
        assert got == pytest.approx(-t / a, rel=1e-6)


def test_compare_is_the_relative_error_layer_by_layer():
    D = {1: np.array([[3.0, 4.0]]), 2: np.array([[1.0]])}
    measured = {1: np.array([[3.0, 3.0]]), 2: np.array([[1.0]])}
    assert compare(D, measured) == {1: pytest.approx(1 / (5 + np.sqrt(18))), 2: 0.0}


def test_compare_calls_two_zeros_equal():
    assert compare({1: np.zeros((2, 3))}, {1: np.zeros((2, 3))}) == {1: 0.0}


def test_compare_calls_the_opposite_sign_1():
    D = {1: np.array([[3.0, -4.0]])}
    assert compare(D, {1: -D[1]}) == {1: pytest.approx(1.0)}


def test_the_epsilon_sweep_is_a_U(lecture_Theta):
    """Too large and the curve bends, too small and rounding rules; between them the error is tiny."""
    net, x = Network(lecture_Theta), [0.6, -0.9]
    exponents = list(range(-1, -15, -1))
    sweep = epsilon_sweep(net, x, 1, 0.0, of=Quantity("Theta", 1, 1, 1), exponents=exponents)
    assert [eps for eps, _ in sweep] == pytest.approx([10.0**e for e in exponents])
    errors = [error for _, error in sweep]
    best = int(np.argmin(errors))
    assert 2 <= best <= 7
    assert errors[best] < 1e-8
    assert errors[0] > 1e3 * errors[best]
    assert errors[-1] > 1e3 * errors[best]
    # Central differences: on the left side, a tenth of eps is a hundredth of the error.
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.3)


def test_the_exponents_are_minus_1_to_minus_13_if_not_said(lecture_Theta):
    sweep = epsilon_sweep(Network(lecture_Theta), [0.6, -0.9], 1, of="z.2.1")
    assert [eps for eps, _ in sweep] == [10.0**n for n in range(-1, -14, -1)]


def test_exponents_go_from_minus_300_to_300(lecture_Theta):
    given = {"net": Network(lecture_Theta), "X": [0.6, -0.9], "Y": 1, "of": "Theta.1.1.1"}
    assert [eps for eps, _ in epsilon_sweep(**given, exponents=[-300, 300])] == [1e-300, 1e300]
    with pytest.raises(ValueError, match=r"exponents has 301: .* from -300 to 300"):
        epsilon_sweep(**given, exponents=[301])


def test_eps_is_what_the_caller_says(lecture_Theta):
    """A nudge of 0.5 measures the chord of ln(1 + e^-z) from z = -0.5 to z = 0.5."""
    net = Network([[[0.0, 0.0]]])
    got = numerical_derivative(net, [0.0], 1, of=Quantity("Theta", 1, 1, 0), eps=0.5)
    assert got == pytest.approx(np.log1p(np.exp(-0.5)) - np.log1p(np.exp(0.5)), rel=1e-12)


def test_measuring_uses_the_cost_and_not_the_backward_pass(monkeypatch, lecture_Theta):
    """With the core's backward pass broken, the measured number stays what it was."""
    import backprop_core.backward_pass as backward_pass

    net, x = Network(lecture_Theta), [0.6, -0.9]
    before = numerical_gradient(net, x, 1)
    for name, value in vars(backward_pass).copy().items():
        if (
            callable(value)
            and getattr(value, "__module__", "") == backward_pass.__name__
            and not isinstance(value, type)
        ):
            monkeypatch.setattr(backward_pass, name, None)
    after = numerical_gradient(net, x, 1)
    assert all(np.array_equal(before[l], after[l]) for l in before)


def test_the_judge_finds_delta_on_a_batch_not_divided_by_m():
    """The tests above lean on the judge's delta being one example's: m times the same example, m times the same row."""
    case = case_of(CHOICES[0], m=1)
    three = replace(case, X=np.repeat(case.X, 3, axis=0), Y=np.repeat(case.Y, 3, axis=0))
    for l, delta in judge.delta(case).items():
        np.testing.assert_allclose(judge.delta(three)[l], np.repeat(delta, 3, axis=0), rtol=1e-12)


@pytest.mark.parametrize("choice", CHOICES, ids=named)
def test_nudged_in_all_examples_at_once_a_number_shows_the_mean_of_its_slopes(choice):
    case, net = case_of(choice), network(case_of(choice))
    trace = run(net, case.X, case.Y, case.lam)
    for l in range(2, net.L + 1):
        for i in range(1, net.sizes[l - 1] + 1):
            for kind, derived in (("z", "delta"), ("a", "dJda")):
                measured = numerical_mean_derivative(net, case.X, case.Y, of=Quantity(kind, l, i))
                assert close(measured, mean_of(trace, Quantity(derived, l, i)))
            one = numerical_mean_derivative(net, case.X[0], case.Y[0], of=Quantity("z", l, i))
            assert one == numerical_derivative(net, case.X, case.Y, case.lam, of=Quantity("z", l, i, example=1))


def test_the_mean_over_a_batch_of_one_is_that_ones_number():
    trace = run(Network.random([2, 2, 1], seed=1), [[0.6, -0.9]], [[1.0]])
    assert mean_of(trace, Quantity("delta", 2, 1)) == trace.delta[2][0, 0]


def test_the_mean_of_a_weights_slopes_is_its_gradient_and_has_another_measure():
    net = Network.random([2, 2, 1], seed=1)
    with pytest.raises(ValueError, match="Theta"):
        numerical_mean_derivative(net, [[0, 1], [1, 0]], [[1], [1]], of="Theta.1.1.1")


def test_another_output_that_is_sure_and_wrong_does_not_spoil_the_slope_by_this_one():
    net = Network([[[0, 1], [40, 1]]])
    assert numerical_derivative(net, [0.0], [1.0, 1.0], of="a.2.1") == pytest.approx(-2, abs=1e-6)
    assert numerical_derivative(net, [0.0], [1.0, 0.0], of="a.2.1") == pytest.approx(-2, abs=1e-6)
