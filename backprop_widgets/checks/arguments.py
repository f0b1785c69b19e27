"""What a function is given: copies that it can write to, and what it has changed in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import Forward, Network

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backprop_core.validation import Array


@dataclass(frozen=True)
class Change:
    """Something that a function changed in what it was given.

    Attributes
    ----------
    what : str
        As the function's code calls it: "X", "net.Theta[1]".
    of : str
        The argument that it is in: "net", "fwd", "X", "Y".
    replaced : bool
        Whether something else was put in its place, and not written into it.
    bias_alone : bool
        Whether it is a Θ and only its bias column is another.
    """

    what: str
    of: str
    replaced: bool = False
    bias_alone: bool = False


class Given:
    """Copies of what a function is called with.

    Examples
    --------
    >>> given = Given({"X": np.ones((2, 2))})
    >>> given.copies["X"][0] = 5.0
    >>> given.changes()
    (Change(what='X', of='X', replaced=False, bias_alone=False),)
    """

    def __init__(self, things: Mapping[str, Any]) -> None:
        self._before = things
        self.copies = {name: copy_of(thing) for name, thing in things.items()}
        self._handed = {name: _arrays(name, thing) for name, thing in self.copies.items()}

    def changes(self) -> tuple[Change, ...]:
        """What isn't any more as it was given."""
        return tuple(change for name in self._before for change in self._changes_in(name))

    def _changes_in(self, name: str) -> Iterator[Change]:
        before, handed = _arrays(name, self._before[name]), self._handed[name]
        now = _arrays(name, self.copies[name])
        for what, array in before.items():
            if not _same(array, now.get(what)):
                bias_alone = ".Theta[" in what and _same(array[:, 1:], _without_bias(now.get(what)))
                yield Change(what, name, now.get(what) is not handed[what], bias_alone)
        for what in now.keys() - before.keys():
            yield Change(what, name, replaced=True)


def copy_of(thing: Any) -> Any:
    """A copy that can be written to, of an array, a network or a forward pass; anything else as it is."""
    if isinstance(thing, np.ndarray):
        return thing.copy()
    if isinstance(thing, Forward):
        return Forward({l: v.copy() for l, v in thing.a.items()}, {l: v.copy() for l, v in thing.z.items()})
    if isinstance(thing, Network):
        # A Network closes its arrays for writing: then numpy's refusal would be all that there is to say.
        twin = replace(thing)
        object.__setattr__(twin, "Theta", {l: Theta.copy() for l, Theta in thing.Theta.items()})
        return twin
    return thing


def _arrays(name: str, thing: Any) -> dict[str, Any]:
    """The arrays in an argument, by what a function's code calls them."""
    if isinstance(thing, np.ndarray):
        return {name: thing}
    parts = ("Theta",) if isinstance(thing, Network) else ("a", "z") if isinstance(thing, Forward) else ()
    layers = {f"{name}.{part}": getattr(thing, part) for part in parts}
    return {
        f"{what}[{l!r}]": array
        for what, arrays in layers.items()
        if isinstance(arrays, Mapping)
        for l, array in arrays.items()
    }


def _same(array: Array, given: object) -> bool:
    """Whether it is as it was, but for the last digits: a weight that was moved and moved back may differ in them."""
    if not isinstance(given, np.ndarray) or given.shape != array.shape:
        return False
    return np.allclose(given, array, rtol=1e-12, atol=1e-12 * np.abs(array).max(initial=0.0), equal_nan=True)


def _without_bias(Theta: object) -> object:
    return Theta[:, 1:] if isinstance(Theta, np.ndarray) and Theta.ndim == 2 else None


def told(changes: Sequence[Change]) -> str:
    """Name what was changed.

    Examples
    --------
    >>> told([Change("X", "X"), Change("Y", "Y"), Change("fwd.a[2]", "fwd")])
    'X, Y and fwd.a[2]'
    >>> told([Change(f"net.Theta[{l}]", "net", bias_alone=True) for l in (1, 2)])
    'net.Theta[1] and [2], in the bias column'
    """
    layers: dict[str, list[str]] = {}
    for change in changes:
        name, bracket, key = change.what.partition("[")
        layers.setdefault(name, []).append(bracket + key)
    names = [name + listed(keys) for name, keys in layers.items()]
    return listed(names) + (", in the bias column" if all(change.bias_alone for change in changes) else "")


def listed(texts: Sequence[str]) -> str:
    """Join names as in a sentence.

    Examples
    --------
    >>> listed(["z", "a", "J"])
    'z, a and J'
    """
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"
