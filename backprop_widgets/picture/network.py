"""The picture of a network: units as cards, weights as edges, both passes running through them. SVG."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.live.theme import svg_of
from backprop_widgets.notation.symbols import known
from backprop_widgets.picture.blame import products, sums
from backprop_widgets.picture.cards import bias, card, cost, stem
from backprop_widgets.picture.edges import edge
from backprop_widgets.picture.lit import standing_out

if TYPE_CHECKING:
    from backprop_widgets.picture.model import Picture


def network_svg(picture: Picture, label: str, described_by: str = "", *, alone: bool = False) -> str:
    """Draw the network as one SVG element, for the page or to stand alone.

    `label` names it, the element with the id `described_by` describes it.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> from backprop_widgets.picture.model import Picture
    >>> network_svg(Picture(run(*examples.lecture()), 8, live=False), "network").count("layer ")
    4
    """
    place = picture.place
    lit = standing_out(picture.trace, picture.selection, picture.now) if picture.lit is None else picture.lit
    carried = {} if picture.tall else products(picture)
    first = [key for key in place.wires if key not in carried]
    parts = [
        *_headings(picture),
        *(edge(picture, lit, key) for key in first),
        *(edge(picture, lit, key, product) for key, product in carried.items()),
        *(bias(picture, l) for l in place.biases),
        stem(picture),
        *(card(picture, lit, l, i) for l, i in place.cards),
        *(() if picture.tall else sums(picture)),
        cost(picture, lit),
    ]
    classes = "bp-net" + (" bp-roomy" if place.roomy else "") + (" bp-tall" if place.tall else "")
    classes += " bp-some" if lit else ""
    box = f"0 0 {place.width:g} {place.height:g}"
    name = f" data-key='net' role='group' aria-label='{label}'" if picture.live else ""
    if picture.live:
        name += f" aria-describedby='{described_by}'" if described_by else ""
        tall = f";--bp-card-width:{place.cards[1, 1].width:g}px;--bp-least:{place.least:g}px" if place.tall else ""
        name += f" style='--bp-width:{place.width:g}px{tall}'"
    return svg_of(f"class='{classes}' viewBox='{box}'{name}", "".join(parts), alone=alone)


def _headings(picture: Picture) -> list[str]:
    L, place = picture.trace.net.L, picture.place
    roles = ["input", *["hidden"] * (L - 2), "output"]
    shift = known(picture.notation).unit_layer
    return [_heading(*place.headings[l], l + shift, role, tall=place.tall) for l, role in enumerate(roles, start=1)]


def _heading(x: float, y: float, layer: int, role: str, *, tall: bool) -> str:
    if tall:
        return f"<text class='bp-layer' x='{x:g}' y='{y:g}'>layer {layer}<tspan x='{x:g}' dy='14'>{role}</tspan></text>"
    return f"<text class='bp-layer' x='{x:g}' y='{y:g}'>layer {layer} · {role}</text>"
