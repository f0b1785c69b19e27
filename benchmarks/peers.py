"""J and every gradient of a sigmoid network with cross-entropy, by other libraries: those that are installed."""

import warnings

import numpy as np


def peers(net, X, Y):
    """A call for each library that is there, by its name; each computes what `run(net, X, Y)` does, but keeps less."""
    found = {}
    for name, make in (("PyTorch", _torch), ("JAX", _jax), ("autograd", _autograd), ("scikit-learn", _sklearn)):
        try:
            found[name] = make(net, X, Y)
        except ImportError:
            print(f"{name} is not installed: not compared", flush=True)
    return found


def _torch(net, X, Y):
    import torch

    torch.set_num_threads(1)
    Theta = [torch.tensor(T, requires_grad=True) for T in net.Theta.values()]
    x, y = torch.tensor(X), torch.tensor(Y)

    def call():
        a = x
        for T in Theta[:-1]:
            a = torch.sigmoid(torch.nn.functional.linear(a, T[:, 1:], T[:, 0]))
        z = torch.nn.functional.linear(a, Theta[-1][:, 1:], Theta[-1][:, 0])
        J = torch.nn.functional.binary_cross_entropy_with_logits(z, y, reduction="sum") / len(x)
        return [D.numpy() for D in torch.autograd.grad(J, Theta)]

    return call


def _jax(net, X, Y):
    import jax

    jax.config.update("jax_enable_x64", True)
    Theta = [jax.numpy.asarray(T) for T in net.Theta.values()]
    x, y = jax.numpy.asarray(X), jax.numpy.asarray(Y)

    def cost(Theta, x, y):
        a = x
        for T in Theta[:-1]:
            a = jax.nn.sigmoid(a @ T[:, 1:].T + T[:, 0])
        z = a @ Theta[-1][:, 1:].T + Theta[-1][:, 0]
        return (y * jax.nn.softplus(-z) + (1 - y) * jax.nn.softplus(z)).sum() / len(x)

    both = jax.jit(jax.value_and_grad(cost))
    return lambda: jax.block_until_ready(both(Theta, x, y))[1]


def _autograd(net, X, Y):
    import autograd.numpy as anp
    from autograd import value_and_grad

    def cost(Theta):
        a = X
        for T in Theta[:-1]:
            a = 1 / (1 + anp.exp(-(anp.dot(a, T[:, 1:].T) + T[:, 0])))
        z = anp.dot(a, Theta[-1][:, 1:].T) + Theta[-1][:, 0]
        return anp.sum(anp.logaddexp(0, z) - Y * z) / len(X)

    Theta = [np.array(T) for T in net.Theta.values()]
    both = value_and_grad(cost)
    return lambda: both(Theta)[1]


def _sklearn(net, X, Y):
    """One update on top, and nothing to compare with: it draws its own weights and gives no gradient away."""
    from sklearn.neural_network import MLPClassifier

    model = MLPClassifier(net.sizes[1:-1], activation="logistic", solver="sgd", alpha=0.0, batch_size=len(X))

    def call():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model.partial_fit(X, Y, classes=range(Y.shape[1]))

    return call
