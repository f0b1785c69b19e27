"""Hands and eyes for one explorer in the page, and every number that it shows, with the code of its quantity."""

import numpy as np

from backprop_core import examples, run

from .lab import eventually
from .printed import fits, truth, twin_numbers

START = run(*examples.lecture())
WEIGHTS = [(l, i + 1, j) for l, Theta in START.net.Theta.items() for i, j in np.ndindex(Theta.shape)]
# How many numbers the lecture's network shows in each place, with every control.
LECTURE = {"card": 19, "edge": 15, "field": 18, "slider": 18, "twin": 49}


class View:
    """One explorer in the page."""

    def __init__(self, notebook, frame):
        self.notebook = notebook
        self.page = notebook.page
        self.frame = frame
        self.frame.locator(".bp-explorer").wait_for()

    # what is there

    def at(self, key, within=""):
        return self.frame.locator(f'{within} [data-key="{key}"]').first

    def edge(self, code):
        return self.at(f"move:{code}", "svg")

    def say(self):
        return self.frame.locator(".bp-say")

    def notice(self):
        return self.frame.locator(".bp-notice")

    def error(self):
        return self.frame.locator(".bp-error")

    def panel(self):
        return self.frame.locator('[data-key="panel"]').first

    def heading(self):
        """What the panel is about."""
        return self.panel().get_by_role("heading")

    def codes(self):
        """What the picture shows a number of."""
        return {code for where, code, _ in self.numbers() if where in ("card", "edge")}

    def lit(self):
        """The keys of what is lit."""
        return set(self.frame.locator("[data-lit]").evaluate_all("all => all.map(one => one.dataset.key)"))

    def numbers(self):
        """Every number on the page: (where, code of the quantity, text)."""
        rows = [tuple(row) for row in self.frame.evaluate(NUMBERS)]
        twin = self.frame.locator(".bp-twin").evaluate("twin => twin.textContent")
        return rows + twin_numbers(twin)

    # what a hand does

    def move_to(self, key, within=""):
        """Bring it into view; gives a point of it that nothing covers."""
        element = self.at(key, within)
        element.evaluate("element => element.scrollIntoView({block: 'center', inline: 'nearest'})")
        x, y = element.evaluate(FREE_POINT) or (None, None)
        assert x is not None, f"{key} is covered everywhere"
        self.page.mouse.move(x, y)
        return x, y

    def drag(self, key, dx, dy, steps=10):
        x, y = self.move_to(key)
        self.page.mouse.down()
        self.page.mouse.move(x + dx, y + dy, steps=steps)
        self.page.mouse.up()

    def click(self, key, within=""):
        self.page.mouse.click(*self.move_to(key, within))

    def press(self, key, *keys, within=""):
        self.at(key, within).focus()
        for name in keys:
            self.page.keyboard.press(name)

    def shortcut(self, *keys):
        """Press keys while nothing of the explorer but its frame has the focus, as after a click beside everything."""
        self.frame.focus()
        for name in keys:
            self.page.keyboard.press(name)

    def type(self, key, text):
        self.at(key).fill(text)
        self.at(key).press("Enter")

    # what has to hold

    def shows(self, trace, **counts):
        """Wait until every number on the page is this trace's, to its own digits; so many of each sort are there.

        Where the kernel may still have keys to work through, `trace` is a function that gives what it has by now.
        """
        eventually(lambda: self.compare(trace() if callable(trace) else trace, **counts))

    def compare(self, trace, **counts):
        numbers = self.numbers()
        try:
            wrong = [(*row, truth(trace, row[1])) for row in numbers if not fits(trace, *row[1:])]
        except (LookupError, ValueError) as error:  # it shows a number that this network or this example hasn't
            raise AssertionError(str(error)) from error
        assert wrong == []
        found = {where.replace(" ", "_"): 0 for where, _, _ in numbers} | dict.fromkeys(counts, 0)
        for where, _, _ in numbers:
            found[where.replace(" ", "_")] += 1
        assert {where: found[where] for where in counts} == counts

    def measurements(self):
        """The table of derived and measured slopes: (derived, measured, difference) a row."""
        rows = self.panel().locator(".bp-measured tbody tr")
        return [tuple(row) for row in rows.evaluate_all(
            "rows => rows.map(row => [...row.querySelectorAll('td')].map(cell => cell.textContent))"
        )]  # fmt: skip


# Everything in the page that shows a number under a code.
NUMBERS = """
frame => {
  const rows = [];
  const code = (element) => element.dataset.key.slice(element.dataset.key.indexOf(":") + 1);
  for (const group of frame.querySelectorAll("svg [data-key]")) {
    const value = group.querySelector(":scope > .bp-value");
    const number = group.querySelector(":scope > .bp-number");
    const product = group.querySelector(":scope > .bp-product");
    const way = group.classList.contains("bp-backward") ? "back" : "on";
    if (product) rows.push(["product", code(group).replace("Theta", way), product.textContent]);
    const label = group.getAttribute("aria-label") ?? "";
    if (value) rows.push(["card", code(group), value.textContent]);
    if (value && label.includes(": ")) rows.push(["label", code(group), label.split(": ").pop()]);
    if (number) {
      const kind = number.classList.contains("bp-grad") ? "D" : "Theta";
      rows.push(["edge", code(group).replace("Theta", kind), number.textContent]);
    }
    for (const name of ["data-value", "aria-valuenow", "aria-valuetext"]) {
      if (group.hasAttribute(name)) rows.push([name, code(group), group.getAttribute(name)]);
    }
  }
  for (const field of frame.querySelectorAll("[data-key^='type:']:not([data-key='type:lam'])")) {
    rows.push(["field", code(field), field.value]);
  }
  for (const slider of frame.querySelectorAll("[data-key^='slide:']:not([data-key='slide:lam'])")) {
    rows.push(["slider", code(slider), slider.getAttribute("value")]);
  }
  for (const field of frame.querySelectorAll("[data-key='panel'] input[data-key^='sum:']")) {
    rows.push(["sum", code(field), field.value]);
  }
  for (const button of frame.querySelectorAll("[data-key='panel'] mn button[data-key^='pick:']")) {
    rows.push(["sum", code(button), button.textContent]);
  }
  return rows;
}
"""

# A point of an element at which the pointer really finds it: along its edge, or in its middle.
FREE_POINT = """
element => {
  const points = [];
  const path = element.querySelector("path.bp-grip, path.bp-line");
  if (path) {
    const toScreen = path.getScreenCTM();
    const step = path.getTotalLength() / 20;
    for (let n = 1; n < 20; n++) points.push(path.getPointAtLength(n * step).matrixTransform(toScreen));
  } else {
    const box = element.getBoundingClientRect();
    for (const part of [0.5, 0.25, 0.75]) points.push({x: box.x + box.width * part, y: box.y + box.height / 2});
  }
  for (const {x, y} of points) {
    const found = document.elementFromPoint(x, y);
    if (found && (element.contains(found) || found.closest("label")?.contains(element))) return [x, y];
  }
  return null;
}
"""
