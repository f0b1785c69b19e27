"""The lessons' fixed networks and data sets."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from backprop_core.calls import plainly
from backprop_core.network import Network
from backprop_core.validation import finite_number, generator, index

if TYPE_CHECKING:
    from backprop_core.validation import Array


@plainly
def lecture() -> tuple[Network, Array, Array]:
    r"""Return the 2-2-2-1 sigmoid network of the lecture, with an example x (2,) and its target y (1,).

    Notes
    -----
    The layers are those of Andrew Ng, Machine Learning, week 5, "Backpropagation intuition"; the numbers are ours.

    Examples
    --------
    >>> net, x, y = lecture()
    >>> print(net.sizes, x, y)
    (2, 2, 2, 1) [ 0.6 -0.9] [1.]
    """
    Theta = {
        1: np.array([[0.30, 0.80, -0.50], [-0.20, 0.40, 0.90]]),
        2: np.array([[0.10, 1.20, -0.70], [0.25, -0.60, 1.10]]),
        3: np.array([[-0.15, 0.95, -1.30]]),
    }
    return Network(Theta), np.array([0.60, -0.90]), np.array([1.0])


@plainly
def twin() -> tuple[Network, Array, Array]:
    r"""Return a 2-3-2-1 network, x (2,) and y (1,): like the lecture's, but no Θ without its bias column is square.

    A forgotten transpose fits the shapes of 2-2-2-1; here it can't.

    Examples
    --------
    >>> twin()[0].sizes
    (2, 3, 2, 1)
    """
    Theta = {
        1: np.array([[0.30, 0.80, -0.50], [-0.20, 0.40, 0.90], [0.15, -0.70, 0.60]]),
        2: np.array([[0.10, 1.20, -0.70, 0.45], [0.25, -0.60, 1.10, -0.85]]),
        3: np.array([[-0.15, 0.95, -1.30]]),
    }
    return Network(Theta), np.array([0.60, -0.90]), np.array([1.0])


@plainly
def xor() -> tuple[Array, Array]:
    """Return the four corners of the unit square and 1 where exactly one coordinate is 1: X (4, 2), Y (4, 1).

    Examples
    --------
    >>> X, Y = xor()
    >>> print(Y.T)
    [[0. 1. 1. 0.]]
    """
    return np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]), np.array([[0.0], [1.0], [1.0], [0.0]])


@plainly
def two_moons(m: int = 200, noise: float = 0.1, seed: int | np.random.Generator = 0) -> tuple[Array, Array]:
    """Return two half circles that reach into each other: X (m, 2), Y (m, 1), class 0 first.

    Parameters
    ----------
    m : int
        Points, 2 to 1,000,000; the first half, rounded up, is the upper moon, class 0.
    noise : float
        Standard deviation of the normal noise on each coordinate, 0 or more.
    seed : int or numpy.random.Generator
        For the noise; an int is 0 or more.

    Raises
    ------
    ValueError, TypeError
        In one sentence that names the argument and what it can be.

    Examples
    --------
    >>> X, Y = two_moons(7)
    >>> print(X.shape, Y.sum())
    (7, 2) 3.0
    """
    _check_cloud("two moons", m, noise)
    upper, lower = np.linspace(0, np.pi, m - m // 2), np.linspace(0, np.pi, m // 2)
    arcs = [np.column_stack([np.cos(upper), np.sin(upper)]), np.column_stack([1 - np.cos(lower), 0.5 - np.sin(lower)])]
    return _clouds(arcs, noise, seed)


@plainly
def digits() -> tuple[Array, Array]:
    r"""Return 1797 handwritten digits of 8 x 8 pixels: X (1797, 64) in 0..1, Y (1797, 10) one-hot.

    Notes
    -----
    Source: E. Alpaydin, C. Kaynak, "Optical Recognition of Handwritten Digits", UCI Machine Learning Repository, 1998,
    https://doi.org/10.24432/C50P49, CC BY 4.0 (its test set).

    Examples
    --------
    >>> X, Y = digits()
    >>> print(X.shape, X.min(), X.max(), Y.argmax(axis=1)[:10])
    (1797, 64) 0.0 1.0 [0 1 2 3 4 5 6 7 8 9]
    """
    with files("backprop_core").joinpath("digits.npz").open("rb") as file, np.load(file) as stored:
        pixels, labels = stored["pixels"], stored["labels"]
    return pixels / 16.0, np.eye(10)[labels]


@plainly
def conjunction() -> tuple[Array, Array]:
    """Return AND: the four corners of the unit square, and 1 where both coordinates are 1: X (4, 2), Y (4, 1).

    Examples
    --------
    >>> X, Y = conjunction()
    >>> print(Y.T)
    [[0. 0. 0. 1.]]
    """
    X, _ = xor()
    return X, X.prod(axis=1, keepdims=True)


@plainly
def circles(m: int = 200, noise: float = 0.08, seed: int | np.random.Generator = 0) -> tuple[Array, Array]:
    """Return a circle of radius 0.5 inside one of radius 1: X (m, 2), Y (m, 1), the outer one first, class 0.

    Parameters
    ----------
    m, noise, seed
        As for `two_moons`, which has the errors too.

    Examples
    --------
    >>> X, Y = circles(6, noise=0)
    >>> print(np.hypot(*X.T).round(2))
    [1.  1.  1.  0.5 0.5 0.5]
    """
    _check_cloud("two circles", m, noise)
    angles = [np.arange(n) * 2 * np.pi / n for n in (m - m // 2, m // 2)]
    arcs = [radius * np.column_stack([np.cos(t), np.sin(t)]) for radius, t in zip((1.0, 0.5), angles, strict=True)]
    return _clouds(arcs, noise, seed)


@plainly
def spiral(m: int = 200, noise: float = 0.03, seed: int | np.random.Generator = 0) -> tuple[Array, Array]:
    """Return two arms of one and a quarter turns round each other: X (m, 2), Y (m, 1), class 0 first.

    Parameters
    ----------
    m, noise, seed
        As for `two_moons`, which has the errors too.

    Examples
    --------
    >>> X, Y = spiral(4, noise=0)
    >>> print(np.hypot(*X.T).round(2))
    [0.1 1.  0.1 1. ]
    """
    _check_cloud("two arms", m, noise)
    arcs = []
    for n, start in ((m - m // 2, 0.0), (m // 2, np.pi)):
        t = np.linspace(0, 1, n)
        angle, radius = start + 2.5 * np.pi * t, 0.1 + 0.9 * t
        arcs.append(np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]))
    return _clouds(arcs, noise, seed)


def _check_cloud(what: str, m: int, noise: float) -> None:
    index("m", m, 2, 10**6, f"the number of points in {what}")
    if finite_number("noise", noise) < 0:
        raise ValueError(f"noise is {noise}: a standard deviation has to be 0 or more")


def _clouds(arcs: list[Array], noise: float, seed: int | np.random.Generator) -> tuple[Array, Array]:
    """Noise around two arcs, of class 0 and class 1."""
    X = np.concatenate(arcs) + generator(seed).normal(0, noise, (sum(map(len, arcs)), 2))
    return X, np.repeat([[0.0], [1.0]], [len(arc) for arc in arcs], axis=0)
