"""The lecture's slide with two switches: δ as it is spoken, δ corrected, and what can be measured beside both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from backprop_core import Forward, Quantity, examples, numerical_derivative, value_of
from backprop_core.faults import FAULTS, together, with_lines
from backprop_widgets import state as states
from backprop_widgets.actions import View, act
from backprop_widgets.draw import slide as draw
from backprop_widgets.draw.controls import button
from backprop_widgets.draw.network import Picture, network_svg
from backprop_widgets.draw.text import escape
from backprop_widgets.draw.theme import as_still
from backprop_widgets.live import Event, Live
from backprop_widgets.session import Session, stages

if TYPE_CHECKING:
    from backprop_core import Trace

FAULT_OF = {"c2": "output_sign", "c3": "gprime_left_out"}
LABEL = "the network with delta as it is switched; Tab goes from number to number, Enter opens one"


def slide(session: Session | None = None, *, c2: bool = False, c3: bool = False) -> Slide:
    """Open the slide, without a session with the lecture's 2-2-2-1 network.

    Parameters
    ----------
    session : Session, optional
        Of one example; another view of it stays in step.
    c2, c3 : bool
        Whether δ starts from y - a, and whether g'(z) is left out of the hidden sums: both as often spoken.

    Raises
    ------
    ValueError
        If the session looks at a batch, for δ belongs to one example; or if its cost is another than the lecture's.

    Examples
    --------
    >>> view = slide(c3=True)
    >>> print(view.text().splitlines()[3])
    δ₂⁽³⁾: as switched +0.7104, right +0.1768, measured ∂cost/∂z +0.1768, measured ∂cost/∂a +0.7104; it is ∂cost/∂a
    """
    if session is None:
        session = Session(*examples.lecture(), selection=Quantity("delta", 2, 2))
    if session.trace.X.ndim == 2:
        raise ValueError(f"the slide shows one example, but the session looks at {session.m}: set its example first")
    net = session.net
    if (net.output, net.cost) != ("sigmoid", "cross_entropy"):
        raise ValueError(f"the slide is about sigmoid and cross_entropy, but this is {net.output} and {net.cost}")
    return Slide(session, {key for key, on in (("c2", c2), ("c3", c3)) if on})


class Slide(Live):
    """The slide; see `slide`.

    Attributes
    ----------
    session : Session
    on : set of str
        The switches that are on: "c2", "c3".
    """

    def __init__(self, session: Session, on: set[str]) -> None:
        self.session, self.on = session, on
        self._view = View()
        super().__init__()
        session.observe(lambda _change: self.refresh())
        self.refresh()

    @property
    def spoken(self) -> Trace:
        """The trace with δ, Δ and D by the rules as they are switched."""
        trace = self.session.trace
        faults = [FAULTS[FAULT_OF[key]] for key in sorted(self.on)]
        backward = together(faults) if faults else with_lines("backward", {})
        bwd = backward(trace.net, Forward(trace.a, trace.z), trace.Y, trace.lam)
        return replace(trace, delta=bwd.delta, Delta=bwd.Delta, D=bwd.D)

    def rows(self) -> list[draw.Row]:
        """Every δ, from the output back to layer 2."""
        net, spoken = self.session.net, self.spoken
        units = [Quantity("delta", l, i) for l in range(net.L, 1, -1) for i in range(1, net.sizes[l - 1] + 1)]
        return [self._row(spoken, q) for q in units]

    def _row(self, spoken: Trace, q: Quantity) -> draw.Row:
        trace, by_a = self.session.trace, replace(q, kind="dJda")
        measured = self._measured(replace(q, kind="z")), self._measured(replace(q, kind="a"))
        return draw.Row(q, value_of(spoken, q), value_of(trace, q), *measured, value_of(trace, by_a))

    def _measured(self, of: Quantity) -> float | None:
        trace = self.session.trace
        try:
            return numerical_derivative(trace.net, trace.X, trace.Y, of=of)
        except ValueError:  # an output so near 0 or 1 that no nudge of it fits
            return None

    # what Live asks for

    def draw(self) -> str:
        """Draw switches, picture, table and sum."""
        s = self.session
        say = f"<p class='bp-say' role='status' data-key='say' data-say>{draw.sentence(self.on)}</p>"
        tools = (
            button("undo", "↶ undo", off=not s.can_undo)
            + button("redo", "↷ redo", off=not s.can_redo)
            + button("reset", "reset")
        )
        return (
            "<div class='bp-explorer' data-key='root' data-on='key' data-keys='Escape Ctrl+z Ctrl+y'>"
            f"<div class='bp-toolbar'>{draw.switches(self.on)}<span class='bp-gap'></span>{tools}</div>"
            f"<div class='bp-head'>{say}</div>"
            f"<p class='bp-notice' role='alert' data-key='notice'>{escape(self._view.notice)}</p>"
            f"<div class='bp-main bp-slide-main'><div class='bp-hands' data-key='hands'>"
            f"{network_svg(self._picture(live=True), LABEL)}</div>"
            f"<div class='bp-slide-side'>{draw.table(self.rows(), self._unit)}{self._sums()}</div></div>"
            f"<div class='bp-foot'><details class='bp-details' data-key='twin'><summary>In words</summary>"
            f"<pre class='bp-twin'>{escape(self.text())}</pre></details></div></div>"
        )

    def _picture(self, *, live: bool) -> Picture:
        stage = stages(self.session.net.L).index("D")
        return Picture(self.spoken, stage, self.session.selection, live=live)

    def _sums(self) -> str:
        return draw.sums(self.session.trace, self.spoken, self._unit, self.on) if self._unit else ""

    @property
    def _unit(self) -> Quantity | None:
        """The δ of the unit that is selected."""
        q = self.session.selection
        return q if q is not None and q.kind == "delta" else None

    def text(self) -> str:
        """Return the slide in words."""
        return draw.in_words(self.rows(), self.on)

    def still(self) -> str:
        """Return the picture as an SVG that stands alone."""
        return as_still(network_svg(self._picture(live=False), LABEL))

    def as_python(self) -> str:
        """Return lines that open the slide as it is."""
        on = "".join(f", {key}=True" for key in sorted(self.on))
        start = f"Session(**from_state('{states.to_state(self.session)}'))"
        return (
            "from backprop_widgets.session import Session\nfrom backprop_widgets.slide import slide\n"
            f"from backprop_widgets.state import from_state\nslide({start}{on})"
        )

    def handle(self, event: Event) -> None:
        """Turn a switch, or do with the network what the explorer does."""
        self._view.notice = ""
        verb, _, what = event.key.partition(":")
        if verb == "switch":
            self._switch(what, on=bool(event.value["value"]))
        else:
            self._act(event)
        self.refresh()

    def _switch(self, key: str, *, on: bool) -> None:
        if key not in FAULT_OF:
            raise ValueError(f"there is no switch {key!r}: there are {', '.join(FAULT_OF)}")
        self.on = self.on | {key} if on else self.on - {key}

    def _act(self, event: Event) -> None:
        try:
            act(self.session, self._view, event)
        except (ValueError, TypeError) as refusal:
            self._view.notice = str(refusal)

    def set(self, **switches: Any) -> None:
        """Turn switches from a cell: set(c2=True, c3=False)."""
        for key, on in switches.items():
            self._switch(key, on=bool(on))
        self.refresh()
