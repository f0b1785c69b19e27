"""What stands out in the picture of a network: what the selected number is made of, or what a stage computes with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_core import Quantity, explain
from backprop_widgets.notation.refs import ref_of

if TYPE_CHECKING:
    from backprop_core import Trace


def standing_out(trace: Trace, selection: Quantity | None, stage: str) -> frozenset[str]:
    """Name what stands out as the page does (``data-ref``); nothing: all is drawn alike.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> sorted(standing_out(run(*examples.lecture()), Quantity("delta", 2, 2), "d2"))
    ['e2-1-2', 'e2-2-2', 'u2-2', 'u3-1', 'u3-2']
    >>> sorted(standing_out(run(*examples.lecture()), None, "a4"))
    ['e3-1-0', 'e3-1-1', 'e3-1-2']
    """
    if selection is not None:
        return frozenset(ref_of(part, trace.net.L) for part in _parts(trace, selection)) - {""}
    l = int(stage[1:]) if stage[1:].isdigit() else 0
    if stage.startswith("a"):
        return _between(trace, l - 1, first=0)
    if stage.startswith("d") and l < trace.net.L:
        return _between(trace, l, first=1)  # no error goes back into a bias unit
    return frozenset()


def onward(sizes: tuple[int, ...], layer: int, i: int, to: int) -> frozenset[str]:
    """Name all that the paths go through which lead on from a unit, as far as the units of layer `to`.

    Examples
    --------
    >>> sorted(onward((2, 2, 2, 1), 2, 2, to=4))
    ['e2-1-2', 'e2-2-2', 'e3-1-1', 'e3-1-2', 'u2-2', 'u3-1', 'u3-2', 'u4-1']
    """
    through, sources = {f"u{layer}-{i}"}, [i]
    for l in range(layer, to):
        targets = range(1, sizes[l] + 1)
        through |= {f"e{l}-{k}-{j}" for k in targets for j in sources} | {f"u{l + 1}-{k}" for k in targets}
        sources = list(targets)
    return frozenset(through)


def _parts(trace: Trace, q: Quantity) -> list[Quantity]:
    if trace.X.ndim == 2 and q.kind not in ("Theta", "D", "Delta", "J"):
        q = Quantity(q.kind, q.layer, q.i, q.j, q.example or 1)  # which example doesn't matter: the edges are the same
    explanation = explain(trace, q)
    factors = [factor for term in explanation.terms for factor in term] + list(explanation.outer)
    ends = [Quantity("Theta", q.layer, q.i, q.j)] if q.kind in ("D", "Delta", "Theta") else []
    return [q, *ends, *(factor.quantity for factor in factors if factor.quantity)]


def _between(trace: Trace, l: int, *, first: int) -> frozenset[str]:
    sizes = trace.net.sizes
    return frozenset(f"e{l}-{i}-{j}" for i in range(1, sizes[l] + 1) for j in range(first, sizes[l - 1] + 1))
