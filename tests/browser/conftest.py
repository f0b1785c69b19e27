"""A real JupyterLab and a real Chromium for the tests in this folder.

One JupyterLab runs for the whole session, started as `run.py` starts it; each notebook that a module opens has a page
for itself, which another module has had before it, and its own kernel. Use it like this::

    @pytest.fixture(scope="module")
    def notebook(open_notebook):
        return open_notebook(ROOT / "notebooks" / "00_start.ipynb")  # or open_notebook(["1 + 1", "2 + 2"])

    def test_something(notebook):
        notebook.run_all()
        notebook.page.locator(...)

After each test every open page is asked for errors and for requests that left this machine; a test that fails leaves
pictures of its pages in ``screenshots/``. Without a Chromium the tests are skipped; with BACKPROP_REQUIRE_BROWSER=1
that is a failure.
"""

import os
import re
from contextlib import suppress

import pytest
from playwright.sync_api import expect

from run import BROWSERS, find_browser

from .kernel import EXPLORER_CELLS, Kernel
from .lab import FLAGS, SLOW, Lab
from .notebook import VIEWPORT, Notebook

expect.set_options(timeout=1000 * SLOW)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Tell pytest-playwright to use the Chromium of this machine."""
    path = find_browser()
    if path is None:
        reason = f"NO BROWSER, so the page was not tested: none of {', '.join(BROWSERS)} was found"
        if os.environ.get("BACKPROP_REQUIRE_BROWSER") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def lab(browser_type_launch_args, tmp_path_factory):
    """One JupyterLab, with nobody's settings, in an empty folder."""
    lab = Lab(tmp_path_factory.mktemp("lab"))
    lab.start()
    yield lab
    lab.stop()


@pytest.fixture(scope="module")
def open_notebook(request, lab, browser):
    """Give a function that opens a notebook file, or the code of some cells, in a page of its own.

    To load JupyterLab takes seconds, so a page stays for the next module, with nothing open in it.
    """
    notebooks, failed = [], request.session.testsfailed

    def open_notebook(source, script=""):
        """Open it; the script runs in the page before anything else does."""
        free = lab.free[browser, script]
        notebook = Notebook(lab, free.pop() if free else new_page(browser, script))
        notebooks.append((notebook, free))
        OPEN.append(notebook)
        notebook.open_beside(lab.take(source))
        return notebook

    yield open_notebook
    for notebook, free in notebooks:
        OPEN.remove(notebook)
        if request.session.testsfailed == failed and notebook.leave():
            free.append(notebook.page)
        else:
            notebook.close()


def new_page(browser, script):
    """A page that has been nowhere yet and may use the clipboard."""
    context = browser.new_context(viewport=VIEWPORT, permissions=["clipboard-read", "clipboard-write"])
    context.add_init_script(script)
    return context.new_page()


@pytest.fixture(scope="module")
def kernel(request, open_notebook):
    """The kernel of a notebook in which explorers are shown; a module's MORE_CELLS stand below."""
    cells = [*EXPLORER_CELLS, *getattr(request.module, "MORE_CELLS", ())]
    kernel = Kernel(open_notebook(cells))
    yield kernel
    kernel.stop()


@pytest.fixture
def show(kernel):
    """Give a function that shows a new explorer, made with these arguments."""
    return kernel.show


@pytest.fixture
def view(show):
    """A new explorer of the lecture's network, with every control."""
    return show()


OPEN = []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep the pages of a test that failed."""
    report = yield
    if report.failed and call.when == "call":
        for number, notebook in enumerate(OPEN):
            with suppress(Exception):  # a page that has crashed has no picture, and its test has failed already
                notebook.screenshot(f"{re.sub(r'[^0-9A-Za-z_]+', '-', item.nodeid)}-{number}")
    return report


@pytest.fixture(autouse=True)
def _clean_pages(request):
    """No page of a test reported an error or asked another machine for anything.

    What begins with one of a module's TOLERATED may come.
    """
    yield
    tolerated = getattr(request.module, "TOLERATED", ())
    problems = [problem for notebook in OPEN for problem in notebook.take_problems()]
    assert [problem for problem in problems if not problem.startswith(tolerated)] == []
