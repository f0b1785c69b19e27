"""What stands beside the picture when a number is selected: where it comes from, and the same measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_core import Quantity
from backprop_widgets.draw.arithmetic import colour
from backprop_widgets.draw.batch import of_all_examples
from backprop_widgets.draw.comparison import PER_WEIGHT, comparison, fitting, is_over_batch, needs
from backprop_widgets.draw.conversion import conversion
from backprop_widgets.draw.notation import inline, known, name, unit_number
from backprop_widgets.draw.paths import every_path
from backprop_widgets.draw.story import story
from backprop_widgets.session import is_computed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backprop_core import Trace
    from backprop_widgets.draw.comparison import Measured

__all__ = ["hidden_panel", "needs", "panel"]


def panel(
    trace: Trace,
    selection: Quantity | None,
    *,
    notation: str = "lecture",
    measured: Measured | None = None,
    alpha: float = 1.0,
    stage: int | None = None,
) -> str:
    """Draw the panel for one selected number.

    Parameters
    ----------
    trace : Trace
        Of the example chosen, or of the batch.
    selection : Quantity or None
        On a batch, a unit's number without an example stands for those of all the examples.
    notation : str
    measured : mapping of Quantity to float or str
        What `backprop_core.numerical_derivative` gave for `needs(trace, selection, stage)`, or why there is none.
    alpha : float
        The learning rate of the update that is shown.
    stage : int or None
        How far the passes have got: what comes after isn't told. None tells all.

    Returns
    -------
    str
        One ``<section>``.
    """
    if selection is None:
        return _section("Select any number", [_HELP])
    q, L = fitting(trace, selection), trace.net.L
    if is_over_batch(trace, q):
        parts = of_all_examples(trace, q, notation) if is_computed(q, L, stage) else []
    else:
        parts = story(trace, q, notation, alpha=alpha, stage=stage)
    if not parts:
        parts.append("<p>Not computed yet: walk on through the stages to see it.</p>")
    parts.append(comparison(trace, q, notation, measured or {}))
    if q.kind in PER_WEIGHT and trace.X.ndim == 1 and is_computed(Quantity("D"), L, stage):
        parts.append(every_path(trace, Quantity("Theta", q.layer, q.i, q.j), notation))
    parts.append(conversion(notation))
    return _section(heading(q, notation), parts)


def hidden_panel(hidden: Iterable[Quantity], notation: str = "lecture") -> str:
    """Ask for the numbers that the picture hides; their sums would tell them."""
    symbols = ", ".join(inline(q, notation) for q in hidden)
    how = "Click a question mark, or press <kbd>r</kbd>, to see one. Sums are shown again when none is left."
    return _section(f"How large is {symbols}?", [f"<p>{how}</p>"])


def _section(title: str, parts: list[str]) -> str:
    return f'<section class="bp-story" data-key="story"><h3 class="bp-heading">{title}</h3>{"".join(parts)}</section>'


_HELP = (
    "<p>Click a number of the network, or go to it with Tab and press Enter. Here you then see the sum that made it, "
    "filled in with numbers, and a measured derivative beside it.</p>"
    '<ul class="bp-legend">'
    '<li><i class="bp-swatch bp-pos"></i>weight above 0: a solid line</li>'
    '<li><i class="bp-swatch bp-neg"></i>weight below 0: a dashed line</li>'
    '<li><i class="bp-swatch bp-delta"></i>error δ of a unit</li>'
    '<li><i class="bp-swatch bp-grad"></i>gradient D of a weight</li>'
    "</ul>"
)


# headings


def heading(q: Quantity, notation: str = "lecture") -> str:
    """Say what is selected, by its place in the picture.

    Examples
    --------
    >>> heading(Quantity("z", 2, 2))
    'Where <i class="bp-z">z</i> of unit 2 in layer 2 comes from'
    """
    said = f'<i class="{colour(q.kind)}">{_SPOKEN.get(q.kind) or name(q.kind, notation)}</i>'
    of_example = f", example {q.example}," if q.example else ""
    shift, unit = known(notation).unit_layer, unit_number(q.i, notation) if q.i else ""
    if q.kind in PER_WEIGHT:
        start = f"unit {unit_number(q.j, notation)} of layer {q.layer + shift}" if q.j else "the bias unit"
        place = f'<small class="bp-note">from {start} to unit {unit} of layer {q.layer + 1 + shift}</small>'
        question = "What {} does" if q.kind == "Theta" else "Where {} comes from"
        return f"{question.format(inline(q, notation))} {place}"
    if q.kind in ("x", "y", "lam", "m"):
        return f"{said}{f' {unit}' if q.i else ''}{of_example.rstrip(',')} is given"
    place = f" of unit {unit} in layer {q.layer + shift}" if q.i else ""
    return f"Where {said}{place}{of_example} comes from"


_SPOKEN = {"gprime": "the slope g′", "lam": "λ", "m": "m", "cost": "the cost", "x": "Input x", "y": "Target y"}
