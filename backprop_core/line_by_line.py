r"""The four passes once more, each as a few named lines, so that any of them can be replaced by another line.

With the lines of `RIGHT` they compute what `forward`, `cost`, `backward` and one step of `descent` do. `trace_with` and
`step_with` put a pass with other lines among the right ones.
"""

# ruff: noqa: ARG005 - a line takes what others in its place may need, used or not

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core.backward_pass import Backward, Trace, backward
from backprop_core.batch import inputs, targets
from backprop_core.costs import PAIRS
from backprop_core.forward_pass import Forward, forward
from backprop_core.total_cost import cost, squared_weights
from backprop_core.validation import Array, closed, penalty_factor

if TYPE_CHECKING:
    from backprop_core.network import Layers, Network

Lines = Mapping[str, Callable[..., Any]]

# The passes --------------------------------------------------------------------------------------------------------


def _forward(line: Lines, net: Network, X: object) -> Forward:
    a, z = {1: inputs(net, X)}, {}
    for l in range(2, net.L + 1):
        z[l] = line["z"](net, l, a[l - 1])
        a[l] = line["a"](net, l, z[l])
    return Forward(_closed(a), _closed({l: line["reported"](z[l], a[l]) for l in z}))


def _cost(line: Lines, net: Network, fwd: Forward, Y: object, lam: float = 0.0) -> float:
    y, lam = np.atleast_2d(targets(net, fwd.a[1], Y)), penalty_factor(lam)
    z, a = np.atleast_2d(fwd.z[net.L]), np.atleast_2d(fwd.a[net.L])
    costs, m = line["costs"](net, z, a, y), len(y)
    return float(line["mean"](costs.sum(), y) + line["lam"](lam, m) * line["squares"](net))


def _backward(line: Lines, net: Network, fwd: Forward, Y: object, lam: float = 0.0, alpha: float = 1.0) -> Backward:
    y, lam = targets(net, fwd.a[1], Y), penalty_factor(lam)
    shape = y.shape[:-1]  # () for one example, which is a batch of one row in here
    y, L, m = np.atleast_2d(y), net.L, y.size // y.shape[-1]
    z, a = ({l: np.atleast_2d(v) for l, v in layers.items()} for layers in (fwd.z, fwd.a))

    delta = {L: line["output"](net, z[L], a[L], y)}
    sent, reported, Delta, D = dict(delta), dict(delta), {}, {}
    for l in range(L - 1, 0, -1):
        Delta[l] = line["Delta"](l, delta[l + 1], a, z)
        D[l] = line["mean"](Delta[l], m) + line["lam"](lam, m) * line["penalised"](net, l)
        if l > 1:
            sums = sent[l + 1] @ line["weights"](net, l, alpha * D[l])
            delta[l] = line["hidden"](sums, line["slope"](net, l, z[l], a[l]))
            sent[l] = line["sent"](sums, delta[l])
            reported[l] = line["reported"](sums, delta[l])
    reported = {l: v.reshape(*shape, -1) for l, v in reported.items()}
    return Backward(_closed(reported), _closed(Delta), _closed(D))


def _step(line: Lines, net: Network, X: object, Y: object, lam: float = 0.0, alpha: float = 1.0) -> Network:
    D = line["D"](net, forward(net, X), Y, lam, alpha)
    return replace(net, Theta={l: line["Theta"](net.Theta[l], line["update"](alpha, D[l])) for l in net.Theta})


def _closed(layers: Mapping[int, Array]) -> Layers:
    return closed(dict(sorted(layers.items())))


PASSES: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {"forward": _forward, "cost": _cost, "backward": _backward, "descent": _step}
)


# Their right lines, and what they are made of ------------------------------------------------------------------------


def weights_of(net: Network, l: int) -> Array:
    """Θ^(l) without the column of the bias."""
    return net.Theta[l][:, 1:]


def bias_of(net: Network, l: int) -> Array:
    """The column of the bias."""
    return net.Theta[l][:, 0]


def with_bias_unit(a: Array) -> Array:
    """(1, a) for each example."""
    return np.hstack([np.ones((len(a), 1), a.dtype), a])


def penalised(net: Network, l: int) -> Array:
    """Θ^(l) with zeros in the column of the bias."""
    return np.hstack([np.zeros_like(net.Theta[l][:, :1]), weights_of(net, l)])


RIGHT: Mapping[str, Lines] = {
    "forward": {
        "z": lambda net, l, a: a @ weights_of(net, l - 1).T + bias_of(net, l - 1),
        "a": lambda net, l, z: net.activation(l).g(z),
        "reported": lambda z, a: z,
    },
    "cost": {
        "costs": lambda net, z, a, y: PAIRS[net.output, net.cost].of(z, a, y),
        "mean": lambda total, y: total / len(y),
        "lam": lambda lam, m: lam / (2 * m),
        "squares": squared_weights,
    },
    "backward": {
        "output": lambda net, z, a, y: PAIRS[net.output, net.cost].delta(z, a, y),
        "weights": lambda net, l, update: weights_of(net, l),
        "slope": lambda net, l, z, a: net.activation(l).g_prime(z),
        "hidden": lambda sums, slope: sums * slope,
        "sent": lambda sums, delta: delta,
        "reported": lambda sums, delta: delta,
        "Delta": lambda l, delta, a, z: delta.T @ with_bias_unit(a[l]),
        "mean": lambda Delta, m: Delta / m,
        "lam": lambda lam, m: lam / m,
        "penalised": penalised,
    },
    "descent": {
        "D": lambda net, fwd, Y, lam, alpha: backward(net, fwd, Y, lam).D,
        "update": lambda alpha, D: alpha * D,
        "Theta": lambda Theta, update: Theta - update,
    },
}


# Among the right passes --------------------------------------------------------------------------------------------


def trace_with(kind: str, wrong: Callable[..., Any], right: Trace, alpha: float = 1.0) -> Trace:
    """Return what comes of a trace with one pass wrong: that pass's numbers, and all that is computed from them.

    Raises
    ------
    ValueError
        If the shapes of the wrong pass don't fit.
    """
    net, Y, lam, fwd = right.net, right.Y, right.lam, right.forward
    if kind == "forward":
        fwd = wrong(net, right.X)
        bwd = backward(net, fwd, Y, lam)
        return Trace(net, right.X, Y, lam, fwd.a, fwd.z, cost(net, fwd, Y, lam), bwd.delta, bwd.Delta, bwd.D)
    if kind == "cost":
        return replace(right, J=wrong(net, fwd, Y, lam))
    if kind == "backward":
        bwd = wrong(net, fwd, Y, lam, alpha)
        return replace(right, delta=bwd.delta, Delta=bwd.Delta, D=bwd.D)
    return right


def step_with(kind: str, wrong: Callable[..., Any] | None, trace: Trace, alpha: float = 1.0) -> Network:
    """Return the network after one step from a trace: a wrong one if the wrong pass is the descent, if any is."""
    if wrong and kind == "descent":
        return wrong(trace.net, trace.X, trace.Y, trace.lam, alpha)
    return trace.net.stepped(trace.D, alpha)
