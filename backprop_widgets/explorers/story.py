"""Where one number comes from, in sums and sentences: what the panel tells of each kind of number."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backprop_core import Explanation, Factor, Quantity, explain
from backprop_widgets.notation.arithmetic import arithmetic
from backprop_widgets.notation.symbols import inline, name, shown_value, symbol
from backprop_widgets.notation.text import Html, of_kind
from backprop_widgets.session.stages import is_computed

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_core import Trace
    from backprop_core.explanation import Term

    Chapter = Callable[[Trace, Quantity, str, float], list[Html]]


def story(trace: Trace, q: Quantity, notation: str, *, alpha: float, stage: int | None) -> list[Html]:
    """Tell where a number comes from, as far as the passes have got; of a weight, what it does.

    Examples
    --------
    >>> from backprop_core import Quantity, examples, run
    >>> trace = run(*examples.lecture())
    >>> told = story(trace, Quantity("delta", 4, 1), "lecture", alpha=1.0, stage=None)
    >>> "a − y is left" in "".join(told)
    True
    """
    parts = []
    for kind, chapter in _CHAPTERS.get(q.kind, ((q.kind, _given),)):
        told = Quantity("z", q.layer + 1, q.i) if (q.kind, kind) == ("Theta", "z") else replace(q, kind=kind)
        if is_computed(told, trace.net.L, stage):
            parts += chapter(trace, q, notation, alpha)
    return parts


def _say(sentence: str) -> Html:
    return Html(f"<p>{sentence}</p>")


def _of_unit(q: Quantity, kind: str) -> Quantity:
    return Quantity(kind, q.layer, q.i, example=q.example)


def _z(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[Html]:
    return [
        arithmetic(trace, explain(trace, q), notation),
        _say("Every unit of the layer before times its weight, the bias unit's 1 included, added up."),
    ]


def _a(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[Html]:
    z = _of_unit(q, "z")
    softmax = trace.net.output == "softmax" and q.layer == trace.net.L
    how = "its share of e<sup>z</sup> among all outputs" if softmax else _ACTIVATIONS[_activation(trace, q)]
    return [
        arithmetic(trace, explain(trace, q), notation),
        _say(f"What the unit sends on: {how}. And z is"),
        arithmetic(trace, explain(trace, z), notation),
    ]


_ACTIVATIONS = {
    "sigmoid": "g(z), here a sigmoid, between 0 and 1",
    "tanh": "g(z), here tanh, between −1 and 1",
    "relu": "g(z), here ReLU: z, or 0 if z is below 0",
    "identity": "z as it is",
}


def _activation(trace: Trace, q: Quantity) -> str:
    return trace.net.output if q.layer == trace.net.L else trace.net.hidden


def _given(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[Html]:
    value = of_kind(q.kind, shown_value(trace, q, notation))
    return [
        Html(
            f'<math display="block" role="group" class="bp-sum">{symbol(q, notation)}<mo>=</mo><mn>{value}</mn></math>'
        )
    ]


def _gprime(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[Html]:
    activation = _activation(trace, q)
    if activation == "softmax":
        return [_say("A softmax has no g′ of one z: each of its outputs depends on every z of the layer.")]
    return [arithmetic(trace, explain(trace, q), notation), _say(_SLOPES[activation])]


_SLOPES = {
    "sigmoid": "How fast a changes as z changes. For a sigmoid it is a (1 − a): never more than ¼, and near 0 where a"
    " is near 0 or 1.",
    "tanh": "How fast a changes as z changes. For tanh it is 1 − a²: 1 in the middle, and near 0 where a is near"
    " −1 or 1.",
    "relu": "How fast a changes as z changes. For ReLU it is 1 where z is above 0, and 0 elsewhere.",
    "identity": "How fast a changes as z changes. Here a is z itself, so it is 1.",
}


def _dJda(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[Html]:
    steep = "How fast the example's cost changes as this unit's output changes"
    if q.layer == trace.net.L:
        sentence = f"{steep}: the cost differentiated by a."
    else:
        sentence = (
            f"{steep}: each weight that leads on from it, times the {name('delta', notation)} at its end, added up."
        )
    return [arithmetic(trace, explain(trace, q), notation), _say(sentence)]


def _delta(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[Html]:
    e = explain(trace, q)
    first = arithmetic(trace, e, notation)
    if q.layer == trace.net.L and trace.net.cost == "cross_entropy":
        return [first, *_cancelling(trace, q, notation)]
    by_a, slope, delta, z = (name(kind, notation) for kind in ("dJda", "gprime", "delta", "z"))
    sentence = (
        f"What stands before {slope} is {by_a}: how fast the cost changes as this unit's output changes. "
        f"Times the slope it is {delta}: how fast the cost changes as its {z} changes."
    )
    return [first, _say(sentence), *_with_slope_filled_in(trace, q, e, notation)]


def _with_slope_filled_in(trace: Trace, q: Quantity, e: Explanation, notation: str) -> list[Html]:
    """The same δ with g'(z) written out: a (1 - a) for a sigmoid."""
    activation = _activation(trace, q)
    slope = _of_unit(q, "gprime")
    if activation == "sigmoid":
        by_a = _factor(trace, _of_unit(q, "dJda"))
        product = Explanation(q, ((by_a, *explain(trace, slope).terms[0]),), (), e.value)
        return [
            _say(f"For a sigmoid {name('gprime', notation)} = a (1 − a). So the same number is"),
            arithmetic(trace, product, notation),
        ]
    if activation == "tanh":
        return [_say("For tanh the slope is 1 − a²:"), arithmetic(trace, explain(trace, slope), notation)]
    if activation == "relu":
        z = _factor(trace, _of_unit(q, "z")).value
        side = (
            "above 0, so its slope is 1: all of the blame goes through" if z > 0 else "not above 0, so its slope is 0"
        )
        return [_say(f"For ReLU: z = {of_kind('z', z)} is {side}.")]
    return [_say("The output is z itself, so its slope is 1.")]


