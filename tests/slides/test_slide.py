"""The slide: what each switch makes of every δ, what it turns out to be, and that all of it follows the hand."""

import re
from itertools import product

import numpy as np
import pytest

from backprop_core import Network, Quantity, examples, numerical_derivative, run
from backprop_widgets import Session, slide
from backprop_widgets.slides.drawing import sentence, sums
from tests.hand import choose, send

TRACE = run(*examples.lecture())
EVERY = [{"y_minus_a": y_minus_a, "no_gprime": no_gprime} for y_minus_a, no_gprime in product((False, True), repeat=2)]


def turn(view, key, on):
    choose(view, f"switch:{key}", on)


def said(view):
    return {(row.unit.layer, row.unit.i): row.is_what for row in view.rows()}


def cells(markup, l, i):
    row = re.search(rf"<tr[^>]*data-key='row:{l}\.{i}'.*?</tr>", markup)[0]
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td.*?</td>", row)]


def by_hand(trace, y_minus_a, no_gprime):
    """δ of the 2-2-2-1 network, unit by unit, written out as the slide speaks it."""
    Theta, a, y = trace.net.Theta, trace.a, trace.Y[0]
    slope = {l: np.ones(2) if no_gprime else a[l] * (1 - a[l]) for l in (2, 3)}
    d4 = y - a[4][0] if y_minus_a else a[4][0] - y
    d3 = [Theta[3][0, i] * d4 * slope[3][i - 1] for i in (1, 2)]
    d2 = [(Theta[2][0, i] * d3[0] + Theta[2][1, i] * d3[1]) * slope[2][i - 1] for i in (1, 2)]
    return {(4, 1): d4, (3, 1): d3[0], (3, 2): d3[1], (2, 1): d2[0], (2, 2): d2[1]}


@pytest.mark.parametrize("switches", EVERY)
def test_delta_is_as_the_switches_say(switches):
    view = slide(**switches)
    wanted = by_hand(TRACE, **switches)
    assert {(row.unit.layer, row.unit.i): pytest.approx(row.switched) for row in view.rows()} == wanted


@pytest.mark.parametrize("switches", EVERY)
def test_right_and_measured_do_not_depend_on_the_switches(switches):
    for row in slide(**switches).rows():
        l, i = row.unit.layer, row.unit.i
        assert row.right == TRACE.delta[l][i - 1]
        assert row.by_z == pytest.approx(row.right, abs=1e-8)
        assert row.by_a == numerical_derivative(TRACE.net, TRACE.X, TRACE.Y, of=Quantity("a", l, i))


def test_each_spoken_rule_is_right_for_something_else():
    assert set(said(slide()).values()) == {"∂cost/∂z"}
    assert set(said(slide(y_minus_a=True)).values()) == {"−∂cost/∂z"}
    layers = {2: "neither", 3: "∂cost/∂a", 4: "∂cost/∂z"}
    assert said(slide(no_gprime=True)) == {unit: layers[unit[0]] for unit in said(slide())}
    layers = {2: "neither", 3: "−∂cost/∂a", 4: "−∂cost/∂z"}
    assert said(slide(y_minus_a=True, no_gprime=True)) == {unit: layers[unit[0]] for unit in said(slide())}


def test_the_switches_are_turned_one_at_a_time():
    view = slide()
    turn(view, "no_gprime", True)
    assert cells(view.markup, 2, 2) == ["+1.1449", "+0.0588", "+0.0588", "+0.2720", "✗ neither"]
    assert cells(view.markup, 3, 2) == ["+0.7104", "+0.1768", "+0.1768", "+0.7104", "✗ ∂cost/∂a"]
    turn(view, "y_minus_a", True)
    assert cells(view.markup, 3, 2)[0] == "−0.7104"
    turn(view, "no_gprime", False)
    assert cells(view.markup, 3, 2) == ["−0.1768", "+0.1768", "+0.1768", "+0.7104", "✗ −∂cost/∂z"]
    turn(view, "y_minus_a", False)
    assert view.markup == slide().markup


def test_before_it_is_measured_the_slide_shows_nothing_but_what_is_spoken():
    view = slide(y_minus_a=True, no_gprime=True, measured=False)
    assert cells(view.markup, 2, 2) == ["−1.1449"]
    for told in ("switch:", "0.0588", "0.2720", "∂cost"):
        assert told not in view.markup
    space = {}
    *imports, last = view.as_python().splitlines()
    exec("\n".join(imports), space)
    assert eval(last, space).text() == view.text()
    send(view, "measure")
    assert view.markup == slide(y_minus_a=True, no_gprime=True).markup
    assert view.text() == slide(y_minus_a=True, no_gprime=True).text()


def test_a_name_stands_on_the_slide_in_its_label_and_in_its_words():
    view = slide(name="A<")
    assert ">A&lt;</b>" in view.markup
    assert "aria-label='view A&lt;'" in view.markup
    assert view.text() == f"View A<.\n{slide().text()}"
    assert "bp-badge" not in slide().markup


def test_the_picture_shows_delta_as_switched():
    view = slide(y_minus_a=True, no_gprime=True)
    for picture in (view.markup, view.still()):
        shown = re.findall(r"bp-value bp-delta'[^>]*>([^<]+)<", picture)
        assert sorted(shown) == sorted(["+0.5465", "+0.5192", "−0.7104", "+1.0493", "−1.1449"])


