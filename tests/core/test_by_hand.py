"""A number worked by hand for every formula of the lessons, M0 to M10 and M12.

What is expected is arithmetic written out here: fractions where the numbers were chosen so that they stay fractions
(ln 3 through a sigmoid is 3/4), plain Python floats where they are those of the 2-2-2-1 network of the explorer.
"""

from fractions import Fraction
from math import exp, log

import numpy as np
import pytest

from backprop_core import Network, Quantity, backward, cost, descent, examples, explain, forward, run, value_of


def g(z):
    return 1 / (1 + exp(-z))


def exactly(expected):
    """Hand arithmetic and the core may differ by rounding alone."""
    return pytest.approx(expected, rel=1e-12, abs=1e-15)


# The explorer's network, x = (0.60, -0.90), y = 1, weight by weight.
X1, X2, Y1 = 0.60, -0.90, 1.0

Z21 = 0.30 + 0.80 * X1 + -0.50 * X2
Z22 = -0.20 + 0.40 * X1 + 0.90 * X2
A21, A22 = g(Z21), g(Z22)

Z31 = 0.10 + 1.20 * A21 + -0.70 * A22
Z32 = 0.25 + -0.60 * A21 + 1.10 * A22
A31, A32 = g(Z31), g(Z32)

Z41 = -0.15 + 0.95 * A31 + -1.30 * A32
A41 = g(Z41)

D41 = A41 - Y1
D31 = 0.95 * D41 * A31 * (1 - A31)
D32 = -1.30 * D41 * A32 * (1 - A32)
D21 = (1.20 * D31 + -0.60 * D32) * A21 * (1 - A21)
D22 = (-0.70 * D31 + 1.10 * D32) * A22 * (1 - A22)


@pytest.fixture
def trace(lecture_Theta):
    return run(Network(lecture_Theta), [X1, X2], 1)


def test_M0_the_explorers_z_and_a(trace):
    assert trace.a[1].tolist() == [0.60, -0.90]
    assert trace.z[2] == exactly([Z21, Z22])
    assert trace.a[2] == exactly([A21, A22])
    assert trace.z[3] == exactly([Z31, Z32])
    assert trace.a[3] == exactly([A31, A32])
    assert trace.z[4] == exactly([Z41])
    assert trace.a[4] == exactly([A41])


def test_M0_the_bias_is_added_before_g():
    fwd = forward(Network([[[log(5), log(2)]]]), [-1.0])
    assert fwd.z[2] == exactly([log(5) - log(2)])
    assert fwd.a[2] == exactly([5 / 7])


def test_the_numbers_of_the_explorers_picture(trace):
    def shown(values, places):
        return [f"{v:.{places}f}" for v in np.atleast_1d(values)]

    assert shown(trace.z[2], 3) == ["1.230", "-0.770"]
    assert shown(trace.a[2], 3) == ["0.774", "0.316"]
    assert shown(trace.delta[2], 4) == ["-0.0418", "0.0588"]
    assert shown(trace.z[3], 3) == ["0.807", "0.134"]
    assert shown(trace.a[3], 3) == ["0.691", "0.533"]
    assert shown(trace.delta[3], 4) == ["-0.1108", "0.1768"]
    assert shown(trace.z[4], 3) == ["-0.187"]
    assert shown(trace.a[4], 3) == ["0.454"]
    assert shown(trace.delta[4], 4) == ["-0.5465"]
    assert shown(trace.J, 4) == ["0.7908"]
    assert shown(trace.delta[2][1], 6) == ["0.058846"]
    assert shown(value_of(trace, Quantity("dJda", 2, 2)), 6) == ["0.272031"]
    assert shown(value_of(trace, Quantity("gprime", 2, 2)), 4) == ["0.2163"]


def test_the_lecture_example_is_the_explorers_network(lecture_Theta):
    net, x, y = examples.lecture()
    assert {l: net.Theta[l].tolist() for l in net.Theta} == {l: Theta.tolist() for l, Theta in lecture_Theta.items()}
    assert np.asarray(x).tolist() == [0.60, -0.90]
    assert np.asarray(y).reshape(-1).tolist() == [1.0]
    assert (net.hidden, net.output, net.cost) == ("sigmoid", "sigmoid", "cross_entropy")


