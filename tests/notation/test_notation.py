"""Four notations for the same numbers: each is held against its own textbook code on a random network."""

import re

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from backprop_core import Network, Quantity, examples, explain, numerical_derivative, run, value_of
from backprop_widgets import explorer
from backprop_widgets.notation import symbols as module
from backprop_widgets.notation.conversion import conversion, differences
from backprop_widgets.notation.symbols import NOTATIONS, converted, known, shown_value, symbol, words
from backprop_widgets.session.moment import NOTATIONS as CHOICES
from tests.notation.sums import read

LAM = 0.6
SIZES = [3, 4, 2, 3]


@pytest.fixture(scope="module")
def trace():
    rng = np.random.default_rng(5)
    X, Y = rng.normal(size=(6, SIZES[0])), rng.integers(2, size=(6, SIZES[-1])).astype(float)
    return run(Network.random(SIZES, seed=5, scale=1.5), X, Y, LAM)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def deeplearning_ai(trace):
    """Columns are examples, layers count from 0, b is apart, dW and db have ÷ m."""
    net, m = trace.net, trace.m
    W = {l: T[:, 1:] for l, T in net.Theta.items()}
    b = {l: T[:, :1] for l, T in net.Theta.items()}
    A, Z, Y = {0: trace.X.T}, {}, trace.Y.T
    for l, W_l in W.items():
        Z[l] = W_l @ A[l - 1] + b[l]
        A[l] = sigmoid(Z[l])
    dZ, dA = {len(W): A[len(W)] - Y}, {}
    for l in range(len(W), 1, -1):
        dA[l - 1] = W[l].T @ dZ[l]
        dZ[l - 1] = dA[l - 1] * A[l - 1] * (1 - A[l - 1])
    dW = {l: dZ[l] @ A[l - 1].T / m + LAM / m * W[l] for l in W}
    db = {l: dZ[l].sum(axis=1) / m for l in W}

    def look(name, indices, l, t):
        i, *j = (n - 1 for n in indices)
        if name == "x":
            return A[0][i, t]
        if name in ("z", "a", "dz", "da"):
            return {"z": Z, "a": A, "dz": dZ, "da": dA}[name][l][i, t]
        if name == "b":
            return b[l][i, 0]
        return db[l][i] if name == "db" else {"W": W, "dW": dW}[name][l][i, j[0]]

    return look


def nielsen(trace):
    """Weights carry the number of the layer that they lead to; one example at a time, then the mean."""
    net = trace.net
    L = net.L
    w = {l + 1: T[:, 1:] for l, T in net.Theta.items()}
    b = {l + 1: T[:, 0] for l, T in net.Theta.items()}
    one = []
    for x, y in zip(trace.X, trace.Y, strict=True):
        a, z = {1: x}, {}
        for l, w_l in w.items():
            z[l] = w_l @ a[l - 1] + b[l]
            a[l] = sigmoid(z[l])
        delta, by_a = {L: a[L] - y}, {}
        for l in range(L - 1, 1, -1):
            by_a[l] = w[l + 1].T @ delta[l + 1]
            delta[l] = by_a[l] * sigmoid(z[l]) * (1 - sigmoid(z[l]))
        one.append({"x": {None: x}, "z": z, "a": a, "δ": delta, "∂Cₓ/∂a": by_a})
    n = trace.m
    dw = {l: sum(np.outer(e["δ"][l], e["a"][l - 1]) for e in one) for l in w}
    db = {l: sum(e["δ"][l] for e in one) for l in w}

    def look(name, indices, l, t):
        place = tuple(k - 1 for k in indices)
        if name in one[0]:
            return one[t][name][l][place]
        by_name = {"w": w, "b": b, "∑ ∂Cₓ/∂w": dw, "∑ ∂Cₓ/∂b": db}
        if name == "∂C/∂w":
            return dw[l][place] / n + LAM / n * w[l][place]
        return db[l][place] / n if name == "∂C/∂b" else by_name[name][l][place]

    return look


def pytorch(trace):
    """Automatic differentiation of the loss, the mean over the examples, by every tensor."""
    net, m = trace.net, trace.m
    W = {l: np.array(T[:, 1:]) for l, T in net.Theta.items()}
    b = {l: np.array(T[:, 0]) for l, T in net.Theta.items()}
    layers = list(W)
    still = {l: np.zeros((m, net.sizes[l])) for l in layers}

    def forward(W, b, nudge_z, nudge_a):
        a, z, every = trace.X, {}, {}
        for l in layers:
            z[l] = anp.dot(a, W[l].T) + b[l] + nudge_z[l]
            a = 1 / (1 + anp.exp(-z[l])) + nudge_a[l]
            every[l] = a
        return z, every

    def loss(W, b, nudge_z, nudge_a):
        h = forward(W, b, nudge_z, nudge_a)[1][layers[-1]]
        costs = -anp.sum(trace.Y * anp.log(h) + (1 - trace.Y) * anp.log(1 - h))
        return costs / m + LAM / (2 * m) * sum(anp.sum(W[l] ** 2) for l in layers)

    z, a = forward(W, b, still, still)
    tensors = {"z": z, "a": a, "W": W, "b": b, "x": {None: trace.X}}
    gradients = {name: grad(loss, n)(W, b, still, still) for n, name in enumerate(("W", "b", "z", "a"))}

    def look(name, indices, l, t):
        tensor = gradients[name.removesuffix(".grad")] if name.endswith(".grad") else tensors[name]
        place = indices if name[0] in "Wb" else (t, *indices)
        return tensor[l][place]

    return look


