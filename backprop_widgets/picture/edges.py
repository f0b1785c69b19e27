"""The weights of a network picture: edges with their numbers."""

from __future__ import annotations

from functools import lru_cache
from math import isnan, tanh
from typing import TYPE_CHECKING, NamedTuple

from backprop_core import Quantity
from backprop_widgets.notation.symbols import in_prose
from backprop_widgets.notation.text import of_kind
from backprop_widgets.picture.digits import short, sign
from backprop_widgets.picture.marks import RADIUS, heard, mark
from backprop_widgets.picture.reach import slider_role

if TYPE_CHECKING:
    from backprop_widgets.picture.layout import Wire
    from backprop_widgets.picture.meetings import Edge
    from backprop_widgets.picture.model import Picture

FRAME_WIDTH = 66  # around a label that is selected, which is bold
BADGE_AT = FRAME_WIDTH / 2 + RADIUS + 5  # before the middle of a label: clear of its frame, and of large bold type

_TIPS = {-1: "m-3 3.5l3-3.5l3 3.5", 1: "m-3-3.5l3 3.5l3-3.5"}  # of an arrow that points up or down


class Carried(NamedTuple):
    """A product on an edge: the path that it takes, what is drawn on it, and whether an error comes back with it."""

    path: str
    drawn: str
    back: bool


def edge(picture: Picture, lit: frozenset[str], key: Edge, product: Carried | None = None) -> str:
    """Draw a weight's edge, in the mouse's and the keys' reach.

    Parameters
    ----------
    picture : Picture
    lit : set of str
        What stands out.
    key : tuple of int
        Layer, i and j of the weight.
    product : Carried, optional
        What takes the place of the weight's number.
    """
    (l, i, j), on = key, f"e{key[0]}-{key[1]}-{key[2]}" in lit
    weight, gradient, look = picture.weights[l][i - 1][j], None, " bp-on" if on else ""
    if picture.carries_gradients and product is None:
        gradient = picture.gradients[l][i - 1][j]
    numbered, path, drawn, said = _has_number(picture, key, on=on), picture.place.wires[key].path, "", ""
    if numbered:
        look += " bp-chosen" if key == picture.spot else ""
        said = _said(key, picture.notation) + heard(picture, _code(picture, key))
    if product is not None:
        path, drawn = product.path, product.drawn
        look += " bp-backward" if product.back else ""
    elif numbered:
        drawn = _numbers(picture, key, on=on)
    return _drawn(key, weight, gradient, path, drawn, look, said, live=picture.live)


@lru_cache(maxsize=4096)  # most edges of a large network are what they were before an edit
def _drawn(
    key: Edge, weight: float, gradient: float | None, path: str, drawn: str, more: str, said: str, *, live: bool
) -> str:
    """Draw what an edge shows: a weight, or its gradient; one of hundreds, of which nothing is said, without Tab."""
    (l, i, j), (look, width) = key, _look(weight, gradient)
    line = f"<path class='bp-line' d='{path}' stroke-width='{width:.2f}'/>{drawn}"
    start = f"<g class='bp-edge {look}{more}'"
    if not live:
        return f"{start}>{line}</g>"
    start += f" data-key='move:Theta.{l}.{i}.{j}' data-value='{weight!r}' data-ref='e{l}-{i}-{j}'"
    if not said:
        return f"{start} data-on='drag click'>{line}</g>"
    return (
        f"{start} data-on='drag key click' tabindex='0' {slider_role('Theta', weight)} aria-label='{said}'>"
        f"<path class='bp-grip' d='{path}'/>{line}</g>"
    )


@lru_cache(maxsize=1024)
def _said(key: Edge, notation: str) -> str:
    return in_prose(Quantity("Theta", *key), notation)


def _look(weight: float, gradient: float | None) -> tuple[str, float]:
    """The class of an edge's line and its width: what number it is that it carries, its sign, and how large."""
    if gradient is not None:
        return f"bp-grad {sign(gradient)}", 1 + 4 * tanh(0 if isnan(gradient) else abs(gradient) / 0.5)
    return sign(weight), 1 + 4 * tanh(abs(weight) / 2.5)


def _numbers(picture: Picture, key: Edge, *, on: bool) -> str:
    """The number on an edge, and its update's arrow: all have one on a small network, on others the selection's."""
    (l, i, j), place = key, picture.place
    if _makes_room(picture, key):
        return ""
    wire, gradients = place.wires[key], picture.carries_gradients
    value = (picture.gradients if gradients else picture.weights)[l][i - 1][j]
    at_source = not place.labelled and _fans_in(picture)
    x, y = wire.at_source if at_source else (wire.label_x, wire.label_y)
    drawn = _label(x, y, gradients, value, chosen=key == picture.spot)
    if picture.slopes and place.labelled and j and not gradients and _on_a_way(picture, key, on=on):
        drawn += f"<text class='bp-slope' x='{x:g}' y='{y + 16:g}'>∂z/∂a</text>"
    drawn += mark(picture, _code(picture, key), x - BADGE_AT, y)
    updates = (picture.updates or picture.now == "update") and picture.reached("D")
    if updates and not at_source:
        drawn += _arrow(wire, -picture.alpha * picture.gradients[l][i - 1][j])
    return drawn


def _code(picture: Picture, key: Edge) -> str:
    """The code of the number that an edge carries."""
    kind = "D" if picture.carries_gradients else "Theta"
    return f"{kind}.{'.'.join(map(str, key))}"


def _has_number(picture: Picture, key: Edge, *, on: bool) -> bool:
    """Whether there is room for an edge's number: on a large network for what the selection is made of alone."""
    made_of = on and picture.selection is not None and picture.lit is None
    return picture.place.labelled or key == picture.spot or made_of


def _on_a_way(picture: Picture, key: Edge, *, on: bool) -> bool:
    """Whether an edge's weight is a local slope of the ways that stand out, or of any, where none do."""
    return key != picture.spot and (on or picture.selection is None)


def _makes_room(picture: Picture, key: Edge) -> bool:
    """Whether an edge carries no number where others of its gap bring errors back."""
    meetings = picture.meetings
    return bool(meetings) and meetings[0].back and meetings[0].gap == key[0] and not picture.tall


def _label(x: float, y: float, gradients: bool, value: float, *, chosen: bool) -> str:
    shown = short("D", value) if gradients else of_kind("Theta", value)
    kind = "bp-grad" if gradients else sign(value)
    label = f"<text class='bp-number {kind}' x='{x:g}' y='{y + 4:g}'>{shown}</text>"
    if not chosen:
        return label
    left = x - FRAME_WIDTH / 2
    return f"<rect class='bp-frame' x='{left:g}' y='{y - 9:g}' width='{FRAME_WIDTH}' height='18'/>{label}"


def _fans_in(picture: Picture) -> bool:
    """Whether the selection's edges share their target: then their labels stand apart at their sources."""
    q = picture.selection
    return picture.now.startswith("a") if q is None else q.kind in ("z", "a", "gprime")


def _arrow(wire: Wire, step: float) -> str:
    """-αD: which way the update moves this weight, and how far."""
    if step == 0 or isnan(step):
        return ""
    size = 2.5 + 3.5 * tanh(abs(step) / 0.2)
    (x, y), up = wire.arrow, -1 if step > 0 else 1
    return (
        f"<rect class='bp-gap-for-step' x='{x - 5:g}' y='{y - 8:g}' width='10' height='16'/>"
        f"<path class='bp-step' d='M{x:g} {y - up * size:.1f}V{y + up * size:.1f}{_TIPS[up]}'/>"
    )
