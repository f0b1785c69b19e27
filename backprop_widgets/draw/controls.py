"""Native HTML controls: a button, a choice, a field to type into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.draw.text import escape

if TYPE_CHECKING:
    from collections.abc import Iterable

STEP = 0.05  # of a slider and of an arrow key


def button(key: str, words: str, name: str = "", *, pressed: bool | None = None, off: bool = False) -> str:
    """Draw a button; `name` is what a screen reader says where the words are only a sign."""
    label = f" aria-label='{escape(name)}' title='{escape(name)}'" if name else ""
    state = "" if pressed is None else f" aria-pressed='{'true' if pressed else 'false'}'"
    return (
        f"<button class='bp-button' data-key='{key}' data-on='click'{label}{state}"
        f"{' disabled' if off else ''}>{words}</button>"
    )


def choice(key: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> str:
    """Draw a labelled drop-down of (value, words)."""
    items = "".join(
        f"<option value='{escape(value)}'{' selected' if value == chosen else ''}>{escape(words)}</option>"
        for value, words in options
    )
    return (
        f"<label class='bp-field'><span>{escape(label)}</span>"
        f"<select data-key='{key}' data-on='change'>{items}</select></label>"
    )


def entry(key: str, label: str, shown: str, *, width: int = 5, name: str = "") -> str:
    """Draw a labelled field to type into."""
    said = f" aria-label='{escape(name)}'" if name else ""
    return (
        f"<label class='bp-field'><span>{label}</span><input type='text' inputmode='decimal'"
        f" size='{width}' data-key='{key}' data-on='change'{said} value='{escape(shown)}'></label>"
    )
