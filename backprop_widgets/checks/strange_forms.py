"""Forms that are no usual ones, but plain to see: what came back, in words, where it couldn't be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import Network

if TYPE_CHECKING:
    from backprop_widgets.checks.forms import Layers, Parts


def about_form(like: str, answer: Any, right: Parts) -> str:
    """Say what came back and what to return instead; "" if it is none of these forms.

    Examples
    --------
    >>> about_form("forward", [(np.ones(2), np.ones(2)), (np.ones(1), np.ones(1))], {})
    'what came back is a pair for each layer: return (a, z), each a dict of its layers'
    """
    if like == "backward" and isinstance(answer, np.ndarray) and answer.shape == _last(right["delta"]):
        return "what came back is one array, of the shape of δ⁽ᴸ⁾: return (delta, D), each a dict of all its layers"
    if not isinstance(answer, list | tuple) or not answer:
        return ""
    if like == "forward" and all(_is_pair(entry) for entry in answer):
        return "what came back is a pair for each layer: return (a, z), each a dict of its layers"
    if like == "forward" and _begins_with_output(answer):
        return "what came back begins with one array: return (a, z) alone, each a dict of its layers, the output in a"
    if like == "backward" and _is_split(answer, right["D"]):
        return "what came back is D without its bias column, and that column alone: put it first, and return one D"
    if like == "step" and sum(isinstance(entry, Network) for entry in answer) == 1:
        return "what came back is a network with something beside it: return the network alone, or its Theta"
    return ""


def _last(layers: Layers) -> tuple[int, ...]:
    return np.shape(layers[max(layers)])


def _is_pair(entry: Any) -> bool:
    arrays = isinstance(entry, list | tuple) and len(entry) == 2 and all(isinstance(part, np.ndarray) for part in entry)
    return arrays and entry[0].shape == entry[1].shape


def _begins_with_output(answer: Any) -> bool:
    first, *others = answer
    return isinstance(first, np.ndarray) and bool(others) and all(isinstance(other, Mapping) for other in others)


def _is_split(answer: Any, right: Layers) -> bool:
    """Whether these are two dicts, of each D its columns but the first and the first one."""
    if len(answer) != 2 or not all(isinstance(part, Mapping) and part.keys() == right.keys() for part in answer):
        return False
    rest, bias = answer
    shapes = {l: np.shape(D) for l, D in right.items()}
    return all(_shape(rest[l]) == (to, start - 1) and np.size(bias[l]) == to for l, (to, start) in shapes.items())


def _shape(value: Any) -> tuple[int, ...]:
    return value.shape if isinstance(value, np.ndarray) else ()
