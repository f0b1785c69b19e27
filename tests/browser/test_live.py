"""The page's half of the live widget, in a real page: hands, focus, several views, a kernel that goes."""

import json
import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import expect

TOY = (Path(__file__).parent / "toy.py").read_text(encoding="utf-8")
DISPLAY, AGAIN, REDRAW, BUSY, DRAWN = 1, 2, 3, 4, 5
CELLS = [
    TOY,
    "toy = Toy()\ntoy",
    "toy",
    "toy.n = 2\ntoy.refresh()",
    "import time\ntime.sleep(8)",
    "'2.00' in toy.markup",
]


@pytest.fixture(scope="module")
def notebook(open_notebook):
    notebook = open_notebook(CELLS, script=SPY, permissions=["clipboard-read", "clipboard-write"])
    notebook.run_cell(0)
    return notebook


@pytest.fixture
def toy(notebook):
    """A new toy, shown once."""
    notebook.menu("Edit", "editmenu:clear-all")
    notebook.run_cell(DISPLAY)
    return View(notebook, DISPLAY)


class View:
    """One display of the toy, and a hand."""

    def __init__(self, notebook, cell):
        self.notebook = notebook
        self.page = notebook.page
        self.frame = notebook.cell(cell).locator(".bp-live")
        self.frame.wait_for()

    def at(self, key):
        return self.frame.locator(f'[data-key="{key}"]')

    def shows(self, n):
        expect(self.at("n")).to_have_text(n)

    def events(self, count=None):
        """What the kernel has heard; with a count: once it has heard so many."""
        if count is not None:
            expect(self.at("log")).to_have_attribute("data-count", str(count))
        return json.loads(self.at("log").inner_text())

    def heard(self, text):
        """Wait until an event with this text has come to the kernel."""
        expect(self.at("log")).to_contain_text(text)

    def types(self, count):
        return [event["type"] for event in self.events(count)]

    def middle(self, key):
        self.at(key).hover()  # waits until it stands still
        box = self.at(key).bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def press(self, key):
        x, y = self.middle(key)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        return x, y

    def drag(self, key, dx, dy, steps=10):
        x, y = self.press(key)
        self.page.mouse.move(x + dx, y + dy, steps=steps)
        self.page.mouse.up()

    def error(self):
        return self.frame.locator(".bp-error")

    def gone(self):
        return self.frame.locator(".bp-gone")


# Drags and clicks


def test_a_dragged_edge_keeps_its_last_value(toy):
    toy.drag("edge", 30, -75, steps=40)
    toy.heard('"done": true')
    toy.shows("1.25")
    events = toy.events()
    assert {event["type"] for event in events} == {"drag"}
    assert [event["done"] for event in events] == [False] * (len(events) - 1) + [True]
    assert {event["from"] for event in events} == {"0.5"}
    assert len({event["gesture"] for event in events}) == 1


def test_moves_with_shift_count_a_tenth(toy):
    x, y = toy.press("edge")
    toy.page.mouse.move(x, y - 50, steps=5)
    toy.page.keyboard.down("Shift")
    toy.page.mouse.move(x, y - 100, steps=5)
    toy.page.keyboard.up("Shift")
    toy.page.mouse.up()
    toy.shows("1.05")


def test_a_drag_goes_on_outside_the_view_and_past_the_end_of_its_element(toy):
    x, y = toy.press("edge")
    toy.page.mouse.move(x, y - 20)
    toy.shows("0.70")
    toy.at("edge").evaluate("edge => edge.remove()")
    toy.page.mouse.move(5, 5, steps=3)
    toy.page.mouse.move(x, y - 150, steps=3)
    toy.page.mouse.up()
    toy.shows("2.00")


def test_a_drag_may_leave_the_view_with_its_first_move(toy):
    x, y = toy.press("edge")
    toy.page.mouse.move(x, 1)
    toy.page.mouse.move(x, y - 150)
    toy.page.mouse.up()
    toy.shows("2.00")


