"""A question that is asked before its answer is shown, and the table of all that were asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.draw.controls import button, entry
from backprop_widgets.draw.text import escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VERDICTS = {True: "✓ as predicted", False: "✗ not as predicted", None: "– skipped"}
_CLASSES = {True: "bp-right", False: "bp-wrong", None: "bp-hint"}


def frame(name: str, parts: Iterable[str]) -> str:
    """Put the parts of a view into its outermost element, which screen readers call by this name."""
    return (
        f"<section class='bp-explorer bp-prompt' data-key='prompt' tabindex='-1' aria-label='{escape(name)}'>"
        f"{''.join(parts)}</section>"
    )


def question(words: str) -> str:
    """Draw what is asked."""
    return f"<p class='bp-question'><b>Predict first.</b> {escape(words)}</p>"


def choices(among: Sequence[str], chosen: str) -> str:
    """Draw a button for each possible answer; the chosen one is pressed."""
    buttons = "".join(
        button(f"predict:choose:{n}", escape(words), pressed=words == chosen) for n, words in enumerate(among)
    )
    return f"<div class='bp-toolbar' role='group' aria-label='your prediction'>{buttons}</div>"


def number_field(typed: str, tolerance: str) -> str:
    """Draw a field for a number, and how near it has to come."""
    field = entry("predict:number", "your prediction", typed, width=9)
    near = f"<span class='bp-hint'>counts as right within ±{escape(tolerance)}</span>"
    return f"<div class='bp-toolbar'>{field}{near}</div>"


def decision(opens: str) -> str:
    """Draw the buttons that lock the answer in or skip the question, and say what either opens."""
    return (
        "<div class='bp-toolbar'>"
        + button("predict:lock", "Lock in")
        + button("predict:skip", "Skip", "skip this prediction")
        + f"<span class='bp-hint'>{escape(opens)}</span></div>"
    )


def waiting(first: str) -> str:
    """Draw a question whose turn hasn't come, with the one that stands before it."""
    return (
        f"<p class='bp-hint'>A prediction waits here. First comes: “{escape(first)}”</p>"
        f"<div class='bp-toolbar'>{button('predict:jump', 'Skip to this one')}</div>"
    )


def beside(answer: str, outcome: str) -> str:
    """Put prediction and outcome side by side."""
    return (
        "<div class='bp-beside'>"
        f"<p>you predicted <b>{escape(answer) or '–'}</b></p><p>what came out <b>{escape(outcome)}</b></p></div>"
    )


def verdict(right: bool | None) -> str:
    """Say whether the prediction came true."""
    return say(VERDICTS[right], _CLASSES[right])


def say(sentence: str, look: str = "bp-wrong") -> str:
    """Draw the line that a screen reader hears as soon as something stands in it."""
    return f"<p class='bp-verdict {look}' role='status' data-key='predict-say'>{escape(sentence)}</p>"


def table(rows: Iterable[tuple[str, str, str, str]]) -> str:
    """Draw all predictions: question, prediction, outcome, verdict."""
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    head = "".join(f"<th scope='col'>{words}</th>" for words in ("question", "you predicted", "what came out", ""))
    return f"<table class='bp-tally'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
