"""The named faults: as far off as the lessons print, each unlike right and unlike every other, and where some hide.

XOR, 2-2-2-1 sigmoid, 30 starts: seeds 0 to 29, weights uniform in -2 .. 2.  The last column of the lessons' table, how
many starts solve XOR in 3000 steps, takes minutes: `python -m benchmarks faults` prints it with the others.
"""

import contextlib
import math
import re
from dataclasses import replace
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest

from backprop_core import (
    Backward,
    Forward,
    Network,
    Quantity,
    backward,
    cost,
    descent,
    examples,
    forward,
    run,
    value_of,
)
from backprop_core.faults import FAULTS, together, with_lines
from backprop_core.line_by_line import PASSES, step_with, trace_with
from backprop_core.quantity import quantity_of

from . import judge

X, Y = examples.xor()
SEEDS = range(30)
STEPS = 50

# Fault: lambda; the median relative error of Theta 1, 2, 3; of how many of 30 starts J falls in 50 steps.
TABLE = {
    "output_sign": (0.0, ["2", "2", "2"], 0),
    "gprime_left_out": (0.0, ["30.6", "4.8", "0"], 29),
    "gprime_of_a": (0.0, ["1.14", "0.46", "0"], 30),
    "extra_gprime": (0.0, ["0.80", "0.80", "0.80"], 30),
    "transpose_forgotten": (0.0, ["1.06", "0", "0"], 30),
    "updated_too_early": (0.0, ["0.10", "0.11", "0"], 30),
    "m_left_out": (0.0, ["3", "3", "3"], 30),
    "lambda_not_over_m": (1.0, ["3.0", "3.0", "2.4"], None),
    "bias_penalised": (1.0, ["0.74", "0.74", "0.50"], None),
}
OF_KIND = {kind: [fault for fault in FAULTS.values() if fault.kind == kind] for kind in PASSES}


def start(seed, hidden="sigmoid", cost="cross_entropy"):
    rng = np.random.default_rng(seed)
    return Network({l: rng.uniform(-2, 2, (s, 3)) for l, s in ((1, 2), (2, 2), (3, 1))}, hidden=hidden, cost=cost)


def error_medians(fault, lam, hidden="sigmoid", cost_name="cross_entropy"):
    rows = []
    for seed in SEEDS:
        net = start(seed, hidden, cost_name)
        wrong, right = fault.wrong(net, forward(net, X), Y, lam).D, run(net, X, Y, lam).D
        rows.append([judge.relative_error(wrong[l], right[l]) for l in (1, 2, 3)])
    return np.median(rows, axis=0)


def printed(medians, entries):
    """The medians with as many digits as the entries have."""
    return [f"{median:.{len(entry.partition('.')[2])}f}" for median, entry in zip(medians, entries, strict=True)]


def case(sizes=(3, 4, 4, 2), m=4, lam=1.0, alpha=0.5, seed=5, Y=None, hidden="tanh", **choices):
    """A network with examples: by default nothing special, with one square matrix."""
    rng = np.random.default_rng(seed)
    net = Network.random(sizes, seed=rng, scale=1.5, hidden=hidden, **choices)
    labels = judge.random_labels(rng, net.output, m, sizes[-1]) if Y is None else np.full((m, sizes[-1]), Y)
    return SimpleNamespace(net=net, X=rng.normal(size=(m, sizes[0])), Y=labels, lam=lam, alpha=alpha)


def layers(mapping):
    return [np.asarray(mapping[l]) for l in sorted(mapping)]


def numbers(kind, function, c):
    """Everything that a pass gives, as a list of arrays; None where it raises."""
    with contextlib.suppress(ValueError), np.errstate(all="ignore"):
        if kind == "forward":
            result = function(c.net, c.X)
            return layers(result.a) + layers(result.z)
        if kind == "cost":
            return [np.asarray(function(c.net, forward(c.net, c.X), c.Y, c.lam))]
        if kind == "backward":
            result = function(c.net, forward(c.net, c.X), c.Y, c.lam)
            return layers(result.delta) + layers(result.Delta) + layers(result.D)
        return layers(function(c.net, c.X, c.Y, c.lam, c.alpha).Theta)
    return None


def alike(ours, theirs):
    if ours is None or theirs is None:
        return ours is theirs
    return all(
        a.shape == b.shape and np.allclose(a, b, rtol=1e-6, atol=1e-12) for a, b in zip(ours, theirs, strict=True)
    )


