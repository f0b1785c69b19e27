"""The wrong rules that people write in a step of gradient descent."""

# ruff: noqa: ARG005 - a line takes what the right one takes, used or not

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core.faults import delta
from backprop_core.faults.fault import Fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_core.validation import Array


def _bias_stays(right: Callable[..., Array], alpha: float, D: Array) -> Array:
    update = right(alpha, D)
    return np.hstack([np.zeros_like(update[:, :1]), update[:, 1:]])


FAULTS = (
    Fault(
        "uphill",
        "descent",
        title="+ for − in the update",
        rule="Θ := Θ + αD",
        explanation="D points to where J grows: go the other way, Θ − αD.",
        symptoms="Every gradient is right, and the cost rises.",
        hides="",
        lines={"Theta": lambda right, Theta, update: Theta + update},
        piece="added instead of subtracted: α times {own_D}",
    ),
    Fault(
        "alpha_left_out",
        "descent",
        title="α left out of the step",
        rule="Θ := Θ − D",
        explanation="α says how long the step is: Θ − αD.",
        symptoms="Right for α = 1; else every step has the length that α = 1 gives.",
        hides="α = 1",
        lines={"update": lambda right, alpha, D: D},
        piece="subtracted as it is: {own_D}",
    ),
    Fault(
        "bias_not_updated",
        "descent",
        title="the bias column left as it was",
        rule="Θ_ij := Θ_ij − αD_ij for j ≠ 0 only",
        explanation="The biases take the step too: only the penalty leaves them out.",
        symptoms="Every gradient is right; the bias column of Θ never changes.",
        hides="",
        lines={"update": _bias_stays},
        piece="not subtracted: α times {own_D}",
    ),
    Fault(
        "stepped_too_early",
        "descent",
        title="each Θ updated before the next δ",
        rule="Θ^(l) := Θ^(l) − αD^(l) before δ^(l) is computed from Θ^(l)",
        explanation="All δ belong to the weights of the forward pass: compute every D first, then update.",
        symptoms="The last Θ is right, the others are slightly off; the cost falls nearly as it should.",
        hides="no hidden layer",
        lines={},
        backward=next(fault for fault in delta.FAULTS if fault.name == "updated_too_early"),
    ),
)
