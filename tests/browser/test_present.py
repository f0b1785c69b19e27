"""A talk: lesson 04 as slides at 1280 x 720, as `run.py present` opens it.

The run leaves a picture of each slide in ``screenshots/``, for a person to look at.
"""

import json
import shutil

import pytest
from playwright.sync_api import expect

from run import talk_environment

from .explorer_page import START, View
from .lab import ROOT, Lab, eventually
from .printed import moved

LESSON = ROOT / "notebooks" / "04_backward.ipynb"
LEGIBLE = 18  # pixels


@pytest.fixture(scope="module")
def lab(browser_type_launch_args, tmp_path_factory):
    """A JupyterLab for a talk, instead of the ordinary one."""
    lab = Lab(tmp_path_factory.mktemp("talk"), talk_environment)
    shutil.copytree(ROOT / "server" / "present", lab.own / "settings")
    lab.start()
    yield lab
    lab.stop()


@pytest.fixture(scope="module")
def talk(open_notebook):
    """Lesson 04, run with the two arrows at the upper edge, every prediction made."""
    talk = Talk(open_notebook(LESSON))
    talk.run()
    talk.open_predictions()
    return talk


@pytest.fixture(scope="module")
def slides(talk):
    """What each slide looks like, by the number of its last cell, counted from 0."""
    slides = {}
    while talk.active() not in slides:
        slides[talk.active()] = talk.look()
        talk.notebook.screenshot(f"present-04-{talk.active():02d}")
        talk.step()
    return slides


class Talk:
    """A notebook shown as slides."""

    def __init__(self, notebook):
        self.notebook, self.page = notebook, notebook.page
        self.page.set_viewport_size({"width": 1280, "height": 720})
        self.page.wait_for_selector("body[data-jp-deck-mode=presenting]", state="attached")

    def run(self):
        """Run everything as the presenter is told to."""
        self.page.mouse.move(640, 5)
        with self.notebook.carried_out("notebook:restart-run-all"):
            self.page.locator("[data-command='notebook:restart-run-all']").first.click()
        self.page.mouse.move(640, 715)
        # JupyterLab itself has asked the kernel for this and that, and complains that it starts anew.
        cut_off = "Canceled future for"
        self.notebook.problems += [one for one in self.notebook.take_problems() if cut_off not in one]

    def open_predictions(self):
        """Skip every question, so that what it opens is there."""
        waiting = self.page.locator(".bp-live [data-key='predict:skip'], .bp-live [data-key='predict:jump']")
        expect(waiting.first).to_be_attached()

        def skipped():
            self.page.evaluate("() => document.querySelector(`[data-key='predict:skip']`)?.click()")
            expect(waiting).to_have_count(0, timeout=500)

        eventually(skipped, 30)

    def active(self):
        """The cell that the slides have got to."""
        return self.page.evaluate(
            "() => [...document.querySelectorAll('.jp-Notebook-cell')]"
            ".findIndex(cell => cell.classList.contains('jp-mod-active'))"
        )

    def step(self, key="Space"):
        """Go on, or back, as a presenter does; whether there was anywhere to go."""
        before = self.active()
        self.page.evaluate("() => document.querySelector('.jp-mod-active').focus()")
        with self.notebook.carried_out("deck:go"):
            self.page.keyboard.press(key)
        return self.active() != before

    def go_to(self, cell):
        """Go back or on until the slides get to a cell."""
        key = "Space" if self.active() < cell else "Shift+Space"
        while self.active() != cell:
            assert self.step(key), f"the slides end before cell {cell}"

    def look(self):
        """What is wrong with what is on the screen, once it stands still, and how large its pictures' letters are."""
        looks = [self.page.evaluate(LOOK)]

        def stands_still():
            looks.append(self.page.evaluate(LOOK))
            assert looks[-1] == looks[-2]

        eventually(stands_still)
        return looks[-1]


