"""Plots as live views: each follows a session or a training, at its own rate."""

from __future__ import annotations

import base64
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from backprop_core import Network
from backprop_core.quantity import check_quantity
from backprop_widgets.codes import quantity_of
from backprop_widgets.draw.text import escape
from backprop_widgets.live import Event, Live
from backprop_widgets.pacing import easel
from backprop_widgets.session import Session

if TYPE_CHECKING:
    from backprop_widgets.figures import Drawing

KINDS = ("tangent", "landscape", "bars", "curves", "matrix", "ucurve", "boundary", "history")


def plot(source: Any, kind: str, X: object = None, Y: object = None, **options: Any) -> Plot:
    """Open a plot that follows a network.

    Parameters
    ----------
    source : Session, Explorer, Training or Network
        What it follows: a session, or a view that has one. A network, with `X` and `Y`, gets a session of its own.
    kind : str
        "tangent": J against one Θ or z, with the tangent there and a secant.
        "landscape": J over two weights, with the step -αD.
        "bars": the size of δ and g' by layer.
        "curves": every unit on its activation curve.
        "matrix": ∂J/∂Θ derived beside measured beside their difference.
        "ucurve": the error of a measured derivative against ε.
        "boundary": the decision boundary over two inputs, with every unit's own thumbnail.
        "history": cost and accuracy over the steps of a training.
    **options
        Of "tangent": `of`, the code of a Θ or z ("Theta.2.1.1"; without it the plot follows the selection), and `eps`.
        Of "ucurve": `of`. Of "landscape": `across` and `up`. Of "matrix": `layer`. Of "bars" and "history": `log`.

    Examples
    --------
    >>> from backprop_core import examples
    >>> session = Session(*examples.lecture())
    >>> view = plot(session, "tangent", of="Theta.3.1.1")
    >>> session.set("Theta.3.1.1", 0.0)
    >>> print(view.text().splitlines()[1])
    Θ₁₁⁽³⁾ = 0.00: J is 1.2013, and the slope of the tangent there, by backpropagation, −0.483474.
    """
    if kind not in KINDS:
        raise ValueError(f"there is no plot {kind!r}: choose one of {', '.join(KINDS)}")
    if isinstance(source, Network):
        source = Session(source, X, Y)
    elif X is not None or Y is not None:
        raise ValueError("X and Y belong to the session: give them only with a network")
    session = source if isinstance(source, Session) else getattr(source, "session", None)
    if not isinstance(session, Session):
        raise TypeError(f"a plot follows a session, an explorer, a training or a network, not {type(source).__name__}")
    if kind == "history" and not hasattr(source, "run"):
        raise ValueError("a history is that of a training: give what training(...) returned")
    for name in {"of", "across", "up"} & options.keys():
        _check_code(session, name, options[name], ("Theta",) if kind == "landscape" else ("Theta", "z"))
    from backprop_widgets.figures import DRAWINGS  # loads matplotlib

    return Plot(session, source if kind == "history" else session, DRAWINGS[kind](**options))


def _check_code(session: Session, name: str, code: str | None, kinds: tuple[str, ...]) -> None:
    """Refuse a code that isn't of a number which this plot can move, in this network."""
    if code is None:
        return
    q = quantity_of(code)
    if q.kind not in kinds:
        raise ValueError(f"{name} is {code!r}: this plot moves a {' or a '.join(kinds)}, such as 'Theta.1.1.1'")
    check_quantity(session.trace, replace(q, example=1) if q.kind == "z" else q)


class Plot(Live):
    """One plot; see `plot`.

    Attributes
    ----------
    session : Session
        What it follows.
    drawing : Drawing
        The picture, with its artists.
    """

    def __init__(self, session: Session, source: Any, drawing: Drawing) -> None:
        self.session, self.drawing, self._source = session, drawing, source
        self._refusal = ""
        self._watched = _TRAITS if source is session else ["moment"]
        super().__init__()
        source.observe(self._ask, self._watched)
        self.refresh()

    def _ask(self, _change: object) -> None:
        easel(self.session).ask(self)

    def close(self) -> None:
        """Follow no more."""
        if self._watched:  # closed only once, though the widget is closed again when it is collected
            self._source.unobserve(self._ask, self._watched)
            self._watched = []
            easel(self.session).forget(self)
        super().close()

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
            svg = self.drawing.canvas.svg()
            picture = f"<div class='bp-plot-picture' data-key='picture' role='img' aria-label='{label}'>{svg}</div>"
        return (
            f"<figure class='bp-plot' data-key='root'><figcaption>{escape(self.drawing.title)}</figcaption>"
            f"<div class='bp-settings' data-key='choices'>{self.drawing.controls(self._source)}</div>{picture}"
            f"<details class='bp-details' data-key='twin'><summary>In words</summary>"
            f"<pre class='bp-twin'>{escape(self._words())}</pre></details></figure>"
        )

    def _words(self) -> str:
        return self._refusal or self.drawing.words()

    def text(self) -> str:
        """Return the plot in words."""
        self._update()
        return f"{self.drawing.title}\n{self._words()}"

    def handle(self, event: Event) -> None:
        """Take a choice."""
        self.drawing.choose(event.key, event.value.get("value"))
        self.refresh()

    def png(self) -> bytes:
        """Return the plot as a still picture, as things are now."""
        self._update()
        return self.drawing.canvas.png()

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, its words, and for places without a kernel the picture with these words."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        if not self._refusal:
            add_png(data, metadata, self.png())
        return data, metadata


def add_png(data: dict[str, Any], metadata: dict[str, Any], png: bytes) -> None:
    """Add a still picture, described by the words that are there already."""
    data["image/png"] = base64.b64encode(png).decode("ascii")
    metadata["image/png"] = {"alt": data["text/plain"]}


_TRAITS = ["net", "X", "Y", "lam", "alpha", "example", "selection", "notation"]
