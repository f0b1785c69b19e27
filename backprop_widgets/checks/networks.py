"""What a learner's function is tried on: networks chosen so that what is wrong can't come out right by chance."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import Network, Trace, forward, run
from backprop_core.validation import index

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backprop_core.validation import Array

# Sizes, examples, λ and α. The first is the lecture's. λ = 0 comes first, as in any gradient check. One is all square,
# so that a forgotten transpose shows as numbers; in one no two of all these are equal, so that none can stand for
# another. The last but one has as many examples as the first: what has that number in it is right on both. The
# second is sure of some of its answers, so that what is cut off or rounded near 0 and 1 shows. Of those with λ = 0 and
# of those with λ > 0 some have y between 0 and 1, so that what fails there isn't taken for what λ adds.
_NETWORKS = (
    ((2, 2, 2, 1), 4, 0.0, 0.5),
    ((2, 3, 2, 1), 3, 0.0, 1.0),
    ((3, 3, 3, 3), 5, 0.0, 2.0),
    ((3, 5, 4, 2), 7, 0.6, 0.3),
    ((4, 2, 5, 3), 6, 1.5, 0.7),
    ((3, 5, 2), 4, 0.8, 1.5),
    ((2, 3, 3, 2, 1), 3, 1.0, 0.4),
)
_SURE = 6.0  # the largest z of a sure output: a = 0.9975, where log(1 - a) has all its digits but three
_SOFT = (2, 4, 6)  # which of them have y between 0 and 1
_OWN_SIZES = ((4, 0.0, 0.5), (3, 0.0, 1.0), (5, 0.0, 0.3), (7, 1.5, 2.0), (6, 0.6, 0.8))


def networks(
    alpha: float | None = None,
    m: int | None = None,
    sizes: Sequence[int] | None = None,
    hidden: str | None = None,
    output: str | None = None,
    cost: str | None = None,
) -> list[tuple[Trace, float]]:
    """Return the networks to try a function on, each with a learning rate.

    Parameters
    ----------
    alpha : float, optional
        The learning rate of the first.
    m : int, optional
        The examples of each; with 1 they are a single one, x and y as vectors.
    sizes : sequence of int, optional
        The sizes of all of them.
    hidden, output, cost : str, optional
        Those of `Network`, sigmoid if not given; the cost is by default the one that goes with the output.

    Examples
    --------
    >>> [trace.net.sizes for trace, _ in networks()][:2]
    [(2, 2, 2, 1), (2, 3, 2, 1)]
    """
    if m is not None:
        index("m", m, 1, 10_000, "the number of examples")
    hidden, output = "sigmoid" if hidden is None else hidden, "sigmoid" if output is None else output
    if cost is None:
        cost = "squared_error" if isinstance(output, str) and output == "identity" else "cross_entropy"
    fits = Network.random((2, 1) if sizes is None else sizes, hidden=hidden, output=output, cost=cost)  # or is refused
    own = None if sizes is None else fits.sizes
    choices = ("cost", cost), ("hidden", hidden), ("output", output)
    tried = list(_networks(m, own, choices))
    return tried if alpha is None else [(tried[0][0], alpha), *tried[1:]]


def only(trace: Trace, like: str, alpha: float | None) -> list[tuple[Trace, float]]:
    """One network; a step on it with another learning rate too, for α = 1 or any one alone can hide that it is used."""
    alpha = 1.0 if alpha is None else alpha
    return [(trace, alpha), (trace, alpha / 2)] if like == "step" else [(trace, alpha)]


@lru_cache(maxsize=32)
def _networks(
    m: int | None, sizes: tuple[int, ...] | None, choices: tuple[tuple[str, Any], ...]
) -> tuple[tuple[Trace, float], ...]:
    wanted = _NETWORKS if sizes is None else [(sizes, *rest) for rest in _OWN_SIZES]
    chosen = dict(choices)
    return tuple(
        (_network(seed, _wide(s, sizes, chosen), m or examples, lam, chosen), alpha)
        for seed, (s, examples, lam, alpha) in enumerate(wanted)
    )


def _wide(s: tuple[int, ...], own: tuple[int, ...] | None, choices: Mapping[str, Any]) -> tuple[int, ...]:
    """A softmax of one output is always 1, which anything could give: three outputs then, if the sizes are free."""
    return (*s[:-1], 3) if own is None and s[-1] == 1 and choices.get("output") == "softmax" else s


def _network(seed: int, sizes: Sequence[int], m: int, lam: float, choices: Mapping[str, Any]) -> Trace:
    rng = np.random.default_rng(seed)
    net = Network.random(sizes, rng, scale=1.5, **choices)
    X = np.round(rng.normal(size=(m, sizes[0])), 2)
    if seed == 1:  # sure of some of its answers
        largest = np.abs(forward(net, X).z[net.L]).max()
        net = replace(net, Theta={**net.Theta, net.L - 1: net.Theta[net.L - 1] * (_SURE / largest)})
    K = sizes[-1]
    if net.output == "softmax":
        Y: Array = np.eye(K)[(np.arange(m) + seed) % K]
        Y = 0.85 * Y + 0.15 / K if seed in _SOFT else Y
    elif net.output == "identity":
        Y = np.round(rng.normal(size=(m, K)), 2)
    else:
        Y = (np.arange(m)[:, None] + seed) // np.arange(1, K + 1) % 2.0  # 0, 1, 0, 1, ...; 0, 0, 1, 1, ...; ...
        Y = 0.1 + 0.8 * Y if seed in _SOFT else Y
    return run(net, X[0], Y[0], lam) if m == 1 else run(net, X, Y, lam)
