"""The one observable state that all views of a lesson read: network, example, stage, selection, and their Trace."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import cache
from math import isclose
from typing import TYPE_CHECKING, Any

from traitlets import Any as AnyTrait
from traitlets import Float, HasTraits, Instance, Int, Unicode, observe, validate

from backprop_core import Network, Quantity, Trace, run, value_of
from backprop_core.quantity import check_quantity
from backprop_core.validation import finite_number, index, inputs, one_of, penalty_factor, targets
from backprop_widgets.codes import code_of, quantity_of

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTATIONS = ("lecture", "nielsen", "deeplearning.ai", "pytorch")
LIMIT = 10.0  # weights and inputs are moved by hand from -LIMIT to LIMIT


# What undo goes back to.
_REMEMBERED = ("net", "X", "Y", "lam", "alpha", "example")


class Session(HasTraits):
    """Network, examples, λ, α, and what of them is looked at.

    All are ordinary traits: set them, `observe` them, link an ipywidget of your own to them. A value that doesn't fit
    raises ValueError or TypeError and changes nothing.

    Parameters
    ----------
    net : Network
    X, Y : array
        One example (s_1,), (s_L,), or a batch (m, s_1), (m, s_L).
    lam, alpha : float
        λ of the penalty, and the learning rate.
    example : int, optional
        Of a batch, the one example t = 1..m to look at; None looks at the whole batch.
    stage : int
        How far the two passes have got: see `stages`. The last but one, everything computed, by default.
    selection : Quantity, optional
    notation : {"lecture", "nielsen", "deeplearning.ai", "pytorch"}

    Examples
    --------
    >>> from backprop_core import examples
    >>> session = Session(*examples.lecture())
    >>> session.set("Theta.2.1.2", 0.5)
    >>> print(f"{session.trace.J:.4f}")
    0.7526
    >>> session.undo()
    >>> print(f"{session.trace.J:.4f}")
    0.7908
    """

    net = Instance(Network)
    X = AnyTrait()
    Y = AnyTrait()
    lam = Float(0.0)
    alpha = Float(1.0)
    example = Int(None, allow_none=True)
    stage = Int(0)
    selection = Instance(Quantity, allow_none=True)
    notation = Unicode("lecture")

    def __init__(self, net: Network, X: object, Y: object, **traits: Any) -> None:
        self._trace: Trace | None = None
        self._dials: dict[str, Dial] = {}
        self._past: list[dict[str, Any]] = []
        self._future: list[dict[str, Any]] = []
        self._present: dict[str, Any] | None = None
        self._edit: object = None  # what the edit under way is called: equal names in a row are one step for undo
        self._last_edit: object = None
        x = inputs(net, X)
        super().__init__(net=net, X=x, Y=targets(net, x, Y), **{"stage": len(stages(net.L)) - 2} | traits)
        self._start = self._present = self._moment()

    # what the views read

    @property
    def trace(self) -> Trace:
        """Everything computed for the example chosen, or for the whole batch."""
        if self._trace is None:
            x, y = self.shown_example
            self._trace = run(self.net, x, y, self.lam)
        return self._trace

    @property
    def shown_example(self) -> tuple[Any, Any]:
        """X and Y of what is looked at: one row of the batch, or all that there is."""
        if self.example is None or self.X.ndim == 1:
            return self.X, self.Y
        return self.X[self.example - 1], self.Y[self.example - 1]

    @property
    def m(self) -> int:
        """How many examples there are, looked at or not."""
        return 1 if self.X.ndim == 1 else len(self.X)

    @property
    def stage_name(self) -> str:
        """The name of the stage: "x", "a2", ..., "J", "d4", ..., "D", "update"."""
        return stages(self.net.L)[self.stage]

    # edits

    def set(self, what: str | Quantity, value: float, gesture: str | None = None) -> None:
        """Change one Θ, x or y; edits with the same gesture are one step for undo.

        Raises
        ------
        ValueError, TypeError
            If there is no such number, or it can't have that value.
        """
        q = quantity_of(what) if isinstance(what, str) else what
        check_quantity(self.trace, q)
        if q.kind not in ("Theta", "x", "y"):
            raise ValueError(f"{q} follows from the others: change a Theta, an x or a y")
        if finite_number(q.kind, value) == value_of(self.trace, q):
            return
        self._edit = gesture or f"set {code_of(q)}"
        try:
            if q.kind == "Theta":
                self.net = self.net.with_weight(q.layer, q.i, q.j, value)
            else:
                self._set_example(q, float(value))
        finally:
            self._edit = None

    def _set_example(self, q: Quantity, value: float) -> None:
        if self.X.ndim == 2 and self.example is None:
            raise ValueError(f"{q} differs between the {self.m} examples: choose an example first")
        name = q.kind.upper()
        array = getattr(self, name).copy()
        row = array if self.example is None or array.ndim == 1 else array[self.example - 1]
        row[q.i - 1] = value
        setattr(self, name, array)

    def replace(self, gesture: str | None = None, **changes: Any) -> None:
        """Change several traits at once, or none if they don't fit together.

        One step for undo, together with the changes before it that have the same gesture.
        """
        net = changes.get("net", self.net)
        X = changes["X"] = inputs(net, changes.get("X", self.X))
        changes["Y"] = targets(net, X, changes.get("Y", self.Y))
        if self.example is not None:
            changes.setdefault("example", None if X.ndim == 1 else min(self.example, len(X)))
        if net.sizes != self.net.sizes:
            changes = {"selection": None, "stage": len(stages(net.L)) - 2} | changes
        self._edit = gesture or object()
        try:
            with self.hold_trait_notifications():
                for name, value in changes.items():
                    if value is not getattr(self, name):
                        setattr(self, name, value)
        finally:
            self._edit = None

    def update(self) -> None:
        """Take one step of gradient descent: Θ := Θ - αD."""
        D = self.trace.D
        Theta = {l: self.net.Theta[l] - self.alpha * D[l] for l in D}
        self.replace(net=replace(self.net, Theta=Theta))

    def dial(self, what: str) -> Dial:
        """One Θ, x or y as an object with a trait `value`, for linking widgets to it.

        Examples
        --------
        >>> from backprop_core import examples
        >>> session = Session(*examples.lecture())
        >>> dial = session.dial("Theta.1.2.0")
        >>> dial.value = 0.75
        >>> session.net.weight(1, 2, 0)
        0.75
        """
        code = code_of(quantity_of(what))
        if code not in self._dials:
            self._dials[code] = Dial(self, code)
        return self._dials[code]

    # undo and redo

    def undo(self) -> None:
        """Go back before the last edit, if there is one."""
        self._travel(self._past, self._future)

    def redo(self) -> None:
        """Take back the last undo, if there is one."""
        self._travel(self._future, self._past)

    def reset(self) -> None:
        """Go back to how the session began; undo takes that back."""
        self.replace(**self._start)

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is an undo to take back."""
        return bool(self._future)

    def _travel(self, back: list[dict[str, Any]], forth: list[dict[str, Any]]) -> None:
        if back:
            forth.append(self._moment())
            self._present = back.pop()  # so that the change about to come isn't remembered as an edit
            self._last_edit = None
            self.replace(**self._present)

    def _moment(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in _REMEMBERED}

    @observe(*_REMEMBERED)
    def _remember(self, change: Any) -> None:
        self._trace = None
        before, now = self._present, self._moment()
        if before is None or all(now[name] is before[name] for name in _REMEMBERED):
            return  # still being made; or undo; or the second of several traits that changed at once
        edit = self._edit or f"trait {change['name']}"
        if edit != self._last_edit or not self._past:
            self._past.append(before)
        self._last_edit, self._present = edit, now
        self._future.clear()

    # validation

    @validate("lam")
    def _check_lam(self, proposal: Any) -> float:
        return penalty_factor(proposal["value"])

    @validate("alpha")
    def _check_alpha(self, proposal: Any) -> float:
        alpha = finite_number("alpha", proposal["value"])
        if alpha <= 0:
            raise ValueError(f"alpha is {alpha}: the learning rate has to be above 0")
        return alpha

    @validate("net")
    def _check_net(self, proposal: Any) -> Network:
        targets(proposal["value"], inputs(proposal["value"], self.X), self.Y)
        return proposal["value"]

    @validate("X")
    def _check_X(self, proposal: Any) -> Any:
        X = inputs(self.net, proposal["value"])
        targets(self.net, X, self.Y)
        return X

    @validate("Y")
    def _check_Y(self, proposal: Any) -> Any:
        return targets(self.net, self.X, proposal["value"])

    @validate("example")
    def _check_example(self, proposal: Any) -> int | None:
        t = proposal["value"]
        return t if t is None else index("example", t, 1, self.m, "an example")

    @validate("stage")
    def _check_stage(self, proposal: Any) -> int:
        return index("stage", proposal["value"], 0, len(stages(self.net.L)) - 1, "a stage")

    @validate("selection")
    def _check_selection(self, proposal: Any) -> Quantity | None:
        q = proposal["value"]
        if q is not None:
            x, y = self.X, self.Y
            if x.ndim == 2 and q.example is None:  # of whichever example is looked at
                x, y = x[0], y[0]
            check_quantity(run(self.net, x, y, self.lam), q)
        return q

    @validate("notation")
    def _check_notation(self, proposal: Any) -> str:
        one_of("notation", proposal["value"], NOTATIONS)
        return proposal["value"]


