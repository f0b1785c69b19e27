"""What is said of a function that was tried on several networks, or of what it returned for one.

In this order, in five lines at most: what is right already; what is wrong first, given and right; why, if that is
known; where to look next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_widgets.checks import phrases
from backprop_widgets.checks.accepted import all_right
from backprop_widgets.checks.arguments import told
from backprop_widgets.checks.clues import clues, product_there, simpler
from backprop_widgets.checks.diagnosis import diagnose
from backprop_widgets.checks.instead import rounded
from backprop_widgets.checks.learner import is_written
from backprop_widgets.checks.phrases import begun, sentence
from backprop_widgets.checks.probes import probed
from backprop_widgets.checks.right_already import of_network, parts_right, where
from backprop_widgets.checks.shapes import about_axis, about_shape, hint
from backprop_widgets.checks.verdict import Verdict
from backprop_widgets.notation.symbols import words
from backprop_widgets.notation.text import apart

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from backprop_widgets.checks.diagnosis import Case
    from backprop_widgets.checks.functions import Tried

# The kinds of faults that may be in a function of each pass, those of the first group tried first.
FAULTS_IN = {
    "forward": (("forward",),),
    "cost": (("cost",),),
    "backward": (("backward",),),
    "step": (("descent",), ("backward",), ("forward",)),
}
MOST_LINES = 5


def judged(tried: Sequence[Tried], like: str, name: str, function: Callable[..., object] | None = None) -> Verdict:
    """Judge what came of it.

    Parameters
    ----------
    tried : sequence of Tried
    like : str
    name : str
        What the function is called.
    function : callable, optional
        The function, if there is one.
    """
    printed = tried[0].outcome.printed
    if all(t.reading.blank and not t.outcome.problem for t in tried):
        return _about_nothing(tried, name, function, printed)
    bad = [t for t in tried if not t.ok]
    if not bad:
        return Verdict(True, all_right(tried, like, name), (), printed, tried[0].case.answer)
    if any(t.again for t in bad):
        names: tuple[str, ...] = ()
        lines = _about_memory(next(t for t in bad if t.again), like, name)
    else:
        names, why = _why(tried, bad, like, name, function)
        lines = [_right_already(tried, bad, like), *why]
    message = "\n".join([line for line in lines if line][:MOST_LINES])
    return Verdict(False, message, names, bad[0].outcome.printed, bad[0].case.answer)


def _about_nothing(tried: Sequence[Tried], name: str, function: Callable[..., object] | None, printed: str) -> Verdict:
    nothing = function is not None and any(t.reading.nothing for t in tried)
    unwritten = next((t.outcome.unwritten for t in tried if t.outcome.unwritten is not None), None)
    if unwritten and unwritten != name:
        return Verdict(None, f"{unwritten}, which {name} needs", (), printed)
    if nothing and unwritten is None and function is not None and (printed or is_written(function)):
        if printed:
            return Verdict(
                False, f"{name} printed something, but returned nothing: write return and not print.", (), printed
            )
        return Verdict(
            False,
            f"{name} ran to its end, but returned nothing: is its return missing, or did its loop never run?",
            (),
            printed,
        )
    return Verdict(None, name, (), printed)


# Right already -------------------------------------------------------------------------------------------------------


def _right_already(tried: Sequence[Tried], bad: Sequence[Tried], like: str) -> str:
    good = [t for t in tried if t.ok]
    if all(t.case.answer.ok for t in bad):
        return "Right already: every number."
    parts = _parts(bad)
    if not good:
        return f"Right already: {parts}." if parts else ""
    return f"Right already: everything {where(good, bad, like)}{f', elsewhere {parts}' if parts else ''}."


def _parts(bad: Sequence[Tried]) -> str:
    """What is right on all of these; then what is so only on those where it could be looked at."""
    numbers = [t.case for t in bad if t.reading.given]
    if not any(case.answer.first for case in numbers):
        return ""
    everywhere = parts_right(numbers) if len(numbers) == len(bad) else []
    whole = [case for case in numbers if case.answer.reading.is_whole]
    stopped, misshapen = any(t.outcome.problem for t in bad), any(t.reading.misshapen for t in bad)
    partly = parts_right(whole) if (stopped or misshapen) and any(case.answer.first for case in whole) else []
    partly = [part for part in partly if part not in everywhere]
    fits = ["where it runs" if stopped else "where the shapes fit"] if partly else []
    return "; ".join(filter(None, [", ".join(everywhere), " ".join([*fits, ", ".join(partly)])]))


# Wrong ---------------------------------------------------------------------------------------------------------------


def _why(
    tried: Sequence[Tried], bad: Sequence[Tried], like: str, name: str, function: Callable[..., object] | None
) -> tuple[tuple[str, ...], list[str]]:
    """What is wrong first, and why: the names of the faults, and the lines that say it."""
    first = bad[0]
    numbers = [t.case for t in tried if t.reading.given]
    names, reason = _reason(tried, numbers, like, function)
    lines = [_what_is_wrong(first, bad, like)]
    if first.harmful:
        return names, [*lines, _about_changes(first, name), *(reason if names else [])]
    if first.reading.slips and not names:
        return names, lines  # what can't be read comes first
    shown = _first_wrong(next((t.case for t in bad if t.case.answer.first), first.case), like)
    if reason and shown not in lines:
        lines.append(shown.replace("First wrong, on", "Wrong, on"))  # what the reason is about
    return names, lines + reason


def _about_memory(t: Tried, like: str, name: str) -> list[str]:
    first_time = "Right already: all that it gives the first time." if t.case.answer.ok else ""
    cause = (
        "it draws random numbers"
        if t.again == "chance"
        else "it remembers something from one call to the next, or draws random numbers"
    )
    twice = (
        f"Called twice with the same arguments, on {of_network(t.trace, like)}, {name} gives other numbers: {cause}."
    )
    look = (
        "Look for a list, dict or array that isn't made anew in each call: a default argument, or a variable outside."
        if t.again == "memory"
        else ""
    )
    return [line for line in (first_time, twice, look) if line]


def _about_changes(t: Tried, name: str) -> str:
    return (
        f"{name} changed {told(t.harmful)}, which it was given: whatever comes after goes on with that. Work on a copy."
    )


def _reason(
    tried: Sequence[Tried], numbers: Sequence[Case], like: str, function: Callable[..., object] | None
) -> tuple[tuple[str, ...], list[str]]:
    shown = next((case for case in numbers if case.answer.first), None)
    if shown is None:
        return (), []
    stopped = [(t.trace, t.alpha) for t in tried if "shapes" in t.outcome.problem or "ValueError" in t.outcome.problem]
    found = diagnose(numbers, FAULTS_IN[like], stopped)
    plainer = simpler(numbers, found.suspects) if found.suspects else ""
    if plainer:
        return (), [plainer]
    if found.suspects:
        return found.names, phrases.about_found(found, shown, runs=not any(t.outcome.problem for t in tried))
    short = rounded(numbers)
    if short:
        return (), [short]
    there = product_there(shown)
    look = phrases.next_look(shown)
    whole = [case for case in numbers if case.answer.reading.is_whole]
    known = [_only_where(told, tried, whole) for told in clues(whole, like)]
    if not known and function is not None:
        known = list(filter(None, [probed(function, tried, like)]))
    return (), [*known, f"{sentence(look)} {there}." if there else sentence(look)] if look else []


def _only_where(told: str, tried: Sequence[Tried], whole: Sequence[Case]) -> str:
    """A sentence that is so on these networks, with which they are, if that isn't all."""
    if len(whole) == len(tried):
        return told
    where = "Where it runs" if any(t.outcome.problem for t in tried) else "Where the shapes fit"
    return f"{where}: {told[0].lower()}{told[1:]}" if told.startswith(_OPENINGS) else f"{where}: {told}"


