"""The plots: what their artists show is what the core says, they follow, they leave nothing behind."""

import asyncio
import base64
import gc
import itertools
import subprocess
import sys
import xml.etree.ElementTree as ET

import matplotlib as mpl
import numpy as np
import pytest

from backprop_core import Network, Quantity, derived, examples, numerical_derivative, run
from backprop_core.landscape import cost_along, cost_over, plane
from backprop_widgets import Session, data
from backprop_widgets.live.pacing import Easel
from backprop_widgets.plots.canvas import COLOURS, Canvas
from backprop_widgets.plots.kinds import DRAWINGS
from backprop_widgets.plots.plot import KINDS, plot
from backprop_widgets.session.record import Run, Settings
from tests.hand import attempt, choose, settled, until

OF_SESSIONS = [kind for kind in KINDS if kind != "history"]


@pytest.fixture
def one():
    return Session(*examples.lecture())


@pytest.fixture
def batch():
    X, Y = examples.two_moons(30)
    return Session(Network.random([2, 3, 4, 1], seed=1), X, Y, lam=0.5)


def drawn(kind, session, **options):
    drawing = DRAWINGS[kind](**options)
    drawing.follow(session)
    return drawing


# what the artists show


@pytest.mark.parametrize("of", ["Theta.1.2.0", "Theta.3.1.2", "z.2.1", "z.4.1"])
@pytest.mark.parametrize("which", ["one", "batch"])
def test_the_tangent_has_the_cores_costs_and_the_gradient_as_its_slope(which, of, request):
    session = request.getfixturevalue(which)
    drawing = drawn("tangent", session, of=of, eps=0.5)
    q, t = drawing.slope.of, session.trace
    x, y = drawing.curve.get_data()
    np.testing.assert_allclose(y, cost_along(t.net, t.X, t.Y, t.lam, of=q, values=x), rtol=1e-12)
    (left, right), (low, high) = drawing.tangent.get_data()
    assert (high - low) / (right - left) == pytest.approx(derived(t, q), rel=1e-9)
    (left, right), (low, high) = drawing.secant.get_data()
    assert right - left == pytest.approx(1.0)
    measured = numerical_derivative(t.net, t.X, t.Y, t.lam, of=q, eps=0.5)
    assert (high - low) / (right - left) == pytest.approx(measured, rel=1e-9)
    here = drawing.here.get_xydata()[0]
    assert here[1] == pytest.approx(cost_along(t.net, t.X, t.Y, t.lam, of=q, values=[here[0]])[0])


def test_the_secant_becomes_the_tangent_as_epsilon_shrinks(one):
    gaps = [abs(drawn("tangent", one, eps=eps).slope.secant - derived(one.trace, Quantity("Theta", 1, 1, 1)))
            for eps in (1.0, 0.1, 0.01)]  # fmt: skip
    assert gaps[0] > 50 * gaps[1] > 2500 * gaps[2]


def test_the_tangents_axis_goes_where_it_is_asked_to_and_widens_about_its_middle():
    net = Network([[[0.0, 0.0]]], output="identity", cost="squared_error")
    session = Session(net, [[1.0], [2.0]], [[3.0], [6.0]])
    drawing = drawn("tangent", session, of="Theta.1.1.1", span=(-1, 7))
    assert drawing.axes.get_xlim() == (-1, 7)
    (left, right), _ = drawing.tangent.get_data()
    assert (left, right) == (-1, 1)
    session.net = net.with_weight(1, 1, 1, 11.0)
    drawing.follow(session)
    assert drawing.axes.get_xlim() == (-7, 13)
    session.net = net.with_weight(1, 1, 1, 7.0)
    drawing.follow(session)
    assert drawing.axes.get_xlim() == (-1, 7)


def test_a_tangent_without_its_secant_says_nothing_of_it(one):
    view, plain = plot(one, "tangent"), plot(one, "tangent", secant=False)
    assert "secant" in view.markup
    assert "secant" not in plain.markup
    assert plain.text().splitlines() == [line for line in view.text().splitlines() if "secant" not in line]
    attempt(plain, "secant", "change", value="1", gesture="1", done=True)
    assert "'secant', which this plot doesn't know" in plain.notice


