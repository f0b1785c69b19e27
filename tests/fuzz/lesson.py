"""A lesson in which anything is done in any order, and what has to hold after each step of it."""

import re
import tempfile
import traceback
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from backprop_core import Network, examples, run
from backprop_core.quantity import code_of
from backprop_widgets import Session, data, explorer, paths, plot, predict, race, recall, slide, training, worksheet
from backprop_widgets.predictions.lesson import Predictions
from backprop_widgets.session.moment import EDITED
from tests.fuzz.hand import controls, hand, message_of, message_of_none
from tests.hand import KEPT

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path(tempfile.mkdtemp())
NO_NUMBER = re.compile(r"(?<!\w)(nan|NaN|inf|Infinity)(?!\w)")
MOST_OPEN = 3

STARTS = [
    examples.lecture(),
    (Network.random([2, 3, 1], seed=4), *examples.xor()),
    (Network.random([3, 2, 3], seed=2, output="softmax"), np.array([[0.5, -1, 2], [1, 0, 0.25]]), np.eye(3)[[2, 0]]),
    (Network.random([1, 2], seed=3, output="identity", cost="squared_error"), [0.5], [3.0, -2.0]),
    (Network.random([2, 2, 2, 1], seed=5, hidden="relu"), [0.5, 0.25], [0.0]),
]


def _asked(session):
    question = predict("How large is it?", session, "J", ask="number", tolerance=0.1, lesson=Predictions(KEPT))
    question.skip()
    return question


VIEWS = {
    "explorer": lambda s: explorer(s, controls="all"),
    "explorer, all shown": lambda s: explorer(s, show="all", pieces=True),
    "slide": slide,
    "paths": lambda s: paths("Theta.1.1.1", s),
    "tangent": lambda s: plot(s, "tangent"),
    "bars": lambda s: plot(s, "bars"),
    "landscape": lambda s: plot(s, "landscape"),
    "training": lambda s: training(s, steps=3),
    "data": data,
    "predict": _asked,
    "worksheet": lambda _: worksheet(3),
    "race": race,
    "recall": lambda _: recall(3, 1, seed=2),
}
DRAWN_ANEW = {"explorer", "explorer, all shown", "slide", "tangent", "bars", "landscape"}
SLOW = ("landscape", "bars", "tangent", "race", "training")  # drawn by matplotlib
OFTEN = [name for name in VIEWS for _ in range(1 if name in SLOW else 4)]
VALUES = {
    "lam": [0, 0.5, 2, -1, "much", np.nan],
    "alpha": [0.1, 1, 100, 0, None],
    "example": [None, 1, 2, 9, 1.5],
    "stage": [0, 3, "J", "D", "update", "a2", 99, "a9"],
    "selection": [None, "delta.2.1", "Theta.1.1.0", "J", "z.2.1", "a.9.9", 3],
    "notation": ["lecture", "nielsen", "deeplearning.ai", "pytorch", "mine"],
    "X": [[0.5, 1.0], [[0, 1], [1, 0], [1, 1]], [1.0, np.inf], "x"],
    "Y": [1, [0.0], [[1], [0], [1]], [7.0], None],
    "net": [Network.random([2, 3, 1], seed=9), Network.random([3, 1]), 3],
    "moment": [3, None],
    "no such": [1],
}
numbers = st.one_of(st.floats(-10, 10), st.sampled_from([0.0, 1.0, 1e3, -1e9, np.nan, np.inf, "x", None]))


class Refusal(Exception):
    """What was refused was not refused as it should be."""


def ours(refusal):
    """See that a refusal is one sentence that was written for the learner, no error of Python's or numpy's."""
    last = traceback.extract_tb(refusal.__traceback__)[-1]
    if str(ROOT) not in last.filename or not (last.line or "").startswith("raise ") or "\n" in str(refusal):
        raise Refusal(f"{last.filename}:{last.lineno}: {type(refusal).__name__}: {refusal}") from refusal


