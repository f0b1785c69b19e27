"""check(): a learner's number, array or function is judged, and the misconception in it named."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import Network, Quantity, Trace, run
from backprop_core.validation import index, one_of
from backprop_widgets.answers import compared
from backprop_widgets.check_numbers import check_numbers, question
from backprop_widgets.diagnosis import Case, diagnose, right_parts
from backprop_widgets.draw.notation import words
from backprop_widgets.draw.text import apart
from backprop_widgets.learner import CALLED_WITH, Outcome, call_on, is_blank, name_of, taken
from backprop_widgets.reading import KINDS, Slip, parts_of
from backprop_widgets.verdict import Verdict, sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backprop_core.validation import Array
    from backprop_widgets.answers import Comparison
    from backprop_widgets.reading import Parts

# The kinds of faults that may be in a function of each pass.
_FAULTS_IN = {
    "forward": (("forward",),),
    "cost": (("cost",),),
    "backward": (("backward",),),
    "step": (("descent",), ("backward",)),
}

# Sizes, examples and λ of the networks that a function is tried on. λ = 0 comes first, as in any gradient check. One
# has nothing square, so that a forgotten transpose can't fit; one is all square, so that it shows as numbers.
_NETWORKS = (
    ((2, 2, 2, 1), 4, 0.0),
    ((2, 3, 2, 1), 3, 0.0),
    ((3, 3, 3, 3), 5, 0.0),
    ((3, 4, 4, 2), 4, 1.0),
    ((4, 2, 5, 3), 3, 1.0),
    ((3, 5, 2), 5, 1.0),
    ((2, 3, 3, 2, 1), 3, 1.0),
)


def check(
    answer: Any,
    trace: Trace | None = None,
    of: str | Quantity | None = None,
    *,
    like: str | None = None,
    alpha: float | None = None,
    m: int | None = None,
    sizes: Sequence[int] | None = None,
    **choices: Any,
) -> Verdict:
    r"""Judge an answer: right, or what is wrong with it, and which misconception gives just these numbers.

    Three questions can be asked::

        check(0.0588, trace, "delta.2.2")        a number; "delta.3" a layer's array, "delta" those of all layers
        check(my_backward, like="backward")      a function, on several networks with and without square matrices
        check((delta, D), trace, like="backward")    what such a function returns, for one network

    Parameters
    ----------
    answer : object
        What the learner has. None, ..., NotImplemented, and a function that returns such a thing or raises
        NotImplementedError, count as not attempted.
    trace : Trace, optional
        The network and its examples that the numbers are from; with a function, the only one that it is tried on.
    of : str or Quantity, optional
        What is asked for, by its code: "z.2.1", "D.1.2.0", "J", "delta.3", "a.2.1@4", "delta.3@4" (of example 4), "D".
    like : {"forward", "cost", "backward", "step"}, optional
        Which pass the answer is. It is called as the core's is: forward(net, X), cost(net, fwd, Y, lam),
        backward(net, fwd, Y, lam); step(net, X, Y, lam, alpha) returns the Θ after one step of descent, or a Network.
        With `of`, "step" asks for a weight after that step.
    alpha : float, optional
        Learning rate of a step; 1 if not given.
    m, sizes, **choices
        What networks a function is tried on: examples each (m=1 is a single example, x and y as vectors), sizes, and
        `hidden`, `output`, `cost` as in `Network`. Otherwise various, with sigmoid units.

    Returns
    -------
    Verdict
        With ``.ok``, ``.fault``, ``.message``; nothing that a learner does raises.

    Raises
    ------
    ValueError, TypeError
        If the question makes no sense: no such quantity, nothing to compare with.

    Notes
    -----
    Of a number that looks typed, the last digit that a card shows may be off by one, or 2 in 1000; of a computed one,
    a millionth of the largest in its layer.

    Examples
    --------
    >>> from backprop_core import examples
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
    if like == "step" and alpha is None:
        alpha = 1.0
    if of is not None:
        if trace is None:
            raise ValueError("check needs the trace that the number is from: check(0.06, trace, 'delta.2.2')")
        return check_numbers(answer, question(of, trace, alpha))
    if like is None:
        raise ValueError("check needs to know what is asked: a code such as 'delta.2.2', or like='backward'")
    if callable(answer):
        traces = [trace] if trace is not None else _traces(m, sizes, choices)
        return _check_function(answer, like, traces, alpha)
    if is_blank(answer):
        return Verdict(None, f"your {like}")
    if trace is None:
        return Verdict(False, f"This is no function. One is asked for that is called with {_arguments(like)}.")
    return _verdict_on([_tried(Outcome(answer), like, trace, alpha)], like, f"your {like}")


# Functions, and what they return -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Tried:
    """What came of a function on one network: a case to diagnose, or no more than a problem."""

    outcome: Outcome
    trace: Trace
    problem: str
    case: Case | None = None

    @property
    def answer(self) -> Comparison | None:
        return self.case.answer if self.case else None

    @property
    def ok(self) -> bool:
        return self.case is not None and self.case.answer.ok


