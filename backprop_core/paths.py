"""Every path from a weight to the cost, and how backpropagation merges them; what either costs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from backprop_core.explanation import Explanation, Factor
from backprop_core.quantity import Quantity
from backprop_core.validation import index
from backprop_core.values import value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backprop_core.backward_pass import Trace
    from backprop_core.validation import Array

MOST_PATHS = 10_000


@dataclass(frozen=True)
class Path:
    r"""One way on which a weight reaches the cost.

    Parameters
    ----------
    units : tuple of int
        The unit that the path goes through in layer l+1, l+2, ..., to the layer where it ends: L, or where it merges.
    factors : tuple of Factor
        What is multiplied along it: a_j^(l) at the weight's start; then g'(z) of each hidden unit and the weight that
        leads on from it; at last the δ of the unit where it ends.
    """

    units: tuple[int, ...]
    factors: tuple[Factor, ...]

    @property
    def product(self) -> float:
        """What the path adds to the gradient."""
        return prod(factor.value for factor in self.factors)


def number_of_paths(sizes: Sequence[int], l: int, to: int | None = None) -> int:
    r"""How many paths lead from one weight of Θ^(l) to the cost: s_{l+2} · s_{l+3} · ... · s_L, or ... · s_to.

    Examples
    --------
    >>> number_of_paths([2, 2, 2, 1], 1), number_of_paths([6, 8, 8, 8, 4], 1)
    (2, 256)
    """
    return prod(sizes[l + 1 : to])


def paths(trace: Trace, weight: Quantity, to: int | None = None) -> Iterator[Path]:
    r"""Yield every path from a weight to the cost.

    ∂cost/∂Θ_ij^(l) = Σ over the paths of a_j^(l) g'(z_i^(l+1)) Θ^(l+1) g'(z^(l+2)) ... Θ^(L-1) δ^(L): the chain rule
    written out. λ isn't part of it.

    Merged at a layer n, it ends there: all that goes on from a unit of that layer is in its δ^(n).

    Parameters
    ----------
    trace : Trace
        Of one example.
    weight : Quantity
        A "Theta".
    to : int, optional
        The layer at whose units the paths are merged, l+1..L; L, where each ends in an output, if not said.

    Raises
    ------
    ValueError
        For a batch, for a quantity that is no Theta of the network, for another layer, and if there are more than
        10 000 paths.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> trace = run(*examples.lecture())
    >>> each = [path.product for path in paths(trace, Quantity("Theta", 1, 2, 1))]
    >>> print(" + ".join(f"{p:.4f}" for p in each), f"= {sum(each):.4f} = {trace.D[1][1, 1]:.4f}")
    0.0101 + 0.0252 = 0.0353 = 0.0353
    >>> for path in paths(trace, Quantity("Theta", 1, 2, 1), to=2):
    ...     print(" · ".join(str(factor.quantity) for factor in path.factors))
    a_1^(1) · delta_2^(2)
    """
    count = _check(trace, weight, to)
    return (_path(trace, weight, n, to) for n in range(count))


def explain_by_paths(trace: Trace, delta: Quantity) -> Explanation:
    r"""Say which sum over all paths to the cost a unit's δ is.

    δ_i^(l) = Σ over the paths of g'(z_i^(l)) Θ^(l) g'(z^(l+1)) ... Θ^(L-1) δ^(L): along a path the local slopes
    ∂a/∂z = g'(z) and ∂z/∂a = Θ multiply, and paths add up.

    Raises
    ------
    ValueError
        For a batch, for a quantity that is not a δ of the network, and if there are more than 10 000 paths.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> e = explain_by_paths(run(*examples.lecture()), Quantity("delta", 2, 2))
    >>> for term, product in zip(e.terms, e.products):
    ...     print(" · ".join(f"{f.value:.4f}" for f in term), f"= {product:.4f}")
    0.2163 · -0.7000 · 0.2133 · 0.9500 · -0.5465 = 0.0168
    0.2163 · 1.1000 · 0.2489 · -1.3000 · -0.5465 = 0.0421
    >>> print(f"{e.value:.4f}")
    0.0588
    """
    if delta.kind != "delta":
        raise ValueError(f"{delta} is not a δ: choose one, such as Quantity('delta', 2, 1)")
    value = value_of(trace, delta)
    bias = Quantity("Theta", delta.layer - 1, delta.i, 0)  # all that its path has more is the bias unit's 1
    return Explanation(delta, tuple(path.factors[1:] for path in paths(trace, bias)), (), value)


def largest_paths(trace: Trace, weight: Quantity, most: int, to: int | None = None) -> tuple[list[Path], int, float]:
    """Return the paths with the largest products, how many more there are, and what those add up to.

    All products are computed at once, so that this is fast also where there are thousands. The paths keep the order
    of `paths`. Parameters and errors are those of `paths`.
    """
    count = _check(trace, weight, to)
    products = path_products(trace, weight, to)
    chosen = np.sort(np.argsort(-np.abs(products), kind="stable")[:most])
    shown = [_path(trace, weight, int(n), to) for n in chosen]
    return shown, count - len(shown), float(np.delete(products, chosen).sum())


def path_products(trace: Trace, weight: Quantity, to: int | None = None) -> Array:
    """Return the product along every path, in the order of `paths`: one array, without the factors."""
    _check(trace, weight, to)
    to = to or trace.net.L
    l, i, net = weight.layer, weight.i, trace.net
    start = 1.0 if weight.j == 0 else trace.a[l][weight.j - 1]
    # ends[p, k]: the product along path p as far as unit k of layer n, before its g'
    ends = np.full((1, 1), start)
    rows: slice = slice(i - 1, i)
    for n in range(l + 1, to):
        after_unit = ends * net.activation(n).g_prime(trace.z[n][rows])
        ends = (after_unit[:, :, None] * net.Theta[n][:, 1:].T[rows]).reshape(-1, net.sizes[n])
        rows = slice(None)
    return (ends * trace.delta[to][rows]).ravel()


def _check(trace: Trace, weight: Quantity, to: int | None) -> int:
    if weight.kind != "Theta":
        raise ValueError(f"{weight} is not a weight: paths start from a Theta")
    if trace.X.ndim == 2:
        raise ValueError(
            f"the trace is of a batch of {trace.m} examples, and each has its own paths: choose one example"
        )
    trace.net.check_weight(weight.layer, weight.i, weight.j)
    if to is not None:
        index("to", to, weight.layer + 1, trace.net.L, f"a layer that {weight} leads to")
    count = number_of_paths(trace.net.sizes, weight.layer, to)
    if count > MOST_PATHS:
        raise ValueError(
            f"{count:,} paths lead from {weight} to the cost, and only up to {MOST_PATHS:,} are followed one by one: "
            "choose a weight nearer to the output or a smaller network"
        )
    return count


def _path(trace: Trace, weight: Quantity, n: int, to: int | None) -> Path:
    """The path with this number, counted from 0 in the order of `paths`."""
    place = np.unravel_index(n, trace.net.sizes[weight.layer + 1 : to])
    units = (weight.i, *(int(k) + 1 for k in place))
    l = weight.layer
    along = [] if weight.j == 0 else [Quantity("a", l, weight.j)]
    for k, (unit, following) in enumerate(pairwise(units), start=l + 1):
        along += [Quantity("gprime", k, unit), Quantity("Theta", k, following, unit)]
    along.append(Quantity("delta", to or trace.net.L, units[-1]))
    bias = (Factor(None, 1.0),) if weight.j == 0 else ()
    return Path(units, bias + tuple(Factor(q, value_of(trace, q)) for q in along))


def multiplications_merged(sizes: Sequence[int], to: int) -> int:
    r"""How many multiplications all ∂cost/∂Θ of one example take, if paths are merged at the layers to..L only.

    Each δ^(k) of the layers k = to..L-1 is worked out once, from those behind it: s_{k+1} multiplications, one by g'.
    Each path then ends in one of them: 2(to-l) factors, or in a layer behind `to` 2, the a and the δ.

    Examples
    --------
    >>> [multiplications_merged([2, 2, 2, 1], to) for to in (4, 3, 2)]
    [81, 49, 25]
    """
    L = len(sizes)
    s = dict(enumerate(sizes, start=1))
    merged = sum(s[k] * (s[k + 1] + 1) for k in range(to, L))
    for l in range(1, L):
        end = max(to, l + 1)
        merged += s[l + 1] * (s[l] + 1) * number_of_paths(sizes, l, end) * (2 * (end - l) - 1)
    return merged


def multiplications(sizes: Sequence[int]) -> tuple[int, int]:
    r"""How many multiplications all ∂cost/∂Θ of one example take: path by path, and by backpropagation.

    Both start when the forward pass, g' of every hidden unit and δ^(L) are known, and count a bias unit's 1 like any a.
    A path from a weight of Θ^(l) has 2(L-l) factors, so it takes 2(L-l) - 1 multiplications; and there are
    s_{l+1} (s_l + 1) weights with Π_{k=l+2..L} s_k paths each. Backpropagation takes s_l s_{l+1} for (Θ^(l))^T δ^(l+1)
    and s_l for .* g', l = 2..L-1, and one for each weight's δ · a:

    paths = Σ_{l=1..L-1} s_{l+1} (s_l + 1) · s_{l+2} ··· s_L · (2(L-l) - 1)

    backpropagation = Σ_{l=2..L-1} s_l (s_{l+1} + 1) + Σ_{l=1..L-1} s_{l+1} (s_l + 1)

    Examples
    --------
    >>> multiplications([2, 2, 2, 1]), multiplications([6, 8, 8, 8, 4])
    ((81, 25), (112772, 420))
    """
    return multiplications_merged(sizes, len(sizes)), multiplications_merged(sizes, 2)