def step(net, X, Y, lam, alpha):
    return list(descent(net, X, Y, alpha=alpha, lam=lam, steps=1))[-1].net


CORE = {"forward": forward, "cost": cost, "backward": backward, "descent": step}


# What the lessons print ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TABLE)
def test_how_far_a_fault_is_off_is_as_the_lessons_print_it(name):
    lam, entries, _ = TABLE[name]
    assert printed(error_medians(FAULTS[name], lam), entries) == entries


NOT_ON_XOR = {"a_of_next_layer", "previous_theta"}  # where all layers have one size


@pytest.mark.parametrize("name", [fault.name for fault in OF_KIND["backward"] if fault.name not in NOT_ON_XOR])
def test_the_figures_in_the_words_about_a_fault_are_the_measured_ones(name):
    fault = FAULTS[name]
    entries = list(re.search(r"(\d\S*) / (\d\S*) / (\d+(?:\.\d+)?)", fault.symptoms).groups())
    lam = 1.0 if "with λ = 1." in fault.symptoms else 0.0
    hidden = "tanh" if "with tanh." in fault.symptoms else "sigmoid"
    cost = "squared_error" if "with the squared error." in fault.symptoms else "cross_entropy"
    assert printed(error_medians(fault, lam, hidden, cost), entries) == entries


def test_a_penalty_hides_a_wrong_sign_as_its_words_say():
    assert "0.047" in FAULTS["output_sign"].symptoms
    assert f"{error_medians(FAULTS['output_sign'], 1.0)[0]:.3f}" == "0.047"


@pytest.mark.parametrize("name", [None, *(name for name, row in TABLE.items() if row[2] is not None)])
def test_of_how_many_starts_the_cost_falls_in_50_steps_is_as_the_lessons_print_it(name):
    wrong, falls = (backward, 30) if name is None else (FAULTS[name].wrong, TABLE[name][2])
    count = 0
    for seed in SEEDS:
        net = before = start(seed)
        for _ in range(STEPS):
            D = wrong(net, forward(net, X), Y).D
            net = Network({l: net.Theta[l] - D[l] for l in D})
        count += run(net, X, Y).J < run(before, X, Y).J
    assert count == falls


# Each is a fault, and one of its own ---------------------------------------------------------------------------------

CHOICES = [
    {},
    {"cost": "squared_error"},
    {"hidden": "sigmoid", "output": "softmax"},
    {"hidden": "relu", "output": "identity", "cost": "squared_error"},
]


@pytest.mark.parametrize("kind", PASSES)
@pytest.mark.parametrize("choices", CHOICES)
@pytest.mark.parametrize("m", [None, 1, 5])
def test_with_only_right_lines_a_pass_gives_the_numbers_of_the_core(kind, choices, m):
    c = case(m=m or 1, **choices)
    if m is None:
        c.X, c.Y = c.X[0], c.Y[0]
    ours, core = numbers(kind, with_lines(kind, {}), c), numbers(kind, CORE[kind], c)
    assert [a.shape for a in ours] == [a.shape for a in core]
    assert all(np.allclose(a, b, rtol=1e-12, atol=1e-14) for a, b in zip(ours, core, strict=True))


# Between them every fault shows, and every two show that they are two.
SHOWING = [
    case(),
    case(cost="squared_error"),
    case(output="softmax"),
    case(sizes=(2, 3, 1)),
    case(sizes=(3, 3, 3, 3)),
]


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_differs_from_the_core_somewhere_and_raises_nowhere_without_need(name):
    kind = FAULTS[name].kind
    found = [numbers(kind, FAULTS[name].wrong, c) for c in SHOWING]
    right = [numbers(kind, CORE[kind], c) for c in SHOWING]
    assert any(ours is not None and not alike(ours, core) for ours, core in zip(found, right, strict=True))


@pytest.mark.parametrize("kind", PASSES)
def test_no_two_faults_of_a_pass_are_the_same(kind):
    found = {fault.name: [numbers(kind, fault.wrong, c) for c in SHOWING] for fault in OF_KIND[kind]}
    same = [
        (one, other)
        for one, other in combinations(found, 2)
        if all(alike(a, b) for a, b in zip(found[one], found[other], strict=True))
    ]
    assert same == []


