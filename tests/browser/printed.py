"""Numbers as they are printed, read back as numbers, and what they have to be.

A number on the page stands under a code, "delta.2.2" or "Theta.1.2.0", that names a quantity of the trace.
"""

import re

import numpy as np

from backprop_core import numerical_derivative, run, value_of
from backprop_core.quantity import quantity_of

_PRINTED = re.compile(r"([+−-]?)(\d+)(?:\.(\d+))?(?:e([−-]?\d+))?")


def parsed(text):
    """Give a printed number and half a unit of its last digit.

    >>> parsed("−0.0418"), parsed("+2.13e−5")
    ((-0.0418, 5e-05), (2.13e-05, 5e-08))
    """
    match = _PRINTED.fullmatch(text.strip())
    assert match, f"{text!r} is no number"
    sign, whole, digits, exponent = match.groups()
    exponent = int((exponent or "0").replace("−", "-"))
    value = float(f"{whole}.{digits or 0}e{exponent}")
    return (-value if sign in ("−", "-") else value), 0.5 * 10.0 ** (exponent - len(digits or ""))


def fits(trace, code, text):
    """Is the printed number the trace's, to its own digits?"""
    value, half = parsed(text)
    return abs(value - truth(trace, code)) <= half * (1 + 1e-9) + 1e-12


def truth(trace, code):
    """The number that a code stands for; of a batch a unit's mean."""
    kind, *place = code.split("@")[0].split(".")
    place = [int(index) for index in place]
    arrays = {"z": trace.z, "a": trace.a, "delta": trace.delta}
    if "@" in code:
        return value_of(trace, quantity_of(code))
    if kind in ("x", "y") or kind in arrays:
        array = {"x": trace.X, "y": trace.Y}[kind] if kind in ("x", "y") else arrays[kind][place[0]]
        return float(np.atleast_2d(array)[:, place[-1] - 1].mean())
    if kind in ("back", "on"):  # a product on an edge
        layer, i, j = place
        end = trace.delta[layer + 1][i - 1] if kind == "back" else [1.0, *trace.a[layer]][j]
        return float(trace.net.Theta[layer][i - 1, j] * end)
    if kind in ("Theta", "D"):
        layer, i, j = place
        return float((trace.net.Theta if kind == "Theta" else trace.D)[layer][i - 1, j])
    return value_of(trace, quantity_of(code))


def twin_numbers(text):
    """The numbers of the picture in words: (place, code, text)."""
    first, *lines = text.splitlines()
    assert re.match(r"(View \S+\. )?Network ", first)
    numbers = [re.match(r"layer (\d+):", line) for line in lines]
    shift = 2 - min((int(match[1]) for match in numbers if match), default=2)  # of a notation that counts from 0
    units_from = 0 if re.search(r"z\.grad|to unit 0 ", text) else 1
    return [row for line in lines for row in _numbers_of_line(line, shift, units_from)]


def _numbers_of_line(line, shift, units_from):
    head, _, rest = line.partition(": ")
    if head == "x":
        xs, ys = rest.split("; target y: ")
        return _named("x", xs) + _named("y", ys)
    if head.startswith("layer "):
        layer = int(head.split()[1]) + shift
        parts = [part.split(" ", 1) for part in rest.split("; ")]
        return [row for name, numbers in parts for row in _named(f"{KINDS.get(name, name)}.{layer}", numbers)]
    if match := re.fullmatch(r"(∂J/∂)?Θ\((\d+)\), row by row", head):
        return _of_matrix("D" if match[1] else "Theta", int(match[2]), rest)
    if match := re.fullmatch(r"(gradients of the )?weights into layer (\d+), row by row, bias first", head):
        return _of_matrix("D" if match[1] else "Theta", int(match[2]) + shift - 1, rest)
    if match := re.fullmatch(r"(on|back) to unit (\d+) of layer (\d+)", head):
        return _of_sum(match[1] == "back", int(match[3]) + shift, int(match[2]) + 1 - units_from, rest.split("; "))
    if match := re.fullmatch(r"(?:No step yet: \S+ =|\d+ steps?: .* →) (\S+)\.", line):
        return [("steps", "J", match[1])]
    assert head.startswith("cost "), f"what does this line of the picture in words say? {line!r}"
    return [("twin", "J", rest)]


def _of_matrix(kind, layer, rows):
    """The numbers of a matrix: a row for each unit, from 1, a column for each that leads to it, from the bias, 0."""
    numbers = [(i, j, text) for i, row in enumerate(rows.split(" / "), 1) for j, text in enumerate(row.split(", "))]
    return [("twin", f"{kind}.{layer}.{i}.{j}", text) for i, j, text in numbers]


def _of_sum(back, layer, unit, parts):
    """The numbers of a sum at a unit: its products, each with its two factors, what they come to, and the slope."""
    rows = []
    for n, part in enumerate(parts):
        *factors, result = re.split(" [·=] ", part)
        edge = f"{layer}.{n + 1}.{unit}" if back else f"{layer - 1}.{unit}.{n}"
        other = f"delta.{layer + 1}.{n + 1}" if back else f"a.{layer - 1}.{n}"
        if factors:
            rows += [(f"Theta.{edge}", factors[0]), (f"{'back' if back else 'on'}.{edge}", result)]
            rows += [(other, factors[1])] if back or n else []  # the other factor of a bias is 1
        else:
            kind = "gprime" if part.startswith("times") else "dJda" if back else "z"
            rows.append((f"{kind}.{layer}.{unit}", result.split()[-1]))
    return [("sum in words", *row) for row in rows]


KINDS = {"δ": "delta", "dz": "delta", "z.grad": "delta"}


def _named(kind, numbers):
    return [("twin", f"{kind}.{i}", number) for i, number in enumerate(numbers.split(", "), start=1)]


def measured(trace, code):
    """The derivative that a nudge shows."""
    return numerical_derivative(trace.net, trace.X, trace.Y, trace.lam, of=quantity_of(code))


def moved(trace, **changes):
    """The same network and example after some numbers were changed: Theta_1_2_1=0.5, x_1=0.2, y_1=0, lam=0.3."""
    net, X, Y, lam = trace.net, np.array(trace.X), np.array(trace.Y), trace.lam
    for name, value in changes.items():
        kind, *place = name.split("_")
        place = [int(index) for index in place]
        if kind == "Theta":
            net = net.with_weight(*place, value)
        elif kind == "lam":
            lam = value
        else:
            {"x": X, "y": Y}[kind][place[0] - 1] = value
    return run(net, X, Y, lam)
