"""What holds for all tests: their order, and what they have to tell."""

import os
import random
from functools import partial
from itertools import groupby
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
BROWSER = TESTS / "browser"
LONGEST = BROWSER / "test_lessons.py"
SHUFFLE = os.environ.get("BACKPROP_SHUFFLE")  # any text: the tests then run in an order that follows from it

# A check that several tests share tells what it found, as they do.
pytest.register_assert_rewrite(*(f"tests.{room.name}" for room in TESTS.iterdir() if room.is_dir()))


def pytest_collection_modifyitems(items):
    """Put the browser's tests last: Playwright keeps an event loop running, in which others can't start their own.

    Of these the longest file comes first, so that no process is left with it alone.
    """
    if SHUFFLE:
        items[:] = shuffled(items, SHUFFLE)
    items.sort(key=lambda item: (BROWSER in item.path.parents, item.path != LONGEST))


def shuffled(items, seed):
    """Give the files in another order, and the tests in each; the cells of a lesson stay in theirs."""
    order = random.Random(seed)
    files = [list(tests) for _, tests in groupby(items, key=lambda item: item.path)]
    order.shuffle(files)
    for tests in files:
        if tests[0].path.suffix == ".py":
            order.shuffle(tests)
    return [item for tests in files for item in tests]


def pytest_report_header():
    """Say in what order the tests run, so that it can be had again."""
    return f"shuffled: BACKPROP_SHUFFLE={SHUFFLE}" if SHUFFLE else None


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
