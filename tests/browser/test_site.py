"""The built site in a real browser: lessons that run, are kept, work offline, and ask no other machine for anything.

It needs the site: `python3 run.py site --self-contained`. Without it these tests are skipped; with
BACKPROP_REQUIRE_SITE=1 that is a failure.
"""

import gzip
import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from backprop_core import Network, descent, examples

from .lab import eventually
from .site_page import SITE, SLOW, Lesson, assert_computed, served, words

MOST_BYTES = 30_000_000  # that lesson 00 fetches, compressed
LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def address():
    """The address of the site, served on this machine alone."""
    if not (SITE / "jupyter-lite.json").exists():
        reason = "NO SITE, so it was not tested: build it with python3 run.py site --self-contained"
        if os.environ.get("BACKPROP_REQUIRE_SITE") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    with served() as address:
        yield address


@pytest.fixture
def visitor(browser, address):
    """Give a function that makes a page in a browser that has never been here."""
    contexts, foreign = [], []

    def visitor(**settings):
        context = browser.new_context(**{"viewport": LAPTOP} | settings)
        contexts.append(context)
        context.on(
            "request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else foreign.append(r.url)
        )
        page = context.new_page()
        page.set_default_timeout(SLOW)
        return page

    yield visitor
    for context in contexts:
        context.close()
    assert [url for url in foreign if not url.endswith("/api/service-worker-heartbeat")] == []


@pytest.fixture
def open_lesson(visitor, address):
    """Give a function that opens a lesson, and waits until it has run."""
    return lambda name, **settings: Lesson(visitor(**settings), address, name)


def drag_an_edge(lesson, view, dy=-50):
    """Drag a weight of the last layer half a unit up."""
    edge = view.locator("[data-key^='move:Theta.'] .bp-grip").last
    edge.scroll_into_view_if_needed()
    x, y = edge.evaluate(END)
    with lesson.changes(view):
        lesson.page.mouse.move(x, y)
        lesson.page.mouse.down()
        lesson.page.mouse.move(x, y + dy, steps=5)
        lesson.page.mouse.up()


END = """
grip => {
  const {x, y} = grip.getPointAtLength(grip.getTotalLength() - 4).matrixTransform(grip.getScreenCTM());
  return [x, y];
}
"""


def move_a_slider(lesson, view):
    """Move a weight's slider by a key."""
    slider = view.locator("input[type='range'][data-key^='slide:Theta.']").first
    slider.focus()
    with lesson.changes(view):
        slider.press("ArrowRight")


# Of each lesson: how many explorers it has at least in which an edge is dragged, and in which sliders move; and the
# batch whose means they show, where they don't show one example.
EXPLORERS = {
    "00_start": (4, 1, None),
    "03_what_is_delta": (5, 0, None),
    "05_a_famous_slide": (1, 0, None),
    "13_build_your_own": (3, 0, examples.xor()),
}


@pytest.mark.parametrize("name", EXPLORERS)
def test_what_is_moved_in_a_lesson_is_computed_as_the_core_does_and_kept(open_lesson, name):
    edges, sliders, batch = EXPLORERS[name]
    lesson = open_lesson(name)
    lesson.skip_questions()
    views = lesson.explorers().all()
    assert len(views) >= edges
    for view in views:
        assert ("means over" in words(view)) == (batch is not None)
        drag_an_edge(lesson, view)
        assert_computed(view, batch)
    slid = [view for view in views if view.locator("[data-key^='slide:Theta.']").count()]
    assert len(slid) >= sliders
    for view in slid:
        move_a_slider(lesson, view)
        assert_computed(view, batch)
    lesson.save()
    lesson.reload()
    lesson.skip_questions()
    view = lesson.explorers().first
    drag_an_edge(lesson, view)
    assert_computed(view, batch)
    assert lesson.failures() == []


def test_a_training_takes_the_steps_that_the_core_takes(open_lesson):
    lesson = open_lesson("10_training")
    lesson.skip_questions()
    view = lesson.page.locator(".bp-live:has([data-key='one-step'])").filter(has_text="Training of 2-4-4-1").first
    records = list(descent(Network.random([2, 4, 4, 1], 1), *examples.xor(), alpha=2.0, steps=600))
    for press in ["one-step", "one-step", "start"]:
        with lesson.changes(view):
            view.locator(f"[data-key='{press}']").click()
    step, J = re.search(r"Step (\d+) of \d+: J = (\d\.\d+)", words(view)).groups()
    assert int(step) > 2
    assert f"{records[int(step)].J:.4f}" == J
    assert lesson.failures() == []


