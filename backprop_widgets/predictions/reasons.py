"""Why an answer is right or wrong: one sentence for each option, or for each wrong rule that gives a number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from backprop_widgets.notation.typed import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

RIGHT = "right"  # the key of the sentence about the number that is right


@dataclass(frozen=True)
class Slip:
    """A wrong rule: the number that it gives, and what is said to somebody who gives that number."""

    value: Callable[[], float]
    sentence: str


@dataclass(frozen=True)
class Reasons:
    """What is said about answers.

    Attributes
    ----------
    options : mapping
        A sentence for each option; for a number only one, under `RIGHT`.
    slips : tuple of Slip
        Of a number, the wrong rules that are known.
    """

    options: Mapping[str, str]
    slips: tuple[Slip, ...] = ()

    def sentences(self) -> list[str]:
        """All that may be said."""
        return [*self.options.values(), *(slip.sentence for slip in self.slips)]

    def why(self, option: str) -> str:
        """Say what belongs to one option; "" where nothing was written."""
        return self.options.get(option, "")

    def why_number(self, guess: float, value: float, tolerance: float, show: Callable[[float], str]) -> str:
        """Say how far off a number is, and which rule gives it.

        Examples
        --------
        >>> reasons = Reasons({RIGHT: "Output minus target."}, (Slip(lambda: 0.4, "The target is 1, not 0."),))
        >>> reasons.why_number(0.41, -0.6, 0.05, "{:.2f}".format)
        '1.01 too high. The target is 1, not 0.'
        >>> reasons.why_number(0.6, -0.6, 0.05, "{:.2f}".format)
        'The size is right, the sign is not. Output minus target.'
        """
        far = how_far(guess, value, show)
        if abs(guess - value) > tolerance:
            near = [slip for slip in self.slips if abs(guess - slip.value()) <= tolerance]
            if near:
                return f"{far} {near[0].sentence}"
            if abs(guess + value) <= tolerance:
                far = "The size is right, the sign is not."
            elif show(guess) == show(value):
                far = f"{abs(guess - value):.1g} {_way(guess, value)}."
        return f"{far} {self.why(RIGHT)}".rstrip()


def how_far(guess: float, value: float, show: Callable[[float], str]) -> str:
    """Say how far a number is from the right one, in the digits that are shown.

    Examples
    --------
    >>> [how_far(guess, 0.79077, "{:.4f}".format) for guess in (0.75, 0.8, 0.7908)]
    ['0.0408 too low.', '0.0092 too high.', 'Exactly so.']
    """
    if show(guess) == show(value):
        return "Exactly so."
    return f"{show(abs(guess - value)).lstrip('+')} {_way(guess, value)}."


def _way(guess: float, value: float) -> str:
    return "too high" if guess > value else "too low"


def of_options(because: Mapping[str, str], among: Sequence[str]) -> Reasons:
    """Take a sentence for each option.

    Raises
    ------
    ValueError
        If an option has none, or a sentence belongs to no option.
    """
    missing = [option for option in among if not because.get(option, "").strip()]
    if because and missing:
        raise ValueError(f"because has no sentence for {', '.join(map(repr, missing))}: each answer gets its reason")
    unknown = [option for option in because if option not in among]
    if unknown:
        options = ", ".join(map(repr, among))
        raise ValueError(f"because has {', '.join(map(repr, unknown))}, but the answers are {options}")
    return Reasons(dict(because))


def of_number(because: Mapping[Any, str], given: Callable[[str], Callable[[], float]]) -> Reasons:
    """Take a sentence about the right number, and one for each wrong rule, named as a fault or given by its number.

    Parameters
    ----------
    because : mapping
    given : callable
        From the name of a fault to what gives its number.

    Raises
    ------
    ValueError
        If there is none about the right number, or a key is neither a fault nor a number.
    """
    if because and not because.get(RIGHT, "").strip():
        raise ValueError(f"because needs a sentence under {RIGHT!r}: what decides")
    slips = []
    for rule, sentence in because.items():
        if rule == RIGHT:
            continue
        value = parse(str(rule))
        slips.append(Slip(given(str(rule)) if value is None else partial(float, value), sentence))
    return Reasons({RIGHT: because.get(RIGHT, "")}, tuple(slips))
