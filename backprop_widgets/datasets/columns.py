"""A column of a table, and the places of its values in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backprop_widgets.datasets.numerals import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence


class Cell(NamedTuple):
    """A value and where it stands, counted from 1; the name is its column's, if it has one."""

    text: str
    line: int
    column: int
    name: str = ""

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"line {self.line}, {called(self.column, self.name)}"


class Column(NamedTuple):
    """The values of a column from the top to the bottom, with the line of each.

    Examples
    --------
    >>> Column(2, "width", ["1.5", "3"], [2, 3]).cell(1).place
    'line 3, column 2 (width)'
    """

    number: int
    name: str
    texts: list[str]
    lines: list[int]

    def cell(self, n: int) -> Cell:
        """Give one of the values, counted from 0, with its place."""
        return Cell(self.texts[n], self.lines[n], self.number, self.name)


def called(number: int, name: str = "") -> str:
    """Write which column, with its name if it has one.

    Examples
    --------
    >>> called(2, "width"), called(2)
    ('column 2 (width)', 'column 2')
    """
    return f"column {number} ({shortened(name)})" if name else f"column {number}"


def counts_lines(cells: Sequence[str]) -> bool:
    """Whether a column is 0, 1, 2, ... or 1, 2, 3, ...

    Examples
    --------
    >>> counts_lines(["1", "2", "3"]), counts_lines(["1", "3", "2"])
    (True, False)
    """
    if len(cells) < 2 or cells[0] not in ("0", "1"):
        return False
    return list(cells) == [str(n) for n in range(int(cells[0]), int(cells[0]) + len(cells))]