def _factor(trace: Trace, q: Quantity) -> Factor:
    return Factor(q, shown_value(trace, q))


def _cancelling(trace: Trace, q: Quantity, notation: str) -> list[Html]:
    """Why there is no g' in δ at the output (M4)."""
    if trace.net.output == "softmax":
        return [
            _say(
                "With softmax every output depends on this z. Added up over all outputs k, "
                "−yₖ/aₖ times ∂aₖ/∂z leaves a − y: the slopes of log and of softmax cancel."
            )
        ]
    by_a, slope = _factor(trace, _of_unit(q, "dJda")), _factor(trace, _of_unit(q, "gprime"))
    delta = explain(trace, q).value
    why = (
        "By the chain rule it is ∂cost/∂a · g′(z), as for any unit. But for cross-entropy ∂cost/∂a is "
        "(a − y) / (a (1 − a)), and for a sigmoid g′(z) is a (1 − a): they cancel, and a − y is left."
    )
    if abs(by_a.value * slope.value - delta) > 1e-9:  # saturated: a float can't hold 1/a or 1/(1 - a) any more
        return [_say(why)]
    return [_say(f"{why} In numbers:"), arithmetic(trace, Explanation(q, ((by_a, slope),), (), delta), notation)]


def _forward_use(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[Html]:
    if trace.X.ndim == 2:
        return []
    z = Quantity("z", q.layer + 1, q.i)
    term = explain(trace, z).terms[q.j]
    part = _adding_up(z, (term,))
    what = "The bias, times 1, is" if q.j == 0 else "Forward, the weight times what comes to it is"
    return [_say(f"{what} one term of {inline(z, notation)}:"), arithmetic(trace, part, notation, named=False)]


def _gradient(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[Html]:
    D = replace(q, kind="D")
    source = "the bias unit's 1" if q.j == 0 else "the a at its start"
    parts = [
        _say(f"The gradient is the {name('delta', notation)} at its end times {source}{_over_examples(trace, q)}:"),
        arithmetic(trace, explain(trace, D), notation),
    ]
    if trace.X.ndim == 2:
        parts += [_say("where the sum over the examples is"), *_sum_over_examples(trace, q, notation)]
    return parts


def _sum_over_examples(trace: Trace, q: Quantity, notation: str) -> list[Html]:
    return [arithmetic(trace, explain(trace, replace(q, kind="Delta")), notation)]


def _over_examples(trace: Trace, q: Quantity) -> str:
    mean = "" if trace.X.ndim == 1 else ", the mean over the examples"
    return mean + (", plus the pull of λ" if _is_pulled(trace, q) else "")


def _is_pulled(trace: Trace, q: Quantity) -> bool:
    """Whether λ pulls at this weight: at a bias it doesn't."""
    return trace.lam != 0 and q.j != 0


def _update(trace: Trace, q: Quantity, notation: str, alpha: float) -> list[Html]:
    weight, D = replace(q, kind="Theta"), replace(q, kind="D")
    step: Term = (Factor(None, -1.0), Factor(Quantity("alpha"), alpha), _factor(trace, D))
    new = _adding_up(Quantity("new", q.layer, q.i, q.j), ((_factor(trace, weight),), step))
    return [_say("One update goes against the gradient:"), arithmetic(trace, new, notation)]


def _adding_up(q: Quantity, terms: tuple[Term, ...]) -> Explanation:
    """An explanation whose value is what its terms add up to."""
    return replace(Explanation(q, terms, (), 0.0), value=Explanation(q, terms, (), 0.0).sum)


def _Delta(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[Html]:
    if trace.X.ndim == 1:
        but = ", but for the pull of λ" if _is_pulled(trace, q) else ""
        sentence = f"With one example there is nothing to add up: this is the gradient{but}."
    else:
        pull = " and with the pull of λ" if _is_pulled(trace, q) else ""
        sentence = f"One term per example. Divided by m{pull}, it is the gradient."
    return [*_sum_over_examples(trace, q, notation), _say(sentence)]


def _J(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[Html]:
    if trace.X.ndim == 2:
        sentence = "The mean of the examples' costs"
    else:
        sentence = _COSTS[trace.net.output, trace.net.cost]
    penalty = ", plus λ/2m times the squares of all weights but the biases'" if trace.lam else ""
    return [arithmetic(trace, explain(trace, q), notation), _say(f"{sentence}{penalty}.")]


def _cost(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[Html]:
    sentence = _COSTS[trace.net.output, trace.net.cost]
    return [arithmetic(trace, explain(trace, q), notation), _say(f"{sentence}.")]


_COSTS = {
    ("sigmoid", "cross_entropy"): "Each output costs −log a if y = 1, "
    "and −log (1 − a) if y = 0. Each is 0 for a perfect answer, and grows without end for a wrong one",
    ("softmax", "cross_entropy"): "Where y is 1 for one class, the cost is −log a of that class",
    ("sigmoid", "squared_error"): "Half the square of what each output is off",
    ("identity", "squared_error"): "Half the square of what each output is off",
}


# Of each kind of number its chapters, each with the kind of number that it tells.
_CHAPTERS: dict[str, tuple[tuple[str, Chapter], ...]] = {
    "x": (("x", _given),),
    "y": (("y", _given),),
    "lam": (("lam", _given),),
    "m": (("m", _given),),
    "z": (("z", _z),),
    "a": (("a", _a),),
    "gprime": (("gprime", _gprime),),
    "dJda": (("dJda", _dJda),),
    "delta": (("delta", _delta),),
    "Theta": (("z", _forward_use), ("D", _gradient), ("D", _update)),
    "D": (("D", _gradient), ("D", _update)),
    "Delta": (("Delta", _Delta),),
    "J": (("J", _J),),
    "cost": (("cost", _cost),),
}
