"""Both passes by hand: a network with short numbers, and what follows from the numbers that somebody wrote down."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core.backward_pass import run
from backprop_core.explanation import explain
from backprop_core.network import Network

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backprop_core.backward_pass import Trace
    from backprop_core.quantity import Quantity


def short_numbers(sizes: Sequence[int], rng: np.random.Generator) -> Trace:
    """Draw a sigmoid network whose weights have one decimal, and an example with short numbers.

    Examples
    --------
    >>> trace = short_numbers([2, 2, 1], np.random.default_rng(3))
    >>> trace.net.Theta[2].tolist(), trace.X.tolist(), trace.Y.tolist()
    ([[-1.4, 0.9, 0.1]], [-1.0, -1.0], [0.0])
    """
    shapes = [(t, s + 1) for s, t in pairwise(sizes)]
    drawn = {l: rng.integers(1, 16, shape) / 10 for l, shape in enumerate(shapes, start=1)}
    net = Network({l: size * rng.choice([-1, 1], size.shape) for l, size in drawn.items()})
    x, y = rng.choice([-1.0, -0.5, 0.5, 1.0, 2.0], sizes[0]), rng.integers(0, 2, sizes[-1]).astype(float)
    return run(net, x, y)


def made_of(trace: Trace, quantity: Quantity) -> set[Quantity]:
    """Give the numbers that this one is computed from; in the place of a g'(z) or a logarithm, the a that it is of.

    Examples
    --------
    >>> from backprop_core import Quantity, examples
    >>> made_of(run(*examples.lecture()), Quantity("D", 3, 1, 2)) == {Quantity("a", 3, 2), Quantity("delta", 4, 1)}
    True
    """
    e = explain(trace, quantity)
    factors = [f.quantity for term in (*e.terms, e.outer) for f in term if f.quantity]
    of_an_a = ("gprime", "log_a", "log_one_minus_a")
    return {replace(q, kind="a", layer=q.layer or trace.net.L) if q.kind in of_an_a else q for q in factors}


def follows(trace: Trace, written: Mapping[Quantity, float], quantity: Quantity) -> float:
    """Say what a number comes to by its rule, with the numbers that somebody wrote in place of the trace's own.

    Parameters
    ----------
    trace : Trace
        Of one example, with sigmoid units and cross-entropy.
    written : mapping
        z, a and δ; all other numbers are the trace's.
    quantity : Quantity

    Examples
    --------
    g is right, though the z that it was taken of is wrong:

    >>> from backprop_core import Quantity, examples
    >>> f"{follows(run(*examples.lecture()), {Quantity('z', 2, 1): 0.9}, Quantity('a', 2, 1)):.4f}"
    '0.7109'
    """
    needed = ("z",) if quantity.kind == "a" else ("a", "delta")
    layers: dict[str, Any] = {
        kind: {l: v.copy() for l, v in getattr(trace, kind).items()} for kind in ("z", "a", "delta")
    }
    with np.errstate(all="ignore"):  # anything may have been written
        for q, value in ((q, np.float64(value)) for q, value in written.items() if q.kind in needed):
            layers[q.kind][q.layer][q.i - 1] = value
            if q.kind == "a":  # g' and log a are computed from z: from the one that this a would have
                layers["z"][q.layer][q.i - 1] = np.log(value / (1 - value))
        e = explain(replace(trace, **layers), quantity)
        total = np.sum(e.products) * prod(factor.value for factor in e.outer)
        return float(trace.net.activation(quantity.layer).g(total) if e.function else total)
