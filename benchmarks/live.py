"""How fast the explorer's picture follows the hand in JupyterLab, beside `interact` with matplotlib.

    python benchmarks/live.py [--rounds 3]

It starts JupyterLab as `run.py` does and a Chromium, and opens three notebooks: the explorer with everything on the
screen (all controls, all layers of the picture, a weight selected) for 2-2-2-1 and for 6-8-8-8-4, and the picture of
the 2-2-2-1 network plainly drawn with matplotlib under `interact`. They take turns, so that a machine that slows down
slows all of them. A round is, of each:

- a drag: the mouse moves 60 times a second for 3 seconds, and each move changes one weight (of the explorer its edge
  is dragged, of `interact` its slider);
- 15 presses of an arrow key, each when the picture of the one before is there.

What is measured, in the page: pictures that were painted and are not the one before; the time from the last move to the
last change of the picture, and whether that is the picture of the last value; the time from a key's press to the paint.
In the kernel: the wall clock time and the processor's time for one update. On the wire: all that the websocket brings
for one press of a key.

The aims: at least 40 pictures a second, the last value within 150 ms, key to paint at most 0.45 of `interact`'s,
at most 3 ms of Python and 40 kB an update. Run it on a machine that does nothing else: what else runs makes all three
slower, but not evenly.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.browser.conftest import BROWSERS, FLAGS, Lab, Notebook, wait_until  # noqa: E402

SECONDS, RATE, KEYS = 3, 60, 15

# The kernel notes how long each update takes, and the last value that it has drawn.
CLOCK = """
import json, time
from pathlib import Path

times, last = [], None

def timed(function):
    def wrapper(*args, **kwargs):
        wall, processor = time.perf_counter(), time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            times.append([1e3 * (time.perf_counter() - wall), 1e3 * (time.process_time() - processor)])
    return wrapper

def report():
    Path(REPORT).write_text(json.dumps({"times": times, "last": last}))
    times.clear()
"""

EXPLORER = """
import numpy as np
from backprop_core import *
from backprop_widgets import explorer
from backprop_widgets.live import Live

Live._answer = timed(Live._answer)
view = explorer(NETWORK, controls="all", show=["delta", "gradient", "update", "panel"], selection="Theta.2.1.2")
view._view.edges = "Theta"
view.refresh()
view.session.observe(lambda change: globals().update(last=change["new"].weight(2, 1, 2)), "net")
view
"""

INTERACT = """
import matplotlib.pyplot as plt
import numpy as np
from ipywidgets import FloatSlider, interact, interaction
from backprop_core import examples, run

interaction.interactive.update = timed(interaction.interactive.update)
net, x, y = examples.lecture()

def picture(weight):
    global last
    last = weight
    trace = run(net.with_weight(2, 1, 2, weight), x, y)
    fig, ax = plt.subplots(figsize=(9, 4.5))
    where = {}
    for l, size in enumerate(net.sizes, start=1):
        where[l, 0] = (3 * l, 3)
        for i in range(1, size + 1):
            where[l, i] = (3 * l, 3 - 2 * i if size > 1 else 0)
    for l, Theta in trace.net.Theta.items():
        for i in range(1, Theta.shape[0] + 1):
            for j in range(Theta.shape[1]):
                (x0, y0), (x1, y1) = where[l, j], where[l + 1, i]
                value = Theta[i - 1, j]
                ax.plot([x0, x1], [y0, y1], color="C0" if value >= 0 else "C1", lw=1 + abs(value), zorder=1)
                ax.text(x0 + 0.7 * (x1 - x0), y0 + 0.7 * (y1 - y0), f"{value:+.2f}", ha="center", fontsize=8)
    for (l, i), (px, py) in where.items():
        if i == 0 and l == net.L:
            continue
        ax.scatter([px], [py], s=2600 if i else 400, color="white", edgecolors="black", zorder=2)
        if i == 0:
            words = "+1"
        elif l == 1:
            words = f"{x[i - 1]:.2f}"
        else:
            words = f"a {trace.a[l][i - 1]:.3f}\\nz {trace.z[l][i - 1]:+.3f}\\nδ {trace.delta[l][i - 1]:+.4f}"
        ax.text(px, py, words, ha="center", va="center", fontsize=8, zorder=3)
    ax.set_title(f"J = {trace.J:.4f}")
    ax.axis("off")
    plt.show()

