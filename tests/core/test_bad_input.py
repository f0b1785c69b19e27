"""What cannot be computed is refused in one sentence that names both sides and the way out."""

import re

import numpy as np
import pytest

from backprop_core import (
    Network,
    Quantity,
    backward,
    compare,
    cost,
    descent,
    examples,
    explain,
    forward,
    numerical_derivative,
    numerical_gradient,
    run,
    value_of,
)

NAN, INF = float("nan"), float("inf")

THREE_OUTPUTS = Network.random([4, 5, 3], seed=1)
ONE_OUTPUT = Network.random([2, 4, 1], seed=1)
SOFTMAX = Network.random([2, 3], seed=1, output="softmax")
ANY_NUMBER = Network.random([2, 4, 1], seed=1, output="identity", cost="squared_error")
ONE_TRACE = run(ONE_OUTPUT, [0.1, 0.2], 1)
BATCH_TRACE = run(ONE_OUTPUT, np.zeros((3, 2)), np.ones((3, 1)))
X4, X2, x2, Y1 = np.zeros((7, 4)), np.zeros((5, 2)), np.zeros(2), np.ones((5, 1))


def with_entry(array, value):
    """The same array with one entry, not the first, replaced."""
    changed = np.array(array, dtype=float)
    changed.flat[-1] = value
    return changed


def first(steps):
    """The first record: a generator does not look at its arguments before it is asked."""
    return next(iter(steps))


def descend(**changes):
    arguments = {"alpha": 0.1, "steps": 2} | changes
    return list(descent(ONE_OUTPUT, arguments.pop("X", X2), arguments.pop("Y", Y1), **arguments))


def measured(of, X=x2, Y=1, **changes):
    return numerical_derivative(ONE_OUTPUT, X, Y, of=of, **changes)


LEGAL_PAIRS = [
    "sigmoid + cross_entropy",
    "sigmoid + squared_error",
    "softmax + cross_entropy",
    "identity + squared_error",
]
# The sentence that the design gives as its example.
DESIGN = ["Y has shape (7, 2), but the output layer has 3 units: expected (7, 3)"]

# Each line: a name, a call, and what the sentence has to contain (plain text, in any order).
SHAPES_OF_WEIGHTS = [
    ("no Theta", lambda: Network([]), ["Theta", "empty"]),
    ("no Theta by layer", lambda: Network({}), ["Theta", "empty"]),
    (
        "Theta of 2 needs 4 columns",
        lambda: Network([np.ones((3, 3)), np.ones((1, 3))]),
        ["Theta[2]", "(1, 3)", "3 units", "(1, 4)"],
    ),
    (
        "Theta of 3 has a column too many",
        lambda: Network([np.ones((2, 3)), np.ones((5, 3)), np.ones((1, 7))]),
        ["Theta[3]", "(1, 7)", "5 units", "(1, 6)"],
    ),
    ("Theta is flat", lambda: Network([np.ones(3)]), ["Theta[1]", "(3,)"]),
    ("Theta is a block", lambda: Network([np.ones((2, 3, 4))]), ["Theta[1]", "(2, 3, 4)"]),
    ("no units", lambda: Network([np.ones((0, 3))]), ["Theta[1]", "(0, 3)"]),
    ("no inputs", lambda: Network([np.ones((2, 1))]), ["Theta[1]", "(2, 1)"]),
    ("layers from 0", lambda: Network({0: np.ones((2, 3)), 1: np.ones((1, 3))}), ["[0, 1]", "[1, 2]"]),
    ("a layer is missing", lambda: Network({1: np.ones((2, 3)), 3: np.ones((1, 3))}), ["[1, 3]", "[1, 2]"]),
    ("unequal rows", lambda: Network([[[1, 2, 3], [1, 2]]]), ["Theta[1]", "rows"]),
    ("NaN in Theta", lambda: Network([with_entry(np.ones((2, 3)), NAN)]), ["Theta[1]", "nan", "finite"]),
    ("infinity in Theta", lambda: Network([with_entry(np.ones((2, 3)), -INF)]), ["Theta[1]", "inf", "finite"]),
]

