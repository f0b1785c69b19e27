"""The forward pass: from x to every z and a."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from backprop_core.batch import counted, inputs
from backprop_core.calls import plainly
from backprop_core.copies import reduced
from backprop_core.validation import Array, check_has, read_only

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backprop_core.network import Layers, Network


@dataclass(frozen=True, eq=False, repr=False)
class Forward:
    """What a forward pass computed: ``a[l]``, l = 1..L, and ``z[l]``, l = 2..L, each (s_l,) or (m, s_l), read-only."""

    a: Layers
    z: Layers

    __reduce__ = reduced

    def __repr__(self) -> str:
        return f"Forward(a and z of {len(self.a)} layers, {counted(self.a[1])})"


@plainly
def forward(net: Network, X: object) -> Forward:
    r"""Compute every unit's z and a.

    z^(l+1) = Θ^(l) (1, a^(l)) and a^(l+1) = g(z^(l+1)), from a^(1) = x on.

    Parameters
    ----------
    net : Network
    X : array, (s_1,) or (m, s_1)
        One example, or a batch with one example per row.

    Returns
    -------
    Forward
        ``a`` and ``z`` by layer number; the bias unit's 1 isn't stored.

    Raises
    ------
    ValueError, TypeError
        If X doesn't fit the input layer or holds NaN or infinities.

    Notes
    -----
    Source: Andrew Ng, Machine Learning, week 5, "Backpropagation intuition".

    Examples
    --------
    >>> from backprop_core import examples
    >>> net, x, y = examples.lecture()
    >>> fwd = forward(net, x)
    >>> print(f"z = {fwd.z[2][0]:.3f}, a = {fwd.a[2][0]:.3f}")
    z = 1.230, a = 0.774
    """
    return unchecked_forward(net, inputs(net, X))


def unchecked_forward(net: Network, X: Array) -> Forward:
    """`forward` for an X that was checked before."""
    a, z = {1: X}, {}
    for l, z_l, a_l in layers_after(net, 1, X):
        z[l], a[l] = read_only(z_l), read_only(a_l)
    return Forward(MappingProxyType(a), MappingProxyType(z))


def check_passed(net: Network, fwd: Forward) -> None:
    """Refuse what is no network with its own forward pass."""
    check_has("net", net, "sizes", "a Network")
    check_has("fwd", fwd, "a", "what forward(net, X) returned")
    units = tuple(fwd.a[l].shape[-1] for l in sorted(fwd.a))
    if units != net.sizes:
        passed, here = ("-".join(map(str, sizes)) for sizes in (units, net.sizes))
        raise ValueError(f"fwd is of a {passed} network, but net is {here}: give what forward(net, X) returned")


def layers_after(net: Network, l: int, a: Array) -> Iterator[tuple[int, Array, Array]]:
    """Go on from a^(l): layer number, z and a of layer l+1, l+2, ..., L."""
    for k in range(l, net.L):
        Theta = net.Theta[k]
        z = a @ Theta[:, 1:].T
        z += Theta[:, 0]
        a = net.activation(k + 1).g(z)
        yield k + 1, z, a
