"""How the explorer looks in a real JupyterLab: nothing overlaps, nothing is cut, nothing is shut to a screen reader.

The run leaves pictures of eight states in both themes in ``screenshots/``, for a person to look at.
"""

from itertools import pairwise, product

import numpy as np
import pytest

from backprop_core import Network, run
from tests.networks import how_many

from .kernel import EXPLORER_CELLS, Kernel
from .lab import eventually
from .looks import LIGHT, THEMES, choose_theme, found_by_axe
from .notebook import SCREENSHOTS

XOR = "Network.random([2, 2, 1], seed=1), *examples.xor()"
CHAIN = "Network([[[0.3, 0.8]], [[0.1, 1.2]], [[-0.15, 0.95]]]), [0.6], 1"
LARGE = "Network.random([6, 8, 8, 8, 4], seed=0), np.linspace(-1, 1, 6), [1, 0, 0, 0]"
STATES = {
    "delta": "selection='delta.2.2', stage='d2'",
    "gradient": "selection='D.2.1.2', stage='update', show=['delta', 'gradient', 'update', 'panel'], controls='all'",
    "forward": "selection='z.3.1', stage='a3', controls='all'",
    "batch": f"{XOR}, selection='delta.2.1', controls='all'",
    "large": f"{LARGE}, selection='delta.3.4', controls='all'",
    "blame": "selection='delta.2.2', stage='d2', show=['delta', 'blame', 'panel'], name='B'",
    "slopes": f"{CHAIN}, selection='delta.2.1', show=['delta', 'slopes'], name='C'",
    "pytorch": "examples.twin()[0], [0.6, -0.9], 1, selection='Theta.1.2.1', notation='pytorch', controls='all'",
}


@pytest.fixture(scope="module")
def kernel(open_notebook):
    kernel = Kernel(open_notebook(EXPLORER_CELLS))
    page = kernel.notebook.page
    page.set_viewport_size({"width": 1400, "height": 2000})
    page.keyboard.press("Control+b")  # the file browser goes: the explorer has all the width
    yield kernel
    page.keyboard.press("Control+b")
    kernel.stop()


@pytest.fixture(scope="module", params=THEMES)
def theme(request, kernel):
    """One theme after the other; at the end the light one is back."""
    choose_theme(kernel.notebook.page, request.param)
    yield request.param.split()[1].lower()
    choose_theme(kernel.notebook.page, LIGHT)


def listed(problems):
    """One problem a line."""
    return "\n".join(["", *map(str, problems[:40]), f"{len(problems)} in all"])


# Both themes


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_serious_and_a_picture_is_left(kernel, theme, state):
    view = kernel.show(STATES[state])
    view.page.mouse.move(5, 5)
    SCREENSHOTS.mkdir(exist_ok=True)
    view.frame.screenshot(path=SCREENSHOTS / f"explorer-{theme}-{state}.png")
    bad = found_by_axe(view.frame)
    assert not bad, listed(bad)


def test_the_picture_is_described_by_the_words(kernel):
    view = kernel.show()
    described_by = view.frame.locator("svg.bp-net").get_attribute("aria-describedby")
    assert described_by is not None
    assert "layer 2: z" in view.page.locator(f"#{described_by}").evaluate("words => words.textContent")


# Overlaps


def weights(sizes, size, seed):
    """Weights of ±size, or random ones up to it."""
    rng = np.random.default_rng(seed)
    shapes = [(t, s + 1) for s, t in pairwise(sizes)]
    return [size * rng.choice([-1, 1], shape) for shape in shapes]


KINDS = {
    "saturated": (10, {}),
    "huge": (10, {"hidden": "relu", "output": "identity", "cost": "squared_error"}),
    "tiny": (0.004, {"hidden": "tanh"}),
}


NETWORKS = list(product([(2, 2, 2, 1), (2, 3, 2, 1), (3, 3, 3), (5, 2, 1), (6, 8, 8, 8, 4)], KINDS))
PICTURES = [
    *(
        (selection, edges, "lecture")
        for selection in (None, "delta.2.2", "z.2.2", "D.1.2.0")
        for edges in ("Theta", "D")
    ),
    (None, "D", "pytorch"),
]
# With blame on: the stage, and what is selected there.
PRODUCTS = [
    *(("a2", selection) for selection in (None, "z.2.2", "Theta.1.2.0")),
    *(("d2", selection) for selection in (None, "delta.2.2", "delta.2.1", "Theta.2.1.2")),
    ("a3", "a.3.1"),
    ("update", "delta.2.1"),
]


