"""The sets of data that a learner can choose from, and the field on which points of one's own are set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_core import examples

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_core.validation import Array

SETS: dict[str, tuple[str, Callable[[], tuple[Array, Array]]]] = {
    "xor": ("XOR", examples.xor),
    "and": ("AND", examples.conjunction),
    "moons": ("two moons", examples.two_moons),
    "circles": ("circles", examples.circles),
    "spiral": ("spiral", examples.spiral),
    "digits": ("digits, 8 by 8 pixels", examples.digits),
}
REACH = 1.5  # the field for own points goes from -REACH to REACH, both ways
ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}
