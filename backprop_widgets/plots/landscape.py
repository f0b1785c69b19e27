"""J over two weights as a map with contour lines, and the step -αD that gradient descent takes on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.patches import FancyArrowPatch

from backprop_core import Quantity, value_of
from backprop_core.landscape import cost_over
from backprop_core.quantity import quantity_of
from backprop_widgets.notation.symbols import words
from backprop_widgets.notation.text import number, of_kind, setting
from backprop_widgets.plots.canvas import COLOURS, map_image, spot
from backprop_widgets.plots.drawing import Drawing, affordable, half_axis, moved, quantity_choice, weights

if TYPE_CHECKING:
    from backprop_core import Network
    from backprop_core.validation import Array
    from backprop_widgets.session.session import Session

POINTS = 41  # along each side
LINES = 12


class Step(NamedTuple):
    """The map, where the network stands on it, and where one step leads; the second weight is the upward axis."""

    of: tuple[Quantity, Quantity]
    values: Array
    costs: Array  # (n, n): row by the first weight, column by the second
    here: tuple[float, float]
    there: tuple[float, float]
    J: tuple[float, float]  # before the step, and after it if these two weights alone took it


def step(session: Session, of: tuple[Quantity, Quantity]) -> Step:
    """Compute the map and the step."""
    trace = session.trace
    given = trace.net, trace.X, trace.Y, trace.lam
    here = value_of(trace, of[0]), value_of(trace, of[1])
    D = [value_of(trace, Quantity("D", q.layer, q.i, q.j)) for q in of]
    there = here[0] - session.alpha * D[0], here[1] - session.alpha * D[1]
    far = half_axis(*here)
    values = np.linspace(-far, far, int(affordable(session, POINTS**2, 81) ** 0.5))
    costs = cost_over(*given, of=of, values=(values, values))
    after = cost_over(*given, of=of, values=([there[0]], [there[1]]))
    return Step(of, values, costs, here, there, (trace.J, float(after[0, 0])))


def magnified(s: Step, far: float) -> int:
    """How many times as long a step has to be drawn to be seen: 1, 10, 100 or 1000."""
    length = float(np.hypot(s.there[0] - s.here[0], s.there[1] - s.here[1]))
    return next((n for n in (1, 10, 100) if n * length > 0.1 * far), 1000)


def _neighbour(net: Network, q: Quantity) -> Quantity:
    """Another weight into the same unit."""
    return replace(q, j=q.j + 1 if q.j < net.sizes[q.layer - 1] else q.j - 1)


class Landscape(Drawing):
    """J over two weights; see `step`.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets import Session
    >>> drawing = Landscape()
    >>> drawing.follow(Session(*examples.lecture()))
    >>> print(drawing.words().splitlines()[0])
    Θ₁₁⁽¹⁾ across, Θ₁₂⁽¹⁾ upwards; darker is higher. At +0.80, −0.50: J = 0.7908.
    """

    title = "The cost over two weights, and the step −αD"
    size = (460, 400)

    def __init__(self, across: str | None = None, up: str | None = None) -> None:
        super().__init__()
        self.across, self.up = across, up
        self.axes = self.canvas.axes()
        self.canvas.figure.subplots_adjust(left=0.13, right=0.97, bottom=0.13, top=0.93)
        self.axes.grid(visible=False)
        self.map = map_image(self.axes)
        self.lines: Any = None
        self.arrow = FancyArrowPatch(
            (0, 0),
            (1, 1),
            arrowstyle="-|>",
            mutation_scale=16,
            linewidth=2.2,
            color=COLOURS["grad"],
            shrinkA=0,
            shrinkB=0,
        )
        self.arrow.set_zorder(4)
        self.axes.add_patch(self.arrow)
        self.here = spot(self.axes)
        self.here.set_zorder(5)

    def _weights(self, session: Session) -> tuple[Quantity, Quantity]:
        """The two chosen; for one that isn't, the selected weight, or another into the same unit."""
        every = weights(session)
        first = moved(session, self.across, default=Quantity("Theta", 1, 1, 1), kinds=("Theta",))
        up = quantity_of(self.up) if self.up else None
        if up is None or up not in every:
            return first, _neighbour(session.net, first)
        return (first if first != up else _neighbour(session.net, up)), up

    def follow(self, source: Session) -> None:
        """Draw the map anew, and the step on it."""
        self.notation, self.alpha = source.notation, source.alpha
        s = self.step = step(source, self._weights(source))
        far = float(s.values[-1])
        low, high = float(s.costs.min()), float(s.costs.max())
        height = (s.costs.T - low) / ((high - low) or 1.0)
        shade = np.empty((*height.shape, 4))
        shade[..., :3] = to_rgb(COLOURS["dim"])
        shade[..., 3] = 0.6 * np.sqrt(height)  # low ground is light on any paper
        self.map.set_data(shade)
        self.map.set_extent((-far, far, -far, far))
        if self.lines is not None:
            self.lines.remove()  # contours can't be moved, only drawn anew
            self.lines = None
        if high > low:
            levels = low + (high - low) * np.linspace(0, 1, LINES + 2)[1:-1] ** 2  # closer where the ground is low
            self.lines = self.axes.contour(s.values, s.values, s.costs.T, levels, colors=COLOURS["dim"], linewidths=0.8)
        self.here.set_data([s.here[0]], [s.here[1]])
        self.times = magnified(s, far)
        (x, y), (to_x, to_y) = s.here, s.there
        self.arrow.set_positions(s.here, (x + self.times * (to_x - x), y + self.times * (to_y - y)))
        self.axes.set_title("−αD" if self.times == 1 else f"−αD, drawn {self.times} times as long")
        self.axes.set(xlim=(-far, far), ylim=(-far, far))
        self.axes.set_xlabel(words(s.of[0], self.notation))
        self.axes.set_ylabel(words(s.of[1], self.notation))

    def words(self) -> str:
        """Say where the network stands, where the step leads, and how the ground lies."""
        s = self.step
        across, up = (words(q, self.notation) for q in s.of)
        row, column = np.unravel_index(s.costs.argmin(), s.costs.shape)
        (x, y), (to_x, to_y) = s.here, s.there
        return (
            f"{across} across, {up} upwards; darker is higher. At {of_kind('Theta', x)}, {of_kind('Theta', y)}: J ="
            f" {number(s.J[0], 4)}.\n"
            f"The step −αD with α = {setting(self.alpha)} moves them by {number(to_x - x, 4, signed=True)},"
            f" {number(to_y - y, 4, signed=True)}; with these two alone moved J becomes {number(s.J[1], 4)}."
            f"{'' if self.times == 1 else f' The arrow is drawn {self.times} times as long.'}\n"
            f"On this map J goes from {number(s.costs.min(), 4)}, near {number(s.values[row], 1)},"
            f" {number(s.values[column], 1)}, to {number(s.costs.max(), 4)}."
        )

    def controls(self, source: Session) -> str:
        """The two weights."""
        every = weights(source)
        up = quantity_choice("up", "upwards", every, self.up, source, first="its neighbour")
        return quantity_choice("across", "across", every, self.across, source) + up
