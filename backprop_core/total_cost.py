r"""The cost J(Θ) of a network: the mean of its examples' costs, and the penalty on its weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_core.batch import examples_in, targets
from backprop_core.calls import plainly
from backprop_core.costs import PAIRS
from backprop_core.forward_pass import check_passed
from backprop_core.validation import Array, penalty_factor

if TYPE_CHECKING:
    from backprop_core.forward_pass import Forward
    from backprop_core.network import Network


@plainly
def cost(net: Network, fwd: Forward, Y: object, lam: float = 0.0) -> float:
    r"""Return the cost J(Θ) of all examples, penalty included.

    J = (1/m) Σ_t cost_t + λ/(2m) Σ Θ_ij², j ≠ 0: the bias column isn't penalised. With sigmoid outputs and
    cross-entropy cost_t = -Σ_k [y_k log a_k + (1 - y_k) log(1 - a_k)].

    Parameters
    ----------
    net : Network
    fwd : Forward
        What `forward(net, X)` returned.
    Y : array, (s_L,) or (m, s_L)
        Targets, in the rank of X.
    lam : float
        λ ≥ 0, the strength of the penalty.

    Returns
    -------
    float
        J; with cross-entropy right also where an a has rounded to 0 or 1.

    Raises
    ------
    ValueError, TypeError
        If fwd is of a network of other sizes, Y doesn't fit X and the output layer, or λ is negative.

    Notes
    -----
    Source: Andrew Ng, Machine Learning, week 5, "Cost function".

    Examples
    --------
    >>> from backprop_core import examples, forward
    >>> net, x, y = examples.lecture()
    >>> print(f"{cost(net, forward(net, x), y):.4f}")
    0.7908
    """
    check_passed(net, fwd)
    return total_cost(net, fwd, targets(net, fwd.a[1], Y), penalty_factor(lam))


def total_cost(net: Network, fwd: Forward, Y: Array, lam: float) -> float:
    """J for a Y and a λ that were checked before."""
    m = examples_in(Y)
    costs = example_costs(net, fwd, Y)
    J = float(costs.sum() if costs.ndim else costs) / m
    return J + lam / (2 * m) * squared_weights(net) if lam else J


def example_costs(net: Network, fwd: Forward, Y: Array) -> Array:
    """Each example's cost without penalty: shape (m,), or () for one example."""
    L = net.L
    return PAIRS[net.output, net.cost].of(fwd.z[L], fwd.a[L], Y)


def squared_weights(net: Network) -> float:
    r"""Σ Θ_ij² over all layers, without the bias columns."""
    return float(sum((Theta[:, 1:] ** 2).sum() for Theta in net.Theta.values()))
