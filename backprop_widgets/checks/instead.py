"""What wrong numbers are instead of the right ones: rounded, another function's, those from before the step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core.activations import HIDDEN, OUTPUT, sigmoid
from backprop_core.costs import PAIRS
from backprop_core.faults.formulas import formulas
from backprop_core.line_by_line import weights_of
from backprop_core.total_cost import squared_weights
from backprop_widgets.checks.answers import is_close
from backprop_widgets.checks.arguments import listed
from backprop_widgets.checks.factors import given_and_right
from backprop_widgets.checks.fits import polynomial
from backprop_widgets.checks.fitting import layer_name
from backprop_widgets.checks.lines import lines_followed
from backprop_widgets.checks.phrases import plain
from backprop_widgets.checks.right_already import of_network

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backprop_core.validation import Array
    from backprop_widgets.checks.diagnosis import Case

_MOST_DECIMALS = 5
_PENALTY = " + λ/(2m) Σ Θ²"
_NAMES = {"sigmoid": "the sigmoid", "tanh": "tanh", "relu": "ReLU", "identity": "z itself", "softmax": "softmax"}
_TURNED = "1 / (1 + e^z)"  # the sigmoid without the minus in its exponent


def rounded(cases: Sequence[Case]) -> str:
    """Whether every number is the right one, rounded."""
    pairs = [(given, right) for case in cases for given, right in _all_given(case)]
    for decimals in range(_MOST_DECIMALS + 1):
        unit = 10.0**-decimals
        if all(np.abs(given - np.round(right, decimals)).max(initial=0.0) < 1e-9 * unit for given, right in pairs):
            many = f"{decimals} decimal{'s' * (decimals != 1)}"
            return f"Every number is the right one rounded to {many}: round only what you print."
    return ""


def _all_given(case: Case) -> Iterator[tuple[Array, Array]]:
    right = case.pick(case.answer.right)
    for kind, layers in case.answer.given.items():
        for l, given in layers.items():
            if (kind, l) != ("a", 1):
                yield given, np.asarray(right[kind][l])


# A step --------------------------------------------------------------------------------------------------------------


def about_step(cases: Sequence[Case]) -> str:
    """Whether Θ is, or is in some layers, what it was before the step; or only what is to be subtracted."""
    steps = [(case, l, moved, right) for case in cases for l, moved, right in given_and_right(case, "Theta")]
    if not steps or any(case.alpha is None for case in cases):
        return ""
    if all(_is_near(moved + case.trace.net.Theta[l], -right) for case, l, moved, right in steps):
        return "That is αD, what is to be subtracted: the step is Θ − αD."
    still = [(case, l) for case, l, moved, right in steps if not moved.any() and right.any()]
    if len(still) == len(steps):
        return "Every Θ is as it was before the step: nothing was subtracted."
    others = [_is_near(moved, right) for case, l, moved, right in steps if (case, l) not in still]
    if not still or not all(others):
        return ""
    first = still[0][0]
    names = listed([layer_name("Theta", l) for case, l in still if case is first])
    return f"On {of_network(first.trace, '')} as it was before the step: {names}. What was moved is right."


def _is_near(one: Array, other: Array) -> bool:
    return bool(is_close("Theta", one, other, typed=False).all())


# Another function ----------------------------------------------------------------------------------------------------


def what_instead(cases: Sequence[Case], like: str) -> str:
    """What stands in the place of the line that is wrong: another g, another cost, another formula."""
    if like == "forward":
        return _another_g(cases)
    if like == "cost":
        return _another_cost(cases)
    return _formula(cases, like) if like == "backward" else ""


def _formula(cases: Sequence[Case], like: str) -> str:
    """What stands in the place of δ at the output, or of g', as a formula."""
    choices = {(case.trace.net.hidden, case.trace.net.output, case.trace.net.cost) for case in cases}
    lines = lines_followed(cases, like)
    if len(choices) != 1:
        return ""
    right = formulas(cases[0].trace.net)
    if lines.get("output") is False:
        text = _output_formula(cases)
        return f"Yours is δ⁽ᴸ⁾ = {text}; it should be {plain(right['delta'])}." if text else ""
    if lines.get("hidden") is False:
        text = _slope_formula(cases)
        return f"Θᵀδ is right, but you multiply it by {text}; g′(z) is {right['slope']}." if text else ""
    return ""


def _output_formula(cases: Sequence[Case]) -> str:
    given, a, y = [], [], []
    for case in cases:
        L = case.trace.net.L
        given.append(case.answer.given["delta"][L].ravel())
        a.append(case.trace.a[L].ravel())
        y.append(np.asarray(case.trace.Y).ravel())
    d, h, t = map(np.concatenate, (given, a, y))
    by_a = np.concatenate([_by_a(case).ravel() for case in cases])
    if is_close("dJda", d, by_a, typed=False).all():
        return "∂cost/∂a"
    terms = {"": np.ones_like(h), "a": h, "y": t, "a²": h**2, "a y": h * t, "a³": h**3, "a² y": h**2 * t}
    return polynomial(d, terms) or polynomial(d, {**terms, "y²": t**2, "a y²": h * t**2})


