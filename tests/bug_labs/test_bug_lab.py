"""The bug lab: whatever is wrong shows, any two faults differ on its instruments, and the deciding symptom is true."""

import html
import itertools
import math
import re
from collections import Counter
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from backprop_core import examples, forward, numerical_derivative, numerical_gradient, run
from backprop_core.faults import FAULTS
from backprop_widgets.bug_labs import symptoms
from backprop_widgets.bug_labs.bug_lab import HIDDEN, KINDS, bug_lab
from backprop_widgets.bug_labs.drawing import NAMES, USES
from backprop_widgets.bug_labs.instruments import INSTRUMENTS, boundary_svg, curve_in_words, curve_svg
from backprop_widgets.bug_labs.program import changes
from backprop_widgets.bug_labs.symptoms import (
    FITS,
    PROGRAMS,
    SETTINGS,
    SHAPES,
    STEPS,
    curve_of,
    data,
    faulty_run,
    faulty_step,
    read,
    readings_of,
    start,
    telling_apart,
)
from backprop_widgets.checks.phrases import plain
from tests.hand import choose, send
from tests.networks import how_many

X, Y = examples.xor()
RUNNING = [None, *PROGRAMS.values()]


def said(view):
    return re.sub("<[^>]*>", "", re.search(r"data-key='bug-say'>(.*?)</p>", view.markup)[1])


def readings_in(lab):
    s = lab.session
    return read(lab.fault, s.net, s.X, s.Y, s.lam)


# Instruments


@pytest.mark.parametrize("seed", range(how_many(1, 3)))
def test_any_two_programs_can_be_told_apart(seed):
    pairs = list(itertools.combinations(RUNNING, 2))
    assert len(pairs) >= 28 * 29 / 2
    for one, other in pairs:
        decider = telling_apart(one, other, seed)
        assert decider is not None, (one, other)
        assert decider.one != decider.other
        for fault, reading in ((one, decider.one), (other, decider.other)):
            name = fault.name if fault else ""
            assert dict(readings_of(name, decider.setting, seed).shown())[decider.where] == reading


def test_on_one_network_and_without_lambda_some_look_alike():
    """The instruments are needed: on one network alone, without λ, faults look alike."""
    alike = []
    for one, other in itertools.combinations(PROGRAMS.values(), 2):
        shown = [dict(readings_of(fault.name, SETTINGS[0], 0).shown()) for fault in (one, other)]
        if shown[0] == shown[1]:
            alike.append({one.name, other.name})
    assert {"bias_penalised", "lambda_not_over_m"} in alike


def test_a_right_program_fits_everywhere():
    for setting in SETTINGS:
        readings = readings_of("", setting, 0)
        ratios = [
            ratio for rows in (*readings.gradients.values(), *readings.deltas.values()) for row in rows for ratio in row
        ]
        assert set(ratios) == {1.0}
        assert {*readings.forward.values(), *readings.update.values()} == {FITS}
        assert readings.costs[0] == readings.costs[1]


def test_a_fault_that_no_network_of_the_lab_shows_is_not_in_it():
    absent = "sigmoid_slope"
    for setting in SETTINGS:
        assert dict(readings_of("", setting, 0).shown()) == dict(
            read(FAULTS[absent], start(setting.sizes, 0), *data(setting.m), setting.lam).shown()
        )
    with pytest.raises(ValueError, match=f"fault is '{absent}'"):
        bug_lab(absent)


@pytest.mark.parametrize("fault", list(PROGRAMS.values()), ids=lambda fault: fault.name)
def test_the_readings_are_the_faults_numbers_beside_measured_ones(fault):
    for sizes in SHAPES:
        net = start(sizes, 1)
        readings = read(fault, net, X, Y, 1.0)
        if readings.stops:
            with pytest.raises(ValueError, match="doesn't fit"):
                faulty_run(fault, run(net, X, Y, 1.0))
            continue
        measured = numerical_gradient(net, X, Y, 1.0)
        for l, rows in readings.gradients.items():
            for (i, j), right in np.ndenumerate(measured[l]):
                found, ratio = readings.trace.D[l][i, j], rows[i][j]
                if ratio == 1:
                    assert found == pytest.approx(right, rel=2e-5, abs=2e-7)
                elif np.isfinite(ratio):
                    assert ratio == found / right
                    assert found != pytest.approx(right, rel=1e-5, abs=1e-8)


