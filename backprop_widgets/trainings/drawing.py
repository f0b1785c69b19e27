"""The controls of a training: start and pause, progress, the way back, settings, runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.live.controls import badge, button, choice, entry, labelled, standing
from backprop_widgets.notation.text import Html, escape, setting

if TYPE_CHECKING:
    from collections.abc import Collection

    from backprop_widgets.session.record import Run
    from backprop_widgets.trainings.course import Course

SETTINGS = {"alpha": "α", "lam": "λ", "momentum": "momentum", "batch": "batch", "seed": "seed"}
CONTROLS = ("alpha", "lam", "momentum", "batch", "steps", "seed", "pace")
PACES = (("0", "as fast as it goes"), ("1000", "1000 a second"), ("100", "100 a second"), ("10", "10 a second"))


def whole(training: Course, curves: Html, words: str, name: str = "", controls: Collection[str] = CONTROLS) -> Html:
    """Draw a training around its curves; its name stands before the buttons, the chosen settings below.

    Examples
    --------
    >>> from backprop_core import Network, examples
    >>> from backprop_widgets import training
    >>> drawn = whole(training(Network.random([2, 2, 1]), *examples.xor()), "", "")
    >>> "Start" in drawn
    True
    """
    return Html(
        f"<section class='bp-course' data-key='root'{labelled(name)}>{_buttons(training, name)}{_way(training)}"
        f"{standing(escape(training.sentence()), running=training.running)}{training.notice_line()}"
        f"<div class='bp-plot-picture' data-key='picture' role='img' aria-label='{escape(words)}'>{curves}</div>"
        f"{_settings(training, controls)}{_runs(training)}"
        "<details class='bp-details' data-key='twin'><summary>In words</summary>"
        f"<pre class='bp-twin'>{escape(words)}</pre></details></section>"
    )


def _buttons(t: Course, name: str) -> Html:
    percent = round(100 * t.progress)
    return Html(
        f"<div class='bp-toolbar' data-key='toolbar'>{badge(name)}"
        + button("start", "Pause" if t.running else "Start", "pause" if t.running else "start: train on from here")
        + button("one-step", "One step", "make one step")
        + button("stop", "Stop", "stop, and go back to the beginning of the run")
        + f"<progress max='100' value='{percent}' aria-label='progress' data-key='progress'>{percent} %</progress>"
        f"<span class='bp-hint' data-key='left'>{t.time_left()}</span></div>"
    )


def _way(t: Course) -> Html:
    run = t.run
    return Html(
        "<label class='bp-field bp-way' data-key='way'><span>step</span>"
        "<input type='range' class='bp-range' data-key='moment' data-on='input change' aria-label='go to step'"
        f" aria-valuetext='step {t.step} of {run.last}' min='{run.first}' max='{max(run.last, run.first + 1)}' step='1'"
        f" value='{t.step}'{' disabled' if run.last == run.first else ''}><output>{t.step}</output></label>"
    )


def _settings(t: Course, controls: Collection[str]) -> Html:
    plan, s = t.plan, t.session
    fields = {
        "alpha": entry("alpha", "α", setting(s.alpha), name="learning rate alpha"),
        "lam": entry("lam", "λ", setting(s.lam), name="penalty lambda"),
        "momentum": entry("momentum", "momentum", setting(plan.momentum)),
        "batch": entry("batch", "batch", "all" if plan.batch is None else str(plan.batch), name="examples in a batch"),
        "steps": entry("steps", "steps", str(plan.steps), name="steps to make"),
        "seed": entry("seed", "seed", str(plan.seed), name="seed of batches and new weights")
        + button("new-weights", "New weights", "draw new random weights with this seed"),
        "pace": choice("pace", "pace", PACES, f"{plan.pace:g}"),
    }
    drawn = "".join(field for name, field in fields.items() if name in controls)
    return Html(f"<div class='bp-settings' data-key='settings'>{drawn}</div>")


def _runs(t: Course) -> Html:
    if len(t.runs) == 1:
        return Html("")
    names = [(str(run.number), _title(run, t.runs)) for run in t.runs]
    others = [("", "none"), *(pair for pair in names if pair[0] != str(t.run.number))]
    beside = str(t.compared.number) if t.compared else ""
    return Html(
        f"<div class='bp-settings' data-key='runs'>{choice('run', 'shown', names, str(t.run.number))}"
        f"{choice('compared', 'dashed beside it', others, beside)}</div>"
    )


def _value(value: float | None) -> str:
    return "all" if value is None else str(value) if isinstance(value, int) else f"{value:g}"


def _title(run: Run, runs: list[Run]) -> str:
    """A run's name, where it began, and of its settings those in which the runs differ."""
    differing = [
        f"{label} {_value(getattr(run.settings, name))}"
        for name, label in SETTINGS.items()
        if len({getattr(other.settings, name) for other in runs}) > 1
    ]
    return f"{run.name} from step {run.first}" + (f": {', '.join(differing)}" if differing else "")