TYPES_OF_WEIGHTS = [
    ("Theta is a number", lambda: Network(3.0), ["Theta is a float"]),
    ("Theta is a whole number", lambda: Network(3), ["Theta is an int"]),
    ("Theta is a word", lambda: Network("Theta"), ["Theta", "str"]),
    ("Theta is None", lambda: Network(None), ["Theta", "None"]),
    ("complex Theta", lambda: Network([np.ones((1, 2)) * 1j]), ["Theta[1]", "complex"]),
    ("words in Theta", lambda: Network([[["a", "b"]]]), ["Theta[1]", "real numbers"]),
    ("None in Theta", lambda: Network([[[None, 1.0]]]), ["Theta[1]", "real numbers"]),
]

CHOICES = [
    (
        "unknown hidden",
        lambda: Network.random([2, 1], hidden="swish"),
        ["hidden", "'swish'", "sigmoid", "tanh", "relu"],
    ),
    (
        "hidden softmax",
        lambda: Network.random([2, 1], hidden="softmax"),
        ["hidden", "'softmax'", "sigmoid", "tanh", "relu"],
    ),
    (
        "unknown output",
        lambda: Network.random([2, 1], output="tanh"),
        ["output", "'tanh'", "sigmoid", "softmax", "identity"],
    ),
    (
        "unknown cost",
        lambda: Network.random([2, 1], cost="hinge"),
        ["cost", "'hinge'", "cross_entropy", "squared_error"],
    ),
    ("output None", lambda: Network.random([2, 1], output=None), ["output", "None", "sigmoid"]),
    ("unhashable hidden", lambda: Network.random([2, 1], hidden=["tanh"]), ["hidden", "tanh", "relu"]),
    (
        "softmax squared",
        lambda: Network.random([2, 2], output="softmax", cost="squared_error"),
        ["softmax", "squared_error", *LEGAL_PAIRS],
    ),
    (
        "identity logarithm",
        lambda: Network.random([2, 1], output="identity"),
        ["identity", "cross_entropy", *LEGAL_PAIRS],
    ),
]

RANDOM = [
    ("one layer", lambda: Network.random([2]), ["sizes", "[2]"]),
    ("no layer", lambda: Network.random([]), ["sizes", "[]"]),
    ("a layer of 0", lambda: Network.random([2, 0, 1]), ["sizes", "0"]),
    ("a layer of -3", lambda: Network.random([2, -3, 1]), ["sizes", "-3"]),
    ("scale 0", lambda: Network.random([2, 1], scale=0), ["scale", "0"]),
    ("scale -1", lambda: Network.random([2, 1], scale=-1), ["scale", "-1"]),
    ("scale NaN", lambda: Network.random([2, 1], scale=NAN), ["scale", "nan"]),
    ("a layer too wide", lambda: Network.random([2, 100_001]), ["sizes[1]", "100001", "1", "100000"]),
    ("a seed of -1", lambda: Network.random([2, 1], seed=-1), ["seed", "-1", "0 or more"]),
]

RANDOM_TYPES = [
    ("sizes in words", lambda: Network.random("2-2-1"), ["sizes", "2-2-1"]),
    ("sizes a number", lambda: Network.random(3), ["sizes", "3"]),
    ("half a unit", lambda: Network.random([2, 1.5, 1]), ["sizes", "1.5"]),
    ("a word for scale", lambda: Network.random([2, 1], scale="big"), ["scale", "'big'"]),
]

ONE_WEIGHT = [
    ("row 0", lambda: THREE_OUTPUTS.with_weight(2, 0, 1, 0.5), ["i", "0", "a unit of layer 3 goes from 1 to 3"]),
    ("row -1", lambda: THREE_OUTPUTS.with_weight(2, -1, 1, 0.5), ["i", "-1", "1", "3"]),
    ("row 4 of 3", lambda: THREE_OUTPUTS.with_weight(2, 4, 1, 0.5), ["i", "4", "1", "3"]),
    (
        "column -1",
        lambda: THREE_OUTPUTS.with_weight(2, 1, -1, 0.5),
        ["j", "-1", "a unit of layer 2 (0 is the bias unit) goes from 0 to 5"],
    ),
    ("column 6 of 5", lambda: THREE_OUTPUTS.with_weight(2, 1, 6, 0.5), ["j", "6", "0", "5"]),
    ("layer 0", lambda: THREE_OUTPUTS.with_weight(0, 1, 1, 0.5), ["l", "0", "1", "2"]),
    ("layer L", lambda: THREE_OUTPUTS.with_weight(3, 1, 1, 0.5), ["l", "3", "1", "2"]),
    ("NaN", lambda: THREE_OUTPUTS.with_weight(1, 1, 1, NAN), ["value", "nan", "finite"]),
    ("infinity", lambda: THREE_OUTPUTS.with_weight(1, 1, 1, INF), ["value", "inf", "finite"]),
]

