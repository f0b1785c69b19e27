"""No attempt raises or hurts: not a stub, not an error, not a strange object, not a loop without end."""

import asyncio
import functools
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from backprop_core import Network, backward, examples, forward
from backprop_widgets import check

from .traces import LIKE, batch, lecture


def stub_none(net, fwd, Y, lam):
    return None


def stub_ellipsis(net, fwd, Y, lam): ...


def stub_raises(net, fwd, Y, lam):
    raise NotImplementedError("write this")


def stub_partly(net, fwd, Y, lam):
    return ..., NotImplemented


@pytest.mark.parametrize("stub", [stub_none, stub_ellipsis, stub_raises, stub_partly])
def test_an_untouched_stub_is_not_attempted_and_no_more_is_said(stub):
    verdict = check(stub, like="backward")
    assert verdict.ok is None
    assert verdict.fault is None
    assert repr(verdict).startswith(f"– Not attempted yet: {stub.__name__}")
    assert len(repr(verdict).splitlines()) == 1


@pytest.mark.parametrize("blank", [None, ..., NotImplemented, [], {}, (None, None), {2: ..., 3: None}])
def test_a_blank_is_not_attempted(blank):
    assert check(blank, lecture(), "delta").ok is None
    assert check(blank, lecture(), "delta.2.2").ok is None
    assert check(blank, lecture(), like="backward").ok is None
    assert check(blank, like="backward").ok is None


def raises(error):
    def f(net, fwd, Y, lam):
        raise error

    return f


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (raises(KeyError(1)), "f stopped with KeyError: 1, in line "),
        (raises(ValueError()), "f stopped with ValueError, in line "),
        (raises(SystemExit(3)), "f stopped with SystemExit: 3"),
        (raises(RecursionError("too deep\nreally")), "f stopped with RecursionError: too deep, in line"),
        (lambda net, X: 0, "your function takes other arguments: it is called with (net, fwd, Y, lam)."),
        (3.0, "This is no function. One is asked for that is called with (net, fwd, Y, lam)."),
        ("text", "This is no function."),
        (backward(*[examples.lecture()[0], forward(*examples.lecture()[:2]), 1.0]), "This is no function."),
        (Network, "Network is a class: make an object of it, Network(), that can be called with (net, fwd, Y, lam)."),
    ],
)
def test_no_attempt_raises(answer, said):
    verdict = check(answer, like="backward")
    assert not verdict.ok
    assert said in verdict.message
    assert "Traceback" not in repr(verdict) + verdict._repr_html_()


class Refuses:
    """An object that lets nothing be done with it."""

    def __array__(self, *args, **kwargs):
        raise RuntimeError("no array")

    def __len__(self):
        raise RuntimeError("no length")


STRANGE = [
    "",
    b"bytes",
    {1, 2},
    iter([1]),
    {"delta": 1, "D": 2},
    {"x": 1},
    {None: 1},
    {1.5: [1], "1": 2},
    [[None, 1], [2]],
    [[], [[]]],
    [1, [2, [3]]],
    np.zeros(0),
    np.zeros((2, 0)),
    np.zeros((1, 1, 1, 1)),
    np.array(None),
    np.array([None, 1.0], dtype=object),
    np.array(["a"]),
    np.datetime64("2026-01-01"),
    np.ma.masked_array([1.0, 2.0], mask=[True, False]),
    np.recarray((2,), dtype=[("a", float)]),
    10**400,
    1e308,
    -0.0,
    float("inf"),
    float("-inf"),
    1 + 2j,
    True,
    Decimal("0.0588"),
    Fraction(1, 3),
    object(),
    Refuses(),
    SimpleNamespace(delta=None, D=None),
    SimpleNamespace(delta=1, D="x", Delta=Refuses()),
    SimpleNamespace(a=1, z=2),
    SimpleNamespace(Theta=5),
    Network([[[0.0, 1.0]]]),
    (1, 2),
    (1, 2, 3, 4),
    ({}, {}, {}),
    ({2: 1}, [1]),
    np,
    range(3),
]