def test_the_comparison_of_these_tests_sees_two_that_are_the_same():
    c = case(m=1)
    found = [numbers("backward", FAULTS[name].wrong, c) for name in ("averaged_twice", "last_example_only")]
    assert alike(*found)


def coincidences(c):
    """The faults that look right on this case, the pairs of others that look alike, and those that raise."""
    looks_right, pairs, raising = set(), [], set()
    for kind in PASSES:
        found = {fault.name: numbers(kind, fault.wrong, c) for fault in OF_KIND[kind]}
        right = numbers(kind, CORE[kind], c)
        raising |= {name for name, result in found.items() if result is None}
        looks_right |= {name for name, result in found.items() if alike(result, right)}
        others = [name for name in found if name not in looks_right | raising]
        pairs += [{one, other} for one, other in combinations(others, 2) if alike(found[one], found[other])]
    return looks_right, pairs, raising


NO_SOFTMAX = {"sigmoid_for_softmax", "softmax_over_everything", "softmax_over_examples"}
NO_SIGMOID = {"exponent_sign", "brackets_missing"}
ONE_OUTPUT = {"mean_over_outputs", "outputs_mixed"}
NO_HIDDEN_LAYER = {
    "a_for_slope", "dJda_for_delta", "error_passed_back", "gprime_left_out", "gprime_of_a", "m_in_hidden_delta",
    "previous_theta", "reshape_for_transpose", "sigmoid_in_hidden_layers", "sigmoid_slope", "slope_from_z",
    "slope_without_a", "stepped_too_early", "transpose_forgotten", "updated_too_early", "wrong_column_dropped",
    "z_for_a",
}  # fmt: skip
ONE_EXAMPLE = {
    "D_not_over_m",
    "D_over_m_twice",
    "averaged_twice", "bias_not_averaged", "cost_not_over_m", "delta_over_m", "lambda_not_over_m",
    "lambda_over_m_twice", "last_example_only", "m_in_delta_and_D", "m_in_hidden_delta", "m_left_out",
    "penalty_not_over_m",
}  # fmt: skip
NO_LAMBDA = {
    "bias_penalised", "cost_bias_penalised", "lambda_halved", "lambda_left_out", "lambda_not_over_m",
    "lambda_over_m_twice", "ones_penalised", "penalty_left_out", "penalty_not_halved", "penalty_not_over_m",
    "penalty_subtracted",
}  # fmt: skip
NO_G_PRIME_AT_OUTPUT = {"output_gprime_left_out"}
NOT_SQUARE = {"transpose_forgotten", "rows_and_columns_swapped"}
ONE_SIZE = {"a_of_next_layer", "previous_theta"}  # what needs all layers to have one size
NO_LOGARITHM = {
    "bracket_too_early", "log_of_y", "log_to_base_10", "minus_missing", "outputs_mixed", "second_term_missing",
}  # fmt: skip
SEVERAL_OUTPUTS = {"every_pair"}
NO_HALF = {"square_not_halved"}
USUAL = NO_SOFTMAX | NO_G_PRIME_AT_OUTPUT
RAISE = ONE_SIZE | SEVERAL_OUTPUTS | NO_HALF
# A case; what looks right; which others look alike; what raises.
SPECIAL = {
    "nothing special": (case(), USUAL, [], RAISE),
    "m = 1": (case(m=1), USUAL | ONE_EXAMPLE, [], RAISE),
    "lambda = 0": (case(lam=0.0), USUAL | NO_LAMBDA, [{"m_left_out", "D_not_over_m"}], RAISE),
    "alpha = 1": (case(alpha=1.0), USUAL | {"alpha_left_out"}, [], RAISE),
    "L = 2": (
        case((3, 2)),
        USUAL | NO_HIDDEN_LAYER,
        [{"g_forgotten", "output_without_g"}],
        SEVERAL_OUTPUTS | NO_HALF | {"a_of_next_layer", "rows_and_columns_swapped"},
    ),
    "no square matrix": (
        case((4, 3, 2, 1)),
        USUAL | ONE_OUTPUT,
        [],
        ONE_SIZE | NO_HALF | NOT_SQUARE,
    ),
    "the 2-3-2-1 twin, where only one matrix behind the input is not square": (
        case((2, 3, 2, 1)),
        USUAL | ONE_OUTPUT,
        [],
        ONE_SIZE | NO_HALF | NOT_SQUARE,
    ),
    "one unit a layer": (
        case((1, 1, 1, 1)),
        USUAL | ONE_OUTPUT | NOT_SQUARE | {"bias_gradient_of_all_units", "reshape_for_transpose"},
        [],
        NO_HALF,
    ),
    "sigmoid hidden units": (
        case(hidden="sigmoid"),
        USUAL | {"sigmoid_slope", "sigmoid_in_hidden_layers"},
        [],
        RAISE,
    ),
    "ReLU": (case(hidden="relu"), USUAL | {"gprime_of_a", "slope_from_z"}, [], RAISE),
    "identity output": (
        case(output="identity", cost="squared_error"),
        USUAL | NO_SIGMOID | {"extra_gprime", "output_without_g"},
        [],
        ONE_SIZE | SEVERAL_OUTPUTS | NO_LOGARITHM,
    ),
    "squared error": (
        case(cost="squared_error"),
        NO_SOFTMAX,
        [],
        ONE_SIZE | SEVERAL_OUTPUTS | NO_LOGARITHM,
    ),
    "softmax": (
        case(output="softmax"),
        NO_G_PRIME_AT_OUTPUT | NO_SIGMOID | {"bracket_too_early", "second_term_missing"},
        [],
        RAISE,
    ),
    "every y = 1": (case(Y=1.0), USUAL | {"bracket_too_early", "second_term_missing"}, [], RAISE),
    "every y = 0": (case(Y=0.0), USUAL, [{"minus_missing", "bracket_too_early"}], RAISE),
    "all layers of one size": (
        case((3, 3, 3, 3)),
        USUAL,
        [{"reshape_for_transpose", "transpose_forgotten"}],
        SEVERAL_OUTPUTS | NO_HALF,
    ),
}


