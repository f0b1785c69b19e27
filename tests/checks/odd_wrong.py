"""Wrong functions as a sceptic would write them, each with a piece of what has to be said of it.

They are written in parts: what a pass does, with something else in the place of one of its lines.
"""

import math
from types import SimpleNamespace

import numpy as np

from backprop_core import Forward, Network, backward, cost, forward


def ones(a):
    return np.hstack([np.ones((len(a), 1)), a])


def g(z):
    return 1 / (1 + np.exp(-z))


def deltas(net, fwd, Y, out=lambda a, y: a - y, slope=lambda a, z: a * (1 - a), weights=lambda W: W):
    d = {net.L: out(fwd.a[net.L], Y)}
    for l in range(net.L - 1, 1, -1):
        d[l] = d[l + 1] @ weights(net.Theta[l][:, 1:]) * slope(fwd.a[l], fwd.z[l])
    return d


def gradients(net, fwd, d, lam):
    D, m = {}, len(fwd.a[1])
    for l in net.Theta:
        D[l] = d[l + 1].T @ ones(fwd.a[l]) / m
        D[l][:, 1:] += lam / m * net.Theta[l][:, 1:]
    return D


def back(**lines):
    """A backward pass with other lines."""

    def mine(net, fwd, Y, lam):
        d = deltas(net, fwd, Y, **lines)
        return d, gradients(net, fwd, d, lam)

    return mine


def gives(what):
    """A backward pass, right but for what it makes of δ and D."""

    def mine(net, fwd, Y, lam):
        d = deltas(net, fwd, Y)
        return what(d, gradients(net, fwd, d, lam), net, fwd, Y)

    return mine


def penalty(of):
    """A backward pass that adds something else for λ."""

    def mine(net, fwd, Y, lam):
        d = deltas(net, fwd, Y)
        D = gradients(net, fwd, d, 0.0)
        return d, {l: D[l] + of(net.Theta[l], lam, len(Y), l, net) for l in D}

    return mine


def layers(hidden=g, out=g, z_of=lambda net, l, a: ones(a) @ net.Theta[l].T):
    """A forward pass with another g or sum."""

    def mine(net, X):
        a, z = {1: X}, {}
        for l in net.Theta:
            z[l + 1] = z_of(net, l, a[l])
            a[l + 1] = (hidden if l + 1 < net.L else out)(z[l + 1])
        return a, z

    return mine


def after_right(change):
    """A forward pass that changes what came out right."""

    def mine(net, X):
        f = forward(net, X)
        return change(dict(f.a), dict(f.z), net)

    return mine


def J_of(data, pen=lambda T: (T[:, 1:] ** 2).sum()):
    """A cost with another sum over the examples, or over the weights."""

    def mine(net, fwd, Y, lam):
        weights = sum(pen(T) for T in net.Theta.values())
        return data(fwd.a[net.L], Y) / len(Y) + lam / (2 * len(Y)) * weights

    return mine


def entropy(h, Y):
    return -np.sum(Y * np.log(h) + (1 - Y) * np.log(1 - h))


def stepped(rule):
    """A step that makes something else of Θ and D."""

    def mine(net, X, Y, lam, alpha):
        D = backward(net, forward(net, X), Y, lam).D
        return {l: rule(net.Theta[l], D[l], alpha, l, net) for l in D}

    return mine


# What is more than an expression -------------------------------------------------------------------------------------


def nested_lists_bias_last(net, X):
    a, z = {1: X.tolist()}, {}
    for l, T in net.Theta.items():
        z[l + 1] = [[math.fsum(t * v for t, v in zip(row, [*x, 1.0], strict=True)) for row in T] for x in a[l]]
        a[l + 1] = [[1 / (1 + math.exp(-v)) for v in row] for row in z[l + 1]]
    return a, z


def counted_from_zero(net, X):
    a, z = [X], [None]
    for T in net.Theta.values():
        z.append(ones(a[-1]) @ T.T)
        a.append(g(z[-1]))
    return dict(enumerate(a)), dict(enumerate(z))


class OneLayerShort:
    def __call__(self, net, X):
        a, z = {1: X}, {}
        for l in range(1, net.L - 1):
            z[l + 1] = ones(a[l]) @ net.Theta[l].T
            a[l + 1] = g(z[l + 1])
        return SimpleNamespace(a=a, z=z)


def input_normalised(net, X):
    X -= X.mean(axis=0)
    return forward(net, X)


def first_example_returned(net, fwd, Y, lam):
    J = 0.0
    for h, y in zip(fwd.a[net.L], Y, strict=True):
        J += entropy(h, y)
        return J / len(Y)
    return None


