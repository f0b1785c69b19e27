"""Every view is drawn as it was when somebody looked at it: each place, width, word and button that is off.

A drawing that is to change is kept anew by ``python -m tests.drawn``; `git diff` then shows what has become of it.
"""

import pytest

from tests.drawn.drawing import FOLDER, drawing, file_of
from tests.drawn.states import STATES


@pytest.mark.parametrize("name", STATES)
def test_a_view_is_drawn_as_it_was_looked_at(name):
    assert drawing(name, STATES[name]()).splitlines() == file_of(name).read_text(encoding="utf-8").splitlines()


def test_every_drawing_that_is_kept_is_of_a_state():
    assert sorted(FOLDER.iterdir()) == sorted(map(file_of, STATES))
