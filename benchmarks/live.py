"""How fast a picture follows the hand in JupyterLab, beside what else a notebook can show.

Two explorers with everything on the screen, 2-2-2-1 and 6-8-8-8-4; the 2-2-2-1 network plainly drawn with matplotlib
under `interact`, and under a slider with ipympl, whose artists are kept; and the floor, a slider whose value the kernel
writes into a Label. They take turns in one Chromium, each in a drag of 60 moves a second, then with arrow keys pressed,
each when the picture of the one before is there. Pictures that were painted and aren't the one before are counted.
Both explorers once more where blame can be seen, with it and without: a δ is selected, and the stage is its layer's.
Received is all that the websocket brings for one press of a key.
"""

import json
import time
from importlib.util import find_spec
from statistics import median

from benchmarks.browser import chromium, jupyterlab
from benchmarks.measure import Row

ROUNDS, SECONDS, RATE, KEYS = 2, 3, 60, 15

# The kernel notes how long each update takes, and the last value that it has drawn.
CLOCK = """
import json, time
from pathlib import Path

times, last = [], None

def timed(function):
    def wrapper(*args, **kwargs):
        start = time.process_time()
        try:
            return function(*args, **kwargs)
        finally:
            times.append(1e3 * (time.process_time() - start))
    return wrapper

def report():
    Path(REPORT).write_text(json.dumps({"times": times, "last": last}))
    times.clear()
"""

EXPLORER = """
import numpy as np
from backprop_core import *
from backprop_widgets import explorer
from backprop_widgets import Live

Live._answer = timed(Live._answer)
view = explorer(NETWORK, controls="all", show=SHOW, selection=SELECTION, stage=STAGE)
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

IPYMPL = """
%matplotlib widget
import matplotlib.pyplot as plt
from ipywidgets import FloatSlider
from backprop_core import examples, run

net, x, y = examples.lecture()
fig, ax = plt.subplots(figsize=(9, 4.5))
texts = {}
for l, size in enumerate(net.sizes, start=1):
    for i in range(1, size + 1):
        place = 3 * l, 3 - 2 * i if size > 1 else 0
        ax.scatter(*place, s=2600, color="white", edgecolors="black")
        texts[l, i] = ax.text(*place, "", ha="center", va="center", fontsize=8)
ax.axis("off")

@timed
def show(change):
    global last
    last = change["new"]
    trace = run(net.with_weight(2, 1, 2, last), x, y)
    for (l, i), text in texts.items():
        text.set_text(f"a {trace.a[l][i - 1]:.3f}")
    ax.set_title(f"J = {trace.J:.4f}")
    fig.canvas.draw_idle()

slider = FloatSlider(min=-10, max=10, step=0.05, value=-0.7)
slider.observe(show, "value")
show({"new": -0.7})
slider
"""

FLOOR = """
from ipywidgets import FloatSlider, Label, VBox

@timed
def show(change):
    global last
    last = change["new"]
    label.value = f"J {last:.2f}"

