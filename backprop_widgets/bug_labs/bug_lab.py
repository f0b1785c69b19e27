"""bug_lab(): a program with one wrong rule in it runs in the live network; find it by its symptoms."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from backprop_core.calls import plainly
from backprop_core.validation import index, one_of, shown, some_of
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

KINDS = ("forward", "cost", "backward", "descent")


@plainly
def bug_lab(
    fault: str = HIDDEN,
    *,
    kinds: Iterable[str] | str = ("backward",),
    among: Iterable[str] | str = (),
    seed: int = 0,
    sizes: Collection[int] = SHAPES[0],
    lam: float = 0.0,
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
    sizes : {(2, 2, 2, 1), (2, 3, 2, 1)}
        How many units each layer of the network has at first.
    lam : float
        λ at first, 0 or more.
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
    if not isinstance(sizes, (tuple, list)) or tuple(sizes) not in SHAPES:
        raise ValueError(f"sizes is {shown(sizes)}: the lab has {' or '.join(map(str, SHAPES))}")
    if index("m", m, min(COUNTS), max(COUNTS), "the number of examples") not in COUNTS:
        raise ValueError(f"m is {m}: the lab has {' or '.join(map(str, COUNTS))} examples")
    named = () if fault == HIDDEN else (fault,)
    wanted = {*kinds, *(PROGRAMS[name].kind for name in named)}
    chosen = (*among, *named) if among else [name for name, program in PROGRAMS.items() if program.kind in wanted]
    session = Session(start(tuple(sizes), seed), *data(m), lam=lam)
    return BugLab(session, fault, chosen, seed, list(some_of("instruments", instruments, draw.NAMES)))


class BugLab(Live):
    """A faulty program with instruments; see `bug_lab`.

    Attributes
    ----------
    session : Session
        The network that it runs on: XOR, all four examples or one of them.
    """

    def __init__(self, session: Session, fault: str, among: Collection[str], seed: int, shown: list[str]) -> None:
        super().__init__()
        self._known: deque[Readings] = deque(maxlen=8)
        self.faults: tuple[Fault, ...] = tuple(program for name, program in PROGRAMS.items() if name in among)
        self._program, self._seed = fault, seed
        self._met: set[str] = set()
        self._shown, self._newest = shown, shown[-1] if len(shown) == 1 else ""
        self._look = Look(edges="D")
        self._guess, self._named = "", ""  # what the list shows, and what of it was answered last
        self.session = session
        self._start = self.session.moment  # of this bug, for "reset"
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
        self._guess = self._named = guess
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
                    draw.network(self.session, self.fault, self._look.edges) if not readings.stops else Html(""),
                    self._shown,
                    readings,
                ),
            ],
        )

    def text(self) -> str:
        """Return what the instruments show, in words."""
        readings, s = self._readings(), self.session
        where = f"{'-'.join(map(str, s.net.sizes))}, λ = {s.lam:g}, m = {s.m}, XOR"
        title = plain(self.fault.title) if self._is_open else "a hidden bug"
        repair = draw.repair_in_words(self.fault.name) if self._is_open else []
        return "\n".join([f"Bug lab, {title}; on {where}.", *draw.in_words(self._shown, readings), *repair])

    def as_python(self) -> str:
        """Return the lines that open the same lab, with the weights that were moved."""
        s = self.session
        kinds, names = tuple(dict.fromkeys(fault.kind for fault in self.faults)), [fault.name for fault in self.faults]
        every = names == [name for name, fault in PROGRAMS.items() if fault.kind in kinds]
        which = f"kinds={kinds!r}" if every else f"among={names!r}"
        place = f"seed={self._seed}, sizes={s.net.sizes}, lam={s.lam}, m={s.m}"
        lab = f"bug_lab({self._program!r}, {which}, {place}, instruments={self._shown!r})"
        moved = self._moved()
        lines = [f"lab = {lab}", *moved, "lab"] if moved else [lab]
        return "\n".join(["from backprop_widgets import bug_lab", *lines])

    def _moved(self) -> list[str]:
        """Return the lines that move the weights which aren't the seed's own."""
        net = self.session.net
        return [
            f'lab.session.set("Theta.{l}.{i + 1}.{j}", {net.weight(l, i + 1, j)})'
            for l, Theta in start(net.sizes, self._seed).Theta.items()
            for i, j in np.ndindex(Theta.shape)
            if net.Theta[l][i, j] != Theta[i, j]
        ]

    def act(self, event: Event) -> None:
        """Do what an event asks for; what the lab doesn't know belongs to its network."""
        if event.verb in self.ACTIONS:
            super().act(event)
        elif event.what.startswith(("x", "y")) and event.type != "click":  # a click only looks at it
            raise ValueError(
                "x and y can't be moved here: the lab's examples are those of XOR, and its instruments say what comes"
                " of these. Move a weight instead, or choose how many examples there are."
            )
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
            raise ValueError("Nothing is named yet: choose a bug from the list first.")
        self.name(self._guess)

    def _another(self, _event: Event) -> None:
        """Hide a fault that wasn't met since all were; never the one that was there."""
        now, names = self.fault.name, {fault.name for fault in self.faults}
        self._met = self._met | {now} if not names <= self._met | {now} else {now}
        self._seed, self._program = self._seed + 1, HIDDEN
        while self.fault.name in self._met and len(names) > 1:
            self._seed += 1
        self.session.replace(net=start(self.session.net.sizes, self._seed))
        self._start = self.session.moment
        self._forget()

    def _reset(self, _event: Event) -> None:
        self.session.moment = self._start

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
        "reset": _reset,
        "tool": _toggle,
    }

    def _forget(self) -> None:
        self._guess, self._named = "", ""

    # parts

    @property
    def _is_open(self) -> bool:
        """Whether the learner knows which fault runs."""
        return self._program != HIDDEN or self._found

    @property
    def _found(self) -> bool:
        return self._named == self.fault.name

    @property
    def _said(self) -> str:
        if not self._named:
            return ""
        return "✓ Yes" if self._found else f"✗ Not “{plain(PROGRAMS[self._named].title)}”"

    @property
    def _why(self) -> str:
        """What the answer rests on, in the numbers of the network as it is now."""
        if not self._named:
            return ""
        if self._found:
            return told(self.fault, self.session.net)
        return why_not(self._readings(), PROGRAMS[self._named], self._seed)

    def _readings(self) -> Readings:
        """What the instruments read; the last few are kept, for who chooses another λ often goes back to the first."""
        s = self.session
        here = (self.fault, s.net, s.X, s.Y, s.lam)
        readings = next((known for known in self._known if known.are_of(*here)), None)
        if readings is None:
            readings = read(*here)
            self._known.append(readings)
        return readings

    def _question(self) -> Html:
        if self._program == HIDDEN:
            return Html(
                "<b>This program has a bug.</b> Find out which, by its symptoms: open one instrument after"
                " the other. Where all of them look right, change λ, the network or the number of examples. Every"
                " number is the program's own, but the measured ones always come from the right J."
            )
        return Html(f"<b>{escape(plain(self.fault.title))}.</b> {escape(rule_told(self.fault, self.session.net))}")

    def _naming(self) -> Html:
        choose = ""
        if self._program == HIDDEN:
            choose = draw.naming(self.faults, self._guess)
            choose += prompt.answered("bug-say", self._said, self._found, self._why)
        return Html(choose + (draw.repair(self.fault.name) if self._is_open else ""))
