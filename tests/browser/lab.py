"""A JupyterLab that runs for the tests, started as `run.py` starts it, and the Chromium that looks at it."""

import json
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import suppress
from itertools import chain
from pathlib import Path
from urllib.request import Request, urlopen

import nbformat
from playwright.sync_api import Error

from run import lab_command, lab_environment

ROOT = Path(__file__).resolve().parents[2]
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
SLOW = 60  # seconds: for what is waited for, never for what is measured
START = 180  # seconds that JupyterLab may take to start


def eventually(check, seconds=SLOW):
    """Wait until the check holds, and give what it gives; after a while let it raise.

    A page that isn't there yet holds too few numbers, or half of one, so that reading it may fail before anything is
    compared: that too is waited out.
    """
    end = time.monotonic() + seconds
    while True:
        try:
            return check()
        except (AssertionError, LookupError, ValueError):
            if time.monotonic() > end:
                raise
        time.sleep(0.03)


class Lab:
    """A running JupyterLab and what its API tells."""

    def __init__(self, folder, environment=lab_environment):
        self.environment = environment
        self.folder = folder / "notebooks"
        self.folder.mkdir()
        self.log = folder / "jupyterlab.log"
        self.own = folder / "jupyter"
        self.runtime = Path(tempfile.mkdtemp(prefix="lab-", dir="/tmp"))  # a kernel's sockets need a short path
        self.token = secrets.token_hex(16)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.free = defaultdict(list)  # pages in which it is loaded and nothing is open, by their browser and script

    def start(self):
        """Start it as run.py does, and wait until it answers."""
        self.write("empty.ipynb", [])
        options = [
            "--no-browser",
            "--KernelManager.transport=ipc",  # of two labs that start kernels, neither takes a port from the other
            "--LabApp.expose_app_in_browser=True",  # so that a test can ask JupyterLab itself what it has done
            f"--port={self.port}",
            f"--IdentityProvider.token={self.token}",
            f"--ServerApp.root_dir={self.folder}",
        ]
        environment = {
            **self.environment(),
            "JUPYTER_CONFIG_DIR": str(self.own / "config"),
            "JUPYTER_DATA_DIR": str(self.own / "data"),
            "JUPYTER_RUNTIME_DIR": str(self.runtime),
            "JUPYTERLAB_SETTINGS_DIR": str(self.own / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(self.own / "workspaces"),
            "IPYTHONDIR": str(self.own / "ipython"),
            "PYTHONPATH": str(ROOT),
        }
        with self.log.open("w") as log:
            command = self.command([str(self.folder / "empty.ipynb"), *options])
            self.process = subprocess.Popen(command, env=environment, cwd=self.folder, stdout=log, stderr=log)
        try:
            eventually(self.answers, START)
        except BaseException:
            self.stop()
            raise

    def command(self, arguments):
        """The command line that starts it."""
        return lab_command(sys.executable, arguments)

    def answers(self):
        """It is there."""
        if self.process.poll() is not None:
            raise RuntimeError(f"JupyterLab ended: {self.log.read_text()}")
        with suppress(OSError):
            assert self.ask("GET", "api/status")
            return
        raise AssertionError(f"JupyterLab does not answer: see {self.log}")

    def stop(self):
        """End it, and with it every kernel and page."""
        for page in chain.from_iterable(self.free.values()):
            with suppress(Error):  # its browser may have ended before
                page.context.close()
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.runtime, ignore_errors=True)

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


def free_port():
    """Find a port that nobody uses."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
