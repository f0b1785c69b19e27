"""bug_lab(): a program with one wrong rule in it runs in the live network; find it by its symptoms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from backprop_core.calls import plainly
from backprop_core.validation import index, one_of, some_of
from backprop_widgets.bug_labs import drawing as draw
from backprop_widgets.bug_labs.symptoms import COUNTS, HIDDEN, PROGRAMS, SHAPES, Readings, data, read, start
from backprop_widgets.bug_labs.telling import rule_told, told, why_not
from backprop_widgets.checks.phrases import plain
from backprop_widgets.explorers.actions import Look, act
from backprop_widgets.live.live import Live
from backprop_widgets.notation.text import Html, escape
from backprop_widgets.predictions import drawing as prompt
from backprop_widgets.session.session import Session

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from backprop_core.faults import Fault
    from backprop_widgets.live.events import Event
    from backprop_widgets.session.moment import Moment

KINDS = ("forward", "cost", "backward", "descent")


@plainly
def bug_lab(
    fault: str = HIDDEN,
    *,
    kinds: Iterable[str] | str = ("backward",),
    among: Iterable[str] | str = (),
    seed: int = 0,
    m: int = COUNTS[0],
    instruments: Iterable[str] | str = ("J",),
) -> BugLab:
    """Open the lab with a program that has one wrong rule in it.

    Parameters
    ----------
    fault : str
        A name of `backprop_widgets.bug_labs.symptoms.PROGRAMS`, such as "output_sign", to see how that one shows; a
        wrong name's error lists them. "hidden" by default: to be found.
    kinds : iterable of str, or "all"
        The passes that it may be in: "forward", "cost", "backward", "descent"; by default the backward pass alone.
    among : iterable of str, or "all"
        Names of the same `PROGRAMS`: it is one of these, whatever their passes, and no others are to choose from; by
        default `kinds` decides.
    seed : int
        Which fault is hidden, and which weights the networks start with; 0 to 1,000,000.
    m : {4, 1}
        How many examples there are at first: all of XOR, or one.
    instruments : iterable of str, or "all"
        Those that are open at first: "J", "learnt" (what the program has learnt), "D" and "delta" (checks), "again"
        (what is computed again) and "network". The learner opens the others one by one, and is told what each is for.

    Raises
    ------
    ValueError, TypeError
        In one sentence that names the argument and what it can be.

    Examples
    --------
    >>> lab = bug_lab("output_sign")
    >>> print(lab.text().splitlines()[1])
    J as reported: from 0.77 to 34.15 in 50 steps. A right program: to 0.66.
    """
    index("seed", seed, 0, 10**6, "the seed")
    kinds, among = some_of("kinds", kinds, KINDS), some_of("among", among, PROGRAMS)
    one_of("fault", fault, (HIDDEN, *PROGRAMS))
    if not kinds and not among and fault == HIDDEN:
        raise ValueError(f"kinds is empty: give one or several of {', '.join(KINDS)}")
    if index("m", m, min(COUNTS), max(COUNTS), "the number of examples") not in COUNTS:
        raise ValueError(f"m is {m}: the lab has {' or '.join(map(str, COUNTS))} examples")
    named = () if fault == HIDDEN else (fault,)
    wanted = {*kinds, *(PROGRAMS[name].kind for name in named)}
    chosen = (*among, *named) if among else [name for name, program in PROGRAMS.items() if program.kind in wanted]
    return BugLab(fault, chosen, seed, m, list(some_of("instruments", instruments, draw.NAMES)))


class BugLab(Live):
    """A faulty program with instruments; see `bug_lab`.

    Attributes
    ----------
    session : Session
        The network that it runs on: XOR, all four examples or one of them.
    """

    def __init__(self, fault: str, among: Collection[str], seed: int, m: int, shown: list[str]) -> None:
        super().__init__()
        self._taken: tuple[tuple[Moment, Fault], Readings] | None = None
        self.faults: tuple[Fault, ...] = tuple(program for name, program in PROGRAMS.items() if name in among)
        self._program, self._seed = fault, seed
        self._met: set[str] = set()
        self._shown, self._newest = shown, shown[-1] if len(shown) == 1 else ""
        self._look = Look(edges="D")
        self._guess, self._said, self._why, self._found = "", "", "", False
        self.session = Session(start(SHAPES[0], seed), *data(m))
        self.follow(self.session)
        self.refresh()

    @property
    def fault(self) -> Fault:
        """The fault that runs."""
        if self._program != HIDDEN:
            return PROGRAMS[self._program]
        return self.faults[int(np.random.default_rng(self._seed).integers(len(self.faults)))]

    @plainly
    def name(self, guess: str) -> bool:
        """Name the fault; the answer, with the symptom that decides, stands in the lab."""
        one_of("the guess", guess, [fault.name for fault in self.faults])
        self._guess, self._found = guess, guess == self.fault.name
        self._said = "✓ Yes" if self._found else f"✗ Not “{plain(PROGRAMS[guess].title)}”"
        s = self.session
        self._why = told(self.fault, s.net) if self._found else why_not(self.fault, PROGRAMS[guess], self._seed, s)
        self.refresh()
        return self._found

    # what Live asks for

    def draw(self) -> str:
        """Draw the question, the instruments and the network."""
        readings = self._readings()
        return prompt.frame(
            "bug lab",
            [
                Html(f"<p class='bp-question bp-case'>{self._question()}</p>"),
                draw.settings(self.session, self.faults, self._program),
                self._naming(),
                self.notice_line(),
                draw.shelf(self._shown, self._newest),
                draw.gauges(
                    draw.network(self.session, self.fault, self._look.edges) if readings.trace else Html(""),
                    self._shown,
                    readings,
                ),
            ],
        )

    def text(self) -> str:
        """Return what the instruments show, in words."""
        readings, s = self._readings(), self.session
        where = f"{'-'.join(map(str, s.net.sizes))}, λ = {s.lam:g}, m = {s.m}, XOR"
        title = plain(self.fault.title) if self._is_open else "one of the rules is wrong"
        repair = draw.repair_in_words(self.fault.name) if self._is_open else []
        return "\n".join([f"Bug lab, {title}; on {where}.", *draw.in_words(self._shown, readings), *repair])

    def as_python(self) -> str:
        """Return the lines that open the same lab."""
        kinds, names = tuple(dict.fromkeys(fault.kind for fault in self.faults)), [fault.name for fault in self.faults]
        every = names == [name for name, fault in PROGRAMS.items() if fault.kind in kinds]
        which = f"kinds={kinds!r}" if every else f"among={names!r}"
        arguments = f"{self._program!r}, {which}, seed={self._seed}, m={self.session.m}"
        return f"from backprop_widgets import bug_lab\nbug_lab({arguments}, instruments={self._shown!r})"

    def act(self, event: Event) -> None:
        """Do what an event asks for; what the lab doesn't know belongs to its network."""
        if event.verb in self.ACTIONS:
            super().act(event)
        else:
            act(self.session, self._look, event)

    # what the learner does

    def _set_sizes(self, event: Event) -> None:
        sizes = tuple(int(part) for part in event.given.split("-"))
        if sizes in SHAPES:
            self.session.replace(net=start(sizes, self._seed))

    def _set_count(self, event: Event) -> None:
        X, Y = data(int(event.given))
        self.session.replace(X=X, Y=Y, example=None)

    def _set_lam(self, event: Event) -> None:
        self.session.lam = float(event.given)

    def _set_program(self, event: Event) -> None:
        one_of("the program", event.given, (HIDDEN, *(fault.name for fault in self.faults)))
        self._program = event.given
        self._forget()

    def _set_guess(self, event: Event) -> None:
        self._guess = event.given

    def _name(self, _event: Event) -> None:
        if not self._guess:
            raise ValueError("Nothing is named yet: choose a fault from the list first.")
        self.name(self._guess)

    def _another(self, _event: Event) -> None:
        """Hide a fault that wasn't met since all were; never the one that was there."""
        now, names = self.fault.name, {fault.name for fault in self.faults}
        self._met = self._met | {now} if not names <= self._met | {now} else {now}
        self._seed, self._program = self._seed + 1, HIDDEN
        while self.fault.name in self._met and len(names) > 1:
            self._seed += 1
        self.session.replace(net=start(self.session.net.sizes, self._seed))
        self._forget()

    def _toggle(self, event: Event) -> None:
        one_of("the instrument", event.what, draw.NAMES)
        if event.what in self._shown:
            self._shown.remove(event.what)
        else:
            self._shown.append(event.what)
            self._newest = event.what

    ACTIONS: ClassVar[dict[str, Any]] = {
        "sizes": _set_sizes,
        "m": _set_count,
        "lam": _set_lam,
        "program": _set_program,
        "guess": _set_guess,
        "name": _name,
        "next": _another,
        "tool": _toggle,
    }

    def _forget(self) -> None:
        self._guess, self._said, self._why, self._found = "", "", "", False

    # parts

    @property
    def _is_open(self) -> bool:
        """Whether the learner knows which fault runs."""
        return self._program != HIDDEN or self._found

    def _readings(self) -> Readings:
        """What the instruments read: taken once, and again when the program or what it runs on is another one."""
        s, at = self.session, (self.session.moment, self.fault)
        if self._taken is None or self._taken[0] != at:
            self._taken = at, read(self.fault, s.net, s.X, s.Y, s.lam)
        return self._taken[1]

    def _question(self) -> Html:
        if self._program == HIDDEN:
            return Html(
                "<b>One rule in this program is wrong.</b> Find out which, by its symptoms: open one instrument after"
                " the other, change λ, the network or the number of examples. Every number is the"
                " program's own; what is measured is measured from the right J."
            )
        return Html(f"<b>{escape(plain(self.fault.title))}.</b> {escape(rule_told(self.fault, self.session.net))}")

    def _naming(self) -> Html:
        choose = ""
        if self._program == HIDDEN:
            choose = draw.naming(self.faults, self._guess)
            choose += prompt.answered("bug-say", self._said, self._found, self._why)
        return Html(choose + (draw.repair(self.fault.name) if self._is_open else ""))
