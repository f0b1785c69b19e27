"""Plots whose artists live on; imported only when a plot is asked for, for it loads matplotlib."""

from backprop_widgets.figures.bars import Bars
from backprop_widgets.figures.boundary import Boundary
from backprop_widgets.figures.curves import Curves
from backprop_widgets.figures.drawing import Drawing
from backprop_widgets.figures.history import History
from backprop_widgets.figures.landscape import Landscape
from backprop_widgets.figures.matrix import Matrix
from backprop_widgets.figures.tangent import Tangent
from backprop_widgets.figures.ucurve import UCurve

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
