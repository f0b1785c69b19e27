"""A verdict's sentences: what is wrong first, what a named fault is, and what to look at next."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from backprop_core import Quantity, value_of
from backprop_core.faults.formulas import formulas
from backprop_core.values import FIRST_LAYER
from backprop_widgets.checks.lines import z_alone_is_wrong
from backprop_widgets.notation.symbols import words
from backprop_widgets.notation.text import of_kind

if TYPE_CHECKING:
    from backprop_core import Trace
    from backprop_core.faults import Fault
    from backprop_widgets.checks.answers import Difference
    from backprop_widgets.checks.diagnosis import Case, Found, Suspect

_HIGH = str.maketrans("lL0123456789+−()", "ˡᴸ⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_LOW = str.maketrans("ij0123456789", "ᵢⱼ₀₁₂₃₄₅₆₇₈₉")


def plain(rule: str) -> str:
    """A rule as text, in the symbols that stand for quantities elsewhere.

    Examples
    --------
    >>> plain("δ^(L) = y − a^(L), with Θ_i0")
    'δ⁽ᴸ⁾ = y − a⁽ᴸ⁾, with Θᵢ₀'
    """
    rule = re.sub(r"\^(\([lL0-9+−]+\))", lambda match: match[1].translate(_HIGH), rule)
    return re.sub(r"_([ij0-9]+)(?![a-z_])", lambda match: match[1].translate(_LOW), rule).replace("g'", "g′")


def sentence(text: str) -> str:
    """End what is said with a full stop, if nothing else ends it."""
    return text if text[-1] in ".?!" else f"{text}."


def begun(text: str) -> str:
    """Begin what is said with a capital, unless it begins with a name.

    Examples
    --------
    >>> begun("what came back is z"), begun("my_backward was interrupted")
    ('What came back is z', 'my_backward was interrupted')
    """
    return text[0].upper() + text[1:] if text.startswith(("what ", "the ")) else text


# A named fault -------------------------------------------------------------------------------------------------------


def about_found(found: Found, case: Case, *, runs: bool = True) -> list[str]:
    """Say which fault gives just these numbers, and what is wrong about it, on this network.

    Parameters
    ----------
    found : Found
        At least one.
    case : Case
        Where it shows first.
    runs : bool
        Whether there are numbers from every network.
    """
    net, first = case.trace.net, case.answer.first
    where = found.where or ("" if runs else "Where it runs")
    start = f"{where} these" if where else "These"
    end = ["Where λ > 0 something else is wrong too."] if "λ" in found.where else []
    if len(found.suspects) > 1:
        several = "; ".join(" and ".join(f"“{plain(f.title)}”" for f in suspect) for suspect in found.suspects[:4])
        return [f"{start} numbers come from any of these mistakes, which can't be told apart here: {several}.", *end]
    (suspect,) = found.suspects
    if len(suspect) > 1:
        titles = " and ".join(f"“{plain(fault.title)}”" for fault in suspect)
        return [
            f"{start} are exactly the numbers of two slips at once: {titles}.",
            *_each_explained(suspect, case),
            *end,
        ]
    (fault,) = suspect
    rule, explanation = map(plain, fault.told(net))
    told = [f"{start} are exactly the numbers of “{plain(fault.title)}”: {rule}."]
    if case.answer.only:
        told = [f"That is what “{plain(fault.title)}” gives: {rule}."]
    return [*told, explanation + (_piece(fault, first, case.trace) if first else ""), *end]


def _each_explained(suspect: Suspect, case: Case) -> list[str]:
    return [plain(fault.told(case.trace.net)[1]) for fault in suspect]


def _piece(fault: Fault, first: Difference, trace: Trace) -> str:
    """What is missing or too much at the first wrong number, with its value."""
    try:
        pieces = {n: _valued(q, trace) for n, q in fault.pieces(first.quantity, trace.net.L).items()}
    except (ValueError, TypeError):
        return ""  # this quantity has none, as J has no unit
    return f" Here {fault.piece.format_map(pieces)}." if pieces else ""


def _valued(quantity: Quantity, trace: Trace) -> str:
    """A quantity with its number; of a batch, where the wrong number was a sum over it, that of example 1."""
    per_unit = quantity.kind in FIRST_LAYER
    if trace.X.ndim == 2 and per_unit and quantity.example is None:
        quantity = replace(quantity, example=1)
    return f"{words(quantity)} = {of_kind(quantity.kind, value_of(trace, quantity))}"


# Where to look -------------------------------------------------------------------------------------------------------


def next_look(case: Case) -> str:
    """Say which line of the pass to look at, with the rule that it should follow on this network."""
    first = case.answer.first
    if first is None:
        return ""
    kind, net = first.quantity.kind, case.trace.net
    rules = formulas(net)
    before = ", at the Θ before the step" if case.alpha is not None else ""
    if kind == "delta" and first.quantity.layer == net.L:
        return f"Look at the line for δ⁽ᴸ⁾: with this output and cost it is {plain(rules['delta'])}."
    if kind == "a" and first.quantity.layer == 1:
        return "a⁽¹⁾ should be x exactly as it was given: do you change X first?"
    if kind == "z" and z_alone_is_wrong(case):
        return "Every a is right: is z changed after its line, as z −= … inside g does? Write z = z − … there."
    return {
        "z": "Look at the line for z: each row of Θ times (1, a), the bias first.",
        "a": f"Look at g: {_g(net.activation_name(first.quantity.layer or net.L))}.",
        "J": f"Look at the line for J: {rules['cost']} + λ/(2m) Σ Θ², the biases left out{before}.",
        "delta": f"Look at the line from δ⁽ˡ⁺¹⁾ to δ⁽ˡ⁾: Θᵀδ without the bias column, times g′(z), {rules['slope']}.",
        "Delta": "Look at the line for Δ: δ⁽ˡ⁺¹⁾ times (1, a⁽ˡ⁾), added up over the examples.",
        "D": "Look at the line for D: δ⁽ˡ⁺¹⁾ times (1, a⁽ˡ⁾), summed over the examples, + λΘ but for the biases, / m.",
        "Theta": "Look at the step: Θ − αD, with all of D computed before any Θ is changed.",
    }.get(kind, "")


def _g(name: str) -> str:
    return {
        "sigmoid": "g(z) = 1 / (1 + e^(−z))",
        "tanh": "g(z) = tanh z",
        "relu": "g(z) = z where z > 0, else 0",
        "identity": "at this output a = z",
        "softmax": "a_k = e^(z_k) / Σ e^z, the sum over the outputs of one example",
    }[name]