@pytest.mark.parametrize("special", SPECIAL)
def test_where_faults_look_right_or_alike_is_as_listed(special):
    c, right, pairs, raising = SPECIAL[special]
    found = coincidences(c)
    assert found[0] == right
    assert sorted(map(sorted, found[1])) == sorted(map(sorted, pairs))
    assert found[2] == raising


def test_a_pass_that_gives_no_number_is_like_no_other(monkeypatch):
    nothing = [SimpleNamespace(name=name, wrong=lambda *_: math.nan) for name in ("one", "another")]
    monkeypatch.setitem(OF_KIND, "cost", [])
    others = coincidences(case())
    monkeypatch.setitem(OF_KIND, "cost", nothing)
    assert coincidences(case()) == others


def test_with_one_hidden_layer_delta_alone_does_not_tell_dJda_from_a_missing_gprime_but_D_does():
    c = case((3, 4, 2))
    fwd = forward(c.net, c.X)
    one, other = (FAULTS[name].wrong(c.net, fwd, c.Y) for name in ("dJda_for_delta", "gprime_left_out"))
    assert alike(layers(one.delta), layers(other.delta))
    assert not alike(layers(one.D), layers(other.D))


@pytest.mark.parametrize("name", ["dJda_for_delta", "delta_over_m"])
def test_a_fault_of_delta_that_leaves_D_right(name):
    c = case()
    right, wrong = (f(c.net, forward(c.net, c.X), c.Y, c.lam) for f in (backward, FAULTS[name].wrong))
    assert alike(layers(wrong.D), layers(right.D))
    assert not alike(layers(wrong.delta), layers(right.delta))


# By hand -------------------------------------------------------------------------------------------------------------


def test_the_sums_by_hand_of_the_lecture_network_without_gprime():
    """0.95 (-0.5465) = -0.5192 at unit 1 of layer 3; 1.3 (0.5465) = 0.7104 at unit 2; then back through Theta 2."""
    net, x, y = examples.lecture()
    delta = FAULTS["gprime_left_out"].wrong(net, forward(net, x), y).delta
    assert [f"{d:.4f}" for d in delta[3]] == ["-0.5192", "0.7104"]
    assert f"{delta[2][1]:.3f}" == f"{-0.7 * -0.51916 + 1.1 * 0.71043:.3f}"


