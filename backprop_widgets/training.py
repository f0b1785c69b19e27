"""Training as a record: start, pause, go back to any step, change something there and branch off."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Int

from backprop_core import Network, accuracy, cost, forward
from backprop_core.classification import ties
from backprop_widgets.draw import course as draw
from backprop_widgets.draw.text import number
from backprop_widgets.live import Event, Live
from backprop_widgets.pacing import easel
from backprop_widgets.plots import add_png
from backprop_widgets.record import Run, Settings
from backprop_widgets.session import Session
from backprop_widgets.state import to_state
from backprop_widgets.training_controls import ACTIONS

if TYPE_CHECKING:
    from backprop_widgets.figures.history import History

SLICE = 0.01  # seconds of steps at a time, so that a click is never kept waiting
BREATH = 0.003  # seconds between two slices, for whoever wants to say something
FRAME = 0.06  # seconds between two pictures of the moment, at least
MAX_RUNS = 8
MAX_WRITTEN = 600  # numbers
_DEPENDS_ON = ["net", "X", "Y", "alpha", "lam"]


def training(
    source: Any,
    X: object = None,
    Y: object = None,
    *,
    steps: int = 1000,
    batch: int | None = None,
    momentum: float = 0.0,
    seed: int = 0,
    **traits: Any,
) -> Training:
    """Open a training; it starts when it is told to.

    Parameters
    ----------
    source : Session, Explorer or Network
        What is trained: the network of a session, on all its examples, with its α and λ; all views of the session
        show the moment that the training shows. A network, with `X` and `Y`, gets a session of its own.
    steps : int
        How far Start goes: to this step; from there or beyond, so many steps more.
    batch : int, optional
        Examples an update; all of them by default.
    momentum : float
        μ, from 0 to below 1.
    seed : int
        For drawing the batches, and for new weights.
    **traits
        Of the session that a network gets: `alpha`, `lam`.

    Examples
    --------
    >>> from backprop_core import Network, examples
    >>> course = training(Network.random([2, 4, 4, 1], seed=1), *examples.xor(), alpha=2.0)
    >>> course.train(1000)
    >>> print(course.text().splitlines()[1])
    Step 1000 of 1000: J = 0.0014, 4 of 4 right (an output of at least 0.5 counts as 1).
    >>> course.show(200)
    >>> print(f"{course.session.trace.J:.4f}")
    0.6712
    """
    if isinstance(source, Network):
        source = Session(source, X, Y, **traits)
    elif X is not None or Y is not None or traits:
        raise ValueError("X, Y and traits belong to the session: give them only with a network")
    session = source if isinstance(source, Session) else getattr(source, "session", None)
    if not isinstance(session, Session):
        raise TypeError(f"a training needs a session, an explorer or a network, not {type(source).__name__}")
    return Training(session, Plan(steps, batch, momentum, seed))


@dataclass
class Plan:
    """What the controls of a training ask for, beside the session's α and λ."""

    steps: int = 1000
    batch: int | None = None
    momentum: float = 0.0
    seed: int = 0
    pace: float = 0.0  # steps a second; 0 as fast as it goes

    def settings(self, session: Session) -> Settings:
        """How a run that starts now goes downhill."""
        return Settings(session.alpha, session.lam, self.batch, self.momentum, self.seed)


@dataclass
class Stretch:
    """A running stretch: since when, from which step, for telling how long it will take."""

    step: int
    since: float = field(default_factory=time.perf_counter)

    def left(self, step: int, end: int) -> float | None:
        """Seconds that are left; None as long as nobody knows, or if all of it takes less than a second."""
        took, made = time.perf_counter() - self.since, step - self.step
        if took < 0.3 or made <= 0:
            return None
        left = took / made * (end - step)
        return left if took + left > 1 else None


