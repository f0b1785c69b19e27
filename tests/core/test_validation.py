"""What is given becomes what is meant, or is refused in one sentence."""

import numpy as np
import pytest

from backprop_core import validation
from backprop_core.validation import described, finite_number, flag, generator, index, one_of, shown, some_of, text


def refused(call, *given):
    with pytest.raises((ValueError, TypeError)) as error:
        call(*given)
    return str(error.value)


def test_names_among_which_one_has_a_comma_or_is_blank_are_told_apart_by_quotes():
    for legal in (["no", "yes, but"], ["no", " "]):
        assert refused(one_of, "ask", "maybe", legal).endswith(f": choose one of {', '.join(map(repr, legal))}")
    assert refused(one_of, "ask", "maybe", ["no", "yes"]).endswith(": choose one of no, yes")


def test_one_name_or_several_or_all_can_be_chosen():
    kinds = ["cost", "backward", "forward"]
    assert some_of("kinds", "backward", kinds) == ("backward",)
    assert some_of("kinds", ("forward", "cost"), kinds) == ("forward", "cost")
    assert some_of("kinds", "all", kinds) == tuple(kinds)
    assert refused(some_of, "kinds", 3, kinds) == "kinds is 3: give one or several of cost, backward, forward"
    assert refused(some_of, "kinds", ["cost", "bakward"], kinds).startswith("kinds is 'bakward' (did you mean 'backw")


def test_a_switch_is_true_or_false_and_nothing_that_counts_as_one():
    assert [flag("log", value) for value in (True, False, np.bool_(True))] == [True, False, True]
    assert type(flag("log", np.bool_(True))) is bool
    assert refused(flag, "log", 1) == "log is 1: give True or False"
    assert text("name", "") == ""
    assert refused(text, "name", 3) == "name is 3: give a string"


def test_an_index_is_a_whole_number_from_the_first_to_the_last():
    assert [index("i", value, 1, 3, "a unit") for value in (1, np.int64(3))] == [1, 3]
    assert type(index("i", np.int64(3), 1, 3, "a unit")) is int
    assert refused(index, "i", 0, 1, 3, "a unit") == "i is 0: a unit goes from 1 to 3"
    assert refused(index, "i", np.int64(4), 1, 3, "a unit") == "i is 4: a unit goes from 1 to 3"
    for wrong in (True, 1.0, "1", None):
        assert refused(index, "i", wrong, 1, 3, "a unit") == f"i is {wrong!r}: a unit is a whole number from 1 to 3"


def test_a_seed_gives_the_same_numbers_and_a_generator_goes_on():
    assert generator(0).random() == generator(np.int64(0)).random() != generator(1).random()
    rng = np.random.default_rng(3)
    assert generator(rng) is rng
    for wrong in (True, 1.5, None):
        assert refused(generator, wrong).startswith(f"seed is {wrong}: give a whole number, 0 or more, or a numpy")
    assert refused(generator, -1) == "seed is -1: give a whole number, 0 or more"


def test_a_number_is_finite_and_no_text():
    assert (finite_number("lam", np.float32(0.5)), finite_number("lam", True)) == (0.5, 1.0)
    assert refused(finite_number, "lam", b"1") == "lam is b'1', not a number: give a float"
    assert refused(finite_number, "lam", float("-inf")) == "lam is -inf: it has to be a finite number"


@pytest.mark.parametrize("name", ["learning_rate", "largest_weight", "penalty_factor"])
def test_a_rate_and_a_bound_lie_above_0_and_a_penalty_may_be_0(name):
    read = getattr(validation, name)
    assert read(1e-300) == 1e-300
    assert read(0.5) == 0.5
    assert "is -0.5: " in refused(read, -0.5)
    if name == "penalty_factor":
        assert read(0) == 0.0
    else:
        assert "is 0.0: " in refused(read, 0)


def test_numbers_whose_squares_leave_the_floats_are_finite_all_the_same():
    validation.check_finite("X", np.array([1e300, -1e300]))
    assert refused(validation.check_finite, "X", np.array([[1e300, 0.0], [0.0, np.inf]])) == (
        "X[1, 1] is inf: every entry has to be a finite number"
    )
    assert refused(validation.check_finite, "X", np.array([0.0, np.nan, np.nan])).startswith("X[1] is nan")


def test_a_kind_of_thing_has_its_article_and_a_value_one_short_line():
    assert [described(value) for value in ([], 3, None, object(), np.zeros(2))] == [
        "a list", "an int", "None", "an object", "a ndarray",
    ]  # fmt: skip
    assert shown("a\nb") == r"'a\nb'"
    assert shown(list(range(1000))) == str(list(range(1000)))[:60]
    assert shown(10**5000) == "an int"


def test_whole_numbers_become_floats_and_a_closed_array_stays_the_same_one():
    assert validation.real_array("X", [1, True]).dtype == np.float64
    assert validation.real_array("X", np.float32([1])).dtype == np.float32
    array = np.zeros(2)
    assert validation.read_only(array) is array
    assert not array.flags.writeable
    assert refused(validation.real_array, "X", None) == "X holds None, not real numbers: give an array of floats"
    assert refused(validation.real_array, "X", [1j]).startswith("X holds values of type complex128, not real")


@pytest.mark.parametrize(
    ("value", "error", "said"),
    [
        (10**400, ValueError, "lam is larger than any float"),
        (np.array([1.0]), TypeError, r"lam is an array of shape \(1,\), not a number"),
    ],
)
def test_a_number_that_is_too_large_or_a_row_of_one_is_said_to_be_that(value, error, said):
    with pytest.raises(error, match=said):
        finite_number("lam", value)
