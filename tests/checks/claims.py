"""What a verdict claims, judged again: on the networks that it speaks of, and of numbers on others as well."""

import re

import numpy as np

from backprop_core import Quantity, value_of
from backprop_core.quantity import PER_WEIGHT
from backprop_core.values import check_quantity
from backprop_widgets.checks.functions import try_on
from backprop_widgets.checks.learner import taken
from backprop_widgets.notation.symbols import words
from backprop_widgets.notation.text import apart, of_kind

KINDS = {"z": "z", "a": "a", "J": "J", "δ": "delta", "Δ": "Delta", "D": "D", "Θ": "Theta"}
LOW = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻ᴸ", "0123456789-L")


def run_on(function, like, tried_on):
    return try_on(function, taken(function, like), like, tried_on)


# "Right already" -----------------------------------------------------------------------------------------------------


def is_right(t, kind, layer, columns=slice(None)):
    given = t.reading.given.get(kind, {}).get(layer)
    if given is None:
        return False
    right = np.asarray(t.case.answer.right[kind][layer])
    return bool(np.abs((given - right)[..., columns]).max(initial=0.0) <= 1e-5 * np.abs(right).max() + 1e-12)


def part_is_right(part, t):
    """Whether one of the things that are said to be right is so on a network."""
    net = t.trace.net
    if part == "J":
        return is_right(t, "J", 0)
    if part == "every hidden a":
        return all(is_right(t, "a", l) for l in range(2, net.L))
    if match := re.fullmatch(r"every (.)( but its bias column)?", part):
        kind = KINDS[match[1]]
        layers = range(1, net.L) if kind in PER_WEIGHT else range(2, net.L + 1)
        columns = slice(1, None) if match[2] else slice(None)
        return all(is_right(t, kind, l, columns) for l in layers)
    if match := re.fullmatch(r"the bias column of every (.)", part):
        return all(is_right(t, KINDS[match[1]], l, slice(1)) for l in net.Theta)
    kind, layer = re.fullmatch(r"(.)⁽(.+)⁾", part).groups()
    layer = layer.translate(LOW)
    return is_right(t, KINDS[kind], eval(layer, {"L": net.L}))


def untrue_of_right_already(line, tried):
    bad = [t for t in tried if not t.ok]
    good = [t for t in tried if t.ok]
    said = line.removeprefix("Right already: ").removesuffix(".")
    if said.startswith(("every number", "all that it gives")):
        return []
    if said.startswith("everything "):
        where, _, said = said.removeprefix("everything ").partition(", elsewhere ")
        if not good or not is_where(where, good, bad):
            return [line]
    untrue = []
    for told in filter(None, said.split("; ")):
        among, clause = bad, told
        if told.startswith(("where it runs ", "where the shapes fit ")):
            among = [t for t in bad if t.reading.is_whole]
            clause = told.removeprefix("where it runs ").removeprefix("where the shapes fit ")
        parts = clause.split(", ")
        untrue += [part for part in parts if not among or not all(part_is_right(part, t) for t in among)]
    return untrue


def is_where(where, good, bad):
    """Whether what is said of the networks holds of all the good ones and of none of the bad ones."""
    if where.startswith("on "):
        return True  # they are listed
    number = re.search(r"\d+", where)
    holds = {
        "where λ = 0": lambda t: t.trace.lam == 0,
        "where λ > 0": lambda t: t.trace.lam > 0,
        "with one output": lambda t: t.trace.net.sizes[-1] == 1,
        "with several outputs": lambda t: t.trace.net.sizes[-1] > 1,
        "with one hidden layer": lambda t: t.trace.net.L == 3,
        "with several hidden layers": lambda t: t.trace.net.L > 3,
        "where all layers have the same size": lambda t: len({*t.trace.net.sizes}) == 1,
        "where α = 1": lambda t: t.alpha == 1,
    }.get(where)
    if holds is None:
        holds = {
            "example": lambda t: t.trace.m == int(number[0]),
            "outputs": lambda t: t.trace.net.sizes[-1] == int(number[0]),
            "layers": lambda t: t.trace.net.L == int(number[0]),
        }[re.search(r"example|outputs|layers", where)[0]]
    return all(map(holds, good)) and not any(map(holds, bad))


# Numbers -------------------------------------------------------------------------------------------------------------


def quantities(trace):
    """By its words every quantity of a trace."""
    net = trace.net
    units = [(kind, l, i) for kind in ("z", "a", "delta", "gprime", "dJda") for l in range(1, net.L + 1)
             for i in range(1, net.sizes[l - 1] + 1)]  # fmt: skip
    units += [(kind, None, i) for kind, n in (("y", -1),) for i in range(1, net.sizes[n] + 1)]
    examples = range(1, trace.m + 1) if trace.X.ndim == 2 else (None,)
    found = [Quantity(kind, l, i, example=t) for kind, l, i in units for t in examples if (kind, l) not in NONE]
    found += [Quantity(kind, l, i, j) for kind in ("Theta", "Delta", "D") for l in net.Theta
              for i in range(1, net.sizes[l] + 1) for j in range(net.sizes[l - 1] + 1)]  # fmt: skip
    for q in [*found, Quantity("J"), Quantity("m"), Quantity("lam")]:
        check_quantity(trace, q)
        yield words(q), q


NONE = {("z", 1), ("delta", 1), ("gprime", 1)}
NUMBER = re.compile(r"([^\s:=]+(?: of example \d+)?) = ([−+]?(?:\d+(?:\.\d+)?(?:e[−+]?\d+)?|∞))(?![\d ]*[·(])")


