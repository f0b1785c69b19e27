"""A real JupyterLab and a real Chromium for the tests in this folder.

One JupyterLab runs for the whole session, started as `run.py` starts it; each notebook that a module opens has its own
page and its own kernel. Use it like this::

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

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

import nbformat
import pytest

from run import lab_command, lab_environment

ROOT = Path(__file__).resolve().parents[2]
SCREENSHOTS = ROOT / "screenshots"
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
# Nothing is fetched for the browser's own purposes: the tests look at every request.
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SLOW = 30_000  # milliseconds: for what is waited for, never for what is measured


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Tell pytest-playwright to use the Chromium of this machine."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
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
def open_notebook(lab, browser):
    """Give a function that opens a notebook file, or the code of some cells, in a page of its own."""
    notebooks = []

    def open_notebook(source, script="", **context):
        """Open it; the script runs in the page before anything else does."""
        notebook = Notebook(lab, browser.new_context(viewport={"width": 1400, "height": 1000}, **context))
        notebook.context.add_init_script(script)
        notebooks.append(notebook)
        OPEN.append(notebook)
        notebook.open(lab.take(source))
        return notebook

    yield open_notebook
    for notebook in notebooks:
        OPEN.remove(notebook)
        notebook.close()


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
def _clean_pages():
    """No page of a test reported an error or asked another machine for anything."""
    yield
    problems = [problem for notebook in OPEN for problem in notebook.take_problems()]
    assert problems == []


class Lab:
    """A running JupyterLab and what its API tells."""

    def __init__(self, folder, environment=lab_environment):
        self.environment = environment
        self.folder = folder / "notebooks"
        self.folder.mkdir()
        self.log = folder / "jupyterlab.log"
        self.own = folder / "jupyter"
        self.token = secrets.token_hex(16)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"

    def start(self):
        """Start it as run.py does, and wait until it answers."""
        self.write("empty.ipynb", [])
        options = [
            "--no-browser",
            f"--port={self.port}",
            f"--IdentityProvider.token={self.token}",
            f"--ServerApp.root_dir={self.folder}",
        ]
        environment = {
            **self.environment(),
            "JUPYTER_CONFIG_DIR": str(self.own / "config"),
            "JUPYTER_DATA_DIR": str(self.own / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.own / "runtime"),
            "JUPYTERLAB_SETTINGS_DIR": str(self.own / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.own / "workspaces"),
            "IPYTHONDIR": str(self.own / "ipython"),
            "PYTHONPATH": str(ROOT),
        }
        with self.log.open("w") as log:
            command = lab_command(sys.executable, [str(self.folder / "empty.ipynb"), *options])
            self.process = subprocess.Popen(command, env=environment, cwd=self.folder, stdout=log, stderr=log)
        wait_until(self.answers, f"JupyterLab did not start: see {self.log}")

    def answers(self):
        """Is it there?"""
        assert self.process.poll() is None, f"JupyterLab ended: {self.log.read_text()}"
        with suppress(OSError):
            return self.ask("GET", "api/status") is not None
        return False

    def stop(self):
        """End it, and with it every kernel."""
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ask(self, method, path):
        """Ask the server's API."""
        headers = {"Authorization": f"token {self.token}"}
        with urlopen(Request(f"{self.url}/{path}", method=method, headers=headers), timeout=20) as answer:
            return json.loads(answer.read() or "null")

    def take(self, source):
        """Put a notebook into the folder: a file, or the code of its cells. Gives its name there."""
        name = f"{secrets.token_hex(4)}.ipynb"
        if isinstance(source, Path):
            name = source.name
            shutil.copy(source, self.folder / name)
        else:
            cells = [nbformat.v4.new_code_cell(code) for code in source]
            self.write(name, cells)
        return name

    def write(self, name, cells):
        """Write a notebook; it names its kernel, else JupyterLab would ask for one."""
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
        (self.folder / name).write_text(nbformat.writes(notebook), encoding="utf-8")

    def kernel(self, name):
        """What the server tells about the kernel of a notebook; None if it has none."""
        sessions = self.ask("GET", "api/sessions")
        return next((session["kernel"] for session in sessions if session["path"] == name), None)

    def shut_down(self, name):
        """End the kernel of a notebook."""
        kernel = self.kernel(name)
        if kernel:
            self.ask("DELETE", f"api/kernels/{kernel['id']}")

    def restart(self, name):
        """Restart the kernel of a notebook."""
        self.ask("POST", f"api/kernels/{self.kernel(name)['id']}/restart")


