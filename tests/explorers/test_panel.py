"""The panel beside the picture: every number opens, with what was measured beside it."""

from dataclasses import replace

import numpy as np
import pytest

from backprop_core import Network, Quantity, examples, run, value_of
from backprop_core.quantity import INDICES, PER_OUTPUT, code_of, quantity_of
from backprop_widgets import Session, explorer
from backprop_widgets.explorers.batch import MOST_ROWS
from backprop_widgets.explorers.comparison import PER_UNIT, measure, needs
from backprop_widgets.explorers.panel import panel
from backprop_widgets.notation.glossary import glossary
from backprop_widgets.notation.symbols import NOTATIONS
from backprop_widgets.notation.text import number, of_kind, setting
from backprop_widgets.session.stages import stages
from tests.networks import nth_trace
from tests.notation.sums import comes_out, explained, filled_in, read

LECTURE = run(*examples.lecture())
X, Y = examples.xor()
BATCH = run(Network.random([2, 3, 1], seed=1), X, Y, lam=0.3)


def measured(trace, selection, stage=None):
    return {of: measure(trace, of) for of in needs(trace, selection, stage)}


def opened(trace, selection, stage=None, **more):
    return read(panel(trace, selection, measured=measured(trace, selection, stage), stage=stage, **more))


def sums_in(tree):
    return [filled_in(math) for math in tree.all("math") if math.has("bp-sum")]


def text_of(tree):
    return " ".join(tree.text.split())


def comparison(tree):
    table = next(node for node in tree.all("table") if node.has("bp-measured"))
    return [[cell.text for cell in row.children] for row in next(table.all("tbody")).all("tr")]


def everything(trace):
    net = trace.net
    yield from (Quantity("J"), Quantity("lam"), Quantity("m"))
    yield from (Quantity("x", i=i) for i in range(1, net.sizes[0] + 1))
    yield from (Quantity("y", i=i) for i in range(1, net.sizes[-1] + 1))
    for l in range(2, net.L + 1):
        for i in range(1, net.sizes[l - 1] + 1):
            yield from (Quantity(kind, l, i) for kind in ("z", "a", "delta", "dJda", "gprime"))
            yield from (Quantity(k, l - 1, i, j) for k in ("Theta", "D", "Delta") for j in range(net.sizes[l - 2] + 1))


@pytest.mark.parametrize("n", range(48))
def test_every_number_of_a_network_opens_in_every_notation(n):
    trace = nth_trace(n, most=3)
    notation = list(NOTATIONS)[n % 4]
    chosen = np.random.default_rng(n).permutation(list(everything(trace)))[:12]
    for q in chosen:
        if q.kind == "gprime" and trace.X.ndim == 2 and trace.net.output == "softmax" and q.layer == trace.net.L:
            continue
        tree = opened(trace, q, notation=notation)
        assert len(list(tree.all("h3"))) == 1
        keys = [node.attributes["data-key"] for node in tree.walk() if node.tag == "input"]
        assert all(key.startswith("sum:") for key in keys)
        assert "nan" not in tree.text.lower()
        assert "None" not in tree.text


@pytest.mark.parametrize("trace", [LECTURE, BATCH], ids=["one example", "batch"])
def test_what_a_click_on_a_symbol_opens_the_keys_open_too(trace):
    for q in everything(trace):
        for chosen in (q, replace(q, example=2)) if trace is BATCH and q.kind in PER_UNIT else (q,):
            tree = opened(trace, chosen)
            clicked = {node.attributes.get("data-key") for node in tree.all("mrow")} - {None, f"pick:{code_of(chosen)}"}
            keys = {node.attributes.get("data-key") for tag in ("button", "input") for node in tree.all(tag)}
            assert {key for key in clicked if key not in keys and key.replace("pick", "sum") not in keys} == set()


