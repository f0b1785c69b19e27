"""Plots as live views: each follows a session or a training, at its own rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core.calls import plainly
from backprop_core.quantity import code_of, quantity_of
from backprop_core.validation import finite_number, flag, index, one_of, shown
from backprop_core.values import check_quantity
from backprop_widgets.live.live import Live
from backprop_widgets.live.source import session_of
from backprop_widgets.notation.text import escape
from backprop_widgets.notation.typed import number_in, whole_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_core import Quantity
    from backprop_widgets.live.events import Event
    from backprop_widgets.session.session import Session

# Each kind, with the arguments of its own.
KINDS: dict[str, tuple[str, ...]] = {
    "tangent": ("of", "eps", "span", "secant"),
    "landscape": ("across", "up"),
    "bars": ("log",),
    "curves": (),
    "matrix": ("layer",),
    "ucurve": ("of",),
    "boundary": (),
    "history": ("log",),
}
FIXED = ("span", "secant")  # by the call; the page has no control for them
SEEN = ("net", "X", "Y", "lam", "alpha", "example", "selection", "notation")  # of a session


@plainly
def plot(
    source: object,
    kind: str,
    X: object = None,
    Y: object = None,
    *,
    of: str | Quantity | None = None,
    eps: float | None = None,
    span: tuple[float, float] | None = None,
    secant: bool | None = None,
    across: str | Quantity | None = None,
    up: str | Quantity | None = None,
    layer: int | None = None,
    log: bool | None = None,
) -> Plot:
    """Open a plot that follows a network.

    Parameters
    ----------
    source : Network, Session, Trace or view
        What it follows: a session, or a view that has one; of "history" what `training` returned. A network, with `X`
        and `Y`, or a trace gets a session of its own.
    kind : str
        "tangent": J against one Θ or z, with the tangent there and a secant.
        "landscape": J over two weights, with the step -αD.
        "bars": the size of δ and g' by layer.
        "curves": every unit on its activation curve.
        "matrix": ∂J/∂Θ derived beside measured beside their difference.
        "ucurve": the error of a measured derivative against ε.
        "boundary": the decision boundary over two inputs, with every unit's own thumbnail; of what `data` returned,
        with the names in its table.
        "history": cost and accuracy over the steps of a training.
    X, Y : array, optional
        With a network, its examples: one, (s_1,) and (s_L,), or a batch, (m, s_1) and (m, s_L).
    of : str or Quantity, optional
        Of "tangent" and "ucurve": a Θ or z, such as "Theta.2.1.1"; without it the plot follows the selection, and is
        about Θ_11^(1) where that is none. In a batch a z is one example's, the first's unless it names another.
    eps : float, optional
        Of "tangent": how far to each side of it the secant's ends are, above 0; 1 by default.
    span : two numbers, optional
        Of "tangent": from where to where its axis goes, the smaller first, by default -5 and 5; wider where the network
        stands outside.
    secant : bool, optional
        Of "tangent": whether the secant and its ε are there; by default they are.
    across, up : str or Quantity, optional
        Of "landscape": two different weights; by default the one that is selected, else Θ_11^(1), and its neighbour.
    layer : int, optional
        Of "matrix": l, 1..L-1, of the one Θ^(l) to show; by default all, of more than five one.
    log : bool, optional
        Of "bars" and "history": whether equal factors take equal heights; by default they don't.

    Raises
    ------
    ValueError, TypeError
        In one sentence that names the argument and what it can be.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets import Session
    >>> session = Session(*examples.lecture())
    >>> view = plot(session, "tangent", of="Theta.3.1.1")
    >>> session.set("Theta.3.1.1", 0.0)
    >>> print(view.text().splitlines()[1])
    Θ₁₁⁽³⁾ = 0.00: J is 1.2013, and the slope of the tangent there, by backpropagation, −0.483474.
    """
    one_of("kind", kind, KINDS)
    session = session_of(source, X, Y, a="a plot")
    if kind == "history" and not hasattr(source, "run"):
        raise ValueError("a history shows a training: give what training(...) returned")
    given: dict[str, Any] = {"of": of, "eps": eps, "span": span, "secant": secant}
    given |= {"across": across, "up": up, "layer": layer, "log": log}
    options = {name: value for name, value in given.items() if value is not None}
    for name, value in options.items():
        if name not in KINDS[kind]:
            takes = ", ".join(KINDS[kind]) or "none of its own"
            raise ValueError(f"{name} is not an argument of plot {kind!r}, which takes {takes}")
        options[name] = CHECKS[name](session, name, value)
    if across is not None:
        _two(options["across"], options.get("up"))
    if kind == "boundary" and hasattr(source, "labels"):
        options["names"] = source
    from backprop_widgets.plots.kinds import DRAWINGS  # loads matplotlib

    on_page = tuple(name for name in KINDS[kind] if name not in FIXED)
    return Plot(session, source if kind == "history" else session, DRAWINGS[kind](**options), on_page)


def _number(session: Session, name: str, value: Any, kinds: tuple[str, ...] = ("Theta", "z")) -> str:
    """The code of a number that this plot can move, in this network."""
    q = quantity_of(value)
    if q.kind not in kinds:
        raise ValueError(f"{name} is {code_of(q)!r}: this plot moves a {' or a '.join(kinds)}, such as 'Theta.1.1.1'")
    check_quantity(session.moment, replace(q, example=1) if q.kind == "z" and not q.example else q)
    return code_of(q)


def _two(across: str | None, up: str | None) -> None:
    if across is not None and across == up:
        raise ValueError(f"across and up are both {up!r}: a landscape is over two weights, so give another")


def _eps(_session: Session, name: str, value: Any) -> float:
    eps = finite_number(name, value)
    if eps <= 0:
        raise ValueError(f"{name} is {eps}: the secant's ends have to be apart, so it has to be above 0")
    return eps


def _span(_session: Session, name: str, value: Any) -> tuple[float, float]:
    if isinstance(value, (str, bytes)) or not isinstance(value, (Sequence, np.ndarray)) or len(value) != 2:
        raise TypeError(f"{name} is {shown(value)}: give two numbers, such as (-1, 7)")
    low, high = (finite_number(name, end) for end in value)
    if low >= high:
        raise ValueError(f"{name} goes from {low} to {high}: the first of the two has to be the smaller")
    return low, high


def _layer(session: Session, name: str, value: Any) -> int:
    return index(name, value, 1, session.net.L - 1, "the layer of a Theta")


def _switch(_session: Session, name: str, value: Any) -> bool:
    return flag(name, value)


CHECKS: dict[str, Callable[[Session, str, Any], Any]] = {
    "of": _number,
    "eps": _eps,
    "span": _span,
    "secant": _switch,
    "across": partial(_number, kinds=("Theta",)),
    "up": partial(_number, kinds=("Theta",)),
    "layer": _layer,
    "log": _switch,
}
READERS: dict[str, Callable[[str], Any]] = {
    "eps": lambda given: 10.0 ** min(number_in(given), 1.0),  # its slider goes by powers of ten
    "layer": lambda given: whole_in("layer", given, 1, 100),
}


class Plot(Live):
    """One plot; see `plot`.

    Attributes
    ----------
    session : Session
        What it follows.
    drawing : Drawing
        The picture, with its artists.
    """

    def __init__(self, session: Session, source: Any, drawing: Any, takes: tuple[str, ...]) -> None:
        self.session, self.drawing, self._source, self._takes = session, drawing, source, takes
        self._refusal = ""
        super().__init__()
        if source is session:
            self.follow(session, self._redraw_soon, parts=SEEN)
        else:
            self.follow(source, self._redraw_soon, name="version")
        if getattr(drawing, "names", None):
            self.follow(drawing.names, self._redraw_soon, name="markup")  # the same numbers may get other names
        self.refresh()

    def _update(self) -> None:
        """Move the artists to where the numbers are; or note in one sentence why that can't be."""
        try:
            self.drawing.follow(self._source)
            self._refusal = ""
        except ValueError as reason:
            self._refusal = str(reason)

    def draw(self) -> str:
        """Draw the plot with its choices and its words."""
        self._update()
        if self._refusal:
            picture = f"<p class='bp-hint' data-key='picture'>{escape(self._refusal)}</p>"
        else:
            label = escape(self._words())
            svg = self.drawing.svg()
            picture = f"<div class='bp-plot-picture' data-key='picture' role='img' aria-label='{label}'>{svg}</div>"
        return (
            f"<figure class='bp-plot' data-key='root'><figcaption>{escape(self.drawing.title)}</figcaption>"
            f"<div class='bp-settings' data-key='choices'>{self.drawing.controls(self._source)}</div>"
            f"{self.notice_line()}{picture}"
            f"<details class='bp-details' data-key='twin'><summary>In words</summary>"
            f"<pre class='bp-twin'>{escape(self._words())}</pre></details></figure>"
        )

    def _words(self) -> str:
        return self._refusal or self.drawing.words()

    def text(self) -> str:
        """Return the plot in words."""
        self._update()
        return f"{self.drawing.title}\n{self._words()}"

    def act(self, event: Event) -> None:
        """Take a choice: an argument of `plot`, as it is chosen in the page; "" for what the session says, or all."""
        name, drawing = event.key, self.drawing
        if name not in self._takes:
            raise ValueError(f"the page asked for {name!r}, which this plot doesn't know")
        value: Any = None
        if name == "log":
            value = not drawing.log
        elif event.given or name == "eps":
            value = CHECKS[name](self.session, name, READERS.get(name, str)(event.given))
        if name in ("across", "up"):
            _two(value, drawing.up if name == "across" else drawing.across)
        setattr(drawing, name, value)

    def png(self) -> bytes:
        """Return the plot as a still picture, as things are now; b"" where there is nothing to draw."""
        self._update()
        return b"" if self._refusal else self.drawing.canvas.png()

    def files(self) -> dict[str, Callable[[], str | bytes]]:
        """What it can be exported as, by the ending of a file's name."""
        self._update()
        return super().files() | ({} if self._refusal else {".svg": self.drawing.canvas.still_svg})
