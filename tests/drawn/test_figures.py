"""Every plot holds what it held when somebody looked at it: its panels, how far their axes go, its lines and words.

Numbers are compared to four digits: processors differ in the last ones. `python -m tests.drawn` keeps them anew.
"""

import json

import numpy as np
import pytest

from tests.drawn.drawing import FIGURES_FILE
from tests.drawn.figures import FIGURES, facts

KEPT = json.loads(FIGURES_FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", FIGURES)
def test_a_plot_holds_what_it_held_when_it_was_looked_at(name):
    found = list(facts(FIGURES[name]()))
    assert [thing for thing, _ in found] == [thing for thing, _ in KEPT[name]]
    for (thing, numbers), (_, others) in zip(found, KEPT[name], strict=True):
        np.testing.assert_allclose(numbers, others, rtol=5e-4, atol=1e-6, err_msg=thing)


def test_every_plot_that_is_kept_is_one_of_these():
    assert list(KEPT) == list(FIGURES)
