"""A table of the learner's own: text with a value for each input and a class, or one sentence about what is wrong."""

from __future__ import annotations

import csv
import math
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backprop_core.validation import Array

MAX_ROWS, MAX_INPUTS, MAX_CLASSES = 5000, 64, 10
MAX_SAID = 3  # problems in one message
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", " ": "spaces"}


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


class Line(NamedTuple):
    """The values of one line, by its number in the text; a quoted value may go on in the lines after it."""

    number: int
    cells: list[str]


def read_csv(text: str, target: str = "") -> Table:
    r"""Read a table with one example a line: numbers, and one column that holds the class.

    Values stand between commas, semicolons, tabs or spaces; where commas don't separate them a decimal comma is read.
    A first line with words where the second has numbers is the header. Empty lines and lines that begin with # are
    skipped. A value in quotation marks may hold separators and line breaks.

    Parameters
    ----------
    text : str
    target : str
        The class's column, by name or by number from 1; the last by default.

    Raises
    ------
    ValueError
        With the line and the column of what is wrong; nothing is guessed and nothing left out.

    Examples
    --------
    >>> table = read_csv("height,width,kind\n1.5,2,cat\n3,4,dog\n")
    >>> print(table.inputs, table.X.tolist(), table.classes, table.Y.T)
    ('height', 'width') [[1.5, 2.0], [3.0, 4.0]] ('cat', 'dog') [[0. 1.]]
    >>> read_csv("1,2,a\n1,x,b\n")
    Traceback (most recent call last):
    ...
    ValueError: line 2, column 2: “x” is no number
    """
    separator, lines = _split(text.removeprefix("\ufeff"))
    width = len(lines[0].cells)
    _check_lengths(lines, width, SEPARATORS[separator])
    decimal_comma = separator != ","
    place, lines, names = _header(lines, target, decimal_comma)
    header = bool(names)
    names = names or [f"x{n}" if n - 1 != place else "class" for n in range(1, width + 1)]
    _check_size(lines, width)
    columns = [n for n in range(width) if n != place]
    X = _numbers(lines, columns, names if header else None, decimal_comma)
    classes, Y = _classes([line.cells[place] for line in lines], lines, _column(place, names if header else None))
    note = f"{len(lines)} lines with {SEPARATORS[separator]} between the values; " + (
        "the first line is the header" if header else "no header"
    )
    return Table(tuple(names[n] for n in columns), X, names[place], classes, Y, note)


def _split(text: str) -> tuple[str, list[Line]]:
    """Find the separator: the one that gives most lines as many values, and more than one."""
    if "\0" in text:
        raise ValueError("this is no text: save the table as CSV first")
    best = max(SEPARATORS, key=lambda separator: _fit(text, separator))
    lines = list(islice(_lines(text, best), MAX_ROWS + 2))  # one for the header, one to see that they are too many
    if not lines:
        raise ValueError("there is nothing in it: one example a line is needed, with its inputs and its class")
    if len(lines[0].cells) < 2:
        number, (value, *_) = lines[0]
        raise ValueError(
            f"line {number} holds one value only, “{value:.40}”: put commas, semicolons, tabs or spaces between"
        )
    return best, lines


def _fit(text: str, separator: str) -> tuple[int, int]:
    """How many lines agree with the commonest number of values, and that number, under this separator."""
    counts: list[int] = []
    with suppress(ValueError):  # as far as it can be read
        for line in islice(_lines(text, separator), 50):
            counts.append(len(line.cells))  # noqa: PERF401 - what was counted before an error counts
    common = max(set(counts), key=counts.count, default=0)
    return (counts.count(common), common) if common > 1 else (0, 0)


def _lines(text: str, separator: str) -> Iterator[Line]:
    numbered = enumerate(text.splitlines(keepends=True), start=1)
    for number, line in numbered:
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if separator == " ":
            yield Line(number, line.split())
            continue
        to_come = (more for _, more in numbered)  # of which the reader takes what a quoted value needs
        reader = csv.reader(chain([line], to_come), delimiter=separator, skipinitialspace=True, strict=True)
        try:
            yield Line(number, [cell.strip() for cell in next(reader)])
        except csv.Error as error:
            raise ValueError(f"line {number} begins “{line.strip():.30}” and can't be read: {error}") from error


def _check_lengths(lines: list[Line], width: int, between: str) -> None:
    wrong = [line for line in lines if len(line.cells) != width]
    if wrong:
        said = ", ".join(f"line {line.number} has {len(line.cells)}" for line in wrong[:MAX_SAID])
        more = f", and {len(wrong) - MAX_SAID} lines more differ" if len(wrong) > MAX_SAID else ""
        raise ValueError(f"line {lines[0].number} has {width} values (with {between} between), but {said}{more}")


