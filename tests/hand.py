"""What a learner's hand does to any view, as the page reports it, and waiting for what a view does by itself."""

import asyncio
import tempfile
from pathlib import Path
from weakref import WeakKeyDictionary

import pytest

KEPT = Path(tempfile.mkdtemp()) / "predictions.json"  # where a test's answers are kept: not in the repository
PATIENCE = 60  # seconds that a busy machine may take


SENT = WeakKeyDictionary()  # how many events each view was sent: they are answered in their order, each once


def send(view, key, kind="click", /, **value):
    """Let the view take one event, and see that it refuses nothing."""
    attempt(view, key, kind, **value)
    assert view.error == ""


def attempt(view, key, kind="click", /, **value):
    """Let the view take one event, which it may refuse; without a value it is a click."""
    SENT[view] = SENT.get(view, 0) + 1
    told = value or {"shift": False, "ctrl": False}
    view._receive(view, {"seq": SENT[view], "view": "v", "key": key, "type": kind, "value": told}, None)


def choose(view, key, value):
    """Type into a field, turn a switch, choose from a list."""
    send(view, key, "change", value=value, gesture="1", done=True)


def press(view, *keys, ctrl=False):
    """Press keys, with the focus on the view itself."""
    for key in keys:
        send(view, "root", "key", key=key, shift=False, ctrl=ctrl)


async def until(holds):
    """Give the event loop its turns until this holds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE
    while not holds():
        if loop.time() > end:
            pytest.fail("it never came")
        await asyncio.sleep(0.005)


async def settled():
    """Wait until nothing but the test itself is left to run."""
    await until(lambda: len(asyncio.all_tasks()) == 1)
