"""Questions about the first lessons: what a gradient is for, the forward pass, the cost."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from backprop_core import Network, Quantity, run, value_of
from backprop_widgets.notation.text import of_kind
from backprop_widgets.predictions.bank.item import (
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


# 00 fifteen knobs


def which_way(rng: np.random.Generator) -> Item:
    """A gradient's sign says which way a weight has to go."""
    net = network(rng, [2, 2, 1])
    D = float(run(net, [tenths(rng, -1, 1), tenths(rng, -1, 1)], 1.0).D[2][0, 1])
    if abs(D) < 0.05:
        raise TooNear
    rises, falls = ("falls", "rises") if D < 0 else ("rises", "falls")
    right, wrong = ("up", "down") if D < 0 else ("down", "up")
    return item(
        rng,
        f"The gradient of a weight is {of_kind('D', D)}. Which way should the weight go, so that J gets smaller?",
        (right, f"The gradient says what J does as the weight rises: here it {rises}. So the weight goes {right}."),
        (
            wrong,
            f"The gradient's sign is no order to follow. It says that J {rises} as the weight rises, and so {falls}",
            f"as the weight falls: the weight goes {right}.",
        ),
        ("neither way", "That would be so at a gradient of 0, where a small turn of this knob changes nothing."),
    )


def runs_for_nudging(rng: np.random.Generator) -> Item:
    """What all gradients of one step cost, found by nudging."""
    sizes = [int(rng.integers(2, 5)), int(rng.integers(2, 6)), int(rng.integers(1, 4))]
    weights = sum(Theta.size for Theta in Network.random(sizes).Theta.values())
    return item(
        rng,
        f"A network has {weights} weights. You want the gradient of each, by nudging it up a little, then down a"
        " little. How often does the network have to run, for one step?",
        (
            str(2 * weights),
            f"One run with the weight a little higher, one with it a little lower, for each of {weights}.",
        ),
        (
            str(weights),
            "One run each tells you J after the nudge up, but a gradient is a difference: the run after the",
            "nudge down is missing.",
        ),
        (
            "2",
            "That is what backpropagation needs, one run forward and one back, whatever the number of weights. Nudging",
            "knows only about the weight that was nudged.",
        ),
    )


# 01 forward


def one_unit(rng: np.random.Generator) -> Item:
    """Worked out: z of one unit."""
    net, x = network(rng, [2, 1]), np.array([tenths(rng, -1, 1), tenths(rng, -1, 1)])
    (bias, one, two), trace = net.Theta[1][0], run(net, x, 1.0)
    weights = f"{of_kind('Theta', one)} and {of_kind('Theta', two)}"
    return item(
        rng,
        f"A unit's inputs are {of_kind('x', x[0])} and {of_kind('x', x[1])}, with the weights {weights}; its bias is"
        f" {of_kind('Theta', bias)}. What is its z?",
        (_z(trace), "Each weight times its input, and the bias times 1, added up."),
        (
            _z(with_fault("bias_left_out", trace)),
            "The products of weights and inputs are right; the bias, times 1,",
            "belongs to the sum as well.",
        ),
        (
            _z(run(net, [1.0, 1.0], 1.0)),
            "That is the sum of the weights alone. Only the bias stands alone, since",
            "its input is always 1: each of the others is multiplied by its input first.",
        ),
    )


def _z(trace: Trace) -> str:
    return of_kind("z", value_of(trace, Quantity("z", 2, 1)))


def how_far_a_weight_reaches(rng: np.random.Generator) -> Item:
    """Which activations change when one weight does."""
    sizes = [2, int(rng.integers(2, 4)), int(rng.integers(2, 4)), int(rng.integers(1, 3))]
    net, x = network(rng, sizes), [0.6, -0.9]
    l = int(rng.integers(1, 3))
    before, after = run(net, x, np.ones(sizes[-1])), run(net.with_weight(l, 1, 1, 2.0), x, np.ones(sizes[-1]))
    changed = sum(int((before.a[n] != after.a[n]).sum()) for n in range(2, 5))
    everything = sum(sizes[l:])
    return item(
        rng,
        f"In a network with {sizes[0]}, {sizes[1]}, {sizes[2]} and {sizes[3]} units, one weight between layers {l} and"
        f" {l + 1} is moved. How many activations change?",
        (
            str(changed),
            f"One unit of layer {l + 1}, the one it leads into; and from there on everything that listens to",
            "that unit.",
        ),
        (
            str(everything),
            f"From the next layer on that is so, but in layer {l + 1} itself a weight leads into one unit",
            "only: those beside it don't hear of it.",
        ),
        (
            "1",
            f"That is the one unit that it leads into. But the units of layer {l + 2} listen to that unit, so they",
            "change too.",
        ),
    )


def inputs_of_zero(rng: np.random.Generator) -> Item:
    """The bias is what is left where there is no input."""
    net = network(rng, [2, 1])
    bias, trace = float(net.Theta[1][0, 0]), run(net, [0.0, 0.0], 1.0)
    return item(
        rng,
        f"Both inputs of a unit are 0. Its bias is {of_kind('Theta', bias)}. What is its z?",
        (_z(trace), "Whatever the other weights are, they are multiplied by 0. What is left is the bias."),
        (
            _z(with_fault("bias_left_out", trace)),
            "The products are all 0, but the bias has an input of its own,",
            "which is always 1.",
        ),
        (of_kind("a", float(trace.a[2][0])), "That is the unit's activation, g(z). The sum comes before it."),
    )


# 02 cost


def cost_of_a_no(rng: np.random.Generator) -> Item:
    """The cost takes the logarithm of the probability that the right answer got."""
    z = tenths(rng, -0.8, 3.0)
    net = Network({1: np.array([[z, 0.0]])})
    says = printed("a", float(run(net, [0.0], 0.0).a[2][0]))
    h = of_kind("a", says)
    return item(
        rng,
        f"The right answer is y = 0, and the network says h = {h}. Which number is the cost?",
        (
            of_kind("a", -math.log(1 - says)),
            f"With y = 0 the right answer got the probability 1 − {h}, and the cost is minus its",
            "logarithm.",
        ),
        (
            of_kind("a", -math.log(says)),
            f"That is −log {h}, the cost if y were 1. Here the right answer is 0, and it got the",
            f"probability 1 − {h}.",
        ),
        (
            h,
            "That is how far h is from y. The cost is a logarithm, which grows beyond all bounds where the network is",
            "sure and wrong.",
        ),
    )


def both_right(rng: np.random.Generator) -> Item:
    """Why logarithms: probabilities multiply."""
    z = np.array([[tenths(rng, 0.5, 2.5)], [tenths(rng, -0.4, 0.9)]])
    trace = run(Network({1: np.array([[0.0, 1.0]])}), z, np.ones((2, 1)))
    one, two = (printed("y", float(value)) for value in trace.a[2][:, 0])
    return item(
        rng,
        f"A network gives the right answer to one example the probability {of_kind('y', one)}, and the right answer to"
        f" another {of_kind('y', two)}. How probable does that make it that both are right?",
        (
            of_kind("y", half_up(one * two)),
            "Two independent things are both true with the product of their probabilities. Logarithms",
            "turn that product into a sum: that is why the cost adds them up.",
        ),
        (
            of_kind("y", half_up((one + two) / 2)),
            "That is the mean of the two. Both have to be right, which is less probable than",
            "either alone: the probabilities multiply.",
        ),
        (
            of_kind("y", one + two),
            "Added up, probabilities may come out above 1. What has to hold together multiplies.",
        ),
    )
