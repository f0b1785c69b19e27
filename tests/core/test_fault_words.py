"""What is said of a fault is true of the network that it is said of: its formulas are computed, on every legal one."""

import itertools
import re
from types import SimpleNamespace

import numpy as np
import pytest

from backprop_core import Network, cost, run
from backprop_core.activations import HIDDEN
from backprop_core.costs import PAIRS
from backprop_core.faults import FAULTS
from backprop_core.line_by_line import RIGHT, penalised

from . import judge

NETWORKS = list(itertools.product(HIDDEN, PAIRS, (0.0, 0.7), (1, 4)))  # hidden, (output, cost), λ, m
NAMES = {"sigmoid": "the sigmoid", "tanh": "tanh", "relu": "ReLU"}


def trace_of(hidden, pair, lam, m, sizes=(2, 3, 3, 2)):
    rng = np.random.default_rng(7)
    net = Network.random(sizes, rng, scale=1.5, hidden=hidden, output=pair[0], cost=pair[1])
    return run(net, rng.normal(size=(m, sizes[0])), judge.random_labels(rng, pair[0], m, sizes[-1]), lam)


# A formula as it is written, computed


TOKEN = re.compile(r"g'\([az]\)|log₁₀|log|Σ|²|\d+|[ayzehmKλΔΘ]|[()\[\]+−·/]")


def computed(formula, names):
    """The value of a formula in which factors stand side by side: 'a (1 − a)', '(a − y) g'(z)', '−(1/m) Σ y log h'."""
    text = re.sub(r"(log(?:₁₀)?) ([ayh])", r"\1(\2)", re.sub(r"\^\([lL]\)", "", formula))
    tokens = TOKEN.findall(text)
    assert "".join(tokens) == text.replace(" ", ""), f"{formula} has more in it than these tests can read"
    code, opened = "", 0
    for before, token in zip(["", *tokens], tokens, strict=False):
        ends, begins = before and before not in "([+−·/Σ" and before not in ("log", "log₁₀"), token not in ")]+−·/²"
        code += "*" if ends and begins else ""
        if token == "Σ":
            code, opened = code + "total(", opened + 1
        elif token == "²":
            code += "**2"
        else:
            code += {
                "−": "-",
                "·": "*",
                "[": "(",
                "]": ")",
                "log₁₀": "log10",
                "λ": "lam",
                "Δ": "Delta",
                "Θ": "Theta",
            }.get(token, token.replace("g'(", "slope("))
    return eval(code + ")" * opened, {"__builtins__": {}}, names)


def names_at(trace, layer):
    net = trace.net
    z, a = trace.z[layer], trace.a[layer]
    return {
        "a": a,
        "z": z,
        "y": trace.Y,
        "h": a,
        "e": a - trace.Y if layer == net.L else None,
        "m": trace.m,
        "K": trace.Y.shape[1],
        "lam": trace.lam,
        "slope": lambda v: net.activation(layer).g_prime(v) if net.activation_name(layer) != "softmax" else None,
        "log": np.log,
        "log10": np.log10,
        "total": np.sum,
    }


def slope_of(formula, names):
    """The slope that is written, with 'where' turned into numbers."""
    return (names["z"] > 0) * 1.0 if formula == "1 where z > 0, else 0" else computed(formula, names)


def test_the_reader_of_formulas_of_these_tests_reads_them_right():
    names = {
        "a": 3.0,
        "y": 2.0,
        "m": 4.0,
        "slope": lambda v: 10 * v,
        "z": 5.0,
        "total": np.sum,
        "log": np.log,
    }
    assert computed("a (1 − a)", names) == -6
    assert computed("(y − a^(L)) g'(z^(L))", names) == -50
    assert computed("−(1/m) Σ [y log a + 1]", names) == pytest.approx(-(2 * np.log(3) + 1) / 4)
    with pytest.raises(AssertionError, match="can read"):
        computed("a and b", names)


# Every rule that is a formula gives the numbers of its fault


def rule_of(fault, net):
    left, _, right = fault.told(net)[0].partition(" = ")
    return left, right