ONE_WEIGHT_TYPES = [
    ("half a row", lambda: THREE_OUTPUTS.with_weight(2, 1.5, 1, 0.5), ["i", "1.5", "whole number"]),
    ("a word for a column", lambda: THREE_OUTPUTS.with_weight(2, 1, "bias", 0.5), ["j", "'bias'", "whole number"]),
    ("None for a layer", lambda: THREE_OUTPUTS.with_weight(None, 1, 1, 0.5), ["l", "None", "whole number"]),
    ("a word for a weight", lambda: THREE_OUTPUTS.with_weight(1, 1, 1, "0.5"), ["value", "'0.5'", "float"]),
    ("None for a weight", lambda: THREE_OUTPUTS.with_weight(1, 1, 1, None), ["value", "None", "float"]),
]

INPUTS = [
    ("one example too wide", lambda: forward(ONE_OUTPUT, np.zeros(3)), ["X", "(3,)", "2 units", "(2,)"]),
    (
        "a row of examples of one number each",
        lambda: forward(Network([[[0.0, 1.0]]]), np.zeros(5)),
        ["X", "(5,)", "1 unit:", "expected (1,)", "use X[:, None] for shape (5, 1)"],
    ),
    ("batch too wide", lambda: forward(THREE_OUTPUTS, np.zeros((7, 5))), ["X", "(7, 5)", "4 units", "(7, 4)"]),
    ("batch transposed", lambda: forward(ONE_OUTPUT, np.zeros((2, 9))), ["X", "(2, 9)", "2 units", "(2, 2)"]),
    ("a plain number", lambda: forward(ONE_OUTPUT, 0.5), ["X", "()", "2"]),
    ("a block", lambda: forward(ONE_OUTPUT, np.zeros((3, 2, 2))), ["X", "(3, 2, 2)", "2"]),
    ("no example", lambda: forward(ONE_OUTPUT, np.zeros((0, 2))), ["X", "(0, 2)", "example"]),
    ("nothing at all", lambda: forward(ONE_OUTPUT, []), ["X", "(0,)", "2"]),
    ("unequal rows", lambda: forward(ONE_OUTPUT, [[1, 2], [3]]), ["X", "rows"]),
    ("NaN", lambda: forward(ONE_OUTPUT, with_entry(X2, NAN)), ["X", "nan", "finite"]),
    ("infinity", lambda: run(ONE_OUTPUT, with_entry(X2, INF), Y1), ["X", "inf", "finite"]),
    ("minus infinity in one example", lambda: run(ONE_OUTPUT, [0.0, -INF], 1), ["X", "inf", "finite"]),
]

INPUT_TYPES = [
    ("words", lambda: forward(ONE_OUTPUT, ["a", "b"]), ["X", "real numbers"]),
    ("None", lambda: forward(ONE_OUTPUT, None), ["X", "None"]),
    ("complex", lambda: forward(ONE_OUTPUT, np.zeros(2) * 1j), ["X", "complex"]),
]

