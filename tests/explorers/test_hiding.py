"""Hidden numbers: nothing of an explorer tells them before they are asked for."""

import re

import numpy as np
import pytest

from backprop_core import Network, Quantity, backward, run, value_of
from backprop_core.quantity import code_of, quantity_of
from backprop_widgets import Event, Session, explorer
from backprop_widgets.notation.text import of_kind
from tests.hand import choose, press

CODES = ["z.2.2", "a.3.1", "delta.3.1", "delta.2.2", "D.2.1.2", "D.2.2.0", "J"]
Theta = [np.array([[0.3, 0.8, -0.5], [-0.2, 0.4, 0.9]]), np.array([[0.1, 0.6, -0.7], [-0.4, -0.3, 0.5]]),
         np.array([[-0.15, 0.7, -1.3]])]  # fmt: skip


def event(of, kind="click", **value):
    return Event(1, "a", of, kind, {"shift": False, "ctrl": False} | value)


def shown(view, q):
    """The number as the explorer would print it."""
    return of_kind(q.kind, value_of(view.session.trace, q))


def everything(view):
    """All that leaves the explorer: the page, the words, the still picture."""
    return "\n".join([view.markup, *map(str, view._repr_mimebundle_()[0].values()), view.still()])


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("selection", [None, "delta.3.1", "z.2.2", "z.3.1", "a.3.1", "D.2.1.2", "Theta.2.1.2", "J"])
@pytest.mark.parametrize("stage", ["J", "d3", "D", "update"])
def test_nothing_tells_a_hidden_number(code, selection, stage):
    show = ["delta", "gradient", "update", "panel"]
    view = explorer(selection=selection, stage=stage, show=show, blank=[code])
    digits = shown(view, quantity_of(code)).strip("+−")
    assert not re.search(rf"(?<![0-9]){re.escape(digits)}(?![0-9])", everything(view))
    view.blank()
    if stage == "update":  # where every number has been computed
        assert digits in everything(view)


@pytest.mark.parametrize("notation", ["nielsen", "deeplearning.ai", "pytorch"])
def test_every_notation_keeps_it(notation):
    view = explorer(blank=["delta.3.1"], notation=notation, controls="all", selection="z.3.1")
    assert shown(view, Quantity("delta", 3, 1)).strip("+−") not in everything(view)


def test_of_a_batch_the_mean_is_hidden_and_one_examples_number_too():
    X, Y = np.array([[0.6, -0.9], [0.2, 0.5]]), np.array([[1.0], [0.0]])
    view = explorer(Network(Theta), X, Y, blank=["a.4.1"])
    mean = of_kind("a", float(view.session.trace.a[4].mean()))
    assert mean not in everything(view)
    view.session.example = 2
    assert shown(view, Quantity("a", 4, 1)) not in everything(view)


def test_a_moved_weight_does_not_bring_it_out():
    view = explorer(blank=["delta.3.1"])
    view.session.set("Theta.3.1.1", 0.35)
    assert shown(view, Quantity("delta", 3, 1)).strip("+−") not in everything(view)


def test_a_click_shows_one_and_selects_nothing():
    view = explorer(blank=["delta.3.1", "J"])
    view.handle(event("pick:delta.3.1"))
    assert shown(view, Quantity("delta", 3, 1)) in view.markup
    assert shown(view, Quantity("J")) not in everything(view)
    assert view.session.selection is None
    view.handle(event("pick:delta.3.1"))
    assert view.session.selection == Quantity("delta", 3, 1)


def test_a_click_on_an_edge_shows_its_gradient():
    view = explorer(blank=["D.2.1.2"], show=["gradient", "panel"])
    view.handle(event("move:Theta.2.1.2"))
    assert shown(view, Quantity("D", 2, 1, 2)) in view.text()
    assert view.session.selection is None


