"""Whatever is refused has changed nothing in any kind of view: session, view, undo are as before; and it is text."""

import math
import re

import pytest
from bs4 import BeautifulSoup

from backprop_core import Network, examples
from backprop_widgets import (
    Session,
    bug_lab,
    data,
    explorer,
    paths,
    plot,
    predict,
    race,
    recall,
    slide,
    tally,
    training,
    worksheet,
)
from backprop_widgets.plots.plot import KINDS
from backprop_widgets.predictions.lesson import Predictions
from backprop_widgets.session.moment import PARTS
from tests.hand import KEPT
from tests.networks import how_many


def asked(session):
    lesson, then = Predictions(KEPT), explorer(session, controls="all")
    return predict("How large is it?", session, "J", ask="number", tolerance=0.1, then=then, lesson=lesson)


def answered(session):
    view = asked(session)
    view.skip()
    return view


# Of a session; "history" is a training's.
VIEWS = {
    "explorer": lambda s: explorer(s, controls="all", show="all"),
    **{kind: lambda s, kind=kind: plot(s, kind) for kind in KINDS if kind != "history"},
    "history": lambda s: plot(training(s), "history"),
    "training": lambda s: training(s, steps=5),
    "data": data,
    "slide": slide,
    "predict": asked,
    "predict, answered": answered,
    "worksheet": lambda _: worksheet(3),
    "find the fault": lambda _: worksheet(3, "find the fault"),
    "bug_lab": lambda _: bug_lab(instruments="all"),
    "race": race,
    "paths": lambda s: paths("Theta.1.2.1", s),
    "recall": lambda _: recall(3, 1, seed=2),
    "tally": lambda _: tally(Predictions(KEPT)),
}
EVIL = "<img src=x onerror='go()'>\"'&"  # text that would be markup where nobody escapes it
TYPED = [EVIL, "", "x", "1e400", "-1", "999999999999", "Theta.9.9.9", "2-0-1", "∞", True, None, []]
VALUES = {
    "click": [{"shift": False, "ctrl": False}, {}, {"shift": False, "ctrl": False, "x": "a", "y": 9}],
    "key": [{"key": key, "shift": False, "ctrl": ctrl} for key in ("Q", None) for ctrl in (False, True)],
    "drag": [
        {"from": start, "dx": 0.0, "dy": dy, "gesture": "7", "done": True}
        for start, dy in (("x", 1.0), ("0.5", None), ("0.5", math.nan), ("0.5", 1e300), (None, 1.0))
    ],
    "file": [
        {"name": "a.csv", "size": 1, "text": text}
        for text in ("", "1,2\n3", "a,b\n1,x\n", f"{EVIL},b\n1,{EVIL}\n", None)
    ],
    "input": [{"value": value, "gesture": "7", "done": True} for value in TYPED],
}
VALUES["change"] = VALUES["input"]


def opened(name):
    """Open a view of a session that has something to undo and something to redo."""
    session = Session(*examples.lecture())
    session.set("Theta.1.1.1", 0.4)
    session.set("Theta.1.1.2", 0.45)
    session.undo()
    return VIEWS[name](session), session


def photo(view, session):
    """Everything that there is to see of it, but for what is said of a refusal."""
    session = getattr(view, "session", session)
    for part in filter(None, [getattr(view, "then", None), view]):
        part.notice = ""
        part.refresh()
    undo = session.can_undo, session.can_redo, session._now, len(session._history)
    return session.moment, undo, view.text(), view.markup, view.rescue


def same(one, other):
    """Whether two photos are of the same; arrays and networks have to be the very same ones."""
    alike = [
        mine is yours or (not hasattr(mine, "dtype") and mine == yours)
        for mine, yours in ((getattr(one[0], part), getattr(other[0], part)) for part in PARTS)
    ]
    return all(alike) and one[1:] == other[1:]


def controls(view):
    """The key of one control of each kind, and what it reports."""
    found = BeautifulSoup(view.markup, "html.parser").find_all(attrs={"data-on": True})
    kinds = {re.sub(r"\d+", "#", tag["data-key"]): (tag["data-key"], tag["data-on"].split()) for tag in found}
    return [*kinds.values(), ("no-such:thing", ["click"]), (EVIL, ["click"]), ("", ["change"])]


def reported(types, first):
    """What a control can report, right or odd; each control begins with another of them, where not all are tried."""
    every = how_many(3, 1)
    return [(of_type, value) for of_type in types for value in VALUES[of_type]][first % every :: every]


@pytest.mark.parametrize("name", VIEWS)
def test_an_event_that_is_refused_has_changed_nothing(name, monkeypatch):
    refused = []
    view, session = opened(name)
    # each view has a class of its own, below the one that is written
    written = [next(c for c in type(part).__mro__ if "act" in vars(c)) for part in (view, getattr(view, "then", view))]
    for kind in set(written):

        def act(self, event, _act=kind.act):
            try:
                _act(self, event)
            except (ValueError, TypeError) as refusal:
                refused.append(refusal)
                raise

        monkeypatch.setattr(kind, "act", act)
    before, met = photo(view, session), 0
    for number, (key, types) in enumerate(controls(view)):
        for of_type, value in reported(types, number):
            refused.clear()
            view._receive(view, {"seq": 1, "view": "v", "key": key, "type": of_type, "value": value}, None)
            assert view.error == "", (key, value)
            assert "<img src=x" not in view.markup, (key, value)
            if refused:
                met += 1
                assert same(photo(view, session), before), (key, value, refused)
            else:
                view.close()
                view, session = opened(name)
                before = photo(view, session)
            view._next.clear()
    assert met


REFUSED = {
    "lam, with another net": lambda s: s.replace(net=Network.random([2, 2, 2, 1], seed=5), lam=-1),
    "alpha, with lam": lambda s: s.replace(lam=0.5, alpha=0),
    "a stage that isn't there": lambda s: s.replace(alpha=2.0, stage=99),
    "an example that isn't there": lambda s: s.replace(alpha=2.0, example=9),
    "a name that isn't there": lambda s: s.replace(alpha=2.0, alhpa=3.0),
    "X of another size": lambda s: s.replace(alpha=2.0, X=[1.0, 2.0, 3.0]),
    "Y beyond 1": lambda s: s.replace(alpha=2.0, Y=[7.0]),
    "a net of other sizes": lambda s: s.replace(alpha=2.0, net=Network.random([3, 1])),
    "a selection that isn't there": lambda s: s.replace(alpha=2.0, selection="delta.9.1"),
    "a notation": lambda s: s.replace(alpha=2.0, notation="mine"),
    "lam in words": lambda s: setattr(s, "lam", "a"),
    "the moment": lambda s: setattr(s, "moment", 3),
    "a weight that isn't there": lambda s: s.set("Theta.9.1.1", 0.5),
    "what follows": lambda s: s.set("delta.2.1", 0.5),
    "no number": lambda s: s.set("Theta.1.1.1", math.nan),
    "a step to no network": lambda s: s.take_step("there"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_change_of_the_session_that_is_refused_has_changed_nothing_in_any_view(name):
    view, session = opened(name)
    session = getattr(view, "session", session)
    before = photo(view, session)
    trace, drawn = session.trace, view.markup
    for said, change in REFUSED.items():
        with pytest.raises((ValueError, TypeError)):
            change(session)
        assert session.trace is trace, said
        assert view.markup is drawn, said  # not even drawn again
    assert same(photo(view, session), before)
    if session.can_redo:
        session.redo()
        assert session.net.weight(1, 1, 2) == 0.45
