"""The choice of data: the lessons' sets, points set by clicking, a table of one's own; standardised in plain sight."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import Network, examples
from backprop_core.validation import inputs, targets
from backprop_widgets.actions import parse
from backprop_widgets.csvdata import read_csv, standardised
from backprop_widgets.draw import data as draw
from backprop_widgets.draw.text import number
from backprop_widgets.live import Event, Live
from backprop_widgets.pacing import easel
from backprop_widgets.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_core.validation import Array

SETS: dict[str, tuple[str, Callable[[], tuple[Array, Array]]]] = {
    "xor": ("XOR", examples.xor),
    "and": ("AND", examples.conjunction),
    "moons": ("two moons", examples.two_moons),
    "circles": ("circles", examples.circles),
    "spiral": ("spiral", examples.spiral),
    "digits": ("digits, 8 by 8 pixels", examples.digits),
}
REACH = 1.5  # the field for own points goes from -REACH to REACH, both ways
STRIDE = 0.15  # of the cursor on it, with an arrow key
DOT = 0.05  # from a point's middle to its edge
MAX_SHOWN = 8  # columns whose spread is printed


def data(source: Any, name: str = "", *, standard: bool = False) -> Data:
    """Open the choice of data of a session.

    Parameters
    ----------
    source : Session, Explorer or Training
        Whose examples are chosen. If its network has other inputs or outputs than the data, it gets a new one with
        the same hidden layers and random weights, seed 0; one undo takes both back.
    name : str
        What is taken at first: "xor", "and", "moons", "circles", "spiral" or "digits"; "" leaves things as they are.
    standard : bool
        Whether each input is brought to mean 0 and standard deviation 1.

    Examples
    --------
    >>> from backprop_widgets.session import Session
    >>> session = Session(*examples.lecture())
    >>> print(data(session, "moons").text().splitlines()[0])
    Data: two moons. 200 examples, 2 inputs, 2 classes (class 0: 100, class 1: 100).
    """
    session = source if isinstance(source, Session) else getattr(source, "session", None)
    if not isinstance(session, Session):
        raise TypeError(f"data are those of a session, an explorer or a training, not of {type(source).__name__}")
    if name and name not in SETS:
        raise ValueError(f"there are no data {name!r}: choose one of {', '.join(SETS)}")
    return Data(session, name, standard)


@dataclass(frozen=True)
class Source:
    """Examples as they came, before any standardising."""

    title: str
    X: Array
    Y: Array
    inputs: tuple[str, ...]
    classes: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, eq=False)
class Taken:
    """Examples that the session got: its very arrays, and what they were made of."""

    X: Array
    Y: Array
    name: str
    source: Source
    standard: bool = False


class Data(Live):
    """The choice of data; see `data`.

    Attributes
    ----------
    session : Session
    source : Source
        What is in use, as it came; `standard`, whether it is standardised.
    points : dict
        The points set by clicking: class by (x1, x2).
    cursor : tuple
        Where on the field the keyboard is.
    """

    def __init__(self, session: Session, name: str, standard: bool) -> None:
        self.session = session
        self.notice, self.target, self.typed = "", "", ""
        self.points: dict[tuple[float, float], int] = {}
        self.cursor = 0.0, 0.0
        self.brush = 0
        self._taken: list[Taken] = []
        super().__init__()
        self._watched = ["X", "Y"]
        session.observe(self._follow, self._watched)
        self._use(self._found())
        self.standard = standard
        if name:
            self.choose(name)
        elif standard:
            self.standardise(True)
        else:
            self.refresh()

    # for cells

    def choose(self, name: str) -> None:
        """Take one of the sets, or the field for own points ("own"), or a table ("csv")."""
        if name in SETS:
            self._take(name, _source(SETS[name][0], *SETS[name][1]()))
        self.name = name
        if name == "own":
            self._take_points()
        self.refresh()

    def read(self, text: str, target: str = "") -> None:
        """Take a table, and keep its text in the box; ValueError, with line and column, leaves everything as it was."""
        table = read_csv(text, target)
        self.typed, self.target = text, target
        source = Source("your table", table.X, table.Y, table.inputs, table.classes, f"Read {table.note}.")
        self._take("csv", source)
        self.refresh()

    def put(self, x_1: float, x_2: float, label: int) -> None:
        """Set a point of a class on the field; where there is one it changes its class, or goes if it has this one."""
        if max(abs(x_1), abs(x_2)) > REACH:
            raise ValueError(f"({x_1:g}, {x_2:g}) is outside the field, which goes from −{REACH} to {REACH} both ways.")
        there = next((point for point in self.points if math.dist(point, (x_1, x_2)) <= DOT), None)
        if there and self.points[there] == label:
            del self.points[there]
        else:
            self.points[there or (x_1, x_2)] = label
        self._take_points()
        self.refresh()

    def standardise(self, on: bool) -> None:
        """Bring each input to mean 0 and standard deviation 1, or leave the numbers as they came."""
        self.standard = on
        self._take(self.name, self.source)
        self.refresh()

    # taking

    def _take_points(self) -> None:
        missing = {0, 1} - set(self.points.values())
        if missing:
            wanted = " and ".join(f"class {c}" for c in sorted(missing))
            self.notice = f"Set at least one point of {wanted}: until then the data stay as they were."
            return
        Y = np.array([[float(label)] for label in self.points.values()])
        self._take("own", _source("your points", np.array(list(self.points)), Y))

    def _take(self, name: str, source: Source) -> None:
        """Give the session the examples, and a network that fits if its own doesn't."""
        net = fitting(self.session.net, source.X.shape[1], source.Y.shape[1])
        X = inputs(net, standardised(source.X).X if self.standard else source.X)
        taken = Taken(X, targets(net, X, source.Y), name, source, self.standard)
        self._taken.append(taken)
        self._use(taken)
        self.session.replace(net=net, X=taken.X, Y=taken.Y, example=None)

    def _use(self, taken: Taken) -> None:
        self._used, self.notice = taken, ""
        self.name, self.source, self.standard = taken.name, taken.source, taken.standard

    def _follow(self, _change: object) -> None:
        """Say what the session has now if another hand put it there: a training, undo, a change of one x."""
        if self._is_in_use(self._used):
            return
        self._use(self._found())
        if self.name == "own":
            places, labels = self.source.X.tolist(), self.source.Y[:, 0]
            self.points = {(x_1, x_2): int(label) for (x_1, x_2), label in zip(places, labels, strict=True)}
        easel(self.session).ask(self)

    def _is_in_use(self, taken: Taken) -> bool:
        return taken.X is self.session.X and taken.Y is self.session.Y

    def _found(self) -> Taken:
        """Which of the examples taken the session has; if none of them, its own."""
        X, Y = self.session.X, self.session.Y
        own = Taken(X, Y, "", _source("as the session has them", np.atleast_2d(X), np.atleast_2d(Y)))
        return next((taken for taken in reversed(self._taken) if self._is_in_use(taken)), own)

    def close(self) -> None:
        """Follow no more."""
        if self._watched:  # closed only once, though the widget is closed again when it is collected
            self.session.unobserve(self._follow, self._watched)
            self._watched = []
            easel(self.session).forget(self)
        super().close()

    # what Live asks for

    def draw(self) -> str:
        """Draw the choices and what is in use."""
        return draw.data(self, self.text())

    def text(self) -> str:
        """Say what is in use, how each input is spread, and whether it is standardised."""
        s = self.source
        counts = s.Y.sum(axis=0) if s.Y.shape[1] > 1 else np.array([(s.Y < 0.5).sum(), (s.Y >= 0.5).sum()])
        classes = ", ".join(f"class {name}: {int(n)}" for name, n in zip(s.classes, counts, strict=True))
        first = (
            f"Data: {s.title}. {len(s.X)} {'example' if len(s.X) == 1 else 'examples'}, {s.X.shape[1]} inputs,"
            f" {len(s.classes)} classes ({classes})."
        )
        return "\n".join([first, *([s.note] if s.note else []), *self._spread()])

    def _spread(self) -> list[str]:
        s = self.source
        _, mean, deviation = standardised(s.X)
        rows = [
            f"{name}: from {number(float(x.min()), 2)} to {number(float(x.max()), 2)}, mean"
            f" {number(float(mean[n]), 3)}, standard deviation {number(float(deviation[n]), 3)}"
            for n, (name, x) in enumerate(zip(s.inputs[:MAX_SHOWN], s.X.T, strict=False))
        ]
        if len(s.inputs) > MAX_SHOWN:
            rows.append(f"... and {len(s.inputs) - MAX_SHOWN} inputs more")
        how = "Standardised: each input minus its mean, divided by its standard deviation."
        constant = int((deviation == 0).sum())
        if self.standard and constant:
            how += f" {constant} {'is' if constant == 1 else 'are'} the same everywhere, so only the mean is taken off."
        return [*rows, how if self.standard else "Not standardised: the network gets the numbers as they are."]

    def handle(self, event: Event) -> None:
        """Do what the learner asked for; say so in one sentence where it can't be done."""
        verb, _, what = event.key.partition(":")
        if verb not in ACTIONS:
            raise ValueError(f"the page asked for {event.key!r}, which the choice of data doesn't know")
        self.notice = ""
        try:
            ACTIONS[verb](self, event, what)
        except ValueError as refusal:
            self.notice = f"{refusal}. The data stay as they were." if verb in _READING else str(refusal)
        self.refresh()