def _slope_formula(cases: Sequence[Case]) -> str:
    given, sums, a, z = [], [], [], []
    for case in cases:
        delta, trace = case.answer.given["delta"], case.trace
        for l in sorted(delta.keys() & {l - 1 for l in delta}):
            given.append(delta[l].ravel())
            sums.append((delta[l + 1] @ weights_of(trace.net, l)).ravel())
            a.append(trace.a[l].ravel())
            z.append(trace.z[l].ravel())
    d, s, h, t = map(np.concatenate, (given, sums, a, z))
    for slope, values in (("1 where z > 0, else 0", t > 0), ("1 − tanh² z", 1 - np.tanh(t) ** 2)):
        if is_close("delta", d, s * values, typed=False).all():
            return slope
    terms = {"": np.ones_like(h), "a": h, "a²": h**2, "a³": h**3}
    if cases[0].trace.net.hidden == "relu":
        terms = {"": np.ones_like(h), "a": h, "z": t}
    return polynomial(d, terms, times=s) or polynomial(d, {**terms, "z": t, "z²": t**2, "a z": h * t}, times=s)


def _by_a(case: Case) -> Array:
    trace, L = case.trace, case.trace.net.L
    return np.asarray(PAIRS[trace.net.output, trace.net.cost].by_a(trace.z[L], trace.a[L], trace.Y))


def _another_g(cases: Sequence[Case]) -> str:
    """Which other g the given a follow from the given z with: in the hidden layers, or at the output."""
    nets = [case.trace.net for case in cases]
    if len({(net.hidden, net.output) for net in nets}) != 1:
        return ""
    told = []
    for place, own in (("in the hidden layers", nets[0].hidden), ("at the output", nets[0].output)):
        pairs = [pair for case in cases for pair in _z_and_a(case, at_output=place == "at the output")]
        functions = {name: activation.g for name, activation in (HIDDEN | OUTPUT).items()}
        functions[_TURNED] = lambda z: sigmoid(-z)
        follow = [name for name, g in functions.items() if pairs and all(_is_near_a(a, g(z)) for z, a in pairs)]
        if own not in follow and len(follow) == 1:
            told.append(f"{place} your g is {_NAMES.get(follow[0], follow[0])}, and should be {_NAMES[own]}")
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}." if told else ""


def _z_and_a(case: Case, *, at_output: bool) -> Iterator[tuple[Array, Array]]:
    z, a = case.answer.given.get("z", {}), case.answer.given.get("a", {})
    for l in z.keys() & a.keys():
        if (l == case.trace.net.L) == at_output and np.isfinite(z[l]).all():
            yield z[l], a[l]


def _is_near_a(given: Array, expected: Array) -> bool:
    return bool(is_close("a", given, expected, typed=False).all())


def _another_cost(cases: Sequence[Case]) -> str:
    """Which other cost of this output it is."""
    if _is_cut_off(cases):
        return "J is off by less than 1 in 10,000: is something added in the log, or h cut off? Take 1e-15 there."
    own = cases[0].trace.net.output, cases[0].trace.net.cost
    for pair in PAIRS:
        if pair[1] != own[1] or pair[0] != own[0]:
            values = [_cost_of(case, pair) for case in cases]
            given = [float(case.answer.given["J"][0]) for case in cases]
            if np.allclose(values, given, rtol=1e-6):
                other, right = (_FORMULA[p] for p in (pair, own))
                return f"Yours is J = {other}{_PENALTY}; it should be {right}{_PENALTY}."
    return ""


def _is_cut_off(cases: Sequence[Case]) -> bool:
    """Whether a cost with a logarithm is nearly right everywhere, as one is that keeps log 0 away."""
    pairs = [(float(case.answer.given["J"][0]), case.trace.J) for case in cases]
    has_log = cases[0].trace.net.cost == "cross_entropy"
    return has_log and all(abs(given - right) <= 1e-4 * abs(right) for given, right in pairs)


_FORMULA = {
    ("sigmoid", "cross_entropy"): "−(1/m) Σ [y log h + (1 − y) log(1 − h)]",
    ("softmax", "cross_entropy"): "−(1/m) Σ y log h",
    ("sigmoid", "squared_error"): "(1/(2m)) Σ (h − y)²",
    ("identity", "squared_error"): "(1/(2m)) Σ (h − y)²",
}


def _cost_of(case: Case, pair: tuple[str, str]) -> float:
    trace = case.trace
    with np.errstate(all="ignore"):  # log of what is no probability
        costs = np.atleast_1d(PAIRS[pair].of_a(trace.a[trace.net.L], trace.Y))
    return float(costs.sum() / trace.m + trace.lam / (2 * trace.m) * squared_weights(trace.net))
