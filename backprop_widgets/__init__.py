"""What learners see and touch: views of one network, drawn from `backprop_core`'s numbers."""

from backprop_core import __version__ as __version__
from backprop_widgets.bug_labs.bug_lab import bug_lab
from backprop_widgets.checks.check import check
from backprop_widgets.datasets.data import Data, data
from backprop_widgets.explorers.explorer import Explorer, explorer
from backprop_widgets.live.events import Event
from backprop_widgets.live.live import Live
from backprop_widgets.plots.plot import Plot, plot
from backprop_widgets.predictions.predict import predict
from backprop_widgets.predictions.recall import recall
from backprop_widgets.predictions.tally import tally
from backprop_widgets.races.race import race
from backprop_widgets.routes.paths import Paths, paths
from backprop_widgets.session.session import Session
from backprop_widgets.slides.slide import slide
from backprop_widgets.trainings.training import Training, training
from backprop_widgets.worksheets.worksheet import worksheet

__all__ = [
    "Data",
    "Event",
    "Explorer",
    "Live",
    "Paths",
    "Plot",
    "Session",
    "Training",
    "bug_lab",
    "check",
    "data",
    "explorer",
    "paths",
    "plot",
    "predict",
    "race",
    "recall",
    "slide",
    "tally",
    "training",
    "worksheet",
]


def __dir__() -> list[str]:
    """Show what is public, not the rooms that it comes from."""
    return sorted(__all__)
