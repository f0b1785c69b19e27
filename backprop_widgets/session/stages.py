"""Which number is computed at which stage of the two passes: pure functions."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backprop_core import Quantity


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
    >>> from backprop_core import Quantity
    >>> [is_computed(Quantity(kind, 2, 1), 4, stages(4).index("a3")) for kind in ("gprime", "z", "delta")]
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