class Notebook:
    """One notebook in one page."""

    def __init__(self, lab, context):
        self.lab = lab
        self.context = context
        self.page = context.new_page()
        self.page.set_default_timeout(SLOW)
        self.problems = []
        self.requests = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        self.context.on("request", lambda request: self._see(request.url))
        self.page.on("websocket", lambda socket: self._see(socket.url))

    def _hear(self, message):
        if message.type == "error":
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _see(self, url):
        self.requests.append(url)
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1":
            self.problems.append(f"left this machine: {url}")

    def take_problems(self):
        """Errors and foreign requests since they were taken last."""
        problems, self.problems[:] = list(self.problems), []
        return problems

    def open(self, name):
        """Open it in JupyterLab and wait for its kernel."""
        self.name = name
        workspace = secrets.token_hex(4)
        token = self.lab.token
        self.page.goto(f"{self.lab.url}/lab/workspaces/w{workspace}/tree/{quote(name)}?token={token}&reset")
        self.wait_idle()

    def run_all(self):
        """Run all cells and wait until they are done; an error in one of them fails the test."""
        before = self.page.evaluate(PROMPTS)
        self.menu("Run", "runmenu:run-all")
        self._wait_for_run(before)

    def run_cell(self, number):
        """Run one cell, counted from 0, and wait until it is done; an error in it fails the test."""
        before = self.page.evaluate(PROMPTS)
        self.start_cell(number)
        self._wait_for_run(before)

    def start_cell(self, number):
        """Run one cell, counted from 0, without waiting for its end."""
        self.cell(number).locator(".jp-InputArea-editor").click()
        self.page.keyboard.press("Control+Enter")

    def _wait_for_run(self, before):
        self.page.wait_for_function(f"before => ({PROMPTS}) !== before", arg=before)
        self.wait_idle()
        errors = self.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]')
        assert errors.all_inner_texts() == []

    def menu(self, name, command):
        """Choose from JupyterLab's menu."""
        self.page.get_by_role("menuitem", name=name, exact=True).click()
        self.page.locator(f'.lm-Menu-item[data-command="{command}"]').click()

    def wait_idle(self):
        """Wait until the kernel has nothing to do, by the page's word and by the server's."""
        self.page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
        self.page.wait_for_function(f"() => !({PROMPTS}).includes('*')")
        wait_until(
            lambda: (self.lab.kernel(self.name) or {}).get("execution_state") == "idle", f"{self.name} stays busy"
        )

    def cell(self, number):
        """One cell, counted from 0."""
        return self.page.locator(".jp-Notebook-cell").nth(number)

    def screenshot(self, name):
        """Take a picture of the page; gives the file."""
        SCREENSHOTS.mkdir(exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        self.page.screenshot(path=path)
        return path

    def reload(self):
        """Save the notebook and load the page again."""
        self.menu("File", "docmanager:save")
        self.page.wait_for_selector(".jp-Document:not(.jp-mod-dirty)")
        self.page.reload()
        self.wait_idle()

    def close(self):
        """Close the page and end the kernel."""
        self.context.close()
        with suppress(OSError):  # one that is just starting again refuses; it ends with the server
            self.lab.shut_down(self.name)


# All prompts of the notebook: "[1]:[2]:[*]:"
PROMPTS = "[...document.querySelectorAll('.jp-InputPrompt')].map(prompt => prompt.textContent).join('')"


def free_port():
    """Find a port that nobody uses."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_until(holds, otherwise, seconds=SLOW / 1000):
    """Ask again and again, and give up after a while."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, otherwise
        time.sleep(0.05)
