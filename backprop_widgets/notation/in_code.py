"""The expression that reaches a number in Python, from the trace that it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backprop_core import Quantity, Trace


def in_code(trace: Trace, q: Quantity) -> str:
    """Write how a number of this trace is reached; of a batch, where no example is chosen, those of all examples.

    Examples
    --------
    >>> from backprop_core import Quantity, examples, run
    >>> trace = run(*examples.lecture())
    >>> in_code(trace, Quantity("delta", 2, 2)), in_code(trace, Quantity("Theta", 2, 1, 0))
    ('trace.delta[2][1]', 'trace.net.Theta[2][0, 0]')
    >>> in_code(trace, Quantity("dJda", 2, 2))
    'trace.delta[3] @ trace.net.Theta[2][:, 2]'
    >>> print(f"{trace.delta[3] @ trace.net.Theta[2][:, 2]:.4f}")
    0.2720
    """
    match q.kind:
        case "x" | "y":
            return f"trace.{q.kind.upper()}{_place(trace, q)}"
        case "z" | "a" | "delta":
            return f"trace.{q.kind}[{q.layer}]{_place(trace, q)}"
        case "gprime":
            return f"trace.net.activation({q.layer}).g_prime(trace.z[{q.layer}]){_place(trace, q)}"
        case "dJda" if q.layer < trace.net.L:
            rows = "" if trace.X.ndim == 1 or not q.example else f"[{q.example - 1}]"
            return f"trace.delta[{q.layer + 1}]{rows} @ trace.net.Theta[{q.layer}][:, {q.i}]"
        case "Theta":
            return f"trace.net.Theta[{q.layer}][{q.i - 1}, {q.j}]"
        case "D" | "Delta":
            return f"trace.{q.kind}[{q.layer}][{q.i - 1}, {q.j}]"
        case "J" | "lam" | "m":
            return f"trace.{q.kind}"
        case _:
            return f"value_of(trace, {_named(q)})"


def _named(q: Quantity) -> str:
    """A quantity as it is typed."""
    parts = [f'"{q.kind}"', *(str(index) for index in (q.layer, q.i, q.j) if index is not None)]
    return f"Quantity({', '.join(parts)}{f', example={q.example}' if q.example else ''})"


def _place(trace: Trace, q: Quantity) -> str:
    if trace.X.ndim == 1:
        return f"[{q.i - 1}]"
    return f"[{q.example - 1}, {q.i - 1}]" if q.example else f"[:, {q.i - 1}]"
