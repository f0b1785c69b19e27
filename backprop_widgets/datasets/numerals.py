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
_PLAIN = re.compile(r"(?:[+-]?[0-9]{1,99}(?:\.[0-9]{,99})?(?:[eE][+-]?[0-9]+)?\n)*")  # one a line
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
_ANY = r"[+\-−]?\d[\d.,'’ \u00a0\u202f]*"  # a number, however it is written
_MONEY = r"(?:[$€£¥₹]|CHF|USD|EUR|Fr\.|Rs\.?|kr\.?|zł)"
_MONTH = r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])\w*\.?"
WRITE_1_AND_0, IS_IT_A_LETTER = "write 1 and 0", "is one of its digits a letter O, l or I?"
FINITE = "every input has to be a finite number"
_DATES = "leave a column of dates or times out, or give them as numbers, days for example"
_KINDS = {
    re.compile(rf"{_ANY}\s?%"): "write it without the % sign",
    re.compile(rf"[+\-−]?{_MONEY}\s?{_ANY}|{_ANY}\s?{_MONEY}"): "write it without the currency",
    re.compile(rf"\(\s?[$€£]?{_ANY}\s?\)"): "if the brackets mean minus, write a minus sign",
    re.compile(rf"{_ANY}-"): "if it is negative, put the minus sign in front",
    re.compile(r"[+\-−]?\d\d?(?:,\d\d)+,\d{3}(?:\.\d*)?"): "write it without the commas",
    re.compile(r"\d{4}-\d\d?-\d\d?.*|\d\d?[./]\d\d?[./]\d{2,4}(?:[ T].*)?|\d\d?:\d\d(?::\d\d)?.*"): _DATES,
    re.compile(rf"\d\d?(?::\d\d)?\s?(?:[ap]\.?m\.?|uhr)|\d\d?\.?\s{_MONTH}.*", re.IGNORECASE): _DATES,
    re.compile(r"(?:true|false|yes|no)", re.IGNORECASE): WRITE_1_AND_0,
    re.compile(rf"{_ANY}(?:Mio|Mrd|Tsd|Mill|mln|mld|bn)\b.*", re.IGNORECASE): "put it all in digits",
    re.compile(rf"{_ANY}(?:\s+[^\d\s]\S{{,5}}|[µmck]?[mgsl]|°[CF]?|[hKVA])[²³]?"): (
        "drop the unit, and use one unit all down the column"
    ),
    re.compile(r"(?=.*\d)[+\-−]?[\d.,]*[OolI][\d.,OolI]*"): IS_IT_A_LETTER,
    re.compile(r"[+\-−]?\d+(?:_\d+)+(?:\.\d*)?"): "write it without the _",
    re.compile(r"[+\-−]?inf(?:inity)?|[+\-−]?∞", re.IGNORECASE): FINITE,
}


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
    if found["group"] == "." and found["mark"] and not found["part"]:
        return None
    return None if in_groups and found["whole"].startswith("0") else found


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
    """
    text = "\n".join([*cells, ""]).replace("−", "-")
    if marks.decimal == ",":
        text = text.replace(".", "?").replace(",", ".")
    if not marks.thousands and text.count("\n") == len(cells) and _PLAIN.fullmatch(text):
        return list(map(float, text.split()))
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


def advice(cell: str) -> str:
    """Say what to do about a cell that is no number but holds one; "" if it holds none.

    Examples
    --------
    >>> advice("12%"), advice("(5.0)"), advice("tall")
    ('write it without the % sign', 'if the brackets mean minus, write a minus sign', '')
    """
    if len(cell) > LONGEST:
        return f"it has {len(cell)} characters"
    return next((words for kind, words in _KINDS.items() if kind.fullmatch(cell)), "")


def shortened(cell: str, longest: int = 30) -> str:
    r"""Give a cell as it can stand in a sentence.

    Examples
    --------
    >>> shortened("a long\nword", 8)
    'a long …'
    """
    line = " ".join(cell.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
