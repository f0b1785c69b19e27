"""The text of a table before it is cut into values: refused if it is none, and made plain."""

from __future__ import annotations

import re
import unicodedata

MAX_LINE = 50_000  # characters in one line
MAX_LINES = 20_000  # with empty ones and remarks
SAVE = "save the table as “CSV UTF-8”, or copy its cells and paste them into the box"
# Marks of order, width, hyphenation and drawing that no one sees.
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe0e\ufe0f\ufeff]")
_HYPHENS, _POINTS, _THOUSANDS = "\u2010\u2011\ufe63\uff0d", "\uff0e\u066b", "\u066c"
_USUAL = dict.fromkeys(_HYPHENS, "-") | dict.fromkeys(_POINTS, ".") | {_THOUSANDS: "'"}
_UNUSUAL = re.compile(f"[{''.join(_USUAL)}]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1b\x7f]")
_WEB_PAGE = re.compile(
    r"\s*<(?:!--|(?:!doctype|html|head|body|meta|style|div|span|table|thead|tbody|tr|td|th|\?xml)\b)", re.IGNORECASE
)


def plain(text: str) -> str:
    r"""Give the text with its lines ended by ``\n``, its letters in one Unicode form, without marks that no one sees.

    Hyphens of all kinds become -, the decimal points of Arabic and wide digits become ``.``.

    Raises
    ------
    ValueError
        If it is no text, or no table's, with the line of what says so.

    Examples
    --------
    >>> plain("\ufeffGru\u0308n;1\r\n")
    'Grün;1\n'
    >>> plain("1,2\n" + "3" * 60_000)
    Traceback (most recent call last):
    ...
    ValueError: line 2 has 60000 characters: up to 50000 are read in one line
    """
    if text.startswith("PK\x03\x04"):
        raise ValueError(f"line 1 begins as a packed file does, a workbook maybe, so this is no text: {SAVE}")
    if "\0" in text:
        _refuse_zero_bytes(text)
    if _WEB_PAGE.match(text):
        raise ValueError("line 1, column 1 begins as a web page does: copy the cells of the table and paste those")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MAX_LINES:
        raise ValueError(f"line {MAX_LINES + 1} is one too many: up to {MAX_LINES} lines are read")
    text = _UNUSUAL.sub(lambda sign: _USUAL[sign[0]], _UNSEEN.sub("", text)).rstrip("\x1a")  # DOS ends a file so
    control = _CONTROL.search(text)
    if control:
        raise ValueError(f"{_place(text, control.start())} is no text (a control character): {SAVE}")
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            raise ValueError(f"line {number} has {len(line)} characters: up to {MAX_LINE} are read in one line")
    return unicodedata.normalize("NFC", text)


def _refuse_zero_bytes(text: str) -> None:
    if text.count("\0") > len(text) / 3:
        raise ValueError(f"line 1 has a zero byte beside each letter, as a file in UTF-16 has: {SAVE}")
    raise ValueError(f"{_place(text, text.index(chr(0)))} is no text (a zero byte): {SAVE}")


def _place(text: str, at: int) -> str:
    before = text[:at]
    return f"line {before.count(chr(10)) + 1}, character {len(before) - before.rfind(chr(10))}"
