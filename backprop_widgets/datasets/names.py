"""The names of columns and classes, as short as a picture needs them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.datasets.numerals import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence


def told_apart(names: Sequence[str], longest: int = 30) -> tuple[str, ...]:
    """Shorten names so that no two look alike: at the end, in the middle, or else with their numbers in front.

    Examples
    --------
    >>> told_apart(["setosa", "virginica"], 6), told_apart(["sample_0", "sample_1"], 6)
    (('setosa', 'virgi…'), ('sa…e_0', 'sa…e_1'))
    >>> told_apart(["sample_0_of_ten", "sample_1_of_ten"], 6)
    ('1 sampl…', '2 sampl…')
    """
    at_the_end = tuple(shortened(name, longest) for name in names)
    in_the_middle = tuple(_without_middle(name, longest) for name in names)
    numbered = tuple(f"{n} {name}" for n, name in enumerate(at_the_end, start=1))
    return next((short for short in (at_the_end, in_the_middle) if len(set(short)) == len(names)), numbered)


def _without_middle(name: str, longest: int) -> str:
    line = " ".join(name.split())
    if len(line) <= longest:
        return line
    tail = longest // 2
    return f"{line[: longest - tail - 1]}…{line[-tail:]}"
