"""What a picture of a network is to show."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from backprop_core import Quantity
from backprop_core.quantity import code_of
from backprop_core.values import mean_of
from backprop_widgets.notation.symbols import scale
from backprop_widgets.picture.layout import Layout, layout
from backprop_widgets.picture.meetings import Meeting, arrivals, meetings
from backprop_widgets.picture.tall import tall_layout
from backprop_widgets.session.stages import stages

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backprop_core import Trace
    from backprop_widgets.picture.mark import Mark


@dataclass(frozen=True)
class Picture:
    """What a network picture shows of a trace.

    Attributes
    ----------
    trace : Trace
    stage : int
        How far the passes have got; what comes after isn't shown.
    selection : Quantity or None
        What stands out, with the numbers that it is made of.
    edges : {"Theta", "D"}
        Which number of a weight its edge carries.
    deltas, updates : bool
        Whether units show δ, and weights the arrow of -αD.
    blame : bool
        Whether the edges that the stage or the selection is about carry their products, and the units add them up.
    slopes : bool
        Whether units show g'(z), the local slope ∂a/∂z, and edges say that a weight is the local slope ∂z/∂a.
    products : int or None
        How many of the products are there yet, where they come one by one; None for all.
    alpha : float
    live : bool
        With handles for mouse, keys and screen readers; a still picture has none.
    lit : set of str or None
        What stands out, by its `data-ref`, where that is something else than what the selection is made of.
    notation : str
        Whose names and layer numbers stand on it: see notation.py.
    tall : bool
        Whether the layers run from top to bottom, for a narrow place; then products stand under the picture.
    marks : mapping
        By its code each number that somebody's own code gave too.
    """

    trace: Trace
    stage: int
    selection: Quantity | None = None
    edges: str = "Theta"
    deltas: bool = True
    updates: bool = False
    blame: bool = False
    slopes: bool = False
    products: int | None = None
    alpha: float = 1.0
    live: bool = True
    lit: frozenset[str] | None = None
    notation: str = "lecture"
    tall: bool = False
    marks: Mapping[str, Mark] = field(default_factory=dict)

    def reached(self, name: str) -> bool:
        """Whether the passes have come to this stage."""
        return name in self._done

    @cached_property
    def _done(self) -> tuple[str, ...]:
        return stages(self.trace.net.L)[: self.stage + 1]

    @cached_property
    def chosen(self) -> str:
        """The code of what is selected, or nothing."""
        return code_of(self.selection) if self.selection else ""

    @cached_property
    def spot(self) -> tuple[int | None, ...]:
        """Where the selection stands: (layer, unit), or of a weight (layer, i, j); empty if nowhere."""
        q = self.selection
        if q is None or q.i is None:
            return ()
        layer = {"x": 1, "y": self.trace.net.L}.get(q.kind, q.layer)
        return (layer, q.i) if q.j is None else (layer, q.i, q.j)

    @cached_property
    def now(self) -> str:
        """The name of the stage."""
        return stages(self.trace.net.L)[self.stage]

    @cached_property
    def lines(self) -> dict[int, tuple[str, ...]]:
        """By layer the kinds of number that its cards show: those that are wanted, as far as the passes have come."""
        every = {l: tuple(kind for kind in kinds if self._is_shown(kind, l)) for l, kinds in self.place.lines.items()}
        return every | {1: ("x",)}

    def _is_shown(self, kind: str, l: int) -> bool:
        match kind:
            case "delta":
                return self.deltas and self.reached(f"d{l}")
            case "gprime":  # of which the errors that come back need each, on the way forward only a chain of slopes
                return self.reached(f"a{l}" if self.slopes else f"d{l}")
            case "y":
                return True
            case _:
                return self.reached(f"a{l}")

    def number(self, kind: str, l: int, i: int) -> float:
        """A number of a unit as this notation has it; of a batch, the mean over the examples."""
        numbers = self._of_one_example.get((kind, l))
        if numbers is not None:
            return numbers[i - 1]
        q = Quantity(kind, None if kind in ("x", "y") else l, i)
        return mean_of(self.trace, q) * scale(self.trace, kind, self.notation)

    @cached_property
    def _of_one_example(self) -> dict[tuple[str, int], list[float]]:
        """All x, z, a, δ and y of the one example that is shown, by kind and layer, −0 as 0; nothing of a batch."""
        trace = self.trace
        if trace.X.ndim == 2:
            return {}
        by_layer = {"x": {1: trace.a[1]}, "z": trace.z, "a": trace.a, "delta": trace.delta, "y": {trace.net.L: trace.Y}}
        return {(kind, l): (row + 0.0).tolist() for kind, layers in by_layer.items() for l, row in layers.items()}

    @cached_property
    def weights(self) -> dict[int, list[list[float]]]:
        """Every Θ, row by row; −0 as 0, which it equals, for an edge is kept by its weight."""
        return {l: (Theta + 0.0).tolist() for l, Theta in self.trace.net.Theta.items()}

    @cached_property
    def gradients(self) -> dict[int, list[list[float]]]:
        """Every ∂J/∂Θ, row by row."""
        return {l: D.tolist() for l, D in self.trace.D.items()}

    @cached_property
    def carries_gradients(self) -> bool:
        """Whether edges carry ∂J/∂Θ."""
        return self.edges == "D" and self.reached("D")

    @cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """The sums whose products run along the edges."""
        return meetings(self.trace, self.selection, self.stage) if self.blame else ()

    @cached_property
    def arrivals(self) -> list[tuple[Meeting, int, bool]]:
        """Of each sum how many of its products are there yet, and whether it is added up."""
        return arrivals(self.meetings, self.products)

    @cached_property
    def place(self) -> Layout:
        """Where everything stands."""
        if self.tall:
            return tall_layout(self.trace.net.sizes, slopes=self.blame or self.slopes)
        gap = self.meetings[0].gap if self.meetings else 0
        return layout(self.trace.net.sizes, slopes=self.blame or self.slopes, products=self.blame, gap=gap)
