"""Ten wrong backward passes: the gradient check catches every one, and shows in which layers it is wrong.

The backward pass is written here from the formulas, with a place for each fault.  How far each fault is off on XOR,
layer by layer, is the table of the lessons: 30 starts, seeds 0 to 29, weights uniform in -2 .. 2, 2-2-2-1 sigmoid.
"""

import numpy as np
import pytest

from backprop_core import Network, compare, numerical_gradient, run

from . import judge

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([[0.0], [1.0], [1.0], [0.0]])
SIZES = [2, 2, 2, 1]
SEEDS = range(30)
FINE = 1e-7

# Fault: lambda, and the median relative error of Theta 1, 2, 3 as printed in the lessons (0: that layer is right).
TABLE = {
    "y - a at the output": (0.0, ["2", "2", "2"]),
    "g' left out": (0.0, ["30.6", "4.8", "0"]),
    "g'(a) for g'(z)": (0.0, ["1.14", "0.46", "0"]),
    "an extra g' at the output": (0.0, ["0.80", "0.80", "0.80"]),
    "transpose forgotten": (0.0, ["1.06", "0", "0"]),
    "Theta updated too early": (0.0, ["0.10", "0.11", "0"]),
    "m left out": (0.0, ["3", "3", "3"]),
    "lambda not divided by m": (1.0, ["3.0", "3.0", "2.4"]),
    "bias penalised": (1.0, ["0.74", "0.74", "0.50"]),
}
# Not in the table: a left out makes every weight's gradient its bias's, wrong in every layer.
FAULTS = {fault: lam for fault, (lam, _) in TABLE.items()} | {"a left out": 0.0}


def start(seed):
    rng = np.random.default_rng(seed)
    return {l: rng.uniform(-2, 2, (SIZES[l], SIZES[l - 1] + 1)) for l in (1, 2, 3)}


def g(z):
    return 1 / (1 + np.exp(-z))


def slope(z):
    return g(z) * (1 - g(z))


def backward(Theta, X, Y, lam, fault=None, alpha=1.0):
    """D by layer, for sigmoid units and cross-entropy, right unless a fault is named."""
    L, m = len(Theta) + 1, len(X)
    a, z = {1: X}, {}
    for l in Theta:
        z[l + 1] = np.hstack([np.ones((m, 1)), a[l]]) @ Theta[l].T
        a[l + 1] = g(z[l + 1])

    delta = {L: Y - a[L] if fault == "y - a at the output" else a[L] - Y}
    if fault == "an extra g' at the output":
        delta[L] = delta[L] * slope(z[L])
    D = {L - 1: gradient(delta[L], a[L - 1], Theta[L - 1], lam, m, fault)}
    for l in range(L - 1, 1, -1):
        weights = Theta[l]
        if fault == "Theta updated too early":
            weights = weights - alpha * D[l]
        weights = weights[:, 1:]
        if fault == "transpose forgotten" and weights.shape[0] == weights.shape[1]:
            weights = weights.T
        delta[l] = delta[l + 1] @ weights
        if fault == "g'(a) for g'(z)":
            delta[l] = delta[l] * slope(a[l])
        elif fault != "g' left out":
            delta[l] = delta[l] * slope(z[l])
        D[l - 1] = gradient(delta[l], a[l - 1], Theta[l - 1], lam, m, fault)
    return {l: D[l] for l in Theta}


def gradient(delta, a, Theta, lam, m, fault):
    source = np.ones_like(a) if fault == "a left out" else a
    D = delta.T @ np.hstack([np.ones((m, 1)), source])
    penalised = Theta.copy()
    if fault != "bias penalised":
        penalised[:, 0] = 0
    if fault == "m left out":
        return D + lam * penalised
    if fault == "lambda not divided by m":
        return D / m + lam * penalised
    return (D + lam * penalised) / m


def errors(fault, lam, measure):
    """One row a seed, one column a layer."""
    rows = []
    for seed in SEEDS:
        Theta = start(seed)
        D = backward(Theta, X, Y, lam, fault)
        right = run(Network(Theta), X, Y, lam).D
        rows.append([measure(D[l], right[l]) for l in (1, 2, 3)])
    return np.array(rows)


def test_the_backward_pass_of_these_tests_is_right_when_no_fault_is_planted():
    for lam in (0.0, 1.0):
        assert errors(None, lam, judge.relative_error).max() < 1e-12


@pytest.mark.parametrize("lam", [0.0, 1.0])
def test_the_gradient_check_passes_the_right_backward_pass(lam):
    for seed in SEEDS:
        net = Network(start(seed))
        measured = numerical_gradient(net, X, Y, lam)
        assert max(compare(run(net, X, Y, lam).D, measured).values()) < FINE
        assert max(compare(backward(start(seed), X, Y, lam), measured).values()) < FINE


@pytest.mark.parametrize("fault", FAULTS)
def test_the_gradient_check_catches_the_fault_in_the_layers_where_it_is(fault):
    lam = FAULTS[fault]
    wrong_layers = [entry != "0" for entry in TABLE[fault][1]] if fault in TABLE else [True, True, True]
    for seed in SEEDS:
        net = Network(start(seed))
        found = compare(backward(start(seed), X, Y, lam, fault), numerical_gradient(net, X, Y, lam))
        assert [found[l] > 1e3 * FINE for l in (1, 2, 3)] == wrong_layers, (seed, found)
        assert all(found[l] < FINE for l in (1, 2, 3) if not wrong_layers[l - 1])


@pytest.mark.parametrize("fault", TABLE)
def test_how_far_the_fault_is_off_is_as_the_lessons_print_it(fault):
    lam, printed = TABLE[fault]
    medians = np.median(errors(fault, lam, judge.relative_error), axis=0)
    for median, entry in zip(medians, printed, strict=True):
        places = len(entry.partition(".")[2])
        assert f"{median:.{places}f}" == entry


def test_a_falling_cost_does_not_show_that_g_prime_is_missing_but_the_check_does():
    """29 of 30 starts go downhill for 50 steps without g'; the check flags all 30."""
    fall = 0
    for seed in SEEDS:
        Theta = start(seed)
        before = run(Network(Theta), X, Y).J
        for _ in range(50):
            D = backward(Theta, X, Y, 0.0, "g' left out")
            Theta = {l: Theta[l] - D[l] for l in Theta}
        fall += before > run(Network(Theta), X, Y).J
    assert fall == 29


def test_a_network_without_square_matrices_does_not_let_a_forgotten_transpose_through():
    net = Network.random([2, 3, 2, 1], seed=0)
    delta3 = run(net, X[1], Y[1]).delta[3]
    with pytest.raises(ValueError, match="matmul"):
        net.Theta[2][:, 1:] @ delta3


def test_with_lambda_on_a_wrong_sign_hides_behind_the_penalty():
    """Why one checks with lambda = 0 first: at Theta 1 the sign then shows as 0.047 only."""
    medians = np.median(errors("y - a at the output", 1.0, judge.relative_error), axis=0)
    assert f"{medians[0]:.3f}" == "0.047"
