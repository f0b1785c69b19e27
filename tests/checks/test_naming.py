"""Of the faults that people make, check names the one that is there; of right answers it calls none wrong.

The table that the run prints: of 10 random networks each, or of 50, on how many does check name exactly the fault that
is in a pass, and of 300 right answers, or of 1000, how many it calls wrong. Where faults look alike, all are named.
"""

import numpy as np
import pytest

from backprop_core import Forward, Quantity, backward, cost, forward, numerical_gradient, run, value_of
from backprop_core.costs import PAIRS
from backprop_core.faults import FAULTS
from backprop_widgets import check
from backprop_widgets.notation.text import of_kind
from tests.networks import how_many, random_trace

from .traces import LIKE, any_sizes, batch, lecture, right_step, square_sizes

NETWORKS = how_many(10, 50)
RIGHT = how_many(300, 1000)
NOT_SIGMOID = {"hidden": ("tanh", "relu")}
SOFTMAX = {"output": ("softmax",), "outputs": (2, 4)}
SQUARED = {"cost": ("squared_error",)}
# What it takes for a fault to show, and to be told from every other.
SHOWS_WITH = {
    "sigmoid_slope": NOT_SIGMOID,
    "sigmoid_in_hidden_layers": NOT_SIGMOID,
    "softmax_over_everything": SOFTMAX,
    "softmax_over_examples": SOFTMAX,
    "sigmoid_for_softmax": SOFTMAX,
    "output_gprime_left_out": SQUARED,
    "square_not_halved": SQUARED,
    "mean_over_outputs": {"outputs": (2, 4)},
    "outputs_mixed": {"outputs": (2, 4)},
    "every_pair": {"outputs": (1, 2)},
    "transpose_forgotten": {"sizes": (3, 2, 2, 3, 1)},
    "reshape_for_transpose": {"sizes": (3, 2, 3, 2, 1)},
    "previous_theta": {"sizes": (3, 3, 3, 3)},
    "a_of_next_layer": {"sizes": (3, 3, 3, 3)},
}


def showing(rng, fault):
    """A network with examples on which a fault shows."""
    needs = SHOWS_WITH.get(fault.name, {})
    sizes = list(needs.get("sizes", square_sizes(rng)))
    if "outputs" in needs:
        sizes[-1] = int(rng.integers(*needs["outputs"]))
    choices = {"hidden": ("sigmoid", "tanh"), **{k: v for k, v in needs.items() if k in ("hidden", "output", "cost")}}
    chosen = {name: str(rng.choice(values)) for name, values in choices.items()}
    return random_trace(rng, sizes, int(rng.integers(3, 7)), 1.0, **chosen)


@pytest.fixture(scope="module")
def named():
    """By fault: on how many networks it alone is named, and what else was on the others."""
    result = {}
    for number, fault in enumerate(FAULTS.values()):
        rng = np.random.default_rng(number)
        count, others = 0, []
        for _ in range(NETWORKS):
            trace = showing(rng, fault)
            verdict = check(fault.wrong, trace, like=LIKE[fault.kind])
            if verdict.fault == fault.name:
                count += 1
            else:
                others.append(" or ".join(verdict.faults) or ("right" if verdict.ok else "wrong"))
        result[fault.name] = (count, others)
    return result


def a_right_answer(rng, number):
    """One of the forms that right answers come in, as the arguments of check."""
    output, cost_name = list(PAIRS)[rng.integers(len(PAIRS))]
    choices = {"hidden": str(rng.choice(["sigmoid", "tanh", "relu"])), "output": output, "cost": cost_name}
    m, lam = int(rng.integers(1, 7)), float(rng.choice([0.0, 1.0, 0.3]))
    trace = random_trace(rng, any_sizes(rng), m if m > 1 else None, lam, **choices)
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
    lines = [f"{name:27} {count / NETWORKS:6.0%}   {', '.join(others)}" for name, (count, others) in named.items()]
    tell("\n".join([
        f"check() names exactly this fault, on {NETWORKS} random networks (m >= 3, lambda = 1, L >= 4,",
        "a square hidden pair); on the others it said:",
        *lines,
        f"right answers called wrong: {len(called_wrong)} of {RIGHT}",
    ]))  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_alone_is_named_on_all_networks_but_one_in_50(named, name):
    assert named[name][0] >= NETWORKS - NETWORKS // 50


def test_no_right_answer_is_called_wrong(called_wrong):
    assert [verdict.message for verdict in called_wrong] == []


def test_that_count_would_notice_a_wrong_one():
    trace = batch()
    assert not check({l: 1.0001 * D for l, D in trace.D.items()}, trace, "D").ok


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
    assert check(FAULTS[name].wrong, batch(m=None), like="backward").ok


@pytest.mark.parametrize("name", ["lambda_not_over_m", "bias_penalised"])
def test_a_fault_about_lambda_is_right_without_it(name):
    assert check(FAULTS[name].wrong, batch(lam=0.0), like="backward").ok
    assert check(FAULTS[name].wrong, batch(lam=1.0), like="backward").fault == name


@pytest.mark.parametrize("name", ["transpose_forgotten", "gprime_left_out", "wrong_column_dropped"])
def test_a_fault_of_the_hidden_delta_is_right_without_a_hidden_layer(name):
    assert check(FAULTS[name].wrong, batch(sizes=(3, 2)), like="backward").ok
