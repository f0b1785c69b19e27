"""What each control of a training changes: one function for each control."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from backprop_core import Network
from backprop_core.validation import one_of
from backprop_widgets.notation.text import setting
from backprop_widgets.notation.typed import number_in, parse, quoted, whole_in
from backprop_widgets.trainings.course import MOST_STEPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_widgets.live.events import Event
    from backprop_widgets.session.record import Run
    from backprop_widgets.trainings.course import Course


def _start(course: Course, _event: Event) -> None:
    if course.running:
        course.pause()
    else:
        course.start()


def _one_step(course: Course, _event: Event) -> None:
    course.train(1)


def _stop(course: Course, _event: Event) -> None:
    course.show(course.run.first)


def _go_to(course: Course, event: Event) -> None:
    course.show(whole_in("step", event.given, course.run.first, course.run.last))


def _set_plan(name: str) -> Callable[[Course, Event], None]:
    def change(course: Course, event: Event) -> None:
        value = READERS[name](event.given, course.session.m)
        course.pause()
        course.plan = replace(course.plan, **{name: value})
        if name == "steps":
            course.goal = course.plan.steps
        else:
            course.look_for_changes()

    return change


def _set_pace(course: Course, event: Event) -> None:
    course.keep_pace(READERS["pace"](event.given, course.session.m))


def _set_trait(name: str, symbol: str) -> Callable[[Course, Event], None]:
    def change(course: Course, event: Event) -> None:
        value = parse(event.given)
        if value is None:
            raise ValueError(
                f"{quoted(event.given)} is not a number: {symbol} stays {setting(getattr(course.session, name))}."
            )
        setattr(course.session, name, value)  # which ends the steps under way; one that is refused ends nothing

    return change


def _new_weights(course: Course, _event: Event) -> None:
    net = course.session.net
    drawn = Network.random(net.sizes, course.plan.seed).Theta
    course.begin_with(replace(net, Theta={l: Theta.astype(net.dtype) for l, Theta in drawn.items()}))
    course.notice = f"{course.notice} New weights: Start begins a new run at step 0.".strip()


def _look_at(course: Course, event: Event) -> None:
    course.look_at(_run_of(course, event))


def _compare_with(course: Course, event: Event) -> None:
    chosen = _run_of(course, event) if event.given else None
    course.compared = None if chosen is course.run else chosen


def _run_of(course: Course, event: Event) -> Run:
    """The run whose number was chosen."""
    runs = {str(run.number): run for run in course.runs}
    one_of("the run", event.given, runs)
    return runs[event.given]


def _read_batch(given: str, m: int) -> int | None:
    if given.strip().lower() in ("", "all", str(m)):
        return None
    return whole_in(f"batch size (or “all” for all {m})", given, 1, m)


def _read_momentum(given: str, _: int) -> float:
    value = parse(given)
    if value is None or not 0 <= value < 1:
        raise ValueError(f"{quoted(given)} is not a momentum: type a number from 0 to below 1.")
    return value


READERS: dict[str, Callable[[str, int], Any]] = {
    "steps": lambda given, _: whole_in("number of steps", given, 1, MOST_STEPS),
    "batch": _read_batch,
    "momentum": _read_momentum,
    "seed": lambda given, _: whole_in("seed", given, 0, 2**31),
    "pace": lambda given, _: number_in(given),
}
ACTIONS: dict[str, Callable[[Course, Event], None]] = {
    "start": _start,
    "one-step": _one_step,
    "stop": _stop,
    "moment": _go_to,
    "alpha": _set_trait("alpha", "α"),
    "lam": _set_trait("lam", "λ"),
    "new-weights": _new_weights,
    "run": _look_at,
    "compared": _compare_with,
    **{name: _set_plan(name) for name in READERS},
    "pace": _set_pace,
}