TARGETS = [
    ("the example of the design", lambda: run(THREE_OUTPUTS, X4, np.ones((7, 2))), DESIGN),
    (
        "one example",
        lambda: run(THREE_OUTPUTS, X4[0], [1, 0]),
        ["Y has shape (2,), but the output layer has 3 units: expected (3,)"],
    ),
    ("one unit", lambda: run(ONE_OUTPUT, X2, np.ones((5, 2))), ["Y has shape (5, 2)", "1 unit", "(5, 1)"]),
    (
        "another number of examples",
        lambda: run(THREE_OUTPUTS, X4, np.ones((6, 3))),
        ["(6, 3)", "X has 7 examples", "(7, 3)"],
    ),
    ("flat targets", lambda: run(ONE_OUTPUT, X2, np.ones(5)), ["Y", "(5,)", "(5, 1)", "use y[:, None]"]),
    ("class numbers", lambda: run(THREE_OUTPUTS, X4, np.ones(7)), ["Y", "(7,)", "(7, 3)"]),
    ("one X, a batch of Y", lambda: run(ONE_OUTPUT, x2, [[1.0]]), ["Y", "(1, 1)", "X is one example", "(1,)"]),
    ("a batch of one, a flat Y of one", lambda: run(ONE_OUTPUT, X2[:1], [1.0]), ["Y", "(1,)", "(1, 1)"]),
    ("a batch of X, one Y", lambda: run(THREE_OUTPUTS, X4, np.ones(3)), ["Y", "(3,)", "(7, 3)"]),
    ("a plain number for a batch", lambda: run(ONE_OUTPUT, X2, 1), ["Y", "()", "X is a batch of 5 examples", "(5, 1)"]),
    ("a plain number for three outputs", lambda: run(THREE_OUTPUTS, X4[0], 1), ["Y", "()", "(3,)"]),
    ("no target", lambda: run(ONE_OUTPUT, x2, []), ["Y", "(0,)", "(1,)"]),
    ("NaN", lambda: run(ONE_OUTPUT, X2, with_entry(Y1, NAN)), ["Y", "nan", "finite"]),
    ("infinity for an identity output", lambda: run(ANY_NUMBER, X2, with_entry(Y1, INF)), ["Y", "inf", "finite"]),
    ("above 1 for a sigmoid", lambda: run(ONE_OUTPUT, X2, with_entry(Y1, 2)), ["Y holds 2", "sigmoid", "0", "1"]),
    ("below 0 for a sigmoid", lambda: run(ONE_OUTPUT, x2, -1), ["Y holds -1", "sigmoid", "0", "1"]),
    ("below 0 for a softmax", lambda: run(SOFTMAX, x2, [1.5, -0.5, 0.0]), ["Y holds -0.5", "softmax", "0", "1"]),
    ("a row that adds up to 2", lambda: run(SOFTMAX, x2, [1.0, 1.0, 0.0]), ["Y", "2", "softmax", "1"]),
    (
        "one row of many that adds up to 0.5",
        lambda: run(SOFTMAX, X2[:2], [[1, 0, 0], [0.5, 0, 0]]),
        ["Y", "0.5", "softmax", "1"],
    ),
    ("in cost() too", lambda: cost(THREE_OUTPUTS, forward(THREE_OUTPUTS, X4), np.ones((7, 2))), DESIGN),
    ("in backward() too", lambda: backward(THREE_OUTPUTS, forward(THREE_OUTPUTS, X4), np.ones((7, 2))), DESIGN),
    ("in numerical_gradient() too", lambda: numerical_gradient(THREE_OUTPUTS, X4, np.ones((7, 2))), DESIGN),
    ("in descent() too", lambda: first(descent(THREE_OUTPUTS, X4, np.ones((7, 2)), alpha=1, steps=1)), DESIGN),
]

TARGET_TYPES = [
    ("a word", lambda: run(ONE_OUTPUT, x2, "cat"), ["Y", "real numbers"]),
    ("None", lambda: run(ONE_OUTPUT, x2, None), ["Y", "None"]),
]

LAMBDA = [
    ("negative", lambda: run(ONE_OUTPUT, x2, 1, lam=-0.1), ["lam", "-0.1", "0"]),
    ("NaN", lambda: run(ONE_OUTPUT, x2, 1, lam=NAN), ["lam", "nan", "finite"]),
    ("infinite", lambda: run(ONE_OUTPUT, x2, 1, lam=INF), ["lam", "inf", "finite"]),
    ("negative in cost()", lambda: cost(ONE_OUTPUT, forward(ONE_OUTPUT, x2), 1, -1), ["lam", "-1", "0"]),
    ("negative in backward()", lambda: backward(ONE_OUTPUT, forward(ONE_OUTPUT, x2), 1, -1), ["lam", "-1", "0"]),
    ("negative in numerical_gradient()", lambda: numerical_gradient(ONE_OUTPUT, x2, 1, -1), ["lam", "-1", "0"]),
    ("negative in descent()", lambda: descend(lam=-1), ["lam", "-1", "0"]),
]

