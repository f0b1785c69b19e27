"""Hands and eyes for one explorer in the page, and every number that the page shows, read back as a number."""

import ast
import json
import re
import time

import numpy as np
from jupyter_client import BlockingKernelClient

from backprop_core import Network, numerical_derivative, run, value_of
from backprop_widgets.codes import quantity_of

PATIENCE = 8  # seconds until what ought to be on the page has to be there


# The first cells of a notebook for `Kernel`.
EXPLORER_CELLS = [
    """
import json
import numpy as np
from ipywidgets import FloatSlider, link
from backprop_core import *
from backprop_widgets import explorer
""",
    "view = make()\nview",
]


class Kernel:
    """A second client of a notebook's kernel: runs code where a cell would, and gives values back."""

    def __init__(self, notebook):
        self.notebook = notebook
        notebook.page.set_default_timeout(10_000)
        notebook.run_cell(0)
        file = notebook.lab.own / "runtime" / f"kernel-{notebook.lab.kernel(notebook.name)['id']}.json"
        self.client = BlockingKernelClient(connection_file=str(file))
        self.client.load_connection_file()
        self.client.start_channels()

    def show(self, arguments="controls='all'"):
        """Show a new explorer, made with these arguments, in the second cell; it is `view` in the kernel."""
        self.run(f"make = lambda: explorer({arguments})")
        self.notebook.run_cell(1)
        return View(self.notebook, self.notebook.cell(1).locator(".bp-live"))

    def run(self, code, result="None"):
        """Run code; gives the value of an expression that JSON can carry."""
        answer = self.client.execute_interactive(
            f"import json as _json\n{code}",
            user_expressions={"result": f"_json.dumps({result})"},
            silent=True,
            timeout=30,
            output_hook=lambda _message: None,
        )["content"]
        assert answer["status"] == "ok", "\n".join(answer["traceback"])
        given = answer["user_expressions"]["result"]
        assert given["status"] == "ok", given
        return json.loads(ast.literal_eval(given["data"]["text/plain"]))

    def trace(self):
        """The trace of what the explorer's session looks at, computed here."""
        Theta, functions, X, Y, lam = self.run(
            "s = view.session\nX, Y = s.shown_example",
            "[[T.tolist() for T in s.net.Theta.values()], [s.net.hidden, s.net.output, s.net.cost],"
            " X.tolist(), Y.tolist(), s.lam]",
        )
        return run(Network([np.array(T) for T in Theta], *functions), np.array(X), np.array(Y), lam)

    def stop(self):
        """Close the connection; the kernel goes on."""
        self.client.stop_channels()


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
        return rows + [("twin", code, text) for code, text in twin_numbers(twin)]

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
        """Wait until every number on the page is this trace's, to its own digits; so many of each sort are there."""
        eventually(lambda: self.compare(trace, **counts))

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


def eventually(check, seconds=PATIENCE):
    """Wait until the check raises nothing; after a while let it."""
    end = time.monotonic() + seconds
    while True:
        try:
            return check()
        except AssertionError:
            if time.monotonic() > end:
                raise
        time.sleep(0.03)


# numbers as they are printed

_PRINTED = re.compile(r"([+−-]?)(\d+)(?:\.(\d+))?(?:e([−-]?\d+))?")


def parsed(text):
    """Give a printed number and half a unit of its last digit.

    >>> parsed("−0.0418"), parsed("+2.13e−5")
    ((-0.0418, 5e-05), (2.13e-05, 5e-08))
    """
    match = _PRINTED.fullmatch(text.strip())
    assert match, f"{text!r} is no number"
    sign, whole, digits, exponent = match.groups()
    exponent = int((exponent or "0").replace("−", "-"))
    value = float(f"{whole}.{digits or 0}e{exponent}")
    return (-value if sign in ("−", "-") else value), 0.5 * 10.0 ** (exponent - len(digits or ""))


def fits(trace, code, text):
    """Is the printed number the trace's, to its own digits?"""
    value, half = parsed(text)
    return abs(value - truth(trace, code)) <= half * (1 + 1e-9) + 1e-12


