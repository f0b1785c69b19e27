"""What of a wrong answer is right already: on which networks, and there which numbers, layers and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from backprop_core import Quantity
from backprop_core.quantity import PER_WEIGHT
from backprop_widgets.checks.arguments import listed
from backprop_widgets.checks.forms import ORDER
from backprop_widgets.checks.reading import BACK_TO_FRONT
from backprop_widgets.notation.symbols import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backprop_core import Trace
    from backprop_widgets.checks.diagnosis import Case

_HIGH = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class OnNetwork(Protocol):
    """Something that belongs to a network, and of a step to a learning rate."""

    @property
    def trace(self) -> Trace: ...  # noqa: D102
    @property
    def alpha(self) -> float | None: ...  # noqa: D102


def where(good: Sequence[OnNetwork], bad: Sequence[OnNetwork], like: str) -> str:
    """Say what the good networks have and the bad ones haven't: "where λ = 0"; if that is nothing, which they are."""
    for holds, told in _WHERE:
        if like == "forward" and "λ" in told:
            continue
        if all(holds(case) for case in good) and not any(holds(case) for case in bad):
            return told
    for number, said in _SHARED:
        shared = {number(case.trace) for case in good}
        if len(good) > 1 and len(shared) == 1 and not shared & {number(case.trace) for case in bad}:
            return f"with {said(good[0].trace)}"
    on, but = (list(dict.fromkeys(of_network(case.trace, like) for case in cases)) for cases in (good, bad))
    return f"on all but {listed(but)}" if len(but) < len(on) else f"on {listed(on)}"


_WHERE: tuple[tuple[Callable[[OnNetwork], bool], str], ...] = (
    (lambda case: case.trace.lam == 0, "where λ = 0"),
    (lambda case: case.trace.lam != 0, "where λ > 0"),
    (lambda case: is_hard(case.trace), "where every y is 0 or 1"),
    (lambda case: case.trace.net.sizes[-1] == 1, "with one output"),
    (lambda case: case.trace.net.sizes[-1] > 1, "with several outputs"),
    (lambda case: case.trace.net.L == 3, "with one hidden layer"),
    (lambda case: case.trace.net.L > 3, "with several hidden layers"),
    (lambda case: len(set(case.trace.net.sizes)) == 1, "where all layers have the same size"),
    (lambda case: case.alpha == 1, "where α = 1"),
)


def is_hard(trace: Trace) -> bool:
    """Whether every y is 0 or 1."""
    return bool(np.isin(trace.Y, (0, 1)).all())


def of_network(trace: Trace, like: str) -> str:
    """Name a network by what was computed on it.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> of_network(run(*examples.lecture()), "cost")
    '2-2-2-1 with 1 example, λ = 0'
    """
    lam = "" if like == "forward" else f", λ = {trace.lam:g}"
    return f"{sizes(trace)} with {examples(trace)}{lam}"


def examples(trace: Trace) -> str:
    """How many examples, in words."""
    return f"{trace.m} example{'s' * (trace.m > 1)}"


def sizes(trace: Trace) -> str:
    """The sizes of the layers, as 2-2-2-1."""
    return "-".join(map(str, trace.net.sizes))


# Numbers of a network that all the good ones may share, if there are several, and how they are said.
_SHARED: tuple[tuple[Callable[[Trace], int], Callable[[Trace], str]], ...] = (
    (lambda trace: trace.m, examples),
    (lambda trace: trace.net.sizes[-1], lambda trace: f"{trace.net.sizes[-1]} outputs"),
    (lambda trace: trace.net.L, lambda trace: f"{trace.net.L} layers"),
)


# Numbers, layers, columns --------------------------------------------------------------------------------------------


def parts_right(cases: Sequence[Case]) -> list[str]:
    """Name what is right on every one of these networks, all of which have something wrong."""
    kinds = [kind for kind in ORDER if all(kind in case.answer.given for case in cases)]
    return [told for kind in kinds if (told := _kind_right(kind, cases))]


def _kind_right(kind: str, cases: Sequence[Case]) -> str:
    name = words(Quantity(kind))
    masks = [case.answer.wrong[kind] for case in cases]
    whole = all(_is_whole(case, kind) for case in cases)
    if whole and not any(mask.any() for layers in masks for mask in layers.values()):
        return name if kind == "J" else f"every {name}"
    hidden = [(case, l) for case in cases for l in range(2, case.trace.net.L)]
    if whole and kind == "a" and hidden and not any(_wrong(case, kind, l) for case, l in hidden):
        return "every hidden a"
    if whole and kind in PER_WEIGHT:
        bias = any(mask[:, 0].any() for layers in masks for mask in layers.values())
        rest = any(mask[:, 1:].any() for layers in masks for mask in layers.values())
        if not rest:
            return f"every {name} but its bias column"
        if not bias:
            return f"the bias column of every {name}"
    return ", ".join(_layers_right(kind, cases))


def _is_whole(case: Case, kind: str) -> bool:
    """Whether every layer of it is there; a^(1) is x, which may be left out."""
    return set(case.answer.right[kind]) - {1 if kind == "a" else None} <= set(case.answer.given[kind])


def _layers_right(kind: str, cases: Sequence[Case]) -> list[str]:
    """The layers that every network has, and that are right: counted from the output back, if they differ in depth."""
    depths = {case.trace.net.L for case in cases}
    if len(depths) == 1 or kind in ("z", "a"):
        layers = set.intersection(*(set(case.answer.wrong[kind]) for case in cases)) - ({1} if kind == "a" else set())
        right = [l for l in layers if not any(_wrong(case, kind, l) for case in cases)]
        return [words(Quantity(kind, l)) for l in sorted(right, reverse=kind in BACK_TO_FRONT)]
    last = 1 if kind in PER_WEIGHT else 0
    right = [
        back
        for back in range(last, min(depths))
        if all(case.trace.net.L - back in case.answer.wrong[kind] for case in cases)
        and not any(_wrong(case, kind, case.trace.net.L - back) for case in cases)
    ]
    return [f"{words(Quantity(kind))}{relative(back)}" for back in right]


def _wrong(case: Case, kind: str, l: int) -> bool:
    mask = case.answer.wrong[kind].get(l)
    return mask is not None and bool(mask.any())


def relative(back: int) -> str:
    """The layer so many before the output, as it is written above.

    Examples
    --------
    >>> relative(0), relative(2)
    ('⁽ᴸ⁾', '⁽ᴸ⁻²⁾')
    """
    return f"⁽ᴸ⁻{str(back).translate(_HIGH)}⁾" if back else "⁽ᴸ⁾"