def test_the_key_shows_one_after_the_other_and_then_hides_all_again():
    view = explorer(blank=["delta.3.1", "J"])
    numbers = [shown(view, Quantity("delta", 3, 1)), shown(view, Quantity("J"))]

    def told():
        return [number in view.text() for number in numbers]

    found = [told()]
    for _ in range(3):
        view.handle(event("root", "key", key="r"))
        found.append(told())
    assert found == [[False, False], [True, False], [True, True], [False, False]]
    assert " r " in view.markup.split("data-keys='")[1].split("'")[0]


def test_the_panel_asks_and_gives_its_sums_when_nothing_is_hidden():
    view = explorer(blank=["delta.3.1"], selection="delta.2.1")
    assert "How large is" in view.markup
    assert "bp-measured" not in view.markup
    view.handle(event("pick:delta.3.1"))
    assert "How large is" not in view.markup
    assert "bp-measured" in view.markup


def test_a_screen_reader_hears_that_it_is_hidden():
    view = explorer(blank=["delta.3.1", "J"])
    assert "delta of unit 1 in layer 3: hidden, press to see it" in view.markup
    assert "cost J: hidden, press to see it" in view.markup


def test_a_verdict_on_somebodys_own_function_waits_too():
    view = explorer(blank=["delta.4.1"])
    view.use(lambda net, fwd, Y, lam: backward(net, fwd, 1 - Y, lam))
    assert shown(view, Quantity("delta", 4, 1)).strip("+−") not in everything(view)
    view.blank()
    assert shown(view, Quantity("delta", 4, 1)) in view.text()


def test_another_view_of_the_session_shows_it():
    view = explorer(blank=["delta.3.1"])
    other = explorer(view.session)
    assert shown(view, Quantity("delta", 3, 1)) in other.text()


def test_a_network_without_the_number_is_drawn_all_the_same():
    view = explorer(blank=["delta.3.2"])
    net = Network([Theta[0], Theta[2]])
    view.session.replace(net=net)
    assert view.text().splitlines()[-1].startswith("∂J/∂Θ(2)")
    assert code_of(view._look.hidden[0]) == "delta.3.2"


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("Theta.2.1.1", "only what is computed can"),
        ("a.1.1", "only what is computed can"),
        ("delta.3.9", "a unit of layer 3 goes from 1 to 2"),
        ("delta.3.1@1", "without it, 'delta.3.1'"),
        ("δ₁", "names no number"),
    ],
)
def test_what_cannot_be_hidden_is_refused_in_one_sentence(code, sentence):
    with pytest.raises(ValueError, match=sentence):
        explorer(blank=[code])


def test_a_batch_may_hide_a_units_number_by_the_same_code():
    X, Y = np.zeros((3, 2)), np.ones((3, 1))
    session = Session(Network(Theta), X, Y)
    assert run(session.net, X, Y).delta[3].shape == (3, 2)
    assert "δ ?" in explorer(session, blank=["delta.3.1"]).text()


@pytest.mark.parametrize(("code", "stage", "told"), [("a.2.1", "x", "0.774"), ("delta.2.1", "d3", "−0.0418")])
def test_the_sentence_about_a_stage_in_pieces_keeps_it_too(code, stage, told):
    show = ["delta", "blame", "panel"]
    view, open_one = (explorer(blank=codes, pieces=True, show=show, stage=stage) for codes in ([code], []))
    for _ in range(5):
        press(view, "PageDown")
        press(open_one, "PageDown")
        assert told not in view.markup
    assert told in open_one.markup


def test_a_matrix_that_is_drawn_cell_by_cell_keeps_it():
    net = Network.random([3, 12, 2], seed=0)
    pictures = [
        re.findall("base64,([^']+)'", explorer(net, [1, 0, 0], [1, 0], blank=blank).markup)
        for blank in ([], ["D.2.1.1"])
    ]
    same = [one == other for one, other in zip(*pictures, strict=True)]
    assert same == [True, True, True, False]


def test_a_network_without_the_number_has_no_question_and_undo_asks_it_again():
    view = explorer(blank=["delta.4.1"], controls="all")
    choose(view, "sizes", "2-2-1")
    assert "How large is" not in view.markup
    assert "Select any number" in view.markup
    press(view, "z", ctrl=True)
    assert "How large is" in view.markup
    assert ">?<" in view.markup