@pytest.mark.parametrize(("sizes", "kind"), NETWORKS[:: how_many(4, 1)])
def test_no_label_overlaps_another_or_is_cut(kernel, sizes, kind):
    size, functions = KINDS[kind]
    Theta = weights(sizes, size, seed=len(sizes))
    x, y = 10.0 * (-1) ** np.arange(sizes[0]), [1, *[0] * (sizes[-1] - 1)]
    trace = run(Network(Theta, **functions), x, y)
    given = [layer.tolist() for layer in Theta]
    view = kernel.show(f"Network({given}, **{functions}), {x.tolist()}, {y}, stage='update', controls=['layers']")
    problems = []
    for selection, edges, notation in PICTURES:
        kernel.run(
            f"view.session.notation = {notation!r}\n"
            f"view._look.edges, view._look.updates = {edges!r}, {edges == 'D'}\n"
            f"view.select({selection!r})\nview.refresh()"
        )
        view.shows(trace)
        problems += [(edges, notation, selection, *problem) for problem in view.frame.evaluate(OVERLAPS)]
    kernel.run("view._look.blame, view._look.updates, view._look.edges = True, False, 'Theta'")
    for stage, selection in PRODUCTS:
        kernel.run(
            f"view.session.stage = stages(view.session.net.L).index({stage!r})\n"
            f"view.select({selection!r})\nview.refresh()"
        )
        eventually(lambda: assert_shown(view, kernel.run("", "view.markup.count('bp-plate')")))
        for width in (1250, 700):
            view.frame.evaluate(RESIZE, [width, 1])
            problems += [(width, stage, selection, *problem) for problem in view.frame.evaluate(OVERLAPS)]
    assert not problems, listed(problems)


def assert_shown(view, plates):
    """So many products are on the page."""
    assert view.frame.locator(".bp-plate").count() == plates


def test_an_overlap_would_be_noticed(kernel):
    view = kernel.show("stage='d2', show=['delta', 'blame', 'panel'], controls='all'")
    view.shows(kernel.trace)
    assert view.frame.evaluate(OVERLAPS) == []
    view.frame.locator("svg .bp-product").first.evaluate(
        "label => label.setAttribute('y', +label.getAttribute('y') + 30)"
    )
    assert {"overlap", "outside its plate"} <= {problem[0] for problem in view.frame.evaluate(OVERLAPS)}
    view.frame.locator("svg .bp-number").first.evaluate(
        "label => label.setAttribute('y', +label.getAttribute('y') + 10)"
    )
    view.frame.locator("svg .bp-value").first.evaluate("number => { number.textContent = '+123456789.123456'; }")
    found = {problem[0] for problem in view.frame.evaluate(OVERLAPS)}
    assert {"overlap", "outside its card"} <= found


# Widths


WIDTHS = [*product((1250, 1000, 700, 550), (1, 1.25)), *product((1250, 1000, 700, 640), (2,))]  # down to 320 CSS px
NOTATIONS = list(product(("nielsen", "deeplearning.ai", "pytorch"), ("delta.2.2", "D.1.2.1", "J")))
ROOMS = {state: STATES[state] for state in ("gradient", "large", "pytorch", "batch", "blame", "slopes")} | {
    f"{notation}, {code}": f"selection={code!r}, notation={notation!r}, controls='all', stage='update'"
    for notation, code in NOTATIONS[:: how_many(4, 1)]
}


@pytest.mark.parametrize("state", ROOMS)
def test_nothing_scrolls_sideways_or_is_cut(kernel, state):
    view = kernel.show(ROOMS[state])
    view.frame.locator("details").evaluate_all("all => all.forEach(fold => { fold.open = true; })")
    problems = []
    for width, zoom in WIDTHS:
        view.frame.evaluate(RESIZE, [width, zoom])
        view.page.wait_for_function(STANDS_AS_WIDE)
        found = view.frame.evaluate(CUT)
        if state == "large":  # where layers run from top to bottom, eight units beside each other scroll, by themselves
            found = [problem for problem in found if problem[1] not in ("div[sideways]", "svg[net]")]
        problems += [(width, zoom, *problem) for problem in found]
    assert not problems, listed(problems)


def test_the_sums_of_a_small_network_stand_beside_it_where_there_is_room(kernel):
    view = kernel.show("Network([[[0.0, 1.0, 1.0]]]), *examples.conjunction(), selection='a.2.1', controls=()")
    for width, beside in ((900, True), (600, False)):
        view.frame.evaluate(RESIZE, [width, 1])
        picture, panel = view.frame.locator(".bp-net").bounding_box(), view.panel().bounding_box()
        assert (panel["x"] >= picture["x"] + picture["width"]) is beside
        assert (panel["y"] >= picture["y"] + picture["height"]) is not beside


# In the page

RESIZE = """
(frame, [width, zoom]) => {
  frame.style.width = `${width / zoom}px`;
  frame.style.zoom = zoom;
}
"""

