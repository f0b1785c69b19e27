"""The units of a network picture: cards with their numbers, bias units, and the cost."""

from __future__ import annotations

from functools import lru_cache
from math import isnan
from typing import TYPE_CHECKING, NamedTuple

from backprop_core import Quantity
from backprop_core.quantity import code_of
from backprop_widgets.notation.symbols import in_prose, known, words
from backprop_widgets.picture.digits import fitted, said, short
from backprop_widgets.picture.layout import BIAS_RADIUS, MARGIN
from backprop_widgets.picture.marks import beside, heard, mark, yours
from backprop_widgets.picture.reach import moves_alone, slider_role

if TYPE_CHECKING:
    from backprop_widgets.picture.layout import Box, Layout
    from backprop_widgets.picture.model import Picture


def bias(picture: Picture, l: int) -> str:
    """Draw a bias unit."""
    x, y = picture.place.biases[l]
    handle = f" data-ref='u{l}-0' data-key='bias:{l}'" if picture.live else ""
    return (
        f"<g class='bp-bias'{handle}><circle cx='{x:g}' cy='{y:g}' r='{BIAS_RADIUS}'/>"
        f"<text x='{x:g}' y='{y + 4:g}'>+1</text></g>"
    )


def card(picture: Picture, lit: frozenset[str], l: int, i: int) -> str:
    """Draw a unit: a large with a bar, the others below it.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> from backprop_widgets.picture.model import Picture
    >>> drawn = card(Picture(run(*examples.lecture()), 8), frozenset(), 2, 1)
    >>> [number in drawn for number in ("1.230", "0.774")]
    [True, True]
    """
    box, token = picture.place.cards[l, i], f"u{l}-{i}"
    shown = picture.lines[l]
    rows = "".join(_row(picture, line, box, l, i) for line in shown)
    on = " bp-on" if token in lit else ""
    chosen = " bp-chosen" if picture.spot == (l, i) else ""
    ref = f" data-ref='{token}' data-key='unit:{l}.{i}'" if picture.live else ""
    back = _wash(picture, l, i) if "gprime" in shown and "delta" in shown else ""
    return (
        f"<g class='bp-unit{on}{chosen}'{ref}><rect class='bp-card' x='{box.x:g}' y='{box.y:g}' width='{box.width:g}'"
        f" height='{box.height:g}'/>{back}{rows}{_bar(picture, box, l, i)}</g>"
        f"{_mean_of(picture, box)}{_yours(picture, box, shown, l, i)}"
    )


def _yours(picture: Picture, box: Box, shown: tuple[str, ...], l: int, i: int) -> str:
    if not picture.marks:
        return ""
    kinds = [kind for kind in ("z", "a", "delta") if kind in shown]  # in the order in which they are computed
    return yours(picture, box, tuple(Quantity(kind, l, i) for kind in kinds))


def _mean_of(picture: Picture, box: Box) -> str:
    """What the numbers of a card are, where they aren't one example's: on its upper edge."""
    if picture.trace.X.ndim == 1:
        return ""
    return f"<text class='bp-mean' x='{box.x + 11:g}' y='{box.y + 3.5:g}'>mean of {picture.trace.m:,}</text>"


def _wash(picture: Picture, l: int, i: int) -> str:
    """The ground on which g'(z) and the δ that it makes stand, apart from what the unit has from the way forward."""
    place, box = picture.place, picture.place.cards[l, i]
    top = (place.baseline("z", l, i) + place.baseline("gprime", l, i)) / 2 - 4.5
    height = place.baseline("delta", l, i) + 8 - top
    return f"<rect class='bp-wash' x='{box.x + 4:g}' y='{top:g}' width='{box.width - 8:g}' height='{height:g}'/>"


class Frame(NamedTuple):
    """A row of a card without its number.

    Attributes
    ----------
    code : str
        Of the number.
    drawn : str
        The row, with "%(shown)s" and the like where what depends on the number goes.
    """

    code: str
    drawn: str


def _row(picture: Picture, kind: str, box: Box, l: int, i: int) -> str:
    """One number of a unit, with its name; of a batch, the mean over the examples."""
    net, batch = picture.trace.net, picture.trace.X.ndim == 2
    moved = kind in ("x", "y") and not batch and moves_alone(kind, net.output, net.sizes[-1])
    code, drawn = _frame(picture.place, kind, l, i, picture.notation, picture.slopes, picture.live, batch, moved)
    value = picture.number(kind, l, i)
    shown = short(kind, value)
    return drawn % {
        "shown": shown,
        "said": said(shown) + heard(picture, code),
        "pressed": "true" if code == picture.chosen else "false",
        "value": value,
        "slider": slider_role(kind, value, net.output) if moved else "",
        "mark": mark(picture, code, beside(picture, box) - 9, -4.5) if picture.marks else "",
    }