@pytest.mark.parametrize(
    ("selected", "shown"),
    [("delta.3.2", "z_2^(3)"), ("D.2.1.0", "Theta_10^(2)"), ("a.2.1", "z_1^(2)"), ("J", "Theta_11^(1)")],
)
def test_the_tangent_follows_the_selection(one, selected, shown):
    from backprop_core.quantity import quantity_of

    one.selection = quantity_of(selected)
    assert str(drawn("tangent", one).slope.of) == shown


def test_where_the_chosen_number_is_gone_the_plot_follows_the_selection(one):
    drawing = drawn("tangent", one, of="Theta.3.1.1")
    one.replace(net=Network.random([2, 3, 1], seed=0), selection=Quantity("Theta", 2, 1, 3))
    drawing.follow(one)
    assert str(drawing.slope.of) == "Theta_13^(2)"


@pytest.mark.parametrize(("looked_at", "of"), [(None, "z.2.1@4"), (2, "z.2.1@4"), (4, "z.2.1@4"), (4, "z.2.1")])
def test_a_z_of_one_example_is_that_ones_whichever_is_looked_at(batch, looked_at, of):
    batch.example = looked_at
    lone = run(batch.net, batch.X[3], batch.Y[3], batch.lam)
    drawing = drawn("tangent", batch, of=of)
    assert drawing.slope.value == pytest.approx(batch.value(of if looked_at else "z.2.1@4"), rel=1e-12)
    assert drawing.slope.derived == pytest.approx(derived(lone, Quantity("z", 2, 1)), rel=1e-12)
    assert str(drawing.slope.of) == "z_1^(2)" + " of example 4" * (looked_at != 4)
    assert drawn("ucurve", batch, of=of).words()


@pytest.mark.parametrize(
    ("span", "ends"),
    [((0.3, 0.31), "From 0.300 to 0.310 "), ((-1, 7), "From −1.0 to 7.0 "), (None, "From −5.0 to 5.0 ")],
)
def test_the_two_ends_of_a_tangents_axis_are_told_apart(one, span, ends):
    one.set("Theta.1.1.1", 0.305)
    assert ends in drawn("tangent", one, span=span).words()


def test_where_the_chosen_example_is_gone_the_plot_shows_another_number(batch):
    view = plot(batch, "tangent", of="z.2.1@4")
    batch.replace(X=batch.X[:2], Y=batch.Y[:2])
    assert view.text().splitlines()[1].startswith("Θ₁₁⁽¹⁾ = ")


def test_the_landscape_is_the_cores_and_its_arrow_goes_down_the_gradient(batch):
    batch.alpha = 3.0
    drawing = drawn("landscape", batch, across="Theta.1.2.1", up="Theta.3.1.0")
    s, t = drawing.step, batch.trace
    expected = cost_over(t.net, t.X, t.Y, t.lam, of=s.of, values=(s.values, s.values))
    np.testing.assert_array_equal(s.costs, expected)
    moved = np.subtract(s.there, s.here)
    np.testing.assert_allclose(moved, [-3 * t.D[1][1, 1], -3 * t.D[3][0, 0]], rtol=1e-12)
    path = drawing.arrow._posA_posB
    np.testing.assert_allclose(np.subtract(path[1], path[0]), drawing.times * moved, rtol=1e-9)
    height = np.asarray(drawing.map.get_array())[..., 3]
    lightest = np.unravel_index(height.argmin(), height.shape)
    assert lightest[::-1] == np.unravel_index(s.costs.argmin(), s.costs.shape)  # across is a column of the image


def test_the_two_axes_of_a_landscape_are_never_the_same_weight(one):
    one.selection = Quantity("D", 3, 1, 2)
    assert [str(q) for q in drawn("landscape", one, up="Theta.3.1.2").step.of] == ["Theta_11^(3)", "Theta_12^(3)"]


def test_the_weight_chosen_to_go_up_stays_and_the_other_makes_room(one):
    view = plot(one, "landscape", up="Theta.1.1.1")
    assert view.text().splitlines()[1].startswith("Θ₁₂⁽¹⁾ across, Θ₁₁⁽¹⁾ upwards")
    choose(view, "across", "Theta.1.1.0")
    choose(view, "across", "Theta.1.1.1")
    assert "across and up are both 'Theta.1.1.1'" in view.notice
    assert view.text().splitlines()[1].startswith("Θ₁₀⁽¹⁾ across, Θ₁₁⁽¹⁾ upwards")


