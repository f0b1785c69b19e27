"""The lecture's slide with two switches: δ as it is spoken, δ corrected, and what can be measured beside both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backprop_core import Quantity, numerical_derivative, value_of
from backprop_core.calls import plainly
from backprop_core.faults import FAULTS, together, with_lines
from backprop_core.validation import flag, text
from backprop_widgets.explorers.actions import Look, act
from backprop_widgets.explorers.toolbar import history_buttons
from backprop_widgets.live.controls import badge, button, labelled, put_off, standing
from backprop_widgets.live.live import Live
from backprop_widgets.live.source import session_of
from backprop_widgets.notation.text import Html, escape
from backprop_widgets.picture.layout import drawable, too_large
from backprop_widgets.picture.model import Picture
from backprop_widgets.picture.network import network_svg
from backprop_widgets.session import state as states
from backprop_widgets.session.stages import stages
from backprop_widgets.slides import drawing as draw

if TYPE_CHECKING:
    from backprop_core import Trace
    from backprop_widgets.live.events import Event
    from backprop_widgets.session.session import Session

FAULT_OF = {"y_minus_a": "output_sign", "no_gprime": "gprime_left_out"}
LABEL = "the network with delta as it is switched; Tab goes from number to number, Enter opens one"


@plainly
def slide(
    source: object = None,
    X: object = None,
    Y: object = None,
    *,
    y_minus_a: bool = False,
    no_gprime: bool = False,
    measured: bool = True,
    name: str = "",
) -> Slide:
    """Open the slide; without a source, of the lecture's 2-2-2-1 network.

    Parameters
    ----------
    source : Network, Session, Trace or view, optional
        Of one example: a network with `X` and `Y`, or a trace; or a session, or another view that has one, which stays
        in step.
    X, Y : array, optional
        With a network, its example: (s_1,) and (s_L,).
    y_minus_a, no_gprime : bool
        Whether δ starts from y - a, and whether g'(z) is left out of the hidden sums: both as often spoken.
    measured : bool
        Whether what is right and what is measured stand beside it from the start. Otherwise a button puts them there,
        with the switches: first the slide, then its test.
    name : str
        A letter or a short name that stands on the view, so that a text can speak of it.

    Raises
    ------
    ValueError, TypeError
        If the source looks at a batch, for δ belongs to one example; if its output isn't sigmoid with cross-entropy; if
        the network has over 5 layers or 8 units in one, too large to be drawn.

    Examples
    --------
    >>> view = slide(no_gprime=True)
    >>> print(view.text().splitlines()[3])
    δ₂⁽³⁾: by these rules +0.7104, right +0.1768, measured ∂cost/∂z +0.1768, measured ∂cost/∂a +0.7104; it is ∂cost/∂a
    """
    session = session_of(source, X, Y, a="a slide", or_lecture=True, selection="delta.2.2" if source is None else None)
    if reason := unfit(session):
        raise ValueError(reason)
    switches = {"y_minus_a": y_minus_a, "no_gprime": no_gprime}
    on = {key for key, value in switches.items() if flag(key, value)}
    return Slide(session, on, measured=flag("measured", measured), name=text("name", name))


def unfit(session: Session) -> str:
    """Why the slide can't show a session, in one sentence; "" if it can."""
    if session.trace.X.ndim == 2:
        return f"the slide shows one example, but the session looks at {session.m}: set its example first"
    net = session.net
    if (net.output, net.cost) != ("sigmoid", "cross_entropy"):
        return f"the slide is about sigmoid and cross_entropy, but this is {net.output} and {net.cost}"
    if not drawable(net.sizes):
        return too_large(net.sizes)
    return ""