def test_a_press_that_slips_a_little_is_a_click(toy):
    toy.drag("edge", 1, 1)
    assert toy.types(1) == ["click"]


def test_a_drag_is_not_a_click_too(toy):
    toy.drag("edge", 0, -10)
    toy.at("go").click()
    toy.heard("click")
    assert [event["key"] for event in toy.events() if event["type"] == "click"] == ["go"]


def test_a_click_tells_its_modifiers_and_a_pointer_where(toy):
    toy.at("go").click(modifiers=["Shift", "Control"])
    middle = pytest.approx(0.5, abs=0.05)
    assert toy.events(1) == [{"key": "go", "type": "click", "shift": True, "ctrl": True, "x": middle, "y": middle}]
    toy.at("edge").click(position={"x": 8, "y": 30})  # of 80 by 40, and it can be dragged too
    assert (toy.events(2)[1]["x"], toy.events()[1]["y"]) == pytest.approx((0.1, 0.75), abs=0.02)
    toy.at("go").focus()
    toy.page.keyboard.press("Space")
    assert toy.events(3)[2] == {"key": "go", "type": "click", "shift": False, "ctrl": False}


def test_a_finger_drags_without_scrolling_the_page(toy):
    x, y = toy.middle("edge")
    fingers = toy.page.context.new_cdp_session(toy.page)

    def touch(kind, *points):
        fingers.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y + dy} for dy in points]}
        )

    touch("touchStart", 0)
    for dy in range(-5, -65, -5):
        touch("touchMove", dy)
    touch("touchEnd")
    toy.heard('"done": true')
    toy.shows("1.10")
    assert toy.events()[-1]["done"] is True
    assert toy.middle("edge") == (x, y)


def test_a_slow_kernel_gets_the_newest_value_and_no_queue(toy):
    toy.at("slow").click()
    toy.drag("edge", 0, -60, steps=30)
    toy.shows("1.10")
    # The click that keeps the kernel busy, three drags in the rest of the window, the newest, the end.
    assert toy.types(6) == ["click", *["drag"] * 5]


# Keys


def test_keys_that_are_listed_are_reported_and_nothing_else_hears_them(toy):
    toy.at("edge").focus()
    toy.page.keyboard.press("ArrowUp")
    toy.page.keyboard.press("Control+ArrowDown")
    toy.page.keyboard.press("ArrowLeft")
    toy.page.keyboard.press("Shift+ArrowUp")
    toy.shows("0.55")
    assert toy.events(3) == [
        {"key": "edge", "type": "key", "pressed": "ArrowUp", "shift": False, "ctrl": False},
        {"key": "edge", "type": "key", "pressed": "ArrowDown", "shift": False, "ctrl": True},
        {"key": "edge", "type": "key", "pressed": "ArrowUp", "shift": True, "ctrl": False},
    ]
    expect(toy.at("edge")).to_be_focused()
    assert toy.page.locator(".jp-Notebook-cell.jp-mod-active").count() == 1
    assert toy.notebook.cell(DISPLAY).evaluate("cell => cell.classList.contains('jp-mod-active')")


def test_enter_and_space_click_what_is_no_button(toy):
    toy.at("unit").focus()
    toy.page.keyboard.press("Enter")
    toy.page.keyboard.press("Space")
    expect(toy.at("count")).to_have_text("2")
    assert toy.types(2) == ["click", "click"]


def test_shortcuts_of_the_view_do_not_reach_jupyterlab(toy):
    cells = toy.page.locator(".jp-Notebook-cell").count()
    toy.at("unit").focus()
    toy.page.keyboard.press("d")
    toy.page.keyboard.press("d")
    toy.at("svg").click(position={"x": 390, "y": 110})  # nothing is there: the frame gets the focus
    toy.page.keyboard.press("d")
    toy.page.keyboard.press("d")
    toy.page.keyboard.press("Control+z")
    expect(toy.at("count")).to_have_text("5")
    assert {event["key"] for event in toy.events(5)} == {"top"}
    assert [event["pressed"] for event in toy.events()] == ["d", "d", "d", "d", "z"]
    assert toy.page.locator(".jp-Notebook-cell").count() == cells