def test_a_transpose_that_does_not_fit_stops_the_program_on_the_network_that_is_not_square():
    assert read(FAULTS["transpose_forgotten"], start(SHAPES[0], 0), X, Y, 0.0).stops == ""
    assert "doesn't fit" in read(FAULTS["transpose_forgotten"], start(SHAPES[1], 0), X, Y, 0.0).stops


def test_the_course_is_descent_with_the_fault():
    fault, net = FAULTS["gprime_left_out"], start(SHAPES[0], 2)
    curve, end = curve_of(fault, net, X, Y, 0.0)
    assert len(curve) == STEPS + 1
    for reported, right in curve[:4]:
        assert reported == right == run(net, X, Y).J
        D = fault.wrong(net, forward(net, X), Y, 0.0).D
        net = faulty_step(fault, faulty_run(fault, run(net, X, Y, 0.0)))
        assert D.keys() == net.Theta.keys()
    assert end is not net
    rising, _ = curve_of(FAULTS["output_sign"], start(SHAPES[0], 0), X, Y, 0.0)
    assert rising[-1][1] > rising[0][1]
    endless, _ = curve_of(FAULTS["log_of_y"], start(SHAPES[0], 0), X, Y, 0.0)
    assert all(math.isinf(reported) and math.isfinite(right) for reported, right in endless)


def test_the_curve_is_well_formed_whatever_the_numbers():
    for fault in PROGRAMS.values():
        svg = ET.fromstring(curve_svg(curve_of(fault, start(SHAPES[0], 0), X, Y, 1.0)[0], [0.8] * 51))
        for line in svg.iter("polyline"):
            points = [tuple(map(float, p.split(","))) for p in line.get("points").split()]
            assert all(44 <= x <= 360 and 10 <= y <= 128.1 for x, y in points)


def test_beside_the_programs_curve_stands_that_of_a_right_program():
    net = start(SHAPES[0], 0)
    right = [J for J, _ in curve_of(None, net, X, Y, 0.0)[0]]
    for name, said in (("gprime_left_out", "to 0.70 in 50 steps. A right program: to 0.66."), ("uphill", "to 34.15")):
        readings = read(FAULTS[name], net, X, Y, 0.0)
        assert readings.fair == right
        assert said in curve_in_words(readings.curve, readings.fair)
        svg = curve_svg(readings.curve, readings.fair)
        assert svg.count("<polyline") == 2
        assert [f">{step}</text>" in svg for step in (0, 10, 20, 30, 40, 50)] == [True] * 6
    wrong_cost = read(FAULTS["cost_not_over_m"], net, X, Y, 0.0)
    assert "its right J" in curve_svg(wrong_cost.curve, wrong_cost.fair)


def test_the_boundary_is_the_output_after_the_steps():
    net = start(SHAPES[0], 0)
    readings = read(None, net, X, Y, 0.0)
    _, end = curve_of(None, net, X, Y, 0.0)
    corners = forward(end, X).a[4].ravel()  # (0, 0), (0, 1), (1, 0), (1, 1)
    b = readings.boundary
    assert np.allclose([b[-1, 0], b[0, 0], b[-1, -1], b[0, -1]], corners)
    for fault in PROGRAMS.values():
        svg = ET.fromstring(boundary_svg(read(fault, net, X, Y, 1.0).boundary))
        assert all(0 <= float(cell.get("fill-opacity")) <= 1 for cell in svg.iter("rect"))


# The lab


@pytest.mark.parametrize("seed", range(6))
def test_the_hidden_fault_is_one_of_those_and_found_by_its_name(seed):
    lab = bug_lab(seed=seed)
    assert lab.fault.kind == "backward"
    assert plain(lab.fault.title) not in lab.text()
    wrong = next(f for f in lab.faults if f is not lab.fault)
    choose(lab, "guess", wrong.name)
    send(lab, "name")
    assert said(lab).startswith(f"✗ Not “{plain(wrong.title)}”")
    decider = telling_apart(lab.fault, wrong, seed, readings_in(lab))
    assert str(decider.setting) in said(lab)
    assert f"gives {decider.one} here; with that bug it would give {decider.other}" in said(lab)
    choose(lab, "guess", lab.fault.name)
    send(lab, "name")
    assert said(lab).startswith("✓ Yes")


