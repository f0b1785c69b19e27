"""What stands between the values of a table: decided from all its lines, by what makes a table of them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from backprop_widgets.datasets.advice import QUOTES, advice
from backprop_widgets.datasets.columns import counts_lines
from backprop_widgets.datasets.lines import SEPARATORS, Line, lines_of
from backprop_widgets.datasets.numerals import is_missing, is_number, shortened
from backprop_widgets.datasets.remarks import without_remarks

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_ROWS = 5000
ENOUGH = 500  # lines that show which columns hold words
MAX_SAID = 3  # lines or cells in one message
MAX_LABELS = 10
_OTHER_SEPARATOR = re.compile("[，、；،؛｜│┆┃\u00a0\u2002\u2003\u2007\u2009\u202f\u3000]")


@dataclass(frozen=True)
class Cut:
    """A text cut by one separator.

    Attributes
    ----------
    separator : str
    lines : list of Line
        All of one width, but for those in `odd`.
    remarks : list of int
        The numbers of the lines that begin with # and were left out.
    odd : list of Line
        The lines that have another number of values than most.
    problem : str
        Why the text can't be cut so; "" if it can.
    uncut : int
        How many lines there are from that problem on.
    """

    separator: str
    lines: list[Line]
    remarks: list[int] = field(default_factory=list)
    odd: list[Line] = field(default_factory=list)
    problem: str = ""
    uncut: int = 0

    @property
    def width(self) -> int:
        """How many values most lines have."""
        return Counter(len(line.cells) for line in self.lines).most_common(1)[0][0] if self.lines else 0

    @property
    def trouble(self) -> int:
        """How many lines don't look as they would in a table that is cut so."""
        odd = {line.number for line in self.odd}
        return sum(line.stray or line.number in odd for line in self.lines) + self.uncut

    @property
    def rank(self) -> tuple[int, bool]:
        """How little cells and lines look like a table's: columns of words, lines of other widths."""
        return _columns_of_words(self.lines), bool(self.odd)

    def checked(self) -> list[Line]:
        """The lines, all of one width; ValueError where they aren't."""
        if self.problem:
            raise ValueError(self.problem)
        if self.odd:
            raise ValueError(self._odd_lines())
        return self.lines

    def _odd_lines(self) -> str:
        said = ", ".join(f"line {line.number} has {_values(line)}" for line in self.odd[:MAX_SAID])
        extra = len(self.odd) - MAX_SAID
        more = f", and {extra} more {'lines differ' if extra > 1 else 'line differs'}" if extra > 0 else ""
        between = SEPARATORS.get(self.separator, f"“{self.separator}”")
        most = 2 * sum(len(line.cells) == self.width for line in self.lines) > len(self.lines)
        others = "most lines have" if most else "others have"
        return f"{said}, where {others} {self.width}, with {between} between{more}{self._way_out()}"

    def _way_out(self) -> str:
        """What can be done about lines of another width, where their width tells."""
        ways = []
        if self.odd == self.lines[:1]:
            given = len(self.odd[0].cells)
            if self.separator == "," and self.width in (given + 1, 2 * given - 1):
                ways.append("where numbers have decimal commas, semicolons or tabs have to stand between them")
            if self.separator == " " and self.width == given + 1:
                ways.append("where a blank stands inside a number, take it out")
            if self.width == given + 1 > 2:
                ways.append("where the others begin with the row's name, put a name for that column before the first")
            if given == 1 and any(mark in self.odd[0].cells[0] for mark in SEPARATORS if mark != " "):
                between = SEPARATORS.get(self.separator, f"“{self.separator}”")
                ways.append(
                    f"where it is the header, put {between} between its names, and no quotation marks around all"
                )
        if len(self.odd) <= MAX_SAID and all(len(line.cells) == 1 for line in self.odd):
            one = len(self.odd) == 1
            ways.append(f"take {'it' if one else 'them'} out if {'it is' if one else 'they are'} no part of the table")
        if any(advice(cell) == QUOTES for line in self.lines[:20] for cell in line.cells):
            ways.append(QUOTES)
        return "".join(f"; {way}" for way in ways)


