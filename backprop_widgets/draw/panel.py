"""What stands beside the picture when a number is selected: where it comes from, and the same measured."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backprop_core import Explanation, Factor, Quantity, explain
from backprop_widgets.codes import code_of
from backprop_widgets.draw.arithmetic import arithmetic, colour, placed
from backprop_widgets.draw.notation import conversion, scale, shown_value, symbol, words
from backprop_widgets.draw.paths import every_path
from backprop_widgets.draw.text import difference, escape, number, of_kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from backprop_core import Trace
    from backprop_core.explanation import Term

    Measured = Mapping[Quantity, float | str]
    Body = Callable[["Trace", Quantity, str, float], list[str]]

_PER_UNIT = ("x", "y", "z", "a", "delta", "dJda", "gprime")
_PER_WEIGHT = ("Theta", "Delta", "D")
MOST_ROWS = 8


def panel(
    trace: Trace,
    selection: Quantity | None,
    *,
    notation: str = "lecture",
    measured: Measured | None = None,
    alpha: float = 1.0,
) -> str:
    """Draw the panel for one selected number.

    Parameters
    ----------
    trace : Trace
        Of the example chosen, or of the batch.
    selection : Quantity or None
        On a batch, a unit's number without an example stands for those of all the examples.
    notation : str
    measured : mapping of Quantity to float or str
        What `backprop_core.numerical_derivative` gave for `needs(trace, selection)`, or why there is no such number.
    alpha : float
        The learning rate of the update that is shown.

    Returns
    -------
    str
        One ``<section>``.
    """
    if selection is None:
        return _section("Select any number", [_HELP])
    q = fitting(trace, selection)
    if _is_over_batch(trace, q):
        parts = _of_all_examples(trace, q, notation)
    else:
        parts = _BODIES[q.kind](trace, q, notation, alpha)
    parts.append(_comparison(trace, q, notation, measured or {}))
    if q.kind in _PER_WEIGHT and trace.X.ndim == 1:
        parts.append(every_path(trace, Quantity("Theta", q.layer, q.i, q.j), notation))
    parts.append(conversion(notation))
    return _section(heading(q, notation), parts)


def needs(trace: Trace, selection: Quantity | None) -> tuple[Quantity, ...]:
    """Say which derivatives the panel wants to see measured: the ``of=`` of `backprop_core.numerical_derivative`.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> [str(q) for q in needs(run(*examples.lecture()), Quantity("delta", 2, 2))]
    ['a_2^(2)', 'z_2^(2)']
    """
    if selection is None:
        return ()
    q = fitting(trace, selection)
    t = 1 if _is_over_batch(trace, q) else q.example
    if q.kind in _PER_WEIGHT:
        return (Quantity("Theta", q.layer, q.i, q.j),)
    kinds = _NUDGED.get(q.kind, ())
    layer = 1 if q.kind == "x" else q.layer
    return tuple(Quantity(kind, layer, q.i, example=t) for kind in kinds if kind == "a" or layer > 1)


_NUDGED = {"x": ("a",), "z": ("z",), "a": ("a",), "dJda": ("a",), "delta": ("a", "z")}


def fitting(trace: Trace, selection: Quantity) -> Quantity:
    """The selection as this trace has it: a trace of one example has no other, and a^(1) is x."""
    q = placed(selection, trace.net.L)
    return Quantity(q.kind, q.layer, q.i, q.j) if trace.X.ndim == 1 and q.example else q


def _is_over_batch(trace: Trace, q: Quantity) -> bool:
    return trace.X.ndim == 2 and q.kind in _PER_UNIT and not q.example


def _section(title: str, parts: list[str]) -> str:
    return f'<section class="bp-story" data-key="story"><h3 class="bp-heading">{title}</h3>{"".join(parts)}</section>'


_HELP = (
    "<p>Click a number of the network, or go to it with Tab and press Enter. Here you then see the sum that made it, "
    "filled in with numbers, and a measured derivative beside it.</p>"
    '<ul class="bp-legend">'
    '<li><i class="bp-swatch bp-pos"></i>weight above 0: a solid line</li>'
    '<li><i class="bp-swatch bp-neg"></i>weight below 0: a dashed line</li>'
    '<li><i class="bp-swatch bp-delta"></i>error δ of a unit</li>'
    '<li><i class="bp-swatch bp-grad"></i>gradient D of a weight</li>'
    "</ul>"
)


# headings


def heading(q: Quantity, notation: str = "lecture") -> str:
    """Say what is selected, by its place in the picture.

    Examples
    --------
    >>> heading(Quantity("z", 2, 2))
    'Where <i class="bp-z">z</i> of unit 2 in layer 2 comes from'
    """
    name = f'<i class="{colour(q.kind)}">{_SPOKEN.get(q.kind) or _name(q.kind, notation)}</i>'
    of_example = f", example {q.example}," if q.example else ""
    if q.kind in _PER_WEIGHT:
        start = "the bias unit" if q.j == 0 else f"unit {q.j} of layer {q.layer}"
        place = f'<small class="bp-note">from {start} to unit {q.i} of layer {q.layer + 1}</small>'
        said = "What {} does" if q.kind == "Theta" else "Where {} comes from"
        return f"{said.format(_inline(q, notation))} {place}"
    if q.kind in ("x", "y", "lam", "m"):
        number_of = f" {q.i}" if q.i else ""
        return f"{name}{number_of}{of_example.rstrip(',')} is given"
    place = f" of unit {q.i} in layer {q.layer}" if q.i else ""
    return f"Where {name}{place}{of_example} comes from"


_SPOKEN = {"gprime": "the slope g′", "lam": "λ", "m": "m", "cost": "the cost", "x": "Input x", "y": "Target y"}


def _name(kind: str, notation: str) -> str:
    """The name of a kind of number, without indices: "δ", "dz", "z.grad"."""
    return words(Quantity(kind), notation)


# one number


def _say(sentence: str) -> str:
    return f"<p>{sentence}</p>"


def _inline(q: Quantity, notation: str) -> str:
    return f"<math>{symbol(q, notation)}</math>"


def _of_unit(q: Quantity, kind: str) -> Quantity:
    return Quantity(kind, q.layer, q.i, example=q.example)


def _z(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[str]:
    return [
        arithmetic(trace, explain(trace, q), notation),
        _say("Every unit of the layer before times its weight, the bias unit's 1 included, added up."),
    ]


def _a(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[str]:
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


def _given(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[str]:
    value = of_kind(q.kind, shown_value(trace, q, notation))
    return [f'<math display="block" class="bp-sum">{symbol(q, notation)}<mo>=</mo><mn>{value}</mn></math>']


def _gprime(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[str]:
    name = _activation(trace, q)
    if name == "softmax":
        return [_say("A softmax has no g′ of one z: each of its outputs depends on every z of the layer.")]
    return [arithmetic(trace, explain(trace, q), notation), _say(_SLOPES[name])]


_SLOPES = {
    "sigmoid": "How steeply a answers to z. For a sigmoid it is a (1 − a): never more than ¼, and near 0 where a is "
    "near 0 or 1.",
    "tanh": "How steeply a answers to z. For tanh it is 1 − a²: 1 in the middle, and near 0 where a is near −1 or 1.",
    "relu": "How steeply a answers to z. For ReLU it is 1 where z is above 0, and 0 elsewhere.",
    "identity": "How steeply a answers to z. Here a is z itself, so it is 1.",
}


def _dJda(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[str]:
    steep = "How steeply the example's cost answers to this unit's output"
    if q.layer == trace.net.L:
        sentence = f"{steep}: the cost differentiated by a."
    else:
        sentence = (
            f"{steep}: each weight that leads on from it, times the {_name('delta', notation)} at its end, added up."
        )
    return [arithmetic(trace, explain(trace, q), notation), _say(sentence)]


def _delta(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[str]:
    e = explain(trace, q)
    first = arithmetic(trace, e, notation)
    if q.layer == trace.net.L and trace.net.cost == "cross_entropy":
        return [first, *_cancelling(trace, q, notation)]
    by_a, slope, delta, z = (_name(kind, notation) for kind in ("dJda", "gprime", "delta", "z"))
    sentence = (
        f"What stands before {slope} is {by_a}: how steeply the cost answers to this unit's output. "
        f"Times the slope it is {delta}: how steeply the cost answers to its {z}."
    )
    return [first, _say(sentence), *_with_slope_filled_in(trace, q, e, notation)]


def _with_slope_filled_in(trace: Trace, q: Quantity, e: Explanation, notation: str) -> list[str]:
    """The same δ with g'(z) written out: a (1 - a) for a sigmoid."""
    name = _activation(trace, q)
    slope = _of_unit(q, "gprime")
    if name == "sigmoid":
        by_a = _factor(trace, _of_unit(q, "dJda"))
        product = Explanation(q, ((by_a, *explain(trace, slope).terms[0]),), (), e.value)
        return [
            _say(f"For a sigmoid {_name('gprime', notation)} = a (1 − a). So the same number is"),
            arithmetic(trace, product, notation),
        ]
    if name == "tanh":
        return [_say("For tanh the slope is 1 − a²:"), arithmetic(trace, explain(trace, slope), notation)]
    if name == "relu":
        z = _factor(trace, _of_unit(q, "z")).value
        side = (
            "above 0, so its slope is 1: all of the error goes through" if z > 0 else "not above 0, so its slope is 0"
        )
        return [_say(f"For ReLU: z = {of_kind('z', z)} is {side}.")]
    return [_say("The output is z itself, so its slope is 1.")]


