"""A state is short, comes back as it went, and junk is refused in words."""

import json

import numpy as np
import pytest

from backprop_core import Network, Quantity, examples
from backprop_widgets import Session, explorer
from backprop_widgets.session.state import from_state, to_state

PAIRS = [
    ("sigmoid", "cross_entropy"),
    ("sigmoid", "squared_error"),
    ("softmax", "cross_entropy"),
    ("identity", "squared_error"),
]


@pytest.mark.parametrize("seed", range(40))
def test_a_state_comes_back_as_it_went(seed):
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 5, size=rng.integers(2, 5)).tolist()
    output, cost = PAIRS[seed % 4]
    hidden = ["sigmoid", "tanh", "relu"][seed % 3]
    net = Network.random(sizes, seed=rng, hidden=hidden, output=output, cost=cost)
    m = seed % 5 or None
    X = rng.normal(size=sizes[0] if m is None else (m, sizes[0]))
    Y = np.eye(sizes[-1])[rng.integers(sizes[-1], size=() if m is None else m)]
    session = Session(net, X, Y, lam=seed / 7, alpha=0.1 + seed, example=m, notation="nielsen", stage=seed % 4)
    session.selection = Quantity("Theta", 1, 1, 0)
    text = to_state(session)
    again = Session(**from_state(text))
    assert to_state(again) == text
    assert again.trace.J == session.trace.J
    assert again.selection == session.selection
    assert (again.stage, again.example, again.notation) == (session.stage, session.example, "nielsen")


def test_the_lectures_state_is_short():
    assert len(explorer().state()) < 160


def test_two_lines_of_python_open_the_same_explorer():
    view = explorer(selection="delta.2.2", stage="d3", lam=0.25)
    scope = {}
    lines = view.as_python().splitlines()
    exec("\n".join([lines[0], f"again = {lines[1]}"]), scope)
    assert len(lines) == 2
    assert scope["again"].state() == view.state()
    assert scope["again"].markup == view.markup


def test_what_is_too_large_to_read_is_not_written_out_with_every_picture():
    session = Session(Network.random([64, 32, 10], output="softmax"), *examples.digits())
    view = explorer(session)
    assert (view.rescue, "Copy as Python" in view.markup) == ("", False)
    assert len(view.state()) > 100_000  # to keep, where it is asked for
    assert "Copy as Python" in explorer().markup


GOOD = json.loads(to_state(Session(*examples.lecture())))
JUNK = [
    ("", "not a JSON text"),
    ("{", "not a JSON text"),
    ("[" * 100_000, "not a JSON text"),
    ("[1, 2]", "no version"),
    ("3", "no version"),
    ('{"Theta": []}', "no version"),
    ('{"v": 2}', "version 2"),
    ('{"v": 1}', "lacks Theta, X, Y"),
    (json.dumps(GOOD | {"run": "me"}), "unknown parts: 'run'"),
    (json.dumps(GOOD | {"Theta": "x"}), "Theta"),
    (json.dumps(GOOD | {"Theta": [[[1, 2]], [[1, 2, 3]]]}), "Theta"),
    (json.dumps(GOOD | {"X": [1]}), "X has shape"),
    (json.dumps(GOOD | {"Y": [7]}), "Y holds 7"),
    (json.dumps(GOOD | {"hidden": "swish"}), "swish"),
    (json.dumps(GOOD | {"hidden": ["tanh"]}), "tanh"),
    (json.dumps(GOOD | {"cost": 3}), "cost"),
    (json.dumps(GOOD | {"lam": -1}), "lam"),
    (json.dumps(GOOD | {"lam": "1"}), "lam"),
    (json.dumps(GOOD | {"alpha": 0}), "alpha"),
    (json.dumps(GOOD | {"example": 9}), "example"),
    (json.dumps(GOOD | {"stage": "a9"}), "a9"),
    (json.dumps(GOOD | {"stage": []}), "stage"),
    (json.dumps(GOOD | {"selection": "delta.1.1"}), "goes from 2 to 4"),
    (json.dumps(GOOD | {"selection": "all"}), "names no number"),
    (json.dumps(GOOD | {"selection": 5}), "5"),
    (json.dumps(GOOD | {"X": [1, float("nan")]}), "nan"),
]


@pytest.mark.parametrize(("text", "words"), JUNK, ids=[words for _, words in JUNK])
def test_junk_is_refused_with_a_clear_error(text, words):
    with pytest.raises(ValueError, match="state") as refused:
        from_state(text)
    assert words in str(refused.value)


@pytest.mark.parametrize("junk", [None, 3, b"{}", {"v": 1}])
def test_what_is_no_text_is_refused_too(junk):
    with pytest.raises(ValueError, match="not a state"):
        from_state(junk)


@pytest.mark.parametrize("size", [1e15, 2.0**53, 1e20, 1e300])
def test_whole_numbers_of_any_size_come_back(size):
    session = Session(examples.lecture()[0].with_weight(1, 1, 1, -size), [size, -3.0], 1)
    again = from_state(to_state(session))
    assert again["net"].weight(1, 1, 1) == -size
    assert list(again["X"]) == [size, -3.0]


def test_a_long_version_is_not_repeated_in_the_refusal():
    with pytest.raises(ValueError, match="version") as refused:
        from_state(json.dumps(GOOD | {"v": "1\n" * 500}))
    assert len(str(refused.value)) < 200
    assert "\n" not in str(refused.value)


def test_what_a_state_leaves_out_has_its_default_value_again():
    session = Session(*examples.lecture(), lam=0.5, alpha=2.0, selection="delta.2.2", stage="a2", notation="nielsen")
    session.replace(**from_state(to_state(Session(*examples.lecture()))))
    plain = Session(*examples.lecture())
    assert to_state(session) == to_state(plain)
    assert (session.lam, session.alpha, session.selection, session.stage_name) == (0.0, 1.0, None, "D")
