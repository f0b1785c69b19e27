"""Networks with examples, drawn at random, for whatever a test says of all of them; and how many a run takes."""

import os
from itertools import product

import numpy as np

from backprop_core import Network, run
from backprop_core.activations import HIDDEN
from backprop_core.costs import PAIRS

FULL = os.environ.get("BACKPROP_FULL") == "1"  # as in .ci/run
KINDS = list(product(HIDDEN, PAIRS, [0.0, 0.9], [False, True]))
DRAWN = [  # what the picture draws alike
    {"hidden": "sigmoid"},
    {"hidden": "tanh"},
    {"hidden": "relu"},
    {"hidden": "tanh", "output": "identity", "cost": "squared_error"},
    {"hidden": "relu", "output": "sigmoid", "cost": "squared_error"},
]


def how_many(usually, in_full):
    """How much of something a run tries: all of it where BACKPROP_FULL is 1."""
    return in_full if FULL else usually


def random_trace(rng, sizes, m=None, lam=0.0, *, scale=1.5, inputs=1.0, **functions):
    """A network of these sizes on m examples, or on one that is no batch; labels are hard in some rows, else soft."""
    net = Network.random(sizes, rng, scale=scale, **functions)
    rows, K = m or 1, sizes[-1]
    if net.output == "identity":
        Y = rng.normal(size=(rows, K))
    elif net.output == "softmax":
        Y = rng.dirichlet(np.ones(K), size=rows)
    else:
        Y = np.where(rng.random((rows, 1)) < 0.5, rng.integers(2, size=(rows, K)), rng.random((rows, K)))
    X = inputs * rng.normal(size=(rows, sizes[0]))
    return run(net, X[0], Y[0], lam) if m is None else run(net, X, Y, lam)


def nth_trace(n, most=5):
    """One of 300: every kind comes round, batches and single examples, some with a dozen units a layer."""
    hidden, (output, cost), lam, single = KINDS[n % len(KINDS)]
    rng = np.random.default_rng(n)
    wide = 12 if n % 11 == 0 else most
    sizes = [int(s) for s in rng.integers(1, wide + 1, size=2 + n % 3)]
    sizes[-1] = max(sizes[-1], 2 if output == "softmax" else 1)
    m = int(rng.integers(2, 6)) if n % 7 else 12
    functions = {"hidden": hidden, "output": output, "cost": cost}
    return random_trace(rng, sizes, None if single else m, lam, scale=[None, 2, 5][n % 3], **functions)


def drawn_trace(rng, m=None, lam=0.0):
    """One with small, usual or large weights, and inputs of one or two digits."""
    sizes = [int(s) for s in rng.integers(1, 6, size=rng.integers(2, 6))]
    functions = DRAWN[rng.integers(len(DRAWN))]
    return random_trace(rng, sizes, m, lam, scale=rng.choice([0.1, 1, 10]), inputs=5.0, **functions)
