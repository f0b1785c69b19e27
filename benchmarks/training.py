"""How well and how fast descent trains: XOR, the digits, and an epoch beside other libraries.

XOR: 2-4-4-1, full batch, α 1, no momentum, from 30 seeds. Digits: 64-64-10, batch 200, α 0.5, momentum 0.9, λ 0.
"""

import warnings
from itertools import islice
from statistics import median

import numpy as np

from backprop_core import Network, descent, examples
from benchmarks.measure import Row, in_turns, medians

EPOCHS = 25
BATCH = 200


SEEDS = 30


def measure(quick):
    """XOR, digits, epochs."""
    seeds = SEEDS // 6 if quick else SEEDS
    return [xor(seeds), *digits(1 if quick else 5), *epochs(3 if quick else 40)]


def xor(seeds):
    """From how many starts J comes below 0.1 within 3000 steps."""
    steps, missed = [], []
    for seed in range(seeds):
        records = descent(Network.random([2, 4, 4, 1], seed=seed), *examples.xor(), alpha=1.0, steps=3000)
        first = next((record.step for record in records if record.J < 0.1), None)
        steps.append(first) if first else missed.append(seed)
    beside = f"of {seeds} seeds; median {median(steps):.0f} steps, most {max(steps)}" if steps else f"of {seeds} seeds"
    return Row("XOR: seeds with J < 0.1 within 3000 steps", len(steps), "{:.0f}", beside=beside + without(missed))


def without(missed):
    """Which seeds don't arrive, and where they are after ten times as many steps: on a plateau, or in a hole."""
    words = []
    for seed in missed:
        *_, last = descent(Network.random([2, 4, 4, 1], seed=seed), *examples.xor(), alpha=1.0, steps=30_000)
        words.append(f"; seed {seed} is at {last.J:.2f} after 30000")
    return "".join(words)


def digits(seeds):
    """After how many epochs 97% are right."""
    X, Y = examples.digits()
    a_round = -(-len(X) // BATCH)
    rows = []
    for seed in range(seeds):
        net = Network.random([64, 64, 10], seed=seed)
        records = descent(net, X, Y, alpha=0.5, steps=EPOCHS * a_round, batch=BATCH, momentum=0.9, seed=seed)
        shares = [record.accuracy for record in islice(records, 0, None, a_round)]
        first = next((n for n, share in enumerate(shares) if share >= 0.97), EPOCHS + 1)
        beside = f"{shares[-1]:.2%} after {EPOCHS}"
        rows.append(Row(f"digits, seed {seed}: epochs until 97% are right", first, "{:.0f}", beside=beside))
    return rows


def epochs(turns):
    """An epoch: same layers, batches and momentum."""
    X, Y = examples.digits()
    rows = []
    for dtype in (np.float64, np.float32):
        calls = {"descent": ours(X.astype(dtype), Y.astype(dtype))}
        for name, make in (("PyTorch", torchs), ("scikit-learn (softmax)", sklearns)):
            try:
                calls[name] = make(X.astype(dtype), Y.astype(dtype))
            except ImportError:
                print(f"{name} is not installed: not compared", flush=True)
        taken = medians(in_turns(calls, turns))
        beside = ", ".join(f"{name} {1e3 * seconds:.1f}" for name, seconds in taken.items() if name != "descent")
        rows.append(
            Row(f"an epoch of the digits, {np.dtype(dtype)}, ms", 1e3 * taken["descent"], "{:.1f}", beside=beside)
        )
    return rows


def ours(X, Y):
    net = Network([Theta.astype(X.dtype) for Theta in Network.random([64, 64, 10]).Theta.values()])
    records = descent(net, X, Y, alpha=0.5, steps=10**6, batch=BATCH, momentum=0.9)
    next(records)
    return lambda: list(islice(records, -(-len(X) // BATCH)))


def sklearns(X, Y):
    from sklearn.neural_network import MLPClassifier

    options = {"solver": "sgd", "learning_rate_init": 0.5, "momentum": 0.9, "alpha": 0.0, "nesterovs_momentum": False}
    model = MLPClassifier((64,), activation="logistic", batch_size=BATCH, max_iter=1, warm_start=True, **options)
    labels = Y.argmax(axis=1)

    def one():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.partial_fit(X, labels, classes=range(10))

    return one


def torchs(X, Y):
    import torch

    torch.set_num_threads(1)
    x, y = torch.tensor(X), torch.tensor(Y)
    model = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.Sigmoid(), torch.nn.Linear(64, 10)).to(x.dtype)
    cost = torch.nn.BCEWithLogitsLoss(reduction="sum")
    step = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)

    def one():
        order = torch.randperm(len(x))
        for start in range(0, len(x), BATCH):
            chosen = order[start : start + BATCH]
            step.zero_grad()
            (cost(model(x[chosen]), y[chosen]) / len(chosen)).backward()
            step.step()

    return one
