"""A connection that is cut, a kernel that is killed, in the middle of a drag: the page says so, and recovers."""

import os
import re
import signal
import time

import pytest
from playwright.sync_api import expect

from tests.browser.lab import eventually
from tests.networks import how_many

from .toy_view import CELLS, DISPLAY, SPY, View

CUT = how_many(8, 30)  # seconds, in which JupyterLab tries again once or several times in vain
RECONNECTS = 180_000  # milliseconds in which JupyterLab has tried again on the busiest machine
TOLERATED = ("console:",)  # where it is said, sooner or later, that there was no network, or no kernel
# Lets a test cut the connections that are there, and lead new ones to where nobody answers: that a browser is offline
# may stop its requests and not its sockets. A cut one is heard of at once, as when a cable is pulled; a socket that is
# only closed waits for the server to say goodbye, for a minute where the browser has much to do. JupyterLab draws by
# lot how long it waits before it tries again, 10 to 30 seconds without a network: here it draws the shortest time.
SOCKETS = """
window.sockets = [];
window.isCut = false;
Math.random = () => 0;
window.WebSocket = class extends WebSocket {
  constructor(url, ...given) {
    super(isCut ? "ws://127.0.0.1:9" : url, ...given);
    sockets.push(this);
  }
  cut() {
    const {onclose} = this;
    this.onclose = this.onmessage = null;
    this.close();
    onclose?.call(this, new CloseEvent("close", {code: 1006}));
  }
};
"""


TRAINING = [
    """
import os
from backprop_core import Network, examples
from backprop_widgets import training
view = training(Network.random([2, 4, 4, 1], seed=1), *examples.xor(), alpha=0.5, steps=10**6)
""",
    "view",
    "print(os.getpid())",
]


def opened(open_notebook, cells):
    notebook = open_notebook(cells, script=SOCKETS + SPY)
    notebook.run_cell(0)
    # JupyterLab says in dialogues of its own that it could not store the notebook, and that it starts another kernel.
    button = notebook.page.locator(".jp-Dialog-footer button").last
    notebook.page.add_locator_handler(button, lambda it: it.click(), no_wait_after=True)
    return notebook


@pytest.fixture(scope="module")
def notebook(open_notebook):
    return opened(open_notebook, CELLS)


@pytest.fixture
def walk(open_notebook):
    """A training under way, and its notebook."""
    notebook = opened(open_notebook, TRAINING)
    notebook.run_cell(1)
    notebook.run_cell(2)
    view = View(notebook, 1)
    view.at("start").click()
    is_past(view, 0)
    return view


def step(view):
    """The step that the page shows."""
    return int(re.search(r"Step (\d+) of", view.frame.inner_text())[1])


def is_past(view, before, **how_long):
    eventually(lambda: check(step(view) > before), **how_long)


def check(holds):
    assert holds


def cut(notebook):
    notebook.context.set_offline(True)
    notebook.page.evaluate("isCut = true; sockets.splice(0).forEach(socket => socket.cut())")


def mend(notebook):
    notebook.page.evaluate("isCut = false")
    notebook.context.set_offline(False)


def test_a_connection_that_is_cut_in_a_drag_is_said_and_nothing_that_was_done_is_lost(toy):
    toy.at("go").click()
    expect(toy.at("count")).to_have_text("1")
    x, y = toy.press("edge")
    toy.page.mouse.move(x, y - 10, steps=3)
    toy.shows("0.60")
    since = time.monotonic()
    cut(toy.notebook)
    toy.page.mouse.move(x, y - 25, steps=5)
    toy.page.mouse.up()
    toy.at("go").click()
    toy.at("go").click()
    expect(toy.error()).to_contain_text("The connection to the kernel is cut; it is being tried again.")
    expect(toy.gone()).to_have_text("")
    toy.page.wait_for_timeout(1000 * (CUT - (time.monotonic() - since)))  # it is cut for as long as that
    expect(toy.error()).to_contain_text("What you do meanwhile is kept")
    mend(toy.notebook)
    expect(toy.at("count")).to_have_text("3", timeout=RECONNECTS)
    toy.shows("0.75")
    expect(toy.error()).to_have_text("")
    clicks = [event for event in toy.events() if event["type"] == "click"]
    assert len(clicks) == 3
    toy.drag("edge", 0, -25)
    toy.shows("1.00")


def test_a_kernel_that_is_killed_in_a_drag_is_said_with_the_state_as_python(toy):
    x, y = toy.press("edge")
    toy.page.mouse.move(x, y - 25, steps=3)
    toy.shows("0.75")
    os.kill(int(toy.at("kernel").inner_text()), signal.SIGKILL)
    toy.page.mouse.move(x, y - 50, steps=3)
    toy.page.mouse.up()
    expect(toy.gone().locator("p")).to_contain_text("The kernel does not answer. Run the cell again to go on")
    expect(toy.gone().locator("pre")).to_have_text("toy.n = 0.5")  # as it was before the drag
    toy.notebook.wait_idle()
    toy.notebook.run_cell(0)
    toy.notebook.run_cell(DISPLAY)
    toy.shows("0.50")
    expect(toy.gone()).to_have_text("")
    expect(toy.error()).to_have_text("")
    toy.drag("edge", 0, -25)
    toy.shows("0.75")


def test_a_training_goes_on_while_the_connection_is_cut_and_is_shown_where_it_is(walk):
    cut(walk.notebook)
    expect(walk.error()).to_contain_text("The connection to the kernel is cut")
    before = step(walk)
    mend(walk.notebook)
    is_past(walk, before, seconds=RECONNECTS / 1000)
    expect(walk.error()).to_have_text("")
    expect(walk.gone()).to_have_text("")


def test_a_kernel_that_is_killed_in_a_training_is_said_with_what_goes_on_from_there(walk):
    os.kill(int(walk.notebook.cell(2).locator(".jp-OutputArea").inner_text()), signal.SIGKILL)
    expect(walk.gone().locator("p")).to_contain_text("The kernel does not answer. Run the cell again to go on")
    expect(walk.gone().locator("pre")).to_contain_text("training(view)")
