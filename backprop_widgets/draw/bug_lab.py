"""The instruments of the bug lab: the cost curve, the checks of D and δ against measured ones, what a hand computes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from backprop_core import Quantity
from backprop_widgets.draw.controls import button
from backprop_widgets.draw.notation import symbol, words
from backprop_widgets.draw.text import escape, number
from backprop_widgets.symptoms import FITS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from backprop_core.faults import Fault
    from backprop_core.validation import Array
    from backprop_widgets.symptoms import Readings

WIDTH, HEIGHT = 260, 124
LEFT, BOTTOM = 46, 22
SQUARE, EDGE = 124, 12
LEGEND = (
    "✓ they agree; ×4 the program's is four times as large; ×−1 its sign is wrong. All instruments take all four"
    " examples, whichever the picture shows."
)


def lab(network: str, readings: Readings) -> str:
    """Draw the network with everything that the instruments show; of a program that stops, why."""
    if readings.trace is None:
        return f"<p class='bp-stops'><b>The program stops:</b> {escape(readings.stops)}</p>"
    D = _check("D", "D beside the measured ∂J/∂Θ (gradient check)", readings.gradients, _weight_name)
    delta = _check("delta", "δ beside the measured ∂cost/∂z", readings.deltas, _unit_name)
    return (
        f"<div class='bp-lab'>{network}<div class='bp-instruments'>{_curve_figure(readings.curve)}"
        f"{_boundary_figure(readings.boundary)}{_by_hand(readings)}</div></div>"
        f"<div class='bp-instruments'>{D}{delta}<p class='bp-hint'>{LEGEND}</p></div>"
    )


# The cost curve


def _curve_figure(curve: Sequence[tuple[float, float]]) -> str:
    said = curve_in_words(curve)
    return (
        "<figure class='bp-gauge'><figcaption>J: <b class='bp-delta'>as reported</b>, as it is (dashed)</figcaption>"
        f"{curve_svg(curve)}"
        f"<p class='bp-hint'>{said}</p></figure>"
    )


def curve_in_words(curve: Sequence[tuple[float, float]]) -> str:
    """Say where both curves begin and end.

    Examples
    --------
    >>> curve_in_words([(0.8, 0.8), (0.5, 0.6)])
    'Reported: from 0.80 to 0.50 in 1 step. As it is: from 0.80 to 0.60.'
    """
    (a, b), (c, d) = curve[0], curve[-1]
    steps = f"{len(curve) - 1} step{'s' * (len(curve) != 2)}"
    return (
        f"Reported: from {number(a, 2)} to {number(c, 2)} in {steps}. As it is: from {number(b, 2)} to {number(d, 2)}."
    )


def curve_svg(curve: Sequence[tuple[float, float]]) -> str:
    """Draw both curves; numbers that are no numbers, or too far off, are left out.

    Examples
    --------
    >>> curve_svg([(1.0, 1.0), (0.0, 0.5)]).count("<polyline")
    2
    """
    values = [v for pair in curve for v in pair if math.isfinite(v)]
    reach = 4 * max(abs(values[0]), 1.0) if values else 1.0
    top, low = min(max(values, default=1.0), reach), max(min(values, default=0.0), -reach)
    span = max(top - low, 0.1)  # a curve that stays where it is doesn't look like one that moves
    low = top - span

    def place(step: int, value: float) -> str:
        x = LEFT + (WIDTH - LEFT - 8) * step / max(len(curve) - 1, 1)
        return f"{x:.1f},{8 + (HEIGHT - BOTTOM - 8) * (top - value) / span:.1f}"

    def line(which: int, look: str) -> str:
        points = [place(n, pair[which]) for n, pair in enumerate(curve) if low <= pair[which] <= top]
        return f"<polyline class='{look}' points='{' '.join(points)}'/>"

    floor = HEIGHT - BOTTOM
    return (
        f"<svg class='bp-course-of-J' viewBox='0 0 {WIDTH} {HEIGHT}' role='img' aria-label='{curve_in_words(curve)}'>"
        f"<path class='bp-axis' d='M{LEFT} 8V{floor}H{WIDTH - 8}'/>"
        f"<text class='bp-tick' x='{LEFT - 6}' y='14' text-anchor='end'>{number(top, 2)}</text>"
        f"<text class='bp-tick' x='{LEFT - 6}' y='{floor}' text-anchor='end'>{number(low, 2)}</text>"
        f"<text class='bp-tick' x='{LEFT}' y='{HEIGHT - 6}'>0</text>"
        f"<text class='bp-tick' x='{WIDTH - 8}' y='{HEIGHT - 6}' text-anchor='end'>{len(curve) - 1} steps</text>"
        f"{line(1, 'bp-as-it-is')}{line(0, 'bp-reported')}</svg>"
    )


# The boundary


def _boundary_figure(boundary: Array) -> str:
    return f"<figure class='bp-gauge'><figcaption>what it learns</figcaption>{boundary_svg(boundary)}</figure>"


def boundary_in_words(boundary: Array) -> str:
    """Say the output at the four corners, which are the examples.

    Examples
    --------
    >>> boundary_in_words(np.array([[0.9, 0.1], [0.2, 0.8]]))
    'Output at (0, 0): 0.20; (0, 1): 0.90; (1, 0): 0.80; (1, 1): 0.10.'
    """
    corners = {
        "(0, 0)": boundary[-1, 0],
        "(0, 1)": boundary[0, 0],
        "(1, 0)": boundary[-1, -1],
        "(1, 1)": boundary[0, -1],
    }
    return f"Output at {'; '.join(f'{name}: {number(float(v), 2)}' for name, v in corners.items())}."


def boundary_svg(boundary: Array) -> str:
    """Draw the output over the unit square, the nearer to 1 the fuller; the four examples with their targets.

    Examples
    --------
    >>> boundary_svg(np.array([[0.9, 0.1], [0.2, 0.8]])).count("<rect")
    4
    """
    n = len(boundary)
    cell = (SQUARE - 2 * EDGE) / n
    with np.errstate(invalid="ignore"):
        fill = np.nan_to_num(np.clip(boundary, 0, 1), nan=0.0)
    cells = "".join(
        f"<rect x='{EDGE + j * cell:.1f}' y='{EDGE + i * cell:.1f}' width='{cell:.1f}' height='{cell:.1f}'"
        f" fill-opacity='{fill[i, j]:.2f}'/>"
        for i, j in np.ndindex(boundary.shape)
    )
    far = SQUARE - EDGE
    dots = "".join(
        f"<circle cx='{x}' cy='{y}' r='9'/><text x='{x}' y='{y + 4}'>{target}</text>"
        for x, y, target in ((EDGE, far, 0), (EDGE, EDGE, 1), (far, far, 1), (far, EDGE, 0))
    )
    return (
        f"<svg class='bp-square' viewBox='0 0 {SQUARE} {SQUARE}' role='img'"
        f" aria-label='{boundary_in_words(boundary)}'>{cells}{dots}</svg>"
    )


# Checks against measured numbers


def _check(kind: str, title: str, layers: Mapping[int, list[list[str]]], name: Callable[[int, int, int], str]) -> str:
    tables = "".join(_grid(kind, l, rows, name) for l, rows in layers.items())
    return f"<figure class='bp-gauge'><figcaption>{title}</figcaption><div class='bp-grids'>{tables}</div></figure>"


def _grid(kind: str, l: int, rows: list[list[str]], name: Callable[[int, int, int], str]) -> str:
    """One layer: its cells the darker, the further off."""
    columns = "".join(f"<th scope='col'>{name(l, 0, j)}</th>" for j in range(len(rows[0])))
    body = ""
    for i, row in enumerate(rows, start=1):
        cells = "".join(f"<td style='--bp-off:{_darkness(text)}%'>{text}</td>" for text in row)
        body += f"<tr><th scope='row'>{name(l, i, -1)}</th>{cells}</tr>"
    layer = Quantity(kind, l)
    return (
        f"<table class='bp-grid' data-key='{kind}:{l}' aria-label='{words(layer)}'>"
        f"<thead><tr><td><math>{symbol(layer)}</math></td>{columns}</tr></thead><tbody>{body}</tbody></table>"
    )


def _weight_name(_l: int, i: int, j: int) -> str:
    if i:
        return f"into {i}"
    return f"from {j}" if j else "bias"


def _unit_name(l: int, t: int, j: int) -> str:
    return f"ex. {t}" if t else words(Quantity("delta", l, j + 1))


def _darkness(text: str) -> int:
    """0 where the number is right; more, the more times too large or too small it is.

    Examples
    --------
    >>> _darkness("✓"), _darkness("×4"), _darkness("×0.25"), _darkness("×−1"), _darkness("≠ 0")
    (0, 42, 42, 45, 60)
    """
    if text == FITS:
        return 0
    if not text.startswith("×"):
        return 60
    ratio = float(text[1:].replace("−", "-"))
    off = abs(math.log10(abs(ratio))) if ratio else 1.0
    return round(min(15 + 45 * off, 60)) if ratio > 0 else round(min(45 + 15 * off, 60))


# What a hand computes


def _by_hand(readings: Readings) -> str:
    """Every z and a, and the step of each Θ, layer by layer; and J."""
    reported, right = readings.costs
    J = FITS if reported == right else f"✗ (by hand {right})"
    layers = range(1, max(readings.deltas) + 1)
    head = "".join(f"<th scope='col'>{l}</th>" for l in layers)
    rows = [(kind, [readings.forward.get(words(Quantity(kind, l)), "") for l in layers]) for kind in ("z", "a")]
    rows.append(("Θ − αD", [readings.update.get(l, "") for l in layers]))
    body = "".join(
        f"<tr><th scope='row'>{name}</th>{''.join(f'<td>{text}</td>' for text in texts)}</tr>" for name, texts in rows
    )
    return (
        "<figure class='bp-gauge'><figcaption>computed again by hand</figcaption>"
        f"<table class='bp-grid bp-hand'><thead><tr><th scope='col'>layer</th>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table><p>J = {reported} <b>{J}</b></p></figure>"
    )


# Naming it


def naming(faults: Sequence[Fault], guess: str, said: str, look: str) -> str:
    """Draw the list of faults to choose from, and what was said about the last guess."""
    options = "<option value=''>choose a fault</option>" + "".join(
        f"<option value='{fault.name}'{' selected' if fault.name == guess else ''}>{escape(fault.title)}</option>"
        for fault in faults
    )
    return (
        "<div class='bp-toolbar'><label class='bp-field'><span>It is</span>"
        f"<select data-key='bug:guess' data-on='change'>{options}</select></label>{button('bug:name', 'Name it')}</div>"
        f"<p class='bp-verdict {look}' role='status' data-key='bug-say'>{escape(said)}</p>"
    )
