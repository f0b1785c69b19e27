"""worksheet(): both passes by hand, with numbers from a seed; each number judged, the mistake in it named."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from backprop_widgets.actions import parse
from backprop_widgets.checks import check
from backprop_widgets.codes import quantity_of
from backprop_widgets.draw import prompt
from backprop_widgets.draw import worksheet as draw
from backprop_widgets.draw.controls import choice, entry
from backprop_widgets.draw.notation import words
from backprop_widgets.draw.text import escape
from backprop_widgets.live import Event, Live
from backprop_widgets.sheet import LEVELS, Sheet, make_sheet, methods

if TYPE_CHECKING:
    from backprop_widgets.verdict import Verdict


def worksheet(seed: int = 0, level: str = "blank") -> Worksheet:
    """Make a worksheet: a 2-2-2-1 network to be computed by hand.

    A number that is wrong only because one before it is has the right method, and is told and counted so.

    Parameters
    ----------
    seed : int
        Which numbers; the same ones each time.
    level : {"worked", "last step", "blank", "find the error"}
        Everything filled in with its sums; all but the gradients; nothing; all, but with one rule applied wrongly.

    Examples
    --------
    >>> sheet = worksheet(3, "last step")
    >>> sheet.fill("D.3.1.0", "0.5")
    >>> print(sheet.text().splitlines()[0])
    Worksheet 3, last step: 0 of 7 right, no hints taken.
    >>> sheet.page().count("<section")
    2
    """
    return Worksheet(make_sheet(seed, level))


class Worksheet(Live):
    """One worksheet; see `worksheet`."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self._begin(sheet)

    def _begin(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._page = draw.paper(sheet)
        self._typed: dict[str, str] = {}
        self._verdicts: dict[str, Verdict] = {}
        self._sources: dict[str, list[str]] = {}  # of what has the right method, what makes it wrong
        self._hints: dict[str, int] = {}
        self._suspected: dict[str, str] = {}  # what was said about a suspect
        self._blanks = list(sheet.blanks)
        self._said = ""
        self.refresh()

    def fill(self, code: str, typed: str) -> None:
        """Fill in one number, as typing does.

        Raises
        ------
        ValueError
            If that isn't a blank of this sheet.
        """
        if code not in self._blanks:
            raise ValueError(f"{code!r} is no blank here: the blanks are {', '.join(self._blanks) or 'none'}")
        value = parse(typed)
        self._typed[code] = typed
        self._verdicts.pop(code, None)
        if value is not None:
            self._verdicts[code] = check(value, self.sheet.trace, code)
        entries = {other: number for other, text in self._typed.items() if (number := parse(text)) is not None}
        self._sources = methods(self.sheet, entries)
        head = "Right: " if self._is_right(code) else "Not yet: " if value is not None else ""
        self._said = head + self._told(code)
        self.refresh()

    def hint(self, code: str) -> str:
        """Give the next hint for a blank: the rule, then the rule with its numbers, then what that comes to."""
        hints = draw.hints(self.sheet.trace, code)
        self._hints[code] = min(self._hints.get(code, 0) + 1, len(hints))
        self._said = hints[self._hints[code] - 1]
        self.refresh()
        return self._said

    def suspect(self, code: str) -> None:
        """Call a number the first wrong one."""
        sheet, name = self.sheet, words(quantity_of(code))
        if code == sheet.first_wrong:
            self._blanks = [code]
            self._said = f"Yes, {name} is the first wrong number. What should it be?"
        elif sheet.is_wrong(code):
            self._said = f"{name} is wrong too, but not the first: look before it."
        else:
            self._said = f"{name} is right."
        self._suspected = {} if code == sheet.first_wrong else {code: self._said}
        self.refresh()

    def page(self) -> str:
        """Return the worksheet as an HTML page that stands alone: one A4 page, its key on a second."""
        return self._page

    # what Live asks for

    def draw(self) -> str:
        """Draw the sheet."""
        s = self.sheet
        address = "data:text/html;base64," + base64.b64encode(self._page.encode("utf-8")).decode("ascii")
        settings = (
            choice("sheet:level", "level", [(name, name) for name in LEVELS], s.level)
            + entry("sheet:seed", "seed", str(s.seed), name="seed of the numbers")
            + draw.page_link(s, address)
        )
        return prompt.frame(
            "worksheet",
            [
                f"<p class='bp-question'><b>Worksheet {s.seed}.</b> {draw.TASKS[s.level]}</p>",
                draw.network(s),
                draw.table_of_g() if self._blanks or s.fault else "",
                draw.blocks((code, self._row(code)) for code in s.rows),
                f"<p class='bp-right'><b>{escape(draw.error_told(s))}</b></p>" if s.fault and self._all_right() else "",
                f"<p>{self._progress()}</p>",
                f"<p class='bp-unseen' role='status' data-key='sheet-say'>{escape(self._said)}</p>",
                f"<div class='bp-settings'>{settings}</div>",
            ],
        )

    def text(self) -> str:
        """Return the sheet in words."""
        s = self.sheet
        numbers = [draw.line(s.trace, code) for code in s.rows] if s.level == "worked" else []
        return "\n".join([f"Worksheet {s.seed}, {s.level}: {self._progress()}.", draw.given_in_words(s), *numbers])

    def as_python(self) -> str:
        """Return the lines that make the same sheet."""
        return f"from backprop_widgets import worksheet\nworksheet({self.sheet.seed}, {self.sheet.level!r})"

    def handle(self, event: Event) -> None:
        """Take what was typed, a hint asked for, another sheet."""
        verb, _, code = event.key.removeprefix("sheet:").partition(":")
        match verb:
            case "fill":
                if code in self._blanks and not self._is_right(code):  # else: typed twice before the picture came
                    self.fill(code, str(event.value["value"]))
            case "hint":
                self.hint(code)
            case "suspect":
                self.suspect(code)
            case "level":
                self._begin(make_sheet(self.sheet.seed, str(event.value["value"])))
            case "seed":
                self._reseed(str(event.value["value"]))

    def _reseed(self, typed: str) -> None:
        if not typed.strip().isdecimal() or len(typed.strip()) > 9:
            self._said = f"“{typed}” is no seed: type a whole number, 0 or more."
            self.refresh()
            raise ValueError(self._said)
        self._begin(make_sheet(int(typed), self.sheet.level))

    # parts

    def _row(self, code: str) -> str:
        s = self.sheet
        if code not in self._blanks:
            if s.fault and not self._blanks:
                return draw.suspect_row(s, code, self._suspected.get(code, ""))
            return draw.given_row(s, code, with_sum=s.level == "worked")
        if self._is_right(code):
            return draw.right_row(s, code)
        hints, taken = draw.hints(s.trace, code), self._hints.get(code, 0)
        notes = draw.notes(self._told(code), "\n".join(hints[:taken]), is_method=code in self._sources)
        return draw.field_row(
            code, self._typed.get(code, ""), self._following(code), notes, hints_left=taken < len(hints)
        )

    def _following(self, code: str) -> str:
        """The key of the next blank that is still open."""
        at = self._blanks.index(code)
        later = [other for other in (*self._blanks[at + 1 :], *self._blanks[:at]) if not self._is_right(other)]
        return f"sheet:fill:{later[0]}" if later else "sheet:level"

    def _told(self, code: str) -> str:
        """What is said of the number that was typed."""
        typed, sources = self._typed.get(code, ""), self._sources.get(code)
        if sources is not None:
            return draw.method(self.sheet, code, sources)
        if code in self._verdicts:
            return self._verdicts[code].message
        return f"“{typed}” is no number." if typed.strip() else ""

    def _is_right(self, code: str) -> bool:
        return self._sources.get(code) == []

    def _all_right(self) -> bool:
        return bool(self._blanks) and all(map(self._is_right, self._blanks))

    def _progress(self) -> str:
        if not self._blanks:
            return "nothing to fill in" if self.sheet.level == "worked" else "find the first wrong number"
        right = sum(map(self._is_right, self._blanks))
        return draw.progress(right, len(self._blanks), len(self._sources) - right, sum(self._hints.values()))