@pytest.mark.parametrize("which", ["one", "batch"])
def test_bars_are_the_means_of_delta_and_slope(which, request):
    session = request.getfixturevalue(which)
    drawing, t = drawn("bars", session), session.trace
    for k, l in enumerate(sorted(t.delta)):
        assert drawing.bars[0][k].get_height() == pytest.approx(np.abs(t.delta[l]).mean())
        g_prime = t.a[l] * (1 - t.a[l])
        assert drawing.bars[1][k].get_height() == pytest.approx(g_prime.mean())


def test_the_mean_of_each_layer_stands_below_its_bar_where_no_dot_can_be(one):
    for log in (False, True):
        drawing = drawn("bars", Session(one.net, one.X, one.Y), log=log)
        drawing.canvas.figure.draw_without_rendering()
        for axes, bars, labels in zip(drawing.axes, drawing.bars, drawing.labels, strict=True):
            boxes = [label.get_window_extent() for label in labels]
            ticks = [label.get_window_extent() for label in axes.get_xticklabels()]
            for bar, label, box, tick in zip(bars, labels, boxes, ticks, strict=True):
                assert float(label.get_text()) == pytest.approx(bar.get_height(), abs=5e-4)
                middle = bar.get_x() + bar.get_width() / 2
                assert (box.x0 + box.x1) / 2 == pytest.approx(axes.transData.transform((middle, 1))[0], abs=1)
                assert axes.xaxis.label.get_window_extent().y1 < box.y0 < box.y1 < tick.y0
            assert all(left.x1 < right.x0 for left, right in itertools.pairwise(boxes))


def test_bars_say_that_softmax_has_no_slope_of_its_own(one):
    session = Session(Network.random([2, 3, 2], output="softmax"), [[0.0, 1.0]], [[1.0, 0.0]])
    assert "softmax has no g′ of its own" in drawn("bars", session).words()
    drawn("bars", session, log=True).canvas.svg()


def test_units_ride_on_their_curves(one):
    drawing, t = drawn("curves", one), one.trace
    for n, l in enumerate(t.z):
        np.testing.assert_array_equal(drawing.dots[n].get_data(), [t.z[l], t.a[l]])
        x, y = drawing.curves[n].get_data()
        np.testing.assert_allclose(np.interp(t.z[l], x, y), t.a[l], atol=2e-3)
        x, y = drawing.tangents[n].get_data()
        slopes = (np.array(y[1::3]) - y[0::3]) / (np.array(x[1::3]) - x[0::3])
        np.testing.assert_allclose(slopes, t.a[l] * (1 - t.a[l]), rtol=1e-9)


def test_of_the_same_examples_every_unit_has_its_dot():
    X, Y = examples.two_moons(300)
    session = Session(Network.random([2, 2, 1], seed=1), X, Y)
    z = drawn("curves", session).dots[0].get_xdata()
    assert [int(np.isin(z, session.trace.z[2][:, k]).sum()) for k in range(2)] == [75, 75]


def test_of_very_many_units_some_have_a_dot():
    session = Session(Network.random([2, 400, 1], seed=1), *examples.two_moons(30))
    assert len(drawn("curves", session).dots[0].get_xdata()) == 150


def test_the_matrices_agree_and_print_what_they_show(batch):
    drawing, t = drawn("matrix", batch), batch.trace
    for m in drawing.matrices:
        np.testing.assert_array_equal(m.derived, t.D[m.l])
        np.testing.assert_allclose(m.measured, t.D[m.l], atol=1e-8)
    assert drawing.words().count("< 1e-8") == 3
    difference = np.asarray(drawing.images[0][2].get_array())
    assert difference[..., 3].max() < 1e-6  # where both agree there is no colour


def test_a_wrong_gradient_would_show_in_the_matrix(one, monkeypatch):
    from backprop_widgets.plots import matrix

    monkeypatch.setattr(matrix, "numerical_derivative", lambda *_, of, **__: one.trace.D[of.layer][of.i - 1, of.j] * 2)
    drawing = drawn("matrix", one)
    assert "relative difference: 0.333" in drawing.words()
    assert np.asarray(drawing.images[0][2].get_array())[..., 3].max() > 0.5


