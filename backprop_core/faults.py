r"""The wrong rules that people write: each named, with what it does, why it is wrong and how to recognise it.

A fault puts another line in the place of one of the lines of line_by_line.py (a few in the place of two) and leaves all
else right, so that what it does is what stands beside it in `FAULTS`.

No network shows every fault. `Fault.hides` says where one computes the right numbers; where that happens to several at
once, they look alike there:

==============================  ======================================================================================
m = 1                           right: cost_not_over_m, m_left_out, lambda_not_over_m, averaged_twice,
                                last_example_only, delta_over_m
sigmoid hidden units            right: sigmoid_slope
λ = 0                           right: penalty_not_halved, cost_bias_penalised, lambda_not_over_m, bias_penalised
L = 2                           right: gprime_left_out, gprime_of_a, transpose_forgotten, updated_too_early,
                                dJda_for_delta, wrong_column_dropped, sigmoid_slope, stepped_too_early
L = 3, by δ alone               gprime_left_out and dJda_for_delta are one; D tells them apart
by z^(2) alone                  bias_left_out and bias_after_g are one; a^(2) tells them apart
by D alone                      right: dJda_for_delta, delta_over_m
no Θ square without its bias    transpose_forgotten and rows_and_columns_swapped raise
one unit in every layer         right: transpose_forgotten, rows_and_columns_swapped
ReLU                            right: gprime_of_a
identity output                 right: extra_gprime
squared error                   minus_missing, bracket_too_early, log_of_y raise: there is no logarithm
every y = 0                     minus_missing and bracket_too_early are one
every y = 1; softmax            right: bracket_too_early
==============================  ======================================================================================
"""

# ruff: noqa: ARG001, ARG005 - a line takes what the right one takes, used or not

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core.costs import log_softmax, softplus, squared_weights
from backprop_core.line_by_line import PASSES, RIGHT, Lines, bias_of, penalised, weights_of, with_bias_unit
from backprop_core.quantity import PER_WEIGHT, Quantity
from backprop_core.validation import Array, one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from backprop_core.network import Network


@dataclass(frozen=True, eq=False)
class Fault:
    """A wrong rule.

    Attributes
    ----------
    name : str
        Its key in `FAULTS`.
    kind : {"forward", "cost", "backward", "descent"}
        The pass that it is in.
    title : str
        What it is called.
    rule : str
        The wrong rule itself, in one line.
    explanation : str
        What is wrong about it, in plain words.
    symptoms : str
        How it shows over the layers. Three figures are the relative errors of D^(1) / D^(2) / D^(3) on XOR: 2-2-2-1
        units, weights from -2 to 2, median of 30 starts; sigmoid and λ = 0 unless said.
    hides : str
        Where its numbers are the right ones; "" if nowhere in particular.
    lines : mapping
        What stands in the place of which line of `RIGHT`.
    piece : str
        What is missing, too much or mistaken where a quantity came out wrong: words around names of `PIECES` in braces.

    Examples
    --------
    >>> from backprop_core import examples, forward
    >>> net, x, y = examples.lecture()
    >>> fault = FAULTS["output_sign"]
    >>> fault.rule
    'δ^(L) = y − a^(L)'
    >>> print(f"{fault.wrong(net, forward(net, x), y).delta[4][0]:+.4f}")
    +0.5465
    """

    name: str
    kind: str
    title: str
    rule: str
    explanation: str
    symptoms: str
    hides: str
    lines: Lines
    piece: str

    @property
    def wrong(self) -> Callable[..., Any]:
        """The whole pass with this fault in it.

        forward: f(net, X) -> Forward; cost: f(net, fwd, Y, lam=0.0) -> float;
        backward: f(net, fwd, Y, lam=0.0, alpha=1.0) -> Backward;
        descent: f(net, X, Y, lam=0.0, alpha=1.0) -> Network, after one step.
        It raises ValueError where its shapes don't fit, or the network's cost has no place for it.
        """
        return with_lines(self.kind, self.lines)

    def pieces(self, q: Quantity, L: int) -> dict[str, Quantity]:
        """Return the quantities in question where q came out wrong, by their names in `piece`; L layers in all.

        Examples
        --------
        >>> fault = FAULTS["gprime_left_out"]
        >>> fault.piece, str(fault.pieces(Quantity("delta", 2, 1), 4)["gprime"])
        ('left out: {gprime}', 'gprime_1^(2)')
        """
        names = [name for _, name, _, _ in Formatter().parse(self.piece) if name]
        return {name: PIECES[name](q, L) for name in names}


