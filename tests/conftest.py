"""What holds for all tests: their order."""

from pathlib import Path

BROWSER = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items):
    """Put the browser's tests last: Playwright keeps an event loop running, in which others can't start their own."""
    items.sort(key=lambda item: BROWSER in item.path.parents)
