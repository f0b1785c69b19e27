"""The way that products take to the unit where they meet, and where their labels stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backprop_widgets.picture.layout import BIAS_RADIUS, HEADER, PRODUCT_PITCH

if TYPE_CHECKING:
    from backprop_widgets.picture.layout import Layout
    from backprop_widgets.picture.meetings import Edge, Meeting

PLUS = 9  # radius of the circle in which products are added up
PLUS_AT = 26  # its centre beside the card
LABELS_AT = 68  # where labels begin beside the card
PRODUCT_WIDTH = 122


@dataclass(frozen=True)
class Line:
    """One edge with its product: its path, in the direction in which the product runs, and its label's centre."""

    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Lines:
    """All that runs into one unit: its edges, the plus in which they meet, and the way from there into the card."""

    edges: dict[Edge, Line]
    x: float
    y: float
    into_card: str
    tip: str


def lines(place: Layout, meeting: Meeting) -> Lines:
    """Lay the edges of a meeting: each to a label of its own beside the unit, and from there into the plus."""
    l, i = meeting.unit
    card = place.cards[l, i]
    away = 1 if meeting.back else -1  # from the card to where the products come from
    side = card.right if meeting.back else card.x
    y = place.baseline("gprime" if meeting.back else "z", l, i) - 4.5
    x = side + away * PLUS_AT
    near, far = side + away * LABELS_AT, side + away * (LABELS_AT + PRODUCT_WIDTH)
    at_plus = x + away * (PLUS + 5)
    half = (near + at_plus) / 2
    edges, ports = {}, _ports(place, len(meeting.terms), y)
    for edge, port in zip(meeting.terms, ports, strict=True):
        lead, x0, y0 = _start(place, meeting, edge)
        bend = (x0 + far) / 2
        path = (
            f"{lead}C{bend:g} {y0:g} {bend:g} {port:g} {far:g} {port:g}"
            f"H{near:g}C{half:g} {port:g} {half:g} {y:g} {at_plus:g} {y:g}"
        )
        edges[edge] = Line(path, (near + far) / 2, port)
    tip = f"M{at_plus:g} {y - 4:g}L{at_plus - away * 6:g} {y:g}L{at_plus:g} {y + 4:g}Z"
    start, end = x - away * PLUS, side + away
    into = f"M{start:g} {y:g}H{end:g}M{end + away * 5:g} {y - 4:g}L{end:g} {y:g}L{end + away * 5:g} {y + 4:g}"
    return Lines(edges, x, y, into, tip)


def _ports(place: Layout, count: int, y: float) -> list[float]:
    """Where the labels stand, one below the other around the unit's height, inside the picture."""
    half = (count - 1) / 2 * PRODUCT_PITCH
    middle = min(max(y, HEADER + 20 + half), place.height - 20 - half)
    return [middle - half + n * PRODUCT_PITCH for n in range(count)]


def _start(place: Layout, meeting: Meeting, edge: Edge) -> tuple[str, float, float]:
    """Where a product sets out: at the δ of the unit behind, or where the weight begins."""
    l, i, j = edge
    if meeting.back:
        x, y = place.cards[l + 1, i].x, place.baseline("delta", l + 1, i) - 4.5
        return f"M{x:g} {y:g}", x, y
    start = place.cards[l, 1].right
    if j:
        y = place.cards[l, j].middle
        return f"M{start:g} {y:g}", start, y
    x, y = place.biases[l]
    return f"M{x + BIAS_RADIUS:g} {y:g}H{start:g}", start, y
