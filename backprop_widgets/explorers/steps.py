"""One step as a button of the learner's own: pressed, counted, and J over the presses as a small curve."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from backprop_widgets.live.controls import button
from backprop_widgets.notation.symbols import name as name_of
from backprop_widgets.notation.text import Html, or_hidden
from backprop_widgets.picture.chart import Curve, Scale, chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backprop_widgets.session.session import Session

WIDTH, HEIGHT = 280, 84
ROOM = 1.08  # above the highest J
FEW = 10  # presses that the scale has room for at least
DOTTED = 30  # presses up to which each is a dot


def one_step(session: Session, J: float) -> Html:
    """Draw the button, how often it was pressed, and the curve up to J as it is shown now."""
    costs, told = [*session.presses, J], in_words(session, J)
    return Html(
        "<div class='bp-steps' data-key='steps'>"
        f"{button('take-step', 'one step', 'one step: every weight moves at once')}"
        f"<p class='bp-presses' role='status' data-key='presses' data-say>{told}</p>"
        f"{_curve(costs, name_of('J', session.notation), told)}</div>"
    )


def in_words(session: Session, J: float) -> str:
    """Say how often it was pressed, and what became of J.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets import Session
    >>> session = Session(*examples.lecture())
    >>> in_words(session, session.trace.J)
    'No step yet: J = 0.7908.'
    >>> session.take_step()
    >>> in_words(session, session.trace.J)
    '1 step: J 0.7908 → 0.3345.'
    """
    name, now, count = name_of("J", session.notation), or_hidden("J", J), len(session.presses)
    if count == 0:
        return f"No step yet: {name} = {now}."
    return f"{count} step{'s' * (count > 1)}: {name} {or_hidden('J', session.presses[0])} → {now}."


def _curve(costs: Sequence[float], J: str, words: str) -> Html:
    known = [value for value in costs if math.isfinite(value)] or [1.0]
    across = Scale(0, max(FEW, len(costs) - 1), name="steps")
    up = Scale(min(0.0, *known), ROOM * max(*known, 0.1), name=J)
    curve = Curve(list(enumerate(costs)), dotted=len(costs) <= DOTTED)
    return chart([curve], across, up, f"{J} over the steps. {words}", width=WIDTH, height=HEIGHT)
