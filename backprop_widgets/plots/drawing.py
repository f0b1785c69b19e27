"""What all plots have in common: a canvas that lives on, the same in words, and a few choices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from backprop_core import Quantity, run
from backprop_core.quantity import code_of, quantity_of
from backprop_core.values import check_quantity
from backprop_widgets.live.controls import button, choice
from backprop_widgets.notation.symbols import words
from backprop_widgets.plots.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_core import Trace
    from backprop_core.validation import Array
    from backprop_widgets.session.session import Session

MAX_CHOICES = 60  # weights in a list to choose from; of larger networks the selection decides
NUMBERS = 8_000_000  # that one picture computes: about a tenth of a second
REACH = 5.0  # how far from 0 an axis of values goes, unless a value is beyond


class Drawing:
    """One kind of plot: made once, then following its session; every number in it is also said in `words`.

    Attributes
    ----------
    title : str
        What the picture shows.
    size : tuple of int
        Its width and height in pixels.
    """

    title: ClassVar[str]
    size: ClassVar[tuple[int, int]] = (520, 320)

    def __init__(self) -> None:
        self.canvas = Canvas(*self.size)
        self._shape: tuple[Any, ...] = ()

    def follow(self, source: Any) -> None:
        """Move every artist to where the source's numbers are now.

        Raises
        ------
        ValueError
            In one sentence, if this can't be drawn of it.
        """
        raise NotImplementedError

    def _make_for(self, make: Callable[..., None], *shape: Any) -> None:
        """Make the artists anew if those that there are were made for something else."""
        if shape != self._shape:
            self._shape = shape
            self.canvas.clear()
            make(*shape)

    def svg(self) -> str:
        """The picture for the page."""
        return self.canvas.svg()

    def words(self) -> str:
        """Say what the picture shows, with its numbers."""
        raise NotImplementedError

    def controls(self, source: Any) -> str:  # noqa: ARG002
        """Draw what the picture lets one choose."""
        return ""


class LogDrawing(Drawing):
    """A plot whose heights can be even or powers of ten."""

    def __init__(self, *, log: bool = False) -> None:
        super().__init__()
        self.log = log

    def controls(self, source: Any) -> str:  # noqa: ARG002
        """Whether equal factors take equal heights."""
        return button("log", "powers of ten", "logarithmic heights", pressed=self.log)


def spread(count: int, most: int) -> Array:
    """Return the places of all of so many things, or of `most` of them from the first to the last, evenly spaced.

    Examples
    --------
    >>> spread(3, 5).tolist(), spread(9, 5).tolist()
    ([0, 1, 2], [0, 2, 4, 6, 8])
    """
    return np.linspace(0, count - 1, min(count, most)).round().astype(int)


def affordable(session: Session, most: int, fewest: int = 9) -> int:
    """How many points of a landscape can be computed without keeping anybody waiting: all of them, but for large data.

    Examples
    --------
    >>> from backprop_core import Network, examples
    >>> from backprop_widgets import Session
    >>> affordable(Session(*examples.lecture()), most=121)
    121
    >>> affordable(Session(Network.random([64, 64, 10]), *examples.digits()), most=121)
    32
    """
    trace = session.trace
    return max(fewest, min(most, NUMBERS // (trace.m * sum(trace.net.sizes))))


def moved(
    session: Session, chosen: str | None, *, default: Quantity, kinds: tuple[str, ...] = ("Theta", "z")
) -> Quantity:
    """Return the Θ or z that a plot is about: the one chosen, else what is selected, else `default`.

    What this network hasn't got is passed over. A selected D stands for its Θ; a selected a, δ or g' for its z. A z
    is that of the example it names, else of the one that is looked at, else of example 1.
    """
    candidates = quantity_of(chosen) if chosen else None, _cause(session.selection)
    fitting = (q for q in candidates if q is not None and q.kind in kinds and _exists(session, q))
    q = next(fitting, default)
    if q.kind != "z":
        return q
    if session.X.ndim == 1 or (q.example or session.example) == session.example is not None:
        return replace(q, example=None)
    return replace(q, example=q.example or 1)


def trace_for(session: Session, q: Quantity) -> Trace:
    """The session's trace; or that of all examples, if `q` is of another one than is looked at."""
    if q.example is None or session.example is None:
        return session.trace
    return run(session.net, session.X, session.Y, session.lam)


def _cause(selection: Quantity | None) -> Quantity | None:
    if selection is None:
        return None
    kind = {"D": "Theta", "Delta": "Theta", "a": "z", "delta": "z", "gprime": "z", "dJda": "z"}.get(selection.kind)
    return replace(selection, kind=kind or selection.kind)


def _exists(session: Session, q: Quantity) -> bool:
    try:
        check_quantity(session.moment, replace(q, example=q.example or 1) if q.kind == "z" else q)
    except (ValueError, TypeError):
        return False
    return True


def weights(session: Session) -> list[Quantity]:
    """Every weight of the network, in the order of its layers."""
    return [
        Quantity("Theta", l, i, j)
        for l, Theta in session.net.Theta.items()
        for i in range(1, Theta.shape[0] + 1)
        for j in range(Theta.shape[1])
    ]


def units(session: Session) -> list[Quantity]:
    """The z of every unit."""
    return [Quantity("z", l, i) for l in range(2, session.net.L + 1) for i in range(1, session.net.sizes[l - 1] + 1)]


def quantity_choice(
    key: str,
    label: str,
    among: list[Quantity],
    chosen: str | None,
    session: Session,
    *,
    first: str = "what is selected",
) -> str:
    """Draw the choice of a quantity; the first is to let the plot choose."""
    options = [("", first)]
    if len(among) <= MAX_CHOICES:
        options += [(code_of(q), words(q, session.notation)) for q in among]
    return choice(key, label, options, chosen or "")


def half_axis(*values: float) -> float:
    """How far an axis goes to both sides of 0, so that it seldom jumps under the hand.

    Examples
    --------
    >>> half_axis(0.3), half_axis(-4.9), half_axis(12.0)
    (5.0, 10.0, 15.0)
    """
    farthest = max(map(abs, values))
    return REACH if farthest <= 0.9 * REACH else 2 * REACH if farthest <= 1.9 * REACH else 1.25 * farthest