def fitting(net: Network, inputs: int, outputs: int) -> Network:
    """Return the network itself if it has so many inputs and outputs, else a new one with its hidden layers.

    Examples
    --------
    >>> fitting(examples.lecture()[0], 64, 10).sizes
    (64, 2, 2, 10)
    """
    if (net.sizes[0], net.sizes[-1]) == (inputs, outputs) and not (outputs == 1 and net.output == "softmax"):
        return net
    output, cost = net.output, net.cost
    if outputs == 1 and output == "softmax":  # one output would always be 1
        output = "sigmoid"
    return Network.random([inputs, *net.sizes[1:-1], outputs], 0, hidden=net.hidden, output=output, cost=cost)


def _source(title: str, X: Array, Y: Array) -> Source:
    outputs = 2 if Y.shape[1] == 1 else Y.shape[1]
    return Source(title, X, Y, tuple(f"x{n}" for n in range(1, X.shape[1] + 1)), tuple(map(str, range(outputs))))


# what the controls do


def _set_name(d: Data, event: Event, _: str) -> None:
    d.choose(str(event.value["value"]))


def _set_standard(d: Data, event: Event, _: str) -> None:
    d.standardise(bool(event.value["value"]))


def _set_brush(d: Data, event: Event, _: str) -> None:
    d.brush = int(event.value["value"])


