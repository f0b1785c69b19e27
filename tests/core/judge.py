"""The independent judge: the cost as a textbook prints it, differentiated by HIPS autograd.

Nothing of backprop_core is used here.  A case holds plain arrays, one row an example; a single example is a batch of
one row.  The derivatives by z and by a are those by nudges, all zero, that are added to every z and every a on the
way: the derivative of the sum of the examples' costs (no lambda) by the nudge of example t, layer l, unit i is
delta_i^(l) of example t alone, because no other example's cost sees that nudge.
"""

from dataclasses import dataclass
from itertools import pairwise

import autograd.numpy as np
from autograd import grad

PAIRS = [
    ("sigmoid", "cross_entropy"),
    ("sigmoid", "squared_error"),
    ("softmax", "cross_entropy"),
    ("identity", "squared_error"),
]
HIDDEN = ["sigmoid", "tanh", "relu"]


@dataclass(frozen=True)
class Case:
    """A network and its examples as plain arrays: Theta by layer, X (m, s_1), Y (m, s_L)."""

    Theta: dict
    X: np.ndarray
    Y: np.ndarray
    lam: float
    hidden: str
    output: str
    cost: str

    @property
    def sizes(self):
        """Units by layer, bias units not counted."""
        return [self.X.shape[1]] + [rows.shape[0] for rows in self.Theta.values()]

    @property
    def L(self):
        return len(self.sizes)


def random_case(rng, sizes, hidden, output, cost, lam=0.0, m=1):
    """Draw weights, inputs, and labels that the output can have."""
    Theta = {l: rng.uniform(-1.2, 1.2, (into, out_of + 1)) for l, (out_of, into) in enumerate(pairwise(sizes), start=1)}
    X = rng.normal(size=(m, sizes[0]))
    return Case(Theta, X, random_labels(rng, output, m, sizes[-1]), lam, hidden, output, cost)


def random_labels(rng, output, m, K):
    """Hard labels in half of the rows and soft ones in the others, so that neither kind goes untried."""
    if output == "identity":
        return rng.normal(size=(m, K))
    if output == "softmax":
        hard, soft = np.eye(K)[rng.integers(K, size=m)], rng.dirichlet(np.ones(K), size=m)
    else:
        hard, soft = rng.integers(2, size=(m, K)).astype(float), rng.random((m, K))
    return np.where(rng.random((m, 1)) < 0.5, hard, soft)


def different_sizes(rng, depth, most=7):
    """Sizes of which no two are equal, and at least two outputs: a forgotten transpose cannot fit."""
    while True:
        sizes = [int(s) for s in rng.permutation(np.arange(1, most + 1))[:depth]]
        if sizes[-1] >= 2:
            return sizes


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def softmax(z):
    return np.exp(z) / np.sum(np.exp(z), axis=1, keepdims=True)


ACTIVATION = {
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "relu": lambda z: np.maximum(z, 0.0),
    "identity": lambda z: z,
    "softmax": softmax,
}


def predict(case, Theta, nudge_z, nudge_a):
    """h(x) for every example, row by row."""
    a = case.X + nudge_a[1]
    for l in range(1, case.L):
        g = ACTIVATION[case.output if l + 1 == case.L else case.hidden]
        ones = np.ones((a.shape[0], 1))
        z = np.dot(np.hstack([ones, a]), Theta[l].T) + nudge_z[l + 1]
        a = g(z) + nudge_a[l + 1]
    return a


def costs(case, h):
    """The cost of each example, added up over the outputs, without lambda."""
    y = case.Y
    if case.cost == "squared_error":
        return 0.5 * np.sum((h - y) ** 2, axis=1)
    if case.output == "softmax":
        return -np.sum(y * np.log(h), axis=1)
    return -np.sum(y * np.log(h) + (1 - y) * np.log(1 - h), axis=1)


def no_nudge(case):
    return {l: np.zeros((case.X.shape[0], s)) for l, s in enumerate(case.sizes, start=1)}


def J(case, Theta=None):
    """The mean of the examples' costs, and lambda/(2m) times the squares of all weights but the biases."""
    Theta = case.Theta if Theta is None else Theta
    m = case.X.shape[0]
    still = no_nudge(case)
    penalty = sum(np.sum(Theta[l][:, 1:] ** 2) for l in Theta)
    return np.sum(costs(case, predict(case, Theta, still, still))) / m + case.lam / (2 * m) * penalty


def D(case):
    """The derivative of J by every weight, by layer 1..L-1."""
    return grad(lambda Theta: J(case, Theta))(case.Theta)


def delta(case):
    """The derivative of each example's own cost by its z, by layer 2..L; one row an example."""
    still = no_nudge(case)
    by_z = grad(lambda nudge: np.sum(costs(case, predict(case, case.Theta, nudge, still))))(still)
    return {l: by_z[l] for l in range(2, case.L + 1)}


def dJda(case):
    """The derivative of each example's own cost by its a, by layer 1..L; one row an example."""
    still = no_nudge(case)
    return grad(lambda nudge: np.sum(costs(case, predict(case, case.Theta, still, nudge))))(still)


def relative_error(got, want):
    """The norm of the difference over the norm of what is wanted; where that is 0, the norm of what came."""
    size = np.linalg.norm(want)
    return np.linalg.norm(got - want) / (size or 1.0)
