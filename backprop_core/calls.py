"""Calls that don't fit, refused in one sentence that names the argument and those that there are."""

from __future__ import annotations

from difflib import get_close_matches
from functools import wraps
from inspect import Parameter, signature
from types import FunctionType
from typing import TYPE_CHECKING, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def nearest(name: object, legal: Iterable[str]) -> str:
    """Give "(did you mean 'alpha'?)" with a blank before it, or nothing if no legal name is near.

    Examples
    --------
    >>> nearest("alpah", ["lam", "alpha"]), nearest("seed", ["lam", "alpha"])
    (" (did you mean 'alpha'?)", '')
    """
    names = {other.lower(): other for other in reversed(list(map(str, legal)))}
    near = get_close_matches(str(name).lower(), names, 1, cutoff=0.65)
    return f" (did you mean {names[near[0]]!r}?)" if near else ""


def plainly(function: Callable[P, R]) -> Callable[P, R]:
    """Have calls with arguments that a function doesn't take refused in words.

    A call that fits costs nothing: only a TypeError is looked into.

    Examples
    --------
    >>> @plainly
    ... def go(steps, *, alpha=1.0): return steps * alpha
    >>> go(2, alpah=0.5)
    Traceback (most recent call last):
    ...
    TypeError: go has no argument 'alpah' (did you mean 'alpha'?): it takes steps, alpha
    >>> go(alpha=0.5)
    Traceback (most recent call last):
    ...
    TypeError: go needs steps: it takes steps, alpha
    """
    why_not, error = _misfit, TypeError

    def call(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except TypeError:
            why = why_not(function, args, kwargs)
            if not why:
                raise
        raise error(why)

    # doctest looks for a function where its globals are: those of the function that it stands for
    standing = FunctionType(call.__code__, function.__globals__, closure=call.__closure__)
    return cast("Callable[P, R]", wraps(function)(standing))


def _misfit(function: Callable[..., object], args: tuple[object, ...], kwargs: dict[str, object]) -> str:
    """Why a call can't be made; "" if it can."""
    takes = signature(function)
    try:
        takes.bind(*args, **kwargs)
    except TypeError:
        return _sentence(function, list(takes.parameters.values()), args, kwargs)
    return ""


def _sentence(
    function: Callable[..., object],
    parameters: list[Parameter],
    args: tuple[object, ...],
    kwargs: dict[str, object],
) -> str:
    name = function.__qualname__.removesuffix(".__init__").rpartition(".")[2]
    if parameters and parameters[0].name in ("self", "cls"):
        parameters, args = parameters[1:], args[1:]
    legal = [p.name for p in parameters if p.kind is not Parameter.VAR_KEYWORD]
    there_are = f"it takes {', '.join(legal)}" if legal else "it takes no argument"
    by_place = [p.name for p in parameters if p.kind in (Parameter.POSITIONAL_OR_KEYWORD, Parameter.POSITIONAL_ONLY)]
    takes_any = any(p.kind is Parameter.VAR_KEYWORD for p in parameters)
    for given in kwargs:
        if given not in legal and not takes_any:
            return f"{name} has no argument {given!r}{nearest(given, legal)}: {there_are}"
        if given in by_place[: len(args)]:
            return f"{name} was given {given} twice, by its place and by its name: {there_are}"
    if len(args) > len(by_place):
        most = f"at most {len(by_place)}" if by_place else "none"
        return f"{name} was given {len(args)} arguments without a name, but takes {most}: {there_are}"
    missing = [p.name for p in parameters if p.default is Parameter.empty and p.name in legal and p.name not in kwargs]
    return f"{name} needs {' and '.join(n for n in missing if n not in by_place[: len(args)])}: {there_are}"


def plainly_made(cls: type[T]) -> type[T]:
    """Have a class made `plainly`: with arguments that it takes, or refused in words."""
    setattr(cls, "__init__", plainly(cls.__init__))  # noqa: B010 - mypy knows no other way to say it
    return cls
