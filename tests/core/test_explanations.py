"""Every explanation adds up: its terms, its outer factors and its function give the number that was traced."""

from itertools import product
from math import exp, fsum, prod, tanh

import numpy as np
import pytest

from backprop_core import Factor, Network, Quantity, explain, run, value_of

from . import judge

NETWORKS = 300
CHUNKS = 10
KINDS = list(product(judge.HIDDEN, judge.PAIRS, [0.0, 0.9], [False, True]))


def random_traces(chunk):
    """Every kind of network comes round; each fourth has only two layers."""
    for n in range(chunk * NETWORKS // CHUNKS, (chunk + 1) * NETWORKS // CHUNKS):
        hidden, (output, cost), lam, single = KINDS[n % len(KINDS)]
        rng = np.random.default_rng(n)
        sizes = judge.different_sizes(rng, 2 if n % 4 == 0 else 2 + n % 3, most=4)
        case = judge.random_case(rng, sizes, hidden, output, cost, lam, m=int(rng.integers(1, 4)))
        net = Network(case.Theta, hidden, output, cost)
        yield case, run(net, case.X[0], case.Y[0], lam) if single else run(net, case.X, case.Y, lam)


def quantities(trace):
    """Everything that can be pointed at, with the number that the trace has for it."""
    m = 1 if trace.X.ndim == 1 else len(trace.X)
    yield from ((Quantity("J"), trace.J), (Quantity("lam"), trace.lam), (Quantity("m"), m))
    for kind, by_layer in (("Theta", trace.net.Theta), ("Delta", trace.Delta), ("D", trace.D)):
        for l, array in by_layer.items():
            yield from ((Quantity(kind, l, i + 1, j), number) for (i, j), number in np.ndenumerate(array))
    of_units = [("x", {None: trace.X}), ("y", {None: trace.Y}), ("a", trace.a), ("z", trace.z), ("delta", trace.delta)]
    for kind, by_layer in of_units:
        for l, array in by_layer.items():
            for (*t, i), number in np.ndenumerate(array):
                yield Quantity(kind, l, i + 1, example=t[0] + 1 if t else None), number


def derivatives(case, trace):
    """dJ/da and g', for which a trace has no array: the numbers are the judge's."""
    one = trace.X.ndim == 1
    dJda = judge.dJda(case)
    for t, l in product([1] if one else range(1, len(trace.X) + 1), range(2, case.L + 1)):
        g = case.output if l == case.L else case.hidden
        for i in range(1, case.sizes[l - 1] + 1):
            q = {"layer": l, "i": i, "example": None if one else t}
            yield Quantity("dJda", **q), dJda[l][t - 1, i - 1]
            if g != "softmax":
                z = (trace.z[l] if one else trace.z[l][t - 1])[i - 1]
                yield Quantity("gprime", **q), SLOPE[g](z)


SLOPE = {
    "sigmoid": lambda z: exp(-z) / (1 + exp(-z)) ** 2,
    "tanh": lambda z: 1 - tanh(z) ** 2,
    "relu": lambda z: float(z > 0),
    "identity": lambda z: 1.0,
}

FUNCTION = {
    None: lambda s: s,
    "identity": lambda s: s,
    "sigmoid": lambda s: 1 / (1 + exp(-s)),
    "tanh": tanh,
    "relu": lambda s: max(s, 0.0),
}


def worked_out(explanation):
    """What the explanation's own numbers come to, and how large the parts of that sum are."""
    products = [prod(factor.value for factor in term) for term in explanation.terms]
    outer = prod(factor.value for factor in explanation.outer)
    if explanation.function == "softmax":
        powers = [exp(z) for z in products]
        return powers[explanation.quantity.i - 1] / fsum(powers), 1.0
    value = FUNCTION[explanation.function](fsum(products) * outer)
    size = fsum(abs(p) for p in products) * abs(outer)
    # A function of slope 1 or less can carry a rounding of the sum on, and adds one of its own value.
    return value, max(size, abs(value))


def factors(explanation):
    return [factor for term in explanation.terms for factor in term] + list(explanation.outer)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_explanation_adds_up_to_the_traced_number(chunk):
    for _, trace in random_traces(chunk):
        for quantity, traced in quantities(trace):
            explanation = explain(trace, quantity)
            value, size = worked_out(explanation)
            assert explanation.quantity == quantity
            assert abs(value - traced) <= 1e-12 * size, quantity
            assert explanation.value == value_of(trace, quantity) == traced, quantity


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_every_explanation_of_a_slope_adds_up_to_the_judges_number(chunk):
    for case, trace in random_traces(chunk):
        for quantity, expected in derivatives(case, trace):
            explanation = explain(trace, quantity)
            value, size = worked_out(explanation)
            assert explanation.value == value_of(trace, quantity)
            assert abs(value - explanation.value) <= 1e-12 * size, quantity
            assert explanation.value == pytest.approx(expected, rel=1e-9, abs=1e-12), quantity


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_a_factor_that_names_a_quantity_has_that_quantitys_value(chunk):
    for case, trace in random_traces(chunk):
        for quantity, _ in [*quantities(trace), *derivatives(case, trace)]:
            for factor in factors(explain(trace, quantity)):
                assert type(factor.value) is float
                if factor.quantity is not None:
                    assert value_of(trace, factor.quantity) == factor.value, (quantity, factor)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_following_the_factors_ends_at_what_was_given(chunk):
    """No explanation explains itself, and every path ends at x, y, Theta, lambda, m or a part made of those."""
    for _, trace in list(random_traces(chunk))[::6]:
        done = set()

        def follow(quantity, above, trace=trace, done=done):
            assert quantity not in above, f"{quantity} is explained by itself"
            if quantity in done:
                return
            done.add(quantity)
            for factor in factors(explain(trace, quantity)):
                if factor.quantity is not None and factor.quantity != quantity:
                    follow(factor.quantity, (*above, quantity))

        for quantity, _ in quantities(trace):
            follow(quantity, ())
            given = quantity.kind in ("x", "y", "Theta", "lam", "m") or (quantity.kind, quantity.layer) == ("a", 1)
            if not given:
                assert all(factor.quantity != quantity for factor in factors(explain(trace, quantity)))


@pytest.fixture
def trace(lecture_Theta):
    return run(Network(lecture_Theta), [0.60, -0.90], 1)


def kinds(explanation):
    return [[(f.quantity.kind, f.quantity.layer, f.quantity.i, f.quantity.j) if f.quantity else f.value for f in term]
            for term in explanation.terms]  # fmt: skip


def test_z_is_the_bias_times_1_and_one_product_for_each_unit_before(trace):
    explanation = explain(trace, Quantity("z", 3, 1))
    assert kinds(explanation) == [
        [("Theta", 2, 1, 0), 1.0],
        [("Theta", 2, 1, 1), ("a", 2, 1, None)],
        [("Theta", 2, 1, 2), ("a", 2, 2, None)],
    ]
    assert explanation.outer == ()
    assert explanation.function is None


def test_a_is_g_of_z(trace):
    explanation = explain(trace, Quantity("a", 3, 1))
    assert kinds(explanation) == [[("z", 3, 1, None)]]
    assert explanation.function == "sigmoid"


def test_a_softmax_output_is_made_of_every_z():
    trace = run(Network.random([2, 3], output="softmax"), [1.0, 2.0], [0, 0, 1])
    explanation = explain(trace, Quantity("a", 2, 2))
    assert kinds(explanation) == [[("z", 2, i, None)] for i in (1, 2, 3)]
    assert explanation.function == "softmax"


def test_the_explorers_delta_of_unit_2_in_layer_2(trace):
    explanation = explain(trace, Quantity("delta", 2, 2))
    assert kinds(explanation) == [
        [("Theta", 2, 1, 2), ("delta", 3, 1, None)],
        [("Theta", 2, 2, 2), ("delta", 3, 2, None)],
    ]
    assert [f"{f.value:.4f}" for f in explanation.outer] == ["0.2163"]
    assert explanation.outer[0].quantity == Quantity("gprime", 2, 2)
    assert f"{worked_out(explanation)[0]:.4f}" == "0.0588"


def test_an_explanation_is_shown_as_its_sum(trace):
    assert repr(explain(trace, Quantity("delta", 2, 2))) == (
        "Explanation(delta_2^(2) = [(Theta_12^(2) -0.7000 · delta_1^(3) -0.1108) + "
        "(Theta_22^(2) 1.1000 · delta_2^(3) 0.1768)] · (gprime_2^(2) 0.2163) = 0.0588)"
    )
    assert repr(explain(trace, "a.2.1")) == "Explanation(a_1^(2) = sigmoid(z_1^(2) 1.2300) = 0.7738)"


def test_dJda_is_the_same_sum_without_g_prime(trace):
    delta, dJda = explain(trace, Quantity("delta", 2, 2)), explain(trace, Quantity("dJda", 2, 2))
    assert dJda.terms == delta.terms
    assert dJda.outer == ()


def test_one_examples_D_is_delta_times_a(trace):
    assert kinds(explain(trace, Quantity("D", 2, 1, 2))) == [[("delta", 3, 1, None), ("a", 2, 2, None)]]
    assert kinds(explain(trace, Quantity("D", 2, 1, 0))) == [[("delta", 3, 1, None), 1.0]]


def test_Delta_has_one_term_an_example_and_D_a_term_of_lambda_except_for_the_bias():
    net = Network.random([2, 3, 1], seed=2)
    trace = run(net, np.eye(2)[[0, 1, 0]], [[0.0], [1.0], [1.0]], lam=0.5)
    terms = explain(trace, Quantity("Delta", 1, 2, 1)).terms
    assert [[f.quantity.example for f in term] for term in terms] == [[1, 1], [2, 2], [3, 3]]

    def named(j):
        return {f.quantity.kind for f in factors(explain(trace, Quantity("D", 1, 2, j))) if f.quantity}

    assert {"lam", "Theta"} <= named(1)
    assert not {"lam", "Theta"} & named(0)


def test_quantities_and_factors_compare_by_value():
    assert Quantity("z", 2, 1) == Quantity("z", 2, 1, None, None)
    assert Quantity("z", 2, 1) != Quantity("z", 2, 1, example=1)
    assert len({Quantity("z", 2, 1), Quantity("z", 2, 1)}) == 1
    assert Factor(Quantity("m"), 2.0) == Factor(Quantity("m"), 2.0)


def test_one_example_may_be_called_example_1(trace):
    assert value_of(trace, Quantity("z", 2, 1, example=1)) == value_of(trace, Quantity("z", 2, 1))


def test_explaining_a_saturated_network_stays_finite():
    """log(a) and 1/a have no float here; the explanation has to be made of numbers all the same."""
    for z, y in product((-1e3, 1e3), (0.0, 1.0)):
        trace = run(Network([[[z, 0.0]]]), [0.0], y)
        for quantity in (Quantity("J"), Quantity("delta", 2, 1), Quantity("D", 1, 1, 0)):
            explanation = explain(trace, quantity)
            value, size = worked_out(explanation)
            assert np.isfinite([f.value for f in factors(explanation)]).all()
            assert abs(value - explanation.value) <= 1e-12 * size
