"""The one observable state that all views of a lesson read: a moment, how it came to be, and who looks on."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from math import isclose
from typing import TYPE_CHECKING, Any

import numpy as np
from traitlets import Any as AnyTrait
from traitlets import HasTraits

from backprop_core import run, value_of
from backprop_core.calls import plainly
from backprop_core.quantity import code_of, quantity_of
from backprop_core.validation import described, finite_number, index
from backprop_core.values import check_quantity
from backprop_widgets.session.moment import EDITED, PARTS, TRACED, Moment, no_part
from backprop_widgets.session.stages import stages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backprop_core import Network, Quantity, Trace

LIMIT = 10.0  # weights and inputs are moved by hand from -LIMIT to LIMIT


class Guarded(AnyTrait):
    """A trait that only its owner writes: to set it is to ask the owner's `accept`, which may refuse."""

    def set(self, obj: Any, value: Any) -> None:
        """Ask for a value."""
        if value is not self.get(obj, type(obj)):
            obj.accept(self.name, value)

    @staticmethod
    def write(obj: HasTraits, name: str, value: Any) -> None:
        """Set a trait to a value that is accepted, and tell who observes it."""
        AnyTrait.set(getattr(type(obj), name), obj, value)


class Session(HasTraits):
    """Network, examples, λ, α, and what of them is looked at.

    All are ordinary traits: set them, `observe` them, link an ipywidget of your own to them. A value that doesn't fit
    raises ValueError or TypeError and changes nothing. Give a slider ``continuous_update=False``: else it sends back
    each value that it is told, rounded to its steps, as if somebody had moved it there.

    Parameters
    ----------
    net : Network
    X, Y : array
        One example (s_1,), (s_L,), or a batch (m, s_1), (m, s_L).
    lam : float
        λ ≥ 0 of the penalty.
    alpha : float
        Learning rate α > 0.
    example : int, optional
        Of a batch, the one example t = 1..m to look at; None looks at the whole batch.
    stage : int or str, optional
        How far the two passes have got: "x", "a2", ..., "J", "d4", ..., "d2", "D", "update", with L = 4, or its place
        among them from 0; by default "D", where everything is computed.
    selection : Quantity or str, optional
        The number whose sum is shown, or its code, such as "delta.2.1"; by default none.
    notation : {"lecture", "nielsen", "deeplearning.ai", "pytorch"}
        Whose symbols and indices are written.

    Attributes
    ----------
    presses : tuple of float
        J before each step that was taken with `take_step`.
    moment : Moment
        All of it at once. It changes once for each edit, however much that edit changes: views observe it.

    Raises
    ------
    ValueError, TypeError
        If the parts don't fit together: when it is made, and at each change, with everything as it was.

    Examples
    --------
    >>> from backprop_core import examples
    >>> session = Session(*examples.lecture())
    >>> session.set("Theta.2.1.2", 0.5)
    >>> print(f"{session.trace.J:.4f}")
    0.7526
    >>> session.undo()
    >>> session
    Session(2-2-2-1, m = 1, λ = 0, α = 1, J = 0.7908)
    """

    moment = Guarded()
    net = Guarded()
    X = Guarded()
    Y = Guarded()
    lam = Guarded()
    alpha = Guarded()
    example = Guarded()
    presses = Guarded()
    stage = Guarded()
    selection = Guarded()
    notation = Guarded()

    @plainly
    def __init__(
        self,
        net: Network,
        X: object,
        Y: object,
        *,
        lam: float = 0.0,
        alpha: float = 1.0,
        example: int | None = None,
        stage: int | str | None = None,
        selection: Quantity | str | None = None,
        notation: str = "lecture",
    ) -> None:
        super().__init__()
        start = Moment(net, _own(X), _own(Y), lam, alpha, example, (), stage, selection, notation)
        self._trace: Trace | None = None
        self._start = start
        self._history, self._now = [start], 0
        self._gesture: object = None  # that the last edit was a part of
        self._dials: dict[str, Dial] = {}
        self._write(start, PARTS)

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_") and not hasattr(type(self), name):
            raise TypeError(no_part(name))
        super().__setattr__(name, value)

    def __repr__(self) -> str:
        shape, J = "-".join(map(str, self.net.sizes)), self.trace.J
        return f"Session({shape}, m = {self.m}, λ = {self.lam:g}, α = {self.alpha:g}, J = {J:.4f})"

    # what the views read

    @property
    def trace(self) -> Trace:
        """Everything computed for the example chosen, or for the whole batch."""
        if self._trace is None:
            self._trace = run(self.net, *self.shown_example, self.lam)
        return self._trace

    @property
    def shown_example(self) -> tuple[Any, Any]:
        """X and Y of what is looked at: one row of the batch, or all that there is."""
        return self.moment.shown_example

    @property
    def m(self) -> int:
        """How many examples there are, looked at or not."""
        return self.moment.m

    @property
    def stage_name(self) -> str:
        """The name of the stage: "x", "a2", ..., "J", "d4", ..., "D", "update"."""
        return stages(self.net.L)[self.stage]

    @plainly
    def value(self, what: str | Quantity) -> float:
        """One number as it is now.

        Parameters
        ----------
        what : str or Quantity
            The number or its code; without an example, such as "delta.2.1", of the one that is looked at.

        Raises
        ------
        ValueError, TypeError
            If there is no such number, or each example of a batch has its own.

        Examples
        --------
        >>> from backprop_core import Network, examples
        >>> session = Session(Network.random([2, 2, 1], seed=0), *examples.xor(), example=4)
        >>> session.value("x.1"), session.value("x.1@2")
        (1.0, 0.0)
        """
        q, trace = quantity_of(what), self.trace
        if q.example is not None and self.example is not None:
            t = index("example", q.example, 1, self.m, "an example")
            q = replace(q, example=None)
            if t != self.example:
                trace = run(self.net, self.X[t - 1], self.Y[t - 1], self.lam)
        return value_of(trace, q)

    # edits

    @plainly
    def set(self, what: str | Quantity, value: float, gesture: str | None = None) -> None:
        """Change one Θ, x or y.

        Parameters
        ----------
        what : str or Quantity
            The number or its code, such as "Theta.1.2.0", "x.1"; x and y without an example are those of the
            one that is looked at.
        value : float
        gesture : str, optional
            Edits with the same one are one step for undo; by default edits of the same number.

        Raises
        ------
        ValueError, TypeError
            If there is no such number, or it can't have that value.
        """
        q = quantity_of(what)
        before = self.value(q)
        if q.kind not in ("Theta", "x", "y"):
            raise ValueError(f"{q} follows from the others: change a Theta, an x or a y")
        if finite_number(q.kind, value) == before:
            return
        if q.kind == "Theta":
            change = {"net": self.net.with_weight(q.layer, q.i, q.j, value)}
        else:
            change = {q.kind.upper(): self._with_entry(q, float(value))}
        self.replace(gesture or f"set {code_of(q)}", **change)

    def _with_entry(self, q: Quantity, value: float) -> Any:
        """X or Y with another number."""
        array = getattr(self, q.kind.upper()).copy()
        row = array if array.ndim == 1 else array[(q.example or self.example) - 1]
        row[q.i - 1] = value
        return array

    @plainly
    def replace(self, gesture: str | None = None, **changes: Any) -> None:
        """Change several traits at once, or none if they don't fit together.

        Parameters
        ----------
        gesture : str, optional
            Changes one after the other with the same one are one step for undo; by default each is one.
        **changes
            New values by name: net, X, Y, lam, alpha, example, presses, stage, selection, notation.

        Raises
        ------
        ValueError, TypeError
            With everything as it was.
        """
        own = {name: _own(value) if _can_be_written(value) else value for name, value in changes.items()}
        self._edit(self.moment.with_(**own), gesture or object())

    def accept(self, name: str, value: Any) -> None:
        """Change one trait, as setting it does; a moment is taken back as a whole."""
        if name == "moment":
            if not isinstance(value, Moment):
                raise TypeError(f"moment is {described(value)}: give one that a session has had")
            self._edit(value, object())
        else:
            self.replace(f"trait {name}", **{name: _own(value)})

    @plainly
    def take_step(self, to: Network | None = None) -> None:
        """Take one step of gradient descent, Θ := Θ - αD, or the step to a network that another rule has found.

        It is counted: `presses` has J before each step.

        Raises
        ------
        ValueError, TypeError
            If `to` is no network that fits, or a weight would no longer be a finite number; with everything as it was.
        """
        net = self.net.stepped(self.trace.D, self.alpha) if to is None else to
        self.replace(net=net, presses=(*self.presses, self.trace.J))

    @plainly
    def dial(self, what: str) -> Dial:
        """One Θ, x or y, by its code, as an object with a trait `value`, for linking widgets to it.

        Any other number of the trace can be followed so, but not set.

        Raises
        ------
        ValueError, TypeError
            If there is no such number.

        Examples
        --------
        >>> from backprop_core import examples
        >>> session = Session(*examples.lecture())
        >>> dial = session.dial("Theta.1.2.0")
        >>> dial.value = 0.75
        >>> session.net.weight(1, 2, 0)
        0.75
        """
        q = quantity_of(what)
        any_example = self.X.ndim == 2 and q.example is None  # followed as soon as one is looked at
        check_quantity(self.moment, replace(q, example=1) if any_example else q)
        code = code_of(q)
        if code not in self._dials:
            self._dials[code] = Dial(self, code)
        return self._dials[code]

    # undo and redo

    def undo(self) -> None:
        """Go back before the last edit, if there is one."""
        if self.can_undo:
            self._travel(-1)

    def redo(self) -> None:
        """Take back the last undo, if there is one."""
        if self.can_redo:
            self._travel(+1)

    def reset(self) -> None:
        """Go back to how the session began; undo takes that back."""
        self._edit(self._as_edited(self._start), object())

    def begin_at(self, **changes: Any) -> None:
        """Change traits as `replace` does, and have that as the beginning: no undo goes before it, reset goes to it.

        Raises
        ------
        ValueError, TypeError
            If they don't fit together, with everything as it was.
        """
        start = self.moment.with_(**changes)
        self._start, self._history, self._now, self._gesture = start, [start], 0, None
        self._write(start, start.changes_since(self.moment))

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return self._now > 0

    @property
    def can_redo(self) -> bool:
        """Whether there is an undo to take back."""
        return self._now < len(self._history) - 1

    def _edit(self, moment: Moment, gesture: object) -> None:
        """Become another moment, and remember it if it is more than a look at the same."""
        changes = moment.changes_since(self.moment)
        if set(changes) & set(EDITED):
            if gesture != self._gesture or not self.can_undo:
                self._now += 1
            self._history[self._now :] = [moment]
            self._gesture = gesture
        self._write(moment, changes)

    def _travel(self, way: int) -> None:
        moment = self._as_edited(self._history[self._now + way])
        self._now += way
        self._gesture = None
        self._write(moment, moment.changes_since(self.moment))

    def _as_edited(self, then: Moment) -> Moment:
        """What was edited as it was then, looked at as now."""
        return self.moment.with_(**{name: getattr(then, name) for name in EDITED})

    def _write(self, moment: Moment, changes: Iterable[str]) -> None:
        if set(changes) & set(TRACED):
            self._trace = None
        with self.hold_trait_notifications():  # who observes one of the traits finds all of them changed
            for name in ("moment", *changes):  # the views first: an observer that fails keeps back those after it
                Guarded.write(self, name, moment if name == "moment" else getattr(moment, name))


class Dial(HasTraits):
    """One number of a session, as a trait that widgets link to."""

    value = Guarded()

    def __init__(self, session: Session, code: str) -> None:
        super().__init__()
        self._session, self._quantity = session, quantity_of(code)
        self._follow()
        session.observe(self._follow, "moment")

    def _follow(self, _change: object = None) -> None:
        with suppress(ValueError):  # the network that is looked at now may have no such number
            Guarded.write(self, "value", self._session.value(self._quantity))

    def accept(self, name: str, value: float) -> None:
        """Turn it."""
        # A slider that counts in steps sends -0.6999999999999993 back for -0.7: nobody has moved it.
        if not isclose(finite_number(name, value), self._session.value(self._quantity), abs_tol=1e-9):
            self._session.set(self._quantity, value)


def _own(value: Any) -> Any:
    """A copy of an array: whoever gave it may go on writing to theirs, and what is seen would no longer follow."""
    return value.copy() if isinstance(value, np.ndarray) else value


def _can_be_written(value: Any) -> bool:
    """Whether it is an array into which somebody may write: a session's own are closed, and stay the same ones."""
    return isinstance(value, np.ndarray) and value.flags.writeable
