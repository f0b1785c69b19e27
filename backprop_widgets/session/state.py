"""What an explorer shows as a short JSON text, to keep, to send, to start a lesson from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from backprop_core import Network
from backprop_core.quantity import code_of
from backprop_core.validation import shown
from backprop_widgets.session.moment import Moment

if TYPE_CHECKING:
    import numpy as np

    from backprop_widgets.session.session import Session

VERSION = 1
MAX_WRITTEN = 600  # numbers
_NET = ("hidden", "output", "cost")
_PLAIN = ("lam", "alpha", "example", "notation")
_DEFAULTS = {name: getattr(Moment, name) for name in _PLAIN}
_KEYS = {"v", "Theta", "X", "Y", "stage", "selection", *_NET, *_PLAIN}


def to_state(session: Session) -> str:
    """Write a session as JSON; what has its default value is left out.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets import Session
    >>> text = to_state(Session(*examples.lecture(), lam=0.5))
    >>> text[:14], text[-11:]
    ('{"v":1,"Theta"', ',"lam":0.5}')
    """
    net = session.net
    state: dict[str, Any] = {
        "v": VERSION,
        "Theta": [_numbers(Theta) for Theta in net.Theta.values()],
        "X": _numbers(session.X),
        "Y": _numbers(session.Y),
    }
    state |= {name: getattr(net, name) for name in _NET if getattr(net, name) != getattr(Network, name)}
    state |= {name: getattr(session, name) for name in _PLAIN if getattr(session, name) != _DEFAULTS[name]}
    if session.stage_name != "D":
        state["stage"] = session.stage_name
    if session.selection is not None:
        state["selection"] = code_of(session.selection)
    return json.dumps(state, ensure_ascii=False, separators=(",", ":"))


def is_short(session: Session) -> bool:
    """Whether a state has few enough numbers to be written out with every picture, and to be read.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets import Session
    >>> is_short(Session(*examples.lecture())), is_short(Session(Network.random([64, 10]), *examples.digits()))
    (True, False)
    """
    weights = sum(Theta.size for Theta in session.net.Theta.values())
    return bool(weights + session.X.size + session.Y.size <= MAX_WRITTEN)


def _numbers(array: np.ndarray) -> Any:
    """Nested lists, whole numbers without their ".0", but for those with more digits than an integer of numpy's has."""
    if array.ndim > 1:
        return [_numbers(row) for row in array]
    return [int(value) if value.is_integer() and abs(value) < 2**53 else value for value in array.tolist()]


def from_state(text: str) -> dict[str, Any]:
    """Read a state: the traits of a Session, those with their default values too.

    Raises
    ------
    ValueError
        If the text isn't a state of this version, or its parts don't fit together.

    Examples
    --------
    >>> from_state('{"v": 2}')
    Traceback (most recent call last):
    ...
    ValueError: this state has version 2, but version 1 is understood here: get it again with explorer.state()
    """
    state = _parsed(text)
    try:
        net = Network(state["Theta"], **{name: state[name] for name in _NET if name in state})
        traits = {"net": net, "X": state["X"], "Y": state["Y"], "stage": None, "selection": None}
        traits |= _DEFAULTS | {n: state[n] for n in _PLAIN if n in state}
        for name in ("stage", "selection"):
            if name in state:
                traits[name] = _text(name, state[name])
        Moment(**traits)  # refuses what doesn't fit together
    except (ValueError, TypeError) as error:
        raise ValueError(f"this state doesn't hold together: {error}") from error
    return traits


def _parsed(text: str) -> dict[str, Any]:
    again = "get it again with explorer.state()"
    try:
        state = json.loads(text)
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"this is not a state, for it is not a JSON text: {again}") from error
    if not isinstance(state, dict) or "v" not in state:
        raise ValueError(f"this is not a state, for it has no version: {again}")
    if state["v"] != VERSION:
        raise ValueError(
            f"this state has version {shown(state['v'])}, but version {VERSION} is understood here: {again}"
        )
    missing, unknown = {"Theta", "X", "Y"} - state.keys(), state.keys() - _KEYS
    if missing or unknown:
        what = (
            f"lacks {', '.join(sorted(missing))}"
            if missing
            else f"has unknown parts: {', '.join(map(shown, sorted(unknown)))}"
        )
        raise ValueError(f"this state {what}: {again}")
    return state


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} is {value!r}, which is not a text")
    return value
