"""The backward pass: from the cost to every δ and every gradient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backprop_core.batch import counted, examples_in, inputs, targets
from backprop_core.calls import plainly
from backprop_core.copies import reduced
from backprop_core.costs import PAIRS
from backprop_core.forward_pass import Forward, check_passed, unchecked_forward
from backprop_core.total_cost import total_cost
from backprop_core.validation import Array, closed, penalty_factor

if TYPE_CHECKING:
    from backprop_core.network import Layers, Network


@dataclass(frozen=True, eq=False, repr=False)
class Backward:
    """What a backward pass computed, by layer number, read-only.

    ``delta[l]``, l = 2..L, is shaped like z[l]; ``Delta[l]`` and ``D[l]``, l = 1..L-1, are shaped like Theta[l].
    """

    delta: Layers
    Delta: Layers
    D: Layers

    __reduce__ = reduced

    def __repr__(self) -> str:
        return f"Backward(delta, Delta and D of {len(self.D) + 1} layers, {counted(self.delta[len(self.D) + 1])})"


@dataclass(frozen=True, eq=False, repr=False)
class Trace:
    """Everything that one forward and one backward pass computed; the one object that every view reads.

    ``net``, ``X``, ``Y`` and ``lam`` are what `run` was given.
    ``a``, ``z``, ``delta`` are (s_l,) for one example and (m, s_l) for a batch; ``Delta``, ``D`` are shaped like Theta;
    ``J`` is a float. Keys are the layer numbers of the blackboard: ``delta[1]`` raises KeyError, for there is none.
    """

    net: Network
    X: Array
    Y: Array
    lam: float
    a: Layers
    z: Layers
    J: float
    delta: Layers
    Delta: Layers
    D: Layers

    __reduce__ = reduced

    @property
    def m(self) -> int:
        """The number of examples."""
        return examples_in(self.X)

    @property
    def forward(self) -> Forward:
        """Its forward pass, as `forward` returns it."""
        return Forward(self.a, self.z)

    def __repr__(self) -> str:
        shape = "-".join(map(str, self.net.sizes))
        return f"Trace({shape}, m = {self.m}, λ = {self.lam:g}, J = {self.J:.4f})"


@plainly
def backward(net: Network, fwd: Forward, Y: object, lam: float = 0.0) -> Backward:
    r"""Compute every δ, Δ and D.

    δ^(L) is the cost's own: a^(L) - y for cross-entropy, times g'(z^(L)) for the squared error. Then, layer by layer,
    δ^(l) = (Θ^(l))^T δ^(l+1) .* g'(z^(l)), the bias row left out;
    Δ^(l) = Σ_t δ^(l+1) (1, a^(l))^T over the examples;
    D^(l) = (Δ^(l) + λ Θ^(l)) / m = ∂J/∂Θ^(l), with no λ in column 0.

    Parameters
    ----------
    net, fwd, Y, lam
        As for `cost`.

    Returns
    -------
    Backward
        ``delta[l]``, l = 2..L, is the derivative of one example's cost, never divided by m: one row per example;
        ``D[l]``, l = 1..L-1, is the derivative of J, shaped like Theta[l], and so is ``Delta[l]``.

    Raises
    ------
    ValueError, TypeError
        As `cost`.

    Notes
    -----
    Source: Andrew Ng, Machine Learning, week 5, "Backpropagation algorithm", with D = Δ/m + (λ/m) Θ.

    Examples
    --------
    >>> from backprop_core import examples, forward
    >>> net, x, y = examples.lecture()
    >>> bwd = backward(net, forward(net, x), y)
    >>> print(f"{bwd.delta[4][0]:.4f} {bwd.delta[2][1]:.4f} {bwd.D[3][0, 1]:.4f}")
    -0.5465 0.0588 -0.3779
    """
    check_passed(net, fwd)
    return unchecked_backward(net, fwd, targets(net, fwd.a[1], Y), penalty_factor(lam))


def unchecked_backward(net: Network, fwd: Forward, Y: Array, lam: float) -> Backward:
    """`backward` for a Y and a λ that were checked before."""
    L, a, z, Theta = net.L, fwd.a, fwd.z, net.Theta
    m = examples_in(Y)
    delta = {L: PAIRS[net.output, net.cost].delta(z[L], a[L], Y)}
    for l in range(L - 1, 1, -1):
        delta[l] = (delta[l + 1] @ Theta[l][:, 1:]) * net.activation(l).g_prime(z[l])
    Delta = {l: _summed_products(delta[l + 1], a[l]) for l in Theta}
    D = {l: _gradient(Delta[l], Theta[l], lam, m) for l in Theta}
    return Backward(*map(closed, (delta, Delta, D)))


def _summed_products(delta: Array, a: Array) -> Array:
    r"""Σ_t δ (1, a)^T: what each weight's two ends multiply to, summed over the examples."""
    Delta = np.empty((delta.shape[-1], a.shape[-1] + 1), delta.dtype)
    if delta.ndim == 1:
        Delta[:, 0], Delta[:, 1:] = delta, delta[:, None] * a
    else:
        Delta[:, 0] = delta.sum(axis=0)
        np.matmul(delta.T, a, out=Delta[:, 1:])
    return Delta


def _gradient(Delta: Array, Theta: Array, lam: float, m: int) -> Array:
    D = Delta / m
    if lam:
        D[:, 1:] += lam / m * Theta[:, 1:]
    return D


@plainly
def run(net: Network, X: object, Y: object, lam: float = 0.0) -> Trace:
    r"""Forward pass, cost and backward pass in one, as a Trace.

    Parameters
    ----------
    net : Network
    X : array, (s_1,) or (m, s_1)
        One example, or a batch with one example per row.
    Y : array, (s_L,) or (m, s_L)
        Targets; a plain number will do for one example and one output.
    lam : float
        λ ≥ 0, the strength of the penalty.

    Returns
    -------
    Trace
        Every a, z, δ, Δ and D by layer number, and J.

    Raises
    ------
    ValueError, TypeError
        If X or Y doesn't fit the network, or λ is negative.

    Examples
    --------
    >>> from backprop_core import examples
    >>> trace = run(*examples.lecture())
    >>> trace
    Trace(2-2-2-1, m = 1, λ = 0, J = 0.7908)
    >>> bool(trace.delta[4] == trace.a[4] - trace.Y)
    True
    """
    X = inputs(net, X)
    Y, lam = targets(net, X, Y), penalty_factor(lam)
    fwd = unchecked_forward(net, X)
    bwd = unchecked_backward(net, fwd, Y, lam)
    return Trace(net, X, Y, lam, fwd.a, fwd.z, total_cost(net, fwd, Y, lam), bwd.delta, bwd.Delta, bwd.D)
