"""Standardised inputs: mean 0 and deviation 1, whatever the size of the numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from backprop_core.standardising import standardised


def test_the_mean_is_taken_off_and_the_deviation_is_divided_by():
    standard = standardised(np.array([[2.0, 10.0], [4.0, 10.0], [9.0, 40.0]]))
    assert standard.mean.tolist() == [5, 20]
    np.testing.assert_allclose(standard.deviation, [np.sqrt((9 + 1 + 16) / 3), np.sqrt(200)])
    np.testing.assert_allclose(standard.X[:, 1], [-10 / np.sqrt(200), -10 / np.sqrt(200), 20 / np.sqrt(200)])


def test_constant_columns_are_only_shifted():
    X = np.column_stack([np.arange(7.0), np.full(7, 0.1), 1e6 + np.arange(7.0) ** 2, np.zeros(7)])
    standard = standardised(X)
    np.testing.assert_allclose(standard.X.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(standard.X.std(axis=0), [1, 0, 1, 0], atol=1e-9)
    assert (standard.deviation == 0).tolist() == [False, True, False, True]


@pytest.mark.parametrize("size", [1e-300, 1e-29, 1.0, 1e29, 1e308])
def test_the_size_of_the_numbers_does_not_matter(size):
    X = np.array([[1.0, -0.5], [0.25, 0.75], [-1.0, 1.5]])
    one, other = standardised(X), standardised(X * size)
    np.testing.assert_allclose(other.X, one.X, rtol=1e-9)
    np.testing.assert_allclose(other.mean, one.mean * size, rtol=1e-9)
    np.testing.assert_allclose(other.deviation, one.deviation * size, rtol=1e-9)


@given(
    arrays(
        float,
        st.tuples(st.integers(1, 6), st.integers(1, 4)),
        elements=st.floats(allow_nan=False, allow_infinity=False),
    )
)
def test_every_column_has_mean_0_and_deviation_1_or_0(X):
    standard = standardised(X)
    assert np.isfinite(standard.X).all()
    np.testing.assert_allclose(standard.X.mean(axis=0), 0, atol=1e-3)
    deviations = standard.X.std(axis=0)
    assert (np.isclose(deviations, 1, atol=1e-3) | (deviations < 1e-11)).all()
