"""How wrong a measured derivative is, for every ε: too large it cuts a corner, too small it drowns in rounding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.ticker import MaxNLocator

from backprop_core import Quantity, epsilon_sweep
from backprop_widgets.notation.symbols import words
from backprop_widgets.notation.text import power_of_ten
from backprop_widgets.plots.canvas import COLOURS, spot
from backprop_widgets.plots.drawing import Drawing, moved, quantity_choice, trace_for, units, weights

if TYPE_CHECKING:
    from backprop_widgets.session.session import Session

EXPONENTS = tuple(np.arange(0.0, -12.6, -0.5))
LARGE = 100_000  # weights times examples from which every second ε will do
_RAISED = str.maketrans("-0123456789.", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹·")
ROUNDING = 1e-12  # times J: errors that rounding alone may cause with ε of 0.01 and more
FLOOR = 1e-17  # stands for 0, which has no place among powers of ten


class UCurve(Drawing):
    """The error of the central difference against ε."""

    title = "The error of a measured slope against ε"

    def __init__(self, of: str | None = None) -> None:
        super().__init__()
        self.of = of
        self.axes = self.canvas.axes(xlabel="ε", ylabel="|measured − derived|")
        for axis in (self.axes.xaxis, self.axes.yaxis):  # of exponents: log axes draw three times as long
            axis.set_major_locator(MaxNLocator(6, integer=True))
            axis.set_major_formatter(lambda exponent, _: power(exponent))
        self.canvas.figure.subplots_adjust(left=0.15, right=0.97, bottom=0.15, top=0.96)
        self.errors = self.axes.plot([], [], "o-", color=COLOURS["pos"], linewidth=1.6, markersize=4)[0]
        self.cut = self.axes.plot([], [], color=COLOURS["neg"], linewidth=1.4, linestyle=(0, (5, 3)))[0]
        self.best = spot(self.axes, 9)
        self.note = self.axes.text(0.5, 0.95, "", transform=self.axes.transAxes, ha="center", va="top", fontsize=10.5)
        self.note.set_color(COLOURS["ink"])

    def follow(self, source: Session) -> None:
        """Measure with every ε."""
        self.notation = source.notation
        self.about = moved(source, self.of, default=Quantity("Theta", 1, 1, 1))
        t = trace_for(source, self.about)
        large = t.m * sum(Theta.size for Theta in t.net.Theta.values()) > LARGE
        exponents = EXPONENTS[::2] if large else EXPONENTS
        self.sweep = epsilon_sweep(t.net, t.X, t.Y, t.lam, of=self.about, exponents=exponents)
        eps = np.array([e for e, _ in self.sweep])
        gaps = np.maximum([gap for _, gap in self.sweep], FLOOR)
        across, up = np.log10(eps), np.log10(gaps)
        self.errors.set_data(across, up)
        self.best_eps, self.best_gap = min(self.sweep, key=lambda point: point[1])
        self.best.set_data([np.log10(self.best_eps)], [np.log10(max(self.best_gap, FLOOR))])
        anchor = int(np.argmin(np.abs(eps - 1e-2)))  # where cutting the corner is all that is wrong
        square = up[anchor] + 2 * (across - across[anchor])
        corner = gaps[int(np.argmin(np.abs(eps - 1e-1)))], gaps[anchor]
        self.exact = max(corner) < ROUNDING * max(1.0, t.J)
        self.falls = not self.exact and 50 < corner[0] / corner[1] < 200  # with a tenth of ε a hundredth of the error
        self.cut.set_data(across, np.where((square >= up.min() - 1) & self.falls, square, np.nan))
        self.axes.set(xlim=(across.min() - 0.3, across.max() + 0.3), ylim=(up.min() - 1, up.max() + 2))
        best = f"{self.best_eps:.0e}".replace("e-0", "e−").replace("e-", "e−")
        self.note.set_text(
            f"{words(self.about, self.notation)}: {'dashed ε²; ' if self.falls else ''}best near ε = {best}"
        )

    def words(self) -> str:
        """Say the error at a few ε, by its power of ten alone: the digits beyond are rounding."""
        # smaller ε have errors that are rounding: other digits on every machine
        shown = [(e, gap) for e, gap in self.sweep if e > 5e-4]
        errors = ", ".join(
            f"{power_of_ten(gap) if gap > 1e-10 else 'below 1e−10'} with ε = {e:.4g}" for e, gap in shown
        )
        return (
            f"The derivative by {words(self.about, self.notation)}, measured with ε, is wrong by {errors}.\n"
            f"{self._course()}"
        )

    def _course(self) -> str:
        """Say how the error goes with ε: as ε² only where J bends in more ways than a parabola, and without a kink."""
        if not any(gap for _, gap in self.sweep):
            return "It is 0 with every ε: measured and derived are the same."
        if self.exact:
            return "No ε cuts a corner here: all that is wrong is rounding, which grows as 1/ε."
        if self.falls:
            return "It falls as ε² down to about ε = 1e−5; from there on rounding grows as 1/ε."
        return "It doesn't fall as ε² here; with the smallest ε rounding grows as 1/ε."

    def controls(self, source: Session) -> str:
        """Which number."""
        return quantity_choice("of", "of", weights(source) + units(source), self.of, source)


def power(exponent: float) -> str:
    """Write a power of ten with its exponent raised.

    Examples
    --------
    >>> power(-12.0), power(-0.5)
    ('10⁻¹²', '10⁻⁰·⁵')
    """
    return "10" + f"{exponent:g}".translate(_RAISED)
