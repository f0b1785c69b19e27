"""The network itself: its weights, and which functions its units and its cost use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Any

import numpy as np

from backprop_core import activations, costs
from backprop_core.calls import plainly, plainly_made
from backprop_core.copies import reduced
from backprop_core.validation import (
    Array,
    check_finite,
    described,
    finite_number,
    generator,
    index,
    largest_weight,
    one_of,
    read_only,
    real_array,
    shown,
)

Layers = Mapping[int, Array]


@plainly_made
@dataclass(frozen=True, eq=False, repr=False)
class Network:
    r"""A fully connected network with bias units; it can't be changed, only replaced by another.

    Parameters
    ----------
    Theta : mapping of int to array, or sequence of arrays
        ``Theta[l]``, l = 1..L-1, shape (s_{l+1}, s_l + 1): row i leads into unit i of layer l+1, column j comes from
        unit j of layer l, column 0 from the bias unit. The arrays are copied and read-only.
    hidden : {"sigmoid", "tanh", "relu"}
        Activation of all hidden layers.
    output : {"sigmoid", "softmax", "identity"}
        Activation of layer L.
    cost : {"cross_entropy", "squared_error"}
        What J measures: "cross_entropy" of "sigmoid" or "softmax" outputs, "squared_error" of "sigmoid" or "identity".

    Raises
    ------
    ValueError, TypeError
        If a Theta has a wrong shape or a number that isn't finite, a name isn't known, or a cost and an output don't go
        together.

    Examples
    --------
    >>> net = Network([[[0.3, 0.8, -0.5], [-0.2, 0.4, 0.9]], [[0.1, 1.2, -0.7]]])
    >>> net
    Network(2-2-1, hidden sigmoid, output sigmoid, cost cross_entropy)
    >>> print(net.Theta[2][0, 2])
    -0.7
    """

    Theta: Layers  # given as a mapping or a sequence, kept as a mapping 1..L-1
    hidden: str = "sigmoid"
    output: str = "sigmoid"
    cost: str = "cross_entropy"

    __reduce__ = reduced

    def __post_init__(self) -> None:
        one_of("hidden", self.hidden, activations.HIDDEN)
        one_of("output", self.output, activations.OUTPUT)
        costs.check_pair(self.output, self.cost)
        object.__setattr__(self, "Theta", MappingProxyType(_weights(self.Theta)))

    @classmethod
    @plainly
    def random(
        cls,
        sizes: Sequence[int],
        seed: int | np.random.Generator = 0,
        *,
        scale: float | None = None,
        hidden: str = "sigmoid",
        output: str = "sigmoid",
        cost: str = "cross_entropy",
    ) -> Network:
        r"""A network with weights drawn uniformly, bias included.

        Parameters
        ----------
        sizes : sequence of int
            Units of each layer without bias, e.g. ``[2, 2, 2, 1]``; two layers or more, 1 to 100,000 units in each.
        seed : int or numpy.random.Generator
            The same weights for the same int ≥ 0; a generator goes on from where it is.
        scale : float, optional
            Above 0: draw from U(-scale, scale); by default the bounds are ±√(6 / (s_l + s_{l+1})) (Glorot and Bengio
            2010).
        hidden, output, cost : str
            As for `Network`.

        Raises
        ------
        ValueError, TypeError
            In one sentence that names the argument and what it can be.

        Examples
        --------
        >>> Network.random([2, 3, 1], seed=1, hidden="tanh").sizes
        (2, 3, 1)
        """
        s = _sizes(sizes)
        rng = generator(seed)
        bounds = [np.sqrt(6 / (n + k)) if scale is None else largest_weight(scale) for n, k in pairwise(s)]
        Theta = {l: rng.uniform(-b, b, (s[l], s[l - 1] + 1)) for l, b in enumerate(bounds, start=1)}
        return cls(Theta, hidden, output, cost)

    @cached_property
    def sizes(self) -> tuple[int, ...]:
        """Units of each layer, without bias units."""
        return (self.Theta[1].shape[1] - 1, *(Theta.shape[0] for Theta in self.Theta.values()))

    @property
    def L(self) -> int:
        """The number of layers, input and output included."""
        return len(self.Theta) + 1

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of every Theta: float32 if all were given so, else float64."""
        return self.Theta[1].dtype

    def activation_name(self, l: int) -> str:
        """`output` for layer L, `hidden` for those before it."""
        return self.output if l == self.L else self.hidden

    def activation(self, l: int) -> activations.Activation:
        """What layer l, 2..L, does to its z."""
        return activations.OUTPUT[self.output] if l == self.L else activations.HIDDEN[self.hidden]

    @plainly
    def weight(self, l: int, i: int, j: int) -> float:
        r"""Θ_ij^(l): the weight into unit i of layer l+1 from unit j of layer l (j = 0: the bias unit).

        Raises
        ------
        ValueError, TypeError
            If there is no such weight.
        """
        self.check_weight(l, i, j)
        return float(self.Theta[l][i - 1, j])

    @plainly
    def with_weight(self, l: int, i: int, j: int, value: float) -> Network:
        r"""The same network with Θ_ij^(l) = value; indices as in `weight`.

        Raises
        ------
        ValueError, TypeError
            If there is no such weight, or the value isn't a finite number.

        Examples
        --------
        >>> net = Network.random([2, 2, 1])
        >>> net.with_weight(2, 1, 0, 0.5).weight(2, 1, 0)
        0.5
        """
        self.check_weight(l, i, j)
        Theta = self.Theta[l].copy()
        Theta[i - 1, j] = finite_number("value", value)
        check_finite(f"Theta[{l}]", Theta)  # a float32 holds no 1e39
        other = copy(self)  # all else of it has been checked
        object.__setattr__(other, "Theta", MappingProxyType({**self.Theta, l: read_only(Theta)}))
        return other

    @plainly
    def stepped(self, D: Layers, alpha: float) -> Network:
        r"""The network one step further downhill: Θ^(l) - α D^(l) in the place of Θ^(l).

        Parameters
        ----------
        D : mapping of int to array
            ``D[l]``, l = 1..L-1, shaped like Theta[l].
        alpha : float
            Learning rate α.

        Raises
        ------
        ValueError, TypeError
            If D isn't shaped like Theta, or a weight would no longer be a finite number.

        Examples
        --------
        >>> net = Network([[[0.5, 1.0]]])
        >>> net.stepped({1: np.array([[2.0, -4.0]])}, alpha=0.25).Theta[1]
        array([[0., 2.]])
        """
        if not isinstance(D, Mapping):
            raise TypeError(f"D is {described(D)}: give one array per layer, such as trace.D")
        if set(D) != set(self.Theta):
            raise ValueError(f"D has the layers {list(D)}, but this network's Theta has {list(self.Theta)}")
        rate = finite_number("alpha", alpha)
        steps = {l: real_array(f"D[{l}]", D[l]) for l in self.Theta}
        for l, step in steps.items():
            if step.shape != self.Theta[l].shape:
                raise ValueError(f"D[{l}] has shape {step.shape}, but Theta[{l}] has {self.Theta[l].shape}")
        return replace(self, Theta={l: Theta - rate * steps[l] for l, Theta in self.Theta.items()})

    def check_weight(self, l: int, i: int, j: int) -> None:
        """Raise ValueError or TypeError unless Θ_ij^(l) is a weight of this network."""
        index("l", l, 1, self.L - 1, "the layer of a weight")
        index("i", i, 1, self.sizes[l], f"a unit of layer {l + 1}")
        index("j", j, 0, self.sizes[l - 1], f"a unit of layer {l} (0 is the bias unit)")

    def __repr__(self) -> str:
        shape = "-".join(map(str, self.sizes))
        return f"Network({shape}, hidden {self.hidden}, output {self.output}, cost {self.cost})"


