"""What each thing that a learner does to an explorer changes: a number, the stage, the network, the way it is shown."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from backprop_core import Network, examples
from backprop_core.quantity import code_of, quantity_of
from backprop_core.validation import one_of
from backprop_widgets.explorers.hiding import there
from backprop_widgets.live.controls import STEP
from backprop_widgets.live.pacing import event_loop
from backprop_widgets.notation.symbols import words
from backprop_widgets.notation.text import number, of_kind, setting
from backprop_widgets.notation.typed import number_in, parse, quoted, whole_in
from backprop_widgets.picture.reach import reach
from backprop_widgets.session.stages import stages
from backprop_widgets.session.state import from_state

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backprop_core import Quantity
    from backprop_widgets.explorers.pieces import Pieces
    from backprop_widgets.live.events import Event
    from backprop_widgets.session.session import Session

PIXELS = 100  # that an edge is dragged for a change of 1


@dataclass
class Look:
    """How one view shows its session; no other one needs to know."""

    edges: str = "Theta"
    deltas: bool = True
    updates: bool = False
    blame: bool = False
    slopes: bool = False
    pieces: Pieces | None = None  # where a stage is filled in product by product
    seconds: float = 1.2
    playing: bool = False
    drawn: tuple[int, Network] | None = None  # the seed that was asked for, and the network that came of it
    blank: tuple[Quantity, ...] = ()  # what is asked for
    hidden: tuple[Quantity, ...] = ()  # what of that nobody has looked at yet
    from_link: bool = False  # it has started where the link says
    tall: bool = False  # where there is too little room for layers beside each other

    def seed_of(self, net: Network) -> int | None:
        """The seed from which a network's weights were drawn here, if they were."""
        return self.drawn[0] if self.drawn and self.drawn[1] is net else None


@dataclass(frozen=True)
class Action:
    """One event, with what it may change."""

    session: Session
    look: Look
    event: Event


def act(session: Session, look: Look, event: Event) -> None:
    """Do what an event asks for.

    Raises
    ------
    ValueError
        In one sentence for the learner, with nothing changed.
    """
    if event.verb not in ACTIONS:
        raise ValueError(f"the page asked for {event.key!r}, which this explorer doesn't know")
    ACTIONS[event.verb](Action(session, look, event))


# numbers


def _move(action: Action) -> None:
    """Click, drag or nudge an edge, an x or a y in the picture."""
    session, event, code = action.session, action.event, action.event.what
    if event.type == "click":
        _pick(action, _shown_there(action.look, code))
    elif event.type == "drag":
        _set(session, code, event.start - event.dy / PIXELS, event.gesture, start=event.start)
    else:
        _nudge(action)


def _shown_there(look: Look, code: str) -> str:
    """The code of the number that stands where a weight, an x or a y is moved: an edge may carry its gradient."""
    q = quantity_of(code)
    return code_of(replace(q, kind="D")) if q.kind == "Theta" and look.edges == "D" else code


def _slide(action: Action) -> None:
    _set(action.session, action.event.what, number_in(action.event.given), action.event.gesture)


def _type(action: Action) -> None:
    if action.event.type == "key":
        _nudge(action)
        return
    session, code, typed = action.session, action.event.what, action.event.given
    value, (low, high) = parse(typed), _range(session, code)
    name = words(quantity_of(code), session.notation)
    old = of_kind(quantity_of(code).kind, session.value(code))
    if value is None:
        raise ValueError(f"{quoted(typed)} is not a number: {name} stays {old}.")
    if not low <= value <= high:
        bounds = f"from {_bound(low)} to {_bound(high)}"
        raise ValueError(f"{name} goes {bounds}: {quoted(typed)} is outside, so it stays {old}.")
    _put(session, code, value, action.event.gesture)


def _nudge(action: Action) -> None:
    step = STEP / 10 if action.event.shift else STEP
    up = 1 if action.event.pressed == "ArrowUp" else -1
    code = action.event.what
    _set(action.session, code, action.session.value(code) + up * step, f"keys {code}")