def without_the_first(net, fwd, Y, lam):
    J = sum(entropy(fwd.a[net.L][t], Y[t]) for t in range(1, len(Y))) / len(Y)
    return J + lam / (2 * len(Y)) * sum((T[:, 1:] ** 2).sum() for T in net.Theta.values())


def one_dict_for_both(net, fwd, Y, lam):
    D = d = deltas(net, fwd, Y)
    for l in net.Theta:
        D[l] = d[l + 1].T @ ones(fwd.a[l]) / len(Y)
    return d, D


def recursion_one_short(net, fwd, Y, lam):
    def delta(l):
        if l == net.L:
            return fwd.a[l] - Y
        return delta(l + 1) @ net.Theta[l][:, 1:] * fwd.a[l] * (1 - fwd.a[l])

    d = {l: delta(l) for l in range(3, net.L + 1)}
    return d, {l: d[l + 1].T @ ones(fwd.a[l]) / len(Y) for l in net.Theta if l > 1}


def written_for_four_layers(net, fwd, Y, lam):
    d4 = fwd.a[4] - Y
    d3 = d4 @ net.Theta[3][:, 1:] * fwd.a[3] * (1 - fwd.a[3])
    d = {4: d4, 3: d3, 2: d3 @ net.Theta[2][:, 1:] * fwd.a[2] * (1 - fwd.a[2])}
    return d, gradients(net, fwd, d, lam)


def slope_written_into_a(net, fwd, Y, lam):
    d = {net.L: fwd.a[net.L] - Y}
    for l in range(net.L - 1, 1, -1):
        fwd.a[l] *= 1 - fwd.a[l]
        d[l] = d[l + 1] @ net.Theta[l][:, 1:] * fwd.a[l]
    return d, gradients(net, fwd, d, lam)


def target_taken_off_in_place(net, fwd, Y, lam):
    fwd.a[net.L] -= Y
    d = deltas(net, fwd, Y, out=lambda a, y: a)
    return d, gradients(net, fwd, d, lam)


def last_of_the_loop(net, fwd, Y, lam):
    for t in range(len(Y)):
        d = {net.L: fwd.a[net.L][t] - Y[t]}
    for l in range(net.L - 1, 1, -1):
        d[l] = (net.Theta[l].T @ d[l + 1])[1:] * fwd.a[l][t] * (1 - fwd.a[l][t])
    return d, {l: np.outer(d[l + 1], np.append(1, fwd.a[l][t])) for l in net.Theta}


def own_sigmoid_pass(net, fwd, Y, lam):
    a = {1: fwd.a[1]}
    for l in net.Theta:
        a[l + 1] = g(ones(a[l]) @ net.Theta[l].T)
    d = deltas(net, Forward(a, fwd.z), Y)
    return d, gradients(net, Forward(a, fwd.z), d, lam)


def bound_late(net, fwd, Y, lam):
    d = deltas(net, fwd, Y)
    later = [lambda: d[l + 1].T @ ones(fwd.a[l]) / len(Y) for l in net.Theta]  # noqa: B023 - the slip itself
    max(net.Theta)
    return d, {k: D() for k, D in zip(net.Theta, later, strict=True)}


def bias_summed_over_units(net, fwd, Y, lam):
    d = deltas(net, fwd, Y)
    D = gradients(net, fwd, d, lam)
    for l in D:
        D[l][:, 0] = d[l + 1].sum(axis=1) / len(Y)
    return d, D


def each_example_a_step(net, X, Y, lam, alpha):
    for x, y in zip(X, Y, strict=True):
        net = net.stepped(backward(net, forward(net, x), y, lam).D, alpha)
    return net


def with_momentum(net, X, Y, lam, alpha, kept={}):  # noqa: B006 - the slip itself
    Theta = {}
    for l, D in backward(net, forward(net, X), Y, lam).D.items():
        kept[D.shape] = 0.9 * kept.get(D.shape, 0.0) + D
        Theta[l] = net.Theta[l] - alpha * kept[D.shape]
    return Theta


def written_while_computing(net, X, Y, lam, alpha):
    for l in net.Theta:
        net.Theta[l][...] -= alpha * backward(net, forward(net, X), Y, lam).D[l]
    return net


def J_and_Theta(net, X, Y, lam, alpha):
    f = forward(net, X)
    D = backward(net, f, Y, lam).D
    return cost(net, f, Y, lam), {l: net.Theta[l] - alpha * D[l] for l in D}


def two_steps(net, X, Y, lam, alpha):
    for _ in range(2):
        net = Network({l: net.Theta[l] - alpha * D for l, D in backward(net, forward(net, X), Y, lam).D.items()})
    return net
