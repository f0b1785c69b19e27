"""What a learner's function may return, and what is said of a form that can't be read."""

from types import SimpleNamespace

import numpy as np
import pytest

from backprop_core import Backward, Network, backward, cost, forward, run
from backprop_widgets import check

from .traces import right_step


def forms(bwd):
    delta, Delta, D = (dict(layers) for layers in (bwd.delta, bwd.Delta, bwd.D))
    first = min(delta)
    up = [delta[l] for l in sorted(delta)]
    return {
        "Backward": bwd,
        "(delta, D)": (delta, D),
        "[delta, D]": [delta, D],
        "(delta, Delta, D)": (delta, Delta, D),
        "(list, dict)": (up, D),
        "lists": (up, [D[l] for l in sorted(D)]),
        "a list indexed by the layer": ([None] * first + up, D),
        "a dict by name": {"delta": delta, "D": D},
        "an object": SimpleNamespace(delta=delta, D=D),
        "D": D,
        "D as a tuple of arrays": tuple(D[l] for l in sorted(D)),
        "D as nested lists": {l: v.tolist() for l, v in D.items()},
        "float32": ({l: v.astype(np.float32) for l, v in delta.items()}, {l: v.astype("f4") for l, v in D.items()}),
        "objects": {l: v.astype(object) for l, v in D.items()},
        "with a layer too many": ({1: np.zeros(2), **delta}, D),
    }


@pytest.mark.parametrize("form", forms(Backward({2: np.ones(1)}, {}, {1: np.ones((1, 1))})))
def test_what_my_backward_may_return(form):
    assert check(lambda net, fwd, Y, lam: forms(backward(net, fwd, Y, lam))[form], like="backward").ok


@pytest.mark.parametrize(
    "form",
    {
        "Forward": lambda f: f,
        "(a, z)": lambda f: (dict(f.a), dict(f.z)),
        "a": lambda f: dict(f.a),
        "lists": lambda f: (list(f.a.values()), list(f.z.values())),
        "lists without x": lambda f: (list(f.a.values())[1:], list(f.z.values())),
        "the output alone": lambda f: f.a[max(f.a)],
    }.items(),
    ids=lambda item: item[0],
)
def test_what_my_forward_may_return(form):
    assert check(lambda net, X: form[1](forward(net, X)), like="forward").ok


@pytest.mark.parametrize("form", [float, np.float32, np.asarray, lambda J: np.array([J]), lambda J: [J]])
def test_what_my_cost_may_return(form):
    assert check(lambda net, fwd, Y, lam: form(cost(net, fwd, Y, lam)), like="cost").ok


@pytest.mark.parametrize("form", [lambda n: n, lambda n: n.Theta, lambda n: list(n.Theta.values())])
def test_what_my_step_may_return(form):
    assert check(lambda *given: form(right_step(*given)), like="step").ok


def test_integers_are_numbers():
    net = Network([[[0, 1]], [[0, 1]]], hidden="relu", output="identity", cost="squared_error")
    trace = run(net, [3.0], [1.0])
    assert check(np.array([2]), trace, "delta.3").ok
    assert check(2, trace, "delta.2.1").ok
    assert check({1: [[2, 6]], 2: [[2, 6]]}, trace, "D").ok


def yielded(D):
    """What a function gives that has a yield in it."""
    yield from D


@pytest.mark.parametrize(
    ("returned", "said"),
    [
        (lambda b: (b.delta, b.Delta, b.D, 1), "4 things came back: return (delta, D) or (delta, Delta, D)."),
        (lambda b: (b.delta, {l: v.T for l, v in b.D.items()}), "Yours is the transpose of that."),
        (
            lambda b: ({l: np.hstack([v[:, :1], v]) for l, v in b.delta.items()}, b.D),
            "should have (4, 1): a row for each of the 4 examples, a column for the one unit of layer 4. One column",
        ),
        (
            lambda b: {l: v[:, 1:] for l, v in b.D.items()},
            "a column for the bias and each unit of layer 3. One column too few: the bias column comes first.",
        ),
        (lambda b: (b.delta, {l - 1: v for l, v in b.D.items()}), "D has the layers 0, 1, 2, but layers count from 1"),
        (lambda b: ({4: b.delta[4]}, b.D), "with 4 examples, λ = 0: still missing δ⁽³⁾, δ⁽²⁾; what is there is right."),
        (lambda b: (b.delta, {}), "with 4 examples, λ = 0: still missing D⁽³⁾, D⁽²⁾, D⁽¹⁾; what is there is right."),
        (lambda b: (b.delta, [b.D[1]]), "D is a list of 1, but there are 3 layers of it, 1, 2, 3"),
        (lambda b: (b.delta, 3.0), "D is a float: give a dict with the layers 1, 2, 3."),
        (lambda b: (b.delta, dict.fromkeys(b.D, "D")), "D⁽³⁾ is text"),
        (lambda b: (b.delta, {l: [[1, 2], [3]] for l in b.D}), "D⁽³⁾ has rows of unequal length."),
        (lambda b: (b.delta, {l: v * 1j for l, v in b.D.items()}), "D⁽³⁾ holds complex128, not real numbers."),
        (lambda b: (b.delta, {l: [object()] for l in b.D}), "D⁽³⁾ holds object, not numbers."),
        (lambda b: (b.delta, {l: v * np.nan for l, v in b.D.items()}), "D₁₀⁽³⁾ is not a number, should be "),
        (lambda b: (n for n in b.D), "What came back is a generator, of which nothing is computed yet: write list(…)"),
        (lambda b: yielded(b.D), "What came back is a generator: write return in the place of yield."),
    ],
)
def test_what_is_said_about_the_form(returned, said):
    verdict = check(lambda net, fwd, Y, lam: returned(backward(net, fwd, Y, lam)), like="backward")
    assert verdict.ok is False
    assert said in verdict.message


def test_a_list_from_the_last_layer_down_is_told_from_one_that_goes_up():
    verdict = check(lambda *given: [backward(*given).D[l] for l in (3, 2, 1)], like="backward", sizes=[2, 3, 2, 1])
    assert "D is listed from layer 3 down: list it from layer 1 up, or use a dict." in verdict.message


@pytest.mark.parametrize(
    ("beside", "note"),
    [
        ({}, ""),
        ({"cache": 1}, "Note: the key 'cache' was not looked at."),
        ({"cache": 1, "m": 4}, "Note: the keys 'cache', 'm' were not looked at."),
    ],
)
def test_keys_beside_those_that_are_asked_for_are_named_in_a_note(beside, note):
    def given(*passed):
        b = backward(*passed)
        return {"delta": b.delta, "D": b.D, **beside}

    verdict = check(given, like="backward")
    assert verdict.ok is True
    assert "".join(verdict.message.partition("Note: ")[1:]) == note
