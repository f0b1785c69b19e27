"""What learners see and touch: views of one network, drawn from `backprop_core`'s numbers."""

from backprop_widgets.bug_lab import bug_lab
from backprop_widgets.checks import check
from backprop_widgets.data import Data, data
from backprop_widgets.explorer import Explorer, explorer
from backprop_widgets.live import Event, Live
from backprop_widgets.plots import Plot, plot
from backprop_widgets.predict import predict, tally
from backprop_widgets.session import Session
from backprop_widgets.slide import slide
from backprop_widgets.training import Training, training
from backprop_widgets.worksheet import worksheet

__all__ = [
    "Data",
    "Event",
    "Explorer",
    "Live",
    "Plot",
    "Session",
    "Training",
    "bug_lab",
    "check",
    "data",
    "explorer",
    "plot",
    "predict",
    "slide",
    "tally",
    "training",
    "worksheet",
]