def lecture(trace):
    def look(name, indices, l, t):
        if name == "x":
            return trace.X[t, indices[0] - 1]
        if name in ("Θ", "D", "Δ"):
            return {"Θ": trace.net.Theta, "D": trace.D, "Δ": trace.Delta}[name][l][indices[0] - 1, indices[1]]
        if name == "∂cost/∂a":
            of = Quantity("a", l, indices[0], example=t + 1)
            return numerical_derivative(trace.net, trace.X, trace.Y, of=of)
        return {"z": trace.z, "a": trace.a, "δ": trace.delta}[name][l][t, indices[0] - 1]

    return look


CODE = {"lecture": lecture, "nielsen": nielsen, "deeplearning.ai": deeplearning_ai, "pytorch": pytorch}
PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾", "01234567890123456789()")
FORM = {
    "lecture": r"(?P<name>.*?)(?P<i>[₀-₉]+)(⁽(?P<l>[⁰¹²³⁴-⁹]+)⁾)?",
    "nielsen": r"(?P<name>.*?)(?P<i>[₀-₉]+)(?P<l>[⁰¹²³⁴-⁹]+)?",
    "deeplearning.ai": r"(?P<name>.*?)(?P<i>[₀-₉]+)(\[(?P<l>\d+)\])?",
    "pytorch": r"(?P<name>[a-zW]+)(?P<l>\d*)(?P<grad>\.grad)?\[(?P<i>\d+(,\d+)?)\]",
}


def taken_apart(text, notation):
    """A symbol as name, indices and layer."""
    match = re.fullmatch(FORM[notation], text)
    assert match, text
    found = match.groupdict()
    digits = found["i"].translate(PLAIN)
    indices = tuple(int(n) for n in (digits.split(",") if notation == "pytorch" else digits))
    layer = int(found["l"].translate(PLAIN)) if found["l"] else None
    return found["name"] + (found.get("grad") or ""), indices, layer


def quantities(t):
    for l, units in enumerate(SIZES, start=1):
        for i in range(1, units + 1):
            if l == 1:
                yield Quantity("x", None, i, example=t)
                continue
            yield from (Quantity(kind, l, i, example=t) for kind in ("z", "a", "delta"))
            if l < len(SIZES):
                yield Quantity("dJda", l, i, example=t)
            yield from (Quantity(k, l - 1, i, j) for j in range(SIZES[l - 2] + 1) for k in ("Theta", "D"))


def disagreements(trace, notation):
    look = CODE[notation](trace)
    for t in (1, 4):
        for q in quantities(t):
            name, indices, layer = taken_apart(words(q, notation).removesuffix(f" of example {t}"), notation)
            theirs, ours = look(name, indices, layer, t - 1), shown_value(trace, q, notation)
            if abs(theirs - ours) > 1e-7 * (1 + abs(theirs)):
                yield q, theirs, ours


@pytest.mark.parametrize("notation", NOTATIONS)
def test_a_symbol_names_the_number_that_its_own_code_has_there(trace, notation):
    assert list(disagreements(trace, notation)) == []


def test_a_missing_division_by_m_is_noticed(trace, monkeypatch):
    monkeypatch.setattr(module, "scale", lambda *_: 1.0)
    assert {q.kind for q, *_ in disagreements(trace, "pytorch")} == {"delta", "dJda"}


def test_a_wrong_layer_offset_is_noticed(trace, monkeypatch):
    monkeypatch.setattr(module, "_layer", lambda q, n: q.layer)
    words.cache_clear()
    with pytest.raises((AssertionError, KeyError, IndexError)):
        assert list(disagreements(trace, "deeplearning.ai")) == []
    words.cache_clear()


def test_the_sum_before_dividing_has_no_lambda(trace):
    Delta = Quantity("Delta", 2, 1, 3)
    summed = sum(trace.delta[3][:, 0] * trace.a[2][:, 2])
    assert nielsen(trace)("∑ ∂Cₓ/∂w", (1, 3), 3, 0) == pytest.approx(summed)
    assert shown_value(trace, Delta, "nielsen") == pytest.approx(summed)
    assert shown_value(trace, Delta, "pytorch") == pytest.approx(summed / trace.m)
    assert words(Delta, "pytorch") == "W2.grad[0,2] (no λ)"


def test_for_one_example_all_notations_show_the_same_numbers():
    one = run(*examples.lecture())
    for q in (Quantity("delta", 2, 1), Quantity("D", 1, 1, 2), Quantity("dJda", 3, 1)):
        assert {shown_value(one, q, notation) for notation in NOTATIONS} == {value_of(one, q)}