@pytest.mark.parametrize("n", range(1, 300, 12))
def test_what_is_measured_agrees_with_what_is_derived(n):
    trace = nth_trace(n, most=4)
    for q in explained(trace, np.random.default_rng(n), most=4):
        if trace.net.hidden == "relu" or not needs(trace, q):
            continue  # a ReLU has no slope where a nudge crosses 0
        for _, derived, there, *gap in comparison(opened(trace, q)):
            if gap and gap[0] != "< 1e-8":
                size, off = (float(text.replace("−", "-")) for text in (derived, gap[0]))
                assert off < 1e-5 * (1 + abs(size)), (q, there)


def test_a_measured_number_that_is_off_shows():
    q = Quantity("delta", 2, 2)
    wrong = {of: value + 0.01 for of, value in measured(LECTURE, q).items()}
    rows = comparison(read(panel(LECTURE, q, measured=wrong)))
    assert [row[3] for row in rows] == ["0.01", "0.01"]


@pytest.mark.parametrize(
    ("q", "wanted"),
    [
        (Quantity("delta", 2, 2), [Quantity("a", 2, 2), Quantity("z", 2, 2)]),
        (Quantity("z", 2, 2), [Quantity("z", 2, 2)]),
        (Quantity("a", 2, 2), [Quantity("a", 2, 2)]),
        (Quantity("x", i=2), [Quantity("a", 1, 2)]),
        (Quantity("dJda", 3, 1), [Quantity("a", 3, 1)]),
        (Quantity("Theta", 2, 1, 0), [Quantity("Theta", 2, 1, 0)]),
        (Quantity("D", 2, 1, 2), [Quantity("Theta", 2, 1, 2)]),
        (Quantity("Delta", 2, 1, 2), [Quantity("Theta", 2, 1, 2)]),
        (Quantity("J"), []),
        (None, []),
    ],
)
def test_each_selection_asks_for_the_slopes_that_belong_to_it(q, wanted):
    assert list(needs(LECTURE, q)) == wanted


def test_of_a_batch_the_mean_is_measured_that_the_card_shows_or_the_example_chosen():
    assert [q.example for q in needs(BATCH, Quantity("delta", 2, 1))] == [None, None]
    tree = opened(BATCH, Quantity("delta", 2, 2))
    mean = number(float(BATCH.delta[2][:, 1].mean()), 6)
    assert comparison(tree)[1][1:3] == [mean, mean]
    assert "nudge the number in all 4 examples at once" in text_of(tree)
    assert [q.example for q in needs(BATCH, Quantity("delta", 2, 1, example=3))] == [3, 3]


def test_delta_stands_beside_the_slope_by_a_and_both_are_measured():
    tree = opened(LECTURE, Quantity("delta", 2, 2))
    assert comparison(tree) == [
        ["∂cost/∂a", "0.272031", "0.272031", "< 1e-8"],
        ["∂cost/∂z = δ", "0.058846", "0.058846", "< 1e-8"],
    ]
    assert next(tree.all("h3")).text == "Where δ of unit 2 in layer 2 comes from"


def test_both_forms_of_the_slope_give_the_same_delta():
    """M5: times g'(z) as a number; M6: times a (1 - a)."""
    first, second = sums_in(opened(LECTURE, Quantity("delta", 2, 2)))
    assert first == ["((−0.70)·(−0.1108)+1.10·0.1768)·0.2163", "0.2720·0.2163", "0.0588"]
    assert second == ["0.2720·0.3165·0.6835", "0.0588"]


@pytest.mark.parametrize(("hidden", "said"), [("tanh", "1 − a²"), ("relu", "For ReLU: z = +1.230 is above 0")])
def test_other_activations_have_their_own_slope(hidden, said):
    net, x, y = examples.lecture()
    trace = run(Network(net.Theta, hidden=hidden), x, y)
    tree = opened(trace, Quantity("delta", 2, 1))
    assert said in text_of(tree)
    for *lines, result in sums_in(tree):
        assert all(comes_out(line, result) for line in lines)