class Dial(HasTraits):
    """One number of a session, as a trait that widgets link to."""

    value = Float()

    def __init__(self, session: Session, code: str) -> None:
        self._session, self._quantity = session, quantity_of(code)
        super().__init__(value=value_of(session.trace, self._quantity))
        session.observe(self._follow, ["net", "X", "Y", "example"])

    def _follow(self, _change: Any) -> None:
        with suppress(ValueError):  # the network that is looked at now may have no such number
            self.value = value_of(self._session.trace, self._quantity)

    @observe("value")
    def _lead(self, change: Any) -> None:
        # A slider that counts in steps sends -0.6999999999999993 back for -0.7: nobody has moved it.
        if not isclose(change["new"], value_of(self._session.trace, self._quantity), abs_tol=1e-9):
            self._session.set(self._quantity, change["new"])


@cache
def stages(L: int) -> tuple[str, ...]:
    """Name the stages of both passes through L layers.

    Examples
    --------
    >>> stages(3)
    ('x', 'a2', 'a3', 'J', 'd3', 'd2', 'D', 'update')
    """
    forward: Iterable[str] = (f"a{l}" for l in range(2, L + 1))
    backward: Iterable[str] = (f"d{l}" for l in range(L, 1, -1))
    return ("x", *forward, "J", *backward, "D", "update")


def is_computed(q: Quantity, L: int, stage: int | None) -> bool:
    """Whether the passes through L layers have come to a number at this stage; None is the end.

    Examples
    --------
    >>> [is_computed(Quantity(kind, 2, 1), 4, stages(4).index("a3")) for kind in ("x", "z", "delta")]
    [True, True, False]
    """
    return stage is None or stages(L).index(_stage_of(q)) <= stage


def _stage_of(q: Quantity) -> str:
    """The stage that computes a number; "x" for one that is given."""
    if q.kind in ("z", "a", "gprime") and q.layer > 1:
        return f"a{q.layer}"
    if q.kind in ("delta", "dJda"):
        return f"d{max(q.layer, 2)}"  # a slope by x follows from the δ of layer 2
    return {"J": "J", "cost": "J", "Delta": "D", "D": "D"}.get(q.kind, "x")
