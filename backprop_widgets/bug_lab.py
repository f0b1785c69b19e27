"""bug_lab(): a program with one wrong rule in it runs in the live network; find it by its symptoms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backprop_core import examples
from backprop_core.validation import index, one_of
from backprop_widgets.actions import View, act
from backprop_widgets.diagnosis import plain
from backprop_widgets.draw import bug_lab as draw
from backprop_widgets.draw import prompt
from backprop_widgets.draw.controls import button, choice
from backprop_widgets.draw.network import Picture, network_svg
from backprop_widgets.draw.text import escape, number
from backprop_widgets.live import Event, Live
from backprop_widgets.session import Session, stages
from backprop_widgets.symptoms import FITS, LAMBDAS, PROGRAMS, SHAPES, Readings, faulty_run, read, start, telling_apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backprop_core.faults import Fault

KINDS = ("forward", "cost", "backward", "descent")
HIDDEN = "hidden"


def bug_lab(fault: str = HIDDEN, *, kinds: Iterable[str] = ("backward",), seed: int = 0) -> BugLab:
    """Open the lab with a program that has one wrong rule in it.

    Parameters
    ----------
    fault : str
        A name of `symptoms.PROGRAMS`, to see how that one shows; hidden by default, to be found.
    kinds : iterable of str
        The passes that it may be in: "forward", "cost", "backward", "descent".
    seed : int
        Which fault is hidden, and which weights the networks start with.

    Examples
    --------
    >>> lab = bug_lab("output_sign")
    >>> print(lab.text().splitlines()[1])
    Reported: from 0.77 to 34.15 in 50 steps. As it is: from 0.77 to 34.15.
    """
    index("seed", seed, 0, 10**6, "the seed")
    kinds = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    for kind in kinds:
        one_of("kinds", kind, KINDS)
    one_of("fault", fault, (HIDDEN, *PROGRAMS))
    return BugLab(fault, kinds, seed)


class BugLab(Live):
    """A faulty program with instruments; see `bug_lab`.

    Attributes
    ----------
    session : Session
        The network that it runs on: XOR, all four examples or one of them.
    """

    def __init__(self, fault: str, kinds: tuple[str, ...], seed: int) -> None:
        super().__init__()
        wanted = {*kinds, *(PROGRAMS[name].kind for name in (fault,) if name != HIDDEN)}
        self.faults: tuple[Fault, ...] = tuple(f for f in PROGRAMS.values() if f.kind in wanted)
        self._shown, self._seed = fault, seed
        self._view = View(edges="D")
        self._guess, self._said, self._look, self._notice = "", "", "", ""
        X, Y = examples.xor()
        self.session = Session(start(SHAPES[0], seed), X, Y)
        self.session.observe(lambda _change: self.refresh())
        self.refresh()

    @property
    def fault(self) -> Fault:
        """The fault that runs."""
        if self._shown != HIDDEN:
            return PROGRAMS[self._shown]
        return self.faults[int(np.random.default_rng(self._seed).integers(len(self.faults)))]

    def name(self, guess: str) -> bool:
        """Name the fault; the answer, with the symptom that decides, stands in the lab."""
        one_of("the guess", guess, [fault.name for fault in self.faults])
        self._guess, right = guess, guess == self.fault.name
        self._said, self._look = (
            (f"✓ Yes: {self._told(self.fault)}", "bp-right") if right else (self._why_not(PROGRAMS[guess]), "bp-wrong")
        )
        self.refresh()
        return right

    # what Live asks for

    def draw(self) -> str:
        """Draw network, instruments and the question."""
        readings = self._readings()
        return prompt.frame(
            "bug lab",
            [
                f"<p class='bp-question bp-case'>{self._question()}</p>",
                self._settings(),
                draw.naming(self.faults, self._guess, self._said, self._look) if self._shown == HIDDEN else "",
                f"<p class='bp-notice' role='alert' data-key='notice'>{escape(self._notice)}</p>",
                draw.lab(self._network() if readings.trace else "", readings),
            ],
        )

    def text(self) -> str:
        """Return what the instruments show, in words."""
        readings, s = self._readings(), self.session
        where = f"{'-'.join(map(str, s.net.sizes))}, λ = {s.lam:g}, XOR"
        title = "one of the rules is wrong" if self._shown == HIDDEN else self.fault.title
        lines = [f"Bug lab, {title}; on {where}."]
        if readings.trace is None:
            return "\n".join([*lines, f"The program stops: {readings.stops}"])
        lines.append(draw.curve_in_words(readings.curve))
        for l, rows in readings.gradients.items():
            lines.append(f"D({l}) beside the measured one, row by row: {' / '.join(', '.join(row) for row in rows)}")
        for l, rows in readings.deltas.items():
            fits = all(text == FITS for row in rows for text in row)
            lines.append(f"δ({l}) beside the measured one: {FITS if fits else 'differs'}")
        return "\n".join(lines)

    def as_python(self) -> str:
        """Return the lines that open the same lab."""
        kinds = tuple(dict.fromkeys(fault.kind for fault in self.faults))
        arguments = f"{self._shown!r}, kinds={kinds!r}, seed={self._seed}"
        return f"from backprop_widgets import bug_lab\nbug_lab({arguments})"

    def handle(self, event: Event) -> None:
        """Take a setting, a guess, or a hand on the network."""
        verb, _, what = event.key.partition(":")
        self._notice = ""
        if verb == "bug":
            self._act(what, event)
        else:
            try:
                act(self.session, self._view, event)
            except (ValueError, TypeError) as refusal:
                self._notice = str(refusal)
        self.refresh()

    def _act(self, what: str, event: Event) -> None:
        given = str(event.value.get("value", ""))
        if what == "sizes":
            sizes = tuple(int(part) for part in given.split("-"))
            if sizes in SHAPES:
                self.session.replace(net=start(sizes, self._seed))
        elif what == "lam":
            self.session.lam = float(given)
        elif what == "program":
            one_of("the program", given, (HIDDEN, *(fault.name for fault in self.faults)))
            self._shown = given
            self._forget()
        elif what == "guess":
            self._guess = given
        elif what == "name" and self._guess:
            self.name(self._guess)
        elif what == "next":
            self._seed, self._shown = self._seed + 1, HIDDEN
            self.session.replace(net=start(self.session.net.sizes, self._seed))
            self._forget()

    def _forget(self) -> None:
        self._guess = self._said = ""

    # parts

    def _readings(self) -> Readings:
        s = self.session
        return read(self.fault, s.net, s.X, s.Y, s.lam)

    def _question(self) -> str:
        if self._shown == HIDDEN:
            return (
                "<b>One rule in this program is wrong.</b> Find out by its symptoms which: change λ, the network, its"
                " weights. All numbers below are the program's own; measured ones come from J alone."
            )
        return f"<b>{escape(self.fault.title)}.</b> {escape(self._told(self.fault))}"

    def _settings(self) -> str:
        s = self.session
        programs = [(HIDDEN, "a hidden fault"), *((f.name, f.title) for f in self.faults)]
        shapes = ["-".join(map(str, sizes)) for sizes in SHAPES]
        lams = [number(lam, 0) for lam in LAMBDAS]
        pictured = [("", f"all {s.m}"), *((str(t), str(t)) for t in range(1, s.m + 1))]
        fields = [
            choice("bug:program", "program", programs, self._shown),
            choice("bug:sizes", "network", [(n, n) for n in shapes], "-".join(map(str, s.net.sizes))),
            choice("bug:lam", "λ", [(n, n) for n in lams], f"{s.lam:g}"),
            choice("example", "picture of example", pictured, "" if s.example is None else str(s.example)),
            button("edges:D", "D on edges", pressed=self._view.edges == "D"),
            button("edges:Theta", "Θ on edges", pressed=self._view.edges == "Theta"),
            button("reset", "reset"),
            button("bug:next", "Another fault"),
        ]
        return f"<div class='bp-settings' data-key='settings'>{''.join(fields)}</div>"

    def _network(self) -> str:
        s, v = self.session, self._view
        picture = Picture(faulty_run(self.fault, s.trace), len(stages(s.net.L)) - 2, s.selection, v.edges)
        return network_svg(picture, "the network with the numbers of the program")

    def _told(self, fault: Fault) -> str:
        return f"{plain(fault.rule)}. {plain(fault.explanation)} {plain(fault.symptoms)}"

    def _why_not(self, guess: Fault) -> str:
        decider = telling_apart(self.fault, guess, self._seed)
        if decider is None:
            return f"✗ Not “{guess.title}”."
        return (
            f"✗ Not “{guess.title}”. On {decider.setting}, {decider.where} gives {decider.one} here; with that fault it"
            f" would give {decider.other}."
        )
