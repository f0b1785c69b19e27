"""The table of the faults, measured: how far each is off, and how little a falling cost says about it.

XOR, 2-2-2-1 sigmoid (or tanh with a sigmoid output), cross-entropy; 30 starts, seeds 0 to 29, weights uniform in
-2 .. 2; full batch, α 1, λ 0 unless said. Relative error: median over the starts of ‖D_fault − D‖ / ‖D‖ by layer.
"Falls": J after 50 steps is below J at the start. "Solved": J < 0.1 at step 3000. A million steps: some minutes. Faults
whose shapes don't fit this network raise an error on it, and are left out.
"""

from dataclasses import replace

import numpy as np

from backprop_core import Network, backward, examples, forward, run
from backprop_core.faults import FAULTS
from benchmarks.measure import Row

X, Y = examples.xor()
SEEDS = range(30)
LAYERS = (1, 2, 3)
# Those that λ = 0 hides are measured with λ = 1, where XOR can't be solved at all. Those that leave D right descend as
# the right pass does.
NEED_LAMBDA = [name for name, fault in FAULTS.items() if "λ = 0" in fault.hides]
NEED_TANH = ("none, tanh", "sigmoid_slope")


def start(seed, hidden):
    rng = np.random.default_rng(seed)
    return Network({k: rng.uniform(-2, 2, (s, 3)) for k, s in zip(LAYERS, (2, 2, 1), strict=True)}, hidden=hidden)


def errors(wrong, lam, hidden, seeds):
    """The median relative error of each layer's D."""
    rows = []
    for seed in seeds:
        net = start(seed, hidden)
        D, right = wrong(net, forward(net, X), Y, lam).D, run(net, X, Y, lam).D
        rows.append([np.linalg.norm(D[k] - right[k]) / np.linalg.norm(right[k]) for k in LAYERS])
    return np.median(rows, axis=0)


def J(net):
    return np.inf if net is None else run(net, X, Y).J


def descend(wrong, net, steps):
    """Give the network after so many steps, or None once a weight is too large for a number."""
    for _ in range(steps):
        with np.errstate(over="ignore", invalid="ignore"):
            D = wrong(net, forward(net, X), Y).D
        Theta = {k: net.Theta[k] - D[k] for k in LAYERS}
        if not all(np.isfinite(one).all() for one in Theta.values()):
            return None
        net = replace(net, Theta=Theta)
    return net


def falls_and_solves(wrong, hidden, seeds):
    """Of how many starts J falls in 50 steps, and of how many it is below 0.1 at step 3000."""
    falls = solves = 0
    for seed in seeds:
        begin = start(seed, hidden)
        after = descend(wrong, begin, 50)
        falls += J(after) < J(begin)
        solves += J(after and descend(wrong, after, 2950)) < 0.1
    return f"falls {falls}/{len(seeds)}, solved {solves}/{len(seeds)}"


def fits(wrong):
    net = start(0, "sigmoid")
    try:
        wrong(net, forward(net, X), Y)
    except ValueError:
        return False
    return True


def measure(quick):
    """A row for each fault of the backward pass, and for none."""
    faults = {name: fault.wrong for name, fault in FAULTS.items() if fault.kind == "backward" and fits(fault.wrong)}
    passes = {"none": backward, "none, tanh": backward} | faults
    return [row(name, wrong, SEEDS[:1] if quick else SEEDS) for name, wrong in passes.items()]


def row(name, wrong, seeds):
    """How far one is off in the first layer; beside, the other layers, and how its descent ends."""
    lam, hidden = 1.0 if name in NEED_LAMBDA else 0.0, "tanh" if name in NEED_TANH else "sigmoid"
    off = errors(wrong, lam, hidden, seeds)
    layers = " / ".join(f"{error:.3g}" if error > 1e-12 else "0" for error in off)
    on = " (λ = 1)" if lam else f" ({hidden})" if name == "sigmoid_slope" else ""
    ends = "" if lam else f"; {falls_and_solves(wrong, hidden, seeds)}"
    return Row(f"{name}{on}: relative error of Θ1", float(off[0]), "{:.3g}", beside=f"Θ1 / Θ2 / Θ3: {layers}{ends}")
