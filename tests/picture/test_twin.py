"""The picture in words: long lines are cut, and say so."""

import numpy as np
import pytest

from backprop_core import Network, run
from backprop_widgets.picture.twin import MAX_NUMBERS, in_words


@pytest.mark.parametrize("inputs", [MAX_NUMBERS - 1, MAX_NUMBERS, MAX_NUMBERS + 1, 3 * MAX_NUMBERS])
def test_of_a_long_line_the_first_numbers_are_said_and_that_there_are_more(inputs):
    trace = run(Network.random([inputs, 1], seed=1), np.arange(inputs) / 100, [1.0])
    [line] = [line for line in in_words(trace, 0).splitlines() if line.startswith("x: ")]
    said = line.removeprefix("x: ").partition("; target")[0].split(", ")
    more = ["..."] if inputs > MAX_NUMBERS else []
    assert len(said) == min(inputs, MAX_NUMBERS) + len(more)
    assert said[MAX_NUMBERS:] == more


def test_of_a_large_matrix_only_its_size_is_said():
    trace = run(Network.random([30, 4, 1], seed=1), np.zeros(30), [1.0])
    assert "4 by 31 numbers" in in_words(trace, 0)