def test_a_text_field_keeps_its_keys(toy):
    cells = toy.page.locator(".jp-Notebook-cell").count()
    toy.at("field").click()
    toy.page.keyboard.type("ddx")
    expect(toy.at("field")).to_have_value("0.50ddx")
    assert toy.types(0) == []
    assert toy.page.locator(".jp-Notebook-cell").count() == cells


def test_every_element_that_takes_keys_keeps_them_from_jupyterlab(toy):
    toy.at("go").click()
    toy.shows("0.50")
    free = toy.frame.locator(
        ":is(input, select, textarea, button, summary, [tabindex]):not([data-lm-suppress-shortcuts])"
    )
    assert free.count() == 0


# Controls


def test_a_slider_reports_while_it_moves_and_when_it_is_let_go(toy):
    toy.at("slide").focus()
    toy.page.keyboard.press("ArrowRight")
    toy.shows("0.55")
    assert [(event["type"], event["value"], event["done"]) for event in toy.events(2)] == [
        ("input", "0.55", False),
        ("change", "0.55", True),
    ]
    assert len({event["gesture"] for event in toy.events()}) == 1
    toy.page.keyboard.press("ArrowRight")
    toy.shows("0.60")
    expect(toy.at("slide")).to_have_value("0.6")


def test_a_slider_in_the_hand_stays_there_and_then_shows_what_was_made_of_it(toy):
    toy.press("slide")
    x, y = toy.middle("slide")
    toy.page.mouse.move(x + 40, y, steps=5)
    toy.shows("3.00")  # the toy allows no more
    held = float(toy.at("slide").input_value())
    assert held > 3
    toy.page.mouse.up()
    expect(toy.at("slide")).to_have_value("3")


def test_a_slider_brought_back_to_its_start_is_let_go(toy):
    x, y = toy.press("slide")
    toy.page.mouse.move(x + 10, y, steps=3)
    toy.page.mouse.move(x, y, steps=3)
    toy.page.mouse.up()
    toy.heard('"done": true')
    assert toy.events()[-1]["done"] is True
    toy.notebook.run_cell(REDRAW)
    expect(toy.at("slide")).to_have_value("2")


def test_a_typed_value_is_reported_once_by_enter(toy):
    toy.at("field").fill("0.75")
    toy.page.keyboard.press("Enter")
    toy.shows("0.75")
    toy.at("go").click()
    assert toy.types(2) == ["change", "click"]


def test_a_typed_value_is_reported_once_by_leaving_the_field(toy):
    toy.at("field").fill("0.75")
    toy.at("go").click()
    assert toy.types(2) == ["change", "click"]
    toy.shows("0.75")


def test_a_key_in_a_field_works_on_what_is_typed(toy):
    toy.at("field").fill("0.7")
    toy.page.keyboard.press("ArrowUp")
    toy.shows("0.75")
    expect(toy.at("field")).to_have_value("0.75")
    assert toy.types(2) == ["change", "key"]


def test_a_refused_value_goes_back_and_the_reason_is_said(toy):
    toy.at("field").fill("abc")
    toy.page.keyboard.press("Enter")
    expect(toy.error()).to_have_text("ValueError: could not convert string to float: 'abc'")
    expect(toy.at("field")).to_have_value("0.50")
    assert toy.error().get_attribute("role") == "alert"
    toy.at("go").click()
    expect(toy.error()).to_have_text("")


