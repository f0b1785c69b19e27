"""Whether a first line of numbers may be a header: years, hours, wavelengths, columns that are counted."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from backprop_widgets.datasets.labels import key_of
from backprop_widgets.datasets.numerals import Marks, is_missing, is_number, value

if TYPE_CHECKING:
    from collections.abc import Sequence

NAMES = {
    *(
        "class",
        "classes",
        "label",
        "labels",
        "target",
        "kind",
        "type",
        "species",
        "category",
        "group",
        "result",
        "outcome",
    ),
    *("diagnosis", "quality", "variety", "output", "klasse", "art", "sorte", "typ", "gruppe", "kategorie", "ergebnis"),
    *("classe", "espèce", "étiquette", "clase", "tipo", "especie", "categoria", "categoría"),
}  # what the column of the class is called
FAR = 10  # times larger than all below it: a year above small numbers


def may_be_header(first: Sequence[str], below: Sequence[Sequence[str]], place: int) -> bool:
    """Whether a line of numbers, but for its class maybe, may be a header.

    It may where its class stands in no other line and is a name of such columns. Else its numbers have to be such as
    can be names: none comes twice, none is negative. Then one thing is enough that an example would hardly have: they
    count the columns; or its class stands in no other line, and is of another kind than all others, or alone among
    classes that repeat; or the numbers are much larger than all below them, or as far from each other as in no other
    line.

    Parameters
    ----------
    first : sequence of str
    below : sequence of sequences of str
        The other lines.
    place : int
        The class's column, counted from 0.

    Examples
    --------
    >>> may_be_header(["2019", "2020", "x"], [["1", "2", "y"], ["3", "4", "z"]], 2)
    True
    >>> may_be_header(["1", "2", "x"], [["3", "4", "y"], ["5", "6", "z"]], 2)
    False
    """
    inputs = [n for n in range(len(first)) if n != place]
    names = [first[n] for n in inputs]
    if not names or not all(map(is_number, names)):
        return False
    word, label = first[place], key_of(first[place])
    labels = Counter(key_of(cells[place]) for cells in below)
    if label in NAMES and label not in labels:
        return True
    if len(set(names)) < len(names) or any(cell[0] in "-−–" for cell in names):
        return False
    if _counts_columns(first, below, inputs):
        return True
    if label in labels or len(labels) < 2 or is_missing(word):
        return False
    of_another_kind = {is_number(other) for other in labels} == {not is_number(word)}
    if of_another_kind or min(labels.values()) > 1:
        return True
    return _is_far_above(first, below, inputs) or _is_even(
        first, below, [*inputs, *([place] if is_number(word) else [])]
    )


def _counts_columns(first: Sequence[str], below: Sequence[Sequence[str]], inputs: Sequence[int]) -> bool:
    """Whether the first line is 0, 1, 2, ... or 1, 2, 3, ..., as a table without names gets it."""
    counted = any(list(first) == [str(n) for n in range(start, start + len(first))] for start in (0, 1))
    return counted and (len(first) > 2 or any("." in cells[n] or "," in cells[n] for cells in below for n in inputs))


def _is_far_above(first: Sequence[str], below: Sequence[Sequence[str]], inputs: Sequence[int]) -> bool:
    """Whether each number is much larger than all those below it."""
    return all(_size(first[n]) >= FAR * max(_size(cells[n]) for cells in below) > 0 for n in inputs)


def _is_even(first: Sequence[str], below: Sequence[Sequence[str]], columns: Sequence[int]) -> bool:
    """Whether at least three numbers rise by the same step, which those of no line below do."""
    return len(columns) > 2 and _rises_evenly(first, columns) and not any(_rises_evenly(c, columns) for c in below)


def _rises_evenly(cells: Sequence[str], columns: Sequence[int]) -> bool:
    sizes = [_size(cells[n]) for n in columns]
    step = sizes[1] - sizes[0]
    return step > 0 and all(abs(b - a - step) < 1e-9 * b for a, b in pairwise(sizes))


def _size(cell: str) -> float:
    """About how large a number is, whichever of its marks is the decimal one; 0 for what is none."""
    found = value(cell, Marks()) or value(cell, Marks(","))
    return abs(found) if found else 0.0
