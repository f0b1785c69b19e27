"""J against one Θ or z, with the tangent whose slope is the gradient and the secant that becomes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backprop_core import Quantity, derived, numerical_derivative, value_of
from backprop_core.landscape import cost_along
from backprop_widgets.notation.symbols import words
from backprop_widgets.notation.text import difference, number, of_kind
from backprop_widgets.plots.canvas import COLOURS, spot
from backprop_widgets.plots.drawing import (
    Drawing,
    affordable,
    half_axis,
    moved,
    quantity_choice,
    trace_for,
    units,
    weights,
)

if TYPE_CHECKING:
    from backprop_core.validation import Array
    from backprop_widgets.session.session import Session

POINTS = 121
HIGHEST = 1e12  # J up to which there is a picture
SMALLEST, LARGEST = -4.0, 0.3  # of ε, as powers of ten


class Slope(NamedTuple):
    """The numbers of one tangent."""

    of: Quantity
    value: float
    cost: float
    values: Array
    costs: Array
    derived: float
    eps: float
    secant: float
    ends: tuple[float, float]  # the cost at value - ε and at value + ε


def slope(session: Session, of: Quantity, eps: float, span: tuple[float, float] | None = None) -> Slope:
    """Compute curve, tangent and secant at where the network stands; the curve over `span`, if that is given."""
    trace = trace_for(session, of)
    given = trace.net, trace.X, trace.Y, trace.lam
    value = value_of(trace, of)
    low, high = _around(value, span)
    points = affordable(session, POINTS)
    values = np.linspace(low, high, points)
    costs = cost_along(*given, of=of, values=[*values, value, value - eps, value + eps])
    secant = numerical_derivative(*given, of=of, eps=eps)
    ends = float(costs[-2]), float(costs[-1])
    return Slope(of, value, float(costs[-3]), values, costs[:points], derived(trace, of), eps, secant, ends)


def _around(value: float, span: tuple[float, float] | None) -> tuple[float, float]:
    """From where to where the axis goes: as asked for, or wider about the same middle if the value lies outside."""
    if span is None:
        return -half_axis(value), half_axis(value)
    middle, half = (span[0] + span[1]) / 2, (span[1] - span[0]) / 2
    away = abs(value - middle)
    if away > half:
        half = 1.25 * away
    return middle - half, middle + half


class Tangent(Drawing):
    """J against one number; see `slope`.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets import Session
    >>> drawing = Tangent()
    >>> drawing.follow(Session(*examples.lecture()))
    >>> print(drawing.words().splitlines()[0])
    Θ₁₁⁽¹⁾ = +0.80: J is 0.7908, and the slope of the tangent there, by backpropagation, −0.025098.
    """

    title = "The cost against one number, and its slope there"

    def __init__(
        self,
        of: str | None = None,
        eps: float = 1.0,
        span: tuple[float, float] | None = None,
        secant: bool = True,
    ) -> None:
        super().__init__()
        self.of, self.eps, self.span, self.with_secant = of, float(eps), span, secant
        self.axes = self.canvas.axes()
        self.canvas.figure.subplots_adjust(left=0.11, right=0.97, bottom=0.15, top=0.9)
        self.curve = self.axes.plot([], [], color=COLOURS["ink"], linewidth=1.8)[0]
        self.secant = self.axes.plot(
            [], [], color=COLOURS["delta"], linewidth=1.4, linestyle=(0, (5, 3)), marker="o", markersize=4
        )[0]
        # the power of ten that large numbers have in common stands left of the titles, not under them
        self.axes.yaxis.offsetText.set(x=-0.015, ha="right")
        self.axes.yaxis.OFFSETTEXTPAD = 8
        self.tangent = self.axes.plot([], [], color=COLOURS["grad"], linewidth=2.6)[0]
        self.here = spot(self.axes)
        above: dict[str, Any] = {"transform": self.axes.transAxes, "fontsize": 11.5, "fontweight": "bold"}
        self.labels = (
            self.axes.text(0.0, 1.04, "", color=COLOURS["grad"], **above),
            self.axes.text(1.0, 1.04, "", color=COLOURS["delta"], ha="right", **above),
        )

    def follow(self, source: Session) -> None:
        """Draw curve, tangent, secant and point."""
        self.notation = source.notation
        if not source.trace.J < HIGHEST:
            raise ValueError(
                f"J is {number(source.trace.J, 4)} here: beside it a slope drowns in rounding. Go back to where it was"
                " lower."
            )
        s = self.slope = slope(source, moved(source, self.of, default=Quantity("Theta", 1, 1, 1)), self.eps, self.span)
        start, end = float(s.values[0]), float(s.values[-1])
        self.curve.set_data(s.values, s.costs)
        self.here.set_data([s.value], [s.cost])
        half = (end - start) / 8
        self.tangent.set_data([s.value - half, s.value + half], [s.cost - half * s.derived, s.cost + half * s.derived])
        if self.with_secant:
            self.secant.set_data([s.value - s.eps, s.value + s.eps], s.ends)
            self.labels[1].set_text(f"secant (dashed): {number(s.secant, 4, signed=True)}")
        low, high = float(s.costs.min()), float(s.costs.max())
        room = 0.12 * (high - low) or 0.5
        self.axes.set(xlim=(start, end), ylim=(low - room, high + room))
        self.axes.set_xlabel(words(s.of, self.notation))
        self.axes.set_ylabel("J" if s.of.kind == "Theta" else "cost of the example")
        self.labels[0].set_text(f"tangent: slope {number(s.derived, 4, signed=True)}")

    def words(self) -> str:
        """Say value, cost, slope and secant."""
        s = self.slope
        name = words(s.of, self.notation)
        cost = "J" if s.of.kind == "Theta" else "the cost of the example, without λ,"
        low = int(s.costs.argmin())
        first, last = float(s.values[0]), float(s.values[-1])
        places = max(1, 1 - int(np.floor(np.log10(last - first))))  # that tell the two ends apart
        secant = (
            f"The secant from {number(s.eps, 4)} before to {number(s.eps, 4)} after has the slope"
            f" {number(round(s.secant, 6), 6, signed=True)}: {difference(s.secant, s.derived)} apart.\n"
        )
        return (
            f"{name} = {of_kind(s.of.kind, s.value)}: {cost} is {number(s.cost, 4)}, and the slope of the tangent"
            f" there, by backpropagation, {number(round(s.derived, 6), 6, signed=True)}.\n"
            f"{secant if self.with_secant else ''}"
            f"From {number(first, places)} to {number(last, places)} the cost goes from {number(s.costs[0], 4)} to"
            f" {number(s.costs[-1], 4)}; it is lowest, {number(s.costs[low], 4)}, at"
            f" {number(s.values[low], places + 1)}."
        )

    def controls(self, source: Session) -> str:
        """Which number, and ε of the secant."""
        number_chosen = quantity_choice("of", "against", weights(source) + units(source), self.of, source)
        if not self.with_secant:
            return number_chosen
        exponent = min(max(float(np.log10(self.eps)), SMALLEST), LARGEST)
        return number_chosen + (
            "<label class='bp-field'><span>ε</span><input type='range' class='bp-range' data-key='eps'"
            f" data-on='input change' min='{SMALLEST:g}' max='{LARGEST:g}' step='0.05' value='{exponent:.2f}'"
            f" aria-label='epsilon of the secant' aria-valuetext='{number(self.eps, 4)}'>"
            f"<output>{number(self.eps, 4)}</output></label>"
        )
