"""Questions about training, classes, and finding the line that is wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from backprop_core import Network, compare, examples, run
from backprop_core.faults import FAULTS
from backprop_widgets.notation.text import number
from backprop_widgets.predictions.bank.item import Item, TooNear, item, network, tenths, with_fault

# 10 training


def one_half_for_everything(rng: np.random.Generator) -> Item:
    """A network that says one half has a cost of log 2."""
    m = 2 * int(rng.integers(5, 100))
    X, Y = examples.two_moons(m, seed=rng)
    half = run(Network({1: np.zeros((4, 3)), 2: np.zeros((1, 5))}), X, Y)
    return item(
        rng,
        f"Of {m} examples half have the target 1, half 0. A network says 0.5 to every one of them. What is its cost J?",
        (
            number(half.J, 2),
            "Each right answer gets the probability one half, and −log ½ is 0.69: where a curve of J",
            "rests near 0.69, the network says one half to everything.",
        ),
        (number(0.5, 2), "Half of the examples may well be wrong; that is the error rate. J is the mean of −log ½."),
        (number(0.0, 2), "J is 0 where every right answer gets the probability 1. One half is undecided."),
    )


def updates_in_an_epoch(rng: np.random.Generator) -> Item:
    """Batches set how many steps an epoch has."""
    batch, batches, epochs = (int(rng.choice(values)) for values in ([10, 20, 50], [4, 6, 8], [3, 5, 7]))
    m = batch * batches
    return item(
        rng,
        f"{m} examples, in batches of {batch}. Each example is used {epochs} times. How many times are the weights"
        " updated?",
        (str(batches * epochs), f"{m} / {batch} = {batches} updates use each example once, and that {epochs} times."),
        (str(epochs), "That is how often every example has been used. The weights move after each batch."),
        (str(m * epochs), "So it would be if each example were a batch of its own."),
    )


# 11 classes and your data


def softmax_delta(rng: np.random.Generator) -> Item:
    """A − y once more, for every class."""
    net = network(rng, [2, 3], output="softmax")
    y = np.zeros(3)
    y[int(rng.integers(3))] = 1.0
    trace = run(net, [tenths(rng, -1, 1), tenths(rng, -1, 1)], y)
    says = trace.a[2].round(2)  # as printed
    if not np.isclose(says.sum(), 1):  # shares that are rounded have to add up to 1, too
        raise TooNear

    def listed(values: np.ndarray, *, signed: bool = True) -> str:
        return ", ".join(number(float(value), 2, signed=signed) for value in values)

    return item(
        rng,
        f"A softmax says {listed(says, signed=False)}; the right class is number {int(y.argmax()) + 1}. What are"
        " the three δ?",
        (
            listed(says - y),
            "It is a − y for each output: each wrong one has to come down, by as much as it was",
            "believed.",
        ),
        (
            listed(y - says),
            "That is y − a, what each output lacks. δ is the slope of the cost,",
            "which has the other sign.",
        ),
        (
            listed((says - y) * y),
            "The outputs of a softmax share one sum: as another rises, the right one loses, so",
            "the cost has a slope there as well.",
        ),
    )


def the_same_to_all(rng: np.random.Generator) -> Item:
    """A softmax looks at differences."""
    net, x, c = network(rng, [2, 3], output="softmax"), [tenths(rng, -1, 1), tenths(rng, -1, 1)], tenths(rng, 0.5, 3)
    lifted = replace(net, Theta={1: net.Theta[1] + [c, 0.0, 0.0]})
    y = np.array([1.0, 0.0, 0.0])
    a, b = run(net, x, y).a[2], run(lifted, x, y).a[2]
    stay = bool(np.allclose(a, b, atol=1e-12))
    reasons = {
        "all stay as they were": "Each is eᶻ divided by the sum of all eᶻ. A number added to every z multiplies all"
        " of them alike, and cancels.",
        "all rise": "That is what sigmoids would do, each for itself. The outputs of a softmax add up to 1, so they"
        " can't all rise.",
    }
    right, wrong = sorted(reasons, key=lambda words: (words == "all stay as they were") != stay)
    return item(
        rng,
        f"{c:g} is added to the z of every output of a softmax. What do the outputs do?",
        (right, reasons[right]),
        (wrong, reasons[wrong]),
        (
            "the largest rises, the others fall",
            "So it would be if every z were multiplied. Differences between them are",
            "what counts, and these haven't changed.",
        ),
    )


# 12 bug lab


def times_m(rng: np.random.Generator) -> Item:
    """A factor that is the number of examples."""
    m = int(rng.integers(2, 13))
    trace = run(network(rng, [2, 2, 1]), rng.uniform(-1, 1, (m, 2)).round(1), np.ones((m, 1)))
    wrong = {name: with_fault(name, trace).D[1] for name in ("m_left_out", "output_sign", "averaged_twice")}
    (right,) = (name for name, D in wrong.items() if np.allclose(D, m * trace.D[1]))
    reasons = {
        "m_left_out": f"Every number is {m} times too large, and there are {m} examples: the sum was not divided.",
        "output_sign": "Then every number would have its sign wrong, and the right size.",
        "averaged_twice": f"Then every number would be {m} times too small.",
    }
    answers = [(FAULTS[name].title, reasons[name]) for name in sorted(reasons, key=lambda name: name != right)]
    words = f"There are {m} examples. Everywhere the program's D is {m} times the measured one. Which line is wrong?"
    return item(rng, words, answers[0], *answers[1:])


def which_layers(rng: np.random.Generator) -> Item:
    """The first wrong number, in the order of computing, decides."""
    X, Y = examples.xor()
    trace = run(Network.random([2, 2, 2, 1], rng, scale=2.0), X, Y)
    name = str(rng.choice(["gprime_left_out", "extra_gprime"]))
    off = compare(with_fault(name, trace).D, trace.D)
    if not all(value < 1e-9 or value > 0.1 for value in off.values()):
        raise TooNear
    fits = [l for l, value in off.items() if value < 1e-9]
    if fits:
        words = "The check of D⁽³⁾, next to the output, fits; those of D⁽²⁾ and D⁽¹⁾ don't. Where is the mistake?"
        right = "hidden δ"
    else:
        words = "No layer's D passes the check, not even D⁽³⁾, next to the output. J is right. Where do you look first?"
        right = "output δ"
    reasons = {
        "hidden δ": "D⁽³⁾ needs nothing but the output's δ, so that one is right where D⁽³⁾ fits. What is new after it"
        " is the rule that makes a hidden δ.",
        "output δ": "It is computed first, and everything else in the backward pass is made from it: if it is wrong, no"
        " layer can be right.",
        "forward pass": "J comes out of the forward pass, and the measured numbers come from the same J. A mistake"
        " there would be in both, and they would agree.",
    }
    named = {
        "hidden δ": "in the rule for the hidden δ",
        "output δ": "in the output's δ",
        "forward pass": "in the forward pass",
    }
    answers = [(named[place], reasons[place]) for place in sorted(reasons, key=lambda place: place != right)]
    return item(rng, words, answers[0], *answers[1:])
