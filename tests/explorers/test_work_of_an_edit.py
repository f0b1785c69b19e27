"""How much work one edit is, in what doesn't depend on time: bytes and pieces to the page, passes through the net."""

import json
from statistics import median

import numpy as np
import pytest

from backprop_core import Network, examples
from backprop_core import run as run_of_the_core
from backprop_widgets import Session, explorer
from backprop_widgets.session import session as session_module
from tests.hand import send

LARGE = Network.random([6, 8, 8, 8, 4], seed=0), np.linspace(-1, 1, 6), [1, 0, 0, 0]
EVERYTHING = ["delta", "gradient", "update", "panel"]


@pytest.fixture
def runs(monkeypatch):
    """Every network that a session has sent through both passes."""
    seen = []

    def counted(net, *rest):
        seen.append(net)
        return run_of_the_core(net, *rest)

    monkeypatch.setattr(session_module, "run", counted)
    return seen


def messages(view):
    """What the page is sent from now on."""
    sent = []
    view.send = lambda content, buffers=None: sent.append(content)
    return sent


def drag(view, moves):
    for n in moves:
        send(view, "move:Theta.2.1.2", "drag", **{"from": 0.3, "dx": 0, "dy": 7 * n, "gesture": "g", "done": False})


def size(message):
    return len(json.dumps(message, ensure_ascii=False).encode("utf-8"))


def pieces(message):
    """How many tags, each with the words behind it, travel."""
    return sum(len(others) for _, _, others in message["changes"])


def of_a_drag(source, show):
    view = explorer(*source, controls="all", show=show, selection="Theta.2.1.2")
    drag(view, [1])
    sent = messages(view)
    drag(view, range(2, 10))
    return sent


@pytest.mark.parametrize("show", [EVERYTHING, [*EVERYTHING, "blame"]], ids=["plain", "blame"])
@pytest.mark.parametrize(("source", "most"), [(examples.lecture(), 10_000), (LARGE, 30_000)], ids=["small", "large"])
def test_an_edit_of_a_drag_brings_the_page_few_bytes(source, most, show):
    sent = of_a_drag(source, show)
    assert len(sent) == 8
    assert median(map(size, sent)) <= most


def test_only_what_has_changed_travels():
    view = explorer(*examples.lecture(), controls="all", show=EVERYTHING, selection="Theta.2.1.2")
    assert max(map(pieces, of_a_drag(examples.lecture(), EVERYTHING))) < view.markup.count("<") / 5


def test_a_picture_sent_as_a_whole_would_be_noticed():
    view = explorer(*examples.lecture(), controls="all", show=EVERYTHING)
    send(view, "move:Theta.2.1.2", "drag", **{"from": 0.3, "dx": 0, "dy": 9, "gesture": "g", "done": False})
    assert size(view._edition.whole()) > 30_000
    assert view._edition.whole()["markup"] == view.markup


def test_an_edit_is_one_run_however_many_views_follow_it(runs):
    session = Session(*examples.lecture())
    views = [explorer(session), explorer(session, show=["blame", "panel"]), explorer(session, controls="all")]
    for view in views:
        view._views.add("v")
    _ = session.trace
    runs.clear()
    drag(views[0], range(1, 6))
    assert len(runs) == 5
    assert runs[-1] is session.net


def test_an_undo_and_a_look_at_something_else_are_no_more_runs_than_they_need(runs):
    view = explorer(controls="all")
    send(view, "move:Theta.2.1.2", "drag", **{"from": 0.3, "dx": 0, "dy": 9, "gesture": "g", "done": True})
    runs.clear()
    send(view, "pick:delta.2.1")
    send(view, "stage:3")
    send(view, "blame")
    assert runs == []
    send(view, "undo")
    assert len(runs) == 1
