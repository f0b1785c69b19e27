"""One moment of a session: everything that views read, checked as a whole, never changed."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from backprop_core import Network, Quantity
from backprop_core.batch import examples_in, inputs, targets
from backprop_core.calls import nearest
from backprop_core.quantity import quantity_of
from backprop_core.validation import described, index, learning_rate, one_of, penalty_factor, shown
from backprop_core.values import check_quantity
from backprop_widgets.notation.symbols import NOTATIONS
from backprop_widgets.session.stages import stages


@dataclass(frozen=True, eq=False, repr=False)
class Moment:
    """A network with its examples, and what of them is looked at.

    Parameters
    ----------
    net, X, Y, lam, alpha, example, stage, selection, notation
        As for `Session`.
    presses : tuple of float
        J before each step that was taken on the way to this network.

    Raises
    ------
    ValueError, TypeError
        In one sentence, if one of them can't be, or if they don't fit together.

    Examples
    --------
    >>> from backprop_core import examples
    >>> moment = Moment(*examples.lecture(), selection="delta.2.2")
    >>> moment.with_(lam=0.5).changes_since(moment)
    ['lam']
    >>> moment.with_(lam=-1)
    Traceback (most recent call last):
    ...
    ValueError: lam is -1.0: the penalty's λ has to be 0 or more
    """

    net: Network
    X: Any
    Y: Any
    lam: float = 0.0
    alpha: float = 1.0
    example: int | None = None
    presses: tuple[float, ...] = ()
    stage: Any = None
    selection: Any = None
    notation: str = "lecture"

    def __post_init__(self) -> None:
        if not isinstance(self.net, Network):
            raise TypeError(f"net is {described(self.net)}: give a Network")
        self._put("X", inputs(self.net, self.X))
        self._put("Y", targets(self.net, self.X, self.Y))
        self._put("lam", penalty_factor(self.lam))
        self._put("alpha", learning_rate(self.alpha))
        if self.example is not None:
            self._put("example", index("example", self.example, 1, self.m, "an example"))
        if not isinstance(self.presses, (tuple, list)):
            raise TypeError(f"presses is {shown(self.presses)}: give J before each step, such as (0.79, 0.33)")
        self._put("presses", tuple(self.presses))
        self._put("stage", _stage(self.net.L, self.stage))
        self._put("selection", self._selected())
        one_of("notation", self.notation, NOTATIONS)

    def _put(self, name: str, value: object) -> None:
        object.__setattr__(self, name, value)

    def _selected(self) -> Quantity | None:
        q = quantity_of(self.selection) if isinstance(self.selection, str) else self.selection
        if q is None:
            return None
        if not isinstance(q, Quantity):
            raise TypeError(f"selection is {described(q)}: give a Quantity or a code such as 'delta.2.1'")
        any_example = self.X.ndim == 2 and q.example is None  # whichever is looked at
        check_quantity(self, replace(q, example=1) if any_example else q)
        return q if self.example is None else replace(q, example=None)  # of the one that is looked at

    # what follows from it

    @property
    def m(self) -> int:
        """How many examples there are, looked at or not."""
        return examples_in(self.X)

    @property
    def shown_example(self) -> tuple[Any, Any]:
        """X and Y of what is looked at: one row of the batch, or all that there is."""
        if self.example is None or self.X.ndim == 1:
            return self.X, self.Y
        return self.X[self.example - 1], self.Y[self.example - 1]

    # what comes after it

    def with_(self, **changes: Any) -> Moment:
        """Return the moment with some of it changed, and with what would no longer fit let go.

        A network of other sizes is looked at from the start, an example beyond the last becomes the last, and a number
        of such an example is looked at in all of them. Presses are counted anew where J is that of other functions or
        of another example.
        """
        for name in changes:
            if name not in PARTS:
                raise TypeError(no_part(name))
        net = changes.get("net", self.net)
        if isinstance(net, Network) and net.sizes != self.net.sizes:
            changes = {"presses": (), "stage": None, "selection": None} | changes
        if "X" in changes:
            X = inputs(net, changes["X"])
            m = 0 if X.ndim == 1 else len(X)
            if self.example is not None:
                changes = {"example": min(self.example, m) or None} | changes
            if self.selection is not None and (self.selection.example or 0) > m:
                changes = {"selection": replace(self.selection, example=None)} | changes
        if _functions(net) != _functions(self.net) or changes.get("example", self.example) != self.example:
            changes = {"presses": ()} | changes
        return replace(self, **changes)

    def changes_since(self, before: Moment) -> list[str]:
        """Name the parts in which it differs from another moment."""
        return [name for name in PARTS if not _same(getattr(self, name), getattr(before, name))]


PARTS = tuple(field.name for field in fields(Moment))
EDITED = ("net", "X", "Y", "lam", "alpha", "example", "presses")  # what undo takes back; the others are only looks
TRACED = ("net", "X", "Y", "lam", "example")  # what a trace follows from


def no_part(name: str) -> str:
    """Say that a session has nothing of this name, and what it has.

    Examples
    --------
    >>> no_part("alhpa").partition(":")[0]
    "a session has no 'alhpa' (did you mean 'alpha'?)"
    """
    return f"a session has no {name!r}{nearest(name, PARTS)}: it has {', '.join(PARTS)}"


def _functions(net: Any) -> tuple[Any, ...]:
    """The functions that J is made of, but for the numbers; none of what is no network."""
    return tuple(getattr(net, name, None) for name in ("hidden", "output", "cost"))


def _same(one: Any, other: Any) -> bool:
    """Whether two parts are the same: arrays and networks by identity, all else by value."""
    return one is other or (not hasattr(one, "dtype") and bool(one == other))


def _stage(L: int, stage: object) -> int:
    names = stages(L)
    if stage is None:
        return len(names) - 2
    if isinstance(stage, str):
        one_of("stage", stage, names)
        return names.index(stage)
    return index("stage", stage, 0, len(names) - 1, f"a stage, which has a name too ({', '.join(names)}),")
