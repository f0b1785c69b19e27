"""The lines and dots of a figure that move while its axes stay: written where matplotlib puts them, and much sooner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from matplotlib.path import Path

from backprop_widgets.plots.canvas import in_page_colours

if TYPE_CHECKING:
    from collections.abc import Iterable

    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

DASHES = (5, 3)  # of a dashed line, in widths of it


def moving_svg(axes: Axes, lines: Iterable[Line2D]) -> str:
    """Write these lines of the axes, cut off at the edges; a line with a marker is a dot.

    Examples
    --------
    >>> from backprop_widgets.plots.canvas import COLOURS, Canvas
    >>> axes = Canvas(200, 100).axes(xlim=(0, 1), ylim=(0, 1))
    >>> axes.set_position((0, 0, 1, 1))
    >>> moving_svg(axes, axes.plot([0, 1], [0, 1], color=COLOURS["pos"])).partition("<path ")[2]
    "d='M0.00 100.00L200.00 0.00' style='fill:none;stroke:var(--bp-pos);stroke-width:1.5;stroke-linecap:square'/></svg>"
    """
    height = axes.figure.bbox.height  # matplotlib counts from below
    left, bottom, right, top = axes.bbox.extents
    box = left, height - top, right - left, top - bottom
    place = "x='{:.2f}' y='{:.2f}' width='{:.2f}' height='{:.2f}' viewBox='{:.2f} {:.2f} {:.2f} {:.2f}'"
    drawn = "".join(_line(line, height) if line.get_marker() == "None" else _dot(line, height) for line in lines)
    return f"<svg {place.format(*box, *box)}>{in_page_colours(drawn)}</svg>"


def _line(line: Line2D, height: float) -> str:
    """The path as matplotlib simplifies it."""
    path = line.get_transform().transform_path(line.get_path())
    corners = "".join(
        f"{'M' if code == Path.MOVETO else 'L'}{x:.2f} {height - y:.2f}"
        for (x, y), code in path.iter_segments(clip=line.figure.bbox.extents)
    )
    width = line.get_linewidth()
    dashes = ",".join(f"{width * part:g}" for part in DASHES)
    ends = "stroke-linecap:square" if line.get_linestyle() == "-" else f"stroke-dasharray:{dashes}"
    look = f"fill:none;stroke:{line.get_color()};stroke-width:{width:g};{ends}"
    return f"<path d='{corners}' style='{look}'/>" if corners else ""


def _dot(line: Line2D, height: float) -> str:
    x, y = line.get_transform().transform(line.get_xydata())[0]
    if not np.isfinite(y):
        return ""
    look = f"fill:{line.get_markerfacecolor()};stroke:{line.get_markeredgecolor()}"
    return f"<circle cx='{x:.2f}' cy='{height - y:.2f}' r='{line.get_markersize() / 2:g}' style='{look}'/>"