@pytest.mark.parametrize(
    ("q", "lecture", "nielsen", "deeplearning_ai", "pytorch"),
    [
        (Quantity("x", i=2), "x₂", "x₂", "x₂", "x[1]"),
        (Quantity("a", 1, 2), "x₂", "x₂", "x₂", "x[1]"),
        (Quantity("z", 3, 1), "z₁⁽³⁾", "z₁³", "z₁[2]", "z2[0]"),
        (Quantity("a", 2, 2), "a₂⁽²⁾", "a₂²", "a₂[1]", "a1[1]"),
        (Quantity("delta", 4, 1), "δ₁⁽⁴⁾", "δ₁⁴", "dz₁[3]", "z3.grad[0]"),
        (Quantity("dJda", 2, 2), "∂cost/∂a₂⁽²⁾", "∂Cₓ/∂a₂²", "da₂[1]", "a1.grad[1]"),
        (Quantity("gprime", 2, 2), "g′(z₂⁽²⁾)", "σ′(z₂²)", "g′(z₂[1])", "g′(z1[1])"),
        (Quantity("Theta", 1, 2, 1), "Θ₂₁⁽¹⁾", "w₂₁²", "W₂₁[1]", "W1[1,0]"),
        (Quantity("Theta", 1, 2, 0), "Θ₂₀⁽¹⁾", "b₂²", "b₂[1]", "b1[1]"),
        (Quantity("D", 1, 2, 1), "D₂₁⁽¹⁾", "∂C/∂w₂₁²", "dW₂₁[1]", "W1.grad[1,0]"),
        (Quantity("D", 1, 2, 0), "D₂₀⁽¹⁾", "∂C/∂b₂²", "db₂[1]", "b1.grad[1]"),
        (Quantity("Theta", 2, 12, 3), "Θ₁₂,₃⁽²⁾", "w₁₂,₃³", "W₁₂,₃[2]", "W2[11,2]"),
        (Quantity("J"), "J", "C", "J", "loss"),
        (Quantity("m"), "m", "n", "m", "m"),
    ],
)
def test_each_notation_writes_a_number_its_own_way(q, lecture, nielsen, deeplearning_ai, pytorch):
    assert [words(q, notation) for notation in NOTATIONS] == [lecture, nielsen, deeplearning_ai, pytorch]


def test_every_part_of_an_explanation_has_a_symbol_in_every_notation(trace):
    one = run(trace.net, trace.X[0], trace.Y[0], LAM)
    for of in (one, trace):
        for q in (Quantity("J"), Quantity("D", 1, 1, 1), Quantity("dJda", 4, 1, example=2 if of is trace else None)):
            for notation in NOTATIONS:
                e = converted(explain(of, q), of, notation)
                for factor in (f for term in (*e.terms, e.outer) for f in term if f.quantity):
                    assert read(symbol(factor.quantity, notation)).text.strip()
                    assert words(factor.quantity, notation)


def test_the_conversion_is_shown_with_every_difference():
    assert conversion("lecture") == ""
    for notation in ("nielsen", "deeplearning.ai", "pytorch"):
        tree = read(conversion(notation))
        cells = {row.children[0].text: row.children[1].text for row in next(tree.all("tbody")).all("tr")}
        here = read(symbol(Quantity("delta", 2, 1), notation)).text
        assert cells["δ1(2)"] == here
        assert [fact.text for fact in tree.all("li")] == differences(known(notation))
    said = " ".join(differences(known("pytorch")))
    assert "z.grad is δ/m" in said
    assert "counted from 0" in said
    assert "l − 1" in " ".join(differences(known("deeplearning.ai")))


@pytest.mark.parametrize(("notation", "layer", "first"), [
    ("lecture", 2, 1), ("nielsen", 2, 1), ("deeplearning.ai", 1, 1), ("pytorch", 1, 0),
])  # fmt: skip
def test_cards_sliders_stages_and_sums_count_layers_and_units_alike(notation, layer, first):
    view = explorer(controls="all", notation=notation, selection="z.2.1")
    x, y = words(Quantity("x", i=1), notation), words(Quantity("y", i=1), notation)
    for given in (x, y):
        assert re.search(rf"<text class='bp-name'>(<tspan[^>]*>)?{re.escape(given)}</", view.markup)
    assert f"<span aria-hidden='true'>{x}</span>" in view.markup
    assert f'aria-label="{x}"' in view.markup  # the field in the sum
    assert f"layer {layer} · hidden" in view.markup
    assert f"aria-label='z of unit {first} in layer {layer}: +1.230'" in view.markup
    assert f"aria-label='activations of layer {layer}'" in view.markup
    assert re.search(rf"Where .*z</i> of unit {first} in layer {layer} comes from", view.markup)
    assert f"\nlayer {layer}: z +1.230" in view.text()
    view.select("delta.2.1")
    assert f">{words(Quantity('delta', 2), notation)}</button>" in view.markup


def test_the_session_offers_the_notations_that_there_are():
    assert tuple(NOTATIONS) == tuple(CHOICES)


def test_an_unknown_notation_is_refused():
    with pytest.raises(ValueError, match=r"choose one of lecture, nielsen, deeplearning\.ai, pytorch"):
        known("bishop")