OUTPUT = [name for name, fault in FAULTS.items() if fault.rule.startswith("δ^(L) =") and "output" in fault.lines]
SLOPES = [name for name, fault in FAULTS.items() if "slope" in fault.lines and " · " in fault.rule]
GRADIENTS = [
    name for name, fault in FAULTS.items() if fault.rule.startswith("D^(l) =") and "penalised" not in fault.lines
]
COSTS = [name for name, fault in FAULTS.items() if re.match(r"J = .*(\[|Σ \(|Σ y|\{)", fault.rule)]


def test_these_are_all_rules_that_are_a_formula():
    assert [len(names) for names in (OUTPUT, SLOPES, GRADIENTS, COSTS)] == [6, 5, 9, 7]


@pytest.mark.parametrize("name", OUTPUT)
@pytest.mark.parametrize(("hidden", "pair", "lam", "m"), NETWORKS)
def test_a_rule_about_the_output_gives_the_faults_delta(name, hidden, pair, lam, m):
    trace = trace_of(hidden, pair, lam, m)
    L = trace.net.L
    text = rule_of(FAULTS[name], trace.net)[1].split(", ")[0]
    delta = computed(text, names_at(trace, L))
    assert np.allclose(delta, FAULTS[name].wrong(trace.net, trace.forward, trace.Y, lam).delta[L])


@pytest.mark.parametrize("name", SLOPES)
@pytest.mark.parametrize(("hidden", "pair", "lam", "m"), NETWORKS)
def test_a_rule_about_the_slope_gives_the_faults_delta(name, hidden, pair, lam, m):
    trace = trace_of(hidden, pair, lam, m)
    L = trace.net.L
    text = rule_of(FAULTS[name], trace.net)[1].partition(" · ")[2].split(", whatever")[0]
    sums = trace.delta[L] @ trace.net.Theta[L - 1][:, 1:]
    names = names_at(trace, L - 1)
    slope = slope_of(text.removeprefix("(").removesuffix(")") if "where" in text else text, names)
    assert np.allclose(sums * slope, FAULTS[name].wrong(trace.net, trace.forward, trace.Y, lam).delta[L - 1])


@pytest.mark.parametrize("name", GRADIENTS)
@pytest.mark.parametrize(("hidden", "pair", "lam", "m"), NETWORKS)
def test_a_rule_about_D_gives_the_faults_D(name, hidden, pair, lam, m):
    trace = trace_of(hidden, pair, lam, m)
    wrong = FAULTS[name].wrong(trace.net, trace.forward, trace.Y, lam).D
    text = rule_of(FAULTS[name], trace.net)[1].split(", ")[0]
    for l in trace.D:
        names = {"Delta": trace.Delta[l], "Theta": penalised(trace.net, l), "lam": lam, "m": m}
        assert np.allclose(computed(text, names), wrong[l])


@pytest.mark.parametrize("name", COSTS)
@pytest.mark.parametrize(("hidden", "pair", "lam", "m"), NETWORKS)
def test_a_rule_about_the_cost_gives_the_faults_J_without_its_penalty(name, hidden, pair, lam, m):
    trace = trace_of(hidden, pair, lam, m)
    try:
        wrong = FAULTS[name].wrong(trace.net, trace.forward, trace.Y, 0.0)
    except ValueError:
        assert (pair[1] == "squared_error") != (name == "square_not_halved")
        return
    if np.isclose(wrong, cost(trace.net, trace.forward, trace.Y)):
        return  # it doesn't show here
    text = rule_of(FAULTS[name], trace.net)[1].split(" + …")[0].split(", without")[0]
    text = text.replace("log", "log₁₀") if name == "log_to_base_10" else text
    with np.errstate(divide="ignore"):
        assert np.allclose(computed(text, names_at(trace, trace.net.L)), wrong)


# Every explanation that states a formula states that of the network

