"""A number as people type it, and what they typed as a sentence quotes it."""

from __future__ import annotations

import math

LONGEST = 40  # characters of what was typed that a sentence repeats


def parse(typed: str) -> float | None:
    """Read a number as people type it: with a true minus sign, or a comma for the point; None if it is none.

    Examples
    --------
    >>> parse(" −0,7 "), parse("1e3"), parse("abc"), parse("nan")
    (-0.7, 1000.0, None, None)
    """
    plain = typed.strip().replace("−", "-").replace(",", ".")
    try:
        value = float(plain)
    except ValueError:
        return None
    return None if math.isnan(value) or "_" in plain else value


def quoted(typed: str) -> str:
    r"""Quote what was typed, on one line and not too long.

    Examples
    --------
    >>> quoted("two\nlines"), len(quoted("9" * 1000))
    ('“two lines”', 42)
    """
    line = " ".join(typed.split())
    return f"“{line if len(line) <= LONGEST else line[: LONGEST - 1] + '…'}”"


def number_in(typed: str) -> float:
    """Read a number as people type it, or refuse what is none.

    Examples
    --------
    >>> number_in("0,25")
    0.25
    >>> number_in("abc")
    Traceback (most recent call last):
    ...
    ValueError: “abc” is not a number: type one such as 0.25.
    """
    value = parse(typed)
    if value is None:
        raise ValueError(f"{quoted(typed)} is not a number: type one such as 0.25.")
    return value


def whole_in(what: str, typed: str, first: int, last: int) -> int:
    """Read a whole number from `first` to `last`, or refuse what is none.

    Examples
    --------
    >>> whole_in("step", "12", 0, 100)
    12
    >>> whole_in("step", "1.5", 0, 100)
    Traceback (most recent call last):
    ...
    ValueError: “1.5” is not a step: type a whole number from 0 to 100.
    """
    value = parse(typed)
    if value is None or not first <= value <= last or value != int(value):
        raise ValueError(f"{quoted(typed)} is not a {what}: type a whole number from {first} to {last}.")
    return int(value)
