"""The explorer: one network with every z, a, δ and gradient on the screen, all of it in the learner's hand."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from backprop_core.calls import plainly
from backprop_core.validation import flag, one_of, some_of, text
from backprop_widgets.checks.learner import CALLED_WITH
from backprop_widgets.explorers import slopes, steps
from backprop_widgets.explorers.actions import SHORTCUTS, Look, act, go_on
from backprop_widgets.explorers.comparison import measure, needs
from backprop_widgets.explorers.hiding import to_hide, without
from backprop_widgets.explorers.live_code import LiveCode
from backprop_widgets.explorers.own_numbers import asked_of, in_notation, wrong_in_words
from backprop_widgets.explorers.panel import hidden_panel, panel, waiting_panel
from backprop_widgets.explorers.pieces import Pieces
from backprop_widgets.explorers.stage_strip import stage_sentence, stage_strip
from backprop_widgets.explorers.toolbar import settings, toolbar
from backprop_widgets.live.controls import badge, labelled
from backprop_widgets.live.live import Live
from backprop_widgets.live.source import session_of
from backprop_widgets.notation.codes import code_of
from backprop_widgets.notation.glossary import glossary
from backprop_widgets.notation.text import Html, escape
from backprop_widgets.picture.heatmap import heatmaps
from backprop_widgets.picture.layout import drawable
from backprop_widgets.picture.model import Picture
from backprop_widgets.picture.network import network_svg
from backprop_widgets.picture.sliders import sliders
from backprop_widgets.picture.twin import in_words, sums_in_words
from backprop_widgets.session import state as states
from backprop_widgets.session.session import Session
from backprop_widgets.session.stages import stages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backprop_core import Quantity, Trace
    from backprop_widgets.live.events import Event
    from backprop_widgets.picture.mark import Mark

CONTROLS = (
    "stages", "layers", "history", "step", "sliders", "sizes", "hidden", "output", "lam", "alpha", "example", "seed",
    "notation", "share", "glossary",
)  # fmt: skip
PHONE = 560  # pixels: in less room the layers run from top to bottom
NARROW = 500  # of a picture: the sums stand beside it even where a wider one has them below
FEW = ("stages", "layers", "history", "sliders", "share", "glossary")
SHOW = ("delta", "gradient", "update", "blame", "slopes", "panel")


@plainly
def explorer(
    source: object = None,
    X: object = None,
    Y: object = None,
    *,
    state: str | None = None,
    controls: Iterable[str] | str = FEW,
    show: Iterable[str] | str = ("delta", "panel"),
    blank: Iterable[str] | str = (),
    pieces: bool = False,
    name: str = "",
    from_link: str = "",
    lam: float | None = None,
    alpha: float | None = None,
    example: int | None = None,
    stage: int | str | None = None,
    selection: Quantity | str | None = None,
    notation: str | None = None,
) -> Explorer:
    """Open an explorer; without arguments, of the lecture's 2-2-2-1 network.

    Parameters
    ----------
    source : Network, Session, Trace or view, optional
        A network, with `X` and `Y`, or a trace; or a session, or another view that has one: both stay in step.
    X, Y : array, optional
        With a network, its examples: one, (s_1,) and (s_L,), or a batch, (m, s_1) and (m, s_L).
    state : str, optional
        What `Explorer.state()` returned: starts there.
    controls : iterable of str, or "all"
        Which controls stand around the picture: "stages", "layers", "history", "step", "sliders", "sizes", "hidden",
        "output", "lam", "alpha", "example", "seed", "notation", "share", "glossary". "step" is a button that takes one
        step of gradient descent; it counts its presses and draws J over them.
    show : iterable of str, or "all"
        What the picture shows at first: "delta" on units, "gradient" in place of Θ on edges, the "update" arrows,
        "blame", the products on the edges that the stage or the selection is about, which meet in a sum at each unit,
        "slopes", the local slopes whose product along a path is a δ, and the "panel" with the sums.
    blank : iterable of str
        The codes of the numbers that are hidden until they are asked for: see `Explorer.blank`.
    pieces : bool
        With "blame" shown, a step on (Page Down) goes product by product, then sum by sum, before it goes to the next
        stage.
    name : str
        A letter or a short name that stands on the view, so that a text can speak of it.
    from_link : str
        The name of a parameter: a page opened with a state in it, as in ``...00_start.ipynb?state=...``, starts there.
    lam, alpha, example, stage, selection, notation
        Of the session that a network, a trace or a state gets: see `Session`, which has their defaults.

    Raises
    ------
    ValueError, TypeError
        In one sentence that names the argument and what it can be.

    Examples
    --------
    >>> view = explorer(selection="delta.2.2")
    >>> view.session.set("Theta.1.1.1", 0.5)
    >>> print(view.text().splitlines()[2])
    layer 2: z +1.050, −0.770; a 0.741, 0.316; δ −0.0466, +0.0594
    """
    choices: dict[str, Any] = {
        "lam": lam,
        "alpha": alpha,
        "example": example,
        "stage": stage,
        "selection": selection,
        "notation": notation,
    }
    if state is None:
        session = session_of(source, X, Y, a="an explorer", or_lecture=True, **choices)
    elif source is None and X is None and Y is None:
        chosen = {name: value for name, value in choices.items() if value is not None}
        session = Session(**(states.from_state(state) | chosen))
    else:
        raise ValueError("state was given beside a network, a session or examples: an explorer starts from one of them")
    view = Explorer(
        session,
        controls=frozenset(some_of("controls", controls, CONTROLS)),
        show=frozenset(some_of("show", show, SHOW)),
        pieces=flag("pieces", pieces),
        name=text("name", name),
        from_link=text("from_link", from_link),
    )
    view.blank(blank)
    return view


class Explorer(Live):
    """One network, drawn, explained and measured; see `explorer`.

    Attributes
    ----------
    session : Session
        The state: set its traits, observe them, link widgets to them.
    """

    def __init__(
        self,
        session: Session,
        *,
        controls: frozenset[str],
        show: frozenset[str],
        pieces: bool = False,
        name: str = "",
        from_link: str = "",
    ) -> None:
        self.session = session
        self._controls = controls
        self._panel = "panel" in show
        self._from_link = escape(from_link)
        edges = "D" if "gradient" in show else "Theta"
        self._name = name
        self._look = Look(
            edges=edges,
            deltas="delta" in show,
            updates="update" in show,
            blame="blame" in show,
            slopes="slopes" in show,
            pieces=Pieces() if pieces else None,
        )
        self._player: asyncio.Task[None] | None = None
        self._code: dict[str, LiveCode] = {}  # one for each pass, at most
        super().__init__()
        self.follow(session)
        self.refresh()

    # for cells

    @plainly
    def select(self, what: str | Quantity | None) -> None:
        """Select a number, as "delta.2.2", "Theta.1.2.0", "J" or a Quantity; None for nothing.

        Raises
        ------
        ValueError, TypeError
            If there is no such number.
        """
        self.session.selection = what

    @plainly
    def blank(self, codes: Iterable[str] | str = ()) -> None:
        r"""Hide computed numbers, everywhere in this view, until they are asked for; without codes, none.

        A click on the question mark shows one; the key r shows one after the other, then hides all again. The panel
        waits, for its sums would tell.

        Parameters
        ----------
        codes : iterable of str, or str
            A z, an a but x, a δ, a D or J, such as "delta.3.1"; of a batch without the example.

        Raises
        ------
        ValueError, TypeError
            If there is no such number, or it is one that is given and not computed.

        Examples
        --------
        >>> view = explorer(blank=["delta.3.1", "J"])
        >>> print(*view.text().splitlines()[3:6], sep="\n")
        layer 3: z +0.807, +0.134; a 0.691, 0.533; δ ?, +0.1768
        layer 4: z −0.187; a 0.454; δ −0.5465
        cost J: ?
        """
        self._look.blank = self._look.hidden = to_hide(self.session.trace, codes)
        self.refresh()

    @plainly
    def use(self, function: Callable[..., Any] | None, like: str = "backward", called: str = "") -> None:
        """Run somebody's own function on the network shown, at each move, and mark which of its numbers are right.

        One for each pass at most: a second one takes the place of the first. With a step of one's own that is the step
        that the button Θ := Θ − αD takes, right or wrong.

        Parameters
        ----------
        function : callable or None
            None takes away the one for this pass. One that runs for over a second is taken away too.
        like : {"forward", "cost", "backward", "step"}
            Which pass it is, called as the core's is: see `check`.
        called : str
            What stands before the sentence about it, for one that isn't the learner's own; by default "Your" and its
            name.

        Raises
        ------
        ValueError, TypeError
            If `like` is no such pass, or it can't be called; what it raises itself is said in the view.

        Examples
        --------
        >>> from backprop_core import backward
        >>> view = explorer()
        >>> view.use(lambda net, fwd, Y, lam: backward(net, fwd, 1 - Y, lam))
        >>> print(view.text().splitlines()[-3])
        Your function: ✗ First wrong, on 2-2-2-1 with 1 example, λ = 0: δ₁⁽⁴⁾ is +0.4535, should be −0.5465.
        """
        one_of("like", like, CALLED_WITH)
        if function is None:
            self._code.pop(like, None)
        else:
            self._code[like] = LiveCode(function, like, text("called", called))
            self._look.edges = {"backward": "D", "step": "Theta"}.get(like, self._look.edges)
        self.refresh()

    def state(self) -> str:
        """Return what is shown as a short JSON text, for `explorer(state=...)`."""
        return states.to_state(self.session)

    # what Live asks for

    def draw(self) -> str:
        """Draw the whole explorer."""
        s, v, on, picture = self.session, self._look, self._controls, self._picture()
        link = f" data-from-link='{self._from_link}'" if self._from_link else ""
        return (
            f"<div class='bp-explorer' data-key='root' data-on='key change'{link} data-keys='{' '.join(SHORTCUTS)}'"
            f"{labelled(self._name)}>{self._head()}{toolbar(s, v, on, self._name)}{self.notice_line()}"
            f"{self._steps()}{self._code_line()}{self._main(picture)}"
            f"<div class='bp-foot'><details class='bp-details' data-key='twin'>"
            f"<summary>In words</summary><pre class='bp-twin' id='bp-words'>{escape(self._words(picture))}</pre>"
            f"</details>{self._share()}{glossary(s.notation) if 'glossary' in on else ''}</div></div>"
        )

    def text(self) -> str:
        """Return the picture in words."""
        return self._words(self._picture())

    def _words(self, picture: Picture) -> str:
        name = f"View {self._name}. " if self._name else ""
        words = [name + in_words(self._shown, self.session.stage, self.session.notation)]
        words += sums_in_words(picture)
        words += [steps.in_words(self.session, self._shown.J)] if "step" in self._controls else []
        words += wrong_in_words(self.session.trace, picture.marks, self.session.notation, self.session.stage)
        return "\n".join([*words, *self._told()])

    def still(self) -> str:
        """Return the picture as an SVG that stands alone."""
        if not drawable(self.session.net.sizes):
            return ""
        return network_svg(self._picture(live=False), "network", alone=True)

    def as_python(self) -> str:
        """Return two lines that open an explorer like this one; "" for networks and data too large to write out."""
        if not states.is_short(self.session):
            return ""
        return f"from backprop_widgets import explorer\nexplorer(state='{self.state()}')"

    def act(self, event: Event) -> None:
        """Change a number, the stage, the network, or the way it is shown."""
        if event.key == "take-step" and "step" in self._code:
            self.session.take_step(self._code["step"].stepped(self.session.trace, self.session.alpha))
        else:
            act(self.session, self._look, event)
        if self._look.playing and self._player is None:
            self._player = asyncio.get_running_loop().create_task(self._play())

    async def _play(self) -> None:
        """Walk on, stage by stage, until the end or until told to stop."""
        s = self.session
        try:
            while self._look.playing and s.stage < len(stages(s.net.L)) - 1:
                await asyncio.sleep(self._look.seconds)
                if self._look.playing:
                    before = s.stage
                    go_on(s, self._look)
                    if s.stage == before:  # a piece of it was added
                        self.refresh()
        finally:
            self._look.playing, self._player = False, None
            self.refresh()

    def close(self) -> None:
        """Walk, follow and draw no more."""
        self._look.playing = False
        super().close()

    # parts of the picture

    @property
    def _shown(self) -> Trace:
        """The trace, without what is hidden."""
        return without(self.session.trace, (*self._look.hidden, *self._pending))

    @property
    def _pieces(self) -> Pieces | None:
        """The stage in pieces, where it is shown so."""
        return self._look.pieces if self._look.blame else None

    @property
    def _pending(self) -> tuple[Quantity, ...]:
        """The numbers that this stage has yet to make of its pieces."""
        return self._pieces.pending(self.session) if self._pieces else ()

    def _picture(self, *, live: bool = True) -> Picture:
        s, v, trace = self.session, self._look, self._shown
        return Picture(
            trace,
            s.stage,
            s.selection,
            edges=v.edges,
            deltas=v.deltas,
            updates=v.updates,
            blame=v.blame,
            slopes=v.slopes,
            products=self._pieces.step(s) if self._pieces else None,
            alpha=s.alpha,
            live=live,
            lit=slopes.lit(trace, s.selection) if v.slopes else None,
            notation=s.notation,
            tall=v.tall and live,
            marks=self._marks(),
        )

    def _marks(self) -> dict[str, Mark]:
        """What a learner's own functions gave, as this notation has it; nothing where that would tell what's hidden."""
        s = self.session
        if self._look.hidden or not self._code:
            return {}
        own = self._code.values()
        found = {place: mark for code in own for place, mark in code.marks(s.trace, s.alpha).items()}
        for q in asked_of(s.selection):
            found |= {code_of(q): mark for code in own if (mark := code.mark_of(s.trace, s.alpha, q)) is not None}
        for q in self._pending:
            found.pop(code_of(q), None)
        return in_notation(found, s.trace, s.notation)

    def _head(self) -> Html:
        if "stages" not in self._controls:
            return Html("")
        s, v = self.session, self._look
        strip = stage_strip(s.net.L, s.stage, s.notation, playing=v.playing, seconds=v.seconds)
        sentence = self._pieces.sentence(s) if self._pieces else ""
        sentence = sentence or stage_sentence(self._shown, s.stage, s.alpha, s.notation)
        say = f"<p class='bp-say' role='status' data-key='say' data-say>{sentence}</p>"
        return Html(f"<div class='bp-head'>{badge(self._name)}{strip}{say}</div>")

    def _steps(self) -> Html:
        return Html(steps.one_step(self.session, self._shown.J) if "step" in self._controls else "")

    def _main(self, picture: Picture) -> Html:
        s, on = self.session, self._controls
        below = sliders(s.trace, s.selection, s.notation) if "sliders" in on else ""
        below += settings(s, self._look.seed, on)
        hands = f"<div class='bp-hands' data-key='hands'>{self._network(picture)}{self._ways(picture)}{below}</div>"
        room = f" data-key='narrow' data-narrow='{PHONE}'{' data-is-narrow' if self._look.tall else ''}"
        if not self._panel:
            return Html(f"<div class='bp-main bp-alone'{room}>{hands}</div>")
        label = "where the selected number comes from"
        aside = f"<aside class='bp-panel' data-key='panel' aria-label='{label}'>{self._sums(picture)}</aside>"
        narrow = drawable(s.net.sizes) and picture.place.width < NARROW
        return Html(f"<div class='bp-main{' bp-narrow' if narrow else ''}'{room}>{hands}{aside}</div>")

    def _network(self, picture: Picture) -> Html:
        trace, stage = self.session.trace, self.session.stage
        if not drawable(trace.net.sizes):
            return Html(heatmaps(trace, gradients="D" in stages(trace.net.L)[: stage + 1]))
        label = "the network; Tab goes from number to number, Enter opens one"
        svg = network_svg(picture, label, "bp-words")
        return Html(f"<div class='bp-sideways' data-key='sideways'>{svg}</div>" if self._look.tall else svg)

    def _ways(self, picture: Picture) -> Html:
        s = self.session
        if self._look.blame and self._look.tall and (sums := sums_in_words(picture)):
            rows = "".join(f"<li>{escape(line)}</li>" for line in sums)
            return Html(f"<ul class='bp-list' data-key='paths'>{rows}</ul>")
        if self._look.blame and s.trace.X.ndim == 2:
            hint = "Each example has products of its own: choose one to see them."
            return Html(f"<p class='bp-hint' data-key='paths'>{hint}</p>")
        if not self._look.slopes or self._look.hidden:
            return Html("")
        return slopes.along_the_ways(s.trace, s.selection, s.notation, s.stage)

    def _sums(self, picture: Picture) -> Html:
        s, trace = self.session, self.session.trace
        if self._look.hidden:
            return hidden_panel(self._look.hidden, s.notation)
        if s.selection in self._pending:
            return waiting_panel(s.selection, s.notation)
        return panel(
            trace,
            s.selection,
            notation=s.notation,
            measured=self._measured(),
            alpha=s.alpha,
            stage=s.stage,
            marks=picture.marks,
        )

    def _measured(self) -> dict[Quantity, float | str]:
        """The derivatives that the panel sets beside its own, each measured; or why one can't be."""
        s = self.session
        return {of: measure(s.trace, of) for of in needs(s.trace, s.selection, s.stage)}

    def _code_line(self) -> Html:
        said = escape("\n".join(self._told()))
        return Html(f"<p class='bp-own' role='status' data-key='own' data-say>{said}</p>")

    def _told(self) -> list[str]:
        """What came of each function of the learner's own, in the order of the passes; it would tell what is hidden."""
        if self._look.hidden:
            return []
        own = (self._code[like] for like in CALLED_WITH if like in self._code)
        return [code.words(self.session.trace, self.session.alpha) for code in own]

    def _share(self) -> Html:
        if "share" not in self._controls or not states.is_short(self.session):
            return Html("")
        return Html("<button class='bp-button' data-key='copy' data-copy=''>Copy as Python</button>")