def with_lines(kind: str, lines: Lines) -> Callable[..., Any]:
    """Return a pass with these lines in the place of the right ones.

    Examples
    --------
    >>> from backprop_core import examples, forward
    >>> net, x, y = examples.lecture()
    >>> all_right = with_lines("cost", {})
    >>> print(f"{all_right(net, forward(net, x), y):.4f}")
    0.7908
    """
    one_of("kind", kind, PASSES)
    unknown = set(lines) - set(RIGHT[kind])
    if unknown:
        raise ValueError(f"a {kind} pass has no line {', '.join(sorted(unknown))}: it has {', '.join(RIGHT[kind])}")
    return partial(PASSES[kind], MappingProxyType({**RIGHT[kind], **lines}))


def together(faults: Iterable[Fault]) -> Callable[..., Any]:
    """Return a pass with several faults of one kind at once.

    Raises
    ------
    ValueError
        If they are of different kinds, or two of them want the place of the same line.

    Examples
    --------
    The hidden sums as they are often spoken: with y - a at the output, and without g'.

    >>> from backprop_core import examples, forward
    >>> net, x, y = examples.lecture()
    >>> spoken = together([FAULTS["output_sign"], FAULTS["gprime_left_out"]])
    >>> print(f"{spoken(net, forward(net, x), y).delta[3][0]:+.4f}")
    +0.5192
    """
    faults = list(faults)
    kinds = sorted({fault.kind for fault in faults})
    if len(kinds) != 1:
        raise ValueError(f"faults of one pass can be put together, not of {len(kinds)}: {', '.join(kinds)}")
    lines: dict[str, Callable[..., Any]] = {}
    for fault in faults:
        taken = lines.keys() & fault.lines.keys()
        if taken:
            raise ValueError(f"{fault.name} wants the line {', '.join(sorted(taken))}, which another fault has taken")
        lines |= fault.lines
    return with_lines(kinds[0], lines)


# What some wrong lines need ----------------------------------------------------------------------------------------

_delta_at_output = RIGHT["backward"]["output"]
_summed = RIGHT["backward"]["Delta"]


def _not_over_m(total: Any, m: int) -> Any:
    return total


def _z_without_bias(net: Network, l: int, a: Array) -> Array:
    return a @ weights_of(net, l - 1).T


def _turned(net: Network, l: int, first: int) -> Array:
    """Θ^(l) without bias with rows and columns exchanged, where it is square.

    Where it isn't, an error has made people put it right; if none from layer `first` on is square, that error is all.
    """
    weights = weights_of(net, l)
    square = [k for k in range(first, net.L) if net.sizes[k] == net.sizes[k - 1]]
    if not square:
        raise ValueError(
            f"Theta[{l}] without its bias column has shape {weights.shape}: rows and columns exchanged, it doesn't fit"
        )
    return weights.T if l in square else weights


def _output_slope(net: Network, z: Array, a: Array) -> Array:
    """g'(z) at the output; for softmax the a (1 - a) that people take for it."""
    return a * (1 - a) if net.output == "softmax" else net.activation(net.L).g_prime(z)


