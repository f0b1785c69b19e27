"""The network picture in words: the same numbers, with the same digits, for whoever doesn't see the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.notation.symbols import known, name, scale, unit_number
from backprop_widgets.notation.text import of_kind, or_hidden
from backprop_widgets.picture.digits import factor_text, short
from backprop_widgets.session.stages import stages

if TYPE_CHECKING:
    import numpy as np

    from backprop_core import Trace
    from backprop_widgets.picture.meetings import Meeting
    from backprop_widgets.picture.model import Picture

MAX_NUMBERS = 24  # in one line; of longer ones the start is said


def in_words(trace: Trace, stage: int, notation: str = "lecture") -> str:
    """Say all that the picture shows at this stage, one layer per line.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> print(in_words(run(*examples.lecture()), 0).splitlines()[0])
    Network 2-2-2-1, sigmoid units, sigmoid output, cross-entropy, one example.
    """
    names, factor = known(notation).names, scale(trace, "delta", notation)
    reached = stages(trace.net.L)[: stage + 1]
    net, L = trace.net, trace.net.L
    of = "one example" if trace.X.ndim == 1 else f"means over {trace.m} examples"
    functions = f"{net.hidden} units, {net.output} output" if net.L > 2 else f"{net.output} output"
    lines = [f"Network {'-'.join(map(str, net.sizes))}, {functions}, {net.cost.replace('_', '-')}, {of}."]
    lines.append(f"x: {_list('x', trace.X)}; target y: {_list('y', trace.Y)}")
    for l in range(2, L + 1):
        numbers = []
        if f"a{l}" in reached:
            numbers += [f"z {_list('z', trace.z[l])}", f"a {_list('a', trace.a[l])}"]
        if f"d{l}" in reached:
            numbers.append(f"{names.get('delta', 'z.grad')} {_list('delta', trace.delta[l] * factor)}")
        if numbers:
            lines.append(f"layer {l + known(notation).unit_layer}: {'; '.join(numbers)}")
    if "J" in reached:
        penalty = f" with λ = {of_kind('lam', trace.lam)}" if trace.lam else ""
        lines.append(f"cost {names['J']}{penalty}: {or_hidden('J', trace.J)}")
    lines += [f"{_name('Θ', l, notation)}: {_matrix('Theta', Theta)}" for l, Theta in net.Theta.items()]
    if "D" in reached:
        lines += [f"{_name('∂J/∂Θ', l, notation)}: {_matrix('D', D)}" for l, D in trace.D.items()]
    return "\n".join(lines)


def sums_in_words(picture: Picture) -> list[str]:
    """Say the products that the picture shows on its edges, and what they come to: a line for each unit."""
    return [_sum_in_words(picture, *arrival) for arrival in picture.arrivals if arrival[1]]


def _sum_in_words(picture: Picture, meeting: Meeting, arrived: int, whole: bool) -> str:
    (l, i), notation = meeting.unit, picture.notation
    kind = meeting.of.quantity.kind
    terms = [
        f"{' · '.join(factor_text(factor) for factor in term)} = {short(kind, product)}"
        for term, product in list(meeting.terms.values())[:arrived]
    ]
    way = "back" if meeting.back else "on"
    line = f"{way} to unit {unit_number(i, notation)} of layer {l + known(notation).unit_layer}: {'; '.join(terms)}"
    if whole:
        line += f"; {name(kind, notation)} {short(kind, meeting.of.value)}"
    if whole and meeting.slope is not None:
        line += f"; times {name('gprime', notation)} {short('gprime', meeting.slope)}"
    return line


def _name(symbol: str, l: int, notation: str) -> str:
    if notation == "lecture":
        return f"{symbol}({l}), row by row"
    what = "weights" if symbol == "Θ" else "gradients of the weights"
    return f"{what} into layer {l + 1 + known(notation).unit_layer}, row by row, bias first"


def _list(kind: str, values: np.ndarray) -> str:
    row = values if values.ndim == 1 else values.mean(axis=0)
    return _joined([or_hidden(kind, value) for value in row[: MAX_NUMBERS + 1].tolist()])


def _matrix(kind: str, rows: np.ndarray) -> str:
    if rows.size > 4 * MAX_NUMBERS:
        return f"{rows.shape[0]} by {rows.shape[1]} numbers"
    return " / ".join(_joined([or_hidden(kind, value) for value in row]) for row in rows.tolist())


def _joined(numbers: list[str]) -> str:
    return ", ".join(numbers[:MAX_NUMBERS]) + (", ..." if len(numbers) > MAX_NUMBERS else "")