@lru_cache(maxsize=32)
def _networks(m: int | None, sizes: tuple[int, ...] | None, choices: tuple[tuple[str, Any], ...]) -> tuple[Trace, ...]:
    wanted = _NETWORKS if sizes is None else ((sizes, 4, 0.0), (sizes, 3, 1.0))
    return tuple(_network(seed, s, m or examples, lam, dict(choices)) for seed, (s, examples, lam) in enumerate(wanted))


def _traces(m: int | None, sizes: Sequence[int] | None, choices: dict[str, Any]) -> list[Trace]:
    if m is not None:
        index("m", m, 1, 10_000, "the number of examples")
    return list(_networks(m, None if sizes is None else tuple(sizes), tuple(sorted(choices.items()))))


def _network(seed: int, sizes: Sequence[int], m: int, lam: float, choices: dict[str, Any]) -> Trace:
    rng = np.random.default_rng(seed)
    net = Network.random(sizes, rng, scale=1.5, **choices)
    X = np.round(rng.normal(size=(m, sizes[0])), 2)
    K = sizes[-1]
    if net.output == "softmax":
        Y: Array = np.eye(K)[np.arange(m) % K]
    elif net.output == "identity":
        Y = np.round(rng.normal(size=(m, K)), 2)
    else:
        Y = np.arange(m * K).reshape(m, K) % 2.0  # 0, 1, 0, 1, ...
        Y = 0.1 + 0.8 * Y if lam else Y  # and some between, so that log y is a number too
    return run(net, X[0], Y[0], lam) if m == 1 else run(net, X, Y, lam)


def _arguments(like: str) -> str:
    return f"({', '.join(CALLED_WITH[like])})"


def _check_function(function: Callable[..., Any], like: str, traces: list[Trace], alpha: float | None) -> Verdict:
    name, names = name_of(function), taken(function, like)
    if not names:
        return Verdict(False, f"{name} takes other arguments: it is called with {_arguments(like)}.")
    tried: list[_Tried] = []
    for trace in traces:
        outcome, its_trace = call_on(trace, function, names, alpha)
        if not outcome.attempted and not tried:
            return Verdict(None, f"{name} (it gave back {outcome.value})", printed=outcome.printed)
        tried.append(_tried(outcome, like, its_trace, alpha))
        if outcome.stopped:
            break
    return _verdict_on(tried, like, name)


def _tried(outcome: Outcome, like: str, trace: Trace, alpha: float | None) -> _Tried:
    if outcome.problem:
        return _Tried(outcome, trace, outcome.problem)
    if is_blank(outcome.value):
        return _Tried(outcome, trace, "nothing came back")
    try:
        parts = parts_of(like, outcome.value)
    except Slip as slip:
        return _Tried(outcome, trace, str(slip))

    def pick(every: Parts) -> Parts:
        return {kind: every[kind] for kind in parts}

    answer = compared(parts, pick(right_parts(trace, alpha)), typed=False)
    return _Tried(outcome, trace, " ".join(answer.slips[:1]), Case(trace, alpha, pick, answer))


def _verdict_on(tried: list[_Tried], like: str, name: str) -> Verdict:
    first_bad = next((t for t in tried if not t.ok), None)
    decisive = first_bad or tried[0]
    printed, answer = decisive.outcome.printed, decisive.answer
    if first_bad is None:
        return Verdict(True, _all_right(tried, name, like), (), printed, answer)
    lines = [f"{_where(first_bad.trace, like)}{_what_is_wrong(first_bad)}"]
    diagnosis = diagnose([t.case for t in tried if t.case and not t.case.answer.slips], _FAULTS_IN[like])
    if diagnosis.words:
        lines.append(("Where the shapes fit: " if first_bad.problem else "") + diagnosis.words)
    return Verdict(False, "\n".join(lines), diagnosis.faults, printed, answer)


def _all_right(tried: list[_Tried], name: str, like: str) -> str:
    if len(tried) == 1:
        return "every number."
    sizes = ", ".join(dict.fromkeys(_sizes(t.trace) for t in tried))
    lams = " and ".join(f"{lam:g}" for lam in sorted({t.trace.lam for t in tried}))
    return f"{name} gives every number right, on networks {sizes}{f', with λ = {lams}' * (like != 'forward')}."


def _where(trace: Trace, like: str) -> str:
    lam = "" if like == "forward" else f", λ = {trace.lam:g}"
    return f"On {_sizes(trace)} with {trace.m} example{'s' * (trace.m > 1)}{lam}: "


def _sizes(trace: Trace) -> str:
    return "-".join(map(str, trace.net.sizes))


def _what_is_wrong(tried: _Tried) -> str:
    if tried.problem or tried.answer is None:
        return sentence(tried.problem)
    if tried.answer.first is None:
        return tried.answer.still_missing
    first = tried.answer.first
    given, right = apart(first.quantity.kind, first.given, first.right)
    return (
        f"{words(first.quantity)} is {given}, but right is {right}.{_right_layers(tried.answer, first.quantity.kind)}"
    )


def _right_layers(answer: Comparison, kind: str) -> str:
    """Which layers of what came out wrong are right; not the inputs, which are given."""
    names = [
        words(Quantity(kind, l)) for l, mask in answer.wrong[kind].items() if not mask.any() and (kind, l) != ("a", 1)
    ]
    return f" Right so far: {', '.join(names)}." if names else ""