def test_a_relu_that_is_off_lets_no_error_through():
    net, x, y = examples.lecture()
    trace = run(Network(net.Theta, hidden="relu"), x, y)
    tree = opened(trace, Quantity("delta", 2, 2))
    assert "not above 0, so its slope is 0" in text_of(tree)
    assert sums_in(tree)[0][-1] == "0.0000"


def test_at_the_output_the_panel_shows_how_g_prime_cancels():
    tree = opened(LECTURE, Quantity("delta", 4, 1))
    first, second = sums_in(tree)
    assert first == ["0.4535−1", "−0.5465"]
    assert "they cancel" in text_of(tree)
    assert second[-1] == "−0.5465"
    assert comes_out(*second)


def test_a_saturated_output_claims_no_product_that_floats_dont_hold():
    trace = run(Network([[[-800.0, 0.0]]]), [0.0], 1)
    tree = read(panel(trace, Quantity("delta", 2, 1)))
    assert "they cancel" in text_of(tree)
    assert len(sums_in(tree)) == 1


def test_with_squared_error_g_prime_stays():
    net, x, y = examples.lecture()
    trace = run(Network(net.Theta, cost="squared_error"), x, y)
    tree = opened(trace, Quantity("delta", 4, 1))
    assert sums_in(tree)[0][0] == "(0.4535−1)·0.2478"
    assert "they cancel" not in text_of(tree)


def test_softmax_says_why_there_is_no_g_prime_of_its_own():
    trace = run(Network.random([2, 3], seed=1, output="softmax"), [0.2, 0.4], [0, 1, 0])
    assert "With softmax every output depends on this z" in text_of(opened(trace, Quantity("delta", 2, 1)))
    assert "no g′ of one z" in text_of(opened(trace, Quantity("gprime", 2, 1)))


def test_a_weight_shows_what_it_does_forward_its_gradient_and_its_update():
    tree = opened(LECTURE, Quantity("Theta", 2, 1, 2), alpha=0.5)
    assert sums_in(tree) == [
        ["(−0.70)·0.3165", "−0.222"],
        ["(−0.1108)·0.3165", "−0.0351"],
        ["(−0.70)−0.50·(−0.0351)", "−0.6825"],
    ]
    assert comparison(tree) == [["∂J/∂Θ = D", "−0.035053", "−0.035053", "< 1e-8"]]
    assert "from unit 2 of layer 2 to unit 1 of layer 3" in text_of(tree)


def test_the_updated_weight_is_that_of_gradient_descent():
    trace = nth_trace(3)
    q = Quantity("Theta", 1, 1, 1)
    result = sums_in(opened(trace, q, alpha=0.7))[-1][-1]
    assert result == number(trace.net.weight(1, 1, 1) - 0.7 * trace.D[1][0, 1], 4)


def test_a_unit_of_a_batch_is_a_table_of_its_examples_and_their_mean():
    tree = opened(BATCH, Quantity("delta", 2, 2))
    table = next(tree.all("table"))
    rows = [[cell.text for cell in row.children] for row in next(table.all("tbody")).all("tr")]
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "mean"]
    for t, row in enumerate(rows[:4], start=1):
        assert row[-1] == of_kind("delta", value_of(BATCH, Quantity("delta", 2, 2, example=t)))
    assert rows[-1][-1] == of_kind("delta", float(BATCH.delta[2][:, 1].mean()))
    assert "δ = m · ∂J/∂z, with m = 4" in text_of(tree)
    assert [b.attributes["data-key"] for b in table.all("button")][2] == "pick:delta.2.2@3"


def test_a_long_batch_shows_its_first_examples_and_says_how_many_more():
    rng = np.random.default_rng(0)
    trace = run(Network.random([2, 2, 1], seed=0), rng.normal(size=(200, 2)), np.ones((200, 1)))
    tree = opened(trace, Quantity("a", 2, 1))
    body = next(next(tree.all("table")).all("tbody"))
    assert len(list(body.all("tr"))) == MOST_ROWS + 2
    assert "192 more" in text_of(tree)