def _weights(Theta: object) -> dict[int, Array]:
    if isinstance(Theta, Mapping):
        layers = range(1, len(Theta) + 1)
        if set(Theta) != set(layers):
            raise ValueError(f"Theta has the keys {list(Theta)}, but layers count from 1: expected {list(layers)}")
        given = [Theta[l] for l in layers]
    elif isinstance(Theta, Sequence) and not isinstance(Theta, str):
        given = list(Theta)
    else:
        raise TypeError(f"Theta is {described(Theta)}: give a list of matrices, or a dict with the layers 1, 2, ...")
    if not given:
        raise ValueError("Theta is empty: a network needs at least one matrix, from layer 1 to layer 2")
    arrays = {l: real_array(f"Theta[{l}]", T) for l, T in enumerate(given, start=1)}
    for l, array in arrays.items():
        _check_matrix(l, array, arrays[l - 1].shape[0] if l > 1 else None)
    dtype = np.float32 if all(a.dtype == np.float32 for a in arrays.values()) else np.float64
    return {l: read_only(array.astype(dtype)) for l, array in arrays.items()}


def _check_matrix(l: int, array: Array, units: int | None) -> None:
    name = f"Theta[{l}]"
    if array.ndim != 2 or array.shape[0] == 0 or array.shape[1] < 2:
        raise ValueError(f"{name} has shape {array.shape}: expected (units of layer {l + 1}, 1 + units of layer {l})")
    if units is not None and array.shape[1] != units + 1:
        expected = (array.shape[0], units + 1)
        raise ValueError(
            f"{name} has shape {array.shape}, but layer {l} has {units} units and a bias: expected {expected}"
        )
    check_finite(name, array)


def _sizes(sizes: object) -> list[int]:
    if isinstance(sizes, str) or not isinstance(sizes, (Sequence, np.ndarray)):
        raise TypeError(f"sizes is {shown(sizes)}: give the units of each layer, such as [2, 2, 2, 1]")
    if len(sizes) < 2:
        raise ValueError(f"sizes is {shown(list(sizes))}: a network needs at least an input and an output layer")
    return [index(f"sizes[{n}]", s, 1, 100_000, "the units of a layer") for n, s in enumerate(sizes)]