def _factor(trace: Trace, q: Quantity) -> Factor:
    return Factor(q, shown_value(trace, q))


def _cancelling(trace: Trace, q: Quantity, notation: str) -> list[str]:
    """Why there is no g' in δ at the output (M4)."""
    if trace.net.output == "softmax":
        return [
            _say(
                "With softmax every output depends on this z. Added up over all outputs k, "
                "−yₖ/aₖ times the slope of aₖ by z leaves a − y: the slopes of log and of softmax cancel."
            )
        ]
    by_a, slope = _factor(trace, _of_unit(q, "dJda")), _factor(trace, _of_unit(q, "gprime"))
    delta = explain(trace, q).value
    why = _say(
        "By the chain rule it is ∂cost/∂a · g′(z), as for any unit. But for cross-entropy ∂cost/∂a is "
        "(a − y) / (a (1 − a)), and for a sigmoid g′(z) is a (1 − a): they cancel, and a − y is left. In numbers:"
    )
    if abs(by_a.value * slope.value - delta) > 1e-9:  # saturated: a float can't hold 1/a or 1/(1 - a) any more
        return [why.replace(" In numbers:", "")]
    return [why, arithmetic(trace, Explanation(q, ((by_a, slope),), (), delta), notation)]


def _theta(trace: Trace, q: Quantity, notation: str, alpha: float) -> list[str]:
    return [*_forward_use(trace, q, notation), *_gradient(trace, q, notation), *_update(trace, q, notation, alpha)]


