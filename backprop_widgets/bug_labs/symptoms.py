"""What a program with a fault in it shows on each instrument of the bug lab, and which reading tells two apart."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from backprop_core import (
    Network,
    Quantity,
    Trace,
    examples,
    forward,
    numerical_derivative,
    numerical_gradient,
    run,
)
from backprop_core.faults import FAULTS
from backprop_core.line_by_line import step_with, trace_with
from backprop_widgets.notation.symbols import words
from backprop_widgets.notation.text import number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from backprop_core.faults import Fault
    from backprop_core.validation import Array

# What can be wrong with a program: not all that check() knows, for a list to choose from has to be read.
PROGRAMS = {
    name: FAULTS[name]
    for name in (
        "bias_left_out", "bias_after_g", "bias_last", "rows_and_columns_swapped", "g_forgotten",
        "minus_missing", "bracket_too_early", "cost_not_over_m", "penalty_not_halved", "cost_bias_penalised",
        "log_of_y",
        "output_sign", "gprime_left_out", "gprime_of_a", "extra_gprime", "transpose_forgotten", "updated_too_early",
        "m_left_out", "lambda_not_over_m", "bias_penalised", "dJda_for_delta", "a_left_out", "wrong_column_dropped",
        "averaged_twice", "last_example_only", "delta_over_m",
        "uphill", "stepped_too_early",
    )
}  # fmt: skip
HIDDEN = "hidden"  # in the place of a program's name: the fault is to be found
SHAPES = ((2, 2, 2, 1), (2, 3, 2, 1))
LAMBDAS = (0.0, 1.0)
COUNTS = (4, 1)  # examples
ALPHA = 1.0
STEPS = 50
GRID = 11
FITS = "✓"
NOTHING = 1e-7
RELATIVE = 1e-5


@dataclass(frozen=True)
class Setting:
    """What the learner can set: the network's sizes, λ, and how many examples there are."""

    sizes: tuple[int, ...]
    lam: float
    m: int = COUNTS[0]

    def __str__(self) -> str:
        count = "" if self.m == COUNTS[0] else f" and m = {self.m}"
        return f"{'-'.join(map(str, self.sizes))} with λ = {self.lam:g}{count}"


SETTINGS = tuple(Setting(sizes, lam, m) for m in COUNTS for sizes in SHAPES for lam in LAMBDAS)


def data(m: int) -> tuple[Array, Array]:
    """Return XOR's four examples, or the one of them with the inputs 0 and 1."""
    X, Y = examples.xor()
    return (X, Y) if m == len(X) else (X[1:2], Y[1:2])


@lru_cache(maxsize=64)
def start(sizes: tuple[int, ...], seed: int) -> Network:
    """Return a network to try programs on: weights from -2 to 2, with 2 decimals."""
    return Network(
        {l: np.round(Theta, 2) for l, Theta in Network.random(sizes, seed=seed, scale=2.0).Theta.items()},
    )


# Programs with a fault ---------------------------------------------------------------------------------------------


def faulty_run(fault: Fault | None, right: Trace) -> Trace:
    """What a program with this fault computes where these are the right numbers.

    Raises
    ------
    ValueError
        If the fault's shapes don't fit.
    """
    return trace_with(fault.kind, fault.wrong, right, ALPHA) if fault else right


def faulty_step(fault: Fault | None, trace: Trace) -> Network:
    """One step of descent as the program takes it."""
    kind, wrong = (fault.kind, fault.wrong) if fault else ("", None)
    return step_with(kind, wrong, trace, ALPHA)


def curve_of(
    fault: Fault | None, net: Network, X: Array, Y: Array, lam: float
) -> tuple[list[tuple[float, float]], Network]:
    """J as the program reports it, and the right J, before each of its steps; up to where the numbers end. And the end.

    Examples
    --------
    >>> X, Y = examples.xor()
    >>> falls, net = curve_of(None, start((2, 2, 2, 1), 0), X, Y, 0.0)
    >>> len(falls), falls[-1][0] < falls[0][0]
    (51, True)
    """
    curve = []
    with np.errstate(all="ignore"):
        for _ in range(STEPS + 1):
            right = run(net, X, Y, lam)
            trace = faulty_run(fault, right)
            curve.append((trace.J, right.J))
            try:
                net = faulty_step(fault, trace)
            except (ValueError, ArithmeticError):  # the weights grew beyond all numbers
                break
    return curve, net


