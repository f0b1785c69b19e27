"""200 wrong functions made from right code, one change each: none is accepted, and none gets a wrong name.

Whether a change makes the code wrong, and whether a name is right, is decided on other networks than check() tries.
"""

import ast

import numpy as np
import pytest

from backprop_core import Forward
from backprop_core.faults import FAULTS, together
from backprop_widgets import check
from backprop_widgets.checks.diagnosis import right_parts, wrong_parts
from backprop_widgets.checks.networks import networks
from tests.networks import random_trace

from .claims import untrue

MUTANTS = 200
RIGHT = {
    "forward": """
def mine(net, X):
    a, z = {1: X}, {}
    for l in range(1, net.L):
        z[l + 1] = np.hstack([np.ones((len(X), 1)), a[l]]) @ net.Theta[l].T
        a[l + 1] = 1 / (1 + np.exp(-z[l + 1]))
    return a, z
""",
    "cost": """
def mine(net, fwd, Y, lam):
    h, m = fwd.a[net.L], Y.shape[0]
    first = -np.sum(Y * np.log(h) + (1 - Y) * np.log(1 - h)) / m
    squares = sum(np.sum(Theta[:, 1:] ** 2) for Theta in net.Theta.values())
    return first + lam / (2 * m) * squares
""",
    "backward": """
def mine(net, fwd, Y, lam):
    m, D = Y.shape[0], {}
    delta = {net.L: fwd.a[net.L] - Y}
    for l in range(net.L - 1, 1, -1):
        delta[l] = delta[l + 1] @ net.Theta[l][:, 1:] * fwd.a[l] * (1 - fwd.a[l])
    for l in net.Theta:
        D[l] = np.column_stack([delta[l + 1].sum(axis=0), delta[l + 1].T @ fwd.a[l]]) / m
        D[l][:, 1:] += lam / m * net.Theta[l][:, 1:]
    return delta, D
""",
    "step": """
def mine(net, X, Y, lam, alpha):
    a, m, Theta = {1: X}, X.shape[0], {}
    for l in range(1, net.L):
        a[l + 1] = 1 / (1 + np.exp(-(a[l] @ net.Theta[l][:, 1:].T + net.Theta[l][:, 0])))
    d = a[net.L] - Y
    for l in range(net.L - 1, 0, -1):
        D = np.column_stack([d.mean(axis=0), (d.T @ a[l] + lam * net.Theta[l][:, 1:]) / m])
        Theta[l] = net.Theta[l] - alpha * D
        d = d @ net.Theta[l][:, 1:] * a[l] * (1 - a[l])
    return Theta
""",
}
SWAPPED = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult),
    ast.Mult: (ast.Add, ast.Div),
    ast.Div: (ast.Mult, ast.Sub),
    ast.MatMult: (ast.Mult,),
    ast.Pow: (ast.Mult,),
}


def changes(node):
    """What can be put in the place of a node: other operators, signs, constants, no transpose or one more."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            yield from (ast.BinOp(left, other(), right) for other in SWAPPED.get(type(op), ()))
            if isinstance(op, ast.Sub | ast.Div | ast.MatMult):
                yield ast.BinOp(right, op, left)
            yield from (left, right)
        case ast.UnaryOp(operand=operand):
            yield operand
        case ast.Constant(value=int(value)):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Attribute(attr="T", value=inner):
            yield inner
        case ast.Subscript(ctx=ast.Load()):
            yield ast.Attribute(node, "T", ast.Load())
        case ast.Slice(lower=ast.Constant()):
            yield ast.Slice(None, ast.Constant(-1), None)
            yield ast.Slice(None, None, None)


def places(tree):
    """Where each node hangs: in its parent's fields by name, or in a list by number."""
    for parent in ast.walk(tree):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST):
                yield vars(parent), field
            elif isinstance(value, list):
                yield from ((value, number) for number, part in enumerate(value) if isinstance(part, ast.AST))


def mutants(source):
    """Every program with one node changed."""
    tree = ast.parse(source)
    for holder, key in list(places(tree)):
        node = holder[key]
        for other in changes(node):
            holder[key] = other
            yield ast.unparse(ast.fix_missing_locations(tree))
        holder[key] = node


def other_networks():
    rng = np.random.default_rng(99)
    sizes = ((3, 4, 2, 5, 2), (2, 3, 3, 1), (4, 4, 3), (5, 3, 4, 2))
    return [random_trace(rng, s, m, lam) for s, m, lam in zip(sizes, (6, 5, 7, 8), (0.0, 0.9, 1.7, 0.4), strict=True)]


