"""What a learner's code adds for λ, and what it should add."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core.line_by_line import penalised
from backprop_widgets.checks.factors import Multiple, factor_between, given_and_right, named
from backprop_widgets.checks.right_already import is_hard
from backprop_widgets.notation.text import apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backprop_core import Trace
    from backprop_core.validation import Array
    from backprop_widgets.checks.diagnosis import Case


def about_penalty(cases: Sequence[Case], kind: str) -> str:
    """What is wrong with the part that λ adds, if all is right without."""
    without, with_lam = ([case for case in cases if bool(case.trace.lam) == lam] for lam in (False, True))
    if (
        not without
        or not with_lam
        or kind not in ("D", "J")
        or any(case.answer.first for case in without)
        or not all(case.answer.first for case in with_lam)
    ):
        return ""
    if not any(is_hard(case.trace) for case in with_lam) and all(is_hard(case.trace) for case in without):
        return "Where λ = 0 and every y is 0 or 1 all is right: look at what λ adds, and at y between 0 and 1."
    head = "Where λ = 0 everything is right: look at what λ adds."
    found = [(case, part) for case in with_lam for part in _penalty_parts(case, kind)]
    parts = [part for _, part in found]
    rest = [(case.trace, factor_between(given, right)) for case, (given, right, _, _) in found]
    if kind == "J":
        return head + (_of_penalty(rest) or _added_there(with_lam, kind))
    bias = [(column, right_column) for _, _, column, right_column in parts]
    if all(np.allclose(given, right, rtol=1e-6, atol=1e-12) for given, right, _, _ in parts):
        same = all(np.abs(column - column[0]).max() <= 1e-9 for column, _ in bias)
        return f"{head} It should leave the bias column as it is" + (
            ", but adds one number there." if same else ", but adds to it."
        )
    told = _of_penalty(rest) if all(not column.any() for column, _ in bias) else ""
    return head + (told or _added_there(with_lam, kind))


def _penalty_parts(case: Case, kind: str) -> list[tuple[Array, Array, Array, Array]]:
    """By layer what was added for λ, what should have been, and the same of the bias column."""
    trace = case.trace
    found = []
    for l, given, right in given_and_right(case, kind):
        added = trace.lam / trace.m * penalised(trace.net, l) if kind == "D" else right - _without_penalty(trace)
        given_part = given - (right - added)
        if kind == "D":
            given_part[np.abs(given_part) < 1e-9 * np.abs(right).max()] = 0.0
            found.append((given_part[:, 1:], added[:, 1:], given_part[:, 0], added[:, 0]))
        else:
            found.append((np.atleast_1d(given_part), np.atleast_1d(added), np.zeros(1), np.zeros(1)))
    return found


def _without_penalty(trace: Trace) -> Array:
    squares = sum((Theta[:, 1:] ** 2).sum() for Theta in trace.net.Theta.values())
    return np.asarray(trace.J - trace.lam / (2 * trace.m) * squares)


def _of_penalty(factors: Sequence[tuple[Trace, float | None]]) -> str:
    if any(factor is None for _, factor in factors):
        return ""
    told = named([Multiple(float(factor or 0.0), trace, 0, 1.0) for trace, factor in factors])
    return f" It is {told}." if told else ""


def _added_there(cases: Sequence[Case], kind: str) -> str:
    """What is added at the first wrong number, and what should be."""
    case = next(case for case in cases if case.answer.first)
    first, trace = case.answer.first, case.trace
    if first is None or first.quantity.kind != kind:
        return ""
    q = first.quantity
    if kind == "J":
        added = first.right - float(_without_penalty(trace))
    else:
        added = trace.lam / trace.m * float(penalised(trace.net, q.layer)[q.i - 1, q.j])
    given_part = first.given - (first.right - added)
    if abs(given_part) < 1e-9 * abs(first.right):
        given_part = 0.0
    given, right = apart(kind, given_part, added)
    if given_part == 0:
        return f" There it adds nothing, but should add {right}."
    return f" There it adds {given}, but should add {right}."
