"""X and Y as a network takes them: one example or a batch, refused with one sentence where they don't fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core.validation import Array, check_finite, check_has, read_only, real_array

if TYPE_CHECKING:
    from backprop_core.network import Network


def inputs(net: Network, X: object) -> Array:
    """X as (s_1,) or (m, s_1), read-only, in the dtype of the passes; no copy where none is needed."""
    check_has("net", net, "sizes", "a Network")
    array = real_array("X", X)
    units = net.sizes[0]
    if array.ndim not in (1, 2):
        raise ValueError(f"X has shape {array.shape}: expected ({units},) for one example or (m, {units}) for a batch")
    if array.shape[-1] != units:
        expected = f"({units},)" if array.ndim == 1 else f"({array.shape[0]}, {units})"
        column = units == 1 and array.ndim == 1
        hint = f" (one input an example: use X[:, None] for shape ({array.size}, 1))" if column else ""
        raise ValueError(
            f"X has shape {array.shape}, but the input layer has {_units(units)}: expected {expected}{hint}"
        )
    if array.ndim == 2 and array.shape[0] == 0:
        raise ValueError(f"X has shape {array.shape}: it holds no example; give at least one row")
    check_finite("X", array)
    dtype = np.float32 if array.dtype == np.float32 and net.dtype == np.float32 else np.float64
    return _closed_view(array.astype(dtype, copy=False))


def examples_in(X: Array) -> int:
    """m: 1 for one example without a row of its own, else how many rows there are; of Y alike."""
    return 1 if X.ndim == 1 else len(X)


def counted(X: Array) -> str:
    """Say how many examples there are.

    Examples
    --------
    >>> counted(np.zeros(2)), counted(np.zeros((7, 2)))
    ('one example', '7 examples')
    """
    if X.ndim == 1:
        return "one example"
    return "1 example" if len(X) == 1 else f"{len(X)} examples"


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
    legal = all(0 <= y <= 1 for y in Y.tolist()) if Y.ndim == 1 else Y.min() >= 0 and Y.max() <= 1
    if not legal:  # NaN isn't either
        check_finite("Y", Y)
        bad = Y.min() if Y.min() < 0 else Y.max()
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
