"""What a check came to, as a cell shows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from backprop_core.quantity import code_of
from backprop_widgets.checks.answers import quantity_at
from backprop_widgets.notation.text import escape

if TYPE_CHECKING:
    from backprop_widgets.checks.answers import Comparison

_HEAD = {True: "✓ Right", False: "✗ Not yet", None: "– Not attempted yet"}
_LINE = {True: ("solid", "#00705a"), False: ("dashed", "#b84a00"), None: ("dotted", "#5b6470")}


@dataclass(frozen=True, repr=False, eq=False)
class Verdict:
    """What a check came to; as the last line of a cell it is shown.

    Attributes
    ----------
    ok : bool or None
        True if right, False if not; None if not attempted yet.
    message : str
        What is right, or what is wrong and, where that is known, why. Each line of it is one thought.
    faults : tuple of str
        The faults of `backprop_core.faults` that give exactly these numbers; "one + other" is two at once. Several
        where they can't be told apart.
    printed : str
        What the learner's function printed.
    answer : Comparison or None
        The numbers beside the right ones; of a function on several networks, those of the first that shows the fault.

    Examples
    --------
    >>> Verdict(None, "my_backward")
    – Not attempted yet: my_backward
    """

    ok: bool | None
    message: str
    faults: tuple[str, ...] = ()
    printed: str = ""
    answer: Comparison | None = None

    @property
    def fault(self) -> str | None:
        """The fault, if it can only be one."""
        return self.faults[0] if len(self.faults) == 1 else None

    @property
    def marks(self) -> dict[str, bool]:
        """Of each number that was compared, by its code as in "delta.2.1", whether it is right."""
        return {} if self.answer is None else _marks_of(self.answer)

    def __repr__(self) -> str:
        printed = f"\nIt printed:\n{self.printed.rstrip()}" if self.printed else ""
        return f"{_HEAD[self.ok]}: {self.message}{printed}"

    def _repr_html_(self) -> str:
        line, colour = _LINE[self.ok]
        head, *more = (escape(text) for text in self.message.splitlines() or [""])
        paragraphs = [f"<strong>{_HEAD[self.ok]}:</strong> {head}", *more]
        printed = f"<p>It printed:</p><pre>{escape(self.printed.rstrip())}</pre>" if self.printed else ""
        return (
            f'<div class="bp-check" style="border-left: 4px {line} {colour}; padding-left: 12px">'
            f"{''.join(f'<p>{text}</p>' for text in paragraphs)}{printed}</div>"
        )


def _marks_of(answer: Comparison) -> dict[str, bool]:
    """Of each number that was compared, by its code as in "delta.2.1", whether it is right."""
    return {
        code_of(answer.only or quantity_at(kind, l, index)): not mask[index]
        for kind, layers in answer.wrong.items()
        for l, mask in layers.items()
        for index in np.ndindex(mask.shape)
    }