class Training(Live):
    """A training; see `training`.

    Attributes
    ----------
    session : Session
    runs : list of Run
        Every run so far; `run` is the one that is looked at, `compared` the one beside it, if any.
    step : int
        The step that is shown, in all views of the session.
    moment : int
        Changes whenever something that is shown has changed; observe it.
    """

    moment = Int()
    _open = False

    def __init__(self, session: Session, plan: Plan) -> None:
        self.session, self.plan = session, plan
        self.runs = [Run(session.net, session.X, session.Y, plan.settings(session))]
        self.run: Run = self.runs[0]
        self.compared: Run | None = None
        self.step = 0
        self.notice = ""
        self._shown = session.net
        self.goal = plan.steps
        self._task: asyncio.Task[None] | None = None
        self._stretch: Stretch | None = None
        self._history: History | None = None
        super().__init__()
        self._open = True
        session.observe(self.look_for_changes, _DEPENDS_ON)
        self.refresh()

    # for cells

    @property
    def running(self) -> bool:
        """Whether steps are being made."""
        return self._task is not None

    def start(self) -> None:
        """Go on from the moment that is shown: with its run if nothing was changed there, else with a new run."""
        if self.running:
            return
        self._ready()
        self._task = asyncio.get_running_loop().create_task(self._go())
        self._changed()

    def pause(self) -> None:
        """Make no more steps for now."""
        if self.running:
            self._halt()
            self._show(self.run.last)

    def _halt(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = self._stretch = None

    def train(self, steps: int | None = None) -> None:
        """Make so many steps now, and return when they are made; by default as many as are left to `plan.steps`."""
        self.pause()
        self._ready()
        self.run.advance(steps=self.goal - self.run.last if steps is None else steps)
        self._show(self.run.last)

    def show(self, step: int) -> None:
        """Go to a step of the run, in all views of the session."""
        self.pause()
        self.notice = ""
        self._show(step)

    # runs

    def _ready(self) -> None:
        """Have a run that goes on from what is shown."""
        self.notice = ""
        run = self.run
        if not (self._is_untouched() and self.step == run.last and not run.failure):
            first = self.step if self.session.net.sizes == run.network(run.first).sizes else 0
            self._begin(self.plan.settings(self.session), first)
        if self.run.last >= self.goal:
            self.goal = self.run.last + self.plan.steps

    def _is_untouched(self) -> bool:
        """Whether network, examples and settings are those of the run at the step that is shown."""
        run, session = self.run, self.session
        same_data = session.X is run.X and session.Y is run.Y
        return session.net is self._shown and same_data and self.plan.settings(session) == run.settings

    def _begin(self, settings: Settings, first: int) -> None:
        """Begin a new run with the session's network; one that never made a step gives way to it."""
        session = self.session
        new = Run(session.net, session.X, session.Y, settings, name=f"run {self._next_number()}", first=first)
        old = self.run
        self.run = new
        self._shown, self.step = session.net, first
        self.goal = self.plan.steps
        if old.last == old.first:
            new.name = old.name
            self.runs[self.runs.index(old)] = new
            return
        self.runs.append(new)
        self.compared = old
        if len(self.runs) > MAX_RUNS:
            gone = self.runs.pop(0)
            self.notice = f"{gone.name} was let go: {MAX_RUNS} runs are kept."

    def _next_number(self) -> int:
        return 1 + max(int(run.name.split()[-1]) for run in self.runs)

    # steps

    async def _go(self) -> None:
        """Make steps in slices, and show the newest moment as often as there is time for it."""
        loop = asyncio.get_running_loop()
        self._stretch = Stretch(self.run.last)
        next_picture = 0.0
        try:
            while self.run.last < self.goal and not self.run.failure:
                self.run.advance(steps=min(self.goal - self.run.last, self._due()), seconds=SLICE)
                if loop.time() >= next_picture:
                    start = loop.time()
                    self._show(self.run.last)
                    next_picture = loop.time() + max(FRAME, 3 * (loop.time() - start))
                await asyncio.sleep(BREATH)
        except asyncio.CancelledError:
            return
        self._task = self._stretch = None
        self._show(self.run.last)

    def _due(self) -> int:
        """How many steps the chosen pace asks for by now."""
        if not self.plan.pace or self._stretch is None:
            return 10**9
        passed = time.perf_counter() - self._stretch.since
        return max(0, int(passed * self.plan.pace) - (self.run.last - self._stretch.step))

    def _show(self, step: int) -> None:
        """Put a step's network into the session; the record's own data too, if they are others, and say so."""
        run = self.run
        if self.session.X is not run.X or self.session.Y is not run.Y:
            self.notice = f"{run.name} has its own examples: they are back."
        self.step = run.kept(step)
        self._shown = run.network(self.step)
        self.session.replace(gesture=run.name, net=self._shown, X=run.X, Y=run.Y)
        self._changed()

    def look_for_changes(self, _change: object = None) -> None:
        """Pause when something that the run depends on was changed by another hand."""
        if self._is_untouched():
            return
        self._halt()
        if self.run.last > self.run.first or self.session.net.sizes != self._shown.sizes:
            self.notice = f"Changed by hand at step {self.step}: Start goes on from here as a new run."
        self._changed()

    def _changed(self) -> None:
        if self.run.failure and self.step == self.run.last:
            self.notice = f"{self.run.name} stopped at {self.run.failure}. Its record until then is kept."
        self.moment += 1
        easel(self.session).ask(self)

    def close(self) -> None:
        """Train and follow no more."""
        if self._open:
            self._open = False
            self._halt()
            self.session.unobserve(self.look_for_changes, _DEPENDS_ON)
            easel(self.session).forget(self)
        super().close()

    # what Live asks for

    def draw(self) -> str:
        """Draw the controls, the progress, the curves and the words."""
        return draw.course(self, self._drawing().canvas.svg(), self.text())

    def as_python(self) -> str:
        """Return lines that go on from the moment shown; "" for networks and data too large to write out."""
        session = self.session
        if sum(Theta.size for Theta in session.net.Theta.values()) + session.X.size > MAX_WRITTEN:
            return ""
        state = to_state(session)
        return f"from backprop_widgets import explorer, training\nview = explorer(state='{state}')\ntraining(view)"

    def _drawing(self) -> History:
        from backprop_widgets.figures.history import History  # loads matplotlib

        if self._history is None:
            self._history = History()
        self._history.follow(self)
        return self._history

    def text(self) -> str:
        """Say step, cost, accuracy and what the runs did."""
        return (
            f"Training of {'-'.join(map(str, self.session.net.sizes))}.\n{self.sentence()}\n{self._drawing().words()}"
        )

    def sentence(self) -> str:
        """Say where the training stands."""
        s = self.session
        fwd = forward(s.net, s.X)
        J = cost(s.net, fwd, s.Y, s.lam)
        where = f"Step {self.step} of {max(self.goal, self.run.last)}: J = {number(J, 4)}"
        thinned = f" Of the steps so far one in {self.run.spacing} is kept." if self.run.spacing > 1 else ""
        if s.net.output == "identity":
            return f"{where}.{thinned}"
        a, Y = np.atleast_2d(fwd.a[s.net.L]), np.atleast_2d(s.Y)
        rule = "an output of at least 0.5 counts as 1" if a.shape[1] == 1 else "the largest output counts"
        tied = ties(a)
        on_border = f"; {tied} {'is' if tied == 1 else 'are'} exactly on the border" if tied else ""
        return f"{where}, {round(accuracy(a, Y) * len(a))} of {len(a)} right ({rule}{on_border}).{thinned}"

    def time_left(self) -> str:
        """How long the stretch under way will still take, if it is worth saying."""
        seconds = self._stretch.left(self.run.last, self.goal) if self._stretch else None
        if seconds is None:
            return ""
        return f"about {max(1, round(seconds))} s left" if seconds < 90 else f"about {round(seconds / 60)} min left"

    @property
    def progress(self) -> float:
        """From 0 to 1: how much of the way is made."""
        return min(1.0, self.run.last / self.goal)

    def handle(self, event: Event) -> None:
        """Do what the learner asked for; say so in one sentence where it can't be done."""
        verb, _, what = event.key.partition(":")
        if verb not in ACTIONS:
            raise ValueError(f"the page asked for {event.key!r}, which a training doesn't know")
        try:
            ACTIONS[verb](self, what or str(event.value.get("value", "")))
        except (ValueError, TypeError) as refusal:
            self.notice = str(refusal)
        self.moment += 1
        self.refresh()

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, its words, and the curves as a picture."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        add_png(data, metadata, self._drawing().canvas.png())
        return data, metadata
