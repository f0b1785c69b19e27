"""The paths of a weight, drawn: what they go through, what each comes to, how many multiplications all that takes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from backprop_core import Factor, Quantity, value_of
from backprop_core.paths import (
    MOST_PATHS,
    largest_paths,
    multiplications,
    multiplications_merged,
    number_of_paths,
)
from backprop_widgets.notation.factors import Style, placed
from backprop_widgets.notation.printed import LARGEST, MOST_TERMS
from backprop_widgets.notation.products import listed_products, products_in_words
from backprop_widgets.notation.symbols import inline, known, words
from backprop_widgets.notation.symbols import name as name_of
from backprop_widgets.notation.text import Html, power_of_ten
from backprop_widgets.picture.layout import edge_count
from backprop_widgets.picture.lit import onward

if TYPE_CHECKING:
    from backprop_core import Trace
    from backprop_core.paths import Path


def lit(sizes: tuple[int, ...], weight: Quantity, to: int) -> frozenset[str]:
    """What the paths go through before they end."""
    l, i = weight.layer, weight.i
    return onward(sizes, l + 1, i, to) | {f"e{l}-{i}-{weight.j}", f"u{l}-{weight.j}"}


def sentence(trace: Trace, weight: Quantity, to: int, notation: str) -> str:
    """Say what this step of merging is.

    Examples
    --------
    >>> from backprop_core import Quantity, examples, run
    >>> trace = run(*examples.lecture())
    >>> sentence(trace, Quantity("Theta", 1, 2, 1), 4, "lecture")
    '2 paths lead from Θ₂₁⁽¹⁾ to the cost. Everything along a path multiplies; the paths add up.'
    """
    net, l = trace.net, weight.layer
    name, delta = words(weight, notation), words(Quantity("delta", to, weight.i), notation)
    if to == l + 1:
        source = "the bias unit’s 1" if weight.j == 0 else words(placed(Quantity("a", l, weight.j), net.L), notation)
        met = "All paths have met" if to < net.L else "The weight ends"
        caveat = _caveat(trace)
        total = f"{words(_sum(trace, weight).quantity, notation)}{caveat}" if caveat else "the gradient"
        return f"{met} at one unit: what is left behind {name} is {delta}. Times {source}, it is {total}."
    if to == net.L:
        count = number_of_paths(net.sizes, l)
        if count == 1:
            return f"One path leads from {name} to the cost. Everything along it multiplies."
        return f"{count:,} paths lead from {name} to the cost. Everything along a path multiplies; the paths add up."
    return (
        f"What comes behind a unit of layer {to + known(notation).unit_layer} is the same for every path through it: "
        f"worked out once, times the unit’s own slope, it is the unit’s {name_of('delta', notation)}. There each path "
        "can end."
    )


# the list


def listing(trace: Trace, weight: Quantity, to: int, notation: str) -> Html:
    """Draw the paths, as far as `to`; of many the ones that matter most."""
    if (count := number_of_paths(trace.net.sizes, weight.layer, to)) > MOST_PATHS:
        body = f"<p>{count:,} paths: too many to follow one by one. Merge them.</p>"
    else:
        shown, more, rest = _shown(trace, weight, to)
        terms = [path.factors for path in shown]
        total, note = _sum(trace, weight), _caveat(trace)
        body = listed_products(terms, total, Style.of(trace, notation), more=more, rest=rest, note=note)
    return Html(f"<div class='bp-story bp-paths' data-key='paths'>{body}</div>")


def _shown(trace: Trace, weight: Quantity, to: int) -> tuple[list[Path], int, float]:
    count = number_of_paths(trace.net.sizes, weight.layer, to)
    return largest_paths(trace, weight, count if count <= MOST_TERMS else LARGEST, to)


def _sum(trace: Trace, weight: Quantity) -> Factor:
    """What the paths add up to: the gradient, or with λ what it is without."""
    q = Quantity("Delta" if trace.lam else "D", weight.layer, weight.i, weight.j)
    return Factor(q, value_of(trace, q))


def _caveat(trace: Trace) -> Html:
    return Html(" (with λ it becomes the gradient)" if trace.lam else "")


def in_words(trace: Trace, weight: Quantity, to: int, notation: str = "lecture") -> str:
    """Say the paths, a line each, and their sum."""
    net, l = trace.net, weight.layer
    count = number_of_paths(net.sizes, l, to)
    at = f"merged at layer {to + known(notation).unit_layer}" + ", too" * (to < net.L - 1)
    merged = "not merged" if to == net.L else at
    work = f"all gradients take {multiplications_merged(net.sizes, to):,} multiplications"
    lines = [f"The paths of {words(weight, notation)} to the cost, {merged}: {count:,}; {work}."]
    if count <= MOST_PATHS:
        shown, more, rest = _shown(trace, weight, to)
        terms, total = [path.factors for path in shown], _sum(trace, weight)
        lines += products_in_words(terms, total, net.L, notation, more=more, rest=rest)
    return "\n".join(lines)


# the count


def count(sizes: tuple[int, ...], weight: Quantity, merged: int, notation: str) -> Html:
    """Tabulate what each step so far takes; after the last one how that grows with the network."""
    L, l = len(sizes), weight.layer
    rows = "".join(_step(sizes, weight, n, now=n == merged, notation=notation) for n in range(merged + 1))
    table = (
        "<table class='bp-table bp-merges'><thead><tr><th scope='col'>merged at</th>"
        f"<th scope='col'>paths of {inline(weight, notation)}</th><th scope='col'>multiplications</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
        f"<p class='bp-note'>multiplications: for the gradients of all {edge_count(sizes)} weights, when the outputs’"
        f" {name_of('delta', notation)} and each unit’s slope are known</p>"
    )
    grown = growth(sizes, name_of("delta", notation)) if merged == L - l - 1 else ""
    head = "<h3 class='bp-heading'>How much work it is</h3>"
    return Html(f"<section class='bp-story' data-key='story'>{head}{table}{grown}</section>")


def _step(sizes: tuple[int, ...], weight: Quantity, merged: int, *, now: bool, notation: str) -> Html:
    to, shift = len(sizes) - merged, known(notation).unit_layer
    if not merged:
        where = "nowhere"
    else:
        where = f"layer {to + shift}" if merged == 1 else f"layers {to + shift} to {len(sizes) - 1 + shift}"
    paths, work = number_of_paths(sizes, weight.layer, to), multiplications_merged(sizes, to)
    mark = " class='bp-now' aria-current='step'" if now else ""
    return Html(f"<tr{mark}><th scope='row'>{where}</th><td>{_many(paths)}</td><td>{_many(work)}</td></tr>")


@lru_cache(maxsize=64)
def growth(sizes: tuple[int, ...], delta: str) -> Html:
    """Tabulate the multiplications for this network, a deeper one, a wider one, and one that is both."""
    rows = "".join(_counts(s) for s in (sizes, *_larger(sizes)))
    return Html(
        f"<p>Merged at every layer it is backpropagation: each {delta} is worked out once. The larger the network, "
        "the more that saves:</p>"
        "<table class='bp-table'><thead><tr><th scope='col'>layers</th><th scope='col'>path by path</th>"
        f"<th scope='col'>backpropagation</th></tr></thead><tbody>{rows}</tbody></table>"
    )


def _counts(sizes: tuple[int, ...]) -> Html:
    cells = "".join(f"<td>{_many(n)}</td>" for n in multiplications(sizes))
    return Html(f"<tr><th scope='row'>{'-'.join(map(str, sizes))}</th>{cells}</tr>")


def _larger(sizes: tuple[int, ...]) -> list[tuple[int, ...]]:
    first, *hidden, last = sizes
    hidden = hidden or [first]
    wide = [5 * s for s in hidden]
    return [(first, *h, last) for h in (hidden + hidden[-1:] * 2, wide, wide + wide[-1:] * 2)]


def _many(n: int) -> str:
    return f"{n:,}" if n < 10_000_000 else power_of_ten(n)
