"""The bug lab around its instruments: what is chosen, which are open, the network, and the line that was wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_widgets.bug_labs.instruments import CHECKS, INSTRUMENTS, MARKS
from backprop_widgets.bug_labs.program import changes
from backprop_widgets.bug_labs.symptoms import COUNTS, HIDDEN, LAMBDAS, SHAPES, faulty_run
from backprop_widgets.checks.phrases import plain
from backprop_widgets.live.controls import button, choice
from backprop_widgets.notation.text import Html, escape
from backprop_widgets.picture.model import Picture
from backprop_widgets.picture.network import network_svg
from backprop_widgets.session.stages import stages

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from backprop_core.faults import Fault
    from backprop_widgets.bug_labs.symptoms import Readings
    from backprop_widgets.session.session import Session

NETWORK = "network"
NAMES = (*INSTRUMENTS, NETWORK)
USES = {name: instrument.use for name, instrument in INSTRUMENTS.items()} | {
    NETWORK: "The network with the program's own numbers. Move a weight, and watch which readings follow.",
}


def settings(session: Session, faults: Sequence[Fault], program: str) -> Html:
    """Draw the choices of the program, the network, λ and the number of examples.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets import Session
    >>> settings(Session(*examples.lecture()), [], HIDDEN).count("<select")
    4
    """
    programs = [(HIDDEN, "a hidden bug"), *((fault.name, plain(fault.title)) for fault in faults)]
    shapes = ["-".join(map(str, sizes)) for sizes in SHAPES]
    lambdas = sorted({*LAMBDAS, session.lam})
    fields = [
        choice("program", "program", programs, program),
        choice("sizes", "network", [(shape, shape) for shape in shapes], "-".join(map(str, session.net.sizes))),
        choice("lam", "λ", [(f"{lam:g}", f"{lam:g}") for lam in lambdas], f"{session.lam:g}"),
        choice("m", "examples", [(str(m), str(m)) for m in COUNTS], str(session.m)),
        button("reset", "reset"),
    ]
    return Html(f"<div class='bp-settings' data-key='settings'>{''.join(fields)}</div>")


def shelf(shown: Collection[str], newest: str) -> Html:
    """Draw a button for each instrument, the open ones pressed, and what the newest one is for."""
    labels = {name: instrument.name for name, instrument in INSTRUMENTS.items()} | {NETWORK: "the network"}
    buttons = "".join(button(f"tool:{name}", labels[name], pressed=name in shown) for name in NAMES)
    use = USES[newest] if newest in shown else ""
    return Html(
        f"<div class='bp-toolbar' role='group' aria-label='instruments'><span class='bp-hint'>instruments</span>"
        f"{buttons}</div><p class='bp-use' role='status' data-key='use'>{use}</p>"
    )


def gauges(network: Html, shown: Collection[str], readings: Readings) -> Html:
    """Draw what the open instruments show; of a program that stops, why."""
    if readings.stops:
        return Html(f"<p class='bp-stops'><b>The program stops:</b> {escape(readings.stops)}</p>")
    drawn = "".join(instrument.gauge(readings) for name, instrument in INSTRUMENTS.items() if name in shown)
    if not CHECKS.isdisjoint(shown):
        drawn += f"<p class='bp-hint'>{MARKS}</p>"
    return Html(
        f"<div class='bp-lab'><div class='bp-instruments'>{drawn}</div>{network if NETWORK in shown else ''}</div>"
    )


def in_words(shown: Collection[str], readings: Readings) -> list[str]:
    """Say what the open instruments show."""
    if readings.stops:
        return [f"The program stops: {readings.stops}"]
    return [line for name, instrument in INSTRUMENTS.items() if name in shown for line in instrument.told(readings)]


def network(session: Session, fault: Fault, edges: str) -> Html:
    """Draw the network with the numbers of the faulty program, and the choice of what stands on its edges."""
    s = session
    picture = Picture(faulty_run(fault, s.trace), len(stages(s.net.L)) - 2, s.selection, edges=edges)
    pictured = [("", f"all {s.m}"), *((str(t), str(t)) for t in range(1, s.m + 1))]
    example = choice("example", "picture of example", pictured, "" if s.example is None else str(s.example))
    return Html(
        "<div class='bp-lab-network' data-key='network'><div class='bp-settings'>"
        + (example if s.m > 1 else "")
        + button("edges:D", "D on edges", pressed=edges == "D")
        + button("edges:Theta", "Θ on edges", pressed=edges == "Theta")
        + ("<span class='bp-hint'>The other instruments take all four.</span>" if s.example else "")
        + f"</div>{network_svg(picture, 'the network with the numbers of the program')}</div>"
    )


def naming(faults: Sequence[Fault], guess: str) -> Html:
    """Draw the list of faults to choose from, and the way to the next program."""
    titles = [("", "choose a bug"), *((fault.name, escape(plain(fault.title))) for fault in faults)]
    options = "".join(
        f"<option value='{name}'{' selected' if name == guess else ''}>{title}</option>" for name, title in titles
    )
    return Html(
        "<div class='bp-toolbar'><label class='bp-field'><span>It is</span>"
        f"<select data-key='guess' data-on='change'>{options}</select></label>{button('name', 'Name it')}"
        f"{button('next', 'Another bug')}</div>"
    )


def repair(fault: str) -> Html:
    """Draw what has to be changed in the program, line by line."""
    return Html(
        "".join(
            f"<figure class='bp-repair' data-key='repair:{n}'>"
            f"<figcaption>in <code>{change.function}</code></figcaption>"
            f"<pre><del>− {escape(change.wrong)}</del>\n<ins>+ {escape(change.right)}</ins></pre></figure>"
            for n, change in enumerate(changes(fault))
        )
    )


def repair_in_words(fault: str) -> list[str]:
    """Say what has to be changed in the program.

    Examples
    --------
    >>> repair_in_words("gprime_left_out")
    ['In backward, for delta[l] = arrives write delta[l] = arrives * g_prime(z[l]).']
    """
    return [f"In {change.function}, for {change.wrong} write {change.right}." for change in changes(fault)]
