"""Which quick questions belong to which lesson."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.predictions.bank import backward, checking, forward, training

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from backprop_widgets.predictions.bank.item import Item

BANK: dict[int, tuple[Callable[[np.random.Generator], Item], ...]] = {
    0: (forward.which_way, forward.runs_for_nudging),
    1: (forward.one_unit, forward.how_far_a_weight_reaches, forward.inputs_of_zero),
    2: (forward.cost_of_a_no, forward.both_right),
    3: (backward.delta_of_the_output, backward.a_push_on_z),
    4: (backward.two_ways_on, backward.own_slope),
    5: (backward.the_slides_sum, backward.spoken_sign),
    6: (backward.gradient_of_a_weight, backward.after_one_step, backward.gradient_of_a_bias),
    7: (checking.central_difference, checking.smaller_and_smaller),
    8: (checking.quarters, checking.listens_best, checking.equal_weights),
    9: (checking.shape_of_Theta, checking.shape_of_delta),
    10: (training.one_half_for_everything, training.updates_in_an_epoch),
    11: (training.softmax_delta, training.the_same_to_all),
    12: (training.times_m, training.which_layers),
}