LAMBDA_TYPES = [
    ("a word", lambda: run(ONE_OUTPUT, x2, 1, lam="much"), ["lam", "'much'", "float"]),
    ("None", lambda: run(ONE_OUTPUT, x2, 1, lam=None), ["lam", "None", "float"]),
    ("a list", lambda: run(ONE_OUTPUT, x2, 1, lam=[0.1, 0.2]), ["lam", "list", "float"]),
]

MEASURING = [
    ("z of layer 1", lambda: measured(Quantity("z", 1, 1)), ["layer", "1", "2", "3"]),
    ("z of layer 4", lambda: measured(Quantity("z", 4, 1)), ["layer", "4", "2", "3"]),
    ("a of layer 0", lambda: measured(Quantity("a", 0, 1)), ["layer", "0", "a", "1"]),
    ("unit 0", lambda: measured(Quantity("z", 2, 0)), ["i", "0", "z", "1"]),
    ("unit 5 of 4", lambda: measured(Quantity("a", 2, 5)), ["i", "5", "1", "4"]),
    ("weight into unit 0", lambda: measured(Quantity("Theta", 1, 0, 1)), ["i", "0", "Theta", "1"]),
    ("weight from unit 3 of 2", lambda: measured(Quantity("Theta", 1, 1, 3)), ["j", "3", "0", "2"]),
    ("weight of layer 3", lambda: measured(Quantity("Theta", 3, 1, 1)), ["3", "1", "2"]),
    ("a kind that is no variable", lambda: measured(Quantity("delta", 2, 1)), ["delta", "Theta", "z", "a"]),
    ("a kind that is unknown", lambda: measured(Quantity("weight", 2, 1)), ["weight", "Theta", "z", "a"]),
    ("example 0", lambda: measured(Quantity("z", 2, 1, example=0), X2, Y1), ["example", "0", "z", "1"]),
    ("example 6 of 5", lambda: measured(Quantity("a", 2, 1, example=6), X2, Y1), ["example", "6", "1", "5"]),
    ("example 2 of 1", lambda: measured(Quantity("z", 2, 1, example=2)), ["example", "2", "1"]),
    ("a negative lambda by Theta", lambda: measured(Quantity("Theta", 2, 1, 1), lam=-1), ["lam", "-1", "0"]),
    ("a negative lambda by z", lambda: measured(Quantity("z", 2, 1), lam=-1), ["lam", "-1", "0"]),
    (
        "X too wide for a gradient",
        lambda: numerical_gradient(ONE_OUTPUT, np.zeros(3), 1),
        ["X", "(3,)", "2 units", "(2,)"],
    ),
    ("unequal rows for a gradient", lambda: numerical_gradient(ONE_OUTPUT, [[1, 2], [3]], 1), ["X", "rows"]),
    ("NaN for a derivative", lambda: measured(Quantity("z", 2, 1), [NAN, 0.0]), ["X", "nan", "finite"]),
    ("eps 0", lambda: measured(Quantity("z", 2, 1), eps=0), ["eps", "0"]),
    ("eps -1", lambda: measured(Quantity("z", 2, 1), eps=-1), ["eps", "-1"]),
    ("eps NaN", lambda: measured(Quantity("z", 2, 1), eps=NAN), ["eps", "nan"]),
    ("eps 0 for the gradient", lambda: numerical_gradient(ONE_OUTPUT, x2, 1, eps=0), ["eps", "0"]),
    ("layers that differ", lambda: compare(dict(ONE_TRACE.D), {1: ONE_TRACE.D[1]}), ["[1, 2]", "[1]"]),
    ("shapes that differ", lambda: compare({1: np.ones((2, 3))}, {1: np.ones((3, 2))}), ["(2, 3)", "(3, 2)"]),
    ("which example?", lambda: measured(Quantity("z", 2, 1), X2, Y1), ["example", "5"]),
]

