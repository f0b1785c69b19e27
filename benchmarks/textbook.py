"""How long one example of the 2-2-2-1 network takes: `run(net, x, y)` beside textbook numpy.

    python benchmarks/textbook.py

The textbook computes J, every delta and every D for a batch of one row, lambda = 0, with no check of its input and
nothing kept for later.  `run` checks, freezes and keeps everything.  The two take turns, so that a machine that slows
down slows both; the medians of the turns are compared.  The aim is a ratio of at most 2.0.
"""

import time
from statistics import median

import numpy as np

from backprop_core import examples, run

TURNS, CALLS = 400, 25


def sigmoid(z):
    """The logistic function as printed."""
    return 1 / (1 + np.exp(-z))


def textbook(Theta, X, Y):
    """J and D of a batch, one row an example, as the lecture writes them: a with its bias unit, J from log(a)."""
    m = X.shape[0]
    ones = np.ones((m, 1))
    Theta1, Theta2, Theta3 = Theta

    a1 = np.hstack([ones, X])
    z2 = a1 @ Theta1.T
    a2 = np.hstack([ones, sigmoid(z2)])
    z3 = a2 @ Theta2.T
    a3 = np.hstack([ones, sigmoid(z3)])
    z4 = a3 @ Theta3.T
    a4 = sigmoid(z4)
    J = -np.sum(Y * np.log(a4) + (1 - Y) * np.log(1 - a4)) / m

    delta4 = a4 - Y
    delta3 = (delta4 @ Theta3 * a3 * (1 - a3))[:, 1:]
    delta2 = (delta3 @ Theta2 * a2 * (1 - a2))[:, 1:]
    D1 = delta2.T @ a1 / m
    D2 = delta3.T @ a2 / m
    D3 = delta4.T @ a3 / m
    return J, (D1, D2, D3)


def seconds(call):
    """The time that one call takes, averaged over one turn."""
    start = time.perf_counter()
    for _ in range(CALLS):
        call()
    return (time.perf_counter() - start) / CALLS


def main():
    """Let the two take turns and print the medians."""
    net, x, y = examples.lecture()
    Theta = [np.array(matrix) for matrix in net.Theta.values()]
    X, Y = np.reshape(np.array(x, dtype=float), (1, 2)), np.reshape(np.array(y, dtype=float), (1, 1))

    # Both must compute the same thing, or the comparison says nothing.
    trace, (J, Ds) = run(net, x, y), textbook(Theta, X, Y)
    difference = max(abs(trace.J - J), *(np.abs(D - trace.D[layer]).max() for layer, D in enumerate(Ds, start=1)))

    turns = [(seconds(lambda: textbook(Theta, X, Y)), seconds(lambda: run(net, x, y))) for _ in range(TURNS)]
    plain, ours = (median(times) for times in zip(*turns, strict=True))
    print(f"textbook numpy   {plain * 1e6:7.1f} us")
    print(f"run(net, x, y)   {ours * 1e6:7.1f} us")
    print(f"ratio of medians {ours / plain:7.2f}      (J and D agree to {difference:.0e})")


if __name__ == "__main__":
    main()
