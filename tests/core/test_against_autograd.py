"""The core against the judge on hundreds of random networks: J, every delta of every example, every D."""

from itertools import product

import autograd
import numpy as np
import pytest

from backprop_core import Network, run

from . import judge

LAM = [0.0, 0.7]
DEPTHS = [2, 3, 4, 5]
CHOICES = list(product(judge.HIDDEN, judge.PAIRS, LAM, DEPTHS))
NETWORKS_A_CHOICE = 4
TOLERANCE = 1e-9


def named(choice):
    hidden, (output, cost), lam, depth = choice
    return f"{hidden}, {output}, {cost}, lam {lam}, depth {depth}"


def cases(choice):
    """Random networks of one kind: every second one is judged on a single example, the others on a batch."""
    hidden, (output, cost), lam, depth = choice
    rng = np.random.default_rng(CHOICES.index(choice))
    for n in range(NETWORKS_A_CHOICE):
        m = 1 if n % 2 == 0 else int(rng.integers(2, 12))
        yield judge.random_case(rng, judge.different_sizes(rng, depth), hidden, output, cost, lam, m)


def trace_of(case):
    """The core's answer; a case of one example is given without the row, so that both ranks are tried."""
    net = Network(case.Theta, case.hidden, case.output, case.cost)
    one = case.X.shape[0] == 1
    return run(net, case.X[0] if one else case.X, case.Y[0] if one else case.Y, case.lam)


def assert_close(got, want, what):
    error = judge.relative_error(got, want)
    assert error <= TOLERANCE, f"{what}: relative error {error:.1e}"


def test_the_judge_sees_at_least_200_networks():
    assert len(CHOICES) * NETWORKS_A_CHOICE >= 200


@pytest.mark.parametrize("choice", CHOICES, ids=named)
def test_J_delta_and_D_are_those_of_the_judge(choice):
    for case in cases(choice):
        trace = trace_of(case)
        assert len(set(case.sizes)) == len(case.sizes)
        assert_close(trace.J, judge.J(case), f"J of {case.sizes}")

        D = judge.D(case)
        assert set(trace.D) == set(D)
        for l in D:
            assert_close(trace.D[l], D[l], f"D[{l}] of {case.sizes}")

        delta = judge.delta(case)
        assert set(trace.delta) == set(delta)
        for l in delta:
            for t, (got, want) in enumerate(zip(np.atleast_2d(trace.delta[l]), delta[l], strict=True), start=1):
                assert_close(got, want, f"delta[{l}] of example {t} of {case.sizes}")


@pytest.mark.parametrize("choice", CHOICES[::7], ids=named)
def test_the_judge_itself_agrees_with_central_differences(choice):
    """A judge that autograd differentiated wrongly would pass a core that is wrong in the same way."""
    case = next(cases(choice))
    D = judge.D(case)
    rng = np.random.default_rng(1)
    direction = {l: rng.normal(size=Theta.shape) for l, Theta in case.Theta.items()}
    eps = 1e-5
    plus, minus = ({l: Theta + s * direction[l] for l, Theta in case.Theta.items()} for s in (eps, -eps))
    measured = (judge.J(case, plus) - judge.J(case, minus)) / (2 * eps)
    derived = sum(np.sum(D[l] * direction[l]) for l in D)
    assert derived == pytest.approx(measured, rel=1e-6, abs=1e-8)


def test_a_core_that_is_slightly_wrong_would_be_noticed():
    case = next(cases(CHOICES[-1]))
    D = trace_of(case).D
    wrong = D[1] * (1 + 1e-8)
    with pytest.raises(AssertionError, match="relative error"):
        assert_close(wrong, judge.D(case)[1], "D[1]")


def test_the_judge_is_hips_autograd_and_not_the_core():
    assert judge.grad is autograd.grad
    assert not [name for name, value in vars(judge).items() if "backprop_core" in str(getattr(value, "__module__", ""))]
