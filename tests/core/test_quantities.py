"""The name of a number of a trace: how it is written, read and refused."""

import numpy as np
import pytest

from backprop_core import Quantity
from backprop_core.quantity import code_of, quantity_of

WRITTEN = {
    "J": "J",
    "x.2": "x_2",
    "x.2@3": "x_2 of example 3",
    "delta.3.2": "delta_2^(3)",
    "Theta.2.1.0": "Theta_10^(2)",
    "Theta.1.9.9": "Theta_99^(1)",
    "Theta.1.10.2": "Theta_10,2^(1)",
    "Theta.1.2.10": "Theta_2,10^(1)",
    "a.3.12@10": "a_12^(3) of example 10",
}


@pytest.mark.parametrize("code", WRITTEN)
def test_a_quantity_is_written_as_on_the_blackboard_and_read_from_its_code(code):
    quantity = quantity_of(code)
    assert str(quantity) == WRITTEN[code]
    assert code_of(quantity) == code
    assert quantity_of(quantity) is quantity


def test_without_indices_it_is_the_symbol_for_all():
    assert str(Quantity("delta", 2)) == "delta^(2)"
    assert (str(Quantity("Theta")), code_of(Quantity("Theta", 1))) == ("Theta", "Theta.1")


def test_indices_become_python_numbers():
    quantity = Quantity("Theta", np.int64(1), np.int32(2), np.int8(0), example=np.int64(3))
    assert [type(n) for n in (quantity.layer, quantity.i, quantity.j, quantity.example)] == [int] * 4


@pytest.mark.parametrize(
    "code", ["", "delta", "delta.2", "delta.2.1.1", "J.1", "delta.2.1@", "delta.-2.1", "delta 2 1", "delta.2.1 "]
)
def test_what_is_no_code_is_refused_with_some_that_are(code):
    with pytest.raises(ValueError, match=rf"^'{code}' names no number: write it like 'delta.2.1'"):
        quantity_of(code)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Quantity("delta", 2, 2, 1), "delta has no j: it is named by layer and i"),
        (lambda: Quantity("x", 1, 2), "x has no layer: it is named by i"),
        (lambda: Quantity("J", i=1), "J has no i: it is named by nothing else"),
        (lambda: Quantity("delta", 0, 1), "layer is 0: the layer of delta counts from 1"),
        (lambda: Quantity("Theta", 1, 1, -1), "j is -1: the j of Theta counts from 0"),
        (lambda: Quantity("Theta", 1, 0, 0), "i is 0: the i of Theta counts from 1"),
        (lambda: Quantity("Theta", 1, True, 0), "i is True: the indices of Theta are whole numbers"),
        (lambda: Quantity("Theta", 1, 1.5, 0), "i is 1.5: the indices of Theta are whole numbers"),
        (lambda: quantity_of(2.1), "2.1 is not the code of a number: write it like 'delta.2.1', 'Theta.1.2.0' or 'J'"),
    ],
)
def test_what_no_quantity_can_be_is_refused(make, sentence):
    with pytest.raises((ValueError, TypeError)) as refused:
        make()
    assert str(refused.value) == sentence
