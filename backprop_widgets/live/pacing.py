"""When plots are drawn: after the network picture, one at a time, and never for more than a share of the time."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from backprop_widgets.session.session import Session

SHARE = 0.25  # of the time, so that the hand and the network picture have the rest
PAUSE = 0.01  # seconds: the picture that a change causes goes first


def event_loop(instead: str) -> asyncio.AbstractEventLoop:
    """Give the loop that runs in a notebook, in which something can go on by itself.

    Raises
    ------
    ValueError
        Where none runs; `instead` says what to do there.

    Examples
    --------
    >>> event_loop("use train(steps)")
    Traceback (most recent call last):
    ...
    ValueError: nothing can go on by itself here, as it does in a notebook: use train(steps)
    """
    with suppress(RuntimeError):
        return asyncio.get_running_loop()
    raise ValueError(f"nothing can go on by itself here, as it does in a notebook: {instead}")


class Drawn(Protocol):
    """A view that can be drawn again."""

    def refresh(self) -> None:
        """Draw as things are now."""


class Easel:
    """The plots of one session, waiting to be drawn.

    However often a plot is asked for while it waits, it is drawn once, as things are then: the newest wins. Where no
    event loop runs (a script, a test) it is drawn at once.

    Examples
    --------
    >>> class Plot:
    ...     def refresh(self): print("drawn")
    >>> Easel().ask(Plot())
    drawn
    """

    def __init__(self) -> None:
        self._waiting: dict[Drawn, None] = {}
        self._timer: tuple[asyncio.AbstractEventLoop, asyncio.TimerHandle] | None = None
        self._free = 0.0  # from when on the next may be drawn

    def ask(self, view: Drawn) -> None:
        """Have a view drawn soon."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            view.refresh()
            return
        self._waiting[view] = None
        if self._timer is None or self._timer[0] is not loop:  # one of a loop that was closed never comes
            self._wait(loop, max(PAUSE, self._free - time.perf_counter()))

    def _wait(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        self._timer = loop, loop.call_later(seconds, self._draw)

    def forget(self, view: Drawn) -> None:
        """Draw a view no more, until it asks again."""
        self._waiting.pop(view, None)

    def _draw(self) -> None:
        """Draw the one that has waited longest, then rest for as long as its share asks for."""
        self._timer = None
        if not self._waiting:
            return
        view = next(iter(self._waiting))
        del self._waiting[view]
        start = time.perf_counter()
        try:
            view.refresh()
        finally:
            took = time.perf_counter() - start
            self._free = start + took / SHARE
            if self._waiting:
                self._wait(asyncio.get_running_loop(), self._free - start - took)


_EASELS: WeakKeyDictionary[Any, Easel] = WeakKeyDictionary()


def easel(session: Session) -> Easel:
    """The one easel of a session."""
    return _EASELS.setdefault(session, Easel())
