"""The course of a training: runs, the step that is shown, steps being made in slices."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from traitlets import Int

from backprop_core import Diverged, accuracy, cost, forward
from backprop_core.calls import plainly
from backprop_core.classification import ties
from backprop_core.gradient_descent import share
from backprop_core.validation import index
from backprop_widgets.live.live import Live
from backprop_widgets.live.pacing import event_loop
from backprop_widgets.notation.text import number
from backprop_widgets.session.record import Run, Settings

if TYPE_CHECKING:
    from backprop_core import Network
    from backprop_widgets.session.session import Session

SLICE = 0.01  # seconds of steps at a time, so that a click is never kept waiting
BREATH = 0.003  # seconds between two slices, for whoever wants to say something
FRAME = 0.06  # seconds between two pictures of the moment, at least
MAX_RUNS = 8
_DEPENDS_ON = ("net", "X", "Y", "alpha", "lam")


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


MOST_STEPS = 1_000_000  # to make at a time


def plan_for(session: Session, *, steps: int, batch: int | None, momentum: float, seed: int) -> Plan:
    """Plan a training of what a session has.

    Raises
    ------
    ValueError, TypeError
        In one sentence, if that can't be done.
    """
    steps = index("steps", steps, 1, MOST_STEPS, "the number of steps to make")
    if batch is not None:
        batch = index("batch", batch, 1, session.m, "the number of examples in a batch")
    return Plan(steps, batch, share(momentum), index("seed", seed, 0, 2**31, "a seed"))


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


class Course(Live):
    """What a training is, without its picture: its runs, the step that is shown, and the steps that are being made.

    Attributes
    ----------
    session : Session
    runs : list of Run
        Every run so far; `run` is the one that is looked at, `compared` the one beside it, if any.
    step : int
        The step that is shown, in all views of the session.
    version : int
        Changes whenever something that is shown has changed; observe it.
    """

    version = Int()
    _task: asyncio.Task[None] | None = None

    def __init__(self, session: Session, plan: Plan) -> None:
        self.session, self.plan = session, plan
        self.runs = [self._new_run(session.net, plan.settings(session))]
        self.run: Run = self.runs[0]
        self.compared: Run | None = None
        self.step = 0
        self._shown, self._shown_at, self._touched = session.net, 0, False
        self._looked_with: Settings | None = None  # that were set when a run was chosen to be looked at
        self.goal = plan.steps
        self._stretch: Stretch | None = None
        super().__init__()
        self.follow(session, self.look_for_changes, parts=_DEPENDS_ON)

    # for cells

    @property
    def running(self) -> bool:
        """Whether steps are being made."""
        return self._task is not None

    def start(self) -> None:
        """Go on from the moment that is shown: with its run if nothing was changed there, else with a new run."""
        if self.running:
            return
        loop = event_loop("use train(steps)")
        self._ready()
        self._task = loop.create_task(self._go())
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

    def keep_pace(self, pace: float) -> None:
        """Make so many steps a second from here on; with 0 as many as can be made."""
        self.plan.pace = pace
        if self.running:
            self._stretch = Stretch(self.run.last)

    @plainly
    def train(self, steps: int | None = None) -> None:
        """Make so many steps now, and return when they are made; by default as many as are left to `plan.steps`."""
        if steps is not None:
            steps = index("steps", steps, 0, MOST_STEPS, "the number of steps to make")
        self.pause()
        self._ready()
        self.run.advance(steps=self.goal - self.run.last if steps is None else steps)
        self._show(self.run.last)

    @plainly
    def show(self, step: int) -> None:
        """Go to a step of the run, in all views of the session."""
        step = index("step", step, self.run.first, self.run.last, f"a step of {self.run.name}")
        self.pause()
        self.notice = ""
        self._show(step)
        self.look_for_changes()  # settings stay as they were changed

    # runs

    def _ready(self) -> None:
        """Have a run that goes on from what is shown."""
        self.notice = ""
        run = self.run
        if not (self._is_untouched() and self.step == run.last and not run.failure):
            first = self.step if self.session.net.sizes == run.network(run.first).sizes else 0
            self._begin(self.session.net, first)
        if self.run.last >= self.goal:
            self.goal = self.run.last + self.plan.steps

    def _is_untouched(self) -> bool:
        """Whether network, examples and settings are those of the run at the step that is shown."""
        return self._has_the_runs_numbers() and self.plan.settings(self.session) == self.run.settings

    def _has_the_runs_numbers(self) -> bool:
        """Whether network and examples are those of the run at the step that is shown."""
        run, session = self.run, self.session
        return self._step_of(session.net) == self.step and session.X is run.X and session.Y is run.Y

    def _step_of(self, net: Network) -> int | None:
        """The step of a network that an undo may bring back: the run's first one, or the last that was shown."""
        if net is self._shown:
            return self._shown_at
        return self.run.first if net is self.run.start else None

    def look_at(self, run: Run) -> None:
        """Look at one of the runs, at its last step; one that was beside it changes places with it."""
        self.pause()
        if self.compared is run:
            self.compared = self.run
        self.run, self._looked_with = run, self.plan.settings(self.session)
        self.show(run.last)

    def begin_with(self, net: Network) -> None:
        """Put another network into the session, and begin a new run with it, at step 0."""
        self.pause()
        self._begin(net, 0)
        self.session.replace(net=net)
        self._changed()

    def _begin(self, net: Network, first: int) -> None:
        """Begin a new run; one that never made a step gives way to it."""
        settings = self.plan.settings(self.session)
        new = self._new_run(net, settings, number=self._next_number(), first=first)
        old = self.run
        self.run = new
        self._shown, self._shown_at, self._touched, self.step = net, first, False, first
        self.goal = self.plan.steps
        if old.last == old.first:
            new.number = old.number
            self.runs[self.runs.index(old)] = new
            return
        self.runs.append(new)
        self.compared = old
        if len(self.runs) > MAX_RUNS:
            gone = next(run for run in self.runs if run not in (self.run, self.compared))
            self.runs.remove(gone)
            self.notice = f"{gone.name} was deleted: only {MAX_RUNS} runs are kept."

    def _new_run(self, net: Network, settings: Settings, **place: int) -> Run:
        """Make a run on the session's examples, or say why there is nowhere to go downhill from."""
        try:
            with np.errstate(over="ignore", invalid="ignore"):
                return Run(net, self.session.X, self.session.Y, settings, **place)
        except Diverged:
            raise ValueError(
                "the cost J of this network on these examples is beyond all numbers, and a run has to begin with one"
                " that isn't: make the weights, the examples or λ smaller"
            ) from None

    def _next_number(self) -> int:
        return 1 + max(run.number for run in self.runs)

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
        finally:  # also where an observer of the learner's own has failed
            if self._task is asyncio.current_task():
                self._task = self._stretch = None
                self._redraw_soon()
        self._show(self.run.last)

    def _due(self) -> int:
        """How many steps the chosen pace asks for by now."""
        if not self.plan.pace or self._stretch is None:
            return 10**9
        passed = time.perf_counter() - self._stretch.since
        return max(0, int(passed * self.plan.pace) - (self.run.last - self._stretch.step))

    def _show(self, step: int) -> None:
        """Put a step's network into the session; the record's own data too, if they are others, and say so."""
        run, self._touched = self.run, False
        if self.session.X is not run.X or self.session.Y is not run.Y:
            self.notice = f"{run.name} has its own examples: they are back."
        self.step = run.kept(step)
        self._shown, self._shown_at = run.network(self.step), self.step
        self.session.replace(gesture=run.name, net=self._shown, X=run.X, Y=run.Y)
        self._changed()

    def look_for_changes(self, _change: object = None) -> None:
        """Pause when something that the run depends on was changed by another hand; say so until it is taken back."""
        moved = self._go_along()
        if self._is_untouched():
            if self._touched or moved:  # the change was taken back
                self._touched, self.notice = False, ""
                self._changed()
            return
        self._touched = True
        self._halt()
        begins = self.run.last == self.run.first and self._begins_anew()
        self.notice = "" if begins else self._difference()
        self._changed()

    def _go_along(self) -> bool:
        """Go to the step that an undo has brought back, if it has."""
        step = self._step_of(self.session.net)
        if step is None or step == self.step:
            return False
        self._halt()
        self.step = step
        return True

    def _begins_anew(self) -> bool:
        """Let a run that never made a step begin with what is there now; whether it can."""
        net = self.session.net
        try:
            self._begin(net, self.run.first if net.sizes == self.run.start.sizes else 0)
        except ValueError:  # it is said when it is to start
            return False
        return True

    def _difference(self) -> str:
        """Say why Start begins a new run."""
        if self._has_the_runs_numbers() and self.plan.settings(self.session) == self._looked_with:
            return f"The settings are not those of {self.run.name}: Start goes on as a new run."
        return f"Changed by hand at step {self.step}: Start goes on from here as a new run."

    def _changed(self) -> None:
        if self.run.failure and self.step == self.run.kept(self.run.last):  # its last step may be thinned out
            self.notice = f"{self.run.name} stopped at {self.run.failure}. Its record until then is kept."
        self.version += 1
        self._redraw_soon()

    def _come_back(self) -> None:
        super()._come_back()
        self.look_for_changes()  # made while it was laid aside

    def close(self) -> None:
        """Train and follow no more."""
        if self.running:
            self._halt()
        super().close()

    # in words

    def sentence(self) -> str:
        """Say where the training stands."""
        s = self.session
        with np.errstate(over="ignore", invalid="ignore"):  # J may be infinite: weights can be set to anything
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