def test_a_refused_value_goes_back_even_when_nothing_is_drawn(toy):
    toy.at("mute").fill("abc")
    toy.page.keyboard.press("Enter")
    expect(toy.error()).to_have_text("ValueError: this one never changes")
    expect(toy.at("mute")).to_have_value("fixed")


def test_escape_gives_the_old_value_back(toy):
    toy.at("field").fill("9")
    toy.page.keyboard.press("Escape")
    expect(toy.at("field")).to_have_value("0.50")
    toy.at("go").click()
    assert toy.types(1) == ["click"]


def test_a_field_that_is_typed_in_is_left_alone_while_the_picture_changes(toy):
    toy.at("later").click()
    toy.at("field").click()
    toy.page.keyboard.press("Control+a")
    toy.page.keyboard.type("0.7")
    toy.page.keyboard.press("ArrowLeft")
    toy.shows("2.50")
    expect(toy.at("field")).to_have_value("0.7")
    expect(toy.at("field")).to_be_focused()
    assert toy.at("field").evaluate("field => field.selectionStart") == 2
    toy.page.keyboard.press("Enter")
    toy.shows("0.70")
    expect(toy.at("field")).to_have_value("0.70")


def test_a_field_that_only_has_the_focus_shows_the_new_value(toy):
    toy.at("later").click()
    toy.at("field").focus()
    toy.shows("2.50")
    expect(toy.at("field")).to_have_value("2.50")


def test_boxes_and_lists_report_and_show_what_was_made_of_it(toy):
    toy.at("box").check()
    toy.at("list").select_option("two")
    expect(toy.at("choice")).to_have_text("True two")
    toy.at("list").select_option("never")
    expect(toy.error()).to_have_text("ValueError: not that one")
    expect(toy.at("list")).to_have_value("two")
    toy.at("box").uncheck()
    expect(toy.at("choice")).to_have_text("False two")
    expect(toy.at("box")).not_to_be_checked()
    values = [(event["key"], event["value"]) for event in toy.events(4)]
    assert values == [("box", True), ("list", "two"), ("list", "never"), ("box", False)]


def test_a_file_is_read_and_one_too_large_is_refused(toy):
    def choose(name, size):
        toy.at("file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": b"1,2\n" * size})

    choose("small.csv", 2)
    assert toy.events(1) == [{"key": "file", "type": "file", "name": "small.csv", "size": 8, "text": "1,2\n1,2\n"}]
    choose("large.csv", 1_300_000)
    expect(toy.error()).to_have_text("large.csv has 5.2 MB: at most 5 MB can be read.")


# The patcher


def test_what_has_the_focus_keeps_it_when_it_moves(toy):
    toy.at("b").focus()
    toy.at("b").evaluate("button => { button.mark = true; button.onblur = () => { button.mark = false; }; }")
    for order in ("b a c", "b c a", "a b c"):
        toy.page.keyboard.press("m")
        expect(toy.at("order")).to_have_text(order)
        expect(toy.at("b")).to_be_focused()
        assert toy.at("b").evaluate("button => button.mark") is True
        letters = toy.frame.locator(".letter").all_inner_texts()
        assert letters == order.split()


def test_the_focus_of_what_goes_is_passed_on(toy):
    toy.at("b").focus()
    toy.page.keyboard.press("x")
    expect(toy.at("b")).to_have_count(0)
    expect(toy.at("a")).to_be_focused()
    toy.page.keyboard.press("x")
    expect(toy.at("a")).to_be_disabled()
    expect(toy.frame).to_be_focused()


def test_details_stay_as_the_hand_left_them(toy):
    toy.at("more").locator("summary").click()
    toy.at("go").click()
    expect(toy.at("count")).to_have_text("1")
    assert toy.at("more").evaluate("details => details.open") is True


