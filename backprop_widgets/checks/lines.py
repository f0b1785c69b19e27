"""Which line of a learner's pass is wrong: each is computed again from what their own line before it gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core.line_by_line import penalised, weights_of, with_bias_unit
from backprop_widgets.checks.answers import is_close

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from backprop_core import Trace
    from backprop_core.validation import Array
    from backprop_widgets.checks.diagnosis import Case


def _z(case: Case) -> Iterator[tuple[Array, Array]]:
    z, a = case.answer.given.get("z", {}), case.answer.given.get("a", {})
    for l, given in z.items():
        before = a.get(l - 1, case.trace.a[1] if l == 2 else None)
        if before is not None:
            yield given, np.atleast_2d(before) @ weights_of(case.trace.net, l - 1).T + case.trace.net.Theta[l - 1][:, 0]


def _a(case: Case) -> Iterator[tuple[Array, Array]]:
    z, a = case.answer.given.get("z", {}), case.answer.given.get("a", {})
    for l in a.keys() & z.keys():
        with np.errstate(all="ignore"):  # a wrong z may be any number
            yield a[l], case.trace.net.activation(l).g(z[l])


def _output(case: Case) -> Iterator[tuple[Array, Array]]:
    L = case.trace.net.L
    if L in case.answer.given.get("delta", {}):
        yield case.answer.given["delta"][L], case.trace.delta[L]


def _hidden(case: Case) -> Iterator[tuple[Array, Array]]:
    delta, net = case.answer.given.get("delta", {}), case.trace.net
    for l in delta.keys() & {l - 1 for l in delta}:
        yield delta[l], delta[l + 1] @ weights_of(net, l) * net.activation(l).g_prime(case.trace.z[l])


def _gradient(case: Case) -> Iterator[tuple[Array, Array]]:
    given, trace = case.answer.given, case.trace
    delta = given.get("delta", {})
    for l, D in given.get("D", {}).items():
        if l + 1 in delta:
            yield D, gradient_from(trace, l, delta[l + 1])


def gradient_from(trace: Trace, l: int, delta: Array) -> Array:
    """D^(l) as it follows from some δ^(l+1)."""
    Delta: Array = np.atleast_2d(delta).T @ with_bias_unit(np.atleast_2d(trace.a[l]))
    return (Delta + trace.lam * penalised(trace.net, l)) / trace.m


# In the order in which a pass runs through them.
_LINES: dict[str, dict[str, Callable[[Case], Iterator[tuple[Array, Array]]]]] = {
    "forward": {"z": _z, "a": _a},
    "backward": {"output": _output, "hidden": _hidden, "D": _gradient},
}


def z_alone_is_wrong(case: Case) -> bool:
    """Whether every a is right, so that the z that it was computed from must have been right too."""
    wrong, net = case.answer.wrong, case.trace.net
    a = {l: mask for l, mask in wrong.get("a", {}).items() if l > 1}
    z_is_wrong = any(mask.any() for mask in wrong.get("z", {}).values())
    return z_is_wrong and len(a) == net.L - 1 and not any(mask.any() for mask in a.values())


def lines_followed(cases: Sequence[Case], like: str) -> dict[str, bool]:
    """By line that can be looked at, whether it is right on every network, given what the lines before it gave."""
    found = {}
    for name, pairs in _LINES.get(like, {}).items():
        results = [_is_right(name, *pair) for case in cases for pair in pairs(case)]
        if results:
            found[name] = all(results)
    return found


def _is_right(name: str, given: Array, expected: Array) -> bool:
    expected = expected.reshape(given.shape)
    kind = {"output": "delta", "hidden": "delta"}.get(name, name)
    return bool(np.isfinite(expected).all() and is_close(kind, given, expected, typed=False).all())
