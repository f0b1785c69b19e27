"""Inputs brought to one size: each column minus its mean, divided by its standard deviation."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from backprop_core.validation import Array

NO_SPREAD = 1e-12  # of a column's largest number: what is less is rounding


class Standard(NamedTuple):
    """Inputs with mean 0 and standard deviation 1 in each column, with what was taken off and divided by."""

    X: Array
    mean: Array
    deviation: Array


def standardised(X: Array) -> Standard:
    r"""Take each column's mean off it and divide by its standard deviation; a constant column is not divided.

    x becomes (x − μ) / σ, with μ = Σ x / m and σ² = Σ (x − μ)² / m. A column counts as constant, with σ = 0, if its σ
    is under 10⁻¹² of its largest number. Numbers may be of any size: each column is first divided by a power of 2.

    Parameters
    ----------
    X : array, (m, s_1)

    Examples
    --------
    >>> standard = standardised(np.array([[1.0, 5.0], [3.0, 5.0]]))
    >>> print(standard.X.tolist(), standard.mean, standard.deviation)
    [[-1.0, 0.0], [1.0, 0.0]] [2. 5.] [1. 0.]
    >>> standardised(np.array([[2e-29, -1.7e308], [6e-29, 1.7e308]])).X.round(9).tolist()
    [[-1.0, -1.0], [1.0, 1.0]]
    """
    _, exponent = np.frexp(np.abs(X).max(axis=0))
    U = np.ldexp(X, -exponent)  # between -1 and 1, with the same digits
    mean, deviation = U.mean(axis=0), U.std(axis=0)
    deviation = np.where(deviation > NO_SPREAD, deviation, 0.0)
    return Standard(
        (U - mean) / np.where(deviation > 0, deviation, 1.0), np.ldexp(mean, exponent), np.ldexp(deviation, exponent)
    )
