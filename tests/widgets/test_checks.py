"""check(): right answers pass, wrong ones are told where, how far and, where it is known, why; no attempt raises.

The table that the run prints: of 50 random networks each, on how many does check name exactly the fault that is in a
pass, and of 1000 right answers how many it calls wrong.
"""

# ruff: noqa: PLW0108, T201 - learners print, and write lambdas

import functools
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
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
    faults,
    forward,
    numerical_gradient,
    run,
    value_of,
)
from backprop_core.faults import FAULTS, together
from backprop_widgets.checks import check
from backprop_widgets.draw.text import of_kind
from backprop_widgets.verdict import Verdict

NETWORKS = 50
RIGHT = 1000
LIKE = {"forward": "forward", "cost": "cost", "backward": "backward", "descent": "step"}
PAIRS = [
    ("sigmoid", "cross_entropy"),
    ("sigmoid", "squared_error"),
    ("softmax", "cross_entropy"),
    ("identity", "squared_error"),
]


def lecture(lam=0.0):
    net, x, y = examples.lecture()
    return run(net, x, y, lam)


def batch(lam=1.0, sizes=(3, 4, 4, 2), m=4, seed=0, **choices):
    rng = np.random.default_rng(seed)
    return random_trace(rng, sizes, m, lam, **choices)


def random_trace(rng, sizes, m, lam, **choices):
    net = Network.random(sizes, rng, scale=1.5, **choices)
    K = sizes[-1]
    if net.output == "identity":
        Y = rng.normal(size=(m, K))
    elif net.output == "softmax":
        Y = rng.dirichlet(np.ones(K), size=m)
    else:
        Y = np.where(rng.random((m, 1)) < 0.5, rng.integers(2, size=(m, K)), rng.random((m, K)))
    X = rng.normal(size=(m, sizes[0]))
    return run(net, X, Y, lam) if m > 1 else run(net, X[0], Y[0], lam)


def square_sizes(rng):
    """At least four layers, two hidden ones in a row of the same size."""
    hidden = [int(s) for s in rng.integers(2, 6, size=rng.integers(1, 3))]
    hidden.insert(int(rng.integers(len(hidden))), hidden[int(rng.integers(len(hidden)))])
    if not any(a == b for a, b in pairwise(hidden)):
        hidden[1] = hidden[0]
    return [int(rng.integers(1, 5)), *hidden, int(rng.integers(1, 4))]


def any_sizes(rng):
    return [int(s) for s in rng.integers(1, 6, size=rng.integers(2, 6))]


# The table ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def named():
    """By fault: on how many networks it alone is named, and what else was on the others."""
    result = {}
    for number, fault in enumerate(FAULTS.values()):
        rng = np.random.default_rng(number)
        count, others = 0, []
        hidden = ["tanh", "relu"] if fault.name == "sigmoid_slope" else ["sigmoid", "tanh"]  # sigmoids hide it
        for _ in range(NETWORKS):
            trace = random_trace(rng, square_sizes(rng), int(rng.integers(3, 7)), 1.0, hidden=str(rng.choice(hidden)))
            verdict = check(fault.wrong, trace, like=LIKE[fault.kind])
            if verdict.fault == fault.name:
                count += 1
            else:
                others.append(" or ".join(verdict.faults) or ("right" if verdict.ok else "wrong"))
        result[fault.name] = (count, others)
    return result


def a_right_answer(rng, number):
    """One of the forms that right answers come in, as the arguments of check."""
    output, cost_name = PAIRS[rng.integers(len(PAIRS))]
    choices = {"hidden": str(rng.choice(["sigmoid", "tanh", "relu"])), "output": output, "cost": cost_name}
    m, lam = int(rng.integers(1, 7)), float(rng.choice([0.0, 1.0, 0.3]))
    trace = random_trace(rng, any_sizes(rng), m, lam, **choices)
    fwd = Forward(trace.a, trace.z)
    match number % 10:
        case 0:
            return (backward, trace), {"like": "backward"}
        case 1:
            return (forward, trace), {"like": "forward"}
        case 2:
            return (cost, trace), {"like": "cost"}
        case 3:
            return (right_step, trace), {"like": "step", "alpha": 0.3}
        case 4:
            return (({l: d.astype(np.float32) for l, d in trace.delta.items()}, dict(trace.D)), trace), {
                "like": "backward"
            }
        case 5:
            return ([trace.D[l].tolist() for l in trace.D], trace, "D"), {}
        case 6:  # a measured gradient
            return (numerical_gradient(trace.net, trace.X, trace.Y, lam), trace, "D"), {}
        case 7:  # J by the formula with logarithms, or from a
            return (trace.J + 1e-12, trace, "J"), {}
        case 8:
            return (backward(trace.net, fwd, trace.Y, lam), trace), {"like": "backward"}
        case _:  # a number as its card shows it
            q = a_quantity(rng, trace)
            typed = of_kind(q.kind, value_of(trace, q)).replace("−", "-").replace("∞", "inf")
            return (float(typed), trace, q), {}


