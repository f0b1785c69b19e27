"""A wrong matrix that stands in more than one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_core.line_by_line import weights_of

if TYPE_CHECKING:
    from backprop_core.network import Network
    from backprop_core.validation import Array


def turned(net: Network, l: int, first: int) -> Array:
    """Θ^(l) without bias with rows and columns exchanged, where it is square.

    Where it isn't, an error has made people put it right; if none from layer `first` on is square, that error is all.
    """
    weights = weights_of(net, l)
    square = [k for k in range(first, net.L) if net.sizes[k] == net.sizes[k - 1]]
    if not square:
        raise ValueError(
            f"Theta[{l}] without its bias column has shape {weights.shape}: rows and columns exchanged, it doesn't fit"
        )
    return weights.T if l in square else weights
