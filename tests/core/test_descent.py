"""Gradient descent: step by step what the formulas say, the same again for the same seed."""

import warnings
from itertools import combinations, pairwise

import numpy as np
import pytest

from backprop_core import Diverged, Network, Record, accuracy, cost, descent, examples, forward, run

from .test_planted_faults import backward, start

X = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
Y = np.array([[0.0], [1.0], [1.0], [0.0]])


def six_examples():
    rng = np.random.default_rng(5)
    return rng.normal(size=(6, 2)), rng.integers(2, size=(6, 1)).astype(float)


def same(one, other):
    return all(np.array_equal(one.Theta[l], other.Theta[l]) for l in one.Theta)


@pytest.mark.parametrize("lam", [0.0, 0.7])
def test_the_first_step_is_theta_minus_alpha_times_D_exactly(lam):
    net = Network.random([2, 3, 1], seed=1)
    before, after = descent(net, X, Y, alpha=0.3, lam=lam, steps=1)
    D = run(net, X, Y, lam).D
    assert same(before.net, net)
    for l in D:
        assert np.array_equal(after.net.Theta[l], net.Theta[l] - 0.3 * D[l])


def test_there_is_one_record_for_the_start_and_one_for_each_step():
    net = Network.random([2, 3, 1], seed=1)
    records = list(descent(net, X, Y, alpha=0.3, lam=0.1, steps=4))
    assert [r.step for r in records] == [0, 1, 2, 3, 4]
    assert all(isinstance(r, Record) for r in records)
    for r in records:
        assert cost(r.net, forward(r.net, X), Y, 0.1) == r.J
        assert type(r.J) is float
        assert r.accuracy == accuracy(forward(r.net, X).a[3], Y)
        assert (r.trace.net, r.trace.lam, r.trace.J) == (r.net, 0.1, r.J)


def test_no_steps_leave_the_start_alone():
    net = Network.random([2, 3, 1], seed=1)
    (only,) = descent(net, X, Y, alpha=0.3, steps=0)
    assert (only.step, same(only.net, net)) == (0, True)


def test_the_start_and_the_records_before_stay_as_they_were():
    net = Network.random([2, 3, 1], seed=1)
    kept = {l: Theta.copy() for l, Theta in net.Theta.items()}
    records = list(descent(net, X, Y, alpha=0.3, steps=3))
    assert all(np.array_equal(net.Theta[l], kept[l]) for l in kept)
    assert not same(records[0].net, records[1].net)
    assert not same(records[1].net, records[2].net)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
def test_momentum_against_a_plain_reimplementation(momentum):
    """V := mu V - alpha D, Theta := Theta + V, with these tests' own backward pass."""
    Theta = start(3)
    V = {l: np.zeros_like(T) for l, T in Theta.items()}
    for record in descent(Network(Theta), X, Y, alpha=0.4, lam=0.2, steps=25, momentum=momentum):
        for l in Theta:
            np.testing.assert_allclose(record.net.Theta[l], Theta[l], rtol=1e-10, atol=1e-12)
        D = backward(Theta, X, Y, 0.2)
        V = {l: momentum * V[l] - 0.4 * D[l] for l in V}
        Theta = {l: Theta[l] + V[l] for l in Theta}


def batch_used(before, after, X, Y, lam, alpha, size):
    """Which examples that step was made of: the only ones whose D leads from one network to the next."""
    found = []
    for chosen in combinations(range(len(X)), size):
        D = run(before.net, X[list(chosen)], Y[list(chosen)], lam).D
        if all(np.allclose(before.net.Theta[l] - alpha * D[l], after.net.Theta[l], rtol=0, atol=1e-12) for l in D):
            found.append(chosen)
    assert len(found) == 1, f"{len(found)} batches of {size} explain step {after.step}"
    return found[0]