# What the eye sees of a text: its letters, not the room that its font keeps above and below them.
INK = """
const once = (measure) => {
  const known = new Map(); // nothing moves meanwhile
  return (thing) => known.get(thing) ?? known.set(thing, measure(thing)).get(thing);
};
const box = once((thing) => thing.getBoundingClientRect());
const ink = once((text) => {
  const {left, right, top, bottom, height} = box(text);
  return {left: left + 0.5, right: right - 0.5, top: top + 0.2 * height, bottom: bottom - 0.2 * height};
});
const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.5
  && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5;
const within = (a, b) => a.left >= b.left - 0.5 && a.right <= b.right + 0.5
  && a.top >= b.top - 0.5 && a.bottom <= b.bottom + 0.5;
"""

# The picture stands up in a narrow place and lies down in a wide one; the page tells, and Python draws it anew.
STANDS_AS_WIDE = """
() => [...document.querySelectorAll("[data-narrow]")].every((one) => {
  const narrow = one.closest(".bp-live").clientWidth < Number(one.dataset.narrow);
  return narrow === one.hasAttribute("data-is-narrow");
})
"""

OVERLAPS = (
    """
frame => {
"""
    + INK
    + """
  const svg = frame.querySelector("svg.bp-net");
  const all = (selector) => [...svg.querySelectorAll(selector)];
  const shown = (text) => `${text.closest("[data-key]")?.dataset.key ?? ""} ${text.textContent}`;
  const texts = all("text").filter((text) => text.textContent.trim() !== "");
  const problems = [];
  texts.forEach((text, n) => {
    if (!within(ink(text), box(svg))) problems.push(["cut", shown(text)]);
    for (const other of texts.slice(n + 1)) {
      if (meet(ink(text), ink(other))) problems.push(["overlap", shown(text), shown(other)]);
    }
    const name = text.matches(".bp-value") && text.parentElement.querySelector(".bp-name");
    if (name && ink(text).left - ink(name).right < 3) problems.push(["touches its name", shown(text)]);
    const frame = text.parentElement.querySelector(":scope > .bp-frame");
    if (frame && !within(ink(text), box(frame))) problems.push(["outside its frame", shown(text)]);
    const card = text.closest(".bp-unit")?.querySelector(".bp-card");
    if (card && !within(ink(text), box(card))) problems.push(["outside its card", shown(text)]);
  });
  for (const plate of all(".bp-plate")) {
    const ground = box(plate);
    const own = [...plate.parentElement.querySelectorAll(":scope > text")];
    for (const text of own) if (!within(ink(text), ground)) problems.push(["outside its plate", shown(text)]);
    for (const thing of [...all(".bp-card, circle, .bp-plate"), ...texts]) {
      if (thing !== plate && !own.includes(thing) && meet(ground, box(thing))) {
        problems.push(["on a plate", shown(own[0]), shown(thing)]);
      }
    }
  }
  for (const label of all(".bp-number, .bp-layer, .bp-meet text")) {
    for (const thing of all(".bp-card, circle, .bp-step")) {
      const what = thing.getAttribute("class") ?? thing.localName;
      if (meet(ink(label), box(thing))) problems.push([`on a ${what}`, shown(label)]);
    }
  }
  for (const arrow of all(".bp-step")) {
    for (const thing of all(".bp-card, circle, .bp-step")) {
      if (thing !== arrow && meet(box(arrow), box(thing))) {
        problems.push(["arrow", shown(arrow), shown(thing)]);
      }
    }
  }
  return problems;
}
"""
)

CUT = """
frame => {
  const CONTROLS = "button, input, select, summary, .bp-cell > span, .bp-field > span";
  const problems = [];
  const room = frame.getBoundingClientRect();
  const zoom = Number(frame.style.zoom || 1);
  const name = (one) => `${one.localName}[${one.dataset.key ?? one.getAttribute("class") ?? ""}]`;
  const everything = [...frame.querySelectorAll("*")].filter((one) => one.checkVisibility() && !one.closest("svg *"));
  for (const one of everything) {
    const {left, right, width} = one.getBoundingClientRect();
    const beyond = Math.round(Math.max(right - room.right, room.left - left));
    if (width && beyond > 1) problems.push(["outside", name(one), beyond]);
    const clips = getComputedStyle(one).overflowX !== "visible" || one.localName === "input";
    if (clips && one.clientWidth && one.scrollWidth > one.clientWidth + 1) {
      problems.push(["cut or scrolls", name(one), `${one.scrollWidth} in ${one.clientWidth}`]);
    }
  }
  const controls = everything.filter((one) => one.matches(CONTROLS));
  const boxOf = (one) => {
    if (one.localName !== "span") return one.getBoundingClientRect();
    const text = document.createRange(); // its letters may stand outside of its box
    text.selectNodeContents(one);
    return text.getBoundingClientRect();
  };
  const boxes = controls.map(boxOf);
  controls.forEach((one, n) => {
    const a = boxes[n];
    for (const [m, other] of controls.entries()) {
      if (m <= n) continue;
      const b = boxes[m];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 1.5 * zoom && high > 1.5 * zoom) problems.push(["overlap", name(one), name(other)]);
    }
  });
  return problems;
}
"""
