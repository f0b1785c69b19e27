"""The explorer: one network with every z, a, δ and gradient on the screen, all of it in the learner's hand."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from backprop_core.calls import plainly
from backprop_core.validation import flag, one_of, some_of, text
from backprop_widgets.checks.learner import CALLED_WITH
from backprop_widgets.explorers.actions import Look, act, go_on
from backprop_widgets.explorers.drawing import Drawing
from backprop_widgets.explorers.hiding import to_hide
from backprop_widgets.explorers.live_code import LiveCode
from backprop_widgets.explorers.pieces import Pieces
from backprop_widgets.live.live import Live
from backprop_widgets.live.source import session_of
from backprop_widgets.session import state as states
from backprop_widgets.session.session import Session
from backprop_widgets.session.stages import stages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backprop_core import Quantity
    from backprop_widgets.live.events import Event

CONTROLS = (
    "stages", "layers", "history", "step", "sliders", "sizes", "hidden", "output", "lam", "alpha", "example", "seed",
    "notation", "share", "glossary",
)  # fmt: skip
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
        self._from_link = from_link
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

    @property
    def _drawing(self) -> Drawing:
        """What is shown now."""
        return Drawing(self.session, self._look, self._code, self._controls, self._panel, self._name, self._from_link)

    def draw(self) -> str:
        """Draw the whole explorer."""
        return self._drawing.page(self.notice_line())

    def text(self) -> str:
        """Return the picture in words."""
        return self._drawing.words()

    def still(self) -> str:
        """Return the picture as an SVG that stands alone."""
        return self._drawing.still()

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
        if hasattr(self, "_look"):  # not where it was refused before it had one
            self._look.playing = False
        super().close()
