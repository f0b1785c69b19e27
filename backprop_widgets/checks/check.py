"""check(): a learner's number, array or function is judged, and the misconception in it named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core.calls import plainly
from backprop_core.validation import check_has, learning_rate, one_of, shown
from backprop_core.values import A_TRACE
from backprop_widgets.checks.arguments import Given
from backprop_widgets.checks.cost_after import without_cost_after
from backprop_widgets.checks.deadline import PATIENT_SECONDS
from backprop_widgets.checks.diagnosis import right_parts
from backprop_widgets.checks.forms import KINDS
from backprop_widgets.checks.functions import Tried, case_of, in_columns, try_on
from backprop_widgets.checks.judging import judged
from backprop_widgets.checks.learner import CALLED_WITH, about_arguments, about_names, call, is_blank, name_of, taken
from backprop_widgets.checks.networks import networks, only
from backprop_widgets.checks.numbers import check_numbers, wanted_of
from backprop_widgets.checks.reading import read, reading_in
from backprop_widgets.checks.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backprop_core import Quantity, Trace


@plainly
def check(
    answer: Any,
    trace: Trace | None = None,
    of: str | Quantity | None = None,
    *,
    like: str | None = None,
    alpha: float | None = None,
    m: int | None = None,
    sizes: Sequence[int] | None = None,
    hidden: str | None = None,
    output: str | None = None,
    cost: str | None = None,
) -> Verdict:
    r"""Judge an answer: right, or what is wrong with it, and which misconception gives just these numbers.

    Three questions can be asked::

        check(0.0588, trace, "delta.2.2")        a number; "delta.3" a layer's array, "delta" those of all layers
        check(my_backward, like="backward")      a function, on several networks with and without square matrices
        check((delta, D), trace, like="backward")    what such a function returns, for one network

    Parameters
    ----------
    answer : object
        What the learner has. None, ..., NotImplemented, and a function that has nothing else in it or raises
        NotImplementedError, count as not attempted.
    trace : Trace, optional
        What `run` returned: the network and its examples that the numbers are from; with a function, the only one that
        it is tried on.
    of : str or Quantity, optional
        What is asked for, by its code: "z.2.1", "D.1.2.0", "J", "delta.3", "a.2.1@4", "delta.3@4" (of example 4), "D".
    like : {"forward", "cost", "backward", "step"}, optional
        Which pass the answer is. It is called as the core's is: forward(net, X), cost(net, fwd, Y, lam),
        backward(net, fwd, Y, lam); step(net, X, Y, lam, alpha) returns the Θ after one step of descent, or a Network.
        With `of`, only "step" goes: it asks for a weight after that step.
    alpha : float, optional
        Learning rate α > 0 of a step: of numbers, 1 if not given; of a function, on the first network it is tried on.
    m, sizes, hidden, output, cost
        What networks a function is tried on: examples each, 1 to 10,000 (m=1 is a single example, x and y as vectors),
        sizes, and functions as in `Network`, sigmoid if not given; the cost is by default cross-entropy, of "identity"
        outputs the squared error. By default m and sizes vary.

    Returns
    -------
    Verdict
        With ``.ok``, ``.fault``, ``.message``; nothing that a learner does raises.

    Raises
    ------
    ValueError, TypeError
        If the question makes no sense: no such quantity, nothing to compare with, an argument that there isn't or that
        doesn't fit.

    Notes
    -----
    Of a number that looks typed, the last digit that a card shows may be off by one, or 2 in 1000; of a computed one,
    a millionth of the largest in its layer.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> trace = run(*examples.lecture())
    >>> check(0.0588, trace, "delta.2.2")
    ✓ Right: δ₂⁽²⁾ = +0.0588.
    >>> check(0.272, trace, "delta.2.2").fault
    'dJda_for_delta'
    >>> check(None, trace, "delta.2.2")
    – Not attempted yet: δ₂⁽²⁾
    """
    if like is not None:
        one_of("like", like, KINDS)
    chosen = {"m": m, "sizes": sizes, "hidden": hidden, "output": output, "cost": cost}
    if trace is not None and any(value is not None for value in chosen.values()):
        names = " and ".join(name for name, value in chosen.items() if value is not None)
        raise ValueError(f"check was given a trace, which has its own network and examples: leave out {names}")
    if alpha is not None:
        alpha = learning_rate(alpha)
    if trace is not None:
        check_has("trace", trace, "delta", A_TRACE)
    with np.errstate(all="ignore"):  # a learner may have told numpy to raise; here ∞ is a number like others
        if of is not None:
            return check_asked(answer, trace, of, like, alpha)
        if like is None:
            raise ValueError("check needs to know what is asked: a code such as 'delta.2.2', or like='backward'")
        if callable(answer):
            tried_on = networks(alpha, m, sizes, hidden, output, cost) if trace is None else only(trace, like, alpha)
            return check_function(answer, like, tried_on)
        return check_returned(answer, like, trace, alpha)


def check_asked(answer: Any, trace: Trace | None, of: str | Quantity, like: str | None, alpha: float | None) -> Verdict:
    """Judge the numbers that are asked for by their code."""
    if trace is None:
        raise ValueError("check needs the trace that the number is from: check(0.06, trace, 'delta.2.2')")
    if like not in (None, "step"):
        raise ValueError(f"check was asked for {shown(of)} and for like={like!r}: leave one of the two out")
    wanted = wanted_of(of, trace, 1.0 if like == "step" and alpha is None else alpha)
    if like == "step" and wanted.kind != "Theta":
        raise ValueError(
            f"check was asked for {shown(of)}, but like='step' asks for a weight after the step, such as"
            f" 'Theta.1.1.0': for {wanted.name} before it leave like out"
        )
    return check_numbers(answer, wanted)


_YOURS = {"forward": "your forward pass", "cost": "your cost", "backward": "your backward pass", "step": "your step"}


def check_function(function: Callable[..., Any], like: str, tried_on: Sequence[tuple[Trace, float]]) -> Verdict:
    """Judge a function of a pass by what it gives on these networks, each with a learning rate."""
    about = about_arguments(function, like)
    if about:
        return Verdict(False, f"{about}.")
    tried = try_on(function, taken(function, like), like, tried_on, seconds=PATIENT_SECONDS)
    stopped = all(t.outcome.problem for t in tried)
    about = "" if any(t.ok for t in tried) else about_names(function, like, stopped=stopped)
    if about:
        return Verdict(False, f"{about}.")
    return judged(tried, like, name_of(function), function)


def check_returned(answer: Any, like: str, trace: Trace | None, alpha: float | None = None) -> Verdict:
    """Judge what a function of a pass returned for one network."""
    if is_blank(answer):
        return Verdict(None, _YOURS[like])
    if trace is None:
        return Verdict(False, f"This is no function. One is asked for that is called with {_arguments(like)}.")
    step = (1.0 if alpha is None else alpha) if like == "step" else None
    right = right_parts(trace, step)
    # an object of a learner's may do anything when it is looked at
    outcome = call(lambda: answer, Given({}), then=lambda value: read(like, value, right))
    reading = without_cost_after(reading_in(outcome), trace)
    tried = in_columns([Tried(outcome, reading, case_of(trace, step, reading))])
    return judged(tried, like, _YOURS[like])


def _arguments(like: str) -> str:
    return f"({', '.join(CALLED_WITH[like])})"
