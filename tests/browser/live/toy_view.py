"""A notebook that shows the toy, and a hand on it."""

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.lab import eventually

TOY = (Path(__file__).parent / "toy.py").read_text(encoding="utf-8")
# The cells by their numbers.
DISPLAY, AGAIN, REDRAW, BUSY, DRAWN = 1, 2, 3, 4, 5
CELLS = [
    TOY,
    "toy = Toy()\ntoy",
    "toy",
    "toy.n = 2\ntoy.refresh()",
    "wait_for_hand()",
    "'2.00' in toy._trait_values['markup']",  # as it is: who reads toy.markup has it drawn
]


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

    def let_go_on(self):
        """Tell the kernel, which waits for it, that the hand is ready; wait until it has gone on."""
        hand = self.notebook.lab.folder / "hand-is-there"
        hand.touch()

        def taken():
            assert not hand.exists()

        eventually(taken)

    def error(self):
        return self.frame.locator(".bp-error")

    def gone(self):
        return self.frame.locator(".bp-gone")


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