def _logarithms(net: Network, z: Array, y: Array) -> tuple[Array, Array]:
    """Both terms of the cross-entropy, y log a and (1 - y) log(1 - a), added up over the outputs."""
    if net.cost != "cross_entropy":
        raise ValueError(f"the cost {net.cost} has no logarithm: this fault needs cross_entropy")
    if net.output == "softmax":
        return (y * log_softmax(z)).sum(axis=-1), np.zeros(len(y))
    return -(y * softplus(-z)).sum(axis=-1), -((1 - y) * softplus(z)).sum(axis=-1)


def _logarithm_of_y(net: Network, z: Array, a: Array, y: Array) -> Array:
    _logarithms(net, z, y)  # refuses a cost that has none
    with np.errstate(divide="ignore", invalid="ignore"):  # log 0 is what this fault leads to
        terms = a * np.log(y) if net.output == "softmax" else a * np.log(y) + (1 - a) * np.log(1 - y)
    return -terms.sum(axis=-1)


# What is in question where a quantity q came out wrong ---------------------------------------------------------------


def _unit(kind: str, q: Quantity) -> Quantity:
    """A number of the unit that a z, a or δ belongs to; for a weight of the unit that it leads into."""
    return Quantity(kind, q.layer + 1 if q.kind in PER_WEIGHT else q.layer, q.i, example=q.example)


def _turned_over(q: Quantity) -> Quantity:
    return replace(q, i=q.j, j=q.i)


def _at_output(kind: str, q: Quantity, L: int) -> Quantity:
    """That of the output unit in question; of unit 1 if q is further back."""
    unit = _unit(kind, q)
    return unit if unit.layer == L else replace(unit, layer=L, i=1)


PIECES: Mapping[str, Callable[[Quantity, int], Quantity]] = {
    "m": lambda q, L: Quantity("m"),
    "lam": lambda q, L: Quantity("lam"),
    "y": lambda q, L: _at_output("y", q, L),
    "h": lambda q, L: _at_output("a", q, L),
    "output_gprime": lambda q, L: _at_output("gprime", q, L),
    "a": lambda q, L: _unit("a", q),
    "gprime": lambda q, L: _unit("gprime", q),
    "bias": lambda q, L: Quantity("Theta", _unit("z", q).layer - 1, q.i, 0),
    "next_bias": lambda q, L: Quantity("Theta", _unit("z", q).layer, 1, 0),
    "forth": lambda q, L: Quantity("Theta", _unit("z", q).layer, 1, q.i),
    "across": lambda q, L: Quantity("Theta", _unit("z", q).layer, 2 if q.i == 1 else 1, q.i),
    "across_turned": lambda q, L: _turned_over(PIECES["across"](q, L)),
    "into": lambda q, L: Quantity("Theta", _unit("z", q).layer - 1, q.i, 2 if q.i == 1 else 1),
    "into_turned": lambda q, L: _turned_over(PIECES["into"](q, L)),
    "next_D": lambda q, L: Quantity("D", _unit("z", q).layer, 1, q.i),
    "own_D": lambda q, L: Quantity("D", q.layer, q.i, q.j),
    "source": lambda q, L: Quantity("a", q.layer, q.j, example=q.example),
}


# The faults --------------------------------------------------------------------------------------------------------

