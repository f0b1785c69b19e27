"""The built site as a learner meets it: how long lesson 00 takes to show its first picture, and how fast that answers.

Each folder is a site, _site where none is named: `python -m benchmarks.site_in_browser FOLDER...` measures several in
turns, so that their ratio means something on a busy machine too.
"""

import gzip
import statistics
import sys
import time
from pathlib import Path

from benchmarks.browser import chromium
from benchmarks.measure import NotHere, Row
from tests.browser.site_page import SLOW, SMALL, served

TURNS = 3
PRESSES = 40
DRAG = 3  # seconds
PICTURE = ".bp-live .bp-net"


def first_picture(page, address, folder):
    """Open lesson 00; gives the seconds until an explorer is alive."""
    began = time.perf_counter()
    page.goto(f"{address}notebooks/index.html?path=00_start.ipynb")
    if not (folder / "lesson.js").exists():  # another site, whose cells run when they are told
        page.wait_for_selector(".jp-Notebook-ExecutionIndicator[data-status='idle']")
        page.locator(".lm-MenuBar-itemLabel:text-is('Run')").click()
        page.locator('.lm-Menu-item[data-command="runmenu:run-all"]').click()
    page.wait_for_selector(PICTURE, state="attached")
    return time.perf_counter() - began


def visit(browser, folder):
    """Come for the first time, then again; gives seconds, bytes and the speed of answers."""
    context = browser.new_context(viewport=SMALL)
    sizes = {}
    context.on("response", lambda r: sizes.update({r.url: weight(folder, r.url)}) if r.ok else None)
    with served(folder) as address:
        page = new_page(context)
        found = {"cold": first_picture(page, address, folder)}
        page.wait_for_function(ALL_RUN)
        found["MB"] = sum(sizes.values()) / 1e6
        page.close()
        page = new_page(context)
        found["warm"] = first_picture(page, address, folder)
        page.wait_for_function(ALL_RUN)
        found |= speed(page)
        context.close()
    return found


def new_page(context):
    """Open a page that waits long."""
    page = context.new_page()
    page.set_default_timeout(SLOW)
    return page


def weight(folder, url):
    """Give the bytes of a file as a server that compresses sends it."""
    path = folder / url.split("/", 3)[-1].split("?")[0]
    return len(gzip.compress(path.read_bytes(), 6)) if path.is_file() else 0


def speed(page):
    """Press a key on an edge, then drag it; gives milliseconds to the changed picture, and pictures a second."""
    edge = page.locator(PICTURE).first.locator("[data-key^='move:Theta.']").last
    edge.scroll_into_view_if_needed()
    edge.focus()
    page.evaluate(WATCH, PICTURE)
    for n in range(PRESSES):
        page.keyboard.press("ArrowUp" if n % 2 else "ArrowDown")
        page.wait_for_function("n => watch.delays.length > n", arg=n)
    box = edge.locator(".bp-grip").evaluate(END)
    page.mouse.move(*box)
    page.mouse.down()
    page.evaluate("() => { watch.pictures = 0; }")
    began, n = time.perf_counter(), 0
    while time.perf_counter() - began < DRAG:
        n += 1
        page.mouse.move(box[0], box[1] - 60 + abs(n % 120 - 60))
    seconds = time.perf_counter() - began
    pictures = page.evaluate("() => watch.pictures")
    page.mouse.up()
    return {"key ms": statistics.median(page.evaluate("() => watch.delays")), "pictures/s": pictures / seconds}


ALL_RUN = """() => {
  const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].map((prompt) => prompt.textContent);
  return prompts.some((text) => /\\d/.test(text)) && !prompts.some((text) => text.includes("*"));
}"""
WATCH = """selector => {
  const watch = (window.watch = {delays: [], pictures: 0, pressed: 0, painting: false});
  addEventListener("keydown", () => { watch.pressed = performance.now(); }, true);
  new MutationObserver(() => {
    if (watch.painting) return;
    watch.painting = true;
    requestAnimationFrame(() => {
      watch.painting = false;
      watch.pictures += 1;
      if (watch.pressed) watch.delays.push(performance.now() - watch.pressed);
      watch.pressed = 0;
    });
  }).observe(document.querySelector(selector), {subtree: true, characterData: true, childList: true, attributes: true});
}"""
END = """grip => {
  const {x, y} = grip.getPointAtLength(grip.getTotalLength() - 4).matrixTransform(grip.getScreenCTM());
  return [x, y];
}"""


ROWS = (
    ("cold", "first visit, seconds until the first picture is alive"),
    ("warm", "second visit"),
    ("MB", "fetched for lesson 00, compressed, MB"),
    ("key ms", "from a key to the changed picture, ms"),
    ("pictures/s", "pictures a second in a drag"),
)


def measure(quick, folders=("_site",)):
    """Visit each folder in turns."""
    folders = [Path(folder).resolve() for folder in folders]
    for folder in folders:
        if not folder.is_dir():
            raise NotHere(f"there is no {folder.name}: build it with `python3 run.py site`")
    found = {folder: [] for folder in folders}
    with chromium() as browser:
        for _ in range(1 if quick else TURNS):
            for folder in folders:
                found[folder].append(visit(browser, folder))
    return [
        Row(f"{folder.name}: {words}", statistics.median(turn[name] for turn in turns), "{:.1f}")
        for folder, turns in found.items()
        for name, words in ROWS
    ]


if __name__ == "__main__":
    for row in measure(quick=False, folders=sys.argv[1:] or ["_site"]):
        print(row.what, row.found)