def test_the_cost_by_hand_without_minus_and_with_the_bracket_too_early():
    """h = 0.2 for y = 1 and h = 0.4 for y = 0: 1.6094 and 0.5108 with the minus."""
    net = Network([[[0.0, 1.0]]])
    x, y = np.log([[0.2 / 0.8], [0.4 / 0.6]]), np.array([[1.0], [0.0]])
    fwd = forward(net, x)
    assert f"{FAULTS['minus_missing'].wrong(net, fwd, y):.4f}" == f"{-(1.6094 + 0.5108) / 2:.4f}"
    assert f"{FAULTS['bracket_too_early'].wrong(net, fwd, y):.4f}" == f"{(1.6094 - 0.5108) / 2:.4f}"
    assert f"{FAULTS['cost_not_over_m'].wrong(net, fwd, y):.4f}" == "2.1203"
    assert f"{FAULTS['penalty_not_halved'].wrong(net, fwd, y, 1.0) - 2.1203 / 2:.3f}" == "0.500"
    assert FAULTS["log_of_y"].wrong(net, fwd, y) == math.inf


def test_the_penalty_by_hand_with_the_biases_in_it():
    net = Network([[[1.0, 0.0], [2.0, 0.0]], [[3.0, 0.0, 0.0]]])
    fwd = forward(net, [[0.0]] * 4)
    wrong, right = (J(net, fwd, [[1.0]] * 4, 0.8) for J in (FAULTS["cost_bias_penalised"].wrong, cost))
    assert wrong - right == pytest.approx(0.8 / 8 * (1 + 4 + 9))


@pytest.mark.parametrize(
    ("name", "z", "a"),
    [
        ("exponent_sign", 3, 1 / 4),
        ("brackets_missing", 3, 1 + 1 / 3),
        ("g_forgotten", 3, math.log(3)),
        ("output_without_g", 3, math.log(3)),
        ("sigmoid_for_softmax", [[1, 2], [3, 4]], [[1 / 2, 2 / 3], [3 / 4, 4 / 5]]),
        ("softmax_over_everything", [[1, 2], [3, 4]], [[0.1, 0.2], [0.3, 0.4]]),
        ("softmax_over_examples", [[1, 2], [3, 4]], [[1 / 4, 2 / 6], [3 / 4, 4 / 6]]),
    ],
)
def test_a_wrong_output_by_hand_from_the_powers_of_e_that_its_z_are_the_logarithms_of(name, z, a):
    z = np.log(np.atleast_2d(z))
    net = Network([np.hstack([np.zeros((z.shape[1], 1)), np.eye(z.shape[1])])],
                  output="softmax" if z.shape[1] > 1 else "sigmoid")  # fmt: skip
    np.testing.assert_allclose(FAULTS[name].wrong(net, z).a[2], np.atleast_2d(a))


def test_z_by_hand_with_the_bias_taken_from_the_last_column():
    """Theta (x, 1) with three inputs, so that the last column is neither the first nor the next."""
    net = Network([[[2.0, 3.0, 5.0, 7.0], [1.0, 0.5, -1.0, -2.0]]])
    assert FAULTS["bias_last"].wrong(net, [1.0, 10.0, 100.0]).z[2].tolist() == [2 + 30 + 500 + 7, 1 + 5 - 100 - 2]


# Put together --------------------------------------------------------------------------------------------------------


def test_two_faults_together_are_both_there():
    c = case()
    both = together([FAULTS["output_sign"], FAULTS["gprime_left_out"]])
    fwd = forward(c.net, c.X)
    delta = both(c.net, fwd, c.Y).delta
    one = FAULTS["gprime_left_out"].wrong(c.net, fwd, c.Y).delta
    assert alike(layers(delta), [-d for d in layers(one)])


def test_two_faults_in_one_line_are_both_there():
    c = case(cost="squared_error")
    fwd = forward(c.net, c.X)
    both = together([FAULTS["output_gprime_left_out"], FAULTS["output_sign"]])
    assert np.allclose(both(c.net, fwd, c.Y).delta[4], c.Y - fwd.a[4])
    once_more = together([FAULTS["extra_gprime"], FAULTS["output_sign"]])(c.net, fwd, c.Y).delta[4]
    assert np.allclose(once_more, -FAULTS["extra_gprime"].wrong(c.net, fwd, c.Y).delta[4])


def test_a_fault_of_the_gradient_and_one_of_the_update_meet_in_a_step():
    c = case()
    both = together([FAULTS["uphill"], FAULTS["a_left_out"]])
    D = FAULTS["a_left_out"].wrong(c.net, forward(c.net, c.X), c.Y, c.lam).D
    after = both(c.net, c.X, c.Y, c.lam, 0.3).Theta
    assert alike(layers(after), [c.net.Theta[l] + 0.3 * D[l] for l in D])


