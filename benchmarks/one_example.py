"""One example of the 2-2-2-1 network: `run(net, x, y)` beside textbook numpy.

The textbook computes J and every D for a batch of one row, with no check of its input and nothing kept for later. `run`
checks, freezes and keeps everything.
"""

import numpy as np

from backprop_core import examples, run
from benchmarks.measure import Row, in_turns, medians
from benchmarks.textbook import textbook

TURNS, CALLS = 400, 25
WHY = (
    "what is left of it is Python, a microsecond here and there: refusing what doesn't fit, closing fifteen arrays, "
    "three dataclasses, exponentials that are right for every z. Tried and kept: Y checked without numpy, J's sum left "
    "out for one example, Δ filled in one line. What it would take: a pass of its own for one example, "
    "without `activation(l).g_prime(z[l])` and without read-only arrays."
)


def measure(quick):
    """The two take turns."""
    net, x, y = examples.lecture()
    Theta = {l: np.array(matrix) for l, matrix in net.Theta.items()}
    X, Y = x.reshape(1, 2), y.reshape(1, 1)
    trace, (J, D) = run(net, x, y), textbook(Theta, X, Y)
    assert abs(trace.J - J) < 1e-12
    assert all(np.abs(D[l] - trace.D[l]).max() < 1e-12 for l in D)

    calls = {"textbook": lambda: textbook(Theta, X, Y), "run": lambda: run(net, x, y)}
    taken = medians(in_turns({name: many(call) for name, call in calls.items()}, TURNS // 4 if quick else TURNS))
    each = ", ".join(f"{name} {1e6 * seconds / CALLS:.0f} µs" for name, seconds in taken.items())
    return [
        Row(
            "`run(net, x, y)`, 2-2-2-1, of textbook numpy",
            taken["run"] / taken["textbook"],
            target=1.2,
            why=WHY,
            beside=each,
        )
    ]


def many(call):
    """So many calls that a clock can tell."""

    def turn():
        for _ in range(CALLS):
            call()

    return turn
