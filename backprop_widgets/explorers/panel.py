"""What stands beside the picture when a number is selected: where it comes from, and the same measured."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from backprop_core.quantity import PER_WEIGHT
from backprop_widgets.explorers.batch import of_all_examples
from backprop_widgets.explorers.comparison import comparison, fitting, is_over_batch
from backprop_widgets.explorers.own_numbers import beside_the_sum
from backprop_widgets.explorers.story import story
from backprop_widgets.notation.conversion import conversion
from backprop_widgets.notation.factors import colour
from backprop_widgets.notation.in_code import in_code
from backprop_widgets.notation.symbols import inline, known, name, unit_number
from backprop_widgets.notation.text import Html, escape
from backprop_widgets.session.stages import is_computed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from backprop_core import Quantity, Trace
    from backprop_widgets.explorers.comparison import Measured
    from backprop_widgets.picture.mark import Mark


def panel(
    trace: Trace,
    selection: Quantity | None,
    *,
    notation: str = "lecture",
    measured: Measured | None = None,
    alpha: float = 1.0,
    stage: int | None = None,
    marks: Mapping[str, Mark] = MappingProxyType({}),
) -> Html:
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
    marks : mapping
        By its code each number that the learner's own code gave too.

    Returns
    -------
    Html
        One ``<section>``.
    """
    if selection is None:
        return _section(Html("Select any number"), [_HELP])
    q, L = fitting(trace, selection), trace.net.L
    if is_over_batch(trace, q):
        parts = of_all_examples(trace, q, notation) if is_computed(q, L, stage) else []
    else:
        parts = story(trace, q, notation, alpha=alpha, stage=stage)
    if not parts:
        parts.append(Html("<p>Not computed yet: walk on through the stages to see it.</p>"))
    parts[:0] = [_code(in_code(trace, q)), beside_the_sum(trace, q, marks, notation, stage)]
    parts.append(comparison(trace, q, notation, measured or {}))
    parts.append(conversion(notation))
    return _section(heading(q, notation), parts)


def _code(expression: str) -> Html:
    """The expression that reaches a number, as a button that copies it."""
    code = escape(expression)
    return Html(
        f'<p class="bp-in-code"><button class="bp-copy" data-key="code" data-copy="{code}" aria-keyshortcuts="c"'
        f' title="copy it (key c); trace is the session’s: view.session.trace"><code>{code}</code></button></p>'
    )


def hidden_panel(hidden: Iterable[Quantity], notation: str = "lecture") -> Html:
    """Ask for the numbers that the picture hides; their sums would tell them."""
    symbols = ", ".join(inline(q, notation) for q in hidden)
    how = "Click a question mark, or press <kbd>r</kbd>, to see one. Sums are shown again when none is left."
    return _section(Html(f"How large is {symbols}?"), [Html(f"<p>{how}</p>")])


def waiting_panel(q: Quantity, notation: str = "lecture") -> Html:
    """Say that the sum of a number is being filled in, piece by piece, in the picture."""
    how = "Its products arrive one by one in the picture: <kbd>Page Down</kbd> brings the next one."
    return _section(heading(q, notation), [Html(f"<p>{how}</p>")])


def _section(title: Html, parts: list[Html]) -> Html:
    return Html(
        f'<section class="bp-story" data-key="story"><h3 class="bp-heading">{title}</h3>{"".join(parts)}</section>'
    )


_HELP = Html(
    "<p>Click a number of the network, or go to it with Tab and press Enter. Here you then see the sum that made it, "
    "filled in with numbers, and a measured derivative beside it.</p>"
    '<ul class="bp-legend">'
    '<li><i class="bp-swatch bp-pos"></i>weight above 0: a solid line</li>'
    '<li><i class="bp-swatch bp-neg"></i>weight below 0: a dashed line</li>'
    '<li><i class="bp-swatch bp-delta"></i>blame δ of a unit</li>'
    '<li><i class="bp-swatch bp-grad"></i>gradient D of a weight</li>'
    "</ul>"
)


# headings


def heading(q: Quantity, notation: str = "lecture") -> Html:
    """Say what is selected, by its place in the picture.

    Examples
    --------
    >>> from backprop_core import Quantity
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
        return Html(f"{question.format(inline(q, notation))} {place}")
    if q.kind in ("x", "y", "lam", "m"):
        return Html(f"{said}{f' {unit}' if q.i else ''}{of_example.rstrip(',')} is given")
    place = f" of unit {unit} in layer {q.layer + shift}" if q.i else ""
    return Html(f"Where {said}{place}{of_example} comes from")


_SPOKEN = {"gprime": "the slope g′", "lam": "λ", "m": "m", "cost": "the cost", "x": "Input x", "y": "Target y"}
