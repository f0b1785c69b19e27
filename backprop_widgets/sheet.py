"""What stands on a worksheet: a network with numbers fit for the hand, and what of it is asked for; from a seed."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import Network, Quantity, Trace, explain, run, value_of
from backprop_core.faults import FAULTS
from backprop_core.quantity import PER_WEIGHT
from backprop_core.validation import index, one_of
from backprop_widgets.answers import is_close, last_digit
from backprop_widgets.codes import code_of, quantity_of
from backprop_widgets.diagnosis import wrong_parts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backprop_widgets.reading import Parts

LEVELS = ("worked", "last step", "blank", "find the error")
SIZES = (2, 2, 2, 1)
# Faults that one example without λ can show.
ERRORS = (
    "bias_left_out", "bias_after_g", "bias_last", "rows_and_columns_swapped", "minus_missing", "output_sign",
    "gprime_left_out", "gprime_of_a", "extra_gprime", "transpose_forgotten", "dJda_for_delta", "a_left_out",
    "wrong_column_dropped",
)  # fmt: skip
TABLE_END = 1.9  # the table of g goes from 0 to here


@dataclass(frozen=True, eq=False)
class Sheet:
    """One worksheet.

    Attributes
    ----------
    seed : int
    level : {"worked", "last step", "blank", "find the error"}
    trace : Trace
        The network, its example, and all the right numbers.
    rows : tuple of str
        The codes of the numbers on it, in the order in which they are computed.
    blanks : tuple of str
        Those that the learner fills in.
    shown : mapping
        The numbers that stand there, by code; with an error in them at that level.
    fault : str
        The name of that error; "" at other levels.
    first_wrong : str
        Where it shows first.
    """

    seed: int
    level: str
    trace: Trace
    rows: tuple[str, ...]
    blanks: tuple[str, ...]
    shown: Mapping[str, float]
    fault: str
    first_wrong: str

    def right(self, code: str) -> float:
        """The right number of a row."""
        return value_of(self.trace, quantity_of(code))

    def is_wrong(self, code: str) -> bool:
        """Whether the number that stands in this row is wrong."""
        return code in self.shown and not agree(code, self.shown[code], self.right(code))


def make_sheet(seed: int, level: str) -> Sheet:
    """Make the worksheet of a seed; the same each time.

    Examples
    --------
    >>> sheet = make_sheet(3, "last step")
    >>> sheet.blanks[0], len(sheet.blanks), len(sheet.rows)
    ('D.3.1.0', 7, 23)
    """
    index("seed", seed, 0, 10**9, "the seed")
    one_of("level", level, LEVELS)
    rng = np.random.default_rng(seed)
    while True:
        trace, rows = _drawn(rng)
        if all(_is_fit(trace, code) for code in rows):
            break
    right = {code: value_of(trace, quantity_of(code)) for code in rows}
    if level == "find the error":
        return _with_error(seed, trace, rows, right, rng)
    blanks = {"worked": (), "last step": tuple(c for c in rows if c.startswith("D.")), "blank": rows}[level]
    shown = {code: value for code, value in right.items() if code not in blanks}
    return Sheet(seed, level, trace, rows, blanks, shown, "", "")


def methods(sheet: Sheet, entries: Mapping[str, float]) -> dict[str, list[str]]:
    """Find the entries that have the right method: of each, the wrong entries before it that make it wrong.

    Parameters
    ----------
    sheet : Sheet
    entries : mapping
        What the learner has written, by code; where nothing is written the right number counts.

    Returns
    -------
    dict
        By code, in the order of the sheet; nothing makes it wrong if it is right, or follows from right ones as they
        were rounded.

    Examples
    --------
    The wrong z is 0.9; a is g(0.9) = 0.7109, though it should be another. 0.9 is no a of 0.9.

    >>> sheet = make_sheet(3, "blank")
    >>> methods(sheet, {"z.2.1": 0.9, "a.2.1": 0.7109}), methods(sheet, {"z.2.1": 0.9, "a.2.1": 0.9})
    ({'a.2.1': ['z.2.1']}, {})
    """
    found: dict[str, list[str]] = {}
    wrong: list[str] = []
    for code in (row for row in sheet.rows if row in entries):
        follows = _computed_from(sheet.trace, entries, code)
        if agree(code, entries[code], sheet.right(code)):
            found[code] = []
        elif agree(code, entries[code], follows):
            others = {c: {k: v for k, v in entries.items() if k != c} for c in wrong}
            found[code] = [c for c in wrong if _computed_from(sheet.trace, others[c], code) != follows]
        if found.get(code) != []:
            wrong.append(code)
    return found


def _computed_from(trace: Trace, entries: Mapping[str, float], code: str) -> float:
    """What a number comes to by its rule, with these entries in the place of the trace's own numbers."""
    q = quantity_of(code)
    needed = ("z",) if q.kind == "a" else ("a", "delta")
    layers: dict[str, Any] = {
        kind: {l: v.copy() for l, v in getattr(trace, kind).items()} for kind in ("z", "a", "delta")
    }
    with np.errstate(all="ignore"):  # an entry may be any number
        for source, value in ((quantity_of(c), np.float64(entry)) for c, entry in entries.items()):
            if source.kind in needed:
                layers[source.kind][source.layer][source.i - 1] = value
                if source.kind == "a":  # g' and log a are computed from z: from the one that this a would have
                    layers["z"][source.layer][source.i - 1] = np.log(value / (1 - value))
        e = explain(replace(trace, **layers), q)
        total = np.array(e.sum * prod(factor.value for factor in e.outer))
        return float(trace.net.activation(q.layer).g(total) if e.function else total)


