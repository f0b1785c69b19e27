"""What a learner's function may change besides its arguments, put back as it was when it is done."""

from __future__ import annotations

import gc
import os
import random
import sys
import warnings
from contextlib import ExitStack, contextmanager, redirect_stdout
from decimal import getcontext, setcontext
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO


def _set_streams(streams: tuple[Any, ...]) -> None:
    sys.stdin, sys.stdout, sys.stderr = streams


def _set_environment(before: dict[str, str]) -> None:
    if dict(os.environ) != before:
        os.environ.clear()
        os.environ.update(before)


def _set_profile(before: Any) -> None:
    if sys.getprofile() is not before:  # a profiler written in C can't be set again from here
        sys.setprofile(before)


def _set_path(before: list[str]) -> None:
    sys.path[:] = before


# How each is read, and how what was read is put back.
_KEPT: tuple[tuple[Callable[[], Any], Callable[[Any], object]], ...] = (
    (np.geterr, lambda before: np.seterr(**before)),
    (np.geterrcall, np.seterrcall),
    (np.get_printoptions, lambda before: np.set_printoptions(**before)),
    (np.random.get_state, np.random.set_state),
    (random.getstate, random.setstate),
    (lambda: getcontext().copy(), setcontext),
    (lambda: (sys.stdin, sys.stdout, sys.stderr), _set_streams),
    (sys.getrecursionlimit, sys.setrecursionlimit),
    (sys.getswitchinterval, sys.setswitchinterval),
    (sys.getprofile, _set_profile),
    (lambda: sys.path[:], _set_path),
    (os.getcwd, os.chdir),
    (lambda: dict(os.environ), _set_environment),
    (gc.isenabled, lambda before: gc.enable() if before else gc.disable()),
)


@contextmanager
def as_it_was(printed: TextIO, *, other_chance: bool = False) -> Iterator[None]:
    """Run what stands inside with numpy's usual settings and without warnings; then put everything back.

    Parameters
    ----------
    printed : file
        What is printed meanwhile goes there.
    other_chance : bool
        Whether the global random numbers, numpy's and Python's, are others inside than the next ones outside.

    Examples
    --------
    >>> import io
    >>> with as_it_was(io.StringIO()):
    ...     _ = np.seterr(all="raise")
    >>> np.geterr()["divide"]
    'warn'
    """
    with ExitStack() as stack:
        for read, put_back in _KEPT:
            stack.callback(put_back, read())
        stack.enter_context(warnings.catch_warnings())
        stack.enter_context(redirect_stdout(printed))
        warnings.simplefilter("ignore")
        np.seterr(divide="warn", over="warn", under="ignore", invalid="warn")
        if other_chance:
            np.random.seed(np.random.randint(2**31))  # noqa: NPY002 - it is the learner's global one
            random.seed(random.random())  # noqa: S311
        yield