def _forward_use(trace: Trace, q: Quantity, notation: str) -> list[str]:
    if trace.X.ndim == 2:
        return []
    z = Quantity("z", q.layer + 1, q.i)
    term = explain(trace, z).terms[q.j]
    part = _adding_up(z, (term,))
    what = "The bias, times 1, is" if q.j == 0 else "Forward, the weight times what comes to it is"
    return [_say(f"{what} one term of {_inline(z, notation)}:"), arithmetic(trace, part, notation, named=False)]


def _gradient(trace: Trace, q: Quantity, notation: str) -> list[str]:
    D = replace(q, kind="D")
    source = "the bias unit's 1" if q.j == 0 else "the a at its start"
    parts = [
        _say(f"The gradient is the {_name('delta', notation)} at its end times {source}{_over_examples(trace)}:"),
        arithmetic(trace, explain(trace, D), notation),
    ]
    if trace.X.ndim == 2:
        parts += [_say("where the sum over the examples is"), *_sum_over_examples(trace, q, notation)]
    return parts


def _sum_over_examples(trace: Trace, q: Quantity, notation: str) -> list[str]:
    return [arithmetic(trace, explain(trace, replace(q, kind="Delta")), notation)]


def _over_examples(trace: Trace) -> str:
    mean = "" if trace.X.ndim == 1 else ", the mean over the examples"
    return mean + (", plus the pull of λ" if trace.lam else "")


