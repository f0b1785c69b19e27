"""A table of the learner's own: numbers and classes from a text, or one sentence about what is wrong."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING

import numpy as np

from backprop_widgets.datasets.advice import advice
from backprop_widgets.datasets.columns import called
from backprop_widgets.datasets.dialect import MAX_SAID
from backprop_widgets.datasets.labels import labels_of
from backprop_widgets.datasets.layout import Choices, Layout, lay_out
from backprop_widgets.datasets.marks import marks_of
from backprop_widgets.datasets.numerals import is_missing, is_number, values, what_is_wrong
from backprop_widgets.datasets.reading import how_it_was_read
from backprop_widgets.datasets.totals import check_last

if TYPE_CHECKING:
    from backprop_core.validation import Array
    from backprop_widgets.datasets.columns import Cell, Column
    from backprop_widgets.datasets.numerals import Marks

MAX_INPUTS = 64


@dataclass(frozen=True)
class Table:
    """What was read.

    Attributes
    ----------
    inputs : tuple of str
        Names of the input columns.
    X : array, (m, n)
    target : str
        Name of the class's column.
    classes : tuple of str
        What its values were, in the order in which Y numbers them.
    Y : array, (m, 1) or (m, K)
        1 for the second of two classes; one column a class if there are more.
    note : str
        How the text was read.
    """

    inputs: tuple[str, ...]
    X: Array
    target: str
    classes: tuple[str, ...]
    Y: Array
    note: str


def read_table(text: str, how: Choices | None = None) -> Table:
    r"""Read a table with one example a line: numbers, and one column that holds the class.

    Values stand between commas, semicolons, tabs, spaces or vertical bars; which, and how numbers are written, is found
    from all lines together. A first line with words where the others have numbers is the header. Empty lines are
    skipped, and those that begin with # unless they are like the others. A value in quotation marks may hold separators
    and line breaks.

    Parameters
    ----------
    text : str
    how : Choices
        What isn't to be found from the table.

    Raises
    ------
    ValueError
        With the line and the column of what is wrong, or of what can be read in two ways.

    Examples
    --------
    >>> table = read_table("height;width;kind\n1,5;2;cat\n3;4;dog\n")
    >>> print(table.inputs, table.X.tolist(), table.classes, table.Y.T)
    ('height', 'width') [[1.5, 2.0], [3.0, 4.0]] ('cat', 'dog') [[0. 1.]]
    >>> print(table.note)
    2 lines with semicolons between the values and decimal commas; line 1 is the header; column 3 (kind) is the class
    >>> read_table("1,2,a\n1,x,b\n")
    Traceback (most recent call last):
    ...
    ValueError: line 2, column 2: “x” is no number
    """
    how = how or Choices()
    return read_cells(lay_out(text, how), how)


def read_cells(layout: Layout, how: Choices) -> Table:
    """Read the cells of a table that is laid out already; see `read_table`."""
    if layout.doubt:
        raise ValueError(layout.doubt)
    if not layout.inputs:
        raise ValueError("no column is left for the inputs: at least one beside the class's is needed")
    if len(layout.inputs) > MAX_INPUTS:
        raise ValueError(
            f"{len(layout.inputs)} inputs are too many: up to {MAX_INPUTS} columns beside the class are read"
        )
    columns, labels = [layout.column(n) for n in layout.inputs], layout.column(layout.target)
    marks, marked = (how.marks, True) if how.marks else marks_of(columns, layout.separator, labels)
    X = _numbers(columns, marks, layout)
    check_last(layout)
    classes, which, alike = labels_of(labels, marks)
    Y = np.array(which, float)[:, None] if len(classes) == 2 else np.eye(len(classes))[which]
    note = how_it_was_read(layout, marks if marked else None, alike)
    names = tuple(layout.called(n) for n in layout.inputs)
    return Table(names, X, layout.called(layout.target), classes, Y, note)


def _numbers(columns: list[Column], marks: Marks, layout: Layout) -> Array:
    read = [values(column.texts, marks) for column in columns]
    bad = [
        (n, place)
        for place, numbers in enumerate(read)
        for n, x in enumerate(numbers)
        if x is None or not math.isfinite(x)
    ]
    if bad:
        cells = [columns[place].cell(n) for n, place in nsmallest(MAX_SAID, bad)]
        said = "; ".join(f"{cell.place}: {what_is_wrong(cell.text, marks)}" for cell in cells)
        more = f"; and {len(bad) - MAX_SAID} more" if len(bad) > MAX_SAID else ""
        telling = next((cell for cell in cells if not is_missing(cell.text)), cells[0])
        raise ValueError(said + more + _way_out(telling, layout))
    return np.array(read, dtype=float).T.copy()


def _way_out(first: Cell, layout: Layout) -> str:
    """What can be done about a cell that is no number, besides mending it."""
    column_has_numbers = any(map(is_number, layout.column(first.column).texts))
    top = layout.lines[0]
    at_the_top = first.line == top.number and not layout.heading
    if advice(first.text):
        header = "; or, if this line is the header, choose 1 line of header" if at_the_top else ""
        return f"; {advice(first.text)}{header}"
    if is_number(first.text) or is_missing(first.text):
        return ""
    if len(layout.lines) > 1 and not column_has_numbers:
        which = called(first.column, first.name)
        if any(any(map(str.isdecimal, text)) for text in layout.column(first.column).texts):
            return f"; {which} has no numbers that can be read: write them like 1234.5, or leave the column out"
        return f"; {which} has no numbers at all: leave it out, or choose it as the class"
    if at_the_top:
        return "; if this line is the header, choose 1 line of header"
    one_line = len(layout.heading) == 1 and first.line == top.number
    begins_as_one = re.match(r"\W*\d", first.text)
    if one_line and not begins_as_one and not any(is_number(top.cells[n - 1]) for n in layout.inputs):
        return "; if this line has the units, choose 2 lines of header"
    return ""
