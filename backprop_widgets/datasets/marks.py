"""The decimal mark and the mark between thousands, from all the numbers of a table: proven, or asked for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backprop_widgets.datasets.numerals import Marks, evidence, is_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backprop_widgets.datasets.columns import Cell, Column

NAMES = {
    Marks(): "decimal points",
    Marks(","): "decimal commas",
    Marks(".", ","): "decimal points, and commas between thousands",
    Marks(",", "."): "decimal commas, and points between thousands",
}
WRITTEN = {
    "1234.5": Marks(),
    "1234,5": Marks(","),
    "1,234.5": Marks(".", ","),
    "1.234,5": Marks(",", "."),
}
_OTHER = {".": ",", ",": "."}
_ONE = {".": "decimal point", ",": "decimal comma"}
ASK = "choose how numbers are written"
_TIMES = {"date": "day", "datum": "day", "tag": "day", "day": "day", "fecha": "day"}
_TIMES |= {"time": "time", "zeit": "time", "uhrzeit": "time", "heure": "time", "hora": "time"}
_DAY_OR_TIME = re.compile(r"\d\d\.\d\d")


class _Found:
    """The first values that prove a mark, and those that leave it open."""

    def __init__(self, columns: Iterable[Column], labels: Column | None) -> None:
        self.decimal: dict[str, Cell] = {}
        self.thousands: dict[str, Cell] = {}
        self.either: dict[str, Cell] = {}
        self.open: list[tuple[str, Column]] = []  # the columns that leave a mark open
        for column in columns:
            self._look_through(column)
        if labels and all(map(is_number, labels.texts[:100])):
            self._note_decimals(labels)

    def _look_through(self, column: Column) -> None:
        """Note what the values tell; where there is one mark only, up to the first that proves it decimal."""
        several = all(any(mark in text for text in column.texts) for mark in ".,")
        unsure = set()
        for n, text in enumerate(column.texts):
            told = evidence(text) if "." in text or "," in text else None
            if told is None:
                continue
            if told.thousands and told.thousands not in self.thousands:
                self.thousands[told.thousands] = column.cell(n)
            if told.either and told.either not in unsure:
                unsure.add(told.either)
                self.either.setdefault(told.either, column.cell(n))
                self.open.append((told.either, column))
            if told.decimal:
                if told.decimal not in self.decimal:
                    self.decimal[told.decimal] = column.cell(n)
                if not several:
                    break

    def _note_decimals(self, labels: Column) -> None:
        for n, text in enumerate(labels.texts):
            told = evidence(text)
            if told and told.decimal:
                self.decimal.setdefault(told.decimal, labels.cell(n))

    def is_decimal(self, mark: str, separator: str) -> bool:
        """Whether a mark that nothing proves can hardly be one between thousands.

        So it is where 1234 stands below 1.234; and between commas, where each number of a column has its point. A comma
        between commas stands in quotation marks, and an English table has 1,234 so beside 1234: that has to be asked.
        """
        if separator == mark == ",":
            return False
        columns = [column for other, column in self.open if other == mark]
        if any(len(text) > 3 and text.isdecimal() for column in columns for text in column.texts):
            return True
        return (separator, mark) == (",", ".") and not any(
            is_number(text) for column in columns for text in column.texts if "." not in text
        )


def marks_of(columns: Iterable[Column], separator: str, labels: Column | None = None) -> tuple[Marks, bool]:
    """Find the marks that all the numbers fit, and whether any number has one.

    The classes tell of the decimal mark as well, as far as they are numbers.

    A mark is proven by a number that can be read in one way only: 5,1 or 0.123 by its decimals, 1.234.567 or 1.234,5 by
    its groups. What is proven nowhere, and would make 1.234 as well as 1234 of a cell, isn't guessed.

    Raises
    ------
    ValueError
        If the marks contradict each other, or one of them can be read both ways; with a place.

    Examples
    --------
    >>> from backprop_widgets.datasets.columns import Column
    >>> marks_of([Column(1, "", ["5,1", "7"], [1, 2])], ";")
    (Marks(decimal=',', thousands=''), True)
    >>> marks_of([Column(1, "price", ["1.234"], [1])], ";")
    Traceback (most recent call last):
    ...
    ValueError: line 1, column 1 (price): “1.234” may be 1.234 or 1234: choose how numbers are written
    """
    columns = list(columns)
    _check_times(columns)
    found = _Found(columns, labels)
    _check_agreement(found.decimal, found.thousands)
    point = next(iter(found.decimal), "") or next((_OTHER[mark] for mark in found.thousands), "")
    if not point:
        point = next((mark for mark in found.either if found.is_decimal(mark, separator)), "")
    for mark, doubtful in found.either.items():
        if point != mark and mark not in found.thousands:
            proof = found.decimal.get(point)
            because = f", because {proof.place} has “{proof.text}”, with a {_ONE[point]}" if proof else ""
            raise ValueError(f"{doubtful.place}: {_two_readings(doubtful.text)}{because}: {ASK}")
    marks = Marks(point or ".", next(iter(found.thousands), ""))
    return marks, bool(found.decimal or found.thousands or found.either)


def _check_times(columns: Iterable[Column]) -> None:
    """Refuse what is called a date or a time and looks like one without year or colon, such as 31.12 or 08.30."""
    for column in columns:
        if column.name.casefold() in _TIMES and all(map(_DAY_OR_TIME.fullmatch, column.texts)):
            cell = column.cell(0)
            raise ValueError(
                f"{cell.place}: “{cell.text}” may be a {_TIMES[column.name.casefold()]} or a number: leave the column"
                f" out, or {ASK}"
            )


def _two_readings(text: str) -> str:
    return f"“{text}” may be {text.replace(',', '.')} or {text.replace(',', '').replace('.', '')}"


def _check_agreement(decimal: dict[str, Cell], thousands: dict[str, Cell]) -> None:
    """Refuse two marks for one thing, and one mark for two."""
    for one, other in ((decimal, decimal), (thousands, thousands)):
        if len(one) == 2:
            first, second = one["."], other[","]
            raise ValueError(
                f"{second.place} has “{second.text}”, but {first.place} has “{first.text}”: write all numbers alike"
            )
    for mark in decimal.keys() & thousands.keys():
        first, second = decimal[mark], thousands[mark]
        raise ValueError(
            f"{second.place} has “{second.text}”, but {first.place} has “{first.text}”: write all numbers alike"
        )
