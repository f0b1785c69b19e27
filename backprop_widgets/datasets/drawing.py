"""The choice of data: a list of sets, a field for points, a place for a table, and what is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from backprop_widgets.datasets.preview import table
from backprop_widgets.datasets.sets import ARROWS, REACH, SETS
from backprop_widgets.live.controls import button, choice, entry
from backprop_widgets.notation.text import Html, escape, number

if TYPE_CHECKING:
    from backprop_widgets.datasets.draft import Draft

SIDE = 336  # of the field, in pixels


class Choice(Protocol):
    """What is drawn: what was chosen, and what is being set or typed."""

    name: str
    standard: bool
    points: dict[tuple[float, float], int]
    cursor: tuple[float, float]
    brush: int
    draft: Draft

    def notice_line(self) -> Html:
        """Why the last thing can't be done."""
        ...


def data(d: Choice, words: str) -> Html:
    """Draw the choices, and say what is in use."""
    options = [(name, title) for name, (title, _) in SETS.items()]
    options += [("own", "points that I set"), ("csv", "a table of my own (CSV)")]
    if not d.name:
        options.insert(0, ("", "as they are"))
    place = _field(d) if d.name == "own" else table(d.draft) if d.name == "csv" else ""
    return Html(
        "<section class='bp-course bp-data' data-key='root'>"
        f"<div class='bp-settings' data-key='choices'>{choice('set', 'data', options, d.name)}"
        "<label class='bp-field'><input type='checkbox' data-key='standard' data-on='change'"
        f"{' checked' if d.standard else ''}> standardise the inputs</label></div>"
        f"{place}{d.notice_line()}"
        f"<pre class='bp-twin' data-key='words' tabindex='0' aria-label='the data in use'>{escape(words)}</pre>"
        "</section>"
    )


def _field(d: Choice) -> Html:
    """Draw a field that takes points, from the pointer anywhere, from the keyboard where its cursor is."""
    x, y = _pixels(*d.cursor)
    where = f"{number(d.cursor[0], 2)} {number(d.cursor[1], 2)}"
    labels = [("0", "y = 0 (orange circles)"), ("1", "y = 1 (blue squares)")]
    return Html(
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
    return (1 + x_1 / REACH) * SIDE / 2, (1 - x_2 / REACH) * SIDE / 2


def _dot(x: float, y: float, label: int) -> Html:
    if label:
        return Html(f"<rect class='bp-pos' x='{x - 5:g}' y='{y - 5:g}' width='10' height='10'/>")
    return Html(f"<circle class='bp-neg' cx='{x:g}' cy='{y:g}' r='5.5'/>")
