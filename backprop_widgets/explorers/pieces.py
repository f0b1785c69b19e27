"""A stage in pieces: its products come one by one, then the sum that each unit makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_core import Quantity, value_of
from backprop_widgets.notation.symbols import name, words
from backprop_widgets.picture.digits import factor_text, short
from backprop_widgets.picture.meetings import arrivals, meetings, steps

if TYPE_CHECKING:
    from backprop_core import Trace
    from backprop_widgets.picture.meetings import Meeting
    from backprop_widgets.session.session import Session


class Pieces:
    """How far one explorer has filled in the stage that it is at.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets.session.session import Session
    >>> session, pieces = Session(*examples.lecture(), stage=6), Pieces()
    >>> for _ in range(3):
    ...     pieces.go_on(session)
    >>> session.stage_name, pieces.step(session)
    ('d2', 2)
    """

    def __init__(self) -> None:
        self._at: tuple[int, int] | None = None  # a stage, and how many of its steps are done; None: all of them

    def step(self, session: Session) -> int | None:
        """How many products and sums of this stage are there; None if all are."""
        if self._at is None or self._at[0] != session.stage or not _filled_in(session):
            return None
        return self._at[1]

    def pending(self, session: Session) -> tuple[Quantity, ...]:
        """The numbers that units have yet to make of their sums, with those of which the sums would tell them."""
        step = self.step(session)
        waiting = [m for m, _, whole in arrivals(_filled_in(session), step) if not whole]
        return tuple(Quantity(kind, *m.unit) for m in waiting for kind in (_MADE_BACK if m.back else _MADE_ON))

    def go_on(self, session: Session) -> None:
        """Take the next step of this stage; after the last one go to the next stage, and begin it."""
        step = self.step(session)
        if step is not None and step < steps(_filled_in(session)):
            self._at = session.stage, step + 1
        else:
            self._at = session.stage + 1, 0  # before the views hear of it
            session.stage += 1

    def go_back(self, session: Session) -> None:
        """Take one step back; before the first one is the stage before, all of it."""
        step = self.step(session)
        if step is None:
            step = steps(_filled_in(session))
        if step:
            self._at = session.stage, step - 1
        else:
            self._at = None
            session.stage -= 1

    def finish(self) -> None:
        """Show all of the stage."""
        self._at = None

    def sentence(self, session: Session) -> str:
        """Say what the last step has brought; nothing before the first and where all is shown at once."""
        step = self.step(session) or 0
        trace = session.trace
        for meeting in _filled_in(session):
            if 0 < step <= len(meeting.terms):
                return _of_product(meeting, step - 1, session.notation)
            step -= len(meeting.terms)
            if step == 1:
                return _of_sum(trace, meeting, session.notation)
            step -= 1
        return ""


_MADE_ON, _MADE_BACK = ("z", "a", "gprime"), ("dJda", "delta")


def _filled_in(session: Session) -> tuple[Meeting, ...]:
    """The sums that the stage itself makes, of the selected unit or of all; none where the picture shows others."""
    found = meetings(session.trace, session.selection, session.stage)
    return found if found and found[0].stage == session.stage_name else ()


def _of_product(meeting: Meeting, n: int, notation: str) -> str:
    (l, i, j), (term, product) = list(meeting.terms.items())[n]
    numbers = " · ".join(factor_text(factor) for factor in term)
    weight = words(Quantity("Theta", l, i, j), notation)
    way = "Back" if meeting.back else "Forward"
    return f"{way} along {weight}: {numbers} = {short(meeting.of.quantity.kind, product)}."


def _of_sum(trace: Trace, meeting: Meeting, notation: str) -> str:
    l, i = meeting.unit
    total = f"{name(meeting.of.quantity.kind, notation)} = {short(meeting.of.quantity.kind, meeting.of.value)}"
    result = Quantity("delta" if meeting.back else "a", l, i)
    made = f"{words(result, notation)} = {short(result.kind, value_of(trace, result))}"
    if meeting.slope is None:
        return f"They add up to {total}, and from that comes {made}."
    return f"They add up to {total}. Times the unit’s own slope, {short('gprime', meeting.slope)}, that is {made}."
