"""Somebody's function, stopped when it takes too long: no threads, no signals, no second process.

Python calls a trace function at each line that runs, and an exception raised in there comes up in the code that is
traced. That works in a browser's Python too. What Python doesn't get to see it can't stop: one call that never comes
back from C, such as ``sum(iter(int, 1))``; nor a function that catches the exception and keeps it. There Jupyter's
Interrupt Kernel is the way out.
"""

from __future__ import annotations

import sys
from time import monotonic, process_time
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

Result = TypeVar("Result")

SECONDS = 1.0
ON_A_BUSY_MACHINE = 4  # times as long it may take by the clock, as long as it has not had its seconds of the processor
# A check is worth waiting for: under the trace function honest loops in plain Python are some tens of times slower.
PATIENT_SECONDS = 5.0
# Before 3.12 a loop that stays on its line, such as `while True: pass`, has no line events after the first.
_OPCODES = sys.version_info < (3, 12)


class Stopped(BaseException):
    """The time is up. Not an Exception, so that an ``except Exception`` in the stopped function lets it pass.

    An ``except:`` doesn't, and Python has dropped the trace function by then, because it raised. So the last thing that
    a Stopped does, when it is thrown away inside the function, is to set the trace function again.
    """

    def __init__(self, seconds: float, again: Callable[[], None]) -> None:
        super().__init__(f"stopped after {seconds:g} s")
        self.again = again

    def __del__(self) -> None:
        self.again()


def run_with_deadline(function: Callable[..., Result], *args: Any, seconds: float = SECONDS) -> Result:
    """Call the function, but stop it after some time.

    It runs under its own trace function; one that was there before (a debugger's, a coverage tool's) is set aside
    meanwhile and comes back in any case.

    Parameters
    ----------
    function : callable
    *args
        What it is called with.
    seconds : float
        How long it may take, of the processor: on a busy machine that is longer by the clock, four times at most. It
        runs slower than untraced code does, by some tens of times in a loop of plain Python.

    Raises
    ------
    Stopped
        When the time is up.
    BaseException
        Whatever the function raises.

    Examples
    --------
    >>> run_with_deadline(max, 2, 3)
    3
    >>> def endless():
    ...     while True:
    ...         pass
    >>> try:
    ...     run_with_deadline(endless, seconds=0.01)
    ... except Stopped as stopped:
    ...     print(stopped)
    stopped after 0.01 s
    """
    before = sys.gettrace()
    top: FrameType | None = sys._getframe()  # noqa: SLF001 - above it are the function's own frames
    end, end_of_work = monotonic() + seconds, process_time() + seconds
    at_the_latest = monotonic() + ON_A_BUSY_MACHINE * seconds
    running = True

    def trace(frame: FrameType, event: str, arg: object) -> Callable[..., Any]:  # noqa: ARG001
        frame.f_trace_opcodes = _OPCODES
        if running and monotonic() > end and (process_time() > end_of_work or monotonic() > at_the_latest):
            raise Stopped(seconds, again)
        return trace

    def again() -> None:
        if not running:
            return
        frame: FrameType | None = sys._getframe(2)  # noqa: SLF001 - who threw it away: past this one and __del__
        while frame is not None and frame is not top:
            frame.f_trace, frame.f_trace_opcodes = trace, _OPCODES
            frame = frame.f_back
        sys.settrace(trace)

    sys.settrace(trace)
    try:
        return function(*args)
    finally:
        running, top = False, None  # a frame that holds itself would keep the function's arguments alive
        sys.settrace(before)
