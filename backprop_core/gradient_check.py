"""Derivatives that are measured: nudge a number, see how far the cost moves. The judge of the backward pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from backprop_core.backward_pass import run
from backprop_core.batch import examples_in, inputs, targets
from backprop_core.calls import plainly
from backprop_core.costs import PAIRS
from backprop_core.forward_pass import forward, layers_after
from backprop_core.quantity import Quantity, quantity_of
from backprop_core.total_cost import total_cost
from backprop_core.validation import (
    Array,
    check_finite,
    check_has,
    described,
    finite_number,
    index,
    one_of,
    penalty_factor,
    real_array,
)
from backprop_core.values import value_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_core.backward_pass import Trace
    from backprop_core.network import Network

DERIVATIVE = {"Theta": "D", "z": "delta", "a": "dJda"}


@plainly
def numerical_gradient(net: Network, X: object, Y: object, lam: float = 0.0, eps: float = 1e-4) -> dict[int, Array]:
    r"""Measure ∂J/∂Θ for every weight, one by one, by central differences.

    (J(Θ_ij + ε) - J(Θ_ij - ε)) / 2ε: two forward passes for each weight. So it is slow, and has nothing in common with
    the backward pass that it checks.

    Parameters
    ----------
    net, X, Y, lam
        As for `run`.
    eps : float
        The nudge ε, above 0.

    Returns
    -------
    dict of int to array
        Like ``D``: ``[l]``, l = 1..L-1, shaped like Theta[l]; float64.

    Raises
    ------
    ValueError, TypeError
        If X or Y doesn't fit the network, λ is negative, or ε isn't above 0.

    Notes
    -----
    Source: Andrew Ng, Machine Learning, week 5, "Gradient checking".

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> net, x, y = examples.lecture()
    >>> worst = compare(run(net, x, y).D, numerical_gradient(net, x, y))
    >>> max(worst.values()) < 1e-8
    True
    """
    check_has("net", net, "Theta", "a Network")
    measured = {l: np.empty(Theta.shape) for l, Theta in net.Theta.items()}
    for l, layer in measured.items():
        for row, column in np.ndindex(layer.shape):
            of = Quantity("Theta", l, row + 1, column)
            layer[row, column] = numerical_derivative(net, X, Y, lam, of=of, eps=eps)
    return measured


@plainly
def numerical_derivative(
    net: Network, X: object, Y: object, lam: float = 0.0, *, of: Quantity | str, eps: float = 1e-4
) -> float:
    r"""Measure one derivative by a central difference, in float64.

    Parameters
    ----------
    net, X, Y, lam
        As for `run`.
    of : Quantity or str
        What is nudged, or its code. A Theta: the result is ∂J/∂Θ. A z or an a: the result is ∂cost/∂z or ∂cost/∂a of
        one example (``of.example``, needed for a batch), without λ; everything after that unit is computed anew.
    eps : float
        The nudge ε, above 0. With cross-entropy an output a has to stay between 0 and 1: for it ε is made smaller where
        needed.

    Raises
    ------
    ValueError, TypeError
        If an argument doesn't fit, as for `run`; if `of` is no Theta, z or a of this network, or is one of several
        examples' and none was chosen; for an output a within 1e-8 of 0 or 1, too close for a nudge.

    Examples
    --------
    >>> from backprop_core import examples
    >>> net, x, y = examples.lecture()
    >>> print(f"{numerical_derivative(net, x, y, of='z.2.2'):.6f}")
    0.058846
    """
    of = quantity_of(of)
    one_of("the kind of of", of.kind, DERIVATIVE)
    eps = _positive(eps)
    net = _in_float64(net)
    examples = inputs(net, X)
    labels = targets(net, examples, Y)
    lam = penalty_factor(lam)
    if of.example is not None:
        index("of.example", of.example, 1, examples_in(examples), "an example")
    if of.kind == "Theta":
        return central_difference(lambda step: _cost_with_weight(net, examples, labels, lam, of, step), eps)
    x, y = _one_example(examples, labels, of)
    return _nudged(net, x, y, of, eps)


@plainly
def numerical_mean_derivative(net: Network, X: object, Y: object, *, of: Quantity | str, eps: float = 1e-4) -> float:
    r"""Measure the mean over the examples of ∂cost/∂z or ∂cost/∂a: nudge the number in all examples at once.

    The mean of their costs, without λ, then moves by ε times the mean of the slopes.

    Parameters
    ----------
    net, X, Y
        As for `run`.
    of : Quantity or str
        A z or an a, without its example, or its code.
    eps : float
        As in `numerical_derivative`, which has the errors too.

    Examples
    --------
    >>> from backprop_core import Network, examples
    >>> net = Network.random([2, 2, 1], seed=1)
    >>> trace = run(net, *examples.xor())
    >>> f"{numerical_mean_derivative(net, trace.X, trace.Y, of='z.2.1'):.4f}", f"{trace.delta[2][:, 0].mean():.4f}"
    ('-0.0152', '-0.0152')
    """
    of = quantity_of(of)
    one_of("the kind of of", of.kind, ("z", "a"))
    eps = _positive(eps)
    net = _in_float64(net)
    examples = inputs(net, X)
    return _nudged(net, examples, targets(net, examples, Y), of, eps)


def _nudged(net: Network, x: Array, y: Array, of: Quantity, eps: float) -> float:
    """The slope of the cost, or of the mean of several, by a z or an a."""
    first = 2 if of.kind == "z" else 1
    l = index("of.layer", of.layer, first, net.L, f"the layer of {of.kind}")
    index("of.i", of.i, 1, net.sizes[l - 1], f"a unit of layer {l}")
    if of.kind == "a" and l == net.L:
        eps = min(_inside(net, float(a), eps) for a in np.atleast_1d(forward(net, x).a[l][..., of.i - 1]))
    return central_difference(lambda step: _cost_with_nudge(net, x, y, of, step), eps)


def central_difference(f: Callable[[float], float], eps: float) -> float:
    """(f(ε) - f(-ε)) / 2ε: the slope of f at 0, wrong by about ε² f'''/6."""
    return (f(eps) - f(-eps)) / (2 * eps)


def _one_example(X: Array, Y: Array, of: Quantity) -> tuple[Array, Array]:
    if X.ndim == 2 and of.example is None:
        raise ValueError(f"each of the {len(X)} examples has its own {of}: choose example=1..{len(X)}")
    return (X, Y) if X.ndim == 1 else (X[of.example - 1], Y[of.example - 1])


def _cost_with_weight(net: Network, X: Array, Y: Array, lam: float, of: Quantity, step: float) -> float:
    nudged = net.with_weight(of.layer, of.i, of.j, net.weight(of.layer, of.i, of.j) + step)
    return total_cost(nudged, forward(nudged, X), Y, lam)


def _cost_with_nudge(net: Network, x: Array, y: Array, of: Quantity, step: float) -> float:
    """The cost, of several examples the mean, with z or a of one unit moved by `step` and what follows from there."""
    fwd, l, pair = forward(net, x), of.layer, PAIRS[net.output, net.cost]
    nudge = np.zeros(net.sizes[l - 1])
    nudge[of.i - 1] = step
    if of.kind == "a" and l == net.L:  # the other outputs' parts of the cost stay, however large they are
        unit = slice(of.i - 1, of.i)
        return float(np.mean(pair.of_a(fwd.a[l][..., unit] + step, y[..., unit])))
    if of.kind == "z":
        z = fwd.z[l] + nudge
        a = net.activation(l).g(z)
    else:
        z, a = nudge, fwd.a[l] + nudge  # z isn't used: at least one layer follows
    for _, z_next, a_next in layers_after(net, l, a):
        z, a = z_next, a_next
    return float(np.mean(pair.of(z, a, y)))


def _inside(net: Network, a: float, eps: float) -> float:
    """Return an ε that keeps a ± ε between 0 and 1, and small against the distance from them: log is steep there."""
    if net.output == "identity" or net.cost == "squared_error":
        return eps
    room = min(a, 1 - a)
    if room < 1e-8:
        raise ValueError(
            f"a = {a:.9f} is too close to {round(a)} to be nudged inside (0, 1): the cost is too steep there"
        )
    return float(min(eps, 1e-4 * room))


def _in_float64(net: Network) -> Network:
    check_has("net", net, "Theta", "a Network")
    if net.dtype == np.float64:
        return net
    return replace(net, Theta={l: Theta.astype(np.float64) for l, Theta in net.Theta.items()})


def _positive(eps: float) -> float:
    number = finite_number("eps", eps)
    if number <= 0:
        raise ValueError(f"eps is {number}: the nudge ε has to be above 0")
    return number


@plainly
def derived(trace: Trace, of: Quantity | str) -> float:
    """Return what the backward pass says the derivative by `of` is: the number that `numerical_derivative` measures.

    Parameters
    ----------
    trace : Trace
        What `run` returned.
    of : Quantity or str
        A Theta, for ∂J/∂Θ; a z or an a, for ∂cost/∂z or ∂cost/∂a of one example; or its code.

    Raises
    ------
    ValueError, TypeError
        If `of` is no Theta, z or a of this trace, or is one of several examples' and none was chosen.

    Examples
    --------
    >>> from backprop_core import examples
    >>> print(f"{derived(run(*examples.lecture()), 'z.2.2'):.6f}")
    0.058846
    """
    of = quantity_of(of)
    one_of("the kind of of", of.kind, DERIVATIVE)
    return value_of(trace, replace(of, kind=DERIVATIVE[of.kind]))


@plainly
def compare(D: Mapping[int, Array], measured: Mapping[int, Array]) -> dict[int, float]:
    r"""Relative difference of two gradients, layer by layer: ‖D - measured‖ / (‖D‖ + ‖measured‖), 0 if both are 0.

    1e-8 and less is rounding; 1 means that one of them is 0 or points the opposite way.

    Parameters
    ----------
    D, measured : mapping of int to array
        A gradient by layer number, as ``trace.D`` is; each norm is that of a whole layer's numbers.

    Returns
    -------
    dict of int to float
        From 0 to 1, by layer number.

    Raises
    ------
    ValueError, TypeError
        If the layers or their shapes differ, or they don't hold finite numbers.

    Examples
    --------
    >>> compare({1: np.array([[3.0, 4.0]])}, {1: np.array([[3.0, -4.0]])})
    {1: 0.8}
    """
    for name, gradient in (("D", D), ("measured", measured)):
        if not isinstance(gradient, Mapping):
            raise TypeError(f"{name} is {described(gradient)}: give a dict with one array per layer, such as trace.D")
    if set(D) != set(measured):
        raise ValueError(f"D has the layers {list(D)}, but measured has {list(measured)}: compare the same network")
    return {
        l: _relative_difference(l, real_array(f"D[{l}]", D[l]), real_array(f"measured[{l}]", measured[l])) for l in D
    }


def _relative_difference(l: int, D: Array, measured: Array) -> float:
    if D.shape != measured.shape:
        raise ValueError(f"D[{l}] has shape {D.shape}, but measured[{l}] has {measured.shape}: they have to be alike")
    check_finite(f"D[{l}]", D)
    check_finite(f"measured[{l}]", measured)
    size = np.linalg.norm(D) + np.linalg.norm(measured)
    return float(np.linalg.norm(D - measured) / size) if size else 0.0


@plainly
def epsilon_sweep(
    net: Network,
    X: object,
    Y: object,
    lam: float = 0.0,
    *,
    of: Quantity | str,
    exponents: Iterable[float] = range(-1, -14, -1),
) -> list[tuple[float, float]]:
    r"""How far the measured derivative is from the derived one, for ε = 10^exponent: the U-curve.

    On the right the central difference's own error, ε² f'''/6; on the left rounding, about 1e-16 J/ε.

    Parameters
    ----------
    net, X, Y, lam, of
        As for `numerical_derivative`.
    exponents : iterable of float
        From -300 to 300; by default -1, -2, ..., -13.

    Returns
    -------
    list of (eps, difference)
        In the order of the exponents; the difference is |measured - derived|.

    Raises
    ------
    ValueError, TypeError
        As `numerical_derivative`; if an exponent is none.

    Examples
    --------
    >>> from backprop_core import examples
    >>> sweep = epsilon_sweep(*examples.lecture(), of="Theta.1.1.1")
    >>> best = min(sweep, key=lambda point: point[1])
    >>> sweep[0][1] > best[1] < sweep[-1][1]
    True
    """
    exact = derived(run(net, X, Y, lam), of)
    if not isinstance(exponents, Iterable):
        raise TypeError(f"exponents is {described(exponents)}: give the powers of ten, such as range(-1, -14, -1)")
    steps = [10.0 ** _exponent(n) for n in exponents]
    return [(eps, abs(numerical_derivative(net, X, Y, lam, of=of, eps=eps) - exact)) for eps in steps]


def _exponent(n: object) -> float:
    number = finite_number("exponents", n)
    if abs(number) > 300:
        raise ValueError(f"exponents has {number:g}: ε is 10 to a power from -300 to 300")
    return number
