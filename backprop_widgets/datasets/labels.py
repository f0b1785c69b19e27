"""The classes of a table: which words mean the same one."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, NamedTuple

from backprop_widgets.datasets.columns import called
from backprop_widgets.datasets.numerals import MISSING, SHEET_ERROR, Marks, shortened, value

if TYPE_CHECKING:
    from backprop_widgets.datasets.columns import Cell, Column

MAX_CLASSES = 10
_DASHES = {"-", "−", "–", "—", "--"}  # a class beside “+”, else none
_NO_CLASS = MISSING - {"none"} - _DASHES
_ONE_DASH = re.compile("[−–—]")
_HEX = re.compile(r"0[xX][0-9a-fA-F]+")
_REMARK = re.compile(r"[ \t]#(?!\d)|[ \t]//")
_MAYBE_REMARK = re.compile(r"[ \t](?:%|;|<-+)[ \t]")  # behind what is a class without it


class Labels(NamedTuple):
    """The class of each example: the words for the classes, in their order, and which of them each example has.

    `alike` has, for each class that is written in several ways, those ways.
    """

    classes: tuple[str, ...]
    which: list[int]
    alike: list[tuple[str, ...]]


def key_of(word: str, marks: Marks | None = None) -> str:
    """What is the same for two words that mean one class: case, blanks and Unicode's forms don't matter, nor 1 or 1.0.

    Examples
    --------
    >>> key_of(" No") == key_of("NO"), key_of("1.0", Marks()) == key_of("1", Marks()), key_of("Maße")
    (True, True, 'maße')
    """
    number = value(word, marks) if marks else None
    if number is not None:
        return repr(number + 0.0)  # -0 is 0
    return " ".join(unicodedata.normalize("NFKC", _ONE_DASH.sub("-", word)).lower().split())


def labels_of(column: Column, marks: Marks) -> Labels:
    """Find the classes: numbers in their order first, then words in theirs.

    Raises
    ------
    ValueError
        If a class is missing, or there is one only, or there are too many.

    Examples
    --------
    >>> from backprop_widgets.datasets.columns import Column
    >>> labels_of(Column(3, "", ["no", "Yes", "NO", "no"], [1, 2, 3, 4]), Marks())
    Labels(classes=('no', 'Yes'), which=[0, 1, 0, 0], alike=[('no', 'NO')])
    """
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    keys: dict[str, str] = {}
    missing = _NO_CLASS if "+" in column.texts else _NO_CLASS | _DASHES
    words = set(column.texts)
    for n, word in enumerate(column.texts):
        if word not in keys:
            _check(column.cell(n), missing, words)
            keys[word] = key_of(word, marks)
    for word in column.texts:
        forms[keys[word]][word] += 1
    _check_count(column, forms)
    order = sorted(forms, key=lambda key: _place(forms[key].most_common(1)[0][0], marks))
    index = {key: n for n, key in enumerate(order)}
    return Labels(
        tuple(_shown(forms[key].most_common(1)[0][0], marks) for key in order),
        [index[keys[word]] for word in column.texts],
        [tuple(forms[key]) for key in order if len(forms[key]) > 1],
    )


def _shown(word: str, marks: Marks) -> str:
    """Give a class's word without line breaks, a long number without zeros."""
    number = value(word, marks)
    if number is not None and len(word) > 6 and float(f"{number:g}") == number:
        return f"{number:g}"
    return " ".join(word.split())


def _place(word: str, marks: Marks) -> tuple[bool, float, str]:
    number = value(word, marks)
    return number is None, number or 0.0, word.casefold()


def _check(cell: Cell, missing: set[str], words: set[str]) -> None:
    if cell.text.casefold() in missing or SHEET_ERROR.fullmatch(cell.text):
        raise ValueError(f"{cell.place}: the class is missing{f' (“{cell.text}”)' if cell.text else ''}")
    if _HEX.fullmatch(cell.text):
        raise ValueError(f"{cell.place}: “{shortened(cell.text)}” is no number: write it to the base of ten")
    if len(cell.text) > 1 and cell.text[-1] in ",;":
        raise ValueError(
            f"{cell.place}: “{shortened(cell.text)}” ends with a {'comma' if cell.text[-1] == ',' else 'semicolon'}:"
            " take it off at the end of each line"
        )
    if _REMARK.search(cell.text) or _MAYBE_REMARK.split(cell.text, 1)[0].rstrip() in words - {cell.text}:
        raise ValueError(
            f"{cell.place}: “{shortened(cell.text)}” seems to have a remark at its end: take the remark out"
        )


def _check_count(column: Column, forms: dict[str, Counter[str]]) -> None:
    place, line = called(column.number, column.name), column.lines[0]
    if len(forms) == 1:
        (words,) = forms.values()
        ways = list(dict.fromkeys(f"“{shortened(word)}”" for word in words))
        alike = " as one class" if len(ways) > 1 else ""
        raise ValueError(
            f"{place} holds only {', '.join(ways[:MAX_CLASSES])}{alike}, from line {line} on: at least two classes are"
            " needed to tell apart"
        )
    if len(forms) > MAX_CLASSES:
        raise ValueError(
            f"{place} holds {len(forms)} different values, from line {line} on: up to {MAX_CLASSES} classes are"
            " told apart; choose the class's column if it is another"
        )
