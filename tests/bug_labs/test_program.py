"""The program whose lines the lab shows is the one that runs there: executed, it gives the lab's numbers."""

import numpy as np
import pytest

from backprop_core import examples, run
from backprop_widgets.bug_labs.program import PROGRAM, WRONG, changes
from backprop_widgets.bug_labs.symptoms import ALPHA, PROGRAMS, SHAPES, faulty_run, faulty_step, start

X, Y = examples.xor()


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def slope(z):
    return sigmoid(z) * (1 - sigmoid(z))


def turned(weights):
    rows, columns = weights.shape
    return weights.T if rows == columns else weights


def executed(fault, net, lam):
    """What the program's functions give with these lines wrong."""
    source = PROGRAM
    for change in changes(fault) if fault else []:
        assert source.count(change.right) == 1
        source = source.replace(change.right, change.wrong)
    own = {"L": net.L, "log": np.log, "ones_like": np.ones_like, "g": sigmoid, "g_prime": slope, "turned": turned}
    own |= {"with_ones": lambda a: np.hstack([np.ones((len(a), 1)), a]), "alpha": ALPHA}
    exec(source, own)
    Theta = dict(net.Theta)
    with np.errstate(all="ignore"):
        a, z = own["forward"](Theta, X)
        J = own["cost"](Theta, a, Y, lam)
        told, D = own["backward"](Theta, a, z, Y, lam)
        return a, z, J, told, D, own["step"](Theta, a, z, Y, lam, ALPHA)


@pytest.mark.parametrize("sizes", SHAPES)
@pytest.mark.parametrize("lam", [0.0, 1.0])
@pytest.mark.parametrize("name", ["", *PROGRAMS])
def test_the_lines_that_are_shown_compute_what_the_lab_shows(name, lam, sizes):
    net = start(sizes, 1)
    fault = PROGRAMS.get(name)
    try:
        trace = faulty_run(fault, run(net, X, Y, lam))
    except ValueError:
        assert name in ("transpose_forgotten", "rows_and_columns_swapped")
        return  # the program stops there
    a, z, J, told, D, stepped = executed(name, net, lam)
    for l, right in trace.a.items():
        np.testing.assert_allclose(a[l], right, rtol=1e-9)
    for l, right in trace.z.items():
        np.testing.assert_allclose(z[l], right, rtol=1e-9, atol=1e-12)
    kind = fault.kind if fault else ""
    if name not in ("bias_after_g", "g_forgotten", "log_of_y"):  # log of what isn't between 0 and 1, or of 0
        assert J == pytest.approx(trace.J, rel=1e-9)
    if kind != "forward" and name != "stepped_too_early":  # there D is right, and only the step goes by others
        for l in trace.delta:
            np.testing.assert_allclose(told[l], trace.delta[l], rtol=1e-9, atol=1e-12)
        for l in trace.D:
            np.testing.assert_allclose(D[l], trace.D[l], rtol=1e-9, atol=1e-12)
    if kind != "forward":
        with np.errstate(all="ignore"):
            for l, Theta in faulty_step(fault, trace).Theta.items():
                np.testing.assert_allclose(stepped[l], Theta, rtol=1e-9, atol=1e-12)


def test_every_program_of_the_lab_has_its_lines():
    assert set(WRONG) == set(PROGRAMS)


@pytest.mark.parametrize("name", WRONG)
def test_a_change_says_where_it_is_and_is_one(name):
    found = changes(name)
    assert len(found) == len(WRONG[name])
    kinds = {"forward": "forward", "cost": "cost", "backward": "backward", "descent": ""}
    for change in found:
        assert change.wrong != change.right
        assert kinds[PROGRAMS[name].kind] in ("", change.function)


def test_another_line_in_the_program_is_noticed():
    """The comparison above can fail: a program with another fault's line gives other numbers."""
    net = start(SHAPES[0], 1)
    told = executed("gprime_left_out", net, 0.0)[3]
    right = run(net, X, Y).delta
    assert not np.allclose(told[2], right[2])
