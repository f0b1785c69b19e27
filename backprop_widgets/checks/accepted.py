"""What is said of right answers, and on what they were tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.checks.arguments import listed, told
from backprop_widgets.checks.fitting import layer_name
from backprop_widgets.checks.right_already import sizes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backprop_widgets.checks.functions import Tried


def all_right(tried: Sequence[Tried], like: str, name: str) -> str:
    """Say what came out right, on which networks, and what else is to be told."""
    every = {"J": "J", "Theta": "every new Θ"}
    kinds = [every.get(kind, f"every {words_of(kind)}") for kind in tried[0].reading.given]
    what = listed(kinds)
    head = f"{name} gives {what} right"
    if len(tried) == 1:
        head = f"{what} is right" if name.startswith("your ") else head
        lines = [f"{head}, here{conditions(tried[0], like)}."]
    else:
        on = ", ".join(dict.fromkeys(sizes(t.trace) for t in tried))
        lams = sorted({t.trace.lam for t in tried})
        lam = "" if like == "forward" else f", with λ = {listed([f'{lam:g}' for lam in lams])}"
        lines = [f"{head}, on networks {on}{lam}."]
    notes = list(dict.fromkeys(note for t in tried for note in t.reading.notes))
    lines += [f"Note: {'; '.join(notes)}."] if notes else []
    harmless = tried[0].harmless
    if harmless and like == "step":
        lines.append(f"It wrote the new Θ over the old one: {told(harmless)} of the network that it was given.")
    elif harmless:
        lines.append(f"It also changed {told(harmless)}, which it was given: code that goes on with that would see it.")
    return "\n".join(lines)


def words_of(kind: str) -> str:
    """The letter of a kind."""
    return layer_name(kind, 0)


def conditions(tried: Tried, like: str) -> str:
    """What is so special about a network that something wrong may look right on it."""
    trace = tried.trace
    special = {
        "λ = 0": trace.lam == 0 and like != "forward",
        "one example": trace.m == 1,
        "one output": trace.net.sizes[-1] == 1,
        "α = 1": tried.alpha == 1,
    }
    names = [name for name, holds in special.items() if holds]
    if trace.m > 1 and like != "forward":
        names.insert(0, f"{trace.m} examples")
    return f" ({', '.join(names)})" if names else ""
