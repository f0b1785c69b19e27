"""Numbers typed or computed: right in the digits that are printed, and the misconception in them is named."""

import numpy as np
import pytest

from backprop_core import Forward, Network, Quantity, backward, examples, forward, run
from backprop_core.faults import FAULTS
from backprop_widgets import check

from .traces import batch, lecture


@pytest.mark.parametrize(
    ("answer", "of"),
    [
        (0.0588, "delta.2.2"),
        (0.0589, "delta.2.2"),  # off by one in the last digit
        (0.05885, "delta.2.2"),
        (np.float32(0.0588), Quantity("delta", 2, 2)),
        (0.95 * -0.5465 * 0.2134, "delta.3.1"),  # computed from numbers as they are printed
        ([0.0588], "delta.2.2"),
        (-0.1108, "delta.3.1"),
        (1.23, "z.2.1"),
        (0.774, "a.2.1"),
        (0.7908, "J"),
        (-0.378, "D.3.1.1"),
        (0.2163, "gprime.2.2"),
        (0.272, "dJda.2.2"),
        (-0.5, "Theta.1.1.2"),
        ([-0.1108, 0.1768], "delta.3"),
        (np.array([[-0.1108], [0.1768]]), "delta.3"),
        ({2: [-0.0448, 0.0588], 3: (-0.1108, 0.1768), 4: -0.5465}, "delta"),
        ([-0.5465], "delta.4"),
    ],
)
def test_right_numbers_in_the_digits_that_are_printed(answer, of):
    trace = lecture()
    if of == "delta":
        answer = {**answer, 2: [round(float(d), 4) for d in trace.delta[2]]}
    verdict = check(answer, trace, of)
    assert verdict.ok, verdict


def test_a_new_weight_after_a_step():
    trace = lecture()
    right = trace.net.weight(3, 1, 1) - 0.5 * trace.D[3][0, 1]
    assert check(round(float(right), 2), trace, "Theta.3.1.1", like="step", alpha=0.5).ok
    uphill = trace.net.weight(3, 1, 1) + 0.5 * trace.D[3][0, 1]
    assert check(float(uphill), trace, "Theta.3.1.1", like="step", alpha=0.5).fault == "uphill"


def test_numbers_of_one_example_in_a_batch():
    trace = batch()
    assert check(float(trace.delta[3][2, 1]), trace, "delta.3.2@3").ok
    assert check(trace.delta[3][2], trace, "delta.3@3").ok
    assert check(trace.delta[3], trace, "delta.3").ok
    assert not check(trace.delta[3], trace, "delta.3@3").ok


@pytest.mark.parametrize(
    ("answer", "of", "fault"),
    [
        (0.272, "delta.2.2", "dJda_for_delta"),
        (-0.0588, "delta.2.2", "output_sign"),
        (-0.7908, "J", "minus_missing"),
        (0.717, "a.2.1", "bias_left_out"),
        (0.5465, "delta.4.1", "output_sign"),
        (-0.1355, "delta.4.1", "extra_gprime"),
        (-0.5465, "D.3.1.1", "a_left_out"),
        (0.774, "z.2.1", "z_overwritten"),
        (-0.359, "delta.3.1", "a_for_slope"),
        (0.226, "a.2.1", "exponent_sign"),
        (0.3434, "J", "log_to_base_10"),
        (-0.441, "D.3.1.1", "z_for_a"),
    ],
)
def test_the_misconception_in_a_number_typed_by_hand_is_named(answer, of, fault):
    verdict = check(answer, lecture(), of)
    assert verdict.ok is False
    assert verdict.fault == fault


def test_the_answer_itself_is_not_given_away():
    verdict = check(0.272, lecture(), "delta.2.2")
    assert verdict.message.startswith("δ₂⁽²⁾ is not +0.2720: its sign is right, but it is 4.6 times too large in size.")
    assert "0.0588" not in repr(verdict)


@pytest.mark.parametrize(
    ("answer", "of", "said"),
    [
        (0.06, "delta.2.2", "0.06 is right as far as it goes: give δ₂⁽²⁾ with 4 decimals."),
        (0.8, "J", "0.8 is right as far as it goes: give J with 4 decimals."),
        (0.213, "a.3.1", "That is the value of g′(z₁⁽³⁾)."),
        (0.4, "Theta.1.1.2", "That is the value of Θ₂₁⁽¹⁾."),
        ("0.0588", "delta.2.2", "δ₂⁽²⁾ is text: write the number without quotes."),
        ((0, 588), "delta.2.2", "2 numbers came: the decimal sign is a point, not a comma."),
        (float("nan"), "delta.2.2", "δ₂⁽²⁾ is not a number: something was divided by 0, or log 0 taken."),
        (
            [1, 2, 3],
            "delta.3",
            "δ⁽³⁾ has shape (3,), but it should have (2,): one number for each of the 2 units of layer 3.",
        ),
        ({4: [-0.5465]}, "delta", "Still missing: δ⁽³⁾, δ⁽²⁾. What is there is right."),
        (forward, "delta.2.2", "this is a function: call it, and give what it returns."),
    ],
)
def test_what_is_said_about_other_slips(answer, of, said):
    verdict = check(answer, lecture(), of)
    assert verdict.ok is False
    assert verdict.fault is None
    assert said in verdict.message


