"""Examples as they come, and a network that fits them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backprop_core import Network

if TYPE_CHECKING:
    from backprop_core.validation import Array


@dataclass(frozen=True)
class Source:
    """Examples as they came, before any standardising."""

    title: str
    X: Array
    Y: Array
    inputs: tuple[str, ...]
    classes: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, eq=False)
class Taken:
    """Examples that the session got: its very arrays, and what they were made of."""

    X: Array
    Y: Array
    name: str
    source: Source
    standard: bool = False


def numbered(title: str, X: Array, Y: Array) -> Source:
    """Give examples whose inputs and classes have numbers for names."""
    outputs = 2 if Y.shape[1] == 1 else Y.shape[1]
    return Source(title, X, Y, tuple(f"x{n}" for n in range(1, X.shape[1] + 1)), tuple(map(str, range(outputs))))


def fitting(net: Network, inputs: int, outputs: int, *, softmax: bool = False) -> Network:
    """Return the network itself if it has so many inputs and outputs, else a new one with its hidden layers.

    Parameters
    ----------
    net : Network
    inputs, outputs : int
    softmax : bool
        Whether several outputs are to share 1 where the network's only one is a sigmoid.

    Examples
    --------
    >>> from backprop_core import examples
    >>> fitting(examples.lecture()[0], 64, 10).sizes
    (64, 2, 2, 10)
    """
    if (net.sizes[0], net.sizes[-1]) == (inputs, outputs) and not (outputs == 1 and net.output == "softmax"):
        return net
    output, cost = net.output, net.cost
    if outputs == 1 and output == "softmax":  # one output would always be 1
        output = "sigmoid"
    elif outputs > 1 and softmax and (output, cost) == ("sigmoid", "cross_entropy"):
        output = "softmax"
    return Network.random([inputs, *net.sizes[1:-1], outputs], 0, hidden=net.hidden, output=output, cost=cost)