# Instruments ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class Readings:
    """What the instruments show of one program on one network; each reading is taken when it is first asked for.

    Of a program that stops, only `stops` and `shown` can be read: whatever else is asked for ends with its error.

    Attributes
    ----------
    fault : Fault or None
        What is wrong with the program.
    right : Trace
        What a right program computes.
    """

    fault: Fault | None
    right: Trace

    def are_of(self, fault: Fault | None, net: Network, X: Array, Y: Array, lam: float) -> bool:
        """Whether `read` would be given the same again."""
        right = self.right
        return fault is self.fault and net is right.net and X is right.X and Y is right.Y and lam == right.lam

    @cached_property
    def trace(self) -> Trace:
        """The numbers that the program computes."""
        return faulty_run(self.fault, self.right)

    @cached_property
    def stepped(self) -> Network:
        """The network after the program's step."""
        return faulty_step(self.fault, self.trace)

    @cached_property
    def stops(self) -> str:
        """The error that the program stops with; "" if it runs to its end."""
        try:
            _ = self.stepped
        except ValueError as problem:
            return str(problem)
        return ""

    @cached_property
    def forward(self) -> Mapping[str, str]:
        """By "z^(2)" and so on, whether they come out like that when computed again."""
        return {
            words(Quantity(kind, l)): _agree(getattr(self.trace, kind)[l], getattr(self.right, kind)[l])
            for l in self.right.z
            for kind in ("z", "a")
        }

    @property
    def costs(self) -> tuple[str, str]:
        """J as reported, and the right J."""
        return number(self.trace.J, 4), number(self.right.J, 4)

    @cached_property
    def deltas(self) -> Mapping[int, list[list[float]]]:
        """By layer, the last one first, how many times as large as the measured ones the program's δ are.

        1 where they agree, ∞ beside a measured 0.
        """
        delta = self.trace.delta
        return {l: _beside(delta[l], _measured_delta(self.right, l)) for l in sorted(delta, reverse=True)}

    @cached_property
    def gradients(self) -> Mapping[int, list[list[float]]]:
        """By layer, how many times as large as the measured ones the program's D are, like `deltas`."""
        right = self.right
        measured = numerical_gradient(right.net, right.X, right.Y, right.lam)
        return {l: _beside(D, measured[l]) for l, D in self.trace.D.items()}

    @cached_property
    def update(self) -> Mapping[int, str]:
        """By layer, Θ after the program's step: whether it is Θ − αD, D being the program's own."""
        before, after = self.right.net.Theta, self.stepped.Theta
        return {l: _agree(after[l], before[l] - ALPHA * D) for l, D in self.trace.D.items()}

    @cached_property
    def _course(self) -> tuple[list[tuple[float, float]], Network]:
        """The curve of its steps, and the network at their end."""
        right = self.right
        return curve_of(self.fault, right.net, right.X, right.Y, right.lam)

    @property
    def curve(self) -> list[tuple[float, float]]:
        """J as reported and the right J, before each of its steps; see `curve_of`."""
        return self._course[0]

    @cached_property
    def fair(self) -> list[float]:
        """J of a right program, from the same weights, before each of its steps."""
        right = self.right
        return [J for J, _ in curve_of(None, right.net, right.X, right.Y, right.lam)[0]]

    @cached_property
    def boundary(self) -> Array:
        """After these steps, what the program gives for inputs from 0 to 1: a row for each x_2 from 1 down to 0."""
        return _boundary(self.fault, self._course[1])

    def shown(self) -> Iterator[tuple[str, str]]:
        """Yield each reading with the name of where it stands, in the order in which a bug is looked for."""
        yield "the program", self.stops or "runs to its end"
        if self.stops:
            return
        yield from ((f"{name}, computed again,", text) for name, text in self.forward.items())
        reported, right = self.costs
        yield "J, reported against the right one,", FITS if reported == right else f"{reported} against {right}"
        for l, rows in self.deltas.items():
            for t, row in enumerate(rows, start=1):
                for i, ratio in enumerate(row, start=1):
                    yield f"the check of {words(Quantity('delta', l, i, example=t))}", times(ratio)
        for l, rows in sorted(self.gradients.items(), reverse=True):
            for i, row in enumerate(rows, start=1):
                yield from ((f"the check of {words(Quantity('D', l, i, j))}", times(r)) for j, r in enumerate(row))
        yield from ((f"the step of Θ({l})", text) for l, text in self.update.items())


def read(fault: Fault | None, net: Network, X: Array, Y: Array, lam: float) -> Readings:
    """Return the readings of a program.

    Examples
    --------
    >>> X, Y = examples.xor()
    >>> readings = read(FAULTS["output_sign"], start((2, 2, 2, 1), 0), X, Y, 0.0)
    >>> [[times(ratio) for ratio in row] for row in readings.gradients[3]]
    [['×−1', '×−1', '×−1']]
    """
    return Readings(fault, run(net, X, Y, lam))


