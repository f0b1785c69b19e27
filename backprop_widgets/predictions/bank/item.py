"""One quick question of the bank, and the small networks that such questions are about."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np

from backprop_core import Network
from backprop_core.faults import FAULTS
from backprop_core.line_by_line import trace_with
from backprop_widgets.notation.text import of_kind
from backprop_widgets.notation.typed import number_in, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from backprop_core import Trace

TRIES = 200
APART = 0.1  # of the larger of two numbers to choose from, so that rounding on the way to one doesn't matter


class TooNear(Exception):
    """Two answers can't be told apart with these numbers: draw others."""


@dataclass(frozen=True)
class Item:
    """A question with the options to choose from.

    Attributes
    ----------
    words : str
        What is asked; codes in braces stand for symbols.
    reasons : dict
        From each option to what is said about it.
    right : str
        The option that is right.
    """

    words: str
    reasons: dict[str, str]
    right: str


Answer = tuple[str, ...]  # an option, and its reason in pieces


def item(rng: np.random.Generator, words: str, right: Answer, *wrong: Answer) -> Item:
    """Put a question together, its options in any order.

    Raises
    ------
    TooNear
        If two options are the same, or numbers that lie close together.
    """
    reasons = {option: " ".join(pieces) for option, *pieces in (right, *wrong)}
    if len(reasons) <= len(wrong) or any(_are_near(*pair) for pair in combinations(reasons, 2)):
        raise TooNear
    return Item(words, {option: reasons[option] for option in rng.permutation(list(reasons)).tolist()}, right[0])


def _are_near(one: str, other: str) -> bool:
    u, v = parse(one), parse(other)
    return u is not None and v is not None and abs(u - v) < APART * max(abs(u), abs(v))


def ask(generator: Callable[[np.random.Generator], Item], rng: np.random.Generator) -> Item:
    """Have a question made, with other numbers until its options can be told apart."""
    for _ in range(TRIES):
        try:
            return generator(rng)
        except TooNear:
            continue
    raise RuntimeError(f"{generator.__name__} found no numbers that keep its answers apart in {TRIES} tries")


# What questions are about


def tenths(rng: np.random.Generator, low: float, high: float) -> float:
    """Draw a number with one decimal that isn't 0."""
    return float(rng.choice([n / 10 for n in range(round(10 * low), round(10 * high) + 1) if n]))


def network(rng: np.random.Generator, sizes: Sequence[int], reach: float = 1.5, **choices: Any) -> Network:
    """Draw a network whose weights have one decimal."""
    layers = [[[tenths(rng, -reach, reach) for _ in range(n + 1)] for _ in range(k)] for n, k in pairwise(sizes)]
    return Network(dict(enumerate(map(np.array, layers), start=1)), **choices)


def with_fault(name: str, trace: Trace) -> Trace:
    """What a program with this fault computes."""
    return trace_with(FAULTS[name].kind, FAULTS[name].wrong, trace)


def printed(kind: str, value: float) -> float:
    """Round a number to the places that a question shows of it: the learner has no more to compute with."""
    return number_in(of_kind(kind, value))


def half_up(value: float) -> float:
    """Lift what was computed from printed numbers by a hair: half a place is rounded up in size, as by hand.

    Examples
    --------
    >>> of_kind("dJda", -0.30 * 0.0335), of_kind("dJda", half_up(-0.30 * 0.0335))
    ('−0.0100', '−0.0101')
    """
    return value * (1 + 1e-9)
