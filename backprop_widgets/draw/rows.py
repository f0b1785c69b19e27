"""How the rows of a sum are laid out in an <mtable>: side by side, listed, or stacked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Part(NamedTuple):
    """One term, or what stands after the bracket: in symbols and in numbers, with the operator before it."""

    operator: str
    symbols: str
    numbers: str


def in_line(parts: list[Part], after: list[Part]) -> list[Part]:
    """The terms with what follows put behind the last of them: one line."""
    if not after:
        return parts
    last, end = parts[-1], after[0]
    whole = last._replace(
        symbols=last.symbols + end.operator + end.symbols, numbers=last.numbers + end.operator + end.numbers
    )
    return [*parts[:-1], whole]


def side_by_side(left: str, parts: list[Part], equals: str, ending: list[str]) -> str:
    """One row of symbols, one of numbers below it, term under term; the ending below.

    Without a `left` side the one part's symbols stand before the =.
    """
    if left:
        rows = [_row(_cell(left, "bp-lhs"), EQUALS, *_alternating((p.operator, p.symbols) for p in parts))]
        before = ""
    else:
        rows = []
        before = parts[0].symbols
    rows.append(_row(_cell(before, "bp-lhs"), equals, *_alternating((p.operator, p.numbers) for p in parts)))
    rows += [_row(_NOTHING, equals, _cell(content, span=2 * len(parts))) for content in ending]
    return "".join(rows)


def _alternating(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [cell for operator, content in pairs for cell in (_cell(operator, "bp-op"), _cell(content))]


def listed(left: str, parts: list[Part], equals: str, ending: list[str]) -> str:
    """One row a part: its symbols, and its numbers beside them; the ending below the numbers."""
    rows = []
    for n, part in enumerate(parts):
        sign = _cell(part.operator, "bp-op")
        first = (_cell(left, "bp-lhs"), EQUALS, equals) if n == 0 else (_NOTHING,) * 3
        rows.append(_row(*first[:2], sign, _cell(part.symbols), first[2], sign, _cell(part.numbers)))
    rows += [_row(_NOTHING * 4, equals, _cell(content, span=2)) for content in ending]
    return "".join(rows)


def stacked(left: str, parts: list[Part], equals: str, ending: list[str]) -> str:
    """All parts in symbols, one a row, then all in numbers, then the ending: for long names and long numbers."""
    first = EQUALS if left else _NOTHING
    rows = [_row(_cell(left, span=3))] if left else []
    rows += [_stacked_row(n, first, part.operator, part.symbols) for n, part in enumerate(parts)]
    rows += [_stacked_row(n, equals, part.operator, part.numbers) for n, part in enumerate(parts)]
    rows += [_row(equals, _cell(content, span=2)) for content in ending]
    return "".join(rows)


def _stacked_row(n: int, equals: str, operator: str, content: str) -> str:
    return _row(equals if n == 0 else _NOTHING, _cell(operator, "bp-op"), _cell(content))


# cells


def _row(*cells: str) -> str:
    return f"<mtr>{''.join(cells)}</mtr>"


def _cell(content: str, look: str = "", span: int = 1) -> str:
    attributes = (f' class="{look}"' if look else "") + (f' columnspan="{span}"' if span > 1 else "")
    return f"<mtd{attributes}>{content}</mtd>"


_NOTHING = "<mtd></mtd>"
EQUALS = '<mtd class="bp-eq"><mo>=</mo></mtd>'
ABOUT = '<mtd class="bp-eq"><mo>≈</mo></mtd>'
