"""What stands on a worksheet: a network with numbers fit for the hand, and what of it is asked for; from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backprop_core import Network, Quantity, Trace, value_of
from backprop_core.by_hand import follows, made_of, short_numbers
from backprop_core.faults import FAULTS
from backprop_core.quantity import PER_WEIGHT, code_of, quantity_of
from backprop_core.validation import index, one_of
from backprop_widgets.checks.answers import is_close, last_digit
from backprop_widgets.checks.diagnosis import wrong_parts
from backprop_widgets.session.stages import is_computed, stages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backprop_widgets.checks.forms import Parts

LAST_SEED = 10**9 - 1  # of nine digits, as many as the page takes
LEVELS = ("worked", "last part", "blank", "find the fault")
SIZES = (2, 2, 2, 1)
# Faults that one example without λ can show.
ERRORS = (
    "bias_left_out", "bias_after_g", "bias_last", "rows_and_columns_swapped", "minus_missing", "output_sign",
    "gprime_left_out", "gprime_of_a", "extra_gprime", "transpose_forgotten", "dJda_for_delta", "a_left_out",
    "wrong_column_dropped",
)  # fmt: skip
TABLE_END = 1.9  # the table of g goes from 0 to here
MOST_ROWS = 30  # numbers on a page
SMALLEST = 0.5e-4  # what is less, and not 0, is written down as 0 with four decimals


@dataclass(frozen=True)
class Score:
    """How far somebody has got: numbers that are right, and more that follow by the right method from a wrong one."""

    right: int
    by_method: int
    of: int
    hints: int


@dataclass(frozen=True, eq=False)
class Sheet:
    """One worksheet.

    Attributes
    ----------
    seed : int
    level : {"worked", "last part", "blank", "find the fault"}
    trace : Trace
        The network, its example, and all the right numbers.
    first, last : str
        The part of the two passes that it asks for; "" where that is from the beginning, or to the end.
    rows : tuple of str
        The codes of the numbers on it, in the order in which they are computed; of those before `first` only what the
        others are computed from.
    asked : tuple of str
        Those from `first` to `last`.
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
    first: str
    last: str
    rows: tuple[str, ...]
    asked: tuple[str, ...]
    blanks: tuple[str, ...]
    shown: Mapping[str, float]
    fault: str
    first_wrong: str

    @property
    def open(self) -> tuple[str, ...]:
        """What the learner has to work on: the blanks, or what may be wrong."""
        return self.blanks or (self.asked if self.fault else ())

    @property
    def stage(self) -> int:
        """How far both passes have got in what is given."""
        L = self.trace.net.L
        following = quantity_of(self.open[0]) if self.open else Quantity("D")
        return sum(not is_computed(following, L, n) for n in range(len(stages(L)))) - bool(self.open)

    def right(self, code: str) -> float:
        """The right number of a row."""
        return value_of(self.trace, quantity_of(code))

    def is_wrong(self, code: str) -> bool:
        """Whether the number that stands in this row is wrong."""
        return code in self.shown and not agree(code, self.shown[code], self.right(code))


def make_sheet(seed: int, level: str, first: str = "", last: str = "", own: Trace | None = None) -> Sheet:
    """Make the worksheet of a seed; the same each time. `own` has numbers to take; the others are as in `worksheet`.

    Examples
    --------
    >>> sheet = make_sheet(3, "last part")
    >>> sheet.blanks[0], len(sheet.blanks), len(sheet.rows)
    ('D.3.1.0', 7, 23)
    >>> make_sheet(3, "blank", first="z.4", last="delta.4").blanks
    ('z.4.1', 'a.4.1', 'J', 'delta.4.1')
    """
    index("seed", seed, 0, LAST_SEED, "the seed")
    one_of("level", level, LEVELS)
    rng = np.random.default_rng(seed)
    trace = own or short_numbers(SIZES, rng)
    every = _rows(trace.net, rng)
    while not own and not all(_is_fit(trace, code) for code in every):
        trace = short_numbers(SIZES, rng)
        every = _rows(trace.net, rng)
    start, end = _place("first", first, every, 0), _place("last", last, every, -1) + 1
    if start >= end:
        raise ValueError(f"first is {first!r} and last is {last!r}, but {last} is computed before {first}: swap them")
    asked = every[start:end]
    needed = set[Quantity]().union(*(made_of(trace, quantity_of(code)) for code in asked))
    rows = tuple(code for code in every[:start] if quantity_of(code) in needed) + asked
    if len(rows) > MOST_ROWS:
        sizes = "-".join(map(str, trace.net.sizes))
        raise ValueError(f"a sheet of {sizes} has {len(rows)} numbers, and {MOST_ROWS} fit on a page: set first, last")
    if own and level != "worked":
        _check_size(trace, asked)
    if level == "find the fault":
        fault, shown, first_wrong = _with_error(trace, every[:end], asked, rng)
        return Sheet(seed, level, trace, first, last, rows, asked, (), shown, fault, first_wrong)
    final = tuple(code for code in asked if quantity_of(code).kind == quantity_of(rows[-1]).kind)
    blanks = {"worked": (), "last part": final, "blank": asked}[level]
    shown = {code: value_of(trace, quantity_of(code)) for code in rows if code not in blanks}
    return Sheet(seed, level, trace, first, last, rows, asked, blanks, shown, "", "")


