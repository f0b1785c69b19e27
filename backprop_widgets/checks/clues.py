"""What can be said of wrong numbers that no named fault gives: which line is wrong, and how.

Each sentence here is said only if it was checked on every network that the function was tried on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core import Quantity, value_of
from backprop_widgets.checks.answers import is_close
from backprop_widgets.checks.diagnosis import in_one_line
from backprop_widgets.checks.factors import Multiple, factor_between, given_and_right, named
from backprop_widgets.checks.instead import about_step, what_instead
from backprop_widgets.checks.lines import lines_followed, z_alone_is_wrong
from backprop_widgets.checks.penalties import about_penalty
from backprop_widgets.checks.right_already import of_network
from backprop_widgets.notation.symbols import words
from backprop_widgets.notation.text import of_kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backprop_widgets.checks.diagnosis import Case, Suspect


def clues(cases: Sequence[Case], like: str) -> list[str]:
    """Say what is known of the wrong numbers: at most two sentences or three, each in a line of its own.

    Parameters
    ----------
    cases : sequence of Case
        All networks of which there are numbers, right and wrong.
    like : str
    """
    first = next((case.answer.first for case in cases if case.answer.first), None)
    if first is None:
        return []
    kind = first.quantity.kind
    how = [about_step(cases)] if kind == "Theta" else [about_penalty(cases, kind)]
    how += [how[0] or _multiple(cases, kind) or what_instead(cases, like) or _reordered(cases, kind)]
    return [sentence for sentence in (_same_everywhere(cases), _which_line(cases, like), how[-1]) if sentence]


# Whether it looks at what it is given --------------------------------------------------------------------------------


def _same_everywhere(cases: Sequence[Case]) -> str:
    """Whether it gives the same on networks that have nothing in common."""
    if len({case.trace.net.sizes for case in cases}) < 2:
        return ""
    numbers = [[array.ravel() for layers in case.answer.given.values() for array in layers.values()] for case in cases]
    flat = [np.concatenate(arrays) if arrays else np.zeros(0) for arrays in numbers]
    size = min(map(len, flat))
    if not size or any(not np.array_equal(one[:size], flat[0][:size]) for one in flat):
        return ""
    return "It gives the same numbers on every network: does it compute with what it is given?"


# Which line is wrong -------------------------------------------------------------------------------------------------

_LINE = {
    "z": "The line from a⁽ˡ⁾ to z⁽ˡ⁺¹⁾",
    "a": "The line from z to a, with g,",
    "output": "The line for δ⁽ᴸ⁾",
    "hidden": "The line from δ⁽ˡ⁺¹⁾ to δ⁽ˡ⁾",
    "D": "The line from δ to D",
}
_FOLLOWS = {"z": "z", "a": "a", "output": "δ⁽ᴸ⁾", "hidden": "the hidden δ", "D": "D"}


def _which_line(cases: Sequence[Case], like: str) -> str:
    lines = lines_followed(cases, like)
    wrong = [line for line, holds in lines.items() if not holds]
    others = [_FOLLOWS[line] for line in lines if line not in wrong]
    if len(wrong) != 1 or not others or (wrong == ["D"] and not any(_is_wrong(case, "delta") for case in cases)):
        return ""
    if wrong == ["z"] and any(z_alone_is_wrong(case) for case in cases):
        return ""
    several = len(others) > 1 or others == ["the hidden δ"]
    follow = "follow from your numbers as they should" if several else "follows from your numbers as it should"
    return f"{_LINE[wrong[0]]} is wrong; {' and '.join(others)} {follow}."


def _is_wrong(case: Case, kind: str) -> bool:
    return any(mask.any() for mask in case.answer.wrong.get(kind, {}).values())


# What is in the wrong line -------------------------------------------------------------------------------------------


def _subject(kind: str) -> str:
    return "J" if kind == "J" else "Every step" if kind == "Theta" else f"Every {words(Quantity(kind))}"


def _multiples(cases: Sequence[Case], kind: str) -> list[Multiple]:
    """By network and layer, how many times what is right is given; nothing if it isn't everywhere."""
    found = []
    for case in cases:
        for l, given, right in given_and_right(case, kind):
            factor = factor_between(given, right)
            if factor is None:
                return []
            found.append(Multiple(factor, case.trace, l, case.alpha or 1.0))
    return found