_ALL = (
    Fault(
        "bias_left_out",
        "forward",
        title="the bias left out",
        rule="z^(l+1) = Θ^(l) a^(l), without the bias",
        explanation="The bias unit's 1 has a weight too: Θ_i0 belongs into every sum.",
        symptoms="Every z is off by its bias weight from layer 2 on, and every a after it.",
        hides="all bias weights 0",
        lines={"z": _z_without_bias},
        piece="left out: {bias}",
    ),
    Fault(
        "bias_after_g",
        "forward",
        title="the bias added after g",
        rule="a^(l+1) = g(Θ^(l) a^(l)) + bias",
        explanation="The bias belongs into the sum, before g: it moves the place where the unit switches.",
        symptoms="Every z lacks its bias weight; an a may leave the range of g, above 1 or below 0.",
        hides="all bias weights 0",
        lines={
            "z": _z_without_bias,
            "a": lambda net, l, z: net.activation(l).g(z) + bias_of(net, l - 1),
        },
        piece="added after g: {bias}",
    ),
    Fault(
        "bias_last",
        "forward",
        title="the bias taken from the last column",
        rule="z^(l+1) from Θ^(l) (a^(l), 1) for Θ^(l) (1, a^(l))",
        explanation="The bias column is the first, j = 0: put the 1 before a^(l), not after it.",
        symptoms="Every z is wrong from layer 2 on: each unit gets its neighbour's weight, and the bias is multiplied.",
        hides="each row of Θ with one value throughout",
        lines={"z": lambda net, l, a: a @ net.Theta[l - 1][:, :-1].T + net.Theta[l - 1][:, -1]},
        piece="taken for the weight from unit 1: {bias}",
    ),
    Fault(
        "rows_and_columns_swapped",
        "forward",
        title="rows and columns of Θ swapped",
        rule="Θ_ij taken as the weight from unit i into unit j",
        explanation="Row = to, column = from: Θ_ij leads into unit i, from unit j.",
        symptoms="Wrong from the first square Θ on; where Θ without bias isn't square, the shapes don't fit.",
        hides="Θ symmetric, or one unit a layer",
        lines={"z": lambda net, l, a: a @ _turned(net, l - 1, first=1).T + bias_of(net, l - 1)},
        piece="taken for each other: {into} and {into_turned}",
    ),
    Fault(
        "g_forgotten",
        "forward",
        title="g forgotten",
        rule="a^(l) = z^(l), without g",
        explanation="Without g the layers add up to one single linear map, and an output is no probability.",
        symptoms="z^(2) is right, every a equals its z, everything after that is wrong.",
        hides="L = 2 with identity output; ReLU with every z positive",
        lines={"a": lambda net, l, z: z},
        piece="with g it is {a}",
    ),
    Fault(
        "minus_missing",
        "cost",
        title="the minus missing",
        rule="J = +(1/m) Σ [y log h + (1 − y) log(1 − h)] + …",
        explanation="Logarithms of numbers below 1 are negative: without the minus the best network costs most.",
        symptoms="J is negative where λ = 0, and falls as the predictions get worse.",
        hides="",
        lines={"costs": lambda net, z, a, y: sum(_logarithms(net, z, y))},
        piece="",
    ),
    Fault(
        "bracket_too_early",
        "cost",
        title="the bracket round the first term only",
        rule="J = (1/m) Σ ( −[y log h] + (1 − y) log(1 − h) ) + …",
        explanation="The bracket belongs around both terms, so that the minus reaches both.",
        symptoms="Examples with y = 1 cost what they should; examples with y = 0 have a negative cost.",
        hides="every y = 1; softmax",
        lines={"costs": lambda net, z, a, y: np.subtract(*_logarithms(net, z, y)[::-1])},
        piece="",
    ),
    Fault(
        "cost_not_over_m",
        "cost",
        title="÷ m left out of J",
        rule="J = −Σ […] + …, not divided by m",
        explanation="J is the mean over the examples: otherwise more data looks like a worse network.",
        symptoms="J, without its penalty, is m times too large.",
        hides="m = 1",
        lines={"mean": _not_over_m},
        piece="left out: {m}",
    ),
    Fault(
        "penalty_not_halved",
        "cost",
        title="λ/m for λ/(2m)",
        rule="J = … + λ/m Σ Θ²",
        explanation="The penalty is λ/(2m) Σ Θ²: the 2 cancels when it is differentiated, which leaves (λ/m) Θ in D.",
        symptoms="Right for λ = 0; else too large by the penalty once more, and twice the λ part of D when measured.",
        hides="λ = 0",
        lines={"penalty": lambda net, lam, m: lam / m * squared_weights(net)},
        piece="left out: the 2 of λ/(2m), where {lam} and {m}",
    ),
    Fault(
        "cost_bias_penalised",
        "cost",
        title="the bias penalised in J",
        rule="J = … + λ/(2m) Σ Θ_ij², with j = 0 too",
        explanation="The sum leaves out the bias column: a bias only shifts a unit, it makes nothing more complicated.",
        symptoms="Right for λ = 0; else too large by λ/(2m) times the squares of the bias weights.",
        hides="λ = 0",
        lines={"penalty": lambda net, lam, m: lam / (2 * m) * sum((Theta**2).sum() for Theta in net.Theta.values())},
        piece="",
    ),
    Fault(
        "log_of_y",
        "cost",
        title="the log of y",
        rule="J = −(1/m) Σ [h log y + (1 − h) log(1 − y)] + …",
        explanation="The logarithm is of the prediction h, weighted by y: y is 0 or 1, and log 0 is −∞.",
        symptoms="J is infinite as soon as one y is 0 or 1.",
        hides="",
        lines={"costs": _logarithm_of_y},
        piece="",
    ),
    Fault(
        "output_sign",
        "backward",
        title="y − a for a − y",
        rule="δ^(L) = y − a^(L)",
        explanation="∂cost/∂z at the output is a − y. The other way round every δ and every gradient points uphill.",
        symptoms="Each layer has the opposite sign: 2 / 2 / 2. The cost rises. With λ = 1 D^(1) shows 0.047 only.",
        hides="",
        lines={"output": lambda net, z, a, y: -_delta_at_output(net, z, a, y)},
        piece="{h} minus {y} was taken the other way round",
    ),
    Fault(
        "gprime_left_out",
        "backward",
        title="g' left out of the hidden δ",
        rule="δ^(l) = (Θ^(l))ᵀ δ^(l+1), without g'(z^(l))",
        explanation="Σ Θδ is ∂cost/∂a. δ is ∂cost/∂z: that times g'(z), how far a moves when z does.",
        symptoms="The last layer is right, each one before it more too large: 30.6 / 4.8 / 0. The cost falls anyway.",
        hides="no hidden layer; ReLU with every z positive",
        lines={"slope": lambda net, l, z, a: np.ones_like(z)},
        piece="left out: {gprime}",
    ),
    Fault(
        "gprime_of_a",
        "backward",
        title="g'(a) for g'(z)",
        rule="δ^(l) = (Θ^(l))ᵀ δ^(l+1) .* g'(a^(l))",
        explanation="The slope is taken at z. g'(z) = a (1 − a) has g applied already: g'(a) applies it twice.",
        symptoms="The last layer is right, each one before it more too large: 1.14 / 0.46 / 0.",
        hides="no hidden layer; ReLU",
        lines={"slope": lambda net, l, z, a: net.activation(l).g_prime(a)},
        piece="in its place belongs {gprime}",
    ),
    Fault(
        "sigmoid_slope",
        "backward",
        title="the sigmoid's g' for another g",
        rule="δ^(l) = (Θ^(l))ᵀ δ^(l+1) .* a^(l) .* (1 − a^(l)), whatever g is",
        explanation="a (1 − a) is the slope of the sigmoid alone: that of tanh is 1 − a², that of ReLU is 0 or 1.",
        symptoms="The last layer is right, those before it are wrong in sign and size: 4.28 / 2.45 / 0 with tanh.",
        hides="sigmoid hidden units; no hidden layer",
        lines={"slope": lambda net, l, z, a: a * (1 - a)},
        piece="in its place belongs {gprime}",
    ),
    Fault(
        "extra_gprime",
        "backward",
        title="an extra g' at the output",
        rule="δ^(L) = (a^(L) − y) .* g'(z^(L))",
        explanation="The slope of cross-entropy, (a − y) / (a (1 − a)), cancels g' at the output: that leaves a − y.",
        symptoms="Every layer is too small alike: 0.80 / 0.80 / 0.80. Worst where the answer is most wrong.",
        hides="identity output",
        lines={"output": lambda net, z, a, y: _delta_at_output(net, z, a, y) * _output_slope(net, z, a)},
        piece="too much: {output_gprime}",
    ),
    Fault(
        "transpose_forgotten",
        "backward",
        title="the transpose forgotten",
        rule="δ^(l) = Θ^(l) δ^(l+1) .* g'(z^(l)), not transposed",
        explanation="Back to unit j go the weights that leave it: column j of Θ, which is row j of its transpose.",
        symptoms="Right down to a square Θ, wrong before it: 1.06 / 0 / 0. With none square the shapes don't fit.",
        hides="no hidden layer; Θ symmetric, or one unit a layer",
        lines={"weights": lambda net, l, update: _turned(net, l, first=2)},
        piece="taken for each other: {across} and {across_turned}",
    ),
    Fault(
        "updated_too_early",
        "backward",
        title="Θ updated before δ was propagated",
        rule="δ^(l) = (Θ^(l) − αD^(l))ᵀ δ^(l+1) .* g'(z^(l))",
        explanation="All δ belong to the weights of the forward pass: update them after the last δ, not on the way.",
        symptoms="The last layer is right, the others slightly off: 0.10 / 0.11 / 0 for α = 1, less for a smaller α.",
        hides="no hidden layer",
        lines={"weights": lambda net, l, update: (net.Theta[l] - update)[:, 1:]},
        piece="moved too early: {forth}, by α times {next_D}",
    ),
    Fault(
        "m_left_out",
        "backward",
        title="÷ m left out of D",
        rule="D^(l) = Δ^(l) + (λ/m) Θ^(l), Δ not divided by m",
        explanation="J is a mean over the examples, so its derivative is one too: Δ/m.",
        symptoms="Every δ and Δ is right, every D is m times too large: 3 / 3 / 3 for m = 4. It acts like a larger α.",
        hides="m = 1",
        lines={"mean": _not_over_m},
        piece="left out: {m}",
    ),
    Fault(
        "lambda_not_over_m",
        "backward",
        title="λΘ not divided by m",
        rule="D^(l) = Δ^(l)/m + λΘ^(l)",
        explanation="The whole J is divided by m, its penalty too: the λ part is (λ/m) Θ.",
        symptoms="Right for λ = 0 and in the bias column: 3.0 / 3.0 / 2.4 with λ = 1.",
        hides="λ = 0; m = 1",
        lines={"penalty": lambda net, l, lam, m: lam * penalised(net, l)},
        piece="left out: {m} under {lam}",
    ),
    Fault(
        "bias_penalised",
        "backward",
        title="the bias column penalised",
        rule="D^(l) = (Δ^(l) + λΘ^(l)) / m, in the bias column too",
        explanation="The penalty leaves out j = 0: the bias column of D is Δ/m alone.",
        symptoms="Right for λ = 0; else wrong in the bias column alone: 0.74 / 0.74 / 0.50 with λ = 1.",
        hides="λ = 0",
        lines={"penalty": lambda net, l, lam, m: lam / m * net.Theta[l]},
        piece="too much: λ/m times {bias}",
    ),
    Fault(
        "dJda_for_delta",
        "backward",
        title="∂cost/∂a given as δ",
        rule="δ^(l) given as (Θ^(l))ᵀ δ^(l+1), though passed on with g'(z^(l))",
        explanation="The sum before g' is ∂cost/∂a. It was given as δ; what was passed on and made into D is right.",
        symptoms="Hidden δ are too large, each by its own g' only; every D is right: 0 / 0 / 0.",
        hides="no hidden layer; ReLU with every z positive; in D everywhere",
        lines={"reported": lambda sums, delta: sums},
        piece="left out: {gprime}",
    ),
    Fault(
        "a_left_out",
        "backward",
        title="a left out of D",
        rule="Δ_ij^(l) = Σ δ_i^(l+1), without a_j^(l)",
        explanation="δ is a unit's, D a weight's: a weight's nudge reaches z only times the a that it starts from.",
        symptoms="Every δ and the bias column are right; all columns of D are equal: 0.64 / 0.69 / 0.72.",
        hides="",
        lines={"Delta": lambda delta, a: delta.T @ np.ones_like(with_bias_unit(a))},
        piece="left out: {source}",
    ),
    Fault(
        "wrong_column_dropped",
        "backward",
        title="the wrong column of Θ dropped",
        rule="δ^(l) from Θ^(l) without its last column, the bias kept",
        explanation="The bias column is the first, j = 0. Without the last one each unit gets its neighbour's weights.",
        symptoms="The last layer is right, those before it are wrong in sign and size: 1.61 / 1.66 / 0.",
        hides="no hidden layer",
        lines={"weights": lambda net, l, update: net.Theta[l][:, :-1]},
        piece="taken for the weight from unit 1: {next_bias}",
    ),
    Fault(
        "averaged_twice",
        "backward",
        title="the average taken twice",
        rule="D^(l) = (Δ^(l)/m + λΘ^(l)) / m",
        explanation="Δ is the sum over the examples: divide by m once, in D.",
        symptoms="Every δ is right; Δ, and D without its λ part, are m times too small: 0.75 / 0.75 / 0.75 for m = 4.",
        hides="m = 1",
        lines={"Delta": lambda delta, a: _summed(delta, a) / len(a)},
        piece="divided by twice: {m}",
    ),
    Fault(
        "last_example_only",
        "backward",
        title="Δ overwritten, not added up",
        rule="Δ^(l) = δ^(l+1) (1, a^(l))ᵀ of example m, not the sum",
        explanation="Δ adds up over the examples: += in the loop. With = the last example overwrites all others.",
        symptoms="Every δ is right; D follows one example only: 0.98 / 1.06 / 1.06.",
        hides="m = 1",
        lines={"Delta": lambda delta, a: _summed(delta[-1:], a[-1:])},
        piece="counted is one example, of {m}",
    ),
    Fault(
        "delta_over_m",
        "backward",
        title="÷ m in δ",
        rule="δ^(L) = (a^(L) − y) / m, and D^(l) = Δ^(l) + (λ/m) Θ^(l)",
        explanation="That is ∂J/∂z, and D comes out right. δ is the derivative of one example's own cost: no m in it.",
        symptoms="Every δ and Δ is m times too small; every D is right: 0 / 0 / 0.",
        hides="m = 1; in D everywhere",
        lines={
            "output": lambda net, z, a, y: _delta_at_output(net, z, a, y) / len(y),
            "mean": _not_over_m,
        },
        piece="divided by: {m}",
    ),
    Fault(
        "uphill",
        "descent",
        title="+ for − in the update",
        rule="Θ := Θ + αD",
        explanation="D points to where J grows: go the other way, Θ − αD.",
        symptoms="Every gradient is right, and the cost rises.",
        hides="",
        lines={"Theta": lambda Theta, update: Theta + update},
        piece="added instead of subtracted: α times {own_D}",
    ),
    Fault(
        "stepped_too_early",
        "descent",
        title="each Θ updated before the next δ",
        rule="Θ^(l) := Θ^(l) − αD^(l) before δ^(l) is computed from Θ^(l)",
        explanation="All δ belong to the weights of the forward pass: compute every D first, then update.",
        symptoms="The last Θ is right, the others are slightly off; the cost falls nearly as it should.",
        hides="no hidden layer",
        lines={"D": lambda net, fwd, Y, lam, alpha: FAULTS["updated_too_early"].wrong(net, fwd, Y, lam, alpha).D},
        piece="",
    ),
)

FAULTS: Mapping[str, Fault] = MappingProxyType({fault.name: fault for fault in _ALL})
