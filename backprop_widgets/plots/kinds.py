"""Plots whose artists live on; imported only when a plot is asked for, for it loads matplotlib."""

from backprop_widgets.plots.bars import Bars
from backprop_widgets.plots.boundary import Boundary
from backprop_widgets.plots.curves import Curves
from backprop_widgets.plots.drawing import Drawing
from backprop_widgets.plots.history import History
from backprop_widgets.plots.landscape import Landscape
from backprop_widgets.plots.matrix import Matrix
from backprop_widgets.plots.tangent import Tangent
from backprop_widgets.plots.ucurve import UCurve

DRAWINGS: dict[str, type[Drawing]] = {
    "tangent": Tangent,
    "landscape": Landscape,
    "bars": Bars,
    "curves": Curves,
    "matrix": Matrix,
    "ucurve": UCurve,
    "boundary": Boundary,
    "history": History,
}

__all__ = ["DRAWINGS", "Drawing"]
