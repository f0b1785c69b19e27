"""Outputs read as classes: how many examples are right, and how many stand on the border."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core.calls import plainly
from backprop_core.validation import real_array

if TYPE_CHECKING:
    from backprop_core.validation import Array


@plainly
def accuracy(a: Array, Y: Array) -> float:
    """Return the share of examples that are classified right.

    One output: a ≥ 0.5 counts as 1. Several: the largest output; of equal ones, the first.

    Parameters
    ----------
    a, Y : array, (s_L,) or (m, s_L)
        Outputs and targets.

    Returns
    -------
    float
        From 0 to 1.

    Raises
    ------
    ValueError, TypeError
        If one isn't shaped like the other, or not like outputs.

    Examples
    --------
    >>> accuracy(np.array([[0.9], [0.4], [0.2]]), np.array([[1.0], [1.0], [0.0]]))
    0.6666666666666666
    """
    a, Y = real_array("a", a), real_array("Y", Y)
    if a.shape != Y.shape or a.size == 0:
        raise ValueError(f"a has shape {a.shape}, but Y has {Y.shape}: give both one row per example")
    if a.ndim not in (1, 2):
        raise ValueError(f"a has shape {a.shape}: expected (s_L,) for one example or (m, s_L) for a batch")
    if a.shape[-1] == 1:
        right = (a >= 0.5) == (Y >= 0.5)
    else:
        right = a.argmax(axis=-1) == Y.argmax(axis=-1)
    return float(right.mean())


def ties(a: Array) -> int:
    """How many examples stand on the border: one output at exactly 0.5, or two outputs equal and largest.

    `accuracy` counts the first as 1 and takes the first of the second.

    Parameters
    ----------
    a : array, (s_L,) or (m, s_L)

    Examples
    --------
    >>> ties(np.array([[0.5], [0.4]])), ties(np.array([[0.3, 0.9, 0.9], [0.3, 0.3, 0.9]]))
    (1, 1)
    """
    rows = np.atleast_2d(a)
    if rows.shape[1] == 1:
        return int((rows == 0.5).sum())
    return int(((rows == rows.max(axis=1, keepdims=True)).sum(axis=1) > 1).sum())
