"""Right functions in odd styles: plain Python, columns, recursion, classes, other dtypes, measured, written in place."""

# ruff: noqa: E501, PLC0206, PYI024, T201 - learners write as they like

import functools
import math
from collections import OrderedDict, namedtuple
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from backprop_core import Forward, Network, backward, cost, forward

from .odd_wrong import deltas, g, gradients, ones

RIGHT = {}


def right(like, **choices):
    """Keep a function, with how it is to be called."""

    def keep(function):
        RIGHT[function.__name__] = like, function, choices
        return function

    return keep


def s(a):
    return a * (1 - a)


# forward
@right("forward")
def column_per_example(net, X):
    A, Z = {1: X.T}, {}
    for l in net.Theta:
        Z[l + 1] = net.Theta[l] @ np.vstack([np.ones((1, A[l].shape[1])), A[l]])
        A[l + 1] = g(Z[l + 1])
    return A, Z


@right("forward")
def pure_python(net, X):
    a, z = {1: [list(x) for x in X]}, {}
    for l, T in net.Theta.items():
        z[l + 1] = [[float(sum(t * v for t, v in zip(row, [1.0, *ex], strict=False))) for row in T] for ex in a[l]]
        a[l + 1] = [[1 / (1 + math.exp(-v)) for v in ex] for ex in z[l + 1]]
    return a, z


@right("forward")
def only_output(net, X):
    for T in net.Theta.values():
        X = g(ones(X) @ T.T)
    return X


@right("forward")
def lists_of_arrays(net, X):
    a, z = [X], []
    for T in net.Theta.values():
        z.append(ones(a[-1]) @ T.T)
        a.append(g(z[-1]))
    return a, z


@right("forward")
def none_first(net, X):
    a, z = [None, X], [None, None]
    for T in net.Theta.values():
        z.append(ones(a[-1]) @ T.T)
        a.append(g(z[-1]))
    return a, z


@right("forward")
def recursive(net, X):
    @functools.lru_cache
    def a(l):
        return X if l == 1 else g(z(l))

    @functools.lru_cache
    def z(l):
        return ones(a(l - 1)) @ net.Theta[l - 1].T

    return {l: a(l) for l in range(1, net.L + 1)}, {l: z(l) for l in range(2, net.L + 1)}


@right("forward")
def named_tuple(net, X):
    F = namedtuple("F", "a z")
    f = forward(net, X)
    return F(dict(f.a), dict(f.z))


@right("forward")
def dict_named(net, X):
    f = forward(net, X)
    return {"a": f.a, "z": f.z}


@right("forward", output="softmax")
def naive_softmax(net, X):
    f = forward(net, X)
    a, z = dict(f.a), dict(f.z)
    e = np.exp(z[net.L])
    a[net.L] = e / np.sum(e, 1)[:, None]
    return a, z


@right("forward", hidden="tanh")
def tanh_by_sigmoid(net, X):
    a, z = {1: X}, {}
    for l in net.Theta:
        z[l + 1] = ones(a[l]) @ net.Theta[l].T
        a[l + 1] = 2 * g(2 * z[l + 1]) - 1 if l + 1 < net.L else g(z[l + 1])
    return a, z


@right("forward", hidden="relu")
def relu_mult(net, X):
    a, z = {1: X}, {}
    for l in net.Theta:
        z[l + 1] = ones(a[l]) @ net.Theta[l].T
        a[l + 1] = z[l + 1] * (z[l + 1] > 0) if l + 1 < net.L else g(z[l + 1])
    return a, z


@right("forward")
def bias_inside_a(net, X):
    a, z = {1: ones(X)}, {}
    for l in net.Theta:
        z[l + 1] = a[l] @ net.Theta[l].T
        a[l + 1] = g(z[l + 1])
        if l + 1 < net.L:
            a[l + 1] = ones(a[l + 1])
    return a, z


