"""One number as tables have it: which marks it may be written with, and its value under those of its table."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMERAL = re.compile(
    r"(?P<sign>[+\-−–]?)"
    r"(?P<whole>\d{1,3}(?P<group>[.,'’ \u00a0\u2009\u202f])\d{3}(?:(?P=group)\d{3})*|\d*)"
    r"(?:(?P<mark>[.,])(?P<part>\d*))?"
    r"(?P<power>[eE][+\-−]?\d+)?"
)
_PLAIN = re.compile(r"(?:[+-]?\d{1,99}(?:\.\d{,99})?(?:[eE][+-]?\d+)?\n)*")  # one a line
_IN_GROUPS = {
    mark: re.compile(rf"(?:[+-]?(?:[1-9]\d{{,2}}(?:{re.escape(mark)}\d{{3}}){{1,2}}|\d{{1,99}})(?:\.\d{{,99}})?\n)*")
    for mark in "\0,'’ \u00a0\u2009\u202f"  # \0 is a point where the decimal mark is a comma
}
LONGEST = 400  # characters of a number
MISSING = {"", "-", "–", "—", "--", "?", ".", "na", "n/a", "#n/a", "<na>", "nan", "null", "none", "missing"}
MISSING |= {
    "−",
    "n.a.",
    "n. a.",
    "k.a.",
    "k. a.",
    "keine angabe",
    "n.d.",
    "n/d",
    "\\n",
    "(null)",
    "(blank)",
    "...",
    "…",
}
SHEET_ERROR = re.compile(  # a spreadsheet's, in place of a value
    r'(?:#(?:N/A|N/D|N/B|NV|I/T|YOK|[¡¿]?[\w/]+[!?])|Err:\d+)(?=[\s;,|"]|$)|#{3,}(?=[\t;,|"]|$)', re.IGNORECASE
)


class Marks(NamedTuple):
    """How the numbers of a table are written: the decimal mark, and what stands between thousands, "" for nothing.

    Blanks and apostrophes between thousands are always read, for they can mean nothing else.
    """

    decimal: str = "."
    thousands: str = ""


class Evidence(NamedTuple):
    """What one number tells of the marks: each is "." or ",", or "" where it tells nothing."""

    decimal: str = ""  # this can only be the decimal mark
    thousands: str = ""  # this can only stand between thousands
    either: str = ""  # this may be one or the other


_DECIMAL = {None: Evidence(), ".": Evidence(decimal="."), ",": Evidence(decimal=",")}
_EITHER = {".": Evidence(either="."), ",": Evidence(either=",")}


def is_number(cell: str) -> bool:
    """Whether a cell is a number, whichever marks are meant.

    Examples
    --------
    >>> [is_number(cell) for cell in ("−1,5", "1.234,50", "1e-3", "12.06.2019", "5 cm", "")]
    [True, True, True, False, False, False]
    """
    return evidence(cell) is not None


def _numeral(cell: str) -> re.Match[str] | None:
    """The parts of a number; 030 123 456 is none, but a telephone's or a code; nor is “1.234,”, a value and a comma."""
    found = _NUMERAL.fullmatch(cell) if len(cell) <= LONGEST else None
    if found is None or not (found["whole"] or found["part"]):
        return None
    in_groups = found["group"] not in (None, ".", ",")
    if found["group"] == "." and ((found["mark"] and not found["part"]) or _is_address(found["whole"])):
        return None
    return None if in_groups and found["whole"].startswith("0") else found


def _is_address(whole: str) -> bool:
    """Whether four groups are those of an internet address, such as 192.168.100.101."""
    groups = whole.split(".") if whole.count(".") == 3 else []
    return bool(groups) and all(int(group) < 256 for group in groups)


def evidence(cell: str) -> Evidence | None:
    """What a cell tells of the marks of its table; None if it is no number under any.

    Examples
    --------
    >>> evidence("5,1"), evidence("1.234,5").thousands, evidence("1.234").either, evidence("0.123").decimal
    (Evidence(decimal=',', thousands='', either=''), '.', '.', '.')
    """
    found = _numeral(cell)
    if found is None:
        return None
    whole, group, mark, power = found["whole"], found["group"], found["mark"], found["power"]
    if group not in (".", ","):
        return _DECIMAL[mark]
    if mark:
        return None if mark == group else Evidence(decimal=mark, thousands=group)
    if whole.count(group) > 1:
        return Evidence(thousands=group)
    return _DECIMAL[group] if whole.startswith("0") or power else _EITHER[group]