def _drawn(rng: np.random.Generator) -> tuple[Trace, tuple[str, ...]]:
    """Draw weights with one decimal, an example, and the weights whose gradient is asked for."""
    shapes = [(t, s + 1) for s, t in itertools.pairwise(SIZES)]
    sizes = {l: rng.integers(1, 16, shape) / 10 for l, shape in enumerate(shapes, start=1)}
    net = Network({l: size * rng.choice([-1, 1], size.shape) for l, size in sizes.items()})
    x, y = rng.choice([-1.0, -0.5, 0.5, 1.0, 2.0], SIZES[0]), rng.integers(0, 2, 1).astype(float)
    L = net.L
    forward = [Quantity(kind, l, i) for l in range(2, L + 1) for i in range(1, SIZES[l - 1] + 1) for kind in ("z", "a")]
    deltas = [Quantity("delta", l, i) for l in range(L, 1, -1) for i in range(1, SIZES[l - 1] + 1)]
    weights = [Quantity("D", L - 1, 1, j) for j in range(SIZES[-2] + 1)]
    for l in range(L - 2, 0, -1):
        weights += [Quantity("D", l, i, int(rng.integers(0, SIZES[l - 1] + 1))) for i in range(1, SIZES[l] + 1)]
    return run(net, x, y), tuple(map(code_of, (*forward, Quantity("J"), *deltas, *weights)))


def _is_fit(trace: Trace, code: str) -> bool:
    """Whether a number suits the hand: g in reach of the table, enough digits left to tell right from wrong."""
    q = quantity_of(code)
    size = abs(value_of(trace, q))
    if q.kind == "z":
        return 0.1 <= size <= TABLE_END
    return q.kind not in ("delta", "D") or size >= 0.005


def _with_error(
    seed: int, trace: Trace, rows: tuple[str, ...], right: dict[str, float], rng: np.random.Generator
) -> Sheet:
    """Compute all numbers with one of the errors that shows clearly here."""
    for name in rng.permutation(ERRORS).tolist():
        parts = wrong_parts(trace, None, (FAULTS[name],))
        shown = {code: _number_in(parts, code) for code in rows} if parts else right
        wrong = [code for code in rows if not agree(code, shown[code], right[code])]
        if wrong and _far_apart(wrong[0], shown[wrong[0]], right[wrong[0]]):
            return Sheet(seed, "find the error", trace, rows, (), shown, name, wrong[0])
    raise AssertionError("no error shows in these numbers, though g' left out shows in all")


def _number_in(parts: Parts, code: str) -> float:
    q = quantity_of(code)
    layer = parts[q.kind][q.layer or 0]
    if q.kind in PER_WEIGHT:
        return float(layer[q.i - 1, q.j])
    return float(layer if q.i is None else layer[q.i - 1])


def agree(code: str, one: float, other: float) -> bool:
    """Whether two numbers could be one, computed by hand."""
    return bool(is_close(quantity_of(code).kind, np.asarray(one), np.asarray(other), typed=True))


def _far_apart(code: str, one: float, other: float) -> bool:
    return abs(one - other) > max(10 * last_digit(quantity_of(code).kind, other), 0.02 * abs(other))
