"""A learner's function, called so that nothing it does can hurt: on copies, with a deadline, its errors told."""

from __future__ import annotations

import dis
import inspect
import io
import re
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

from backprop_core import run
from backprop_widgets.checks import errors
from backprop_widgets.checks.arguments import Change, Given
from backprop_widgets.checks.deadline import SECONDS, Stopped, run_with_deadline
from backprop_widgets.checks.surroundings import as_it_was

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from backprop_core import Trace

# What a function of each pass is called with, and how few of these it may take.
CALLED_WITH = {
    "forward": ("net", "X"),
    "cost": ("net", "fwd", "Y", "lam"),
    "backward": ("net", "fwd", "Y", "lam"),
    "step": ("net", "X", "Y", "lam", "alpha"),
}
_NAMES_OF_LAM = re.compile(r"_*(lam|lmb?d|λ|l2|reg|weight_?decay)", re.IGNORECASE)
FEWEST = {"forward": 2, "cost": 3, "backward": 3, "step": 5}
# What Python makes of a function that has nothing but a docstring, pass, ... or a constant to return.
_NOTHING = {
    "RESUME", "NOP", "LOAD_CONST", "LOAD_SMALL_INT", "RETURN_VALUE", "RETURN_CONST", "COPY_FREE_VARS", "MAKE_CELL",
    "EXTENDED_ARG", "CACHE",
}  # fmt: skip
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
        Whether there is no sense in calling it again: it ran into the deadline, or was interrupted.
    printed : str
        What it printed, cut where that is much.
    changes : tuple of Change
        What it changed in what it was given.
    unwritten : str or None
        The name of what raised NotImplementedError, which says that it isn't written yet; "" if it has none.
    seconds : float
        How long it took.
    given : Given
        What it was called with.
    """

    value: Any = None
    problem: str = ""
    stopped: bool = False
    printed: str = ""
    changes: tuple[Change, ...] = ()
    unwritten: str | None = None
    seconds: float = 0.0
    given: Given = field(default_factory=lambda: Given({}), repr=False)


def is_blank(value: object) -> bool:
    """Whether this is what stands in an exercise before it is done: None, ..., NotImplemented, or nothing else in it.

    Examples
    --------
    >>> is_blank(None), is_blank(...), is_blank((None, None)), is_blank(0.0)
    (True, True, True, False)
    """
    if type(value) is dict:
        value = list(value.values())
    if type(value) in (list, tuple):
        return all(entry is not value and is_blank(entry) for entry in value)  # type: ignore[attr-defined]
    return value is None or value is Ellipsis or value is NotImplemented


def call(
    function: Callable[..., Any],
    given: Given,
    *,
    then: Callable[[Any], Any] = lambda value: value,
    again: bool = False,
    seconds: float = SECONDS,
) -> Outcome:
    """Call a learner's function with these things, for some seconds at most.

    Nothing comes out of it but the outcome: whatever it raises, an interrupt too, becomes a sentence with the learner's
    own line. What it prints is kept, and warnings are not shown: a division by zero shows in its numbers.

    Parameters
    ----------
    function : callable
    given : Given
    then : callable
        What is done with what it returns, under the same conditions: that may be an object of the learner's.
    again : bool
        Whether this repeats a call: then the global random numbers are others.
    seconds : float

    Examples
    --------
    >>> import math
    >>> call(lambda lam: lam + 1, Given({"lam": 2})).value
    3
    >>> call(math.sqrt, Given({"lam": -1})).problem
    'sqrt stopped with ValueError: math domain error'
    """
    printed, name = io.StringIO(), name_of(function)
    by_place, by_name = _as_called(function, given.copies)
    value, problem, stopped = None, "", False
    unwritten: str | None = None
    begin = monotonic()
    with as_it_was(printed, other_chance=again):
        try:
            value = run_with_deadline(
                lambda: then(function(*by_place, **by_name)),
                seconds=seconds,
            )
        except NotImplementedError as error:
            unwritten = errors.name_at(error, function)
        except Stopped:
            asked = "Is there a loop without end, does it wait for something, or is it only slow?"
            problem = f"{name} was stopped: it was still running after {seconds:g} s. {asked}"
            stopped = True
        except KeyboardInterrupt:
            problem, stopped = f"{name} was interrupted", True
        except BaseException as error:  # noqa: BLE001 - it is the learner's, and it is told
            problem, stopped = f"{name} {errors.told(error, function)}", not isinstance(error, Exception)
    took = monotonic() - begin
    return Outcome(value, problem, stopped, _cut(printed.getvalue()), given.changes(), unwritten, took, given)


def taken(function: Callable[..., Any], like: str) -> tuple[str, ...]:
    """Which arguments a function of this pass takes: all, or as many as it can of those that it needs; () if it can't.

    An optional one in the place of λ is left alone unless its name is one of λ's: it may be an ε, or verbose.

    Examples
    --------
    >>> taken(lambda net, fwd, Y: 0, "backward"), taken(lambda net: 0, "backward")
    (('net', 'fwd', 'Y'), ())
    >>> taken(lambda net, fwd, Y, eps=1e-12: 0, "cost"), taken(lambda net, fwd, Y, lam=0.0: 0, "cost")
    (('net', 'fwd', 'Y'), ('net', 'fwd', 'Y', 'lam'))
    """
    names = CALLED_WITH[like]
    signature = _signature(function)
    if signature is None:
        return names
    for n in range(len(names), FEWEST[like] - 1, -1):
        lam = "" if "lam" in names[:n] else _lam_by_name(signature)
        if not _binds(signature, n, lam) or (n > FEWEST[like] and _is_something_else(signature, n - 1)):
            continue
        return (*names[:n], "lam") if lam else names[:n]
    return ()


def _binds(signature: inspect.Signature, n: int, lam: str = "") -> bool:
    """Whether it takes so many by their place, and λ by this name if there is one."""
    try:
        signature.bind(*range(n), **({lam: 0.0} if lam else {}))
    except TypeError:
        return False
    return True


def _lam_by_name(signature: inspect.Signature) -> str:
    """The name of a λ that is taken by its name only, after a star; "" if there is none."""
    by_name = [p for p in signature.parameters.values() if p.kind is p.KEYWORD_ONLY]
    return next((p.name for p in by_name if _NAMES_OF_LAM.match(p.name) and not isinstance(p.default, bool)), "")


def _as_called(function: Callable[..., Any], things: Mapping[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """What it is called with by place, and what by name."""
    signature = _signature(function)
    lam = _lam_by_name(signature) if signature and "lam" in things else ""
    if signature is None or not lam:
        return [*things.values()], {}
    if _binds(signature, len(things)) and not _is_something_else(signature, [*things].index("lam")):
        return [*things.values()], {}
    return [thing for name, thing in things.items() if name != "lam"], {lam: things["lam"]}


def _is_something_else(signature: inspect.Signature, place: int) -> bool:
    """Whether what is taken at this place has a default of its own, and is by its name no λ; not so in ``*args``."""
    by_place = [p for p in signature.parameters.values() if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    taking = by_place[place] if place < len(by_place) else None
    if taking is None or taking.default is taking.empty:
        return False
    return isinstance(taking.default, bool) or not _NAMES_OF_LAM.match(taking.name)


def about_arguments(function: Callable[..., Any], like: str) -> str:
    """What is wrong with what a function takes, in a sentence without its end; "" if nothing is.

    Examples
    --------
    >>> def my_backward(fwd, net, Y, lam): ...
    >>> about_arguments(my_backward, "backward")
    'my_backward takes (fwd, net, Y, lam), but it is called with (net, fwd, Y, lam): the order counts'
    """
    expected, name = f"({', '.join(CALLED_WITH[like])})", name_of(function)
    signature = _signature(function)
    names = tuple(signature.parameters) if signature else ()
    if isinstance(function, type):
        return f"{name} is a class: make an object of it, {name}(), that can be called with {expected}"
    if inspect.iscoroutinefunction(function):
        return f"{name} is async: write def without async"
    own = [name for name in names if name in CALLED_WITH[like]]
    if own != [name for name in CALLED_WITH[like] if name in own]:
        return f"{name} takes ({', '.join(names)}), but it is called with {expected}: the order counts"
    return "" if taken(function, like) else f"{name} takes other arguments: it is called with {expected}"


def _is_lam(name: str) -> bool:
    return bool(_NAMES_OF_LAM.match(name))


def about_names(function: Callable[..., Any], like: str, *, stopped: bool) -> str:
    """What the names of its arguments tell of a function that is right nowhere; "" if they tell nothing.

    Parameters
    ----------
    function : callable
    like : str
    stopped : bool
        Whether it was stopped by an error on every network.

    Examples
    --------
    >>> about_names(lambda net, X, Y, lam: 0, "cost", stopped=True)
    'your function takes X where it is given fwd, which is what forward(net, X) returns: X itself is fwd.a[1]'
    """
    signature = _signature(function)
    names = tuple(signature.parameters) if signature else ()
    expected = CALLED_WITH[like]
    if stopped and expected[1] == "fwd" and names[1:2] in (("X",), ("x",)):
        what = "fwd, which is what forward(net, X) returns: X itself is fwd.a[1]"
        return f"{name_of(function)} takes {names[1]} where it is given {what}"
    if like == "step" and len(names) == len(expected) and _is_lam(names[4]) and not _is_lam(names[3]):
        given = f"({', '.join(expected)})"
        return f"{name_of(function)} takes ({', '.join(names)}), but it is called with {given}: the order counts"
    return ""


def _signature(function: Callable[..., Any]) -> inspect.Signature | None:
    try:
        return inspect.signature(function)
    except Exception:  # noqa: BLE001 - some built-in functions don't tell, and an object may have anything there
        return None


def call_on(
    trace: Trace,
    function: Callable[..., Any],
    names: Sequence[str],
    alpha: float | None,
    *,
    then: Callable[[Any], Any] = lambda value: value,
    again: bool = False,
    seconds: float = SECONDS,
) -> Outcome:
    """Call a learner's function with these things of a trace."""
    things = {"net": trace.net, "X": trace.X, "Y": trace.Y, "lam": trace.lam, "fwd": trace.forward, "alpha": alpha}
    return call(function, Given({name: things[name] for name in names}), then=then, again=again, seconds=seconds)