def test_a_step_that_updates_too_early_has_the_faults_of_its_backward_pass_as_well():
    c = case(lam=0.7)
    early, other = FAULTS["stepped_too_early"], FAULTS["gprime_left_out"]
    both = together([FAULTS["updated_too_early"], other])(c.net, forward(c.net, c.X), c.Y, c.lam, 0.3).D
    expected = [c.net.Theta[l] - 0.3 * both[l] for l in both]
    for faults in ([early, other], [other, early]):
        assert alike(layers(together(faults)(c.net, c.X, c.Y, c.lam, 0.3).Theta), expected)
    assert not alike(layers(early.wrong(c.net, c.X, c.Y, c.lam, 0.3).Theta), expected)


def test_faults_of_different_passes_and_lines_that_are_not_there_are_refused():
    with pytest.raises(ValueError, match="not of 2: backward, cost"):
        together([FAULTS["gprime_left_out"], FAULTS["log_of_y"]])
    with pytest.raises(ValueError, match="has no line colour: it has z, a"):
        with_lines("forward", {"colour": print})
    with pytest.raises(ValueError, match="kind is 'sideways': choose one of forward, cost, backward, descent"):
        with_lines("sideways", {})


# Among the right passes ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", PASSES)
def test_a_trace_with_one_pass_wrong_has_its_numbers_and_what_is_computed_from_them(kind):
    c = case(lam=0.7)
    right = run(c.net, c.X, c.Y, c.lam)
    name = {"forward": "bias_left_out", "cost": "log_to_base_10", "backward": "updated_too_early", "descent": "uphill"}
    wrong = FAULTS[name[kind]].wrong
    trace = trace_with(kind, wrong, right, 0.3)
    fwd = wrong(c.net, c.X) if kind == "forward" else forward(c.net, c.X)
    J = (wrong if kind == "cost" else cost)(c.net, fwd, c.Y, c.lam)
    bwd = wrong(c.net, fwd, c.Y, c.lam, 0.3) if kind == "backward" else backward(c.net, fwd, c.Y, c.lam)
    assert (trace.net, trace.lam, trace.J) == (c.net, c.lam, J)
    for ours, expected in ((trace.a, fwd.a), (trace.z, fwd.z), (trace.delta, bwd.delta), (trace.Delta, bwd.Delta),
                           (trace.D, bwd.D)):  # fmt: skip
        assert all(np.array_equal(*pair) for pair in zip(layers(ours), layers(expected), strict=True))


def test_alpha_is_1_in_a_wrong_pass_if_it_is_not_said():
    c = case()
    right = run(c.net, c.X, c.Y)
    early, uphill = FAULTS["updated_too_early"].wrong, FAULTS["uphill"].wrong
    assert alike(layers(trace_with("backward", early, right).D), layers(early(c.net, right.forward, c.Y, 0.0, 1.0).D))
    assert alike(layers(early(c.net, right.forward, c.Y).D), layers(early(c.net, right.forward, c.Y, 0.0, 1.0).D))
    assert alike(layers(uphill(c.net, c.X, c.Y).Theta), layers(uphill(c.net, c.X, c.Y, 0.0, 1.0).Theta))


def test_a_step_goes_by_the_wrong_descent_or_downhill():
    c = case()
    trace = run(c.net, c.X, c.Y, c.lam)
    for alpha in ({}, {"alpha": 0.3}):
        D = {l: alpha.get("alpha", 1.0) * D for l, D in trace.D.items()}
        down, up = ([c.net.Theta[l] + sign * D[l] for l in D] for sign in (-1, 1))
        assert alike(layers(step_with("descent", FAULTS["uphill"].wrong, trace, **alpha).Theta), up)
        assert alike(layers(step_with("descent", None, trace, **alpha).Theta), down)
        assert alike(layers(step_with("cost", FAULTS["log_of_y"].wrong, trace, **alpha).Theta), down)


# What is missing ------------------------------------------------------------------------------------------------------