def _place(name: str, code: str, rows: Sequence[str], which: int) -> int:
    """Where the first or the last row with this code stands, or of this layer or kind."""
    found = [n for n, row in enumerate(rows) if not code or f"{row}.".startswith(f"{code}.")]
    if not found:
        raise ValueError(f"{name} is {code!r}, which isn't on the sheet: the numbers there are {', '.join(rows)}")
    return found[which]


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
        written, q = _written(entries), quantity_of(code)
        of_right_ones = {k: v for k, v in written.items() if code_of(k) not in wrong}
        by_rule = follows(sheet.trace, written, q)
        if any(agree(code, entries[code], v) for v in (sheet.right(code), follows(sheet.trace, of_right_ones, q))):
            found[code] = []
        elif agree(code, entries[code], by_rule):
            parts = made_of(sheet.trace, q)
            near = [c for c in wrong if quantity_of(c) in parts]
            others = {c: {k: v for k, v in written.items() if k != quantity_of(c)} for c in near}
            # where each of several alone makes it wrong, as ∞ does, all of them do
            found[code] = [c for c in near if follows(sheet.trace, others[c], q) != by_rule] or near
        if found.get(code) != []:
            wrong.append(code)
    return found


def _written(entries: Mapping[str, float]) -> dict[Quantity, float]:
    return {quantity_of(code): value for code, value in entries.items()}


def _rows(net: Network, rng: np.random.Generator) -> tuple[str, ...]:
    """Every number of both passes, and the weights whose gradient is asked for."""
    L, sizes = net.L, net.sizes
    forward = [Quantity(kind, l, i) for l in range(2, L + 1) for i in range(1, sizes[l - 1] + 1) for kind in ("z", "a")]
    deltas = [Quantity("delta", l, i) for l in range(L, 1, -1) for i in range(1, sizes[l - 1] + 1)]
    weights = [Quantity("D", L - 1, 1, j) for j in range(sizes[-2] + 1)]
    for l in range(L - 2, 0, -1):
        weights += [Quantity("D", l, i, int(rng.integers(0, sizes[l - 1] + 1))) for i in range(1, sizes[l] + 1)]
    return tuple(map(code_of, (*forward, Quantity("J"), *deltas, *weights)))


def check_fit(trace: Trace) -> None:
    """Refuse numbers that can't be computed by hand as the sheet has it.

    Raises
    ------
    ValueError
        In one sentence.
    """
    net = trace.net
    if trace.X.ndim == 2:
        raise ValueError(f"a worksheet is about one example, but there are {trace.m}: set the session's example first")
    if {net.hidden, net.output, net.cost} != {"sigmoid", "cross_entropy"}:
        functions = f"hidden {net.hidden}, output {net.output} and cost {net.cost}"
        raise ValueError(f"a worksheet has sigmoid units and cross_entropy, but this network has {functions}")
    if trace.lam:
        raise ValueError(f"a worksheet has no penalty, but lam is {trace.lam:g}: set it to 0")
    for name, array in {"X": trace.X, "Y": trace.Y, **{f"Theta[{l}]": T for l, T in net.Theta.items()}}.items():
        if not np.allclose(array, array.round(2), rtol=0, atol=1e-9):
            raise ValueError(f"{name} has more than two decimals, too many to compute with by hand: round it")


def _check_size(trace: Trace, asked: Sequence[str]) -> None:
    """Refuse numbers of which four decimals would be all zeros."""
    for code in asked:
        if 0 < abs(value := value_of(trace, quantity_of(code))) < SMALLEST:
            raise ValueError(
                f"{code} is {value:.1g}, of which nothing is left with four decimals: take weights or an example that "
                "saturate no unit, or leave it out by first or last"
            )


def _is_fit(trace: Trace, code: str) -> bool:
    """Whether a number suits the hand: g in reach of the table, enough digits left to tell right from wrong."""
    q = quantity_of(code)
    size = abs(value_of(trace, q))
    if q.kind == "z":
        return 0.1 <= size <= TABLE_END
    return q.kind not in ("delta", "D") or size >= 0.005


def _with_error(
    trace: Trace, rows: tuple[str, ...], asked: tuple[str, ...], rng: np.random.Generator
) -> tuple[str, dict[str, float], str]:
    """Compute all numbers with one of the errors that shows clearly, first in what is asked: its name, they, where."""
    right = {code: value_of(trace, quantity_of(code)) for code in rows}
    for name in rng.permutation(ERRORS).tolist():
        parts = wrong_parts(trace, None, (FAULTS[name],))
        shown = {code: _number_in(parts, code) for code in rows} if parts else right
        wrong = [code for code in rows if not agree(code, shown[code], right[code])]
        if wrong and wrong[0] in asked and _far_apart(wrong[0], shown[wrong[0]], right[wrong[0]]):
            return name, shown, wrong[0]
    raise ValueError(f"no error shows in {', '.join(asked)} alone: let the sheet begin earlier or end later")


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