def test_of_a_large_network_the_largest_gradients_are_measured_and_that_is_said():
    X, Y = examples.digits()
    session = Session(Network.random([64, 8, 10]), X[:300], Y[:300])
    drawing = drawn("matrix", session)
    assert [int((~np.isnan(m.measured)).sum()) for m in drawing.matrices] == [6, 6]
    assert "in the 6 largest of 520 weights" in drawing.words()


@pytest.mark.parametrize("sizes", [[64, 64, 10], [64, 256, 64, 10]])
def test_a_large_network_is_not_measured_weight_by_weight(sizes, monkeypatch):
    from backprop_widgets.plots import matrix

    measured = []
    monkeypatch.setattr(matrix, "numerical_derivative", lambda *_, of, **__: measured.append(of) or 0.0)
    X, Y = examples.digits()
    net = Network.random(sizes, seed=0)
    drawn("matrix", Session(net, X[0], Y[0]))
    assert len(measured) == 6 * len(net.Theta)
    measured.clear()
    words = drawn("matrix", Session(net, X, Y)).words()
    assert len(measured) == len(net.Theta)
    assert f"in the largest of {net.Theta[1].size} weights, which is measured" in words


def test_what_is_not_measured_is_a_dash_in_the_picture_and_in_the_words():
    X, Y = examples.two_moons(30)
    drawing = drawn("matrix", Session(Network.random([2, 5, 2000, 1], seed=1), X, np.atleast_2d(Y)))
    assert [text.get_text() for text in drawing.numbers[0][1]].count("–") == 9
    assert drawing.words().splitlines()[2].count("–") == 9
    assert "not a number" not in drawing.words()


def test_the_u_curve_is_the_cores_sweep_and_falls_with_the_square(one):
    drawing = drawn("ucurve", one, of="Theta.3.1.1")
    x, y = drawing.errors.get_data()
    eps, gaps = np.array(drawing.sweep).T
    np.testing.assert_allclose(10.0**x, eps)
    np.testing.assert_allclose(10.0 ** y[gaps > 1e-16], gaps[gaps > 1e-16])
    slope = (y[1] - y[5]) / (x[1] - x[5])
    assert slope == pytest.approx(2, abs=0.1)


def test_the_error_falls_with_the_square_only_where_that_is_so(one):
    assert "It falls as ε² down to" in drawn("ucurve", one).words()
    parabola = Network([[[0.1, 0.3]]], output="identity", cost="squared_error")
    dead = Network([[[-9.0, 0.3]], [[0.1, 0.7]]], hidden="relu", output="identity", cost="squared_error")
    for net, said in ((parabola, "No ε cuts a corner here"), (dead, "It is 0 with every ε")):
        drawing = drawn("ucurve", Session(net, [0.7], [0.45]), of="Theta.1.1.1")
        assert said in drawing.words()
        assert "ε²" not in drawing.words() + drawing.note.get_text()
        assert np.isnan(drawing.cut.get_ydata()).all()
        drawing.canvas.svg()


def test_a_kink_within_reach_is_no_square():
    net = Network([[[0.03, 0.3]], [[0.1, 0.7]]], hidden="relu", output="identity", cost="squared_error")
    words = drawn("ucurve", Session(net, [0.1], [0.45]), of="Theta.1.1.0").words()
    assert "It doesn't fall as ε² here" in words


def test_the_boundary_shows_every_unit_and_counts_what_is_right(batch):
    drawing, t = drawn("boundary", batch), batch.trace
    assert set(drawing.thumbs) == {(2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3), (3, 4)}
    xs = np.linspace(*drawing.image.get_extent()[:2], 60)
    ys = np.linspace(*drawing.image.get_extent()[2:], 60)
    a = plane(t.net, xs, ys)
    unit = np.asarray(drawing.thumbs[3, 2].get_array())
    np.testing.assert_allclose(unit[..., 3], 0.55 * np.abs(2 * a[3][..., 1] - 1), rtol=1e-9)
    right = int(((t.a[4] >= 0.5) == (t.Y == 1)).sum())
    assert f"{right} of 30 examples" in drawing.words()
    assert sum(len(dots.get_xdata()) for dots in drawing.examples) == 30
    lines = [*drawing.axes.get_xgridlines(), *drawing.axes.get_ygridlines()]
    assert not any(line.get_visible() for line in lines)  # they would cross the regions


