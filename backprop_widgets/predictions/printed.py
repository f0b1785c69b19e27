"""A text such as a table, shown as it would be printed: what an answer opens where no view is needed."""

from __future__ import annotations

from backprop_widgets.live.live import Live
from backprop_widgets.notation.text import Html, escape


class Printed(Live):
    r"""A text as it would be printed.

    Examples
    --------
    >>> print(Printed("step   J\n   1   0.334").text())
    step   J
       1   0.334
    """

    def __init__(self, words: str) -> None:
        self._words = words.rstrip()
        super().__init__()
        self.refresh()

    def draw(self) -> str:
        """Draw the text, every letter as wide as the others."""
        return Html(f"<pre class='bp-printed'>{escape(self._words)}</pre>")

    def text(self) -> str:
        """Return it as it is."""
        return self._words