def truth(trace, code):
    """The number that a code stands for; of a batch a unit's mean."""
    kind, *place = code.split("@")[0].split(".")
    place = [int(index) for index in place]
    arrays = {"z": trace.z, "a": trace.a, "delta": trace.delta}
    if "@" in code:
        return value_of(trace, quantity_of(code))
    if kind in ("x", "y") or kind in arrays:
        array = {"x": trace.X, "y": trace.Y}[kind] if kind in ("x", "y") else arrays[kind][place[0]]
        return float(np.atleast_2d(array)[:, place[-1] - 1].mean())
    if kind in ("Theta", "D"):
        layer, i, j = place
        return float((trace.net.Theta if kind == "Theta" else trace.D)[layer][i - 1, j])
    return value_of(trace, quantity_of(code))


def twin_numbers(text):
    """The numbers of the picture in words: (code, text)."""
    first, *lines = text.splitlines()
    assert first.startswith("Network ")
    numbers = [re.match(r"layer (\d+):", line) for line in lines]
    shift = 2 - min((int(match[1]) for match in numbers if match), default=2)  # of a notation that counts from 0
    return [pair for line in lines for pair in _numbers_of_line(line, shift)]


def _numbers_of_line(line, shift):
    head, _, rest = line.partition(": ")
    if head == "x":
        xs, ys = rest.split("; target y: ")
        return _named("x", xs) + _named("y", ys)
    if head.startswith("layer "):
        layer = int(head.split()[1]) + shift
        parts = [part.split(" ", 1) for part in rest.split("; ")]
        return [pair for name, numbers in parts for pair in _named(f"{KINDS.get(name, name)}.{layer}", numbers)]
    if match := re.fullmatch(r"(∂J/∂)?Θ\((\d+)\), row by row", head):
        kind = "D" if match[1] else "Theta"
        rows = enumerate(rest.split(" / "), start=1)
        return [(f"{kind}.{match[2]}.{i}.{j}", number) for i, row in rows for j, number in enumerate(row.split(", "))]
    if match := re.fullmatch(r"(gradients of the )?weights into layer (\d+), row by row, bias first", head):
        kind, layer = "D" if match[1] else "Theta", int(match[2]) + shift - 1
        rows = enumerate(rest.split(" / "), start=1)
        return [(f"{kind}.{layer}.{i}.{j}", number) for i, row in rows for j, number in enumerate(row.split(", "))]
    assert head.startswith("cost "), f"what does this line of the picture in words say? {line!r}"
    return [("J", rest)]


KINDS = {"δ": "delta", "dz": "delta", "z.grad": "delta"}


def _named(kind, numbers):
    return [(f"{kind}.{i}", number) for i, number in enumerate(numbers.split(", "), start=1)]


def measured(trace, code):
    """The derivative that a nudge shows."""
    return numerical_derivative(trace.net, trace.X, trace.Y, trace.lam, of=quantity_of(code))


def moved(trace, **changes):
    """The same network and example after some numbers were changed: Theta_1_2_1=0.5, x_1=0.2, y_1=0, lam=0.3."""
    net, X, Y, lam = trace.net, np.array(trace.X), np.array(trace.Y), trace.lam
    for name, value in changes.items():
        kind, *place = name.split("_")
        place = [int(index) for index in place]
        if kind == "Theta":
            net = net.with_weight(*place, value)
        elif kind == "lam":
            lam = value
        else:
            {"x": X, "y": Y}[kind][place[0] - 1] = value
    return run(net, X, Y, lam)


# Everything in the page that shows a number under a code.
NUMBERS = """
frame => {
  const rows = [];
  const code = (element) => element.dataset.key.slice(element.dataset.key.indexOf(":") + 1);
  for (const group of frame.querySelectorAll("svg [data-key]")) {
    const value = group.querySelector(":scope > .bp-value");
    const number = group.querySelector(":scope > .bp-number");
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