interact(picture, weight=FloatSlider(min=-10, max=10, step=0.05, value=-0.7));
"""

LECTURE = "*examples.lecture()"
LARGE = "Network.random([6, 8, 8, 8, 4], seed=0), np.linspace(-1, 1, 6), [1, 0, 0, 0]"


class Subject:
    """One notebook that takes its turns."""

    def __init__(self, name, lab, browser, cell, picture, handle, kind):
        self.name, self.picture, self.handle, self.kind = name, picture, handle, kind
        self.report = lab.folder / f"{len(list(lab.folder.iterdir()))}.json"
        context = browser.new_context(viewport={"width": 1400, "height": 1300})
        self.notebook = Notebook(lab, context)
        self.page = self.notebook.page
        self.bytes = 0
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        clock = CLOCK.replace("REPORT", repr(str(self.report)))
        self.notebook.open(lab.take([clock, cell, "report()"]))
        self.notebook.run_all()
        self.page.locator(picture).first.wait_for()
        self.page.evaluate(WATCH, [picture, EDGE])
        self.results = {
            name: [] for name in ("moves", "pictures", "late", "right", "key", "wall", "processor", "bytes")
        }

    def _count(self, payload):
        self.bytes += len(payload) if isinstance(payload, bytes) else len(payload.encode())

    def point(self):
        """Where the mouse takes hold."""
        if self.kind == "edge":
            return tuple(self.page.evaluate(POINT_OF_EDGE, self.handle))
        box = self.page.locator(self.handle).first.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(self):
        """Move for some seconds, to and fro, so that every move changes the value."""
        x, y = self.point()
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        self.page.evaluate("watch.start()")
        start = time.perf_counter()
        for n in range(SECONDS * RATE):
            way = 40 - abs(n % 80 - 40) + 3 + n * 0.02  # there and back, and a little on: the last value is a new one
            mouse.move(x, y - way) if self.kind == "edge" else mouse.move(x + way, y)
            wait = start + (n + 1) / RATE - time.perf_counter()
            if wait > 0:
                time.sleep(wait)
        self.page.wait_for_timeout(1500)
        seen = self.page.evaluate("watch.stop()")
        mouse.up()
        self.page.wait_for_timeout(300)
        end = seen["moves"][-1]
        self.results["moves"].append(len(seen["moves"]) / SECONDS)
        self.results["pictures"].append(sum(at <= end for at in seen["paints"]) / SECONDS)
        self.results["late"].append(seen["paints"][-1] - end)
        shown = self.page.evaluate(VALUE_OF[self.kind])
        self.results["right"].append(abs(shown - self.told()["last"]) < 0.0051)

    def press(self):
        """Press a key again and again."""
        self.page.locator(self.handle).first.focus()
        self.page.wait_for_timeout(300)
        self.told()
        for n in range(KEYS):
            self.bytes = 0
            self.page.evaluate("watch.start()")
            self.page.keyboard.press("ArrowUp" if n % 2 else "ArrowDown")
            self.page.wait_for_function("watch.painted()")
            self.page.wait_for_timeout(300)
            seen = self.page.evaluate("watch.stop()")
            self.results["key"].append(seen["paints"][0] - seen["keys"][0])
            self.results["bytes"].append(self.bytes / 1000)
        times = self.told()["times"]
        self.results["wall"] += [wall for wall, _ in times]
        self.results["processor"] += [processor for _, processor in times]

    def told(self):
        """What the kernel has noted since it was asked last."""
        self.report.unlink(missing_ok=True)
        self.page.evaluate("() => { window.before = document.activeElement; }")
        self.notebook.start_cell(2)
        wait_until(lambda: self.report.exists() and self.report.stat().st_size > 0, "the kernel does not answer")
        self.page.wait_for_timeout(200)
        self.page.evaluate("window.before?.focus?.()")
        return json.loads(self.report.read_text())

    def turn(self):
        """Take one turn, while the other pages show nothing."""
        self.page.evaluate(f"document.querySelector('{self.picture}').style.visibility = ''")
        self.page.bring_to_front()
        self.drag()
        self.press()
        self.page.evaluate(f"document.querySelector('{self.picture}').style.visibility = 'hidden'")


# Counts paints after which the picture is another one. A message posted by an animation frame comes after its paint.
WATCH = """
([selector, EDGE]) => {
  const picture = document.querySelector(selector);
  const port = new MessageChannel();
  let running = false, changed = false, seen;
  const shown = () => {
    const image = [...picture.querySelectorAll("img")].pop();
    if (image) return image.complete && image.naturalWidth > 0 ? image.src.length + image.src.slice(-400) : null;
    return picture.querySelector(EDGE)?.dataset.value ?? null;
  };
  let before = shown();
  new MutationObserver(() => { changed = true; }).observe(picture, {
    subtree: true, childList: true, attributes: true, characterData: true,
  });
  const frame = () => {
    if (!running) return;
    port.port2.postMessage(null);
    requestAnimationFrame(frame);
  };
  port.port1.onmessage = () => {
    const now = performance.now();
    if (!running || !changed) return;
    const picture = shown();
    if (picture === null) return;
    changed = false;
    if (picture !== before) seen.paints.push(now);
    before = picture;
  };
  window.addEventListener("pointermove", (event) => seen?.moves.push(event.timeStamp), true);
  window.addEventListener("keydown", (event) => seen?.keys.push(event.timeStamp), true);
  window.watch = {
    start() {
      seen = {paints: [], moves: [], keys: []};
      before = shown();
      changed = false;
      running = true;
      requestAnimationFrame(frame);
    },
    painted: () => seen.paints.length > 0,
    stop() {
      running = false;
      return seen;
    },
  };
}
"""

POINT_OF_EDGE = """
handle => {
  const edge = document.querySelector(handle);
  edge.scrollIntoView({block: "center"});
  const path = edge.querySelector("path");
  for (let part = 1; part < 40; part++) {
    const point = path.getPointAtLength(path.getTotalLength() * part / 40).matrixTransform(path.getScreenCTM());
    if (edge.contains(document.elementFromPoint(point.x, point.y))) return [point.x, point.y];
  }
  return null;
}
"""

EDGE = '.bp-live svg [data-key="move:Theta.2.1.2"]'
VALUE_OF = {
    "edge": f"Number(document.querySelector('{EDGE}').dataset.value)",
    "slider": "Number(document.querySelector('.widget-readout').textContent)",
}


def main():
    """Run the rounds and print the table."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--rounds", type=int, default=3)
    rounds = options.parse_args().rounds
    path = next(filter(None, map(shutil.which, BROWSERS)))
    print(f"load before: {os.getloadavg()[0]:.1f}", flush=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lab = Lab(Path(folder))
        lab.start()
        try:
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            small, large = (EXPLORER.replace("NETWORK", network) for network in (LECTURE, LARGE))
            subjects = [
                Subject("explorer 2-2-2-1", lab, browser, small, ".bp-live", EDGE, "edge"),
                Subject("explorer 6-8-8-8-4", lab, browser, large, ".bp-live", EDGE, "edge"),
                Subject("interact + matplotlib", lab, browser, INTERACT, ".widget-interact", ".noUi-handle", "slider"),
            ]
            for _ in range(rounds):
                for subject in subjects:
                    subject.turn()
            browser.close()
        finally:
            lab.stop()
    print(f"load after: {os.getloadavg()[0]:.1f}; medians of {rounds} rounds\n")
    show(subjects)


ROWS = (
    ("moves a second in a drag", "moves", "{:.1f}"),
    ("pictures a second in a drag", "pictures", "{:.1f}"),
    ("last move to last picture, ms", "late", "{:.0f}"),
    ("key to paint, ms", "key", "{:.0f}"),
    ("Python an update, ms", "wall", "{:.2f}"),
    ("  of them processor time, ms", "processor", "{:.2f}"),
    ("received an update, kB", "bytes", "{:.1f}"),
)


def show(subjects):
    """Print the medians side by side."""
    print(f"{'':32}" + "".join(f"{subject.name:>24}" for subject in subjects))
    for words, name, form in ROWS:
        cells = [form.format(statistics.median(subject.results[name])) for subject in subjects]
        print(f"{words:32}" + "".join(f"{cell:>24}" for cell in cells))
    right = [f"{sum(subject.results['right'])} of {len(subject.results['right'])}" for subject in subjects]
    print(f"{'the last picture is right':32}" + "".join(f"{cell:>24}" for cell in right))
    keys = [statistics.median(subject.results["key"]) for subject in subjects]
    print(f"{'key to paint, of interact':32}" + "".join(f"{key / keys[-1]:>24.2f}" for key in keys))


if __name__ == "__main__":
    main()
