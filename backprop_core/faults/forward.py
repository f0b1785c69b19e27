"""The wrong rules that people write in the forward pass."""

# ruff: noqa: ARG001, ARG005 - a line takes what the right one takes, used or not

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core.activations import sigmoid
from backprop_core.faults.fault import Fault
from backprop_core.faults.shared import turned
from backprop_core.line_by_line import bias_of, weights_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_core.network import Network
    from backprop_core.validation import Array


def _z_without_bias(right: object, net: Network, l: int, a: Array) -> Array:
    return a @ weights_of(net, l - 1).T


def _where(name: str, wrong: Callable[[Array], Array]) -> Callable[..., Array]:
    """Put another function in the place of g in the layers that have the one named."""

    def line(right: Callable[..., Array], net: Network, l: int, z: Array) -> Array:
        return wrong(z) if net.activation_name(l) == name else right(net, l, z)

    return line


def _shared_out(z: Array, axis: int | None) -> Array:
    """Softmax, with the sum taken along another axis: None for all numbers at once."""
    if z.ndim == 1:  # one example: there is but one axis
        axis = 0
    e = np.exp(z - z.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


FAULTS = (
    Fault(
        "bias_left_out",
        "forward",
        title="the bias left out",
        rule="z^(l+1) = Θ^(l) a^(l), without the bias",
        explanation="The bias unit's 1 has a weight too: Θ_i0 belongs in every sum.",
        symptoms="Every z is off by its bias weight from layer 2 on, and every a after it.",
        hides="all bias weights 0",
        lines={"z": _z_without_bias},
        piece="left out: {bias}",
    ),
    Fault(
        "bias_after_g",
        "forward",
        title="the bias added after g",
        rule="a^(l+1) = g(Θ^(l) a^(l)) + bias",
        explanation="The bias belongs in the sum, before g: it moves the place where the unit switches.",
        symptoms="Every z lacks its bias weight; an a may leave the range of g, above 1 or below 0.",
        hides="all bias weights 0",
        lines={
            "z": _z_without_bias,
            "a": lambda right, net, l, z: right(net, l, z) + bias_of(net, l - 1),
        },
        piece="added after g: {bias}",
    ),
    Fault(
        "bias_last",
        "forward",
        title="the bias taken from the last column",
        rule="z^(l+1) from Θ^(l) (a^(l), 1) for Θ^(l) (1, a^(l))",
        explanation="The bias column is the first, j = 0: put the 1 before a^(l), not after it.",
        symptoms="Every z is wrong from layer 2 on: each unit gets its neighbour's weight, and the bias is multiplied.",
        hides="each row of Θ with one value throughout",
        lines={"z": lambda right, net, l, a: a @ net.Theta[l - 1][:, :-1].T + net.Theta[l - 1][:, -1]},
        piece="taken for the weight from unit 1: {bias}",
    ),
    Fault(
        "rows_and_columns_swapped",
        "forward",
        title="rows and columns of Θ swapped",
        rule="Θ_ij taken as the weight from unit i into unit j",
        explanation="Row = to, column = from: Θ_ij leads into unit i, from unit j.",
        symptoms="Wrong from the first square Θ on; where Θ without bias isn't square, the shapes don't fit.",
        hides="Θ symmetric, or one unit a layer",
        lines={"z": lambda right, net, l, a: a @ turned(net, l - 1, first=1).T + bias_of(net, l - 1)},
        piece="taken for each other: {into} and {into_turned}",
    ),
    Fault(
        "g_forgotten",
        "forward",
        title="g forgotten",
        rule="a^(l) = z^(l), without g",
        explanation="Without g all the layers together are no more than one layer of sums.",
        symptoms="z^(2) is right, every a equals its z, everything after that is wrong.",
        hides="L = 2 with identity output; ReLU with every z positive",
        lines={"a": lambda right, net, l, z: z},
        piece="with g it is {a}",
    ),
    Fault(
        "output_without_g",
        "forward",
        title="g left out at the output",
        rule="a^(L) = z^(L), without g",
        explanation="The output layer has its g too.",
        symptoms="Every z and every hidden a is right; the output is its z, which can be any number.",
        hides="identity output",
        lines={"a": lambda right, net, l, z: z if l == net.L else right(net, l, z)},
        piece="with g it is {h}",
    ),
    Fault(
        "exponent_sign",
        "forward",
        title="e^z for e^(−z)",
        rule="g(z) = 1 / (1 + e^z)",
        explanation="The sigmoid has a minus in its exponent, 1 / (1 + e^(−z)): without it a is 1 − g(z).",
        symptoms="z^(2) is right, a^(2) is 1 minus what it should be, everything after that is wrong.",
        hides="no sigmoid in the network",
        lines={"a": _where("sigmoid", lambda z: sigmoid(-z))},
    ),
    Fault(
        "brackets_missing",
        "forward",
        title="brackets missing in the sigmoid",
        rule="g(z) = 1 / 1 + e^(−z), which is 1 + e^(−z)",
        explanation="All of 1 + e^(−z) belongs under the 1: write 1 / (1 + e^(−z)).",
        symptoms="z^(2) is right, every a is above 1, everything after that is wrong.",
        hides="no sigmoid in the network",
        lines={"a": _where("sigmoid", lambda z: 1 + np.exp(-z))},
    ),
    Fault(
        "sigmoid_in_hidden_layers",
        "forward",
        title="the sigmoid for another g",
        rule="a^(l) = 1 / (1 + e^(−z)) in the hidden layers",
        explanation="The hidden units of this network have {g}.",
        symptoms="z^(2) is right, a^(2) is not: it lies between 0 and 1.",
        hides="sigmoid hidden units; no hidden layer",
        lines={"a": lambda right, net, l, z: right(net, l, z) if l == net.L else sigmoid(z)},
    ),
    Fault(
        "z_overwritten",
        "forward",
        title="a given as z",
        rule="z^(l) given as a^(l)",
        explanation="z^(l) is the sum before g. Two names for one array, or g written into it, leave no z.",
        symptoms="Every a is right, and every z is its own a.",
        hides="L = 2 with identity output; ReLU with every z positive",
        lines={"reported": lambda right, z, a: a},
        piece="with g it is {a}",
    ),
    Fault(
        "softmax_over_everything",
        "forward",
        title="softmax over the whole batch",
        rule="a^(L) = e^z / Σ e^z, the sum over all examples",
        explanation="Each example has a sum of its own: its outputs add up to 1.",
        symptoms="Every z and every hidden a is right; the outputs of all examples together add up to 1.",
        hides="m = 1; no softmax",
        lines={"a": _where("softmax", lambda z: _shared_out(z, None))},
    ),
    Fault(
        "softmax_over_examples",
        "forward",
        title="softmax over the examples",
        rule="a^(L) = e^z / Σ e^z, the sum down a column (axis 0)",
        explanation="The sum goes along the outputs of one example (axis 1): they add up to 1.",
        symptoms="Every z and every hidden a is right; each output adds up to 1 over the examples.",
        hides="one example, given as a vector; no softmax",
        lines={"a": _where("softmax", lambda z: _shared_out(z, 0))},
    ),
    Fault(
        "sigmoid_for_softmax",
        "forward",
        title="the sigmoid at a softmax output",
        rule="a^(L) = 1 / (1 + e^(−z))",
        explanation="Softmax shares 1 out among the outputs of an example; sigmoids don't know of each other.",
        symptoms="Every z and every hidden a is right; the outputs of an example don't add up to 1.",
        hides="no softmax",
        lines={"a": _where("softmax", sigmoid)},
    ),
)
