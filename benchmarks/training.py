"""How well and how fast descent trains: XOR from 30 seeds, the digits, and an epoch beside other libraries.

    python benchmarks/training.py              # scikit-learn and PyTorch are timed if they are there
    python benchmarks/training.py --seeds 5    # fewer seeds

Neither library is needed by lessons or tests.
"""

import argparse
import os
import statistics
import sys
import time
import warnings
from pathlib import Path

# One thread each: the matrices are too small to share, and threads that wait for each other measure only that.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np  # noqa: E402

sys.path.insert(0, str(Path(__file__).parents[1]))

from backprop_core import Network, descent, examples  # noqa: E402

EPOCHS = 25
BATCH = 200


def xor(seeds):
    """J < 0.1 within 3000 steps, 2-4-4-1, full batch, α 1, no momentum?"""
    solved, missed = [], []
    for seed in range(seeds):
        for record in descent(Network.random([2, 4, 4, 1], seed=seed), *examples.xor(), alpha=1.0, steps=3000):
            if record.J < 0.1:
                solved.append(record.step)
                break
        else:
            missed.append((seed, record.J))
    print(f"XOR, 2-4-4-1, α 1: J < 0.1 within 3000 steps from {len(solved)} of {seeds} seeds", end="")
    print(f"; steps: median {statistics.median(solved):.0f}, most {max(solved)}" if solved else "")
    for seed, J in missed:
        print(f"  seed {seed}: J = {J:.4f} after 3000 steps{why(seed)}")


def why(seed):
    """Where a run that missed 3000 steps is after 10 times as many: on a plateau, or in a hole."""
    *_, last = descent(Network.random([2, 4, 4, 1], seed=seed), *examples.xor(), alpha=1.0, steps=30_000)
    steepest = max(float(np.abs(D).max()) for D in last.trace.D.values())
    return f"; after 30000: J = {last.J:.4f}, largest |∂J/∂Θ| {steepest:.0e}"


def digits(seeds):
    """97 % within 25 epochs, 64-64-10, batch 200, α 0.5, momentum 0.9, λ 0?"""
    X, Y = examples.digits()
    a_round = -(-len(X) // BATCH)
    for seed in range(min(seeds, 5)):
        net = Network.random([64, 64, 10], seed=seed)
        records = descent(net, X, Y, alpha=0.5, steps=EPOCHS * a_round, batch=BATCH, momentum=0.9, seed=seed)
        shares = [record.accuracy for record in records if record.step % a_round == 0]
        first = next((n for n, share in enumerate(shares) if share >= 0.97), None)
        print(f"digits, seed {seed}: 97 % after {first} epochs, {shares[-1]:.2%} after {EPOCHS}")


def epochs():
    """Time per epoch: same layers, batches and momentum; taking turns, the best of three medians of 20 epochs."""
    X, Y = examples.digits()
    best = {}
    for _ in range(3):
        for name, took in [*time_ours(X, Y), *time_sklearn(X, Y), *time_torch(X, Y)]:
            best[name] = min(took, best.get(name, took))
    for name, took in best.items():
        print(f"epoch of 64-64-10 on {len(X)} digits, batch {BATCH}: {took * 1000:6.2f} ms  {name}")


def median_of_epochs(one, epochs=21):
    times = []
    for _ in range(epochs):
        start = time.perf_counter()
        one()
        times.append(time.perf_counter() - start)
    return statistics.median(times[1:])


def time_ours(X, Y):
    rows = []
    for dtype in (np.float64, np.float32):
        net = Network([Theta.astype(dtype) for Theta in Network.random([64, 64, 10]).Theta.values()])
        x, y = X.astype(dtype), Y.astype(dtype)
        records = descent(net, x, y, alpha=0.5, steps=10**6, batch=BATCH, momentum=0.9)
        next(records)

        def one(records=records):
            for _ in range(-(-len(X) // BATCH)):
                next(records)

        rows.append((f"backprop_core, {np.dtype(dtype)}", median_of_epochs(one)))
    return rows


def time_sklearn(X, Y):
    try:
        from sklearn.neural_network import MLPClassifier
    except ImportError:
        return []
    options = {"solver": "sgd", "learning_rate_init": 0.5, "momentum": 0.9, "alpha": 0.0, "nesterovs_momentum": False}
    model = MLPClassifier((64,), activation="logistic", batch_size=BATCH, max_iter=1, warm_start=True, **options)
    labels = Y.argmax(axis=1)

    def one():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.partial_fit(X, labels, classes=range(10))

    return [("scikit-learn MLPClassifier (softmax), float64", median_of_epochs(one))]


def time_torch(X, Y):
    try:
        import torch
    except ImportError:
        return []
    torch.set_num_threads(1)
    rows = []
    for dtype in (torch.float64, torch.float32):
        x, y = torch.tensor(X, dtype=dtype), torch.tensor(Y, dtype=dtype)
        model = torch.nn.Sequential(torch.nn.Linear(64, 64), torch.nn.Sigmoid(), torch.nn.Linear(64, 10)).to(dtype)
        cost = torch.nn.BCEWithLogitsLoss(reduction="sum")
        step = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9)

        def one(x=x, y=y, model=model, cost=cost, step=step):
            order = torch.randperm(len(x))
            for start in range(0, len(x), BATCH):
                chosen = order[start : start + BATCH]
                step.zero_grad()
                (cost(model(x[chosen]), y[chosen]) / len(chosen)).backward()
                step.step()

        rows.append((f"PyTorch {torch.__version__}, {str(dtype).removeprefix('torch.')}", median_of_epochs(one)))
    return rows


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seeds", type=int, default=30)
    chosen = parser.parse_args()
    xor(chosen.seeds)
    digits(chosen.seeds)
    epochs()
