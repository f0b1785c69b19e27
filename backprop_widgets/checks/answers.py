"""A learner's answer beside the right numbers: what is missing, misshapen, wrong, and where first."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import Quantity
from backprop_core.quantity import PER_WEIGHT
from backprop_widgets.checks.forms import ORDER
from backprop_widgets.checks.reading import in_order
from backprop_widgets.notation.text import DECIMALS, OTHER_DECIMALS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backprop_core.validation import Array
    from backprop_widgets.checks.forms import Layers, Parts
    from backprop_widgets.checks.reading import Reading

RELATIVE = 1e-6  # how far a computed number may be off, against the largest of its layer
TYPED_DIGITS = 6  # numbers with no more digits than that were typed, or rounded
TYPED_RELATIVE = 2e-3  # a typed number may have been computed from others as they are printed


@dataclass(frozen=True)
class Difference:
    """The first number that is wrong."""

    quantity: Quantity
    given: float
    right: float


@dataclass(frozen=True)
class Comparison:
    """An answer beside the right numbers.

    Attributes
    ----------
    reading : Reading
        The answer.
    right : dict
        The right numbers, by kind and layer.
    wrong : dict
        By kind and layer where the given numbers are wrong.
    first : Difference or None
        The first of these, in the order of computation.
    typed : bool
        Whether they were compared as typed numbers are.
    only : Quantity or None
        What was asked for, if that is a single number.
    """

    reading: Reading
    right: Parts
    wrong: dict[str, dict[int, Array]]
    first: Difference | None
    typed: bool
    only: Quantity | None = None

    @property
    def given(self) -> dict[str, dict[int, Array]]:
        """What could be read, by kind and layer."""
        return self.reading.given

    @property
    def ok(self) -> bool:
        """Whether everything is there and right."""
        return self.reading.is_whole and not self.reading.complaint and self.first is None


def compared(reading: Reading, right: Parts, *, only: Quantity | None = None, typed: bool | None = None) -> Comparison:
    """Lay an answer beside the right numbers.

    Parameters
    ----------
    reading : Reading
    right : dict
        By kind and layer.
    only : Quantity, optional
        What is asked for, if that is a single number.
    typed : bool, optional
        Whether the numbers are to be taken for typed ones; by their digits if not said.
    """
    given = reading.given
    if typed is None:
        typed = all(_looks_typed(array) for layers in given.values() for array in layers.values())
    wrong = {
        kind: {l: ~is_close(kind, array, np.asarray(right[kind][l]), typed) for l, array in layers.items()}
        for kind, layers in given.items()
    }
    return Comparison(reading, right, wrong, _first(given, right, wrong, only), typed, only)


def is_close(kind: str, given: Array, right: Array, typed: bool) -> Array:
    """Which numbers are right, elementwise.

    Computed ones to a millionth of the layer's largest (less for short floats); typed ones to the last digit that a
    card shows of them, or two in a thousand, which is what computing with printed numbers may cost.
    """
    if given.shape != right.shape:
        return np.zeros(given.shape, dtype=bool)
    finite = np.where(np.isfinite(right), right, 0.0)
    if typed:
        unit = np.vectorize(lambda value: last_digit(kind, float(value)), otypes=[float])(finite)
        tolerance = np.maximum(unit * (1 + 1e-9), TYPED_RELATIVE * np.abs(finite))
    else:
        short = min(100 * float(np.finfo(given.dtype).eps), 0.01)
        tolerance = max(RELATIVE, short) * np.abs(finite).max(initial=0.0) + 1e-15
    with np.errstate(invalid="ignore", over="ignore"):  # ∞ − ∞, 1e308 + 1e308
        return (given == right) | (np.abs(given - right) <= tolerance) | (np.isnan(given) & np.isnan(right))


def is_value_of(kind: str, given: Array, other: Array, typed: bool) -> Array:
    """Which numbers are those of something else, elementwise: as is_close, but a typed 0 is the value of a 0 only.

    Much that is small rounds to 0: it would be so by chance.

    Examples
    --------
    >>> is_value_of("delta", np.array([0.0, 0.0, 0.0588]), np.array([0.0, 0.00006, 0.05884]), typed=True)
    array([ True, False,  True])
    """
    close = is_close(kind, given, other, typed)
    return close & ((given != 0) | (other == 0)) if typed else close


def last_digit(kind: str, value: float) -> float:
    """What the last digit is worth that a card shows of a number of this kind.

    Examples
    --------
    >>> last_digit("delta", 0.0588), f"{last_digit('delta', 0.0000213):.0e}", last_digit("z", -1.23)
    (0.0001, '1e-07', 0.001)
    """
    decimals = DECIMALS.get(kind, OTHER_DECIMALS)
    size = abs(value)
    if size >= 10_000 or (decimals >= 4 and 0 < size < 0.5 * 10.0**-decimals):
        return 10.0 ** (floor(log10(size)) - 2)
    return float(10.0**-decimals)


def decimals_of(value: Any) -> int:
    """How many decimals a number was given with.

    Examples
    --------
    >>> decimals_of(0.06), decimals_of(3), decimals_of(np.float32(0.0588))
    (2, 0, 4)
    """
    return len(np.format_float_positional(value, trim="-").partition(".")[2])


def _looks_typed(array: Array) -> bool:
    return all(digits_of(value) <= TYPED_DIGITS for value in array.flat)


def digits_of(value: Any) -> int:
    """How many digits a number was given with, zeros in front not counted.

    Examples
    --------
    >>> digits_of(0.0588), digits_of(1 / 3)
    (3, 16)
    """
    return len(np.format_float_scientific(value, trim="-").partition("e")[0].replace("-", "").replace(".", ""))


def _first(
    given: Mapping[str, Layers], right: Parts, wrong: dict[str, dict[int, Array]], only: Quantity | None
) -> Difference | None:
    kinds = [*(kind for kind in ORDER if kind in wrong), *(wrong.keys() - {*ORDER})]
    places = [(kind, l) for kind in kinds for l in in_order(kind, wrong[kind]) if wrong[kind][l].any()]
    if not places:
        return None
    # z^(2), a^(2), z^(3), ... on the way forth; all δ before the Δ and D on the way back
    kind, l = min(places, key=lambda place: (place[1], place[0] == "a")) if places[0][0] in ("z", "a") else places[0]
    index = tuple(int(n) for n in np.argwhere(wrong[kind][l])[0])
    numbers = (float(given[kind][l][index]), float(np.asarray(right[kind][l])[index]))
    return Difference(only or quantity_at(kind, l, index), *numbers)


def quantity_at(kind: str, layer: int, index: Sequence[int]) -> Quantity:
    """The name of a place in a layer's array.

    Examples
    --------
    >>> print(quantity_at("delta", 3, (3, 0)), "and", quantity_at("D", 1, (0, 2)))
    delta_1^(3) of example 4 and D_12^(1)
    """
    if not index:
        return Quantity(kind)
    if kind in PER_WEIGHT:
        return Quantity(kind, layer, index[0] + 1, index[1])
    return Quantity(kind, layer, index[-1] + 1, example=index[0] + 1 if len(index) == 2 else None)
