"""The session: one state, never half changed, every edit taken back."""

import ipywidgets
import numpy as np
import pytest
from traitlets import link

from backprop_core import Network, Quantity, examples, run
from backprop_widgets import Session, explorer
from backprop_widgets.session.stages import stages


@pytest.fixture
def session():
    return Session(*examples.lecture())


@pytest.fixture
def batch():
    return Session(Network.random([2, 3, 1], seed=4), *examples.xor(), lam=0.5)


def snapshot(session):
    return {name: getattr(session, name) for name in session.trait_names()}


def test_the_trace_is_that_of_the_numbers_shown(session):
    session.set("Theta.2.1.2", 0.25)
    session.set("x.1", -0.5)
    net = examples.lecture()[0].with_weight(2, 1, 2, 0.25)
    assert session.trace.J == run(net, [-0.5, -0.9], 1).J


def test_an_example_of_a_batch_is_traced_alone_and_none_is_the_whole_batch(batch):
    X, Y = examples.xor()
    assert batch.trace.J == run(batch.net, X, Y, 0.5).J
    batch.example = 3
    assert batch.trace.J == run(batch.net, X[2], Y[2], 0.5).J


def test_editing_an_example_of_a_batch_leaves_the_others_and_the_callers_array_alone(batch):
    X, _ = examples.xor()
    batch.example = 2
    batch.set("x.1", 9)
    assert batch.X.tolist() == [[0, 0], [9, 1], [1, 0], [1, 1]]
    assert X.tolist() == examples.xor()[0].tolist()


BAD = [
    ("lam", -1, ValueError, "lam is -1"),
    ("lam", float("nan"), ValueError, "lam is nan"),
    ("lam", "much", TypeError, "lam is 'much', not a number"),
    ("alpha", 0, ValueError, "alpha is 0"),
    ("example", 1.5, TypeError, "example is 1.5"),
    ("example", 2, ValueError, "goes from 1 to 1"),
    ("stage", 10, ValueError, "goes from 0 to 9"),
    ("stage", -1, ValueError, "goes from 0 to 9"),
    ("net", Network.random([3, 1]), ValueError, "input layer has 3 units"),
    ("net", Network.random([2, 2]), ValueError, "output layer has 2 units"),
    ("X", [1.0, np.inf], ValueError, "X\\[1\\] is inf"),
    ("Y", 2.0, ValueError, "between 0 and 1"),
    ("selection", Quantity("delta", 1, 1), ValueError, "goes from 2 to 4"),
    ("notation", "mine", ValueError, "choose one of lecture"),
]


@pytest.mark.parametrize(("name", "value", "kind", "words"), BAD, ids=[f"{n}={v!r:.20}" for n, v, *_ in BAD])
def test_a_value_that_does_not_fit_is_refused_and_changes_nothing(session, name, value, kind, words):
    before = snapshot(session)
    with pytest.raises(kind, match=words):
        setattr(session, name, value)
    after = snapshot(session)
    assert all(after[key] is before[key] for key in before)
    assert not session.can_undo


@pytest.mark.parametrize(("name", "value", "kind", "words"), BAD, ids=[f"{n}={v!r:.20}" for n, v, *_ in BAD])
@pytest.mark.parametrize("fitting", [{}, {"lam": 0.25}, {"alpha": 3.0, "notation": "nielsen"}], ids=len)
def test_replace_with_one_thing_that_does_not_fit_changes_nothing(session, name, value, kind, words, fitting):
    session.lam = 1.0
    session.undo()
    before = snapshot(session)
    with pytest.raises(kind, match=words):
        session.replace(**(fitting | {name: value}))
    after = snapshot(session)
    assert all(after[key] is before[key] for key in before)
    assert (session.can_undo, session.can_redo) == (False, True)


def test_a_name_that_no_trait_has_is_refused_with_those_that_there_are(session):
    with pytest.raises(TypeError, match=r"lamda.*did you mean 'lam'.*lam, alpha"):
        session.replace(lamda=1)


def test_a_dial_refuses_what_is_no_number(session):
    dial = session.dial("Theta.1.1.1")
    with pytest.raises(TypeError, match="'much', not a number"):
        dial.value = "much"
    assert dial.value == 0.8


def test_an_edit_is_told_once_however_much_it_changes(batch):
    seen = []
    batch.observe(lambda change: seen.append(change["new"].changes_since(change["old"])), "moment")
    batch.replace(net=Network.random([3, 2, 1]), X=np.zeros((4, 3)), lam=0.0, alpha=0.5)
    batch.undo()
    assert [set(names) for names in seen] == [{"net", "X", "lam", "alpha"}] * 2


