"""The shapes promised are the shapes returned; types, keys, views and what must not change."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import (
    Network,
    Quantity,
    backward,
    cost,
    descent,
    epsilon_sweep,
    forward,
    numerical_derivative,
    numerical_gradient,
    run,
    searches,
)
from backprop_core.landscape import cost_along, cost_over

from . import judge


@st.composite
def cases(draw, most_examples=6):
    """Any depth and sizes, equal ones too, any legal choice of functions."""
    hidden = draw(st.sampled_from(judge.HIDDEN))
    output, cost = draw(st.sampled_from(judge.PAIRS))
    sizes = draw(st.lists(st.integers(1, 5), min_size=2, max_size=5))
    m = draw(st.integers(1, most_examples))
    lam = draw(st.sampled_from([0.0, 0.3, 5.0]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return judge.random_case(rng, sizes, hidden, output, cost, lam, m)


def network(case):
    return Network(case.Theta, case.hidden, case.output, case.cost)


def all_arrays(trace):
    """Every array of a trace, with a name for the message."""
    yield from (("X", trace.X), ("Y", trace.Y))
    for kind in ("a", "z", "delta", "Delta", "D"):
        for l, array in getattr(trace, kind).items():
            yield f"{kind}[{l}]", array
    for l, array in trace.net.Theta.items():
        yield f"Theta[{l}]", array


def layers(arrays):
    """The shapes by layer."""
    return {l: array.shape for l, array in arrays.items()}


@given(cases())
def test_a_batch_has_one_row_an_example(case):
    trace = run(network(case), case.X, case.Y, case.lam)
    m, s = len(case.X), case.sizes
    assert tuple(trace.net.sizes) == tuple(s)
    assert layers(trace.a) == {l: (m, s[l - 1]) for l in range(1, case.L + 1)}
    assert layers(trace.z) == {l: (m, s[l - 1]) for l in range(2, case.L + 1)}
    assert layers(trace.delta) == layers(trace.z)
    assert layers(trace.Delta) == {l: (s[l], s[l - 1] + 1) for l in range(1, case.L)}
    assert layers(trace.D) == layers(trace.Delta) == layers(trace.net.Theta)


@given(cases(most_examples=1))
def test_one_example_has_no_row(case):
    trace = run(network(case), case.X[0], case.Y[0], case.lam)
    s = case.sizes
    assert layers(trace.a) == {l: (s[l - 1],) for l in range(1, case.L + 1)}
    assert layers(trace.z) == {l: (s[l - 1],) for l in range(2, case.L + 1)}
    assert layers(trace.delta) == layers(trace.z)
    assert layers(trace.Delta) == {l: (s[l], s[l - 1] + 1) for l in range(1, case.L)}
    assert layers(trace.D) == layers(trace.Delta)


@given(cases(), st.booleans())
def test_J_is_a_python_float(case, single):
    X, Y = (case.X[0], case.Y[0]) if single else (case.X, case.Y)
    assert type(run(network(case), X, Y, case.lam).J) is float
    net = network(case)
    assert type(cost(net, forward(net, X), Y, case.lam)) is float


@given(cases())
def test_layer_1_has_no_z_and_no_delta_and_layer_L_no_weights(case):
    trace = run(network(case), case.X, case.Y)
    for kind, l in (("delta", 1), ("z", 1), ("D", case.L), ("Delta", case.L), ("delta", 0), ("a", case.L + 1)):
        with pytest.raises(KeyError):
            getattr(trace, kind)[l]
    with pytest.raises(KeyError):
        trace.net.Theta[0]


@given(cases(), st.booleans())
def test_forward_cost_and_backward_are_what_run_puts_together(case, single):
    X, Y = (case.X[0], case.Y[0]) if single else (case.X, case.Y)
    net = network(case)
    fwd, trace = forward(net, X), run(net, X, Y, case.lam)
    bwd = backward(net, fwd, Y, case.lam)
    assert cost(net, fwd, Y, case.lam) == trace.J
    for one, other in ((fwd.a, trace.a), (fwd.z, trace.z), (bwd.delta, trace.delta), (bwd.D, trace.D)):
        assert all(np.array_equal(one[l], other[l]) for l in other)
        assert set(one) == set(other)


@given(cases(), st.booleans())
def test_every_array_is_read_only(case, single):
    X, Y = (case.X[0], case.Y[0]) if single else (case.X, case.Y)
    for name, array in all_arrays(run(network(case), X, Y, case.lam)):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0
        assert not array.flags.writeable, name


@given(cases())
def test_no_layer_can_be_put_in_or_taken_out(case):
    trace = run(network(case), case.X, case.Y)
    for by_layer in (trace.a, trace.z, trace.delta, trace.Delta, trace.D, trace.net.Theta):
        with pytest.raises(TypeError):
            by_layer[1] = np.zeros(1)
        with pytest.raises(TypeError):
            del by_layer[1]


def test_a_network_and_a_trace_cannot_be_changed(lecture_Theta):
    net = Network(lecture_Theta)
    trace = run(net, [0.6, -0.9], 1)
    for thing, field in ((net, "Theta"), (net, "hidden"), (trace, "J"), (trace, "lam")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, field, None)


def test_networks_and_traces_compare_by_identity(lecture_Theta):
    net, twin = Network(lecture_Theta), Network(lecture_Theta)
    assert net == net
    assert net != twin
    assert run(net, [0.6, -0.9], 1) != run(net, [0.6, -0.9], 1)
    assert len({net, twin}) == 2


@given(cases())
def test_the_callers_arrays_stay_as_they_were_and_writeable(case):
    Theta, X, Y = {l: T.copy() for l, T in case.Theta.items()}, case.X.copy(), case.Y.copy()
    run(network(case), case.X, case.Y, case.lam)
    assert np.array_equal(case.X, X)
    assert np.array_equal(case.Y, Y)
    assert all(np.array_equal(case.Theta[l], Theta[l]) for l in Theta)
    case.X[0, 0], case.Y[0, 0], case.Theta[1][0, 0] = 0.0, 0.0, 0.0


def test_a_large_batch_is_not_copied():
    X, Y = np.zeros((1000, 3)), np.zeros((1000, 1))
    trace = run(Network.random([3, 2, 1]), X, Y)
    assert np.shares_memory(trace.X, X)
    assert np.shares_memory(trace.a[1], X)
    assert np.shares_memory(trace.Y, Y)


def test_a_network_keeps_its_own_copy_of_the_weights(lecture_Theta):
    net = Network(lecture_Theta)
    lecture_Theta[1][0, 0] = 99.0
    assert net.Theta[1][0, 0] == 0.30
    assert not np.shares_memory(net.Theta[1], lecture_Theta[1])


def test_weights_are_a_dict_by_layer_or_a_sequence(lecture_Theta):
    for given_as in (lecture_Theta, list(lecture_Theta.values()), tuple(T.tolist() for T in lecture_Theta.values())):
        net = Network(given_as)
        assert {l: T.tolist() for l, T in net.Theta.items()} == {l: T.tolist() for l, T in lecture_Theta.items()}
    shuffled = Network({3: lecture_Theta[3], 1: lecture_Theta[1], 2: lecture_Theta[2]})
    assert list(shuffled.Theta) == [1, 2, 3]


def test_with_weight_changes_that_one_weight_of_a_new_network(lecture_Theta):
    net = Network(lecture_Theta, hidden="tanh", cost="squared_error")
    for l, i, j in ((1, 1, 0), (2, 2, 1), (3, 1, 2)):
        changed = net.with_weight(l, i, j, 7.5)
        assert changed.Theta[l][i - 1, j] == 7.5
        assert (changed.hidden, changed.output, changed.cost) == ("tanh", "sigmoid", "squared_error")
        for k, Theta in lecture_Theta.items():
            expected = Theta.copy()
            if k == l:
                expected[i - 1, j] = 7.5
            assert np.array_equal(changed.Theta[k], expected)
            assert np.array_equal(net.Theta[k], Theta)


@given(cases())
def test_one_example_is_a_batch_of_one_row(case):
    net = network(case)
    one, row = run(net, case.X[0], case.Y[0], case.lam), run(net, case.X[:1], case.Y[:1], case.lam)
    assert pytest.approx(row.J, rel=1e-13, abs=1e-15) == one.J
    for kind in ("a", "z", "delta"):
        for l, array in getattr(one, kind).items():
            np.testing.assert_allclose(array, getattr(row, kind)[l][0], rtol=1e-12, atol=1e-14)
    for kind in ("Delta", "D"):
        for l, array in getattr(one, kind).items():
            np.testing.assert_allclose(array, getattr(row, kind)[l], rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize(("rows", "said"), [((), "one example"), ((1,), "1 example"), ((7,), "7 examples")])
def test_what_was_computed_says_how_much_it_holds(rows, said):
    net, X, Y = Network.random([2, 3, 1], seed=1), np.zeros((*rows, 2)), np.zeros((*rows, 1))
    fwd = forward(net, X)
    assert repr(fwd) == f"Forward(a and z of 3 layers, {said})"
    assert repr(backward(net, fwd, Y)) == f"Backward(delta, Delta and D of 3 layers, {said})"
    assert repr(run(net, X, Y, 0.5)).startswith(f"Trace(2-3-1, m = {rows[0] if rows else 1}, λ = 0.5, J = ")


NO_PENALTY = {
    "run": lambda *c, **lam: run(*c, **lam).J,
    "cost": lambda net, X, Y, **lam: cost(net, forward(net, X), Y, **lam),
    "backward": lambda net, X, Y, **lam: backward(net, forward(net, X), Y, **lam).D[1][0, 1],
    "descent": lambda *c, **lam: list(descent(*c, alpha=1, steps=1, **lam))[-1].J,
    "numerical_gradient": lambda *c, **lam: numerical_gradient(*c, **lam)[1][0, 1],
    "numerical_derivative": lambda *c, **lam: numerical_derivative(*c, of="Theta.1.1.1", **lam),
    "epsilon_sweep": lambda *c, **lam: epsilon_sweep(*c, of="Theta.1.1.1", exponents=[-1], **lam),
    "cost_along": lambda *c, **lam: cost_along(*c, of=Quantity("Theta", 1, 1, 1), values=[3.0], **lam)[0],
    "cost_over": lambda *c, **lam: cost_over(*c, of=WEIGHTS, values=([3.0], [2.0]), **lam)[0, 0],
    "guess": lambda *c, **lam: next(searches.guess(*c, **lam)).J,
    "nudge": lambda *c, **lam: next(searches.nudge(*c, **lam)).J,
    "backpropagate": lambda *c, **lam: next(searches.backpropagate(*c, **lam)).J,
}
WEIGHTS = (Quantity("Theta", 1, 1, 1), Quantity("Theta", 2, 1, 1))


@pytest.mark.parametrize("name", NO_PENALTY)
def test_lambda_is_0_if_it_is_not_said(name):
    asked, c = NO_PENALTY[name], (Network.random([2, 3, 1], seed=1), [0.6, -0.9], [1.0])
    assert asked(*c) == asked(*c, lam=0.0) != asked(*c, lam=1.0)


def test_a_plain_number_serves_as_the_target_of_one_output(lecture_Theta):
    net = Network(lecture_Theta)
    plain, array = run(net, [0.6, -0.9], 1), run(net, [0.6, -0.9], np.array([1.0]))
    assert plain.J == array.J
    assert plain.Y.shape == array.Y.shape == (1,)


@given(cases())
def test_a_batch_is_the_sum_of_its_examples(case):
    net, m = network(case), len(case.X)
    batch = run(net, case.X, case.Y)
    ones = [run(net, x, y) for x, y in zip(case.X, case.Y, strict=True)]
    assert pytest.approx(sum(one.J for one in ones) / m, rel=1e-12, abs=1e-14) == batch.J
    for l in batch.D:
        np.testing.assert_allclose(batch.Delta[l], sum(one.Delta[l] for one in ones), rtol=1e-10, atol=1e-12)
        np.testing.assert_allclose(batch.D[l], batch.Delta[l] / m, rtol=1e-14, atol=0)
    for l in batch.delta:
        # One example's delta is its own: it does not shrink when others come along.
        np.testing.assert_allclose(batch.delta[l], [one.delta[l] for one in ones], rtol=1e-10, atol=1e-12)


@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_examples_does_not_matter(case, random):
    order = list(range(len(case.X)))
    random.shuffle(order)
    net = network(case)
    straight, mixed = run(net, case.X, case.Y, case.lam), run(net, case.X[order], case.Y[order], case.lam)
    assert pytest.approx(straight.J, rel=1e-12, abs=1e-14) == mixed.J
    for l in straight.D:
        np.testing.assert_allclose(mixed.D[l], straight.D[l], rtol=1e-10, atol=1e-12)
    for l in straight.delta:
        np.testing.assert_allclose(mixed.delta[l], straight.delta[l][order], rtol=1e-10, atol=1e-12)


@given(cases(), st.sampled_from(["f", "d"]), st.sampled_from(["f", "d", "l"]), st.sampled_from(["f", "d"]))
def test_float32_only_where_weights_and_inputs_both_are(case, of_Theta, of_X, of_Y):
    Theta = {l: T.astype(of_Theta) for l, T in case.Theta.items()}
    net = Network(Theta, case.hidden, case.output, case.cost)
    trace = run(net, case.X.astype(of_X), case.Y.astype(of_Y), case.lam)
    expected = np.float32 if of_Theta == of_X == "f" else np.float64
    for kind in ("a", "z", "delta", "Delta", "D"):
        for l, array in getattr(trace, kind).items():
            assert array.dtype == expected, f"{kind}[{l}]"
    assert type(trace.J) is float


def test_one_float64_matrix_makes_the_network_float64():
    net = Network([np.ones((2, 3), np.float32), np.ones((1, 3), np.float64)])
    trace = run(net, np.ones(2, np.float32), 1)
    assert {array.dtype for array in (*trace.a.values(), *trace.D.values())} == {np.dtype(np.float64)}


def test_float32_passes_are_right_to_float32_precision():
    case = judge.random_case(np.random.default_rng(3), [4, 3, 5, 2], "tanh", "softmax", "cross_entropy", 0.5, m=6)
    net = Network({l: T.astype(np.float32) for l, T in case.Theta.items()}, "tanh", "softmax")
    trace = run(net, case.X.astype(np.float32), case.Y, case.lam)
    assert pytest.approx(judge.J(case), rel=1e-5) == trace.J
    for l, D in judge.D(case).items():
        assert judge.relative_error(trace.D[l], D) < 1e-5


def test_measured_derivatives_of_a_float32_network_are_float64_and_good():
    case = judge.random_case(np.random.default_rng(4), [2, 3, 1], "sigmoid", "sigmoid", "cross_entropy", 0.5, m=3)
    case32 = dataclasses.replace(case, Theta={l: T.astype(np.float32) for l, T in case.Theta.items()})
    X = case.X.astype(np.float32)
    measured = numerical_gradient(Network(case32.Theta), X, case.Y, case.lam)
    wide = dataclasses.replace(case, Theta={l: T.astype(float) for l, T in case32.Theta.items()}, X=X.astype(float))
    for l, D in judge.D(wide).items():
        assert measured[l].dtype == np.float64
        assert judge.relative_error(measured[l], D) < 1e-7


def test_whole_numbers_and_lists_are_taken_as_floats():
    trace = run(Network([[[0, 1, 2]]]), [1, 1], 1)
    assert trace.a[1].dtype == np.float64
    assert trace.z[2].tolist() == [3.0]


@given(st.lists(st.integers(1, 6), min_size=2, max_size=5), st.integers(0, 1000))
def test_random_weights_stay_inside_their_bounds_and_depend_on_the_seed_alone(sizes, seed):
    net, again = Network.random(sizes, seed=seed), Network.random(sizes, seed=seed)
    generated = Network.random(sizes, seed=np.random.default_rng(seed))
    assert tuple(net.sizes) == tuple(sizes)
    for l, Theta in net.Theta.items():
        bound = np.sqrt(6 / (sizes[l - 1] + sizes[l]))
        assert np.abs(Theta).max() <= bound
        assert np.array_equal(Theta, again.Theta[l])
        assert np.array_equal(Theta, generated.Theta[l])
    other = Network.random(sizes, seed=seed + 1)
    assert any(not np.array_equal(net.Theta[l], other.Theta[l]) for l in net.Theta)


def test_random_weights_fill_their_bounds_bias_included():
    bound = np.sqrt(6 / (40 + 60))
    for column in (slice(0, 1), slice(1, None)):
        drawn = np.concatenate([Network.random([40, 60], seed=s).Theta[1][:, column].ravel() for s in range(20)])
        assert drawn.max() > 0.98 * bound
        assert drawn.min() < -0.98 * bound
        assert abs(drawn.mean()) < 0.1 * bound
        assert drawn.std() == pytest.approx(bound / np.sqrt(3), rel=0.05)


def test_scale_sets_the_bound_of_random_weights():
    Theta = Network.random([30, 30], seed=0, scale=0.01).Theta[1]
    assert 0.0098 < np.abs(Theta).max() <= 0.01


def test_a_random_network_takes_the_same_choices_as_any_network():
    net = Network.random([2, 3, 2], seed=0, hidden="relu", output="softmax", cost="cross_entropy")
    assert (net.hidden, net.output, net.cost) == ("relu", "softmax", "cross_entropy")


def test_two_layers_are_enough():
    trace = run(Network([[[0.0, 1.0]]]), [0.0], 1)
    assert pytest.approx(np.log(2), rel=1e-15) == trace.J
    assert list(trace.delta) == [2]
