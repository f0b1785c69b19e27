"""A derived slope beside the measured one, and their difference."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from backprop_core import Quantity, numerical_derivative
from backprop_core.gradient_check import numerical_mean_derivative
from backprop_core.quantity import PER_WEIGHT
from backprop_core.values import mean_of
from backprop_widgets.notation.factors import colour, placed
from backprop_widgets.notation.symbols import inline, name, scale
from backprop_widgets.notation.text import Html, difference, escape, number
from backprop_widgets.session.stages import is_computed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backprop_core import Trace

    Measured = Mapping[Quantity, float | str]

PER_UNIT = ("x", "y", "z", "a", "delta", "dJda", "gprime")


def needs(trace: Trace, selection: Quantity | None, stage: int | None = None) -> tuple[Quantity, ...]:
    """Say which derivatives the panel wants to see measured: the ``of=`` of `backprop_core.numerical_derivative`.

    Of a unit of a batch, where no example is chosen, the mean over the examples, which is what its card shows.
    At a stage before the derived number that it would stand beside, none.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> [str(q) for q in needs(run(*examples.lecture()), Quantity("delta", 2, 2))]
    ['a_2^(2)', 'z_2^(2)']
    """
    if selection is None:
        return ()
    q = fitting(trace, selection)
    if q.kind in PER_WEIGHT:
        wanted = [Quantity("Theta", q.layer, q.i, q.j)]
    else:
        layer = 1 if q.kind == "x" else q.layer
        wanted = [Quantity(kind, layer, q.i, example=q.example) for kind in _NUDGED.get(q.kind, ())]
    return tuple(of for of in wanted if is_computed(_derived(of), trace.net.L, stage))


_NUDGED = {"x": ("a",), "z": ("z",), "a": ("a",), "dJda": ("a",), "delta": ("a", "z")}


def fitting(trace: Trace, selection: Quantity) -> Quantity:
    """The selection as this trace has it: a trace of one example has no other, and a^(1) is x."""
    q = placed(selection, trace.net.L)
    return Quantity(q.kind, q.layer, q.i, q.j) if trace.X.ndim == 1 and q.example else q


def is_over_batch(trace: Trace, q: Quantity) -> bool:
    """Whether a unit is selected of a whole batch, so that each example has a number of its own."""
    return trace.X.ndim == 2 and q.kind in PER_UNIT and not q.example


def comparison(trace: Trace, q: Quantity, notation: str, measured: Measured) -> Html:
    """Tabulate what was measured of what `needs` asked for; nothing if that is nothing."""
    wanted = [of for of in needs(trace, q) if of in measured]
    if not wanted:
        return Html("")
    rows = "".join(_comparison_row(trace, of, notation, measured[of]) for of in wanted)
    note = _how_measured(trace, wanted[0], notation)
    if scale(trace, _derived(wanted[0]).kind, notation) != 1:
        note += ", ÷ m"
    return Html(
        '<table class="bp-table bp-measured"><thead><tr><td></td><th scope="col">derived</th>'
        f'<th scope="col">measured</th><th scope="col">difference</th></tr></thead><tbody>{rows}</tbody></table>'
        f'<p class="bp-note">{note}</p>'
    )


@lru_cache(maxsize=4096)
def _derived(of: Quantity) -> Quantity:
    """What a slope by this number is called where it is derived."""
    return replace(of, kind={"Theta": "D", "z": "delta", "a": "dJda"}[of.kind])


def _comparison_row(trace: Trace, of: Quantity, notation: str, measured: float | str) -> Html:
    q = _derived(of)
    derived = mean_of(trace, q) * scale(trace, q.kind, notation)
    label = f'<th scope="row">{_slope_label(of, q, notation)}</th>'
    cell = f'<td class="{colour(q.kind)}">{_seven_digits(derived)}</td>'
    if isinstance(measured, str):
        return Html(f'<tr>{label}{cell}<td colspan="2" class="bp-note bp-reason">{escape(measured)}</td></tr>')
    value = measured * scale(trace, q.kind, notation)
    return Html(f"<tr>{label}{cell}<td>{_seven_digits(value)}</td><td>{difference(derived, value)}</td></tr>")


def _seven_digits(value: float) -> str:
    """A slope, with so many digits that a difference shows and columns stay narrow.

    Examples
    --------
    >>> _seven_digits(0.0588462), _seven_digits(-123.4567891)
    ('0.058846', '−123.4568')
    """
    return number(value, max(0, 7 - len(f"{abs(value):.0f}")))


def _slope_label(of: Quantity, q: Quantity, notation: str) -> Html:
    if notation != "lecture":
        return inline(q, notation)
    if of.kind == "Theta":
        return Html("∂J/∂Θ = <i>D</i>")
    return Html(
        "∂cost/∂<i>z</i> = <i>δ</i>" if of.kind == "z" else "∂cost/∂<i>a</i>" if of.layer > 1 else "∂cost/∂<i>x</i>"
    )


def _how_measured(trace: Trace, of: Quantity, notation: str) -> str:
    nudged, moved, without = "the number", name("J", notation), ", without λ" if trace.lam else ""
    if of.kind == "Theta":
        without = ""
    elif is_over_batch(trace, of):
        nudged, moved = f"the number in all {trace.m} examples at once", "the mean of their costs"
    else:
        moved = "the example's cost"
    return f"measured: nudge {nudged} up and down, see how far {moved} moves{without}"


def measure(trace: Trace, of: Quantity) -> float | str:
    """Measure what the panel needs, or say why that can't be done."""
    try:
        if is_over_batch(trace, of):
            return numerical_mean_derivative(trace.net, trace.X, trace.Y, of=of)
        return numerical_derivative(trace.net, trace.X, trace.Y, trace.lam, of=of)
    except ValueError as reason:
        return str(reason)