def test_on_a_batch_pytorch_divides_the_slopes_by_m_derived_and_measured_alike():
    q = Quantity("delta", 2, 2, example=3)
    lecture, pytorch = (comparison(opened(BATCH, q, notation=n))[1] for n in ("lecture", "pytorch"))
    delta = value_of(BATCH, q)
    assert lecture[1] == lecture[2] == number(delta, 6)
    assert pytorch[1] == pytorch[2] == number(delta / 4, 6)
    assert "moves, without λ, ÷ m" in text_of(opened(BATCH, q, notation="pytorch"))
    assert "÷ m" not in text_of(opened(BATCH, q))


def test_a_gradient_on_a_batch_shows_the_sum_over_the_examples_too():
    tree = opened(BATCH, Quantity("D", 1, 2, 1))
    gradient, over_examples, _ = sums_in(tree)
    assert gradient[-1] == number(BATCH.D[1][1, 1], 4)
    assert over_examples[-1] == number(BATCH.Delta[1][1, 1], 4)
    assert [n.text for n in tree.walk() if n.has("bp-which")] == [f"t = {t}" for t in (1, 2, 3, 4)]


def test_what_adds_up_over_the_examples_speaks_of_lambda_only_where_there_is_one():
    q = Quantity("Delta", 1, 2, 1)
    assert "Divided by m and with the pull of λ, it is the gradient." in text_of(opened(BATCH, q))
    assert "Divided by m, it is the gradient." in text_of(opened(run(BATCH.net, X, Y), q))


def first_told_at(q):
    if q.kind in ("z", "a", "gprime"):
        return f"a{q.layer}"
    if q.kind in ("delta", "dJda"):
        return f"d{q.layer}"
    if q.kind == "Theta":  # what it does forward
        return f"a{q.layer + 1}"
    return {"J": "J", "D": "D", "Delta": "D"}.get(q.kind, "x")


@pytest.mark.parametrize("stage", range(len(stages(4))))
def test_what_is_not_computed_yet_is_not_told(stage):
    """A trace that has no number where the passes have not been opens all the same."""
    done = stages(4)[: stage + 1]

    def so_far(layers, letter):
        return {l: array if f"{letter}{l}" in done else array * np.nan for l, array in layers.items()}

    trace = replace(
        LECTURE,
        a=so_far(LECTURE.a, "a") | {1: LECTURE.a[1]},
        z=so_far(LECTURE.z, "a"),
        delta=so_far(LECTURE.delta, "d"),
        D={l: D if "D" in done else D * np.nan for l, D in LECTURE.D.items()},
        J=LECTURE.J if "J" in done else np.nan,
    )
    for q in everything(LECTURE):
        told = text_of(read(panel(trace, q, measured=measured(LECTURE, q, stage), stage=stage)))
        assert "nan" not in told
        assert "not a number" not in told
        assert ("Not computed yet" in told) == (first_told_at(q) not in done)
        assert ("measured:" in told) == bool(needs(LECTURE, q, stage))


def test_a_reason_why_nothing_was_measured_is_shown_as_text():
    q = Quantity("a", 4, 1)
    tree = read(panel(LECTURE, q, measured={q: "a = 1.0 is <b>too</b> close"}))
    assert comparison(tree)[0][-1] == "a = 1.0 is <b>too</b> close"


def test_what_was_not_measured_leaves_no_table():
    assert not list(read(panel(LECTURE, Quantity("delta", 2, 2))).all("table"))


def test_a_selection_made_on_a_batch_still_opens_when_one_example_is_looked_at():
    kept = Quantity("delta", 2, 2, example=3)
    assert panel(LECTURE, kept) == panel(LECTURE, Quantity("delta", 2, 2))
    assert needs(LECTURE, kept) == needs(LECTURE, Quantity("delta", 2, 2))


