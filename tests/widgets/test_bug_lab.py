"""The bug lab: whatever is wrong shows, any two faults differ on its instruments, and the deciding symptom is true."""

import itertools
import math
import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from backprop_core import examples, forward, numerical_gradient, run
from backprop_core.faults import FAULTS
from backprop_widgets.bug_lab import HIDDEN, KINDS, bug_lab
from backprop_widgets.draw.bug_lab import boundary_svg, curve_svg
from backprop_widgets.symptoms import (
    FITS,
    PROGRAMS,
    SETTINGS,
    SHAPES,
    STEPS,
    course,
    faulty_run,
    faulty_step,
    read,
    readings_of,
    start,
    telling_apart,
)

X, Y = examples.xor()
RUNNING = [None, *PROGRAMS.values()]


def send(view, key, kind="click", **value):
    view._receive(view, {"seq": 1, "view": "v", "key": key, "type": kind, "value": value or {"shift": False}}, None)
    assert view.error == ""


def choose(view, key, value):
    send(view, key, "change", value=value, gesture="1", done=True)


def said(view):
    return re.search(r"data-key='bug-say'>([^<]*)<", view.markup)[1]


# Instruments


@pytest.mark.parametrize("seed", range(3))
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
        texts = [
            text for rows in (*readings.gradients.values(), *readings.deltas.values()) for row in rows for text in row
        ]
        assert set(texts) == {FITS}
        assert {*readings.forward.values(), *readings.update.values()} == {FITS}
        assert readings.costs[0] == readings.costs[1]


def test_a_fault_that_no_network_of_the_lab_shows_is_not_in_it():
    (absent,) = FAULTS.keys() - PROGRAMS.keys()
    for setting in SETTINGS:
        assert dict(readings_of("", setting, 0).shown()) == dict(
            read(FAULTS[absent], start(setting.sizes, 0), X, Y, setting.lam).shown()
        )
    with pytest.raises(ValueError, match=f"fault is '{absent}'"):
        bug_lab(absent)


@pytest.mark.parametrize("fault", list(PROGRAMS.values()), ids=lambda fault: fault.name)
def test_the_readings_are_the_faults_numbers_beside_measured_ones(fault):
    for sizes in SHAPES:
        net = start(sizes, 1)
        readings = read(fault, net, X, Y, 1.0)
        if readings.trace is None:
            with pytest.raises(ValueError, match="doesn't fit"):
                faulty_run(fault, run(net, X, Y, 1.0))
            continue
        measured = numerical_gradient(net, X, Y, 1.0)
        for l, rows in readings.gradients.items():
            for (i, j), right in np.ndenumerate(measured[l]):
                found, text = readings.trace.D[l][i, j], rows[i][j]
                if text == FITS:
                    assert found == pytest.approx(right, rel=2e-5, abs=2e-7)
                elif text.startswith("×"):
                    assert float(text[1:].replace("−", "-")) == pytest.approx(found / right, rel=0.06)
                    assert found != pytest.approx(right, rel=1e-5, abs=1e-8)


def test_a_transpose_that_does_not_fit_stops_the_program_on_the_network_that_is_not_square():
    assert read(FAULTS["transpose_forgotten"], start(SHAPES[0], 0), X, Y, 0.0).stops == ""
    assert "doesn't fit" in read(FAULTS["transpose_forgotten"], start(SHAPES[1], 0), X, Y, 0.0).stops


def test_the_course_is_descent_with_the_fault():
    fault, net = FAULTS["gprime_left_out"], start(SHAPES[0], 2)
    curve, end = course(fault, net, X, Y, 0.0)
    assert len(curve) == STEPS + 1
    for reported, right in curve[:4]:
        assert reported == right == run(net, X, Y).J
        D = fault.wrong(net, forward(net, X), Y, 0.0).D
        net = faulty_step(fault, faulty_run(fault, run(net, X, Y, 0.0)))
        assert D.keys() == net.Theta.keys()
    assert end is not net
    rising, _ = course(FAULTS["output_sign"], start(SHAPES[0], 0), X, Y, 0.0)
    assert rising[-1][1] > rising[0][1]
    endless, _ = course(FAULTS["log_of_y"], start(SHAPES[0], 0), X, Y, 0.0)
    assert all(math.isinf(reported) and math.isfinite(right) for reported, right in endless)


def test_the_curve_is_well_formed_whatever_the_numbers():
    for fault in PROGRAMS.values():
        svg = ET.fromstring(curve_svg(course(fault, start(SHAPES[0], 0), X, Y, 1.0)[0]))
        for line in svg.iter("polyline"):
            points = [tuple(map(float, p.split(","))) for p in line.get("points").split()]
            assert all(46 <= x <= 352.1 and 7.9 <= y <= 128.1 for x, y in points)


