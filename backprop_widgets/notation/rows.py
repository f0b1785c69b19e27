"""How the rows of a sum are laid out in an <mtable>: side by side, listed, or stacked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from backprop_widgets.notation.text import Html

if TYPE_CHECKING:
    from collections.abc import Iterable


class Part(NamedTuple):
    """One term, or what stands after the bracket: in symbols and in numbers, with the operator before it."""

    operator: Html
    symbols: Html
    numbers: Html


def in_line(parts: list[Part], after: list[Part]) -> list[Part]:
    """The terms with what follows put behind the last of them: one line.

    Examples
    --------
    >>> row = in_line([Part("", "a", "1"), Part("+", "b", "2")], [Part("·", "c", "3")])
    >>> [part.symbols for part in row]
    ['a', 'b·c']
    """
    if not after:
        return parts
    last, end = parts[-1], after[0]
    whole = last._replace(
        symbols=Html(last.symbols + end.operator + end.symbols), numbers=Html(last.numbers + end.operator + end.numbers)
    )
    return [*parts[:-1], whole]


def side_by_side(left: Html, parts: list[Part], equals: Html, ending: list[Html]) -> Html:
    """One row of symbols, one of numbers below it, each without a gap; the ending below.

    Without a `left` side the one part's symbols stand before the =.
    """
    if left:
        rows = [_row(_cell(left, "bp-lhs"), EQUALS, _line((p.operator, p.symbols) for p in parts))]
        before = Html("")
    else:
        rows = []
        before = parts[0].symbols
    rows.append(_row(_cell(before, "bp-lhs"), equals, _line((p.operator, p.numbers) for p in parts)))
    rows += [_row(_NOTHING, equals, _cell(content)) for content in ending]
    return Html("".join(rows))


def _line(pairs: Iterable[tuple[Html, Html]]) -> Html:
    parts = (f'<mrow class="bp-op">{operator}</mrow>{content}' for operator, content in pairs)
    return _cell(Html("".join(parts)))


def listed(left: Html, parts: list[Part], equals: Html, ending: list[Html]) -> Html:
    """One row a part: its symbols, and its numbers beside them; the ending below the numbers."""
    rows = []
    for n, part in enumerate(parts):
        sign = _cell(part.operator, "bp-op")
        first = (_cell(left, "bp-lhs"), EQUALS, equals) if n == 0 else (_NOTHING,) * 3
        rows.append(_row(*first[:2], sign, _cell(part.symbols), first[2], sign, _cell(part.numbers)))
    rows += [_row(Html(_NOTHING * 4), equals, _cell(content, span=2)) for content in ending]
    return Html("".join(rows))


def stacked(left: Html, parts: list[Part], equals: Html, ending: list[Html]) -> Html:
    """All parts in symbols, one a row, then all in numbers, then the ending: for long names and long numbers."""
    first = EQUALS if left else _NOTHING
    rows = [_row(_cell(left, span=3))] if left else []
    rows += [_stacked_row(n, first, part.operator, part.symbols) for n, part in enumerate(parts)]
    rows += [_stacked_row(n, equals, part.operator, part.numbers) for n, part in enumerate(parts)]
    rows += [_row(equals, _cell(content, span=2)) for content in ending]
    return Html("".join(rows))


def _stacked_row(n: int, equals: Html, operator: Html, content: Html) -> Html:
    return _row(equals if n == 0 else _NOTHING, _cell(operator, "bp-op"), _cell(content))


# cells


def _row(*cells: Html) -> Html:
    return Html(f"<mtr>{''.join(cells)}</mtr>")


def _cell(content: Html, look: str = "", span: int = 1) -> Html:
    attributes = (f' class="{look}"' if look else "") + (f' columnspan="{span}"' if span > 1 else "")
    return Html(f"<mtd{attributes}>{content}</mtd>")


_NOTHING = Html("<mtd></mtd>")
EQUALS = Html('<mtd class="bp-eq"><mo>=</mo></mtd>')
ABOUT = Html('<mtd class="bp-eq"><mo>≈</mo></mtd>')