_OPENINGS = ("Every ", "The ", "On ", "Where ", "Yours ", "In ", "At ", "It ", "That ")


def _what_is_wrong(t: Tried, bad: Sequence[Tried], like: str) -> str:
    """What is wrong first, in the order of computing."""
    on, reading, answer = f"On {of_network(t.trace, like)}", t.reading, t.case.answer
    if t.outcome.problem:
        return f"{sentence(f'{on}: {t.outcome.problem}')} {about_axis(t.outcome.problem, t.trace)}".strip()
    if reading.blank:
        return f"{on} nothing came back."
    if reading.complaint:
        right = "What could be read is right, but " if answer.first is None and reading.given else ""
        return sentence(f"{right}{reading.complaint}" if right else begun(reading.complaint))
    if reading.slips:
        return sentence(begun(reading.slips[0]))
    if reading.misshapen:
        (kind, l), array = next(iter(reading.misshapen.items()))
        came_from = hint([(b.trace, k, n, a.shape) for b in bad for (k, n), a in b.reading.misshapen.items()])
        return f"{on}: {about_shape(kind, l, array, answer.right[kind][l])}. {came_from}".strip()
    if reading.missing:
        what = "what is there is right" if answer.first is None else "what is there isn't all right"
        return f"{on}: still missing {', '.join(reading.missing)}; {what}."
    if answer.first is None:
        return ""
    return _first_wrong(t.case, like)


def _first_wrong(case: Case, like: str) -> str:
    first = case.answer.first
    if first is None:
        return ""
    given, right = apart(first.quantity.kind, first.given, first.right)
    lost = "" if np.isfinite(first.given) else " Was something divided by 0, or log 0 taken?"
    return (
        f"First wrong, on {of_network(case.trace, like)}: {words(first.quantity)} is {given}, should be {right}.{lost}"
    )
