"""Lines that begin with #: remarks, or values that begin so."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from backprop_widgets.datasets.numerals import is_number, shortened

if TYPE_CHECKING:
    from backprop_widgets.datasets.lines import Line


def without_remarks(lines: list[Line]) -> tuple[list[Line], list[int]]:
    r"""Take out the lines that begin with # and aren't like the others; give back the numbers of those.

    A line that is as wide as the others, and has numbers where they have numbers, is one of them: a class may begin
    with #. A first line of names may have its # before them, as numpy writes it; so may the last before the examples,
    below other remarks.

    Raises
    ------
    ValueError
        If such a line would be one of the others without its #, so that both may be meant.

    Examples
    --------
    >>> from backprop_widgets.datasets.lines import lines_of
    >>> lines, remarks = without_remarks(list(lines_of("#x,k\n1,a\n# 2,b\n3,c", ",")))
    >>> [line.cells for line in lines], remarks
    ([['x', 'k'], ['1', 'a'], ['3', 'c']], [3])
    """
    plain = [line for line in lines if not line.remark]
    if len(plain) == len(lines):
        return lines, []
    if not plain:  # all begin so
        width = len(lines[0].cells)
        return (lines, []) if width > 1 and len(lines) > 1 else ([], [line.number for line in lines])
    width = Counter(len(line.cells) for line in plain).most_common(1)[0][0]
    others = [line for line in plain if len(line.cells) == width]
    numeric = [sum(is_number(line.cells[n]) for line in others) > len(others) / 2 for n in range(width)]
    begin = next(place for place, line in enumerate(lines) if not line.remark)
    kept, remarks = [], []
    for place, line in enumerate(lines):
        bare = _bare(line, width)
        if not line.remark:
            kept.append(line)
        elif place in (0, begin - 1) and place < begin and _are_names(bare, numeric, others):
            kept.append(bare)
        elif len(line.cells) == width and _is_like(line, numeric):
            _check_class(line, others)
            kept.append(line)
        else:
            remarks.append(line.number)
    return kept, remarks


def _bare(line: Line, width: int) -> Line:
    """A line without its #, which is a value of its own where a blank separates it."""
    if line.cells[0] == "#" and len(line.cells) == width + 1:
        return line._replace(cells=line.cells[1:])
    return line._replace(cells=[line.cells[0].lstrip("# "), *line.cells[1:]])


def _are_names(line: Line, numeric: list[bool], others: list[Line]) -> bool:
    """Whether a line is as wide as the others and holds words only, above numbers, and the line below it does not."""
    if len(line.cells) != len(numeric) or any(map(is_number, line.cells)):
        return False
    return any(numeric) and any(is_number(cell) for cell in others[0].cells)


def _is_like(line: Line, numeric: list[bool]) -> bool:
    """Whether a line has numbers where the others have them; its first value is none, for it begins with #."""
    return not numeric[0] and all(
        is_number(cell) for cell, number in zip(line.cells[1:], numeric[1:], strict=True) if number
    )


def _check_class(line: Line, others: list[Line]) -> None:
    bare = line.cells[0].lstrip("# ")
    if any(other.cells[0] == bare for other in others):
        raise ValueError(
            f"line {line.number}, column 1 holds “{shortened(line.cells[0])}”, which may be a value or the beginning of"
            f" a remark, because “{shortened(bare)}” stands in other lines: take the # out, or the line"
        )