def result(function, like, trace, alpha=0.7):
    """What it gives, as a list of arrays; None where it raises."""
    net, X, Y, lam = trace.net, np.array(trace.X), np.array(trace.Y), trace.lam
    fwd = Forward(dict(trace.a), dict(trace.z))
    given = {"forward": (net, X), "step": (net, X, Y, lam, alpha)}.get(like, (net, fwd, Y, lam))
    try:
        with np.errstate(all="ignore"):
            value = function(*given)
            return flat(value if isinstance(value, tuple) else (value,))
    except Exception:  # noqa: BLE001 - a mutant may raise anything
        return None


def flat(parts):
    layers = [part if isinstance(part, dict) else {0: part} for part in parts]
    if len(layers) == 2 and 1 in layers[0] and 1 in layers[1]:
        layers[0] = {l: delta for l, delta in layers[0].items() if l > 1}  # δ^(1), which nobody asks for
    return [np.asarray(layer[l]) for layer in layers for l in sorted(layer)]


def expected(suspect, like, trace, alpha=0.7):
    step = alpha if like == "step" else None
    parts = wrong_parts(trace, step, suspect) if suspect else right_parts(trace, step)
    kinds = {"forward": ("a", "z"), "cost": ("J",), "backward": ("delta", "D"), "step": ("Theta",)}[like]
    return None if parts is None else flat([dict(parts[kind]) for kind in kinds])


def alike(one, other):
    if one is None or other is None:
        return one is other
    return len(one) == len(other) and all(
        a.shape == b.shape and np.allclose(a, b, rtol=1e-5, atol=1e-9, equal_nan=True)
        for a, b in zip(one, other, strict=True)
    )


@pytest.fixture(scope="module")
def judged():
    """Of 200 mutants that are wrong somewhere: pass, source, verdict, whether its name is right."""
    rng, found = np.random.default_rng(0), []
    traces = other_networks()
    pool = [(like, source) for like, text in RIGHT.items() for source in dict.fromkeys(mutants(text))]
    for like, source in (pool[n] for n in rng.permutation(len(pool))):
        names = {"np": np}
        exec(source, names)
        results = [result(names["mine"], like, trace) for trace in traces]
        if all(alike(r, expected((), like, t)) for r, t in zip(results, traces, strict=True)):
            continue  # the change changes nothing
        verdict = check(names["mine"], like=like)
        true = True
        if verdict.fault and "Where " not in verdict.message:
            suspect = tuple(FAULTS[name] for name in verdict.fault.split(" + "))
            assert together(suspect)
            true = all(alike(r, expected(suspect, like, t)) for r, t in zip(results, traces, strict=True))
        found.append((like, source, verdict, true))
        if len(found) == MUTANTS:
            break
    return found


def kind_of(verdict):
    if verdict.faults:
        return "named"
    unclear = ("First wrong", "Look at")  # only that a number is wrong, and which line gives it
    return "unclear" if all(line.startswith(unclear) for line in verdict.message.splitlines()) else "clear"


def test_the_table_is_printed(judged, tell):
    count = {kind: sum(kind_of(v) == kind for _, _, v, _ in judged) for kind in ("named", "clear", "unclear")}
    tell(f"{len(judged)} wrong functions: " + ", ".join(f"{n / len(judged):.0%} {kind}" for kind, n in count.items()))
    assert len(judged) == MUTANTS


def test_no_wrong_function_is_accepted(judged):
    assert [source for _, source, verdict, _ in judged if verdict.ok is not False] == []


def test_nothing_untrue_is_said_of_one(judged):
    found = []
    for like, source, verdict, _ in judged:
        names = {"np": np}
        exec(source, names)
        found += [(claim, source) for claim in untrue(verdict.message, names["mine"], like, networks())]
    assert found == []


def general(message):
    """What of a message is claimed of every network, and not of those alone that were tried."""
    these = ("rong, on ", "Right already: everything", "where it runs", "where the shapes fit", "Where the shapes fit")
    return "\n".join(line for line in message.splitlines() if not any(words in line for words in these))


def test_what_is_claimed_of_every_network_holds_on_others(judged):
    found, claimed = [], 0
    for like, source, verdict, _ in judged:
        names, message = {"np": np}, general(verdict.message)
        exec(source, names)
        claimed += "Right already" in message
        others = [(trace, 0.7) for trace in other_networks()]
        found += [(claim, source) for claim in untrue(message, names["mine"], like, others)]
    assert found == []
    assert claimed >= 30


def test_none_gets_a_wrong_name(judged):
    assert [(verdict.fault, source) for _, source, verdict, true in judged if not true] == []
