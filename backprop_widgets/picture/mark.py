"""A number that somebody's own code gave, beside the right one."""

from __future__ import annotations

from typing import NamedTuple

from backprop_widgets.notation.text import apart, of_kind


class Mark(NamedTuple):
    """A number that somebody's own code gave, beside the right one; of a batch the means of both.

    Attributes
    ----------
    given, right : float
    ok : bool
        Whether it is right; of a batch, whether it is for every example.
    """

    given: float
    right: float
    ok: bool

    def said(self, kind: str) -> str:
        """Say it in a few words.

        Examples
        --------
        >>> Mark(0.378, 0.574, ok=False).said("a"), Mark(0.574, 0.574, ok=True).said("a")
        ('0.378 ✗, right 0.574', '0.574 ✓')
        >>> Mark(0.5, 0.5, ok=False).said("a")
        '0.500 ✗, right 0.500 too, but not for each example'
        """
        if self.ok:
            return f"{of_kind(kind, self.given)} ✓"
        given, right = apart(kind, self.given, self.right)
        if given == right:
            same = of_kind(kind, self.given)
            return f"{same} ✗, right {same} too, but not for each example"
        return f"{given} ✗, right {right}"

    def scaled(self, factor: float) -> Mark:
        """The same in a notation whose numbers are so many times as large."""
        return Mark(self.given * factor, self.right * factor, self.ok)