@pytest.mark.parametrize("strange", STRANGE, ids=lambda strange: f"{type(strange).__name__}")
def test_no_object_makes_it_raise(strange):
    one, many = lecture(), batch()
    for verdict in [
        *(
            check(strange, trace, of)
            for trace in (one, many)
            for of in ("delta", "delta.3", "D", "J", "a", "Theta.1.1.0")
        ),
        check(strange, one, "delta.2.2"),
        *(check(strange, trace, like=like) for trace in (one, many) for like in LIKE.values()),
        *(check(lambda *given: strange, like=like) for like in LIKE.values()),
    ]:
        assert not verdict.ok or strange == Decimal("0.0588")
        assert repr(verdict)
        assert verdict._repr_html_()
        assert isinstance(verdict.marks, dict)


def test_the_line_that_is_shown_is_the_learners_innermost_one():
    def helper(a):
        return a[7]

    def f(net, fwd, Y, lam):
        return helper(fwd.a)

    assert check(f, like="backward").message.endswith(": return a[7].")


def test_a_line_inside_numpy_is_told_by_the_learners_line_that_led_there():
    def f(net, fwd, Y, lam):
        return np.linalg.norm(fwd.a[2], ord="colour")

    assert check(f, like="backward").message.endswith('return np.linalg.norm(fwd.a[2], ord="colour").')


def test_a_partial_function_and_an_object_that_can_be_called_are_functions():
    class Mine:
        def __call__(self, net, fwd, Y, lam):
            return backward(net, fwd, Y, lam)

    assert check(Mine(), like="backward").ok
    assert check(functools.partial(backward), like="backward").ok


def test_a_loop_without_end_is_stopped_and_the_rest_is_not_tried():
    tried = []

    def f(net, fwd, Y, lam):
        tried.append(net)
        while True:
            pass

    verdict = check(f, like="backward")
    assert len(tried) == 1
    asked = "Is there a loop without end, does it wait for something, or is it only slow?"
    assert verdict.message.endswith(f"f was stopped: it was still running after 5 s. {asked}")


class OwnEnd(BaseException):
    """Not an Exception: what is raised to end everything."""


class Wordless(Exception):
    def __str__(self):
        raise RuntimeError("no words")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyboardInterrupt(), "f was interrupted."),
        (OwnEnd("over"), "f stopped with OwnEnd: over"),
        (asyncio.CancelledError(), "f stopped with CancelledError"),
        (GeneratorExit(), "f stopped with GeneratorExit"),
        (StopIteration(3), "f stopped with StopIteration: 3"),
        (Wordless(), "f stopped with Wordless"),
    ],
)
def test_not_even_what_is_no_exception_comes_through(error, said):
    verdict = check(raises(error), like="backward")
    assert verdict.ok is False
    assert said in verdict.message


class Mischief:
    """An object that does harm when it is looked at."""

    def __init__(self, error):
        self.error = error

    def __array__(self, *args, **kwargs):
        raise self.error


class Endless(dict):
    def keys(self):
        while True:
            pass

    items = __iter__ = keys


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OwnEnd(), SystemExit()])
def test_nor_what_an_object_raises_that_came_back(error):
    for verdict in (
        check(lambda net, fwd, Y, lam: {"D": {1: Mischief(error)}}, like="backward"),
        check(Mischief(error), lecture(), "delta.2.2"),
        check({2: Mischief(error)}, lecture(), "delta"),
        check({"D": {1: Mischief(error)}}, lecture(), like="backward"),
    ):
        assert verdict.ok is False
        assert type(error).__name__ in verdict.message or "interrupted" in verdict.message


def test_an_object_without_end_is_stopped_like_a_function():
    verdict = check(lambda net, fwd, Y, lam: Endless({1: 0.0}), like="backward")
    assert "still running after 5 s" in verdict.message


def test_a_list_that_holds_itself_is_read_to_its_end():
    knot = []
    knot.append(knot)
    assert check(knot, lecture(), "delta").ok is not True
    assert check(lambda net, fwd, Y, lam: knot, like="backward").ok is not True
