"""A drawing as it is stored: one tag a line, so that a change can be read."""

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "kept"
FIGURES_FILE = Path(__file__).parent / "figures.json"
PLOTTED = re.compile(r"<svg.*</svg>", re.DOTALL)


def drawing(name, view):
    """What a view shows and says. What matplotlib draws, each version in its own way, has tests of its own."""
    markup = view.markup if hasattr(view, "markup") else view._repr_html_()
    if name.startswith(("plot", "training")):
        markup = PLOTTED.sub("(a plot)", markup)
    words = view.text() if hasattr(view, "text") else str(view)
    return re.sub(r">(?=<)", ">\n", markup) + "\n\n" + words + "\n"


def file_of(name):
    """Where the drawing of a state is kept."""
    return FOLDER / (re.sub(r"[^a-z]+", "_", name.lower()) + ".html")
