"""Any number of a trace that can be pointed at: its name, its indices, and both as a code such as "delta.2.2"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from backprop_core.calls import nearest, plainly_made
from backprop_core.validation import one_of, shown

PER_WEIGHT = ("Theta", "Delta", "D")
PER_OUTPUT = ("y", "error", "log_a", "log_one_minus_a", "one_minus_y", "inv_a", "inv_one_minus_a")
INDICES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("x", "y"), ("i",)),
    **dict.fromkeys(("z", "a", "delta", "dJda", "gprime"), ("layer", "i")),
    **dict.fromkeys(PER_WEIGHT, ("layer", "i", "j")),
    **dict.fromkeys(("J", "lam", "m"), ()),
    # parts of explanations
    **dict.fromkeys(("cost", "penalty", "inv_m"), ()),
    **dict.fromkeys(("one_minus_a", *PER_OUTPUT[1:]), ("layer", "i")),
    # what steps, paths and single products are explained with
    "alpha": (),
    "new": ("layer", "i", "j"),
    "path": (),
    "product": (),  # of the slopes along one way
}
_CODE = re.compile(r"([A-Za-z_]+)((?:\.\d{1,9})*)(?:@(\d{1,9}))?", re.ASCII)


@plainly_made
@dataclass(frozen=True)
class Quantity:
    """A number in a trace, by the blackboard's indices.

    Parameters
    ----------
    kind : str
        One unit's "z", "a", "delta", "dJda" (∂cost/∂a), "gprime" by layer and i; "x" and "y" by i alone.
        One weight's "Theta", "Delta", "D" by layer, row i (unit of layer + 1) and column j (unit of layer, 0 the bias).
        "J", "lam", "m" alone. The other kinds, which the error of a wrong one lists, are the parts of explanations.
    layer, i, j : int, optional
        Those that the kind has, counted from 1, j from 0; without them it is the symbol for all of them, such as δ^(2).
    example : int, optional
        t = 1..m; needed where a batch has one such number for each example.

    Raises
    ------
    ValueError, TypeError
        If there is no such kind, or it has no such index. Whether a network has it is for `value_of` to say.

    Examples
    --------
    >>> print(Quantity("Theta", 2, 1, 0), "and", Quantity("delta", 3, 2, example=4))
    Theta_10^(2) and delta_2^(3) of example 4
    """

    kind: str
    # an int each, or None where the kind has no such index
    layer: Any = None
    i: Any = None
    j: Any = None
    example: Any = None

    def __post_init__(self) -> None:
        one_of("kind", self.kind, INDICES)
        for name in ("layer", "i", "j", "example"):
            value = getattr(self, name)
            if value is not None:
                object.__setattr__(self, name, _counted(self.kind, name, value))

    def __str__(self) -> str:
        indices = [n for n in (self.i, self.j) if n is not None]
        below = ("," if any(n > 9 for n in indices) else "").join(map(str, indices))
        name = self.kind + (f"_{below}" if below else "") + (f"^({self.layer})" if self.layer is not None else "")
        return name if self.example is None else f"{name} of example {self.example}"


def _counted(kind: str, name: str, value: object) -> int:
    """An index, if the kind has it."""
    legal = INDICES[kind]
    if name not in (*legal, "example") and (kind, name) != ("y", "layer"):  # a part of layer L may say so
        named = f"it is named by {' and '.join(legal)}" if legal else "it is named by nothing else"
        raise ValueError(f"{kind} has no {name}: {named}")
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} is {shown(value)}: the indices of {kind} are whole numbers")
    first = 0 if name == "j" else 1
    if value < first:
        raise ValueError(f"{name} is {shown(value)}: the {name} of {kind} counts from {first}")
    return int(value)


def code_of(quantity: Quantity) -> str:
    """Write a quantity as a string: for data- attributes, stored states, and to type.

    Examples
    --------
    >>> code_of(Quantity("Theta", 2, 1, 0)), code_of(Quantity("a", 3, 1, example=4)), code_of(Quantity("J"))
    ('Theta.2.1.0', 'a.3.1@4', 'J')
    """
    indices = [getattr(quantity, name) for name in INDICES[quantity.kind]]
    example = f"@{quantity.example}" if quantity.example else ""
    return ".".join([quantity.kind, *(str(n) for n in indices if n is not None)]) + example


def quantity_of(code: str | Quantity) -> Quantity:
    """Read a quantity; what is one already stays as it is.

    Raises
    ------
    ValueError, TypeError
        If the string isn't of that form, or something else was given.

    Examples
    --------
    >>> quantity_of("Theta.2.1.0") == Quantity("Theta", 2, 1, 0)
    True
    >>> quantity_of("detla.2.1")
    Traceback (most recent call last):
    ...
    ValueError: 'detla.2.1' names no number (did you mean 'delta'?): write it like 'delta.2.1', 'Theta.1.2.0' or 'J'
    """
    if isinstance(code, Quantity):
        return code
    if not isinstance(code, str):
        raise TypeError(f"{shown(code)} is not the code of a number: write it like {_SUCH_AS}")
    match = _CODE.fullmatch(code)
    kind = match[1] if match else ""
    numbers = list(map(int, match[2].split(".")[1:])) if match else []
    names = INDICES.get(kind)
    if match is None or names is None or len(names) != len(numbers):
        near = nearest(kind, INDICES) if names is None else ""
        raise ValueError(f"{code!r:.60} names no number{near}: write it like {_SUCH_AS}")
    return Quantity(kind, **dict(zip(names, numbers, strict=True)), example=int(match[3]) if match[3] else None)


_SUCH_AS = "'delta.2.1', 'Theta.1.2.0' or 'J'"
