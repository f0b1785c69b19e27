"""Every path from a weight to the cost, and how many multiplications that takes against backpropagation's."""

from __future__ import annotations

from functools import lru_cache
from math import fsum
from typing import TYPE_CHECKING

from backprop_core import Explanation, Quantity
from backprop_core.paths import MOST_PATHS, largest_paths, multiplications, number_of_paths
from backprop_widgets.draw.arithmetic import colour
from backprop_widgets.draw.notation import inline
from backprop_widgets.draw.printed import LARGEST, MOST_TERMS, comes_to, printed, with_worth
from backprop_widgets.draw.text import number, power_of_ten

if TYPE_CHECKING:
    from backprop_core import Trace
    from backprop_core.paths import Path
    from backprop_widgets.draw.printed import Printed


def every_path(trace: Trace, weight: Quantity, notation: str = "lecture") -> str:
    """Draw all paths from a weight of one example's trace to the cost, folded; of many the ones that matter most.

    Pointing at a path lights its edges: ``data-ref``.
    """
    sizes = trace.net.sizes
    count = number_of_paths(sizes, weight.layer)
    if count > MOST_PATHS:
        listing = f"<p>{count:,} paths lead from this weight to the cost: too many to follow one by one.</p>"
    else:
        listing = _listing(trace, weight, count, notation)
    return (
        f'<details class="bp-fold bp-paths" data-key="paths"><summary>Every path to the cost ({count:,})</summary>'
        f"{listing}{growth(sizes)}</details>"
    )


def _listing(trace: Trace, weight: Quantity, count: int, notation: str) -> str:
    shown, more, rest = largest_paths(trace, weight, count if count <= MOST_TERMS else LARGEST)
    total = fsum([*(path.product for path in shown), rest])
    lines, left_over = _digits(shown, rest, total)
    rows = [_row(weight, path, line, notation) for path, line in zip(shown, lines, strict=True)]
    if more:
        rows.append(f'<li class="bp-note"><span>… {more:,} more</span><span>{left_over}</span></li>')
    name = inline(Quantity("D", weight.layer, weight.i, weight.j), notation)
    what = f"∂cost/∂Θ, which with λ makes {name}" if trace.lam else name
    look = colour("D")
    return (
        "<p>Multiply along each path, add up the paths: the chain rule written out, without any δ but the output's.</p>"
        f'<ul class="bp-list">{"".join(rows)}<li class="bp-total"><span>sum = <b class="{look}">{what}</b></span>'
        f'<span class="bp-result {look}">{number(total, 4)}</span></li></ul>'
    )


def _digits(shown: list[Path], rest: float, total: float) -> tuple[list[Printed], str]:
    """Print the products with as many digits as their sum needs to come out."""
    for decimals in range(4, 16):
        lines = [printed(_product(path), decimals) for path in shown]
        left_over = number(rest, decimals)
        worth = fsum([*(with_worth(line.result)[1] for line in lines), with_worth(left_over)[1]])
        if comes_to(worth, with_worth(number(total, 4))):
            break
    return lines, left_over


def _product(path: Path) -> Explanation:
    return Explanation(Quantity("path"), (path.factors,), (), path.product)


def _row(weight: Quantity, path: Path, line: Printed, notation: str) -> str:
    edges = [weight, *(f.quantity for f in path.factors if f.quantity and f.quantity.kind == "Theta")]
    refs = " ".join(f"e{q.layer}-{q.i}-{q.j}" for q in edges)
    route = " → ".join(inline(q, notation) for q in edges)
    along = " · ".join(
        f'<span class="{colour(f.quantity.kind, f.value) if f.quantity else "bp-plain"}">{_bracketed(text)}</span>'
        for f, text in zip(path.factors, line.terms[0], strict=True)
    )
    return (
        f'<li data-ref="{refs}" tabindex="0"><span>{route}</span><span>{line.result}</span>'
        f'<span class="bp-along">{along}</span></li>'
    )


def _bracketed(text: str) -> str:
    return f"({text})" if text.startswith("−") else text


# how it grows


@lru_cache(maxsize=64)
def growth(sizes: tuple[int, ...]) -> str:
    """Tabulate the multiplications for this network, a deeper one, a wider one, and one that is both."""
    rows = "".join(_counts(s) for s in (sizes, *_larger(sizes)))
    return (
        "<p>Multiplications for the gradient of every weight. Backpropagation works out each δ once and uses it for "
        "all the paths through its unit:</p>"
        '<table class="bp-table"><thead><tr><th scope="col">layers</th><th scope="col">path by path</th>'
        f'<th scope="col">backpropagation</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _counts(sizes: tuple[int, ...]) -> str:
    cells = "".join(f"<td>{_many(n)}</td>" for n in multiplications(sizes))
    return f'<tr><th scope="row">{"-".join(map(str, sizes))}</th>{cells}</tr>'


def _larger(sizes: tuple[int, ...]) -> list[tuple[int, ...]]:
    first, *hidden, last = sizes
    hidden = hidden or [first]
    wide = [5 * s for s in hidden]
    return [(first, *h, last) for h in (hidden + hidden[-1:] * 2, wide, wide + wide[-1:] * 2)]


def _many(n: int) -> str:
    return f"{n:,}" if n < 10_000_000 else power_of_ten(n)