class Lesson(RuleBasedStateMachine):
    """One session, up to three views of it, and everything that can be done to them."""

    @initialize(start=st.sampled_from(STARTS), first=st.sampled_from(OFTEN))
    def begin(self, start, first):
        self.session, self.views, self.seq, self.refusals = Session(*start), [], 0, []
        self.show(first)

    # views

    def show(self, name):
        try:
            view = VIEWS[name](self.session)
        except (ValueError, TypeError) as refusal:  # paths of a network that has no such weight
            ours(refusal)
            return
        for part in filter(None, [view, getattr(view, "then", None)]):
            part.act = self.noting(part.act)
        view._views.add("v")  # a page shows it
        self.views.append([name, view, True])

    def noting(self, act):
        def noted(event):
            try:
                act(event)
            except (ValueError, TypeError) as refusal:
                self.refusals.append(refusal)
                raise

        return noted

    @precondition(lambda self: len(self.views) < MOST_OPEN)
    @rule(name=st.sampled_from(OFTEN))
    def open(self, name):
        self.show(name)

    @precondition(lambda self: self.views)
    @rule(which=st.integers(0, MOST_OPEN - 1))
    def close(self, which):
        _, view, _ = self.views.pop(which % len(self.views))
        view.close()

    # the session

    @rule(pick=st.integers(0, 999), value=numbers, gesture=st.sampled_from([None, "7", "8"]))
    def set_number(self, pick, value, gesture):
        s = self.session
        codes = [f"Theta.{l}.{i + 1}.{j}" for l, T in s.net.Theta.items() for i, j in np.ndindex(T.shape)]
        codes += [f"x.{j + 1}" for j in range(s.net.sizes[0])] + ["y.1", "delta.2.1", "Theta.9.1.1"]
        self.attempt(lambda: s.set(codes[pick % len(codes)], value, gesture))

    @rule(name=st.sampled_from(sorted(VALUES)), pick=st.integers(0, 9))
    def set_trait(self, name, pick):
        value = VALUES[name][pick % len(VALUES[name])]
        self.attempt(
            lambda: setattr(self.session, name, value) if name != "no such" else self.session.replace(no=value)
        )

    @rule(start=st.sampled_from(STARTS), lam=st.sampled_from([0.0, 1.0, -1.0]))
    def take_data(self, start, lam):
        net, X, Y = start
        self.attempt(lambda: self.session.replace(net=net, X=X, Y=Y, lam=lam, example=None))

    @rule()
    def step(self):
        self.attempt(self.session.take_step)

    @rule()
    def undo(self):
        s, before = self.session, self.photo()
        if s.can_undo:
            s.undo()
            s.redo()
            assert self.photo() == before, "undo and redo"
        now = s._now
        s.undo()
        assert s._now == max(now - 1, 0)

    @rule()
    def redo(self):
        s = self.session
        now = s._now
        s.redo()
        assert s._now == min(now + 1, len(s._history) - 1)

    @rule()
    def reset(self):
        self.session.reset()
        assert all(getattr(self.session, name) is getattr(self.session._start, name) for name in ("net", "X", "Y"))

    def attempt(self, do):
        s, before, now, drawn = self.session, self.exact(), self.session._now, self.markups()
        try:
            do()
        except (ValueError, TypeError) as refusal:
            ours(refusal)
            assert self.exact() == before, "a refused change has changed something"
            assert self.markups() == drawn, "a refused change was drawn"
        else:
            assert now <= s._now + 1 <= now + 2, "one edit is one step at most"

    def exact(self):
        s = self.session
        return id(s.moment), id(s.trace), s._now, [id(moment) for moment in s._history]

    def markups(self):
        return [view.markup for _, view, _ in self.views]

    def photo(self):
        """What is edited, and what shows only that."""
        s = self.session
        return [
            getattr(s, name) if name in ("lam", "alpha", "example", "presses") else id(getattr(s, name))
            for name in EDITED
        ]

    # the page

    @precondition(lambda self: self.views)
    @rule(which=st.integers(0, MOST_OPEN - 1), seed=st.integers(0, 2**32))
    def use_a_control(self, which, seed):
        rng, opened = hand(seed), self.views[which % len(self.views)]
        found = controls(opened[1])
        if found:
            self.send(opened, message_of(rng.choice(found), rng, self.next()))

    @precondition(lambda self: self.views)
    @rule(which=st.integers(0, MOST_OPEN - 1), seed=st.integers(0, 2**32))
    def send_rubbish(self, which, seed):
        self.send(self.views[which % len(self.views)], message_of_none(hand(seed), self.next()))

    def next(self):
        self.seq += 1
        return self.seq

    def send(self, opened, message):
        _, view, _ = opened
        view.notice = ""
        view.refresh()
        self.refusals.clear()
        before, drawn, history = self.exact(), self.markups(), len(self.session._history)
        view._next.clear()
        view._receive(view, message, None)
        wrong = view.error
        if wrong and not wrong.startswith("ValueError: the page sent"):
            raise Refusal(f"{message} gave {wrong}")
        view.error = ""
        assert len(self.session._history) <= history + 1
        if not self.refusals and not wrong:
            opened[2] = False  # its look may be another now
            return
        for refusal in self.refusals:
            ours(refusal)
        view.notice = ""
        view.refresh()
        assert self.exact() == before, f"{message} was refused and has changed something"
        assert self.markups() == drawn, f"{message} was refused and has changed a view"

    # exports

    @precondition(lambda self: self.views)
    @rule(which=st.integers(0, MOST_OPEN - 1), ending=st.sampled_from([".txt", ".svg", ".html", ".doc"]))
    def export(self, which, ending):
        _, view, _ = self.views[which % len(self.views)]
        before = self.exact()
        try:
            file = view.export(FOLDER / f"view{ending}")
        except (ValueError, TypeError) as refusal:
            ours(refusal)
        else:
            written = file.read_text(encoding="utf-8")
            assert written == view.text() if ending == ".txt" else "<svg" in written or "<html" in written
        if hasattr(view, "state"):
            assert explorer(state=view.state()).state() == view.state()
        assert self.exact() == before

    # what holds

    @invariant()
    def the_numbers_are_the_cores(self):
        s = self.session
        right = run(s.net, *s.shown_example, s.lam)
        assert s.trace.J == right.J
        for l in right.D:
            np.testing.assert_array_equal(s.trace.D[l], right.D[l])
            np.testing.assert_array_equal(s.trace.delta[l + 1], right.delta[l + 1])

    @invariant()
    def the_history_holds_the_moment(self):
        s = self.session
        assert 0 <= s._now < len(s._history)
        then = s._history[s._now]
        assert not set(s.moment.changes_since(then)) & set(EDITED)
        assert (s.can_undo, s.can_redo) == (s._now > 0, s._now < len(s._history) - 1)
        code_of(s.selection) if s.selection else None

    @invariant()
    def a_view_shows_the_session_as_it_is(self):
        if self.views:
            self.seq += 1  # each in its turn
            self.is_right(self.views[self.seq % len(self.views)][1])

    def is_right(self, view):
        assert view.markup == view.draw(), f"{view!r} is stale"
        assert not NO_NUMBER.search(view.text()), view.text()
        assert "<img src=x" not in view.markup

    @precondition(lambda self: self.untouched())
    @rule(which=st.integers(0, MOST_OPEN - 1))
    def look_anew(self, which):
        """What a view shows is what one shows that is opened now."""
        found = self.untouched()
        name, view, _ = found[which % len(found)]
        try:
            anew = VIEWS[name](self.session)
        except ValueError as refusal:  # what can't be opened now says in its place why
            assert view.text() == str(refusal)  # noqa: PT017  it may be opened as well
            return
        assert anew.text() == view.text(), f"{name} is not what is drawn anew"
        anew.close()

    def untouched(self):
        """The views whose look is still the one with which they were opened."""
        return [opened for opened in self.views if opened[2] and opened[0] in DRAWN_ANEW]

    def teardown(self):
        for _, view, _ in getattr(self, "views", []):
            self.is_right(view)
            view.close()
