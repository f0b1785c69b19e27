"""What the network answers over the plane of its two inputs, and what each of its units makes of that plane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.colors import to_rgb

from backprop_core import forward
from backprop_core.classification import accuracy, ties
from backprop_core.landscape import plane
from backprop_widgets.notation.text import number
from backprop_widgets.plots.canvas import COLOURS, bare, map_image, two_sided
from backprop_widgets.plots.drawing import Drawing, spread

if TYPE_CHECKING:
    from backprop_core.validation import Array
    from backprop_widgets.session.session import Session

POINTS = 60  # along each side of the plane
MAX_UNITS = 24  # that have a thumbnail
MAX_CLASSES = 10
MAX_IN_LEGEND = 4  # of the classes, beside the count of those that are right
SHOWN = 500  # examples of a class at most
PLANE = 3.6  # times as wide as a thumbnail
GAP, WIDE_GAP = 28, 62  # pixels between two thumbnails, and between the last one and the plane
STRENGTH = 0.55  # of the colours of the plane, under the examples
# Told apart by form and by colour.
MARKERS = "osD^vPX*<>"
CLASS_COLOURS = (
    "#b84a00", "#0068ad", "#00705a", "#6a35b1", "#a0761b", "#c2407f", "#4f7f1c", "#2a8fa8", "#7d4b2f", "#5b6470",
)  # fmt: skip


class Boundary(Drawing):
    """The decision boundary, with a thumbnail of every unit.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets import Session
    >>> drawing = Boundary()
    >>> drawing.follow(Session(*examples.lecture()))
    >>> print(drawing.words().splitlines()[0])
    0 of 1 examples are on their side of the border (an output of at least 0.5 counts as 1).
    """

    title = "What the network answers at every place, and what each unit makes of it"
    size = (640, 380)

    def __init__(self, names: Any = None) -> None:
        super().__init__()
        self.names = names  # a choice of data, which has what a table calls its columns and classes
        self.classes: tuple[str, ...] = ()  # by their names
        self.line: Any = None

    def _make(self, sizes: tuple[int, ...], inputs: tuple[str, ...], classes: tuple[str, ...]) -> None:
        """Make the large plane on the right and the hidden layers' thumbnails, a column each."""
        self.line = None
        hidden = sizes[1:-1]
        shown = sum(hidden) <= MAX_UNITS and len(hidden) > 0
        columns = len(hidden) if shown else 0
        left, right = 0.03 if shown else 0.1, 0.98
        # every width in pixels: a gap after each thumbnail, the last one with room for the plane's numbers
        gaps = [GAP] * (columns - 1) + [WIDE_GAP] if shown else []
        thumb = ((right - left) * self.size[0] - sum(gaps)) / (columns + PLANE)
        widths = [width for gap in gaps for width in (thumb, gap)] + [PLANE * thumb]
        grid = self.canvas.figure.add_gridspec(
            1, len(widths), width_ratios=widths, wspace=0, left=left, right=right, bottom=0.12, top=0.91
        )
        self.thumbs: dict[tuple[int, int], Any] = {}
        for k in range(columns):
            # as many rows as the widest layer, so that all thumbnails are of one size
            rows = grid[0, 2 * k].subgridspec(max(hidden), 1, hspace=0.3)
            for i in range(hidden[k]):
                axes = self.canvas.axes(rows[i, 0])
                bare(axes)
                if i == 0:
                    axes.set_title(f"layer {k + 2}", fontsize=9.5)
                self.thumbs[k + 2, i + 1] = map_image(axes)
                axes.set_ylabel(str(i + 1), fontsize=9, rotation=0, ha="right", va="center", color=COLOURS["dim"])
                axes.yaxis.set_label_coords(-0.04, 0.5)
        self.axes = self.canvas.axes(grid[0, -1])
        for axis, name in zip((self.axes.xaxis, self.axes.yaxis), inputs, strict=True):
            axis.label.set(text=name, parse_math=False)
        self.axes.grid(visible=False)
        self.image = map_image(self.axes)
        self.examples = [
            self.axes.plot(
                [], [], MARKERS[c % 10], color=CLASS_COLOURS[c % 10], markersize=6, markeredgecolor=COLOURS["paper"],
                markeredgewidth=0.8, linestyle="none", label=f"{c}",
            )[0]
            for c in range(len(classes))
        ]  # fmt: skip
        self.heading = self.axes.set_title("", loc="left", color=COLOURS["ink"], fontsize=11)
        if len(self.examples) <= MAX_IN_LEGEND:
            legend = self.axes.legend(
                loc="lower right", bbox_to_anchor=(1.02, 0.99), ncols=len(self.examples), frameon=False,
                fontsize=9, labelcolor=COLOURS["ink"], handletextpad=0.1, columnspacing=0.9, borderpad=0,
            )  # fmt: skip
            for label, name in zip(legend.get_texts(), classes, strict=True):
                label.set(text=name, parse_math=False)  # a name may begin with _ or hold a $

    def follow(self, source: Session) -> None:
        """Draw the plane, its border, every thumbnail and the examples."""
        net, X, Y = source.net, np.atleast_2d(source.X), np.atleast_2d(source.Y)
        if net.sizes[0] != 2:
            raise ValueError(f"This network has {net.sizes[0]} inputs: only two can be drawn as a plane.")
        if net.output == "identity":
            raise ValueError("This network's output is any number, not a class: there is no border to draw.")
        if net.sizes[-1] > MAX_CLASSES:
            raise ValueError(f"This network tells {net.sizes[-1]} classes apart: up to {MAX_CLASSES} are drawn.")
        numbered = ("x₁", "x₂"), _class_names(net.sizes[-1])
        inputs, self.classes = (self.names and self.names.labels) or numbered
        self._make_for(self._make, net.sizes, inputs, self.classes)
        extent = _window(X)
        across, up = np.linspace(*extent[:2], POINTS), np.linspace(*extent[2:], POINTS)
        self.planes = plane(net, across, up)
        for (l, i), image in self.thumbs.items():
            unit = self.planes[l][..., i - 1]
            middle, reach = _range(net.hidden, unit)
            image.set_data(two_sided((unit - middle) / reach, STRENGTH))
            image.set_extent(extent)
        answer = self.planes[net.L]
        self.image.set_data(two_sided(2 * answer[..., 0] - 1, STRENGTH) if net.sizes[-1] == 1 else _classes(answer))
        self.image.set_extent(extent)
        self._draw_border(across, up, answer)
        label = (Y[:, 0] >= 0.5).astype(int) if Y.shape[1] == 1 else Y.argmax(axis=1)
        for c, dots in enumerate(self.examples):
            of_class = X[label == c]
            dots.set_data(of_class[spread(len(of_class), SHOWN)].T)
        self._count(source, X, Y)

    def _draw_border(self, across: Array, up: Array, answer: Array) -> None:
        if self.line is not None:
            self.line.remove()
            self.line = None
        if answer.shape[-1] == 1 and answer.min() < 0.5 < answer.max():
            self.line = self.axes.contour(across, up, answer[..., 0], [0.5], colors=COLOURS["ink"], linewidths=1.8)
        self.axes.set(xlim=(across[0], across[-1]), ylim=(up[0], up[-1]))

    def _count(self, source: Session, X: Array, Y: Array) -> None:
        a = forward(source.net, X).a[source.net.L]
        self.m, self.accuracy, self.ties = len(X), accuracy(a, Y), ties(a)
        self.heading.set_text(f"{round(self.accuracy * self.m)} of {self.m} right")

    def words(self) -> str:
        """Say how many are right, how much of the plane each class has, and each unit's range."""
        L = max(self.planes)
        answer = self.planes[L]
        rule = "an output of at least 0.5 counts as 1" if answer.shape[-1] == 1 else "the largest output counts"
        tied = f"; {self.ties} on the border itself" if self.ties else ""
        lines = [
            f"{round(self.accuracy * self.m)} of {self.m} examples are on their side of the border ({rule}){tied}."
        ]
        if answer.shape[-1] == 1:
            lines.append(f"The network answers 1 on {float((answer >= 0.5).mean()):.0%} of the plane shown.")
        else:
            shares = np.bincount(answer.argmax(axis=-1).ravel(), minlength=answer.shape[-1]) / POINTS**2
            named = zip(self.classes, shares, strict=True)
            lines.append(f"Of the plane shown: {', '.join(f'{name} {share:.0%}' for name, share in named)}.")
        for l, i in self.thumbs:
            unit = self.planes[l][..., i - 1]
            lines.append(
                f"unit {i} of layer {l}: a from {number(float(unit.min()), 2)} to {number(float(unit.max()), 2)}"
            )
        return "\n".join(lines)


