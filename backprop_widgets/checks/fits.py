"""What a learner's line computes, found from its numbers: a short polynomial in what it had to be computed from."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backprop_core.validation import Array

_MOST_TERMS = 4


def polynomial(values: Array, terms: Mapping[str, Array], *, times: Array | None = None) -> str:
    """Write numbers as a short sum of the terms, each a whole number or a half of times; "" where that isn't possible.

    Parameters
    ----------
    values : array, (n,)
    terms : mapping
        By name the numbers of each term, (n,); "" is the constant.
    times : array, (n,), optional
        What the whole sum is multiplied by.

    Examples
    --------
    >>> a = np.linspace(0.1, 0.9, 20)
    >>> polynomial(a - a**2, {"": np.ones(20), "a": a, "a²": a**2})
    'a − a²'
    """
    names = list(terms)
    columns = np.column_stack([terms[name] for name in names]) * (1 if times is None else times[:, None])
    scale = np.abs(values).max(initial=0.0)
    if len(values) < 3 * len(names) or not np.isfinite(values).all() or not scale:
        return ""
    sizes = np.linalg.norm(columns, axis=0)
    if not sizes.all() or np.linalg.matrix_rank(columns / sizes, tol=1e-7) < len(names):
        return ""
    coefficients = np.linalg.lstsq(columns / sizes, values, rcond=None)[0] / sizes
    rounded = np.round(2 * coefficients) / 2
    if np.count_nonzero(rounded) > _MOST_TERMS or np.abs(rounded).max() > 10:
        return ""
    if np.abs(columns @ rounded - values).max() > 1e-8 * scale:
        return ""
    return _written([(float(c), name) for c, name in zip(rounded, names, strict=True) if c])


def _written(parts: Sequence[tuple[float, str]]) -> str:
    if not parts:
        return "0"
    in_order = sorted(parts, key=lambda part: part[0] < 0)  # a positive one first
    signs = chain(("−" if in_order[0][0] < 0 else "",), (" − " if c < 0 else " + " for c, _ in in_order[1:]))
    return "".join(sign + _term(abs(c), name) for sign, (c, name) in zip(signs, in_order, strict=True))


def _term(size: float, name: str) -> str:
    if not name:
        return f"{size:g}"
    return name if size == 1 else f"½ {name}" if size == 0.5 else f"{size:g} {name}"
