"""The built site, served on this machine alone, and one lesson of it in a page."""

import functools
import http.server
import re
import threading
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from backprop_core import Network, run

SITE = Path(__file__).resolve().parents[2] / "_site"
SLOW = 120_000  # milliseconds: for what is waited for, never for what is measured
SMALL = {"width": 1366, "height": 768}


class Handler(http.server.SimpleHTTPRequestHandler):
    """Hands out the site's files as any web server does."""

    protocol_version = "HTTP/1.1"
    extensions_map = {  # noqa: RUF012  as the base class has it
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *_):
        """Say nothing."""


@contextmanager
def served(folder=SITE):
    """Hand out a folder; gives its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(folder)))
    server.handle_error = lambda *_: None  # a browser hangs up as it likes
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Lesson:
    """One lesson in a page, which runs as it opens."""

    def __init__(self, page, address, name):
        self.page = page
        self.name = name
        page.goto(f"{address}notebooks/index.html?path={name}.ipynb")
        self.wait()

    def wait(self):
        """Wait until every cell has run."""
        self.page.wait_for_selector("body[data-lesson='ready']", state="attached")
        assert self.failures() == []

    def reload(self):
        """Load the page again."""
        self.page.reload()
        self.wait()

    def save(self):
        """Save, and wait until that is done."""
        self.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")

    def failures(self):
        """What went wrong in cells."""
        return self.page.locator(WRONG).all_inner_texts()

    def skip_questions(self):
        """Skip every question: most views of a lesson open when one has been answered."""
        while self.page.locator("[data-key='predict:skip'], [data-key='predict:jump']").count():
            skip = self.page.locator("[data-key='predict:skip']").first
            skip.wait_for()
            gone = skip.element_handle()
            skip.click()
            self.page.wait_for_function("skip => !skip.isConnected", arg=gone)

    def explorers(self):
        """The explorers of a network in which a weight can be moved."""
        return self.page.locator(".bp-live:has([data-key^='move:Theta.'])").filter(has_text="row by row")

    def execute(self, code):
        """Run code in the kernel; gives the message of the error, or what it printed."""
        return self.page.evaluate(EXECUTE, code)

    def completions(self, code):
        """What the kernel proposes after a piece of code."""
        request = {"code": code, "cursor_pos": len(code)}
        return self.page.evaluate(f"request => {KERNEL}.requestComplete(request).then(r => r.content.matches)", request)

    @contextmanager
    def changes(self, view):
        """Wait until the words of a view are other than they were."""
        before = words(view)
        yield
        self.page.wait_for_function(
            "([twin, old]) => twin.textContent !== old", arg=[view.locator(".bp-twin").first.element_handle(), before]
        )


def words(view):
    """A view in words, as they stand on the page."""
    return view.locator(".bp-twin").first.text_content()


def numbers(text):
    """The numbers of a text, in their order."""
    return [float(found.replace("−", "-")) for found in re.findall(r"[−+]?\d+\.\d+", text)]


HEAD = re.compile(r"Network [\d-]+, (\w+) units, (\w+) output, ([\w-]+), (one example|means over \d+ examples)\.")


def computed_anew(said, batch=None):
    """The trace of the network that a view in words names: on its one example, or of its means on a batch."""
    hidden, output, cost, of = HEAD.search(said).groups()
    Theta = [[numbers(row) for row in rows] for _, rows in matrices(said, "Θ")]
    net = Network(Theta, hidden, output, cost.replace("-", "_"))
    if of != "one example":
        return run(net, *batch)
    given = numbers(next(line for line in said.splitlines() if line.startswith("x:")))
    return run(net, np.array(given[: net.sizes[0]]), np.array(given[net.sizes[0] :]))


def matrices(said, name):
    """The layers and rows of what a view says row by row."""
    found = re.findall(rf"^{name}\((\d)\), row by row: (.*)$", said, re.MULTILINE)
    return [(int(layer), rows.split(" / ")) for layer, rows in found]


def assert_computed(view, batch=None):
    """What a view says, read once, is what the core computes from the weights and the example that it names."""
    said = words(view)
    assert_said(said, computed_anew(said, batch))


def assert_said(said, trace):
    """Every a, δ, J and gradient that a view says in words is that of the trace, to the digits that it has."""
    checked = []
    for l, values in re.findall(r"^layer (\d): (.*)$", said, re.MULTILINE):
        for part in values.split("; "):
            of = {"z": trace.z, "a": trace.a, "δ": trace.delta}[part[0]]
            truth = np.atleast_2d(of[int(l)]).mean(axis=0)
            np.testing.assert_allclose(numbers(part), truth, atol=0.00051 if part[0] in "za" else 0.000051)
            checked.append(part[0])
    [J] = numbers(re.search(r"^cost J: (.*)$", said, re.MULTILINE)[1])
    assert abs(J - trace.J) <= 0.000051
    for l, rows in matrices(said, "∂J/∂Θ"):
        np.testing.assert_allclose([numbers(row) for row in rows], trace.D[l], atol=0.000051)
    assert checked.count("a") == trace.net.L - 1


WRONG = '[data-mime-type="application/vnd.jupyter.stderr"], .jp-RenderedError, .bp-error:not(:empty)'
KERNEL = "jupyterapp.shell.currentWidget.sessionContext.session.kernel"
EXECUTE = f"""
code => {{
  const future = {KERNEL}.requestExecute({{code}});
  const said = [];
  future.onIOPub = ({{content}}) => said.push(content.text ?? content.evalue ?? "");
  return future.done.then(() => said.join(""));
}}
"""
