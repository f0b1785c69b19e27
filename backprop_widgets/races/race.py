"""race(): guess, nudge each weight, backpropagation, side by side by the passes that they use."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, ClassVar

from backprop_core.calls import plainly
from backprop_core.validation import flag, index, largest_weight, learning_rate, one_of
from backprop_widgets.live.live import Live
from backprop_widgets.live.pacing import event_loop
from backprop_widgets.live.source import session_of
from backprop_widgets.notation.typed import number_in, whole_in
from backprop_widgets.races import drawing as draw
from backprop_widgets.races.contest import STRIDE, Contest, Track, larger

if TYPE_CHECKING:
    from backprop_widgets.live.events import Event

MOST = 1_000_000  # passes
SECONDS = 8.0  # that a race takes at least, so that one can watch it
SLICE, BREATH, FRAME = 0.01, 0.003, 0.06  # seconds: of passes at a time, between them, between two pictures


@plainly
def race(
    source: object = None,
    X: object = None,
    Y: object = None,
    *,
    alpha: float | None = None,
    passes: int = 100,
    seed: int = 0,
    scale: float | None = None,
    log: bool | None = None,
) -> Race:
    r"""Let three ways to better weights race, by the passes through the network that each of them uses.

    Guessing draws new weights for each pass. Nudging measures each weight's gradient, two forward passes for each, and
    then goes one step downhill. Backpropagation goes such a step after one forward and one backward pass.

    Parameters
    ----------
    source : Network, Session, Trace or view, optional
        The network to begin with, as it is now; the lecture's, if none is given. With a network, give `X` and `Y` too.
    X, Y : array, optional
        With a network, its examples: one, (s_1,) and (s_L,), or a batch, (m, s_1) and (m, s_L).
    alpha : float, optional
        Learning rate α > 0 of the steps; by default the session's, or 1.
    passes : int
        How long the race is, 2 to 1,000,000.
    seed : int
        For guessing; 0 to 2³¹.
    scale : float, optional
        Above 0: guess from U(-scale, scale); by default as `Network.random` does.
    log : bool, optional
        Whether the axes begin with powers of ten; by default they do from 1000 passes on.

    Raises
    ------
    ValueError, TypeError
        In one sentence that names the argument and what it can be.

    Examples
    --------
    >>> view = race()
    >>> view.run(30)
    >>> print(*view.text().splitlines()[2:], sep="\n")
    guess: 30 guesses; 30 forward, 0 backward; J 0.0706
    nudge: 1 step; 30 forward, 0 backward; J 0.3345
    backpropagation: 15 steps; 15 forward, 15 backward; J 0.0321
    """
    session = session_of(source, X, Y, a="a race", or_lecture=True)
    powers = None if log is None else flag("log", log)
    own = Track(session.net, session.X, session.Y, session.lam)
    passes = index("passes", passes, STRIDE, MOST, "a number of passes")
    index("seed", seed, 0, 2**31, "a seed")
    if scale is not None:
        scale = largest_weight(scale)
    rate = learning_rate(session.alpha if alpha is None else alpha)
    tracks = [own, *(track for track in larger() if track.name != own.name)]
    return Race(Contest(tracks, alpha=rate, passes=passes, seed=seed, scale=scale, powers=powers))


# What the controls do


def _start(view: Race, _: Event) -> None:
    if view.running:
        view.stop()
    else:
        view.start()


def _restart(view: Race, _: Event) -> None:
    view.stop()
    view.contest.restart()


def _choose(view: Race, event: Event) -> None:
    tracks = {track.name: track for track in view.contest.tracks}
    one_of("the track", event.given, tracks)
    view.contest.track = tracks[event.given]
    _restart(view, event)


def _set_alpha(view: Race, event: Event) -> None:
    view.contest.alpha = learning_rate(number_in(event.given))
    _restart(view, event)


def _set_passes(view: Race, event: Event) -> None:
    passes = whole_in("number of passes", event.given, STRIDE, MOST)
    view.stop()
    view.contest.passes = passes
    if view.contest.passes < view.contest.used:
        view.contest.restart()


def _set_powers(view: Race, _: Event) -> None:
    view.contest.powers = not view.contest.powers


class Race(Live):
    """Three ways to better weights, drawn; see `race`.

    Attributes
    ----------
    contest : Contest
        Where the three stand.
    """

    ACTIONS: ClassVar = {
        "start": _start,
        "on": lambda view, _: view.run(STRIDE),
        "back": _restart,
        "track": _choose,
        "alpha": _set_alpha,
        "passes": _set_passes,
        "powers": _set_powers,
    }
    _task: asyncio.Task[None] | None = None

    def __init__(self, contest: Contest) -> None:
        self.contest = contest
        super().__init__()
        self.refresh()

    # for cells

    @property
    def running(self) -> bool:
        """Whether passes are being used."""
        return self._task is not None

    @plainly
    def run(self, passes: int | None = None) -> None:
        """Use so many passes more, now; by default all that are left."""
        if passes is not None:
            passes = index("passes", passes, 0, MOST, "the number of passes to use")
        self.stop()
        self.contest.use(self.contest.passes if passes is None else passes)
        self.refresh()

    def start(self) -> None:
        """Race on, until told to stop or until all passes are used."""
        if not self.running and not self.contest.over:
            self._task = event_loop("use run(passes)").create_task(self._go())

    def stop(self) -> None:
        """Stop where they are."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
            self.refresh()

    # what Live asks for

    def draw(self) -> str:
        """Draw the controls, the curves, and a table of what each has used."""
        return draw.race(self.contest, running=self.running, notice=self.notice)

    def text(self) -> str:
        """Say what the race is about, and where the three stand."""
        return draw.in_words(self.contest)

    def still(self) -> str:
        """Return the curves as a picture that stands alone."""
        return draw.curves(self.contest, alone=True)

    def close(self) -> None:
        """Race no more."""
        self.stop()
        super().close()

    async def _go(self) -> None:
        """Use passes in slices, as many as are due by now, and show where they stand as often as there is time."""
        contest, since, next_picture = self.contest, time.perf_counter(), 0.0
        before = contest.used
        try:
            while not contest.over:
                now = time.perf_counter()
                due = before + (now - since) * contest.passes / SECONDS
                while contest.used + STRIDE <= due and not contest.over and time.perf_counter() < now + SLICE:
                    contest.use(STRIDE)
                if now >= next_picture:
                    start = time.perf_counter()
                    self.refresh()
                    next_picture = start + max(FRAME, 3 * (time.perf_counter() - start))
                await asyncio.sleep(BREATH)
        finally:  # also where an observer of the learner's own has failed
            if self._task is asyncio.current_task():
                self._task = None
                self.refresh()
