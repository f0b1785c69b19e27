"""What every part shares: calls that take turns, the machine's load, and a row with its target."""

import os
import time
from dataclasses import asdict, dataclass
from statistics import median


class NotHere(Exception):
    """Something that a part needs isn't installed; its sentence is printed in the place of the rows."""


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, and what it should come to."""

    what: str
    value: float
    form: str = "{:.2f}"
    target: float | None = None
    at_least: bool = False  # else at most
    beside: str = ""  # the same of others
    why: str = ""  # it misses, where it does: what was tried, what it would take

    @property
    def holds(self):
        """Whether the target is reached; None where there is none."""
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target

    @property
    def found(self):
        """The value as it is printed."""
        return self.form.format(self.value)

    @property
    def aim(self):
        """The target as it is printed."""
        return "" if self.target is None else f"{'≥' if self.at_least else '≤'} {self.form.format(self.target)}"

    def stored(self):
        """What the JSON keeps."""
        return asdict(self) | {"holds": self.holds}


def in_turns(calls, turns):
    """Seconds of processor time that each call takes, each turn: what else runs disturbs them less than the clock."""
    taken = {name: [] for name in calls}
    for call in calls.values():
        call()  # the first is slower
    for _ in range(turns):
        for name, call in calls.items():
            start = time.process_time()
            call()
            taken[name].append(time.process_time() - start)
    return taken


def medians(taken):
    """The median of each."""
    return {name: median(times) for name, times in taken.items()}


def load():
    """How many programs have wanted a processor in the last minute."""
    return round(os.getloadavg()[0], 1)
