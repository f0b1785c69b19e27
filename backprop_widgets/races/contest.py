"""A race without its picture: what it is about, the three ways, and the passes that they have used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from backprop_core import Network, examples
from backprop_core.batch import examples_in
from backprop_core.searches import backpropagate, guess, nudge
from backprop_widgets.races.lane import Lane

if TYPE_CHECKING:
    from collections.abc import Sequence

STRIDE = 2  # passes: one step of backpropagation, one weight nudged, two guesses
LONG = 1_000  # passes from which on axes go by powers of ten, unless asked for otherwise


@dataclass(frozen=True)
class Track:
    """What a race is about.

    Examples
    --------
    >>> Track(*examples.lecture()).name
    '2-2-2-1: 15 weights, 1 example'
    """

    net: Network
    X: Any
    Y: Any
    lam: float = 0.0

    @property
    def name(self) -> str:
        """The network and its examples, as one says them."""
        m = examples_in(self.X)
        sizes = "-".join(map(str, self.net.sizes))
        return f"{sizes}: {weights_of(self.net):,} weights, {m:,} example{'s' * (m > 1)}"


def weights_of(net: Network) -> int:
    """How many weights a network has."""
    return sum(Theta.size for Theta in net.Theta.values())


def larger() -> list[Track]:
    """Two larger networks: for points in a plane, for digits."""
    X, Y = examples.digits()
    return [
        Track(Network.random([2, 8, 8, 1]), *examples.two_moons(100)),
        Track(Network.random([64, 16, 10]), X[:200], Y[:200]),
    ]


class Contest:
    """Three searches that use their passes side by side.

    Parameters
    ----------
    tracks : sequence of Track
        What the race can be about; the first one is.
    alpha : float
        Learning rate of the steps.
    passes : int
        How long it is.
    seed, scale
        For guessing, as for `Network.random`.
    powers : bool or None
        Whether the axes go by powers of ten; None leaves that to the number of passes.

    Attributes
    ----------
    lanes : list of Lane
        Guessing, nudging, backpropagation.
    used : int
        The passes that each may have used by now.
    """

    def __init__(
        self,
        tracks: Sequence[Track],
        *,
        alpha: float,
        passes: int,
        seed: int = 0,
        scale: float | None = None,
        powers: bool | None = None,
    ) -> None:
        self.tracks, self.track = tracks, tracks[0]
        self.alpha, self.passes, self._powers = alpha, passes, powers
        self._seed, self._scale = seed, scale
        self.restart()

    def restart(self) -> None:
        """Put all three back to the start."""
        t = self.track
        task = t.net, t.X, t.Y, t.lam
        self.lanes = [
            Lane("guess", guess(*task, seed=self._seed, scale=self._scale)),
            Lane("nudge", nudge(*task, alpha=self.alpha)),
            Lane("backpropagation", backpropagate(*task, alpha=self.alpha)),
        ]
        self.used = 0

    def use(self, passes: int) -> None:
        """Use so many passes more, if there are so many."""
        self.used = min(self.used + passes, self.passes)
        for lane in self.lanes:
            lane.advance(self.used)

    @property
    def over(self) -> bool:
        """Whether all passes are used: guessing can always go on."""
        return self.used >= self.passes

    @property
    def powers(self) -> bool:
        """Whether the axes go by powers of ten."""
        return self.passes >= LONG if self._powers is None else self._powers

    @powers.setter
    def powers(self, wanted: bool) -> None:
        self._powers = wanted
