"""The text of a table before it is cut into values: refused if it is none, and made plain."""

from __future__ import annotations

import re
import unicodedata

MAX_LINE = 50_000  # characters in one line
MAX_LINES = 20_000  # with empty ones and remarks
SAVE = "save the table as “CSV UTF-8”, or copy its cells and paste them into the box"
_UNSEEN = re.compile("[\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]")  # marks of order and width that no one sees
_WEB_PAGE = re.compile(r"\s*<(!doctype|html|head|body|div|table|tbody|tr|\?xml)\b", re.IGNORECASE)


def plain(text: str) -> str:
    r"""Give the text with its lines ended by ``\n``, its letters in one Unicode form, without marks that no one sees.

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
    text = _UNSEEN.sub("", text)
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            raise ValueError(f"line {number} has {len(line)} characters: up to {MAX_LINE} are read in one line")
    return unicodedata.normalize("NFC", text)


def _refuse_zero_bytes(text: str) -> None:
    if text.count("\0") > len(text) / 3:
        raise ValueError(f"line 1 has a zero byte beside each letter, as a file in UTF-16 has: {SAVE}")
    before = text[: text.index("\0")]
    line, character = before.count("\n") + 1, len(before) - before.rfind("\n")
    raise ValueError(f"line {line}, character {character} is no text (a zero byte): {SAVE}")
