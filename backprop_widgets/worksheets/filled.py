"""A sheet as far as somebody has got with it: what was typed, what is right, what was hinted and suspected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_core.quantity import quantity_of
from backprop_core.validation import one_of, shown
from backprop_widgets.checks.check import check
from backprop_widgets.notation.symbols import words
from backprop_widgets.notation.typed import parse
from backprop_widgets.worksheets.sheet import LEVELS, Score, methods

if TYPE_CHECKING:
    from backprop_widgets.checks.verdict import Verdict
    from backprop_widgets.worksheets.sheet import Sheet


class Filled:
    """One sheet and what has been made of it.

    Attributes
    ----------
    sheet : Sheet
    blanks : list of str
        The codes of the numbers that are asked for; where a fault is to be found, none until it is.
    typed : dict of str
        By code what was typed.
    verdicts : dict of Verdict
        By code what is to be said of the number that was typed.
    sources : dict of list
        By code, of each number that has the right method, the wrong ones that it was made from.
    hints : dict of int
        By code how many hints were taken.
    suspected : dict of str
        What was said of the number that was called wrong last, by its code; empty if none was, or the right one.

    Examples
    --------
    >>> from backprop_widgets.worksheets.sheet import make_sheet
    >>> filled = Filled(make_sheet(3, "last part"))
    >>> filled.fill("D.3.1.0", "0,5")
    >>> filled.is_right("D.3.1.0"), filled.score
    (False, Score(right=0, by_method=0, of=7, hints=0))
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.blanks = list(sheet.blanks)
        self.typed: dict[str, str] = {}
        self.verdicts: dict[str, Verdict] = {}
        self.sources: dict[str, list[str]] = {}
        self.hints: dict[str, int] = {}
        self.suspected: dict[str, str] = {}

    def fill(self, code: str, typed: str) -> None:
        """Fill in one number.

        Raises
        ------
        ValueError
            If that isn't a blank of this sheet.
        """
        self.check_blank(code)
        self.typed[code] = typed
        self.verdicts.pop(code, None)
        if (value := parse(typed)) is not None:
            self.verdicts[code] = check(value, self.sheet.trace, code)
        numbers = {other: parse(text) for other, text in self.typed.items()}
        self.sources = methods(self.sheet, {other: number for other, number in numbers.items() if number is not None})

    def call_wrong(self, code: str) -> str:
        """Call a number the first wrong one; say whether it is.

        Raises
        ------
        ValueError
            If there is nothing wrong to find, or no such number.
        """
        sheet = self.sheet
        if not sheet.fault:
            raise ValueError(f"nothing on this sheet is wrong: a worksheet of level {LEVELS[-1]!r} has an error")
        one_of("code", code, sheet.rows)
        name = words(quantity_of(code))
        if code == sheet.first_wrong:
            self.blanks, self.suspected = [code], {}
            return f"Yes, {name} is the first wrong number. What should it be?"
        too = "wrong too, but not the first: look before it"
        self.suspected = {code: f"{name} is {too if sheet.is_wrong(code) else 'right'}."}
        return self.suspected[code]

    def check_blank(self, code: object) -> None:
        """Refuse what isn't a blank of this sheet, with a ValueError."""
        if code not in self.blanks:
            raise ValueError(f"{shown(code)} is not a blank here: the blanks are {', '.join(self.blanks) or 'none'}")

    @property
    def score(self) -> Score:
        """How far it has got."""
        right = sum(map(self.is_right, self.blanks))
        return Score(right, len(self.sources) - right, len(self.blanks), sum(self.hints.values()))

    def is_right(self, code: str) -> bool:
        """Whether this number is right."""
        return self.sources.get(code) == []

    def all_right(self) -> bool:
        """Whether every blank is."""
        return bool(self.blanks) and all(map(self.is_right, self.blanks))

    def next_blank(self, code: str) -> str:
        """The code of the next blank that is still open; "" if there is none."""
        at = self.blanks.index(code)
        later = (*self.blanks[at + 1 :], *self.blanks[:at])
        return next((other for other in later if not self.is_right(other)), "")
