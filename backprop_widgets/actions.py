"""What each thing that a learner does to an explorer changes: a number, the stage, the network, the way it is shown."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from backprop_core import Network, examples, value_of
from backprop_widgets.codes import quantity_of
from backprop_widgets.draw.controls import STEP
from backprop_widgets.draw.notation import words
from backprop_widgets.draw.text import number, of_kind
from backprop_widgets.session import LIMIT, Session, stages
from backprop_widgets.state import from_state

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_core import Quantity
    from backprop_widgets.live import Event

PIXELS = 100  # that an edge is dragged for a change of 1


@dataclass
class View:
    """How one explorer shows its session; no other view needs to know."""

    edges: str = "Theta"
    deltas: bool = True
    updates: bool = False
    seconds: float = 1.2
    playing: bool = False
    seed: int | None = None
    notice: str = ""
    blank: tuple[Quantity, ...] = ()  # what is asked for
    hidden: tuple[Quantity, ...] = ()  # what of that nobody has looked at yet


@dataclass(frozen=True)
class Action:
    """One event, with what it may change: its key is "verb" or "verb:what"."""

    session: Session
    view: View
    event: Event

    @property
    def verb(self) -> str:
        """What to do."""
        return self.event.key.partition(":")[0]

    @property
    def what(self) -> str:
        """To which number, or to which of several."""
        return self.event.key.partition(":")[2]

    @property
    def given(self) -> str:
        """What a control of the page holds now."""
        return str(self.event.value["value"])

    @property
    def gesture(self) -> str:
        """The drag or the typing that this is a part of."""
        return str(self.event.value["gesture"])


def act(session: Session, view: View, event: Event) -> None:
    """Do what an event asks for.

    Raises
    ------
    ValueError
        In one sentence for the learner, with nothing changed.
    """
    action = Action(session, view, event)
    if action.verb not in ACTIONS:
        raise ValueError(f"the page asked for {event.key!r}, which this explorer doesn't know")
    ACTIONS[action.verb](action)


# numbers


def _move(action: Action) -> None:
    """Click, drag or nudge an edge, an x or a y in the picture."""
    event, code = action.event, action.what
    if event.type == "click":
        _pick(action, code.replace("Theta", "D", 1) if action.view.edges == "D" else code)
    elif event.type == "drag":
        _set(action.session, code, float(event.value["from"]) - event.value["dy"] / PIXELS, action.gesture)
    else:
        _nudge(action)


def _slide(action: Action) -> None:
    _set(action.session, action.what, float(action.given), action.gesture)


def _type(action: Action) -> None:
    if action.event.type == "key":
        _nudge(action)
        return
    session, code, typed = action.session, action.what, action.given
    value, (low, high) = parse(typed), _range(session, code)
    name = words(quantity_of(code), session.notation)
    old = of_kind(quantity_of(code).kind, _value(session, code))
    if value is None:
        raise ValueError(f"“{typed}” is no number: {name} stays {old}.")
    if not low <= value <= high:
        bounds = f"from {number(low, 0)} to {number(high, 0)}"
        raise ValueError(f"{name} goes {bounds}: {typed} is outside, so it stays {old}.")
    _set(session, code, value, action.gesture)


def parse(typed: str) -> float | None:
    """Read a number as people type it: with a true minus sign, or a comma for the point; None if it is none.

    Examples
    --------
    >>> parse(" −0,7 "), parse("1e3"), parse("abc"), parse("nan")
    (-0.7, 1000.0, None, None)
    """
    plain = typed.strip().replace("−", "-").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return None if math.isnan(value) or "_" in plain else value


def _nudge(action: Action) -> None:
    step = STEP / 10 if action.event.value["shift"] else STEP
    up = 1 if action.event.value["key"] == "ArrowUp" else -1
    code = action.what
    _set(action.session, code, _value(action.session, code) + up * step, f"keys {code}")


def _set(session: Session, code: str, value: float, gesture: str) -> None:
    low, high = _range(session, code)
    value = round(min(max(value, low), high), 6)
    if code == "lam":
        session.replace(gesture, lam=value)
    else:
        session.set(code, value, gesture)


def _range(session: Session, code: str) -> tuple[float, float]:
    if code == "lam":
        return 0.0, LIMIT
    if code.startswith("y") and session.net.output != "identity":
        return 0.0, 1.0
    return -LIMIT, LIMIT


def _value(session: Session, code: str) -> float:
    return value_of(session.trace, quantity_of(code))


def _pick(action: Action, code: str) -> None:
    """Select a number, let go of the one that is selected already; look at one that is hidden."""
    q, session, view = quantity_of(code), action.session, action.view
    if q in view.hidden:
        view.hidden = tuple(other for other in view.hidden if other != q)
    else:
        session.selection = None if q == session.selection else q


# the passes


def _to_stage(action: Action, stage: int) -> None:
    """Go to a stage; below the first and beyond the last there is none."""
    session = action.session
    action.view.playing = False
    session.stage = min(max(stage, 0), len(stages(session.net.L)) - 1)


def _play(action: Action) -> None:
    view, session = action.view, action.session
    view.playing = not view.playing
    if view.playing and session.stage == len(stages(session.net.L)) - 1:
        session.stage = 0


def _speed(action: Action) -> None:
    action.view.seconds = float(action.given)


# the network and the example


def _sizes(action: Action) -> None:
    typed = action.given
    try:
        sizes = [int(part) for part in typed.replace("–", "-").replace(",", "-").split("-")]
    except ValueError as error:
        raise ValueError(
            f"“{typed}” gives no layers: write the units of each with hyphens, such as 2-3-2-1."
        ) from error
    if sum(sizes) > 2000 or len(sizes) > 12:
        raise ValueError(f"{typed} is too large for a network to look at: up to 12 layers and 2000 units in all.")
    _new_network(action, sizes)


def _seed(action: Action) -> None:
    typed = action.given.strip()
    if not typed.isdecimal():
        raise ValueError(f"“{typed}” is no seed: type a whole number, 0 or more.")
    action.view.seed = int(typed)
    _new_network(action, list(action.session.net.sizes))


def _new_network(action: Action, sizes: list[int]) -> None:
    """Take weights for these sizes: the lessons' own, if there are any and no seed was asked for, else random ones."""
    session, seed = action.session, action.view.seed
    fixed = {net.sizes: net for net, _, _ in (examples.lecture(), examples.twin())}
    drawn = fixed.get(tuple(sizes)) if seed is None else None
    Theta = (drawn or Network.random(sizes, seed=seed or 0)).Theta
    net = replace(session.net, Theta={l: np.round(layer, 2) for l, layer in Theta.items()})
    X, Y = session.X, session.Y
    if X.shape[-1] != sizes[0]:
        X = np.resize(np.array([0.60, -0.90, 0.30, -0.40]), (*X.shape[:-1], sizes[0]))
    if Y.shape[-1] != sizes[-1]:
        Y = np.zeros((*Y.shape[:-1], sizes[-1]))
        Y[..., 0] = 1
    session.replace(net=net, X=X, Y=Y)


