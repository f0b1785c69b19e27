"""Which products run along the edges and meet at a unit: Θ·a on the way forward, Θ·δ on the way back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from backprop_core import Quantity, explain, value_of
from backprop_widgets.picture.layout import MAX_LABELLED_EDGES, edge_count
from backprop_widgets.session.stages import is_computed, stages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backprop_core import Explanation, Trace
    from backprop_core.explanation import Term

Edge = tuple[int, int, int]  # of Θ: layer, i, j


@dataclass(frozen=True)
class Meeting:
    """A unit where products meet in a sum.

    Attributes
    ----------
    of : Explanation
        Of z on the way forward, of ∂cost/∂a on the way back: its terms are what the edges carry.
    slope : float or None
        On the way back g'(z), by which the unit passes the sum on.
    """

    of: Explanation
    slope: float | None

    @property
    def back(self) -> bool:
        """Whether errors meet here, not activations."""
        return self.of.quantity.kind == "dJda"

    @property
    def unit(self) -> tuple[int, int]:
        """Layer and number of the unit."""
        return self.of.quantity.layer, self.of.quantity.i

    @property
    def stage(self) -> str:
        """The name of the stage that makes this sum."""
        return f"{'d' if self.back else 'a'}{self.unit[0]}"

    @property
    def gap(self) -> int:
        """The layer of the weights that the products run along."""
        return self.unit[0] - (not self.back)

    @cached_property
    def terms(self) -> dict[Edge, tuple[Term, float]]:
        """The factors that each edge carries, and their product."""
        _, unit = self.unit
        edges = ((self.gap, n + 1, unit) if self.back else (self.gap, unit, n) for n in range(len(self.of.terms)))
        return dict(zip(edges, zip(self.of.terms, self.of.products, strict=True), strict=True))


def meetings(trace: Trace, selection: Quantity | None, stage: int) -> tuple[Meeting, ...]:
    """The sums that a selection or else a stage is about; none on a batch, where each example has its own.

    Of a large network only the selected unit's: there is no room for more.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> trace = run(*examples.lecture())
    >>> for edge, (_, product) in meetings(trace, Quantity("delta", 2, 2), 8)[0].terms.items():
    ...     print(edge, f"{product:+.4f}")
    (2, 1, 2) +0.0775
    (2, 2, 2) +0.1945
    >>> [m.unit for m in meetings(trace, None, stages(4).index("a3"))]
    [(3, 1), (3, 2)]
    """
    if trace.X.ndim == 2:
        return ()
    return tuple(_meeting(trace, q) for q in _met(trace, selection, stage))


def steps(meetings: Iterable[Meeting]) -> int:
    """How many steps it takes to fill these sums in one by one: each product, and at last each sum."""
    return sum(len(meeting.terms) + 1 for meeting in meetings)


def arrivals(meetings: Iterable[Meeting], step: int | None) -> list[tuple[Meeting, int, bool]]:
    """Of each sum how many of its products are there after so many steps, and whether it is added up; None: all."""
    filled = []
    for meeting in meetings:
        most = len(meeting.terms)
        filled.append((meeting, most if step is None else min(max(step, 0), most), step is None or step > most))
        step = None if step is None else step - most - 1
    return filled


def _met(trace: Trace, selection: Quantity | None, stage: int) -> list[Quantity]:
    L, now = trace.net.L, stages(trace.net.L)[stage]
    if selection is not None and (q := _sum_of(selection, L)) is not None:
        return [q] if is_computed(selection, L, stage) else []
    layer = int(now[1:]) if now[1:].isdigit() else 0
    if not layer or now == f"d{L}":
        return []
    kind = "dJda" if now[0] == "d" else "z"
    if selection is not None and selection.kind in ("Theta", "D", "Delta"):  # only the sum that this weight is part of
        gap, unit = (layer, selection.j) if kind == "dJda" else (layer - 1, selection.i)
        return [Quantity(kind, layer, unit)] if selection.layer == gap and unit else []
    if edge_count(trace.net.sizes) > MAX_LABELLED_EDGES:
        return []
    return [Quantity(kind, layer, unit) for unit in range(1, trace.net.sizes[layer - 1] + 1)]


def _sum_of(q: Quantity, L: int) -> Quantity | None:
    """The sum along edges that makes a selected number; None for one that no edge leads to."""
    if q.kind in ("delta", "dJda") and 1 < q.layer < L:
        return Quantity("dJda", q.layer, q.i)
    return Quantity("z", q.layer, q.i) if q.kind in ("z", "a") and q.layer > 1 else None


def _meeting(trace: Trace, q: Quantity) -> Meeting:
    back = q.kind == "dJda"
    slope = value_of(trace, Quantity("gprime", q.layer, q.i)) if back else None
    return Meeting(explain(trace, q), slope)