@lru_cache(maxsize=4096)
def _frame(
    place: Layout, kind: str, l: int, i: int, notation: str, slopes: bool, live: bool, batch: bool, moved: bool
) -> Frame:
    q = Quantity(kind, i=i) if kind in ("x", "y") else Quantity(kind, l, i)
    box, y, code = place.cards[l, i], place.baseline(kind, l, i), code_of(q)
    text = (
        f"<text class='bp-name'>{fitted(_name(q, notation, slopes=slopes))}</text>"
        f"<text class='bp-value bp-{kind}' x='{box.width - 18:g}'>%(shown)s</text>%(mark)s"
    )
    start = f"<g class='bp-row' transform='translate({box.x + 9:g},{y:g})'"
    if not live:
        return Frame(code, f"{start}>{text}</g>")
    label = f"{'mean ' if batch else ''}{in_prose(q, notation)}: %(said)s"
    hit = f"<rect class='bp-hit{' bp-high' if kind in ('a', 'x') else ''}'/>"
    if moved:
        control = (
            f" data-key='move:{code}' data-on='drag key click' data-value='%(value)r' tabindex='0' %(slider)s"
            f" aria-valuetext='%(shown)s' aria-label='{label}'"
        )
    else:
        control = (
            f" data-key='pick:{code}' data-on='click' tabindex='0' role='button' aria-label='{label}'"
            " aria-pressed='%(pressed)s'"
        )
    return Frame(code, f"{start}{control}>{hit}{text}</g>")


def _name(q: Quantity, notation: str, *, slopes: bool) -> str:
    """What stands before a number: short, for its place says which unit's it is."""
    names = known(notation).names
    if q.kind in ("x", "y"):
        return words(q, notation)
    if q.kind == "gprime":
        return "∂a/∂z" if slopes else f"×{names['g']}′"
    return names.get(q.kind, "grad")


def _bar(picture: Picture, box: Box, l: int, i: int) -> str:
    """A bar under a: from 0 to 1 for a sigmoid, from -1 to 1 for tanh; other activations have no scale."""
    trace = picture.trace
    name = trace.net.output if l == trace.net.L else trace.net.hidden
    if l == 1 or not picture.reached(f"a{l}") or name not in ("sigmoid", "softmax", "tanh"):
        return ""
    a = picture.number("a", l, i)
    if isnan(a):
        return ""
    y = picture.place.top(l, i) + picture.place.rows.bar
    x, width = box.x + 9, box.width - 18
    start, end = (x, x + width * a) if name != "tanh" else sorted((x + width / 2, x + width / 2 * (1 + a)))
    return (
        f"<rect class='bp-bar-back' x='{x:g}' y='{y:g}' width='{width:g}' height='3' rx='1.5'/>"
        f"<rect class='bp-bar' x='{start:.1f}' y='{y:g}' width='{end - start:.1f}' height='3' rx='1.5'/>"
    )


def stem(picture: Picture) -> str:
    """Draw the line from the output to J; from several outputs to it, for each of them has a part in J."""
    if not picture.reached("J"):
        return ""
    place, net = picture.place, picture.trace.net
    box = place.cost
    outputs = [place.cards[net.L, i] for i in range(1, net.sizes[-1] + 1)]
    first, last = outputs[0], outputs[-1]
    if len(outputs) == 1:
        path = f"M{box.x + box.width / 2:g} {last.bottom:g}V{box.y:g}"
    elif place.tall:  # they stand side by side: a rail under them
        rail = (last.bottom + box.y) / 2
        path = "".join(f"M{card.x + card.width / 2:g} {card.bottom:g}V{rail:g}" for card in outputs)
        path += f"M{first.x + first.width / 2:g} {rail:g}H{last.x + last.width / 2:g}V{box.y:g}"
    else:  # a rail on their right
        rail = last.right + MARGIN / 2
        path = "".join(f"M{card.right:g} {card.middle:g}H{rail:g}" for card in outputs)
        path += f"M{rail:g} {first.middle:g}V{box.middle:g}H{box.right:g}"
    return f"<path class='bp-stem' d='{path}'/>"


def cost(picture: Picture, lit: frozenset[str]) -> str:
    """Draw J, below the output."""
    place = picture.place
    box = place.cost
    if not picture.reached("J"):
        return ""
    value, name = short("J", picture.trace.J), known(picture.notation).names["J"]
    text = (
        f"<rect class='bp-card' x='{box.x:g}' y='{box.y:g}' width='{box.width:g}' height='{box.height:g}'/>"
        f"<text class='bp-name' x='{box.x + 9:g}' y='{box.middle + 4.5:g}'>{fitted(name)}</text>"
        f"<text class='bp-value bp-J' x='{box.right - 9:g}' y='{box.middle + 5:g}'>{value}</text>"
        f"{mark(picture, 'J', box.right + 1, box.middle)}{yours(picture, box, (Quantity('J'),))}"
    )
    chosen = picture.chosen == "J"
    classes = f"bp-unit bp-row{' bp-on' if 'J' in lit else ''}{' bp-chosen' if chosen else ''}"
    if not picture.live:
        return f"<g class='{classes}'>{text}</g>"
    return (
        f"<g class='{classes}' data-key='pick:J' data-on='click' data-ref='J' tabindex='0' role='button'"
        f" aria-label='cost {name}: {said(value)}{heard(picture, 'J')}'"
        f" aria-pressed='{'true' if chosen else 'false'}'>{text}</g>"
    )
