"""The number that a quantity names in a trace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from backprop_core.activations import sigmoid
from backprop_core.calls import plainly
from backprop_core.costs import PAIRS, inverse, log_softmax, softplus
from backprop_core.quantity import PER_OUTPUT, PER_WEIGHT, Quantity, code_of, quantity_of
from backprop_core.total_cost import example_costs, squared_weights
from backprop_core.validation import Array, check_has, index, one_of

if TYPE_CHECKING:
    from backprop_core.backward_pass import Trace
    from backprop_core.network import Network

A_TRACE = "what run(net, X, Y) returned"
_Value = Callable[["Trace", Quantity], Any]

FIRST_LAYER = {"z": 2, "a": 1, "delta": 2, "dJda": 1, "gprime": 2, "one_minus_a": 2} | dict.fromkeys(
    ("x", *PER_OUTPUT), 1
)


@plainly
def value_of(trace: Trace, quantity: Quantity | str) -> float:
    """Return the number that a quantity names in this trace.

    Parameters
    ----------
    trace : Trace
        What `run` returned.
    quantity : Quantity or str
        The number, or its code: "z.2.1", "delta.2.2", "Theta.1.2.0", "J"; of example 3 of a batch "delta.2.2@3".

    Raises
    ------
    ValueError, TypeError
        If it isn't a trace, there is no such number, or a batch has one for each example and none was chosen, or one
        for all of them and an example was chosen.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> trace = run(*examples.lecture())
    >>> print(f"{value_of(trace, 'delta.2.2'):.4f}")
    0.0588
    """
    quantity = quantity_of(quantity)
    check_has("trace", trace, "delta", A_TRACE)
    check_quantity(trace, quantity)
    if quantity.example and trace.X.ndim == 2 and quantity.kind not in (*FIRST_LAYER, "cost"):
        raise ValueError(
            f"{code_of(quantity)!r} names an example, but {quantity.kind} covers all {trace.m}:"
            f" leave @{quantity.example} out"
        )
    return unchecked_value(trace, quantity)


def unchecked_value(trace: Trace, quantity: Quantity) -> float:
    """`value_of` for a quantity that this trace is known to have."""
    return float(VALUES[quantity.kind](trace, quantity))


def mean_of(trace: Trace, quantity: Quantity) -> float:
    """Return the number that `quantity` names; of a batch, where no example is chosen, the mean over the examples.

    Examples
    --------
    >>> from backprop_core import Network, examples, run
    >>> X, Y = examples.xor()
    >>> trace = run(Network.random([2, 2, 1], seed=0), X, Y)
    >>> mean_of(trace, Quantity("y", i=1)), mean_of(trace, Quantity("y", i=1, example=2))
    (0.5, 1.0)
    """
    if trace.X.ndim == 1 or quantity.example or quantity.kind not in FIRST_LAYER:
        return value_of(trace, quantity)
    check_quantity(trace, replace(quantity, example=1))
    return float(VALUES[quantity.kind](trace, quantity).mean())


class Counted(Protocol):
    """What has numbers that a quantity can name: a Trace, or a network with its examples before any pass."""

    @property
    def net(self) -> Network:
        """The network."""
        ...

    @property
    def X(self) -> Array:
        """One example or a batch."""
        ...

    @property
    def m(self) -> int:
        """How many examples."""
        ...


def check_quantity(trace: Counted, q: Quantity) -> None:
    """Refuse a quantity that this trace doesn't have, and say which there are."""
    check_has("trace", trace, "net", A_TRACE)
    one_of("kind", q.kind, VALUES)
    per_unit = q.kind in FIRST_LAYER
    if q.kind in PER_WEIGHT:
        trace.net.check_weight(q.layer, q.i, q.j)
    elif per_unit:
        _check_unit(trace, q)
    if q.example:
        index("example", q.example, 1, trace.m, "an example")
    elif trace.X.ndim == 2 and (per_unit or q.kind == "cost"):
        raise ValueError(f"each of the {trace.m} examples has its own {q}: choose example=1..{trace.m}")


