"""The local slopes along every path from a unit to the cost: their product is its δ, and paths add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_core import Factor
from backprop_core.paths import explain_by_paths, number_of_paths
from backprop_widgets.notation.factors import Style
from backprop_widgets.notation.products import listed_products
from backprop_widgets.notation.symbols import inline, name
from backprop_widgets.notation.text import Html
from backprop_widgets.picture.layout import MAX_LABELLED_EDGES, edge_count
from backprop_widgets.picture.lit import onward
from backprop_widgets.session.stages import is_computed

if TYPE_CHECKING:
    from backprop_core import Quantity, Trace

MOST_PATHS = 64  # that are worked out at each move


def lit(trace: Trace, selection: Quantity | None) -> frozenset[str] | None:
    """What the paths of a selected δ go through, all of which then stands out; None where that isn't shown.

    Examples
    --------
    >>> from backprop_core import Quantity, examples, run
    >>> trace = run(*examples.lecture())
    >>> sorted(lit(trace, Quantity("delta", 3, 1)) or ())
    ['e3-1-1', 'u3-1', 'u4-1']
    """
    if selection is None or selection.kind != "delta" or trace.X.ndim == 2:
        return None
    if edge_count(trace.net.sizes) > MAX_LABELLED_EDGES:
        return None
    return onward(trace.net.sizes, selection.layer, selection.i, trace.net.L)


def along_the_ways(trace: Trace, selection: Quantity | None, notation: str, stage: int | None) -> Html:
    """Draw the δ that is selected as the product of the local slopes on its path, or as the sum over its paths."""
    return Html(f"<div class='bp-story bp-paths' data-key='paths'>{_said(trace, selection, notation, stage)}</div>")


def _said(trace: Trace, q: Quantity | None, notation: str, stage: int | None) -> Html:
    delta = name("delta", notation)
    if q is None or q.kind != "delta":
        return Html(
            f"<p class='bp-hint'>Select a {delta}: here you then see the local slopes multiply along its path.</p>"
        )
    if not is_computed(q, trace.net.L, stage):
        return Html(f"<p class='bp-hint'>{inline(q, notation)} is not computed yet: walk on through the stages.</p>")
    if trace.X.ndim == 2:
        return Html(
            "<p class='bp-hint'>Each example has slopes of its own: choose one example to see them multiply.</p>"
        )
    if q.layer == trace.net.L:
        return Html(
            f"<p class='bp-hint'>From {inline(q, notation)} no path is left to go: it is the slope ∂cost/∂z itself.</p>"
        )
    count = number_of_paths(trace.net.sizes, q.layer - 1)
    if count > MOST_PATHS:
        return Html(f"<p class='bp-hint'>{count:,} paths lead from here to the cost, too many to write them down.</p>")
    how = (
        "Multiply the local slopes along the path" if count == 1 else "Multiply along each path, then add up the paths"
    )
    e = explain_by_paths(trace, q)
    return Html(f"<p>{how}:</p>{listed_products(e.terms, Factor(q, e.value), Style.of(trace, notation))}")
