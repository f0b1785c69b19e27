"""How large δ and g' are, layer by layer: what is left of the blame on its way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backprop_widgets.notation.text import number
from backprop_widgets.plots.canvas import COLOURS, name_below
from backprop_widgets.plots.drawing import LogDrawing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backprop_core import Trace
    from backprop_core.validation import Array
    from backprop_widgets.session.session import Session

MAX_DOTS = 40  # units that get a dot of their own
# The mean is written below the number of its layer: on the bar it would stand among the dots.
NUMBER: dict[str, Any] = {"textcoords": "offset points", "ha": "center", "fontsize": 9.5, "color": COLOURS["ink"]}


class Layer(NamedTuple):
    """Sizes in one layer, averaged over the examples: of each unit, and of all."""

    l: int
    delta: Array  # (s_l,): mean of |δ|
    g_prime: Array | None  # (s_l,); None for softmax, which has none


def sizes_by_layer(trace: Trace) -> list[Layer]:
    """Compute the mean |δ| and the mean g' of every unit."""
    net = trace.net
    layers = []
    for l in range(2, net.L + 1):
        soft = l == net.L and net.output == "softmax"
        g_prime = None if soft else np.atleast_2d(net.activation(l).g_prime(trace.z[l])).mean(axis=0)
        layers.append(Layer(l, np.abs(np.atleast_2d(trace.delta[l])).mean(axis=0), g_prime))
    return layers


class Bars(LogDrawing):
    """Mean |δ| and mean g' by layer; see `sizes_by_layer`.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets import Session
    >>> drawing = Bars()
    >>> drawing.follow(Session(*examples.lecture()))
    >>> print(drawing.words().splitlines()[0])
    layer 2: mean |δ| 0.0503, mean g′ 0.1957
    """

    title = "How large δ and g′ are, layer by layer"
    size = (520, 280)

    def __init__(self, *, log: bool = False) -> None:
        super().__init__(log=log)
        self.layers: list[Layer] = []

    def _make(self, layers: int, log: bool) -> None:
        """Make the artists for so many layers."""
        at = [float(l) for l in range(2, layers + 2)]
        self.axes = [
            self.canvas.axes(1, 2, n + 1, xlabel="layer", title=title)
            for n, title in enumerate(("mean |δ|", "mean g′"))
        ]
        self.bars = [
            axes.bar(at, [1.0] * layers, width=0.62, color=COLOURS[colour], alpha=0.55, linewidth=0)
            for axes, colour in zip(self.axes, ("delta", "dim"), strict=True)
        ]
        self.dots = [axes.plot([], [], "o", color=COLOURS["ink"], markersize=3.5)[0] for axes in self.axes]
        self.labels = [
            [axes.annotate("", (l, 0), (0, -31), xycoords=axes.get_xaxis_transform(), **NUMBER) for l in at]
            for axes in self.axes
        ]
        for axes in self.axes:
            axes.set_xticks(at if layers <= 12 else at[:: layers // 6])
            axes.set_xlim(1.4, layers + 1.6)
            axes.grid(visible=False, axis="x")
            if log:
                axes.set_yscale("log")
            name_below(axes, 44)
        self.canvas.figure.subplots_adjust(left=0.1, right=0.98, bottom=0.26, top=0.89, wspace=0.26)

    def follow(self, source: Session) -> None:
        """Set every bar, dot and number."""
        self.layers = sizes_by_layer(source.trace)
        self._make_for(self._make, len(self.layers), self.log)
        self._set(0, [layer.delta for layer in self.layers])
        self._set(1, [layer.g_prime for layer in self.layers])

    def _set(self, n: int, values: Sequence[Array | None]) -> None:
        means = [0.0 if v is None else float(v.mean()) for v in values]
        largest = max([float(v.max()) for v in values if v is not None] or [0.0])
        for bar, label, mean, value in zip(self.bars[n], self.labels[n], means, values, strict=True):
            bar.set_height(mean)
            label.set_text("none" if value is None else size(mean) if len(values) <= 6 else "")
        few = sum(v.size for v in values if v is not None) <= MAX_DOTS
        spots = [(k, float(u)) for k, v in enumerate(values, start=2) if v is not None and few for u in v]
        self.dots[n].set_data([k for k, _ in spots], [u for _, u in spots])
        if self.log:
            seen = [m for m in means if m > 0]
            self.axes[n].set_ylim(min(seen, default=1e-3) / 3, (largest or 1.0) * 3)
        else:
            self.axes[n].set_ylim(0, 1.15 * largest or 1.0)

    def words(self) -> str:
        """Say both means of every layer."""
        lines = [
            f"layer {layer.l}: mean |δ| {number(float(layer.delta.mean()), 4)}, "
            + (
                "softmax has no g′ of its own"
                if layer.g_prime is None
                else f"mean g′ {number(float(layer.g_prime.mean()), 4)}"
            )
            for layer in self.layers
        ]
        first, last = (float(self.layers[k].delta.mean()) for k in (0, -1))
        if len(lines) > 1 and last:
            lines.append(
                f"From layer {self.layers[-1].l} back to layer 2 mean |δ| is multiplied by {number(first / last, 4)}."
            )
        return "\n".join(lines)


def size(mean: float) -> str:
    """Write a mean below its bar: three decimals, or two digits where those would be zeros.

    Examples
    --------
    >>> size(0.49998), size(0.000528), size(2.76e-5), size(0.0)
    ('0.500', '5.3e−4', '2.8e−5', '0.000')
    """
    if mean >= 0.01 or not mean:
        return number(mean, 3)
    return f"{mean:.2g}" if mean >= 0.001 else f"{mean:.1e}".replace("e-0", "e−").replace("e-", "e−")