def _set_target(d: Data, event: Event, _: str) -> None:
    d.target = str(event.value["value"])
    if d.typed:
        d.read(d.typed, d.target)


def _work_on_field(d: Data, event: Event, _: str) -> None:
    """Move the cursor by an arrow key; set a point where the pointer is, or at the cursor if a key clicks."""
    value = event.value
    if event.type == "key":
        right, up = ARROWS[value["key"]]
        d.cursor = _moved(d.cursor[0], right), _moved(d.cursor[1], up)
        return
    at = d.cursor
    if "x" in value:
        at = round(REACH * (2 * value["x"] - 1), 3), round(REACH * (1 - 2 * value["y"]), 3)
    d.put(*at, 1 - d.brush if value["shift"] else d.brush)


def _moved(x: float, strides: int) -> float:
    return round(min(max(x + strides * STRIDE, -REACH), REACH), 2)


def _type_point(d: Data, event: Event, _: str) -> None:
    typed = str(event.value["value"])
    values = [parse(part) for part in typed.replace(";", " ").split()]
    if len(values) != 2 or values[0] is None or values[1] is None:
        raise ValueError(f"“{typed}” is no point: type x₁ and x₂ with a space between, such as 0.5 -1.")
    d.put(values[0], values[1], d.brush)


def _clear(d: Data, _event: Event, _: str) -> None:
    d.points = {}
    d.notice = "The field is empty; the data stay as they were until it has points of both classes."


def _read_file(d: Data, event: Event, _: str) -> None:
    d.typed = str(event.value["text"])
    d.read(d.typed, d.target)


def _read_typed(d: Data, event: Event, _: str) -> None:
    d.typed = str(event.value["value"])
    if d.typed.strip():
        d.read(d.typed, d.target)


def _read_again(d: Data, _event: Event, _: str) -> None:
    if not d.typed.strip():
        raise ValueError("There is no table yet: choose a file or paste one")
    d.read(d.typed, d.target)


ARROWS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, 1), "ArrowDown": (0, -1)}
_READING = ("csv-file", "csv-text", "target", "read")
ACTIONS: dict[str, Callable[[Data, Event, str], None]] = {
    "set": _set_name,
    "standard": _set_standard,
    "brush": _set_brush,
    "target": _set_target,
    "field": _work_on_field,
    "point": _type_point,
    "clear": _clear,
    "csv-file": _read_file,
    "csv-text": _read_typed,
    "read": _read_again,
}
