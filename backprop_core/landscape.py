"""The cost as a landscape: what it is wherever one number, or two, stand elsewhere than they do."""

from __future__ import annotations

import math
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from backprop_core.batch import examples_in, inputs, targets
from backprop_core.calls import plainly
from backprop_core.costs import PAIRS
from backprop_core.forward_pass import forward
from backprop_core.total_cost import squared_weights
from backprop_core.validation import Array, check_finite, index, one_of, penalty_factor, real_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backprop_core.network import Network
    from backprop_core.quantity import Quantity

AT_ONCE = 2_000_000  # numbers of one layer that are computed in one go: 16 MB


@plainly
def cost_along(net: Network, X: object, Y: object, lam: float = 0.0, *, of: Quantity, values: object) -> Array:
    r"""The cost for each value that one Θ, z or a could have, everything else as it is.

    Parameters
    ----------
    net, X, Y, lam
        As for `run`.
    of : Quantity
        A Theta: the result is J. A z or an a of a hidden unit, or a z of an output unit: the result is the cost of
        one example (``of.example``, needed for a batch), without λ; everything after that unit is computed anew.
    values : array, (n,)

    Returns
    -------
    array, (n,)

    Raises
    ------
    ValueError, TypeError
        If the network has no such number, or it is an output a, from which no z follows.

    Examples
    --------
    >>> from backprop_core import Quantity, examples
    >>> net, x, y = examples.lecture()
    >>> print(cost_along(net, x, y, of=Quantity("Theta", 3, 1, 0), values=[-0.15, 0.0]).round(4))
    [0.7908 0.7116]
    """
    return _costs(net, X, Y, lam, [of], [values])


@plainly
def cost_over(
    net: Network,
    X: object,
    Y: object,
    lam: float = 0.0,
    *,
    of: tuple[Quantity, Quantity],
    values: tuple[object, object],
) -> Array:
    r"""J for each pair of values that two weights could have.

    Returns
    -------
    array, (n_1, n_2)
        Row p, column q: J with the first weight at ``values[0][p]`` and the second at ``values[1][q]``.

    Examples
    --------
    >>> from backprop_core import Quantity, examples
    >>> net, x, y = examples.lecture()
    >>> weights = Quantity("Theta", 1, 1, 1), Quantity("Theta", 3, 1, 2)
    >>> print(cost_over(net, x, y, of=weights, values=([0.8], [-1.3, 0.0])).round(4))
    [[0.7908 0.4715]]
    """
    for q in of:
        one_of("of.kind", q.kind, ["Theta"])
    if of[0] == of[1]:
        raise ValueError(f"both axes are {of[0]}: choose two different weights")
    return _costs(net, X, Y, lam, list(of), list(values))


def _costs(net: Network, X: object, Y: object, lam: float, of: Sequence[Quantity], values: Sequence[object]) -> Array:
    x = inputs(net, X)
    y = targets(net, x, Y)
    lam = penalty_factor(lam)
    for q in of:
        _check(net, x, q)
    lines = [_line(v) for v in values]
    if of[0].kind != "Theta" and x.ndim == 2:
        x, y = x[of[0].example - 1], y[of[0].example - 1]
    x, y = np.atleast_2d(x), np.atleast_2d(y)
    J = _means(net, x, y, of, lines)
    if of[0].kind == "Theta" and lam:
        J += lam / (2 * len(x)) * _squares(net, of, lines)
    return J


def _check(net: Network, X: Array, q: Quantity) -> None:
    one_of("of.kind", q.kind, ["Theta", "z", "a"])
    if q.kind == "Theta":
        net.check_weight(q.layer, q.i, q.j)
        return
    index("of.layer", q.layer, 2 if q.kind == "z" else 1, net.L, f"the layer of {q.kind}")
    index("of.i", q.i, 1, net.sizes[q.layer - 1], f"a unit of layer {q.layer}")
    if q.example is not None:
        index("of.example", q.example, 1, examples_in(X), "the example whose cost it is")
    elif X.ndim == 2:
        raise ValueError(f"each of the {len(X)} examples has its own {q}: choose example=1..{len(X)}")
    if q.kind == "a" and q.layer == net.L:
        raise ValueError(f"{q} is an output: the cost is computed from its z, so move that")