def test_a_fault_too_small_for_the_last_digit_is_seen_in_a_computed_number():
    """Updated too early changes this delta by 0.6 in 1000: typed it passes, computed it is named."""
    trace = lecture()
    wrong = FAULTS["updated_too_early"].wrong(trace.net, Forward(trace.a, trace.z), trace.Y, alpha=0.001)
    right, off = float(trace.delta[3][0]), float(wrong.delta[3][0])
    assert 0 < abs(off / right - 1) < 1e-3
    assert check(round(off, 4), trace, "delta.3.1").ok
    assert check(off, trace, "delta.3.1", alpha=0.001).fault == "updated_too_early"


@pytest.mark.parametrize(
    ("args", "options", "said"),
    [
        ((0.1, None, "delta.2.2"), {}, "needs the trace"),
        ((0.1,), {}, "needs to know what is asked"),
        ((0.1, "trace", "beta.2"), {}, "names no number"),
        ((0.1, "trace", "delta.9.1"), {}, "layer"),
        ((0.1, "trace", "delta.1"), {}, "layer"),
        ((0.1, "trace"), {"like": "backwards"}, "forward, cost, backward, step"),
        ((0.1, "trace", "delta.2.2"), {"like": "forward"}, "leave one of the two out"),
        ((backward,), {"like": "backward", "m": 0}, "m is 0"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(args, options, said):
    args = [lecture() if argument == "trace" else argument for argument in args]
    with pytest.raises((ValueError, TypeError), match=said):
        check(*args, **options)


def test_a_wrong_hidden_number_of_a_softmax_network_is_judged():
    net = Network.random([2, 2, 3], 2, output="softmax")
    verdict = check(0.3123, run(net, [1.0, 0.0], [1.0, 0.0, 0.0]), "delta.2.1")
    assert verdict.ok is False


@pytest.mark.parametrize("of", ["D.2@3", "D.1@1", "Theta@1", "Delta.1@2"])
def test_what_belongs_to_all_examples_is_not_asked_for_of_one(of):
    trace = run(Network.random([2, 2, 1], 0), *examples.xor())
    with pytest.raises(ValueError, match=f"'{of}' names an example, but .* covers all of them: leave @"):
        check(np.zeros((1, 3)), trace, of)


@pytest.mark.parametrize(("sizes", "of"), [([2, 2, 2, 1], "delta.2.2@1"), ([2, 2, 1], "delta.2.2@2")])
def test_a_typed_0_is_not_the_number_of_a_fault_that_only_rounds_to_0(sizes, of):
    trace = run(Network.random(sizes, seed=1), *examples.xor())
    assert check(0, trace, of).faults == ()


@pytest.mark.parametrize(("answer", "of"), [(0, "delta.2.2"), (0, "a.4.1"), (1, "a.4.1"), (0, "z.2.1"), (0.3, "a.4.1")])
def test_a_short_number_is_not_the_value_of_what_only_rounds_to_it(answer, of):
    assert "That is the value of" not in check(answer, lecture(), of).message


@pytest.mark.parametrize(("answer", "of"), [(1, "a.2.1"), (1, "J"), (0.1, "delta.2.2"), (-0.1, "delta.2.1")])
def test_a_number_that_is_far_off_is_not_right_as_far_as_it_goes(answer, of):
    verdict = check(answer, lecture(), of)
    assert verdict.ok is False
    assert "as far as it goes" not in verdict.message


@pytest.mark.parametrize("m", [5, 4])  # with four examples the arrays of layers 2 and 3 are squares
def test_arrays_may_have_a_column_for_each_example(m):
    trace = batch(m=m)
    note = "yours has a column for each example, not a row"
    for of in ("delta", "z", "a"):
        columns = {l: array.T for l, array in getattr(trace, of).items()}
        verdict = check(columns, trace, of)
        assert verdict.ok
        assert note in verdict.message
        assert note in check(columns[2], trace, f"{of}.2").message
        wrong = {**columns, 3: columns[3] + 1}
        assert "example 1 is not" in check(wrong, trace, of).message


def test_layers_of_which_one_is_turned_are_not_right():
    trace = batch(m=5)
    mixed = {l: array.T if l == 2 else array for l, array in trace.z.items()}
    assert "transpose" in check(mixed, trace, "z").message


@pytest.mark.parametrize(("seed", "answer", "of"), [(0, -0.019, "D.2.1.1"), (8, 0.8, "J"), (11, 0.004, "D.2.1.2")])
def test_a_number_that_is_right_as_far_as_it_goes_has_no_fault(seed, answer, of):
    trace = run(Network.random([2, 2, 2, 1], seed=seed), *examples.xor())
    verdict = check(answer, trace, of)
    assert "right as far as it goes" in verdict.message
    assert verdict.faults == ()


@pytest.mark.parametrize("of", ["J", "delta.2.2", "delta", "a.2"])
def test_after_a_step_only_weights_are_asked_for(of):
    with pytest.raises(ValueError, match=f"asked for '{of}', but like='step' asks for a weight after the step"):
        check(0.7908, lecture(), of, like="step")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (np.ones((2, 2)), "δ is one array of shape (2, 2): give a dict with an array for each layer, 2, 3, 4."),
        ("abc", "δ is a str: give a dict with the layers 2, 3, 4."),
    ],
)
def test_what_is_no_number_for_each_layer_is_asked_for_by_layer_from_the_first_one_up(given, said):
    assert check(given, lecture(), "delta").message == said