MEASURING_TYPES = [
    ("words for a gradient", lambda: numerical_gradient(ONE_OUTPUT, ["a", "b"], 1), ["X", "real numbers"]),
    ("words for a derivative", lambda: measured(Quantity("z", 2, 1), ["a", "b"]), ["X", "real numbers"]),
    ("None for a gradient", lambda: numerical_gradient(ONE_OUTPUT, None, 1), ["X", "None"]),
    ("complex for a gradient", lambda: numerical_gradient(ONE_OUTPUT, np.zeros(2) * 1j, 1), ["X", "complex"]),
    ("complex for a derivative", lambda: measured(Quantity("z", 2, 1), np.zeros(2) * 1j), ["X", "complex"]),
    ("a word for lambda", lambda: measured(Quantity("z", 2, 1), lam="much"), ["lam", "'much'"]),
    ("a word for eps", lambda: measured(Quantity("z", 2, 1), eps="small"), ["eps", "'small'"]),
]

DESCENDING = [
    ("alpha NaN", lambda: descend(alpha=NAN), ["alpha", "nan"]),
    ("alpha infinite", lambda: descend(alpha=INF), ["alpha", "inf"]),
    ("steps -1", lambda: descend(steps=-1), ["steps", "-1"]),
    (
        "too many steps",
        lambda: descent(ONE_OUTPUT, X2, Y1, alpha=0.1, steps=10**9 + 1),
        ["steps", "1000000001", "0", "1000000000"],
    ),
    ("batch 0", lambda: descend(batch=0), ["batch", "0", "5"]),
    ("batch 6 of 5", lambda: descend(batch=6), ["batch", "6", "5"]),
    ("momentum -0.1", lambda: descend(momentum=-0.1), ["momentum", "-0.1", "0", "1"]),
    ("momentum 1", lambda: descend(momentum=1.0), ["momentum", "1", "0"]),
    ("X too wide", lambda: descend(X=np.zeros((5, 3))), ["X", "(5, 3)", "2 units", "(5, 2)"]),
]

DESCENDING_TYPES = [
    ("alpha a word", lambda: descend(alpha="fast"), ["alpha", "'fast'"]),
    ("half a step", lambda: descend(steps=2.5), ["steps", "2.5"]),
    ("half an example", lambda: descend(batch=1.5), ["batch", "1.5"]),
]

QUANTITIES = [
    ("no such kind", lambda: value_of(ONE_TRACE, Quantity("weight", 2, 1)), ["weight", "delta"]),
    ("a kind that no trace has", lambda: value_of(ONE_TRACE, Quantity("alpha")), ["alpha", "delta", "J"]),
    ("delta of layer 1", lambda: value_of(ONE_TRACE, Quantity("delta", 1, 1)), ["1", "2", "3"]),
    ("z of layer 1", lambda: value_of(ONE_TRACE, Quantity("z", 1, 1)), ["1", "2", "3"]),
    ("unit 0", lambda: value_of(ONE_TRACE, Quantity("a", 2, 0)), ["i", "0", "a", "1"]),
    ("unit 5 of 4", lambda: value_of(ONE_TRACE, Quantity("a", 2, 5)), ["i", "5", "1", "4"]),
    ("D from unit 3 of 2", lambda: value_of(ONE_TRACE, Quantity("D", 1, 1, 3)), ["j", "3", "0", "2"]),
    ("which example?", lambda: value_of(BATCH_TRACE, Quantity("a", 2, 1)), ["example", "3"]),
    ("example 4 of 3", lambda: value_of(BATCH_TRACE, Quantity("a", 2, 1, example=4)), ["example", "4", "1", "3"]),
    ("explain: no such kind", lambda: explain(ONE_TRACE, Quantity("weight", 2, 1)), ["weight", "delta"]),
    ("explain: delta of layer 1", lambda: explain(ONE_TRACE, Quantity("delta", 1, 1)), ["1", "2", "3"]),
    ("explain: unit 5 of 4", lambda: explain(ONE_TRACE, Quantity("z", 2, 5)), ["i", "5", "1", "4"]),
    ("explain: which example?", lambda: explain(BATCH_TRACE, Quantity("delta", 2, 1)), ["example", "3"]),
]

VALUE_ERRORS = (
    SHAPES_OF_WEIGHTS + CHOICES + RANDOM + ONE_WEIGHT + INPUTS + TARGETS + LAMBDA + MEASURING + DESCENDING + QUANTITIES
)
TYPE_ERRORS = (
    TYPES_OF_WEIGHTS
    + RANDOM_TYPES
    + ONE_WEIGHT_TYPES
    + INPUT_TYPES
    + TARGET_TYPES
    + LAMBDA_TYPES
    + MEASURING_TYPES
    + DESCENDING_TYPES
)