def test_lesson_00_fetches_at_most_thirty_megabytes_and_no_plots(visitor, address, tell):
    page, sizes = visitor(), {}
    page.context.on(
        "response", lambda r: sizes.update({r.url: weight(r)}) if r.ok and r.url.startswith("http") else None
    )
    page.goto(address)
    Lesson(page, address, "00_start")
    wheels = {url.rsplit("/", 1)[-1].split("-")[0] for url in sizes if ".whl" in url}
    assert "numpy" in wheels
    assert wheels & {"matplotlib", "pillow", "jedi"} == set()
    total = sum(sizes.values())
    tell(f"lesson 00 fetches {total / 1e6:.1f} MB, compressed")
    assert total < MOST_BYTES


def weight(response):
    """Give a response's size as a web server that compresses would send it."""
    path = SITE / response.url.split("/", 3)[3].split("?")[0].split("#")[0]
    return len(gzip.compress(path.read_bytes(), 6)) if path.is_file() else 0


def test_errors_completion_and_a_plot_without_matplotlib_are_plain(open_lesson):
    lesson = open_lesson("00_start")
    assert "mismatch in its core dimension" in lesson.execute("np.ones((2, 2)) @ np.ones((3, 3))")
    assert "net.sizes" in [
        f"net.{match.removeprefix('net').removeprefix('.')}" for match in lesson.completions("net.siz")
    ]
    asked = "from backprop_widgets import plot\nplot(net, 'tangent', x, y, of='z.4.1')"
    assert "put import matplotlib before it" in lesson.execute(asked)
    assert lesson.execute(f"import matplotlib\n{asked}\nprint('drawn')") == "drawn\n"


def test_what_is_done_is_kept_taken_along_and_deleted(open_lesson, address):
    lesson = open_lesson("00_start")
    page = lesson.page
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nkept = 'by this browser'")
    lesson.save()
    home = page.context.new_page()
    home.goto(address)
    home.wait_for_selector(".kept:has-text('00_start.ipynb')")
    with home.expect_download() as download:
        home.click("#take")
    assert "by this browser" in download.value.path().read_text(encoding="utf-8")
    lesson.reload()
    assert lesson.execute("print(kept)") == "by this browser\n"
    page.close()
    home.on("dialog", lambda dialog: dialog.accept())
    home.click("#anew")
    home.wait_for_selector(".kept:has-text('Nothing of yours')")


def test_what_was_opened_once_works_without_a_connection(visitor, address):
    page = visitor()
    page.goto(address)
    wait_until_kept(page)
    lesson = Lesson(page, address, "00_start")
    wait_until_kept(page)
    page.context.set_offline(True)
    lesson.reload()
    view = lesson.explorers().first
    drag_an_edge(lesson, view)
    assert_computed(view)
    lesson.save()  # else the browser asks before it leaves
    page.on("dialog", lambda dialog: dialog.accept())  # a view may have changed since
    page.goto(address)
    page.click(".begin")
    lesson.wait()


def test_a_lesson_is_kept_whole_however_soon_after_the_first_page_it_was_opened(visitor, address):
    page = visitor()
    page.goto(address)
    Lesson(page, address, "00_start")
    wait_until_kept(page)


def wait_until_kept(page):
    """Wait until the page and all that it has fetched are in the cache, and nothing more comes into it.

    Of what its workers fetch the page knows nothing, so it is the cache that has to be still, for three seconds.
    """

    def kept():
        assert page.evaluate(KEPT)

    eventually(kept, SLOW / 1000)


KEPT = """
async () => {
  const count = async () => {
    const all = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    return (await Promise.all(all.map((cache) => cache.keys()))).flat().length;
  };
  const there = performance.getEntriesByType("resource").filter((entry) => entry.responseStatus !== 404);
  const urls = [location.href, ...there.map((entry) => entry.name)];
  for (const url of urls.filter((url) => url.startsWith(location.origin) && !url.includes("/api/"))) {
    if (!(await caches.match(url, {ignoreSearch: true}))) return false;
  }
  const before = await count();
  await new Promise((done) => setTimeout(done, 3000));
  return (await count()) === before;
}
"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_axe_finds_nothing_on_the_first_page_and_nothing_is_cut_off(visitor, address, theme, size):
    page = visitor(color_scheme=theme, viewport=size)
    page.goto(address)
    page.wait_for_selector(".kept")
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
