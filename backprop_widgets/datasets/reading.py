"""How a table was read, in one sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.datasets.columns import called, counts_lines
from backprop_widgets.datasets.layout import CHOSEN
from backprop_widgets.datasets.lines import SEPARATORS
from backprop_widgets.datasets.marks import NAMES
from backprop_widgets.datasets.numerals import shortened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backprop_widgets.datasets.layout import Layout
    from backprop_widgets.datasets.numerals import Marks

MAX_LISTED = 4


def how_it_was_read(layout: Layout, marks: Marks | None, alike: Iterable[tuple[str, ...]]) -> str:
    """Say how the lines were cut, what the numbers' marks are, what each column is for, and what was left out.

    Parameters
    ----------
    layout : Layout
    marks : Marks or None
        None if no number has a mark.
    alike : iterable of tuple of str
        The words that were taken for one class.
    """
    m = len(layout.lines)
    between = SEPARATORS.get(layout.separator, f"“{layout.separator}”")
    cut = f"{m} line{'s' * (m > 1)} with {between} between the values"
    parts = [
        cut + (f" and {NAMES[marks]}" if marks else ""),
        _heading(layout),
        f"{called(layout.target, layout.names[layout.target - 1])} is the class",
        *_left_out(layout),
        *_alike(alike),
        *_counting(layout),
    ]
    return "; ".join(parts)


def _heading(layout: Layout) -> str:
    numbers = [str(line.number) for line in layout.heading]
    if not numbers:
        return "no header"
    return f"lines {' and '.join(numbers)} are the header" if len(numbers) > 1 else f"line {numbers[0]} is the header"


def _left_out(layout: Layout) -> list[str]:
    columns = [
        called(n, layout.names[n - 1]) + (f", {why}," if why != CHOSEN else "") for n, why in layout.left_out.items()
    ]
    parts = [f"{_listed(columns)} {'are' if len(columns) > 1 else 'is'} left out"] if columns else []
    if layout.remarks:
        one = len(layout.remarks) == 1
        lines = _listed([str(n) for n in layout.remarks])
        parts.append(
            f"line {lines}, which begins with #, is left out"
            if one
            else f"lines {lines}, which begin with #, are left out"
        )
    return parts


def _alike(alike: Iterable[tuple[str, ...]]) -> list[str]:
    """Say which words are one class, where they can be told apart in print."""
    different = [list(dict.fromkeys(f"“{shortened(word)}”" for word in words)) for words in alike]
    return [f"{_listed(words)} are one class" for words in different if len(words) > 1]


def _counting(layout: Layout) -> list[str]:
    """Point to columns that may be no inputs, because all that they do is count the lines."""
    counting = [n for n in layout.inputs if len(layout.lines) > 3 and counts_lines(layout.column(n).texts)]
    return [f"{called(n, layout.names[n - 1])} only counts the lines: leave it out?" for n in counting[:1]]


def _listed(words: Sequence[str]) -> str:
    if len(words) > MAX_LISTED:
        return f"{', '.join(words[: MAX_LISTED - 1])} and {len(words) - MAX_LISTED + 1} more"
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""
