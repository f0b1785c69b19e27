"""The instruments of the bug lab: what each is called, what it is for, and how its readings are drawn and said."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backprop_core import Quantity
from backprop_widgets.bug_labs.symptoms import FITS, times
from backprop_widgets.notation.symbols import symbol, words
from backprop_widgets.notation.text import Html, number
from backprop_widgets.picture.chart import Curve, Scale, chart

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from backprop_core.validation import Array
    from backprop_widgets.bug_labs.symptoms import Readings

WIDTH, HEIGHT = 360, 150
SQUARE, EDGE = 124, 12
FARTHEST = 50  # times the first J, that the scale of J goes up to
CORNERS = {"(0, 0)": (-1, 0), "(0, 1)": (0, 0), "(1, 0)": (-1, -1), "(1, 1)": (0, -1)}


@dataclass(frozen=True)
class Instrument:
    """One way to look at a program.

    Attributes
    ----------
    name : str
        What stands on its button.
    title : str
        What stands over its readings.
    use : str
        One sentence on what it is for.
    draw : callable
        Draws its readings.
    told : callable
        Says them, in lines.
    """

    name: str
    title: str
    use: str
    draw: Callable[[Readings], str]
    told: Callable[[Readings], list[str]]

    def gauge(self, readings: Readings) -> Html:
        """Draw it with its title."""
        return Html(f"<figure class='bp-gauge'><figcaption>{self.title}</figcaption>{self.draw(readings)}</figure>")


# The cost curve


def _cost(readings: Readings) -> Html:
    return curve_svg(readings.curve, readings.fair)


def _is_true(curve: Sequence[tuple[float, float]]) -> bool:
    """Whether what is reported is the right J of the program's weights, so that one curve is enough."""
    return all(math.isclose(reported, right) for reported, right in curve)


def curve_in_words(curve: Sequence[tuple[float, float]], fair: Sequence[float]) -> str:
    """Say where the curves begin and end: J as reported, the right J of its weights, and J of a right program.

    Examples
    --------
    >>> curve_in_words([(0.8, 0.8), (0.5, 0.6)], [0.8, 0.4])
    'J as reported: from 0.80 to 0.50 in 1 step. Its right J: from 0.80 to 0.60. A right program: to 0.40.'
    >>> curve_in_words([(0.8, 0.8), (0.5, 0.5)], [0.8, 0.4])
    'J as reported: from 0.80 to 0.50 in 1 step. A right program: to 0.40.'
    """
    (a, b), (c, d) = curve[0], curve[-1]
    steps = f"{len(curve) - 1} step{'s' * (len(curve) != 2)}"
    its = "" if _is_true(curve) else f" Its right J: from {number(b, 2)} to {number(d, 2)}."
    return (
        f"J as reported: from {number(a, 2)} to {number(c, 2)} in {steps}.{its} A right program: to"
        f" {number(fair[-1], 2)}."
    )


def curve_svg(curve: Sequence[tuple[float, float]], fair: Sequence[float]) -> Html:
    """Draw these curves; numbers that are no numbers, or too far off, are left out.

    Examples
    --------
    >>> curve_svg([(1.0, 1.0), (0.0, 0.5)], [1.0, 0.4]).count("<polyline")
    3
    """
    values = [value for value in (*itertools.chain(*curve), *fair) if math.isfinite(value)] or [0.0]
    reach = FARTHEST * max(abs(values[0]), 1.0)
    low, high = max(min(*values, 0.0), -reach), min(max(values), reach)
    reported, right = ([(step, pair[n]) for step, pair in enumerate(curve)] for n in (0, 1))
    curves = [Curve(list(enumerate(fair)), "grad", name="a right program"), Curve(reported, "delta", name="reported")]
    if not _is_true(curve):
        curves.insert(1, Curve(right, "dim", name="its right J"))
    across, up = Scale(0, max(len(curve) - 1, len(fair) - 1, 1)), Scale(low, max(high, low + 0.1))
    return chart(curves, across, up, curve_in_words(curve, fair), width=WIDTH, height=HEIGHT)


# What the program learns


def boundary_in_words(boundary: Array) -> str:
    """Say the output at the four corners, which are the examples.

    Examples
    --------
    >>> boundary_in_words(np.array([[0.9, 0.1], [0.2, 0.8]]))
    'After the steps, the output at (0, 0): 0.20; (0, 1): 0.90; (1, 0): 0.80; (1, 1): 0.10.'
    """
    outputs = "; ".join(f"{name}: {number(float(boundary[place]), 2)}" for name, place in CORNERS.items())
    return f"After the steps, the output at {outputs}."


def boundary_svg(boundary: Array) -> Html:
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
    return Html(
        f"<svg class='bp-square' viewBox='0 0 {SQUARE} {SQUARE}' role='img'"
        f" aria-label='{boundary_in_words(boundary)}'>{cells}{dots}</svg>"
    )


def _learnt(readings: Readings) -> Html:
    legend = "".join(
        f"<li><svg class='bp-square bp-sample' viewBox='0 0 16 16' aria-hidden='true'>{sign}</svg>{meaning}</li>"
        for sign, meaning in (
            ("<rect width='16' height='16' fill-opacity='1'/>", "output near 1"),
            ("<rect width='16' height='16' fill-opacity='0'/>", "output near 0"),
            ("<circle cx='8' cy='8' r='7'/><text x='8' y='12'>1</text>", "an example and its target"),
        )
    )
    return Html(f"<div class='bp-learnt'>{boundary_svg(readings.boundary)}<ul class='bp-legend'>{legend}</ul></div>")


