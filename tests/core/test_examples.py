"""The data sets and networks that ship with the core."""

import numpy as np
import pytest

from backprop_core import Network, descent, examples, run


def test_the_twin_has_no_square_matrix_to_hide_a_transpose_in():
    net, x, y = examples.twin()
    assert tuple(net.sizes) == (2, 3, 2, 1)
    assert all(Theta.shape[0] != Theta.shape[1] - 1 for l, Theta in net.Theta.items())
    assert np.isfinite(run(net, x, y).J)


def test_the_twin_is_the_lectures_network_with_a_third_unit_in_layer_2():
    (lecture, *example), (twin, *same_example) = examples.lecture(), examples.twin()
    assert [part.tolist() for part in same_example] == [part.tolist() for part in example]
    assert np.array_equal(twin.Theta[1], [*lecture.Theta[1], [0.15, -0.70, 0.60]])
    assert np.array_equal(twin.Theta[2], np.column_stack([lecture.Theta[2], [0.45, -0.85]]))
    assert np.array_equal(twin.Theta[3], lecture.Theta[3])


CLOUDS = [examples.two_moons, examples.circles, examples.spiral]


@pytest.mark.parametrize("make", CLOUDS)
def test_a_cloud_has_200_points_and_seed_0_if_nothing_is_said(make):
    assert np.array_equal(make()[0], make(200, seed=0)[0])


@pytest.mark.parametrize("make", CLOUDS)
def test_a_cloud_has_from_two_points_to_a_million_and_any_noise_from_0_up(make):
    X, Y = make(2, noise=0)
    assert (X.shape, Y.tolist()) == ((2, 2), [[0], [1]])
    with pytest.raises(ValueError, match="goes from 2 to 1000000"):
        make(10**6 + 1)
    with pytest.raises(ValueError, match="0 or more"):
        make(noise=-0.1)


def test_digits_are_1797_real_ones_between_0_and_1():
    X, Y = examples.digits()
    assert X.shape == (1797, 64)
    assert Y.shape == (1797, 10)
    assert (X.min(), X.max()) == (0.0, 1.0)
    assert set(np.unique(Y)) == {0.0, 1.0}
    assert (Y.sum(axis=1) == 1).all()
    # Counts of the digits 0 to 9 in the published test set.
    assert Y.sum(axis=0).astype(int).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    assert np.array_equal(X * 16, np.round(X * 16))


