"""What the controls of the choice of data do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from backprop_core.validation import one_of
from backprop_widgets.datasets.draft import MAX_BOX
from backprop_widgets.datasets.lines import SEPARATORS
from backprop_widgets.datasets.marks import WRITTEN
from backprop_widgets.datasets.sets import ARROWS, REACH
from backprop_widgets.notation.typed import parse, quoted

if TYPE_CHECKING:
    from backprop_widgets.datasets.draft import Draft
    from backprop_widgets.live.events import Event
STRIDE = 0.15  # of the cursor on the field, with an arrow key


class Chooser(Protocol):
    """What is acted on: the choice of data."""

    draft: Draft
    points: dict[tuple[float, float], int]
    cursor: tuple[float, float]
    brush: int
    notice: str

    def choose(self, name: str) -> None:
        """Take one of the sets, or show the place for another."""

    def standardise(self, on: bool) -> None:
        """Bring the inputs to one size, or not."""

    def put(self, x_1: float, x_2: float, label: int) -> None:
        """Set a point."""

    def take_table(self, draft: Draft) -> None:
        """Take the table that was handed in; ValueError if it can't be read."""


def _set_name(d: Chooser, event: Event) -> None:
    d.choose(event.given)


def _set_standard(d: Chooser, event: Event) -> None:
    d.standardise(event.on)


# points


def _set_brush(d: Chooser, event: Event) -> None:
    one_of("brush", event.given, ("0", "1"))
    d.brush = int(event.given)


def _work_on_field(d: Chooser, event: Event) -> None:
    """Move the cursor by an arrow key; set a point where the pointer is, or at the cursor if a key clicks."""
    if event.type == "key":
        one_of("the key", event.pressed, ARROWS)
        right, up = ARROWS[event.pressed]
        d.cursor = _moved(d.cursor[0], right), _moved(d.cursor[1], up)
        return
    x_1, x_2 = d.cursor
    if event.at:
        across, down = event.at
        x_1, x_2 = round(REACH * (2 * across - 1), 3), round(REACH * (1 - 2 * down), 3)
    d.put(x_1, x_2, 1 - d.brush if event.shift else d.brush)


def _moved(x: float, strides: int) -> float:
    return round(min(max(x + strides * STRIDE, -REACH), REACH), 2)


def _type_point(d: Chooser, event: Event) -> None:
    typed = event.given
    values = [parse(part) for part in typed.replace(";", " ").split()]
    if len(values) != 2 or values[0] is None or values[1] is None:
        raise ValueError(f"{quoted(typed)} is no point: type x₁ and x₂ with a space between, such as 0.5 -1.")
    d.put(values[0], values[1], d.brush)


def _clear(d: Chooser, _event: Event) -> None:
    d.points = {}
    d.notice = "The field is empty; the data stay as they were until it has points of both classes."


# a table


def _read_file(d: Chooser, event: Event) -> None:
    _hand_in(d, d.draft.with_text(event.text))


def _read_typed(d: Chooser, event: Event) -> None:
    if len(event.given) > MAX_BOX:
        raise ValueError(
            f"what was pasted has {len(event.given)} characters, and the box takes up to {MAX_BOX}: choose it as a file"
        )
    _hand_in(d, d.draft.with_text(event.given))


def _read_again(d: Chooser, _event: Event) -> None:
    if d.draft.is_empty:
        raise ValueError("There is no table yet: choose a file or paste one")
    d.take_table(d.draft)


def _go_back(d: Chooser, _event: Event) -> None:
    if d.draft.before:
        _hand_in(d, d.draft.before)


def _choose_target(d: Chooser, event: Event) -> None:
    _hand_in(d, d.draft.choosing(target=event.given))


def _choose_header(d: Chooser, event: Event) -> None:
    one_of("header", event.given, ("", "0", "1", "2"))
    _hand_in(d, d.draft.choosing(header=int(event.given) if event.given else None))


def _choose_separator(d: Chooser, event: Event) -> None:
    one_of("separator", event.given, ("", *SEPARATORS))
    _hand_in(d, d.draft.choosing(separator=event.given, left_out=None))


def _choose_marks(d: Chooser, event: Event) -> None:
    one_of("marks", event.given, ("", *WRITTEN))
    _hand_in(d, d.draft.choosing(marks=WRITTEN.get(event.given)))


def _choose_input(d: Chooser, event: Event) -> None:
    """Take a column for an input, or leave it out."""
    layout = d.draft.layout
    if layout is None:
        raise ValueError("there is no table whose columns could be chosen")
    one_of("column", event.what, [str(n) for n in range(1, len(layout.names) + 1)])
    number = int(event.what)
    left_out = set(layout.left_out) - {number} if event.on else {*layout.left_out, number}
    _hand_in(d, d.draft.choosing(left_out=frozenset(left_out)))


def _hand_in(d: Chooser, draft: Draft) -> None:
    """Keep what was handed in, whatever becomes of it, and take the table that it is."""
    d.draft = draft
    if not draft.is_empty:
        d.take_table(draft)


ACTIONS = {
    "set": _set_name,
    "standard": _set_standard,
    "brush": _set_brush,
    "field": _work_on_field,
    "point": _type_point,
    "clear": _clear,
    "csv-file": _read_file,
    "csv-text": _read_typed,
    "read": _read_again,
    "back": _go_back,
    "target": _choose_target,
    "header": _choose_header,
    "separator": _choose_separator,
    "marks": _choose_marks,
    "use": _choose_input,
}
READING = {"csv-file", "csv-text", "read", "back", "target", "header", "separator", "marks", "use"}