# Checks against measured numbers


def _check(kind: str, layers: Mapping[int, list[list[float]]], name: Callable[[int, int, int], str]) -> Html:
    tables = "".join(_grid(kind, l, rows, name) for l, rows in layers.items())
    return Html(f"<div class='bp-grids'>{tables}</div>")


def _grid(kind: str, l: int, rows: list[list[float]], name: Callable[[int, int, int], str]) -> Html:
    """One layer: its cells the darker, the further off."""
    columns = "".join(f"<th scope='col'>{name(l, 0, j)}</th>" for j in range(len(rows[0])))
    body = ""
    for i, row in enumerate(rows, start=1):
        cells = "".join(f"<td style='--bp-off:{_darkness(ratio)}%'>{times(ratio)}</td>" for ratio in row)
        body += f"<tr><th scope='row'>{name(l, i, -1)}</th>{cells}</tr>"
    layer = Quantity(kind, l)
    return Html(
        f"<table class='bp-grid' data-key='{kind}:{l}' aria-label='{words(layer)}'>"
        f"<thead><tr><td><math>{symbol(layer)}</math></td>{columns}</tr></thead><tbody>{body}</tbody></table>"
    )


def _weight_name(_l: int, i: int, j: int) -> str:
    if i:
        return f"into {i}"
    return f"from {j}" if j else "bias"


def _unit_name(_l: int, t: int, j: int) -> str:
    return f"ex. {t}" if t else f"unit {j + 1}"


def _darkness(ratio: float) -> int:
    """0 where the number is right; more, the more times too large or too small it is.

    Examples
    --------
    >>> _darkness(1.0), _darkness(4.0), _darkness(0.25), _darkness(-1.0), _darkness(math.inf)
    (0, 42, 42, 45, 60)
    """
    if ratio == 1:
        return 0
    off = abs(math.log10(abs(ratio))) if ratio else 1.0
    return round(min(15 + 45 * off, 60)) if ratio > 0 else round(min(45 + 15 * off, 60))


def _rows(kind: str, layers: Mapping[int, list[list[float]]]) -> list[str]:
    written = {l: " / ".join(", ".join(map(times, row)) for row in rows) for l, rows in layers.items()}
    return [f"{words(Quantity(kind, l))} beside the measured one, row by row: {rows}" for l, rows in written.items()]


# What is computed again


def _again(readings: Readings) -> Html:
    """Every z and a, and the step of each Θ, layer by layer; and J."""
    layers = range(1, readings.right.net.L + 1)
    head = "".join(f"<th scope='col'>{l}</th>" for l in layers)
    rows = [(kind, [readings.forward.get(words(Quantity(kind, l)), "") for l in layers]) for kind in ("z", "a")]
    rows.append(("Θ − αD", [readings.update.get(l, "") for l in layers]))
    body = "".join(
        f"<tr><th scope='row'>{name}</th>{''.join(f'<td>{text}</td>' for text in texts)}</tr>" for name, texts in rows
    )
    return Html(
        f"<table class='bp-grid bp-hand'><thead><tr><th scope='col'>layer</th>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table><p>{_cost_again(readings)}</p>"
    )


def _cost_again(readings: Readings) -> Html:
    reported, right = readings.costs
    return Html(f"J = {reported} {FITS if reported == right else f'✗ (right: {right})'}")


def _again_in_words(readings: Readings) -> list[str]:
    values = ", ".join(f"{name} {text}" for name, text in readings.forward.items())
    steps = ", ".join(f"Θ({l}) {text}" for l, text in readings.update.items())
    return [f"Computed again: {values}; {_cost_again(readings)}; steps: {steps}"]


MARKS = "✓ agrees · ×4: four times too large · ×−1: wrong sign"
CHECKS = {"D", "delta"}  # whose tables have these marks
INSTRUMENTS = {
    "J": Instrument(
        "J",
        "J over 50 steps",
        "J tells whether the program learns at all. It can't tell you that a program is right: many wrong ones learn.",
        _cost,
        lambda readings: [curve_in_words(readings.curve, readings.fair)],
    ),
    "learnt": Instrument(
        "what it learns",
        "what it has learnt after 50 steps",
        "The square shows the output for every pair of inputs from 0 to 1: does it answer the four examples, or one"
        " half to everything?",
        _learnt,
        lambda readings: [boundary_in_words(readings.boundary)],
    ),
    "again": Instrument(
        "computed again",
        "z, a, J and the step, computed again",
        "z, a and J are computed a second time, independently; the step from the program's own D. The first ✗, in the"
        " order of computing, is where to look.",
        _again,
        _again_in_words,
    ),
    "delta": Instrument(
        "check of δ",
        "δ beside ∂cost/∂z, measured from the right cost",
        "Each δ stands beside the one that nudging its z gives, example by example. It sees what D hides.",
        lambda readings: _check("delta", readings.deltas, _unit_name),
        lambda readings: _rows("delta", readings.deltas),
    ),
    "D": Instrument(
        "check of D",
        "D beside ∂J/∂Θ, measured from the right J (gradient check)",
        "Each gradient stands beside the one that nudging gives. Look at the pattern over the layers: which are off,"
        " and by what factor?",
        lambda readings: _check("D", readings.gradients, _weight_name),
        lambda readings: _rows("D", readings.gradients),
    ),
}
