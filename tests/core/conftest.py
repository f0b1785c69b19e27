"""What the core's tests share: the lecture's network as literal numbers, and how hypothesis searches."""

import numpy as np
import pytest
from hypothesis import settings

# The same search each time, and nothing written into the repository: a red test is red for everybody.
settings.register_profile("core", deadline=None, max_examples=60, derandomize=True, database=None)
settings.load_profile("core")


@pytest.fixture
def lecture_Theta():
    """The weights of the 2-2-2-1 network of the explorer, by layer."""
    return {
        1: np.array([[0.30, 0.80, -0.50], [-0.20, 0.40, 0.90]]),
        2: np.array([[0.10, 1.20, -0.70], [0.25, -0.60, 1.10]]),
        3: np.array([[-0.15, 0.95, -1.30]]),
    }
