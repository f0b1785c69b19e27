"""Questions about δ, its way back, a famous slide, and gradients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core import Quantity, numerical_derivative, run, value_of
from backprop_widgets.notation.text import of_kind
from backprop_widgets.predictions.bank.item import (
    APART,
    Item,
    TooNear,
    half_up,
    item,
    network,
    printed,
    tenths,
    with_fault,
)

if TYPE_CHECKING:
    from backprop_core import Trace

TWO_WAYS = [1, 1, 2, 1]  # a unit from which two edges lead on


def _traced(rng: np.random.Generator, sizes: list[int]) -> Trace:
    """A network on one example with the target 0 or 1."""
    net = network(rng, sizes)
    return run(net, [tenths(rng, -1, 1) for _ in range(sizes[0])], np.full(sizes[-1], float(rng.integers(2))))


# 03 what is δ?


def delta_of_the_output(rng: np.random.Generator) -> Item:
    """Output minus target, and nothing else."""
    trace = _traced(rng, [2, 1])
    a, y = printed("a", float(trace.a[2][0])), float(trace.Y[0])
    return item(
        rng,
        f"A sigmoid output says {of_kind('a', a)}; the target is {y:g}, the cost cross-entropy. What is its δ?",
        (of_kind("delta", a - y), "Output minus target: the slope of the cost as z rises, in which g′ has cancelled."),
        (
            of_kind("delta", y - a),
            "Target minus output is what the output still lacks. δ is the slope of the cost, and",
            "the cost falls where the output gains: the sign is the other one.",
        ),
        (
            of_kind("delta", half_up((a - y) * a * (1 - a))),
            "That has a factor g′ = a(1 − a) too many. With the logarithm in the cost it",
            "cancels; with the squared error it stays.",
        ),
    )


def a_push_on_z(rng: np.random.Generator) -> Item:
    """δ is what a push on z does to the cost."""
    trace = _traced(rng, [2, 2, 1])
    z = Quantity("z", 2, 1)
    measured = numerical_derivative(trace.net, trace.X, trace.Y, of=z)
    if abs(measured) < 0.01:
        raise TooNear
    delta, does = of_kind("delta", value_of(trace, Quantity("delta", 2, 1))), "falls" if measured < 0 else "rises"
    other = "rises" if does == "falls" else "falls"
    return item(
        rng,
        f"δ of a hidden unit is {delta}. An imp pushes this unit's z up a little. What does the cost do?",
        (f"it {does}", "δ is the slope of the cost as this z rises, so its sign is what the cost does."),
        (f"it {other}", "Then δ would have the other sign: it is how fast the cost rises as this z does."),
        (
            "it depends on the unit's weights",
            "They made this δ what it is. Once it is known, nothing else is needed:",
            "δ already says what the cost does.",
        ),
    )


# 04 back along edges


def two_ways_on(rng: np.random.Generator) -> Item:
    """Over two paths, products are added up."""
    trace = _traced(rng, TWO_WAYS)
    one, two = (trace.net.weight(2, i, 1) for i in (1, 2))
    first, second = (printed("delta", float(delta)) for delta in trace.delta[3])
    return item(
        rng,
        f"From a unit, the weight {of_kind('Theta', one)} leads to a unit whose δ is {of_kind('delta', first)}, and the"
        f" weight {of_kind('Theta', two)} to one whose δ is {of_kind('delta', second)}. What arrives back at the unit,"
        " before its own slope?",
        (
            of_kind("dJda", half_up(one * first + two * second)),
            "Along each path weight times δ; where the paths meet, add.",
        ),
        (
            of_kind("dJda", first + second),
            "Added up, yes; but each δ comes back along an edge and is multiplied by its",
            "weight.",
        ),
        (
            of_kind("dJda", half_up(one * first * two * second)),
            "Slopes multiply along one path. These are two paths side by side: a",
            "push takes both at once, so they add up.",
        ),
    )


def own_slope(rng: np.random.Generator) -> Item:
    """What arrives, times the unit's own slope at z."""
    trace = _traced(rng, TWO_WAYS)
    arrives, slope = (printed(kind, value_of(trace, Quantity(kind, 2, 1))) for kind in ("dJda", "gprime"))
    return item(
        rng,
        f"At a hidden unit {of_kind('dJda', arrives)} arrives from the right; its own slope g′(z) is"
        f" {of_kind('gprime', slope)}. What is its δ?",
        (of_kind("delta", half_up(arrives * slope)), "What arrives from the right, times your own slope."),
        (
            of_kind("dJda", arrives),
            "That is the slope of the cost as the unit's a rises. A push on z reaches a only times g′(z).",
        ),
        (
            of_kind("delta", arrives + slope),
            "The two lie one behind the other on the same path, from z to a and from a to",
            "the cost: such slopes multiply.",
        ),
    )


# 05 a famous slide, tested


