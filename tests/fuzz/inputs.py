"""Fuzzed inputs of every kind, thrown at what people hand in: each is taken, or refused in one sentence of ours."""

import copy
import json
import logging
import time
from collections import Counter

import numpy as np

from backprop_core import backward, examples, run
from backprop_widgets import Session, check, explorer, worksheet
from backprop_widgets.datasets.table import read_table
from backprop_widgets.notation.typed import number_in, parse, whole_in
from backprop_widgets.session.moment import EDITED
from backprop_widgets.session.state import from_state, to_state
from tests.fuzz.hand import EVIL, ODD, TYPED, controls, hand, message_of, message_of_none, rubbish
from tests.fuzz.lesson import SLOW, VIEWS, Refusal, ours

HANG = 2.0  # seconds of the processor that one input may take
LETTERS = "0123456789.,;|\t \n\r\"'#-+eE%()/axi∞−\ufeff\ufffd\u00a0é½٣_[]{}:"
TRACE = run(*examples.lecture())
QUANTITIES = ["delta.2.1", "delta", "D", "D.1.1.0", "a", "z.3.2", "J", "Theta.1.1.0"]


def text(rng, most=40):
    """A text that might be a number, a list of them, a table."""
    return "".join(rng.choice(LETTERS) for _ in range(rng.randrange(most)))


def numbers(rng):
    """A field for own numbers, or an answer in a cell."""
    typed = rng.choice([text(rng, 12), rng.choice(TYPED)])
    for read in (parse, number_in, lambda given: whole_in("step", given, 0, 100)):
        taken(lambda read=read: read(typed))
    if rng.random() < 0.2:
        answer = rng.choice(
            [typed, rubbish(rng), [rng.gauss(0, 1), rubbish(rng)], {2: rubbish(rng)}, np.full(2, np.nan)]
        )
        assert check(answer, TRACE, rng.choice(QUANTITIES)).ok in (True, False, None)
    if rng.random() < 0.02:
        entries = {rng.choice(["z.2.1", "a.3.2", "D.1.1.0", "q", EVIL]): rng.choice([typed, *ODD])}
        taken(lambda: worksheet(rng.randrange(9), entries=entries))


def tables(rng):
    """A table, cut, mixed and spoilt."""
    if rng.random() < 0.5:
        given = text(rng, 90)
    else:
        mark, names = rng.choice(",;\t| "), rng.choice(["", "a;b;k\n", "2019,2020,k\n", "# x\n", "sep=;\n"])
        rows = [mark.join([f"{rng.gauss(0, 9):.2f}", text(rng, 5), rng.choice("xy")]) for _ in range(rng.randrange(6))]
        given = names + "\n".join(rows)
    table = taken(lambda: read_table(given))
    if table is not None:
        assert np.isfinite(table.X).all()
        assert len(table.X) == len(table.Y)


STATE = json.loads(to_state(Session(*examples.lecture(), lam=0.5, stage="d3", selection="delta.2.1")))


def states(rng):
    """A state file, with parts missing, exchanged, spoilt."""
    state = copy.deepcopy(STATE)
    for name in rng.sample(sorted(state), rng.randrange(1, 3)):
        state[name] = _spoilt(state[name], rng)
    if rng.random() < 0.2:
        state.pop(rng.choice(sorted(state)))
    written = json.dumps(state)
    if rng.random() < 0.2:
        at = rng.randrange(len(written))
        written = written[:at] + rng.choice(LETTERS) + written[at + rng.randrange(3) :]
    traits = taken(lambda: from_state(written))
    if traits is not None:
        assert from_state(to_state(Session(**traits)))["net"].sizes == traits["net"].sizes


def _spoilt(part, rng):
    if isinstance(part, list) and part and rng.random() < 0.8:
        at = rng.randrange(len(part))
        return [*part[:at], _spoilt(part[at], rng), *part[at + 1 :]]
    return rng.choice([rubbish(rng), rng.gauss(0, 1), [part], part])


