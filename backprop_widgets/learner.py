"""A learner's function, called so that nothing it does can hurt: on copies, with a deadline, its errors told."""

from __future__ import annotations

import inspect
import io
import linecache
import warnings
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import Forward, Network, run
from backprop_widgets.deadline import SECONDS, Stopped, run_with_deadline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from backprop_core import Trace

# What a function of each pass is called with, and how few of these it may take.
CALLED_WITH = {
    "forward": ("net", "X"),
    "cost": ("net", "fwd", "Y", "lam"),
    "backward": ("net", "fwd", "Y", "lam"),
    "step": ("net", "X", "Y", "lam", "alpha"),
}
FEWEST = {"forward": 2, "cost": 3, "backward": 3, "step": 5}
MOST_PRINTED = 600  # characters of what the function printed that are passed on


@dataclass(frozen=True)
class Outcome:
    """What came of a call.

    Attributes
    ----------
    value : object
        What the function returned; None if it didn't.
    problem : str
        Why it didn't, in a sentence; "" if it did.
    stopped : bool
        Whether it ran into the deadline.
    printed : str
        What it printed, cut where that is much.
    """

    value: Any = None
    problem: str = ""
    stopped: bool = False
    printed: str = ""

    @property
    def attempted(self) -> bool:
        """Whether there was anything but the empty exercise."""
        return bool(self.problem) or not is_blank(self.value)


def is_blank(value: object) -> bool:
    """Whether this is what stands in an exercise before it is done: None, ..., NotImplemented, or nothing else in it.

    Examples
    --------
    >>> is_blank(None), is_blank(...), is_blank((None, None)), is_blank(0.0)
    (True, True, True, False)
    """
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return all(is_blank(entry) for entry in value)
    return value is None or value is Ellipsis or value is NotImplemented


def call(function: Callable[..., Any], *args: Any, seconds: float = SECONDS) -> Outcome:
    """Call a learner's function with copies of these, for a second at most.

    Only an interrupt comes through: whatever else it raises becomes a sentence with the learner's own line. A
    NotImplementedError counts as not attempted. What it prints is kept, and warnings are not shown: a division by zero
    shows in its numbers.

    Examples
    --------
    >>> import math
    >>> call(lambda net: net + 1, 2).value
    3
    >>> call(math.sqrt, -1).problem
    'sqrt stopped with ValueError: math domain error'
    """
    printed = io.StringIO()
    name = name_of(function)
    value, problem, stopped = None, "", False
    with warnings.catch_warnings(), redirect_stdout(printed):
        warnings.simplefilter("ignore")
        try:
            value = run_with_deadline(function, *map(copy_of, args), seconds=seconds)
        except NotImplementedError:
            pass
        except Stopped:
            problem, stopped = (
                f"{name} was stopped: it was still running after {seconds:g} s. Is there a loop without end?",
                True,
            )
        except (Exception, SystemExit) as error:  # noqa: BLE001 - it is the learner's, and it is told
            problem = f"{name} stopped with {_kind_and_words(error)}{_where(error.__traceback__, function)}"
    return Outcome(value, problem, stopped, _cut(printed.getvalue()))


def copy_of(thing: Any) -> Any:
    """A copy that can be written to, of an array, a network or a forward pass; anything else as it is."""
    if isinstance(thing, np.ndarray):
        return thing.copy()
    if isinstance(thing, Forward):
        return Forward({l: v.copy() for l, v in thing.a.items()}, {l: v.copy() for l, v in thing.z.items()})
    if isinstance(thing, Network):
        # A Network closes its arrays for writing. Much code that is otherwise right writes a zero into a column of Θ.
        twin = replace(thing)
        object.__setattr__(twin, "Theta", {l: Theta.copy() for l, Theta in thing.Theta.items()})
        return twin
    return thing


def taken(function: Callable[..., Any], like: str) -> tuple[str, ...]:
    """Which arguments a function of this pass takes: all, or as many as it can of those that it needs; () if it can't.

    Examples
    --------
    >>> taken(lambda net, fwd, Y: 0, "backward"), taken(lambda net: 0, "backward")
    (('net', 'fwd', 'Y'), ())
    """
    names = CALLED_WITH[like]
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):  # some built-in functions don't tell
        return names
    for n in range(len(names), FEWEST[like] - 1, -1):
        try:
            signature.bind(*names[:n])
        except TypeError:
            continue
        return names[:n]
    return ()


def call_on(
    trace: Trace, function: Callable[..., Any], names: Sequence[str], alpha: float | None
) -> tuple[Outcome, Trace]:
    """Call a learner's function with these things of a trace; what came of it, and the trace that is right for it.

    A function that takes no λ is asked for what there is without.
    """
    if "lam" not in names and trace.lam:
        trace = run(trace.net, trace.X, trace.Y)
    fwd = Forward(trace.a, trace.z)
    given = {"net": trace.net, "X": trace.X, "Y": trace.Y, "lam": trace.lam, "fwd": fwd, "alpha": alpha}
    return call(function, *(given[name] for name in names)), trace


def name_of(function: Callable[..., Any]) -> str:
    """The name that a learner knows their function by."""
    name = getattr(_plain(function), "__name__", "")
    return name if name.isidentifier() else "your function"


def _plain(function: Any) -> Any:
    return _plain(function.func) if isinstance(function, partial) else function


def _kind_and_words(error: BaseException) -> str:
    words = str(error).strip().splitlines()
    return f"{type(error).__name__}: {words[0]}" if words else type(error).__name__


def _where(traceback: TracebackType | None, function: Callable[..., Any]) -> str:
    """The innermost line that is the learner's: of their function, or of another one from the same notebook."""
    theirs = getattr(_plain(function), "__globals__", None)
    line = ""
    while traceback is not None:
        frame = traceback.tb_frame
        if theirs is not None and frame.f_globals is theirs:
            code = linecache.getline(frame.f_code.co_filename, traceback.tb_lineno, frame.f_globals).strip()
            line = f", in line {traceback.tb_lineno}" + (f": {code}" if code else "")
        traceback = traceback.tb_next
    return line


def _cut(text: str) -> str:
    return text if len(text) <= MOST_PRINTED else f"{text[:MOST_PRINTED]} …"