@right("forward")
def float32(net, X):
    a, z = {1: X.astype(np.float32)}, {}
    for l in net.Theta:
        z[l + 1] = ones(a[l]).astype(np.float32) @ net.Theta[l].astype(np.float32).T
        a[l + 1] = (1 / (1 + np.exp(-z[l + 1]))).astype(np.float32)
    return a, z


@right("forward", m=1)
def columns_of_one(net, x):
    a, z = {1: x[:, None]}, {}
    for l in net.Theta:
        z[l + 1] = net.Theta[l] @ np.vstack([[[1.0]], a[l]])
        a[l + 1] = g(z[l + 1])
    return a, z


# cost
@right("cost")
def cost_loop(net, fwd, Y, lam):
    J = 0
    for h, y in zip(fwd.a[net.L].tolist(), Y.tolist(), strict=False):
        for hk, yk in zip(h, y, strict=False):
            J += -math.log(hk) * yk - math.log(1 - hk) * (1 - yk)
    for T in net.Theta.values():
        for row in T.tolist():
            for t in row[1:]:
                J += lam / 2 * t * t
    return J / len(Y)


@right("cost")
def cost_clip(net, fwd, Y, lam):
    h = np.clip(fwd.a[net.L], 1e-7, 1 - 1e-7)
    return (-Y * np.log(h) - (1 - Y) * np.log(1 - h)).sum(axis=1).mean() + lam / 2 / len(Y) * sum(
        np.linalg.norm(T[:, 1:]) ** 2 for T in net.Theta.values()
    )


@right("cost")
def cost_array(net, fwd, Y, lam):
    return np.array([[cost(net, fwd, Y, lam)]])


@right("cost")
def cost_trace(net, fwd, Y, lam):
    h = fwd.a[net.L]
    return -(np.trace(Y.T @ np.log(h)) + np.trace((1 - Y).T @ np.log(1 - h))) / len(Y) + lam / (2 * len(Y)) * sum(
        np.einsum("ij,ij->", T[:, 1:], T[:, 1:]) for T in net.Theta.values()
    )


@right("cost")
def cost_float32(net, fwd, Y, lam):
    h = fwd.a[net.L].astype(np.float32)
    y = Y.astype(np.float32)
    return np.float32(
        -(y * np.log(h) + (1 - y) * np.log(1 - h)).sum() / len(y)
        + lam / (2 * len(y)) * sum((T[:, 1:].astype(np.float32) ** 2).sum() for T in net.Theta.values())
    )


@right("cost")
def cost_softplus(net, fwd, Y, lam):
    z = fwd.z[net.L]
    return (np.logaddexp(0, z) - Y * z).sum() / len(Y) + lam / (2 * len(Y)) * sum(
        (T[:, 1:] ** 2).sum() for T in net.Theta.values()
    )


@right("cost", output="softmax")
def cost_pick(net, fwd, Y, lam):
    z = fwd.z[net.L]
    z = z - z.max(1, keepdims=True)
    return -(Y * (z - np.log(np.exp(z).sum(1, keepdims=True)))).sum() / len(Y) + lam / (2 * len(Y)) * sum(
        (T[:, 1:] ** 2).sum() for T in net.Theta.values()
    )


@right("cost")
def cost_nolam(net, fwd, Y):
    h = fwd.a[net.L]
    return -np.sum(Y * np.log(h) + (1 - Y) * np.log(1 - h)) / len(Y)


@right("cost", m=1)
def cost_one(net, fwd, y, lam):
    return -(y @ np.log(fwd.a[net.L]) + (1 - y) @ np.log(1 - fwd.a[net.L])) + lam / 2 * sum(
        (T[:, 1:] ** 2).sum() for T in net.Theta.values()
    )


# backward
@right("backward")
class Callable:
    "keeps a cache, but empties it"

    def __init__(self):
        self.delta = {}
        self.D = {}

    def __call__(self, net, fwd, Y, lam=0.0):
        self.delta.clear()
        self.D.clear()
        self.delta.update(deltas(net, fwd, Y))
        self.D.update(gradients(net, fwd, self.delta, lam))
        return self.delta, self.D


RIGHT["Callable"] = "backward", Callable(), {}