def a_quantity(rng, trace):
    net, kind = trace.net, str(rng.choice(["z", "a", "delta", "D", "Delta", "Theta", "J"]))
    if kind == "J":
        return Quantity("J")
    l = int(rng.integers(1, net.L)) + (kind in ("z", "a", "delta"))
    if kind in ("D", "Delta", "Theta"):
        return Quantity(kind, l, int(rng.integers(1, net.sizes[l] + 1)), int(rng.integers(0, net.sizes[l - 1] + 1)))
    t = int(rng.integers(1, trace.m + 1)) if trace.X.ndim == 2 else None
    return Quantity(kind, l, int(rng.integers(1, net.sizes[l - 1] + 1)), example=t)


@pytest.fixture(scope="module")
def called_wrong():
    rng = np.random.default_rng(2026)
    answers = (a_right_answer(rng, number) for number in range(RIGHT))
    verdicts = [check(*args, **options) for args, options in answers]
    return [verdict for verdict in verdicts if not verdict.ok]


def test_the_table_is_printed(named, called_wrong, tell):
    lines = [f"{name:26} {count / NETWORKS:6.0%}   {', '.join(others)}" for name, (count, others) in named.items()]
    tell("\n".join([
        f"check() names exactly this fault, on {NETWORKS} random networks (m >= 3, lambda = 1, L >= 4,",
        "a square hidden pair); on the others it said:",
        *lines,
        f"right answers called wrong: {len(called_wrong)} of {RIGHT}",
        "\nWhere faults look alike, or look right, and check() names all of them, or none:",
        faults.__doc__[faults.__doc__.index("\n====") :],
    ]))  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_on_19_of_20_networks_at_least(named, name):
    assert named[name][0] >= 0.95 * NETWORKS


def test_no_right_answer_is_called_wrong(called_wrong):
    assert [verdict.message for verdict in called_wrong] == []


def test_that_count_would_notice_a_wrong_one():
    trace = batch()
    assert not check({l: 1.0001 * D for l, D in trace.D.items()}, trace, "D").ok


# Where faults look alike, all are named ----------------------------------------------------------------------------


def names_on(fault, trace):
    return set(check(FAULTS[fault].wrong, trace, like=LIKE[FAULTS[fault].kind]).faults)


def test_with_one_hidden_layer_and_delta_alone_both_candidates_are_named():
    trace = batch(sizes=(3, 4, 2))
    wrong = FAULTS["gprime_left_out"].wrong(trace.net, Forward(trace.a, trace.z), trace.Y, trace.lam)
    verdict = check({"delta": wrong.delta}, trace, like="backward")
    assert set(verdict.faults) == {"gprime_left_out", "dJda_for_delta"}
    assert verdict.fault is None
    assert "can't be told apart here" in verdict.message
    assert check(wrong, trace, like="backward").fault == "gprime_left_out"


def test_a_z_of_layer_2_without_its_bias_has_two_candidates_and_its_a_has_one():
    assert set(check(0.93, lecture(), "z.2.1").faults) == {"bias_left_out", "bias_after_g"}
    assert check(0.717, lecture(), "a.2.1").faults == ("bias_left_out",)


def test_where_every_y_is_0_a_missing_minus_and_a_bracket_too_early_are_both_named():
    some = batch()
    trace = run(some.net, some.X, np.zeros_like(some.Y), 1.0)
    assert names_on("minus_missing", trace) == names_on("bracket_too_early", trace)
    assert names_on("minus_missing", trace) == {"minus_missing", "bracket_too_early"}


@pytest.mark.parametrize("name", ["averaged_twice", "last_example_only", "m_left_out", "lambda_not_over_m"])
def test_a_fault_about_m_is_right_on_a_single_example(name):
    assert check(FAULTS[name].wrong, batch(m=1), like="backward").ok


@pytest.mark.parametrize("name", ["lambda_not_over_m", "bias_penalised"])
def test_a_fault_about_lambda_is_right_without_it(name):
    assert check(FAULTS[name].wrong, batch(lam=0.0), like="backward").ok
    assert check(FAULTS[name].wrong, batch(lam=1.0), like="backward").fault == name


@pytest.mark.parametrize("name", ["transpose_forgotten", "gprime_left_out", "wrong_column_dropped"])
def test_a_fault_of_the_hidden_delta_is_right_without_a_hidden_layer(name):
    assert check(FAULTS[name].wrong, batch(sizes=(3, 2)), like="backward").ok


# Functions ---------------------------------------------------------------------------------------------------------


