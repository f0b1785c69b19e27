"""∂J/∂Θ as matrices: derived by backpropagation, measured, and how far they are apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backprop_core import Quantity, compare, numerical_derivative
from backprop_widgets.live.controls import choice
from backprop_widgets.notation.text import difference, number, power_of_ten
from backprop_widgets.plots.canvas import COLOURS, bare, two_sided
from backprop_widgets.plots.drawing import Drawing

if TYPE_CHECKING:
    from backprop_core import Trace
    from backprop_core.validation import Array
    from backprop_widgets.session.session import Session

# Each measured weight takes passes through all weights for all examples.
EVERY = 4_000_000  # of these multiplications at most, every weight is measured: a few tenths of a second
SOME = 24_000_000  # beyond, as many as this allows
LARGEST = 6  # of each layer at most, then
MAX_PRINTED = (8, 5)  # rows and columns of a matrix whose numbers are printed in it


class Matrices(NamedTuple):
    """One layer's gradient; `measured` is NaN where nothing was measured."""

    l: int
    derived: Array
    measured: Array


def matrices(trace: Trace, layers: list[int]) -> list[Matrices]:
    """Measure these layers' gradients beside what backpropagation says."""
    weights, cells = (sum(trace.D[l].size for l in among) for among in (trace.D, layers))
    one = weights * trace.m
    most = cells if cells * one <= EVERY else max(1, min(LARGEST, SOME // (one * len(layers))))
    return [Matrices(l, trace.D[l], _measured(trace, l, most)) for l in layers]


def _measured(trace: Trace, l: int, most: int) -> Array:
    D = trace.D[l]
    measured = np.full(D.shape, np.nan)
    order = np.argsort(-np.abs(D), axis=None, kind="stable")
    for flat in order[:most]:
        row, column = (int(k) for k in np.unravel_index(flat, D.shape))
        of = Quantity("Theta", l, row + 1, column)
        measured[row, column] = numerical_derivative(trace.net, trace.X, trace.Y, trace.lam, of=of)
    return measured


class Matrix(Drawing):
    """Derived, measured and their difference side by side; see `matrices`.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets import Session
    >>> drawing = Matrix()
    >>> drawing.follow(Session(*examples.lecture()))
    >>> print(drawing.words().splitlines()[0])
    D(1), relative difference: < 1e-8
    """

    title = "∂J/∂Θ: derived, measured, and their difference"
    size = (680, 420)

    def __init__(self, layer: int | None = None) -> None:
        super().__init__()
        self.layer = layer
        self.matrices: list[Matrices] = []

    def _make(self, *shapes: tuple[int, ...]) -> None:
        """Make an image, and a text for each printed number, of every matrix."""
        grid = self.canvas.figure.add_gridspec(len(shapes), 3, height_ratios=[max(1, s[0]) for s in shapes])
        self.images: list[list[Any]] = []
        self.numbers: list[list[list[Any]]] = []
        for n, shape in enumerate(shapes):
            axes = [self.canvas.axes(grid[n, k]) for k in range(3)]
            for k, title in enumerate(("derived", "measured", "difference")):
                bare(axes[k])
                if n == 0:
                    axes[k].set_title(title)
            self.images.append([a.imshow(np.zeros((*shape, 4)), aspect="auto", interpolation="nearest") for a in axes])
            printed = shape[0] <= MAX_PRINTED[0] and shape[1] <= MAX_PRINTED[1]
            places = list(np.ndindex(shape)) if printed else []
            look: dict[str, Any] = {"ha": "center", "va": "center", "color": COLOURS["ink"]}
            look["fontsize"] = 10 if shape[1] <= 3 else 8
            self.numbers.append([[a.text(c, r, "", **look) for r, c in places] for a in axes])
            axes[0].set_xticks(range(shape[1]) if shape[1] <= 12 else [0, shape[1] - 1])
            axes[0].set_yticks(range(shape[0]) if shape[0] <= 12 else [0, shape[0] - 1])
            axes[0].set_yticklabels([str(int(tick) + 1) for tick in axes[0].get_yticks()])
        self.canvas.figure.subplots_adjust(left=0.11, right=0.99, bottom=0.085, top=0.92, wspace=0.06, hspace=0.4)

    def _layers(self, session: Session) -> list[int]:
        every = list(session.net.Theta)
        if self.layer is not None and self.layer in every:
            return [self.layer]
        q = session.selection
        if len(every) > 5:
            return [q.layer if q is not None and q.kind in ("Theta", "D", "Delta") else every[-1]]
        return every

    def follow(self, source: Session) -> None:
        """Measure, then set every colour and number."""
        self.matrices = matrices(source.trace, self._layers(source))
        self._make_for(self._make, *(m.derived.shape for m in self.matrices))
        for m, images, texts in zip(self.matrices, self.images, self.numbers, strict=True):
            largest = max(float(np.abs(m.derived).max()), 1e-12)
            gap = m.derived - m.measured
            for k, values in enumerate((m.derived, m.measured, gap)):
                images[k].set_data(
                    two_sided(values / largest, 0.65)
                )  # one scale: where both agree the difference has no colour
                for text, (place, value) in zip(texts[k], np.ndenumerate(values), strict=False):
                    text.set_text(
                        _printed(float(value), k == 2, float(m.derived[place]), 4 if m.derived.shape[1] <= 3 else 3)
                    )
            images[0].axes.set_ylabel(f"D({m.l}) into unit", color=COLOURS["ink"])
        self.images[-1][0].axes.set_xlabel("from unit (0 is the bias)")

    def words(self) -> str:
        """Say each layer's relative difference, and every number of small matrices."""
        lines = []
        for m in self.matrices:
            known = ~np.isnan(m.measured)
            d, f = np.where(known, m.derived, 0.0), np.where(known, m.measured, 0.0)
            apart = compare({m.l: d}, {m.l: f})[m.l]
            lines.append(
                f"D({m.l}), relative difference{_among(int(known.sum()), known.size)}: {difference(apart, 0.0)}"
            )
            if m.derived.size <= MAX_PRINTED[0] * MAX_PRINTED[1]:
                for name, values in (("derived", m.derived), ("measured", m.measured)):
                    rows = " / ".join(", ".join(_in_words(float(v)) for v in row) for row in values)
                    lines.append(f"  {name}: {rows}")
        return "\n".join(lines)

    def controls(self, source: Session) -> str:
        """Which layer."""
        options = [("", "all" if len(source.net.Theta) <= 5 else "the selected one")]
        options += [(str(l), f"D({l})") for l in source.net.Theta]
        return choice("layer", "layer", options, "" if self.layer is None else str(self.layer))


def _among(measured: int, weights: int) -> str:
    if measured == weights:
        return ""
    largest = "largest" if measured == 1 else f"{measured} largest"
    return f" in the {largest} of {weights} weights, which {'is' if measured == 1 else 'are'} measured"


def _in_words(value: float) -> str:
    return "–" if np.isnan(value) else number(round(value, 4), 4, signed=True)


def _printed(value: float, gap: bool, of: float, decimals: int) -> str:
    if np.isnan(value):
        return "–"
    if gap:
        return difference(of, of - value)
    if 1e-12 < abs(value) < 10.0**-decimals:  # all its decimals would be 0
        return ("+" if value > 0 else "−") + power_of_ten(abs(value), 0)
    return number(value, decimals, signed=True)