WHERE = {
    "forward": [Quantity("z", 3, 2), Quantity("a", 3, 2)],
    "cost": [Quantity("J")],
    "backward": [Quantity("delta", 3, 2), Quantity("D", 2, 2, 1)],
    "descent": [Quantity("Theta", 2, 2, 1)],
}
ELSEWHERE = {
    "output_sign": [Quantity("delta", 4, 2), Quantity("D", 3, 2, 1)],
    "extra_gprime": [Quantity("delta", 4, 2), Quantity("D", 3, 2, 1)],
    "output_gprime_left_out": [Quantity("delta", 4, 2), Quantity("D", 3, 2, 1)],
    "slope_of_error": [Quantity("delta", 4, 2), Quantity("D", 3, 2, 1)],
    "a_left_out": [Quantity("D", 3, 2, 1)],
    "z_for_a": [Quantity("D", 3, 2, 1)],
    "lambda_left_out": [Quantity("D", 3, 2, 1)],
    "penalty_subtracted": [Quantity("D", 3, 2, 1)],
}


@pytest.mark.parametrize("name", FAULTS)
def test_the_missing_piece_is_a_number_of_the_trace(name):
    fault, c = FAULTS[name], case()
    trace = run(c.net, c.X[1], c.Y[1], c.lam)
    for q in ELSEWHERE.get(name, WHERE[fault.kind]):
        assert all(math.isfinite(value_of(trace, piece)) for piece in fault.pieces(q, 4).values())


# By their names, the numbers in question where one came out wrong: in a hidden unit of example 3, in another one,
# in an output unit, and in a weight that leads into an output unit.
IN_QUESTION = {
    "delta.2.1@3": "m lam h=a.4.1@3 output_gprime=gprime.4.1@3 a=a.2.1@3 gprime=gprime.2.1@3 bias=Theta.1.1.0 "
    "next_bias=Theta.2.1.0 forth=Theta.2.1.1 across=Theta.2.2.1 across_turned=Theta.2.1.2 into=Theta.1.1.2 "
    "into_turned=Theta.1.2.1 next_D=D.2.1.1 next_gprime=gprime.3.1@3",
    "z.3.2": "h=a.4.1 output_gprime=gprime.4.1 a=a.3.2 gprime=gprime.3.2 bias=Theta.2.2.0 next_bias=Theta.3.1.0 "
    "forth=Theta.3.1.2 across=Theta.3.1.2 across_turned=Theta.3.2.1 into=Theta.2.2.1 into_turned=Theta.2.1.2 "
    "next_D=D.3.1.2 next_gprime=gprime.4.1",
    "a.4.2": "h=a.4.2 output_gprime=gprime.4.2 bias=Theta.3.2.0",
    "D.3.2.1": "h=a.4.2 output_gprime=gprime.4.2 gprime=gprime.4.2 bias=Theta.3.2.0 own_D=D.3.2.1 "
    "own_Theta=Theta.3.2.1 source=a.3.1",
}


@pytest.mark.parametrize("code", IN_QUESTION)
def test_what_is_in_question_is_what_its_name_says(code):
    expected = {name: quantity_of(of or name) for name, _, of in (p.partition("=") for p in IN_QUESTION[code].split())}
    fault = replace(FAULTS["uphill"], piece=" ".join(f"{{{name}}}" for name in expected))
    assert fault.pieces(quantity_of(code), 4) == expected


def test_the_target_in_question_is_that_of_the_output_unit_or_of_the_first():
    pieces = [FAULTS["output_sign"].pieces(quantity_of(code), 4)["y"] for code in ("D.3.2.1", "delta.2.2@3")]
    assert pieces == [Quantity("y", 4, 2), Quantity("y", 4, 1, example=3)]


def test_the_missing_piece_of_a_delta_without_gprime_makes_it_right():
    net, x, y = examples.lecture()
    trace = run(net, x, y)
    fault, q = FAULTS["dJda_for_delta"], Quantity("delta", 2, 2)
    (piece,) = fault.pieces(q, 4).values()
    wrong = fault.wrong(net, Forward(trace.a, trace.z), y).delta[2][1]
    assert wrong * value_of(trace, piece) == pytest.approx(value_of(trace, q), rel=1e-12)


def test_what_a_fault_returns_is_closed_for_writing():
    c = case()
    result = FAULTS["output_sign"].wrong(c.net, forward(c.net, c.X), c.Y)
    assert isinstance(result, Backward)
    with pytest.raises(ValueError, match="read-only"):
        result.D[1][0, 0] = 0.0
