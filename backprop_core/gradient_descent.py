"""Gradient descent as a generator: one record per step, with nothing forgotten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from backprop_core.backward_pass import Trace, run, unchecked_backward
from backprop_core.batch import examples_in, inputs, targets
from backprop_core.calls import plainly
from backprop_core.classification import accuracy
from backprop_core.forward_pass import Forward, forward, unchecked_forward
from backprop_core.total_cost import total_cost
from backprop_core.validation import finite_number, generator, index, learning_rate, penalty_factor

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backprop_core.network import Network
    from backprop_core.validation import Array


class Diverged(ArithmeticError):
    """Descent left the finite numbers; the records until then stay valid.

    Raised by `descent` for a weight, by `Record.J` for the cost.

    Attributes
    ----------
    step : int
        The update after which a number was no longer finite.
    reason : str
        Which, and what may help.
    """

    def __init__(self, step: int, reason: str) -> None:
        super().__init__(f"step {step}: {reason}")
        self.step, self.reason = step, reason

    def __reduce__(self) -> tuple[type[Diverged], tuple[int, str]]:
        return type(self), (self.step, self.reason)


@dataclass(frozen=True, eq=False, repr=False)
class Record:
    """The network after `step` updates; its J, accuracy and Trace over all examples are computed when looked at.

    Attributes
    ----------
    step : int
        How many updates were made; 0 is the start.
    net : Network
        With the weights of that step.
    X, Y, lam
        What `descent` was given.
    """

    step: int
    net: Network
    X: Array
    Y: Array
    lam: float

    @cached_property
    def _forward(self) -> Forward:
        return forward(self.net, self.X)

    @cached_property
    def _cost(self) -> float:
        with np.errstate(over="ignore", invalid="ignore"):
            return total_cost(self.net, self._forward, self.Y, self.lam)

    @property
    def J(self) -> float:
        """The cost over all examples; raises Diverged if that is no finite number."""
        if not np.isfinite(self._cost):
            raise Diverged(self.step, "the cost grew beyond all numbers; a smaller learning rate alpha may hold it")
        return self._cost

    @cached_property
    def accuracy(self) -> float | None:
        """The share of examples on the right side; None for outputs that can be any number."""
        return None if self.net.output == "identity" else accuracy(self._forward.a[self.net.L], self.Y)

    @property
    def trace(self) -> Trace:
        """Every z, a, δ and gradient at this step."""
        return run(self.net, self.X, self.Y, self.lam)

    def __repr__(self) -> str:
        share = "" if self.accuracy is None else f", accuracy {self.accuracy:.1%}"
        return f"Record(step {self.step}, J = {self._cost:.4f}{share})"


@plainly
def descent(
    net: Network,
    X: object,
    Y: object,
    *,
    alpha: float,
    lam: float = 0.0,
    steps: int,
    batch: int | None = None,
    momentum: float = 0.0,
    seed: int | np.random.Generator = 0,
) -> Iterator[Record]:
    r"""Go downhill step by step: V := μ V - α D, Θ := Θ + V; without momentum μ that is Θ := Θ - α D.

    Parameters
    ----------
    net : Network
        Where to start.
    X, Y : array
        As for `run`.
    alpha : float
        Learning rate α > 0.
    lam : float
        λ ≥ 0. In a batch D is that batch's, with λ divided by its size.
    steps : int
        Updates to make, 0 or more.
    batch : int, optional
        Examples per update, 1 to m, drawn anew in each epoch, in which each example comes once; all of them by default.
    momentum : float
        μ, from 0 to below 1.
    seed : int or numpy.random.Generator
        For drawing the batches; an int is 0 or more.

    Yields
    ------
    Record
        First the start, step 0, then one after each update.

    Raises
    ------
    Diverged
        When a weight is no longer a finite number; `Record.J` raises it when the cost isn't one.
    ValueError, TypeError
        At the call, before the first step, if an argument doesn't fit.

    Notes
    -----
    Source: Andrew Ng, Machine Learning, week 1, "Gradient descent"; momentum as in Rumelhart, Hinton, Williams 1986.

    Examples
    --------
    >>> from backprop_core import Network, examples
    >>> records = list(descent(Network.random([2, 4, 1], seed=1), *examples.xor(), alpha=1.0, steps=2000))
    >>> records[0].J > records[-1].J
    True
    """
    X_all = inputs(net, X)
    Y_all = targets(net, X_all, Y)
    lam, alpha, momentum = penalty_factor(lam), learning_rate(alpha), share(momentum)
    steps = index("steps", steps, 0, 10**9, "the number of updates")
    if batch is not None:
        batch = index("batch", batch, 1, examples_in(X_all), "the number of examples in a batch")
    return _descend(net, X_all, Y_all, alpha, lam, momentum, _batches(X_all, Y_all, batch, steps, generator(seed)))


def _descend(
    net: Network, X: Array, Y: Array, alpha: float, lam: float, momentum: float, batches: Iterator[tuple[Array, Array]]
) -> Iterator[Record]:
    yield Record(0, net, X, Y, lam)
    V: Mapping[int, Array] = {l: np.zeros_like(Theta) for l, Theta in net.Theta.items()}
    for step, (X_part, Y_part) in enumerate(batches, start=1):
        with np.errstate(over="ignore", invalid="ignore"):
            D = unchecked_backward(net, unchecked_forward(net, X_part), Y_part, lam).D
            V = {l: momentum * V[l] - alpha * D[l] for l in D}
            Theta = {l: net.Theta[l] + V[l] for l in V}
        if not all(np.isfinite(layer).all() for layer in Theta.values()):
            raise grown(step, alpha)
        net = replace(net, Theta=Theta)
        yield Record(step, net, X, Y, lam)


def grown(step: int, alpha: float) -> Diverged:
    """What is raised when a weight is no finite number after a step."""
    return Diverged(step, f"the weights grew beyond all numbers; a learning rate below {alpha:g} may hold them")


def _batches(
    X: Array, Y: Array, batch: int | None, steps: int, rng: np.random.Generator
) -> Iterator[tuple[Array, Array]]:
    if batch is None or X.ndim == 1:
        yield from ((X, Y) for _ in range(steps))
        return
    order = np.empty(0, int)
    for _ in range(steps):
        if not len(order):
            order = rng.permutation(len(X))
        chosen, order = order[:batch], order[batch:]
        yield X[chosen], Y[chosen]


def share(momentum: object) -> float:
    """μ, from 0 to below 1."""
    number = finite_number("momentum", momentum)
    if not 0 <= number < 1:
        raise ValueError(f"momentum is {number}: it has to be from 0 to below 1")
    return number