def _class_names(outputs: int) -> tuple[str, ...]:
    """What the classes are called: by the target of a single output, else by the number of their output."""
    return ("y = 0", "y = 1") if outputs == 1 else tuple(f"class {k}" for k in range(1, outputs + 1))


def _window(X: Array) -> tuple[float, float, float, float]:
    """The part of the plane that holds the examples, with room around."""
    low, high = X.min(axis=0), X.max(axis=0)
    room = np.maximum(0.18 * (high - low), 0.5)
    return float(low[0] - room[0]), float(high[0] + room[0]), float(low[1] - room[1]), float(high[1] + room[1])


def _range(hidden: str, unit: Array) -> tuple[float, float]:
    """The middle of what a unit can say, and how far it can go from there."""
    if hidden == "sigmoid":
        return 0.5, 0.5
    return 0.0, 1.0 if hidden == "tanh" else max(float(unit.max()), 1e-9)


def _classes(answer: Array) -> Array:
    """Each class's colour, the stronger the surer."""
    order = np.sort(answer, axis=-1)
    image = np.empty((*answer.shape[:2], 4))
    image[..., :3] = np.array([to_rgb(c) for c in CLASS_COLOURS])[answer.argmax(axis=-1)]
    image[..., 3] = 0.1 + 0.5 * np.clip(order[..., -1] - order[..., -2], 0, 1)
    return image
