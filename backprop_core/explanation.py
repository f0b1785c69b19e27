"""Where any number of a trace comes from, as data: its terms and factors with their numbers, not formatted."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum, prod
from typing import TYPE_CHECKING

from backprop_core.calls import plainly
from backprop_core.quantity import PER_WEIGHT, Quantity, quantity_of
from backprop_core.total_cost import example_costs
from backprop_core.validation import check_has
from backprop_core.values import A_TRACE, check_quantity, unchecked_value, value_of

if TYPE_CHECKING:
    from backprop_core.backward_pass import Trace


@dataclass(frozen=True)
class Factor:
    """A number in a product, and what it is: a Quantity, or None for a plain number."""

    quantity: Quantity | None
    value: float

    def __str__(self) -> str:
        return f"{self.quantity} {self.value:.4f}" if self.quantity else f"{self.value:g}"


Term = tuple[Factor, ...]


def _written(term: Term) -> str:
    return " · ".join(map(str, term))


@dataclass(frozen=True, repr=False)
class Explanation:
    """How a number was made.

    Parameters
    ----------
    quantity : Quantity
        What is explained.
    terms : tuple of tuple of Factor
        The products that are added up.
    outer : tuple of Factor
        What the sum is multiplied by.
    value : float
        value = (Σ of the terms' products) × outer factors, and then `function` of that.
    function : str, optional
        "sigmoid", "tanh", "relu", "softmax" or "identity" where a = g(z); None otherwise. The terms of a softmax are
        the z of all its units.
    """

    quantity: Quantity
    terms: tuple[Term, ...]
    outer: Term
    value: float
    function: str | None = None

    def __repr__(self) -> str:
        terms = " + ".join(f"({_written(term)})" if len(term) > 1 else _written(term) for term in self.terms)
        outer = "".join(f" · ({factor})" for factor in self.outer)
        inside = f"[{terms}]" if outer else terms
        function = f"{self.function}({inside})" if self.function else inside
        return f"Explanation({self.quantity} = {function}{outer} = {self.value:.4f})"

    @property
    def products(self) -> tuple[float, ...]:
        """Each term's product."""
        return tuple(prod(factor.value for factor in term) for term in self.terms)

    @property
    def sum(self) -> float:
        """What the terms add up to, before the outer factors."""
        return fsum(self.products)


@plainly
def explain(trace: Trace, quantity: Quantity | str) -> Explanation:
    r"""Say which sum of which products gave this number.

    Parameters
    ----------
    trace : Trace
        What `run` returned.
    quantity : Quantity or str
        The number or its code, such as "delta.2.2". x, y, Θ, λ and m are given and explained by themselves; so are the
        parts of explanations, such as 1 - a.

    Returns
    -------
    Explanation
        Its terms, the factors outside, and the value.

    Raises
    ------
    ValueError, TypeError
        If it isn't a trace, it has no such number, or a batch has one for each example and none was chosen.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> trace = run(*examples.lecture())
    >>> e = explain(trace, "delta.2.2")
    >>> for term in e.terms:
    ...     print(" · ".join(f"{f.quantity} = {f.value:.4f}" for f in term))
    Theta_12^(2) = -0.7000 · delta_1^(3) = -0.1108
    Theta_22^(2) = 1.1000 · delta_2^(3) = 0.1768
    >>> print(f"{e.sum:.4f} · {e.outer[0].value:.4f} = {e.value:.4f}")
    0.2720 · 0.2163 = 0.0588
    """
    quantity = quantity_of(quantity)
    check_has("trace", trace, "delta", A_TRACE)
    check_quantity(trace, quantity)
    terms, outer = _RECIPES.get(quantity.kind, _given)(trace, quantity)
    function = trace.net.activation_name(quantity.layer) if quantity.kind == "a" and quantity.layer > 1 else None
    return Explanation(quantity, terms, outer, value_of(trace, quantity), function)


_Recipe = tuple[tuple[Term, ...], Term]


def _factor(
    trace: Trace, kind: str, layer: int | None = None, i: int | None = None, j: int | None = None, t: int | None = None
) -> Factor:
    example = None if kind in PER_WEIGHT else t
    quantity = Quantity(kind, layer, i, j, example)
    return Factor(quantity, unchecked_value(trace, quantity))


def _source(trace: Trace, layer: int, j: int, t: int | None) -> Factor:
    """Return what unit j sends forward: its activation, or the bias unit's 1."""
    return Factor(None, 1.0) if j == 0 else _factor(trace, "a", layer, j, t=t)


def _given(trace: Trace, q: Quantity) -> _Recipe:
    return ((Factor(q, value_of(trace, q)),),), ()


def _z(trace: Trace, q: Quantity) -> _Recipe:
    l = q.layer - 1
    columns = range(trace.net.sizes[l - 1] + 1)
    return tuple((_factor(trace, "Theta", l, q.i, j), _source(trace, l, j, q.example)) for j in columns), ()


def _a(trace: Trace, q: Quantity) -> _Recipe:
    if q.layer == 1:
        return _given(trace, q)
    softmax = trace.net.activation_name(q.layer) == "softmax"
    units = range(1, trace.net.sizes[-1] + 1) if softmax else [q.i]
    return tuple((_factor(trace, "z", q.layer, i, t=q.example),) for i in units), ()


def _g_prime(trace: Trace, q: Quantity) -> _Recipe:
    a, one = _factor(trace, "a", q.layer, q.i, t=q.example), Factor(None, 1.0)
    match trace.net.activation_name(q.layer):
        case "sigmoid":
            return ((a, _factor(trace, "one_minus_a", q.layer, q.i, t=q.example)),), ()
        case "tanh":
            return ((one,), (Factor(None, -1.0), a, a)), ()
        case _:  # relu's slope is 0 or 1, identity's is 1
            return ((Factor(None, value_of(trace, q)),),), ()


def _dJda(trace: Trace, q: Quantity) -> _Recipe:
    if q.layer == trace.net.L:
        return _cost_by_a(trace, q), ()
    rows = range(1, trace.net.sizes[q.layer] + 1)
    return tuple(
        (_factor(trace, "Theta", q.layer, i, q.i), _factor(trace, "delta", q.layer + 1, i, t=q.example)) for i in rows
    ), ()


def _cost_by_a(trace: Trace, q: Quantity) -> tuple[Term, ...]:
    def part(kind: str) -> Factor:
        return _factor(trace, kind, None, q.i, t=q.example)

    if trace.net.cost == "squared_error":
        return _a_minus_y(trace, q)
    toward_one: Term = (Factor(None, -1.0), part("y"), part("inv_a"))
    if trace.net.output == "softmax":
        return (toward_one,)
    return (toward_one, (part("one_minus_y"), part("inv_one_minus_a")))


def _a_minus_y(trace: Trace, q: Quantity) -> tuple[Term, ...]:
    L = trace.net.L
    return (_factor(trace, "a", L, q.i, t=q.example),), (
        Factor(None, -1.0),
        _factor(trace, "y", None, q.i, t=q.example),
    )


def _delta(trace: Trace, q: Quantity) -> _Recipe:
    if q.layer == trace.net.L and trace.net.cost == "cross_entropy":
        return _a_minus_y(trace, q), ()
    return _dJda(trace, q)[0], (_factor(trace, "gprime", q.layer, q.i, t=q.example),)


def _Delta(trace: Trace, q: Quantity) -> _Recipe:
    examples = [None] if trace.X.ndim == 1 else range(1, trace.m + 1)
    return tuple(
        (_factor(trace, "delta", q.layer + 1, q.i, t=t), _source(trace, q.layer, q.j, t)) for t in examples
    ), ()


def _D(trace: Trace, q: Quantity) -> _Recipe:
    if trace.X.ndim == 1:
        terms = _Delta(trace, q)[0]
        outer: Term = ()
    else:
        terms, outer = ((_factor(trace, "Delta", q.layer, q.i, q.j),),), (_factor(trace, "inv_m"),)
    if trace.lam and q.j:
        terms += ((_factor(trace, "lam"), _factor(trace, "Theta", q.layer, q.i, q.j)),)
    return terms, outer


def _J(trace: Trace, q: Quantity) -> _Recipe:
    if trace.X.ndim == 1:
        terms, outer = _cost(trace, q)
    else:
        costs = example_costs(trace.net, trace.forward, trace.Y).tolist()
        terms = tuple((Factor(Quantity("cost", example=t), cost),) for t, cost in enumerate(costs, start=1))
        outer = (_factor(trace, "inv_m"),)
    if trace.lam:
        terms += ((Factor(None, 0.5), _factor(trace, "lam"), _factor(trace, "penalty")),)
    return terms, outer


def _cost(trace: Trace, q: Quantity) -> _Recipe:
    return tuple(term for k in range(1, trace.net.sizes[-1] + 1) for term in _cost_of_output(trace, k, q.example)), ()


def _cost_of_output(trace: Trace, k: int, t: int | None) -> tuple[Term, ...]:
    def part(kind: str) -> Factor:
        return _factor(trace, kind, None, k, t=t)

    if trace.net.cost == "squared_error":
        return ((Factor(None, 0.5), part("error"), part("error")),)
    minus = Factor(None, -1.0)
    right: Term = (minus, part("y"), part("log_a"))
    if trace.net.output == "softmax":
        return (right,)
    return right, (minus, part("one_minus_y"), part("log_one_minus_a"))


_RECIPES = {
    "z": _z,
    "a": _a,
    "gprime": _g_prime,
    "dJda": _dJda,
    "delta": _delta,
    "Delta": _Delta,
    "D": _D,
    "J": _J,
    "cost": _cost,
}
