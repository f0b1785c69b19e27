"""How the lecture's symbols are written in another notation, as a table."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from backprop_core import Quantity
from backprop_widgets.notation.symbols import SCALED, known, symbol
from backprop_widgets.notation.text import Html, escape

if TYPE_CHECKING:
    from backprop_widgets.notation.symbols import Notation

_SAMPLES = (
    (Quantity("x", i=1), ""),
    (Quantity("z", 2, 1), ""),
    (Quantity("a", 2, 1), ""),
    (Quantity("Theta", 2, 1, 2), ""),
    (Quantity("Theta", 2, 1, 0), "the bias of unit 1 in layer 3"),
    (Quantity("delta", 2, 1), "÷ m"),
    (Quantity("dJda", 2, 1), "÷ m"),
    (Quantity("Delta", 2, 1, 2), "÷ m"),
    (Quantity("D", 2, 1, 2), ""),
    (Quantity("D", 2, 1, 0), ""),
    (Quantity("J"), ""),
)


@lru_cache(maxsize=8)
def conversion(notation: str) -> Html:
    """Show how the lecture's symbols are written in this notation, as a folded table; nothing for the lecture's own."""
    n = known(notation)
    if notation == "lecture":
        return Html("")
    rows = "".join(_conversion_row(q, note, notation) for q, note in _SAMPLES)
    facts = "".join(f"<li>{fact}</li>" for fact in differences(n))
    return Html(
        f'<details class="bp-fold" data-key="conversion"><summary>From the lecture to {escape(n.title)}</summary>'
        '<table class="bp-table bp-prose"><thead><tr><th scope="col">lecture</th><th scope="col">here</th><td></td>'
        f"</tr></thead><tbody>{rows}</tbody></table><ul>{facts}</ul></details>"
    )


def _conversion_row(q: Quantity, note: str, notation: str) -> Html:
    if note == "÷ m" and not (known(notation).delta_over_m and q.kind in SCALED):
        note = ""
    there, here = symbol(q), symbol(q, notation)
    return Html(f'<tr><td><math>{there}</math></td><td><math>{here}</math></td><td class="bp-note">{note}</td></tr>')


def differences(n: Notation) -> list[str]:
    """Say in sentences what the notation does differently from the lecture's.

    Examples
    --------
    >>> differences(known("nielsen"))[0]
    'The weights from layer l to layer l + 1 have the number l + 1.'
    """
    facts = []
    if n.unit_layer:
        facts.append("Layers are counted from 0, the inputs: layer l of the picture has the number l − 1.")
    facts.append(f"The weights from layer l to layer l + 1 have the number {'l + 1' if n.weight_layer else 'l'}.")
    if n.first == 0:
        facts.append("Units, rows and columns are counted from 0.")
    facts.append("The bias has a name of its own, b; it is column 0 of Θ.")
    facts.append(f"{n.orientation}.")
    if n.delta_over_m:
        facts.append("The loss is the mean over the m examples, so z.grad is δ/m; W.grad has ÷ m in it and is D.")
    else:
        facts.append("Each δ belongs to one example and has no ÷ m; the mean over the examples makes D.")
    return facts
