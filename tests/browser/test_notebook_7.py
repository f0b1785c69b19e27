"""Lesson 00 in Notebook 7, as JupyterLab's tests have it: run all, every view moved once.

Notebook comes with what builds the site, in an environment of its own: `python3 run.py site` installs it. Without it
this test is skipped; with BACKPROP_REQUIRE_SITE=1 that is a failure.
"""

import json
import os
import sys
from pathlib import Path

import pytest

from run import PYTHON, VENV, lab_environment

from .lab import ROOT, Lab
from .site_page import SLOW, SMALL, Lesson, assert_computed
from .test_site import drag_an_edge

SERVER = VENV / "site" / PYTHON.relative_to(VENV)


class NotebookServer(Lab):
    """Notebook 7 from the site's environment, with the kernel of this one."""

    def __init__(self, folder):
        super().__init__(folder, lambda: {**lab_environment(), "JUPYTER_PREFER_ENV_PATH": "0"})

    def command(self, arguments):
        """The command line that starts it."""
        kernel = self.own / "data" / "kernels" / "python3"
        kernel.mkdir(parents=True)
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        spec = {"argv": argv, "display_name": "Python 3", "language": "python"}
        (kernel / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")
        own = [word.replace("--LabApp.", "--JupyterNotebookApp.") for word in arguments]
        root = ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        return [str(SERVER), "-m", "notebook", *own, *root]


class InNotebook(Lesson):
    """A lesson in Notebook 7, where somebody runs all cells."""

    def __init__(self, page, server, name):
        self.page = page
        page.goto(f"{server.url}/notebooks/{name}?token={server.token}")
        self.wait()

    def wait(self):
        """Run all cells, and wait until that is done."""
        self.page.wait_for_function(f"() => window.jupyterapp?.shell?.currentWidget && {KERNEL}?.status === 'idle'")
        self.page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
        assert self.failures() == []


KERNEL = "jupyterapp.shell.currentWidget.sessionContext?.session?.kernel"


@pytest.fixture
def server(tmp_path):
    """A running Notebook 7."""
    if not SERVER.exists():
        reason = "NO NOTEBOOK 7, so it was not tested: python3 run.py site installs it"
        if os.environ.get("BACKPROP_REQUIRE_SITE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    server = NotebookServer(tmp_path)
    server.start()
    yield server
    server.stop()


def test_every_view_of_a_lesson_moves(server, browser):
    name = server.take(Path(ROOT / "notebooks" / "00_start.ipynb"))
    context = browser.new_context(viewport=SMALL)
    page = context.new_page()
    page.set_default_timeout(SLOW)
    lesson = InNotebook(page, server, name)
    lesson.skip_questions()
    explorers = lesson.explorers().all()
    assert len(explorers) >= 4
    for view in explorers:
        drag_an_edge(lesson, view)
        assert_computed(view)
    others = page.locator(".bp-live:not(:has([data-key^='move:Theta.'])):has(button[data-on~='click']:enabled)").all()
    assert len(others) >= 2
    for view in others:
        view.locator("button[data-on~='click']:enabled").first.click()
    page.wait_for_function(f"() => {KERNEL}.status === 'idle'")
    assert lesson.failures() == []
    context.close()