def my_forward(net, X):
    """As a learner writes it."""
    a, z = {1: X}, {}
    for l in net.Theta:
        z[l + 1] = np.hstack([np.ones((len(X), 1)), a[l]]) @ net.Theta[l].T
        a[l + 1] = 1 / (1 + np.exp(-z[l + 1]))
    return a, z


def my_cost(net, fwd, Y, lam):
    h, m = fwd.a[net.L], len(Y)
    penalty = sum((Theta[:, 1:] ** 2).sum() for Theta in net.Theta.values())
    return -(Y * np.log(h) + (1 - Y) * np.log(1 - h)).sum() / m + lam / (2 * m) * penalty


def my_backward(net, fwd, Y, lam):
    m, L, a = len(Y), net.L, fwd.a
    delta = {L: a[L] - Y}
    for l in range(L - 1, 1, -1):
        delta[l] = (delta[l + 1] @ net.Theta[l])[:, 1:] * a[l] * (1 - a[l])
    D = {}
    for l in net.Theta:
        weights = net.Theta[l]
        weights[:, 0] = 0  # much code does that
        D[l] = (delta[l + 1].T @ np.hstack([np.ones((m, 1)), a[l]]) + lam * weights) / m
    return delta, D


def right_step(net, X, Y, lam, alpha):
    return list(descent(net, X, Y, alpha=alpha, lam=lam, steps=1))[-1].net


def my_step(net, X, Y, lam, alpha):
    D = backward(net, forward(net, X), Y, lam).D
    return {l: net.Theta[l] - alpha * D[l] for l in D}


@pytest.mark.parametrize(
    ("function", "like"),
    [(my_forward, "forward"), (my_cost, "cost"), (my_backward, "backward"), (my_step, "step")],
)
def test_a_learners_right_function_is_right(function, like):
    verdict = check(function, like=like)
    assert verdict.ok
    assert verdict.fault is None
    assert verdict.message.startswith(f"{function.__name__} gives every number right, on networks 2-2-2-1, 2-3-2-1")


def test_the_networks_it_is_tried_on_are_square_and_not_with_lambda_and_without():
    seen = []

    def watcher(net, fwd, Y, lam):
        seen.append((net.sizes, len(Y), lam))
        return backward(net, fwd, Y, lam)

    assert check(watcher, like="backward").ok
    assert all(m >= 3 for _, m, _ in seen)
    assert [lam for *_, lam in seen] == sorted(lam for *_, lam in seen)
    deep = [sizes for sizes, _, lam in seen if lam == 1 and len(sizes) >= 4]
    squares = [[a == b for a, b in pairwise(sizes[1:])] for sizes in deep]
    assert any(map(any, squares))
    assert not all(map(any, squares))


def test_a_transpose_that_is_forgotten_everywhere_is_named_though_it_raises_on_most_networks():
    def my_backward(net, fwd, Y, lam):
        delta = {net.L: fwd.a[net.L] - Y}
        for l in range(net.L - 1, 1, -1):
            delta[l] = delta[l + 1] @ net.Theta[l][:, 1:].T * fwd.a[l] * (1 - fwd.a[l])
        return {"delta": delta}

    verdict = check(my_backward, like="backward")
    assert verdict.fault == "transpose_forgotten"
    assert "my_backward stopped with ValueError" in verdict.message
    assert "delta[l] = delta[l + 1] @ net.Theta[l][:, 1:].T * fwd.a[l] * (1 - fwd.a[l])" in verdict.message
    assert "Where the shapes fit: " in verdict.message
    assert "Traceback" not in repr(verdict)


def test_two_faults_at_once_are_both_named():
    both = together([FAULTS["output_sign"], FAULTS["bias_penalised"]])
    verdict = check(both, like="backward")
    assert verdict.fault == "output_sign + bias_penalised"
    assert "two slips at once" in verdict.message


def test_a_fault_with_something_else_in_the_penalty_is_named_for_lambda_0():
    def f(net, fwd, Y, lam):
        return FAULTS["gprime_left_out"].wrong(net, fwd, Y, 2.2 * lam)

    verdict = check(f, like="backward")
    assert verdict.fault == "gprime_left_out"
    assert "With λ = 0 these are exactly" in verdict.message
    assert verdict.message.endswith("With λ = 1 something else is wrong too.")


def test_the_message_says_which_unit_comes_first_how_it_differs_and_what_is_missing():
    verdict = check(FAULTS["gprime_left_out"].wrong, like="backward")
    first, named = verdict.message.splitlines()
    assert first.startswith("On 2-2-2-1 with 4 examples, λ = 0: δ₁⁽³⁾ of example 1 is ")
    assert first.endswith("Right so far: δ⁽⁴⁾.")
    assert "“g′ left out of the hidden δ”: δ⁽ˡ⁾ = (Θ⁽ˡ⁾)ᵀ δ⁽ˡ⁺¹⁾, without g′(z⁽ˡ⁾)." in named
    assert "Here left out: g′(z₁⁽³⁾) of example 1 = 0." in named