def test_a_moment_that_was_kept_can_be_gone_back_to_and_that_be_undone(batch):
    kept = batch.moment
    batch.set("Theta.1.2.0", 1.0)
    batch.moment = kept
    assert batch.moment is kept
    batch.undo()
    assert batch.net.weight(1, 2, 0) == 1.0
    with pytest.raises(TypeError, match="moment is a str"):
        batch.moment = "yesterday"


def test_the_last_example_is_looked_at_when_the_one_that_was_is_gone(batch):
    batch.example = 4
    batch.replace(X=np.zeros((2, 2)), Y=np.zeros((2, 1)))
    assert batch.example == 2
    batch.replace(X=[0.0, 1.0], Y=1)
    assert batch.example is None


@pytest.mark.parametrize("code", ["a.2.1", "delta.3.1", "D.1.1.0", "J", "lam"])
def test_what_follows_from_other_numbers_cannot_be_set(session, code):
    with pytest.raises(ValueError, match="follows from the others"):
        session.set(code, 1.0)


def test_replace_changes_all_or_nothing(session):
    before = snapshot(session)
    with pytest.raises(ValueError, match="input layer has 3 units"):
        session.replace(net=Network.random([3, 1]), lam=2.0)
    after = snapshot(session)
    assert all(after[key] is before[key] for key in before)
    session.replace(net=Network.random([3, 1]), X=[1, 2, 3])
    assert session.net.sizes == (3, 1)
    assert session.stage_name == "D"


def test_one_drag_is_one_step_for_undo_and_two_drags_are_two(session):
    for value in (0.1, 0.2, 0.3):
        session.set("Theta.1.1.1", value, gesture="7")
    for value in (0.4, 0.5):
        session.set("Theta.1.1.1", value, gesture="8")
    session.undo()
    assert session.net.weight(1, 1, 1) == 0.3
    session.undo()
    assert session.net.weight(1, 1, 1) == 0.8
    assert not session.can_undo
    session.redo()
    session.redo()
    assert session.net.weight(1, 1, 1) == 0.5
    assert not session.can_redo


def test_undo_goes_all_the_way_back_through_every_kind_of_edit(batch):
    before = snapshot(batch)
    batch.set("Theta.1.2.0", 1.0)
    batch.lam = 2.0
    batch.alpha = 0.1
    batch.example = 2
    batch.set("x.2", 0.3)
    batch.set("y.1", 0.5)
    batch.take_step()
    batch.replace(net=Network.random([3, 2, 1]), X=np.zeros((4, 3)))
    batch.reset()
    assert all(snapshot(batch)[name] is before[name] for name in ("net", "X", "Y", "lam", "alpha", "example"))
    for _ in range(9):
        batch.undo()
    assert not batch.can_undo
    assert all(snapshot(batch)[name] is before[name] for name in ("net", "X", "Y", "lam", "alpha", "example"))


def test_a_new_edit_after_undo_ends_redo(session):
    session.lam = 1.0
    session.undo()
    assert session.can_redo
    session.set("x.1", 0.0)
    assert not session.can_redo


def test_a_slider_linked_in_one_line_stays_in_step_both_ways(session):
    slider = ipywidgets.FloatSlider(min=-10, max=10)
    link((session.dial("Theta.2.1.2"), "value"), (slider, "value"))
    assert slider.value == -0.7
    slider.value = 1.5
    assert session.net.weight(2, 1, 2) == 1.5
    session.set("Theta.2.1.2", -3.0)
    assert slider.value == -3.0
    session.undo()
    assert slider.value == -0.7


def test_a_slider_that_only_rounds_the_number_changes_nothing(session):
    dial = session.dial("Theta.2.1.2")
    dial.value = -0.6999999999999993
    assert session.net.weight(2, 1, 2) == -0.7
    assert not session.can_undo


def test_ordinary_widgets_link_to_lam_alpha_example_and_stage(batch):
    for name, widget in {
        "lam": ipywidgets.FloatSlider(value=2, max=10),
        "alpha": ipywidgets.FloatText(value=0.3),
        "example": ipywidgets.Dropdown(options=[("all", None), 1, 2, 3, 4], value=4),
        "stage": ipywidgets.IntSlider(value=2, max=7),
    }.items():
        link((widget, "value"), (batch, name))
        assert getattr(batch, name) == widget.value
        setattr(batch, name, 1)
        assert widget.value == 1


