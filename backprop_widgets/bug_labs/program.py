"""The program of the bug lab as one writes it, and of each fault the lines that it has instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

PROGRAM = """\
def forward(Theta, X):
    a, z = {1: X}, {}
    for l in Theta:
        z[l + 1] = a[l] @ Theta[l][:, 1:].T + Theta[l][:, 0]
        a[l + 1] = g(z[l + 1])
    return a, z

def cost(Theta, a, Y, lam):
    m, h = len(Y), a[L]
    J = -(Y * log(h) + (1 - Y) * log(1 - h)).sum() / m
    return J + lam / (2 * m) * sum((Theta[l][:, 1:] ** 2).sum() for l in Theta)

def backward(Theta, a, z, Y, lam):
    m, D = len(Y), {}
    delta = {L: a[L] - Y}
    told = dict(delta)
    for l in range(L - 1, 0, -1):
        Delta = delta[l + 1].T @ with_ones(a[l])
        D[l] = Delta / m
        D[l][:, 1:] += lam / m * Theta[l][:, 1:]
        if l > 1:
            arrives = delta[l + 1] @ Theta[l][:, 1:]
            delta[l] = arrives * g_prime(z[l])
            told[l] = delta[l]
    return told, D

def step(Theta, a, z, Y, lam, alpha):
    _, D = backward(Theta, a, z, Y, lam)
    return {l: Theta[l] - alpha * D[l] for l in Theta}
"""

_Z, _A = "z[l + 1] = a[l] @ Theta[l][:, 1:].T + Theta[l][:, 0]", "a[l + 1] = g(z[l + 1])"
_J = "J = -(Y * log(h) + (1 - Y) * log(1 - h)).sum() / m"
_PENALTY = "return J + lam / (2 * m) * sum((Theta[l][:, 1:] ** 2).sum() for l in Theta)"
_OUTPUT, _TOLD = "delta = {L: a[L] - Y}", "told[l] = delta[l]"
_SUM, _MEAN = "Delta = delta[l + 1].T @ with_ones(a[l])", "D[l] = Delta / m"
_LAMBDA = "D[l][:, 1:] += lam / m * Theta[l][:, 1:]"
_ARRIVES, _DELTA = "arrives = delta[l + 1] @ Theta[l][:, 1:]", "delta[l] = arrives * g_prime(z[l])"
_STEP = "return {l: Theta[l] - alpha * D[l] for l in Theta}"
_TOO_EARLY = {_ARRIVES: "arrives = delta[l + 1] @ (Theta[l] - alpha * D[l])[:, 1:]"}

# By the name of a fault: what stands in the place of which line. `turned` is .T where Θ without its bias is square.
WRONG: Mapping[str, Mapping[str, str]] = {
    "bias_left_out": {_Z: "z[l + 1] = a[l] @ Theta[l][:, 1:].T"},
    "bias_after_g": {
        _Z: "z[l + 1] = a[l] @ Theta[l][:, 1:].T",
        _A: "a[l + 1] = g(z[l + 1]) + Theta[l][:, 0]",
    },
    "bias_last": {_Z: "z[l + 1] = a[l] @ Theta[l][:, :-1].T + Theta[l][:, -1]"},
    "rows_and_columns_swapped": {_Z: "z[l + 1] = a[l] @ turned(Theta[l][:, 1:]).T + Theta[l][:, 0]"},
    "g_forgotten": {_A: "a[l + 1] = z[l + 1]"},
    "minus_missing": {_J: "J = (Y * log(h) + (1 - Y) * log(1 - h)).sum() / m"},
    "bracket_too_early": {_J: "J = (-(Y * log(h)) + (1 - Y) * log(1 - h)).sum() / m"},
    "cost_not_over_m": {_J: "J = -(Y * log(h) + (1 - Y) * log(1 - h)).sum()"},
    "penalty_not_halved": {_PENALTY: "return J + lam / m * sum((Theta[l][:, 1:] ** 2).sum() for l in Theta)"},
    "cost_bias_penalised": {_PENALTY: "return J + lam / (2 * m) * sum((Theta[l] ** 2).sum() for l in Theta)"},
    "log_of_y": {_J: "J = -(h * log(Y) + (1 - h) * log(1 - Y)).sum() / m"},
    "output_sign": {_OUTPUT: "delta = {L: Y - a[L]}"},
    "gprime_left_out": {_DELTA: "delta[l] = arrives"},
    "gprime_of_a": {_DELTA: "delta[l] = arrives * g_prime(a[l])"},
    "extra_gprime": {_OUTPUT: "delta = {L: (a[L] - Y) * g_prime(z[L])}"},
    "transpose_forgotten": {_ARRIVES: "arrives = delta[l + 1] @ turned(Theta[l][:, 1:])"},
    "updated_too_early": _TOO_EARLY,
    "m_left_out": {_MEAN: "D[l] = Delta"},
    "lambda_not_over_m": {_LAMBDA: "D[l][:, 1:] += lam * Theta[l][:, 1:]"},
    "bias_penalised": {_LAMBDA: "D[l] += lam / m * Theta[l]"},
    "dJda_for_delta": {_TOLD: "told[l] = arrives"},
    "a_left_out": {_SUM: "Delta = delta[l + 1].T @ with_ones(ones_like(a[l]))"},
    "wrong_column_dropped": {_ARRIVES: "arrives = delta[l + 1] @ Theta[l][:, :-1]"},
    "averaged_twice": {_SUM: "Delta = delta[l + 1].T @ with_ones(a[l]) / m"},
    "last_example_only": {_SUM: "Delta = delta[l + 1][-1:].T @ with_ones(a[l][-1:])"},
    "delta_over_m": {_OUTPUT: "delta = {L: (a[L] - Y) / m}", _MEAN: "D[l] = Delta"},
    "uphill": {_STEP: "return {l: Theta[l] + alpha * D[l] for l in Theta}"},
    "stepped_too_early": _TOO_EARLY,
}


class Change(NamedTuple):
    """One line of the program that is wrong: in which function, how it stands there, and how it should."""

    function: str
    wrong: str
    right: str


def changes(fault: str) -> list[Change]:
    """What has to be changed in the program to take a fault out of it.

    Examples
    --------
    >>> changes("gprime_left_out")
    [Change(function='backward', wrong='delta[l] = arrives', right='delta[l] = arrives * g_prime(z[l])')]
    """
    found, function = [], ""
    for line in map(str.strip, PROGRAM.splitlines()):
        if line.startswith("def "):
            function = line[4:].partition("(")[0]
        if line in WRONG[fault]:
            found.append(Change(function, WRONG[fault][line], line))
    return found
