"""The expression that a number shows reaches that number."""

import numpy as np
import pytest

import backprop_core
from backprop_core import Quantity, value_of
from backprop_widgets.notation.in_code import in_code
from tests.networks import nth_trace

from .sums import explained


@pytest.mark.parametrize("n", range(60))
def test_the_expression_gives_the_number_on_any_network_one_example_or_many(n):
    trace = nth_trace(n)
    t = None if trace.X.ndim == 1 else 2
    given = [Quantity("x", i=1, example=t), Quantity("y", i=1, example=t), Quantity("Theta", 1, 1, 0), Quantity("m")]
    for q in [*explained(trace, np.random.default_rng(n), most=40), *given, Quantity("a", 1, 1, example=t)]:
        value = eval(in_code(trace, q), {**vars(backprop_core), "trace": trace})
        assert value == pytest.approx(value_of(trace, q), rel=1e-12, abs=1e-300), (q, in_code(trace, q))


def test_of_a_batch_without_an_example_it_gives_those_of_all():
    trace = next(nth_trace(n) for n in range(60) if nth_trace(n).X.ndim == 2)
    values = eval(in_code(trace, Quantity("z", 2, 1)), {"trace": trace})
    assert values.tolist() == [value_of(trace, Quantity("z", 2, 1, example=t)) for t in range(1, trace.m + 1)]
