"""The wrong rules that people write in the cost."""

# ruff: noqa: ARG001, ARG005 - a line takes what the right one takes, used or not

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core.costs import log_softmax, softplus
from backprop_core.faults.fault import Fault
from backprop_core.line_by_line import bias_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_core.network import Network
    from backprop_core.validation import Array


def _logarithms(net: Network, z: Array) -> tuple[Array, Array]:
    """Log a and log(1 - a) of each output; of softmax, whose cost has no second term, zeros for that."""
    if net.cost != "cross_entropy":
        raise ValueError(f"the cost {net.cost} has no logarithm: this fault needs cross_entropy")
    if net.output == "softmax":
        return log_softmax(z), np.zeros_like(z)
    return -softplus(-z), -softplus(z)


def _terms(net: Network, z: Array, y: Array) -> tuple[Array, Array]:
    """Both terms of the cross-entropy, y log a and (1 - y) log(1 - a), added up over the outputs."""
    log_a, log_rest = _logarithms(net, z)
    return (y * log_a).sum(axis=-1), ((1 - y) * log_rest).sum(axis=-1)


def _logarithm_of_y(right: object, net: Network, z: Array, a: Array, y: Array) -> Array:
    _logarithms(net, z)  # refuses a cost that has none
    with np.errstate(divide="ignore", invalid="ignore"):  # log 0 is what this fault leads to
        terms = a * np.log(y) if net.output == "softmax" else a * np.log(y) + (1 - a) * np.log(1 - y)
    return -terms.sum(axis=-1)


def _to_base_10(right: Callable[..., Array], net: Network, z: Array, a: Array, y: Array) -> Array:
    _logarithms(net, z)
    return right(net, z, a, y) / log(10)


def _outputs_mixed(right: object, net: Network, z: Array, a: Array, y: Array) -> Array:
    """What Yᵀ log a adds up to: the targets of an example all with all of its outputs."""
    log_a, log_rest = _logarithms(net, z)
    return -(y.sum(axis=-1) * log_a.sum(axis=-1) + (1 - y).sum(axis=-1) * log_rest.sum(axis=-1))


def _every_pair(right: Callable[..., Array], net: Network, z: Array, a: Array, y: Array) -> Array:
    """What comes of a vector (m,) beside a column (m, 1): each target with the output of each example."""
    if y.shape[1] != 1:
        raise ValueError(f"a vector and a column make every pair of one output, not of {y.shape[1]}")
    m = len(y)
    return right(net, np.repeat(z, m, axis=0), np.repeat(a, m, axis=0), np.tile(y, (m, 1)))


def _not_halved(right: Callable[..., Array], net: Network, z: Array, a: Array, y: Array) -> Array:
    if net.cost != "squared_error":
        raise ValueError(f"the cost {net.cost} has no ½: this fault needs squared_error")
    return 2 * right(net, z, a, y)


def _not_over_m(right: object, total: Any, y: Array) -> Any:
    return total