slider, label = FloatSlider(min=-10, max=10, step=0.05, value=-0.7), Label("J -0.70")
slider.observe(show, "value")
VBox([slider, label])
"""

BLAME = " and blame"
LECTURE = "*examples.lecture()"
LARGE = "Network.random([6, 8, 8, 8, 4], seed=0), np.linspace(-1, 1, 6), [1, 0, 0, 0]"


class Subject:
    """One notebook that takes its turns."""

    def __init__(self, name, lab, browser, cell, picture, handle, kind):
        self.name, self.picture, self.handle, self.kind = name, picture, handle, kind
        self.report = lab.folder / f"{len(list(lab.folder.iterdir()))}.json"
        from tests.browser.notebook import Notebook

        self.notebook = Notebook(lab, browser.new_context(viewport={"width": 1400, "height": 1300}).new_page())
        self.page = self.notebook.page
        self.bytes = 0
        self.page.on("websocket", lambda socket: socket.on("framereceived", self._count))
        clock = CLOCK.replace("REPORT", repr(str(self.report)))
        self.notebook.open(lab.take([clock, cell, "report()"]))
        self.notebook.run_all()
        self.page.locator(picture).first.wait_for()
        self.page.evaluate(WATCH, [picture, EDGE])
        self.results = {name: [] for name in ("moves", "pictures", "late", "right", "key", "processor", "bytes")}

    def _count(self, payload):
        self.bytes += len(payload) if isinstance(payload, bytes) else len(payload.encode())

    def point(self):
        """Where the mouse takes hold."""
        if self.kind == "edge":
            return tuple(self.page.evaluate(POINT_OF_EDGE, self.handle))
        box = self.page.locator(self.handle).first.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def drag(self, seconds):
        """Move for some seconds, to and fro, so that every move changes the value."""
        x, y = self.point()
        mouse = self.page.mouse
        mouse.move(x, y)
        mouse.down()
        self.page.evaluate("watch.start()")
        start = time.perf_counter()
        for n in range(seconds * RATE):
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
        self.results["moves"].append(len(seen["moves"]) / seconds)
        self.results["pictures"].append(sum(at <= end for at in seen["paints"]) / seconds)
        self.results["late"].append(seen["paints"][-1] - end)
        shown = self.page.evaluate(VALUE_OF[self.kind])
        self.results["right"].append(abs(shown - self.told()["last"]) < 0.0051)

    def press(self, times):
        """Press a key again and again."""
        self.page.locator(self.handle).first.focus()
        self.page.wait_for_timeout(300)
        self.told()
        for n in range(times):
            self.bytes = 0
            self.page.evaluate("watch.start()")
            self.page.keyboard.press("ArrowUp" if n % 2 else "ArrowDown")
            self.page.wait_for_function("watch.painted()")
            self.page.wait_for_timeout(300)
            seen = self.page.evaluate("watch.stop()")
            self.results["key"].append(seen["paints"][0] - seen["keys"][0])
            self.results["bytes"].append(self.bytes / 1000)
        self.results["processor"] += self.told()["times"]

    def told(self):
        """What the kernel has noted since it was asked last."""
        self.report.unlink(missing_ok=True)
        self.page.evaluate("() => { window.before = document.activeElement; }")
        self.notebook.start_cell(2)
        from tests.browser.lab import eventually

        eventually(self.assert_told)
        self.page.wait_for_timeout(200)
        self.page.evaluate("window.before?.focus?.()")
        return json.loads(self.report.read_text())

    def assert_told(self):
        """The kernel has answered."""
        assert self.report.exists()
        assert self.report.stat().st_size > 0

    def turn(self, quick):
        """Take one turn, while the other pages show nothing."""
        self.page.evaluate(f"document.querySelector('{self.picture}').style.visibility = ''")
        self.page.bring_to_front()
        self.drag(1 if quick else SECONDS)
        self.press(5 if quick else KEYS)
        self.page.evaluate(f"document.querySelector('{self.picture}').style.visibility = 'hidden'")


# Counts paints after which the picture is another one. A message posted by an animation frame comes after its paint.
WATCH = """
([selector, EDGE]) => {
  const picture = document.querySelector(selector);
  const port = new MessageChannel();
  let running = false, changed = false, drawn = 0, seen;
  const draw = CanvasRenderingContext2D.prototype.drawImage;  // no observer hears of it
  CanvasRenderingContext2D.prototype.drawImage = function (...what) {
    drawn += 1;
    changed = true;
    return draw.apply(this, what);
  };
  const shown = () => {
    if (picture.querySelector("canvas")) return drawn;
    const label = picture.querySelector(".widget-vbox .widget-label:last-child");
    if (label) return label.textContent;
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


def measure(quick):
    """Let all take their turns, and compare them."""
    cells = {
        name: (cell, ".bp-live", EDGE, "edge")
        for size, network in (("2-2-2-1", LECTURE), ("6-8-8-8-4", LARGE))
        for name, cell in explorers(size, network)
    }
    cells |= {
        "interact": (INTERACT, ".widget-interact", ".noUi-handle", "slider"),
        "floor": (FLOOR, ".jp-Cell-outputArea:has(.widget-vbox)", ".noUi-handle", "slider"),
    }
    if find_spec("ipympl"):
        cells["ipympl"] = (IPYMPL, ".jp-Notebook", ".noUi-handle", "slider")
    else:
        print("ipympl is not installed: not compared", flush=True)
    with chromium() as browser, jupyterlab() as lab:
        subjects = [Subject(name, lab, browser, *cell) for name, cell in cells.items()]
        for _ in range(1 if quick else ROUNDS):
            for subject in subjects:
                subject.turn(quick)
        assert all(all(subject.results["right"]) for subject in subjects), (
            "a drag ended with another picture than the last"
        )
        return rows_of({subject.name: subject.results for subject in subjects})


def explorers(size, network):
    """The cells that show an explorer of this network, by name."""
    always = ["delta", "update", "panel"]
    for name, show, selection, stage in (
        (size, always, "Theta.2.1.2", "D"),
        (f"{size} at δ", always, "delta.2.2", "d2"),
        (f"{size} at δ{BLAME}", [*always, "blame"], "delta.2.2", "d2"),
    ):
        chosen = {"NETWORK": network, "SHOW": repr(show), "SELECTION": repr(selection), "STAGE": repr(stage)}
        cell = EXPLORER
        for word, value in chosen.items():
            cell = cell.replace(word, value)
        yield name, cell


def rows_of(results):
    """What is asked of the explorers, beside the others."""
    key = {name: median(found["key"]) for name, found in results.items()}
    others = [name for name in results if "-" not in name]
    rows = [
        Row(
            f"key to paint, {name}, of interact's",
            key[name] / key["interact"],
            target=target,
            beside=f"{key[name]:.0f} ms; " + ", ".join(f"{other} {key[other]:.0f}" for other in others),
        )
        for name, target in (("2-2-2-1", 0.22), ("6-8-8-8-4", 0.25))
    ]
    for name in (found for found in results if found.endswith(BLAME)):
        without = key[name.removesuffix(BLAME)]
        rows.append(
            Row(
                f"key to paint, {name}, of that without",
                key[name] / without,
                target=1.25,
                beside=f"{key[name]:.0f} ms; {without:.0f}",
            )
        )
    rates = {name: median(found["pictures"]) for name, found in results.items()}
    beside = ", ".join(f"{name} {rates[name]:.0f}" for name in [*others, "6-8-8-8-4"])
    rows.append(
        Row("pictures a second in a drag, 2-2-2-1", rates["2-2-2-1"], "{:.0f}", 57, at_least=True, beside=beside)
    )
    for name, target in (("2-2-2-1", 10), ("6-8-8-8-4", 30)):
        beside = ", ".join(f"{other} {median(results[other]['bytes']):.1f}" for other in others)
        rows.append(
            Row(f"received an update, {name}, kB", median(results[name]["bytes"]), "{:.1f}", target, beside=beside)
        )
    for name, found in results.items():
        rows.append(Row(f"Python an update in the kernel, {name}, ms", median(found["processor"]), "{:.1f}"))
    for name, found in results.items():
        rows.append(
            Row(f"last move to last picture, {name}, ms", median(found["late"]), "{:.0f}", 150 if "-" in name else None)
        )
    return rows
