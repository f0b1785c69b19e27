"""Backpropagation: forward pass, cost, δ, gradients, each number explained and measured. Needs numpy alone."""

from backprop_core import examples
from backprop_core.backward_pass import Backward, Trace, backward, run
from backprop_core.classification import accuracy
from backprop_core.explanation import Explanation, Factor, explain
from backprop_core.forward_pass import Forward, forward
from backprop_core.gradient_check import compare, derived, epsilon_sweep, numerical_derivative, numerical_gradient
from backprop_core.gradient_descent import Diverged, Record, descent
from backprop_core.network import Network
from backprop_core.quantity import Quantity
from backprop_core.total_cost import cost
from backprop_core.values import value_of

__version__ = "0.1.0"

__all__ = [
    "Backward",
    "Diverged",
    "Explanation",
    "Factor",
    "Forward",
    "Network",
    "Quantity",
    "Record",
    "Trace",
    "accuracy",
    "backward",
    "compare",
    "cost",
    "derived",
    "descent",
    "epsilon_sweep",
    "examples",
    "explain",
    "forward",
    "numerical_derivative",
    "numerical_gradient",
    "run",
    "value_of",
]
