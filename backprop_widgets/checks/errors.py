"""What stopped a learner's function, in words, with the line of theirs in which it happened."""

from __future__ import annotations

import linecache
import re
from dataclasses import FrozenInstanceError, fields
from functools import partial
from inspect import getattr_static
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from backprop_core import Network
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
    'stopped with KeyError: 0'
    """
    place = _innermost(error.__traceback__, function)
    shapes = operands(place) if place and isinstance(error, ValueError) else ""
    words = f"{type(error).__name__}: {shapes}" if shapes else _kind_and_words(error)
    return f"stopped with {words}{_line(place)}{_hint(error, place)}"


def _kind_and_words(error: BaseException) -> str:
    try:
        lines = str(error).strip().splitlines()
    except Exception:  # noqa: BLE001 - an error of a learner's own may have no words that can be had
        lines = []
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def _hint(error: BaseException, place: TracebackType | None) -> str:
    """What a name of Python's doesn't say to a beginner."""
    if isinstance(error, FrozenInstanceError) and any(f"'{field.name}'" in str(error) for field in fields(Network)):
        return ". A network can't be changed: return the new Theta instead"
    if isinstance(error, KeyError) and error.args and error.args[0] == 0 and _LAYERED.search(_code(place)):
        return ". Layers count from 1"
    if isinstance(error, ValueError) and "read-only" in str(error):
        return ". This array can't be written to: write to a copy"
    return ""


_LAYERED = re.compile(r"\b(Theta|a|z|d|D|delta|Delta)\[")


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
    code = _code(place)
    return f", in line {place.tb_lineno}" + (f": {code}" if code else "")


def _code(place: TracebackType | None) -> str:
    """The learner's line, if it can be had."""
    if place is None:
        return ""
    return linecache.getline(place.tb_frame.f_code.co_filename, place.tb_lineno, place.tb_frame.f_globals).strip()
