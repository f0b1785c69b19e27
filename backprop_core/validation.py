"""What the user gives, turned into arrays or refused with one sentence that says what to do."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backprop_core.network import Network

Array = np.ndarray[Any, np.dtype[Any]]


def real_array(name: str, value: object) -> Array:
    """`value` as an array of real numbers; float32 and float64 are left as they are, all else becomes float64."""
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} has rows of unequal length: give every row as many numbers") from error
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} holds {_what(value, array)}, not real numbers: give an array of floats")
    if array.dtype != np.float32 and array.dtype != np.float64:
        array = array.astype(np.float64)
    return array


def _what(value: object, array: Array) -> str:
    return "None" if value is None else f"values of type {array.dtype}"


def check_finite(name: str, array: Array) -> None:
    """Refuse NaN and infinities, and say where the first one is (counted from 0, as numpy does)."""
    if not np.isfinite(array).all():
        where = tuple(int(n) for n in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name}{list(where)} is {array[where]}: every entry has to be a finite number")


def finite_number(name: str, value: object) -> float:
    """`value` as a Python float; strings, arrays, NaN and infinities are refused."""
    if isinstance(value, (str, bytes)) or value is None:
        raise TypeError(f"{name} is {value!r}, not a number: give a float")
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError) as error:
        raise TypeError(f"{name} is a {type(value).__name__}, not a number: give a float") from error
    if not math.isfinite(number):
        raise ValueError(f"{name} is {number}: it has to be a finite number")
    return number


def penalty_factor(lam: object) -> float:
    """λ as a float that is not negative."""
    number = finite_number("lam", lam)
    if number < 0:
        raise ValueError(f"lam is {number}: the penalty's λ has to be 0 or more")
    return number


def index(name: str, value: object, first: int, last: int, what: str) -> int:
    """A blackboard index, `first` to `last`."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} is {value!r}: {what} is a whole number from {first} to {last}")
    if not first <= value <= last:
        raise ValueError(f"{name} is {value}: {what} goes from {first} to {last}")
    return int(value)


def one_of(name: str, value: object, legal: Iterable[str]) -> None:
    """Refuse a name that isn't among the legal ones, and list those."""
    names = list(legal)
    if value not in names:
        raise ValueError(f"{name} is {value!r}: choose one of {', '.join(names)}")


def inputs(net: Network, X: object) -> Array:
    """X as (s_1,) or (m, s_1), read-only, in the dtype of the passes; no copy where none is needed."""
    array = real_array("X", X)
    units = net.sizes[0]
    if array.ndim not in (1, 2):
        raise ValueError(f"X has shape {array.shape}: expected ({units},) for one example or (m, {units}) for a batch")
    if array.shape[-1] != units:
        expected = f"({units},)" if array.ndim == 1 else f"({array.shape[0]}, {units})"
        hint = f" (one input an example: use X[:, None] for shape ({array.size}, 1))" if units == 1 else ""
        raise ValueError(
            f"X has shape {array.shape}, but the input layer has {_units(units)}: expected {expected}{hint}"
        )
    if array.ndim == 2 and array.shape[0] == 0:
        raise ValueError(f"X has shape {array.shape}: it holds no example; give at least one row")
    check_finite("X", array)
    dtype = np.float32 if array.dtype == np.float32 and net.dtype == np.float32 else np.float64
    return _closed_view(array.astype(dtype, copy=False))


def targets(net: Network, X: Array, Y: object) -> Array:
    """Y in the shape of the output layer for this X, with values that the output can have, read-only."""
    array = real_array("Y", Y)
    units = net.sizes[-1]
    expected = (units,) if X.ndim == 1 else (X.shape[0], units)
    if array.ndim == 0 and expected == (1,):
        array = array.reshape(1)
    if array.shape != expected:
        raise ValueError(_shape_of_Y(array, expected, units))
    _check_labels(net.output, array)
    return _closed_view(array.astype(X.dtype, copy=False))


def _shape_of_Y(array: Array, expected: tuple[int, ...], units: int) -> str:
    start = f"Y has shape {array.shape}, but"
    if len(expected) == 2 and array.shape == expected[:1]:
        how = "use y[:, None]" if units == 1 else "give one column an output (one-hot for classes)"
        return f"{start} the output layer has {_units(units)}: expected {expected}; {how}"
    if array.ndim != len(expected):
        x = "one example" if len(expected) == 1 else f"a batch of {expected[0]} examples"
        return f"{start} X is {x}: expected {expected}"
    if array.shape[-1] == units:
        return f"{start} X has {expected[0]} examples: expected {expected}"
    return f"{start} the output layer has {_units(units)}: expected {expected}"


def _check_labels(output: str, Y: Array) -> None:
    if output == "identity":
        check_finite("Y", Y)
        return
    low, high = Y.min(), Y.max()
    if not (low >= 0 and high <= 1):  # so that NaN is caught too
        check_finite("Y", Y)
        bad = low if low < 0 else high
        raise ValueError(
            f"Y holds {bad:g}, but a {output} output lies between 0 and 1: rescale Y, or use output='identity'"
        )
    if output == "softmax":
        sums = np.asarray(Y.sum(axis=-1))
        if (np.abs(sums - 1) > 1e-5).any():
            bad = sums.flat[int(np.argmax(np.abs(sums - 1)))]
            raise ValueError(f"a row of Y adds up to {bad:g}, but softmax outputs add up to 1: use one-hot rows")


def _units(n: int) -> str:
    return f"{n} unit" if n == 1 else f"{n} units"


def _closed_view(array: Array) -> Array:
    """The same numbers, closed for writing, without closing the caller's own array."""
    return read_only(array.view()) if array.flags.writeable else array


def read_only(array: Array) -> Array:
    """The same array, closed for writing: what a pass computed can't be changed behind its back."""
    array.setflags(write=False)
    return array
