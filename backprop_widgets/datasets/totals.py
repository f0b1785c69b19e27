"""A last line that sums up those above it: it is no example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.datasets.columns import called
from backprop_widgets.datasets.numerals import shortened

if TYPE_CHECKING:
    from backprop_widgets.datasets.layout import Layout

WORDS = {
    *("total", "totals", "grand total", "sum", "mean", "average", "median", "sd", "std", "count"),
    *("summe", "gesamt", "gesamtsumme", "insgesamt", "mittel", "mittelwert", "durchschnitt", "schnitt"),
    *("somme", "moyenne", "suma", "media", "totale", "totaal", "summa", "итого", "всего"),
}


def check_last(layout: Layout) -> None:
    """Refuse a last line whose class, or a first value that isn't read, is a word for sums that stands in no other.

    Raises
    ------
    ValueError
        With the line and the column.
    """
    last, above = layout.lines[-1], layout.lines[:-1]
    for n in sorted({1, layout.target} - set(layout.inputs)):
        word = last.cells[n - 1]
        if (
            _plainly(word) in WORDS
            and above
            and not any(_plainly(line.cells[n - 1]) == _plainly(word) for line in above)
        ):
            raise ValueError(
                f"line {last.number}, {called(n, layout.names[n - 1])}: “{shortened(word)}” seems to sum up the lines"
                " above: take the line out, or put it further up if it is an example"
            )


def _plainly(word: str) -> str:
    return word.casefold().strip(" :.")
