r"""Each cost beside its own delta at the output.

For one example with output activation a = g(z) and target y. The cost is computed from z, so that it stays finite and
right where log(a) is not: -log g(z) = log(1 + e^(-z)) for a sigmoid.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backprop_core.activations import identity_prime, sigmoid, sigmoid_prime
from backprop_core.validation import Array, one_of

if TYPE_CHECKING:
    from collections.abc import Callable


def softplus(z: Array) -> Array:
    r"""Return log(1 + e^z) = -log(1 - sigmoid(z)), without overflow."""
    return np.logaddexp(0, z)


def cross_entropy(z: Array, a: Array, y: Array) -> Array:  # noqa: ARG001 - every cost takes (z, a, y)
    r"""Return -Σ_k [y log a + (1 - y) log(1 - a)] of sigmoid outputs, as Σ_k log(1 + e^(-|z|)) + |z| |s - y|.

    -log a and -log(1 - a) are log(1 + e^(-z)) and log(1 + e^z). Of these one is log(1 + e^(-|z|)), the other |z| more;
    s, 1 where z > 0 and else 0, is the side that z is on.

    Examples
    --------
    >>> z, y = np.array([2.0]), np.array([0.25])
    >>> a = sigmoid(z)
    >>> print(f"{cross_entropy(z, a, y):.4f} {-(0.25 * np.log(a) + 0.75 * np.log(1 - a))[0]:.4f}")
    1.6269 1.6269
    """
    return (np.log1p(np.exp(-np.abs(z))) + z * ((z > 0) - y)).sum(axis=-1)


def log_softmax(z: Array) -> Array:
    r"""Return log softmax(z), without overflow or log(0); the largest term, e^0 = 1, is kept apart, digits and all."""
    shifted = z - z.max(axis=-1, keepdims=True)
    others = np.exp(shifted)
    np.put_along_axis(others, shifted.argmax(axis=-1, keepdims=True), 0, axis=-1)
    return shifted - np.log1p(others.sum(axis=-1, keepdims=True))


def inverse(a: Array) -> Array:
    """1/a, kept finite: an a that has rounded to 0 counts as the smallest positive float."""
    return 1 / np.maximum(a, np.finfo(np.float64).tiny)


class Cost(NamedTuple):
    """One example's cost beside its derivatives at the output, all by (z, a, y); and the same cost by (a, y) alone."""

    of: Callable[[Array, Array, Array], Array]
    delta: Callable[[Array, Array, Array], Array]  # ∂cost/∂z
    by_a: Callable[[Array, Array, Array], Array]  # ∂cost/∂a
    of_a: Callable[[Array, Array], Array]


# -[y log a + (1 - y) log(1 - a)]. Its slope by a is (a - y) / (a (1 - a)); times g'(z) = a (1 - a) that leaves a - y.
SIGMOID_CROSS_ENTROPY = Cost(
    of=cross_entropy,
    delta=lambda z, a, y: a - y,
    by_a=lambda z, a, y: (1 - y) * inverse(sigmoid(-z)) - y * inverse(a),
    of_a=lambda a, y: -(y * np.log(a) + (1 - y) * np.log(1 - a)).sum(axis=-1),
)

# -Σ y_k log a_k. Again the slopes of log and of softmax leave a - y.
SOFTMAX_CROSS_ENTROPY = Cost(
    of=lambda z, a, y: -(y * log_softmax(z)).sum(axis=-1),
    delta=lambda z, a, y: a - y,
    by_a=lambda z, a, y: -y * inverse(a),
    of_a=lambda a, y: -(y * np.log(a)).sum(axis=-1),
)


def _squared_error(g_prime: Callable[[Array], Array]) -> Cost:
    """½ Σ (a_k - y_k)²: here g' stays in the delta."""
    return Cost(
        of=lambda z, a, y: 0.5 * ((a - y) ** 2).sum(axis=-1),
        delta=lambda z, a, y: (a - y) * g_prime(z),
        by_a=lambda z, a, y: a - y,
        of_a=lambda a, y: 0.5 * ((a - y) ** 2).sum(axis=-1),
    )


PAIRS = {
    ("sigmoid", "cross_entropy"): SIGMOID_CROSS_ENTROPY,
    ("sigmoid", "squared_error"): _squared_error(sigmoid_prime),
    ("softmax", "cross_entropy"): SOFTMAX_CROSS_ENTROPY,
    ("identity", "squared_error"): _squared_error(identity_prime),
}


def check_pair(output: str, cost: str) -> None:
    """Refuse a cost that doesn't go with the output, and name the pairs that do."""
    one_of("cost", cost, dict.fromkeys(c for _, c in PAIRS))
    if (output, cost) not in PAIRS:
        legal = ", ".join(f"{o} + {c}" for o, c in PAIRS)
        raise ValueError(f"output {output!r} doesn't go with cost {cost!r}: choose one of {legal}")
