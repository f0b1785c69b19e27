"""`run()` beside its own matrix products, textbook numpy and other libraries.

Sigmoid units, cross-entropy, a batch, one thread. The products are those that there is no way round, Θa, δΘ and δᵀa,
each into a new array. `run()` checks X and Y, keeps every z, a, δ and D, and is right where g(z) has rounded to 0 or 1;
textbook numpy does none of this.
"""

import numpy as np

from backprop_core import Network, run
from benchmarks.measure import Row, in_turns, medians
from benchmarks.peers import peers
from benchmarks.textbook import textbook

# Layers, examples, turns, and what run() may take, in float64 and in float32, of what its products take.
SIZES = (
    ([400, 25, 10], 5000, 30, 1.25, 1.6),
    ([784, 256, 128, 10], 1000, 15, 1.15, 1.2),
    ([1024, 1024, 1024, 10], 4096, 3, 1.10, 1.15),
)
WHY = (
    "beside its products `run()` looks at every x once, to refuse NaN, and takes e^(-z) for g, e^(-|z|) for g' and for "
    "J, and log(1 + e^(-|z|)). Tried and kept: one exponential in g where there were two, one logarithm in J, the bias "
    "added in place, NaN found in one sum of squares. What it would take: g' as a (1 - a), which is wrong where a "
    "rounds to 1; X checked by the z that comes of it; the layers in blocks that fit the cache, with `out=` in each "
    "formula. Each would cost the look of the formulas, or digits. An array of 32 MB, as each of layer 2 and 3 of the "
    "largest network in float64, glibc maps afresh each time: with MALLOC_MMAP_THRESHOLD_ and MALLOC_TRIM_THRESHOLD_ "
    "above that, 1.90 became 1.19."
)


def measure(quick):
    """A row for each size and each kind of float, then one that says who is ahead."""
    rows = []
    for sizes, full, many, *targets in SIZES:
        m, turns = (min(full, 400), max(many // 5, 1)) if quick else (full, many)
        for dtype, target in zip((np.float64, np.float32), targets, strict=True):
            rows += rows_of(sizes, m, dtype, target, turns)
    return rows


def rows_of(sizes, m, dtype, target, turns):
    """Measure one network."""
    net, X, Y = network(sizes, m, dtype)
    trace, others = run(net, X, Y), peers(net, X, Y)
    check(trace, others)
    others["textbook numpy"] = lambda: textbook(net.Theta, X, Y)
    calls = {"products": products(trace), "run": lambda: run(net, X, Y)} | others
    taken = medians(in_turns(calls, turns))
    of = {name: taken[name] / taken["products"] for name in others}
    what = f"`run()`, {'-'.join(map(str, sizes))}, m = {m}, {np.dtype(dtype)}"
    beside = ", ".join(f"{name} {ratio:.2f}" for name, ratio in of.items())
    ratio = taken["run"] / taken["products"]
    rows = [Row(f"{what}, of its products", ratio, target=target, beside=beside, why=WHY)]
    of.pop("textbook numpy")
    if of and dtype == np.float64:
        fastest = min(of, key=of.get)
        words = f"{what}: the fastest library, {fastest}, of it"
        rows.append(Row(words, of[fastest] / ratio, target=1.0, at_least=True))
    return rows


def network(sizes, m, dtype):
    """A network with a batch of m examples, each of one class."""
    rng = np.random.default_rng(0)
    net = Network([Theta.astype(dtype) for Theta in Network.random(sizes, seed=0).Theta.values()])
    return net, rng.random((m, sizes[0]), dtype), np.eye(sizes[-1], dtype=dtype)[rng.integers(0, sizes[-1], m)]


def products(trace):
    """The matrix products of both passes, and nothing else."""
    a, delta, Theta = trace.a, trace.delta, trace.net.Theta
    pairs = [(a[l], Theta[l][:, 1:].T) for l in Theta]
    pairs += [(delta[l + 1], Theta[l][:, 1:]) for l in Theta if l > 1]
    pairs += [(delta[l + 1].T, a[l]) for l in Theta]
    return lambda: [left @ right for left, right in pairs]


def check(trace, others):
    """All compute the same gradients, or the comparison says nothing."""
    close = 1e-8 if trace.J and trace.X.dtype == np.float64 else 1e-3
    for name, call in others.items():
        for D, ours in zip(call() or (), trace.D.values(), strict=False):
            off = np.linalg.norm(D - ours) / np.linalg.norm(ours)
            assert off < close, f"{name} is off by {off:.1e}"