def _boundary(fault: Fault | None, net: Network) -> Array:
    """What the program gives on a grid over the unit square, the first row at the top."""
    x1, x2 = np.meshgrid(np.linspace(0, 1, GRID), np.linspace(1, 0, GRID))
    X = np.column_stack([x1.ravel(), x2.ravel()])
    with np.errstate(all="ignore"):
        fwd = fault.wrong(net, X) if fault and fault.kind == "forward" else forward(net, X)
    return fwd.a[net.L].reshape(GRID, GRID)


def _measured_delta(right: Trace, l: int) -> Array:
    """Return ∂cost/∂z of each example and unit of a layer, by nudging."""
    net, X, Y = right.net, right.X, right.Y
    units = range(1, net.sizes[l - 1] + 1)
    return np.array(
        [[numerical_derivative(net, x, y, of=Quantity("z", l, i)) for i in units] for x, y in zip(X, Y, strict=True)]
    )


def _agree(one: Array, other: Array) -> str:
    return FITS if np.allclose(one, other, rtol=RELATIVE, atol=NOTHING) else "✗"


def _beside(found: Array, measured: Array) -> list[list[float]]:
    return [
        [_ratio(float(f), float(m)) for f, m in zip(*rows, strict=True)] for rows in zip(found, measured, strict=True)
    ]


def _ratio(found: float, measured: float) -> float:
    """How many times as large as the measured number the program's is: 1 where they agree, ∞ beside a measured 0.

    Examples
    --------
    >>> _ratio(0.25, 0.25 + 1e-9), _ratio(-0.5, 0.25), _ratio(0.3, 0.0)
    (1.0, -2.0, inf)
    """
    if abs(found - measured) <= NOTHING + RELATIVE * abs(measured):
        return 1.0
    return found / measured if abs(measured) >= NOTHING else math.inf


def times(ratio: float) -> str:
    """Write such a ratio.

    Examples
    --------
    >>> times(1.0), times(-2.0), times(0.25), times(1.004), times(math.inf)
    ('✓', '×−2', '×0.25', '×1.004', '≠ 0')
    """
    if ratio == 1:
        return FITS
    if math.isinf(ratio):
        return "≠ 0"
    size = abs(ratio)
    digits = f"{size:.0f}" if size >= 100 else f"{size:.2g}" if abs(ratio - 1) > 0.05 else f"{size:.3f}"
    return f"×{'−' if ratio < 0 else ''}{digits}"


# Which symptom decides -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Decider:
    """A reading in which two programs differ."""

    setting: Setting
    where: str
    one: str
    other: str

    @property
    def is_plain(self) -> bool:
        """Whether the reading is right for one of them only."""
        return (self.one == FITS) != (self.other == FITS)


def telling_apart(one: Fault | None, other: Fault | None, seed: int, here: Readings | None = None) -> Decider | None:
    """Find the reading that decides between two programs, on what is shown here if they differ there.

    `here` are the readings of the first. If there is one, it is the first that is ✓ for one of them only.

    Examples
    --------
    >>> decider = telling_apart(FAULTS["m_left_out"], FAULTS["averaged_twice"], 0)
    >>> str(decider.setting), decider.where, decider.one, decider.other
    ('2-2-2-1 with λ = 0', 'the check of D₁₀⁽³⁾', '×4', '×0.25')
    """
    if here is not None:
        right = here.right
        if decider := _decider(Setting(right.net.sizes, right.lam, right.m), here, Readings(other, right)):
            return decider
    first = None
    for setting in SETTINGS:
        shown = [readings_of(fault.name if fault else "", setting, seed) for fault in (one, other)]
        decider = _decider(setting, *shown)
        if decider and decider.is_plain:
            return decider
        first = first or decider
    return first


def _decider(setting: Setting, one: Readings, other: Readings) -> Decider | None:
    """The first reading that differs, or the first of these that is ✓ for one of them only."""
    pairs = zip(one.shown(), other.shown(), strict=False)  # of a program that stops there is only the first
    differing = (Decider(setting, where, text, beside) for (where, text), (_, beside) in pairs if text != beside)
    first = next(differing, None)
    if first is None or first.is_plain:
        return first
    return next((decider for decider in differing if decider.is_plain), first)


@lru_cache(maxsize=256)
def readings_of(name: str, setting: Setting, seed: int) -> Readings:
    """All readings of a fault ("" for none) on the lab's own network and examples."""
    return read(FAULTS[name] if name else None, start(setting.sizes, seed), *data(setting.m), setting.lam)
