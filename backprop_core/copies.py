"""How what is closed for writing is copied and sent to another process: pickle and deepcopy know no mappingproxy."""

from __future__ import annotations

from dataclasses import fields
from types import MappingProxyType
from typing import Any

from backprop_core.validation import closed


def reduced(thing: Any) -> tuple[Any, ...]:
    """What `pickle` keeps of a frozen dataclass: its class, and its fields with layers as plain dicts.

    Examples
    --------
    >>> import pickle
    >>> from backprop_core import examples, run
    >>> trace = pickle.loads(pickle.dumps(run(*examples.lecture())))
    >>> trace, trace.delta[4].flags.writeable
    (Trace(2-2-2-1, m = 1, λ = 0, J = 0.7908), False)
    """
    values = (getattr(thing, field.name) for field in fields(thing))
    return _made, (type(thing), *(dict(v) if isinstance(v, MappingProxyType) else v for v in values))


def _made(kind: type, *values: Any) -> Any:
    return kind(*(closed(v) if isinstance(v, dict) else v for v in values))
