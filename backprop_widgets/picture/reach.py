"""How far a number goes by hand: the one range of its slider, its drag, its arrow keys and what is typed."""

from __future__ import annotations

from backprop_widgets.session.session import LIMIT


def reach(kind: str, value: float, output: str = "identity") -> tuple[float, float]:
    """Give the lowest and the highest that a number can be moved to; what it is now is always among them.

    Parameters
    ----------
    kind : {"Theta", "x", "y", "lam"}
    value : float
        What it is now: a program may have set it beyond what a hand would.
    output : str
        Of a y, the output's activation.

    Examples
    --------
    >>> reach("x", 0.6), reach("Theta", 12.3), reach("y", 1.0, "sigmoid")
    ((-10.0, 10.0), (-10.0, 12.3), (0.0, 1.0))
    """
    low, high = -LIMIT, LIMIT
    if kind == "lam":
        low = 0.0
    elif kind == "y" and output != "identity":
        low, high = 0.0, 1.0
    return min(low, value), max(high, value)


def moves_alone(kind: str, output: str, outputs: int) -> bool:
    """Whether a number can be moved with the others as they are: of a softmax, the targets add up to 1.

    Examples
    --------
    >>> moves_alone("y", "softmax", 3), moves_alone("x", "softmax", 3)
    (False, True)
    """
    return not (kind == "y" and output == "softmax" and outputs > 1)


def slider_role(kind: str, value: float, output: str = "identity") -> str:
    """Tell a screen reader that a drawn number is a slider, how far it goes and where it is.

    Examples
    --------
    >>> slider_role("y", 1.0, "sigmoid")
    "role='slider' aria-valuemin='0' aria-valuemax='1' aria-valuenow='1'"
    """
    low, high = reach(kind, value, output)
    return f"role='slider' aria-valuemin='{low:g}' aria-valuemax='{high:g}' aria-valuenow='{value:g}'"
