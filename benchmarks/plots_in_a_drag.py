"""What a page keeps up with, in a real JupyterLab: a drag with two plots open, a click while it trains.

    python benchmarks/plots_in_a_drag.py

Needs what the browser tests need. One run prints, for a weight that is dragged for four seconds, a move a frame,
how many pictures of the network and of each plot a second were painted, with and without the plots; whether the last
picture shows the last value; and how long the page takes to answer a click while 2-2-2-1 trains on XOR with the
explorer open.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "tests" / "browser"))

from conftest import BROWSERS, FLAGS, Lab, Notebook  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from backprop_core import examples  # noqa: E402
from backprop_widgets.plots import plot  # noqa: E402
from backprop_widgets.session import Session  # noqa: E402

SECONDS = 4
LAST = "+1.57"  # 1.20 and 37 pixels upwards
SETUP = """
from backprop_core import Network, examples
from backprop_widgets.explorer import explorer
from backprop_widgets.plots import plot
from backprop_widgets.session import Session
from backprop_widgets.training import training
session = Session(*examples.lecture())
batch = Session(Network.random([2, 2, 2, 1], seed=3), *examples.xor(), alpha=0.5)
"""
# A painted frame counts for each picture that has changed since the frame before.
COUNT = """() => {
  window.painted = {};
  window.observers = [...document.querySelectorAll('.bp-live svg.bp-net, .bp-live svg.bp-figure')].map((svg, n) => {
    const frame = svg.closest('.jp-Notebook-cell');
    const name = [...document.querySelectorAll('.jp-Notebook-cell')].indexOf(frame);
    let changed = false;
    window.painted[name] = 0;
    const observer = new MutationObserver(() => {
      if (!changed) { changed = true; requestAnimationFrame(() => { changed = false; window.painted[name] += 1; }); }
    });
    observer.observe(svg.parentNode, {subtree: true, childList: true, attributes: true, characterData: true});
    return observer;
  });
}"""

# A hand that moves once a frame. From outside a move would have to wait for the one before it.
MOVE = """async ([x, y, seconds]) => {
  const frame = document.querySelector('.bp-live');
  const start = performance.now();
  let moves = 0;
  while (performance.now() - start < 1000 * seconds) {
    moves += 1;
    const clientY = y + 100 * ((moves % 100) / 50 - 1);
    const event = {pointerId: 1, pointerType: 'mouse', isPrimary: true, buttons: 1, clientX: x, clientY};
    frame.dispatchEvent(new PointerEvent('pointermove', {...event, bubbles: true, cancelable: true}));
    await new Promise(requestAnimationFrame);
  }
  return [moves, (performance.now() - start) / 1000];
}"""


def drag(notebook, cells):
    """Drag the edge of one weight up and down; pictures a second by cell."""
    page = notebook.page
    notebook.cell(1).locator('[data-key="move:Theta.2.1.1"]').scroll_into_view_if_needed()
    grip = page.evaluate_handle(
        "() => { const path = document.querySelector('[data-key=\"move:Theta.2.1.1\"] path');"
        " const p = path.getPointAtLength(path.getTotalLength() / 2).matrixTransform(path.getScreenCTM());"
        " return {x: p.x, y: p.y}; }",
    ).json_value()
    page.mouse.move(grip["x"], grip["y"])
    page.mouse.down()
    page.evaluate(COUNT)
    page.mouse.move(grip["x"], grip["y"] + 20, steps=4)
    moves, took = page.evaluate(MOVE, [grip["x"], grip["y"], SECONDS])
    painted = page.evaluate("window.painted")
    page.mouse.move(grip["x"], grip["y"] - 37)
    page.mouse.up()
    time.sleep(1.5)
    words = notebook.cell(1).locator(".bp-twin").text_content()
    value = notebook.cell(1).locator('[data-key="type:Theta.2.1.1"]').input_value()
    plots = [notebook.cell(n).locator(".bp-twin").text_content() for n in cells]
    return {int(n): count / took for n, count in painted.items()}, moves / took, value, words, plots


def expected(plots):
    """The words that the plots have to end with."""
    net, x, y = examples.lecture()
    session = Session(net.with_weight(2, 1, 1, 1.57), x, y)
    return [plot(session, kind).text().split("\n", 1)[1] for kind in plots]


def click(notebook):
    """Milliseconds from a click on a stage of the explorer to its picture, while training goes on."""
    page = notebook.page
    notebook.cell(3).locator('[data-key="start"]').click()
    page.wait_for_function("() => +document.querySelector('[data-key=moment]').value > 20")
    return page.evaluate("""async () => {
      const cell = document.querySelectorAll('.jp-Notebook-cell')[2];
      const times = [];
      for (let n = 0; n < 30; n += 1) {
        const key = `stage:${n % 2 ? 3 : 5}`;
        const start = performance.now();
        cell.querySelector(`[data-key="${key}"]`).click();
        while (!cell.querySelector(`[data-key="${key}"][aria-current]`) && performance.now() - start < 5000)
          await new Promise(requestAnimationFrame);
        times.push(performance.now() - start);
        await new Promise(done => setTimeout(done, 120));
      }
      return [times, +document.querySelector('[data-key=moment]').value];
    }""")


def main():
    path = next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lab = Lab(Path(folder))
        lab.start()
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            for plots in ([], ["tangent", "bars"]):
                cells = [SETUP, "explorer(session=session)", *(f"plot(session, {kind!r})" for kind in plots)]
                notebook = Notebook(lab, browser.new_context(viewport={"width": 1400, "height": 1100}))
                notebook.open(lab.take(cells))
                notebook.run_all()
                rates, moves, value, words, said = drag(notebook, range(2, 2 + len(plots)))
                shown = ", ".join(f"{name} {rates[n]:.0f}" for n, name in enumerate(["network", *plots], start=1))
                print(f"drag at {moves:.0f} moves a second; pictures a second: {shown}")
                print(f"  the last picture has the last value, {LAST}: {value == LAST and LAST in words}", end="")
                print(f"; so have the plots: {said == expected(plots)}" if plots else "")
                notebook.close()
            cells = [SETUP, "0", "explorer(session=batch)", "training(batch, steps=1_000_000)"]
            notebook = Notebook(lab, browser.new_context(viewport={"width": 1400, "height": 1100}))
            notebook.open(lab.take(cells))
            notebook.run_all()
            times, step = click(notebook)
            times.sort()
            print(
                f"click while training (step {step:.0f} by then): median {times[15]:.0f} ms, longest {times[-1]:.0f} ms"
            )
            notebook.close()
        finally:
            browser.close()
            lab.stop()


if __name__ == "__main__":
    main()
