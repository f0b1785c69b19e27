"""What one update costs: Python's time and what is sent, for each view that a hand can move.

The view is asked as its page would ask it, in this process, without a browser: an edge is dragged, a field is filled, a
slider is moved. The time is told in turns of a fixed loop of small numpy calls that ran in between. One turn takes
about a millisecond on the quiet machine that the targets were set on.
"""

import json
import re

import numpy as np

from backprop_core import Network, examples
from backprop_widgets import bug_lab, explorer, slide, training, worksheet
from benchmarks.measure import Row, in_turns, medians

LARGE = Network.random([6, 8, 8, 8, 4], seed=0), np.linspace(-1, 1, 6), [1, 0, 0, 0]
TURNS = 40
LOOP = 105  # small passes in a turn of the fixed loop
MOST = 8.0  # of the views that aren't the explorer
WHY = {
    "explorer, 2-2-2-1": "it is spread over all that it shows: the panel's sums take a fifth, the network a sixth, the "
    "comparison of old and new markup, the measured derivative and the curve of J a twelfth each. What it would take: "
    "the markup of a card, an edge or a sum kept, and made anew only where its numbers have changed.",
    "bug lab, a new λ": "with J alone open, a λ that the bug lab hasn't had takes a hundred steps: fifty of the "
    "program, fifty of a right one, each with its `run`, nine tenths of the time. The lab has two λ, and keeps what it "
    "has read at each. What it would take: a descent of its own, without the checks, and without the right D beside "
    "the wrong one.",
}


def measure(quick):
    """Every view takes its turn, and the loop."""
    views = {
        "explorer, 2-2-2-1": (Dragged(everything(*examples.lecture()), "move:Theta.2.1.2"), 1.6),
        "explorer, 6-8-8-8-4": (Dragged(everything(*LARGE), "move:Theta.2.1.2"), 3.5),
        "slide, an edge": (Dragged(slide(), "move:x.1"), MOST),
        "bug lab, λ there and back": (Chosen(bug_lab(), "lam", ("0", "1")), MOST),
        "bug lab, a new λ": (Chosen(bug_lab(), "lam", [f"{n / 10:g}" for n in range(1, 21)]), MOST),
        "worksheet, a field": (Chosen(worksheet(1), "sheet:fill:z.2.1", ("0.1", "0.2")), MOST),
        "training, its step": (Chosen(trained(), "moment", ("20", "40")), MOST),
        "training, one step made": (Chosen(trained(), "one-step", ("",)), MOST),
    }
    calls = {"loop": fixed_loop} | {name: view.update for name, (view, _) in views.items()}
    taken = medians(in_turns(calls, TURNS // 4 if quick else TURNS))
    rows = [Row("one turn of the fixed loop, ms", 1e3 * taken["loop"])]
    rows += [
        Row(
            f"Python an update: {name}; in turns of the loop",
            taken[name] / taken["loop"],
            target=target,
            why=WHY.get(name, ""),
            beside=f"{1e3 * taken[name]:.1f} ms; {view.sent / view.updates / 1e3:.1f} kB sent",
        )
        for name, (view, target) in views.items()
    ]
    return rows


def fixed_loop():
    """What an update is compared with: always the same work, of calls as small as those of a small network."""
    Theta, a = np.full((2, 2), 0.5), np.array([0.3, 0.6])
    for _ in range(LOOP):
        for _ in range(3):
            z = Theta @ a + 0.1
            a = 1 / (1 + np.exp(-z))
        f"{a[0]:.4f} {z[0]:+.4f}".replace("-", "−")
    return a


def everything(*source):
    """An explorer with all that it can show at once."""
    return explorer(*source, controls="all", show=["delta", "update", "panel"], selection="Theta.2.1.2")


def trained():
    """A training with two hundred steps behind it."""
    view = training(Network.random([2, 4, 4, 1], seed=1), *examples.xor(), alpha=2.0)
    view.train(200)
    return view


class Shown:
    """A view, and a page that counts what it is told."""

    def __init__(self, view, key):
        self.view, self.key, self.updates, self.sent = view, key, 0, 0
        view.send = self._count
        view._receive(view, {"news": "shown", "view": "page", "version": -1}, None)
        assert re.search(f"data-key=[\"']{re.escape(key)}[\"']", view.markup), f"nothing has the key {key}"
        self.sent = 0

    def _count(self, content, buffers=None):
        self.sent += len(json.dumps(content, ensure_ascii=False).encode())

    def tell(self, kind, **value):
        """One event of the page."""
        self.updates += 1
        told = {"seq": self.updates, "view": "page", "key": self.key, "type": kind, "value": value}
        self.view._receive(self.view, told, None)
        assert not self.view.error, self.view.error


class Dragged(Shown):
    """A view in which something is dragged, each time to another height."""

    def update(self):
        """One move."""
        way = {"from": 0.5, "dx": 0, "dy": -(self.updates % 40), "gesture": "one", "done": False}
        self.tell("drag", **way)


class Chosen(Shown):
    """A view in which a field goes through some values, again and again."""

    def __init__(self, view, key, values):
        super().__init__(view, key)
        self.values = values

    def update(self):
        """One change."""
        self.tell("change", value=self.values[self.updates % len(self.values)], gesture=str(self.updates), done=True)
