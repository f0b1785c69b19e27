"""The wrong rules that people write in the backward pass on the way from δ to δ."""

# ruff: noqa: ARG001, ARG005 - a line takes what the right one takes, used or not

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core.faults.fault import Fault
from backprop_core.faults.shared import turned
from backprop_core.line_by_line import weights_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_core.network import Network
    from backprop_core.validation import Array


def _extra_slope(right: Callable[..., Array], net: Network, z: Array, a: Array, y: Array) -> Array:
    """One g' too many; for softmax the a (1 - a) that people take for it."""
    slope = a * (1 - a) if net.output == "softmax" else net.activation(net.L).g_prime(z)
    return right(net, z, a, y) * slope


def _slope_of_error(right: object, net: Network, z: Array, a: Array, y: Array) -> Array:
    error: Array = a - y
    return error * (1 - error)


def _slope_from_z(right: Callable[..., Array], net: Network, l: int, z: Array, a: Array) -> Array:
    """The formula that gives g' from a, with z put into it."""
    if net.hidden == "relu":  # z > 0 where a > 0
        return right(net, l, z, a)
    return z * (1 - z) if net.hidden == "sigmoid" else 1 - z**2


def _reshaped(right: object, net: Network, l: int, update: Array) -> Array:
    """What stands for Θ in δΘ where Θ.reshape(columns, rows) was taken for its transpose."""
    weights = weights_of(net, l)
    return weights.reshape(weights.shape[::-1]).T


