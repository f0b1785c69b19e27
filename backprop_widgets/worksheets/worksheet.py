"""worksheet(): both passes by hand, with numbers from a seed; each number judged, the mistake in it named."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from types import NoneType
from typing import TYPE_CHECKING

from backprop_core.calls import plainly
from backprop_core.validation import finite_number, flag, index, shown, text
from backprop_widgets.live.controls import choice, entry
from backprop_widgets.live.live import Live
from backprop_widgets.live.source import session_of
from backprop_widgets.notation.text import Html, escape
from backprop_widgets.notation.typed import quoted
from backprop_widgets.predictions import drawing as prompt
from backprop_widgets.session.session import Session
from backprop_widgets.session.state import to_state
from backprop_widgets.worksheets import drawing as draw
from backprop_widgets.worksheets.filled import Filled
from backprop_widgets.worksheets.sheet import LEVELS, check_fit, make_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_core import Trace
    from backprop_widgets.live.events import Event
    from backprop_widgets.worksheets.sheet import Score, Sheet


@plainly
def worksheet(
    seed: int = 0,
    level: str = "blank",
    source: object = None,
    X: object = None,
    Y: object = None,
    *,
    first: str = "",
    last: str = "",
    entries: Mapping[str, str | float] | None = None,
    hints: Mapping[str, int] | None = None,
    found: bool = False,
) -> Worksheet:
    """Make a worksheet: a network to be computed by hand, from x to the gradients or a part of that.

    A number that is wrong only because one before it is has the right method, and is told and counted so.

    Parameters
    ----------
    seed : int
        Which numbers, the same ones each time; 0 to 999,999,999. Of a network of your own, which gradients are asked
        for, and which error is in it.
    level : {"worked", "last part", "blank", "find the fault"}
        Everything filled in with its sums; all but the last part, as a rule the gradients; nothing; all, but with one
        rule applied wrongly.
    source : Network, Session, Trace or view, optional
        Whose numbers to take, as they are now: sigmoid units, cross-entropy, no penalty, one example, which belongs
        beside a network as `X` and `Y`, at most two decimals in all that is given, and nothing to compute that four
        decimals make 0. By default a 2-2-2-1 network with short numbers is drawn.
    X, Y : array, optional
        With a network, its example: (s_1,) and (s_L,).
    first, last : str
        Where what is asked for begins and ends: a code such as "z.4.1", a layer such as "delta.4", or a kind such as
        "D"; "" for the beginning and the end. What comes before `first` is given, what comes after `last` isn't there.
        At most 30 numbers fit on a sheet.
    entries : mapping, optional
        What is filled in already, by code: a number or what was typed.
    hints : mapping, optional
        How many hints were taken, by code.
    found : bool
        Whether the first wrong number has been found, on a sheet that has one.

    Raises
    ------
    ValueError, TypeError
        If there are no such numbers, none between the two, or too many; if no error shows in so few of them; if a
        network isn't one for the hand; if an entry isn't for a blank.

    Examples
    --------
    >>> worksheet(3, first="delta.4", last="delta.2").text().splitlines()[0]
    'Worksheet 3, blank: 0 of 5 right, no hints taken.'
    >>> sheet = worksheet(3, "last part")
    >>> sheet.fill("D.3.1.0", "0.5")
    >>> print(sheet.text().splitlines()[0])
    Worksheet 3, last part: 0 of 7 right, no hints taken.
    >>> worksheet(3, "last part", entries={"D.3.1.0": "0.5", "D.3.1.1": 0.4177}).score
    Score(right=0, by_method=0, of=7, hints=0)
    """
    own = None
    if source is not None or X is not None or Y is not None:
        own = session_of(source, X, Y, a="a worksheet").trace
        check_fit(own)
    for name, given in (("entries", entries), ("hints", hints)):
        if not isinstance(given, (Mapping, NoneType)):
            raise TypeError(f"{name} is {shown(given)}: give a dict from codes to numbers")
    view = Worksheet(make_sheet(seed, level, text("first", first), text("last", last), own), own=own)
    with view.one_drawing():
        if flag("found", found) or view.sheet.first_wrong in (entries or {}):
            view.suspect(view.sheet.first_wrong)
        for code, taken in (hints or {}).items():
            view.filled.check_blank(code)
            for _ in range(index(f"hints[{code!r}]", taken, 0, draw.HINTS, "the hints of a number")):
                view.hint(code)
        for code, typed in (entries or {}).items():
            view.fill(code, typed)
    return view


class Worksheet(Live):
    """One worksheet; see `worksheet`."""

    def __init__(self, sheet: Sheet, *, own: Trace | None = None) -> None:
        super().__init__()
        self._own = own
        self._begin(sheet)

    def _begin(self, sheet: Sheet) -> None:
        self.filled = Filled(sheet)
        self._page = draw.paper(sheet)
        self._said = ""
        self.refresh()

    @property
    def sheet(self) -> Sheet:
        """What is asked for."""
        return self.filled.sheet

    @property
    def score(self) -> Score:
        """How far it has got."""
        return self.filled.score

    @plainly
    def fill(self, code: str, typed: str | float) -> None:
        """Fill in one number, as typing does.

        Raises
        ------
        ValueError, TypeError
            If that isn't a blank of this sheet.
        """
        self.filled.check_blank(code)
        self.filled.fill(code, typed if isinstance(typed, str) else repr(finite_number("typed", typed)))
        judged = "Not yet: " if code in self.filled.verdicts else ""
        self._said = ("Right: " if self.filled.is_right(code) else judged) + self._told(code)
        self.refresh()

    @plainly
    def hint(self, code: str) -> str:
        """Give the next hint for a blank: the rule, then the rule with its numbers, then what that comes to.

        Raises
        ------
        ValueError, TypeError
            If that isn't a blank of this sheet.
        """
        self.filled.check_blank(code)
        hints, taken = draw.hints(self.sheet.trace, code), self.filled.hints
        taken[code] = min(taken.get(code, 0) + 1, len(hints))
        self._said = hints[taken[code] - 1]
        self.refresh()
        return self._said

    @plainly
    def suspect(self, code: str) -> None:
        """Call a number the first wrong one.

        Raises
        ------
        ValueError, TypeError
            If there is nothing wrong to find, or no such number.
        """
        self._said = self.filled.call_wrong(code)
        self.refresh()

    def files(self) -> dict[str, Callable[[], str | bytes]]:
        """What it can be exported as; ".json" has what `worksheet` needs to make it again, as it is filled in."""
        return super().files() | ({} if self._own else {".json": lambda: json.dumps(self._arguments(), indent=1)})

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
                Html(f"<p class='bp-question'><b>Worksheet {s.seed}.</b> {draw.TASKS[s.level]}</p>"),
                draw.network(s),
                draw.aids(s),
                draw.blocks((code, self._row(code)) for code in s.rows),
                Html(
                    f"<p class='bp-right'><b>{escape(draw.error_told(s))}</b></p>"
                    if s.fault and self.filled.all_right()
                    else ""
                ),
                Html(f"<p>{self._progress()}</p>"),
                self.notice_line(),
                Html(f"<p class='bp-unseen' role='status' data-key='sheet-say'>{escape(self._said)}</p>"),
                Html(f"<div class='bp-settings'>{settings}</div>"),
            ],
        )

    def text(self) -> str:
        """Return the sheet in words."""
        s = self.sheet
        numbers = [draw.line(s.trace, code) for code in s.rows] if s.level == "worked" else []
        return "\n".join([f"Worksheet {s.seed}, {s.level}: {self._progress()}.", draw.given_in_words(s), *numbers])

    def as_python(self) -> str:
        """Return the lines that make the same sheet."""
        given = dict(self._arguments())
        imported, source = "worksheet", ""
        if self._own:
            state = to_state(Session(self._own.net, self._own.X, self._own.Y))
            imported, source = "explorer, worksheet", f", explorer(state='{state}')"
        rest = "".join(f", {name}={value!r}" for name, value in given.items() if name not in ("seed", "level"))
        return f"from backprop_widgets import {imported}\nworksheet({given['seed']}, {given['level']!r}{source}{rest})"

    def _arguments(self) -> dict[str, object]:
        """What `worksheet` is called with for this sheet, as it is filled in; without a network of one's own."""
        s = self.sheet
        filled = self.filled
        parts: dict[str, object] = {"first": s.first, "last": s.last, "entries": filled.typed, "hints": filled.hints}
        parts["found"] = bool(s.fault and filled.blanks)
        return {"seed": s.seed, "level": s.level} | {name: value for name, value in parts.items() if value}

    def act(self, event: Event) -> None:
        """Take what was typed, a hint asked for, another sheet."""
        verb, _, code = event.what.partition(":")
        match verb:
            case "fill":
                if code in self.filled.blanks and not self.filled.is_right(
                    code
                ):  # else: typed twice before the picture came
                    self.fill(code, event.given)
            case "hint":
                self.hint(code)
            case "suspect":
                self.suspect(code)
            case "level":
                self._begin(self._other(self.sheet.seed, event.given))
            case "seed":
                self._reseed(event.given)
            case _:
                raise ValueError(f"the page asked for {event.key!r}, which a worksheet doesn't know")

    def _reseed(self, typed: str) -> None:
        if not typed.strip().isdecimal() or len(typed.strip()) > 9:
            raise ValueError(f"{quoted(typed)} is not a seed: type a whole number of up to 9 digits.")
        self._begin(self._other(int(typed), self.sheet.level))

    def _other(self, seed: int, level: str) -> Sheet:
        """Make another sheet that asks for the same part."""
        return make_sheet(seed, level, self.sheet.first, self.sheet.last, self._own)

    # parts

    def _row(self, code: str) -> Html:
        s, filled = self.sheet, self.filled
        if code not in filled.blanks:
            if s.fault and not filled.blanks:
                return draw.suspect_row(s, code, filled.suspected.get(code, ""))
            return draw.given_row(s, code, with_sum=s.level == "worked")
        if filled.is_right(code):
            return draw.right_row(s, code)
        hints, taken = draw.hints(s.trace, code), filled.hints.get(code, 0)
        notes = draw.notes(self._told(code), "\n".join(hints[:taken]), is_method=code in filled.sources)
        following = f"sheet:fill:{later}" if (later := filled.next_blank(code)) else "sheet:level"
        return draw.field_row(code, filled.typed.get(code, ""), following, notes, hints_left=taken < len(hints))

    def _told(self, code: str) -> str:
        """What is said of the number that was typed."""
        typed, sources = self.filled.typed.get(code, ""), self.filled.sources.get(code)
        if sources is not None:
            return draw.method(self.sheet, code, sources)
        if code in self.filled.verdicts:
            return self.filled.verdicts[code].message
        return f"{quoted(typed)} is not a number." if typed.strip() else ""

    def _progress(self) -> str:
        if not self.filled.blanks:
            return "nothing to fill in" if self.sheet.level == "worked" else "find the first wrong number"
        return draw.progress(self.score)
