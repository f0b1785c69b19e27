"""Who looks on: which cell asks for what is shown now, and whether anybody is there to see it live."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakSet

if TYPE_CHECKING:
    from collections.abc import Mapping

LIVE = "BACKPROP_LIVE"  # set to 1, views are live whatever the program that runs the cells says of itself


class Shown(Protocol):
    """A view that can be let go, and come back when it is shown again."""

    def lay_aside(self) -> None:
        """Follow nothing more, and leave the page."""


def _shell() -> Any:
    """IPython's, where it runs; else None."""
    return sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None


def request() -> Mapping[str, Any]:
    """The message that asked for the cell that runs now; empty outside of a kernel."""
    get_parent = getattr(getattr(_shell(), "kernel", None), "get_parent", None)
    if get_parent is None:
        return {}
    try:
        return get_parent("shell") or {}
    except TypeError:  # in a browser's Python there is but one channel to ask about
        return get_parent() or {}


def nobody_looks_on() -> bool:
    """Whether a program runs the cells that has nobody to ask: nbconvert, papermill, a test.

    It says so with each cell: ``input()`` would have nobody to answer. Colab and Voilà show what they run, whatever
    they say.
    """
    shows = os.environ.get(LIVE) == "1" or "google.colab" in sys.modules
    shows = shows or os.environ.get("SERVER_SOFTWARE", "").startswith("voila")
    return not shows and request().get("content", {}).get("allow_stdin") is False


class Cells:
    """Which views each cell has shown.

    A cell that runs again clears what it showed, so the views that were nowhere else are laid aside: else each of them
    would go on following its session, for ever.
    """

    def __init__(self) -> None:
        self._shown: dict[str, tuple[str, WeakSet[Any]]] = {}  # by cell: the run, and what it showed

    def note(self, view: Shown) -> None:
        """Note that the cell that runs now shows a view."""
        message = request()
        cell, run = message.get("metadata", {}).get("cellId"), message.get("header", {}).get("msg_id", "")
        if not cell:
            return
        before, views = self._shown.get(cell, (run, WeakSet()))
        if before != run:
            self._shown[cell] = run, WeakSet([view])
            for old in views:
                if not any(old in those for _, those in self._shown.values()):
                    old.lay_aside()
                    _take_from_out(old)
        else:
            self._shown[cell] = run, views
            views.add(view)


def _take_from_out(view: object) -> None:
    """Let IPython's memory of results, ``Out``, have a view no more whose place in the page is taken."""
    places = [getattr(_shell(), name, {}) for name in ("user_ns", "user_ns_hidden")]
    out = places[0].get("_oh", {})
    for number in [number for number, result in out.items() if result is view]:
        del out[number]
        for names in places:
            names.pop(f"_{number}", None)


CELLS = Cells()
