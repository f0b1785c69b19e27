"""Training as a record: start, pause, go back to any step, change something there and branch off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_core.calls import plainly
from backprop_core.validation import some_of, text
from backprop_widgets.live.source import session_of
from backprop_widgets.notation.text import Html
from backprop_widgets.session.state import is_short, to_state
from backprop_widgets.trainings import drawing as draw
from backprop_widgets.trainings.actions import ACTIONS
from backprop_widgets.trainings.course import Course, Plan, plan_for

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from backprop_widgets.live.events import Event
    from backprop_widgets.plots.history import History
    from backprop_widgets.session.session import Session


@plainly
def training(
    source: object,
    X: object = None,
    Y: object = None,
    *,
    steps: int = 1000,
    batch: int | None = None,
    momentum: float = 0.0,
    seed: int = 0,
    name: str = "",
    controls: Iterable[str] | str = "all",
    alpha: float | None = None,
    lam: float | None = None,
) -> Training:
    """Open a training; it starts when it is told to.

    Parameters
    ----------
    source : Network, Session, Trace or view
        What is trained: the network of a session, on all its examples, with its α and λ; all views of the session
        show the moment that the training shows. A network, with `X` and `Y`, or a trace gets a session of its own.
    X, Y : array, optional
        With a network, its examples: one, (s_1,) and (s_L,), or a batch, (m, s_1) and (m, s_L).
    steps : int
        How far Start goes, 1 to 1,000,000: to this step; from there or beyond, so many steps more.
    batch : int, optional
        Examples per update, 1 to m; all of them by default.
    momentum : float
        μ, from 0 to below 1.
    seed : int
        For drawing the batches, and for new weights; 0 to 2³¹.
    name : str
        A letter or a short name that stands on the view, so that a text can speak of it.
    controls : iterable of str, or "all"
        Which settings stand below the curves: "alpha", "lam", "momentum", "batch", "steps", "seed" with its button for
        new weights, "pace".
    alpha, lam : float, optional
        Of the session that a network or a trace gets: learning rate α > 0, 1 by default, and λ ≥ 0 of the penalty, 0 by
        default or the trace's.

    Raises
    ------
    ValueError, TypeError
        In one sentence that names the argument and what it can be.

    Examples
    --------
    >>> from backprop_core import Network, examples
    >>> walk = training(Network.random([2, 4, 4, 1], seed=1), *examples.xor(), alpha=2.0)
    >>> walk.train(1000)
    >>> print(walk.text().splitlines()[1])
    Step 1000 of 1000: J = 0.0014, 4 of 4 right (an output of at least 0.5 counts as 1).
    >>> walk.show(200)
    >>> print(f"{walk.session.trace.J:.4f}")
    0.6712
    """
    session = session_of(source, X, Y, a="a training", alpha=alpha, lam=lam)
    plan = plan_for(session, steps=steps, batch=batch, momentum=momentum, seed=seed)
    chosen = frozenset(some_of("controls", controls, draw.CONTROLS))
    return Training(session, plan, name=text("name", name), controls=chosen)


class Training(Course):
    """A training, drawn; see `training`."""

    def __init__(
        self, session: Session, plan: Plan, *, name: str = "", controls: Collection[str] = draw.CONTROLS
    ) -> None:
        super().__init__(session, plan)
        self._name, self._controls = name, controls
        self._history: History | None = None
        self.refresh()

    def draw(self) -> str:
        """Draw the controls, the progress, the curves and the words."""
        return draw.whole(self, Html(self._drawing().svg()), self.text(), self._name, self._controls)

    def as_python(self) -> str:
        """Return lines that go on from the moment shown; "" for networks and data too large to write out."""
        session = self.session
        if not is_short(session):
            return ""
        state = to_state(session)
        return f"from backprop_widgets import explorer, training\nview = explorer(state='{state}')\ntraining(view)"

    def _drawing(self) -> History:
        from backprop_widgets.plots.history import History  # loads matplotlib

        if self._history is None:
            self._history = History()
        self._history.follow(self)
        return self._history

    def text(self) -> str:
        """Say step, cost, accuracy and what the runs did."""
        name, sizes = f"View {self._name}. " if self._name else "", "-".join(map(str, self.session.net.sizes))
        return f"{name}Training of {sizes}.\n{self.sentence()}\n{self._drawing().words()}"

    ACTIONS = ACTIONS

    def act(self, event: Event) -> None:
        """Start, pause, take a setting, go to a step or to a run."""
        try:
            super().act(event)
            if not self.notice:
                self.look_for_changes()  # what was done may have nothing to do with them: they are still to be said
        finally:
            self.version += 1

    def png(self) -> bytes:
        """The curves as a still picture."""
        return self._drawing().canvas.png()

    def files(self) -> dict[str, Callable[[], str | bytes]]:
        """What it can be exported as, by the ending of a file's name."""
        return super().files() | {".svg": self._drawing().canvas.still_svg}
