r"""Each activation function g beside its derivative g'.

Every function takes z of any shape and returns that shape. None of them overflows, for any |z| up to 1e307.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from backprop_core.validation import Array


def sigmoid(z: Array) -> Array:
    r"""g(z) = 1 / (1 + e^(-z)); where e^(-z) is beyond all numbers, that is 0.

    Examples
    --------
    >>> print(sigmoid(np.array([-1e4, 0.0, 1e4])))
    [0.  0.5 1. ]
    """
    with np.errstate(over="ignore"):
        return 1 / (1 + np.exp(-z))


def sigmoid_prime(z: Array) -> Array:
    r"""g'(z) = g(z) (1 - g(z)), computed as e / (1 + e)² with e = e^(-|z|): right where 1 - g(z) rounds to 0.

    Examples
    --------
    >>> print(sigmoid_prime(np.array([0.0, 40.0])))
    [2.50000000e-01 4.24835426e-18]
    """
    e = np.exp(-np.abs(z))
    return e / (1 + e) ** 2


def tanh(z: Array) -> Array:
    r"""g(z) = (e^z - e^(-z)) / (e^z + e^(-z)).

    Examples
    --------
    >>> print(f"{tanh(0.5):.4f}")
    0.4621
    """
    return np.tanh(z)


def tanh_prime(z: Array) -> Array:
    r"""g'(z) = 1 - tanh²(z), computed as 4e / (1 + e)² with e = e^(-2|z|).

    Examples
    --------
    >>> print(f"{tanh_prime(0.5):.4f}")
    0.7864
    """
    e = np.exp(-2 * np.abs(z))
    return 4 * e / (1 + e) ** 2


def relu(z: Array) -> Array:
    r"""g(z) = max(0, z).

    Examples
    --------
    >>> print(relu(np.array([-2.0, 0.0, 3.0])))
    [0. 0. 3.]
    """
    return np.maximum(z, 0)


def relu_prime(z: Array) -> Array:
    r"""g'(z) = 1 where z > 0, else 0; at z = 0, where there is no slope, 0 by convention.

    Examples
    --------
    >>> print(relu_prime(np.array([-2.0, 0.0, 3.0])))
    [0. 0. 1.]
    """
    return np.asarray(z > 0).astype(np.asarray(z).dtype)


def identity(z: Array) -> Array:
    r"""g(z) = z, for outputs that can be any number."""
    return z


def identity_prime(z: Array) -> Array:
    r"""g'(z) = 1."""
    return np.ones_like(z)


def softmax(z: Array) -> Array:
    r"""g(z)_k = e^(z_k) / Σ_i e^(z_i), over the last axis.

    Each output depends on every z, so there is no elementwise g': its delta is beside its cost, in costs.py.

    Examples
    --------
    >>> print(softmax(np.array([0.0, 0.0, 1e4])))
    [0. 0. 1.]
    """
    e = np.exp(z - z.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_prime(z: Array) -> Array:  # noqa: ARG001
    """Refuse: there is no such thing."""
    raise ValueError("softmax has no g' of its own z: each of its outputs depends on every z of the layer")


class Activation(NamedTuple):
    """A function beside its derivative."""

    g: Callable[[Array], Array]
    g_prime: Callable[[Array], Array]


HIDDEN = {
    "sigmoid": Activation(sigmoid, sigmoid_prime),
    "tanh": Activation(tanh, tanh_prime),
    "relu": Activation(relu, relu_prime),
}

OUTPUT = {
    "sigmoid": Activation(sigmoid, sigmoid_prime),
    "softmax": Activation(softmax, softmax_prime),
    "identity": Activation(identity, identity_prime),
}
