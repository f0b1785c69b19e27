"""What to do about a cell that is no number but holds one."""

from __future__ import annotations

import re

from backprop_widgets.datasets.numerals import LONGEST

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