# One layer of weights, two outputs, two examples: z = (ln 3, -ln 4) for x = 1 and (-ln 3, ln 16) for x = -1.
TWO_OUTPUTS = Network([[[0.0, log(3)], [log(2), -log(8)]]])
TWO_X = np.array([[1.0], [-1.0]])
TWO_Y = np.array([[1.0, 0.0], [0.0, 1.0]])


def test_M1_the_bracket_holds_both_terms_for_K_outputs_and_the_bias_is_not_penalised():
    fwd = forward(TWO_OUTPUTS, TWO_X)
    assert fwd.a[2] == exactly(np.array([[3 / 4, 1 / 5], [1 / 4, 16 / 17]]))

    logs = log(3 / 4) + log(4 / 5) + log(3 / 4) + log(16 / 17)
    squares = log(3) ** 2 + log(8) ** 2  # the bias weight ln 2 is not among them
    assert cost(TWO_OUTPUTS, fwd, TWO_Y) == exactly(-logs / 2)
    assert cost(TWO_OUTPUTS, fwd, TWO_Y, lam=3.0) == exactly(-logs / 2 + 3 / 4 * squares)


def test_M1_with_the_bracket_closed_too_early_J_would_be_another_number():
    J = cost(TWO_OUTPUTS, forward(TWO_OUTPUTS, TWO_X), TWO_Y)
    first_term_only = -(log(3 / 4) + log(16 / 17)) / 2 + (log(4 / 5) + log(3 / 4))
    assert pytest.approx(first_term_only, rel=0.1) != J


def test_M1_the_penalty_runs_over_all_layers(lecture_Theta):
    net = Network(lecture_Theta)
    fwd = forward(net, [X1, X2])
    squares = 0.8**2 + 0.5**2 + 0.4**2 + 0.9**2 + 1.2**2 + 0.7**2 + 0.6**2 + 1.1**2 + 0.95**2 + 1.3**2
    assert cost(net, fwd, 1, lam=0.5) - cost(net, fwd, 1) == exactly(0.5 / 2 * squares)


@pytest.mark.parametrize(("y", "expected"), [(1.0, -log(3 / 4)), (0.0, -log(1 / 4)), (0.5, -log(3 / 16) / 2)])
def test_M2_the_cost_of_one_example(y, expected):
    net = Network([[[log(3), 0.0]]])
    J = cost(net, forward(net, [2.0]), y)
    assert type(J) is float
    assert exactly(expected) == J


def test_M2_the_best_network_has_the_smallest_cost():
    right, unsure, wrong = (
        cost(net, forward(net, [1.0]), 1) for net in (Network([[[b, 0.0]]]) for b in (log(9), 0.0, -log(9)))
    )
    assert 0 < right < unsure < wrong
    assert (right, unsure, wrong) == exactly((-log(9 / 10), log(2), log(10)))


def test_M3_delta_is_the_slope_of_the_cost_by_z(trace):
    def cost_if_z22_were(z22):
        a22 = g(z22)
        a31 = g(0.10 + 1.20 * A21 + -0.70 * a22)
        a32 = g(0.25 + -0.60 * A21 + 1.10 * a22)
        return -log(g(-0.15 + 0.95 * a31 + -1.30 * a32))

    measured = (cost_if_z22_were(Z22 + 1e-4) - cost_if_z22_were(Z22 - 1e-4)) / 2e-4
    assert trace.delta[2][1] == pytest.approx(measured, abs=1e-9)


def test_M4_sigmoid_with_cross_entropy_leaves_a_minus_y(trace):
    assert trace.delta[4] == exactly([A41 - 1])
    bwd = backward(TWO_OUTPUTS, forward(TWO_OUTPUTS, TWO_X), TWO_Y)
    assert bwd.delta[2] == exactly(np.array([[3 / 4 - 1, 1 / 5], [1 / 4, 16 / 17 - 1]]))


def test_M4_softmax_with_cross_entropy_leaves_a_minus_y():
    net = Network([[[0.0, 0.0], [0.0, log(2)], [log(5), 0.0]]], output="softmax")
    trace = run(net, [1.0], [0, 0, 1])
    assert trace.a[2] == exactly([1 / 8, 2 / 8, 5 / 8])
    assert exactly(-log(5 / 8)) == trace.J
    assert trace.delta[2] == exactly([1 / 8, 1 / 4, -3 / 8])