def _set(session: Session, code: str, value: float, gesture: str, *, start: float | None = None) -> None:
    """Move a number as far as it goes; a drag may come back to where it began."""
    low, high = _range(session, code)
    if start is not None:
        low, high = min(low, start), max(high, start)
    _put(session, code, min(max(round(value, 6), low), high), gesture)


def _put(session: Session, code: str, value: float, gesture: str) -> None:
    """Give a number a value, just that one."""
    if code == "lam":
        session.replace(gesture, lam=value)
    else:
        session.set(code, value, gesture)


def _range(session: Session, code: str) -> tuple[float, float]:
    return reach(quantity_of(code).kind, session.value(code), session.net.output)


def _bound(value: float) -> str:
    return number(value, 0 if value.is_integer() else 2)


def _pick(action: Action, code: str) -> None:
    """Select a number, let go of the one that is selected already; look at one that is hidden."""
    q, session, look = quantity_of(code), action.session, action.look
    if q in look.hidden:
        look.hidden = tuple(other for other in look.hidden if other != q)
    else:
        session.selection = None if q == session.selection else q


# the passes


def _to_stage(action: Action, stage: int) -> None:
    """Go to a stage; below the first and beyond the last there is none."""
    session = action.session
    action.look.playing = False
    if action.look.pieces:
        action.look.pieces.finish()
    session.stage = min(max(stage, 0), len(stages(session.net.L)) - 1)


def _stage_in(action: Action, given: str) -> int:
    return whole_in("stage", given, 0, len(stages(action.session.net.L)) - 1)


def go_on(session: Session, look: Look) -> None:
    """Go to the next stage, or to the next piece of this one."""
    if session.stage == len(stages(session.net.L)) - 1:
        return
    if look.pieces and look.blame:
        look.pieces.go_on(session)
    else:
        session.stage += 1


def _step_on(action: Action) -> None:
    action.look.playing = False
    go_on(action.session, action.look)


def _step_back(action: Action) -> None:
    session, look = action.session, action.look
    look.playing = False
    if look.pieces and look.blame and session.stage:
        look.pieces.go_back(session)
    else:
        _to_stage(action, session.stage - 1)


def _play(action: Action) -> None:
    look, session = action.look, action.session
    if not look.playing:
        event_loop("set session.stage")  # refused before anything is changed
    look.playing = not look.playing
    if look.playing and session.stage == len(stages(session.net.L)) - 1:
        session.stage = 0


def _speed(action: Action) -> None:
    action.look.seconds = number_in(action.event.given)


# the network and the example


def _sizes(action: Action) -> None:
    typed = action.event.given
    try:
        sizes = [int(part) for part in typed.replace("–", "-").replace(",", "-").split("-")]
    except ValueError as error:
        raise ValueError(
            f"{quoted(typed)} gives no layers: write the units of each with hyphens, such as 2-3-2-1."
        ) from error
    if sum(sizes) > 2000 or len(sizes) > 12:
        raise ValueError(
            f"{quoted(typed)} is too large to look at: a network can have up to 12 layers and 2000 units in all."
        )
    _check_outputs(action.session.net.output, sizes)
    _new_network(action, sizes, action.look.seed_of(action.session.net))


def _check_outputs(output: str, sizes: Sequence[int]) -> None:
    if output == "softmax" and sizes[-1] == 1:
        raise ValueError(
            "The one output of a softmax is always 1: give the last layer 2 units or more, or choose another output."
        )


def _seed(action: Action) -> None:
    typed = action.event.given.strip()
    if not typed.isdecimal() or len(typed) > 9:
        raise ValueError(f"{quoted(typed)} is not a seed: type a whole number of up to 9 digits.")
    _new_network(action, list(action.session.net.sizes), int(typed))


def _new_network(action: Action, sizes: list[int], seed: int | None) -> None:
    """Take weights for these sizes: the lessons' own, if there are any and no seed was asked for, else random ones."""
    session = action.session
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
    session.replace(net=net, X=X, Y=Y, presses=())
    if seed is not None:
        action.look.drawn = seed, net


def _hidden(action: Action) -> None:
    session = action.session
    session.replace(net=replace(session.net, hidden=action.event.given))


