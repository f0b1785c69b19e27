"""What check() says of numbers: of one, of a layer's array, or of those of all layers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import Quantity, Trace, value_of
from backprop_core.quantity import PER_WEIGHT, quantity_of
from backprop_core.validation import index
from backprop_core.values import FIRST_LAYER, check_quantity
from backprop_widgets.checks.answers import compared, decimals_of
from backprop_widgets.checks.arguments import Given
from backprop_widgets.checks.diagnosis import Case, Found, diagnose, right_parts
from backprop_widgets.checks.elsewhere import elsewhere
from backprop_widgets.checks.forms import Form
from backprop_widgets.checks.learner import call, is_blank
from backprop_widgets.checks.phrases import about_found, sentence
from backprop_widgets.checks.reading import PER_EXAMPLE, columns_fit_better, read_form, reading_in, turned
from backprop_widgets.checks.right_already import parts_right
from backprop_widgets.checks.shapes import about_shape, hint
from backprop_widgets.checks.verdict import Verdict
from backprop_widgets.notation.symbols import words
from backprop_widgets.notation.text import DECIMALS, OTHER_DECIMALS, SIGNED, apart, difference, of_kind

if TYPE_CHECKING:
    from backprop_widgets.checks.answers import Comparison, Difference
    from backprop_widgets.checks.forms import Parts
    from backprop_widgets.checks.reading import Reading

FAULTS_IN = (("descent",), ("forward", "cost", "backward"))  # a number has everything before it in it

SHORT_RELATIVE = 0.1  # how far a number of few decimals may be off, to be right as far as it goes


@dataclass(frozen=True)
class Wanted:
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

    @property
    def before(self) -> float | None:
        """Of a weight after a step, what it was before; else None."""
        q = self.number
        return value_of(self.trace, q) if q and self.kind == "Theta" and self.alpha is not None else None

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


def wanted_of(of: str | Quantity, trace: Trace, alpha: float | None) -> Wanted:
    """Read what is asked for; ValueError or TypeError if this trace has no such thing."""
    several = _SEVERAL.fullmatch(of) if isinstance(of, str) else None
    if several is None:
        q = quantity_of(of)
        check_quantity(trace, q)
        return Wanted(trace, alpha, q.kind, q.layer, q.example, q)
    kind, layer, example = several[1], *(int(n) if n else None for n in several.groups()[1:])
    if layer is not None:
        index("layer", layer, FIRST_LAYER.get(kind, 1), trace.net.L - (kind in PER_WEIGHT), f"the layer of {kind}")
    if example is not None:
        if kind in PER_WEIGHT:
            raise ValueError(f"{of!r} names an example, but {kind} covers all of them: leave @{example} out")
        index("example", example, 1, trace.m, "an example")
    return Wanted(trace, alpha, kind, layer, example if trace.X.ndim == 2 else None)


def check_numbers(value: Any, wanted: Wanted) -> Verdict:
    """Judge a number or the arrays of layers, and name the fault that gives just these."""
    if is_blank(value):
        return Verdict(None, wanted.name)
    if callable(value):
        return Verdict(False, f"{wanted.name} is asked for, but this is a function: call it, and give what it returns.")
    form = Form({wanted.kind: value})
    # an object of a learner's may do anything when it is looked at
    outcome = call(lambda: value, Given({}), then=lambda _: _read(form, wanted))
    reading = reading_in(outcome)
    answer = compared(reading, wanted.right, only=wanted.number)
    found = Found([])
    if answer.first and not answer.typed:
        found = _found(answer, wanted)
        if wanted.number and not found.suspects:  # computed, but maybe from numbers as they are printed
            answer = compared(reading, wanted.right, only=wanted.number, typed=True)
    if answer.first and answer.typed:
        found = _found(answer, wanted)
    message = _about_numbers(answer, wanted, found)
    return Verdict(answer.ok, message, found.names, answer=answer)


def _read(form: Form, wanted: Wanted) -> Reading:
    """Read the numbers with a row for each example, or with a column, if so they fit, or more of them is right."""
    rows = read_form(form, wanted.right, strict=False, only=wanted.number, last=wanted.trace.net.L)
    if wanted.number or wanted.kind not in PER_EXAMPLE:
        return rows
    columns = turned(read_form(form, wanted.right, last=wanted.trace.net.L), wanted.right)
    return columns if columns_fit_better([rows], [columns], [wanted.right]) else rows


def _found(answer: Comparison, wanted: Wanted) -> Found:
    if answer.first and (_is_before_the_step(answer.first, wanted) or _is_short(answer.first, wanted)):
        return Found([])
    return diagnose([_case(answer, wanted)], FAULTS_IN)


def _case(answer: Comparison, wanted: Wanted) -> Case:
    return Case(wanted.trace, wanted.alpha, wanted.pick, answer)


def _about_numbers(answer: Comparison, wanted: Wanted, found: Found) -> str:
    reading = answer.reading
    if answer.ok:
        return _named_right(wanted) + "".join(f"\nNote: {note}." for note in reading.notes)
    if reading.slips:
        return sentence(reading.slips[0])
    if reading.misshapen:
        (kind, l), array = next(iter(reading.misshapen.items()))
        name = wanted.name if wanted.number or wanted.example else ""
        came_from = "" if wanted.example or wanted.number else hint([(wanted.trace, kind, l, array.shape)])
        return f"{about_shape(kind, l, array, np.asarray(wanted.right[kind][l]), name)}. {came_from}".strip()
    if answer.first is None:
        return f"Still missing: {', '.join(reading.missing)}. What is there is right."
    if _is_before_the_step(answer.first, wanted):
        return f"{_how_far(answer.first)}\nThat is {wanted.name} as it was before the step."
    if _is_short(answer.first, wanted):
        decimals = DECIMALS.get(wanted.kind, OTHER_DECIMALS)
        return f"{answer.first.given} is right as far as it goes: give {wanted.name} with {decimals} decimals."
    if found.suspects:
        more = about_found(found, _case(answer, wanted))
    else:
        other = _other_quantity(answer.first, wanted) if wanted.number else ""
        more = [other] if other else []
    return "\n".join([*_right_already(answer, wanted), _how_far(answer.first), *more])


def _right_already(answer: Comparison, wanted: Wanted) -> list[str]:
    """Of arrays, which of their numbers are right."""
    if wanted.number:
        return []
    parts = parts_right([_case(answer, wanted)])
    masks = [mask for layers in answer.wrong.values() for mask in layers.values()]
    right, size = sum(int((~mask).sum()) for mask in masks), sum(mask.size for mask in masks)
    if not parts and right:
        parts = [f"{right} of {size} numbers"]
    return [f"Right already: {', '.join(parts)}."] if parts else []


def _named_right(wanted: Wanted) -> str:
    if wanted.number:
        (right,) = wanted.right[wanted.kind].values()
        return f"{wanted.name} = {of_kind(wanted.kind, float(right))}."
    return f"every number of {wanted.name}."


def _how_far(first: Difference) -> str:
    """Not the right number itself: it is still to be found."""
    kind = first.quantity.kind
    if not np.isfinite(first.given):
        return f"{words(first.quantity)} is {of_kind(kind, first.given)}: something was divided by 0, or log 0 taken."
    given, _ = apart(kind, first.given, first.right)
    same = kind in SIGNED and first.given * first.right > 0
    sign = "its sign is right, but it is " if same else ""
    return f"{words(first.quantity)} is not {given}: {sign}{in_size(first.given, first.right)}."


def in_size(given: float, right: float) -> str:
    """How a number differs from the right one, by sign and size, without giving that away.

    Examples
    --------
    >>> in_size(-0.359, -0.111), in_size(-0.1, 0.1)
    ('3.2 times too large in size', 'only its sign is wrong')
    >>> in_size(1.5, 0.0), in_size(0.0, 0.3), in_size(1.02, 1.0)
    ('it is 0', 'it is not 0', 'too large in size by 0.02')
    """
    if right == 0:
        return "it is 0"
    if given == 0:
        return "it is not 0"
    ratio = abs(given / right)
    opposite = (given < 0) != (right < 0)
    if abs(ratio - 1) < 1e-3 and opposite:
        return "only its sign is wrong"
    if 0.9 < ratio < 1.1:
        size = f"too {'large' if ratio > 1 else 'small'} in size by {difference(abs(given), abs(right))}"
    else:
        size = f"{_times(ratio)} times too {'large' if ratio > 1 else 'small'} in size"
    return f"its sign is wrong, and it is {size}" if opposite else size


def _times(ratio: float) -> str:
    size = max(ratio, 1 / ratio)
    return f"{size:.2g}" if size < 99.5 else f"{size:.0f}" if size < 1e6 else "over a million"


def _is_before_the_step(first: Difference, wanted: Wanted) -> bool:
    """Whether the weight was given as it was; to the last digit, for after a short step it may be nearly the same."""
    return wanted.before is not None and abs(first.given - wanted.before) <= 1e-9 * max(1.0, abs(wanted.before))


def _is_short(first: Difference, wanted: Wanted) -> bool:
    return wanted.number is not None and _right_but_short(first)


def _right_but_short(first: Difference) -> bool:
    """Whether the number is the right one, to fewer decimals than a card shows, but nearer than 1 is to 0.77."""
    decimals = decimals_of(first.given)
    short = decimals < DECIMALS.get(first.quantity.kind, OTHER_DECIMALS)
    near = min(0.5 * 10.0**-decimals * (1 + 1e-9), SHORT_RELATIVE * abs(first.right))
    return short and first.given != 0 and abs(first.given - first.right) <= near


def _other_quantity(first: Difference, wanted: Wanted) -> str:
    others = elsewhere(first.given, first.quantity, wanted.trace)
    return f"That is the value of {' and of '.join(map(words, others))}." if 0 < len(others) <= 3 else ""
