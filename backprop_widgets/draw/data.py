"""The choice of data: a list of sets, a field for points, a place for a table, and what is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.draw.controls import button, choice, entry
from backprop_widgets.draw.text import escape, number

if TYPE_CHECKING:
    from backprop_widgets.data import Data

SIDE = 336  # of the field, in pixels


def data(d: Data, words: str) -> str:
    """Draw the choices, and say what is in use."""
    from backprop_widgets.data import SETS

    options = [(name, title) for name, (title, _) in SETS.items()]
    options += [("own", "points that I set"), ("csv", "a table of my own (CSV)")]
    if not d.name:
        options.insert(0, ("", "as they are"))
    place = {"own": _field, "csv": _table}.get(d.name)
    return (
        "<section class='bp-course bp-data' data-key='root'>"
        f"<div class='bp-settings' data-key='choices'>{choice('set', 'data', options, d.name)}"
        "<label class='bp-field'><input type='checkbox' data-key='standard' data-on='change'"
        f"{' checked' if d.standard else ''}> standardise the inputs</label></div>"
        f"{place(d) if place else ''}"
        f"<p class='bp-notice' role='alert' data-key='notice'>{escape(d.notice)}</p>"
        f"<pre class='bp-twin' data-key='words' tabindex='0' aria-label='the data in use'>{escape(words)}</pre>"
        "</section>"
    )


def _field(d: Data) -> str:
    """Draw a field that takes points, from the pointer anywhere, from the keyboard where its cursor is."""
    from backprop_widgets.data import ARROWS

    x, y = _pixels(*d.cursor)
    where = f"{number(d.cursor[0], 2)} {number(d.cursor[1], 2)}"
    labels = [("0", "class 0 (orange circles)"), ("1", "class 1 (blue squares)")]
    return (
        "<div class='bp-settings' data-key='own'>"
        + choice("brush", "click sets", labels, str(d.brush))
        + entry("point", "or type x₁ x₂", "", width=9, name="a point to set: x1 and x2 with a space between")
        + button("clear", "Clear")
        + "<span class='bp-hint'>Shift sets the other class; the same class again takes a point off. Arrows move the"
        f" cross, Enter sets there: <output data-key='cursor'>{where}</output></span></div>"
        f"<svg class='bp-field-of-points' data-key='points' viewBox='0 0 {SIDE} {SIDE}'>"
        f"<path d='M0 {SIDE / 2}H{SIDE}M{SIDE / 2} 0V{SIDE}'/>"
        f"<g class='bp-dots'>{''.join(_dot(*_pixels(*at), label) for at, label in d.points.items())}</g>"
        f"<rect data-key='field' data-on='click key' data-keys='{' '.join(ARROWS)}' width='{SIDE}' height='{SIDE}'"
        f" tabindex='0' role='application' aria-label='field from −1.5 to 1.5 with {len(d.points)} points'/>"
        f"<path class='bp-cross' d='M{x - 9:g} {y:g}h18M{x:g} {y - 9:g}v18'/></svg>"
    )


def _pixels(x_1: float, x_2: float) -> tuple[float, float]:
    from backprop_widgets.data import REACH

    return (1 + x_1 / REACH) * SIDE / 2, (1 - x_2 / REACH) * SIDE / 2


def _dot(x: float, y: float, label: int) -> str:
    if label:
        return f"<rect class='bp-pos' x='{x - 5:g}' y='{y - 5:g}' width='10' height='10'/>"
    return f"<circle class='bp-neg' cx='{x:g}' cy='{y:g}' r='5.5'/>"


def _table(d: Data) -> str:
    """Draw the two ways to hand in a table."""
    return (
        "<div class='bp-settings' data-key='csv'>"
        "<label class='bp-field'><span>file</span><input type='file' accept='.csv,.txt,.tsv' data-key='csv-file'"
        " data-on='file'></label>"
        + entry("target", "class in column", d.target, width=8, name="column of the class, by name or number; the last")
        + button("read", "Read what was pasted")
        + "</div><textarea class='bp-paste' data-key='csv-text' data-on='change' rows='5' spellcheck='false'"
        " aria-label='or paste the table here' placeholder='or paste it here, one example a line:&#10;height,width,"
        f"kind&#10;1.5,2.0,cat'>{escape(d.typed) if len(d.typed) < 20_000 else ''}</textarea>"
    )
