"""What the bug lab says of a fault that is found, and of one that is not the one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from backprop_widgets.bug_labs.symptoms import telling_apart
from backprop_widgets.checks.phrases import plain

if TYPE_CHECKING:
    from backprop_core import Network
    from backprop_core.faults import Fault
    from backprop_widgets.bug_labs.symptoms import Readings

FIGURES = re.compile(r": [\d.]+ / [\d.]+ / \d+(?:\.\d+)?[^.]*")  # in the symptoms: how far off D is on other networks


def rule_told(fault: Fault, net: Network) -> str:
    """Say what the fault is; how it shows is left to the instruments."""
    rule, explanation = fault.told(net)
    return f"The wrong rule: {plain(rule)}. {plain(explanation)}"


def told(fault: Fault, net: Network) -> str:
    """Say what the fault is and how it shows; without figures: those of this network stand in the instruments.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets.bug_labs.symptoms import PROGRAMS
    >>> told(PROGRAMS["gprime_left_out"], examples.lecture()[0]).partition(". ")[0]
    'The wrong rule: δ⁽ˡ⁾ = (Θ⁽ˡ⁾)ᵀ δ⁽ˡ⁺¹⁾, without g′(z⁽ˡ⁾)'
    """
    return f"{rule_told(fault, net)} {plain(FIGURES.sub('', fault.symptoms))}"


def why_not(here: Readings, guess: Fault, seed: int) -> str:
    """Give the reading that decides against a guess, one of those here if it can be; "" if there is none."""
    decider = telling_apart(here.fault, guess, seed, here)
    if decider is None:
        return ""
    found = f"On {decider.setting}, {decider.where} gives {decider.one} here"
    return f"{found}; with that bug it would give {decider.other}."
