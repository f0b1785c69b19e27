"""What learners see and touch: views of one network, drawn from `backprop_core`'s numbers."""

from backprop_widgets.bug_lab import bug_lab
from backprop_widgets.explorer import Explorer, explorer
from backprop_widgets.live import Event, Live
from backprop_widgets.predict import predict, tally
from backprop_widgets.session import Session
from backprop_widgets.worksheet import worksheet

__all__ = ["Event", "Explorer", "Live", "Session", "bug_lab", "explorer", "predict", "tally", "worksheet"]
