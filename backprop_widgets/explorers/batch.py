"""One number of a unit for all the examples of a batch."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backprop_core import Quantity
from backprop_core.quantity import code_of
from backprop_widgets.notation.factors import colour
from backprop_widgets.notation.symbols import inline, name, scale, shown_value
from backprop_widgets.notation.text import Html, of_kind

if TYPE_CHECKING:
    from backprop_core import Trace

MOST_ROWS = 8

_COLUMNS = {
    "x": ("x",),
    "y": ("y",),
    "z": ("z",),
    "a": ("z", "a"),
    "gprime": ("z", "gprime"),
    "dJda": ("a", "dJda"),
    "delta": ("a", "dJda", "delta"),
}


def of_all_examples(trace: Trace, q: Quantity, notation: str) -> list[Html]:
    """A unit's numbers for the first examples, and their mean as the card shows it.

    Examples
    --------
    >>> from backprop_core import Network, Quantity, examples, run
    >>> trace = run(Network.random([2, 2, 1]), *examples.xor())
    >>> of_all_examples(trace, Quantity("a", 2, 1), "lecture")[0].count("<tr")
    6
    """
    columns = [Quantity(kind, q.layer, q.i) for kind in _COLUMNS[q.kind]]
    head = "".join(f'<th scope="col">{inline(column, notation)}</th>' for column in columns)
    rows = "".join(_example_row(trace, q, columns, t, notation) for t in range(1, min(trace.m, MOST_ROWS) + 1))
    if trace.m > MOST_ROWS:
        rows += f'<tr class="bp-note"><td>…</td><td colspan="{len(columns)}">{trace.m - MOST_ROWS} more</td></tr>'
    table = (
        f'<table class="bp-table"><thead><tr><th scope="col">example</th>{head}</tr></thead>'
        f"<tbody>{rows}{_mean_row(trace, q, len(columns), notation)}</tbody></table>"
    )
    return [Html(table), _on_a_batch(q, trace, notation)]


def _example_row(trace: Trace, q: Quantity, columns: list[Quantity], t: int, notation: str) -> Html:
    cells = "".join(
        f'<td class="{colour(c.kind)}">{of_kind(c.kind, shown_value(trace, replace(c, example=t), notation))}</td>'
        for c in columns
    )
    code = code_of(replace(q, example=t))
    pick = f'<button type="button" class="bp-open" data-key="pick:{code}" data-on="click">{t}</button>'
    return Html(f'<tr data-key="row:{t}"><th scope="row">{pick}</th>{cells}</tr>')


def _mean_row(trace: Trace, q: Quantity, columns: int, notation: str) -> Html:
    values = {"x": trace.X, "y": trace.Y}.get(q.kind)
    if values is None:
        layers = {"z": trace.z, "a": trace.a, "delta": trace.delta}.get(q.kind)
        if layers is None:
            return Html("")
        values = layers[q.layer]
    mean = float(values[:, q.i - 1].mean()) * scale(trace, q.kind, notation)
    empty = "<td></td>" * (columns - 1)
    look = colour(q.kind)
    return Html(
        f'<tr class="bp-total"><th scope="row">mean</th>{empty}<td class="{look}">{of_kind(q.kind, mean)}</td></tr>'
    )


def _on_a_batch(q: Quantity, trace: Trace, notation: str) -> Html:
    if q.kind not in ("delta", "dJda"):
        sentence = "The card shows the mean."
    elif notation == "pytorch":
        sentence = f"Each is the slope of the loss, which is the mean of the {trace.m} examples' costs."
    else:
        by = "z" if q.kind == "delta" else "a"
        whole = f"{name(q.kind, notation)} = m · ∂J/∂{by}, with m = {trace.m}"
        sentence = f"Each is the slope of its own example's cost. The mean J divides by m: {whole}."
    return Html(f"<p>{sentence} Pick an example to see its sum.</p>")
