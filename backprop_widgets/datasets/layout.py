"""How a table is laid out: its lines, its heading, and what each column is for."""

from __future__ import annotations

import unicodedata
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from backprop_widgets.datasets.columns import Column, called, counts_lines
from backprop_widgets.datasets.dialect import MAX_ROWS, dialect
from backprop_widgets.datasets.heading import check_below, heading
from backprop_widgets.datasets.lines import Line, named_separator
from backprop_widgets.datasets.numerals import is_missing, shortened
from backprop_widgets.datasets.plain import SAVE, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backprop_widgets.datasets.numerals import Marks

COUNTS, EMPTY, CHOSEN = "which has no name and counts the lines", "which is empty", ""


@dataclass(frozen=True)
class Choices:
    """What a learner says of a table; what is left as it is here is found from the table itself.

    Attributes
    ----------
    target : str
        The class's column, by number from 1 or by name; "" is the last. "2" is the second, whatever is called 2.
    header : int or None
        How many lines are the heading: 0, 1 (names) or 2 (names and units).
    separator : str
        What stands between the values.
    marks : Marks or None
        How numbers are written.
    left_out : frozenset of int or None
        The columns that are no inputs, counted from 1.
    """

    target: str = ""
    header: int | None = None
    separator: str = ""
    marks: Marks | None = None
    left_out: frozenset[int] | None = None


@dataclass(frozen=True)
class Layout:
    """A table cut into cells, before any of them is read.

    Attributes
    ----------
    separator : str
    heading : list of Line
        The lines with names and units, if there are any.
    lines : list of Line
        One an example.
    names : tuple of str
        Of each column; "" without a heading.
    target : int
        The class's column, counted from 1.
    left_out : dict
        Why a column is no input, by its number; "" if a learner said so.
    remarks : list of int
        The numbers of lines that begin with # and aren't read.
    doubt : str
        What has to be chosen before it can be read; "" if nothing.
    """

    separator: str
    heading: list[Line]
    lines: list[Line]
    names: tuple[str, ...]
    target: int
    left_out: dict[int, str]
    remarks: list[int]
    doubt: str = ""

    @property
    def inputs(self) -> list[int]:
        """The numbers of the input columns."""
        return [n for n in range(1, len(self.names) + 1) if n != self.target and n not in self.left_out]

    def column(self, number: int) -> Column:
        """Give a column."""
        texts = [line.cells[number - 1] for line in self.lines]
        return Column(number, self.names[number - 1], texts, [line.number for line in self.lines])

    def called(self, number: int) -> str:
        """Give the name that a column has in what is read."""
        place = "class" if number == self.target else f"x{number}"
        return self.names[number - 1] or (f"column {number}" if self.heading else place)


def lay_out(text: str, how: Choices) -> Layout:
    r"""Lay a table out as the learner says, and where nothing is said as the table shows.

    Raises
    ------
    ValueError
        If it can't be cut into cells, with the line of what is wrong.

    Examples
    --------
    >>> layout = lay_out(",a,kind\n0,1.5,cat\n1,3,dog\n", Choices())
    >>> layout.names, layout.target, layout.left_out
    (('', 'a', 'kind'), 3, {1: 'which has no name and counts the lines'})
    """
    text = plain(text)
    separator, after = named_separator(text)
    cut = dialect(text, after, how.separator or separator)
    lines = cut.checked()
    if "\ufffd" in text:
        _refuse_unread_letters(lines)
    target, by_name, doubt = _target(lines[0], how.target)
    header = how.header
    if header is None:
        header = 1 if by_name else 0
        try:
            header = header or heading(lines, target - 1)
            check_below(lines, header, target - 1)
        except ValueError as refusal:
            doubt = doubt or str(refusal)
    names = _names(lines[:header], len(lines[0].cells))
    layout = Layout(cut.separator, lines[:header], lines[header:], names, target, {}, cut.remarks, doubt)
    if len(layout.lines) > MAX_ROWS:
        extra = layout.lines[MAX_ROWS].number
        raise ValueError(f"line {extra} is one too many: up to {MAX_ROWS} examples are read")
    if not layout.lines:
        raise ValueError(f"line {lines[-1].number} is the last, and there is no example: put one a line below it")
    if how.left_out is None:
        return replace(layout, left_out=_no_inputs(layout))
    empty = {n: why for n, why in _no_inputs(layout).items() if why == EMPTY}
    left_out = {n: CHOSEN for n in sorted(how.left_out) if n <= len(names) and n != target} | empty
    if max(how.left_out, default=0) > len(names):
        doubt = doubt or f"there is no column {max(how.left_out)} to leave out: the table has {len(names)}"
    return replace(layout, left_out=left_out, doubt=doubt)


def _target(first: Line, wanted: str) -> tuple[int, bool, str]:
    """The class's column, whether the first line names it, and why it can't be found."""
    width, wanted = len(first.cells), wanted.strip()
    if not wanted:
        return width, False, ""
    if wanted.isdecimal() and 1 <= int(wanted[:9]) <= width:
        return int(wanted), False, ""
    named = [_plainly(cell) for cell in first.cells]
    if named.count(_plainly(wanted)) == 1:
        return named.index(_plainly(wanted)) + 1, True, ""
    if _plainly(wanted) in named:
        return (
            width,
            True,
            f"line {first.number} has “{shortened(wanted)}” twice: give the class's column by number",
        )
    names = ", ".join(shortened(cell) for cell in first.cells[:8]) + (", …" if width > 8 else "")
    return width, False, f"there is no column “{shortened(wanted)}”: give a number from 1 to {width} or one of {names}"


def _plainly(name: str) -> str:
    """A name as it is shown and typed: in one line, its letters in one of Unicode's forms."""
    return " ".join(unicodedata.normalize("NFC", name).split())


def _names(heading: Sequence[Line], width: int) -> tuple[str, ...]:
    """Give each column a name of its own: the units behind it, its number behind one that comes twice."""
    if not heading:
        return ("",) * width
    names, *units = ([" ".join(cell.split()) for cell in line.cells] for line in heading)
    if units:
        both = zip(names, units[0], strict=True)
        names = [name if is_missing(unit) else f"{name} ({unit})" for name, unit in both]
    counts = Counter(names)
    return tuple(f"{name}, column {n}" if name and counts[name] > 1 else name for n, name in enumerate(names, start=1))


def _no_inputs(layout: Layout) -> dict[int, str]:
    """Find the columns that can't be inputs: empty ones, and such as only count the lines and have no name."""
    found = {}
    for n in range(1, len(layout.names) + 1):
        cells = [line.cells[n - 1] for line in layout.lines]
        if n != layout.target and not any(cells):
            found[n] = EMPTY
        elif n != layout.target and layout.heading and not layout.names[n - 1] and counts_lines(cells):
            found[n] = COUNTS
    return found


def _refuse_unread_letters(lines: Sequence[Line]) -> None:
    for line in lines:
        for n, cell in enumerate(line.cells, start=1):
            if "\ufffd" in cell:
                raise ValueError(
                    f"line {line.number}, {called(n)}: “{shortened(cell)}” has a letter that can't be read, because the"
                    f" file is not in UTF-8: {SAVE}"
                )
