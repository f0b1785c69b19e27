"""What holds for every view: it follows until it is closed, draws once for each event, refuses in one sentence."""

import gc
import sys

import pytest

from backprop_core import Network, examples
from backprop_widgets import (
    Live,
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
from backprop_widgets.live.events import Event
from backprop_widgets.predictions.lesson import Predictions
from tests.hand import KEPT
from tests.networks import how_many


def _predict(session):
    then = explorer(session)
    question = predict("How large is it?", session, "J", ask="number", tolerance=0.1, then=then, lesson=Predictions())
    question.skip()
    return question


# Of each view of a session: how it is opened, and an event that its page may send.
VIEWS = {
    "explorer": (lambda s: explorer(s, controls="all"), "slide:Theta.1.1.1"),
    "slide": (slide, "slide:Theta.1.1.1"),
    "tangent": (lambda s: plot(s, "tangent"), "of"),
    "landscape": (lambda s: plot(s, "landscape"), "across"),
    "bars": (lambda s: plot(s, "bars"), "log"),
    "training": (lambda s: training(s, steps=3), "alpha"),
    "data": (data, "standard"),
    "predict": (_predict, "slide:Theta.1.1.1"),
    "paths": (lambda s: paths("Theta.1.2.1", s), "merge"),
}
# Of no session, or of one as it was when they were opened.
STANDING = {
    "worksheet": lambda _: worksheet(3),
    "bug_lab": lambda _: bug_lab(),
    "race": race,
    "recall": lambda _: recall(3, 1),
    "tally": lambda _: tally(Predictions(KEPT)),
}
VALUES = {"slide:Theta.1.1.1": "0.35", "of": "Theta.2.1.1", "across": "Theta.2.1.1", "log": True, "alpha": "0.5"}


def message(key, seq=1):
    value = {"value": VALUES.get(key, True), "gesture": "7", "done": True, "shift": False, "ctrl": False}
    return {"seq": seq, "view": "v", "key": key, "type": "change", "value": value}


@pytest.fixture
def session():
    return Session(*examples.lecture())


def observers(session):
    return sum(len(handlers) for of_type in session._trait_notifiers.values() for handlers in of_type.values())


def calls(do):
    """Count the Python functions that are called while something is done."""
    counted = 0

    def count(_frame, what, _argument):
        nonlocal counted
        counted += what == "call"

    gc.collect()  # so that nothing is cleaned away meanwhile
    before = sys.getprofile()
    sys.setprofile(count)
    try:
        do()
    finally:
        sys.setprofile(before)
    return counted


def cost_of_an_edit(session):
    assert session.trace  # computed before, as where a view has drawn it
    calls_made = calls(lambda: session.set("Theta.1.1.1", 0.4))
    session.undo()
    return calls_made


def test_many_views_that_were_opened_and_closed_leave_no_observer_and_cost_nothing(session):
    cost_of_an_edit(session)  # Python's own copy learns at its first call what it needs at every one
    watched, first = observers(session), cost_of_an_edit(session)
    everything = [(opened, True) for opened, _ in VIEWS.values()] + [(opened, False) for opened in STANDING.values()]
    for n in range(1 + how_many(50, 200) // len(everything)):
        for opened, follows in everything:
            view = opened(session)
            if n == 0:
                assert (cost_of_an_edit(session) > first) == follows, f"{view!r}"
            for part in (view, *filter(None, [getattr(view, "then", None)])):
                part.close()
    assert observers(session) == watched
    assert cost_of_an_edit(session) == first


@pytest.mark.parametrize("name", VIEWS)
def test_an_event_draws_each_view_of_the_session_once_whatever_it_changes(session, name, monkeypatch):
    opened, key = VIEWS[name]
    views = [opened(session), opened(session)]
    views += [view.then for view in views if hasattr(view, "then")]
    before = [view.markup for view in views]
    drawn = dict.fromkeys(views, 0)
    for kind in {type(view) for view in views}:

        def draw(self, _draw=kind.draw):
            drawn[self] = drawn.get(self, 0) + 1
            return _draw(self)

        monkeypatch.setattr(kind, "draw", draw)
    views[0]._handle_custom_msg(message(key), [])
    assert views[0].error == ""
    assert views[0].notice == ""
    assert max(drawn.values()) == 1, drawn
    assert views[0].markup != before[0]
    assert drawn[views[0]] == 1


@pytest.mark.parametrize("name", VIEWS)
def test_one_edit_in_a_cell_draws_each_view_once_however_much_it_changes(session, name, monkeypatch):
    view, drawn = VIEWS[name][0](session), []
    assert view.model_id  # it is shown
    kind = type(view)
    monkeypatch.setattr(kind, "draw", lambda self, _draw=kind.draw: drawn.append(self) or _draw(self))
    session.replace(net=Network.random([2, 2, 2, 1], seed=5), X=[0.5, 0.25], Y=[0.0], lam=0.5, alpha=0.25)
    assert drawn == [view]
    view.close()
    session.undo()
    assert drawn == [view]


@pytest.mark.parametrize("name", [*VIEWS, *STANDING])
def test_what_no_view_knows_is_refused_in_one_sentence_that_stands_in_the_view(session, name):
    opened = STANDING | {n: o for n, (o, _) in VIEWS.items()}
    view = opened[name](session)
    view._handle_custom_msg(message("no-such:thing"), [])
    asked = view.then if name == "predict" else view
    assert "no-such" in asked.notice
    assert "no-such" in view.markup
    assert view.error == ""


@pytest.mark.parametrize("name", [*VIEWS, *STANDING])
def test_a_view_prints_as_what_it_shows_and_not_as_an_address(session, name):
    opened = STANDING | {n: o for n, (o, _) in VIEWS.items()}
    said = repr(opened[name](session))
    assert "0x" not in said
    assert len(said) < 200
    assert "\n" not in said


class Careless(Live):
    """Reads of its events what isn't there."""

    reads = ""

    def draw(self):
        return f"<p data-key='root'>{self.notice_line()}</p>"

    def text(self):
        return "careless"

    def act(self, event):
        getattr(event, self.reads)


@pytest.mark.parametrize("name", ["given", "on", "gesture", "pressed", "shift", "ctrl", "start", "dy", "text"])
@pytest.mark.parametrize("value", [{}, {"value": 3, "gesture": 4, "key": [], "shift": "", "ctrl": 1, "from": {}}])
def test_an_entry_that_is_missing_or_of_another_kind_never_reaches_a_learner_as_an_error_of_python(name, value):
    view = Careless()
    view.reads = name
    view.take(Event(1, "v", "w", "drag", value))
    assert "the page sent a drag of 'w'" in view.notice
    assert "expected" in view.notice


@pytest.mark.parametrize("number", [10**400, -(10**400), float("inf"), float("nan")])
def test_a_drag_from_beyond_every_number_is_refused(session, number):
    view, before = explorer(session), session.moment
    for value in ({"from": number, "dy": 1.0}, {"from": "0.5", "dy": number}):
        view.take(Event(1, "v", "move:Theta.1.1.1", "drag", value | {"dx": 0.0, "gesture": "7", "done": True}))
        assert "the page sent a drag" in view.notice
        assert session.moment is before
