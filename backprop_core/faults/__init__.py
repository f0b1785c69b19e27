r"""The wrong rules that people write: each named, with what it does, why it is wrong and how to recognise it.

A fault puts another line in the place of one of the lines of line_by_line.py (a few in the place of two) and leaves all
else right, so that what it does is what stands beside it in `FAULTS`. Those of the backward pass stand in three files:
delta.py, from δ to δ; gradient.py, from δ to D; penalty.py, about λ.

No network shows every fault: `Fault.hides` says where one computes the right numbers. Some look alike there
(tests/core/test_faults.py lists where).
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from backprop_core.faults import cost, delta, descent, forward, gradient, penalty
from backprop_core.faults.fault import Fault, together, with_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FAULTS", "Fault", "together", "with_lines"]

FAULTS: Mapping[str, Fault] = MappingProxyType(
    {fault.name: fault for file in (forward, cost, delta, gradient, penalty, descent) for fault in file.FAULTS}
)