FAULTS = (
    Fault(
        "output_sign",
        "backward",
        title="y − a for a − y",
        rule="δ^(L) = {turned}",
        explanation="At the output δ is {delta}. The other way round it points uphill.",
        symptoms="Each layer has the opposite sign: 2 / 2 / 2. The cost rises. With λ = 1 D^(1) is off by only 0.047.",
        hides="",
        lines={"output": lambda right, net, z, a, y: -right(net, z, a, y)},
        piece="{h} minus {y} was taken the other way round",
    ),
    Fault(
        "extra_gprime",
        "backward",
        title="an extra g' at the output",
        rule="δ^(L) = {extra}",
        explanation="{why_not}",
        symptoms="All layers are equally too small: 0.80 / 0.80 / 0.80. Worst where the answer is most wrong.",
        hides="identity output",
        lines={"output": _extra_slope},
        piece="too much: {output_gprime}",
    ),
    Fault(
        "output_gprime_left_out",
        "backward",
        title="g' left out at the output",
        rule="δ^(L) = a^(L) − y",
        explanation="a − y alone is δ of the cross-entropy, where g' cancels. Of the squared error it is {delta}.",
        symptoms="All layers are equally too large: 3.9 / 3.9 / 3.9 with the squared error.",
        hides="cross-entropy; identity output",
        lines={"output": lambda right, net, z, a, y: a - y},
        piece="left out: {output_gprime}",
    ),
    Fault(
        "slope_of_error",
        "backward",
        title="the slope of the error",
        rule="δ^(L) = e (1 − e), with e = a^(L) − y",
        explanation="At the output δ is {delta}. An error has no slope to be multiplied by.",
        symptoms="Every layer is wrong: 1.31 / 1.38 / 1.38.",
        hides="",
        lines={"output": _slope_of_error},
        piece="{h} minus {y} was multiplied by 1 minus itself",
    ),
    Fault(
        "gprime_left_out",
        "backward",
        title="g' left out of the hidden δ",
        rule="δ^(l) = (Θ^(l))ᵀ δ^(l+1), without g'(z^(l))",
        explanation="The sum Σ Θδ is ∂cost/∂a. For δ = ∂cost/∂z it still has to be multiplied by g'(z).{always_1}",
        symptoms="The last layer is right; further back the mistake grows: 30.6 / 4.8 / 0. The cost falls anyway.",
        hides="no hidden layer; ReLU with every z positive",
        lines={"slope": lambda right, net, l, z, a: np.ones_like(z)},
        piece="left out: {gprime}",
    ),
    Fault(
        "error_passed_back",
        "backward",
        title="the error passed back without g'",
        rule="δ^(l) = e^(l) · g'(z^(l)), with e^(l) = (Θ^(l))ᵀ e^(l+1)",
        explanation="What goes back from layer l + 1 is all of its δ, g' included: (Θ^(l))ᵀ δ^(l+1).",
        symptoms="The last two δ are right, those before lack the g' of the layers after: 4.5 / 0 / 0.",
        hides="fewer than two hidden layers; ReLU with every z positive",
        lines={"sent": lambda right, sums, delta: sums},
        piece="left out on the way: {next_gprime}",
    ),
    Fault(
        "dJda_for_delta",
        "backward",
        title="∂cost/∂a given as δ",
        rule="δ^(l) given as (Θ^(l))ᵀ δ^(l+1), from a δ^(l+1) that has its g'",
        explanation="The sum before g' is ∂cost/∂a. δ is that times g'(z), in every layer that is given.",
        symptoms="Hidden δ are too large, each by its own g' only; every D is right: 0 / 0 / 0.",
        hides="no hidden layer; ReLU with every z positive; in D everywhere",
        lines={"reported": lambda right, sums, delta: sums},
        piece="left out: {gprime}",
    ),
    Fault(
        "gprime_of_a",
        "backward",
        title="g'(a) for g'(z)",
        rule="δ^(l) = (Θ^(l))ᵀ δ^(l+1) · g'(a^(l))",
        explanation="The slope is that at z. For {g} it is {slope}, and a has been through g already.",
        symptoms="The last layer is right; further back the mistake grows: 1.14 / 0.46 / 0.",
        hides="no hidden layer; ReLU",
        lines={"slope": lambda right, net, l, z, a: net.activation(l).g_prime(a)},
        piece="in its place belongs {gprime}",
    ),
    Fault(
        "sigmoid_slope",
        "backward",
        title="the sigmoid's g' for another g",
        rule="δ^(l) = (Θ^(l))ᵀ δ^(l+1) · a^(l) (1 − a^(l)), whatever g is",
        explanation="a (1 − a) is the slope of the sigmoid alone. That of {g} is {slope}.",
        symptoms="The last layer is right, those before it are wrong in sign and size: 4.28 / 2.45 / 0 with tanh.",
        hides="sigmoid hidden units; no hidden layer",
        lines={"slope": lambda right, net, l, z, a: a * (1 - a)},
        piece="in its place belongs {gprime}",
    ),
    Fault(
        "slope_from_z",
        "backward",
        title="z for a in g'",
        rule="δ^(l) = (Θ^(l))ᵀ δ^(l+1) · ({slope_of_z})",
        explanation="The slope {slope} is written with a: put a^(l) into it, not z^(l).",
        symptoms="The last layer is right, those before it are wrong in sign and size: 411 / 13.6 / 0.",
        hides="no hidden layer; ReLU",
        lines={"slope": _slope_from_z},
        piece="in its place belongs {gprime}",
    ),
    Fault(
        "slope_without_a",
        "backward",
        title="1 − a for g'",
        rule="δ^(l) = (Θ^(l))ᵀ δ^(l+1) · (1 − a^(l))",
        explanation="For {g} the slope g'(z) is {slope}.",
        symptoms="The last layer is right, those before it are too large: 8.4 / 1.9 / 0.",
        hides="no hidden layer",
        lines={"slope": lambda right, net, l, z, a: 1 - a},
        piece="in its place belongs {gprime}",
    ),
    Fault(
        "a_for_slope",
        "backward",
        title="a for g'",
        rule="δ^(l) = (Θ^(l))ᵀ δ^(l+1) · a^(l)",
        explanation="For {g} the slope g'(z) is {slope}.",
        symptoms="The last layer is right, those before it are too large: 4.9 / 2.0 / 0.",
        hides="no hidden layer",
        lines={"slope": lambda right, net, l, z, a: a},
        piece="in its place belongs {gprime}",
    ),
    Fault(
        "transpose_forgotten",
        "backward",
        title="Θ the wrong way round in δ",
        rule="δ^(l) from Θ^(l) with its rows taken for its columns",
        explanation="Back to unit j go the weights that leave it, column j of Θ: Θᵀδ, or δΘ with examples in rows.",
        symptoms="Right down to a square Θ, wrong before it: 1.06 / 0 / 0. With none square the shapes don't fit.",
        hides="no hidden layer; Θ symmetric, or one unit a layer",
        lines={"weights": lambda right, net, l, update: turned(net, l, first=2)},
        piece="taken for each other: {across} and {across_turned}",
    ),
    Fault(
        "reshape_for_transpose",
        "backward",
        title="reshape for the transpose",
        rule="δ^(l) from Θ^(l) reshaped, where its transpose belongs",
        explanation="reshape keeps the numbers in the order of reading; .T exchanges rows and columns.",
        symptoms="Right down to a Θ of several rows and columns, wrong before it: 1.06 / 0 / 0.",
        hides="no hidden layer; one unit at either end of each Θ",
        lines={"weights": _reshaped},
    ),
    Fault(
        "previous_theta",
        "backward",
        title="Θ of the wrong layer",
        rule="δ^(l) = (Θ^(l−1))ᵀ δ^(l+1) · g'(z^(l))",
        explanation="δ^(l+1) comes back over the weights that led to it: those of Θ^(l).",
        symptoms="The last layer is right; the shapes fit only where all layers have the same size.",
        hides="no hidden layer",
        lines={"weights": lambda right, net, l, update: weights_of(net, l - 1)},
    ),
    Fault(
        "wrong_column_dropped",
        "backward",
        title="the wrong column of Θ dropped",
        rule="δ^(l) from Θ^(l) without its last column, the bias kept",
        explanation="The bias column is the first, j = 0. Without the last one each unit gets its neighbour's weights.",
        symptoms="The last layer is right, those before it are wrong in sign and size: 1.61 / 1.66 / 0.",
        hides="no hidden layer",
        lines={"weights": lambda right, net, l, update: net.Theta[l][:, :-1]},
        piece="taken for the weight from unit 1: {next_bias}",
    ),
    Fault(
        "updated_too_early",
        "backward",
        title="Θ updated before δ was propagated",
        rule="δ^(l) = (Θ^(l) − αD^(l))ᵀ δ^(l+1) · g'(z^(l))",
        explanation="All δ belong to the weights of the forward pass: update them after the last δ, not on the way.",
        symptoms="The last layer is right, the others slightly off: 0.10 / 0.11 / 0 for α = 1, less for a smaller α.",
        hides="no hidden layer",
        lines={"weights": lambda right, net, l, update: (net.Theta[l] - update)[:, 1:]},
        piece="moved too early: {forth}, by α times {next_D}",
    ),
)