def untrue_numbers(line, trace):
    """The numbers after 'Here' and 'There' that aren't those of the trace; how many there are."""
    names = dict(quantities(trace))
    here = re.search(r"\b(?:Here|There) .*", line)
    stated = NUMBER.findall(here[0]) if here else []
    sums = {"Σ Θδ": "dJda", "g′(z)": "gprime"}
    wrong = []
    for name, number in stated:
        if name in names:
            right = of_kind(names[name].kind, value_of(trace, names[name]))
            wrong += [(name, number, right)] if number != right else []
        elif name not in sums and name != "Θδ":
            wrong.append((name, number, "no such quantity"))
    return wrong, len(stated)


def untrue_first(line, t):
    """What is wrong in 'First wrong: ... is ..., should be ...' of a network."""
    match = re.search(r"(?:λ = [\d.]+|examples?): (.+?) is (.+?), should be (.+?)\.(?: Was|$)", line)
    names = dict(quantities(t.trace))
    q = names[match[1]]
    right_parts, given = t.case.answer.right, t.reading.given
    index = () if q.kind == "J" else (q.i - 1, q.j) if q.kind in PER_WEIGHT else (q.i - 1,)
    index = (q.example - 1, *index) if q.example else index
    layer = 1 if q.kind == "x" else q.layer or 0
    kind = "a" if q.kind == "x" else q.kind
    numbers = (float(np.asarray(part[kind][layer])[index]) for part in (given, right_parts))
    return [] if (match[2], match[3]) == apart(q.kind, *numbers) else [line]


# All of it -----------------------------------------------------------------------------------------------------------


def untrue(message, function, like, tried_on):
    """The claims of a verdict that aren't so on the networks that it was tried on."""
    tried = run_on(function, like, tried_on)
    names = {name_of(t.trace, like): t for t in reversed(tried)}
    found = []
    for line in message.splitlines():
        network = re.search(r"rong, on (.+?): ", line)
        if line.startswith("Right already"):
            found += untrue_of_right_already(line, tried)
        elif network:
            found += untrue_first(line, names[network[1]])
        elif " is wrong; " in line:
            found += untrue_of_lines(line, tried)
        elif multiple := re.search(r"very (network|step|.) ?.* is (\S+) times what it should be\.$", line):
            found += untrue_multiple(line, multiple[2], tried)
        elif line.startswith("Where λ = 0 everything is right"):
            found += [line for t in tried if t.trace.lam == 0 and not t.ok]
    return found


def name_of(trace, like):
    lam = "" if like == "forward" else f", λ = {trace.lam:g}"
    return f"{'-'.join(map(str, trace.net.sizes))} with {trace.m} example{'s' * (trace.m > 1)}{lam}"


def untrue_multiple(line, factor, tried):
    """Whether everything of a kind is so many times what it should be, on each network."""
    kind = KINDS.get(re.search(r"every (step|.) is|J is", line)[1] or "J", "Theta")
    wrong = []
    for t in tried:
        trace, right = t.trace, t.case.answer.right
        if line.startswith("Where λ = 0") and trace.lam:
            continue
        try:
            value = eval(
                factor.replace("−", "-").replace("²", "**2").replace("mK", "m*K").replace("2m", "2*m"),
                {"m": trace.m, "K": trace.net.sizes[-1], "L": trace.net.L, "α": t.alpha, "λ": trace.lam},
            )
        except NameError:
            return []  # of a number of the layer
        for l, given in t.reading.given[kind].items():
            before = trace.net.Theta[l] if kind == "Theta" else 0.0
            off = given - before - value * (np.asarray(right[kind][l]) - before)
            wrong += [line] if np.abs(off).max() > 1e-3 * np.abs(given - before).max() + 1e-12 else []
    return wrong


def untrue_of_lines(line, tried):
    """Whether what is said to follow from the learner's own numbers follows from them."""
    wrong = []
    for t in tried:
        net, trace, given = t.trace.net, t.trace, t.reading.given
        delta, D = given.get("delta", {}), given.get("D", {})
        if not t.reading.is_whole:
            continue
        if re.search(r" and D follow|; D follows", line):
            for l in D:
                a = np.atleast_2d(trace.a[l])
                right = np.atleast_2d(delta[l + 1]).T @ np.hstack([np.ones((trace.m, 1)), a])
                right[:, 1:] += trace.lam * net.Theta[l][:, 1:]
                wrong += [line] if not np.allclose(D[l], right / trace.m, rtol=1e-4, atol=1e-7) else []
        if "the hidden δ" in line.partition(";")[2]:
            for l in range(2, net.L):
                right = delta[l + 1] @ net.Theta[l][:, 1:] * net.activation(l).g_prime(trace.z[l])
                wrong += [line] if not np.allclose(delta[l], right, rtol=1e-4, atol=1e-7) else []
        if "δ⁽ᴸ⁾" in line.partition(";")[2]:
            wrong += [] if is_right(t, "delta", net.L) else [line]
        if "; z follows" in line or "; a follows" in line:
            z, a = given["z"], given["a"]
            for l in range(2, net.L + 1):
                before = trace.a[1] if l == 2 else a[l - 1]
                with np.errstate(all="ignore"):  # wrong numbers may be beyond all bounds
                    expected = before @ net.Theta[l - 1][:, 1:].T + net.Theta[l - 1][:, 0]
                    right, own = (expected, z[l]) if "; z" in line else (net.activation(l).g(z[l]), a[l])
                seen = np.isfinite(right)
                wrong += [] if np.allclose(own[seen], right[seen], rtol=1e-4, atol=1e-6) else [line]
    return wrong
