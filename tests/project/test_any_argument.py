"""Whatever is given for an argument is taken, or refused in one sentence of ours: no error of Python's or numpy's."""

import traceback
from pathlib import Path

import numpy as np
import pytest

import backprop_core
import backprop_widgets
from backprop_core import Network, examples, forward, run
from backprop_widgets import Live
from backprop_widgets.predictions.lesson import Predictions
from tests.hand import KEPT

ROOT = Path(__file__).resolve().parents[2]
NET, x, y = examples.lecture()
X, Y = examples.xor()
WIDE = Network.random([2, 4, 1], seed=1)
TRACE = run(NET, x, y)


# A call of each public function that fits; where its arguments exclude each other, several.
def public(name):
    """What one of the two packages offers under this name."""
    return getattr(backprop_core if name in backprop_core.__all__ else backprop_widgets, name)


CALLS = [
    ("Network", {"Theta": NET.Theta, "hidden": "tanh", "output": "sigmoid", "cost": "cross_entropy"}),
    ("Quantity", {"kind": "delta", "layer": 2, "i": 1}),
    ("accuracy", {"a": np.array([[0.9], [0.4]]), "Y": np.array([[1.0], [0.0]])}),
    ("backward", {"net": NET, "fwd": forward(NET, x), "Y": y, "lam": 0.0}),
    ("compare", {"D": TRACE.D, "measured": TRACE.D}),
    ("cost", {"net": NET, "fwd": forward(NET, x), "Y": y, "lam": 0.0}),
    ("derived", {"trace": TRACE, "of": "z.2.1"}),
    (
        "descent",
        {"net": WIDE, "X": X, "Y": Y, "alpha": 1.0, "lam": 0.0, "steps": 3, "batch": 2, "momentum": 0.5, "seed": 0},
    ),
    ("epsilon_sweep", {"net": NET, "X": x, "Y": y, "lam": 0.0, "of": "z.2.1", "exponents": [-1, -2]}),
    ("explain", {"trace": TRACE, "quantity": "delta.2.2"}),
    ("forward", {"net": NET, "X": x}),
    ("numerical_derivative", {"net": NET, "X": x, "Y": y, "lam": 0.0, "of": "z.2.1", "eps": 1e-4}),
    ("numerical_gradient", {"net": NET, "X": x, "Y": y, "lam": 0.0, "eps": 1e-4}),
    ("run", {"net": NET, "X": x, "Y": y, "lam": 0.0}),
    ("value_of", {"trace": TRACE, "quantity": "z.2.1"}),
    (
        "Session",
        {"net": WIDE, "X": X, "Y": Y, "lam": 0.0, "alpha": 1.0, "example": 1, "stage": "a2", "selection": "z.2.1"}
        | {"notation": "lecture"},
    ),
    (
        "bug_lab",
        {"fault": "output_sign", "kinds": ("backward",), "among": ("m_left_out",), "seed": 0, "m": 4}
        | {"instruments": ("J",)},
    ),
    ("check", {"answer": 0.1, "trace": TRACE, "of": "z.2.1"}),
    (
        "check",
        {"answer": forward, "like": "forward", "m": 2, "sizes": [2, 3, 1], "hidden": "tanh", "output": "sigmoid"},
    ),
    ("data", {"source": WIDE, "name": "moons", "X": X, "Y": Y, "standard": True}),
    (
        "explorer",
        {"source": WIDE, "X": X, "Y": Y, "controls": ["lam"], "show": ["delta"], "blank": ["delta.2.1"]}
        | {"pieces": False, "name": "A", "from_link": "x", "lam": 0.0, "alpha": 1.0, "example": 1, "stage": "a2"},
    ),
    ("plot", {"source": NET, "kind": "tangent", "X": x, "Y": y, "of": "z.2.1", "eps": 0.1}),
    ("plot", {"source": NET, "kind": "tangent", "X": x, "Y": y, "span": (-1.0, 7.0), "secant": False}),
    ("plot", {"source": NET, "kind": "landscape", "X": x, "Y": y, "across": "Theta.1.1.1", "up": "Theta.1.1.2"}),
    ("plot", {"source": NET, "kind": "matrix", "X": x, "Y": y, "layer": 1}),
    ("plot", {"source": NET, "kind": "bars", "X": x, "Y": y, "log": True}),
    (
        "predict",
        {"question": "?", "source": TRACE, "of": "J", "ask": "number", "because": {"right": "so"}, "among": ()}
        | {"tolerance": 0.1, "then": None, "name": "n", "lesson": Predictions(KEPT)},
    ),
    ("race", {"source": NET, "X": x, "Y": y, "alpha": 1.0, "passes": 50, "seed": 0, "scale": 1.0, "log": True}),
    ("recall", {"last": 1, "older": 2, "seed": 1}),
    ("slide", {"source": NET, "X": x, "Y": y, "y_minus_a": True, "no_gprime": False, "measured": True, "name": "A"}),
    ("tally", {"lesson": Predictions(KEPT)}),
    (
        "training",
        {"source": WIDE, "X": X, "Y": Y, "steps": 5, "batch": 2, "momentum": 0.5, "seed": 1, "alpha": 1.0}
        | {"controls": ["alpha"]},
    ),
    ("paths", {"weight": "Theta.1.2.1", "source": NET, "X": x, "Y": y, "merged": 0, "name": "A"}),
    (
        "worksheet",
        {"seed": 0, "level": "blank", "first": "z.4", "last": "delta.4", "entries": {}, "hints": {}, "found": False},
    ),
    ("worksheet", {"source": NET, "X": x, "Y": y}),
]
EVIL = "<img src=x onerror='go()'>\"'&"  # text that would be markup where nobody escapes it
ODD = [
    *(None, 3, -1, 0, 10**12, 2.5, float("nan"), True, "x", "", b"x", "J", "delta.2"),
    *([], {}, (), object(), [None], ["x"], {"a": 1}, {1: 2}, [[1, 2], [3]], lambda: 1),
    *(np.zeros((2, 3, 4)), np.array([])),
    *(EVIL, [EVIL, "b"], {EVIL: EVIL}, {"right": EVIL}),
]