class Net2:
    def grad(self, net, fwd, Y, lam):
        d = deltas(net, fwd, Y)
        return d, gradients(net, fwd, d, lam)


RIGHT["bound_method"] = "backward", Net2().grad, {}


@right("backward")
def data_class(net, fwd, Y, lam):
    @dataclass
    class Grad:
        delta: dict
        D: dict

    d = deltas(net, fwd, Y)
    return Grad(d, gradients(net, fwd, d, lam))


@right("backward")
def userdict(net, fwd, Y, lam):
    d = deltas(net, fwd, Y)
    return MappingProxyType({"delta": OrderedDict(sorted(d.items())), "D": OrderedDict(gradients(net, fwd, d, lam))})


@right("backward")
def listcomp(net, fwd, Y, lam):
    d = deltas(net, fwd, Y)
    return [d[l] for l in sorted(d)], [D for _, D in sorted(gradients(net, fwd, d, lam).items())]


@right("backward")
def with_delta1(net, fwd, Y, lam):
    d = deltas(net, fwd, Y)
    D = gradients(net, fwd, d, lam)
    d[1] = d[2] @ net.Theta[1][:, 1:] * s(fwd.a[1])
    return d, D


@right("backward")
def three(net, fwd, Y, lam):
    d = deltas(net, fwd, Y)
    Delta = {l: d[l + 1].T @ ones(fwd.a[l]) for l in net.Theta}
    return d, Delta, gradients(net, fwd, d, lam)


@right("backward")
def per_example(net, fwd, Y, lam):
    parts = [
        backward(net, Forward({l: a[t] for l, a in fwd.a.items()}, {l: z[t] for l, z in fwd.z.items()}), Y[t])
        for t in range(len(Y))
    ]
    d = {l: np.array([p.delta[l] for p in parts]) for l in range(2, net.L + 1)}
    D = {l: sum(p.D[l] for p in parts) / len(Y) for l in net.Theta}
    for l in D:
        D[l][:, 1:] += lam * net.Theta[l][:, 1:] / len(Y)
    return d, D


@right("backward")
def mask(net, fwd, Y, lam):
    d = deltas(net, fwd, Y)
    D = {}
    for l, T in net.Theta.items():
        mask = np.ones_like(T)
        mask[:, 0] = 0
        D[l] = (
            sum(np.outer(d[l + 1][t], np.append(1, fwd.a[l][t])) for t in range(len(Y))) / len(Y)
            + lam / len(Y) * T * mask
        )
    return d, D


@right("backward")
def own_forward(net, fwd, Y, lam):
    f = forward(net, fwd.a[1])
    return backward(net, f, Y, lam)


@right("backward")
def prints(net, fwd, Y, lam):
    d = deltas(net, fwd, Y)
    [print("δ", l, d[l].shape) for l in d]
    return d, gradients(net, fwd, d, lam)


@right("backward")
def object_dtype(net, fwd, Y, lam):
    d = deltas(net, fwd, Y)
    return {l: v.astype(object) for l, v in d.items()}, gradients(net, fwd, d, lam)


@right("backward", output="softmax")
def softmax_jacobian(net, fwd, Y, lam):
    a = fwd.a[net.L]
    dJ = -Y / a
    d = {net.L: np.array([(np.diag(p) - np.outer(p, p)) @ q for p, q in zip(a, dJ, strict=False)])}
    for l in range(net.L - 1, 1, -1):
        d[l] = d[l + 1] @ net.Theta[l][:, 1:] * s(fwd.a[l])
    return d, gradients(net, fwd, d, lam)


@right("backward")
def dJda_times_slope(net, fwd, Y, lam):
    fwd.a[net.L]
    d = deltas(net, fwd, Y, out=lambda a, y: (-(y / a) + (1 - y) / (1 - a)) * a * (1 - a))
    return d, gradients(net, fwd, d, lam)


@right("backward", hidden="relu")
def where(net, fwd, Y, lam):
    d = deltas(net, fwd, Y, slope=lambda a, z: np.where(a > 0, 1.0, 0.0))
    return d, gradients(net, fwd, d, lam)


