"""Functions that nobody would write twice: no wrong one is accepted or told an untruth, each right one is accepted."""

# ruff: noqa: E501, PLW0108 - a row of the table is a line; learners write lambdas

import numpy as np
import pytest

from backprop_core import Network, backward, cost, forward
from backprop_widgets import check
from backprop_widgets.checks.networks import networks

from . import odd_right, odd_wrong
from .claims import untrue
from .odd_wrong import J_of, after_right, back, entropy, g, gives, layers, ones, penalty, stepped


def softmax(z):
    e = np.exp(z)
    return e / e.sum(axis=1, keepdims=True)


def with_output(a, z, net, value):
    return a | {net.L: value}, z


NET = {"tanh": {"hidden": "tanh"}, "relu": {"hidden": "relu"}, "softmax": {"output": "softmax"}}
SQUARED, IDENTITY, ONE = {"cost": "squared_error"}, {"output": "identity"}, {"m": 1}
# By pass: what is wrong, the function, on which networks, and a piece of what has to be said.
FORWARD = [
    ("bias last, in nested lists", odd_wrong.nested_lists_bias_last, {}, "the bias taken from the last column"),
    ("layers from 0", odd_wrong.counted_from_zero, {}, "layers count from 1: expected 1, 2, 3, 4"),
    ("one layer short", odd_wrong.OneLayerShort(), {}, "still missing z⁽⁴⁾, a⁽⁴⁾; what is there is right"),
    ("tanh throughout", layers(np.tanh, np.tanh), {}, "In the hidden layers your g is tanh, and should be the sigmoid"),
    ("ReLU hidden", layers(lambda z: np.maximum(z, 0)), {}, "In the hidden layers your g is ReLU"),
    ("softmax out", layers(out=softmax), {}, "At the output your g is softmax, and should be the sigmoid"),
    ("sigmoid for tanh", layers(), NET["tanh"], "the sigmoid for another g"),
    ("leaky ReLU", layers(lambda z: np.where(z > 0, z, z / 100)), NET["relu"], "The line from z to a"),
    ("softmax to base 2", after_right(lambda a, z, net: with_output(a, z, net, softmax(z[net.L] * np.log(2)))),
     NET["softmax"], "every z, every hidden a"),
    ("z too large by 0.001", layers(z_of=lambda net, l, a: ones(a) @ net.Theta[l].T + 1e-3), {}, ": z₁⁽²⁾ of example 1"),
    ("z as whole numbers", layers(z_of=lambda net, l, a: (ones(a) @ net.Theta[l].T).astype(int)), {}, ": z₁⁽²⁾"),
    ("rounded", after_right(lambda a, z, net: ({l: v.round(2) for l, v in a.items()}, {l: v.round(2) for l, v in z.items()})),
     {}, "Every number is the right one rounded to 2 decimals"),
    ("text", after_right(lambda a, z, net: ({l: v.astype(str) for l, v in a.items()}, z)), {}, "is text"),
    ("the bias in the output too", after_right(lambda a, z, net: ({l: ones(v) for l, v in a.items()}, z)), {},
     "One column too many"),
    ("one example", lambda net, X: forward(net, X[0]), {}, "It has no row for each example"),
    ("X changed", odd_wrong.input_normalised, {}, "changed X, which it was given"),
]  # fmt: skip
COST = [
    ("log to base 2", J_of(lambda h, Y: entropy(h, Y) / np.log(2)), {}, "Where λ = 0 J is 1.443 times"),
    ("squared error", J_of(lambda h, Y: ((h - Y) ** 2).sum() / 2), {}, "Yours is J = (1/(2m)) Σ (h − y)²"),
    ("both terms of softmax", J_of(entropy), NET["softmax"], "it should be −(1/m) Σ y log h"),
    ("|Θ|", J_of(entropy, lambda T: np.abs(T[:, 1:]).sum()), {}, "There it adds"),
    ("(ΣΘ)²", J_of(entropy, lambda T: T[:, 1:].sum() ** 2), {}, "There it adds"),
    ("all Θ, not over m", lambda net, fwd, Y, lam: J_of(entropy, lambda T: (T**2).sum())(net, fwd, Y, lam * len(Y)), {},
     "two slips at once: “the penalty not divided by m” and “the bias penalised in J”"),
    ("rounded", lambda net, fwd, Y, lam: round(cost(net, fwd, Y, lam), 3), {}, "rounded to 3 decimals"),
    ("text", lambda net, fwd, Y, lam: f"{cost(net, fwd, Y, lam):.4f}", {}, "J is text"),
    ("one for each example", lambda net, fwd, Y, lam: -np.log(fwd.a[net.L])[:, 0], {}, "J is one number, but 4"),
    ("clipped hard", J_of(lambda h, Y: entropy(h.clip(0.1, 0.9), Y)), {}, "everything on all but 2-3-2-1"),
    ("clipped", J_of(lambda h, Y: entropy(h.clip(0.01, 0.99), Y)), {}, "First wrong"),
    ("returned in the loop", odd_wrong.first_example_returned, {}, "Look at the line for J"),
    ("the first left out", odd_wrong.without_the_first, {}, "What λ adds is right, J with λ = 0 isn't."),
    ("2 − y", J_of(lambda h, Y: -np.sum(Y * np.log(h) + (2 - Y) * np.log(1 - h))), {}, "What λ adds is right"),
    ("y for 1 − y", J_of(lambda h, Y: -np.sum(Y * np.log(h) + Y * np.log(1 - h))), {}, "What λ adds is right"),
    ("the half and K", lambda net, fwd, Y, lam: J_of(lambda h, Y: ((h - Y) ** 2).mean() * len(Y))(net, fwd, Y, lam),
     SQUARED, "Right already: everything with 2 outputs."),
    ("the root", lambda net, fwd, Y, lam: np.sqrt(np.mean((fwd.a[net.L] - Y) ** 2)), SQUARED, "Look at the line for J"),
]  # fmt: skip
BACKWARD = [
    ("|a − y|", back(out=lambda a, y: np.abs(a - y)), {}, "The line for δ⁽ᴸ⁾ is wrong"),
    ("(a − y)²", back(out=lambda a, y: (a - y) ** 2), {}, "Yours is δ⁽ᴸ⁾ = a² + y² − 2 a y"),
    ("2 (a − y)", back(out=lambda a, y: 2 * (a - y)), {}, "On every network every δ is 2 times what it should be."),
    ("2 (a − y) / K", back(out=lambda a, y: 2 * (a - y) / y.shape[1], slope=lambda a, z: a * (1 - a)), IDENTITY,
     "On every network every δ is 2/K times what it should be"),
    ("∂cost/∂a", back(out=lambda a, y: (a - y) / (a * (1 - a))), {}, "Yours is δ⁽ᴸ⁾ = ∂cost/∂a"),
    ("−y / a", back(out=lambda a, y: -y / a), NET["softmax"], "Yours is δ⁽ᴸ⁾ = ∂cost/∂a"),
    ("softmax's diagonal", back(out=lambda a, y: -y * (1 - a)), NET["softmax"], "Yours is δ⁽ᴸ⁾ = a y − y"),
    ("a rounded", back(out=lambda a, y: np.round(a) - y), {}, "The line for δ⁽ᴸ⁾ is wrong"),
    ("y − a without g'", back(out=lambda a, y: y - a), SQUARED, "g′ left out at the output” and “y − a for a − y"),
    ("a (1 + a)", back(slope=lambda a, z: a * (1 + a)), {}, "you multiply it by a + a²; g′(z) is a (1 − a)"),
    ("1 − a²", back(slope=lambda a, z: 1 - a**2), {}, "you multiply it by 1 − a²; g′(z) is a (1 − a)"),
    ("z > 0", back(slope=lambda a, z: z > 0), {}, "you multiply it by 1 where z > 0, else 0; g′(z) is a (1 − a)"),
    ("z > 0 for tanh", back(slope=lambda a, z: z > 0), NET["tanh"], "g′(z) is 1 − a²"),
    ("1 − a for tanh", back(slope=lambda a, z: 1 - a), NET["tanh"], "“1 − a for g′”"),
    ("tanh² of z", back(slope=lambda a, z: 1 - np.tanh(z) ** 2), {}, "you multiply it by 1 − tanh² z"),
    ("|Θ|", back(weights=np.abs), {}, "The line from δ⁽ˡ⁺¹⁾ to δ⁽ˡ⁾ is wrong; δ⁽ᴸ⁾ and D follow"),
    ("own pass for tanh", odd_wrong.own_sigmoid_pass, NET["tanh"], "Look at the line for δ⁽ᴸ⁾"),
    ("D without bias", gives(lambda d, D, *_: (d, {l: v[:, 1:] for l, v in D.items()})), {}, "One column too few"),
    ("D transposed", gives(lambda d, D, *_: (d, {l: v.T for l, v in D.items()})), {}, "Yours is the transpose"),
    ("bias last", gives(lambda d, D, *_: (d, {l: np.roll(v, -1, axis=1) for l, v in D.items()})), {},
     "Every D has the right numbers, but not all at their places."),
    ("from the last layer", gives(lambda d, D, *_: [D[l] for l in sorted(D, reverse=True)]), {}, "from layer 3 down"),
    ("δ by the layer before", gives(lambda d, D, *_: ({l - 1: v for l, v in d.items()}, D)), {}, "δ has the layers 1, 2, 3"),
    ("other keys", gives(lambda d, D, *_: {"dW": D, "db": d}), {}, "The keys 'dW', 'db' are not known"),
    ("four things", gives(lambda d, D, *_: (0.5, d, D, "ok")), {}, "4 things came back"),
    ("one vector", gives(lambda d, D, *_: np.concatenate([v.ravel() for v in D.values()])), {}, "one array of shape (15,)"),
    ("one dict twice", odd_wrong.one_dict_for_both, {}, "delta and D are one and the same dict"),
    ("complex", gives(lambda d, D, *_: (d, {l: v + 0j for l, v in D.items()})), {}, "not real numbers"),
    ("whole numbers", gives(lambda d, D, *_: (d, {l: v // 1 for l, v in D.items()})), {}, "Right already: every δ."),
    ("float16, 2 % off", gives(lambda d, D, *_: (d, {l: np.float16(1.02 * v) for l, v in D.items()})), {}, "every δ"),
    ("float32, 1e-4 off", gives(lambda d, D, *_: (d, {l: np.float32(1.0001 * v) for l, v in D.items()})), {}, "every δ"),
    ("divided by 0", gives(lambda d, D, *_: (d, D | {1: D[1] / 0})), {}, "Was something divided by 0, or log 0 taken?"),
    ("÷ (m − 1)", gives(lambda d, D, net, fwd, Y: (d, {l: v * len(Y) / (len(Y) - 1) for l, v in D.items()})), {},
     "divided by m − 1"),
    ("means multiplied", gives(lambda d, D, net, fwd, Y: (d, {l: np.outer(d[l + 1].mean(0), np.append(1, fwd.a[l].mean(0)))
                                                            for l in D})), {}, "Right already: every δ"),
    ("λ on all, not over m", penalty(lambda T, lam, m, l, net: lam * T), {}, "“λΘ not divided by m” and “the bias column"),
    ("λ in one layer", penalty(lambda T, lam, m, l, net: (l == net.L - 1) * lam / m * np.c_[0 * T[:, :1], T[:, 1:]]), {},
     "There it adds nothing, but should add"),
    ("λΘ²", penalty(lambda T, lam, m, l, net: lam / m * np.c_[0 * T[:, :1], T[:, 1:] ** 2]), {}, "There it adds"),
    ("λ sign Θ", penalty(lambda T, lam, m, l, net: lam / m * np.sign(np.c_[0 * T[:, :1], T[:, 1:]])), {}, "There it adds"),
    ("λ but for the last", penalty(lambda T, lam, m, l, net: lam / m * np.c_[T[:, :-1], 0 * T[:, :1]]), {}, "There it adds"),
    ("one short", odd_wrong.recursion_one_short, {}, "still missing δ⁽²⁾, D⁽¹⁾; what is there is right"),
    ("four layers", odd_wrong.written_for_four_layers, {}, "Right already: everything with 4 layers."),
    ("slope into a", odd_wrong.slope_written_into_a, {}, "changed fwd.a[2] and [3], which it was given"),
    ("−= y", odd_wrong.target_taken_off_in_place, {}, "Right already: every number."),
    ("bound late", odd_wrong.bound_late, {}, "Right already: every δ"),
    ("last of the loop", odd_wrong.last_of_the_loop, {}, "It has no row for each example"),
    ("axis=1", odd_wrong.bias_summed_over_units, {}, "A shape (4,) has a number for each example: added up over the"),
    ("its own weights", lambda net, fwd, Y, lam: backward(Network.random(net.sizes, 0), fwd, Y, lam), {}, "✗"),
]  # fmt: skip
STEP = [
    ("only αD", stepped(lambda T, D, alpha, l, net: alpha * D), {}, "That is αD, what is to be subtracted"),
    ("Θ (1 − αD)", stepped(lambda T, D, alpha, l, net: T * (1 - alpha * D)), {}, "What is subtracted is α times something"),
    ("the old Θ", stepped(lambda T, D, alpha, l, net: T), {}, "Every Θ is as it was before the step"),
    ("the last alone", stepped(lambda T, D, alpha, l, net: T - alpha * D * (l == net.L - 1)), {},
     "as it was before the step: Θ⁽²⁾ and Θ⁽¹⁾. What was moved is right."),
    ("length 1", stepped(lambda T, D, alpha, l, net: T - alpha * D / np.linalg.norm(D)), {}, "not the same in every layer"),
    ("sign of D", stepped(lambda T, D, alpha, l, net: T - alpha * np.sign(D)), {}, "α times something, as it should be"),
    ("αα", stepped(lambda T, D, alpha, l, net: T - alpha**2 * D), {}, "every step is α times what it should be"),
    ("÷ m once more", lambda net, X, Y, lam, alpha: stepped(lambda T, D, *_: T - alpha / len(X) * D)(net, X, Y, lam, alpha),
     {}, "all of D divided by m twice"),
    ("two steps", odd_wrong.two_steps, {}, "With twice the α the step isn't twice as long"),
    ("example by example", odd_wrong.each_example_a_step, {}, "With twice the α the step isn't twice as long"),
    ("written at once", odd_wrong.written_while_computing, {}, "changed net.Theta[1], [2] and [3]"),
    ("(J, Θ)", odd_wrong.J_and_Theta, {}, "return Theta alone"),
    ("momentum", odd_wrong.with_momentum, {}, "it remembers something from one call to the next"),
]  # fmt: skip
WRONG = [(like, *row) for like, rows in (("forward", FORWARD), ("cost", COST), ("backward", BACKWARD), ("step", STEP))
         for row in rows]  # fmt: skip
NAMES = [f"{like}: {name}" for like, name, *_ in WRONG]


@pytest.mark.parametrize(("like", "_name", "function", "choices", "said"), WRONG, ids=NAMES)
def test_a_wrong_function_is_not_accepted_and_what_is_said_of_it_is_so(like, _name, function, choices, said):
    verdict = check(function, like=like, **choices)
    assert verdict.ok is False
    assert said in repr(verdict)
    assert len(verdict.message.splitlines()) <= 5
    if "Called twice" not in verdict.message:
        assert untrue(verdict.message, function, like, networks(**choices)) == []


@pytest.mark.parametrize(("like", "function", "choices"), odd_right.RIGHT.values(), ids=odd_right.RIGHT)
def test_a_right_function_in_an_odd_style_is_accepted(like, function, choices):
    verdict = check(function, like=like, **choices)
    assert verdict.ok, verdict.message


def test_there_are_as_many_as_were_asked_for():
    assert len(WRONG) >= 60
    assert len(odd_right.RIGHT) >= 30


def test_an_untrue_claim_would_be_found():
    function = layers(np.tanh)
    message = check(function, like="forward").message
    assert "Right already: z⁽²⁾." in message
    assert untrue(message, function, "forward", networks()) == []
    assert untrue(message.replace("z⁽²⁾.", "every z."), function, "forward", networks()) == ["every z"]
    assert untrue(message.replace("should be 0.840", "should be 0.841"), function, "forward", networks())
    assert untrue("On every network every δ is 3 times what it should be.", back(out=lambda a, y: 2 * (a - y)),
                  "backward", networks())  # fmt: skip
    assert g(0) == 0.5