def _update(trace: Trace, q: Quantity, notation: str, alpha: float) -> list[str]:
    weight, D = replace(q, kind="Theta"), replace(q, kind="D")
    step: Term = (Factor(None, -1.0), Factor(Quantity("alpha"), alpha), _factor(trace, D))
    new = _adding_up(Quantity("new", q.layer, q.i, q.j), ((_factor(trace, weight),), step))
    return [_say("One update goes against the gradient:"), arithmetic(trace, new, notation)]


def _adding_up(q: Quantity, terms: tuple[Term, ...]) -> Explanation:
    """An explanation whose value is what its terms add up to."""
    return replace(Explanation(q, terms, (), 0.0), value=Explanation(q, terms, (), 0.0).sum)


def _D(trace: Trace, q: Quantity, notation: str, alpha: float) -> list[str]:
    return [*_gradient(trace, q, notation), *_update(trace, q, notation, alpha)]


def _Delta(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[str]:
    if trace.X.ndim == 1:
        sentence = "With one example there is nothing to add up: this is the gradient, but for λ."
    else:
        sentence = "One term an example. Divided by m, with λ added, it is the gradient."
    return [*_sum_over_examples(trace, q, notation), _say(sentence)]


def _J(trace: Trace, q: Quantity, notation: str, _alpha: float) -> list[str]:
    if trace.X.ndim == 2:
        sentence = "The mean of the examples' costs"
    else:
        sentence = _COSTS[trace.net.output, trace.net.cost]
    penalty = ", plus λ/2m times the squares of all weights but the biases'" if trace.lam else ""
    return [arithmetic(trace, explain(trace, q), notation), _say(f"{sentence}{penalty}.")]


_COSTS = {
    ("sigmoid", "cross_entropy"): "Of each output only one part counts where y is 1 or 0: −log a if y = 1, "
    "−log (1 − a) if y = 0. Each is 0 for a perfect answer, and grows without end for a wrong one",
    ("softmax", "cross_entropy"): "Where y is 1 for one class, the cost is −log a of that class",
    ("sigmoid", "squared_error"): "Half the square of what each output is off",
    ("identity", "squared_error"): "Half the square of what each output is off",
}


_BODIES: dict[str, Body] = {
    "x": _given,
    "y": _given,
    "lam": _given,
    "m": _given,
    "z": _z,
    "a": _a,
    "gprime": _gprime,
    "dJda": _dJda,
    "delta": _delta,
    "Theta": _theta,
    "D": _D,
    "Delta": _Delta,
    "J": _J,
    "cost": _J,
}


# many examples


_COLUMNS = {
    "x": ("x",),
    "y": ("y",),
    "z": ("z",),
    "a": ("z", "a"),
    "gprime": ("z", "gprime"),
    "dJda": ("a", "dJda"),
    "delta": ("a", "dJda", "delta"),
}


def _of_all_examples(trace: Trace, q: Quantity, notation: str) -> list[str]:
    """A unit's numbers for the first examples, and their mean as the card shows it."""
    columns = [Quantity(kind, q.layer, q.i) for kind in _COLUMNS[q.kind]]
    head = "".join(f'<th scope="col">{_inline(column, notation)}</th>' for column in columns)
    rows = "".join(_example_row(trace, q, columns, t, notation) for t in range(1, min(trace.m, MOST_ROWS) + 1))
    if trace.m > MOST_ROWS:
        rows += f'<tr class="bp-note"><td>…</td><td colspan="{len(columns)}">{trace.m - MOST_ROWS} more</td></tr>'
    table = (
        f'<table class="bp-table"><thead><tr><th scope="col">example</th>{head}</tr></thead>'
        f"<tbody>{rows}{_mean_row(trace, q, len(columns), notation)}</tbody></table>"
    )
    return [table, *_on_a_batch(q, trace, notation)]


def _example_row(trace: Trace, q: Quantity, columns: list[Quantity], t: int, notation: str) -> str:
    cells = "".join(
        f'<td class="{colour(c.kind)}">{of_kind(c.kind, shown_value(trace, replace(c, example=t), notation))}</td>'
        for c in columns
    )
    code = code_of(replace(q, example=t))
    pick = f'<button type="button" class="bp-open" data-key="pick:{code}" data-on="click">{t}</button>'
    return f'<tr data-key="row:{t}"><th scope="row">{pick}</th>{cells}</tr>'


def _mean_row(trace: Trace, q: Quantity, columns: int, notation: str) -> str:
    values = {"x": trace.X, "y": trace.Y}.get(q.kind)
    if values is None:
        layers = {"z": trace.z, "a": trace.a, "delta": trace.delta}.get(q.kind)
        if layers is None:
            return ""
        values = layers[q.layer]
    mean = float(values[:, q.i - 1].mean()) * scale(trace, q.kind, notation)
    empty = "<td></td>" * (columns - 1)
    look = colour(q.kind)
    return f'<tr class="bp-total"><th scope="row">mean</th>{empty}<td class="{look}">{of_kind(q.kind, mean)}</td></tr>'


def _on_a_batch(q: Quantity, trace: Trace, notation: str) -> list[str]:
    pick = "Pick an example to see its sum."
    if q.kind not in ("delta", "dJda"):
        return [_say(f"The card shows the mean. {pick}")]
    if notation == "pytorch":
        return [_say(f"Each is the slope of the loss, which is the mean of the {trace.m} examples' costs. {pick}")]
    by = "z" if q.kind == "delta" else "a"
    whole = f"{_name(q.kind, notation)} = m · ∂J/∂{by}, with m = {trace.m}"
    return [_say(f"Each is the slope of its own example's cost. The mean J divides by m: {whole}. {pick}")]


# derived beside measured


def _comparison(trace: Trace, q: Quantity, notation: str, measured: Measured) -> str:
    wanted = [of for of in needs(trace, q) if of in measured]
    if not wanted:
        return ""
    rows = "".join(_comparison_row(trace, of, notation, measured[of]) for of in wanted)
    note = _how_measured(wanted[0], wanted[0].example if _is_over_batch(trace, q) else None, trace)
    return (
        '<table class="bp-table bp-measured"><thead><tr><td></td><th scope="col">derived</th>'
        f'<th scope="col">measured</th><th scope="col">difference</th></tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="bp-note">{note}</p>'
    )


_DERIVED = {"Theta": "D", "z": "delta", "a": "dJda"}


def _comparison_row(trace: Trace, of: Quantity, notation: str, measured: float | str) -> str:
    q = replace(of, kind=_DERIVED[of.kind])
    derived = shown_value(trace, q, notation)
    label = f'<th scope="row">{_slope_label(of, q, notation)}</th>'
    cell = f'<td class="{colour(q.kind)}">{_seven_digits(derived)}</td>'
    if isinstance(measured, str):
        return f'<tr>{label}{cell}<td colspan="2" class="bp-note bp-reason">{escape(measured)}</td></tr>'
    value = measured * scale(trace, q.kind, notation)
    return f"<tr>{label}{cell}<td>{_seven_digits(value)}</td><td>{difference(derived, value)}</td></tr>"


def _seven_digits(value: float) -> str:
    """A slope, with so many digits that a difference shows and columns stay narrow.

    Examples
    --------
    >>> _seven_digits(0.0588462), _seven_digits(-123.4567891)
    ('0.058846', '−123.4568')
    """
    return number(value, max(0, 7 - len(f"{abs(value):.0f}")))


def _slope_label(of: Quantity, q: Quantity, notation: str) -> str:
    if notation != "lecture":
        return _inline(q, notation)
    if of.kind == "Theta":
        return "∂J/∂Θ = <i>D</i>"
    return "∂cost/∂<i>z</i> = <i>δ</i>" if of.kind == "z" else "∂cost/∂<i>a</i>" if of.layer > 1 else "∂cost/∂<i>x</i>"


def _how_measured(of: Quantity, example: int | None, trace: Trace) -> str:
    if of.kind == "Theta":
        moved, without = "J", ""
    else:
        moved = f"the cost of example {example}" if example else "the example's cost"
        without = ", without λ" if trace.lam else ""
    return f"measured: nudge the number up and down, see how far {moved} moves{without}"