def test_the_boundary_is_the_output_after_the_steps():
    net = start(SHAPES[0], 0)
    readings = read(None, net, X, Y, 0.0)
    _, end = course(None, net, X, Y, 0.0)
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
    assert lab.fault.title not in lab.text()
    wrong = next(f for f in lab.faults if f is not lab.fault)
    choose(lab, "bug:guess", wrong.name)
    send(lab, "bug:name")
    assert said(lab).startswith(f"✗ Not “{wrong.title}”".replace("'", "&#x27;"))
    decider = telling_apart(lab.fault, wrong, seed)
    assert str(decider.setting) in said(lab)
    assert f"gives {decider.one} here; with that fault it would give {decider.other}" in said(lab)
    choose(lab, "bug:guess", lab.fault.name)
    send(lab, "bug:name")
    assert said(lab).startswith("✓ Yes")


def test_another_fault_is_another_one_and_the_first_is_forgotten():
    lab = bug_lab()
    seen = set()
    for _ in range(25):
        seen.add(lab.fault.name)
        lab.name(lab.fault.name)
        send(lab, "bug:next")
        assert said(lab) == ""
    assert len(seen) >= 8


def test_a_chosen_fault_is_shown_openly():
    lab = bug_lab("gprime_left_out")
    assert "g' left out" in lab.text() or lab.fault.title in lab.text()
    assert "bug:guess" not in lab.markup
    choose(lab, "bug:program", HIDDEN)
    assert "bug:guess" in lab.markup
    choose(lab, "bug:program", "output_sign")
    assert lab.fault.name == "output_sign"


def test_the_picture_shows_the_programs_numbers_of_the_network_in_hand():
    lab = bug_lab("gprime_left_out")
    choose(lab, "example", "2")
    send(lab, "edges:Theta")
    send(lab, "move:Theta.3.1.1", "drag", **{"from": "1.0", "dx": 0, "dy": -50, "gesture": "1", "done": True})
    assert lab.session.net.weight(3, 1, 1) == 1.5
    wrong = faulty_run(lab.fault, run(lab.session.net, X[1], Y[1], 0.0))
    right = run(lab.session.net, X[1], Y[1])
    shown = re.search(r"delta of unit 1 in layer 3: ([^']*)'", lab.markup)[1]
    assert shown.replace("−", "-").replace("+", "") == f"{wrong.delta[3][0]:.4f}"
    assert f"{wrong.delta[3][0]:.4f}" != f"{right.delta[3][0]:.4f}"


def test_the_example_is_the_pictures_alone_and_the_lab_says_so():
    lab = bug_lab("last_example_only")
    before, instruments = lab.text(), lab.markup.split("<div class='bp-instruments'>", 1)[1]
    choose(lab, "example", "2")
    assert "picture of example" in lab.markup
    assert "All instruments take all four examples, whichever the picture shows" in lab.markup
    assert lab.text() == before
    assert lab.markup.endswith(instruments)


def test_lambda_and_the_network_are_switched():
    lab = bug_lab("bias_penalised")
    assert set(re.findall(r"[✓×≠][^,/ ]*", lab.text().split("D(1)")[1].split("\n")[0])) == {"✓"}
    choose(lab, "bug:lam", "1")
    assert "×" in lab.text()
    choose(lab, "bug:sizes", "2-3-2-1")
    assert lab.session.net.sizes == (2, 3, 2, 1)
    assert "2-3-2-1, λ = 1" in lab.text()


def test_a_program_that_stops_says_why_and_the_lab_goes_on():
    lab = bug_lab("transpose_forgotten")
    choose(lab, "bug:sizes", "2-3-2-1")
    assert "The program stops" in lab.markup
    assert "doesn&#x27;t fit" in lab.markup
    choose(lab, "bug:sizes", "2-2-2-1")
    assert "The program stops" not in lab.markup


@pytest.mark.parametrize("fault", list(PROGRAMS))
def test_every_fault_can_be_looked_at_on_every_setting(fault):
    lab = bug_lab(fault, kinds=KINDS)
    for sizes, lam in itertools.product(("2-2-2-1", "2-3-2-1"), ("0", "1")):
        choose(lab, "bug:sizes", sizes)
        choose(lab, "bug:lam", lam)
        assert lab.markup
        assert "nan" not in lab.text()


def test_the_words_are_the_same_each_time():
    assert bug_lab(seed=3).text() == bug_lab(seed=3).text()


def test_what_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="fault is 'typo'"):
        bug_lab("typo")
    with pytest.raises(ValueError, match="kinds is 'sideways'"):
        bug_lab(kinds=["sideways"])
