"""The filled-in sum: it comes out as printed, its numbers are the trace's, and its parts are linked to the picture."""

import re
from dataclasses import replace
from math import prod

import numpy as np
import pytest

from backprop_core import Explanation, Factor, Network, Quantity, examples, explain, run
from backprop_core.quantity import quantity_of
from backprop_widgets.notation.arithmetic import arithmetic
from backprop_widgets.notation.printed import printed
from backprop_widgets.notation.symbols import NOTATIONS, converted, shown_value
from tests.networks import how_many, nth_trace
from tests.notation.sums import as_python, comes_out, evaluate, explained, filled_in, read

NETWORKS = how_many(96, 300)  # at least two of every kind
CHUNKS = 10
LECTURE = run(*examples.lecture())


@pytest.fixture(scope="module", params=range(CHUNKS))
def sums(request):
    """Sums of random networks, in each notation in turn."""
    return list(sums_in_turn(request.param))


def sums_in_turn(chunk):
    for n in range(chunk * NETWORKS // CHUNKS, (chunk + 1) * NETWORKS // CHUNKS):
        trace = nth_trace(n)
        notation = list(NOTATIONS)[n // 2 % 4]
        for q in explained(trace, np.random.default_rng(n)):
            e = explain(trace, q)
            yield trace, e, notation, read(arithmetic(trace, e, notation))


def in_short(e):
    """A softmax of many outputs is written e^z / Σ e^z: nothing in it to work out."""
    return e.function == "softmax" and len(e.terms) > 3


def test_every_filled_in_line_comes_out_as_printed(sums):
    for trace, e, notation, tree in sums:
        math = next(tree.all("math"))
        *lines, result = filled_in(math)
        assert lines or in_short(e), (e.quantity, notation)
        assert "≈" not in math.text, (e.quantity, trace)
        for line in lines:
            assert comes_out(line, result), (trace, e.quantity, notation, line, result)


def test_the_numbers_in_the_markup_are_the_traces_rounded(sums):
    for trace, _, notation, tree in sums:
        for node in tree.walk():
            text = node.attributes.get("value", node.text)
            key = node.attributes.get("data-key", "")
            if node.tag in ("input", "button"):
                assert is_rounded(text, shown_value(trace, quantity_of(key.partition(":")[2]), notation)), (key, text)


def is_rounded(text, value):
    digits, _, exponent = text.replace("−", "-").partition("e")
    unit = 10.0 ** (int(exponent or 0) - len(digits.partition(".")[2]))
    return abs(evaluate(text) - value) <= unit / 2 * (1 + 1e-9)


def test_a_digit_that_is_wrong_is_noticed():
    markup = arithmetic(LECTURE, explain(LECTURE, Quantity("delta", 2, 2)))
    wrong = markup.replace("0.1768", "0.1788")
    assert wrong != markup
    line, middle, result = filled_in(next(read(wrong).all("math")))
    assert not comes_out(line, result)
    assert comes_out(middle, result)


def test_the_explorers_sum_reads_as_on_the_blackboard():
    tree = read(arithmetic(LECTURE, explain(LECTURE, Quantity("delta", 2, 2))))
    lines = ["".join(as_python(cell) for cell in row.children) for row in tree.all("mtr")]
    assert lines == [
        "δ2(2)=(Θ12(2)δ1(3)+Θ22(2)δ2(3))·g′(z2(2))",
        "=((−0.70)·(−0.1108)+1.10·0.1768)·0.2163",
        "=0.2720·0.2163",
        "=0.0588",
    ]


def test_symbols_and_numbers_are_a_line_each_without_a_gap_and_each_equals_sign_stands_below_the_other():
    rows = [row.children for row in read(arithmetic(LECTURE, explain(LECTURE, Quantity("delta", 2, 2)))).all("mtr")]
    assert [cell.text for cell in rows[0]][1] == rows[1][1].text == rows[2][1].text == rows[3][1].text == "="
    assert {len(row) for row in rows} == {3}


def test_the_bias_is_part_of_the_sum():
    tree = read(arithmetic(LECTURE, explain(LECTURE, Quantity("z", 2, 1))))
    assert filled_in(next(tree.all("math"))) == ["0.30·1+0.80·0.60+(−0.50)·(−0.90)", "1.230"]


def test_a_bias_with_a_name_of_its_own_stands_alone():
    tree = read(arithmetic(LECTURE, explain(LECTURE, Quantity("z", 2, 1)), "nielsen"))
    assert filled_in(next(tree.all("math"))) == ["0.30+0.80·0.60+(−0.50)·(−0.90)", "1.230"]


def test_of_many_terms_the_largest_six_are_shown_and_the_sum_of_the_others():
    net = Network.random([11, 3, 1], seed=4)
    trace = run(net, np.random.default_rng(4).normal(size=11), 1)
    e = explain(trace, Quantity("z", 2, 2))
    line = printed(e)
    assert len(e.terms) == 12
    smallest_shown = min(abs(e.products[n]) for n in line.shown)
    assert len(line.shown) == 6
    assert all(abs(e.products[n]) <= smallest_shown for n in set(range(12)) - set(line.shown))
    assert list(line.shown) == sorted(line.shown)
    markup = arithmetic(trace, e)
    assert "… 6 more" in markup
    assert is_rounded(line.rest, sum(e.products[n] for n in range(12) if n not in line.shown))
    *lines, result = filled_in(next(read(markup).all("math")))
    assert lines[0].count("+") == 6
    assert comes_out(lines[0], result)


def test_eight_terms_are_all_shown():
    trace = run(Network.random([7, 2, 1], seed=4), np.linspace(-1, 1, 7), 1)
    assert len(printed(explain(trace, Quantity("z", 2, 1))).shown) == 8


def test_factors_get_only_the_digits_that_the_line_needs():
    exact = printed(explain(LECTURE, Quantity("z", 2, 2)))
    assert exact.terms == (("−0.20", "1"), ("0.40", "0.60"), ("0.90", "−0.90"))
    steep = Explanation(
        Quantity("z", 2, 1), ((Factor(Quantity("Theta", 1, 1, 1), 9.87654321), Factor(None, 100.0)),), (), 987.654321
    )
    assert printed(steep).terms == (("9.87654", "100"),)


def test_where_no_digits_suffice_the_line_says_about():
    """1 - tanh² of a saturated unit: the float of a is 1, and the line gives 0."""
    trace = run(Network([[[0.0, 30.0]], [[0.0, 1.0]]], hidden="tanh"), [1.0], 1)
    e = explain(trace, Quantity("gprime", 2, 1))
    assert not printed(e).exact
    assert "≈" in arithmetic(trace, e)


def test_numbers_too_small_for_decimals_have_a_power_of_ten():
    trace = run(Network([[[0.0, 20.0]], [[0.5, 3.0]]]), [1.0], 1)
    line = printed(explain(trace, Quantity("delta", 2, 1)))
    assert re.fullmatch(r"2\.\d+e−9", line.outer[0])
    assert line.exact


def test_a_weight_in_the_sum_is_a_text_field_tied_to_its_edge():
    tree = read(arithmetic(LECTURE, explain(LECTURE, Quantity("delta", 2, 2))))
    field = next(tree.all("input")).attributes
    assert field["data-key"] == "sum:Theta.2.1.2"
    assert field["data-on"] == "change key"
    assert field["data-ref"] == "e2-1-2"
    assert field["value"] == "−0.70"
    assert field["aria-label"] == "Θ₁₂⁽²⁾"
    assert field["inputmode"] == "decimal"


def test_inputs_and_targets_can_be_typed_over_only_where_there_is_one_example():
    X, Y = examples.xor()
    net = Network.random([2, 2, 1], seed=0)
    one = read(arithmetic(LECTURE, explain(LECTURE, Quantity("z", 2, 1))))
    batch = run(net, X, Y)
    many = read(arithmetic(batch, explain(batch, Quantity("z", 2, 1, example=3))))
    assert [n.attributes["data-key"] for n in one.all("input") if "x" in n.attributes["data-key"]] == [
        "sum:x.1",
        "sum:x.2",
    ]
    assert {n.attributes["data-key"].split(".")[0] for n in many.all("input")} == {"sum:Theta"}
    assert [n.attributes["data-key"] for n in many.all("button")] == ["pick:x.1@3", "pick:x.2@3"]


def test_symbols_and_numbers_open_what_they_name_and_light_it_in_the_picture():
    tree = read(arithmetic(LECTURE, explain(LECTURE, Quantity("delta", 2, 2))))
    links = {
        (n.attributes["data-key"], n.attributes["data-ref"], n.tag) for n in tree.walk() if "data-ref" in n.attributes
    }
    assert {
        ("pick:delta.3.1", "u3-1 e2-1-2", "mrow"),
        ("pick:delta.3.1", "u3-1 e2-1-2", "button"),
        ("pick:gprime.2.2", "u2-2", "mrow"),
        ("pick:Theta.2.1.2", "e2-1-2", "mrow"),
        ("sum:Theta.2.1.2", "e2-1-2", "input"),
    } <= links


def test_every_code_in_a_sum_names_a_number_of_the_network():
    for n in range(0, NETWORKS, 10):
        for trace, _, _, tree in [(t, e, s, r) for t, e, s, r in sums_of(n)]:
            for node in tree.walk():
                key = node.attributes.get("data-key")
                if key:
                    shown_value(trace, quantity_of(key.partition(":")[2]))


def sums_of(n):
    trace = nth_trace(n)
    for q in explained(trace, np.random.default_rng(n)):
        yield trace, q, "lecture", read(arithmetic(trace, explain(trace, q)))


def test_colours_say_what_a_number_is_and_which_sign_a_weight_has():
    tree = read(arithmetic(LECTURE, explain(LECTURE, Quantity("delta", 2, 2))))
    looks = {node.attributes["data-key"]: node for node in [*tree.all("input"), *tree.all("button")]}
    assert looks["sum:Theta.2.1.2"].has("bp-neg")
    assert looks["sum:Theta.2.2.2"].has("bp-pos")
    assert looks["pick:delta.3.1"].has("bp-delta")
    assert not looks["pick:gprime.2.2"].has("bp-delta")


def test_two_terms_stand_side_by_side_and_keep_doing_so_while_an_edge_is_dragged():
    net, x, y = examples.lecture()
    for hundredths in range(-200, 201, 7):
        trace = run(net.with_weight(2, 1, 2, hundredths / 100), x, y)
        tree = read(arithmetic(trace, explain(trace, Quantity("delta", 2, 2))))
        first = next(tree.all("mtr"))
        assert [cell.text for cell in first.children].count("=") == 1, hundredths
        assert len(first.children) == 3, hundredths


@pytest.mark.parametrize("notation", NOTATIONS)
def test_the_sums_of_every_notation_add_up(notation):
    for n in range(0, NETWORKS, 5):
        trace = nth_trace(n)
        for q in explained(trace, np.random.default_rng(n)):
            e = converted(explain(trace, q), trace, notation)
            assert e.value == pytest.approx(shown_value(trace, q, notation), rel=1e-12)
            if e.function is None:
                products = [prod(f.value for f in term) for term in e.terms]
                outer = prod(f.value for f in e.outer)
                size = sum(map(abs, products)) * abs(outer)
                assert abs(sum(products) * outer - e.value) <= 1e-12 * (size + 1e-300)
                for f in (f for term in (*e.terms, e.outer) for f in term):
                    if f.quantity and f.quantity.kind != "inv_m":
                        assert f.value == pytest.approx(shown_value(trace, f.quantity, notation), rel=1e-12)


def test_a_square_is_written_as_one():
    net, x, _ = examples.lecture()
    trace = run(replace(net, output="identity", cost="squared_error"), x, 2.0)
    tree = read(arithmetic(trace, explain(trace, Quantity("J"))))
    line, result = filled_in(next(tree.all("math")))
    assert line.endswith("**(2))")
    assert comes_out(line, result)