@pytest.mark.parametrize(
    ("fault", "guess", "where"),
    [
        ("m_left_out", "output_sign", "check of δ₁⁽⁴⁾"),
        ("gprime_left_out", "transpose_forgotten", "check of δ₁⁽³⁾"),
        ("gprime_left_out", "dJda_for_delta", "check of D"),  # the same δ⁽⁴⁾ and δ⁽³⁾
        ("bias_left_out", "output_sign", "z⁽²⁾, computed again"),
        ("cost_not_over_m", "m_left_out", "J, reported"),
        ("uphill", "stepped_too_early", "step of Θ(3)"),
    ],
)
def test_a_wrong_name_is_answered_with_the_first_number_that_decides(fault, guess, where):
    decider = telling_apart(FAULTS[fault], FAULTS[guess], 0)
    assert where in decider.where


def test_a_wrong_name_is_answered_with_numbers_of_the_network_that_is_shown():
    lab = bug_lab(among=["m_left_out", "a_left_out"], seed=0, instruments=["D"])
    guess = next(fault for fault in lab.faults if fault is not lab.fault)
    choose(lab, "sizes", "2-3-2-1")
    choose(lab, "lam", "1")
    lab.session.set("Theta.3.1.1", 1.25)
    lab.name(guess.name)
    assert said(lab).startswith(f"✗ Not “{guess.title}” On 2-3-2-1 with λ = 1, ")
    rows = readings_in(lab)
    decider = telling_apart(lab.fault, guess, 0, rows)
    assert dict(rows.shown())[decider.where] == decider.one
    choose(lab, "lam", "0")
    alike = bug_lab(among=["lambda_not_over_m", "bias_penalised"], seed=0)
    alike.name(next(fault for fault in alike.faults if fault is not alike.fault).name)
    assert "On 2-2-2-1 with λ = 1" in said(alike)  # with λ = 0, which is shown, they don't differ


def test_a_wrong_name_is_answered_with_the_numbers_of_now_whatever_is_moved_since():
    lab = bug_lab(among=["gprime_left_out", "gprime_of_a"], seed=0, instruments=["D"])
    guess = next(fault for fault in lab.faults if fault is not lab.fault)
    choose(lab, "guess", guess.name)
    send(lab, "name")
    reasons = {said(lab)}
    moves = (
        lambda: lab.session.set("Theta.2.1.1", 1.25),
        lambda: choose(lab, "sizes", "2-3-2-1"),
        lambda: choose(lab, "lam", "1"),
        lambda: choose(lab, "m", "1"),
    )
    for move in moves:
        move()
        decider = telling_apart(lab.fault, guess, 0, readings_in(lab))
        reason = f"On {decider.setting}, {decider.where} gives {decider.one} here"
        assert said(lab).startswith(f"✗ Not “{plain(guess.title)}” {reason}")
        reasons.add(said(lab))
    assert len(reasons) == 1 + len(moves)
    choose(lab, "guess", lab.fault.name)  # chosen, and not yet named
    assert said(lab) in reasons


def test_another_fault_is_another_one_and_the_first_is_forgotten():
    lab = bug_lab()
    seen = set()
    for _ in range(25):
        seen.add(lab.fault.name)
        lab.name(lab.fault.name)
        send(lab, "next")
        assert said(lab) == ""
    assert len(seen) >= 8


def test_reset_goes_back_to_where_this_bug_began():
    lab = bug_lab(seed=3)
    for _ in range(3):
        before = lab.text(), lab.as_python()
        net = lab.session.net
        assert net is start(net.sizes, lab._seed)
        lab.session.set("Theta.3.1.1", 1.25)
        for key, value in (("sizes", "2-3-2-1"), ("lam", "1"), ("m", "1")):
            choose(lab, key, value)
        send(lab, "reset")
        assert lab.session.net is net
        assert (lab.text(), lab.as_python()) == before
        lab.session.undo()
        assert lab.session.m == 1
        lab.session.redo()
        send(lab, "next")


def opened_by(lines):
    """What the last of these lines shows."""
    *before, last = lines.splitlines()
    names = {}
    exec("\n".join(before), names)
    return eval(last, names)


@pytest.mark.parametrize("moved", [(), ("Theta.3.1.1", "Theta.1.3.0")])
@pytest.mark.parametrize("lam", ["0", "1", "0.3"])
def test_the_lines_open_the_lab_as_it_is(lam, moved):
    lab = bug_lab(seed=3, instruments=["D"])
    for key, value in (("sizes", "2-3-2-1"), ("lam", lam), ("m", "1")):
        choose(lab, key, value)
    for code in moved:
        lab.session.set(code, 1 / 3)
    assert lab.rescue == lab.as_python()
    other = opened_by(lab.rescue)
    assert other.text() == lab.text()
    assert all(np.array_equal(Theta, other.session.net.Theta[l]) for l, Theta in lab.session.net.Theta.items())
    assert other.as_python() == lab.as_python()
    assert f"<option value='{lam}' selected>{lam}</option>" in other.markup
    send(other, "next")
    assert opened_by(other.as_python()).fault is other.fault
    assert "session" not in other.as_python()