def called(name, given):
    """Call a public function, and have what it gives looked at as people look."""
    function = public(name)
    result = function(**given)
    if isinstance(result, Live):
        result.text()
        written = [result.markup, result.still(), result.page()]
        result.close()
    else:
        written = [result._repr_html_()] if hasattr(result, "_repr_html_") else []
    assert not any("<img src=x" in markup for markup in written), (name, given)
    if name == "descent":
        result = list(result)
    return repr(result)


def refusal(name, given):
    """Call it, and give what it raises."""
    try:
        called(name, given)
    except (ValueError, TypeError) as refused:
        return refused
    return None


@pytest.mark.parametrize(("name", "argument"), {(name, argument): 0 for name, given in CALLS for argument in given})
def test_an_odd_argument_is_taken_or_refused_in_one_sentence_of_ours(name, argument):
    for call in [given for other, given in CALLS if other == name and argument in given]:
        assert called(name, call)
        for odd in ODD:
            refused = refusal(name, call | {argument: odd})
            if refused is not None:
                last = traceback.extract_tb(refused.__traceback__)[-1]
                assert str(ROOT) in last.filename, (odd, refused)
                assert (last.line or "").startswith("raise "), (odd, refused)
                assert "\n" not in str(refused), odd


def test_each_public_function_is_tried():
    functions = {
        name
        for package in (backprop_core, backprop_widgets)
        for name in package.__all__
        if callable(getattr(package, name)) and (name[0].islower() or name in ("Network", "Quantity", "Session"))
    }
    assert {name for name, _ in CALLS} == functions


@pytest.mark.parametrize("name", dict(CALLS))
def test_an_argument_that_there_is_not_is_named(name):
    function = public(name)
    with pytest.raises(TypeError, match=f"^{name} has no argument 'colour'.*: it takes "):
        function(**dict(CALLS)[name], colour="red")