def test_a_fault_at_the_output_shows_its_number_at_the_output_even_where_a_hidden_one_was_asked_for():
    trace = lecture()
    verdict = check(-0.0588, trace, "delta.2.2")
    assert verdict.fault == "output_sign"
    assert "Here a₁⁽⁴⁾ = 0.454 minus y₁ = 1.00 was taken the other way round." in verdict.message


def test_numbers_that_are_all_twice_too_large_are_told_so():
    def f(net, fwd, Y, lam):
        return {l: 2 * D for l, D in backward(net, fwd, Y, lam).D.items()}

    verdict = check(f, like="backward")
    assert verdict.fault is None
    assert verdict.message.endswith("That is 2 times what is right, all of it.")


@pytest.mark.parametrize("choices", [{"hidden": "tanh"}, {"output": "softmax"}, {"m": 1}, {"sizes": [2, 2, 2, 1]}])
def test_what_networks_it_is_tried_on_can_be_chosen(choices):
    seen = []

    def f(net, fwd, Y, lam):
        seen.append((net, np.shape(Y)))
        return backward(net, fwd, Y, lam)

    assert check(f, like="backward", **choices).ok
    for net, shape in seen:
        assert net.hidden == choices.get("hidden", "sigmoid")
        assert net.output == choices.get("output", "sigmoid")
        assert net.sizes == (2, 2, 2, 1) or "sizes" not in choices
        assert (len(shape) == 1) == (choices.get("m") == 1)


def test_a_function_for_one_example_is_right_there():
    def one(net, fwd, y, lam):
        delta = {net.L: fwd.a[net.L] - y}
        for l in range(net.L - 1, 1, -1):
            delta[l] = (net.Theta[l].T @ delta[l + 1])[1:] * fwd.a[l] * (1 - fwd.a[l])
        return {"delta": {l: d[:, None] for l, d in delta.items()}}  # as columns

    assert check(one, like="backward", m=1).ok


def test_a_function_without_lambda_is_tried_without_it():
    verdict = check(lambda net, fwd, Y: backward(net, fwd, Y), like="backward")
    assert verdict.ok
    assert verdict.message.endswith("with λ = 0.")


# What may come back ------------------------------------------------------------------------------------------------


def forms(bwd):
    delta, Delta, D = (dict(layers) for layers in (bwd.delta, bwd.Delta, bwd.D))
    first = min(delta)
    up = [delta[l] for l in sorted(delta)]
    return {
        "Backward": bwd,
        "(delta, D)": (delta, D),
        "[delta, D]": [delta, D],
        "(delta, Delta, D)": (delta, Delta, D),
        "(list, dict)": (up, D),
        "lists": (up, [D[l] for l in sorted(D)]),
        "a list indexed by the layer": ([None] * first + up, D),
        "a dict by name": {"delta": delta, "D": D},
        "an object": SimpleNamespace(delta=delta, D=D),
        "D": D,
        "D as a tuple of arrays": tuple(D[l] for l in sorted(D)),
        "D as nested lists": {l: v.tolist() for l, v in D.items()},
        "float32": ({l: v.astype(np.float32) for l, v in delta.items()}, {l: v.astype("f4") for l, v in D.items()}),
        "objects": {l: v.astype(object) for l, v in D.items()},
        "with a layer too many": ({1: np.zeros(2), **delta}, D),
    }


@pytest.mark.parametrize("form", forms(Backward({2: np.ones(1)}, {}, {1: np.ones((1, 1))})))
def test_what_my_backward_may_return(form):
    assert check(lambda net, fwd, Y, lam: forms(backward(net, fwd, Y, lam))[form], like="backward").ok


@pytest.mark.parametrize(
    "form",
    {
        "Forward": lambda f: f,
        "(a, z)": lambda f: (dict(f.a), dict(f.z)),
        "a": lambda f: dict(f.a),
        "lists": lambda f: (list(f.a.values()), list(f.z.values())),
        "lists without x": lambda f: (list(f.a.values())[1:], list(f.z.values())),
        "the output alone": lambda f: f.a[max(f.a)],
    }.items(),
    ids=lambda item: item[0],
)
def test_what_my_forward_may_return(form):
    assert check(lambda net, X: form[1](forward(net, X)), like="forward").ok


@pytest.mark.parametrize("form", [float, np.float32, np.asarray, lambda J: np.array([J]), lambda J: [J]])
def test_what_my_cost_may_return(form):
    assert check(lambda net, fwd, Y, lam: form(cost(net, fwd, Y, lam)), like="cost").ok


