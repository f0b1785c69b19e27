"""Products drawn where they happen: on the edges that carry them, and at the unit that adds them up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_core.quantity import code_of
from backprop_widgets.notation.symbols import in_prose, name
from backprop_widgets.picture.digits import factor_text, short, sign
from backprop_widgets.picture.edges import Carried
from backprop_widgets.picture.lines import PLUS, PRODUCT_WIDTH, lines

if TYPE_CHECKING:
    from backprop_core import Factor
    from backprop_core.explanation import Term
    from backprop_widgets.picture.lines import Line
    from backprop_widgets.picture.meetings import Edge, Meeting
    from backprop_widgets.picture.model import Picture

SUM_AT = 9  # the middle of a sum, right of its plus: so far from the card as from the labels


def products(picture: Picture) -> dict[Edge, Carried]:
    """What the edges carry that bring products together.

    Examples
    --------
    >>> from backprop_core import Quantity, examples, run
    >>> from backprop_widgets.picture.model import Picture
    >>> picture = Picture(run(*examples.lecture()), 8, Quantity("delta", 2, 2), blame=True)
    >>> sorted(products(picture))
    [(2, 1, 2), (2, 2, 2)]
    """
    carried = {}
    for meeting, arrived, whole in picture.arrivals:
        ways = lines(picture.place, meeting)
        for n, (edge, (term, product)) in enumerate(meeting.terms.items()):
            line = ways.edges[edge]
            last = n + 1 == arrived and not whole and picture.products is not None
            drawn = _product(line, term, product, meeting, last=last) if n < arrived else ""
            carried[edge] = Carried(line.path, drawn, meeting.back)
    return carried


def sums(picture: Picture) -> list[str]:
    """The plus at each unit, with the sum on the way back; on the way forward that is z, which its card shows."""
    return [_sum(picture, meeting, whole=whole) for meeting, _, whole in picture.arrivals]


def _product(line: Line, term: Term, product: float, meeting: Meeting, *, last: bool) -> str:
    look = "bp-delta" if meeting.back else "bp-plain"
    shown = short(meeting.of.quantity.kind, product)
    factors = " · ".join(_factor(n, factor) for n, factor in enumerate(term))
    dots = f"<path class='bp-run' d='{line.path}'/>" if meeting.back else ""
    look_of_plate = "bp-plate bp-last" if last else "bp-plate"
    return (
        f"{dots}<rect class='{look_of_plate}' x='{line.x - PRODUCT_WIDTH / 2:g}' y='{line.y - 15:g}'"
        f" width='{PRODUCT_WIDTH}' height='30'/>"
        f"<text class='bp-factors' x='{line.x:g}' y='{line.y - 2.5:g}'>{factors}</text>"
        f"<text class='bp-product {look}' x='{line.x:g}' y='{line.y + 10.5:g}'>{shown}</text>"
    )


def _factor(n: int, factor: Factor) -> str:
    delta = factor.quantity is not None and factor.quantity.kind == "delta"
    look = sign(factor.value) if n == 0 else "bp-delta" if delta else "bp-plain"
    return f"<tspan class='{look}'>{factor_text(factor)}</tspan>"


def _sum(picture: Picture, meeting: Meeting, *, whole: bool) -> str:
    """A plus in a circle, and when all its products are there the way into the card."""
    ways, (l, i) = lines(picture.place, meeting), meeting.unit
    drawn = (
        f"<path class='bp-tip' d='{ways.tip}'/><circle cx='{ways.x:g}' cy='{ways.y:g}' r='{PLUS}'/>"
        f"<path class='bp-cross' d='M{ways.x - 4:g} {ways.y:g}h8m-4-4v8'/>"
    )
    if whole:
        drawn += f"<path class='bp-into' d='{ways.into_card}'/>"
    if not meeting.back:
        ref = f" data-key='meet:z.{l}.{i}' data-ref='u{l}-{i}'" if picture.live else ""
        return f"<g class='bp-meet'{ref}>{drawn}</g>"
    by_a, shown, x = meeting.of.quantity, short("dJda", meeting.of.value) if whole else "", ways.x + SUM_AT
    if whole:
        drawn += (
            f"<text class='bp-value bp-delta' x='{x:g}' y='{ways.y + 24:g}'>{shown}</text>"
            f"<text class='bp-small' x='{x:g}' y='{ways.y + 36:g}'>{name('dJda', picture.notation)}</text>"
        )
    if not picture.live:
        return f"<g class='bp-meet bp-meet-back'>{drawn}</g>"
    code = code_of(by_a)
    return (
        f"<g class='bp-meet bp-meet-back' data-key='pick:{code}' data-on='click' data-ref='u{l}-{i}' tabindex='0'"
        f" role='button' aria-pressed='{'true' if code == picture.chosen else 'false'}'"
        f" aria-label='{in_prose(by_a, picture.notation)}: {shown or 'not added up yet'}'>{drawn}</g>"
    )
