"""The picture of a race: controls, three curves over the passes, and a table of what each has used."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from backprop_widgets.live.controls import button, choice, entry, standing
from backprop_widgets.notation.text import Html, escape, of_kind, setting
from backprop_widgets.picture.chart import Curve, Scale, chart
from backprop_widgets.races.contest import weights_of

if TYPE_CHECKING:
    from backprop_widgets.races.contest import Contest
    from backprop_widgets.races.lane import Lane

WIDTH, HEIGHT = 700, 240
LENGTHS = (100, 1_000, 10_000)  # passes to choose from
LOOKS = {"guess": "dim", "nudge": "ink", "backpropagation": "grad"}
COUNTED = (
    "A pass takes all examples through the network once, forward or backward; both take about as long. J itself is"
    " looked up from outside, and not counted."
)


def race(view: Contest, *, running: bool, notice: str) -> Html:
    """Draw all of it."""
    return Html(
        "<section class='bp-explorer bp-race' data-key='root' tabindex='-1' aria-label='race of three methods'>"
        f"{_buttons(view, running=running)}"
        f"{standing(escape(sentence(view)), running=running)}"
        f"<p class='bp-notice' role='alert' data-key='notice'>{escape(notice or stops(view))}</p>"
        f"<div class='bp-race-curves' data-key='curves'>{curves(view)}</div>{_table(view)}{_settings(view)}"
        f"<p class='bp-hint'>{COUNTED}</p></section>"
    )


def _buttons(view: Contest, *, running: bool) -> Html:
    return Html(
        "<div class='bp-toolbar' data-key='toolbar'>"
        + button("start", "Stop" if running else "Start", "stop" if running else "start", off=view.over)
        + button("on", "2 passes", "use two passes", off=running or view.over)
        + button("back", "Back", "back to the start", off=view.used == 0)
        + f"<progress max='{view.passes}' value='{view.used}' aria-label='passes used' data-key='progress'></progress>"
        "<span class='bp-gap'></span>"
        + button("powers", "powers of ten", "axes by powers of ten", pressed=view.powers)
        + "</div>"
    )


def _settings(view: Contest) -> Html:
    lengths = sorted({*LENGTHS, view.passes})
    fields = (
        choice("track", "network", [(track.name, track.name) for track in view.tracks], view.track.name),
        choice("passes", "passes", [(str(n), f"{n:,}") for n in lengths], str(view.passes)),
        entry("alpha", "α", setting(view.alpha), name="learning rate alpha"),
    )
    return Html(f"<div class='bp-settings' data-key='settings'>{''.join(fields)}</div>")


def curves(view: Contest, *, alone: bool = False) -> Html:
    """Draw J over the passes, one line for each method; for the page or to stand alone."""
    powers = view.powers
    drawn = [
        Curve([(max(at, 1) if powers else at, J) for at, J in lane.stairs(view.used)], LOOKS[lane.name], name=lane.name)
        for lane in view.lanes
    ]
    known = [J for lane in view.lanes for _, J in lane.seen if 0 < J < math.inf] or [1.0]
    top = 1.05 * min(max(known), 4 * known[0])  # a step that goes far wrong doesn't flatten all the others
    low = 10.0 ** math.floor(math.log10(min(known))) if powers else 0.0
    across = Scale(1 if powers else 0, view.passes, log=powers, name="passes")
    words = f"J over the passes. {sentence(view)}"
    return chart(drawn, across, Scale(low, top, log=powers, name="J"), words, width=WIDTH, height=HEIGHT, alone=alone)


def _table(view: Contest) -> Html:
    head = "".join(f"<th scope='col'>{words}</th>" for words in ("method", "has made", "forward", "backward", "J"))
    rows = "".join(
        f"<tr><th scope='row'>{_line(lane.name)} {lane.name}</th><td>{_made(lane)}</td><td>{lane.now.forward:,}</td>"
        f"<td>{lane.now.backward:,}</td><td><b>{of_kind('J', lane.now.J)}</b></td></tr>"
        for lane in view.lanes
    )
    return Html(
        "<table class='bp-lanes' data-key='lanes' aria-label='what each method has used'>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _line(name: str) -> Html:
    """Draw a piece of a curve, as a legend."""
    look = LOOKS[name]
    line = f"<polyline class='bp-curve bp-{look}' points='1,6 27,6'/>"
    return Html(f"<svg class='bp-chart bp-sample' viewBox='0 0 28 12' aria-hidden='true'>{line}</svg>")


def _made(lane: Lane) -> str:
    """What came of the passes: guesses, steps, and how far the next step is."""
    now = lane.now
    if lane.name == "guess":
        return _count(now.rounds, "guess", "guesses")
    weights = weights_of(now.net)
    under_way = f", and {now.measured:,} of {weights:,} weights for the next" if now.measured else ""
    return f"{_count(now.rounds, 'step', 'steps')}{under_way}"


def _count(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"


def sentence(view: Contest) -> str:
    """Say where the three stand.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets.races.contest import Contest, Track
    >>> sentence(Contest([Track(*examples.lecture())], alpha=1.0, passes=10, seed=0, scale=None, powers=None))
    'At the start: J is 0.7908 for all three.'
    """
    guessing, nudging, back = (lane.now for lane in view.lanes)
    if view.used == 0:
        return f"At the start: J is {of_kind('J', back.J)} for all three."
    return (
        f"{view.used:,} of {view.passes:,} passes. J is {of_kind('J', guessing.J)} for the best of"
        f" {_count(guessing.rounds, 'guess', 'guesses')}, {of_kind('J', nudging.J)} after"
        f" {_count(nudging.rounds, 'nudged step', 'nudged steps')}, {of_kind('J', back.J)} after"
        f" {_count(back.rounds, 'step', 'steps')} of backpropagation."
    )


def stops(view: Contest) -> str:
    """Say who can't go on, and why."""
    return " ".join(f"{lane.name} stops: {lane.stops}." for lane in view.lanes if lane.stops)


def in_words(view: Contest) -> str:
    """Say all of it."""
    counts = (
        f"{lane.name}: {_made(lane)}; {lane.now.forward:,} forward, {lane.now.backward:,} backward; J"
        f" {of_kind('J', lane.now.J)}"
        for lane in view.lanes
    )
    title = f"Race on {view.track.name}, α = {view.alpha:g}."
    return "\n".join([title, sentence(view), *counts, *filter(None, [stops(view)])])
