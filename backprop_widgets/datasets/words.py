"""Examples in words: how many of each class, how each input is spread, whether it is standardised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core.standardising import standardised
from backprop_widgets.notation.text import number

if TYPE_CHECKING:
    from backprop_core.validation import Array
    from backprop_widgets.datasets.source import Source

MAX_SHOWN = 8  # columns whose spread is printed
SMALL = 0.1  # a column of smaller numbers is printed with powers of ten


def words_of(source: Source, standard: bool) -> str:
    """Say what is in use.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets.datasets.source import numbered
    >>> print(words_of(numbered("XOR", *examples.xor()), standard=False))
    Data: XOR. 4 examples, 2 inputs, 2 classes (class 0: 2, class 1: 2).
    x1: from 0.00 to 1.00, mean 0.500, standard deviation 0.500
    x2: from 0.00 to 1.00, mean 0.500, standard deviation 0.500
    Not standardised: the network gets the numbers as they are.
    """
    m, inputs = source.X.shape
    first = f"Data: {source.title}. {_counted(m, 'example')}, {_counted(inputs, 'input')}, {_targets(source)}."
    _, mean, deviation = standardised(source.X)
    rows = [
        f"{name}: {_spread(x, float(mean[n]), float(deviation[n]))}"
        for n, (name, x) in enumerate(zip(source.inputs[:MAX_SHOWN], source.X.T, strict=False))
    ]
    if inputs > MAX_SHOWN:
        rows.append(f"... and {inputs - MAX_SHOWN} inputs more")
    how = "Not standardised: the network gets the numbers as they are."
    if standard:
        how = _how_standardised(int((deviation == 0).sum()))
    return "\n".join([first, *([source.note] if source.note else []), *rows, how])


def _targets(source: Source) -> str:
    """How many examples each class has; of targets that are no classes, how far they go."""
    Y = source.Y
    members = Y if Y.shape[1] > 1 else np.hstack([1 - Y, Y])
    if not np.isin(Y, (0, 1)).all() or (members.sum(axis=1) != 1).any():
        return f"{_counted(Y.shape[1], 'output')}, no classes (targets {_from_to(Y)})"
    counts = zip(source.classes, members.sum(axis=0), strict=True)
    return f"{len(source.classes)} classes ({', '.join(f'class {name}: {int(n)}' for name, n in counts)})"


def _counted(n: int, thing: str) -> str:
    return f"{n} {thing}{'s' * (n > 1)}"


def _how_standardised(constant: int) -> str:
    how = "Standardised: each input minus its mean, divided by its standard deviation."
    if constant:
        how += f" {constant} {'is' if constant == 1 else 'are'} the same everywhere, so only the mean is taken off."
    return how


def _spread(x: Array, mean: float, deviation: float) -> str:
    largest = float(np.abs(x).max())
    return f"{_from_to(x)}, mean {_shown(mean, 3, largest)}, standard deviation {_shown(deviation, 3, largest)}"


def _from_to(x: Array) -> str:
    largest = float(np.abs(x).max())
    return f"from {_shown(float(x.min()), 2, largest)} to {_shown(float(x.max()), 2, largest)}"


def _shown(value: float, decimals: int, largest: float) -> str:
    if largest >= SMALL or abs(value) <= 1e-12 * largest:
        return number(value, decimals)
    return number(value, 2, power=True)
