"""Both passes as textbooks print them: with a column of ones, J from log(a), nothing checked and nothing kept."""

import numpy as np


def sigmoid(z):
    """The logistic function as printed."""
    return 1 / (1 + np.exp(-z))


def textbook(Theta, X, Y):
    """J and every D of a sigmoid network for a batch, one row an example, with cross-entropy and without λ."""
    m, L = len(X), len(Theta) + 1
    ones = np.ones((m, 1), X.dtype)
    a = {1: np.hstack([ones, X])}
    for l in range(1, L):
        g = sigmoid(a[l] @ Theta[l].T)
        a[l + 1] = np.hstack([ones, g]) if l + 1 < L else g
    J = -np.sum(Y * np.log(a[L]) + (1 - Y) * np.log(1 - a[L])) / m

    delta = {L: a[L] - Y}
    for l in range(L - 1, 1, -1):
        delta[l] = (delta[l + 1] @ Theta[l] * a[l] * (1 - a[l]))[:, 1:]
    return J, {l: delta[l + 1].T @ a[l] / m for l in Theta}
