"""What a page keeps up with in JupyterLab: a drag with two plots open, a click while it trains.

A weight is dragged for some seconds, a move a frame; painted pictures of the network and of each plot are counted, with
the plots and without. Then 2-2-2-1 trains on XOR with the explorer open, and a stage is clicked again and again.
"""

from statistics import median

from backprop_core import examples
from backprop_widgets import Session, plot
from benchmarks.browser import chromium, jupyterlab
from benchmarks.measure import Row

SECONDS = 4
LAST = "+1.57"  # 1.20 and 37 pixels upwards
SETUP = """
from backprop_core import Network, examples
from backprop_widgets import explorer
from backprop_widgets import plot
from backprop_widgets import Session
from backprop_widgets import training
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
    page.wait_for_timeout(1500)
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


def measure(quick):
    """The drags, then the clicks."""
    with chromium() as browser, jupyterlab() as lab:
        rows = []
        if not quick:
            alone, _ = dragged(lab, browser, [])
            rows = [Row("pictures a second, the explorer alone", alone[1], "{:.0f}", 57, at_least=True)]
            rates, moves = dragged(lab, browser, ["tangent", "bars"])
            for n, (what, target) in enumerate({"the explorer": 54, "tangent": 12, "bars": 12}.items(), start=1):
                words = f"pictures a second, {what}, with tangent and bars open"
                rows.append(Row(words, rates[n], "{:.0f}", target, at_least=True, beside=f"{moves:.0f} moves a second"))
        times, step = clicked(lab, browser)
        beside = f"longest {max(times):.0f}; step {step:.0f} by then"
        return [*rows, Row("click to picture while it trains, ms", median(times), "{:.0f}", 200, beside=beside)]


def opened(lab, browser, cells):
    """A notebook with these cells, run."""
    from tests.browser.notebook import Notebook

    notebook = Notebook(lab, browser.new_context(viewport={"width": 1400, "height": 1100}).new_page())
    notebook.open(lab.take(cells))
    notebook.run_all()
    return notebook


def dragged(lab, browser, plots):
    """Drag with these plots open; pictures a second by cell, and moves a second."""
    notebook = opened(lab, browser, [SETUP, "explorer(session)", *(f"plot(session, {kind!r})" for kind in plots)])
    rates, moves, value, words, said = drag(notebook, range(2, 2 + len(plots)))
    assert value == LAST, f"the last picture has {value}, not {LAST}"
    assert LAST in words, f"the last words don't have {LAST}"
    assert said == expected(plots), "a plot has stayed behind"
    notebook.close()
    return rates, moves


def clicked(lab, browser):
    """Click while it trains; milliseconds of each click, and the step by then."""
    notebook = opened(lab, browser, [SETUP, "0", "explorer(batch)", "training(batch, steps=1_000_000)"])
    times, step = click(notebook)
    notebook.close()
    return times, step
