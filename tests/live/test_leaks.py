"""A cell that runs again and again leaves no observer, no connection and no work behind."""

import gc
import weakref

import ipywidgets
import pytest

from backprop_core import examples
from backprop_widgets import Session, explorer, plot, predict, slide, tally, training
from backprop_widgets.predictions.lesson import Predictions
from tests.live.cells import cells
from tests.live.test_all_views import VIEWS, calls, observers
from tests.networks import how_many

RUNS = how_many(50, 200)  # of an explorer; of the others a tenth


@pytest.fixture
def session():
    return Session(*examples.lecture())


@pytest.fixture
def cell(monkeypatch):
    """Give a function that shows views as a cell with this id does, and forgets them, as the next run does."""
    return cells(monkeypatch)


@pytest.fixture
def connections():
    """Give a function that counts the widgets of this test that pages could be told of.

    A view has two, one of them its layout. Those that other tests left open may go at any time: they are not counted.
    """
    there_before = set(ipywidgets.widgets.widget._instances)
    return lambda: len(ipywidgets.widgets.widget._instances.keys() - there_before)


def cost_of_a_move(session):
    """The Python functions called for an edit and the pictures that follow."""
    for _ in range(2):  # the first time an undo becomes possible, which is drawn too
        assert session.trace
        made = calls(lambda: session.set("Theta.1.1.1", 0.4))
        session.undo()
    return made


@pytest.mark.parametrize("name", VIEWS)
def test_a_cell_that_runs_again_and_again_leaves_nothing(session, cell, connections, name, tell):
    opened = VIEWS[name][0]
    for _ in range(2):  # from the second on, what is kept by value is found by comparing
        cell(lambda: opened(session))
    gc.collect()
    before = observers(session), connections(), cost_of_a_move(session)
    runs = RUNS if name == "explorer" else RUNS // 10
    for _ in range(runs):
        cell(lambda: opened(session))
    gc.collect()
    assert (observers(session), connections(), cost_of_a_move(session)) == before
    if name == "explorer":
        tell(f"a move of a shared session: {before[2]} calls, after the cell ran {runs} times more: the same")


def test_views_that_are_made_and_never_shown_are_let_go(session, connections):
    before = observers(session), connections()
    made = [weakref.ref(explorer(session)) for _ in range(20)]
    gc.collect()
    assert [one for one in made if one()] == []
    assert (observers(session), connections()) == before


def test_a_tally_and_a_prediction_leave_nothing_either(session, cell, connections):
    lesson = Predictions()

    def ask():
        return predict("J?", session, "J", ask="number", tolerance=0.1, then=explorer(session), lesson=lesson)

    cell(ask, lambda: tally(lesson))
    gc.collect()
    before = observers(session), connections(), len(lesson.tallies)
    for _ in range(20):
        cell(ask, lambda: tally(lesson))
    gc.collect()
    assert (observers(session), connections(), len(lesson.tallies)) == before


def test_a_view_that_another_cell_shows_stays(session, cell):
    (view,) = cell(lambda: explorer(session), cell="a")
    cell(lambda: view, cell="b")
    cell(lambda: explorer(session), cell="a")
    session.set("Theta.1.1.1", 0.4)
    assert view.comm is not None
    assert "0.40" in view.markup


def test_a_view_that_was_laid_aside_comes_back_when_it_is_shown_again(session, cell):
    (view,) = cell(lambda: explorer(session))
    name = view.model_id
    cell(lambda: explorer(session))
    assert view.comm is None
    session.set("Theta.1.1.1", 0.4)
    data, _ = view._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == view.model_id != name
    assert "0.40" in view.markup
    session.set("Theta.1.1.1", 0.6)
    assert "0.60" in view.markup


def test_a_view_shown_twice_by_one_cell_is_one_view(session, cell):
    (view, _) = cell(lambda: explorer(session), lambda: explorer(session))
    cell(lambda: view, lambda: view)
    assert view.comm is not None


# What nobody sees


def drawings(monkeypatch, kind):
    drawn = []
    monkeypatch.setattr(kind, "draw", lambda self, _draw=kind.draw: drawn.append(self) or _draw(self))
    return drawn


@pytest.mark.parametrize("make", [explorer, slide, lambda s: plot(s, "bars"), lambda s: training(s, steps=3)])
def test_a_view_that_nobody_sees_is_not_drawn(session, cell, make, monkeypatch):
    view = make(session)
    drawn = drawings(monkeypatch, type(view))
    for value in (0.1, 0.2, 0.3):
        session.set("Theta.1.1.1", value)
    assert drawn == []
    cell(lambda: view)
    assert drawn == [view]
    view._receive(view, {"news": "shown", "view": "v", "version": 0}, None)
    view._receive(view, {"news": "gone", "view": "v"}, None)
    session.set("Theta.1.1.1", 0.4)
    assert drawn == [view]
    assert view.markup  # who reads it has it drawn
    assert drawn == [view, view]


def test_what_an_answer_would_open_is_not_drawn_before(session, cell, monkeypatch):
    then = explorer(session)
    ask = predict("J?", session, "J", ask="number", tolerance=0.1, then=then, lesson=Predictions())
    cell(lambda: ask)
    drawn = drawings(monkeypatch, type(then))
    session.set("Theta.1.1.1", 0.4)
    assert drawn == []
    ask.skip()
    assert drawn == [then]
    session.set("Theta.1.1.1", 0.5)
    assert drawn == [then, then]
    assert then.markup in ask.markup
