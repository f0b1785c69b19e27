"""A few curves over one another, as an <svg> of our own: small, quick to draw, with scales of powers of ten."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from backprop_widgets.live.theme import svg_of
from backprop_widgets.notation.text import Html, escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from backprop_core.validation import Array

LOOKS = ("ink", "dim", "delta", "grad")
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 10, 22  # around the curves, in pixels
TICKS = 5  # on a scale, about, where there is room for so many
SLACK = 1e-9  # of the length of a scale, for a value at its very end
LETTER, BOLD, LINE = 6.5, 7.8, 18  # what a letter of a label takes, of a curve's name, and a line, in pixels


class Curve(NamedTuple):
    """Points from left to right.

    Attributes
    ----------
    points : sequence of (float, float)
    look : str
        One of `LOOKS`.
    dotted : bool
        Whether each point is marked; of the others only the last is.
    name : str
        Stands beside its end.
    """

    points: Sequence[tuple[float, float]]
    look: str = "ink"
    dotted: bool = False
    name: str = ""


@dataclass(frozen=True)
class Scale:
    """One direction of a chart.

    Attributes
    ----------
    low, high : float
        Where it begins and ends.
    log : bool
        Whether equal lengths are equal factors; both ends have to be above 0 then.
    name : str
        What is measured on it.

    Examples
    --------
    >>> [label for _, label in Scale(0, 0.79).ticks()], [label for _, label in Scale(0.02, 300, log=True).ticks()]
    (['0', '0.2', '0.4', '0.6'], ['0.1', '1', '10', '100'])
    """

    low: float
    high: float
    log: bool = False
    name: str = ""

    def place(self, values: Any) -> Any:
        """Where values stand: 0 at the low end, 1 at the high one; NaN for those that have no place on it."""
        with np.errstate(divide="ignore", invalid="ignore"):
            places = (self._stretched(values) - self._stretched(self.low)) / (
                self._stretched(self.high) - self._stretched(self.low)
            )
        return np.where((places >= -SLACK) & (places <= 1 + SLACK), places, np.nan)

    def ticks(self, most: int = TICKS) -> list[tuple[float, str]]:
        """Round values on it, about so many, each with its label."""
        if self.log:
            first, last = math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high) + 1e-9)
            every = -(-(last - first + 1) // most) or 1
            return [(10.0**n, _power(n)) for n in range(first, last + 1, every)]
        step = _round_step((self.high - self.low) / most)
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        return [(n * step, f"{n * step:.10g}".replace("-", "−")) for n in range(first, last + 1)]

    def _stretched(self, values: Any) -> Any:
        return np.log10(values) if self.log else np.asarray(values, float)


def _power(n: int) -> str:
    """Write a power of ten, with its exponent where there would be many zeros."""
    if -3 <= n <= 4:
        return f"{10**n:,}" if n >= 0 else f"{10.0**n:.{-n}f}"
    return f"10{str(n).translate(str.maketrans('-0123456789', '⁻⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def _round_step(at_least: float) -> float:
    """The first of 1, 2, 5, 10, 20, 50 ... tenths or hundredths ... that is no smaller."""
    power = 10.0 ** math.floor(math.log10(at_least))
    return next(f * power for f in (1, 2, 5, 10) if f * power >= at_least * (1 - 1e-9))


def chart(
    curves: Iterable[Curve],
    across: Scale,
    up: Scale,
    words: str,
    *,
    width: int = 260,
    height: int = 124,
    alone: bool = False,
) -> Html:
    """Draw curves; what falls outside the scales is left out.

    Parameters
    ----------
    curves : iterable of Curve
        The later ones lie on top.
    across, up : Scale
    words : str
        What is seen, with its numbers.
    width, height : int
        In pixels.
    alone : bool
        Whether it is to stand alone, not in the page.

    Examples
    --------
    >>> svg = chart([Curve([(0, 0.8), (1, 0.5)])], Scale(0, 1), Scale(0, 0.8), "J falls from 0.8 to 0.5")
    >>> svg.count("<polyline"), "J falls" in svg
    (1, True)
    """
    curves = list(curves)
    widest = max((len(curve.name) for curve in curves), default=0)
    box = _Box(across, up, width - round(BOLD * widest), height)
    lines = "".join([*map(box.line, curves), *box.names(curves)])
    attributes = (
        f"class='bp-chart' viewBox='0 0 {width} {height}' style='max-width:{width}px' role='img'"
        f" aria-label='{escape(words)}'"
    )
    return Html(svg_of(attributes, f"{box.frame()}{lines}", alone=alone))


class _Box:
    """The room inside the axes."""

    def __init__(self, across: Scale, up: Scale, width: int, height: int) -> None:
        self.across, self.up = across, up
        self.right, self.floor = width - RIGHT, height - BOTTOM

    def x(self, value: Any) -> Any:
        """Where a value stands from the left, in pixels."""
        return LEFT + (self.right - LEFT) * self.across.place(value)

    def y(self, value: Any) -> Any:
        """Where a value stands from above, in pixels."""
        return self.floor - (self.floor - TOP) * self.up.place(value)

    def frame(self) -> str:
        """Draw both axes with their ticks; a name has the place of the labels at its end."""
        parts = []
        upward = self.up.ticks(max(2, min(TICKS, int((self.floor - TOP) / LINE))))
        for y, label in _placed(upward, self.y):
            parts.append(f"<path class='bp-rule' d='M{LEFT} {y:.1f}H{self.right}'/>")
            if not self.up.name or y > TOP + LINE - 4:
                parts.append(_label(LEFT - 6, y + 4, label, "end"))
        far = self.right - LETTER * (len(self.across.name) + 3) if self.across.name else self.right + 1
        for x, label in _placed(self.across.ticks(), self.x):
            parts.append(f"<path class='bp-rule' d='M{x:.1f} {self.floor}v4'/>")
            if x < far:
                parts.append(_label(x, self.floor + 16, label, "middle"))
        parts.append(f"<path class='bp-axis' d='M{LEFT} {TOP}V{self.floor}H{self.right}'/>")
        up, across = self.up.name, self.across.name
        names = _label(LEFT - 6, TOP + 4, up, "end"), _label(self.right, self.floor + 16, across, "end")
        return "".join([*parts, *names])

    def line(self, curve: Curve) -> str:
        """Draw one curve, with a gap where a point has no place; dots on all its points or on the last."""
        spots = self.spots(curve.points)
        known = np.asarray(~np.isnan(spots).any(axis=1))
        pieces = [piece for piece in np.split(spots, 1 + np.flatnonzero(np.diff(known))) if len(piece) > 1]
        lines = "".join(
            f"<polyline class='bp-curve bp-{curve.look}' points='{_written(_thinned(piece))}'/>"
            for piece in pieces
            if not np.isnan(piece).any()
        )
        marked = spots[known] if curve.dotted else spots[-1:][known[-1:]]
        return lines + "".join(
            f"<circle class='bp-dot bp-{curve.look}' cx='{x:.1f}' cy='{y:.1f}' r='3'/>" for x, y in marked
        )

    def names(self, curves: Sequence[Curve]) -> list[str]:
        """Write the curves' names to the right, each at the height of its end, or below the one that stands there."""
        ends = [(float(self.spots(curve.points[-1:])[0, 1]), curve) for curve in curves if curve.name]
        labels, free = [], 0.0
        for height, curve in sorted((end for end in ends if not math.isnan(end[0])), key=lambda end: end[0]):
            y = max(height + 4, free)
            free = y + LINE - 4
            name = escape(curve.name)
            labels.append(f"<text class='bp-name bp-{curve.look}' x='{self.right + 8}' y='{y:.1f}'>{name}</text>")
        return labels

    def spots(self, points: Sequence[tuple[float, float]]) -> Array:
        """Where points stand, in pixels, a row each; NaN for what is outside the scales."""
        at = np.array(points, float).reshape(-1, 2)
        return np.column_stack([self.x(at[:, 0]), self.y(at[:, 1])])


def _placed(ticks: list[tuple[float, str]], place: Callable[[Any], Any]) -> list[tuple[float, str]]:
    """Ticks with where they stand, which is found for all of them at once."""
    places = place(np.array([value for value, _ in ticks])).tolist()
    return [(at, label) for at, (_, label) in zip(places, ticks, strict=True)]


def _written(spots: Array) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)


def _thinned(spots: Array) -> Array:
    """Of the points that stand over one another, in the same column of pixels, the first and the last."""
    columns = np.diff(spots[:, 0].astype(int)) != 0
    return spots[np.concatenate([[True], columns]) | np.concatenate([columns, [True]])]


def _label(x: float, y: float, words: str, anchor: str) -> str:
    if not words:
        return ""
    return f"<text class='bp-tick' x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}'>{escape(words)}</text>"
