"""A Chromium, and a JupyterLab that it looks at, as the tests have them; or the sentence that says what is missing."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measure import NotHere
from run import find_browser


@contextmanager
def chromium():
    """A browser."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise NotHere("Playwright is not installed (requirements-test.txt has it)") from error
    if not find_browser():
        raise NotHere("there is no Chromium or Chrome here")
    from tests.browser.lab import FLAGS

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def jupyterlab():
    """A server, started as `run.py` starts it."""
    from tests.browser.lab import Lab

    with tempfile.TemporaryDirectory() as folder:
        lab = Lab(Path(folder))
        lab.start()
        try:
            yield lab
        finally:
            lab.stop()