@pytest.mark.parametrize("form", [lambda n: n, lambda n: n.Theta, lambda n: list(n.Theta.values())])
def test_what_my_step_may_return(form):
    assert check(lambda *given: form(right_step(*given)), like="step").ok


def test_integers_are_numbers():
    net = Network([[[0, 1]], [[0, 1]]], hidden="relu", output="identity", cost="squared_error")
    trace = run(net, [3.0], [1.0])
    assert check(np.array([2]), trace, "delta.3").ok
    assert check(2, trace, "delta.2.1").ok
    assert check({1: [[2, 6]], 2: [[2, 6]]}, trace, "D").ok


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        (lambda b: (b.delta, b.Delta, b.D, 1), "4 things came back: return (delta, D) or (delta, Delta, D)."),
        (lambda b: ({l: v.T for l, v in b.delta.items()}, b.D), "Yours is the transpose of that."),
        (
            lambda b: ({l: np.hstack([v[:, :1], v]) for l, v in b.delta.items()}, b.D),
            "but it should have (4, 1): a row for each of the 4 examples, a column for the one unit of layer 4. One",
        ),
        (
            lambda b: {l: v[:, 1:] for l, v in b.D.items()},
            "a column for the bias and each unit of layer 3. One column too few: the bias column comes first.",
        ),
        (lambda b: (b.delta, {l - 1: v for l, v in b.D.items()}), "D has the layers 0, 1, 2, but layers count from 1"),
        (lambda b: ({4: b.delta[4]}, b.D), "Still missing: δ⁽³⁾, δ⁽²⁾. What is there is right."),
        (lambda b: (b.delta, {}), "Still missing: D⁽³⁾, D⁽²⁾, D⁽¹⁾. What is there is right."),
        (lambda b: (b.delta, [b.D[1]]), "D is a list of 1, but there are 3 layers of it, 1, 2, 3"),
        (lambda b: (b.delta, 3.0), "D is a float: give a dict with the layers 1, 2, 3."),
        (lambda b: (b.delta, dict.fromkeys(b.D, "D")), "D⁽³⁾ is text"),
        (lambda b: (b.delta, {l: [[1, 2], [3]] for l in b.D}), "D⁽³⁾ has rows of unequal length."),
        (lambda b: (b.delta, {l: v * 1j for l, v in b.D.items()}), "D⁽³⁾ holds complex128, not real numbers."),
        (lambda b: (b.delta, {l: [object()] for l in b.D}), "D⁽³⁾ holds object, not numbers."),
        (lambda b: (b.delta, {l: v * np.nan for l, v in b.D.items()}), "D₁₀⁽³⁾ is not a number, but right is "),
        (lambda b: (n for n in b.D), "D is a generator"),
    ],
)
def test_what_is_said_about_the_form(returned, said):
    verdict = check(lambda net, fwd, Y, lam: returned(backward(net, fwd, Y, lam)), like="backward")
    assert verdict.ok is False
    assert said in verdict.message


def test_a_list_from_the_last_layer_down_is_told_from_one_that_goes_up():
    verdict = check(lambda *given: [backward(*given).D[l] for l in (3, 2, 1)], like="backward", sizes=[2, 3, 2, 1])
    assert "D is listed from layer 3 down: list it from layer 1 up, or use a dict." in verdict.message


# Never raising, never hurting --------------------------------------------------------------------------------------


def stub_none(net, fwd, Y, lam):
    return None


def stub_ellipsis(net, fwd, Y, lam): ...


def stub_raises(net, fwd, Y, lam):
    raise NotImplementedError("write this")


def stub_partly(net, fwd, Y, lam):
    return ..., NotImplemented


@pytest.mark.parametrize("stub", [stub_none, stub_ellipsis, stub_raises, stub_partly])
def test_an_untouched_stub_is_not_attempted_and_no_more_is_said(stub):
    verdict = check(stub, like="backward")
    assert verdict.ok is None
    assert verdict.fault is None
    assert repr(verdict).startswith(f"– Not attempted yet: {stub.__name__}")
    assert len(repr(verdict).splitlines()) == 1


@pytest.mark.parametrize("blank", [None, ..., NotImplemented, [], {}, (None, None), {2: ..., 3: None}])
def test_a_blank_is_not_attempted(blank):
    assert check(blank, lecture(), "delta").ok is None
    assert check(blank, lecture(), "delta.2.2").ok is None
    assert check(blank, lecture(), like="backward").ok is None
    assert check(blank, like="backward").ok is None