def test_the_next_program_is_asked_for_where_this_one_is_named():
    lab = bug_lab(seed=1)
    [row] = re.findall(r"<div class='bp-toolbar'><label.*?</div>", lab.markup)
    assert re.findall(r"data-key='(.*?)'", row) == ["guess", "name", "next"]
    assert "data-key='next'" not in bug_lab("output_sign").markup  # its list of programs leads on


def test_another_fault_is_none_that_was_met_until_all_were():
    names = {"output_sign", "updated_too_early", "transpose_forgotten", "m_left_out"}
    lab = bug_lab(among=names, seed=10)
    met = [lab.fault.name]
    for _ in range(11):
        send(lab, "next")
        met.append(lab.fault.name)
    assert set(met[:4]) == names
    assert all(one != other for one, other in itertools.pairwise(met))
    alone = bug_lab(among="uphill")
    send(alone, "next")
    assert alone.fault.name == "uphill"


def test_a_list_is_as_short_as_wanted():
    lab = bug_lab(among=["m_left_out", "uphill"], seed=3)
    assert [fault.name for fault in lab.faults] == ["m_left_out", "uphill"]
    assert "among=['m_left_out', 'uphill'], seed=3" in lab.as_python()
    assert "kinds=('backward',), seed=3" in bug_lab(seed=3).as_python()
    opened = bug_lab("log_of_y", among="uphill")
    assert [fault.name for fault in opened.faults] == ["log_of_y", "uphill"]
    with pytest.raises(ValueError, match="among is 'typo'"):
        bug_lab(among="typo")


def test_a_chosen_fault_is_shown_openly():
    lab = bug_lab("gprime_left_out")
    assert "g′ left out" in lab.text()
    assert "guess" not in lab.markup
    choose(lab, "program", HIDDEN)
    assert "guess" in lab.markup
    choose(lab, "program", "output_sign")
    assert lab.fault.name == "output_sign"


def test_the_picture_shows_the_programs_numbers_of_the_network_in_hand():
    lab = bug_lab("gprime_left_out", instruments="network")
    choose(lab, "example", "2")
    send(lab, "edges:Theta")
    send(lab, "move:Theta.3.1.1", "drag", **{"from": "1.0", "dx": 0, "dy": -50, "gesture": "1", "done": True})
    assert lab.session.net.weight(3, 1, 1) == 1.5
    wrong = faulty_run(lab.fault, run(lab.session.net, X[1], Y[1], 0.0))
    right = run(lab.session.net, X[1], Y[1])
    shown = re.search(r"delta of unit 1 in layer 3: ([^']*)'", lab.markup)[1]
    assert shown.replace("−", "-").replace("+", "") == f"{wrong.delta[3][0]:.4f}"
    assert f"{wrong.delta[3][0]:.4f}" != f"{right.delta[3][0]:.4f}"


@pytest.mark.parametrize("code", ["x.1", "x.2", "y.1"])
def test_the_examples_stay_those_of_xor_and_the_lab_says_so(code):
    lab = bug_lab("gprime_left_out", instruments="all")
    choose(lab, "example", "2")
    assert f"data-key='move:{code}'" in lab.markup
    before = lab.text(), lab.session.X, lab.session.Y
    drag = {"from": "0.0", "dx": 0, "dy": -50, "gesture": "1", "done": True}
    for kind, value in (("drag", drag), ("key", {"key": "ArrowUp", "shift": False, "ctrl": False})):
        send(lab, f"move:{code}", kind, **value)
        assert "x and y can't be moved here: the lab's examples are those of XOR" in lab.notice
        assert (lab.text(), lab.session.X, lab.session.Y) == before
    send(lab, "edges:Theta")
    send(lab, f"move:{code}")
    assert lab.notice == ""
    assert lab.session.selection is not None


def test_the_example_is_the_pictures_alone_and_the_lab_says_so():
    lab = bug_lab("last_example_only", instruments="all")

    def readings():
        return lab.markup.split("<div class='bp-instruments'>", 1)[1].split("<div class='bp-lab-network'")[0]

    before, instruments = lab.text(), readings()
    choose(lab, "example", "2")
    assert "picture of example" in lab.markup
    assert "The other instruments take all four" in lab.markup
    assert lab.text() == before
    assert readings() == instruments


