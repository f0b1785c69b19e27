"""What each control of a training changes: one function a control."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import Network
from backprop_widgets.actions import parse
from backprop_widgets.draw.text import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_widgets.training import Training


def _start(course: Training, _: str) -> None:
    if course.running:
        course.pause()
    else:
        course.start()


def _one_step(course: Training, _: str) -> None:
    course.train(1)


def _stop(course: Training, _: str) -> None:
    course.show(course.run.first)


def _go_to(course: Training, given: str) -> None:
    course.show(int(float(given)))


def _set_plan(name: str) -> Callable[[Training, str], None]:
    def change(course: Training, given: str) -> None:
        course.pause()
        course.plan = replace(course.plan, **{name: READERS[name](given, len(np.atleast_2d(course.session.X)))})
        if name == "steps":
            course.goal = course.plan.steps
        else:
            course.look_for_changes()

    return change


def _set_trait(name: str) -> Callable[[Training, str], None]:
    def change(course: Training, given: str) -> None:
        course.pause()
        value = parse(given)
        if value is None:
            raise ValueError(f"“{given}” is no number: {name} stays {number(getattr(course.session, name), 2)}.")
        setattr(course.session, name, value)

    return change


def _new_weights(course: Training, _: str) -> None:
    course.pause()
    session = course.session
    fresh = Network.random(
        session.net.sizes, course.plan.seed, hidden=session.net.hidden, output=session.net.output, cost=session.net.cost
    )
    session.replace(net=fresh)
    course.step = 0
    course.notice = "New weights: Start begins a new run at step 0."


def _look_at(course: Training, given: str) -> None:
    course.pause()
    old = course.run
    course.run = next(run for run in course.runs if run.name == given)
    if course.compared is course.run:
        course.compared = old
    course.show(course.run.last)


def _compare_with(course: Training, given: str) -> None:
    course.compared = next((run for run in course.runs if run.name == given and run is not course.run), None)


def _whole(what: str, given: str, first: int, last: int) -> int:
    value = parse(given)
    if value is None or not first <= value <= last or value != int(value):
        raise ValueError(f"“{given}” is no {what}: type a whole number from {first} to {last}.")
    return int(value)


def _read_batch(given: str, m: int) -> int | None:
    if given.strip().lower() in ("", "all", str(m)):
        return None
    return _whole(f"batch size (or “all” for all {m})", given, 1, m)


def _read_momentum(given: str, _: int) -> float:
    value = parse(given)
    if value is None or not 0 <= value < 1:
        raise ValueError(f"“{given}” is no momentum: type a number from 0 to below 1.")
    return value


READERS: dict[str, Callable[[str, int], Any]] = {
    "steps": lambda given, _: _whole("number of steps", given, 1, 1_000_000),
    "batch": _read_batch,
    "momentum": _read_momentum,
    "seed": lambda given, _: _whole("seed", given, 0, 2**31),
    "pace": lambda given, _: float(given),
}
ACTIONS: dict[str, Callable[[Training, str], None]] = {
    "start": _start,
    "one-step": _one_step,
    "stop": _stop,
    "moment": _go_to,
    "alpha": _set_trait("alpha"),
    "lam": _set_trait("lam"),
    "new-weights": _new_weights,
    "run": _look_at,
    "compared": _compare_with,
    **{name: _set_plan(name) for name in READERS},
}