class Events:
    """A view, and what a page sends it; a new one now and then."""

    OF = tuple(name for name in VIEWS if name not in SLOW)

    def __init__(self):
        self.left = 0

    def __call__(self, rng):
        if not self.left:
            self.left, self.session = 50, Session(*examples.lecture())
            name = rng.choice(self.OF)
            self.view = VIEWS[name](self.session)
            self.found = controls(self.view)
        self.left -= 1
        view, session = self.view, self.session
        history = len(session._history)
        tag = rng.choice(self.found) if self.found else None
        message = message_of(tag, rng, 1) if tag is not None and rng.random() < 0.7 else message_of_none(rng, 1)
        view._next.clear()
        view._receive(view, message, None)
        wrong, view.error = view.error, ""
        if wrong and not wrong.startswith("ValueError: the page sent"):
            raise Refusal(f"{message} gave {wrong}")
        assert len(session._history) <= history + 1, "one event is one step at most"
        assert not set(session.moment.changes_since(session._history[session._now])) & set(EDITED), "lost state"
        if rng.random() < 0.05:
            self.found = controls(view) or self.found


class Functions:
    """An explorer, and functions that a learner might write: right ones that were spoilt, and rubbish."""

    def __init__(self):
        self.view = explorer()

    def __call__(self, rng):
        like, spoil = rng.choice([*RIGHT]), rng.random()

        def own(*given):
            answer = RIGHT[like](*given)
            return answer if spoil < 0.2 else rubbish(rng) if spoil < 0.5 else spoilt_answer(answer, rng)

        moment = self.view.session.moment
        taken(lambda: self.view.use(rng.choice([None, 3]) if rng.random() < 0.05 else own, like))
        assert self.view.session.moment is moment, "a function has changed the session"
        assert "<img src=x" not in self.view.markup
        taken(lambda: self.view.use(None, like))


def _backward(net, fwd, Y, lam):
    bwd = backward(net, fwd, Y, lam)
    return bwd.delta, bwd.Delta, bwd.D


RIGHT = {
    "backward": _backward,
    "cost": lambda net, fwd, Y, lam: 0.5,
    "forward": lambda net, X: ({1: X}, {}),
    "step": lambda net, X, Y, lam, alpha: net.Theta,
}


def spoilt_answer(answer, rng):
    """An answer of which one part is another."""
    if isinstance(answer, tuple):
        at = rng.randrange(len(answer))
        return (*answer[:at], spoilt_answer(answer[at], rng), *answer[at + 1 :])[: rng.choice([2, 3, 3, 3])]
    if hasattr(answer, "items"):
        return {key: spoilt_answer(part, rng) if rng.random() < 0.5 else part for key, part in answer.items()}
    if isinstance(answer, np.ndarray) and rng.random() < 0.7:
        return rng.choice([answer.T, answer[..., :-1], answer * np.nan, answer[None], answer.tolist(), -answer])
    return rubbish(rng)


def taken(do):
    """What comes of it; None if it is refused in one sentence of ours."""
    try:
        return do()
    except (ValueError, TypeError) as refusal:
        ours(refusal)
        return None


KINDS = {"numbers": 30, "states": 30, "tables": 25, "events": 10, "functions": 5}  # of 100 inputs


def throw(number, seed=1, tell=print):
    """Throw so many inputs, and count what goes wrong."""
    logging.disable(logging.CRITICAL)
    throwers = {"numbers": numbers, "states": states, "tables": tables, "events": Events(), "functions": Functions()}
    count: Counter[str] = Counter()
    longest = 0.0
    for kind, share in KINDS.items():
        for n in range(number * share // 100):
            rng, began = hand(f"{seed} {kind} {n}"), time.process_time()
            try:
                throwers[kind](rng)
            except AssertionError as lost:
                count["lost"] += 1
                tell(f"{kind} {n}: lost: {lost}")
            except Exception as error:  # noqa: BLE001  whatever it is, it is counted
                count["errors"] += 1
                tell(f"{kind} {n}: {type(error).__name__}: {error}")
            took = time.process_time() - began
            longest = max(longest, took)
            if took > HANG:
                count["hangs"] += 1
                tell(f"{kind} {n}: took {took:.1f} s")
            count[kind] += 1
        tell(f"{kind}: {count[kind]:,}")
    logging.disable(logging.NOTSET)
    return count, longest
