"""Each unit riding on its activation curve: z across, a = g(z) upwards, g' the slope under it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from backprop_widgets.notation.text import number, of_kind
from backprop_widgets.plots.canvas import COLOURS
from backprop_widgets.plots.drawing import Drawing, spread

if TYPE_CHECKING:
    from backprop_core import Trace
    from backprop_core.validation import Array
    from backprop_widgets.session.session import Session

MAX_DOTS = 150  # examples and units of one layer that get a dot of their own
MAX_NAMED = 8  # units of one layer that are named and have a tangent
HALF = 0.9  # of a tangent, along z


class Ride(NamedTuple):
    """One layer's units on their curve; one row an example."""

    l: int
    z: Array
    a: Array
    g_prime: Array | None  # None for softmax: there is no curve


def rides(trace: Trace) -> list[Ride]:
    """Return z, a and g' of every layer from 2 on, one row an example."""
    net = trace.net
    return [
        Ride(
            l,
            np.atleast_2d(trace.z[l]),
            np.atleast_2d(trace.a[l]),
            None if l == net.L and net.output == "softmax" else np.atleast_2d(net.activation(l).g_prime(trace.z[l])),
        )
        for l in range(2, net.L + 1)
    ]


class Curves(Drawing):
    """Every unit on its activation curve; see `rides`.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets import Session
    >>> drawing = Curves()
    >>> drawing.follow(Session(*examples.lecture()))
    >>> print(drawing.words().splitlines()[0])
    layer 2: unit 1: z +1.230, a 0.774, g′ 0.1750; unit 2: z −0.770, a 0.316, g′ 0.2163
    """

    title = "Each unit on its activation curve"
    size = (640, 260)

    def __init__(self) -> None:
        super().__init__()
        self.rides: list[Ride] = []

    def _make(self, layers: int) -> None:
        """Make the axes of so many layers."""
        columns = min(layers, 4)
        rows = -(-layers // columns)
        self.axes = [self.canvas.axes(rows, columns, n + 1) for n in range(layers)]
        self.curves = [axes.plot([], [], color=COLOURS["line"], linewidth=2.2)[0] for axes in self.axes]
        self.tangents = [axes.plot([], [], color=COLOURS["grad"], linewidth=2.2)[0] for axes in self.axes]
        self.dots = [axes.plot([], [], "o", color=COLOURS["ink"], markersize=5)[0] for axes in self.axes]
        self.names = [
            [
                axes.annotate("", (0, 0), (0, 7), textcoords="offset points", ha="center", color=COLOURS["ink"])
                for _ in range(MAX_NAMED)
            ]
            for axes in self.axes
        ]
        self.canvas.figure.subplots_adjust(left=0.06, right=0.99, bottom=0.17, top=0.88, wspace=0.22, hspace=0.75)

    def follow(self, source: Session) -> None:
        """Move every dot and tangent."""
        net = source.net
        self.rides = rides(source.trace)
        self._make_for(self._make, len(self.rides))
        for n, ride in enumerate(self.rides):
            axes = self.axes[n]
            far = max(4.0, min(1.15 * float(np.abs(ride.z).max()), 50.0))
            across = np.linspace(-far, far, 101)
            shown = ride.g_prime is not None
            self.curves[n].set_data(across if shown else [], net.activation(ride.l).g(across) if shown else [])
            dotted = _dotted(*ride.z.shape)
            self.dots[n].set_data(ride.z[dotted].ravel(), ride.a[dotted].ravel())
            self.dots[n].set_alpha(1.0 if ride.z.size <= 2 * MAX_NAMED else 0.35)
            self._set_tangents(n, ride)
            low, high = float(ride.a.min()), float(ride.a.max())
            if shown:
                heights = np.asarray(self.curves[n].get_ydata())
                low, high = min(low, float(heights.min())), max(high, float(heights.max()))
            room = 0.16 * (high - low) or 0.5
            axes.set(xlim=(-far, far), ylim=(low - room / 2, high + room))
            name = net.hidden if ride.l < net.L else net.output
            axes.set_title(f"layer {ride.l}: {name}" if shown else f"layer {ride.l}: softmax, no curve of one z")
            axes.set_xlabel("z")

    def _set_tangents(self, n: int, ride: Ride) -> None:
        """Tangents and names of the units of one example; of a batch there would be too many."""
        one = ride.z.shape == (1, min(ride.z.shape[1], MAX_NAMED))
        across, upwards = [], []
        for k, label in enumerate(self.names[n]):
            if not one or k >= ride.z.shape[1]:
                label.set_text("")
                continue
            z, a = float(ride.z[0, k]), float(ride.a[0, k])
            label.xy = (z, a)
            label.set_text(str(k + 1))
            if ride.g_prime is not None:
                rise = HALF * float(ride.g_prime[0, k])
                across += [z - HALF, z + HALF, np.nan]
                upwards += [a - rise, a + rise, np.nan]
        self.tangents[n].set_data(across, upwards)

    def words(self) -> str:
        """Say z, a and g' of each unit, or their ranges in a batch."""
        return "\n".join(_in_words(ride) for ride in self.rides)


def _dotted(examples: int, units: int) -> tuple[Array, ...]:
    """Which get a dot: of the same examples every unit, of very many units some."""
    return np.ix_(spread(examples, max(1, MAX_DOTS // units)), spread(units, MAX_DOTS))


def _in_words(ride: Ride) -> str:
    if ride.z.shape[0] > 1 or ride.z.shape[1] > MAX_NAMED:
        z, a = (
            f"{of_kind(k, float(v.min()))} to {of_kind(k, float(v.max()))}" for k, v in (("z", ride.z), ("a", ride.a))
        )
        slopes = "" if ride.g_prime is None else f", mean g′ {number(float(ride.g_prime.mean()), 4)}"
        return f"layer {ride.l}, {ride.z.shape[1]} units, {ride.z.shape[0]} examples: z {z}, a {a}{slopes}"
    units = []
    for k in range(ride.z.shape[1]):
        slope = "" if ride.g_prime is None else f", g′ {number(float(ride.g_prime[0, k]), 4)}"
        units.append(
            f"unit {k + 1}: z {of_kind('z', float(ride.z[0, k]))}, a {of_kind('a', float(ride.a[0, k]))}{slope}"
        )
    return f"layer {ride.l}: " + "; ".join(units)