def _hidden(action: Action) -> None:
    session = action.session
    session.replace(net=replace(session.net, hidden=action.given))


def _output(action: Action) -> None:
    output, _, cost = action.given.partition("+")
    session = action.session
    session.replace(net=replace(session.net, output=output, cost=cost))


def _alpha(action: Action) -> None:
    typed, session = action.given, action.session
    value = parse(typed)
    if value is None or not 0 < value < 1e6:
        raise ValueError(f"“{typed}” is no learning rate: α stays {number(session.alpha, 2)}; type a number above 0.")
    session.alpha = value


def _example(action: Action) -> None:
    action.session.example = int(action.given) if action.given else None


def _notation(action: Action) -> None:
    action.session.notation = action.given


# the way it is shown


def _edges(action: Action) -> None:
    action.view.edges = action.what


def _toggle(view: View, name: str) -> None:
    setattr(view, name, not getattr(view, name))


def _of_the_whole(action: Action) -> None:
    """Do what a key does wherever the focus is; or start where the link that opened the page says."""
    if action.event.type == "change":
        _start_from_link(action)
    else:
        _shortcut(action)


def _start_from_link(action: Action) -> None:
    session = action.session
    if not (session.can_undo or session.can_redo):  # a page that is loaded again keeps what was done since
        session.replace(**from_state(action.given))


def _shortcut(action: Action) -> None:
    key = action.event.value["key"]
    SHORTCUTS[f"Ctrl+{key.lower()}" if action.event.value["ctrl"] else key](action)


def _other_edges(action: Action) -> None:
    action.view.edges = "D" if action.view.edges == "Theta" else "Theta"


def _reveal(action: Action) -> None:
    """Look at the next hidden number; after the last, hide all again."""
    view = action.view
    view.hidden = view.hidden[1:] if view.hidden else view.blank


def _let_go(action: Action) -> None:
    action.session.selection = None


SHORTCUTS: dict[str, Callable[[Action], None]] = {
    "g": _other_edges,
    "d": lambda action: _toggle(action.view, "deltas"),
    "u": lambda action: _toggle(action.view, "updates"),
    "r": _reveal,
    "Home": lambda action: _to_stage(action, 0),
    "End": lambda action: _to_stage(action, len(stages(action.session.net.L)) - 1),
    "PageUp": lambda action: _to_stage(action, action.session.stage - 1),
    "PageDown": lambda action: _to_stage(action, action.session.stage + 1),
    "Escape": _let_go,
    "Ctrl+z": lambda action: action.session.undo(),
    "Ctrl+y": lambda action: action.session.redo(),
}

ACTIONS: dict[str, Callable[[Action], None]] = {
    "move": _move,
    "slide": _slide,
    "type": _type,
    "sum": _type,
    "pick": lambda action: _pick(action, action.what),
    "stage": lambda action: _to_stage(action, int(action.what)),
    "stage-range": lambda action: _to_stage(action, int(action.given)),
    "stage-back": lambda action: _to_stage(action, action.session.stage - 1),
    "stage-on": lambda action: _to_stage(action, action.session.stage + 1),
    "play": _play,
    "speed": _speed,
    "take-step": lambda action: action.session.update(),
    "sizes": _sizes,
    "seed": _seed,
    "hidden": _hidden,
    "output": _output,
    "alpha": _alpha,
    "example": _example,
    "notation": _notation,
    "edges": _edges,
    "deltas": lambda action: _toggle(action.view, "deltas"),
    "updates": lambda action: _toggle(action.view, "updates"),
    "undo": lambda action: action.session.undo(),
    "redo": lambda action: action.session.redo(),
    "reset": lambda action: action.session.reset(),
    "root": _of_the_whole,
}
