"""Single changes of a program, each of which should make some test fail: the mutants of a file.

Left alone: doc strings and all other text, annotations, the sentence of a `raise`, what is there for type checkers.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
COMPUTED = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
CALLED = {
    "min": "max", "max": "min", "any": "all", "all": "any", "argmax": "argmin", "sum": "mean", "mean": "sum",
    "zeros": "ones", "zeros_like": "ones_like", "floor": "ceil", "maximum": "minimum", "minimum": "maximum",
    "ceil": "floor", "sorted": "list", "exp": "log", "log": "exp",
}  # fmt: skip
UNREAD = {"returns", "annotation", "decorator_list", "type_params"}


@dataclass(frozen=True)
class Change:
    """One node of a file, and what stands there instead."""

    line: int
    last_line: int
    before: str
    after: str
    number: int  # of the node, in the order of `ast.walk`
    node: ast.AST

    def __str__(self) -> str:
        return f"{self.line}: {self.before} -> {self.after}"


def changes(source: str) -> list[Change]:
    """Give each single change of a program.

    >>> [str(change) for change in changes("def f(a):\\n    return a + 1 if a < 3 else 0\\n")][:3]
    ['2: return a + 1 if a < 3 else 0 -> return None', '2: a < 3 -> a <= 3', '2: a + 1 -> a - 1']
    """
    tree = ast.parse(source)
    alone = set(_left_alone(tree))
    found = []
    for number, node in enumerate(ast.walk(tree)):
        if node not in alone:
            found += [
                Change(
                    node.lineno, node.end_lineno or node.lineno, ast.unparse(node), ast.unparse(other), number, other
                )
                for other in _others(node)
            ]
    return found


def changed(source: str, change: Change) -> ast.Module:
    """The program with one change, ready to be compiled."""
    tree = ast.parse(source)
    target = list(ast.walk(tree))[change.number]
    new = ast.copy_location(copy.deepcopy(change.node), target)

    class Put(ast.NodeTransformer):
        def visit(self, node: ast.AST) -> ast.AST:
            return new if node is target else self.generic_visit(node)

    return ast.fix_missing_locations(Put().visit(tree))


def _left_alone(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.walk(tree):
        parts = [part for name in UNREAD for part in _as_list(getattr(node, name, None))]
        if isinstance(node, ast.Raise) or (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)):
            parts.append(node)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):  # a doc string, an ellipsis
            parts.append(node)
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in ("__all__", "__version__"):
            parts.append(node)
        for part in parts:
            yield from ast.walk(part)


def _as_list(part: object) -> list[ast.AST]:
    return part if isinstance(part, list) else [part] if isinstance(part, ast.AST) else []


def _others(node: ast.AST) -> Iterator[ast.AST]:
    """What can stand in the place of a node."""
    for kinds, others in OTHERS.items():
        if isinstance(node, kinds):
            yield from others(node)


def _compared(node: ast.Compare) -> Iterator[ast.AST]:
    for n, op in enumerate(node.ops):
        yield _with(node, ops=[*node.ops[:n], COMPARED[type(op)](), *node.ops[n + 1 :]])


def _computed(node: ast.BinOp | ast.AugAssign) -> Iterator[ast.AST]:
    if type(node.op) in COMPUTED and not _is_text(node):
        yield _with(node, op=COMPUTED[type(node.op)]())


def _joined(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())


def _bare(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not | ast.USub):
        yield node.operand


def _next(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int | float):
        yield ast.Constant(node.value + 1)


def _otherwise(node: ast.If | ast.IfExp | ast.While) -> Iterator[ast.AST]:
    if not isinstance(node.test, ast.Compare | ast.UnaryOp):  # which are changed themselves
        yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))


def _left_out(node: ast.Expr) -> Iterator[ast.AST]:
    if isinstance(node.value, ast.Call):
        yield ast.Pass()


def _nothing(node: ast.Return) -> Iterator[ast.AST]:
    if node.value is not None and not _is(node.value, type(None)):
        yield ast.Return(ast.Constant(None))


def _wider(node: ast.Slice) -> Iterator[ast.AST]:
    yield from (_with(node, **{end: None}) for end in ("lower", "upper", "step") if getattr(node, end))


def _called(node: ast.Call) -> Iterator[ast.AST]:
    match node.func:
        case ast.Name(id=name) if name in CALLED:
            yield _with(node, func=ast.Name(CALLED[name], ast.Load()))
        case ast.Attribute(attr=name) if name in CALLED:
            yield _with(node, func=_with(node.func, attr=CALLED[name]))


OTHERS = {
    (ast.Compare,): _compared,
    (ast.BinOp, ast.AugAssign): _computed,
    (ast.BoolOp,): _joined,
    (ast.UnaryOp,): _bare,
    (ast.Constant,): _next,
    (ast.If, ast.IfExp, ast.While): _otherwise,
    (ast.Expr,): _left_out,
    (ast.Return,): _nothing,
    (ast.Break,): lambda _: [ast.Continue()],
    (ast.Continue,): lambda _: [ast.Break()],
    (ast.Slice,): _wider,
    (ast.Call,): _called,
}


def _with(node: ast.AST, **parts: object) -> ast.AST:
    other = copy.copy(node)
    for name, part in parts.items():
        setattr(other, name, part)
    return other


def _is_text(node: ast.AST) -> bool:
    """Whether pieces of text are put together: to subtract them fails anywhere."""
    return any(isinstance(part, ast.JoinedStr) or _is(part, str) for part in ast.iter_child_nodes(node))


def _is(node: ast.AST, kind: type) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, kind)