def test_what_shares_a_reference_is_lit_by_pointer_and_focus(toy):
    lit = toy.frame.locator("[data-lit]")
    toy.at("unit").hover()
    assert set(lit.evaluate_all("all => all.map(one => one.dataset.key)")) == {"unit", "mark"}
    toy.at("go").hover()
    expect(lit).to_have_count(0)
    toy.at("edge").focus()
    toy.page.keyboard.press("ArrowUp")
    toy.shows("0.55")
    assert set(lit.evaluate_all("all => all.map(one => one.dataset.key)")) == {"edge", "mark"}


def test_new_nodes_have_the_namespace_of_their_place(toy):
    toy.at("go").click()
    expect(toy.at("count")).to_have_text("1")
    places = toy.frame.evaluate(
        "frame => ['dot', 'sign'].map(key => frame.querySelector(`[data-key=${key}]`).namespaceURI)"
    )
    assert places == ["http://www.w3.org/2000/svg", "http://www.w3.org/1998/Math/MathML"]


def test_a_status_is_said_when_the_hand_rests(toy):
    said = toy.at("said")
    said.evaluate(
        "said => { window.heard = []; new MutationObserver(() => heard.push(said.textContent))"
        ".observe(said, {childList: true, characterData: true, subtree: true}); }"
    )
    x, y = toy.press("edge")
    toy.page.mouse.move(x, y - 30, steps=3)
    toy.page.mouse.move(x, y - 70, steps=3)
    toy.shows("1.20")
    toy.page.wait_for_timeout(600)  # the button is still down
    assert toy.page.evaluate("heard") == []
    toy.page.mouse.up()
    expect(said).to_have_text("n is 1.20")
    assert toy.page.evaluate("heard") == ["n is 1.20"]


def test_a_button_copies(toy):
    toy.at("copy").click()
    expect(toy.at("copy")).to_have_attribute("data-copied", "")
    assert toy.page.evaluate("navigator.clipboard.readText()") == "n = 1\nm = '<2>'"
    expect(toy.at("copy")).not_to_have_attribute("data-copied", "")


# Views


def test_two_views_of_one_object_agree(toy):
    toy.notebook.run_cell(AGAIN)
    other = View(toy.notebook, AGAIN)
    toy.drag("edge", 0, -25)
    toy.shows("0.75")
    other.shows("0.75")
    expect(other.at("slide")).to_have_value("0.75")
    other.at("field").fill("1.5")
    other.page.keyboard.press("Enter")
    toy.shows("1.50")
    other.shows("1.50")
    assert toy.at("views").inner_text() == "2"


def test_a_view_that_was_taken_out_of_the_page_and_put_back_works(toy):
    toy.frame.evaluate("frame => { const place = frame.parentElement; frame.remove(); place.append(frame); }")
    toy.drag("edge", 0, -25)
    toy.shows("0.75")


def test_a_picture_can_change_without_a_hand(toy):
    toy.notebook.run_cell(REDRAW)
    toy.shows("2.00")
    expect(toy.at("said")).to_have_text("n is 2.00")


def test_a_view_that_is_gone_is_not_drawn_and_one_that_appears_is_current(toy):
    toy.notebook.menu("Edit", "editmenu:clear-all")
    toy.notebook.run_cell(REDRAW)
    toy.notebook.run_cell(DRAWN)
    expect(toy.notebook.cell(DRAWN).locator(".jp-OutputArea-output")).to_have_text("False")
    toy.notebook.run_cell(AGAIN)
    View(toy.notebook, AGAIN).shows("2.00")


def test_a_view_that_is_removed_leaves_nothing_behind(toy):
    toy.drag("edge", 0, -25)
    toy.at("copy").click()
    assert toy.page.evaluate("spy.listeners.size") > 10
    assert toy.page.evaluate("spy.timers.size") > 0
    toy.notebook.menu("Edit", "editmenu:clear-all")
    expect(toy.frame).to_have_count(0)
    toy.page.wait_for_function("spy.listeners.size === 0")
    assert toy.page.evaluate("spy.timers.size") == 0
    frames = toy.page.evaluate("spy.frames")
    toy.notebook.run_cell(REDRAW)
    toy.page.wait_for_timeout(300)
    assert toy.page.evaluate("spy.frames") == frames


