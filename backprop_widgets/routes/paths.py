"""All paths of one weight to the cost, merged layer by layer at their units until each unit holds its δ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_core import Quantity
from backprop_core.calls import plainly
from backprop_core.quantity import code_of, quantity_of
from backprop_core.validation import index, text
from backprop_widgets.explorers.actions import Look, act
from backprop_widgets.explorers.toolbar import history_buttons
from backprop_widgets.live.controls import badge, button, labelled, put_off, standing
from backprop_widgets.live.live import Live
from backprop_widgets.live.source import session_of
from backprop_widgets.notation.symbols import known
from backprop_widgets.notation.text import Html, escape
from backprop_widgets.picture.layout import drawable, too_large
from backprop_widgets.picture.model import Picture
from backprop_widgets.picture.network import network_svg
from backprop_widgets.routes import drawing as draw
from backprop_widgets.session import state as states
from backprop_widgets.session.stages import stages

if TYPE_CHECKING:
    from backprop_core import Network
    from backprop_widgets.live.events import Event
    from backprop_widgets.session.session import Session

LABEL = "the network with the paths of one weight; Tab goes from number to number, Enter on an edge chooses its weight"


@plainly
def paths(
    weight: str | Quantity = "Theta.1.2.1",
    source: object = None,
    X: object = None,
    Y: object = None,
    *,
    merged: int = 0,
    name: str = "",
) -> Paths:
    """Open a view of all the paths on which a weight reaches the cost.

    A step on (Page Down) merges them at the units of one more layer, from the output back: what comes behind a unit is
    the same for every path through it, so it is worked out once, and that is the unit's δ. Beside them stands how many
    multiplications all gradients of the network take.

    Parameters
    ----------
    weight : str or Quantity
        The weight from which the paths start, such as "Theta.1.2.1"; a click on an edge chooses another.
    source : Network, Session, Trace or view, optional
        Of one example, which belongs beside a network as `X` and `Y`; without it, the lecture's 2-2-2-1 network.
        A session, or another view that has one, stays in step.
    X, Y : array, optional
        With a network, its example: (s_1,) and (s_L,).
    merged : int
        At how many layers the paths are merged at first: for a weight of Θ^(l) from 0 to L - l - 1.
    name : str
        A letter or a short name that stands on the view, so that a text can speak of it.

    Raises
    ------
    ValueError, TypeError
        If there is no such weight; if the network has over 5 layers or 8 units in one, too large to be drawn; if the
        source is a batch: each example has paths of its own.

    Examples
    --------
    >>> view = paths("Theta.1.2.1")
    >>> print(view.text())
    The paths of Θ₂₁⁽¹⁾ to the cost, not merged: 2; all gradients take 81 multiplications.
    x₁ · g′(z₂⁽²⁾) · Θ₁₂⁽²⁾ · g′(z₁⁽³⁾) · Θ₁₁⁽³⁾ · δ₁⁽⁴⁾ = 0.60 · 0.2163 · (−0.70) · 0.2133 · 0.95 · (−0.5465) = 0.0101
    x₁ · g′(z₂⁽²⁾) · Θ₂₂⁽²⁾ · g′(z₂⁽³⁾) · Θ₁₂⁽³⁾ · δ₁⁽⁴⁾ = 0.60 · 0.2163 · 1.10 · 0.2489 · (−1.30) · (−0.5465) = 0.0252
    added up: D₂₁⁽¹⁾ = 0.0353
    """
    session = session_of(source, X, Y, a="a view of the paths", or_lecture=True)
    if reason := unfit(session):
        raise ValueError(reason)
    q = quantity_of(weight)
    if q.kind != "Theta":
        raise ValueError(f"{code_of(q)!r} is not a weight: paths start from a Theta, such as 'Theta.1.2.1'")
    session.net.check_weight(q.layer, q.i, q.j)
    merged = index("merged", merged, 0, session.net.L - q.layer - 1, "the number of layers merged")
    return Paths(session, q, merged=merged, name=text("name", name))


def unfit(session: Session) -> str:
    """Why a session has no paths to be shown, in one sentence; "" if it has."""
    if session.trace.X.ndim == 2:
        return f"each of the {session.m} examples has paths of its own: set the session's example first"
    if not drawable(session.net.sizes):
        return too_large(session.net.sizes)
    return ""


class Paths(Live):
    """The paths of one weight; see `paths`.

    Attributes
    ----------
    session : Session
    weight : Quantity
        From which the paths start.
    merged : int
        At how many layers they are merged.
    """

    def __init__(self, session: Session, weight: Quantity, *, merged: int = 0, name: str = "") -> None:
        self.session, self.weight = session, weight
        self.merged = merged
        self._name = name
        self._selected = session.selection  # when the view last looked
        self._look = Look()
        super().__init__()
        self.follow(session, self._take_up)
        self.refresh()

    @property
    def _most(self) -> int:
        """At how many layers the paths of this weight can be merged."""
        return self.session.net.L - self.weight.layer - 1

    @property
    def to(self) -> int:
        """The layer at whose units the paths end."""
        return self.session.net.L - self.merged

    def _take_up(self, _change: object) -> None:
        """Take the weight that has just been selected, if one has; and one that exists, if the network is another."""
        before, self._selected = self._selected, self.session.selection
        q, net = self._selected, self.session.net
        if q != before and q is not None and q.kind in ("Theta", "D") and (q.layer, q.i, q.j) != self._place:
            self._show(q)
        elif not _has(net, *self._place):
            self.weight = Quantity("Theta", 1, 1, 1)
        self.merged = min(self.merged, self._most)
        self.refresh()

    def _show(self, q: Quantity) -> None:
        self.weight, self.merged = Quantity("Theta", q.layer, q.i, q.j), 0

    @property
    def _passed_over(self) -> str:
        """The code of the weight that is selected while the paths of another are shown; "" if it isn't so."""
        q = self._selected
        return code_of(q) if q is not None and q.kind == "Theta" and q != self.weight else ""

    @property
    def _place(self) -> tuple[int, int, int]:
        return self.weight.layer, self.weight.i, self.weight.j

    # what Live asks for

    def draw(self) -> str:
        """Draw the buttons, the picture, the paths and the count."""
        s = self.session
        tools = history_buttons(s)
        if reason := unfit(s):
            return put_off(self._name, tools, self.notice_line(), reason)
        return (
            f"<div class='bp-explorer' data-key='root' data-on='key' data-keys='{' '.join(_SHORTCUTS)}'"
            f"{labelled(self._name)}><div class='bp-toolbar'>{badge(self._name)}{self._buttons()}"
            f"<span class='bp-gap'></span>{tools}</div>"
            f"<div class='bp-head'>{standing(Html(self._sentence()))}</div>"
            f"{self.notice_line()}<div class='bp-main'><div class='bp-hands' data-key='hands'>"
            f"{network_svg(self._picture(live=True), LABEL, 'bp-words')}{self._listing()}</div>"
            f"<aside class='bp-panel' data-key='panel' aria-label='how much work it is'>{self._count()}</aside></div>"
            f"<div class='bp-foot'><details class='bp-details' data-key='twin'><summary>In words</summary>"
            f"<pre class='bp-twin' id='bp-words'>{escape(self.text())}</pre></details></div></div>"
        )

    def _buttons(self) -> Html:
        layer = self.to - 1 + known(self.session.notation).unit_layer
        on = f"merge at layer {layer} ▶" if self.merged < self._most else "merged ▶"
        return Html(
            button("split", "◀ back", "one step back", off=self.merged == 0)
            + button("merge", on, off=self.merged == self._most)
        )

    def _sentence(self) -> str:
        return draw.sentence(self.session.trace, self.weight, self.to, self.session.notation)

    def _picture(self, *, live: bool) -> Picture:
        s = self.session
        stage = stages(s.net.L).index(f"d{self.to}")
        lit = draw.lit(s.net.sizes, self.weight, self.to)
        return Picture(s.trace, stage, self.weight, slopes=True, lit=lit, live=live, notation=s.notation)

    def _listing(self) -> Html:
        return draw.listing(self.session.trace, self.weight, self.to, self.session.notation)

    def _count(self) -> Html:
        return draw.count(self.session.net.sizes, self.weight, self.merged, self.session.notation)

    def text(self) -> str:
        """Return the paths in words."""
        name = f"View {self._name}. " if self._name else ""
        if reason := unfit(self.session):
            return name + reason
        return name + draw.in_words(self.session.trace, self.weight, self.to, self.session.notation)

    def still(self) -> str:
        """Return the picture as an SVG that stands alone; "" where there is none."""
        if unfit(self.session):
            return ""
        return network_svg(self._picture(live=False), "network", alone=True)

    def as_python(self) -> str:
        """Return lines that open the view as it is; "" for data too large to write out."""
        if unfit(self.session) or not states.is_short(self.session):
            return ""
        return (
            "from backprop_widgets import Session, paths\nfrom backprop_widgets.session.state import from_state\n"
            f"session = Session(**from_state('{states.to_state(self.session)}'))\n"
            f"paths('{code_of(self.weight)}', session, merged={self.merged})"
        )

    def act(self, event: Event) -> None:
        """Merge, or do with the network what the explorer does."""
        key = event.pressed if event.type == "key" and event.verb == "root" else event.verb
        if key in _STEPS and not unfit(self.session):
            self.merged = min(max(self.merged + _STEPS[key], 0), self._most)
        elif event.type == "click" and event.what and event.what == self._passed_over:
            self._show(quantity_of(event.what))  # it is selected already: a click would let it go
        else:
            act(self.session, self._look, event)


def _has(net: Network, layer: int, i: int, j: int) -> bool:
    return layer < net.L and i <= net.sizes[layer] and j <= net.sizes[layer - 1]


_STEPS = {"merge": 1, "PageDown": 1, "split": -1, "PageUp": -1}
_SHORTCUTS = ("PageDown", "PageUp", "Ctrl+z", "Ctrl+y")
