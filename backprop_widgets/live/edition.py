"""What the pages of a view show, numbered, and what is new since they were told last."""

from __future__ import annotations

from typing import Any

from backprop_widgets.live.difference import difference, pieces_of


class Edition:
    """The markup, the last error and the rescue, as the pages were told them.

    A page that has the number before gets what is new; one that has another number, for a message may be lost, gets
    the whole.

    Examples
    --------
    >>> edition = Edition()
    >>> edition.renew(markup="<p>1</p>", error="", rescue="")
    {'changes': [(1, 0, ['p>1', '/p>'])], 'from': 0, 'version': 1}
    >>> edition.renew(markup="<p>2</p>", error="", rescue="")
    {'changes': [(1, 1, ['p>2'])], 'from': 1, 'version': 2}
    >>> edition.whole()
    {'markup': '<p>2</p>', 'error': '', 'rescue': '', 'version': 2}
    """

    def __init__(self) -> None:
        self.version = 0
        self._parts = {"markup": "", "error": "", "rescue": ""}
        self._pieces = pieces_of("")

    def whole(self) -> dict[str, Any]:
        """All that there is to show."""
        return {**self._parts, "version": self.version}

    def renew(self, **parts: str) -> dict[str, Any]:
        """Take over what there is to show now, and say what is new; {} if nothing is."""
        news: dict[str, Any] = {name: text for name, text in parts.items() if text != self._parts[name]}
        if not news:
            return {}
        if "markup" in news:
            before, self._pieces = self._pieces, pieces_of(news.pop("markup"))
            news["changes"] = difference(before, self._pieces)
        news["from"] = self.version
        self.version += 1
        self._parts = parts
        return {**news, "version": self.version}