def _line(values: object) -> Array:
    line = real_array("values", values)
    if line.ndim != 1:
        raise ValueError(f"values has shape {line.shape}: give one row of numbers, (n,)")
    check_finite("values", line)
    return line.astype(np.float64, copy=False)


def _means(net: Network, X: Array, Y: Array, of: Sequence[Quantity], lines: Sequence[Array]) -> Array:
    """The mean cost for every combination of values, part by part, so that a large batch needs no large memory."""
    points = max(1, AT_ONCE // (len(X) * max(net.sizes)))
    first = max(1, points // max(1, math.prod(len(line) for line in lines[1:])))
    parts = [
        _mean_costs(net, X, Y, of, [lines[0][start : start + first], *lines[1:]])
        for start in range(0, len(lines[0]), first)
    ]
    return np.concatenate(parts) if parts else np.empty([len(line) for line in lines])


def _mean_costs(net: Network, X: Array, Y: Array, of: Sequence[Quantity], lines: Sequence[Array]) -> Array:
    """One forward pass with an axis for each quantity before the axes of the batch; no layer is wider than it needs."""
    axes = [line.reshape([-1 if k == n else 1 for k in range(len(lines))] + [1]) for n, line in enumerate(lines)]
    a = X.reshape([1] * len(lines) + list(X.shape))
    z = a
    for l in range(1, net.L + 1):
        if l > 1:
            z = a @ net.Theta[l - 1][:, 1:].T + net.Theta[l - 1][:, 0]
        for q, values in zip(of, axes, strict=True):
            if q.kind == "Theta" and q.layer == l - 1:
                source = 1.0 if q.j == 0 else a[..., q.j - 1]
                z = _with(z, q, z[..., q.i - 1] + (values - net.weight(q.layer, q.i, q.j)) * source)
            elif q.kind == "z" and q.layer == l:
                z = _with(z, q, values)
        a = a if l == 1 else net.activation(l).g(z)
        for q, values in zip(of, axes, strict=True):
            if q.kind == "a" and q.layer == l:
                a = _with(a, q, values)
    return PAIRS[net.output, net.cost].of(z, a, Y).mean(axis=-1)


def _with(layer: Array, q: Quantity, unit: Array) -> Array:
    """The layer with unit i's numbers replaced, an axis wider where those differ along it."""
    shape = np.broadcast_shapes(layer.shape[:-1], unit.shape)
    wide = np.broadcast_to(layer, (*shape, layer.shape[-1])).copy()
    wide[..., q.i - 1] = unit
    return wide


def _squares(net: Network, of: Sequence[Quantity], lines: Sequence[Array]) -> Array:
    """Σ Θ_ij², j ≠ 0, for every combination of values."""
    total = np.full([len(line) for line in lines], squared_weights(net))
    for n, (q, line) in enumerate(zip(of, lines, strict=True)):
        if q.j != 0:
            shape = [-1 if k == n else 1 for k in range(len(lines))]
            total += (line**2 - net.weight(q.layer, q.i, q.j) ** 2).reshape(shape)
    return total


def plane(net: Network, x_1: object, x_2: object) -> dict[int, Array]:
    r"""Every unit's a on a grid over the plane of two inputs.

    Parameters
    ----------
    net : Network
        With two inputs.
    x_1, x_2 : array, (n,) and (k,)

    Returns
    -------
    dict of int to array
        ``[l]``, l = 1..L, (k, n, s_l): row p, column q is at (x_1[q], x_2[p]).

    Raises
    ------
    ValueError
        If the network hasn't two inputs.

    Examples
    --------
    >>> from backprop_core import examples
    >>> net, x, _ = examples.lecture()
    >>> print(plane(net, [x[0]], [x[1]])[4].round(4))
    [[[0.4535]]]
    """
    if net.sizes[0] != 2:
        raise ValueError(f"the network has {net.sizes[0]} inputs: only two can be drawn as a plane")
    columns, rows = _line(x_1), _line(x_2)
    X = np.array([(c, r) for r, c in product(rows, columns)])
    return {l: a.reshape(len(rows), len(columns), -1) for l, a in forward(net, X).a.items()}
