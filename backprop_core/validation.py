"""What the user gives, turned into arrays or refused with one sentence that says what to do."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from backprop_core.calls import nearest

Array = np.ndarray[Any, np.dtype[Any]]

FLOAT32, FLOAT64 = np.dtype(np.float32), np.dtype(np.float64)


def real_array(name: str, value: object) -> Array:
    """`value` as an array of real numbers; float32 and float64 are left as they are, all else becomes float64."""
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} has rows of unequal length: give every row as many numbers") from error
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} holds {_what(value, array)}, not real numbers: give an array of floats")
    if array.dtype not in (FLOAT32, FLOAT64):
        array = array.astype(FLOAT64)
    return array


def _what(value: object, array: Array) -> str:
    return "None" if value is None else f"values of type {array.dtype}"


def check_finite(name: str, array: Array) -> None:
    """Refuse NaN and infinities, and say where the first one is (counted from 0, as numpy does)."""
    if math.isfinite(np.vdot(array, array)):  # one look at each; too large a sum of squares proves nothing
        return
    if not np.isfinite(array).all():
        where = tuple(int(n) for n in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name}{list(where)} is {array[where]}: every entry has to be a finite number")


def finite_number(name: str, value: object) -> float:
    """`value` as a Python float; strings, arrays, NaN and infinities are refused."""
    if isinstance(value, (str, bytes, complex, np.complexfloating)) or value is None:
        raise TypeError(f"{name} is {shown(value)}, not a number: give a float")
    if isinstance(value, np.ndarray) and value.ndim:
        raise TypeError(f"{name} is an array of shape {value.shape}, not a number: give a float")
    try:
        number = float(value)  # type: ignore[arg-type]
    except OverflowError as error:
        raise ValueError(f"{name} is larger than any float: it has to be a finite number") from error
    except (TypeError, ValueError) as error:
        raise TypeError(f"{name} is {described(value)}, not a number: give a float") from error
    if not math.isfinite(number):
        raise ValueError(f"{name} is {number}: it has to be a finite number")
    return number


def learning_rate(alpha: object) -> float:
    """Return α > 0."""
    number = finite_number("alpha", alpha)
    if number <= 0:
        raise ValueError(f"alpha is {number}: the learning rate has to be above 0")
    return number


def penalty_factor(lam: object) -> float:
    """λ as a float that is not negative."""
    number = finite_number("lam", lam)
    if number < 0:
        raise ValueError(f"lam is {number}: the penalty's λ has to be 0 or more")
    return number


def largest_weight(scale: object) -> float:
    """What weights are drawn up to on both sides of 0: a number above 0."""
    number = finite_number("scale", scale)
    if number <= 0:
        raise ValueError(f"scale is {number}: weights are drawn from -scale to scale, so it has to be above 0")
    return number


def generator(seed: object) -> np.random.Generator:
    """A random generator of its own for a seed, or the one that was given."""
    if isinstance(seed, np.random.Generator):
        return seed
    if isinstance(seed, bool) or not isinstance(seed, (int, np.integer)):
        raise TypeError(f"seed is {shown(seed)}: give a whole number, 0 or more, or a numpy.random.Generator")
    if seed < 0:
        raise ValueError(f"seed is {shown(int(seed))}: give a whole number, 0 or more")
    return np.random.default_rng(int(seed))


def check_has(name: str, value: object, attribute: str, wanted: str) -> None:
    """Refuse what isn't of the kind that is wanted, which has this attribute."""
    if not hasattr(value, attribute):
        raise TypeError(f"{name} is {described(value)}: give {wanted}")


def shown(value: object) -> str:
    """A value as an error shows it: on one line, and not too long.

    Examples
    --------
    >>> shown(np.zeros((2, 2)))
    'array([[0., 0.], [0., 0.]])'
    """
    try:
        words = repr(value)
    except Exception:  # noqa: BLE001  an object of a learner's may do anything; an int may have too many digits
        return described(value)
    return f"{' '.join(words.split()):.60}"


def described(value: object) -> str:
    """Say what kind of thing something is: "a list", "None"."""
    name = type(value).__name__
    return "None" if value is None else f"{'an' if name[0].lower() in 'aeio' else 'a'} {name}"


def index(name: str, value: object, first: int, last: int, what: str) -> int:
    """A blackboard index, `first` to `last`."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} is {shown(value)}: {what} is a whole number from {first} to {last}")
    if not first <= value <= last:
        raise ValueError(f"{name} is {shown(int(value))}: {what} goes from {first} to {last}")
    return int(value)


def one_of(name: str, value: object, legal: Collection[str]) -> None:
    """Refuse a name that isn't among the legal ones, and list those."""
    if not isinstance(value, str) or value not in legal:
        names = list(legal)
        plain = all(one.strip() and "," not in one for one in names)  # no blank, no comma that looks like the list's
        listed = ", ".join(names if plain else map(repr, names))
        raise ValueError(f"{name} is {shown(value)}{nearest(value, names)}: choose one of {listed}")


def some_of(name: str, values: object, legal: Iterable[str]) -> tuple[str, ...]:
    """Names that are all among the legal ones; one alone stands for itself, "all" for all of them.

    Examples
    --------
    >>> some_of("kinds", "cost", ["cost", "backward"]), some_of("kinds", ["cost"], ["cost", "backward"])
    (('cost',), ('cost',))
    """
    names = tuple(legal)
    if not isinstance(values, (str, Iterable)):
        raise TypeError(f"{name} is {shown(values)}: give one or several of {', '.join(names)}")
    if isinstance(values, str) and values == "all":
        return names
    given = (values,) if isinstance(values, str) else tuple(values)
    for value in given:
        one_of(name, value, names)
    return given


def flag(name: str, value: object) -> bool:
    """A switch: True or False, nothing that merely counts as one of them."""
    if not isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} is {shown(value)}: give True or False")
    return bool(value)


def text(name: str, value: object) -> str:
    """Words, which no other value stands for."""
    if not isinstance(value, str):
        raise TypeError(f"{name} is {shown(value)}: give a string")
    return value


def read_only(array: Array) -> Array:
    """The same array, closed for writing: what a pass computed can't be changed behind its back."""
    array.setflags(write=False)
    return array


def closed(layers: Mapping[int, Array]) -> Mapping[int, Array]:
    """The same layers, in a mapping and arrays that are closed for writing."""
    return MappingProxyType({l: read_only(array) for l, array in layers.items()})