LOOK = """
async () => {
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
  const cut = (element) => {
    const style = getComputedStyle(element);
    const over = (size, shown, flow) => shown > 0 && size > shown + 1 && flow !== "visible";
    return over(element.scrollWidth, element.clientWidth, style.overflowX)
      || over(element.scrollHeight, element.clientHeight, style.overflowY);
  };
  const name = (element) => `${element.tagName} ${element.getAttribute("class")}`;
  const slide = document.querySelector(".jp-Deck .jp-WindowedPanel-outer");
  const paints = (one) => /paint|strict|content/.test(getComputedStyle(one).contain);
  const bottom = (one) => one.getBoundingClientRect().bottom;
  const around = [...document.querySelectorAll("body *")].filter((one) => one.contains(slide) && paints(one));
  const lost = bottom(slide) - Math.min(innerHeight, ...around.map(bottom));
  const cells = [...document.querySelectorAll(".jp-Cell.jp-deck-mod-onscreen")];
  const parts = ".jp-Cell-outputWrapper *, .jp-MarkdownOutput, .cm-scroller";
  const inside = cells.flatMap((cell) => [...cell.querySelectorAll(parts)]);
  const drawn = inside.filter((one) => one.getClientRects().length);
  const texts = drawn.filter((one) => one.matches(".bp svg text") && one.textContent.trim());
  return {
    high: slide.scrollHeight - slide.clientHeight + Math.max(0, lost),
    cut: drawn.filter(cut).map(name),
    covered: drawn.filter((one) => {
      const { x, y, width, height } = one.getBoundingClientRect();
      const top = document.elementFromPoint(x + width / 2, y + height / 2);
      return one.matches(".bp :is(button, select, input, textarea)") && !one.contains(top);
    }).map(name),
    outside: texts.filter((one) => {
      const [text, svg] = [one.getBoundingClientRect(), one.ownerSVGElement.getBoundingClientRect()];
      const bottom = Math.min(svg.bottom + 1, innerHeight);
      return text.left < svg.left - 1 || text.right > svg.right + 1 || text.bottom > bottom;
    }).map((one) => one.textContent),
    letters: texts.map((one) => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().d),
  };
}
"""


def test_every_cell_of_the_talk_is_shown(slides):
    cells = json.loads(LESSON.read_text(encoding="utf-8"))["cells"]
    kinds = [cell["metadata"]["slideshow"]["slide_type"] for cell in cells]
    assert sorted(slides) == [n for n, kind in enumerate(kinds) if kind not in ("skip", "notes")]


def test_no_slide_is_higher_than_the_screen(slides):
    assert {cell: slide["high"] for cell, slide in slides.items() if slide["high"] > 1} == {}


def test_nothing_on_a_slide_is_cut_or_scrolls(slides):
    assert {cell: slide for cell, slide in slides.items() if slide["cut"] or slide["outside"]} == {}


def test_nothing_lies_over_a_control_of_a_slide(slides):
    assert {cell: slide["covered"] for cell, slide in slides.items() if slide["covered"]} == {}


def test_every_letter_of_a_picture_can_be_read_from_the_last_row(slides):
    pictures = {cell: min(slide["letters"]) for cell, slide in slides.items() if slide["letters"]}
    assert len(pictures) >= 4
    assert {cell: size for cell, size in pictures.items() if size < LEGIBLE} == {}


def test_the_text_of_a_slide_has_lecture_size(talk):
    size = "() => parseFloat(getComputedStyle(document.querySelector('.jp-MarkdownOutput p')).fontSize)"
    assert talk.page.evaluate(size) == 20


def test_a_slide_that_is_too_high_is_found(talk, slides):
    talk.page.set_viewport_size({"width": 1280, "height": 90})
    assert talk.look()["high"] > 1
    talk.page.set_viewport_size({"width": 1280, "height": 720})


def test_a_slider_moved_and_an_edge_dragged_on_a_slide_change_the_numbers(open_notebook):
    cells = ["from backprop_widgets import explorer", "explorer(selection='delta.2.2', controls=['sliders'])"]
    talk = Talk(open_notebook(cells))
    talk.run()
    talk.go_to(1)
    view = View(talk.notebook, talk.notebook.cell(1).locator(".bp-live"))
    view.shows(START)
    slider = view.frame.locator(".bp-about input[type=range]").first
    expect(slider).to_be_in_viewport(ratio=1)
    code = slider.get_attribute("data-key").removeprefix("slide:")
    slider.focus()
    for _ in range(4):
        talk.page.keyboard.press("ArrowRight")  # which is also the key for the next slide
    layer, i, j = map(int, code.split(".")[1:])
    trace = moved(START, **{code.replace(".", "_"): START.net.weight(layer, i, j) + 0.2})
    view.shows(trace)
    view.drag("move:Theta.1.1.1", 0, -50)
    view.shows(moved(trace, Theta_1_1_1=START.net.weight(1, 1, 1) + 0.5))
    assert talk.active() == 1


def test_a_blank_is_revealed_by_a_key_and_by_a_click(open_notebook):
    cells = ["from backprop_widgets import explorer", "explorer(blank=['delta.3.1', 'J'], controls=())"]
    talk = Talk(open_notebook(cells))
    talk.run()
    talk.go_to(1)
    view = View(talk.notebook, talk.notebook.cell(1).locator(".bp-live"))

    delta, J = (view.frame.locator(f"svg [data-key='pick:{code}'] .bp-value") for code in ("delta.3.1", "J"))
    expect(delta).to_have_text("?")
    view.shortcut("r")
    expect(delta).to_have_text("−0.1108")
    expect(J).to_have_text("?")
    view.click("pick:J")
    expect(J).to_have_text("0.7908")
    view.shows(START)