def test_with_nothing_selected_the_panel_says_what_to_do_and_what_the_colours_mean():
    tree = read(panel(LECTURE, None))
    assert next(tree.all("h3")).text == "Select any number"
    assert len(list(tree.all("li"))) == 4
    assert "dashed" in tree.text


def test_the_notation_is_explained_unless_it_is_the_lectures():
    assert "From the lecture to PyTorch" in text_of(opened(LECTURE, Quantity("z", 2, 1), notation="pytorch"))
    assert "From the lecture" not in text_of(opened(LECTURE, Quantity("z", 2, 1)))


@pytest.mark.parametrize(("notation", "symbols"), [
    ("lecture", "L sl m x y Θ z g g′ a cost J δ Δ D λ α"),
    ("nielsen", "L sl m x y w b z σ σ′ a Cₓ C δ ∂C/∂w λ η"),
    ("deeplearning.ai", "L sl m x y W b z g g′ a L J dz dW λ α"),
    ("pytorch", "L sl m x y W b z g g′ a cost loss z.grad W.grad λ lr"),
])  # fmt: skip
def test_the_glossary_has_every_symbol_of_the_notation(notation, symbols):
    rows = list(next(read(glossary(notation)).all("tbody")).all("tr"))
    found = " ".join(row.children[0].text for row in rows).replace(",", "").split()
    assert set(symbols.split()) <= set(found)
    assert all(len(row.children) == 4 and all(cell.text for cell in row.children) for row in rows)


@pytest.mark.parametrize("show", [["panel"], ["panel", "slopes"], ["panel", "blame"], "all"])
def test_a_number_of_one_example_stays_open_when_another_example_is_looked_at(show):
    session = Session(Network.random([2, 2, 1], seed=0), X, Y, selection="delta.2.1@3")
    view = explorer(session, show=show)
    session.example = 2
    assert of_kind("delta", run(session.net, X[1], Y[1]).delta[2][0]) in view.draw()
    assert "example 3" not in view.text()


@pytest.mark.parametrize("kind", [kind for kind in INDICES if kind not in ("alpha", "new", "path", "product")])
def test_whatever_can_be_selected_can_be_drawn(kind):
    code = kind + "".join({"layer": ".2", "i": ".1", "j": ".1"}[name] for name in INDICES[kind])
    code = code.replace(".2.1", ".4.1") if kind in PER_OUTPUT else code
    view = explorer(selection=code)
    assert "bp-sum" in view.draw()


@pytest.mark.parametrize("code", ["Theta.2.1.0", "D.2.1.0", "Delta.2.1.0"])
def test_lambda_is_said_to_pull_at_weights_and_not_at_biases(code):
    for trace in (run(*examples.lecture(), lam=0.5), BATCH):
        assert "the pull of λ" not in panel(trace, quantity_of(code))
        assert "the pull of λ" in panel(trace, quantity_of(code[:-1] + "1"))


def test_the_cost_of_one_example_speaks_of_no_mean_and_no_penalty():
    told = panel(BATCH, quantity_of("cost@3"))
    assert "The mean" not in told
    assert "λ" not in told.partition("Each output costs")[2].partition("</p>")[0]
    assert "Each output costs" in told


@pytest.mark.parametrize(
    ("alpha", "written"),
    [(1.0, "1.00"), (0.5, "0.50"), (20.0, "20.00"), (0.003, "0.003"), (123456.75, "123456.75"), (2e-12, "2e−12")],
)
def test_a_learning_rate_is_shown_with_two_decimals_or_as_many_as_it_takes(alpha, written):
    assert setting(alpha) == written
    shown = explorer(controls="all", alpha=alpha, stage="update").draw()
    assert f"value='{written}'" in shown
    assert f"\u00a0{written}\u00a0" in shown