def _check_unit(trace: Counted, q: Quantity) -> None:
    net, layer = trace.net, q.layer
    if q.kind == "x":
        layer = index("layer", 1 if layer is None else layer, 1, 1, f"the layer of {q.kind}")
    elif q.kind in PER_OUTPUT:
        layer = index("layer", net.L if layer is None else layer, net.L, net.L, f"the layer of {q.kind}")
    else:
        index("layer", layer, FIRST_LAYER[q.kind], net.L, f"the layer of {q.kind}")
    index("i", q.i, 1, net.sizes[layer - 1], f"a unit of layer {layer}")


def _unit(values: Array, q: Quantity) -> Any:
    """The entry of unit i: in the row of the example that q names, or of a batch in all of them."""
    if values.ndim == 1:
        return values[q.i - 1]
    return values[:, q.i - 1] if q.example is None else values[q.example - 1, q.i - 1]


def _weight(values: Array, q: Quantity) -> Any:
    return values[q.i - 1, q.j]


def _cost(trace: Trace, q: Quantity) -> Any:
    costs = example_costs(trace.net, trace.forward, trace.Y)
    return costs if costs.ndim == 0 else costs[q.example - 1]


def _g_prime(trace: Trace, layer: int) -> Array:
    """g'(z) of a whole layer."""
    return trace.net.activation(layer).g_prime(trace.z[layer])


def _dJda(trace: Trace, layer: int) -> Array:
    net = trace.net
    if layer == net.L:
        return PAIRS[net.output, net.cost].by_a(trace.z[layer], trace.a[layer], trace.Y)
    return trace.delta[layer + 1] @ net.Theta[layer][:, 1:]


def _log_a(trace: Trace) -> Array:
    z = trace.z[trace.net.L]
    return log_softmax(z) if trace.net.output == "softmax" else -softplus(-z)


def _one_minus_a(trace: Trace, layer: int) -> Array:
    """1 - a; for a sigmoid that is g(-z), right where a rounds to 1."""
    sigmoidal = trace.net.activation_name(layer) == "sigmoid"
    return sigmoid(-trace.z[layer]) if sigmoidal else 1 - trace.a[layer]


VALUES: dict[str, _Value] = {
    "x": lambda t, q: _unit(t.a[1], q),
    "y": lambda t, q: _unit(t.Y, q),
    "z": lambda t, q: _unit(t.z[q.layer], q),
    "a": lambda t, q: _unit(t.a[q.layer], q),
    "delta": lambda t, q: _unit(t.delta[q.layer], q),
    "dJda": lambda t, q: _unit(_dJda(t, q.layer), q),
    "gprime": lambda t, q: _unit(_g_prime(t, q.layer), q),
    "Theta": lambda t, q: _weight(t.net.Theta[q.layer], q),
    "Delta": lambda t, q: _weight(t.Delta[q.layer], q),
    "D": lambda t, q: _weight(t.D[q.layer], q),
    "J": lambda t, q: t.J,
    "lam": lambda t, q: t.lam,
    "m": lambda t, q: t.m,
    # parts of explanations
    "cost": _cost,  # of one example, without penalty
    "penalty": lambda t, q: squared_weights(t.net),  # Σ Θ_ij², j ≠ 0
    "inv_m": lambda t, q: 1 / t.m,
    "error": lambda t, q: _unit(t.a[t.net.L] - t.Y, q),  # a - y
    "log_a": lambda t, q: _unit(_log_a(t), q),
    "log_one_minus_a": lambda t, q: _unit(-softplus(t.z[t.net.L]), q),
    "one_minus_a": lambda t, q: _unit(_one_minus_a(t, q.layer), q),
    "one_minus_y": lambda t, q: _unit(1 - t.Y, q),
    "inv_a": lambda t, q: _unit(inverse(t.a[t.net.L]), q),
    "inv_one_minus_a": lambda t, q: _unit(inverse(_one_minus_a(t, t.net.L)), q),
}
