"""What check() says of numbers: of one, of a layer's array, or of those of all layers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import Quantity, Trace, value_of
from backprop_core.quantity import FIRST_LAYER, PER_WEIGHT, check_quantity
from backprop_core.validation import index
from backprop_widgets.answers import compared, decimals_of
from backprop_widgets.codes import quantity_of
from backprop_widgets.diagnosis import Case, Diagnosis, diagnose, elsewhere, right_parts
from backprop_widgets.draw.notation import words
from backprop_widgets.draw.text import DECIMALS, OTHER_DECIMALS, apart, difference, of_kind
from backprop_widgets.learner import is_blank
from backprop_widgets.verdict import Verdict, sentence

if TYPE_CHECKING:
    from backprop_widgets.answers import Comparison, Difference
    from backprop_widgets.reading import Parts

FAULTS_IN = (("descent",), ("forward", "cost", "backward"))  # a number has everything before it in it


@dataclass(frozen=True)
class Question:
    """What is asked for: one number, or a layer's array (of one example), or those of all layers."""

    trace: Trace
    alpha: float | None
    kind: str
    layer: int | None = None
    example: int | None = None
    number: Quantity | None = None

    @property
    def name(self) -> str:
        """What it is called."""
        return words(self.number or Quantity(self.kind, self.layer, example=self.example))

    @cached_property
    def right(self) -> Parts:
        """The right numbers."""
        parts = right_parts(self.trace, self.alpha)
        if self.number and self.kind not in parts:
            return {self.kind: {self.layer or 0: np.asarray(value_of(self.trace, self.number))}}
        return self.pick(parts)

    def pick(self, parts: Parts) -> Parts:
        """Take what is asked for out of all numbers; what no pass returns is not among them, and stays as it is."""
        if self.kind not in parts:
            return self.right
        layers = parts[self.kind]
        if self.number:
            return {self.kind: {self.layer or 0: _entry(layers, self.number, self.trace)}}
        chosen = layers if self.layer is None else {self.layer: layers[self.layer]}
        return {self.kind: {l: v if self.example is None else v[self.example - 1] for l, v in chosen.items()}}


def _entry(layers: Any, q: Quantity, trace: Trace) -> Any:
    if q.kind == "J":
        return layers[0]
    if q.kind in PER_WEIGHT:
        return layers[q.layer][q.i - 1, q.j]
    row = layers[q.layer] if trace.X.ndim == 1 else layers[q.layer][q.example - 1]
    return row[q.i - 1]


_SEVERAL = re.compile(r"(z|a|delta|Theta|Delta|D)(?:\.(\d+))?(?:@(\d+))?", re.ASCII)


def question(of: str | Quantity, trace: Trace, alpha: float | None) -> Question:
    """Read what is asked for; ValueError or TypeError if this trace has no such thing."""
    several = _SEVERAL.fullmatch(of) if isinstance(of, str) else None
    if several is None:
        q = quantity_of(of) if isinstance(of, str) else of
        check_quantity(trace, q)
        return Question(trace, alpha, q.kind, q.layer, q.example, q)
    kind, layer, example = several[1], *(int(n) if n else None for n in several.groups()[1:])
    if layer is not None:
        index("layer", layer, FIRST_LAYER.get(kind, 1), trace.net.L - (kind in PER_WEIGHT), f"the layer of {kind}")
    if example is not None:
        index("example", example, 1, trace.m, "an example")
    return Question(trace, alpha, kind, layer, example if trace.X.ndim == 2 else None)


def check_numbers(value: Any, asked: Question) -> Verdict:
    """Judge a number or the arrays of layers, and name the fault that gives just these."""
    if is_blank(value):
        return Verdict(None, asked.name)
    if callable(value):
        return Verdict(False, f"{asked.name} is asked for, but this is a function: call it, and give what it returns.")
    answer = compared({asked.kind: value}, asked.right, only=asked.number)
    found = Diagnosis()
    if answer.first and not answer.typed:
        found = diagnose([Case(asked.trace, asked.alpha, asked.pick, answer)], FAULTS_IN)
        if asked.number and not found.faults:  # computed, but maybe from numbers as they are printed
            answer = compared({asked.kind: value}, asked.right, only=asked.number, typed=True)
    if answer.first and answer.typed:
        found = diagnose([Case(asked.trace, asked.alpha, asked.pick, answer)], FAULTS_IN)
    message = _about_numbers(answer, asked, found)
    return Verdict(answer.ok, message, found.faults, answer=answer)


def _about_numbers(answer: Comparison, asked: Question, found: Diagnosis) -> str:
    if answer.ok:
        return _named_right(asked)
    if answer.slips:
        return sentence(answer.slips[0])
    if answer.first is None:
        return answer.still_missing
    if asked.number and _right_but_short(answer.first):
        decimals = DECIMALS.get(asked.kind, OTHER_DECIMALS)
        return f"{answer.first.given} is right as far as it goes: give {asked.name} with {decimals} decimals."
    more = found.words or (_other_quantity(answer.first, asked) if asked.number else "")
    return "\n".join([_how_far(answer.first), *([more] if more else [])])


def _named_right(asked: Question) -> str:
    if asked.number:
        (right,) = asked.right[asked.kind].values()
        return f"{asked.name} = {of_kind(asked.kind, float(right))}."
    return f"every number of {asked.name}."


def _how_far(first: Difference) -> str:
    """Not the right number itself: it is still to be found."""
    kind = first.quantity.kind
    if not np.isfinite(first.given):
        return f"{words(first.quantity)} is {of_kind(kind, first.given)}: something was divided by 0, or log 0 taken."
    given, _ = apart(kind, first.given, first.right)
    too = "large" if first.given > first.right else "small"
    return f"{words(first.quantity)} is not {given}: that is too {too} by {difference(first.given, first.right)}."


def _right_but_short(first: Difference) -> bool:
    """Whether the number is the right one, rounded to fewer decimals than a card shows."""
    decimals = decimals_of(first.given)
    short = decimals < DECIMALS.get(first.quantity.kind, OTHER_DECIMALS)
    return short and first.given != 0 and abs(first.given - first.right) <= 0.5 * 10.0**-decimals * (1 + 1e-9)


def _other_quantity(first: Difference, asked: Question) -> str:
    others = elsewhere(first.given, first.quantity, asked.trace)
    return f"That is the value of {' and of '.join(map(words, others))}." if 0 < len(others) <= 3 else ""
