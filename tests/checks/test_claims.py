"""What is said of a named fault is so: each number in its sentences is the core's, on each legal kind of network."""

import itertools
import re

import numpy as np
import pytest

from backprop_core.activations import HIDDEN
from backprop_core.costs import PAIRS
from backprop_core.faults import FAULTS
from backprop_widgets import check
from backprop_widgets.checks.phrases import plain
from tests.networks import how_many, random_trace

from .claims import untrue, untrue_numbers
from .traces import LIKE

EVERY = list(itertools.product(HIDDEN, PAIRS, (0.0, 0.7), (None, 4)))  # hidden, (output, cost), λ, m
NETWORKS = EVERY[:: how_many(3, 1)]  # of every third each hidden comes with each pair, each pair with each λ and m


def verdicts(hidden, pair, lam, m):
    """What is said of each fault on one network, where it can be tried and shows."""
    trace = random_trace(np.random.default_rng(3), (3, 3, 3, 2), m, lam, hidden=hidden, output=pair[0], cost=pair[1])
    for fault in FAULTS.values():
        alpha = 0.5 if fault.kind == "descent" else None
        try:
            verdict = check(fault.wrong, trace, like=LIKE[fault.kind], alpha=alpha)
        except ValueError:  # this cost has no place for it
            continue
        if verdict.ok is False and verdict.faults:
            yield fault, trace, verdict


@pytest.mark.parametrize(("hidden", "pair", "lam", "m"), NETWORKS)
def test_the_numbers_in_a_faults_sentences_are_the_cores(hidden, pair, lam, m):
    stated, found = 0, 0
    for fault, trace, verdict in verdicts(hidden, pair, lam, m):
        found += 1
        tried_on = [(trace, 0.5), (trace, 0.25)] if fault.kind == "descent" else [(trace, 1.0)]
        assert untrue(verdict.message, fault.wrong, LIKE[fault.kind], tried_on) == [], fault.name
        for line in verdict.message.splitlines():
            wrong, many = untrue_numbers(line, trace)
            assert wrong == [], (fault.name, line)
            stated += many
        if len(verdict.faults) == 1 and " + " not in verdict.faults[0]:
            named = FAULTS[verdict.faults[0]]
            assert plain(named.told(trace.net)[0]) in verdict.message
            no_g = "softmax" in pair and "output_gprime" in named.piece  # a softmax has no g' of one z
            of_J = str(verdict.answer.first.quantity) == "J"
            assert not named.piece or no_g or of_J or "Here " in verdict.message
    assert found >= 20
    assert stated >= 10


def test_a_wrong_number_in_a_sentence_would_be_found():
    fault, trace, verdict = next(
        case for case in verdicts("tanh", ("sigmoid", "cross_entropy"), 0.7, 4) if case[0].name == "gprime_left_out"
    )
    (line,) = [line for line in verdict.message.splitlines() if "Here " in line]
    assert untrue_numbers(line, trace) == ([], 1)
    number = re.search(r"= (0\.\d+)\.", line)[1]
    wrong, _ = untrue_numbers(line.replace(number, "0.1234"), trace)
    assert [(said, right) for _, said, right in wrong] == [("0.1234", number)]
    assert fault.name == "gprime_left_out"
