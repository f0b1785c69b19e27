"""The table that a learner is handing in: its text, what was chosen for it, and what comes of both."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from backprop_core.validation import index, one_of, shown, text
from backprop_widgets.datasets.layout import Choices, lay_out
from backprop_widgets.datasets.lines import MAX_COLUMNS, SEPARATORS, named_separator
from backprop_widgets.datasets.marks import WRITTEN
from backprop_widgets.datasets.plain import plain
from backprop_widgets.datasets.table import read_cells

if TYPE_CHECKING:
    from backprop_widgets.datasets.layout import Layout
    from backprop_widgets.datasets.table import Table

MAX_BOX = 250_000  # characters that stand in the box; a file may be longer


@dataclass(frozen=True, eq=False)
class Draft:
    r"""A text and the choices for it; never changed, only replaced.

    Attributes
    ----------
    text : str
    how : Choices
    before : Draft or None
        What stood in the box before this text.

    Examples
    --------
    >>> draft = Draft().with_text("cat,1\ndog,2\n")
    >>> draft.refusal.partition(";")[0]
    'line 1, column 1: “cat” is no number'
    >>> draft.choosing(target="1").table.X.tolist()
    [[1.0], [2.0]]
    """

    text: str = ""
    how: Choices = field(default_factory=Choices)
    before: Draft | None = None

    def with_text(self, text: str) -> Draft:
        """Take another text; what was chosen holds for it as well if it begins the same, to its first line of values.

        Raises
        ------
        ValueError
            If it is no text.
        """
        goes_on = self.is_empty or _beginning(plain(text)) == _beginning(plain(self.text))
        before = self.before if self.is_empty else replace(self, before=None)
        return Draft(text, self.how if goes_on else Choices(), before)

    def choosing(self, **choices: object) -> Draft:
        """Take another choice for the same text."""
        return Draft(self.text, replace(self.how, **choices), self.before)  # type: ignore[arg-type]

    @property
    def is_empty(self) -> bool:
        """Whether there is no text yet."""
        return not self.text.strip()

    @property
    def refusal(self) -> str:
        """Why it can't be read; "" if it can, or if there is nothing to read."""
        return "" if self.is_empty or not isinstance(self._outcome, ValueError) else str(self._outcome)

    @property
    def table(self) -> Table:
        """What is read; ValueError if it can't be."""
        if isinstance(self._outcome, ValueError):
            raise self._outcome
        return self._outcome

    @property
    def layout(self) -> Layout | None:
        """How it is laid out; None if it can't be cut into cells."""
        return None if isinstance(self._cut, ValueError) else self._cut

    @cached_property
    def _cut(self) -> Layout | ValueError:
        try:
            return lay_out(self.text, self.how)
        except ValueError as refusal:
            return refusal

    @cached_property
    def _outcome(self) -> Table | ValueError:
        if isinstance(self._cut, ValueError):
            return self._cut
        try:
            return read_cells(self._cut, self.how)
        except ValueError as refusal:
            return refusal


def _beginning(text: str) -> str:
    """A table's lines up to the first that is no sep= of Excel, no remark and not empty."""
    lines = text.split("\n")
    after = named_separator(text)[1]
    found = (n for n, line in enumerate(lines) if n >= after and line.strip() and not line.startswith("#"))
    return "\n".join(lines[: next(found, len(lines)) + 1])


def draft_of(
    words: object, target: object, *, header: object, separator: object, marks: object, left_out: object
) -> Draft:
    """Make a draft of what a cell gives.

    Raises
    ------
    ValueError, TypeError
        If an argument is none of those that there are.

    Examples
    --------
    >>> draft_of("1;x", "", header=3, separator="", marks="", left_out=None)
    Traceback (most recent call last):
    ...
    ValueError: header is 3: the number of lines before the examples goes from 0 to 2
    """
    lines = None if header is None else index("header", header, 0, 2, "the number of lines before the examples")
    one_of("separator", separator, ("", *SEPARATORS))
    one_of("marks", marks, ("", *WRITTEN))
    if left_out is not None and not isinstance(left_out, Collection):
        raise TypeError(f"left_out is {shown(left_out)}: give the numbers of the columns, such as [1, 4]")
    columns = None
    if left_out is not None:
        columns = frozenset(index("left_out", n, 1, MAX_COLUMNS, "the number of a column") for n in left_out)
    return Draft(text("text", words), Choices(str(target), lines, str(separator), WRITTEN.get(str(marks)), columns))