def raises(error):
    def f(net, fwd, Y, lam):
        raise error

    return f


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (raises(KeyError(1)), "f stopped with KeyError: 1, in line "),
        (raises(ValueError()), "f stopped with ValueError, in line "),
        (raises(SystemExit(3)), "f stopped with SystemExit: 3"),
        (raises(RecursionError("too deep\nreally")), "f stopped with RecursionError: too deep, in line"),
        (lambda net, X: 0, "your function takes other arguments: it is called with (net, fwd, Y, lam)."),
        (3.0, "This is no function. One is asked for that is called with (net, fwd, Y, lam)."),
        ("text", "This is no function."),
        (backward(*[examples.lecture()[0], forward(*examples.lecture()[:2]), 1.0]), "This is no function."),
        (Network, "Network stopped with"),
    ],
)
def test_no_attempt_raises(answer, said):
    verdict = check(answer, like="backward")
    assert not verdict.ok
    assert said in verdict.message
    assert "Traceback" not in repr(verdict) + verdict._repr_html_()


class Refuses:
    """An object that lets nothing be done with it."""

    def __array__(self, *args, **kwargs):
        raise RuntimeError("no array")

    def __len__(self):
        raise RuntimeError("no length")


STRANGE = [
    "",
    b"bytes",
    {1, 2},
    iter([1]),
    {"delta": 1, "D": 2},
    {"x": 1},
    {None: 1},
    {1.5: [1], "1": 2},
    [[None, 1], [2]],
    [[], [[]]],
    [1, [2, [3]]],
    np.zeros(0),
    np.zeros((2, 0)),
    np.zeros((1, 1, 1, 1)),
    np.array(None),
    np.array([None, 1.0], dtype=object),
    np.array(["a"]),
    np.datetime64("2026-01-01"),
    np.ma.masked_array([1.0, 2.0], mask=[True, False]),
    np.recarray((2,), dtype=[("a", float)]),
    10**400,
    1e308,
    -0.0,
    float("inf"),
    float("-inf"),
    1 + 2j,
    True,
    Decimal("0.0588"),
    Fraction(1, 3),
    object(),
    Refuses(),
    SimpleNamespace(delta=None, D=None),
    SimpleNamespace(delta=1, D="x", Delta=Refuses()),
    SimpleNamespace(a=1, z=2),
    SimpleNamespace(Theta=5),
    Network([[[0.0, 1.0]]]),
    (1, 2),
    (1, 2, 3, 4),
    ({}, {}, {}),
    ({2: 1}, [1]),
    np,
    range(3),
]


@pytest.mark.parametrize("strange", STRANGE, ids=lambda strange: f"{type(strange).__name__}")
def test_no_object_makes_it_raise(strange):
    one, many = lecture(), batch()
    for verdict in [
        *(
            check(strange, trace, of)
            for trace in (one, many)
            for of in ("delta", "delta.3", "D", "J", "a", "Theta.1.1.0")
        ),
        check(strange, one, "delta.2.2"),
        *(check(strange, trace, like=like) for trace in (one, many) for like in LIKE.values()),
        *(check(lambda *given: strange, like=like) for like in LIKE.values()),
    ]:
        assert not verdict.ok or strange == Decimal("0.0588")
        assert repr(verdict)
        assert verdict._repr_html_()
        assert isinstance(verdict.marks, dict)


def test_the_line_that_is_shown_is_the_learners_innermost_one():
    def helper(a):
        return a[7]

    def f(net, fwd, Y, lam):
        return helper(fwd.a)

    assert check(f, like="backward").message.endswith(": return a[7].")


def test_a_line_inside_numpy_is_told_by_the_learners_line_that_led_there():
    def f(net, fwd, Y, lam):
        return np.linalg.norm(fwd.a[2], ord="colour")

    assert check(f, like="backward").message.endswith('return np.linalg.norm(fwd.a[2], ord="colour").')


def test_a_partial_function_and_an_object_that_can_be_called_are_functions():
    class Mine:
        def __call__(self, net, fwd, Y, lam):
            return backward(net, fwd, Y, lam)

    assert check(Mine(), like="backward").ok
    assert check(functools.partial(backward), like="backward").ok


def test_a_loop_without_end_is_stopped_and_the_rest_is_not_tried():
    tried = []

    def f(net, fwd, Y, lam):
        tried.append(net)
        while True:
            pass

    verdict = check(f, like="backward")
    assert len(tried) == 1
    assert verdict.message.endswith("f was stopped: it was still running after 1 s. Is there a loop without end?")


def test_an_interrupt_comes_through():
    with pytest.raises(KeyboardInterrupt):
        check(raises(KeyboardInterrupt()), like="backward")


