"""One layer of an answer as an array, brought to the shape of the right one where the numbers leave no doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import Quantity
from backprop_core.quantity import PER_WEIGHT
from backprop_widgets.checks.forms import Slip
from backprop_widgets.notation.symbols import words

if TYPE_CHECKING:
    from backprop_core.validation import Array


def as_numbers(name: str, value: Any) -> Array:
    """Copy what was given into an array of floats; float32 and the like keep their type.

    Raises
    ------
    Slip
        If it holds no real numbers.

    Examples
    --------
    >>> as_numbers("δ⁽²⁾", [[1], [2]])
    array([[1.],
           [2.]])
    """
    if callable(value) and not isinstance(value, np.ndarray):
        raise Slip(f"{name} is a function: call it, and give what it returns")
    try:
        array = np.array(value)
    except ValueError:
        raise Slip(f"{name} has rows of unequal length") from None
    except Exception as error:  # noqa: BLE001 - an object of a learner's may raise anything
        raise Slip(f"{name} can't be read as numbers: {error}") from None
    if array.dtype.kind == "O":
        array = _from_objects(name, array)
    if array.dtype.kind in "US":
        raise Slip(f"{name} is text: write the number without quotes")
    if array.dtype.kind not in "biuf":
        raise Slip(f"{name} holds {array.dtype}, not real numbers")
    return array if array.dtype.kind == "f" else array.astype(np.float64)


def _from_objects(name: str, array: Array) -> Array:
    try:
        return array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise Slip(f"{name} holds {type(array.flat[0]).__name__}, not numbers") from None


def fitted(kind: str, array: Array, right: Array, *, strict: bool, hidden: bool) -> tuple[Array | None, str]:
    """Return the array in the shape of the right one, and what is to be told about it; None where it doesn't fit.

    Parameters
    ----------
    kind : str
    array, right : array
    strict : bool
        Whether a vector is refused where a column for several examples belongs: what goes on with it would broadcast.
    hidden : bool
        Whether it is of a layer that has a bias unit, whose 1 may stand in front of its a.
    """
    if array.shape == right.shape:
        return array, ""
    if array.size == right.size and _without_ones(array) == _without_ones(right):
        is_column = right.ndim == 2 and len(right) > 1 and kind not in PER_WEIGHT
        if not (is_column and strict):
            return array.reshape(right.shape), ""
    if kind == "a" and hidden and right.ndim and array.shape == (*right.shape[:-1], right.shape[-1] + 1):
        return (array[..., 1:], "a has the bias unit's 1 in front") if (array[..., 0] == 1).all() else (None, "")
    return None, ""


def _without_ones(array: Array) -> tuple[int, ...]:
    return tuple(n for n in array.shape if n != 1)


def layer_name(kind: str, layer: int) -> str:
    """The name of a layer's array; of J, whose one layer is 0, its own."""
    return words(Quantity(kind, layer or None))
