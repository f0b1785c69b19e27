"""What is said of arrays that have another shape than they should."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core.quantity import PER_WEIGHT
from backprop_widgets.checks.fitting import layer_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backprop_core import Trace
    from backprop_core.validation import Array

Misshapen = tuple["Trace", str, int, tuple[int, ...]]  # of which network, kind, layer; the shape that was given


def about_shape(kind: str, layer: int, given: Array, right: Array, name: str = "") -> str:
    """Say which shape an array has, and which it should have.

    Examples
    --------
    >>> about_shape("delta", 3, np.zeros(3), np.zeros(2))
    'δ⁽³⁾ has shape (3,), but it should have (2,): one number for each of the 2 units of layer 3'
    """
    name = name or layer_name(kind, layer)
    shape = right.shape
    if not shape:
        comma = ": the decimal sign is a point, not a comma" if _is_typed_with_a_comma(given) else ""
        return f"{name} is one number, but {_times(given.shape)} came{comma}"
    return f"{name} has shape {given.shape}, but it should have {shape}: {_layout(kind, layer, shape)}"


def _is_typed_with_a_comma(given: Array) -> bool:
    """Whether these are two whole numbers, as 0,588 gives: others are two things, such as a cost and its penalty."""
    return given.shape == (2,) and all(float(number).is_integer() for number in given)


def about_axis(problem: str, trace: Trace) -> str:
    """What a vector of as many numbers as there are examples comes from, if numpy's words name one; else "".

    Examples
    --------
    >>> from backprop_core import Network, run
    >>> trace = run(Network.random([2, 3, 1], seed=0), np.ones((5, 2)), np.ones((5, 1)))
    >>> about_axis("could not broadcast input array from shape (5,) into shape (3,)", trace)
    'A shape (5,) has a number for each example: added up over the examples, axis=0, it has one for each unit.'
    """
    vector = f"({trace.m},)"
    if vector not in problem or trace.m in {*trace.net.sizes, *(size + 1 for size in trace.net.sizes)}:
        return ""
    return (
        f"A shape {vector} has a number for each example: added up over the examples, axis=0, it has one for each unit."
    )


def _layout(kind: str, layer: int, right: tuple[int, ...]) -> str:
    if kind in PER_WEIGHT:
        return f"a row for {_each(right[0])} of layer {layer + 1}, a column for the bias and each unit of layer {layer}"
    if len(right) == 2:
        return f"a row for each of the {right[0]} examples, a column for {_each(right[1])} of layer {layer}"
    return f"one number for {_each(right[0])} of layer {layer}"


def _each(units: int) -> str:
    return "the one unit" if units == 1 else f"each of the {units} units"


def _times(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) + (" number" if shape == (1,) else " numbers")


def hint(found: Sequence[Misshapen]) -> str:
    """What shapes like these come from, if one of the usual ways gives every one of them; else "".

    Parameters
    ----------
    found : sequence of (trace, kind, layer, shape)
        Every array of a wrong shape, on all networks.
    """
    told = {words: all(holds(*one) for one in found) for words, holds in _WAYS.items()}
    fitting = [words for words, holds in told.items() if holds]
    return fitting[0] if found and len(fitting) == 1 else ""


def _right(trace: Trace, kind: str, layer: int) -> tuple[int, ...]:
    return np.shape(trace.net.Theta[layer] if kind in PER_WEIGHT else getattr(trace, kind)[layer])


def _is(by: Callable[[tuple[int, ...]], tuple[int, ...] | None]) -> Callable[..., bool]:
    def holds(trace: Trace, kind: str, layer: int, shape: tuple[int, ...]) -> bool:
        return kind in ("z", "a", "delta", "Delta", "D", "Theta") and shape == by(_right(trace, kind, layer))

    return holds


def _of_weights(by: Callable[[Trace, int], tuple[int, ...]]) -> Callable[..., bool]:
    def holds(trace: Trace, kind: str, layer: int, shape: tuple[int, ...]) -> bool:
        return kind in PER_WEIGHT and shape == by(trace, layer)

    return holds


def _of_units(by: Callable[[tuple[int, ...]], tuple[int, ...] | None]) -> Callable[..., bool]:
    def holds(trace: Trace, kind: str, layer: int, shape: tuple[int, ...]) -> bool:
        return kind in ("z", "a", "delta") and shape == by(_right(trace, kind, layer))

    return holds


def _with_one_more(trace: Trace, kind: str, layer: int, shape: tuple[int, ...]) -> bool:
    """Whether there is one unit too many in an a or δ; a z has no bias, so there it is something else."""
    right = _right(trace, kind, layer) if kind in ("a", "delta") else ()
    return bool(right) and shape == (*right[:-1], right[-1] + 1)


# What is said, and whether it gives a shape; where two give all of them, neither is said.
_WAYS: dict[str, Callable[..., bool]] = {
    "Yours is the transpose of that.": _is(lambda right: right[::-1] if len(right) == 2 else None),
    "One column too few: the bias column comes first.": _of_weights(
        lambda trace, l: (trace.net.sizes[l], trace.net.sizes[l - 1])
    ),
    "Its columns are those of the layer after: a of the layer that the weights start from belongs there.": _of_weights(
        lambda trace, l: (trace.net.sizes[l], trace.net.sizes[l] + 1)
    ),
    "One row too many: is the bias still in δ?": _of_weights(
        lambda trace, l: (trace.net.sizes[l] + 1, trace.net.sizes[l - 1] + 1)
    ),
    "One column too many: is the bias still in it?": _with_one_more,
    "It is a vector: write [:, None] to make a column of it, or NumPy makes a square of both.": _of_units(
        lambda right: (right[0],) if len(right) == 2 and right[1] == 1 else None
    ),
    "It has no row for each example: one number a unit, as a sum, a mean or a single example has.": _of_units(
        lambda right: right[1:] if len(right) == 2 else None
    ),
}