def test_M4_squared_error_keeps_g_prime():
    net = Network([[[log(3), 0.0]]], cost="squared_error")
    trace = run(net, [1.0], 0)
    assert exactly(float(Fraction(1, 2) * Fraction(3, 4) ** 2)) == trace.J
    assert trace.delta[2] == exactly([float(Fraction(3, 4) * Fraction(3, 16))])


def test_M4_squared_error_of_an_identity_output_has_slope_1():
    net = Network([[[1.0, 2.0], [0.0, -1.0]]], output="identity", cost="squared_error")
    trace = run(net, [3.0], [5, -7])
    assert trace.a[2].tolist() == [7.0, -3.0]
    assert trace.J == (2**2 + 4**2) / 2
    assert trace.delta[2].tolist() == [2.0, 4.0]


def test_M5_hidden_delta_with_tanh():
    # 1-2-1: tanh(ln 2) = 3/5 with slope 16/25; tanh(-ln 3) = -4/5 with slope 9/25.
    Theta = [[[0.0, log(2)], [log(3), -2 * log(3)]], [[1.0, 5.0, 10.0]]]
    trace = run(Network(Theta, hidden="tanh", output="identity", cost="squared_error"), [1.0], -8)
    assert trace.a[2] == exactly([3 / 5, -4 / 5])
    output = 1 + 5 * Fraction(3, 5) + 10 * Fraction(-4, 5)
    delta3 = output + 8
    assert trace.a[3] == exactly([float(output)])
    assert trace.delta[3] == exactly([float(delta3)])
    assert trace.delta[2] == exactly([float(5 * delta3 * Fraction(16, 25)), float(10 * delta3 * Fraction(9, 25))])


def test_M5_and_M6_give_the_same_number(trace):
    before_slope = 0.95 * D41
    slope_from_z = exp(-Z31) / (1 + exp(-Z31)) ** 2  # M5: g'(z), differentiated
    slope_from_a = A31 * (1 - A31)  # M6: a (1 - a)
    assert slope_from_z == exactly(slope_from_a)
    assert trace.delta[3][0] == exactly(before_slope * slope_from_z)
    assert trace.delta[3][0] == exactly(before_slope * slope_from_a)
    assert value_of(trace, Quantity("gprime", 3, 1)) == exactly(slope_from_a)


def test_M6_the_explorers_hidden_deltas(trace):
    assert trace.delta[3] == exactly([D31, D32])
    assert trace.delta[2] == exactly([D21, D22])


def test_M7_errors_run_back_along_the_edges_that_leave_the_unit(trace):
    """Unit 2 of layer 2 has two edges going forward, -0.70 to unit 1 and 1.10 to unit 2; its bias has no say."""
    explanation = explain(trace, Quantity("delta", 2, 2))
    edges = [{(f.quantity.kind, f.quantity.i, f.quantity.j): f.value for f in term} for term in explanation.terms]
    assert len(edges) == 2
    assert edges[0] == {("Theta", 1, 2): -0.70, ("delta", 1, None): exactly(D31)}
    assert edges[1] == {("Theta", 2, 2): 1.10, ("delta", 2, None): exactly(D32)}


def test_M8_the_worked_sum_of_unit_2_in_layer_2_is_by_a_and_times_g_prime_it_is_delta(trace):
    worked_sum = -0.70 * D31 + 1.10 * D32
    assert value_of(trace, Quantity("dJda", 2, 2)) == exactly(worked_sum)
    assert trace.delta[2][1] == exactly(worked_sum * A22 * (1 - A22))
    assert trace.delta[2][1] != pytest.approx(worked_sum, rel=0.5)


def test_M9_the_worked_sum_of_unit_2_in_layer_3_is_by_a_and_times_g_prime_it_is_delta(trace):
    worked_sum = -1.30 * D41
    assert value_of(trace, Quantity("dJda", 3, 2)) == exactly(worked_sum)
    assert trace.delta[3][1] == exactly(worked_sum * A32 * (1 - A32))


