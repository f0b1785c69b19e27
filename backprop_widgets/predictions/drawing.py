"""A question that is asked before its answer is shown, and the table of all that were asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.live.controls import button, entry, marked_button
from backprop_widgets.notation.marked import as_markup
from backprop_widgets.notation.text import Html, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

VERDICTS = {True: "✓ as predicted", False: "✗ not as predicted", None: "– skipped"}
_CLASSES = {True: "bp-right", False: "bp-wrong", None: "bp-hint"}


def frame(name: str, parts: Iterable[Html]) -> Html:
    """Put the parts of a view into its outermost element, which screen readers call by this name."""
    return Html(
        f"<section class='bp-explorer bp-prompt' data-key='prompt' tabindex='-1' aria-label='{escape(name)}'>"
        f"{''.join(parts)}</section>"
    )


def question(words: str) -> Html:
    """Draw what is asked."""
    return _asked("Predict first.", words)


def quick_question(lesson: int, words: str) -> Html:
    """Draw what is asked about an earlier lesson."""
    return _asked(f"From lesson {lesson:02}.", words)


def _asked(before: str, words: str) -> Html:
    return Html(f"<p class='bp-question'><b>{before}</b> {as_markup(words)}</p>")


def choices(among: Sequence[str], chosen: str) -> Html:
    """Draw a button for each possible answer; the chosen one is pressed."""
    buttons = "".join(
        marked_button(f"predict:choose:{n}", as_markup(words), pressed=words == chosen) for n, words in enumerate(among)
    )
    return _group(Html(buttons), "your prediction")


def options(key: str, among: Iterable[str]) -> Html:
    """Draw a button for each answer that is given with one press."""
    return _group(
        Html("".join(marked_button(f"{key}:{n}", as_markup(words)) for n, words in enumerate(among))), "your answer"
    )


def _group(buttons: Html, name: str) -> Html:
    return Html(f"<div class='bp-toolbar' role='group' aria-label='{name}'>{buttons}</div>")


def number_field(typed: str, tolerance: str) -> Html:
    """Draw a field for a number, and how near it has to come."""
    field = entry("predict:number", "your prediction", typed, width=9)
    near = f"<span class='bp-hint'>counts as right within ±{escape(tolerance)}</span>"
    return Html(f"<div class='bp-toolbar'>{field}{near}</div>")


def decision(opens: str) -> Html:
    """Draw the buttons that lock the answer in or skip the question, and say what either opens."""
    return Html(
        "<div class='bp-toolbar'>"
        + button("predict:lock", "Lock in")
        + button("predict:skip", "Skip", "skip this prediction")
        + f"<span class='bp-hint'>{escape(opens)}</span></div>"
    )


def waiting(first: str) -> Html:
    """Draw a question whose turn hasn't come, with the one that stands before it."""
    return Html(
        f"<p class='bp-hint'>A prediction waits here. First comes: “{as_markup(first)}”</p>"
        f"<div class='bp-toolbar'>{button('predict:jump', 'Skip to this one')}</div>"
    )


def beside(answer: str, outcome: str) -> Html:
    """Put prediction and outcome side by side."""
    return Html(
        "<div class='bp-beside'>"
        f"<p>you predicted <b>{as_markup(answer) or '–'}</b></p><p>what came out <b>{as_markup(outcome)}</b></p></div>"
    )


def verdict(right: bool | None, why: str = "") -> Html:
    """Say whether the prediction came true, and why."""
    return _status(Html(f"{VERDICTS[right]}{_reason(why)}"), _CLASSES[right])


def answered(key: str, words: str, right: bool | None, why: str) -> Html:
    """Say what came of a quick question; an empty line as long as it is open."""
    return _status(Html(f"{as_markup(words)}{_reason(why)}" if words else ""), _CLASSES[right], key)


def _reason(why: str) -> Html:
    return Html(f" <span class='bp-why'>{as_markup(why)}</span>" if why else "")


def others(reasons: Iterable[tuple[str, str]], key: str = "others") -> Html:
    """Draw what there is to say about the options that were not chosen, folded away."""
    rows = "".join(f"<dt>{as_markup(option)}</dt><dd>{as_markup(why)}</dd>" for option, why in reasons if why)
    if not rows:
        return Html("")
    return Html(
        f"<details class='bp-details' data-key='{key}'><summary>What about the other answers?</summary>"
        f"<dl class='bp-others'>{rows}</dl></details>"
    )


def say(sentence: str, look: str = "bp-wrong") -> Html:
    """Draw a line to the learner."""
    return _status(escape(sentence), look)


def _status(markup: Html, look: str, key: str = "predict-say") -> Html:
    """Draw the line that a screen reader hears as soon as something stands in it."""
    return Html(f"<p class='bp-verdict {look}' role='status' data-key='{key}'>{markup}</p>")


def table(rows: Iterable[tuple[str, str, str, str]]) -> Html:
    """Draw all predictions: question, prediction, outcome, verdict."""
    body = "".join(f"<tr>{''.join(f'<td>{as_markup(cell)}</td>' for cell in row)}</tr>" for row in rows)
    head = "".join(
        f"<th scope='col'>{words}</th>" for words in ("question", "you predicted", "what came out", "verdict")
    )
    return Html(f"<table class='bp-tally'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
