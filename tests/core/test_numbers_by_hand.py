"""Numbers that somebody wrote down in place of a trace's own: what each next one comes to."""

import numpy as np
import pytest

from backprop_core import Quantity, examples, run
from backprop_core.by_hand import follows, made_of, short_numbers


def q(kind, *indices):
    return Quantity(kind, *indices)


@pytest.fixture
def trace():
    return run(*examples.lecture())


def test_a_hidden_delta_follows_from_the_deltas_and_the_a_that_were_written(trace):
    """(1.20 · 0.5 - 0.60 · 0.25) · 0.9 · 0.1, from the column of unit 1 in Theta^(2)."""
    written = {q("delta", 3, 1): 0.5, q("delta", 3, 2): 0.25, q("a", 2, 1): 0.9}
    assert follows(trace, written, q("delta", 2, 1)) == pytest.approx(0.45 * 0.09)


def test_z_and_a_and_D_follow_from_what_was_written_before_them(trace):
    assert follows(trace, {q("a", 2, 1): 0.5, q("a", 2, 2): 1.0}, q("z", 3, 1)) == pytest.approx(0.1 + 0.6 - 0.7)
    assert follows(trace, {q("z", 3, 1): 0.0}, q("a", 3, 1)) == 0.5
    assert follows(trace, {q("delta", 4, 1): -0.5, q("a", 3, 2): 0.25}, q("D", 3, 1, 2)) == -0.125


def test_the_output_delta_and_the_cost_follow_from_the_output_that_was_written(trace):
    assert follows(trace, {q("a", 4, 1): 0.25}, q("delta", 4, 1)) == -0.75
    assert follows(trace, {}, q("delta", 4, 1)) == trace.delta[4][0]


def test_a_number_is_made_of_what_stands_before_it(trace):
    assert made_of(trace, q("delta", 2, 1)) == {
        q("Theta", 2, 1, 1), q("Theta", 2, 2, 1), q("delta", 3, 1), q("delta", 3, 2), q("a", 2, 1),
    }  # fmt: skip


@pytest.mark.parametrize("seed", range(5))
def test_short_numbers_have_one_decimal_and_no_weight_is_0(seed):
    trace = short_numbers([3, 40, 4], np.random.default_rng(seed))
    assert trace.net.sizes == (3, 40, 4)
    weights = np.concatenate([Theta.ravel() for Theta in trace.net.Theta.values()])
    assert set(np.round(abs(weights) * 10, 9)) == set(range(1, 16))
    assert (weights < 0).any()
    assert (weights > 0).any()
    assert set(trace.X) <= {-1.0, -0.5, 0.5, 1.0, 2.0}
    assert set(trace.Y) <= {0.0, 1.0}