CLAIMS = {  # what is said, with its formula in brackets, and of what that is the formula
    r"At the output δ is (.+?)\. ": "delta",
    r"Of the squared error it is (.+?)\.": "delta",
    r"cancels g' at the output: that leaves (.+?)\.": "delta",
    r"cross-entropy and softmax together are (.+?): no": "delta",
    r"For (?P<g>the sigmoid|tanh|ReLU) the slope g'\(z\) is (.+?)\.$": "slope",
    r"For (?P<g>the sigmoid|tanh|ReLU) it is (.+?), and a has": "slope",
    r"That of (?P<g>the sigmoid|tanh|ReLU) is (.+?)\.": "slope",
    r"The slope (.+?) is written with a": "slope",
    r"∂cost/∂a, which is (.+?), times g'\(z\) once": "by_a",
    r"The hidden units of this network have (?P<g>the sigmoid|tanh|ReLU)()\.": "g",
    r"its g' is (1)\.": "output_slope",
}


@pytest.mark.parametrize(("hidden", "pair", "lam", "m"), NETWORKS)
def test_an_explanation_states_the_formulas_of_this_network(hidden, pair, lam, m):
    trace = trace_of(hidden, pair, lam, m)
    net, L = trace.net, trace.net.L
    of_output, of_hidden = names_at(trace, L), names_at(trace, L - 1)
    said = set()
    for name, fault in FAULTS.items():
        rule, explanation = fault.told(net)
        assert not re.search(r"[{}]|None", rule + explanation)
        if explanation == FAULTS["output_gprime_left_out"].told(net)[1] and pair[1] != "squared_error":
            continue  # said where that fault can show
        for pattern, what in CLAIMS.items():
            for match in re.finditer(pattern, explanation):
                said.add((name, what))
                assert match.groupdict().get("g", NAMES[hidden]) == NAMES[hidden], explanation
                formula = match[match.lastindex]
                if what == "delta":
                    assert np.allclose(computed(formula, of_output), trace.delta[L]), explanation
                elif what == "slope":
                    right = net.activation(L - 1).g_prime(trace.z[L - 1])
                    assert np.allclose(slope_of(formula, of_hidden), right), explanation
                elif what == "by_a":
                    right = PAIRS[pair].by_a(trace.z[L], trace.a[L], trace.Y)
                    assert np.allclose(computed(formula, of_output), right), explanation
                elif what == "output_slope":
                    assert np.allclose(net.activation(L).g_prime(trace.z[L]), 1), explanation
    assert {("output_sign", "delta"), ("sigmoid_slope", "slope"), ("gprime_of_a", "slope")} <= said
    assert len(said) >= 8


def test_that_test_would_see_a_formula_of_another_network():
    """The sigmoid's slope, as it was once said of every network, is not that of tanh."""
    trace = trace_of("tanh", ("sigmoid", "cross_entropy"), 0.0, 4)
    said = slope_of("a (1 − a)", names_at(trace, 3))
    assert not np.allclose(said, trace.net.activation(3).g_prime(trace.z[3]))


def test_the_slopes_of_cross_entropy_and_the_sigmoid_cancel_as_is_said():
    trace = trace_of("sigmoid", ("sigmoid", "cross_entropy"), 0.0, 4)
    names = names_at(trace, trace.net.L)
    by_a = computed("(a − y) / (a (1 − a))", names)
    assert np.allclose(by_a, PAIRS["sigmoid", "cross_entropy"].by_a(trace.z[4], trace.a[4], trace.Y))
    assert np.allclose(by_a * computed("g'(z)", names), trace.delta[4])


# Their form


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_has_its_words_and_only_lines_that_the_pass_has(name):
    fault = FAULTS[name]
    assert fault.name == name
    assert bool(fault.lines) != bool(fault.backward)
    assert fault.lines.keys() <= RIGHT[fault.kind].keys()
    for words in (fault.explanation.replace("{always_1}", "").replace("{why_not}", "."), fault.symptoms):
        assert words[-1] == "."
    assert "\n" not in fault.rule


@pytest.mark.parametrize("name", FAULTS)
def test_the_words_of_a_fault_are_short_enough_for_two_lines(name):
    net = SimpleNamespace(hidden="relu", output="sigmoid", cost="squared_error")
    rule, explanation = FAULTS[name].told(net)
    assert len(rule) <= 110
    assert len(explanation) <= 160