def test_instruments_come_one_by_one_each_with_what_it_is_for():
    lab = bug_lab(seed=3)
    assert lab.markup.count("<figure class='bp-gauge'>") == 1
    assert USES["J"] in lab.markup
    for n, name in enumerate(NAMES[1:], start=2):
        title = INSTRUMENTS[name].title if name in INSTRUMENTS else "bp-lab-network"
        assert title not in lab.markup
        send(lab, f"tool:{name}")
        assert title in lab.markup
        use = re.search(r"data-key='use'>([^<]*)<", lab.markup)[1]
        assert use == USES[name]
        assert lab.markup.count("<figure class='bp-gauge'>") == min(n, len(INSTRUMENTS))
    send(lab, "tool:D")
    assert INSTRUMENTS["D"].title not in lab.markup
    assert "D₁" not in lab.text()


def test_the_words_tell_what_the_open_instruments_show_and_no_more():
    lab = bug_lab("gprime_left_out", instruments=["delta"])
    readings = readings_in(lab)
    assert lab.text().splitlines()[1:-1] == INSTRUMENTS["delta"].told(readings)
    everything = bug_lab("gprime_left_out", instruments="all").text()
    for instrument in INSTRUMENTS.values():
        assert all(line in everything for line in instrument.told(readings))


@pytest.mark.parametrize("fault", list(PROGRAMS))
def test_once_it_is_named_the_line_is_shown_as_it_was_and_as_it_should_be(fault):
    names = list(PROGRAMS)
    seed = next(n for n in itertools.count() if names[np.random.default_rng(n).integers(len(names))] == fault)
    lab = bug_lab(kinds=KINDS, seed=seed)
    assert "bp-repair" not in lab.markup
    lab.name(fault)
    found = re.findall(r"<del>− (.*?)</del>\n<ins>[+] (.*?)</ins>", lab.markup)
    assert [tuple(map(html.unescape, pair)) for pair in found] == [(c.wrong, c.right) for c in changes(fault)]
    for change in changes(fault):
        assert f"In {change.function}, for {change.wrong} write {change.right}." in lab.text()
    send(lab, "next")
    assert "bp-repair" not in lab.markup


def test_a_wrong_name_gives_no_line_away():
    lab = bug_lab(seed=2)
    lab.name(next(f.name for f in lab.faults if f is not lab.fault))
    assert "bp-repair" not in lab.markup
    assert not any(change.wrong in html.unescape(lab.markup) for change in changes(lab.fault.name))


def test_with_one_example_mistakes_about_m_are_gone():
    lab = bug_lab("m_left_out", instruments="D")
    assert "×4" in lab.text()
    choose(lab, "m", "1")
    assert "m = 1" in lab.text()
    assert set(re.findall(r"[✓×≠][^,/ \n]*", lab.text())) == {"✓"}
    assert lab.session.X.shape == (1, 2)
    choose(lab, "m", "4")
    assert "×4" in lab.text()
    assert "×" not in bug_lab("averaged_twice", instruments="D", m=1).text()


def test_the_head_has_whole_sentences_and_no_figures_of_other_networks():
    for name, fault in PROGRAMS.items():
        lab = bug_lab(name)
        told = html.unescape(
            re.sub("<[^>]+>", "", re.search(r"<p class='bp-question bp-case'>(.*?)</p>", lab.markup)[1])
        )
        assert not re.search(r"\d / \d", told)
        assert told.endswith(".")
        assert not re.search(r"[.:,] *[.]", told)
        symptoms = plain(fault.symptoms.split(":")[0])
        assert symptoms not in told  # they are what the instruments are there to show
        lab.name(name)
        assert symptoms in lab._why


@pytest.mark.parametrize(("shown", "times"), [("J", 0), ("D", 1), (["D", "delta"], 1)])
def test_what_the_marks_mean_is_told_once(shown, times):
    assert bug_lab("m_left_out", instruments=shown).markup.count("four times too large") == times


def test_naming_nothing_is_answered_in_a_sentence():
    lab = bug_lab(seed=1)
    send(lab, "name")
    assert "Nothing is named yet" in lab.markup