FAULTS = (
    Fault(
        "minus_missing",
        "cost",
        title="the minus missing",
        rule="J = {plus} + …",
        explanation="Logarithms of numbers below 1 are negative: without the minus the best network costs most.",
        symptoms="J is negative where λ = 0, and falls as the predictions get worse.",
        hides="squared error has none",
        lines={"costs": lambda right, net, z, a, y: sum(_terms(net, z, y))},
    ),
    Fault(
        "bracket_too_early",
        "cost",
        title="the bracket round the first term only",
        rule="J = (1/m) Σ ( −[y log h] + (1 − y) log(1 − h) ) + …",
        explanation="The bracket belongs round both terms, so that the minus reaches both.",
        symptoms="Examples with y = 1 cost what they should; examples with y = 0 have a negative cost.",
        hides="every y = 1; softmax",
        lines={"costs": lambda right, net, z, a, y: np.subtract(*_terms(net, z, y)[::-1])},
    ),
    Fault(
        "second_term_missing",
        "cost",
        title="the second term missing",
        rule="J = −(1/m) Σ y log h + …",
        explanation="(1 − y) log(1 − h) belongs there too: without it an example with y = 0 costs nothing.",
        symptoms="Examples with y = 1 cost what they should; those with y = 0 cost nothing.",
        hides="every y = 1; softmax",
        lines={"costs": lambda right, net, z, a, y: -_terms(net, z, y)[0]},
    ),
    Fault(
        "log_of_y",
        "cost",
        title="the log of y",
        rule="J = {of_y} + …",
        explanation="The logarithm is of the prediction h, weighted by y: y is 0 or 1, and log 0 is −∞.",
        symptoms="J is infinite as soon as one y is 0 or 1.",
        hides="squared error has none",
        lines={"costs": _logarithm_of_y},
    ),
    Fault(
        "log_to_base_10",
        "cost",
        title="the log to base 10",
        rule="J = {cost} + …, with log₁₀",
        explanation="log is the natural logarithm, np.log in Python.",
        symptoms="J, without its penalty, is 2.303 times too small.",
        hides="squared error has none",
        lines={"costs": _to_base_10},
    ),
    Fault(
        "square_not_halved",
        "cost",
        title="the ½ left out",
        rule="J = (1/m) Σ (h − y)² + …",
        explanation="The squared error has a ½ here, so that its slope is h − y and not twice that.",
        symptoms="J, without its penalty, is 2 times too large.",
        hides="cross-entropy has none",
        lines={"costs": _not_halved},
    ),
    Fault(
        "cost_not_over_m",
        "cost",
        title="÷ m left out of J",
        rule="J = Σ … + …, the sum over the examples not divided by m",
        explanation="J is the mean over the examples: otherwise more data looks like a worse network.",
        symptoms="J, without its penalty, is m times too large.",
        hides="m = 1",
        lines={"mean": _not_over_m},
        piece="left out: {m}",
    ),
    Fault(
        "mean_over_outputs",
        "cost",
        title="the mean over the outputs too",
        rule="J = (1/(mK)) Σ … + …, with K outputs",
        explanation="J is a mean over the examples, a sum over the outputs: np.mean of all of it divides by K too.",
        symptoms="Right with one output; J, without its penalty, is K times too small with K.",
        hides="one output",
        lines={"mean": lambda right, total, y: right(total, y) / y.shape[1]},
    ),
    Fault(
        "outputs_mixed",
        "cost",
        title="a matrix product over the outputs",
        rule="J from Yᵀ log h, each target with each output",
        explanation="y_k belongs to log h_k alone: multiply entry by entry, Y * log h, then add up.",
        symptoms="Right with one output; too large with several.",
        hides="one output; squared error has none",
        lines={"costs": _outputs_mixed},
    ),
    Fault(
        "every_pair",
        "cost",
        title="a vector beside a column",
        rule="J from y (m numbers) and h (m × 1) or the other way round: every y with every h",
        explanation="From (m,) and (m, 1) NumPy makes m × m numbers, without an error. Give both one shape, (m, 1).",
        symptoms="J, without its penalty, is about m times too large.",
        hides="m = 1",
        lines={"costs": _every_pair},
    ),
    Fault(
        "penalty_not_halved",
        "cost",
        title="λ/m for λ/(2m)",
        rule="J = … + λ/m Σ Θ²",
        explanation="The penalty is λ/(2m) Σ Θ²: the 2 cancels when it is differentiated, which leaves (λ/m) Θ in D.",
        symptoms="Right for λ = 0; else too large by the penalty once more, and twice the λ part of D when measured.",
        hides="λ = 0",
        lines={"lam": lambda right, lam, m: 2 * right(lam, m)},
        piece="left out: the 2 of λ/(2m), where {lam} and {m}",
    ),
    Fault(
        "penalty_not_over_m",
        "cost",
        title="the penalty not divided by m",
        rule="J = … + λ/2 Σ Θ²",
        explanation="The whole of J is divided by m, the penalty too: λ/(2m) Σ Θ².",
        symptoms="Right for λ = 0; else the penalty is m times too large.",
        hides="λ = 0; m = 1",
        lines={"lam": lambda right, lam, m: m * right(lam, m)},
        piece="left out: {m} under {lam}",
    ),
    Fault(
        "penalty_left_out",
        "cost",
        title="the penalty left out of J",
        rule="J = {cost}, without λ/(2m) Σ Θ²",
        explanation="λ adds λ/(2m) Σ Θ², over all weights but the biases.",
        symptoms="Right for λ = 0; else too small by the penalty.",
        hides="λ = 0",
        lines={"lam": lambda right, lam, m: 0.0},
        piece="left out: λ/(2m) Σ Θ², where {lam} and {m}",
    ),
    Fault(
        "cost_bias_penalised",
        "cost",
        title="the bias penalised in J",
        rule="J = … + λ/(2m) Σ Θ_ij², with j = 0 too",
        explanation="The sum leaves out the bias column: a bias only shifts a unit, it makes nothing more complicated.",
        symptoms="Right for λ = 0; else too large by λ/(2m) times the squares of the bias weights.",
        hides="λ = 0",
        lines={"squares": lambda right, net: right(net) + sum((bias_of(net, l) ** 2).sum() for l in net.Theta)},
    ),
)
