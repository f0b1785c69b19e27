"""The worksheet: fit for the hand, judged by the digits shown, mistakes named, the same on paper."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace

import numpy as np
import pytest

from backprop_core import Network, explain
from backprop_core.activations import sigmoid
from backprop_core.faults import FAULTS
from backprop_core.quantity import quantity_of
from backprop_widgets import Session, explorer, worksheet
from backprop_widgets.notation.text import of_kind
from backprop_widgets.notation.written import in_symbols
from backprop_widgets.worksheets.drawing import hints, line, network, table_of_g
from backprop_widgets.worksheets.sheet import ERRORS, LEVELS, TABLE_END, Score, agree, make_sheet, methods
from tests.hand import attempt

SEEDS = range(40)


def typed(view, code, text):
    attempt(view, f"sheet:fill:{code}", "change", value=text, gesture="1", done=True)


def fields(view):
    return re.findall(r"data-key='sheet:fill:([^']+)'", view.markup)


def told(view):
    return re.search(r"data-key='sheet-say'>([^<]*)<", view.markup)[1]


def g_from_table(z):
    """Read g off the printed table, between two entries in proportion; by calculator where a slip leads beyond it."""
    size = abs(z)
    if size > TABLE_END:
        return float(sigmoid(np.array(z)))
    low = min(int(size * 10) / 10, TABLE_END - 0.1)
    a, b = (round(float(sigmoid(np.array(v))), 4) for v in (low, low + 0.1))
    g = a + (b - a) * (size - low) * 10
    return g if z >= 0 else 1 - g


def by_hand(sheet, slip=""):
    """Compute a sheet as one does by hand: with every number rounded to what is written down, and maybe with a slip."""
    net, x, y = sheet.trace.net, sheet.trace.X, sheet.trace.Y
    written, a = {}, {1: list(x)}

    def write(code, value):
        slipped = 1 - value if code.startswith("a.") else -value
        written[code] = round(slipped if code == slip else value, 4)
        return written[code]

    for l in range(2, net.L + 1):
        zs = [write(f"z.{l}.{i}", sum(row * np.array([1, *a[l - 1]]))) for i, row in enumerate(net.Theta[l - 1], 1)]
        a[l] = [write(f"a.{l}.{i}", g_from_table(z)) for i, z in enumerate(zs, 1)]
    (h,), (t,) = a[net.L], y
    write("J", -float(t * np.log(h) + (1 - t) * np.log(1 - h)))
    delta = {net.L: [write(f"delta.{net.L}.1", h - t)]}
    for l in range(net.L - 1, 1, -1):
        sums = net.Theta[l][:, 1:].T @ delta[l + 1]
        delta[l] = [
            write(f"delta.{l}.{i}", s * u * (1 - u)) for i, (s, u) in enumerate(zip(sums, a[l], strict=True), 1)
        ]
    for code in sheet.rows:
        if code.startswith("D."):
            l, i, j = map(int, code.split(".")[1:])
            write(code, delta[l + 1][i - 1] * ([1, *a[l]][j]))
    return written


@pytest.mark.parametrize("seed", SEEDS)
def test_whoever_computes_with_the_written_digits_and_the_table_is_right_everywhere(seed):
    view = worksheet(seed, "blank")
    for code, value in by_hand(view.sheet).items():
        view.fill(code, str(value))
        assert view.filled.is_right(code), (code, value, view.sheet.right(code), view._said)
    assert fields(view) == []
    assert "23 of 23 right" in view.text()


@pytest.mark.parametrize("seed", SEEDS)
def test_the_numbers_are_fit_for_the_hand(seed):
    trace = make_sheet(seed, "blank").trace
    for Theta in trace.net.Theta.values():
        assert np.array_equal(np.round(Theta, 1), Theta.round(12))
        assert (np.abs(Theta) >= 0.1).all()
    assert all(np.abs(z).max() <= TABLE_END for z in trace.z.values())


def test_a_seed_gives_the_same_sheet_each_time_and_another_seed_another():
    assert worksheet(5).page() == worksheet(5).page()
    assert worksheet(5).text() == worksheet(5).text()
    assert worksheet(5).page() != worksheet(6).page()
    networks = {
        make_sheet(5, level).trace.X.tobytes() + make_sheet(5, level).trace.net.Theta[2].tobytes() for level in LEVELS
    }
    assert len(networks) == 1


def test_the_table_of_g_is_right():
    entries = re.findall(r"<td>([\d.]+)</td>|<b>([\d.]+)</b>", table_of_g())
    z, g = [float(a) for a, _ in entries if a], [float(b) for _, b in entries if b]
    assert z == [n / 10 for n in range(20)]
    assert np.abs(sigmoid(np.array(z)) - g).max() <= 0.5e-4


@pytest.mark.parametrize(("level", "blanks"), [("worked", 0), ("last part", 7), ("blank", 23), ("find the fault", 0)])
def test_a_level_leaves_its_blanks_and_shows_the_rest(level, blanks):
    view = worksheet(2, level)
    assert len(fields(view)) == blanks
    for code in view.sheet.rows:
        shown = f"{abs(view.sheet.right(code)):.4f}"
        if level == "worked" or (level == "last part" and code not in view.sheet.blanks):
            assert shown in view.markup
    assert (line(view.sheet.trace, "delta.2.1") in view.markup) == (level == "worked")


def test_a_worked_line_comes_out_as_it_is_printed():
    for seed in SEEDS:
        trace = make_sheet(seed, "worked").trace
        for code in make_sheet(seed, "worked").rows:
            _, middle, result = line(trace, code).split(" = ")
            middle, result = (text.replace("−", "-").replace("·", "*") for text in (middle, result))
            value = eval(middle, {"g": lambda z: 1 / (1 + np.exp(-z))})
            assert abs(value - float(result)) <= 0.50001e-4, (seed, code)


def test_a_mistake_is_named_and_the_number_not_given_away():
    view = worksheet(4)
    without_slope = view.sheet.right("delta.2.1") / (view.sheet.trace.a[2][0] * (1 - view.sheet.trace.a[2][0]))
    typed(view, "delta.2.1", f"{without_slope:.4f}")
    assert view.filled.verdicts["delta.2.1"].fault == "dJda_for_delta"
    assert "left out: g′(z₁⁽²⁾)" in told(view)
    assert "aria-invalid='true'" in view.markup
    assert f"{abs(view.sheet.right('delta.2.1')):.4f}" not in told(view)


def test_what_is_typed_is_read_as_people_type():
    view = worksheet(4)
    for text in ("-1,05", "−1.050", "-1.05"):
        view = worksheet(4)
        typed(view, "z.2.1", text)
        assert view.filled.is_right("z.2.1"), text
    typed(view, "z.2.2", "abc<b>")
    assert "“abc&lt;b&gt;” is not a number" in told(view)
    assert "<b>" not in told(view)
    typed(view, "z.2.2", "")
    assert told(view) == ""


def test_a_right_number_leads_on_to_the_next_blank_and_stays():
    view = worksheet(4)
    assert "data-key='sheet:fill:z.2.1' data-on='change' data-focus-next='sheet:fill:a.2.1'" in view.markup
    typed(view, "a.2.1", "0.259")
    assert "data-focus-next='sheet:fill:z.2.2' aria-label='z₁⁽²⁾'" in view.markup
    typed(view, "a.2.1", "0.7")
    assert view.filled.is_right("a.2.1")


@pytest.mark.parametrize("seed", range(8))
def test_whatever_follows_from_one_slip_has_the_right_method_and_the_slip_has_not(seed):
    sheet = make_sheet(seed, "blank")
    for slip in sheet.rows:
        entries = by_hand(sheet, slip)
        found = methods(sheet, entries)
        assert set(found) == set(sheet.rows) - {slip}
        for code, sources in found.items():
            assert sources or abs(entries[code] - sheet.right(code)) <= 0.004 * abs(sheet.right(code)) + 0.001
            assert all(source == slip or found[source] for source in sources)


def test_what_follows_from_a_number_that_was_accepted_as_rounded_is_right():
    """a is 0.9 and a bit; with three decimals it is accepted, and so is the J that this a gives."""
    seed = next(n for n in range(200) if (s := make_sheet(n, "blank")).right("J") > 1.8 and s.trace.Y[0] == 0)
    view = worksheet(seed)
    h = view.sheet.right("a.4.1") * 1.0015
    typed(view, "a.4.1", f"{h:.4f}")
    typed(view, "J", f"{-np.log(1 - round(h, 4)):.4f}")
    assert not agree("J", -np.log(1 - round(h, 4)), view.sheet.right("J"))
    assert "2 of 23 right" in view.text()


def test_no_number_is_put_down_to_a_wrong_one_that_it_is_not_made_of():
    """With three decimals some D are right only as what follows from the δ that was accepted; J has no part in it."""
    followed = 0
    for seed in range(12):
        sheet = make_sheet(seed, "blank")
        entries = {code: round(value, 3) for code, value in by_hand(sheet).items()}
        before = methods(sheet, entries)
        found = methods(sheet, entries | {"J": sheet.right("J") + 0.5})
        assert "J" not in found
        assert found == {code: sources for code, sources in before.items() if code != "J"}
        followed += sum(found.get(code) == [] and not agree(code, entries[code], sheet.right(code)) for code in found)
    assert followed, "no number was right only as one that follows"


def test_a_number_that_follows_from_a_wrong_one_is_told_apart_and_counted_apart():
    view = worksheet(4)
    typed(view, "z.2.1", "0.9")
    typed(view, "a.2.1", "0.7109")
    assert told(view) == "Not yet: a₁⁽²⁾ follows from your z₁⁽²⁾: right method. Put z₁⁽²⁾ right, then this one."
    assert view.markup.count("aria-invalid='true'") == 1
    assert "0 of 23 right, 1 more by the right method, no hints taken" in view.text()
    typed(view, "z.2.1", f"{view.sheet.right('z.2.1'):.4f}")  # then nothing follows from a wrong one any more
    assert "1 of 23 right, no hints taken" in view.text()
    assert view.markup.count("aria-invalid='true'") == 1


def test_a_mistake_in_a_number_that_depends_on_a_wrong_one_is_not_credited():
    view = worksheet(4)
    typed(view, "delta.4.1", "0.3")
    right_method = (
        0.3 * view.sheet.trace.net.weight(3, 1, 1) * view.sheet.trace.a[3][0] * (1 - view.sheet.trace.a[3][0])
    )
    for wrong in (-right_method, 2 * right_method, 0.3):
        typed(view, "delta.3.1", f"{wrong:.4f}")
        assert "is not" in told(view), wrong
    typed(view, "delta.3.1", f"{right_method:.4f}")
    assert "follows from your δ₁⁽⁴⁾" in told(view)


def test_an_a_that_no_unit_can_have_leads_to_no_error():
    view = worksheet(4)
    for a in ("1.2", "0", "1", "-3"):
        typed(view, "a.4.1", a)
        for code in ("J", "delta.4.1"):
            typed(view, code, "0.5")
            assert view.error == ""
    typed(view, "delta.4.1", str(-3 - view.sheet.trace.Y[0]))
    assert "follows from your a₁⁽⁴⁾" in told(view)


def test_hints_come_one_at_a_time():
    view = worksheet(4)
    rule, filled, result = hints(view.sheet.trace, "z.2.1")
    assert [view.hint("z.2.1") for _ in range(4)] == [rule, filled, result, result]
    assert rule == "z₁⁽²⁾ = Θ₁₀⁽¹⁾ + Θ₁₁⁽¹⁾ x₁ + Θ₁₂⁽¹⁾ x₂"
    assert "3 hints taken" in view.text()
    assert re.search(r"data-key='sheet:hint:z.2.1'[^>]*disabled", view.markup)
    fresh = worksheet(4)
    attempt(fresh, "sheet:hint:z.2.1")
    assert rule in fresh.markup
    assert filled not in fresh.markup


def test_every_sum_is_written_in_symbols():
    trace = make_sheet(0, "blank").trace
    assert in_symbols(explain(trace, quantity_of("J")), 4) == "−y₁ log a₁⁽⁴⁾ − (1 − y₁) log(1 − a₁⁽⁴⁾)"
    assert in_symbols(explain(trace, quantity_of("delta.4.1")), 4) == "a₁⁽⁴⁾ − y₁"
    assert in_symbols(explain(trace, quantity_of("a.3.1")), 4) == "g(z₁⁽³⁾)"


# Find the fault


def test_every_error_comes_up_and_shows_clearly():
    sheets = [make_sheet(seed, "find the fault") for seed in range(120)]
    assert {sheet.fault for sheet in sheets} == set(ERRORS)
    for sheet in sheets:
        before = sheet.rows[: sheet.rows.index(sheet.first_wrong)]
        assert not any(sheet.is_wrong(code) for code in before)
        assert abs(sheet.shown[sheet.first_wrong] - sheet.right(sheet.first_wrong)) > 0.0009


@pytest.mark.parametrize("seed", range(12))
def test_the_first_wrong_number_is_found_put_right_and_explained(seed):
    view = worksheet(seed, "find the fault")
    sheet = view.sheet
    for right in [code for code in sheet.rows if not sheet.is_wrong(code)][:1]:
        attempt(view, f"sheet:suspect:{right}")
        assert told(view).endswith("is right.")
    for later in [code for code in sheet.rows if sheet.is_wrong(code)][1:2]:
        attempt(view, f"sheet:suspect:{later}")
        assert "not the first" in told(view)
    assert FAULTS[sheet.fault].told(sheet.trace.net)[1][:30] not in view.markup
    attempt(view, f"sheet:suspect:{sheet.first_wrong}")
    assert fields(view) == [sheet.first_wrong]
    typed(view, sheet.first_wrong, f"{sheet.right(sheet.first_wrong):.4f}")
    assert "What was done" in view.markup


# A part of the sheet


def test_a_part_asks_for_its_numbers_gives_those_before_and_leaves_out_those_after():
    view = worksheet(4, first="z.4", last="delta.4")
    assert fields(view) == ["z.4.1", "a.4.1", "J", "delta.4.1"]
    assert f"{view.sheet.right('a.3.2'):.4f}" in view.markup
    assert "delta.3" not in "".join(view.sheet.rows)
    assert "gradients" not in view.markup
    assert view.sheet.trace.X.tolist() == worksheet(4).sheet.trace.X.tolist()


def test_of_what_comes_before_the_part_only_what_it_is_computed_from_is_given():
    assert make_sheet(4, "blank", first="z.4", last="delta.4").rows[:3] == ("a.3.1", "a.3.2", "z.4.1")
    given = [c for c in make_sheet(4, "blank", first="delta.4", last="delta.2").rows if not c.startswith("delta.")]
    assert given == ["a.2.1", "a.2.2", "a.3.1", "a.3.2", "a.4.1"]


@pytest.mark.parametrize(("first", "given"), [("", 0), ("z.3", 2), ("z.4", 4), ("delta.4", 6), ("D", 11)])
def test_the_picture_has_what_is_given_and_no_more(first, given):
    sheet = make_sheet(4, "blank", first=first)
    in_order = [code for code in make_sheet(4, "blank").rows if not code.startswith(("z.", "D."))]
    drawn = re.findall(r"bp-value[^>]*>([^<]+)<", network(sheet))
    there = [of_kind(quantity_of(code).kind, sheet.right(code)) in drawn for code in in_order]
    assert there == [True] * given + [False] * (len(in_order) - given)


def test_the_table_of_g_is_there_where_it_is_needed():
    assert "class='bp-g'" in worksheet(4, first="z.4").markup
    assert "class='bp-g'" not in worksheet(4, first="delta.4").markup
    assert "class='bp-g'" not in worksheet(4, "worked").markup


@pytest.mark.parametrize("last", ["a.4", "J", "delta.4", "delta.2", "D"])
def test_the_last_step_is_what_the_part_ends_with(last):
    sheet = make_sheet(4, "last part", last=last)
    assert {code.split(".")[0] for code in sheet.blanks} == {last.split(".")[0]}
    assert sheet.blanks[-1] == sheet.rows[-1]


@pytest.mark.parametrize("seed", range(12))
def test_an_error_is_in_the_part_that_is_asked_for(seed):
    sheet = make_sheet(seed, "find the fault", first="delta.4", last="delta.2")
    assert sheet.first_wrong.startswith("delta.")
    assert not any(sheet.is_wrong(code) for code in sheet.rows if not code.startswith("delta."))


def test_another_seed_or_level_keeps_to_the_part():
    view = worksheet(4, first="delta.4", last="delta.2")
    attempt(view, "sheet:seed", "change", value="7", gesture="1", done=True)
    attempt(view, "sheet:level", "change", value="last part", gesture="2", done=True)
    assert view.text() == worksheet(7, "last part", first="delta.4", last="delta.2").text()
    space = {}
    exec(view.as_python().splitlines()[0], space)
    assert eval(view.as_python().splitlines()[1], space).text() == view.text()


def test_a_part_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match=r"first is 'delta\.1', which isn't on the sheet"):
        worksheet(4, first="delta.1")
    with pytest.raises(ValueError, match=r"a\.2 is computed before delta\.4: swap them"):
        worksheet(4, first="delta.4", last="a.2")
    with pytest.raises(ValueError, match=r"no error shows in z\.4\.1, a\.4\.1 alone"):
        [worksheet(seed, "find the fault", first="z.4", last="a.4") for seed in range(40)]


# The view


def test_another_seed_or_level_is_another_sheet():
    view = worksheet(4)
    attempt(view, "sheet:seed", "change", value="7", gesture="1", done=True)
    attempt(view, "sheet:level", "change", value="worked", gesture="2", done=True)
    assert view.text() == worksheet(7, "worked").text()
    attempt(view, "sheet:seed", "change", value="x", gesture="3", done=True)
    assert "is not a seed" in view.notice
    assert view.notice in view.markup
    assert view.sheet.seed == 7


def test_a_worksheet_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="level is 'easy'"):
        worksheet(1, "easy")
    with pytest.raises(ValueError, match="seed"):
        worksheet(-1)
    with pytest.raises(ValueError, match="not a blank here"):
        worksheet(1).fill("delta.9.1", "0")


def test_the_lines_for_a_lost_kernel_make_the_same_sheet():
    view = worksheet(3, "last part")
    first, second = view.as_python().splitlines()
    space = {}
    exec(first, space)
    assert eval(second, space).text() == view.text()


# A network of one's own

OWN = Network([[[0.1, 0.4, -0.3], [-0.2, 0.7, 0.5], [0.3, 0.2, -0.6]], [[0.3, -0.6, 0.9, 0.4]]])


@pytest.mark.parametrize("source", [lambda s: (s.net, s.X, s.Y), lambda s: (s,), lambda s: (explorer(s),)])
def test_a_sheet_takes_its_numbers_from_what_any_view_takes(source):
    session = Session(OWN, [1.0, -0.5], [1.0])
    view = worksheet(2, "blank", *source(session))
    assert view.sheet.trace.net is OWN
    assert view.sheet.blanks[:2] == ("z.2.1", "a.2.1")
    for code in view.sheet.blanks:
        view.fill(code, view.sheet.right(code))
    assert view.score == Score(right=len(view.sheet.blanks), by_method=0, of=len(view.sheet.blanks), hints=0)
    attempt(view, "sheet:level", "change", value="worked", gesture="2", done=True)
    assert view.sheet.trace.net is OWN
    assert eval_again(view).text() == view.text()


def eval_again(view):
    """Run the lines that a view gives for a lost kernel."""
    imported, made = view.as_python().splitlines()
    space = {}
    exec(imported, space)
    return eval(made, space)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((Network.random([2, 2, 1]), [1, 0], [1]), r"Theta\[1\] has more than two decimals"),
        ((OWN, [[1, 0], [0, 1]], [[1], [0]]), "a worksheet is about one example, but there are 2"),
        ((replace(OWN, hidden="tanh"), [1, 0], [1]), "but this network has hidden tanh"),
        ((Session(OWN, [1, 0], [1], lam=1),), "has no penalty, but lam is 1"),
        ((OWN,), "X and Y are missing"),
        (
            (Network([np.full((4, 3), 0.5), np.full((4, 5), 0.5), np.full((1, 5), 0.5)]), [1, 0], [1]),
            "has 41 numbers, and 30 fit",
        ),
    ],
)
def test_a_network_that_is_none_for_the_hand_is_refused(given, said):
    with pytest.raises(ValueError, match=said):
        worksheet(0, "blank", *given)


SATURATED = Network([[[1, 1, 1], [-1, 2, 1]], [[9, 1.5, 1.5]]])  # the output is 0.99999, and every δ less than that


@pytest.mark.parametrize("level", LEVELS[1:])
def test_a_network_whose_numbers_four_decimals_make_0_is_refused(level):
    with pytest.raises(ValueError, match=r"^J is 8e-06, of which nothing is left with four decimals"):
        worksheet(1, level, SATURATED, [1.0, 1.0], [1.0])


def test_what_needs_none_of_those_numbers_to_be_written_takes_such_a_network():
    assert worksheet(1, "worked", SATURATED, [1.0, 1.0], [1.0]).sheet.rows[-1].startswith("D.")
    view = worksheet(1, "blank", SATURATED, [1.0, 1.0], [1.0], last="a.3")
    for code in view.sheet.blanks:
        view.fill(code, f"{view.sheet.right(code):.4f}")
    assert view.score == Score(right=6, by_method=0, of=6, hints=0)


def test_an_error_is_put_into_a_network_of_ones_own():
    sheet = worksheet(1, "find the fault", OWN, [1.0, -0.5], [1.0]).sheet
    assert sheet.fault in ERRORS
    assert sheet.is_wrong(sheet.first_wrong)


# Kept and handed in


def test_a_sheet_that_is_handed_in_is_made_again_with_its_entries_and_its_score(tmp_path):
    view = worksheet(4, first="z.4")
    typed(view, "z.4.1", "0,9")
    typed(view, "a.4.1", "0.7109")
    file = view.export(tmp_path / "ada.json")
    again = worksheet(**json.loads(file.read_text(encoding="utf-8")))
    assert again.text() == view.text()
    assert again.score == Score(right=0, by_method=1, of=len(view.sheet.blanks), hints=0)
    assert again.filled.typed == {"z.4.1": "0,9", "a.4.1": "0.7109"}
    assert eval_again(view).markup == again.markup


def test_the_hints_that_were_taken_are_handed_in_too(tmp_path):
    view = worksheet(4, "last part")
    for code in view.sheet.blanks:
        for _ in range(3):
            view.hint(code)
        view.fill(code, view.sheet.right(code))
    file = view.export(tmp_path / "ada.json")
    again = worksheet(**json.loads(file.read_text(encoding="utf-8")))
    assert again.score == view.score == Score(right=7, by_method=0, of=7, hints=21)
    assert eval_again(view).text() == again.text() == view.text()


def test_an_error_that_was_found_and_not_put_right_yet_is_found_again(tmp_path):
    view = worksheet(4, "find the fault")
    for found in (False, True):
        file = view.export(tmp_path / "ada.json")
        again = worksheet(**json.loads(file.read_text(encoding="utf-8")))
        assert fields(again) == fields(view) == [view.sheet.first_wrong] * found
        view.suspect(view.sheet.first_wrong)
        view.hint(view.sheet.first_wrong)


def test_hints_that_there_are_not_and_a_find_of_nothing_are_refused():
    for given, said in (
        ({"hints": {"z.2.1": 4}}, "hints"),
        ({"hints": {"delta.9.1": 1}}, "'delta.9.1' is not a blank here"),
        ({"found": True}, "nothing on this sheet is wrong"),
    ):
        with pytest.raises(ValueError, match=said):
            worksheet(4, **given)
    with pytest.raises(TypeError, match="hints is 3: give a dict"):
        worksheet(4, hints=3)


def test_an_error_that_was_found_is_found_again():
    view = worksheet(4, "find the fault")
    view.suspect(view.sheet.first_wrong)
    view.fill(view.sheet.first_wrong, view.sheet.right(view.sheet.first_wrong))
    assert eval_again(view).score == view.score == Score(1, 0, 1, 0)


def test_what_is_no_blank_or_no_number_of_the_sheet_is_refused():
    view = worksheet(4, "find the fault")
    for call, said in (
        (lambda: view.hint("z.2.1"), "not a blank here: the blanks are none"),
        (lambda: view.suspect("delta.9.1"), "code is 'delta.9.1'"),
        (lambda: worksheet(4).suspect("z.2.1"), "nothing on this sheet is wrong"),
        (lambda: worksheet(4, entries={"delta.9.1": 1}), "'delta.9.1' is not a blank here"),
    ):
        with pytest.raises(ValueError, match=said):
            call()
    with pytest.raises(TypeError, match="entries is 3: give a dict"):
        worksheet(4, entries=3)


# Paper


@pytest.mark.parametrize("level", LEVELS)
def test_it_prints_on_one_page_of_a4_with_its_key_on_a_second(level, tmp_path):
    chromium = next(filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None)
    if chromium is None:
        missing = pytest.fail if os.environ.get("BACKPROP_REQUIRE_BROWSER") == "1" else pytest.skip
        missing("NO BROWSER, so the worksheet was not printed")
    page, pdf = tmp_path / "sheet.html", tmp_path / "sheet.pdf"
    page.write_text(worksheet(4, level).page(), encoding="utf-8")
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command = [chromium, *flags, f"--user-data-dir={tmp_path / 'profile'}", f"--print-to-pdf={pdf}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    raw = pdf.read_bytes()
    sizes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)", raw)
    assert len(re.findall(rb"/Type\s*/Page\b", raw)) == 2
    assert {(round(float(w)), round(float(h))) for w, h in sizes} == {(595, 842)}


def test_the_page_asks_no_other_machine_for_anything():
    for level in LEVELS:
        addresses = set(re.findall(r"https?://[^\s'\"<]+", worksheet(4, level).page()))
        assert addresses <= {"http://www.w3.org/2000/svg"}


def test_the_key_is_not_on_the_front():
    front, key = worksheet(4, "blank").page().split("<section class='sums'>")
    value = line(make_sheet(4, "blank").trace, "delta.2.1").rpartition(" = ")[2]
    assert value in key
    assert value not in front


def test_what_is_said_of_a_wrong_guess_stands_beside_that_number_alone():
    sheet = worksheet(19, "find the fault")
    right, wrong = "z.2.1", next(code for code in sheet.sheet.rows[::-1] if sheet.sheet.is_wrong(code))
    for guess, said in ((right, "is right."), (wrong, "is wrong too, but not the first")):
        sheet.suspect(guess)
        rows = re.split(r"(?=<div class='bp-blank' data-key='row:)", sheet.draw())
        assert [
            row.partition("row:")[2].partition("'")[0] for row in rows if said in row.partition("</fieldset>")[0]
        ] == [guess]


@pytest.mark.filterwarnings("error")
def test_no_number_is_too_large_to_be_typed():
    sheet = worksheet(3)
    for n, code in enumerate(sheet.filled.blanks):
        sheet.fill(code, ("inf", "-inf", "1e308")[n % 3])
    assert sheet.score.right == 0


def test_a_sheet_of_the_cost_alone_shows_the_output_that_it_is_of():
    assert worksheet(3, first="J", last="J").sheet.rows == ("a.4.1", "J")
