"""How many lines of a table are its heading: none, one with names, or two with names and units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.datasets.advice import DATES, FINITE, IS_IT_A_LETTER, QUOTES, WRITE_1_AND_0, advice
from backprop_widgets.datasets.columns import counts_lines
from backprop_widgets.datasets.labels import key_of
from backprop_widgets.datasets.numerals import is_missing, is_number, shortened
from backprop_widgets.datasets.numeric_header import may_be_header

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backprop_widgets.datasets.lines import Line


def heading(lines: Sequence[Line], place: int) -> int:
    """Find out whether the first line is a header.

    It is one if it has words where the lines below have numbers. A header of numbers, years for example, can't be told
    from an example by that: where it may be one, it is asked for.

    Parameters
    ----------
    lines : sequence of Line
    place : int
        The class's column, counted from 0.

    Raises
    ------
    ValueError
        If the first line may be a header or an example.

    Examples
    --------
    >>> from backprop_widgets.datasets.lines import Line
    >>> heading([Line(1, ["h", "kind"]), Line(2, ["1.5", "cat"]), Line(3, ["2", "dog"])], 1)
    1
    >>> years = [["2019", "2020", "kind"], ["1", "2", "cat"], ["3", "4", "cat"], ["5", "6", "dog"], ["7", "8", "dog"]]
    >>> heading([Line(n, cells) for n, cells in enumerate(years, start=1)], 2)
    Traceback (most recent call last):
    ...
    ValueError: line 1 (“2019”, “2020”, “kind”) may be the header or an example: choose how many lines are the header
    """
    first, below = lines[0].cells, [line.cells for line in lines[1:]]
    inputs = [n for n in range(len(first)) if n != place]
    if not below:
        return 0
    with_numbers = any(_holds_a_number(first[n]) for n in inputs)
    is_new = key_of(first[place]) not in {key_of(cells[place]) for cells in below if cells != first}
    if not first[0] and place and is_new and counts_lines([cells[0] for cells in below]):
        if with_numbers and below[0][0] == "1":
            _ask(lines[0])  # it may be the one before 1
        return 1  # the lines are counted, but for this one
    if not with_numbers:
        if not (
            (is_new or is_number(first[place])) and _has_words(first, inputs) and _has_numbers(first, below, place)
        ):
            return 0
        _check_title(lines[0])
        if any(advice(first[n]) == DATES for n in inputs):
            _ask(lines[0])
        return 1
    if may_be_header(*_with_numbers(first, below, place)):
        _ask(lines[0])
    return 0


def check_below(lines: Sequence[Line], header: int, place: int) -> None:
    """Refuse what belongs to a header and stands among the examples: the header again, and the numbers of the columns.

    Parameters
    ----------
    lines : sequence of Line
    header : int
        How many of them are the header.
    place : int
        The class's column, counted from 0.

    Raises
    ------
    ValueError
        With the line.

    Examples
    --------
    >>> from backprop_widgets.datasets.lines import Line
    >>> check_below([Line(1, ["h", "kind"]), Line(2, ["5", "cat"]), Line(3, ["h", "kind"])], 1, 1)
    Traceback (most recent call last):
    ...
    ValueError: line 3 is the same as line 1: take it out if it is the header again
    """
    if not header or len(lines) < 3:
        return
    again = next((line for line in lines[1:] if line.cells == lines[0].cells), None)
    if again:
        raise ValueError(
            f"line {again.number} is the same as line {lines[0].number}: take it out if it is the header again"
        )
    first, width = lines[1], len(lines[1].cells)
    counts = any(first.cells == [str(n + start) for n in range(width)] for start in (0, 1))
    if counts and width > 2 and not any(line.cells[place] == first.cells[place] for line in lines[2:]):
        raise ValueError(
            f"line {first.number}, below the header, counts the columns from {first.cells[0]} to {first.cells[-1]}:"
            " take it out, or choose 1 line of header if it is an example"
        )


def _ask(line: Line) -> None:
    cells = line.cells if len(line.cells) < 6 else [*line.cells[:4], line.cells[-1]]
    shown = ", ".join(f"“{shortened(cell, 20)}”" for cell in cells)
    raise ValueError(
        f"line {line.number} ({shown}) may be the header or an example: choose how many lines are the header"
    )


def _holds_a_number(cell: str) -> bool:
    """Whether a cell is a number, or holds one with something around it; No, Inf, O3 and May 24 are names as well."""
    found = advice(cell)
    return is_number(cell) or (bool(found) and (cell[0].isdigit() or found not in _NAMES_TOO))


_NAMES_TOO = {WRITE_1_AND_0, IS_IT_A_LETTER, FINITE, DATES, QUOTES}


def _with_numbers(
    first: Sequence[str], below: Sequence[Sequence[str]], place: int
) -> tuple[list[str], list[list[str]], int]:
    """The same lines and the class's place among them, without columns that have no number below, such as names."""
    kept = [n for n in range(len(first)) if n == place or any(is_number(cells[n]) for cells in below)]
    return [first[n] for n in kept], [[cells[n] for n in kept] for cells in below], kept.index(place)


def _has_words(first: list[str], inputs: list[int]) -> bool:
    return any(not is_missing(first[n]) for n in inputs)


def _check_title(line: Line) -> None:
    """Refuse a line that names a few columns only as a title that stands above the table."""
    named = [cell for cell in line.cells if cell]
    if 2 * len(named) < len(line.cells):
        raise ValueError(
            f"line {line.number} has “{shortened(named[0])}” and names only {len(named)} of {len(line.cells)} columns:"
            " take it out if it is a title, or choose how many lines are the header"
        )


def _has_numbers(first: list[str], below: list[list[str]], place: int) -> bool:
    """Whether the lines below have numbers, or what begins as one, where the first line has words."""
    inputs = [n for n in range(len(first)) if n != place]
    if any(is_number(cells[n]) for cells in below for n in inputs):
        return True
    words_alone = not any(first[n][:1].isdecimal() for n in inputs)
    if any(
        (words_alone and cells[n][:1].isdecimal()) or _holds_a_number(cells[n]) for cells in below[:20] for n in inputs
    ):
        return True
    return not is_number(first[place]) and all(is_number(cells[place]) for cells in below)
