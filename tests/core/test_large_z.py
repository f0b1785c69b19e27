"""J stays finite and right for |z| up to 1e4, without a warning; what is right is computed with 400 digits."""

import warnings
from decimal import Context, Decimal, localcontext

import numpy as np
import pytest

from backprop_core import Network, run

Z = [0.0, 1e-8, 0.5, 3.0, 20.0, 36.0, 40.0, 300.0, 709.0, 710.0, 745.0, 800.0, 1e3, 9999.5, 1e4]
SIGNED = sorted({s * z for z in Z for s in (1, -1)})
# 1 + e^(-745) needs 324 digits; what is smaller than that is below the smallest float anyhow.
DECIMALS = Context(prec=400, Emin=-(10**6), Emax=10**6)
SMALLEST_NORMAL = 2.3e-308


def log1p_exp(z):
    """ln(1 + e^z)."""
    return (1 + Decimal(z).exp()).ln()


def cross_entropy(z, y):
    """-[y ln g(z) + (1 - y) ln(1 - g(z))], of the very floats that the core is given."""
    with localcontext(DECIMALS):
        y = Decimal(y)
        return float(y * log1p_exp(-z) + (1 - y) * log1p_exp(z))


def softmax_cross_entropy(z, y):
    """-sum y_k ln a_k."""
    with localcontext(DECIMALS):
        all_of_them = sum(Decimal(v).exp() for v in z).ln()
        return float(sum(Decimal(t) * (all_of_them - Decimal(v)) for v, t in zip(z, y, strict=True)))


def silently(net, x, y, lam=0.0):
    """run(), with every warning an error whatever pytest is told."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return run(net, x, y, lam)


def output_net(z, output="sigmoid", cost="cross_entropy"):
    """A network whose output layer has just these z, whatever x is 0."""
    return Network([np.array([[v, 0.0] for v in z])], output=output, cost=cost)


@pytest.mark.parametrize("y", [0.0, 1.0, 0.5, 0.999])
@pytest.mark.parametrize("z", SIGNED)
def test_J_of_a_sigmoid_output(z, y):
    trace = silently(output_net([z]), [0.0], y)
    assert np.isfinite(trace.J)
    assert pytest.approx(cross_entropy(z, y), rel=1e-12, abs=SMALLEST_NORMAL) == trace.J
    assert trace.delta[2] == pytest.approx([1.0 / (1.0 + float(np.exp(-max(z, -700)))) - y], rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("z", [-1e4, -40.0, 0.0, 40.0, 1e4])
def test_the_asymptotes_of_J(z):
    """For a large |z| the cost of being wrong is |z| itself, and of being right it is nothing."""
    right, wrong = float(z > 0), float(z <= 0)
    if z:
        assert pytest.approx(abs(z), rel=1e-15) == silently(output_net([z]), [0.0], wrong).J
        assert silently(output_net([z]), [0.0], right).J < 1e-17
    else:
        assert pytest.approx(np.log(2), rel=1e-15) == silently(output_net([z]), [0.0], 1).J


@pytest.mark.parametrize(
    "z",
    [(0.0, 0.0, 0.0), (1.0, -2.0, 0.5), (20.0, 0.0, 1.0), (700.0, 710.0, 0.0), (1e4, -1e4, 0.0), (-1e4, -1e4, -1e4)],
)
@pytest.mark.parametrize("y", [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0), (0.25, 0.25, 0.5)])
def test_J_of_a_softmax_output(z, y):
    trace = silently(output_net(z, "softmax"), [0.0], y)
    assert np.isfinite(trace.J)
    assert pytest.approx(softmax_cross_entropy(z, y), rel=1e-12, abs=SMALLEST_NORMAL) == trace.J
    assert trace.a[2].sum() == pytest.approx(1.0, rel=1e-15)
    assert np.isfinite(trace.delta[2]).all()


@pytest.mark.parametrize("z", SIGNED)
@pytest.mark.parametrize("y", [0.0, 1.0])
def test_squared_error_of_a_sigmoid_output(z, y):
    with localcontext(DECIMALS):
        a = 1 / (1 + Decimal(-z).exp())
        J, delta = float((a - Decimal(y)) ** 2 / 2), float((a - Decimal(y)) * a * (1 - a))
    trace = silently(output_net([z], cost="squared_error"), [0.0], y)
    # 1 - a has one rounding of a in it, so what is below 1e-16 may be lost, and nothing else.
    assert pytest.approx(J, rel=1e-6, abs=1e-25) == trace.J
    assert trace.delta[2] == pytest.approx([delta], rel=1e-6, abs=1e-25)


@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("x", [1e4, -1e4])
def test_saturated_hidden_units_give_finite_numbers_and_no_warning(hidden, x):
    net = Network([[[0.0, 1.0], [0.0, -1.0]], [[0.0, 1.0, -0.5]]], hidden=hidden)
    for y in (0, 1):
        trace = silently(net, [x], y, lam=1.0)
        everything = [trace.J, *(v for kind in (trace.z, trace.a, trace.delta, trace.D) for v in kind.values())]
        assert all(np.isfinite(v).all() for v in everything)
    z = trace.z[3][0]
    assert pytest.approx(cross_entropy(z, 1) + (1 + 1 + 1 + 0.25) / 2, rel=1e-12) == trace.J


def test_a_whole_batch_of_large_z():
    X = np.array(SIGNED)[:, None]
    Y = (np.arange(len(SIGNED)) % 2).astype(float)[:, None]
    J = silently(Network([[[0.0, 1.0]]]), X, Y).J
    expected = sum(cross_entropy(z, y) for z, y in zip(X[:, 0], Y[:, 0], strict=True)) / len(X)
    assert pytest.approx(expected, rel=1e-12) == J


def test_float32_keeps_J_finite_too():
    X = np.array(SIGNED, np.float32)[:, None]
    for y in (0.0, 1.0):
        trace = silently(Network([np.array([[0.0, 1.0]], np.float32)]), X, np.full(X.shape, y, np.float32))
        expected = sum(cross_entropy(float(z), y) for z in X[:, 0]) / len(X)
        assert pytest.approx(expected, rel=1e-6) == trace.J