def test_what_the_function_writes_into_is_its_own_copy():
    trace = batch()
    before = [array.copy() for array in [trace.X, trace.Y, *trace.a.values(), *trace.net.Theta.values()]]

    def spoil(net, fwd, Y, lam):
        result = backward(net, Forward(dict(fwd.a), dict(fwd.z)), Y, lam)
        for array in [Y, *fwd.a.values(), *fwd.z.values(), *net.Theta.values()]:
            array[...] = 7.0
        return result

    def spoil_forward(net, X):
        result = forward(net, X.copy())
        X *= 0
        return result

    assert check(spoil, trace, like="backward").ok
    assert check(spoil_forward, trace, like="forward").ok
    assert check(spoil, like="backward").ok
    assert check(backward, like="backward").ok
    after = [trace.X, trace.Y, *trace.a.values(), *trace.net.Theta.values()]
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_there_is_no_trace_to_read_the_answer_from():
    seen = []

    def spy(*given):
        seen.extend(given)
        return backward(*given)

    assert check(spy, like="backward").ok
    assert {type(thing) for thing in seen} == {Network, Forward, np.ndarray, float}


def test_what_a_function_prints_is_kept_for_the_network_that_the_message_is_about(capsys):
    def f(net, fwd, Y, lam):
        print("delta of", net.sizes)
        return None if net.sizes == (2, 3, 2, 1) else backward(net, fwd, Y, lam)

    verdict = check(f, like="backward")
    assert verdict.printed == "delta of (2, 3, 2, 1)\n"
    assert "nothing came back" in verdict.message
    assert repr(verdict).endswith("It printed:\ndelta of (2, 3, 2, 1)")
    assert capsys.readouterr().out == ""


def test_much_that_is_printed_is_cut():
    def f(net, fwd, Y, lam):
        print("x" * 10_000)
        return backward(net, fwd, Y, lam)

    assert len(check(f, like="backward").printed) < 1000


def test_a_division_by_zero_in_a_learners_function_shows_in_its_numbers_not_as_a_warning():
    def f(net, fwd, Y, lam):
        return np.log(np.zeros(1))[0]

    assert "J is −∞, but right is" in check(f, like="cost").message


# Numbers and arrays ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "of"),
    [
        (0.0588, "delta.2.2"),
        (0.0589, "delta.2.2"),  # off by one in the last digit
        (0.05885, "delta.2.2"),
        (np.float32(0.0588), Quantity("delta", 2, 2)),
        (0.95 * -0.5465 * 0.2134, "delta.3.1"),  # computed from numbers as they are printed
        ([0.0588], "delta.2.2"),
        (-0.1108, "delta.3.1"),
        (1.23, "z.2.1"),
        (0.774, "a.2.1"),
        (0.7908, "J"),
        (-0.378, "D.3.1.1"),
        (0.2163, "gprime.2.2"),
        (0.272, "dJda.2.2"),
        (-0.5, "Theta.1.1.2"),
        ([-0.1108, 0.1768], "delta.3"),
        (np.array([[-0.1108], [0.1768]]), "delta.3"),
        ({2: [-0.0448, 0.0588], 3: (-0.1108, 0.1768), 4: -0.5465}, "delta"),
        ([-0.5465], "delta.4"),
    ],
)
def test_right_numbers_in_the_digits_that_are_printed(answer, of):
    trace = lecture()
    if of == "delta":
        answer = {**answer, 2: [round(float(d), 4) for d in trace.delta[2]]}
    verdict = check(answer, trace, of)
    assert verdict.ok, verdict


def test_a_new_weight_after_a_step():
    trace = lecture()
    right = trace.net.weight(3, 1, 1) - 0.5 * trace.D[3][0, 1]
    assert check(round(float(right), 2), trace, "Theta.3.1.1", like="step", alpha=0.5).ok
    uphill = trace.net.weight(3, 1, 1) + 0.5 * trace.D[3][0, 1]
    assert check(float(uphill), trace, "Theta.3.1.1", like="step", alpha=0.5).fault == "uphill"


def test_numbers_of_one_example_in_a_batch():
    trace = batch()
    assert check(float(trace.delta[3][2, 1]), trace, "delta.3.2@3").ok
    assert check(trace.delta[3][2], trace, "delta.3@3").ok
    assert check(trace.delta[3], trace, "delta.3").ok
    assert not check(trace.delta[3], trace, "delta.3@3").ok


@pytest.mark.parametrize(
    ("answer", "of", "fault"),
    [
        (0.272, "delta.2.2", "dJda_for_delta"),
        (-0.0588, "delta.2.2", "output_sign"),
        (-0.7908, "J", "minus_missing"),
        (0.717, "a.2.1", "bias_left_out"),
        (0.5465, "delta.4.1", "output_sign"),
        (-0.1355, "delta.4.1", "extra_gprime"),
        (-0.5465, "D.3.1.1", "a_left_out"),
    ],
)
def test_the_misconception_in_a_number_typed_by_hand_is_named(answer, of, fault):
    verdict = check(answer, lecture(), of)
    assert verdict.ok is False
    assert verdict.fault == fault


