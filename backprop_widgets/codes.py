"""A quantity as a short string, for data- attributes and stored states: "delta.2.2", "Theta.2.1.0", "J", "a.3.1@4"."""

from __future__ import annotations

import re

from backprop_core import Quantity

_CODE = re.compile(r"([A-Za-z_]+)((?:\.\d+)*)(?:@(\d+))?", re.ASCII)
_INDICES = {"x": ("i",), "y": ("i",), "J": (), "lam": (), "m": (), "cost": ()}
_PER_WEIGHT = ("layer", "i", "j")
_PER_UNIT = ("layer", "i")


def _names(kind: str) -> tuple[str, ...]:
    return _INDICES.get(kind, _PER_WEIGHT if kind in ("Theta", "Delta", "D") else _PER_UNIT)


def code_of(quantity: Quantity) -> str:
    """Write a quantity as a string.

    Examples
    --------
    >>> code_of(Quantity("Theta", 2, 1, 0)), code_of(Quantity("a", 3, 1, example=4)), code_of(Quantity("J"))
    ('Theta.2.1.0', 'a.3.1@4', 'J')
    """
    indices = "".join(f".{getattr(quantity, name)}" for name in _names(quantity.kind))
    return quantity.kind + indices + (f"@{quantity.example}" if quantity.example else "")


def ref_of(quantity: Quantity, L: int) -> str:
    """Name what lights up together with a number of a network with L layers: its edge, its unit, or the cost.

    Examples
    --------
    >>> [ref_of(Quantity(*place), 4) for place in (("D", 2, 1, 0), ("z", 3, 2), ("x", None, 1), ("J",), ("lam",))]
    ['e2-1-0', 'u3-2', 'u1-1', 'J', '']
    """
    if quantity.j is not None:
        return f"e{quantity.layer}-{quantity.i}-{quantity.j}"
    if quantity.i is not None:
        return f"u{1 if quantity.kind == 'x' else quantity.layer or L}-{quantity.i}"
    return "J" if quantity.kind in ("J", "cost") else ""


def quantity_of(code: str) -> Quantity:
    """Read a quantity; whether a network has it is for `check_quantity` to say.

    Raises
    ------
    ValueError
        If the string isn't of that form.

    Examples
    --------
    >>> quantity_of("Theta.2.1.0") == Quantity("Theta", 2, 1, 0)
    True
    """
    match = _CODE.fullmatch(str(code))
    names = _names(match[1]) if match else ()
    if match is None or match[2].count(".") != len(names):
        raise ValueError(f"{code!r} names no number of a network: write it like 'delta.2.1', 'Theta.1.2.0' or 'J'")
    indices = dict(zip(names, map(int, match[2].split(".")[1:]), strict=True))
    return Quantity(match[1], **indices, example=int(match[3]) if match[3] else None)
