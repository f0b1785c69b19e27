"""What lights up together with a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backprop_core import Quantity


def ref_of(quantity: Quantity, L: int) -> str:
    """Name what lights up together with a number of a network with L layers: its edge, its unit, or the cost.

    Examples
    --------
    >>> from backprop_core import Quantity
    >>> [ref_of(Quantity(*place), 4) for place in (("D", 2, 1, 0), ("z", 3, 2), ("x", None, 1), ("J",), ("lam",))]
    ['e2-1-0', 'u3-2', 'u1-1', 'J', '']
    """
    if quantity.j is not None:
        return f"e{quantity.layer}-{quantity.i}-{quantity.j}"
    if quantity.i is not None:
        return f"u{1 if quantity.kind == 'x' else quantity.layer or L}-{quantity.i}"
    return "J" if quantity.kind in ("J", "cost") else ""
