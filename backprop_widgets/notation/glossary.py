"""Every symbol with its name, its meaning and its shape, in the notation that is chosen."""

from __future__ import annotations

from functools import lru_cache

from backprop_widgets.notation.symbols import known, name
from backprop_widgets.notation.text import Html

# {kind} is the kind's name in the notation, {weights} the weights' with the bias, {cost_of} what a δ is the slope of.
_ENTRIES = (
    ("L, s<sub>l</sub>, m", "sizes", "layers, input and output included; units of layer l, without the bias; examples",
     "numbers"),
    ("{x}, {y}", "input, target", "what goes in; what ought to come out", "s<sub>1</sub>; s<sub>L</sub>"),
    ("{weights}", "weight", "from a unit of one layer into a unit of the next; the bias is one from a unit that is 1",
     "s<sub>l+1</sub> × (s<sub>l</sub> + 1)"),
    ("{z}", "weighted input", "everything that comes into a unit, added up", "s<sub>l</sub>"),
    ("{g}, {g}′", "activation, slope", "what a unit makes of its z; how fast that changes as z changes", "by element"),
    ("{a}", "activation", "what a unit sends on: {g}(z); of the first layer it is x", "s<sub>l</sub>"),
    ("{cost}", "cost", "how wrong the output is for one example", "number"),
    ("{J}", "cost", "the mean of all examples' costs, and the penalty of λ", "number"),
    ("{delta}", "blame", "how fast {cost_of} changes as a unit's z changes", "s<sub>l</sub>"),
    ("{Delta}", "sum", "{delta} at the end of a weight times a at its start, over all examples", "like {Theta}"),
    ("{D}", "gradient", "∂{J}/∂{Theta}: how fast {J} changes as a weight changes", "like {Theta}"),
    ("{lam}", "penalty", "how much large weights cost; biases cost nothing", "number"),
    ("{alpha}", "learning rate", "how far one update goes against the gradient: {Theta} := {Theta} − {alpha} · {D}",
     "number"),
)  # fmt: skip
_KINDS = ("x", "y", "Theta", "z", "a", "cost", "J", "delta", "Delta", "D", "lam", "alpha")


@lru_cache(maxsize=8)
def glossary(notation: str = "lecture") -> Html:
    """Draw the table of symbols, folded."""
    n = known(notation)
    names = {kind: name(kind, notation) for kind in _KINDS} | {"g": n.names["g"]}
    names["weights"] = f"{names['Theta']}, {n.names['bias']}" if n.bias_apart else names["Theta"]
    names["cost_of"] = names["J"] if n.delta_over_m else "one example's cost"
    rows = "".join(
        f'<tr><th scope="row">{symbol}</th><td>{called}</td><td>{meaning}</td><td class="bp-note">{shape}</td></tr>'
        for symbol, called, meaning, shape in ([text.format(**names) for text in entry] for entry in _ENTRIES)
    )
    head = "".join(f'<th scope="col">{title}</th>' for title in ("symbol", "name", "what it is", "shape"))
    return Html(
        '<details class="bp-details bp-fold bp-glossary" data-key="glossary"><summary>Symbols</summary>'
        f'<table class="bp-table bp-prose"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>'
    )
