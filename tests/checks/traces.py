"""What the tests of check ask about: the lecture's network and random ones, and a step that is right."""

from itertools import pairwise

import numpy as np

from backprop_core import descent, examples, run
from tests.networks import random_trace

LIKE = {"forward": "forward", "cost": "cost", "backward": "backward", "descent": "step"}


def lecture(lam=0.0):
    net, x, y = examples.lecture()
    return run(net, x, y, lam)


def batch(lam=1.0, sizes=(3, 4, 4, 2), m=4, seed=0, **choices):
    return random_trace(np.random.default_rng(seed), sizes, m, lam, **choices)


def square_sizes(rng):
    """At least four layers, two hidden ones in a row of the same size."""
    hidden = [int(s) for s in rng.integers(2, 6, size=rng.integers(1, 3))]
    hidden.insert(int(rng.integers(len(hidden))), hidden[int(rng.integers(len(hidden)))])
    if not any(a == b for a, b in pairwise(hidden)):
        hidden[1] = hidden[0]
    return [int(rng.integers(1, 5)), *hidden, int(rng.integers(1, 4))]


def any_sizes(rng):
    return [int(s) for s in rng.integers(1, 6, size=rng.integers(2, 6))]


def right_step(net, X, Y, lam, alpha):
    return list(descent(net, X, Y, alpha=alpha, lam=lam, steps=1))[-1].net
