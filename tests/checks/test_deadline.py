"""A function that doesn't end is stopped, whatever it does; nothing else about it changes."""

# ruff: noqa: BLE001, E701, E722, SIM105 - the functions are such as learners write

import sys
import threading
from time import monotonic, sleep

import pytest

from backprop_widgets.checks import deadline
from backprop_widgets.checks.deadline import Stopped, run_with_deadline

SHORT = 0.05


def one_line_loop():  # before Python 3.12 it has no line event after the first
    while True: pass  # fmt: skip


def one_line_for():
    for _ in iter(int, 1): pass  # fmt: skip


def built_from_text():
    exec("while True: pass")


def comprehension():
    return [n + 1 for n in iter(int, 1)]


def generator():
    return any(n for n in iter(int, 1))


def in_a_helper():
    while True:
        one_line_loop()


def exceptions_swallowed():
    while True:
        try:
            one_line_loop()
        except Exception:
            pass


def everything_swallowed():
    while True:
        try:
            one_line_loop()
        except:
            pass


def everything_swallowed_in_two_frames():
    while True:
        try:
            everything_swallowed()
        except BaseException as problem:
            str(problem)


def recursion():
    def fibonacci(n):
        return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)

    return fibonacci(200)


ENDLESS = [
    one_line_loop,
    one_line_for,
    built_from_text,
    comprehension,
    generator,
    in_a_helper,
    exceptions_swallowed,
    everything_swallowed,
    everything_swallowed_in_two_frames,
    recursion,
]


@pytest.mark.parametrize("endless", ENDLESS)
def test_a_function_without_end_is_stopped(endless):
    with pytest.raises(Stopped, match=r"stopped after 0\.05 s"):
        run_with_deadline(endless, seconds=SHORT)


def test_one_that_ends_in_time_is_not_stopped_and_gives_its_result():
    assert run_with_deadline(lambda a, b: [a, b], 1, 2) == [1, 2]


def test_its_exceptions_come_out_as_they_are():
    with pytest.raises(KeyError, match="7"):
        run_with_deadline({}.__getitem__, 7)
    with pytest.raises(ZeroDivisionError) as caught:
        run_with_deadline(lambda: 1 / 0)
    assert caught.traceback[-1].frame.code.name == "<lambda>"


def test_stopped_is_no_exception_that_a_function_may_take_for_its_own():
    assert not issubclass(Stopped, Exception)


def watch(frame, event, arg):
    """A trace function such as a debugger's."""
    return watch


def after(function):
    """Which trace function is set after a run under `watch`."""
    before = sys.gettrace()
    sys.settrace(watch)
    try:
        try:
            run_with_deadline(function, seconds=SHORT)
        except (Stopped, ZeroDivisionError):
            pass
        return sys.gettrace()
    finally:
        sys.settrace(before)


@pytest.mark.parametrize("function", [int, lambda: 1 / 0, one_line_loop, everything_swallowed])
def test_a_trace_function_that_was_there_before_comes_back(function):
    assert after(function) is watch


def test_without_one_before_there_is_none_afterwards():
    before = sys.gettrace()
    sys.settrace(None)
    try:
        with pytest.raises(Stopped):
            run_with_deadline(everything_swallowed, seconds=SHORT)
        assert sys.gettrace() is None
    finally:
        sys.settrace(before)


def test_a_stopped_that_was_kept_sets_nothing_when_it_goes_later():
    with pytest.raises(Stopped) as caught:
        run_with_deadline(one_line_loop, seconds=SHORT)
    before = sys.gettrace()
    del caught
    assert sys.gettrace() is before


def test_no_thread_is_started():
    seen = []
    run_with_deadline(lambda: seen.append(threading.active_count()))
    assert seen == [threading.active_count()]


def test_the_time_counts_from_the_call():
    """Two runs one after the other: the second has its whole time."""
    start = monotonic()
    for _ in range(2):
        with pytest.raises(Stopped):
            run_with_deadline(one_line_loop, seconds=SHORT)
    assert monotonic() - start >= 2 * SHORT


def test_where_the_machine_does_something_else_meanwhile_the_time_is_that_of_the_processor(monkeypatch):
    """The clock goes on while this process waits for the processor: here it goes three times as fast."""
    monkeypatch.setattr(deadline, "monotonic", lambda: 3 * monotonic())
    began = monotonic()

    def works():
        while monotonic() - began < 0.6:
            pass
        return "done"

    assert run_with_deadline(works, seconds=1.0) == "done"


def test_one_that_only_waits_is_stopped_too():
    def waits():
        while True:
            sleep(0.001)

    with pytest.raises(Stopped):
        run_with_deadline(waits, seconds=SHORT)
