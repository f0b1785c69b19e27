"""What a hand can do to any control of a view, rightly or as rubbish, as the page would report it."""

import math
import random

from bs4 import BeautifulSoup

EVIL = "<img src=x onerror='go()'>\"'&"  # text that would be markup where nobody escapes it
TYPED = [
    "0.5", "-1", "−0,25", "3", "0", "1e3", "1e400", "nan", "∞", "", "all", "x", EVIL, "2-3-1", "2-0-1", "1-1",
    "2-2-2-1",
    "Theta.1.1.1", "delta.2.1", "Theta.9.9.9", "9" * 400, "٣", "1_000", "0x10", "\0", "0.5 -1", "1,a\n2,b\n3,a\n",
    "a;b;k\n1,5;2;x\n2,5;3;y\n", "\ud800",
]  # fmt: skip
ODD = [None, True, 3, -1.5, math.nan, math.inf, [], {}, [[]], {"value": {}}, EVIL, "", 10**400]
SLOW = {"digits", "spiral", "circles"}  # sets that only take longer to draw


def controls(view):
    """Each control of a view, as its markup has it."""
    return BeautifulSoup(view.markup, "html.parser").find_all(attrs={"data-on": True})


def message_of(tag, rng, seq):
    """What the page would say of this control after a hand has used it somehow."""
    kind = rng.choice(tag["data-on"].split())
    value = VALUES[kind](tag, rng)
    if rng.random() < 0.15:
        value = rubbish(rng) if rng.random() < 0.3 else {name: rng.choice([*ODD, had]) for name, had in value.items()}
    return {"seq": seq, "view": "v", "key": tag["data-key"], "type": kind, "value": value}


def _click(_tag, rng):
    value = {"shift": rng.random() < 0.3, "ctrl": False}
    return value | ({"x": rng.random(), "y": rng.random()} if rng.random() < 0.5 else {})


def _key(tag, rng):
    pressed = rng.choice([*tag.get("data-keys", "ArrowUp ArrowDown").split(), "Q"])
    ctrl = pressed.startswith("Ctrl+")
    return {"key": pressed.removeprefix("Ctrl+"), "shift": rng.random() < 0.3, "ctrl": ctrl}


def _drag(tag, rng):
    dy = rng.choice([rng.uniform(-300, 300), 0.0, 1e300])
    return {"from": tag.get("data-value", "0"), "dx": 0.0, "dy": dy, "gesture": str(rng.randrange(4)), "done": True}


def _given(tag, rng):
    return {"value": _held(tag, rng), "gesture": str(rng.randrange(4)), "done": rng.random() < 0.8}


def _held(tag, rng):
    """What a control holds after it was used."""
    options = [option.get("value", option.text) for option in tag.find_all("option")]
    fit = [option for option in options if option not in SLOW]
    if fit and rng.random() < 0.9:
        return rng.choice(fit)
    if tag.get("type") == "checkbox":
        return rng.random() < 0.5
    if tag.get("type") == "radio":
        return tag.get("value", "on")
    if tag.get("type") == "range" and rng.random() < 0.9:
        return f"{rng.uniform(float(tag.get('min', 0)), float(tag.get('max', 1))):.3f}"
    return rng.choice(TYPED)


def _file(_tag, rng):
    return {"name": "a.csv", "size": 1, "text": rng.choice(TYPED)}


VALUES = {"click": _click, "key": _key, "drag": _drag, "input": _given, "change": _given, "file": _file}


def rubbish(rng, depth=0):
    """Anything that can come as JSON, and more."""
    if depth > 2 or rng.random() < 0.6:
        return rng.choice([*ODD, *TYPED])
    if rng.random() < 0.5:
        return [rubbish(rng, depth + 1) for _ in range(rng.randrange(3))]
    return {
        rng.choice(["value", "key", "seq", "x", "", EVIL]): rubbish(rng, depth + 1) for _ in range(rng.randrange(3))
    }


def message_of_none(rng, seq):
    """A message that no page sends: parts are missing, or of another kind."""
    whole = {"seq": seq, "view": "v", "key": "root", "type": "click", "value": {}}
    if rng.random() < 0.2:
        return rubbish(rng)
    for name in rng.sample(sorted(whole), rng.randrange(1, 4)):
        if rng.random() < 0.4:
            del whole[name]
        else:
            whole[name] = rubbish(rng)
    return whole


def hand(seed):
    """A hand that does the same again for the same seed."""
    return random.Random(seed)