def test_of_many_examples_the_boundary_shows_some_from_everywhere():
    X, Y = examples.two_moons(2000)
    order = np.argsort(X[:, 0])
    drawing = drawn("boundary", Session(Network.random([2, 3, 1], seed=1), X[order], Y[order]))
    for c, dots in enumerate(drawing.examples):
        across = X[Y[:, 0] == c, 0]
        assert len(dots.get_xdata()) == 500
        assert (dots.get_xdata().min(), dots.get_xdata().max()) == (across.min(), across.max())


def test_a_tie_is_said():
    X, Y = examples.xor()
    session = Session(Network([np.zeros((2, 3)), np.zeros((1, 3))]), X, Y)
    words = drawn("boundary", session).words()
    assert words.startswith("2 of 4 examples")
    assert "4 on the border itself" in words


@pytest.mark.parametrize(
    ("net", "Y", "sentence"),
    [
        (Network.random([3, 2, 1]), [[1.0]], "has 3 inputs"),
        (Network.random([2, 2, 1], output="identity", cost="squared_error"), [[1.0]], "is any number"),
        (Network.random([2, 11], output="softmax"), np.eye(11)[:1], "tells 11 classes apart: up to 10 are drawn"),
    ],
)
def test_where_there_is_no_boundary_one_sentence_says_why(net, Y, sentence):
    view = plot(Session(net, np.ones((1, net.sizes[0])), Y), "boundary")
    assert sentence in view.text()
    assert sentence in view.markup
    assert "image/png" not in view._repr_mimebundle_()[0]


def test_many_classes_have_a_boundary_too():
    X, _ = examples.two_moons(30)
    session = Session(Network.random([2, 4, 3], output="softmax"), X, np.eye(3)[np.arange(30) % 3])
    assert "class 2" in drawn("boundary", session).words()


def test_the_boundary_says_the_names_of_a_table(batch):
    table = data(batch)
    view = plot(table, "boundary")
    assert "The network answers 1 on" in view.text()
    table.read("_size,cost in $,kind\n1,2,_fig\n3,4,a$b$\n5,6,重さ")
    assert "Of the plane shown: _fig " in view.text()
    texts = [text.get_text() for text in view.drawing.axes.get_legend().get_texts()]
    assert texts == ["_fig", "a$b$", "重さ"]
    assert all(f">{name}<" in view.markup for name in [*texts, "_size", "cost in $"])
    assert len(view.png()) > 1000
    table.standardise(True)
    assert ">_size, standardised<" in view.markup
    table.read("size,cost,kind\n1,2,fig\n3,4,lemon\n5,6,plum")  # the same numbers
    assert ">lemon<" in view.markup
    table.choose("moons")
    assert ">x₁<" in view.markup


def test_long_names_of_classes_are_cut_so_that_all_stand_beside_the_count():
    table = data(Session(Network.random([2, 3, 4]), [[0.0, 0.0]], [[1.0, 0.0, 0.0, 0.0]]))
    table.read("\n".join(f"{n},{n},a long name number {n}" for n in range(4)))
    drawing = plot(table, "boundary").drawing
    assert drawing.classes == ("a lo…ber 0", "a lo…ber 1", "a lo…ber 2", "a lo…ber 3")
    drawing.canvas.svg()
    assert bounds(drawing.heading)[2] < bounds(drawing.axes.get_legend())[0]


# following


@pytest.mark.parametrize("kind", OF_SESSIONS)
def test_every_plot_follows_its_session_in_picture_and_words(kind, batch):
    view = plot(batch, kind)
    before = view.markup, view.text()
    batch.set("Theta.1.1.1", 2.5)
    assert view.markup != before[0]
    assert view.text() != before[1]


@pytest.mark.parametrize("kind", OF_SESSIONS)
def test_every_plot_survives_another_network_another_example_and_back(kind, batch):
    view = plot(batch, kind)
    first = view.text()
    X, Y = batch.X, batch.Y
    start = batch.net
    batch.example = 3
    batch.replace(net=Network.random([2, 2, 1], hidden="relu", seed=3))
    batch.example = None
    batch.replace(net=start, X=X, Y=Y)
    assert view.text() == first
    assert view.error == ""