def test_a_page_that_is_loaded_again_shows_the_current_state(toy):
    toy.drag("edge", 0, -25)
    toy.shows("0.75")
    toy.notebook.reload()
    toy.shows("0.75")
    toy.at("edge").focus()
    toy.page.keyboard.press("ArrowUp")
    toy.shows("0.80")


# The kernel


def test_a_kernel_that_is_restarted_is_told_at_once_with_the_state_as_python(toy):
    toy.drag("edge", 0, -25)
    toy.shows("0.75")
    toy.notebook.menu("Kernel", "kernelmenu:restart")
    toy.page.locator(".jp-Dialog .jp-mod-accept").click()
    expect(toy.gone().locator("p")).to_have_text(
        "The kernel does not answer. Run the cell again to go on; this is where you were:"
    )
    expect(toy.gone().locator("pre")).to_have_text("toy.n = 0.75")
    assert toy.gone().get_attribute("role") == "alert"
    toy.gone().locator("button").click()
    assert toy.page.evaluate("navigator.clipboard.readText()") == "toy.n = 0.75"
    toy.notebook.wait_idle()
    toy.notebook.run_cell(0)
    toy.notebook.run_cell(DISPLAY)
    toy.shows("0.50")
    expect(toy.gone()).to_have_text("")


def test_a_kernel_that_is_silent_is_told_until_it_answers(toy):
    kernel = int(toy.at("kernel").inner_text())
    os.kill(kernel, signal.SIGSTOP)
    try:
        toy.drag("edge", 0, -25)
        expect(toy.gone()).to_contain_text("toy.n = 0.5", timeout=15_000)
    finally:
        os.kill(kernel, signal.SIGCONT)
    toy.shows("0.75")
    expect(toy.gone()).to_have_text("")


def test_a_busy_kernel_is_not_called_gone(toy):
    toy.drag("edge", 0, 25)  # after the first answer JupyterLab brings messages in a thread of their own
    toy.shows("0.25")
    toy.notebook.start_cell(BUSY)
    toy.drag("edge", 0, -50)
    expect(toy.error()).to_contain_text("busy with another cell", timeout=15_000)
    expect(toy.gone()).to_have_text("")
    toy.shows("0.75")
    expect(toy.error()).to_have_text("")


def test_a_kernel_that_is_shut_down_is_told(toy):
    toy.notebook.menu("Kernel", "kernelmenu:shutdown")
    expect(toy.gone()).to_contain_text("Run the cell again")
    toy.drag("edge", 0, -25)
    expect(toy.gone()).to_contain_text("toy.n = 0.5")


# Counts what the widget's module, and nothing else of the page, leaves open.
SPY = """
(() => {
  const spy = window.spy = { listeners: new Set(), timers: new Set(), frames: 0 };
  const fromModule = () => (new Error().stack.split("\\n")[3] ?? "").includes("blob:");

  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    if (fromModule() && !(this instanceof AbortSignal)) {
      const one = { type };
      spy.listeners.add(one);
      if (options?.signal) add.call(options.signal, "abort", () => spy.listeners.delete(one));
    }
    return add.call(this, type, listener, options);
  };

  const { setTimeout, clearTimeout, requestAnimationFrame } = window;
  window.setTimeout = (action, ...rest) => {
    if (!fromModule()) return setTimeout(action, ...rest);
    const timer = setTimeout(() => { spy.timers.delete(timer); action(); }, ...rest);
    spy.timers.add(timer);
    return timer;
  };
  window.clearTimeout = (timer) => {
    spy.timers.delete(timer);
    clearTimeout(timer);
  };
  window.requestAnimationFrame = (action) => {
    if (fromModule()) spy.frames += 1;
    return requestAnimationFrame(action);
  };
})();
"""