def test_the_answer_itself_is_not_given_away():
    verdict = check(0.272, lecture(), "delta.2.2")
    assert verdict.message.startswith("δ₂⁽²⁾ is not +0.2720: that is too large by 0.213.")
    assert "0.0588" not in repr(verdict)


@pytest.mark.parametrize(
    ("answer", "of", "said"),
    [
        (0.06, "delta.2.2", "0.06 is right as far as it goes: give δ₂⁽²⁾ with 4 decimals."),
        (0.8, "J", "0.8 is right as far as it goes: give J with 4 decimals."),
        (0.774, "z.2.1", "That is the value of a₁⁽²⁾."),
        (0.4, "Theta.1.1.2", "That is the value of Θ₂₁⁽¹⁾."),
        ("0.0588", "delta.2.2", "δ₂⁽²⁾ is text: write the number without quotes."),
        ((0, 588), "delta.2.2", "2 numbers came: the decimal sign is a point, not a comma."),
        (float("nan"), "delta.2.2", "δ₂⁽²⁾ is not a number: something was divided by 0, or log 0 taken."),
        (
            [1, 2, 3],
            "delta.3",
            "δ⁽³⁾ has shape (3,), but it should have (2,): one number for each of the 2 units of layer 3.",
        ),
        ({4: [-0.5465]}, "delta", "Still missing: δ⁽³⁾, δ⁽²⁾. What is there is right."),
        (forward, "delta.2.2", "this is a function: call it, and give what it returns."),
    ],
)
def test_what_is_said_about_other_slips(answer, of, said):
    verdict = check(answer, lecture(), of)
    assert verdict.ok is False
    assert verdict.fault is None
    assert said in verdict.message


def test_a_fault_too_small_for_the_last_digit_is_seen_in_a_computed_number():
    """Updated too early changes this delta by 0.6 in 1000: typed it passes, computed it is named."""
    trace = lecture()
    wrong = FAULTS["updated_too_early"].wrong(trace.net, Forward(trace.a, trace.z), trace.Y, alpha=0.001)
    right, off = float(trace.delta[3][0]), float(wrong.delta[3][0])
    assert 0 < abs(off / right - 1) < 1e-3
    assert check(round(off, 4), trace, "delta.3.1").ok
    assert check(off, trace, "delta.3.1", like="step", alpha=0.001).fault == "updated_too_early"


@pytest.mark.parametrize(
    ("args", "options", "said"),
    [
        ((0.1, None, "delta.2.2"), {}, "needs the trace"),
        ((0.1,), {}, "needs to know what is asked"),
        ((0.1, "trace", "beta.2"), {}, "names no number"),
        ((0.1, "trace", "delta.9.1"), {}, "layer"),
        ((0.1, "trace", "delta.1"), {}, "layer"),
        ((0.1, "trace"), {"like": "backwards"}, "forward, cost, backward, step"),
        ((backward,), {"like": "backward", "m": 0}, "m is 0"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(args, options, said):
    args = [lecture() if argument == "trace" else argument for argument in args]
    with pytest.raises((ValueError, TypeError), match=said):
        check(*args, **options)


# The verdict -------------------------------------------------------------------------------------------------------


def test_a_verdict_prints_the_same_each_time_and_escapes_what_the_learner_wrote():
    def f(net, fwd, Y, lam):
        raise ValueError("<b>")

    once, again = (check(f, like="backward") for _ in range(2))
    assert repr(once) == repr(again)
    assert once._repr_html_() == again._repr_html_()
    assert "<b>" not in once._repr_html_()
    assert "&lt;b&gt;" in once._repr_html_()
    assert "0x" not in repr(once)


@pytest.mark.parametrize(
    ("answer", "head"), [(0.0588, "✓ Right:"), (0.5, "✗ Not yet:"), (None, "– Not attempted yet:")]
)
def test_a_verdict_says_in_words_what_it_is(answer, head):
    verdict = check(answer, lecture(), "delta.2.2")
    assert repr(verdict).startswith(head)
    assert f"<strong>{head}</strong>" in verdict._repr_html_()


def test_the_marks_say_of_each_number_whether_it_is_right():
    trace = lecture()
    wrong = FAULTS["dJda_for_delta"].wrong(trace.net, Forward(trace.a, trace.z), trace.Y)
    marks = check(wrong, trace, like="backward").marks
    assert marks["delta.4.1"]
    assert not marks["delta.2.2"]
    assert marks["D.1.2.0"]
    assert len(marks) == 5 + 2 * (6 + 6 + 3)
    assert check(0.1, trace, "delta.2.2").marks == {"delta.2.2": False}
    assert check(-0.79, trace, "J").marks == {"J": False}


def test_a_verdict_is_a_plain_object():
    assert isinstance(check(None, lecture(), "J"), Verdict)
