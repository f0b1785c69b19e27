"""The wrong rules that people write about λ in the backward pass."""

# ruff: noqa: ARG005 - a line takes what the right one takes, used or not

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core.faults.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_core.network import Network
    from backprop_core.validation import Array


def _ones_for_zeros(right: Callable[..., Array], net: Network, l: int) -> Array:
    return np.hstack([np.ones_like(net.Theta[l][:, :1]), right(net, l)[:, 1:]])


FAULTS = (
    Fault(
        "lambda_left_out",
        "backward",
        title="the penalty left out of D",
        rule="D^(l) = Δ^(l)/m, without (λ/m) Θ^(l)",
        explanation="λ adds (λ/m) Θ^(l) to D^(l), except in the bias column.",
        symptoms="Right for λ = 0 and in the bias column: 1.00 / 0.99 / 0.79 with λ = 1.",
        hides="λ = 0",
        lines={"lam": lambda right, lam, m: 0.0},
        piece="left out: λ/m times {own_Theta}",
    ),
    Fault(
        "lambda_not_over_m",
        "backward",
        title="λΘ not divided by m",
        rule="D^(l) = Δ^(l)/m + λΘ^(l)",
        explanation="The whole of J is divided by m, its penalty too: the λ part is (λ/m) Θ.",
        symptoms="Right for λ = 0 and in the bias column: 3.0 / 3.0 / 2.4 with λ = 1.",
        hides="λ = 0; m = 1",
        lines={"lam": lambda right, lam, m: m * right(lam, m)},
        piece="left out: {m} under {lam}",
    ),
    Fault(
        "lambda_halved",
        "backward",
        title="λ/(2m) for λ/m in D",
        rule="D^(l) = Δ^(l)/m + (λ/(2m)) Θ^(l)",
        explanation="λ/(2m) stands in J. The 2 cancels when Θ² is differentiated: in D it is λ/m.",
        symptoms="Right for λ = 0 and in the bias column: 0.50 / 0.50 / 0.40 with λ = 1.",
        hides="λ = 0",
        lines={"lam": lambda right, lam, m: right(lam, m) / 2},
        piece="too much: the 2 under {lam}",
    ),
    Fault(
        "lambda_over_m_twice",
        "backward",
        title="λ divided by m twice",
        rule="D^(l) = (Δ^(l) + (λ/m) Θ^(l)) / m",
        explanation="The λ part is (λ/m) Θ: with the whole divided by m, write λΘ inside the brackets.",
        symptoms="Right for λ = 0 and in the bias column: 0.75 / 0.75 / 0.59 with λ = 1.",
        hides="λ = 0; m = 1",
        lines={"lam": lambda right, lam, m: right(lam, m) / m},
        piece="divided by twice: {m} under {lam}",
    ),
    Fault(
        "penalty_subtracted",
        "backward",
        title="the penalty subtracted",
        rule="D^(l) = Δ^(l)/m − (λ/m) Θ^(l)",
        explanation="The penalty grows with the size of a weight: its derivative is +(λ/m) Θ.",
        symptoms="Right for λ = 0 and in the bias column: 2.00 / 1.99 / 1.58 with λ = 1.",
        hides="λ = 0",
        lines={"lam": lambda right, lam, m: -right(lam, m)},
        piece="to be added: λ/m times {own_Theta}",
    ),
    Fault(
        "bias_penalised",
        "backward",
        title="the bias column penalised",
        rule="D^(l) = (Δ^(l) + λΘ^(l)) / m, in the bias column too",
        explanation="The penalty leaves out j = 0: the bias column of D is Δ/m alone.",
        symptoms="Right for λ = 0; else wrong in the bias column alone: 0.74 / 0.74 / 0.50 with λ = 1.",
        hides="λ = 0",
        lines={"penalised": lambda right, net, l: net.Theta[l]},
        piece="too much: λ/m times {bias}",
    ),
    Fault(
        "ones_penalised",
        "backward",
        title="ones in the penalty's bias column",
        rule="D_i0^(l) = Δ_i0^(l)/m + λ/m",
        explanation="For the penalty the bias column is filled with zeros, not with the bias unit's ones.",
        symptoms="Right for λ = 0; else every bias column is too large by λ/m: 0.61 / 0.61 / 0.47 with λ = 1.",
        hides="λ = 0",
        lines={"penalised": _ones_for_zeros},
        piece="too much: {lam} over {m}",
    ),
)