def without_lam(trace: Trace, names: Sequence[str]) -> Trace:
    """The trace that is right for a function that takes these: one that takes no λ is asked for what there is without.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> without_lam(run(*examples.lecture(), lam=1.0), ("net", "fwd", "Y")).lam
    0.0
    """
    takes_it = "lam" in names or "fwd" not in names
    return trace if takes_it or not trace.lam else run(trace.net, trace.X, trace.Y)


def name_of(function: Callable[..., Any]) -> str:
    """The name that a learner knows their function by."""
    name = getattr(function, "__name__", None) or getattr(errors.plain(function), "__name__", "")
    return name if isinstance(name, str) and name.isidentifier() and name != "__call__" else "your function"


def is_written(function: Callable[..., Any]) -> bool:
    """Whether there is anything in a function but a constant, as in the empty exercise.

    Examples
    --------
    >>> def empty(net, X):
    ...     '''Write this.'''
    ...     return None
    >>> is_written(empty), is_written(lambda net, X: X)
    (False, True)
    """
    code = getattr(errors.plain(function), "__code__", None)
    return code is None or any(step.opname not in _NOTHING for step in dis.get_instructions(code))


def _cut(text: str) -> str:
    return text if len(text) <= MOST_PRINTED else f"{text[:MOST_PRINTED]} …"
