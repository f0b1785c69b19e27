"""Sliders with their fields, standing as the matrices do."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from backprop_core import Quantity
from backprop_core.quantity import code_of
from backprop_widgets.live.controls import STEP
from backprop_widgets.notation.symbols import in_prose, known, words
from backprop_widgets.notation.text import of_kind, setting
from backprop_widgets.picture.layout import MAX_LABELLED_EDGES, edge_count
from backprop_widgets.picture.reach import moves_alone, reach

if TYPE_CHECKING:
    from backprop_core import Trace


def sliders(trace: Trace, selection: Quantity | None, notation: str) -> str:
    """Draw a slider and a field for every weight, each Θ as the matrix it is, and for the example.

    Of a large network only the selection's weights have them.
    """
    net = trace.net
    every = edge_count(net.sizes) <= MAX_LABELLED_EDGES
    blocks = []
    for l, Theta in net.Theta.items():
        rows, columns = Theta.shape
        values = (Theta + 0.0).tolist()  # −0 equals 0, so what is kept for one serves the other: both look like 0
        cells = [(i, j) for i in range(1, rows + 1) for j in range(columns) if every or _about(selection, l, i, j)]
        if cells:
            wide = "" if notation == "lecture" else " bp-wide"  # room for names such as W3[0,1]
            name = f"Θ<sup>({l})</sup>" if notation == "lecture" else "weights"
            width = columns if every else min(len(cells), 5)
            body = "".join(
                _weight(l, i, j, values[i - 1][j], notation, about=_about(selection, l, i, j)) for i, j in cells
            )
            blocks.append(
                f"<fieldset class='bp-matrix{wide}' data-key='matrix:{l}' style='--bp-columns:{width}'>"
                f"<legend>{name} <i>into layer {l + 1 + known(notation).unit_layer}</i></legend>"
                f"<div class='bp-cells'>{body}</div></fieldset>"
            )
    if not blocks:
        blocks = ["<p class='bp-hint'>Select a unit or an edge: its weights get sliders here.</p>"]
    return f"<div class='bp-sliders' data-key='sliders'>{''.join(blocks)}{_example_sliders(trace, notation)}</div>"


def _about(q: Quantity | None, l: int, i: int, j: int) -> bool:
    """Whether a weight belongs to what is selected: itself, into a unit's z, or out of it for its δ."""
    if q is None:
        return False
    if q.kind in ("Theta", "D", "Delta"):
        return (q.layer, q.i, q.j) == (l, i, j)
    if q.kind in ("delta", "dJda"):
        return (q.layer, q.i) == (l, j)
    return q.kind in ("z", "a", "gprime") and (q.layer, q.i) == (l + 1, i)


@lru_cache(maxsize=4096)  # of all sliders, an edit moves one
def _weight(l: int, i: int, j: int, value: float, notation: str, *, about: bool) -> str:
    between = "," if max(i, j) > 9 else ""
    q, lecture = Quantity("Theta", l, i, j), notation == "lecture"  # where the legend has the layer's number already
    symbol = f"Θ<sub>{i}{between}{j}</sub>" if lecture else words(q, notation)
    return _slider(q, symbol, value, f"e{l}-{i}-{j}", notation, reach("Theta", value), about=about)


def _example_sliders(trace: Trace, notation: str) -> str:
    """Draw a slider and a field for each x and y of the one example, but for a y that can't be moved alone."""
    if trace.X.ndim == 2:
        return ""
    net, ends = trace.net, [("x", 1, trace.X), ("y", trace.net.L, trace.Y)]
    cells = [
        _of_example(kind, layer, i, value, net.output, notation)
        for kind, layer, row in ends
        if moves_alone(kind, net.output, net.sizes[-1])
        for i, value in enumerate((row + 0.0).tolist(), start=1)
    ]
    body = "".join(cells)
    return (
        f"<fieldset class='bp-matrix' data-key='example-sliders' style='--bp-columns:{min(len(cells), 4)}'>"
        f"<legend>example</legend><div class='bp-cells'>{body}</div></fieldset>"
    )


@lru_cache(maxsize=4096)
def _of_example(kind: str, layer: int, i: int, value: float, output: str, notation: str) -> str:
    q = Quantity(kind, i=i)
    return _slider(q, words(q, notation), value, f"u{layer}-{i}", notation, reach(kind, value, output))


def _slider(
    q: Quantity,
    symbol: str,
    value: float,
    ref: str,
    notation: str,
    span: tuple[float, float],
    *,
    about: bool = False,
) -> str:
    code, said, shown = code_of(q), in_prose(q, notation), of_kind(q.kind, value)
    sign = " bp-neg" if value < 0 else " bp-pos"
    return (
        f"<div class='bp-cell{sign if q.kind == 'Theta' else ''}{' bp-about' if about else ''}' data-ref='{ref}'>"
        f"<span aria-hidden='true'>{symbol}</span>"
        f"<input type='range' data-key='slide:{code}' data-on='input change' aria-label='{said}'"
        f"{_scale(span)} value='{round(value, 6):g}'>"
        f"<input type='text' data-key='type:{code}'"
        f" data-on='change key' aria-label='{said}, typed' value='{shown}'></div>"
    )


def _scale(span: tuple[float, float]) -> str:
    low, high = span
    return f" min='{round(low, 6):g}' max='{round(high, 6):g}' step='{STEP}'"


def lam_slider(lam: float) -> str:
    """Draw λ as a slider with a field.

    Examples
    --------
    >>> "0.50" in lam_slider(0.5)
    True
    """
    return (
        "<div class='bp-field bp-cell'><span aria-hidden='true'>λ</span>"
        "<input type='range' data-key='slide:lam' data-on='input change' aria-label='penalty lambda'"
        f"{_scale(reach('lam', lam))} value='{lam:g}'>"
        "<input type='text' inputmode='decimal' data-key='type:lam' data-on='change'"
        f" aria-label='lambda, typed' value='{setting(lam)}'></div>"
    )
