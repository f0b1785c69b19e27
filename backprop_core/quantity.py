"""Any number of a trace that can be pointed at: its name, its indices, its value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backprop_core.activations import sigmoid
from backprop_core.costs import PAIRS, example_costs, inverse, log_softmax, softplus, squared_weights
from backprop_core.forward_pass import Forward
from backprop_core.validation import Array, index, one_of

if TYPE_CHECKING:
    from backprop_core.backward_pass import Trace

_Value = Callable[["Trace", "Quantity"], Any]


@dataclass(frozen=True)
class Quantity:
    """A number in a trace, by the blackboard's indices.

    Parameters
    ----------
    kind : str
        One unit's "z", "a", "delta", "dJda" (∂cost/∂a), "gprime" by layer and i; "x" and "y" by i alone.
        One weight's "Theta", "Delta", "D" by layer, row i (unit of layer + 1) and column j (unit of layer, 0 the bias).
        "J", "lam", "m" alone. The other kinds in `VALUES` are the parts that explanations are made of.
    layer, i, j : int, optional
    example : int, optional
        t = 1..m; needed where a batch has one such number for each example.

    Examples
    --------
    >>> print(Quantity("Theta", 2, 1, 0), "and", Quantity("delta", 3, 2, example=4))
    Theta_10^(2) and delta_2^(3) of example 4
    """

    kind: str
    # an int each, or None where the kind has no such index
    layer: Any = None
    i: Any = None
    j: Any = None
    example: Any = None

    def __str__(self) -> str:
        indices = [n for n in (self.i, self.j) if n is not None]
        below = ("," if any(n > 9 for n in indices) else "").join(map(str, indices))
        name = self.kind + (f"_{below}" if below else "") + (f"^({self.layer})" if self.layer is not None else "")
        return name if self.example is None else f"{name} of example {self.example}"


def value_of(trace: Trace, quantity: Quantity) -> float:
    """Return the number that `quantity` names in this trace.

    Raises
    ------
    ValueError, TypeError
        If there is no such number, or a batch has one for each example and none was chosen.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> trace = run(*examples.lecture())
    >>> print(f"{value_of(trace, Quantity('delta', 2, 2)):.4f}")
    0.0588
    """
    check_quantity(trace, quantity)
    return float(VALUES[quantity.kind](trace, quantity))


def check_quantity(trace: Trace, q: Quantity) -> None:
    """Refuse a quantity that this trace doesn't have, and say which there are."""
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


def _check_unit(trace: Trace, q: Quantity) -> None:
    net, layer = trace.net, q.layer
    if q.kind in INPUT_ONLY:
        layer = index("layer", 1 if layer is None else layer, 1, 1, f"the layer of {q.kind}")
    elif q.kind in OUTPUT_ONLY:
        layer = index("layer", net.L if layer is None else layer, net.L, net.L, f"the layer of {q.kind}")
    else:
        index("layer", layer, FIRST_LAYER[q.kind], net.L, f"the layer of {q.kind}")
    index("i", q.i, 1, net.sizes[layer - 1], f"a unit of layer {layer}")


def _unit(values: Array, q: Quantity) -> Any:
    """The entry of unit i, in the row of the example that q names."""
    row = values if values.ndim == 1 else values[q.example - 1]
    return row[q.i - 1]


def _weight(values: Array, q: Quantity) -> Any:
    return values[q.i - 1, q.j]


def _cost(trace: Trace, q: Quantity) -> Any:
    costs = example_costs(trace.net, Forward(trace.a, trace.z), trace.Y)
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
    name = trace.net.output if layer == trace.net.L else trace.net.hidden
    return sigmoid(-trace.z[layer]) if name == "sigmoid" else 1 - trace.a[layer]


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

PER_WEIGHT = {"Theta", "Delta", "D"}
INPUT_ONLY = {"x"}
OUTPUT_ONLY = {"y", "error", "log_a", "log_one_minus_a", "one_minus_y", "inv_a", "inv_one_minus_a"}
FIRST_LAYER = {"z": 2, "a": 1, "delta": 2, "dJda": 1, "gprime": 2, "one_minus_a": 2} | dict.fromkeys(
    INPUT_ONLY | OUTPUT_ONLY, 1
)