def test_lambda_and_the_network_are_switched():
    lab = bug_lab("bias_penalised", instruments="D")
    assert set(re.findall(r"[✓×≠][^,/ \n]*", lab.text().split("D⁽¹⁾")[1].split("\n")[0])) == {"✓"}
    choose(lab, "lam", "1")
    assert "×" in lab.text()
    choose(lab, "sizes", "2-3-2-1")
    assert lab.session.net.sizes == (2, 3, 2, 1)
    assert "2-3-2-1, λ = 1" in lab.text()


def test_a_program_that_stops_says_why_and_the_lab_goes_on():
    lab = bug_lab("transpose_forgotten")
    choose(lab, "sizes", "2-3-2-1")
    assert "The program stops" in lab.markup
    assert "doesn&#x27;t fit" in lab.markup
    choose(lab, "sizes", "2-2-2-1")
    assert "The program stops" not in lab.markup


@pytest.mark.parametrize("fault", list(PROGRAMS))
def test_every_fault_can_be_looked_at_on_every_setting(fault):
    lab = bug_lab(fault, kinds=KINDS, instruments="all")
    chosen = {}
    for setting in itertools.product(("2-2-2-1", "2-3-2-1"), ("0", "1"), ("1", "4")):
        for key, value in zip(("sizes", "lam", "m"), setting, strict=True):
            if chosen.get(key) != value:  # each choice draws everything
                choose(lab, key, value)
                chosen[key] = value
        assert lab.markup
        assert "nan" not in lab.text()


def test_the_words_are_the_same_each_time():
    assert bug_lab(seed=3).text() == bug_lab(seed=3).text()


def test_what_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="fault is 'typo'"):
        bug_lab("typo")
    with pytest.raises(ValueError, match="kinds is 'sideways'"):
        bug_lab(kinds=["sideways"])
    with pytest.raises(ValueError, match="m is 3: the lab has 4 or 1"):
        bug_lab(m=3)
    for sizes in ((2, 4, 1), "2-3-2-1", 3):
        with pytest.raises(ValueError, match=r"sizes is .*: the lab has \(2, 2, 2, 1\) or \(2, 3, 2, 1\)"):
            bug_lab(sizes=sizes)
    with pytest.raises(ValueError, match="lam is -1"):
        bug_lab(lam=-1)
    with pytest.raises(ValueError, match="instruments is 'ruler'"):
        bug_lab(instruments=["J", "ruler"])


# What nobody looks at


@pytest.fixture
def taken(monkeypatch):
    """How often each of these was called: a measured derivative, a program's fifty steps."""
    calls = Counter()

    def counted(function):
        def call(*args, **more):
            calls[function.__name__] += 1
            return function(*args, **more)

        return call

    for function in (numerical_gradient, numerical_derivative, curve_of):
        monkeypatch.setattr(symptoms, function.__name__, counted(function))
    return calls


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ([], {}),
        ("J", {"curve_of": 2}),  # its own and a right program's
        ("learnt", {"curve_of": 1}),
        (["J", "learnt"], {"curve_of": 2}),
        (["again", "network"], {}),
        ("delta", {"numerical_derivative": 4 * (2 + 2 + 1)}),  # examples, units
        ("D", {"numerical_gradient": 1}),
    ],
)
def test_another_lambda_takes_only_the_readings_that_are_shown(taken, shown, expected):
    lab = bug_lab("gprime_left_out", instruments=shown)
    taken.clear()
    choose(lab, "lam", "1")
    assert taken == expected
    choose(lab, "lam", "0")
    choose(lab, "lam", "1")
    assert taken == expected  # and once


def test_readings_are_taken_again_of_whatever_is_another_one():
    lab = bug_lab("m_left_out", instruments="D")
    seen = {lab._readings()}
    for key, value in (("lam", "1"), ("m", "1"), ("sizes", "2-3-2-1"), ("program", "output_sign")):
        choose(lab, key, value)
        seen.add(lab._readings())
    assert len(seen) == 5
    lab.session.set("Theta.1.1.1", 0.5)
    assert lab._readings() not in seen
    lab.session.undo()
    assert lab._readings() in seen


def test_a_wrong_name_is_answered_with_the_readings_that_there_are(taken):
    lab = bug_lab("m_left_out", kinds="all", instruments=["D", "delta"])
    taken.clear()
    lab.name("output_sign")  # their first difference is a δ
    assert lab._why
    assert taken == {"numerical_derivative": 20}  # of the other program alone
    taken.clear()
    lab.name("bias_left_out")  # another z
    assert lab._why
    assert taken == {}
