"""What stopped a learner's function, in words, with the line of theirs in which it happened."""

from __future__ import annotations

import linecache
from dataclasses import FrozenInstanceError
from functools import partial
from inspect import getattr_static
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from backprop_widgets.checks.operands import operands

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType


def told(error: BaseException, function: Callable[..., Any]) -> str:
    """Say what an error in a learner's function was, and in which of their lines.

    Examples
    --------
    >>> try:
    ...     {2: 0.5}[0]
    ... except KeyError as error:
    ...     told(error, print)
    'stopped with KeyError: 0. Layers count from 1'
    """
    place = _innermost(error.__traceback__, function)
    shapes = operands(place) if place and isinstance(error, ValueError) else ""
    words = f"{type(error).__name__}: {shapes}" if shapes else _kind_and_words(error)
    return f"stopped with {words}{_line(place)}{_hint(error)}"


def _kind_and_words(error: BaseException) -> str:
    try:
        lines = str(error).strip().splitlines()
    except Exception:  # noqa: BLE001 - an error of a learner's own may have no words that can be had
        lines = []
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def _hint(error: BaseException) -> str:
    """What a name of Python's doesn't say to a beginner."""
    if isinstance(error, FrozenInstanceError):
        return ". A network can't be changed: return the new Theta instead"
    if isinstance(error, KeyError) and error.args and error.args[0] == 0:
        return ". Layers count from 1"
    if isinstance(error, ValueError) and "read-only" in str(error):
        return ". What belongs to a network or a trace can't be written to: take a copy"
    return ""


# Where ---------------------------------------------------------------------------------------------------------------


def plain(function: Any) -> Any:
    """The function inside partial(...), a decorator's wrapper or an object that can be called.

    Examples
    --------
    >>> plain(partial(partial(told, 1), 2)) is told
    True
    """
    while True:
        inner = function.func if isinstance(function, partial) else getattr_static(function, "__wrapped__", None)
        if inner is None or inner is function:
            break
        function = inner
    if isinstance(function, FunctionType | MethodType | type):
        return function
    inner = getattr_static(type(function), "__call__", None)
    return inner if isinstance(inner, FunctionType) else function


def _innermost(traceback: TracebackType | None, function: Callable[..., Any]) -> TracebackType | None:
    """The innermost place that is the learner's: in their function, or in another one from the same notebook."""
    theirs = getattr(plain(function), "__globals__", None)
    found = None
    while traceback is not None:
        if theirs is not None and traceback.tb_frame.f_globals is theirs:
            found = traceback
        traceback = traceback.tb_next
    return found


def name_at(error: BaseException, function: Callable[..., Any]) -> str:
    """The name of the learner's function that an error comes from; "" if it goes by no name of its own."""
    place = _innermost(error.__traceback__, function)
    if place is None:
        return ""
    code, names = place.tb_frame.f_code, place.tb_frame.f_globals
    return code.co_name if getattr(names.get(code.co_name), "__code__", None) is code else ""


def _line(place: TracebackType | None) -> str:
    if place is None:
        return ""
    code = linecache.getline(place.tb_frame.f_code.co_filename, place.tb_lineno, place.tb_frame.f_globals).strip()
    return f", in line {place.tb_lineno}" + (f": {code}" if code else "")
