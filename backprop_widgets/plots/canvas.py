"""One matplotlib figure that lives on: no pyplot, nobody's style, and SVG that takes its colours from the page."""

from __future__ import annotations

import io
import itertools
import re
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import numpy as np

try:
    import matplotlib as mpl
except ModuleNotFoundError:
    raise ModuleNotFoundError(
        "a plot is drawn by matplotlib, which isn't here yet: in a browser, put import matplotlib before it at the top "
        "of the cell and run it again; elsewhere, pip install matplotlib brings it"
    ) from None
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import ScaledTranslation

from backprop_widgets.live.theme import light_colours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.image import AxesImage
    from matplotlib.lines import Line2D

    from backprop_core.validation import Array

COLOURS = {name.removeprefix("--bp-"): value for name, value in light_colours().items() if value.startswith("#")}
# As the page names them; of names with the same light value the first stands for all.
_PAGE = {value: f"var(--bp-{name})" for name, value in reversed(COLOURS.items())}
_COLOUR = re.compile("|".join(_PAGE))
_FONT = re.compile(r"'DejaVu Sans'[^;\"]*")
_GROUP = re.compile(r'<g id="[^"]*"')
_NOT_STYLE = ("backend", "interactive", "toolbar", "timezone", "webagg", "savefig.directory", "tk.", "date.epoch")
_settings: Any = mpl.rcParams
_defaults: Any = mpl.rcParamsDefault
_STYLE: dict[str, Any] = {
    **{name: value for name, value in _defaults.items() if not name.startswith(_NOT_STYLE)},
    "font.family": ["DejaVu Sans"],
    "font.size": 11.0,
    "axes.titley": 1.0,
}
# What is looked at when the picture is written, not when it is made. `none`: text stays text.
_WRITING: dict[str, Any] = {
    name: _STYLE[name]
    for name in ("savefig.facecolor", "savefig.edgecolor", "savefig.bbox", "savefig.pad_inches", "savefig.transparent")
} | {"svg.fonttype": "none", "svg.image_inline": True, "path.simplify": True}

_SERIAL = itertools.count(1)


@contextmanager
def _with_settings(wanted: dict[str, Any]) -> Iterator[None]:
    """Change matplotlib's settings for a moment; a few only, for `rc_context` takes 5 ms to copy all of them."""
    before = {name: _settings[name] for name in wanted}
    _settings.update(wanted)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Glyph .* missing")  # in a name of the learner's; the page has them all
            yield
    finally:
        _settings.update(before)


def in_page_colours(markup: str) -> str:
    """Put the page's names of the colours in the place of their light values."""
    return _COLOUR.sub(lambda match: _PAGE[match[0]], markup)


class Canvas:
    """A figure of so many screen pixels.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        In pixels: its resolution is 72 dots an inch, so that a point is a pixel.

    Examples
    --------
    >>> canvas = Canvas(300, 200)
    >>> canvas.axes(xlabel="z").get_xlabel()
    'z'
    >>> canvas.svg()[:44], canvas.png()[1:4]
    ("<svg class='bp-figure' viewBox='0 0 300 200'", b'PNG')
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        with _with_settings(_STYLE):
            self.figure = Figure(figsize=(width / 72, height / 72), dpi=72)
        self._salt = f"bp{next(_SERIAL)}"  # so that the names inside two pictures of one page differ

    def axes(self, *position: Any, **labels: Any) -> Axes:
        """Add axes in the pictures' style; `position` as for `Figure.add_subplot`."""
        with _with_settings(_STYLE):
            axes = self.figure.add_subplot(*position)
            plain(axes)
            axes.set(**labels)
        return axes

    def clear(self) -> None:
        """Take everything off."""
        self.figure.clear()

    def still_svg(self) -> str:
        """The picture as an <svg> in its light colours, that stands alone."""
        written = io.StringIO()
        with _with_settings(_WRITING | {"svg.hashsalt": self._salt}):
            self.figure.savefig(written, format="svg", metadata={"Date": None})
        return written.getvalue()

    def svg(self) -> str:
        """The picture as an <svg> for the page: its colours are the theme's, its letters the page's."""
        body = self.still_svg().split("</defs>", 1)[1]  # the head holds a style sheet, which would style the page
        body = _GROUP.sub("<g", body).replace("xlink:href", "href")
        body = _FONT.sub("var(--bp-font)", in_page_colours(body))
        size = f"viewBox='0 0 {self.width} {self.height}' style='max-width:{self.width}px'"
        return f"<svg class='bp-figure' {size} aria-hidden='true'>{body}"

    def png(self) -> bytes:
        """The picture in its light colours, for places where nothing is live; twice as fine as on the screen."""
        written = io.BytesIO()
        with _with_settings(_WRITING), self._smooth():
            self.figure.savefig(written, format="png", dpi=144, metadata={"Software": None})
        return written.getvalue()

    @contextmanager
    def _smooth(self) -> Iterator[None]:
        """Images that go as they are into SVG, where the page smooths them, are smoothed here."""
        images = [image for axes in self.figure.axes for image in axes.images if image.get_interpolation() == "none"]
        for image in images:
            image.set_interpolation("bilinear")
        yield
        for image in images:
            image.set_interpolation("none")


def plain(axes: Axes) -> None:
    """Give axes the pictures' style: two quiet lines, small numbers, a faint grid."""
    axes.set_facecolor("none")
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(COLOURS["line"])
    axes.tick_params(which="both", colors=COLOURS["dim"], labelsize=10)
    axes.tick_params(length=3)
    axes.grid(color=COLOURS["hair"], linewidth=0.8)
    axes.set_axisbelow(True)
    for axis in (axes.xaxis, axes.yaxis):
        # Few of them: most of the time that a picture takes goes into its ticks.
        axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    # Labels stand at fixed distances: to find out where the numbers end takes a fifth of the time of a picture.
    name_below(axes, 20)
    pixels = axes.figure.dpi_scale_trans
    axes.yaxis.set_label_coords(0, 0.5, transform=axes.transAxes + ScaledTranslation(-40 / 72, 0, pixels))
    for label in (axes.xaxis.label, axes.yaxis.label, axes.title):
        label.set(color=COLOURS["ink"], fontsize=11)


def name_below(axes: Axes, pixels: int) -> None:
    """Put the name of the x axis so far below it."""
    down = ScaledTranslation(0, -pixels / 72, axes.figure.dpi_scale_trans)
    axes.xaxis.set_label_coords(0.5, 0, transform=axes.transAxes + down)


def bare(axes: Axes) -> None:
    """Take lines, numbers and grid off axes that only hold an image."""
    axes.grid(visible=False)
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set_visible(False)


def spot(axes: Axes, size: int = 8) -> Line2D:
    """Make the dot that marks where the network stands."""
    return axes.plot([], [], "o", color=COLOURS["grad"], markersize=size, markeredgecolor=COLOURS["paper"])[0]


def map_image(axes: Axes) -> AxesImage:
    """Make an image that fills the axes, its first row at the bottom."""
    return axes.imshow(np.zeros((2, 2, 4)), origin="lower", aspect="auto", interpolation="none")


def two_sided(values: Array, strength: float) -> Array:
    """Colour values from -1 to 1: blue above 0, orange below, the stronger the farther; nothing where one is NaN."""
    image = np.empty((*values.shape, 4))
    image[..., :3] = np.where((values > 0)[..., None], to_rgb(COLOURS["pos"]), to_rgb(COLOURS["neg"]))
    image[..., 3] = strength * np.abs(np.clip(np.nan_to_num(values), -1, 1))
    return image