def check(call, fragments, kind):
    with pytest.raises(kind) as refused:
        call()
    message = str(refused.value)
    for fragment in fragments:
        # A number has to stand alone: the 1 of "(1, 4)" will do, that of "31" or "-1" will not.
        pattern = re.escape(fragment)
        if re.fullmatch(r"-?[\d.]+", fragment):
            pattern = rf"(?<![\w.-]){pattern}(?!\w)(?!\.[1-9])"
        assert re.search(pattern, message), f"{fragment!r} is not in: {message}"
    assert "\n" not in message
    assert refused.type is kind, f"{refused.type.__name__} instead of {kind.__name__}: {message}"


@pytest.mark.parametrize(("call", "fragments"), [pytest.param(*rest, id=name) for name, *rest in VALUE_ERRORS])
def test_a_bad_value_is_refused_with_both_sides_named(call, fragments):
    check(call, fragments, ValueError)


@pytest.mark.parametrize(("call", "fragments"), [pytest.param(*rest, id=name) for name, *rest in TYPE_ERRORS])
def test_what_is_no_number_is_refused_with_what_is_wanted(call, fragments):
    check(call, fragments, TypeError)


def test_a_weight_that_float32_does_not_hold_is_refused():
    net = Network([np.ones((1, 2), np.float32)])
    with np.errstate(over="ignore"), pytest.raises(ValueError, match=r"Theta\[1\]\[0, 1\] is inf: .* finite"):
        net.with_weight(1, 1, 1, 1e39)


@pytest.mark.parametrize("read", [cost, backward])
def test_the_forward_pass_of_another_network_is_refused(read):
    with pytest.raises(ValueError, match=r"fwd is of a 2-4-1 network, but net is 4-5-3: give what forward"):
        read(THREE_OUTPUTS, forward(ONE_OUTPUT, x2), [1, 0, 0])
    with pytest.raises(TypeError, match=r"fwd is a ndarray: give what forward\(net, X\) returned"):
        read(ONE_OUTPUT, x2, 1)


@pytest.mark.parametrize("lam", [0, 0.0, np.float32(1), np.int64(2), 1e6])
def test_every_lambda_from_0_up_is_taken(lam):
    assert np.isfinite(run(ONE_OUTPUT, x2, 1, lam).J)


@pytest.mark.parametrize("y", [0, 1, 0.5, True, np.float32(0.25), [1], np.array([0.0])])
def test_every_target_between_0_and_1_is_taken(y):
    assert np.isfinite(run(ONE_OUTPUT, x2, y).J)


def test_any_finite_target_is_taken_by_an_identity_output():
    assert run(ANY_NUMBER, x2, -1e6).J > 1e11


@pytest.mark.parametrize("code", ["D.1.1.1@2", "Theta.1.1.1@2", "Delta.1.1.1@2", "J@3", "m@2", "lam@1"])
def test_what_belongs_to_all_examples_is_not_given_as_that_of_one(code):
    trace = run(Network.random([2, 2, 1], seed=0), *examples.xor())
    with pytest.raises(ValueError, match=f"'{code}' names an example, but .* covers all 4: leave @. out"):
        value_of(trace, code)
    with pytest.raises(ValueError, match="names an example"):
        explain(trace, code)


def test_a_gradient_with_a_number_that_is_none_is_not_compared():
    trace = run(*examples.lecture())
    broken = {**trace.D, 2: trace.D[2] * np.nan}
    with pytest.raises(ValueError, match=r"D\[2\]"):
        compare(broken, trace.D)
    with pytest.raises(ValueError, match=r"measured\[2\]"):
        compare(trace.D, broken)


def test_a_complex_number_is_no_learning_rate_and_no_penalty():
    for number in (1 + 2j, np.complex64(1 + 2j), np.complex128(1)):
        with pytest.raises(TypeError, match=r"lam is .*, not a number"):
            run(*examples.lecture(), number)


def test_an_index_of_thousands_of_digits_is_refused_in_our_words():
    with pytest.raises(ValueError, match="names no number") as refused:
        value_of(run(*examples.lecture()), "z." + "1" * 5000 + ".1")
    assert "4300" not in str(refused.value)