def dialect(text: str, after: int = 0, separator: str = "") -> Cut:
    r"""Cut a text by the separator that makes a table of it, or by the one that is given.

    Parameters
    ----------
    text : str
    after : int
        How many lines at the beginning are no part of the table.
    separator : str
        "" finds it: that which leaves fewest lines with another number of values than the others or with what looks
        like another separator, and then fewest columns of words.

    Raises
    ------
    ValueError
        If nothing separates, or two separators do it equally well and differently.

    Examples
    --------
    >>> dialect("5,1;setosa\n6,2;virginica\n").separator
    ';'
    >>> dialect("1 200,3\n4 500,6\n")
    Traceback (most recent call last):
    ...
    ValueError: line 1 may be “1 200”, “3” (commas between) or “1”, “200,3” (spaces between): choose what stands between
    """
    cuts = [cut_by(text, mark, after) for mark in ([separator] if separator else SEPARATORS)]
    possible = [cut for cut in cuts if cut.width > 1]
    if not possible:
        if any(not cut.lines and not cut.problem for cut in cuts):
            raise ValueError("there is nothing in it: one example a line is needed, with its inputs and its class")
        unread = next((cut.problem for cut in cuts if cut.problem), "")
        if unread:
            raise ValueError(unread)
        lines = cuts[0].lines
        if not separator and any(mark in lines[0].cells[0] for mark in SEPARATORS if mark != " "):
            raise ValueError(
                f"line {lines[0].number} is one value, “{shortened(lines[0].cells[0])}”, because its quotation marks go"
                " around all of it: take them off"
            )
        unusual = _OTHER_SEPARATOR.search(lines[0].cells[0])
        if unusual and not separator:
            what = "blanks of another kind" if unusual[0].isspace() else f"“{unusual[0]}”"
            raise ValueError(
                f"line {lines[0].number} has {what} between its values: put commas, semicolons, tabs or ordinary spaces"
                " there"
            )
        raise ValueError(
            f"line {lines[0].number} holds one value only, “{shortened(lines[0].cells[0])}”: put commas, semicolons,"
            " tabs or spaces between its values"
        )
    least = min(cut.trouble for cut in possible)
    possible = [cut for cut in possible if cut.trouble == least]
    if len(possible) == 1:
        return possible[0]
    ranked = sorted(((cut.rank, n, cut) for n, cut in enumerate(possible)), key=lambda found: found[:2])
    rank, _, best = ranked[0]
    for of_other, _, other in ranked[1:]:
        if of_other[0] == rank[0] and not least and not _is_weaker(other, best):
            _refuse_both(best, other)
    return best


def cut_by(text: str, separator: str, after: int) -> Cut:
    """Cut a text by one separator, without remarks and without columns that are empty at the end."""
    found: list[Line] = []
    problem, uncut = "", 0
    try:
        found.extend(islice(lines_of(text, separator, after), MAX_ROWS + 4))  # a few more show that it is too many
    except ValueError as refusal:
        problem = str(refusal)
        uncut = text.count("\n") + 1 - (found[-1].number if found else after)
    try:
        lines, remarks = without_remarks(found)
    except ValueError as doubt:
        lines, remarks, problem = found, [], problem or str(doubt)
    lines, odd = _of_one_width(lines, separator)
    return Cut(separator, lines, remarks, odd, problem, uncut)


def _of_one_width(lines: list[Line], separator: str) -> tuple[list[Line], list[Line]]:
    """Cut off what is empty at the end of most lines; give back which lines don't fit into the width then."""
    if not lines:
        return [], []
    usual = Counter(len(line.cells) for line in lines).most_common(1)[0][0]
    width = max(_filled(line) for line in lines if len(line.cells) == usual)
    fitted, odd = [], []
    for line in lines:
        fits = _filled(line) <= width <= len(line.cells)
        fitted.append(line._replace(cells=line.cells[:width]) if fits else line)
        if not fits:
            odd.append(line)
    if odd == lines[:1] and separator != "," and _names_no_rows(lines, width):
        return [lines[0]._replace(cells=["", *lines[0].cells]), *fitted[1:]], []
    return fitted, odd


def _filled(line: Line) -> int:
    """How many values a line has up to its last one that isn't empty."""
    return next((n for n in range(len(line.cells), 0, -1) if line.cells[n - 1]), 0)


def _names_no_rows(lines: list[Line], width: int) -> bool:
    """Whether the first line lacks only the name of a column that counts the rows, as R and pandas write it.

    Between commas they write a name for it, so there it may be a decimal comma that cuts 0,5; and between blanks it may
    be 1 234 that is cut, where three digits follow in each line.
    """
    if len(lines[0].cells) != width - 1 or not counts_lines([line.cells[0] for line in lines[1:]]):
        return False
    return not all(len(line.cells[1]) == 3 and line.cells[1].isdecimal() for line in lines[1:])


def _columns_of_words(lines: Sequence[Line]) -> int:
    """How many columns hold mostly words, but for one that may be the class; a class of many values counts as well."""
    body = lines[1:] or lines
    body = body[:: len(body) // ENOUGH + 1]
    columns = list(zip(*(line.cells for line in body), strict=False))
    words = [sum(not is_number(cell) and not is_missing(cell) for cell in cells) > len(cells) / 2 for cells in columns]
    return max(sum(words) - 1, 0) + (sum(words[-1:]) and len(set(columns[-1])) > MAX_LABELS)


def _is_weaker(other: Cut, best: Cut) -> bool:
    """Whether another cut needn't be asked about: it gives the same, or takes tabs for blanks."""
    same = [line.cells for line in other.lines] == [line.cells for line in best.lines]
    return same or (other.separator == " " and best.separator == "\t")


def _refuse_both(one: Cut, other: Cut) -> None:
    """Refuse two readings of one text, by a line that shows both."""
    line, same = next((a, b) for a, b in zip(one.lines, other.lines, strict=False) if a.cells != b.cells)
    first, second = (", ".join(f"“{shortened(cell, 20)}”" for cell in found.cells[:4]) for found in (line, same))
    raise ValueError(
        f"line {line.number} may be {first} ({SEPARATORS[one.separator]} between) or {second}"
        f" ({SEPARATORS[other.separator]} between): choose what stands between"
    )


def _values(line: Line) -> str:
    return f"{len(line.cells)} value{'s' * (len(line.cells) != 1)}"
