"""What holds for all tests: their order, and what they have to tell."""

from functools import partial
from pathlib import Path

import pytest

BROWSER = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items):
    """Put the browser's tests last: Playwright keeps an event loop running, in which others can't start their own."""
    items.sort(key=lambda item: BROWSER in item.path.parents)


@pytest.fixture
def tell(record_property):
    """Give a function: what is said to it stands at the end of the run, whichever process the test ran in."""
    return partial(record_property, "told")


def pytest_terminal_summary(terminalreporter):
    """Print what the tests have told."""
    for report in [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]:
        for name, text in report.user_properties:
            if name == "told":
                terminalreporter.write_line(f"\n{text}")