def _output(action: Action) -> None:
    output, _, cost = action.event.given.partition("+")
    session = action.session
    _check_outputs(output, session.net.sizes)
    session.replace(net=replace(session.net, output=output, cost=cost))


def _alpha(action: Action) -> None:
    typed, session = action.event.given, action.session
    value = parse(typed)
    if value is None or not 0 < value < 1e6:
        raise ValueError(
            f"{quoted(typed)} is not a learning rate: α stays {setting(session.alpha)};"
            " type a number between 0 and 1,000,000."
        )
    session.alpha = value


def _example(action: Action) -> None:
    session, given = action.session, action.event.given
    session.example = whole_in("example", given, 1, session.m) if given else None


def _notation(action: Action) -> None:
    action.session.notation = action.event.given


# the way it is shown


def _edges(action: Action) -> None:
    action.look.edges = action.event.what


def _toggle(look: Look, name: str) -> None:
    setattr(look, name, not getattr(look, name))


def _of_the_whole(action: Action) -> None:
    """Do what a key does wherever the focus is; or start where the link that opened the page says."""
    if action.event.type == "change":
        _start_from_link(action)
    else:
        _shortcut(action)


def _start_from_link(action: Action) -> None:
    session, look = action.session, action.look
    if not (look.from_link or session.can_undo or session.can_redo):  # a page loaded again keeps what was done since
        session.begin_at(**from_state(action.event.given))
        look.from_link = True


def _shortcut(action: Action) -> None:
    key = action.event.pressed
    shortcut = f"Ctrl+{key.lower()}" if action.event.ctrl else key
    one_of("the key", shortcut, SHORTCUTS)
    SHORTCUTS[shortcut](action)


def _other_edges(action: Action) -> None:
    action.look.edges = "D" if action.look.edges == "Theta" else "Theta"


def _reveal(action: Action) -> None:
    """Look at the next hidden number; after the last, hide all again."""
    look = action.look
    waiting = there(action.session.trace, look.hidden)
    look.hidden = tuple(q for q in look.hidden if q != waiting[0]) if waiting else look.blank


def _let_go(action: Action) -> None:
    action.session.selection = None


SHORTCUTS: dict[str, Callable[[Action], None]] = {
    "g": _other_edges,
    "d": lambda action: _toggle(action.look, "deltas"),
    "u": lambda action: _toggle(action.look, "updates"),
    "b": lambda action: _toggle(action.look, "blame"),
    "r": _reveal,
    "Home": lambda action: _to_stage(action, 0),
    "End": lambda action: _to_stage(action, len(stages(action.session.net.L)) - 1),
    "PageUp": _step_back,
    "PageDown": _step_on,
    "Escape": _let_go,
    "Ctrl+z": lambda action: action.session.undo(),
    "Ctrl+y": lambda action: action.session.redo(),
}


def _narrow(action: Action) -> None:
    action.look.tall = action.event.on


ACTIONS: dict[str, Callable[[Action], None]] = {
    "move": _move,
    "slide": _slide,
    "type": _type,
    "sum": _type,
    "pick": lambda action: _pick(action, action.event.what),
    "stage": lambda action: _to_stage(action, _stage_in(action, action.event.what)),
    "stage-range": lambda action: _to_stage(action, _stage_in(action, action.event.given)),
    "stage-back": _step_back,
    "stage-on": _step_on,
    "play": _play,
    "speed": _speed,
    "take-step": lambda action: action.session.take_step(),
    "sizes": _sizes,
    "seed": _seed,
    "hidden": _hidden,
    "output": _output,
    "alpha": _alpha,
    "example": _example,
    "notation": _notation,
    "edges": _edges,
    "deltas": lambda action: _toggle(action.look, "deltas"),
    "updates": lambda action: _toggle(action.look, "updates"),
    "blame": lambda action: _toggle(action.look, "blame"),
    "undo": lambda action: action.session.undo(),
    "redo": lambda action: action.session.redo(),
    "reset": lambda action: action.session.reset(),
    "narrow": _narrow,
    "root": _of_the_whole,
}
