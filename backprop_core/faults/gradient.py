"""The wrong rules that people write in the backward pass on the way from δ to D, and about m."""

# ruff: noqa: ARG001, ARG005 - a line takes what the right one takes, used or not

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core.faults.fault import Fault
from backprop_core.line_by_line import with_bias_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backprop_core.network import Network
    from backprop_core.validation import Array


def _not_over_m(right: object, Delta: Array, m: int) -> Array:
    return Delta


def _output_over_m(right: Callable[..., Array], net: Network, z: Array, a: Array, y: Array) -> Array:
    return right(net, z, a, y) / len(y)


def _bias_column(bias: Callable[[Array, int], object]) -> Callable[..., Array]:
    """Put another mean of Δ's bias column in the place of the right one."""

    def line(right: Callable[..., Array], Delta: Array, m: int) -> Array:
        D = np.array(right(Delta, m))
        D[:, 0] = bias(Delta[:, 0], m)
        return D

    return line


def _from_sums(right: object, l: int, delta: Array, a: Mapping[int, Array], z: Mapping[int, Array]) -> Array:
    return delta.T @ with_bias_unit(z[l] if l > 1 else a[1])


FAULTS = (
    Fault(
        "a_left_out",
        "backward",
        title="a left out of D",
        rule="Δ_ij^(l) = Σ δ_i^(l+1), without a_j^(l)",
        explanation="δ is a unit's, D a weight's: a weight's nudge reaches z only times the a that it starts from.",
        symptoms="Every δ and the bias column are right; all columns of D are equal: 0.64 / 0.69 / 0.72.",
        hides="",
        lines={"Delta": lambda right, l, delta, a, z: delta.T @ np.ones_like(with_bias_unit(a[l]))},
        piece="left out: {source}",
    ),
    Fault(
        "z_for_a",
        "backward",
        title="z for a in D",
        rule="Δ^(l) = δ^(l+1) (1, z^(l))ᵀ",
        explanation="A weight multiplies what the unit sends on, a^(l), not its sum z^(l).",
        symptoms="Every δ, D^(1) and all bias columns are right: 0 / 1.5 / 1.3.",
        hides="no hidden layer; ReLU with every z positive",
        lines={"Delta": _from_sums},
        piece="in the place of its z belongs {source}",
    ),
    Fault(
        "a_of_next_layer",
        "backward",
        title="a of the wrong layer in D",
        rule="Δ^(l) = δ^(l+1) (1, a^(l+1))ᵀ",
        explanation="A weight of Θ^(l) starts from layer l: a^(l) belongs there.",
        symptoms="Every δ and all bias columns are right; D has as many columns as layer l + 1 has units, and one.",
        hides="",
        lines={"Delta": lambda right, l, delta, a, z: right(l, delta, {**a, l: a[l + 1]}, {**z, l: z[l + 1]})},
    ),
    Fault(
        "last_example_only",
        "backward",
        title="Δ overwritten, not added up",
        rule="Δ^(l) = δ^(l+1) (1, a^(l))ᵀ of example m, not the sum",
        explanation="Δ adds up over the examples: += in the loop. With = the last example overwrites all others.",
        symptoms="Every δ is right; D follows one example only: 0.98 / 1.06 / 1.06.",
        hides="m = 1",
        lines={
            "Delta": lambda right, l, delta, a, z: right(
                l, delta[-1:], *({k: v[-1:] for k, v in layers.items()} for layers in (a, z))
            )
        },
        piece="counted is one example, of {m}",
    ),
    Fault(
        "m_left_out",
        "backward",
        title="÷ m left out of D",
        rule="D^(l) = Δ^(l) + (λ/m) Θ^(l), Δ not divided by m",
        explanation="J is a mean over the examples, so its derivative is one too: Δ/m.",
        symptoms="Every δ and Δ is right, every D is m times too large: 3 / 3 / 3 for m = 4. It acts like a larger α.",
        hides="m = 1",
        lines={"mean": _not_over_m},
        piece="left out: {m}",
    ),
    Fault(
        "D_not_over_m",
        "backward",
        title="÷ m left out of all of D",
        rule="D^(l) = Δ^(l) + λ Θ^(l)",
        explanation="J is a mean over the examples, its penalty is divided by m too: (Δ + λΘ) / m.",
        symptoms="Every δ and Δ is right, all of every D is m times too large: 3 / 3 / 3 for m = 4.",
        hides="m = 1",
        lines={"mean": _not_over_m, "lam": lambda right, lam, m: m * right(lam, m)},
        piece="left out: {m}",
    ),
    Fault(
        "averaged_twice",
        "backward",
        title="the average taken twice",
        rule="D^(l) = (Δ^(l)/m + λΘ^(l)) / m",
        explanation="Δ is the sum over the examples: divide by m once, in D.",
        symptoms="Every δ is right; Δ, and D without its λ part, are m times too small: 0.75 / 0.75 / 0.75 for m = 4.",
        hides="m = 1",
        lines={"Delta": lambda right, l, delta, a, z: right(l, delta, a, z) / len(delta)},
        piece="divided by twice: {m}",
    ),
    Fault(
        "D_over_m_twice",
        "backward",
        title="all of D divided by m twice",
        rule="D^(l) = ((Δ^(l) + λΘ^(l)) / m) / m",
        explanation="J is a mean over the examples, so its derivative is divided by m: once.",
        symptoms="Every δ and Δ is right, all of every D is m times too small: 0.75 / 0.75 / 0.75 for m = 4.",
        hides="m = 1",
        lines={"mean": lambda right, Delta, m: right(Delta, m) / m, "lam": lambda right, lam, m: right(lam, m) / m},
        piece="divided by twice: {m}",
    ),
    Fault(
        "delta_over_m",
        "backward",
        title="÷ m in δ instead of in D",
        rule="δ^(L) = ({delta}) / m, and D^(l) = Δ^(l) + (λ/m) Θ^(l)",
        explanation="δ is the derivative of one example's own cost: no m in it. Divide by m in D.",
        symptoms="Every δ and Δ is m times too small; every D is right: 0 / 0 / 0.",
        hides="m = 1; in D everywhere",
        lines={"output": _output_over_m, "mean": _not_over_m},
        piece="divided by: {m}",
    ),
    Fault(
        "m_in_delta_and_D",
        "backward",
        title="÷ m in δ and again in D",
        rule="δ^(L) = ({delta}) / m, and D^(l) = Δ^(l)/m + (λ/m) Θ^(l)",
        explanation="Divide by m once, in D. δ is the derivative of one example's own cost: no m in it.",
        symptoms="Every δ and Δ, and D without its λ part, is m times too small: 0.75 / 0.75 / 0.75 for m = 4.",
        hides="m = 1",
        lines={"output": _output_over_m, "mean": lambda right, Delta, m: right(Delta, m)},  # it needs D's own ÷ m
        piece="divided by twice: {m}",
    ),
    Fault(
        "m_in_hidden_delta",
        "backward",
        title="÷ m in each hidden δ",
        rule="δ^(l) = (Θ^(l))ᵀ δ^(l+1) · g'(z^(l)) / m",
        explanation="Divide by m once, in D. δ is the derivative of one example's own cost: no m in it.",
        symptoms="The last layer is right, each one before it is another m times too small: 0.94 / 0.75 / 0 for m = 4.",
        hides="m = 1; no hidden layer",
        lines={"hidden": lambda right, sums, slope: right(sums, slope) / len(sums)},
        piece="divided by: {m}",
    ),
    Fault(
        "bias_gradient_zero",
        "backward",
        title="no gradient for the bias",
        rule="D_i0^(l) = 0",
        explanation="The bias has a gradient too: its a is 1, so D_i0 is the mean of δ_i over the examples.",
        symptoms="Every δ is right, and all of D but column 0, which is 0: 0.77 / 0.81 / 0.80.",
        hides="",
        lines={"mean": _bias_column(lambda sums, m: 0.0)},
    ),
    Fault(
        "bias_gradient_of_all_units",
        "backward",
        title="the bias gradient added up over the units too",
        rule="D_i0^(l) = (1/m) Σ of all δ^(l+1), the same for each i",
        explanation="Each unit has its own bias: add up over the examples alone (axis=0).",
        symptoms="Every δ is right, and all of D but column 0, where all rows are equal: 0.77 / 0.81 / 0.",
        hides="one unit in each layer after the first",
        lines={"mean": _bias_column(lambda sums, m: sums.sum() / m)},
    ),
    Fault(
        "bias_not_averaged",
        "backward",
        title="the bias gradient not divided by m",
        rule="D_i0^(l) = Σ δ_i^(l+1), not divided by m",
        explanation="The bias column is a mean over the examples like all of D.",
        symptoms="Every δ is right, and all of D but column 0, which is m times too large: 2.3 / 2.4 / 2.4 for m = 4.",
        hides="m = 1",
        lines={"mean": _bias_column(lambda sums, m: sums)},
        piece="left out: {m}",
    ),
)
