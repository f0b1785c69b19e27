"""Every symbol with its name, its meaning and its shape."""

from __future__ import annotations

from functools import lru_cache

_ENTRIES = (
    ("L, s<sub>l</sub>, m", "sizes", "layers, counted from 1; units of layer l, without the bias; examples",
     "numbers"),
    ("x, y", "input, target", "what goes in; what ought to come out", "s<sub>1</sub>; s<sub>L</sub>"),
    ("Θ<sub>ij</sub><sup>(l)</sup>", "weight", "into unit i of layer l + 1, from unit j of layer l; j = 0 is the bias",
     "s<sub>l+1</sub> × (s<sub>l</sub> + 1)"),
    ("z<sup>(l)</sup>", "weighted input", "everything that comes into a unit, added up", "s<sub>l</sub>"),
    ("g, g′", "activation, slope", "what a unit makes of its z; how steeply that answers to z", "by element"),
    ("a<sup>(l)</sup>", "activation", "what a unit sends on: g(z); a<sup>(1)</sup> is x", "s<sub>l</sub>"),
    ("cost", "cost", "how wrong the output is for one example", "number"),
    ("J", "cost", "the mean of all examples' costs, and the penalty of λ", "number"),
    ("δ<sup>(l)</sup>", "error", "∂cost/∂z: how steeply one example's cost answers to a unit's z", "s<sub>l</sub>"),
    ("Δ<sup>(l)</sup>", "sum", "δ at the end of a weight times a at its start, over all examples", "like Θ"),
    ("D<sup>(l)</sup>", "gradient", "∂J/∂Θ: how steeply J answers to a weight", "like Θ"),
    ("λ", "penalty", "how much large weights cost; biases cost nothing", "number"),
    ("α", "learning rate", "how far one update goes against the gradient: Θ := Θ − αD", "number"),
)  # fmt: skip


@lru_cache(maxsize=1)
def glossary() -> str:
    """Draw the table of symbols, folded."""
    rows = "".join(
        f'<tr><th scope="row">{symbol}</th><td>{name}</td><td>{meaning}</td><td class="bp-note">{shape}</td></tr>'
        for symbol, name, meaning, shape in _ENTRIES
    )
    head = "".join(f'<th scope="col">{title}</th>' for title in ("symbol", "name", "what it is", "shape"))
    return (
        '<details class="bp-details bp-fold bp-glossary" data-key="glossary"><summary>Symbols</summary>'
        f'<table class="bp-table bp-prose"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>'
    )
