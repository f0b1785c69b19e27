"""One descent as a record: what was seen of its cost, and the network of every step, to go back to."""

from __future__ import annotations

import time
from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from backprop_core import Diverged, descent
from backprop_core.batch import examples_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backprop_core import Network, Record
    from backprop_core.validation import Array

BUDGET = 48 * 2**20  # bytes of weights that one run keeps
EVERY_STEP = 500  # examples up to which J of all of them is computed after each step


@dataclass(frozen=True)
class Settings:
    """How a run goes downhill; see `backprop_core.descent`."""

    alpha: float = 1.0
    lam: float = 0.0
    batch: int | None = None
    momentum: float = 0.0
    seed: int = 0


class Run:
    """A descent under way, with its record.

    The weights of each step are kept, flat, in one array. When that reaches `BUDGET`, every second step is let go,
    then every second of those, and so on: a 2-4-4-1 network gets there after 170 000 steps, 64-64-10 after 1300.
    J and accuracy of all the examples are computed after every step where that is cheap (full batches, or few
    examples), else once each time round.

    Parameters
    ----------
    net : Network
        Where it starts.
    X, Y : array
    settings : Settings
    number : int
        Which of several it is.
    first : int
        The number of the first step; more than 0 if the run branched off from another there.

    Attributes
    ----------
    failure : str
        Why the descent ended for good; "" as long as it hasn't.
    spacing : int
        1 as long as every step is kept; every so many are.
    start : Network
        Where it started.

    Examples
    --------
    >>> from backprop_core import Network, examples
    >>> run = Run(Network.random([2, 4, 1], seed=1), *examples.xor(), Settings(alpha=2.0))
    >>> run.advance(steps=300)
    300
    >>> run.last, bool(run.J[-1] < run.J[0])
    (300, True)
    """

    def __init__(
        self, net: Network, X: Array, Y: Array, settings: Settings, *, number: int = 1, first: int = 0
    ) -> None:
        self.X, self.Y, self.settings, self.number, self.first = X, Y, settings, number, first
        self.failure = ""
        self.start = net
        s = settings
        self._records: Iterator[Record] = descent(
            net, X, Y, alpha=s.alpha, lam=s.lam, steps=10**9, batch=s.batch, momentum=s.momentum, seed=s.seed
        )
        m = examples_in(X)
        self._look = 1 if m <= EVERY_STEP or s.batch is None else -(-m // s.batch)
        self._weights = np.empty((16, sum(T.size for T in net.Theta.values())), net.dtype)
        self.spacing = 1
        self._seen = array("d"), array("d"), array("d")  # step, J, accuracy
        self._last = -1
        self._passing = False
        self._take(next(self._records))

    # going on

    @property
    def name(self) -> str:
        """What it is called in pictures and lists."""
        return f"run {self.number}"

    def advance(self, *, steps: int, seconds: float = np.inf) -> int:
        """Make up to so many steps, for up to so long; stop for good if the descent diverges, with `failure` set.

        Returns
        -------
        int
            How many steps were made.
        """
        end, made = time.perf_counter() + seconds, 0
        try:
            while made < steps and not self.failure:
                self._take(next(self._records))
                made += 1
                if time.perf_counter() >= end:
                    break
            self._see()
        except Diverged as stop:
            self.failure = f"step {self.first + stop.step}: {stop.reason}"
            self._last = int(self._seen[0][-1])  # the last one whose cost is a number
        return made

    def _take(self, record: Record) -> None:
        if self._passing:  # seen though it was not its turn, so that the curve went up to the newest step
            for column in self._seen:
                column.pop()
            self._passing = False
        self._newest, self._last = record, record.step
        if record.step % self._look == 0:
            self._see()
        if record.step % self.spacing == 0:
            self._keep(record.net)

    def _see(self) -> None:
        """Note J and accuracy of the newest step, unless they are noted already."""
        record = self._newest
        if not self._seen[0] or self._seen[0][-1] != record.step:
            share = record.accuracy
            row = record.step, record.J, np.nan if share is None else share
            for column, value in zip(self._seen, row, strict=True):
                column.append(value)
            self._passing = record.step % self._look != 0

    def _keep(self, net: Network) -> None:
        place = self._last // self.spacing
        if place == len(self._weights):
            if 2 * self._weights.nbytes > BUDGET:
                self._weights[: (place + 1) // 2] = self._weights[::2].copy()
                self.spacing *= 2
                if self._last % self.spacing:
                    return
                place = self._last // self.spacing
            else:
                self._weights = np.concatenate([self._weights, np.empty_like(self._weights)])
        self._weights[place] = np.concatenate([T.ravel() for T in net.Theta.values()])

    # going back

    @property
    def last(self) -> int:
        """The number of the newest step."""
        return self.first + self._last

    def kept(self, step: int) -> int:
        """The step nearest to this one, at or before it, whose network is there; all are until memory runs short."""
        within = min(max(step - self.first, 0), self._last)
        return self.first + (within if within == self._newest.step else within // self.spacing * self.spacing)

    def network(self, step: int) -> Network:
        """The network after so many steps, or the nearest before it that was kept."""
        within = self.kept(step) - self.first
        if within == self._newest.step:
            return self._newest.net
        flat, Theta, start = self._weights[within // self.spacing], {}, 0
        for l, T in self.start.Theta.items():
            Theta[l] = flat[start : start + T.size].reshape(T.shape)
            start += T.size
        return replace(self.start, Theta=Theta)

    @property
    def memory(self) -> int:
        """Bytes that the kept weights take."""
        return self._weights.nbytes

    # what was seen

    @property
    def seen(self) -> Array:
        """The steps at which J and accuracy are known."""
        return self.first + np.array(self._seen[0], int)

    @property
    def J(self) -> Array:
        """The cost of all examples at each of these steps."""
        return np.array(self._seen[1])

    @property
    def accuracy(self) -> Array:
        """The share of examples that were right, at each of these steps; NaN for outputs that can be any number."""
        return np.array(self._seen[2])
