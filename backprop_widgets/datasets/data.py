"""The choice of data: the lessons' sets, points set by clicking, a table of one's own; standardised in plain sight."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from backprop_core.batch import inputs, targets
from backprop_core.calls import plainly
from backprop_core.standardising import standardised
from backprop_core.validation import finite_number, flag, index, one_of, text
from backprop_widgets.datasets import drawing as draw
from backprop_widgets.datasets.actions import ACTIONS, READING
from backprop_widgets.datasets.draft import Draft, draft_of
from backprop_widgets.datasets.names import told_apart
from backprop_widgets.datasets.sets import REACH, SETS
from backprop_widgets.datasets.source import Source, Taken, fitting, numbered
from backprop_widgets.datasets.words import words_of
from backprop_widgets.live.live import Live
from backprop_widgets.live.source import session_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from backprop_widgets.live.events import Event
    from backprop_widgets.session.session import Session

DOT = 0.05  # from a point's middle to its edge
LEGEND = 40  # letters that the names of all classes may have together in a picture


@plainly
def data(source: object, name: str = "", X: object = None, Y: object = None, *, standard: bool = False) -> Data:
    """Open the choice of data of a session.

    Parameters
    ----------
    source : Network, Session, Trace or view
        Whose examples are chosen; a network, with `X` and `Y`, or a trace gets a session of its own. If the network has
        other inputs or outputs than the data, the session gets a new one with the same hidden layers and random
        weights, seed 0; one undo takes both back.
    name : str
        What is taken at first: "xor", "and", "moons", "circles", "spiral" or "digits"; "" leaves things as they are.
    X, Y : array, optional
        With a network, its examples: one, (s_1,) and (s_L,), or a batch, (m, s_1) and (m, s_L).
    standard : bool
        Whether each input is brought to mean 0 and standard deviation 1.

    Raises
    ------
    ValueError, TypeError
        In one sentence that names the argument and what it can be.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets import Session
    >>> session = Session(*examples.lecture())
    >>> print(data(session, "moons").text().splitlines()[0])
    Data: two moons. 200 examples, 2 inputs, 2 classes (class 0: 100, class 1: 100).
    """
    session = session_of(source, X, Y, a="a choice of data")
    if text("name", name):
        one_of("name", name, SETS)
    return Data(session, name, flag("standard", standard))


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
    draft : Draft
        The table that was handed in last, whether it could be read or not.
    """

    ACTIONS = ACTIONS

    def __init__(self, session: Session, name: str, standard: bool) -> None:
        self.session = session
        self.draft = Draft()
        self.points: dict[tuple[float, float], int] = {}
        self.cursor = 0.0, 0.0
        self.brush = 0
        self._taken: list[Taken] = []
        self._softmax = False
        super().__init__()
        self.follow(session, self._keep_up, parts=("X", "Y"))
        self._use(self._found())
        self.standard = standard
        if name:
            self.choose(name)
        elif standard:
            self.standardise(True)
        else:
            self.refresh()

    # for cells

    @plainly
    def choose(self, name: str) -> None:
        """Take one of the sets, by its name as in `data`, or the field for own points ("own"), or a table ("csv").

        Raises
        ------
        ValueError
            If there is no such choice.
        """
        one_of("name", name, (*SETS, "own", "csv"))
        if name in SETS:
            self._take(name, numbered(SETS[name][0], *SETS[name][1]()))
        self.name = name
        if name == "own":
            self._take_points()
        self.refresh()

    @plainly
    def read(
        self,
        text: str,
        target: str | int = "",
        *,
        header: int | None = None,
        separator: str = "",
        marks: str = "",
        left_out: Collection[int] | None = None,
    ) -> None:
        r"""Take a table, and keep its text in the box.

        Parameters
        ----------
        text : str
            One example a line, its class in one of the columns.
        target : str or int
            The class's column, by number from 1 or by name; the last by default. 2 is the second, whatever is called 2.
        header : {None, 0, 1, 2}
            How many lines are the header, names and maybe units; by default as it is found.
        separator : {"", ",", ";", "\t", "|", " "}
            What stands between the values; by default as it is found.
        marks : {"", "1234.5", "1234,5", "1,234.5", "1.234,5"}
            How numbers are written; by default as it is found.
        left_out : collection of int, optional
            The columns that are no inputs, counted from 1.

        Raises
        ------
        ValueError, TypeError
            With the line and the column of what can't be read; if a choice is none of these. Everything is left as it
            was.
        """
        self.take_table(draft_of(text, target, header=header, separator=separator, marks=marks, left_out=left_out))
        self.refresh()

    @plainly
    def put(self, x_1: float, x_2: float, label: int) -> None:
        """Set a point of a class on the field; where there is one it changes its class, or goes if it has this one.

        Parameters
        ----------
        x_1, x_2 : float
            From -1.5 to 1.5.
        label : {0, 1}
            The class.

        Raises
        ------
        ValueError, TypeError
            If it lies outside the field, or there is no such class.
        """
        x_1, x_2 = finite_number("x_1", x_1), finite_number("x_2", x_2)
        label = index("label", label, 0, 1, "the class of a point")
        if max(abs(x_1), abs(x_2)) > REACH:
            raise ValueError(f"({x_1:g}, {x_2:g}) is outside the field, which goes from −{REACH} to {REACH} both ways.")
        there = next((point for point in self.points if math.dist(point, (x_1, x_2)) <= DOT), None)
        if there and self.points[there] == label:
            del self.points[there]
        else:
            self.points[there or (x_1, x_2)] = label
        self._take_points()
        self.refresh()

    @plainly
    def standardise(self, on: bool) -> None:
        """Bring each input to mean 0 and standard deviation 1, or leave the numbers as they came."""
        self.standard, choice = flag("on", on), self.name
        self._take(self._used.name, self.source)  # not what is being chosen,
        self.name = choice  # which is chosen still
        self.refresh()

    # taking

    def take_table(self, draft: Draft) -> None:
        """Take the table that was handed in; ValueError leaves everything as it was."""
        table = draft.table
        note = f"Read {table.note}{'' if table.note.endswith('?') else '.'}"
        self._take("csv", Source("your table", table.X, table.Y, table.inputs, table.classes, note))
        self.draft = draft

    def _take_points(self) -> None:
        missing = {0, 1} - set(self.points.values())
        if missing:
            wanted = " and ".join(f"class {c}" for c in sorted(missing))
            self.notice = f"Set at least one point of {wanted}: until then the data stay as they were."
            return
        Y = np.array([[float(label)] for label in self.points.values()])
        self._take("own", numbered("your points", np.array(list(self.points)), Y))

    def _take(self, name: str, source: Source) -> None:
        """Give the session the examples, and a network that fits if its own doesn't."""
        net = self.session.net
        if net.sizes[-1] > 1:  # what more than two classes come to again, after a table of two needed one output only
            self._softmax = net.output == "softmax"
        net = fitting(net, source.X.shape[1], source.Y.shape[1], softmax=self._softmax)
        X = inputs(net, standardised(source.X).X if self.standard else source.X)
        taken = Taken(X, targets(net, X, source.Y), name, source, self.standard)
        self._taken.append(taken)
        self._use(taken)
        self.session.replace(net=net, X=taken.X, Y=taken.Y, example=None)

    def _use(self, taken: Taken) -> None:
        self._used, self.notice = taken, ""
        self.name, self.source, self.standard = taken.name, taken.source, taken.standard

    def _keep_up(self, _change: object) -> None:
        """Say what the session has now if another hand put it there: a training, undo, a change of one x."""
        if self._is_in_use(self._used):
            return
        self._use(self._found())
        if self.name == "own":
            places, labels = self.source.X.tolist(), self.source.Y[:, 0]
            self.points = {(x_1, x_2): int(label) for (x_1, x_2), label in zip(places, labels, strict=True)}
        self._redraw_soon()

    def _is_in_use(self, taken: Taken) -> bool:
        return taken.X is self.session.X and taken.Y is self.session.Y

    def _found(self) -> Taken:
        """Which of the examples taken the session has; if none of them, its own."""
        X, Y = self.session.X, self.session.Y
        own = Taken(X, Y, "", numbered("as the session has them", np.atleast_2d(X), np.atleast_2d(Y)))
        return next((taken for taken in reversed(self._taken) if self._is_in_use(taken)), own)

    @property
    def labels(self) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """What a table calls its inputs and classes, as short as a picture needs it; None of other examples."""
        if self._used.name != "csv":
            return None
        scale = ", standardised" if self._used.standard else ""
        inputs, classes = self._used.source.inputs, self._used.source.classes
        each = LEGEND // len(classes)
        return tuple(name + scale for name in told_apart(inputs)), told_apart(classes, each)

    # what Live asks for

    def draw(self) -> str:
        """Draw the choices and what is in use."""
        return draw.data(self, self.text())

    def text(self) -> str:
        """Say what is in use, how each input is spread, and whether it is standardised."""
        return words_of(self.source, self.standard)

    def act(self, event: Event) -> None:
        """Take a set, a point, a table; one that can't be read leaves the data as they were."""
        try:
            super().act(event)
        except ValueError as refusal:
            if event.verb not in READING:
                raise
            end = "" if str(refusal).endswith("?") else "."
            raise ValueError(f"{refusal}{end} The data stay as they were.") from None
