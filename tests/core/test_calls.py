"""Calls that don't fit are refused in one sentence that names the argument and those that there are."""

import pytest

from backprop_core.calls import nearest, plainly, plainly_made


@plainly
def go(steps, size=1, *, alpha=1.0):
    return steps * size * alpha


@plainly
def stand():
    return "still"


@plainly_made
class Walk:
    def __init__(self, way, *, pace=1):
        self.way, self.pace = way, pace

    @plainly
    def on(self, steps):
        return self.way, steps

    @classmethod
    @plainly
    def home(cls, pace=2):
        return cls("home", pace=pace)


@plainly
def anything(first, **others):
    return first, others


@plainly
def pair(a, b, *, c=0):
    return a, b, c


GO, PAIR, NOTHING = "it takes steps, size, alpha", "it takes a, b, c", "it takes no argument"
MISFITS = {
    "a misspelt name": (lambda: go(2, alpah=1), "go has no argument 'alpah' (did you mean 'alpha'?)", GO),
    "another name": (lambda: go(2, seed=1), "go has no argument 'seed'", GO),
    "one twice": (lambda: go(2, steps=3), "go was given steps twice, by its place and by its name", GO),
    "one left out": (lambda: go(size=2), "go needs steps", GO),
    "two left out": (lambda: pair(c=1), "pair needs a and b", PAIR),
    "the second left out": (lambda: pair(1, c=1), "pair needs b", PAIR),
    "too many": (lambda: go(1, 2, 3), "go was given 3 arguments without a name, but takes at most 2", GO),
    "one for nothing": (lambda: stand(1), "stand was given 1 arguments without a name, but takes none", NOTHING),
    "a name for nothing": (lambda: stand(a=1), "stand has no argument 'a'", NOTHING),
    "a class without what it needs": (Walk, "Walk needs way", "it takes way, pace"),
    "too many for a class": (
        lambda: Walk("on", 2),
        "Walk was given 2 arguments without a name, but takes at most 1",
        "it takes way, pace",
    ),
    "a method": (lambda: Walk("on").on(), "on needs steps", "it takes steps"),
    "a method of a class": (
        lambda: Walk.home(paec=3),
        "home has no argument 'paec' (did you mean 'pace'?)",
        "it takes pace",
    ),
}


@pytest.mark.parametrize("name", MISFITS)
def test_a_call_that_does_not_fit_is_refused_with_what_fits(name):
    call, why, takes = MISFITS[name]
    with pytest.raises(TypeError) as refused:
        call()
    assert str(refused.value) == f"{why}: {takes}"


def test_a_call_that_fits_is_made():
    assert go(2, 3, alpha=0.5) == 3.0
    assert stand() == "still"
    assert pair(1, b=2) == (1, 2, 0)
    assert Walk("on", pace=3).on(5) == ("on", 5)
    assert (Walk.home().way, Walk.home(3).pace) == ("home", 3)
    assert anything(1, two=2) == (1, {"two": 2})


def test_an_error_of_types_inside_stays_what_it_is():
    with pytest.raises(TypeError, match="unsupported operand"):
        go(2, alpha={})


def test_a_function_keeps_its_name_and_its_words():
    assert (go.__name__, go.__wrapped__(2)) == ("go", 2.0)
    assert Walk.__name__ == "Walk"


def test_the_nearest_name_is_found_whatever_its_case_and_only_if_it_is_near():
    assert nearest("THETA", ["Delta", "Theta"]) == " (did you mean 'Theta'?)"
    assert nearest("d", ["D", "Delta"]) == " (did you mean 'D'?)"
    assert nearest(3, ["alpha"]) == ""
    assert nearest("momentun", ["moment", "momentum"]) == " (did you mean 'momentum'?)"


def test_an_argument_that_any_name_fits_is_not_what_is_refused():
    @plainly
    def go(steps, **more):
        return steps, more

    with pytest.raises(TypeError, match="go was given 2 arguments without a name, but takes at most 1: it takes steps"):
        go(1, 2, colour=3)
    with pytest.raises(TypeError, match="go needs steps: it takes steps"):
        go(colour=3)