class Slide(Live):
    """The slide; see `slide`.

    Attributes
    ----------
    session : Session
    on : set of str
        The switches that are on: "y_minus_a", "no_gprime".
    measured : bool
        Whether it has been put to the test.
    """

    def __init__(self, session: Session, on: set[str], *, measured: bool = True, name: str = "") -> None:
        self.session, self.on, self.measured = session, on, measured
        self._name = name
        self._look = Look()
        super().__init__()
        self.follow(session)
        self.refresh()

    @property
    def spoken(self) -> Trace:
        """The trace with δ, Δ and D by the rules as they are switched."""
        trace = self.session.trace
        faults = [FAULTS[FAULT_OF[key]] for key in sorted(self.on)]
        backward = together(faults) if faults else with_lines("backward", {})
        bwd = backward(trace.net, trace.forward, trace.Y, trace.lam)
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
        test = draw.switches(self.on) if self.measured else button("measure", "Measure")
        tools = history_buttons(s)
        if reason := unfit(s):
            return put_off(self._name, tools, self.notice_line(), reason)
        rows = self.rows()
        told = draw.sentence(self.on, s.net.L, rows) if self.measured else draw.UNTESTED
        return (
            "<div class='bp-explorer' data-key='root' data-on='key' data-keys='Escape Ctrl+z Ctrl+y'"
            f"{labelled(self._name)}>"
            f"<div class='bp-toolbar'>{badge(self._name)}{test}<span class='bp-gap'></span>{tools}</div>"
            f"<div class='bp-head'>{standing(Html(told))}</div>"
            f"{self.notice_line()}<div class='bp-main bp-slide-main'><div class='bp-hands' data-key='hands'>"
            f"{network_svg(self._picture(live=True), LABEL)}</div>"
            f"<div class='bp-slide-side'>{draw.table(rows, self._unit, measured=self.measured)}"
            f"{self._sums()}</div></div>"
            f"<div class='bp-foot'><details class='bp-details' data-key='twin'><summary>In words</summary>"
            f"<pre class='bp-twin'>{escape(self.text())}</pre></details></div></div>"
        )

    def _picture(self, *, live: bool) -> Picture:
        stage = stages(self.session.net.L).index("D")
        return Picture(self.spoken, stage, self.session.selection, live=live)

    def _sums(self) -> Html:
        if not self._unit:
            return Html("")
        return draw.sums(self.session.trace, self.spoken, self._unit, self.on, measured=self.measured)

    @property
    def _unit(self) -> Quantity | None:
        """The δ of the unit that is selected."""
        q = self.session.selection
        return q if q is not None and q.kind == "delta" else None

    def text(self) -> str:
        """Return the slide in words."""
        named = f"View {self._name}.\n" if self._name else ""
        if reason := unfit(self.session):
            return named + reason
        return named + draw.in_words(self.rows(), self.on, self.session.net.L, measured=self.measured)

    def still(self) -> str:
        """Return the picture as an SVG that stands alone; "" where there is none."""
        if unfit(self.session):
            return ""
        return network_svg(self._picture(live=False), LABEL, alone=True)

    def as_python(self) -> str:
        """Return lines that open the slide as it is; "" where there is none, or too much of it."""
        if unfit(self.session) or not states.is_short(self.session):
            return ""
        on = "".join(f", {key}=True" for key in sorted(self.on)) + ", measured=False" * (not self.measured)
        start = f"Session(**from_state('{states.to_state(self.session)}'))"
        return (
            "from backprop_widgets import Session\nfrom backprop_widgets import slide\n"
            f"from backprop_widgets.session.state import from_state\nslide({start}{on})"
        )

    def act(self, event: Event) -> None:
        """Turn a switch, measure, or do with the network what the explorer does."""
        if event.verb == "switch":
            self._switch(event.what, on=event.on)
        elif event.verb == "measure":
            self.measured = True
        else:
            act(self.session, self._look, event)

    def _switch(self, key: str, *, on: bool) -> None:
        if key not in FAULT_OF:
            raise ValueError(f"there is no switch {key!r}: there are {', '.join(FAULT_OF)}")
        self.on = self.on | {key} if on else self.on - {key}

    @plainly
    def set(self, *, y_minus_a: bool | None = None, no_gprime: bool | None = None) -> None:
        """Turn switches from a cell; one that isn't named stays as it is."""
        given = {"y_minus_a": y_minus_a, "no_gprime": no_gprime}
        for key, on in {key: flag(key, on) for key, on in given.items() if on is not None}.items():
            self._switch(key, on=on)
        self.refresh()