@pytest.mark.parametrize("kind", OF_SESSIONS)
def test_the_display_has_words_a_picture_and_a_description(kind, one):
    data, metadata = plot(one, kind)._repr_mimebundle_()
    assert base64.b64decode(data["image/png"])[1:4] == b"PNG"
    assert metadata["image/png"]["alt"] == data["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in data
    assert len(data["text/plain"].splitlines()) >= 2
    assert "text/html" not in data


@pytest.mark.parametrize("kind", OF_SESSIONS)
def test_words_hold_no_rounding_noise(kind, batch):
    """The same numbers up to rounding give the same words: what is stored as text is compared exactly."""
    first = plot(batch, kind).text()
    net = batch.net
    batch.net = net.with_weight(1, 1, 1, net.weight(1, 1, 1) * (1 + 1e-15))
    assert plot(batch, kind).text() == first


def test_choices_of_the_page_are_taken(one):
    view = plot(one, "tangent")
    choose(view, "of", "Theta.3.1.2")
    choose(view, "eps", "-1")
    assert view.text().splitlines()[1].startswith("Θ₁₂⁽³⁾ = −1.30")
    assert "from 0.1000 before" in view.text()
    attempt(view, "nonsense", "change", value="1", gesture="1", done=True)
    assert "'nonsense', which this plot doesn't know" in view.notice


def test_a_closed_plot_follows_no_more(one):
    view = plot(one, "bars")
    view.close()
    before = view.markup
    one.set("Theta.1.1.1", 3.0)
    assert view.markup == before


def test_wrong_sources_and_names_are_refused(one):
    with pytest.raises(ValueError, match="kind is 'pie': choose one of tangent, landscape"):
        plot(one, "pie")
    with pytest.raises(TypeError, match="not of a list"):
        plot([], "bars")
    with pytest.raises(ValueError, match="a history shows a training"):
        plot(one, "history")
    with pytest.raises(ValueError, match="X was given beside a session"):
        plot(one, "bars", X=[1.0])


@pytest.mark.parametrize(
    ("kind", "options", "said"),
    [
        ("tangent", {"of": "a.4.1"}, "of is 'a.4.1': this plot moves a Theta or a z"),
        ("ucurve", {"of": "Theta.4.1.1"}, "from 1 to 3"),
        ("tangent", {"of": "z.1.1"}, "from 2 to 4"),
        ("tangent", {"span": (7, -1)}, "span goes from 7.0 to -1.0: the first"),
        ("landscape", {"across": "z.2.1"}, "across is 'z.2.1': this plot moves a Theta, such"),
    ],
)
def test_a_code_that_a_plot_cannot_move_is_refused_with_a_way_out(one, kind, options, said):
    with pytest.raises(ValueError, match=said):
        plot(one, kind, **options)


def test_a_network_gets_a_session_of_its_own():
    assert plot(examples.lecture()[0], "bars", *examples.lecture()[1:]).session.m == 1


# the pace


class Slow:
    def __init__(self):
        self.drawn = 0

    def refresh(self):
        self.drawn += 1


def test_of_many_changes_in_a_row_the_newest_is_drawn_once():
    async def drag():
        first, second, paced = Slow(), Slow(), Easel()
        for _ in range(50):
            paced.ask(first)
            paced.ask(second)
        assert (first.drawn, second.drawn) == (0, 0)  # the network picture goes first
        await until(lambda: second.drawn)
        assert (first.drawn, second.drawn) == (1, 1)
        paced.ask(first)
        await until(lambda: first.drawn == 2)
        await settled()
        return first.drawn, second.drawn

    assert asyncio.run(drag()) == (2, 1)


def test_a_plot_that_fails_does_not_stop_the_others():
    class Bad(Slow):
        def refresh(self):
            raise RuntimeError("broken")

    async def drag():
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        paced, good = Easel(), Slow()
        paced.ask(Bad())
        paced.ask(good)
        await until(lambda: good.drawn)
        return good.drawn

    assert asyncio.run(drag()) == 1


# the house


@pytest.mark.parametrize("kind", OF_SESSIONS)
def test_two_hundred_updates_leave_no_artist_behind(kind, one):
    drawing = drawn(kind, one)
    drawing.canvas.svg()
    artists = len(drawing.canvas.figure.findobj())
    for k in range(200):
        one.net = one.net.with_weight(1, 1, 1, k / 100)
        drawing.follow(one)
    drawing.canvas.svg()
    assert abs(len(drawing.canvas.figure.findobj()) - artists) < 60  # another tick or two; a leak is one an update
    assert "matplotlib.pyplot" not in sys.modules or mpl.pyplot.get_fignums() == []


def test_a_figure_goes_when_its_plot_goes(one):
    from matplotlib.figure import Figure

    def figures():
        gc.collect()
        return sum(isinstance(thing, Figure) for thing in gc.get_objects())

    before = figures()
    for _ in range(5):
        drawn("bars", one).canvas.svg()
    assert figures() <= before


def test_nobodys_style_gets_in_and_none_is_left_behind():
    plain = Canvas(200, 100)
    plain.axes().plot([0, 1], color=COLOURS["pos"])
    expected = plain.png()
    with mpl.rc_context({"figure.facecolor": "black", "font.size": 30, "savefig.bbox": "tight", "axes.grid": False}):
        before = dict(mpl.rcParams)
        loud = Canvas(200, 100)
        loud.axes().plot([0, 1], color=COLOURS["pos"])
        assert loud.png() == expected
        assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("kind", OF_SESSIONS)
def test_the_svg_is_clean_markup_in_the_colours_of_the_page(kind, batch):
    svg = drawn(kind, batch).canvas.svg()
    ET.fromstring(svg)  # well formed
    assert "<style" not in svg  # it would style the whole page
    assert 'fill="#' not in svg
    assert COLOURS["ink"] not in svg
    assert "var(--bp-ink)" in svg


def test_two_pictures_of_one_page_share_no_names(one):
    import re

    names = [set(re.findall(r'id="([^"]+)"', drawn("tangent", one).canvas.svg())) for _ in range(2)]
    assert names[0]
    assert not names[0] & names[1]


def test_matplotlib_comes_with_the_first_plot_alone():
    code = (
        "import sys, backprop_widgets, backprop_widgets.plots.plot as p; assert 'matplotlib' not in sys.modules;"
        "from backprop_core import examples; p.plot(*(lambda n, x, y: (n, 'bars', x, y))(*examples.lecture()));"
        "assert 'matplotlib' in sys.modules and 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def bounds(artist):
    """Where an artist is, in pixels: left, bottom, right, top."""
    box = artist.get_window_extent()
    return box.x0, box.y0, box.x1, box.y1


@pytest.mark.parametrize("layers", [[4], [24], [3, 4], [3, 3, 3], [2, 2, 2, 2]])
def test_nothing_is_cut_off_or_covered_beside_the_boundary(layers):
    X, Y = examples.two_moons(30)
    drawing = drawn("boundary", Session(Network.random([2, *layers, 1], seed=1), X, Y))
    drawing.canvas.svg()
    plane = drawing.axes
    ticks = [label for label in plane.get_yticklabels() if label.get_text()]
    letter = bounds(plane.yaxis.label)
    assert letter[2] < min(bounds(tick)[0] for tick in ticks)
    numbers = [bounds(image.axes.yaxis.label) for image in drawing.thumbs.values()]
    assert len(numbers) == sum(layers)
    assert min(box[0] for box in numbers) >= 0
    pictures = [bounds(image.axes.patch) for image in drawing.thumbs.values()]
    assert max(box[2] for box in pictures) < letter[0]
    columns = sorted({(box[0], box[2]) for box in pictures})
    for (_, right), (left, _) in itertools.pairwise(columns):
        assert all(box[0] > right for box in numbers if box[2] <= left and box[0] > left - 28)


def test_a_common_power_of_ten_stands_beside_the_titles_of_the_tangent():
    net = Network([[[0.0, 2e4]]], output="identity", cost="squared_error")
    drawing = drawn("tangent", Session(net, [[1.0], [2.0]], [[3.0], [6.0]]), of="Theta.1.1.1")
    drawing.canvas.svg()
    power = drawing.axes.yaxis.offsetText
    assert power.get_text() == "1e8"
    assert bounds(power)[0] > 0
    assert bounds(power)[2] < bounds(drawing.labels[0])[0]
    top = drawing.axes.get_ylim()[1]
    assert bounds(power)[1] > max(bounds(t)[3] for t in drawing.axes.get_yticklabels() if t.get_position()[1] <= top)


@pytest.mark.parametrize("weight", [1e7, 1e153, 6e153])
def test_after_divergence_a_sentence_stands_for_the_tangent(weight):
    net = Network([[[0.0, 2.0]]], output="identity", cost="squared_error")
    session = Session(net, [[1.0], [2.0]], [[3.0], [6.0]])
    view = plot(session, "tangent", of="Theta.1.1.1")
    session.replace(net=net.with_weight(1, 1, 1, weight))
    assert "beside it a slope drowns in rounding" in view.markup
    assert "<svg" not in view.markup
    session.net = net
    assert "<svg" in view.markup


def history_of(net, X, Y, goal, **settings):
    class Course:
        run, compared, step = Run(net, X, Y, Settings(**settings)), None, 0

    Course.goal = goal
    return Course


@pytest.mark.parametrize(("made", "goal", "end"), [(0, 300, 300), (50, 300, 300), (400, 300, 400), (0, 1, 1)])
def test_a_history_goes_from_0_to_the_planned_steps_or_beyond(made, goal, end):
    course = history_of(Network.random([2, 4, 1], seed=1), *examples.xor(), goal)
    course.run.advance(steps=made)
    for axes in drawn("history", course).axes:
        left, right = axes.get_xlim()
        assert -0.03 * end < left <= 0
        assert end <= right < 1.03 * end
        ticks = [tick for tick in axes.get_xticks() if left <= tick <= right]
        assert ticks == [int(tick) for tick in ticks]
        assert ticks[0] == 0


def test_where_there_is_no_accuracy_it_has_no_panel():
    x = np.array([[-1.0], [2.0]])
    course = history_of(Network([[[0.0, 0.0]]], output="identity", cost="squared_error"), x, 3 * x, 10, alpha=0.1)
    drawing = drawn("history", course)
    assert [axes.get_title() for axes in drawing.axes] == ["cost J"]
    assert len(drawing.canvas.figure.axes) == 1
    course.compared = Run(Network.random([2, 4, 1], seed=1), *examples.xor(), Settings())
    drawing.follow(course)
    assert [axes.get_title() for axes in drawing.axes] == ["cost J", "accuracy"]
    drawing.canvas.svg()


def test_a_history_shows_the_run_and_the_other_one_dashed():
    class Course:
        run = Run(Network.random([2, 4, 1], seed=1), *examples.xor(), Settings())
        compared = Run(Network.random([2, 4, 1], seed=2), *examples.xor(), Settings(alpha=4.0), number=2)
        step, goal = 7, 20

    Course.run.advance(steps=20)
    Course.compared.advance(steps=10)
    drawing = drawn("history", Course)
    np.testing.assert_array_equal(drawing.curves[0].get_data(), [np.arange(21), Course.run.J])
    np.testing.assert_array_equal(drawing.compared[1].get_ydata(), Course.compared.accuracy)
    assert drawing.here[0].get_ydata()[0] == Course.run.J[7] == run(Course.run.network(7), *examples.xor()).J
    assert "Dashed: run 2" in drawing.words()
    drawing.log = True
    drawing.follow(Course)
    drawing.canvas.svg()


@pytest.mark.parametrize("kind", ["tangent", "landscape", "matrix", "ucurve", "bars", "curves"])
def test_plots_of_the_digits_are_drawn_from_fewer_points_with_the_same_numbers(kind):
    X, Y = examples.digits()
    session = Session(Network.random([64, 64, 10], seed=1), X, Y)
    drawing = drawn(kind, session)
    assert drawing.canvas.svg().startswith("<svg")
    if kind == "tangent":
        assert 9 <= len(drawing.slope.values) < 121
        assert drawing.slope.cost == pytest.approx(session.trace.J, rel=1e-12)
    if kind == "landscape":
        assert drawing.step.costs.shape == (9, 9)
