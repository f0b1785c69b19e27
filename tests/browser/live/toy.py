"""A small view with one of everything, for the tests in this folder: the code of a notebook cell."""

import asyncio
import html
import json
import os
import time
from pathlib import Path

from backprop_widgets import Live

HAND = Path("hand-is-there")  # a file that a test makes when it is ready; it goes when the toy has gone on


def wait_for_hand():
    """Keep the kernel busy until the test is ready."""
    while not HAND.exists():
        time.sleep(0.02)
    HAND.unlink()


class Toy(Live):
    """One number, and all the ways to change it."""

    def __init__(self):
        super().__init__()
        self.n = 0.5
        self.count = 0
        self.order = ["a", "b", "c"]
        self.last_disabled = False
        self.box = False
        self.choice = "one"
        self.events = []
        self.seen_views = set()

    def draw(self):
        n = f"{self.n:.2f}"
        letters = "".join(
            f'<button class="letter" data-key="{name}" data-on="key" data-keys="m x" data-focus-next="a"'
            f"{' disabled' if self.last_disabled else ''}>{name}</button>"
            for name in self.order
        )
        options = "".join(
            f"<option{' selected' if name == self.choice else ''}>{name}</option>" for name in ("one", "two", "never")
        )
        dot = '<circle data-key="dot" cx="300" cy="20" r="5"/>' if self.count else ""
        sign = '<mo data-key="sign">+</mo>' if self.count else ""
        return f"""
<section data-key="top" data-keys="d Ctrl+z">
  <svg data-key="svg" width="400" height="120" viewBox="0 0 400 120" style="display: block">
    <g data-key="edge" data-on="drag click key" data-keys="ArrowUp ArrowDown" data-value="{self.n}" data-ref="n"
       tabindex="0" role="slider" aria-valuenow="{n}" aria-label="n">
      <rect width="80" height="40" fill="#0072b2"/><text x="8" y="24">{n}</text>
    </g>
    <g data-key="unit" data-on="click" data-ref="unit x" tabindex="0" role="button" aria-label="unit">
      <rect x="120" width="80" height="40" fill="#d55e00"/>
    </g>{dot}
  </svg>
  <math data-key="sum">{sign}<mn data-key="mark" data-ref="n unit">{n}</mn></math>
  <input data-key="slide" data-on="input change" type="range" min="-10" max="10" step="0.05" value="{n}" aria-label="n">
  <input data-key="field" data-on="change key" data-keys="ArrowUp" type="text" value="{n}" aria-label="n">
  <input data-key="mute" data-on="change" type="text" value="fixed" aria-label="mute">
  <label><input data-key="box" data-on="change" type="checkbox"{" checked" if self.box else ""}> box</label>
  <select data-key="list" data-on="change" aria-label="list">{options}</select>
  <output data-key="choice">{self.box} {self.choice}</output>
  <input data-key="file" data-on="file" type="file" aria-label="file">
  <button data-key="go" data-on="click">go</button>
  <button data-key="slow" data-on="click">slow</button>
  <button data-key="later" data-on="click">later</button>
  <button data-key="copy" data-copy="n = 1&#10;m = '&lt;2&gt;'">copy</button>
  {letters}
  <output data-key="order">{" ".join(self.order)}</output>
  <output data-key="n">{n}</output>
  <output data-key="count">{self.count}</output>
  <output data-key="views">{len(self.seen_views)}</output>
  <output data-key="kernel">{os.getpid()}</output>
  <p data-key="said" data-say role="status">n is {n}</p>
  <details data-key="more"><summary>more</summary>{n}</details>
  <pre data-key="log" data-count="{len(self.events)}">{html.escape(json.dumps(self.events))}</pre>
</section>"""

    def text(self):
        return f"n = {self.n:.2f}"

    def as_python(self):
        return f"toy.n = {self.n:.4g}"

    def handle(self, event):
        if event.key == "mute":
            raise ValueError("this one never changes")
        self.seen_views.add(event.view)
        value = dict(event.value)
        if event.type == "key":
            value["pressed"] = value.pop("key")
        self.events.append({"key": event.key, "type": event.type, **value})
        self.refresh()
        getattr(self, f"on_{event.type}")(event)

    def on_drag(self, event):
        self.n = float(event.value["from"]) - event.value["dy"] / 100

    def on_input(self, event):
        self.n = min(float(event.value["value"]), 3)

    def on_change(self, event):
        value = event.value["value"]
        if event.key == "box":
            self.box = value
        elif event.key == "list":
            if value == "never":
                raise ValueError("not that one")
            self.choice = value
        else:
            self.on_input(event)

    def on_click(self, event):
        self.count += 1
        if event.key == "slow":
            wait_for_hand()
        elif event.key == "later":
            asyncio.get_event_loop().create_task(self.redraw_later())

    async def redraw_later(self):
        while not HAND.exists():
            await asyncio.sleep(0.02)
        self.n = 2.5
        self.refresh()
        HAND.unlink()

    def on_key(self, event):
        key = event.value["key"]
        if key == "m":
            self.move()
        elif key == "x":
            self.drop(event.key)
        elif key in ("ArrowUp", "ArrowDown"):
            self.n += 0.05 if key == "ArrowUp" else -0.05
        else:
            self.count += 1

    def move(self):
        orders = ["abc", "bac", "bca"]
        self.order = list(orders[(orders.index("".join(self.order)) + 1) % 3])

    def drop(self, name):
        if name == "a":
            self.last_disabled = True
        else:
            self.order.remove(name)

    def on_file(self, event):
        pass