def _multiple(cases: Sequence[Case], kind: str) -> str:
    found = _multiples(cases, kind)
    if kind == "J" and len(cases) > 1:  # with its penalty it is a multiple by chance only
        without = [case for case in cases if not case.trace.lam]
        told = _every_time(_multiples(without, kind)) if len(without) > 1 else ""
        return _every_time(found, "On every network J") or (f"Where λ = 0 J is {told}." if told else "")
    subject = _subject(kind)
    if not found:
        return ""
    if len(cases) == 1:
        # on one network a number may be a multiple by chance, all the more of few numbers: a round one hardly is
        factor = found[0].factor
        is_round = 1e-3 < abs(factor) < 1e3 and min(abs(x - round(x)) for x in (2 * factor, 1 / factor)) < 1e-6
        same = len({round(x.factor, 6) for x in found}) == 1
        return f"{subject} is {_size(factor)} times what it should be here." if same and is_round else ""
    return _every_time(found, f"On every network {subject[0].lower()}{subject[1:]}") or _by_network(found, kind)


def _every_time(multiples: Sequence[Multiple], head: str = "") -> str:
    """What number it is every time, by its name or as it is; "" if it isn't the same or has no name."""
    if all(_size(x.factor) == "1" for x in multiples):
        return ""  # where nothing is wrong
    told = named(multiples)
    factor = multiples[0].factor if multiples else 0.0
    if not told and factor and all(abs(x.factor - factor) < 1e-6 * abs(factor) for x in multiples):
        told = f"{_size(factor)} times what it should be"
    return f"{head} is {told}." if told and head else told


def _by_network(found: Sequence[Multiple], kind: str) -> str:
    if not any(x.factor for x in found):
        return f"{_subject(kind)} is 0."
    wrong = next((x for x in found if _size(x.factor) != "1"), None)
    if wrong is None:
        return ""
    there = [x for x in found if x.trace is wrong.trace]
    where = f"on {of_network(wrong.trace, '')}"
    if all(abs(x.factor - wrong.factor) <= 1e-6 * abs(wrong.factor) for x in there):
        each, another = f"{_size(wrong.factor)} times", "not the same on every network"
    else:
        each = f"{', '.join(f'{_size(x.factor)} for {words(Quantity(kind, x.layer))}' for x in there)} times"
        another = "not the same in every layer"
    return f"{_subject(kind)} is a multiple of what it should be, {another}: {where} it is {each}."


def simpler(cases: Sequence[Case], suspects: Sequence[Suspect]) -> str:
    """What explains as much as these faults and claims less: one multiple for two slips; a sign that is in D alone."""
    kinds = {kind for case in cases for kind in case.answer.wrong if _is_wrong(case, kind)}
    if kinds == {"D"} and all(set(case.answer.given) == {"D"} for case in cases):
        found = _multiples(cases, "D")
        if found and all(_size(x.factor) == "−1" for x in found):
            return _turned_over(penalised=any(case.trace.lam for case in cases))
    if len(kinds) != 1 or not all(len(suspect) == 2 for suspect in suspects) or len(cases) == 1:
        return ""
    told = _multiple(cases, *kinds)
    enough = ("On every network", "Where λ = 0 J") if all(in_one_line(*suspect) for suspect in suspects) else "On every"
    return told if told.startswith(enough) else ""


def _turned_over(*, penalised: bool) -> str:
    """Where a sign may have been turned over, if all that is known is D: y − a would leave what λ adds as it is."""
    if penalised:
        return "Every D is of the opposite sign, with what λ adds: look for a minus after all of D is added up."
    return "Every D is of the opposite sign: look for y − a where a − y belongs, or for a minus after that."


def _size(factor: float) -> str:
    return f"{factor:.4g}".replace("-", "−")


def _reordered(cases: Sequence[Case], kind: str) -> str:
    """Whether the numbers are the right ones at other places."""
    if kind == "J":
        return ""
    moved = False
    for case in cases:
        for _, given, right in given_and_right(case, kind):
            if not is_close(kind, np.sort(given, axis=None), np.sort(right, axis=None), typed=False).all():
                return ""
            moved = moved or not np.allclose(given, right)
    return f"{_subject(kind)} has the right numbers, but not all at their places." if moved else ""


# At the first wrong number -------------------------------------------------------------------------------------------


def product_there(case: Case) -> str:
    """Of a wrong hidden δ after a right one, the product that it should be, in numbers, beside the one given."""
    first = case.answer.first
    if first is None or first.quantity.kind != "delta" or first.quantity.layer == case.trace.net.L:
        return ""
    q, trace = first.quantity, case.trace
    after = case.answer.wrong["delta"].get(q.layer + 1)
    if after is None or after.any():
        return ""
    sums, slope = (value_of(trace, Quantity(kind, q.layer, q.i, example=q.example)) for kind in ("dJda", "gprime"))
    return f"There Σ Θδ = {of_kind('dJda', sums)} and g′(z) = {of_kind('gprime', slope)}"