@pytest.mark.parametrize("lam", [0.0, 0.6])
@pytest.mark.parametrize("batch", [1, 2, 3])
def test_each_round_of_batches_takes_each_example_once(batch, lam):
    X, Y = six_examples()
    records = list(descent(Network.random([2, 3, 1]), X, Y, alpha=0.5, lam=lam, steps=3 * 6 // batch, batch=batch))
    used = [batch_used(*pair, X, Y, lam, 0.5, batch) for pair in pairwise(records)]
    a_round = 6 // batch
    rounds = [used[n : n + a_round] for n in range(0, len(used), a_round)]
    assert [sorted(t for chosen in one for t in chosen) for one in rounds] == [list(range(6))] * 3
    assert rounds[0] != rounds[1] or rounds[1] != rounds[2], "the order is never drawn anew"


def test_examples_that_do_not_fill_a_batch_are_not_lost():
    X, Y = (part[:5] for part in six_examples())
    records = list(descent(Network.random([2, 3, 1]), X, Y, alpha=0.5, steps=3, batch=2))
    pairs = list(pairwise(records))
    used = [batch_used(*pair, X, Y, 0.0, 0.5, size) for pair, size in zip(pairs, (2, 2, 1), strict=True)]
    assert sorted(t for chosen in used for t in chosen) == [0, 1, 2, 3, 4]


def test_a_batch_of_all_examples_is_full_descent():
    X, Y = six_examples()
    net = Network.random([2, 3, 1])
    for full, whole in zip(
        descent(net, X, Y, alpha=0.5, steps=5), descent(net, X, Y, alpha=0.5, steps=5, batch=6), strict=True
    ):
        assert all(np.allclose(full.net.Theta[l], whole.net.Theta[l], rtol=1e-12) for l in full.net.Theta)


def test_J_of_a_record_is_that_of_all_examples_whatever_the_batch():
    X, Y = six_examples()
    for record in descent(Network.random([2, 3, 1]), X, Y, alpha=0.5, lam=0.3, steps=4, batch=2):
        assert cost(record.net, forward(record.net, X), Y, 0.3) == record.J


def test_the_same_seed_gives_the_same_run_and_another_seed_another():
    X, Y = six_examples()

    def end(seed):
        return list(descent(Network.random([2, 3, 1]), X, Y, alpha=0.5, steps=7, batch=2, momentum=0.5, seed=seed))[
            -1
        ].net

    assert same(end(4), end(4))
    assert same(end(4), end(np.random.default_rng(4)))
    assert not same(end(4), end(5))


def test_without_a_seed_it_is_0():
    X, Y = six_examples()
    ends = [list(descent(Network.random([2, 3, 1]), X, Y, alpha=0.5, steps=3, batch=2, **seed))[-1].net
            for seed in ({}, {"seed": 0})]  # fmt: skip
    assert same(*ends)
    assert same(Network.random([2, 3, 1]), Network.random([2, 3, 1], seed=0))


def test_global_randomness_is_neither_used_nor_disturbed():
    X, Y = six_examples()
    np.random.seed(0)  # noqa: NPY002
    state = np.random.get_state()[1].copy()  # noqa: NPY002
    one = list(descent(Network.random([2, 3, 1]), X, Y, alpha=0.5, steps=5, batch=2))[-1].net
    assert np.array_equal(np.random.get_state()[1], state)  # noqa: NPY002
    np.random.seed(1)  # noqa: NPY002
    assert same(one, list(descent(Network.random([2, 3, 1]), X, Y, alpha=0.5, steps=5, batch=2))[-1].net)


def test_one_example_can_be_descended_too(lecture_Theta):
    net, x = Network(lecture_Theta), np.array([0.6, -0.9])
    records = list(descent(net, x, 1, alpha=0.5, steps=20))
    assert f"{records[0].J:.4f}" == "0.7908"
    assert [r.J for r in records] == sorted((r.J for r in records), reverse=True)


def test_the_callers_examples_stay_as_they_were():
    X, Y = six_examples()
    kept = X.copy(), Y.copy()
    list(descent(Network.random([2, 3, 1]), X, Y, alpha=0.5, steps=5, batch=2))
    assert np.array_equal(X, kept[0])
    assert np.array_equal(Y, kept[1])


# z = theta x with x = 1, identity output: each step multiplies the error by 1 - alpha.
LINE = Network([[[0.0, 1.0]]], output="identity", cost="squared_error")


def look_at_every_J(records):
    for record in records:
        assert np.isfinite(record.J)
        assert all(np.isfinite(Theta).all() for Theta in record.net.Theta.values())


@pytest.mark.parametrize("alpha", [1e3, 1e30, 1e200, 1e300])
def test_a_run_that_leaves_the_finite_numbers_says_so_in_a_sentence(alpha):
    """Whoever looks at J on the way sees finite numbers or Diverged: never inf, NaN or a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(Diverged) as raised:
            look_at_every_J(descent(LINE, np.array([[1.0]]), np.array([[0.0]]), alpha=alpha, steps=1000))
    message = str(raised.value)
    assert isinstance(raised.value, ArithmeticError)
    assert "step" in message
    assert "learning rate" in message or "alpha" in message
    assert "\n" not in message


def test_one_weight_that_leaves_the_finite_numbers_ends_a_run_though_others_of_its_layer_stay():
    net = Network([[[0.0, 0.0, 0.0]]], output="identity", cost="squared_error")
    with pytest.raises(Diverged, match="step 1: the weights grew beyond all numbers"):
        list(descent(net, [1e300, 0.0], [1.0], alpha=1e10, steps=1))


def test_a_rate_that_is_small_enough_does_not_diverge():
    last = list(descent(LINE, np.array([[1.0]]), np.array([[0.0]]), alpha=0.4, steps=200))[-1]
    assert last.J < 1e-12


def test_xor_from_thirty_starts_falls_thirty_times_and_is_solved_twenty_two_times():
    """The lessons' row "none": alpha 1, no lambda; J below its start after 50 steps, below 0.1 after 3000."""
    fell = solved = 0
    for seed in range(30):
        J = {r.step: r.J for r in descent(Network(start(seed)), X, Y, alpha=1.0, steps=3000) if r.step in (0, 50, 3000)}
        fell += J[50] < J[0]
        solved += J[3000] < 0.1
    assert (fell, solved) == (30, 22)


def test_equal_starting_weights_never_part():
    """Two hidden units that start alike get the same gradient and stay alike for ever."""
    net = Network([[[0.5, 0.5, 0.5], [0.5, 0.5, 0.5]], [[0.1, 0.3, 0.3]]])
    last = list(descent(net, X, Y, alpha=1.0, steps=100))[-1].net
    assert np.array_equal(last.Theta[1][0], last.Theta[1][1])


def test_the_xor_of_the_examples_is_the_one_used_here():
    given_X, given_Y = examples.xor()
    rows = sorted((*x, *y) for x, y in zip(given_X.tolist(), given_Y.tolist(), strict=True))
    assert rows == sorted((*x, *y) for x, y in zip(X.tolist(), Y.tolist(), strict=True))


def test_a_record_whose_cost_is_no_number_can_still_be_shown():
    net = Network.random([2, 3, 1], seed=1, output="identity", cost="squared_error")
    walk = descent(net, X, Y, alpha=1e10, steps=40)
    worst = next(record for record in walk if "inf" in repr(record))
    assert worst.step > 1
    with pytest.raises(Diverged, match="the cost grew beyond all numbers"):
        _ = worst.J
