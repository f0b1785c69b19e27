"""What somebody's own code gave, on the numbers of a picture: a badge, and the number that it gave if it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_core.quantity import code_of
from backprop_widgets.notation.symbols import known
from backprop_widgets.picture.digits import short

if TYPE_CHECKING:
    from backprop_core import Quantity
    from backprop_widgets.picture.layout import Box
    from backprop_widgets.picture.model import Picture

RADIUS = 7
LETTER = 6  # how wide one is, at the size of what stands on a card's edge


def mark(picture: Picture, code: str, x: float, y: float) -> str:
    """A badge on a number that somebody's own code gave too: right or wrong; under the pointer, what it gave."""
    found = picture.marks.get(code)
    if found is None:
        return ""
    look, sign = ("bp-fits", "✓") if found.ok else ("bp-misses", "✗")
    tip = f"<title>yours {found.said(code.partition('.')[0])}</title>" if picture.live else ""
    return (
        f"<g class='bp-mark {look}'>{tip}<circle cx='{x:g}' cy='{y:g}' r='{RADIUS}'/>"
        f"<text x='{x:g}' y='{y + 3.8:g}'>{sign}</text></g>"
    )


def beside(picture: Picture, box: Box) -> float:
    """Where the badges of a card stand, from its left edge: at its right; where errors come in there, at its left."""
    errors_come_in = bool(picture.meetings) and picture.meetings[0].back
    return -1 if errors_come_in else box.width + 1


def heard(picture: Picture, code: str) -> str:
    """What a screen reader hears of it after the number's name; nothing if there is none."""
    found = picture.marks.get(code)
    if found is None:
        return ""
    return ", yours is right" if found.ok else f", yours, {short(code.partition('.')[0], found.given)}, is wrong"


def yours(picture: Picture, box: Box, quantities: tuple[Quantity, ...]) -> str:
    """On the lower edge of a card the wrong number that somebody's own code gave: the selected one, else the first."""
    wrong = [q for q in quantities if (found := picture.marks.get(code_of(q))) is not None and not found.ok]
    if not wrong:
        return ""
    q = next((q for q in wrong if code_of(q) == picture.chosen), wrong[0])
    name = known(picture.notation).names.get(q.kind, "grad")
    text = f"your {name} {short(q.kind, picture.marks[code_of(q)].given)}"
    x, width = box.x + box.width / 2, LETTER * len(text)
    return (
        f"<rect class='bp-yours-back' x='{x - width / 2:g}' y='{box.bottom - 2:g}' width='{width:g}' height='5'/>"
        f"<text class='bp-yours' x='{x:g}' y='{box.bottom + 3.5:g}'>{text}</text>"
    )