def test_a_dragged_edge_moves_every_number():
    view = slide(no_gprime=True)
    send(view, "move:Theta.3.1.2", "drag", **{"from": -1.3, "dx": 0, "dy": -50, "gesture": "1", "done": True})
    moved = run(TRACE.net.with_weight(3, 1, 2, -0.8), TRACE.X, TRACE.Y)
    assert {(r.unit.layer, r.unit.i): pytest.approx(r.switched) for r in view.rows()} == by_hand(moved, False, True)
    send(view, "undo")
    assert view.markup.count("+1.1449") == slide(no_gprime=True).markup.count("+1.1449") > 0


def test_the_sum_is_the_switched_one_and_says_what_it_is_right_for():
    m8 = Quantity("delta", 2, 2)
    view = slide(no_gprime=True)
    text = re.sub(r"<[^>]+>", " ", sums(TRACE, view.spoken, m8, view.on))
    assert "1.1449" in text  # -0.70 · -0.5192 + 1.10 · 0.7104
    assert "0.2720" in text  # -0.70 · -0.1108 + 1.10 · 0.1768, which is ∂cost/∂a
    right = re.sub(r"<[^>]+>", " ", sums(TRACE, slide().spoken, m8, ()))
    assert "0.0588" in right
    assert "1.1449" not in right


def test_at_the_output_the_difference_is_written_out():
    out = Quantity("delta", 4, 1)
    assert "0.4535 − 1.0000 = <b>−0.5465</b>" in sums(TRACE, slide().spoken, out, ())
    assert "1.0000 − 0.4535 = <b>+0.5465</b>" in sums(TRACE, slide(y_minus_a=True).spoken, out, {"y_minus_a"})


@pytest.mark.parametrize("switches", EVERY)
def test_the_words_hold_every_number_of_the_table(switches):
    view = slide(**switches)
    for row in view.rows():
        line = next(
            line
            for line in view.text().splitlines()
            if line.startswith(f"δ{'₀₁₂'[row.unit.i]}⁽{'⁰¹²³⁴'[row.unit.layer]}⁾")
        )
        assert all(number in line for number in cells(view.markup, row.unit.layer, row.unit.i)[:4])
    assert sentence(view.on, 4, view.rows()) in view.text()


def test_it_is_rebuilt_by_its_own_python():
    view = slide(y_minus_a=True)
    view.session.set("Theta.2.1.2", 0.5)
    names = {}
    *lines, last = view.as_python().splitlines()
    exec("\n".join(lines), names)
    assert eval(last, names).text() == view.text()


def test_two_views_of_one_session_stay_in_step():
    session = Session(*examples.lecture())
    one, other = slide(session), slide(session, y_minus_a=True)
    session.set("Theta.1.1.1", 0.0)
    assert [row.right for row in one.rows()] == [row.right for row in other.rows()]
    assert cells(one.markup, 2, 1)[0] == cells(other.markup, 2, 1)[0].replace("+", "−")


def test_a_batch_and_another_cost_are_refused_with_the_way_out():
    X, Y = examples.xor()
    with pytest.raises(ValueError, match="set its example first"):
        slide(Session(TRACE.net, X, Y))
    assert slide(Session(TRACE.net, X, Y, example=2)).rows()
    squared = Network(TRACE.net.Theta, cost="squared_error")
    with pytest.raises(ValueError, match="sigmoid and cross_entropy"):
        slide(Session(squared, TRACE.X, TRACE.Y))


def test_where_no_nudge_of_the_output_fits_the_cell_says_so():
    net = TRACE.net.with_weight(3, 1, 0, 45.0)
    view = slide(Session(net, TRACE.X, TRACE.Y))
    assert view.rows()[0].by_a is None
    assert cells(view.markup, 4, 1)[3] == "–"


def test_an_unknown_switch_is_refused():
    with pytest.raises(TypeError, match="has no argument 'c9': it takes y_minus_a, no_gprime"):
        slide().set(c9=True)


def test_of_two_switches_one_of_which_is_no_switch_neither_is_turned():
    view = slide()
    with pytest.raises(TypeError, match="no_gprime"):
        view.set(y_minus_a=True, no_gprime="yes")
    assert (view.on, view.markup) == (set(), slide().markup)


@pytest.mark.parametrize("y_minus_a", [False, True])
def test_the_sentence_speaks_of_the_layers_that_there_are(y_minus_a):
    for sizes in ([2, 1], [2, 2, 1], [2, 2, 2, 1]):
        session = Session(Network.random(sizes, seed=1), [0.6, -0.4], [1.0])
        told = slide(session, y_minus_a=y_minus_a, no_gprime=True).text().splitlines()[0]
        assert ("there is no sum to leave g′(z) out of" in told) == (len(sizes) == 2)
        assert ("∂cost/∂a" in told) == (len(sizes) > 2)
        assert ("last hidden layer" in told) == ("Further back" in told) == (len(sizes) == 4)


def test_further_back_no_slope_is_denied_where_there_is_one():
    relu = Network([[[0.1, 0.5, 0.5]] * 2, [[0.1, 0.5, 0.5]] * 2, [[0.1, 0.5, 0.5]]], hidden="relu")
    view = slide(relu, [1.0, 1.0], [1.0], no_gprime=True)
    assert said(view)[2, 1] == "∂cost/∂z"
    assert "no slope of the cost" not in view.text() + view.markup
    assert "Further back the sums are made of those, not of δ: they are no slope" in slide(no_gprime=True).text()
    assert "Further back the sums are made of those, not of δ: they are no slope" in slide(no_gprime=True).markup
