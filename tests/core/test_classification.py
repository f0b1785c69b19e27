"""Classes read from outputs."""

import numpy as np
import pytest

from backprop_core.classification import accuracy, ties


@pytest.mark.parametrize(
    ("a", "Y", "expected"),
    [
        ([[0.9], [0.4], [0.2], [0.6]], [[1], [1], [0], [0]], 0.5),
        ([[0.2, 0.5, 0.3], [0.6, 0.3, 0.1]], [[0, 1, 0], [0, 0, 1]], 0.5),
        ([0.1, 0.7, 0.2], [0, 1, 0], 1.0),
        ([0.4], [1], 0.0),
        ([[0.5], [0.9]], [[0.5], [0.5]], 1.0),  # a half counts as 1, of the target too
    ],
)
def test_accuracy_is_the_share_of_examples_on_the_right_side(a, Y, expected):
    assert accuracy(np.array(a), np.array(Y, dtype=float)) == expected


def test_ties_are_counted_where_accuracy_has_to_choose():
    assert ties(np.array([0.5])) == 1
    assert ties(np.array([[0.2, 0.7], [0.7, 0.7], [0.1, 0.1]])) == 2
    assert ties(np.array([[0.51], [0.49]])) == 0
