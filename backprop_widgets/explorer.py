"""The explorer: one network with every z, a, δ and gradient on the screen, all of it in the learner's hand."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from backprop_core import Network, Quantity, examples, numerical_derivative
from backprop_widgets import state as states
from backprop_widgets.actions import SHORTCUTS, View, act
from backprop_widgets.codes import quantity_of
from backprop_widgets.draw.glossary import glossary
from backprop_widgets.draw.heatmap import heatmaps
from backprop_widgets.draw.layout import drawable
from backprop_widgets.draw.network import Picture, network_svg
from backprop_widgets.draw.panel import hidden_panel, needs, panel
from backprop_widgets.draw.sliders import sliders
from backprop_widgets.draw.stages import stage_sentence, stage_strip
from backprop_widgets.draw.text import escape
from backprop_widgets.draw.theme import as_still
from backprop_widgets.draw.toolbar import settings, toolbar
from backprop_widgets.draw.twin import in_words
from backprop_widgets.hiding import to_hide, without
from backprop_widgets.learner import CALLED_WITH
from backprop_widgets.live import CUT, Event, Live
from backprop_widgets.live_code import LiveCode
from backprop_widgets.session import Session, stages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backprop_core import Trace

CONTROLS = (
    "stages", "layers", "history", "sliders", "sizes", "hidden", "output", "lam", "alpha", "example", "seed",
    "notation", "share", "glossary",
)  # fmt: skip
FEW = ("stages", "layers", "history", "sliders", "share", "glossary")
SHOW = ("delta", "gradient", "update", "panel")


def explorer(
    net: Network | None = None,
    X: object = None,
    Y: object = None,
    *,
    state: str | None = None,
    session: Session | None = None,
    controls: Iterable[str] | str = FEW,
    show: Iterable[str] = ("delta", "panel"),
    blank: Iterable[str] = (),
    from_link: str = "",
    **traits: Any,
) -> Explorer:
    """Open an explorer; without arguments, of the lecture's 2-2-2-1 network.

    Parameters
    ----------
    net, X, Y
        A network with one example or a batch.
    state : str, optional
        What `Explorer.state` gave: starts there.
    session : Session, optional
        A session that another view shows already: both stay in step.
    controls : iterable of str, or "all"
        Which controls stand around the picture: "stages", "layers", "history", "sliders", "sizes", "hidden", "output",
        "lam", "alpha", "example", "seed", "notation", "share", "glossary".
    show : iterable of str
        What the picture shows at first: "delta" on units, "gradient" in place of Θ on edges, the "update" arrows, the
        "panel" with the sums.
    blank : iterable of str
        What is hidden until it is asked for: see `Explorer.blank`.
    from_link : str
        The name of a parameter: a page opened with a state in it, as in ``...00_start.ipynb?state=...``, starts there.
    **traits
        Of the session: `lam`, `alpha`, `example`, `stage` (a number or a name), `selection` (a Quantity or its code),
        `notation`.

    Examples
    --------
    >>> view = explorer(selection="delta.2.2")
    >>> view.session.set("Theta.1.1.1", 0.5)
    >>> print(view.text().splitlines()[2])
    layer 2: z +1.050, −0.770; a 0.741, 0.316; δ −0.0466, +0.0594
    """
    given = [name for name, value in (("net", net), ("state", state), ("session", session)) if value is not None]
    if len(given) > 1:
        raise ValueError(f"{' and '.join(given)} were given: an explorer starts from one of them")
    if session is None:
        session = Session(**_start(net, X, Y, state), **_traits(net, traits))
    elif traits:
        raise ValueError(f"{', '.join(traits)} belongs to the session: set it there")
    view = Explorer(
        session, controls=_names("controls", controls, CONTROLS), show=_names("show", show, SHOW), from_link=from_link
    )
    view.blank(blank)
    return view


def _start(net: Network | None, X: object, Y: object, state: str | None) -> dict[str, Any]:
    if state is not None:
        return states.from_state(state)
    if net is None:
        net, X, Y = examples.lecture()
    return {"net": net, "X": X, "Y": Y}


def _traits(net: Network | None, traits: dict[str, Any]) -> dict[str, Any]:
    """Session traits, with codes and names read."""
    if isinstance(traits.get("selection"), str):
        traits["selection"] = quantity_of(traits["selection"])
    if isinstance(traits.get("stage"), str):
        names = stages(net.L if net is not None else 4)
        if traits["stage"] not in names:
            raise ValueError(f"stage is {traits['stage']!r}: choose one of {', '.join(names)}")
        traits["stage"] = names.index(traits["stage"])
    return traits


def _names(what: str, given: Iterable[str] | str, legal: tuple[str, ...]) -> frozenset[str]:
    wanted = legal if given == "all" else (given,) if isinstance(given, str) else tuple(given)
    for name in wanted:
        if name not in legal:
            raise ValueError(f"{what} has {name!r}: choose among {', '.join(legal)}")
    return frozenset(wanted)


class Explorer(Live):
    """One network, drawn, explained and measured; see `explorer`.

    Attributes
    ----------
    session : Session
        The state: set its traits, observe them, link widgets to them.
    """

    def __init__(
        self, session: Session, *, controls: frozenset[str], show: frozenset[str], from_link: str = ""
    ) -> None:
        self.session = session
        self._controls = controls
        self._panel = "panel" in show
        self._from_link = escape(from_link)
        edges = "D" if "gradient" in show else "Theta"
        self._view = View(edges=edges, deltas="delta" in show, updates="update" in show)
        self._player: asyncio.Task[None] | None = None
        self._code: dict[str, LiveCode] = {}  # one for each pass, at most
        super().__init__()
        session.observe(lambda _change: self.refresh())
        self.refresh()

    # for cells

    def select(self, what: str | Quantity | None) -> None:
        """Select a number, as "delta.2.2", "Theta.1.2.0", "J" or a Quantity; None for nothing."""
        self.session.selection = quantity_of(what) if isinstance(what, str) else what

    def blank(self, codes: Iterable[str] = ()) -> None:
        r"""Hide computed numbers, everywhere in this view, until they are asked for; without codes, none.

        A click on the question mark shows one; the key r shows one after the other, then hides all again. The panel
        waits, for its sums would tell.

        Examples
        --------
        >>> view = explorer(blank=["delta.3.1", "J"])
        >>> print(*view.text().splitlines()[3:6], sep="\n")
        layer 3: z +0.807, +0.134; a 0.691, 0.533; δ ?, +0.1768
        layer 4: z −0.187; a 0.454; δ −0.5465
        cost J: ?
        """
        self._view.blank = self._view.hidden = to_hide(self.session.trace, codes)
        self.refresh()

    def use(self, function: Callable[..., Any] | None, like: str = "backward") -> None:
        """Run somebody's own function on the network shown, at each move, and mark which of its numbers are right.

        One for each pass at most: a second one takes the place of the first. With a step of one's own that is the step
        that the button Θ := Θ − αD takes, right or wrong.

        Parameters
        ----------
        function : callable or None
            None takes away the one for this pass. One that runs for over a second is taken away too.
        like : {"forward", "cost", "backward", "step"}
            Which pass it is, called as the core's is: see `check`.

        Examples
        --------
        >>> from backprop_core import backward
        >>> view = explorer()
        >>> view.use(lambda net, fwd, Y, lam: backward(net, fwd, 1 - Y, lam))
        >>> print(view.text().splitlines()[-1])
        Your function: ✗ On 2-2-2-1 with 1 example, λ = 0: δ₁⁽⁴⁾ is +0.4535, but right is −0.5465.
        """
        if function is None:
            self._code.pop(like, None)
        else:
            self._code[like] = LiveCode(function, like)
            self._view.edges = {"backward": "D", "step": "Theta"}.get(like, self._view.edges)
        self.refresh()

    def state(self) -> str:
        """Return what is shown as a short JSON text, for `explorer(state=...)`."""
        return states.to_state(self.session)

    # what Live asks for

    def draw(self) -> str:
        """Draw the whole explorer."""
        s, v, on = self.session, self._view, self._controls
        link = f" data-from-link='{self._from_link}'" if self._from_link else ""
        return (
            f"<div class='bp-explorer' data-key='root' data-on='key change'{link} data-keys='{' '.join(SHORTCUTS)}'>"
            f"{self._head()}{toolbar(s, v, on)}{self._notice_line()}{CUT}{self._code_line()}{self._main()}{CUT}"
            f"{settings(s, v.seed, on)}<div class='bp-foot'><details class='bp-details' data-key='twin'>"
            f"<summary>In words</summary><pre class='bp-twin' id='bp-words'>{CUT}{escape(self.text())}{CUT}</pre>"
            f"</details>{self._share()}{glossary(s.notation) if 'glossary' in on else ''}</div></div>"
        )

    def text(self) -> str:
        """Return the picture in words."""
        words = in_words(self._shown, self.session.stage, self.session.notation)
        return "\n".join([words, *self._told()])

    def still(self) -> str:
        """Return the picture as an SVG that stands alone."""
        if not drawable(self.session.net.sizes):
            return ""
        return as_still(network_svg(self._picture(live=False), "network"))

    def as_python(self) -> str:
        """Return two lines that open an explorer like this one."""
        return f"from backprop_widgets import explorer\nexplorer(state='{self.state()}')"

    def handle(self, event: Event) -> None:
        """Do what the learner did; say so in one sentence where it can't be done."""
        self._view.notice = ""
        try:
            if event.key == "take-step" and "step" in self._code:
                self.session.replace(net=self._code["step"].stepped(self.session.trace, self.session.alpha))
            else:
                act(self.session, self._view, event)
        except (ValueError, TypeError) as refusal:
            self._view.notice = str(refusal)
        finally:  # also where an observer of the learner's own has failed: what is shown is what holds
            self.refresh()
        if self._view.playing and self._player is None:
            self._player = asyncio.get_running_loop().create_task(self._play())

    async def _play(self) -> None:
        """Walk on, stage by stage, until the end or until told to stop."""
        s = self.session
        try:
            while self._view.playing and s.stage < len(stages(s.net.L)) - 1:
                await asyncio.sleep(self._view.seconds)
                if self._view.playing:
                    s.stage += 1
        finally:
            self._view.playing, self._player = False, None
            self.refresh()

    # parts of the picture

    @property
    def _shown(self) -> Trace:
        """The trace, without what is hidden."""
        return without(self.session.trace, self._view.hidden)

    def _picture(self, *, live: bool = True) -> Picture:
        s, v, trace = self.session, self._view, self._shown
        marks = {code: right for own in self._code.values() for code, right in own.marks(s.trace, s.alpha).items()}
        return Picture(trace, s.stage, s.selection, v.edges, v.deltas, v.updates, s.alpha, live, s.notation, marks)

    def _head(self) -> str:
        if "stages" not in self._controls:
            return ""
        s, v = self.session, self._view
        strip = stage_strip(s.net.L, s.stage, s.notation, playing=v.playing, seconds=v.seconds)
        sentence = stage_sentence(self._shown, s.stage, s.alpha, s.notation)
        say = f"<p class='bp-say' role='status' data-key='say' data-say>{sentence}</p>"
        return f"<div class='bp-head'>{strip}{say}</div>"

    def _main(self) -> str:
        s = self.session
        below = sliders(s.trace, s.selection, s.notation) if "sliders" in self._controls else ""
        hands = f"<div class='bp-hands' data-key='hands'>{self._network()}{below}</div>"
        if not self._panel:
            return f"<div class='bp-main bp-alone'>{hands}</div>"
        label = "where the selected number comes from"
        aside = f"<aside class='bp-panel' data-key='panel' aria-label='{label}'>{self._sums()}</aside>"
        return f"<div class='bp-main'>{hands}{aside}</div>"

    def _network(self) -> str:
        trace, stage = self.session.trace, self.session.stage
        if not drawable(trace.net.sizes):
            return heatmaps(trace, gradients="D" in stages(trace.net.L)[: stage + 1])
        return network_svg(self._picture(), "the network; Tab goes from number to number, Enter opens one", "bp-words")

    def _sums(self) -> str:
        s, trace = self.session, self.session.trace
        if self._view.hidden:
            return hidden_panel(self._view.hidden, s.notation)
        measured = self._measured()
        return panel(trace, s.selection, notation=s.notation, measured=measured, alpha=s.alpha, stage=s.stage)

    def _measured(self) -> dict[Quantity, float | str]:
        """The derivatives that the panel sets beside its own, each measured; or why one can't be."""
        s, trace = self.session, self.session.trace
        measured: dict[Quantity, float | str] = {}
        for of in needs(trace, s.selection, s.stage):
            try:
                measured[of] = numerical_derivative(trace.net, trace.X, trace.Y, trace.lam, of=of)
            except ValueError as reason:
                measured[of] = str(reason)
        return measured

    def _notice_line(self) -> str:
        return f"<p class='bp-notice' role='alert' data-key='notice'>{escape(self._view.notice)}</p>"

    def _code_line(self) -> str:
        said = escape("\n".join(self._told()))
        return f"<p class='bp-own' role='status' data-key='own' data-say>{said}</p>"

    def _told(self) -> list[str]:
        """What came of each function of the learner's own, in the order of the passes; it would tell what is hidden."""
        if self._view.hidden:
            return []
        own = (self._code[like] for like in CALLED_WITH if like in self._code)
        return [code.words(self.session.trace, self.session.alpha) for code in own]

    def _share(self) -> str:
        if "share" not in self._controls:
            return ""
        return "<button class='bp-button' data-key='copy' data-copy=''>Copy as Python</button>"
