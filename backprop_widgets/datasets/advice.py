"""What to do about a cell that is no number but holds one."""

from __future__ import annotations

import re

from backprop_widgets.datasets.numerals import LONGEST

_ANY = r"[+\-−]?\d[\d.,'’ \u00a0\u202f]*"  # a number, however it is written
_MONEY = r"(?:[$€£¥₹]|CHF|USD|EUR|Fr\.|Rs\.?|kr\.?|zł)"
_MONTH = r"(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])\w*\.?"
_POWERS = "write powers of ten like 1.5e3"
_YES_OR_NO = "true|false|yes|no|wahr|falsch|ja|nein|nej|vrai|faux|oui|non|s[ií]|verdadero|falso|vero|sant|falskt|да|нет"
WRITE_1_AND_0, IS_IT_A_LETTER = "write 1 and 0", "is one of its digits a letter O, l or I?"
FINITE = "every input has to be a finite number"
DATES = "leave a column of dates or times out, or give them as numbers, days for example"
QUOTES = 'put straight quotation marks (") around a value that holds what stands between values'
_KINDS = {
    re.compile(rf"['’`]{_ANY}"): "take the apostrophe off",
    re.compile(r"['‘’‚“”„«»‹›`].*", re.DOTALL): QUOTES,
    re.compile(rf"{_ANY}[.,:][-–—]+"): "write it without the dash",
    re.compile(rf"[-−–—]\s+{_ANY}|—{_ANY}"): "put a minus sign right in front of the digits",
    re.compile(rf"{_ANY}\s?[x×·*]\s?10\s?(?:\^.+|[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+)|10\s?\^\s?[+\-−]?\d+"): _POWERS,
    re.compile(rf"{_ANY}(?:[dD]|\s[eE])[+\-−]?\d+"): _POWERS,
    re.compile(rf"{_ANY}\s?%"): "write it without the % sign",
    re.compile(rf"[+\-−]?{_MONEY}\s?{_ANY}|{_ANY}\s?{_MONEY}"): "write it without the currency",
    re.compile(rf"\(\s?[$€£]?{_ANY}\s?\)"): "if the brackets mean minus, write a minus sign",
    re.compile(rf"{_ANY}-"): "if it is negative, put the minus sign in front",
    re.compile(r"[+\-−]?\d\d?(?:,\d\d)+,\d{3}(?:\.\d*)?"): "write it without the commas",
    re.compile(r"\d{4}-\d\d?-\d\d?.*|\d\d?[./]\d\d?[./]\d{2,4}(?:[ T].*)?|\d\d?:\d\d(?::\d\d)?.*"): DATES,
    re.compile(r"\d{4}[-/.](?:0?[1-9]|1[0-2])(?:[-/.]\d\d?.*)?|\d\d?\.\d\d?\.|\d\d?h\d\d"): DATES,
    re.compile(rf"\d\d?(?::\d\d)?\s?(?:[ap]\.?m\.?|uhr)|\d\d?(?:\.\s?|\s|-){_MONTH}.*", re.IGNORECASE): DATES,
    re.compile(rf"{_MONTH}[\s-]+\d.*", re.IGNORECASE): DATES,
    re.compile(rf"(?:{_YES_OR_NO})", re.IGNORECASE): WRITE_1_AND_0,
    re.compile(r"(?:\d+\s)?\d+\s?[/⁄]\s?\d+"): (
        "if it is a fraction, write it as a decimal number, else put its numbers into columns of their own"
    ),
    re.compile(r"[+\-−]?\d*\s?[½⅓⅔¼¾⅛]"): "write it as a decimal number",
    re.compile(rf"{_ANY}[-–]\s?\d[\d.,]*|{_ANY}(?:\+|plus)|(?:[<>≤≥~≈±]=?|ca\.?)\s?{_ANY}|{_ANY}±.*"): (
        "write one number for it"
    ),
    re.compile(rf"{_ANY}(?:\*+|[¹²³]|\[\w+\]|\(.*\))|\*+\s?{_ANY}"): "write its number alone, in plain digits",
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
