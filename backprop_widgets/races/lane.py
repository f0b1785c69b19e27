"""One way of the race: how far it has come with the passes that it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_core import Diverged

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backprop_core.searches import Standing


class Lane:
    """A search that is told how many passes it may have used.

    Attributes
    ----------
    name : str
    now : Standing
        Where it stands.
    seen : list of (int, float)
        The passes at which its J changed, and J from there on.
    stops : str
        Why it can't go on; "" as long as it can.
    """

    def __init__(self, name: str, search: Iterator[Standing]) -> None:
        self.name = name
        self.stops = ""
        self._search = search
        self.now = next(search)
        self._ahead: Standing | None = None
        self.seen = [(0, self.now.J)]

    def advance(self, passes: int) -> None:
        """Go on until so many passes are used; a round that would take more than that waits."""
        while not self.stops:
            if self._ahead is None:
                self._look_ahead()
            elif self._ahead.passes > passes:
                return
            else:
                self.now, self._ahead = self._ahead, None
                if self.seen[-1][1] != self.now.J:
                    self.seen.append((self.now.passes, self.now.J))

    def _look_ahead(self) -> None:
        try:
            self._ahead = next(self._search)
        except Diverged as end:
            self.stops = end.reason

    def stairs(self, passes: int) -> list[tuple[float, float]]:
        """Its J after each number of passes up to this one, as the corners of a line.

        Examples
        --------
        >>> from backprop_core import examples
        >>> from backprop_core.searches import nudge
        >>> lane = Lane("nudge", nudge(*examples.lecture()))
        >>> lane.advance(45)
        >>> [(passes, round(J, 2)) for passes, J in lane.stairs(45)]
        [(0, 0.79), (30, 0.79), (30, 0.33), (45, 0.33)]
        """
        corners: list[tuple[float, float]] = [(0, self.seen[0][1])]
        for at, J in self.seen[1:]:
            corners += [(at, corners[-1][1]), (at, J)]
        end = self.now.passes if self.stops else passes
        return [*corners, (max(end, corners[-1][0]), corners[-1][1])]
