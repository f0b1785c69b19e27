"""What is closed for writing can be pickled and copied, and stays closed."""

import pickle
from copy import deepcopy

import numpy as np
import pytest

from backprop_core import Diverged, Network, backward, examples, forward, run

NET = Network.random([2, 3, 2], seed=4, hidden="tanh", output="softmax")
X, Y = np.array([[0.5, -1.0], [0.25, 2.0], [1.0, 0.0]]), np.eye(2)[[0, 1, 0]]


@pytest.mark.parametrize("copied", [lambda thing: pickle.loads(pickle.dumps(thing)), deepcopy])
@pytest.mark.parametrize(
    ("thing", "parts"),
    [
        (NET, ["Theta"]),
        (forward(NET, X), ["a", "z"]),
        (backward(NET, forward(NET, X), Y), ["delta", "Delta", "D"]),
        (run(NET, X, Y, 0.5), ["a", "z", "delta", "Delta", "D"]),
    ],
    ids=["Network", "Forward", "Backward", "Trace"],
)
def test_a_copy_has_the_same_numbers_and_is_closed_for_writing(thing, parts, copied):
    twin = copied(thing)
    assert repr(twin) == repr(thing)
    for part in parts:
        layers, others = getattr(thing, part), getattr(twin, part)
        assert list(layers) == list(others)
        assert all(np.array_equal(layers[l], others[l]) for l in layers)
        with pytest.raises(ValueError, match="read-only"):
            others[2][0] = 0.0
        with pytest.raises(TypeError):
            others[9] = layers[2]


def test_a_trace_that_came_back_goes_on():
    twin = pickle.loads(pickle.dumps(run(*examples.lecture())))
    assert run(twin.net, twin.X, twin.Y).J == twin.J


def test_a_divergence_comes_back_from_another_process():
    other = pickle.loads(pickle.dumps(Diverged(3, "the cost grew")))
    assert (other.step, other.reason, str(other)) == (3, "the cost grew", "step 3: the cost grew")