def value(cell: str, marks: Marks) -> float | None:
    """Read a number that is written with these marks; None if it is none, or is written otherwise.

    Examples
    --------
    >>> value("1.234", Marks(".")), value("1.234", Marks(",", ".")), value("1.234", Marks(","))
    (1.234, 1234.0, None)
    >>> value("−1 234,5", Marks(",")), value("1e3", Marks()), value("1_000", Marks())
    (-1234.5, 1000.0, None)
    >>> value("0.500", Marks(",", ".")), value("2,500e3", Marks(".", ","))
    (None, None)
    """
    found = _numeral(cell)
    if found is None:
        return None
    group, mark, whole, part = found["group"] or "", found["mark"] or "", found["whole"], found["part"] or ""
    if group == marks.decimal:  # what looks like thousands are three decimals
        if mark or whole.count(group) > 1:
            return None
        whole = whole.replace(group, ".")
    elif mark not in ("", marks.decimal) or (group in (".", ",") and group != marks.thousands):
        return None
    elif group in (".", ",") and (whole.startswith("0") or found["power"]):
        return None  # 0.500 and 1.234e3 have three decimals
    else:
        whole = f"{whole.replace(group, '') if group else whole}.{part}"
    sign = "-" if found["sign"] in ("-", "−", "–") else ""
    power = (found["power"] or "").replace("−", "-")
    return float(f"{sign}{whole}{power}")


def values(cells: Sequence[str], marks: Marks) -> list[float | None]:
    """Read a whole column; see `value`.

    Examples
    --------
    >>> values(["1.5", "−2", "tall"], Marks())
    [1.5, -2.0, None]
    >>> values(["1.234,5", "12.000"], Marks(",", ".")), values(["1 234", "567"], Marks()), values(["1,234"], Marks())
    ([1234.5, 12000.0], [1234.0, 567.0], [None])
    """
    text = "\n".join([*cells, ""]).replace("−", "-")
    if marks.decimal == ",":
        text = text.replace(".", "\0").replace(",", ".")
    group = next((mark for mark in _IN_GROUPS if mark in text), "")
    plain = _IN_GROUPS[group] if group else _PLAIN
    is_meant = group not in ("\0", ",") or bool(marks.thousands)
    if is_meant and text.count("\n") == len(cells) and plain.fullmatch(text):
        return list(map(float, (text.replace(group, "") if group else text).split()))
    return [value(cell, marks) for cell in cells]


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value.

    Examples
    --------
    >>> is_missing(""), is_missing("N/A"), is_missing("0")
    (True, True, False)
    """
    return cell.casefold() in MISSING or SHEET_ERROR.fullmatch(cell) is not None


def what_is_wrong(cell: str, marks: Marks) -> str:
    """Say why a cell is no number in a table with these marks.

    Examples
    --------
    >>> what_is_wrong("tall", Marks()), what_is_wrong("?", Marks()), what_is_wrong("1e400", Marks())
    ('“tall” is no number', 'the value is missing (“?”)', '“1e400” is too large a number')
    >>> what_is_wrong("1,5", Marks())
    '“1,5” is no number where numbers have decimal points'
    """
    if is_missing(cell):
        return f"the value is missing (“{cell}”)" if cell else "the value is missing"
    said = f"“{shortened(cell)}”"
    read = value(cell, marks)
    if read is not None and math.isinf(read):
        return f"{said} is too large a number"
    if is_number(cell):
        return f"{said} is no number where numbers have decimal {'points' if marks.decimal == '.' else 'commas'}"
    return f"{said} is no number"


def shortened(cell: str, longest: int = 30) -> str:
    r"""Give a cell as it can stand in a sentence.

    Examples
    --------
    >>> shortened("a long\nword", 8)
    'a long …'
    """
    line = " ".join(cell.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
