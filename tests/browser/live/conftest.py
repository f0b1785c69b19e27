"""The toy on a page, new for each test."""

import pytest

from .toy_view import CELLS, DISPLAY, SPY, View


@pytest.fixture(scope="module")
def notebook(open_notebook):
    notebook = open_notebook(CELLS, script=SPY)
    notebook.run_cell(0)
    return notebook


@pytest.fixture
def toy(notebook):
    """A new toy, shown once."""
    notebook.menu("Edit", "editmenu:clear-all")
    notebook.run_cell(DISPLAY)
    return View(notebook, DISPLAY)
