"""A learner's answer read into arrays, in the forms that people give: or what is wrong with its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import Quantity
from backprop_core.quantity import PER_WEIGHT
from backprop_widgets.draw.notation import words
from backprop_widgets.learner import is_blank

if TYPE_CHECKING:
    from backprop_core.validation import Array

Layers = Mapping[int, Any]
Parts = dict[str, Layers]  # kind -> layer -> array; J has the one layer 0

# What each pass returns, in the order in which it is computed: the first wrong one is the one to look at.
KINDS = {"forward": ("z", "a"), "cost": ("J",), "backward": ("delta", "Delta", "D"), "step": ("Theta",)}
_TUPLES: dict[str, list[tuple[str, ...]]] = {
    "forward": [("a", "z")],
    "backward": [("delta", "D"), ("delta", "Delta", "D")],
}


class Slip(Exception):
    """What is wrong with the form of an answer, in words for the learner."""


def parts_of(like: str, answer: Any) -> dict[str, Any]:
    """Take what a pass returned apart, by kind; the forms are those that people return.

    Raises
    ------
    Slip
        If it is none of these.
    """
    kinds = KINDS[like]
    if isinstance(answer, Mapping) and answer and set(answer) <= set(kinds):
        return {kind: answer[kind] for kind in kinds if kind in answer}
    if like == "cost":
        return {"J": answer}
    if like == "step":
        return {"Theta": getattr(answer, "Theta", answer)}
    if hasattr(answer, kinds[0]) and hasattr(answer, kinds[-1]):
        return {kind: getattr(answer, kind) for kind in kinds if hasattr(answer, kind)}
    alone = kinds[-1]  # a, D: what is meant where only one thing comes back
    if isinstance(answer, (tuple, list)) and any(isinstance(entry, (Mapping, list, tuple)) for entry in answer):
        order = next((order for order in _TUPLES[like] if len(order) == len(answer)), None)
        if order is None:
            expected = " or ".join(f"({', '.join(order)})" for order in _TUPLES[like])
            raise Slip(f"{len(answer)} things came back: return {expected}")
        return dict(zip(order, answer, strict=True))
    return {alone: answer}


def layers_of(kind: str, value: Any, right: Layers) -> dict[int, Any]:
    """What was given for each layer; a layer that isn't there is left out.

    Raises
    ------
    Slip
        If it isn't clear which layer is which.
    """
    name = words(Quantity(kind))
    layers = sorted(right)
    if is_blank(value):
        return {}
    if isinstance(value, Mapping):
        if 0 in value and layers[0] != 0:
            raise Slip(f"{name} has the layers {_list(value)}, but layers count from 1: expected {_list(layers)}")
        return {l: value[l] for l in layers if l in value and not is_blank(value[l])}
    if len(layers) == 1 and not (isinstance(value, (list, tuple)) and len(value) == 1 and np.ndim(value[0]) == 2):
        return {layers[0]: value}
    if isinstance(value, (list, tuple)):
        return _listed(name, list(value), right)
    if kind == "a" and isinstance(value, np.ndarray):
        return {layers[-1]: value}  # the output alone
    raise Slip(f"{name} is a {type(value).__name__}: give a dict with the layers {_list(layers)}")


def _listed(name: str, values: list[Any], right: Layers) -> dict[int, Any]:
    """A list of layers, from the first one up; blanks in front, so that the index is the layer, don't count."""
    while values and is_blank(values[0]) and len(values) > len(right):
        del values[0]
    layers = sorted(right)
    if len(values) == len(layers) - 1 and layers[0] == 1 and name == "a":
        layers = layers[1:]  # a^(1) is x: many leave it out
    if len(values) != len(layers):
        raise Slip(
            f"{name} is a list of {len(values)}, but there are {len(layers)} layers of it, {_list(layers)}:"
            " a dict with these numbers is safest"
        )
    shapes, expected = [_shape(v) for v in values], [np.shape(right[l]) for l in layers]
    if shapes != expected and shapes[::-1] == expected:
        raise Slip(f"{name} is listed from layer {layers[-1]} down: list it from layer {layers[0]} up, or use a dict")
    return {l: v for l, v in zip(layers, values, strict=True) if not is_blank(v)}


def _shape(value: Any) -> tuple[int, ...] | None:
    try:
        return np.shape(value)
    except Exception:  # noqa: BLE001 - an object of a learner's may raise anything; then it has no shape
        return None


def array_of(kind: str, layer: int, value: Any, right: Array, only: Quantity | None = None) -> Array:
    """One layer, or one number, as an array of the right shape; float32 and the like keep their type.

    Raises
    ------
    Slip
        If it holds no real numbers, or has another shape.
    """
    name = words(only) if only else layer_name(kind, layer)
    try:
        array = np.asarray(value)
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
    if array.dtype.kind != "f":
        array = array.astype(np.float64)
    if (
        array.shape != right.shape
        and right.ndim < 2
        and array.size == right.size
        and _without_ones(array) == (_without_ones(right))
    ):
        array = array.reshape(right.shape)  # a column, a row or a plain vector of one example: the same numbers
    if array.shape != right.shape:
        raise Slip(_about_shape(name, kind, layer, array.shape, right.shape))
    return array


def _from_objects(name: str, array: Array) -> Array:
    try:
        return array.astype(np.float64)
    except (TypeError, ValueError, OverflowError):
        raise Slip(f"{name} holds {type(array.flat[0]).__name__}, not numbers") from None


def _without_ones(array: Array) -> tuple[int, ...]:
    return tuple(n for n in array.shape if n != 1)


def _about_shape(name: str, kind: str, layer: int, given: tuple[int, ...], right: tuple[int, ...]) -> str:
    if not right:
        comma = ": the decimal sign is a point, not a comma" if given == (2,) else ""
        return f"{name} is one number, but {_times(given)} came{comma}"
    layout, hint = _layout(kind, layer, right), _hint(kind, given, right)
    return f"{name} has shape {given}, but it should have {right}: {layout}.{hint}"


def _layout(kind: str, layer: int, right: tuple[int, ...]) -> str:
    if kind in PER_WEIGHT:
        return f"a row for {_each(right[0])} of layer {layer + 1}, a column for the bias and each unit of layer {layer}"
    if len(right) == 2:
        return f"a row for each of the {right[0]} examples, a column for {_each(right[1])} of layer {layer}"
    return f"one number for {_each(right[0])} of layer {layer}"


def _each(units: int) -> str:
    return "the one unit" if units == 1 else f"each of the {units} units"


def _hint(kind: str, given: tuple[int, ...], right: tuple[int, ...]) -> str:
    """What shapes like this come from."""
    if given == right[::-1]:
        return " Yours is the transpose of that."
    if len(given) != len(right) or not given:
        return " Write [:, None] to make a column of a vector." if (*given, 1) == right else ""
    if given[:-1] != right[:-1] or abs(given[-1] - right[-1]) != 1:
        return ""
    if given[-1] > right[-1]:
        return " One column too many: is the bias still in it?"
    return " One column too few: the bias column comes first." if kind in PER_WEIGHT else ""


def layer_name(kind: str, layer: int) -> str:
    """The name of a layer's array; of J, whose one layer is 0, its own."""
    return words(Quantity(kind, layer or None))


def _list(layers: Any) -> str:
    return ", ".join(map(str, layers))


def _times(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape)) + (" number" if shape == (1,) else " numbers")
