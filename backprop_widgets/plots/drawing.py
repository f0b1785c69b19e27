"""What all plots have in common: a canvas that lives on, the same in words, and a few choices."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from backprop_core import Quantity, value_of
from backprop_widgets.live.controls import button, choice
from backprop_widgets.notation.codes import code_of, quantity_of
from backprop_widgets.notation.symbols import words
from backprop_widgets.plots.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_core import Trace
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

    A selected D stands for its Θ; a selected a, δ or g' for its z. In a batch a z is that of example 1.
    """
    q = quantity_of(chosen) if chosen else _cause(session.selection)
    if q is None or q.kind not in kinds or not _exists(session.trace, q):
        q = default
    if q.kind == "z":
        return replace(q, example=None if session.trace.X.ndim == 1 else (q.example or 1))
    return q


def _cause(selection: Quantity | None) -> Quantity | None:
    if selection is None:
        return None
    kind = {"D": "Theta", "Delta": "Theta", "a": "z", "delta": "z", "gprime": "z", "dJda": "z"}.get(selection.kind)
    return replace(selection, kind=kind or selection.kind)


def _exists(trace: Trace, q: Quantity) -> bool:
    try:
        value_of(trace, replace(q, example=1) if q.kind == "z" else q)
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


def reach(*values: float) -> float:
    """How far an axis goes to both sides of 0, so that it seldom jumps under the hand.

    Examples
    --------
    >>> reach(0.3), reach(-4.9), reach(12.0)
    (5.0, 10.0, 15.0)
    """
    farthest = max(map(abs, values))
    return REACH if farthest <= 0.9 * REACH else 2 * REACH if farthest <= 1.9 * REACH else 1.25 * farthest