def test_M10_one_weights_gradient_is_delta_times_a(trace):
    assert trace.D[3] == exactly(np.array([[D41, D41 * A31, D41 * A32]]))
    assert trace.D[2] == exactly(np.array([[D31, D31 * A21, D31 * A22], [D32, D32 * A21, D32 * A22]]))
    assert trace.D[1] == exactly(np.array([[D21, D21 * X1, D21 * X2], [D22, D22 * X1, D22 * X2]]))


# 2-3-1, ReLU, identity, squared error, two examples: everything stays a whole number or a half, so == is meant.
WHOLE = Network(
    [[[1, 2, -1], [0, -1, 1], [-2, 1, 3]], [[1, 2, -3, 1]]], hidden="relu", output="identity", cost="squared_error"
)
WHOLE_X = np.array([[1.0, 2.0], [-1.0, 1.0]])
WHOLE_Y = np.array([[3.0], [-4.0]])


def test_M10_two_examples_worked_in_whole_numbers():
    trace = run(WHOLE, WHOLE_X, WHOLE_Y, lam=3)
    assert trace.z[2].tolist() == [[1, 1, 5], [-2, 2, 0]]
    assert trace.a[2].tolist() == [[1, 1, 5], [0, 2, 0]]
    assert trace.a[3].tolist() == [[5], [-5]]
    assert trace.delta[3].tolist() == [[2], [-1]]
    # The third unit of example 2 has z = 0, where the slope of ReLU is 0 by convention.
    assert trace.delta[2].tolist() == [[4, -6, 2], [0, 3, 0]]
    # Delta: 2 (1, 1, 1, 5) - (1, 0, 2, 0), and so on; nothing divided, no lambda.
    assert trace.Delta[2].tolist() == [[1, 2, 0, 10]]
    assert trace.Delta[1].tolist() == [[4, 4, 8], [-3, -9, -9], [2, 2, 4]]
    # D: half of it, and 3/2 of each weight but the biases.
    assert trace.D[2].tolist() == [[0.5, 4, -4.5, 6.5]]
    assert trace.D[1].tolist() == [[2, 5, 2.5], [-1.5, -6, -3], [1, 2.5, 6.5]]
    # J: the mean of 2 and 1/2, and 3/4 of the squares 4+1 + 1+1 + 1+9 + 4+9+1 = 31.
    assert trace.J == 24.5


def test_M10_lambda_is_divided_by_m_and_leaves_the_bias_alone():
    plain, penalised = (run(WHOLE, WHOLE_X, WHOLE_Y, lam=lam) for lam in (0, 3))
    for l in (1, 2):
        assert (penalised.D[l] - plain.D[l])[:, 0].tolist() == [0] * len(plain.D[l])
        assert (penalised.D[l] - plain.D[l])[:, 1:].tolist() == (1.5 * WHOLE.Theta[l][:, 1:]).tolist()
        assert penalised.Delta[l].tolist() == plain.Delta[l].tolist()


def test_M12_the_update_is_theta_minus_alpha_D():
    start, after = descent(WHOLE, WHOLE_X, WHOLE_Y, alpha=0.25, lam=3, steps=1)
    assert start.net.Theta[2].tolist() == [[1, 2, -3, 1]]
    assert after.net.Theta[2].tolist() == [[1 - 0.125, 2 - 1, -3 + 1.125, 1 - 1.625]]
    assert after.net.Theta[1].tolist() == [
        [1 - 0.5, 2 - 1.25, -1 - 0.625],
        [0.375, -1 + 1.5, 1 + 0.75],
        [-2 - 0.25, 1 - 0.625, 3 - 1.625],
    ]


def test_C4_without_the_division_by_m_the_penalty_would_be_twice_as_steep():
    D = run(WHOLE, WHOLE_X, WHOLE_Y, lam=3).D[2][0, 1]
    assert D == 2 / 2 + 3 * 2 / 2
    assert D != 2 / 2 + 3 * 2


def test_C6_a_cost_of_squares_without_the_half_has_a_delta_twice_as_large():
    """The core's squared error has the half; (h - y)^2 would have delta = 2 (h - y) g'."""
    net = Network([[[log(3), 0.0]]], cost="squared_error")
    h, y = 3 / 4, 1.0
    assert run(net, [1.0], y).delta[2] == exactly([(h - y) * 3 / 16])
