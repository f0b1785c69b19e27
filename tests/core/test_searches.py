"""Guess, nudge, backpropagation: what each has used is what it has called, and what it says of J is the core's J."""

from itertools import islice, takewhile

import numpy as np
import pytest

from backprop_core import Diverged, Network, descent, examples, gradient_check, numerical_gradient, run, searches

WAYS = [searches.guess, searches.nudge, searches.backpropagate]


@pytest.fixture
def task():
    rng = np.random.default_rng(4)
    return Network.random([3, 4, 2], seed=1, hidden="tanh"), rng.normal(size=(5, 3)), rng.uniform(size=(5, 2))


@pytest.fixture
def calls(monkeypatch):
    """Count each pass where it is made."""
    count = {"forward": 0, "backward": 0}

    def counted(name, function):
        def call(*args, **kwargs):
            count[name] += 1
            return function(*args, **kwargs)

        return call

    for module in (searches, gradient_check):
        monkeypatch.setattr(module, "forward", counted("forward", module.forward))
    monkeypatch.setattr(searches, "backward", counted("backward", searches.backward))
    return count


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_is_told_is_what_was_called(way, task, calls):
    looked = 1  # at the start
    for standing in islice(way(*task), 200):
        if standing.rounds and way is not searches.guess and not standing.measured:
            looked = 1 + standing.rounds  # once after each step, uncounted, for whoever watches
        assert standing.forward == calls["forward"] - looked
        assert standing.backward == calls["backward"]
    assert standing.rounds > 1


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("lam", [0.0, 0.7])
def test_J_is_that_of_the_network_that_is_told(way, lam, task):
    for standing in islice(way(*task, lam), 80):
        assert standing.J == run(standing.net, *task[1:], lam).J


def test_one_step_of_the_lectures_network_is_thirty_passes_by_nudging_and_two_by_backpropagation():
    nudged = next(s for s in searches.nudge(*examples.lecture()) if s.rounds == 1)
    assert (nudged.forward, nudged.backward) == (30, 0)
    stepped = next(s for s in searches.backpropagate(*examples.lecture()) if s.rounds == 1)
    assert (stepped.forward, stepped.backward) == (1, 1)
    assert nudged.J == pytest.approx(stepped.J, abs=1e-8)


def test_thirty_guesses_do_well_on_the_lectures_network():
    def best(seed, scale):
        return list(islice(searches.guess(*examples.lecture(), seed=seed, scale=scale), 31))[-1].J

    assert np.median([best(seed, 2.0) for seed in range(60)]) == pytest.approx(0.06, abs=0.03)
    assert np.median([best(seed, None) for seed in range(60)]) == pytest.approx(0.14, abs=0.05)


def test_after_a_hundred_passes_on_the_digits_only_backpropagation_has_got_anywhere():
    X, Y = examples.digits()
    task = Network.random([64, 16, 10], seed=0), X[:200], Y[:200]
    first = next(searches.guess(*task))
    assert first.J == pytest.approx(7.77, abs=0.005)
    at = {way: [*takewhile(lambda s: s.passes <= 100, way(*task))][-1] for way in WAYS}
    assert at[searches.backpropagate].rounds == 50
    assert at[searches.backpropagate].J == pytest.approx(1.70, abs=0.005)
    assert at[searches.guess].J == pytest.approx(5.5, abs=0.4)
    assert (at[searches.nudge].rounds, at[searches.nudge].measured) == (0, 50)
    assert at[searches.nudge].J == first.J
    assert 2 * sum(Theta.size for Theta in task[0].Theta.values()) == 2420


def test_nudging_and_backpropagation_go_the_way_of_descent(task):
    by_steps = [record.J for record in descent(*task, alpha=0.5, lam=0.3, steps=3)]
    fast = [s.J for s in islice(searches.backpropagate(*task, 0.3, alpha=0.5), 4)]
    slow = [s.J for s in islice(searches.nudge(*task, 0.3, alpha=0.5), 3 * 26 + 1) if not s.measured]
    assert fast == pytest.approx(by_steps, rel=1e-12)
    assert slow == pytest.approx(by_steps, rel=1e-6)


def test_the_first_nudged_step_goes_by_the_measured_gradient(task):
    D = numerical_gradient(*task)
    stepped = next(s for s in searches.nudge(*task, alpha=0.5) if s.rounds == 1)
    for l, Theta in task[0].stepped(D, 0.5).Theta.items():
        assert np.array_equal(stepped.net.Theta[l], Theta)


def test_guessing_keeps_the_best_and_only_another_better_one_takes_its_place(task):
    standings = list(islice(searches.guess(*task, seed=3), 300))
    costs = [s.J for s in standings]
    assert costs == sorted(costs, reverse=True)
    assert [s.rounds for s in standings] == list(range(300))
    assert costs[-1] < costs[0]
    assert standings[-1].net.hidden == "tanh"


@pytest.mark.parametrize("way", [searches.nudge, searches.backpropagate])
def test_a_step_beyond_all_numbers_is_told(way):
    net = Network([[[0.0, 1.0]]], output="identity", cost="squared_error")
    told = []
    with pytest.raises(Diverged, match=r"below 1e\+200") as ended:
        told.extend(islice(way(net, [[3.0]], [[1.0]], alpha=1e200), 30))
    assert ended.value.step == told[-1].rounds + 1 == 2


def test_alpha_is_1_and_the_seed_0_if_not_said(task):
    for way, said in ((searches.nudge, {"alpha": 1.0}), (searches.backpropagate, {"alpha": 1.0}),
                      (searches.guess, {"seed": 0})):  # fmt: skip
        costs = [[s.J for s in islice(way(*task, **given), 60)] for given in ({}, said)]
        assert costs[0] == costs[1]
        assert costs[0][-1] < costs[0][0]


@pytest.mark.parametrize("alpha", [0, -1, float("nan")])
def test_a_learning_rate_has_to_be_above_zero(alpha, task):
    for way in (searches.nudge, searches.backpropagate):
        with pytest.raises(ValueError, match="alpha is"):
            next(way(*task, alpha=alpha))
