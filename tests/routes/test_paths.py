"""The paths of a weight: each lights its edges and comes out as printed, merged or not; the counts are the core's."""

import re

import numpy as np
import pytest

from backprop_core import Network, Quantity, examples, run
from backprop_core.paths import multiplications_merged
from backprop_core.paths import paths as all_paths
from backprop_widgets import Session, explorer, paths
from backprop_widgets.picture.layout import drawable
from tests.hand import press, send
from tests.networks import nth_trace
from tests.notation.sums import as_python, comes_out, evaluate, read

WEIGHT = Quantity("Theta", 1, 2, 1)


def rows(view):
    """The paths, the row of the others, the row of the sum."""
    listing = re.search(r"<ul.*?</ul>", view.markup, re.DOTALL)[0]
    items = list(read(listing).all("li"))
    return (
        [n for n in items if "data-ref" in n.attributes],
        [n for n in items if n.has("bp-note")],
        [n for n in items if n.has("bp-total")],
    )


def numbers(row):
    """The numbers of a row and what it comes to."""
    return as_python(row.children[1]).removeprefix("="), row.children[2].text.removeprefix("=").removeprefix("≈")


def test_each_path_lights_its_edges():
    found, _, (total,) = rows(paths("Theta.1.2.1"))
    assert [n.attributes["data-ref"] for n in found] == ["e2-1-2 e3-1-1", "e2-2-2 e3-1-2"]
    assert total.text == "added up: D21(1)= 0.0353"


def test_page_down_merges_layer_by_layer_until_the_unit_holds_its_delta():
    view = paths("Theta.1.2.1")
    seen = []
    for _ in range(4):
        found, _, _ = rows(view)
        seen.append((view.to, len(found), view.markup.count("pick:delta.2.2'") > 0, found[0].children[0].text))
        press(view, "PageDown")
    assert [(to, count, shown) for to, count, shown, _ in seen] == [
        (4, 2, False),
        (3, 2, False),
        (2, 1, True),
        (2, 1, True),
    ]
    assert [text.count("δ") for *_, text in seen[:3]] == [1, 1, 1]
    assert "δ1(3)" in seen[1][3]
    assert seen[2][3].endswith("x1·δ2(2)")
    press(view, "PageUp", "PageUp", "PageUp")
    assert view.to == 4


@pytest.mark.parametrize("n", range(0, 300, 6))
def test_products_and_their_sum_come_out_as_printed(n):
    trace = nth_trace(n, most=4)
    if trace.X.ndim == 2:
        trace = run(trace.net, trace.X[0], trace.Y[0], trace.lam)
    if not drawable(trace.net.sizes):
        return
    rng = np.random.default_rng(n)
    for l, Theta in trace.net.Theta.items():
        i, j = int(rng.integers(Theta.shape[0])) + 1, int(rng.integers(Theta.shape[1]))
        for merged in range(trace.net.L - l):
            found, others, total = rows(paths(f"Theta.{l}.{i}.{j}", trace, merged=merged))
            for row in found:
                assert comes_out(*numbers(row)), (n, row.text)
            products = [numbers(row)[1] for row in found] + [row.children[1].text.removeprefix("=") for row in others]
            gradient = trace.Delta[l][i - 1, j]
            if total:
                shown = total[0].children[1].text.removeprefix("=")
                assert comes_out("+".join(f"({p})" for p in products), shown), (n, products)
                assert evaluate(shown) == pytest.approx(gradient, abs=6e-5, rel=1e-2)
            else:
                assert evaluate(products[0]) == pytest.approx(gradient, abs=6e-5, rel=1e-2)


def test_of_many_paths_the_largest_are_written_out_and_the_others_summed():
    trace = run(Network.random([2, 5, 4, 3], seed=3), [0.4, -0.7], [1.0, 0.0, 1.0])
    found, others, _ = rows(paths("Theta.1.2.1", trace))
    every = sorted((abs(path.product) for path in all_paths(trace, WEIGHT)), reverse=True)
    assert len(found) == 6
    assert "… 6 more" in others[0].text
    assert sorted((abs(evaluate(numbers(n)[1])) for n in found), reverse=True) == pytest.approx(every[:6], abs=1e-4)


def test_with_lambda_the_sum_is_not_called_the_gradient():
    net, x, y = examples.lecture()
    assert "D21(1)" in rows(paths("Theta.1.2.1"))[2][0].text
    with_lam = rows(paths("Theta.1.2.1", run(net, x, y, 0.5)))[2][0].text
    assert "Δ21(1) (with λ it becomes the gradient)" in with_lam
    assert "D21" not in with_lam


@pytest.mark.parametrize("sizes", [(2, 2, 2, 1), (3, 1, 4, 2, 3), (6, 8, 8, 8, 4), (1, 1, 1, 1)])
def test_the_count_beside_is_the_cores_for_every_step(sizes):
    trace = run(Network.random(sizes, seed=0), np.linspace(-1, 1, sizes[0]), np.zeros(sizes[-1]))
    L = len(sizes)
    view = paths("Theta.1.1.1", trace)
    for merged in range(L - 1):
        table = re.search(r"<table class='bp-table bp-merges.*?</table>", view.markup, re.DOTALL)[0]
        cells = re.findall(r"<td>([\d,]+)</td><td>([\d,]+)</td>", table)
        assert [int(work.replace(",", "")) for _, work in cells] == [
            multiplications_merged(sizes, L - n) for n in range(merged + 1)
        ]
        press(view, "PageDown")