def test_a_dial_of_a_weight_that_is_gone_keeps_still(session):
    dial = session.dial("Theta.3.1.2")
    session.replace(net=Network.random([2, 1, 1], seed=1))
    assert dial.value == -1.3
    with pytest.raises(ValueError, match="goes from 1 to 2"):
        dial.value = 0.0


def test_observers_see_every_change_with_the_trace_already_new(session):
    seen = []
    session.observe(lambda change: seen.append((change["name"], session.trace.J)), ["net", "X", "lam"])
    session.set("Theta.1.1.0", 5.0)
    session.set("x.2", 5.0)
    session.lam = 0.25
    assert [name for name, _ in seen] == ["net", "X", "lam"]
    assert seen[-1][1] == session.trace.J
    assert len({J for _, J in seen}) == 3


def test_an_observer_that_fails_leaves_no_view_behind(session):
    def fail(_):
        raise RuntimeError("the learner's own")

    views = [explorer(session), explorer(session)]
    for view in views:
        view._views.add("a page")
        view.refresh()
    session.observe(fail, "net")
    with pytest.raises(RuntimeError, match="the learner's own"):
        session.set("Theta.3.1.0", -5.0)
    assert all(f"cost J: {session.trace.J:.4f}" in view.markup for view in views)


def test_a_step_is_one_step_of_gradient_descent(batch):
    net, D = batch.net, batch.trace.D
    batch.alpha = 0.5
    batch.take_step()
    for l in D:
        assert np.array_equal(batch.net.Theta[l], net.Theta[l] - 0.5 * D[l])


@pytest.mark.parametrize("L", [2, 3, 6])
def test_there_is_a_stage_for_every_layer_forward_and_back(L):
    names = stages(L)
    assert len(names) == 2 * L + 2
    assert names.index("J") == L
    assert names[0] == "x"
    assert names[-2:] == ("D", "update")


def test_another_network_lets_go_of_a_selection_that_it_may_not_have(session):
    session.selection = Quantity("delta", 3, 2)
    session.replace(net=Network.random([2, 1]))
    assert session.selection is None
    assert session.stage < len(stages(2))


def test_a_number_of_another_example_than_the_one_looked_at_is_that_one(batch):
    batch.example = 3
    batch.set("x.1@1", 5.0)
    batch.set("x.2", 7.0)
    dial, delta = batch.dial("x.1@2"), batch.dial("delta.2.1@1")
    dial.value = 9.0
    assert batch.X.tolist() == [[5, 0], [9, 1], [1, 7], [1, 1]]
    whole = run(batch.net, batch.X, batch.Y, batch.lam)
    assert delta.value == pytest.approx(whole.delta[2][0, 0], abs=1e-15)
    assert batch.value("a.3.1@4") == pytest.approx(whole.a[3][3, 0], abs=1e-15)
    with pytest.raises(ValueError, match="example is 9: an example goes from 1 to 4"):
        batch.set("x.1@9", 0.0)


def test_a_selection_of_one_example_is_let_go_where_there_is_no_such_example(batch):
    X, Y = examples.xor()
    batch.replace(X=np.tile(X, (2, 1)), Y=np.tile(Y, (2, 1)))
    batch.selection = "delta.2.1@8"
    batch.replace(X=X, Y=Y)
    assert batch.selection == Quantity("delta", 2, 1)
    batch.undo()
    batch.selection = "z.2.1@7"
    batch.redo()
    assert batch.selection == Quantity("z", 2, 1)


def test_a_selection_of_one_example_becomes_that_of_the_example_that_is_looked_at(batch):
    batch.selection = "delta.2.1@3"
    batch.example = 2
    assert batch.selection == Quantity("delta", 2, 1)


def test_what_the_caller_writes_into_their_arrays_afterwards_is_not_seen():
    net, x, y = examples.lecture()
    session = Session(net, x, y)
    x[0] = 5.0
    assert session.value("x.1") == 0.6
    assert session.value("z.2.1") == pytest.approx(1.23)
    session.X = x
    x[0] = 7.0
    assert session.value("x.1") == 5.0
    session.replace(X=x, Y=y)
    J = session.trace.J
    x[0], y[...] = 9.0, 0.0
    assert session.value("x.1") == 7.0
    assert session.trace.J == J == run(net, session.X, session.Y).J
    kept = session.X
    session.replace(X=kept, lam=1.0)
    assert session.X is kept
