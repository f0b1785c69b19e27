"""A product or sum of arrays that don't fit: what stood on both sides, and with which shapes."""

from __future__ import annotations

import ast
import linecache
from itertools import islice
from types import MappingProxyType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from backprop_core import Forward, Network

if TYPE_CHECKING:
    from types import FrameType, TracebackType

_OPERATORS = {ast.MatMult: "@", ast.Mult: "*", ast.Add: "+", ast.Sub: "-", ast.Div: "/"}


def operands(place: TracebackType) -> str:
    """Of a sum or product of arrays that don't fit, both sides as they are written, with their shapes; else "".

    Examples
    --------
    >>> import numpy as np
    >>> try:
    ...     np.ones((4, 3)) @ np.ones((2, 3))
    ... except ValueError as error:
    ...     operands(error.__traceback__)  # no expression that can be looked at without a call
    ''
    """
    try:
        expression = ast.parse(_failing_source(place), mode="eval").body
        if not isinstance(expression, ast.BinOp) or type(expression.op) not in _OPERATORS:
            return ""
        sides = [(ast.unparse(side), _value(side, place.tb_frame)) for side in (expression.left, expression.right)]
    except Exception:  # noqa: BLE001 - what can't be looked at without running it is left
        return ""
    if not all(isinstance(value, np.ndarray) for _, value in sides):
        return ""
    (left, one), (right, other) = ((text, value.shape) for text, value in sides)
    sign = _OPERATORS[type(expression.op)]
    return f"{_shape(one)} {sign} {_shape(other)} doesn't fit, in {left} {sign} {right}" + _one_too_many(
        sign, (left, one), (right, other)
    )


def _shape(shape: tuple[int, ...]) -> str:
    return f"({', '.join(map(str, shape))}{',' * (len(shape) == 1)})"


def _one_too_many(sign: str, left: tuple[str, tuple[int, ...]], right: tuple[str, tuple[int, ...]]) -> str:
    """Whether what should be equal differs by one, as it does where one side has the bias and the other hasn't."""
    (text, one), (other_text, other) = left, right
    inner = zip(one[-1:], other[-2:-1] or other, strict=False)
    meeting = inner if sign == "@" else zip(reversed(one), reversed(other), strict=False)
    longer = [text if a > b else other_text for a, b in meeting if abs(a - b) == 1 < min(a, b)]
    return f" (is the bias in {longer[0]} only?)" if longer else ""


def _failing_source(place: TracebackType) -> str:
    """The source of the very expression that failed."""
    code = place.tb_frame.f_code
    first, last, begin, end = next(islice(code.co_positions(), place.tb_lasti // 2, None))
    if first is None or last is None or begin is None or end is None:
        return ""
    lines = [linecache.getline(code.co_filename, n, place.tb_frame.f_globals) for n in range(first, last + 1)]
    encoded = [line.encode() for line in lines]
    encoded[-1] = encoded[-1][:end]
    encoded[0] = encoded[0][begin:]
    return f"({b''.join(encoded).decode()})"


def _value(node: ast.expr, frame: FrameType) -> Any:
    """What an expression comes to, as long as that runs no code of a learner's; else an exception."""
    match node:
        case ast.Name(id=name):
            return frame.f_locals[name] if name in frame.f_locals else frame.f_globals[name]
        case ast.Constant(value=value):
            return value
        case ast.Attribute(value=inner, attr=name):
            owner = _value(inner, frame)
            if type(owner) is np.ndarray and name == "T":
                return owner.T
            if type(owner) in (Network, Forward, SimpleNamespace):
                return getattr(owner, name)
        case ast.Subscript(value=inner, slice=index):
            owner = _value(inner, frame)
            if type(owner) in (dict, list, tuple, np.ndarray, MappingProxyType):
                return owner[_index(index, frame)]
        case ast.BinOp(left=left, op=op, right=right):
            one, other = _value(left, frame), _value(right, frame)
            if all(type(side) in (int, float, np.ndarray, np.float64) for side in (one, other)):
                return _combined(op, one, other)
    raise ValueError


def _combined(op: ast.operator, one: Any, other: Any) -> Any:
    match op:
        case ast.Add():
            return one + other
        case ast.Sub():
            return one - other
        case ast.Mult():
            return one * other
        case ast.MatMult():
            return one @ other
    raise ValueError


def _index(node: ast.expr, frame: FrameType) -> Any:
    match node:
        case ast.Slice(lower=lower, upper=upper, step=step):
            return slice(*(None if part is None else _value(part, frame) for part in (lower, upper, step)))
        case ast.Tuple(elts=parts):
            return tuple(_index(part, frame) for part in parts)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=value)):
            return -value  # type: ignore[operator]
    return _value(node, frame)
