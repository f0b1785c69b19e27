"""Native HTML controls: a button, a choice, a field to type into."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from backprop_widgets.notation.text import Html, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

STEP = 0.05  # of a slider and of an arrow key


def badge(name: str) -> Html:
    """Draw the name of a view, so that a text can speak of it; nothing for a view without one."""
    return Html(f"<b class='bp-badge' aria-hidden='true'>{escape(name)}</b>" if name else "")


def labelled(name: str) -> Html:
    """Write the attributes that tell a view's name to a screen reader."""
    return Html(f" role='group' aria-label='view {escape(name)}'" if name else "")


@lru_cache(maxsize=1024)  # the same controls stand around every picture of a drag
def button(key: str, words: str, name: str = "", *, pressed: bool | None = None, off: bool = False) -> Html:
    """Draw a button; `name` is what a screen reader says where the words are only a sign.

    Examples
    --------
    >>> button("go", "Go")
    "<button class='bp-button' data-key='go' data-on='click'>Go</button>"
    """
    return marked_button(key, escape(words), name, pressed=pressed, off=off)


def marked_button(key: str, shown: Html, name: str = "", *, pressed: bool | None = None, off: bool = False) -> Html:
    """Draw a button with symbols on it.

    Examples
    --------
    >>> marked_button("go", Html("<i>J</i>"), pressed=True)
    "<button class='bp-button' data-key='go' data-on='click' aria-pressed='true'><i>J</i></button>"
    """
    label = f" aria-label='{escape(name)}' title='{escape(name)}'" if name else ""
    state = "" if pressed is None else f" aria-pressed='{'true' if pressed else 'false'}'"
    return Html(
        f"<button class='bp-button' data-key='{key}' data-on='click'{label}{state}"
        f"{' disabled' if off else ''}>{shown}</button>"
    )


def standing(words: Html, *, running: bool = False) -> Html:
    """Draw the sentence that says where something stands; while it runs, no screen reader reads each one aloud.

    Examples
    --------
    >>> standing(Html("Step 3 of 50."), running=True)
    "<p class='bp-say' role='status' aria-live='off' data-key='say' data-say>Step 3 of 50.</p>"
    """
    quiet = " aria-live='off'" if running else ""
    return Html(f"<p class='bp-say' role='status'{quiet} data-key='say' data-say>{words}</p>")


def put_off(name: str, tools: str, notice: str, reason: str) -> Html:
    """Draw what stands in the place of a view while its session has what it can't show: why, and the way back.

    Examples
    --------
    >>> print(put_off("", "", "", "This is a batch."))
    <div class='bp-explorer' data-key='root'><div class='bp-toolbar'></div><p class='bp-hint' data-key='hint'>This is a batch.</p></div>
    """  # noqa: E501  the markup is one line
    return Html(
        f"<div class='bp-explorer' data-key='root'{labelled(name)}><div class='bp-toolbar'>{badge(name)}{tools}</div>"
        f"{notice}<p class='bp-hint' data-key='hint'>{escape(reason)}</p></div>"
    )


def choice(key: str, label: str, options: Iterable[tuple[str, str]], chosen: str, *, name: str = "") -> Html:
    """Draw a drop-down of (value, words) with its label; or with a name for screen readers alone."""
    return _choice(key, label, tuple(options), chosen, name)


@lru_cache(maxsize=1024)
def _choice(key: str, label: str, options: tuple[tuple[str, str], ...], chosen: str, name: str) -> Html:
    said = f" aria-label='{escape(name)}'" if name else ""
    before = f"<span>{escape(label)}</span>" if label else ""
    items = "".join(
        f"<option value='{escape(value)}'{' selected' if value == chosen else ''}>{escape(words)}</option>"
        for value, words in options
    )
    return Html(
        f"<label class='bp-field'>{before}<select{said} data-key='{key}' data-on='change'>{items}</select></label>"
    )


@lru_cache(maxsize=1024)
def entry(key: str, label: str, shown: str, *, width: int = 5, name: str = "") -> Html:
    """Draw a labelled field to type into."""
    said = f" aria-label='{escape(name)}'" if name else ""
    return Html(
        f"<label class='bp-field'><span>{escape(label)}</span><input type='text' inputmode='decimal'"
        f" size='{width}' data-key='{key}' data-on='change'{said} value='{escape(shown)}'></label>"
    )
