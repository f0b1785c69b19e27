"""Cost and accuracy over the planned steps of a training, with the moment looked at and another run beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.ticker import MaxNLocator

from backprop_widgets.notation.text import number
from backprop_widgets.plots.canvas import COLOURS
from backprop_widgets.plots.drawing import LogDrawing
from backprop_widgets.plots.moving import DASHES, moving_svg

if TYPE_CHECKING:
    from matplotlib.lines import Line2D

    from backprop_widgets.session.record import Run

TITLES = {"J": "cost J", "accuracy": "accuracy"}
OVER = 20  # times the first cost is as high as the picture goes when a run diverges
HIGHEST = 1e30  # that a cost is drawn at; beyond, the drawing itself would overflow
MAX_POINTS = 600  # of a curve: more than there are pixels for


class History(LogDrawing):
    """J over the steps, and accuracy where there is one; its source is a training.

    Examples
    --------
    >>> from backprop_core import Network, examples
    >>> from backprop_widgets import training
    >>> drawing = History()
    >>> drawing.follow(training(Network.random([2, 2, 1]), *examples.xor()))
    >>> print(drawing.words().splitlines()[0])
    run 1: J from 0.7420 at step 0 to 0.7420, accuracy 50.0% at step 0; lowest 0.7420 at step 0.
    """

    title = "The training, step by step"
    size = (640, 280)

    def __init__(self, *, log: bool = False) -> None:
        super().__init__(log=log)
        self._frame: tuple[Any, ...] = ()
        self._written: list[str] = []

    def _make(self, *names: str) -> None:
        """Make a panel for each."""
        self.axes = [
            self.canvas.axes(1, len(names), n, xlabel="step", title=TITLES[name]) for n, name in enumerate(names, 1)
        ]
        for axes in self.axes:
            axes.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10], integer=True))
            axes.plot([], [])  # holds the place of the lines
        self.compared = [
            axes.plot([], [], color=COLOURS["neg"], linewidth=1.5, linestyle=(0, DASHES))[0] for axes in self.axes
        ]
        self.curves = [axes.plot([], [], color=COLOURS["pos"], linewidth=2)[0] for axes in self.axes]
        self.moment = [axes.axvline(0, color=COLOURS["dim"], linewidth=1) for axes in self.axes]
        self.here = [axes.plot([], [], "o", color=COLOURS["ink"], markersize=6)[0] for axes in self.axes]
        self.canvas.figure.subplots_adjust(left=0.085, right=0.985, bottom=0.17, top=0.88, wspace=0.2)

    def follow(self, source: Any) -> None:
        """Draw the runs as far as they go."""
        self.run: Run = source.run
        self.other: Run | None = source.compared
        self.step: int = source.step
        runs = [run for run in (self.run, self.other) if run is not None]
        names = ("J",) if all(np.isnan(run.accuracy[0]) for run in runs) else ("J", "accuracy")
        self._make_for(self._make, *names)
        end = max(source.goal, *(run.last for run in runs))
        for n, name in enumerate(names):
            steps, values = _thinned(self.run, name)
            self.curves[n].set_data(steps, values)
            self.compared[n].set_data(*(_thinned(self.other, name) if self.other else ([], [])))
            self.moment[n].set_xdata([self.step, self.step])
            self.here[n].set_data([self.step], [np.interp(self.step, steps, values)] if len(steps) else [np.nan])
            self.axes[n].set_xlim(-0.02 * end, 1.02 * end)
        self._set_heights(runs)

    def _set_heights(self, runs: list[Run]) -> None:
        costs = np.concatenate([run.J for run in runs])
        high, low = min(float(costs.max()), HIGHEST), float(costs.min())
        self.axes[0].set_yscale("log" if self.log else "linear")
        if self.log:
            self.axes[0].set_ylim(0.7 * max(low, 1e-12), 1.4 * max(high, 1e-11))
        else:
            start = max(float(run.J[0]) for run in runs)
            self.axes[0].set_ylim(0, 1.08 * min(high, OVER * start) or 1.0)
        for axes in self.axes[1:]:
            axes.set_ylim(-0.03, 1.05)

    def svg(self) -> str:
        """The picture for the page: axes as they were written when they last changed, and in them the lines of now."""
        frame = (self.log, *((*axes.get_xlim(), *axes.get_ylim()) for axes in self.axes))
        if frame != self._frame:
            self._frame, self._written = frame, self._written_frame()
        before, *others = self._written
        drawn = (moving_svg(axes, lines) for axes, lines in zip(self.axes, self._moving(), strict=True))
        return before + "".join(lines + after for lines, after in zip(drawn, others, strict=True))

    def _written_frame(self) -> list[str]:
        """The picture without its lines, in pieces: between two of them stand those of one panel."""
        lines = [line for panel in self._moving() for line in panel]
        for line in lines:
            line.set_visible(False)
        written = self.canvas.svg()
        for line in lines:
            line.set_visible(True)
        return written.split("<g/>")  # that is how an empty line is written

    def _moving(self) -> list[tuple[Line2D, ...]]:
        return list(zip(self.compared, self.curves, self.moment, self.here, strict=True))

    def words(self) -> str:
        """Say where each run began and ended, and what was lowest."""
        lines = [_in_words(self.run), f"Shown: step {self.step}."]
        if self.other is not None:
            lines.insert(1, f"Dashed: {_in_words(self.other)}")
        return "\n".join(lines)


def _thinned(run: Run, name: str) -> tuple[Any, Any]:
    steps, values = run.seen, np.minimum(getattr(run, name), HIGHEST)
    every = -(-len(steps) // MAX_POINTS)
    if every <= 1:
        return steps, values
    return np.append(steps[::every], steps[-1]), np.append(values[::every], values[-1])


def _in_words(run: Run) -> str:
    where = int(np.argmin(run.J))
    known = "" if np.isnan(run.accuracy[-1]) else f", accuracy {run.accuracy[-1]:.1%}"
    return (
        f"{run.name}: J from {number(float(run.J[0]), 4)} at step {run.first} to {number(float(run.J[-1]), 4)}{known}"
        f" at step {run.last}; lowest {number(float(run.J[where]), 4)} at step {int(run.seen[where])}."
    )
