"""The lines of a table, and the values in each under one separator."""

from __future__ import annotations

import csv
import re
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from backprop_widgets.datasets.numerals import SHEET_ERROR

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATORS = {"\t": "tabs", ";": "semicolons", "|": "vertical bars", ",": "commas", " ": "spaces"}
MAX_COLUMNS = 128
# What tells of another separator where it stands outside quotation marks; a comma may be a decimal comma, or of a text.
_STRAY = {"\t": ";|", ";": "\t|", "|": "\t;", ",": "\t;|", " ": ";|"}
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_BETWEEN_BLANKS = re.compile(r'"(?:[^"]|"")*"(?=[ \t]|$)|[^ \t]+')  # other blanks stand inside a value
_BLANKS = re.compile(r"[ \t]+")
_COMMA_IN_WORDS = re.compile(r",(?!\d)|[^\d\s;|+\-−–],")
_OTHER_QUOTES = re.compile("['“”„‘’‚«»‹›`]")
_PAIRS = {"''", "``", "“”", "„“", "„”", "””", "‘’", "‚‘", "‚’", "’’", "«»", "»«", "‹›", "›‹"}
_SEP_LINE = re.compile(r'\s*"?sep=(.)\1*"?\s*', re.IGNORECASE)
_RULER = re.compile(r"(?=.*(?:---|===|:-|-:|-\+-))[-=+|:;,\s]*")  # a line drawn under a heading


class Line(NamedTuple):
    """The values of one line, by its number in the text; a quoted value may go on in the lines after it."""

    number: int
    cells: list[str]
    remark: bool = False  # it begins with #
    stray: bool = False  # it holds what looks like another separator


def named_separator(text: str) -> tuple[str, int]:
    r"""Find the separator that a first line as Excel has it tells, and the number of that line; "" and 0 if none does.

    Examples
    --------
    >>> named_separator("\nsep=;\n1;2\n"), named_separator("a;b\n")
    ((';', 2), ('', 0))
    """
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            found = _SEP_LINE.fullmatch(line)
            return (found[1], number) if found else ("", 0)
    return "", 0


def lines_of(text: str, separator: str, after: int = 0) -> Iterator[Line]:
    r"""Cut a text into lines and values; lines that hold nothing but separators are left out.

    Raises
    ------
    ValueError
        If a line can't be cut: a quotation mark isn't closed, there are too many values.

    Examples
    --------
    >>> [line.cells for line in lines_of('1; "a;b" ;2\n;;\n3;c;4\n', ";")]
    [['1', 'a;b', '2'], ['3', 'c', '4']]
    """
    rows = text.split("\n")
    numbered = enumerate(rows[after:], start=after + 1)
    for number, row in numbered:
        bare = row.lstrip(' \t"')
        remark = row.lstrip().startswith("#") and not (bare.strip("# ") and SHEET_ERROR.match(bare))
        if not row.strip():
            continue
        if separator == " " and '"' not in row:
            cells = _BLANKS.split(row.strip())
        elif separator == " ":
            cells = [_unquoted(cell) for cell in _BETWEEN_BLANKS.findall(row)]
        elif '"' not in row or remark:
            cells = row.split(separator)
        else:
            to_come = (f"\n{more}" for _, more in numbered)  # of which the reader takes what a quoted value needs
            cells = _quoted_cells(number, row, chain([row], to_come), separator)
        if len(cells) > MAX_COLUMNS:
            raise ValueError(f"line {number} has {len(cells)} values: up to {MAX_COLUMNS} columns are read")
        cells = [cell.strip() for cell in cells]
        if _OTHER_QUOTES.search(row):
            cells = [_without_marks(cell) for cell in cells]
        if any(cells) and not _RULER.fullmatch(row):
            yield Line(number, cells, remark, len(cells) > 1 and _is_stray(row, separator))


def _quoted_cells(number: int, row: str, rows: Iterator[str], separator: str) -> list[str]:
    """Cut a line with quotation marks; blanks between one that closes and the separator are nothing."""
    try:
        return _read_by_csv(rows, separator)
    except csv.Error as error:
        with suppress(csv.Error):
            return _read_by_csv(iter([re.sub(rf'" +(?={re.escape(separator)}|$)', '"', row)]), separator)
        after = "expected after" in str(error)
        why = "other letters stand between its end and the next value" if after else "it is never closed"
        raise ValueError(
            f"line {number}, which begins “{row.strip():.30}”, has a quotation mark that can't be read: {why}"
        ) from error


def _read_by_csv(rows: Iterator[str], separator: str) -> list[str]:
    return next(csv.reader(rows, delimiter=separator, skipinitialspace=True, strict=True))


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def _without_marks(cell: str) -> str:
    """Take off quotation marks of other kinds, which stand around a whole value."""
    if len(cell) > 1 and cell[0] + cell[-1] in _PAIRS:
        return cell[1:-1].strip()
    return cell


def _is_stray(row: str, separator: str) -> bool:
    """Whether a line has another separator, outside quotation marks, or a comma that is in no number."""
    bare = _QUOTED.sub("", row) if '"' in row else row
    if any(mark in bare for mark in _STRAY.get(separator, "")):
        return True
    return separator != "," and _COMMA_IN_WORDS.search(bare) is not None
