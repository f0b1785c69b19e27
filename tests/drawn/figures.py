"""What stands in a plot's picture: where its panels are, how far their axes go, and what each artist shows."""

import numpy as np
from matplotlib.patches import Rectangle

from backprop_core import Network, examples
from backprop_widgets import Session
from backprop_widgets.plots.kinds import DRAWINGS
from tests.drawn.states import CLASSES, SMALL, trained

X, Y = examples.two_moons(30)
SESSIONS = {
    "one": lambda: Session(*examples.lecture()),
    "batch": lambda: Session(SMALL, *examples.xor(), lam=0.5),
    "deep": lambda: Session(Network.random([2, 2, 2, 2, 2, 2, 2, 2, 1], seed=3), X, Y),
    "classes": lambda: Session(CLASSES, [[1.0, -0.5], [0.5, 2.0], [-1.0, 0.0]], np.eye(3)),
    "relu": lambda: Session(Network.random([2, 3, 1], seed=5, hidden="relu"), X, Y),
}


def followed(kind, source, **options):
    """The figure of a plot of this kind."""
    drawing = DRAWINGS[kind](**options)
    drawing.follow(source)
    return drawing.canvas.figure


FIGURES = {
    f"{kind}, {name}": lambda kind=kind, opened=opened: followed(kind, opened())
    for kind in DRAWINGS
    if kind != "history"
    for name, opened in SESSIONS.items()
} | {
    "bars, by powers of ten": lambda: followed("bars", SESSIONS["deep"](), log=True),
    "history": lambda: followed("history", trained(12)),
    "history, at the start": lambda: followed("history", trained(0)),
    "history, gone back, by powers of ten": lambda: followed("history", trained(20, back_to=5), log=True),
}


def facts(figure):
    """Each thing in a figure: its name with the words it has, and its numbers."""
    for n, axes in enumerate(figure.axes):
        labels = f"{axes.get_title()} / {axes.get_xlabel()} / {axes.get_ylabel()} / {axes.get_yscale()}"
        yield f"{n} panel: {labels}", [*axes.get_position().bounds, *axes.get_xlim(), *axes.get_ylim()]
        for line in axes.lines:
            yield f"{n} line", _of_points(np.column_stack([np.ravel(part).astype(float) for part in line.get_data()]))
        for patch in axes.patches:
            if isinstance(patch, Rectangle):
                yield f"{n} bar", [*patch.get_xy(), patch.get_width(), patch.get_height()]
        for text in axes.texts:
            if text.get_text():
                yield f"{n} text: {text.get_text()}", [float(x) for x in text.get_position()]
        for image in axes.images:
            shown = np.ma.filled(np.ma.asarray(image.get_array(), float), 0.0)
            yield f"{n} image", [*image.get_extent(), shown.mean(), shown.min(), shown.max(), *image.get_clim()]
        for collection in axes.collections:
            yield f"{n} points", _of_points(np.asarray(collection.get_offsets(), float))


def _of_points(points):
    found = points[np.isfinite(points).all(axis=1)]
    if not len(found):
        return [len(points), 0]
    return [len(points), len(found), *found[0], *found[-1], *found.mean(axis=0), *found.std(axis=0)]


def kept(figure):
    """A figure as it is stored."""
    return [[name, [float(f"{number:.5g}") for number in numbers]] for name, numbers in facts(figure)]
