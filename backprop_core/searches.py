r"""Three ways to better weights, and what each has used: guess, nudge every weight, backpropagation.

What is counted are passes through the network with all the examples: forward, each time that a cost is computed from
it, and backward, each time that gradients are. A backward pass takes about as long as a forward one. The J that is
told after each stretch is looked up from outside and not counted; none of the three needs it to go on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from backprop_core.backward_pass import backward
from backprop_core.batch import inputs, targets
from backprop_core.forward_pass import forward
from backprop_core.gradient_check import numerical_derivative
from backprop_core.gradient_descent import grown
from backprop_core.network import Network
from backprop_core.quantity import Quantity
from backprop_core.total_cost import cost
from backprop_core.validation import learning_rate, penalty_factor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backprop_core.validation import Array


@dataclass(frozen=True)
class Standing:
    """Where a search stands.

    Attributes
    ----------
    net : Network
        The best that it has come to.
    J : float
        Of that network.
    forward, backward : int
        The passes that it has used.
    rounds : int
        Guesses, or steps, that it has made.
    measured : int
        Of the step under way, the weights whose gradient has been measured.
    """

    net: Network
    J: float
    forward: int = 0
    backward: int = 0
    rounds: int = 0
    measured: int = 0

    @property
    def passes(self) -> int:
        """Passes in all."""
        return self.forward + self.backward


@dataclass(frozen=True)
class _Task:
    """What is to be learnt: the examples, and λ."""

    X: Array
    Y: Array
    lam: float

    def cost(self, net: Network) -> float:
        """J, by one forward pass; infinite where the weights are too large."""
        with np.errstate(over="ignore", invalid="ignore"):
            return cost(net, forward(net, self.X), self.Y, self.lam)


def _task(net: Network, X: object, Y: object, lam: float) -> _Task:
    x = inputs(net, X)
    return _Task(x, targets(net, x, Y), penalty_factor(lam))


def guess(
    net: Network, X: object, Y: object, lam: float = 0.0, *, seed: int = 0, scale: float | None = None
) -> Iterator[Standing]:
    """Draw weights as `Network.random` does, again and again, and keep the best: one forward pass a guess.

    Examples
    --------
    >>> from itertools import islice
    >>> from backprop_core import examples
    >>> *_, last = islice(guess(*examples.lecture(), scale=2.0), 31)
    >>> last.rounds, last.forward, last.backward
    (30, 30, 0)
    """
    task, rng = _task(net, X, Y, lam), np.random.default_rng(seed)
    best = Standing(net, task.cost(net))
    choices = {"hidden": net.hidden, "output": net.output, "cost": net.cost}
    while True:
        yield best
        other = Network.random(net.sizes, rng, scale=scale, **choices)
        J = task.cost(other)
        best = replace(best, forward=best.forward + 1, rounds=best.rounds + 1)
        if J < best.J:
            best = replace(best, net=other, J=J)


def nudge(net: Network, X: object, Y: object, lam: float = 0.0, *, alpha: float = 1.0) -> Iterator[Standing]:
    """Measure the gradient of one weight after the other, with two forward passes each, then go one step downhill.

    Examples
    --------
    >>> from itertools import islice
    >>> from backprop_core import examples
    >>> *_, last = islice(nudge(*examples.lecture()), 16)
    >>> last.rounds, last.forward, last.backward
    (1, 30, 0)
    """
    task, alpha = _task(net, X, Y, lam), learning_rate(alpha)
    now = Standing(net, task.cost(net))
    yield now
    while True:
        D = {l: np.empty(Theta.shape) for l, Theta in net.Theta.items()}
        places = [(l, i, j) for l, layer in D.items() for i, j in np.ndindex(layer.shape)]
        for done, (l, i, j) in enumerate(places, start=1):
            of = Quantity("Theta", l, i + 1, j)
            with np.errstate(over="ignore", invalid="ignore"):
                D[l][i, j] = numerical_derivative(net, task.X, task.Y, task.lam, of=of)  # one pass above, one below
            now = replace(now, forward=now.forward + 2, measured=done)
            if done < len(places):
                yield now
        net = _stepped(net, D, alpha, now.rounds + 1)
        now = replace(now, net=net, J=task.cost(net), rounds=now.rounds + 1, measured=0)
        yield now


def backpropagate(net: Network, X: object, Y: object, lam: float = 0.0, *, alpha: float = 1.0) -> Iterator[Standing]:
    """Find all gradients with one forward and one backward pass, then go one step downhill.

    Examples
    --------
    >>> from itertools import islice
    >>> from backprop_core import examples
    >>> *_, last = islice(backpropagate(*examples.lecture()), 2)
    >>> last.rounds, last.forward, last.backward
    (1, 1, 1)
    """
    task, alpha = _task(net, X, Y, lam), learning_rate(alpha)
    now = Standing(net, task.cost(net))
    while True:
        yield now
        with np.errstate(over="ignore", invalid="ignore"):
            D = backward(net, forward(net, task.X), task.Y, task.lam).D
        net = _stepped(net, D, alpha, now.rounds + 1)
        now = Standing(net, task.cost(net), now.forward + 1, now.backward + 1, now.rounds + 1)


def _stepped(net: Network, D: Mapping[int, Array], alpha: float, step: int) -> Network:
    """One step downhill.

    Raises
    ------
    Diverged
        If a weight is no finite number after it.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        finite = all(np.isfinite(net.Theta[l] - alpha * D[l]).all() for l in D)
    if not finite:
        raise grown(step, alpha)
    return net.stepped(D, alpha)
