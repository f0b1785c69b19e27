"""What a question is about: numbers of a trace, or what a function gives."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from backprop_core import Quantity, Trace, value_of
from backprop_core.faults import FAULTS
from backprop_core.line_by_line import trace_with
from backprop_core.quantity import quantity_of
from backprop_core.validation import described
from backprop_core.values import check_quantity
from backprop_widgets.notation.text import of_kind
from backprop_widgets.session.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

IN_THE_PASSES = {name: fault for name, fault in FAULTS.items() if fault.kind != "descent"}


@dataclass(frozen=True)
class Subject:
    """What the outcome comes from.

    Attributes
    ----------
    outcome : callable
        Gives a number; numbers by name; or one of the options.
    trace : callable or None
        Gives the trace whose numbers they are; None where a function answers by itself.
    numbers : mapping
        From an option, a code in braces, to the number of the trace.
    """

    outcome: Callable[[], Any]
    trace: Callable[[], Trace] | None = None
    numbers: dict[str, Quantity] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The numbers as options."""
        return tuple(self.numbers)

    def show(self, value: float) -> str:
        """Write a number as the cards do."""
        return of_kind(next((q.kind for q in self.numbers.values()), ""), value)

    def with_fault(self, name: str) -> Callable[[], float]:
        """Give what a wrong rule makes of the number; NaN on a network that the learner has changed so that it stops.

        Raises
        ------
        ValueError
            If there is no such rule in the two passes, or it can't be followed here.
        """
        if self.trace is None or name not in IN_THE_PASSES:
            rules = f", or a fault: {', '.join(IN_THE_PASSES)}" if self.trace else ""
            raise ValueError(f"because has {name!r}: expected 'right', a number{rules}")
        value = partial(_value_with, name, self.trace, *self.numbers.values())
        value()
        return partial(_or_nan, value)


def _value_with(name: str, trace: Callable[[], Trace], q: Quantity) -> float:
    fault = IN_THE_PASSES[name]
    return value_of(trace_with(fault.kind, fault.wrong, trace()), q)


def _or_nan(value: Callable[[], float]) -> float:
    try:
        return value()
    except ValueError:
        return math.nan


def subject_of(source: object, codes: Sequence[str], *, several: bool) -> Subject:
    """Find what a question is about.

    Raises
    ------
    ValueError, TypeError
        If there is no such thing.
    """
    if callable(source):
        if codes:
            raise ValueError(
                f"of is {', '.join(map(repr, codes))}: leave it out beside a function, which gives the number"
            )
        return Subject(source)
    trace = _trace_of(source)
    numbers = {f"{{{code}}}": quantity_of(code) for code in codes}
    if not numbers:
        raise ValueError('which number is asked for? Give its code, such as "delta.2.1"')
    if several and len(numbers) < 2:
        raise ValueError('the largest of how many? Give their codes: ["delta.2.1", "delta.2.2"]')
    if not several and len(numbers) > 1:
        raise ValueError(f'of is {", ".join(map(repr, codes))}: give one code, for several are for ask="largest"')
    for q in numbers.values():
        check_quantity(trace(), q)
    if several:
        return Subject(lambda: {name: value_of(trace(), q) for name, q in numbers.items()}, trace, numbers)
    (q,) = numbers.values()
    return Subject(lambda: value_of(trace(), q), trace, numbers)


def _trace_of(source: object) -> Callable[[], Trace]:
    source = getattr(source, "session", source)
    if isinstance(source, Session):
        return lambda: source.trace
    if isinstance(source, Trace):
        return lambda: source
    raise TypeError(
        f"source is {described(source)}: the outcome has to come from a Trace, a Session, a view or a function"
    )