@right("backward")
def complex_step_D(net, fwd, Y, lam):
    def J(T):
        a = fwd.a[1].astype(complex)
        for l in T:
            a = 1 / (1 + np.exp(-(np.hstack([np.ones((len(a), 1)), a]) @ T[l].T)))
        return -np.sum(Y * np.log(a) + (1 - Y) * np.log(1 - a)) / len(Y) + lam / (2 * len(Y)) * sum(
            (t[:, 1:] ** 2).sum() for t in T.values()
        )

    D = {}
    for l in net.Theta:
        D[l] = np.zeros(net.Theta[l].shape)
        for i in np.ndindex(D[l].shape):
            T = {k: v.astype(complex) for k, v in net.Theta.items()}
            T[l][i] += 1e-20j
            D[l][i] = J(T).imag / 1e-20
    return D


@right("backward")
def float32_all(net, fwd, Y, lam):
    f = np.float32
    d = {net.L: fwd.a[net.L].astype(f) - Y.astype(f)}
    for l in range(net.L - 1, 1, -1):
        d[l] = d[l + 1] @ net.Theta[l][:, 1:].astype(f) * s(fwd.a[l].astype(f))
    return d, {
        l: (
            d[l + 1].T @ ones(fwd.a[l]).astype(f)
            + f(lam) * np.hstack([0 * net.Theta[l][:, :1], net.Theta[l][:, 1:]]).astype(f)
        )
        / f(len(Y))
        for l in net.Theta
    }


@right("backward", m=1)
def one_columns(net, fwd, y, lam):
    d = {net.L: (fwd.a[net.L] - y)[:, None]}
    for l in range(net.L - 1, 1, -1):
        d[l] = net.Theta[l][:, 1:].T @ d[l + 1] * s(fwd.a[l])[:, None]
    return d, {
        l: d[l + 1] @ np.append(1, fwd.a[l])[None, :] + lam * np.c_[0 * net.Theta[l][:, 0], net.Theta[l][:, 1:]]
        for l in net.Theta
    }


@right("backward")
def restores(net, fwd, Y, lam):
    T = net.Theta
    kept = {l: v[:, 0].copy() for l, v in T.items()}
    d = deltas(net, fwd, Y)
    D = {}
    for l in T:
        T[l][:, 0] = 0
        D[l] = (d[l + 1].T @ ones(fwd.a[l]) + lam * T[l]) / len(Y)
        T[l][:, 0] = kept[l]
    return d, D


@right("backward")
def flat_lists(net, fwd, Y, lam):
    d = deltas(net, fwd, Y)
    return ({l: v.tolist() for l, v in d.items()}, {l: v.tolist() for l, v in gradients(net, fwd, d, lam).items()})


# step
@right("step")
def step_net(net, X, Y, lam, alpha):
    return Network({l: net.Theta[l] - alpha * v for l, v in backward(net, forward(net, X), Y, lam).D.items()})


@right("step")
def step_list(net, X, Y, lam, alpha):
    D = backward(net, forward(net, X), Y, lam).D
    return [net.Theta[l] - alpha * D[l] for l in sorted(D)]


@right("step")
def step_inplace(net, X, Y, lam, alpha):
    D = backward(net, forward(net, X), Y, lam).D
    for l in D:
        net.Theta[l] -= alpha * D[l]
    return net.Theta


@right("step")
def step_decay(net, X, Y, lam, alpha):
    D = backward(net, forward(net, X), Y).D
    out = {}
    for l in D:
        W = net.Theta[l].copy()
        W[:, 1:] *= 1 - alpha * lam / len(X)
        out[l] = W - alpha * D[l]
    return out


@right("step")
def step_lists(net, X, Y, lam, alpha):
    D = backward(net, forward(net, X), Y, lam).D
    return {
        l: [
            [t - alpha * d for t, d in zip(a, b, strict=False)]
            for a, b in zip(net.Theta[l].tolist(), D[l].tolist(), strict=False)
        ]
        for l in D
    }