def the_slides_sum(rng: np.random.Generator) -> Item:
    """Without g′ the sum is the slope by a."""
    trace = _traced(rng, TWO_WAYS)
    total = float(sum(trace.net.weight(2, i, 1) * trace.delta[3][i - 1] for i in (1, 2)))
    meant = {"the slope of the cost as a rises": "dJda", "the slope of the cost as z rises, δ": "delta"}
    right = next(words for words, kind in meant.items() if abs(value_of(trace, Quantity(kind, 2, 1)) - total) < 1e-12)
    if abs(value_of(trace, Quantity("delta", 2, 1)) - total) < 0.01:
        raise TooNear
    reasons = {
        "the slope of the cost as a rises": "Weights and the δ of the next layer, added up: that is how much the cost"
        " cares about this unit's a. The slide calls it δ, and leaves out g′(z).",
        "the slope of the cost as z rises, δ": "So the slide says. Measured, it isn't: z reaches the cost through a,"
        " and that step has the slope g′(z), which this sum lacks.",
    }
    (other,) = meant.keys() - {right}
    return item(
        rng,
        f"The famous slide adds up the weights times the (true) δ of the next layer, and gets {of_kind('dJda', total)}."
        " What is this number?",
        (right, reasons[right]),
        (other, reasons[other]),
        (
            "the gradient of a weight",
            "For a weight one also needs the activation at its start. Here no single weight is",
            "asked about, but a unit.",
        ),
    )


def spoken_sign(rng: np.random.Generator) -> Item:
    """Y − a at the output turns every sign that follows from it."""
    trace = _traced(rng, [2, 2, 2, 1])
    wrong = with_fault("output_sign", trace)
    turned = {l: bool(np.allclose(wrong.D[l], -trace.D[l])) for l in trace.D}
    right = "of all weights" if all(turned.values()) else "of the last weights only"
    if min(abs(D).min() for D in trace.D.values()) < 1e-6:
        raise TooNear
    reasons = {
        "of all weights": "Everything that comes after the output's δ is made from it, so the sign goes with it through"
        " every layer.",
        "of the last weights only": "There it begins. But the δ of each layer before is made from the one after it, and"
        " takes its sign along.",
    }
    (other,) = reasons.keys() - {right}
    return item(
        rng,
        "Somebody starts with y − a at the output, and does everything else right. Which gradients get the wrong sign?",
        (right, reasons[right]),
        (other, reasons[other]),
        (
            "of no weight",
            "If the cost had no minus either, the two slips would cancel. With the cost as it should be,",
            "every step goes uphill.",
        ),
    )


# 06 from δ to gradients


def gradient_of_a_weight(rng: np.random.Generator) -> Item:
    """δ at the end times a at the start."""
    trace = _traced(rng, [2, 2, 2, 1])
    start, end = (printed("a", float(trace.a[l][0])) for l in (2, 3))
    delta = printed("delta", float(trace.delta[3][0]))
    weight = trace.net.weight(2, 1, 1)
    return item(
        rng,
        f"A weight of {of_kind('Theta', weight)} leads from a unit with a = {of_kind('a', start)} to one with"
        f" a = {of_kind('a', end)} and δ = {of_kind('delta', delta)}. What is its gradient?",
        (of_kind("D", half_up(delta * start)), "δ at its end times a at its start."),
        (
            of_kind("D", half_up(delta * end)),
            "The δ is right. But the weight multiplies the activation at its start, so that is",
            "what a change of the weight is multiplied by.",
        ),
        (
            of_kind("D", half_up(delta * weight)),
            "That is what runs back along the edge, to the unit's δ. The weight's own gradient",
            "needs the activation that it multiplies.",
        ),
    )


def after_one_step(rng: np.random.Generator) -> Item:
    """The update goes against the gradient, and α scales it."""
    trace = _traced(rng, [2, 1])
    alpha = float(rng.choice([0.2, 0.5, 2.0, 5.0]))
    weight, D = trace.net.weight(1, 1, 1), printed("D", value_of(trace, Quantity("D", 1, 1, 1)))
    if abs(weight - alpha * D - D) < APART * abs(D):  # the right answer would look like the gradient itself
        raise TooNear

    def after(step: float) -> str:
        return of_kind("a", half_up(weight + step))

    return item(
        rng,
        f"A weight is {of_kind('Theta', weight)}, its gradient {of_kind('D', D)}, and α is {alpha:g}. What is the"
        " weight after one step?",
        (after(-alpha * D), "Weight minus α times gradient: against the gradient, for that is where J falls."),
        (after(alpha * D), "That is plus α times the gradient. The gradient points to where J rises."),
        (after(-D), "The direction is right; the step has to be multiplied by α."),
    )


def gradient_of_a_bias(rng: np.random.Generator) -> Item:
    """What a bias is multiplied by is always 1."""
    trace = _traced(rng, [2, 2, 1])
    delta, a = printed("delta", float(trace.delta[3][0])), printed("a", float(trace.a[2][0]))
    return item(
        rng,
        f"One example. A unit's δ is {of_kind('delta', delta)}. What is the gradient of its bias?",
        (
            of_kind("D", value_of(trace, Quantity("D", 2, 1, 0))),
            "δ at the end times the activation at the start, which for",
            "a bias is always 1.",
        ),
        (
            of_kind("D", 0.0),
            "It would be 0 if the bias led from a unit that says 0. It leads from one that always says 1.",
        ),
        (
            of_kind("D", half_up(delta * a)),
            "That is the gradient of a weight that leads from a unit with",
            f"a = {of_kind('a', a)}. The bias unit says 1.",
        ),
    )