def test_digits_look_like_what_they_are_called():
    """The mean 0 has a hole in the middle, the mean 1 has a stroke there; the nearest mean finds most digits."""
    X, Y = examples.digits()
    means = (Y.T @ X) / Y.sum(axis=0)[:, None]
    middle = means.reshape(10, 8, 8)[:, 3:5, 3:5].mean(axis=(1, 2))
    assert middle[0] < 0.2 < 0.6 < middle[1]
    nearest = ((X[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
    assert (nearest == Y.argmax(axis=1)).mean() > 0.85


@pytest.mark.parametrize(("output", "alpha"), [("softmax", 1.0), ("sigmoid", 1.0)])
def test_digits_can_be_learnt(output, alpha):
    X, Y = examples.digits()
    net = Network.random([64, 16, 10], seed=0, output=output)
    *_, last = descent(net, X[:1200], Y[:1200], alpha=alpha, steps=300, batch=60, momentum=0.5)
    a = run(last.net, X[1200:], Y[1200:]).a[3]
    assert (a.argmax(axis=1) == Y[1200:].argmax(axis=1)).mean() > 0.85


def test_two_moons_have_as_many_points_of_each_class_as_asked_for():
    X, Y = examples.two_moons()
    assert (X.shape, Y.shape, Y.sum()) == ((200, 2), (200, 1), 100)
    assert set(np.unique(Y)) == {0.0, 1.0}
    X, Y = examples.two_moons(7, noise=0.0)
    assert (X.shape, Y.shape) == ((7, 2), (7, 1))
    assert abs(2 * Y.sum() - 7) == 1


def test_without_noise_the_moons_are_half_circles_of_radius_1():
    X, Y = examples.two_moons(40, noise=0.0)
    for label in (0, 1):
        moon = X[Y[:, 0] == label]
        ends = moon[[np.argmin(moon[:, 0]), np.argmax(moon[:, 0])]]
        centre = ends.mean(axis=0)
        np.testing.assert_allclose(np.linalg.norm(moon - centre, axis=1), 1.0, atol=1e-12)


def test_the_upper_moon_goes_from_right_to_left_and_the_lower_one_from_left_to_right():
    X, _ = examples.two_moons(6, noise=0)
    np.testing.assert_allclose(X, [[1, 0], [0, 1], [-1, 0], [0, 0.5], [1, -0.5], [2, 0.5]], atol=1e-15)


def test_the_moons_depend_on_the_seed_alone():
    one, again, other = (examples.two_moons(seed=seed)[0] for seed in (3, 3, 4))
    assert np.array_equal(one, again)
    assert not np.array_equal(one, other)
    assert np.array_equal(one, examples.two_moons(seed=np.random.default_rng(3))[0])


def test_noise_is_the_standard_deviation():
    clean, noisy = (examples.two_moons(4000, noise=noise, seed=1)[0] for noise in (0.0, 0.2))
    assert (noisy - clean).std() == pytest.approx(0.2, rel=0.05)


def test_the_moons_need_hidden_units_and_can_be_learnt_with_them():
    X, Y = examples.two_moons()

    def reached(sizes):
        return list(descent(Network.random(sizes, seed=1, hidden="tanh"), X, Y, alpha=1.0, steps=1500, momentum=0.5))[
            -1
        ]

    assert reached([2, 1]).accuracy < 0.92
    assert reached([2, 8, 1]).accuracy > 0.97


@pytest.mark.parametrize("make", [examples.xor, examples.digits, examples.two_moons, examples.lecture, examples.twin])
def test_each_call_gives_arrays_of_its_own(make):
    """A learner who writes into one set must not spoil the next."""
    one, other = make()[-2], make()[-2]
    assert not np.shares_memory(one, other)
    one[...] = 0.5
    assert not np.array_equal(one, make()[-2])


def test_and_is_1_in_one_corner_alone():
    X, Y = examples.conjunction()
    assert [tuple(x) for x, y in zip(X, Y[:, 0], strict=True) if y] == [(1.0, 1.0)]


@pytest.mark.parametrize("make", [examples.circles, examples.spiral])
def test_circles_and_spirals_have_two_classes_and_depend_on_the_seed_alone(make):
    X, Y = make(41)
    assert (X.shape, Y.shape, Y.sum()) == ((41, 2), (41, 1), 20)
    assert np.array_equal(X, make(41)[0])
    assert not np.array_equal(X, make(41, seed=1)[0])
    with pytest.raises(ValueError, match="m is 1: the number of points"):
        make(1)
    with pytest.raises(ValueError, match="0 or more"):
        make(noise=-1)


def test_without_noise_the_circles_have_radius_1_and_a_half():
    X, Y = examples.circles(noise=0)
    np.testing.assert_allclose(np.hypot(*X.T), 1 - 0.5 * Y[:, 0])


def test_the_points_of_a_circle_have_equal_gaps():
    X, _ = examples.circles(7, noise=0)
    np.testing.assert_allclose(X[:4], [[1, 0], [0, 1], [-1, 0], [0, -1]], atol=1e-15)
    np.testing.assert_allclose(X[4:], [[0.5, 0], [-0.25, 3**0.5 / 4], [-0.25, -(3**0.5) / 4]], atol=1e-15)


def test_the_spiral_arms_are_each_other_turned_by_half_a_turn_and_never_touch():
    X, Y = examples.spiral(400, noise=0)
    first, second = X[Y[:, 0] == 0], X[Y[:, 0] == 1]
    np.testing.assert_allclose(first, -second, atol=1e-12)
    gaps = np.linalg.norm(first[:, None] - second, axis=2)
    assert gaps.min() > 0.15


def test_a_spiral_arm_makes_one_turn_and_a_quarter():
    X, Y = examples.spiral(400, noise=0)
    arm = X[Y[:, 0] == 0]
    angles = np.unwrap(np.arctan2(arm[:, 1], arm[:, 0]))
    assert (angles[-1] - angles[0]) / (2 * np.pi) == pytest.approx(1.25)
    np.testing.assert_allclose(np.hypot(*arm.T), np.linspace(0.1, 1, 200))


@pytest.mark.parametrize(("make", "sizes"), [(examples.circles, [2, 4, 1]), (examples.spiral, [2, 12, 12, 1])])
def test_circles_and_spirals_can_be_learnt(make, sizes):
    X, Y = make()
    *_, last = descent(Network.random(sizes, seed=1, hidden="tanh"), X, Y, alpha=0.5, momentum=0.9, steps=1500)
    assert last.accuracy > 0.97