def _header(lines: list[Line], target: str, comma: bool) -> tuple[int, list[Line], list[str]]:
    """The class's column, the lines of examples, and the names, if the first line has them."""
    first = lines[0].cells
    target = target.strip()
    if target in first and not target.isdecimal():
        place, named = first.index(target), True
    elif not target or (target.isdecimal() and 1 <= int(target) <= len(first)):
        place = int(target) - 1 if target else len(first) - 1
        named = _names_inputs(lines, place, comma)
    else:
        raise ValueError(
            f"there is no column “{target}”: give a number from 1 to {len(first)} or one of {', '.join(first)}"
        )
    if named and len(lines) > 1 and all(cell for cell in first):
        return place, lines[1:], first
    return place, lines, []


def _names_inputs(lines: list[Line], place: int, comma: bool) -> bool:
    """Whether the first line holds no number among its inputs, and the second does: else a word there is a mistake."""
    first, second = (
        [_number(cell, comma) for cell in line.cells] for line in (lines[0], lines[min(1, len(lines) - 1)])
    )
    inputs = [n for n in range(len(first)) if n != place]
    return all(first[n] is None for n in inputs) and any(second[n] is not None for n in inputs)


def _check_size(lines: list[Line], width: int) -> None:
    if len(lines) > MAX_ROWS:
        raise ValueError(f"these are too many lines: up to {MAX_ROWS} examples are read")
    if width - 1 > MAX_INPUTS:
        raise ValueError(f"{width - 1} inputs are too many: up to {MAX_INPUTS} columns beside the class are read")


def _number(cell: str, decimal_comma: bool) -> float | None:
    plain = cell.replace("−", "-")
    if decimal_comma:
        plain = plain.replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in plain else None


def _numbers(lines: list[Line], columns: list[int], names: list[str] | None, comma: bool) -> Array:
    problems = []
    X = np.empty((len(lines), len(columns)))
    for row, line in enumerate(lines):
        for k, n in enumerate(columns):
            value = _number(line.cells[n], comma)
            if value is None:
                what = f"“{line.cells[n]:.30}” is no number" if line.cells[n] else "the value is missing"
                problems.append(f"line {line.number}, {_column(n, names)}: {what}")
            else:
                X[row, k] = value
    if problems:
        more = f"; and {len(problems) - MAX_SAID} more" if len(problems) > MAX_SAID else ""
        raise ValueError("; ".join(problems[:MAX_SAID]) + more)
    return X


def _column(n: int, names: list[str] | None) -> str:
    return f"column {n + 1} ({names[n]})" if names else f"column {n + 1}"


def _classes(labels: list[str], lines: list[Line], column: str) -> tuple[tuple[str, ...], Array]:
    for line, label in zip(lines, labels, strict=True):
        if not label:
            raise ValueError(f"line {line.number}, {column}: the class is missing")
    classes = sorted(
        set(labels), key=lambda label: (_number(label, False) is None, _number(label, False) or 0.0, label)
    )
    if len(classes) == 1:
        raise ValueError(f"{column} holds only “{classes[0]:.30}”: at least two classes are needed to tell apart")
    if len(classes) > MAX_CLASSES:
        raise ValueError(
            f"{column} holds {len(classes)} different values: up to {MAX_CLASSES} classes are told apart; choose the"
            " class's column if it is another"
        )
    which = np.array([classes.index(label) for label in labels])
    return tuple(classes), which[:, None].astype(float) if len(classes) == 2 else np.eye(len(classes))[which]


class Standard(NamedTuple):
    """Inputs with mean 0 and standard deviation 1 in each column, with what was taken off and divided by."""

    X: Array
    mean: Array
    deviation: Array


def standardised(X: Array) -> Standard:
    """Take each column's mean off it and divide by its standard deviation; a constant column is not divided.

    Examples
    --------
    >>> standard = standardised(np.array([[1.0, 5.0], [3.0, 5.0]]))
    >>> print(standard.X.tolist(), standard.mean, standard.deviation)
    [[-1.0, 0.0], [1.0, 0.0]] [2. 5.] [1. 0.]
    """
    mean, deviation = X.mean(axis=0), X.std(axis=0)
    deviation = np.where(deviation > 1e-12 * (1 + np.abs(mean)), deviation, 0.0)  # rounding is no spread
    return Standard((X - mean) / np.where(deviation > 0, deviation, 1.0), mean, deviation)