def test_nothing_that_is_not_merged_yet_shows_its_delta():
    view = paths("Theta.1.1.1", merged=1)
    assert "pick:delta.3.1" in view.markup
    assert "pick:delta.2.1" not in view.markup


def test_an_edge_that_is_clicked_or_selected_elsewhere_becomes_the_weight():
    session = Session(*examples.lecture())
    view, other = paths("Theta.1.2.1", session, merged=2), explorer(session)
    send(view, "move:Theta.2.1.1")
    assert (view.weight, view.merged) == (Quantity("Theta", 2, 1, 1), 0)
    other.select("Theta.3.1.2")
    assert view.weight == Quantity("Theta", 3, 1, 2)
    other.select("delta.2.2")
    assert view.weight == Quantity("Theta", 3, 1, 2)
    session.replace(net=Network.random([2, 1], seed=0))
    assert view.weight == Quantity("Theta", 1, 1, 1)


def test_a_number_that_is_moved_moves_the_products_and_undo_brings_them_back():
    view = paths("Theta.1.2.1")
    before = view.text()
    view.session.set("Theta.3.1.1", -2.0)
    assert "(−2.00)" in view.text()
    press(view, "z", ctrl=True)
    assert view.text() == before


def test_the_view_that_a_text_gives_back_is_the_same():
    view = paths("Theta.1.2.2", merged=1)
    view.session.set("Theta.1.2.2", 0.3)
    namespace = {}
    *start, last = view.as_python().splitlines()
    exec("\n".join(start), namespace)
    assert eval(last, namespace).text() == view.text()


def test_its_name_is_in_its_words():
    assert paths(name="C").text().startswith("View C. The paths of Θ₂₁⁽¹⁾")


@pytest.mark.parametrize(
    ("weight", "source", "error", "words"),
    [
        ("delta.2.1", None, ValueError, "paths start from a Theta"),
        ("Theta.1.3.1", None, ValueError, "3"),
        (
            "Theta.1.1.1",
            run(Network.random([2, 2, 1], seed=0), *examples.xor()),
            ValueError,
            "set the session's example",
        ),
        ("Theta.1.1.1", 3, TypeError, "not of an int"),
        ("Theta.1.1.1", run(Network.random([9, 1], seed=0), [0] * 9, 1), ValueError, "too large to be drawn"),
    ],
)
def test_what_has_no_ways_is_refused_with_a_paths_out(weight, source, error, words):
    with pytest.raises(error, match=words):
        paths(weight, source)


def test_data_too_large_to_write_out_are_not_written_with_every_picture():
    session = Session(Network.random([2, 3, 1], seed=1), np.zeros((5000, 2)), np.zeros((5000, 1)), example=1)
    assert paths("Theta.1.1.1", session).as_python() == ""


def test_the_weight_asked_for_stays_until_another_is_selected():
    session = Session(*examples.lecture(), selection="Theta.2.1.1")
    view = paths("Theta.1.2.1", session, merged=1)
    session.set("x.1", 0.7)
    assert (view.weight, view.merged) == (WEIGHT, 1)
    session.selection = Quantity("Theta", 3, 1, 1)
    assert (view.weight, view.merged) == (Quantity("Theta", 3, 1, 1), 0)


def test_a_click_on_the_selected_weight_shows_it_where_another_was_asked_for():
    view = paths("Theta.1.2.1", Session(*examples.lecture(), selection="Theta.2.1.1"), merged=1)
    send(view, "move:Theta.2.1.1")
    assert (view.weight, view.merged) == (Quantity("Theta", 2, 1, 1), 0)
    send(view, "pick:delta.2.2")
    send(view, "pick:delta.2.2")
    assert view.session.selection is None


def test_with_lambda_the_sentence_has_the_caveat_of_the_list():
    for lam in (0.0, 1.0):
        view = paths("Theta.1.2.1", Session(*examples.lecture(), lam=lam), merged=2)
        assert ("Times x₁, it is Δ₂₁⁽¹⁾ (with λ it becomes the gradient)." in view.markup) == (lam > 0)
        assert ("it is the gradient." in view.markup) == (lam == 0)


def test_in_every_notation_words_sentence_and_buttons_name_what_the_picture_names():
    view = paths("Theta.1.2.1", Session(*examples.lecture(), notation="pytorch"), merged=1)
    assert view.text().startswith("The paths of W1[1,0] to the cost, merged at layer 2: 2;")
    assert view.text().endswith("added up: W1.grad[1,0] = 0.0353")
    assert "it is the unit’s z.grad. " in view.markup
    assert ">merge at layer 1 ▶<" in view.markup
    press(view, "PageDown")
    assert "each z.grad is worked out once" in view.markup
    assert not re.search("[δΘ]", view.markup)
