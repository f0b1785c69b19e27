"""The place for a table: a file or a box to hand it in, how it is read, and its first lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.datasets.columns import called
from backprop_widgets.datasets.draft import MAX_BOX
from backprop_widgets.datasets.lines import SEPARATORS
from backprop_widgets.datasets.marks import WRITTEN
from backprop_widgets.datasets.numerals import shortened
from backprop_widgets.live.controls import button, choice
from backprop_widgets.notation.text import Html, escape

if TYPE_CHECKING:
    from backprop_widgets.datasets.draft import Draft
    from backprop_widgets.datasets.layout import Layout
    from backprop_widgets.datasets.lines import Line

LINES_SHOWN = 4
LONGEST = 18  # characters of a cell
_FOUND = "as found"
_HEADERS = {"0": "none", "1": "1 line", "2": "2 lines, names and units"}


def table(draft: Draft) -> Html:
    """Draw the two ways to hand in a table; once there is one, how it is read and what can be chosen."""
    return Html(
        "<div class='bp-settings' data-key='csv'>"
        "<label class='bp-field'><span>file</span><input type='file' accept='.csv,.txt,.tsv,.tab,.data,.dat'"
        " data-key='csv-file' data-on='file'></label>"
        + button("read", "Read what was pasted")
        + (button("back", "Back to the text before") if draft.before and draft.refusal else "")
        + f"</div>{_box(draft.text)}{'' if draft.is_empty else _choices(draft)}"
        + (_preview(draft.layout) if draft.layout and not draft.is_empty else "")
    )


def _box(text: str) -> Html:
    shown, hint = text, "or paste it here, one example a line:\nheight,width,kind\n1.5,2.0,cat"
    if len(text) > MAX_BOX:
        shown, hint = "", f"the file is read; with its {len(text)} characters it is too long to be shown here"
    return Html(
        "<textarea class='bp-paste' data-key='csv-text' data-on='change' rows='5' spellcheck='false'"
        f" aria-label='or paste the table here' placeholder='{escape(hint).replace(chr(10), '&#10;')}'>"
        f"\n{escape(shown)}</textarea>"  # the page drops one line break at the beginning
    )


def _choices(draft: Draft) -> Html:
    """Draw what can be chosen where the table was, or couldn't be, read by itself."""
    how, layout = draft.how, draft.layout
    found = SEPARATORS.get(layout.separator, "") if layout else ""
    between = [("", f"{_FOUND}: {found}" if found and not how.separator else _FOUND), *SEPARATORS.items()]
    marks = next((written for written, marks in WRITTEN.items() if marks == how.marks), "")
    parts = [
        choice("separator", "between values", between, how.separator),
        choice("marks", "numbers are written", [("", _FOUND), *((name, name) for name in WRITTEN)], marks),
        choice("header", "header", [("", _header_found(layout)), *_HEADERS.items()], _as_text(how.header)),
    ]
    if layout:
        columns = [(str(n), called(n, name)) for n, name in enumerate(layout.names, start=1)]
        parts.append(choice("target", "class", columns, str(layout.target)))
    return Html(f"<div class='bp-settings' data-key='how'>{''.join(parts)}</div>")


def _header_found(layout: Layout | None) -> str:
    return f"{_FOUND}: {_HEADERS[str(len(layout.heading))]}" if layout and not layout.doubt else _FOUND


def _as_text(header: int | None) -> str:
    return "" if header is None else str(header)


def _preview(layout: Layout) -> Html:
    """Draw the first lines as they are cut, with a box to tick above each column that may be an input."""
    heads = "".join(_head(layout, n) for n in range(1, len(layout.names) + 1))
    rows = "".join(_row(layout, line) for line in layout.lines[:LINES_SHOWN])
    more = len(layout.lines) - LINES_SHOWN
    rest = f"<p class='bp-hint' data-key='rest'>… and {more} line{'s' * (more > 1)} more</p>" if more > 0 else ""
    return Html(
        "<div class='bp-preview' data-key='preview' tabindex='0' role='region'"
        " aria-label='the first lines of the table, as they are read'><table><thead><tr>"
        f"<th scope='col'>line</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>{rest}"
    )


def _head(layout: Layout, number: int) -> Html:
    name = shortened(layout.called(number), LONGEST)
    if number == layout.target:
        return Html(f"<th scope='col' class='bp-class' data-key='head:{number}'>{escape(name)}<br>the class</th>")
    ticked = "" if number in layout.left_out else " checked"
    return Html(
        f"<th scope='col'{_out(layout, number)} data-key='head:{number}'>{escape(name)}<br>"
        f"<label class='bp-field'><input type='checkbox' data-key='use:{number}' data-on='change'{ticked}"
        f" aria-label='{escape(called(number, layout.names[number - 1]))} is an input'> input</label></th>"
    )


def _row(layout: Layout, line: Line) -> Html:
    cells = "".join(
        f"<td{_out(layout, n)}>{escape(shortened(cell, LONGEST))}</td>" for n, cell in enumerate(line.cells, start=1)
    )
    return Html(f"<tr><th scope='row'>{line.number}</th>{cells}</tr>")


def _out(layout: Layout, number: int) -> str:
    return " class='bp-out'" if number in layout.left_out else ""
