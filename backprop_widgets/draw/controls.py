"""The controls around a picture, as native HTML elements: strip of stages, buttons, sliders, choices."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from backprop_core import Quantity
from backprop_widgets.codes import code_of
from backprop_widgets.draw.layout import MAX_LABELLED_EDGES, edge_count
from backprop_widgets.draw.notation import in_prose, known, words
from backprop_widgets.draw.notation import name as name_of
from backprop_widgets.draw.text import escape, number, of_kind, or_hidden
from backprop_widgets.session import LIMIT, stages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backprop_core import Trace
    from backprop_widgets.session import Session

STEP = 0.05  # of a slider and of an arrow key
_LIMITS = f"{-LIMIT:g}", f"{LIMIT:g}"
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def button(key: str, words: str, name: str = "", *, pressed: bool | None = None, off: bool = False) -> str:
    """Draw a button; `name` is what a screen reader says where the words are only a sign."""
    label = f" aria-label='{escape(name)}' title='{escape(name)}'" if name else ""
    state = "" if pressed is None else f" aria-pressed='{'true' if pressed else 'false'}'"
    return (
        f"<button class='bp-button' data-key='{key}' data-on='click'{label}{state}"
        f"{' disabled' if off else ''}>{words}</button>"
    )


def choice(key: str, label: str, options: Iterable[tuple[str, str]], chosen: str) -> str:
    """Draw a labelled drop-down of (value, words)."""
    items = "".join(
        f"<option value='{escape(value)}'{' selected' if value == chosen else ''}>{escape(words)}</option>"
        for value, words in options
    )
    return (
        f"<label class='bp-field'><span>{escape(label)}</span>"
        f"<select data-key='{key}' data-on='change'>{items}</select></label>"
    )


def entry(key: str, label: str, shown: str, *, width: int = 5, name: str = "") -> str:
    """Draw a labelled field to type into."""
    said = f" aria-label='{escape(name)}'" if name else ""
    return (
        f"<label class='bp-field'><span>{label}</span><input type='text' inputmode='decimal'"
        f" size='{width}' data-key='{key}' data-on='change'{said} value='{escape(shown)}'></label>"
    )


# the two passes, stage by stage


@lru_cache(maxsize=64)
def stage_strip(L: int, stage: int, notation: str, *, playing: bool, seconds: float) -> str:
    """Draw the stages as a strip that one can walk both ways, with a slider and Play."""
    names = stages(L)
    steps = "".join(
        f"<button class='bp-pill bp-{_phase(name)}{' bp-reached' if n <= stage else ''}'"
        f" data-key='stage:{n}' data-on='click' aria-label='{_in_words(name, notation)}'"
        f"{' aria-current=step' if n == stage else ''}>{_symbol(name, notation)}</button>"
        for n, name in enumerate(names)
    )
    speeds = choice("speed", "", [("2.5", "slow"), ("1.2", "medium"), ("0.5", "fast")], f"{seconds:g}")
    return (
        "<div class='bp-strip' data-key='strip'>"
        + button("stage-back", "◀", "one stage back", off=stage == 0)
        + f"<div class='bp-stages' role='group' aria-label='stages of the two passes'>{steps}</div>"
        + button("stage-on", "▶", "one stage on", off=stage == len(names) - 1)
        + button("play", "Pause" if playing else "Play", "pause" if playing else "play the stages")
        + speeds.replace(
            "<label class='bp-field'><span></span><select", "<label class='bp-field'><select aria-label='speed'"
        )
        + "<input type='range' class='bp-stage-range' aria-label='stage'"
        f" aria-valuetext='{_in_words(names[stage], notation)}'"
        f" data-key='stage-range' data-on='input change' min='0' max='{len(names) - 1}' step='1' value='{stage}'></div>"
    )


def _phase(name: str) -> str:
    return "backward" if name[0] == "d" else "forward" if name[0] in "xa" else "end"


def _layer_of(name: str) -> int:
    """The layer that a stage computes, counted as the lecture does; 0 if none."""
    return int(name[1:]) if name[1:].isdigit() else 0


def _symbol(name: str, notation: str) -> str:
    l = _layer_of(name)
    if l:
        return words(Quantity("delta" if name[0] == "d" else "a", l), notation)
    return name if name == "update" else f"<i>{words(Quantity(name), notation)}</i>"


def _in_words(name: str, notation: str) -> str:
    l = _layer_of(name)
    if l:
        return f"{'errors' if name[0] == 'd' else 'activations'} of layer {l + known(notation).unit_layer}"
    return {"x": "input", "J": "cost", "D": "gradients", "update": "update"}[name]


def stage_sentence(trace: Trace, stage: int, alpha: float, notation: str) -> str:
    """Say in one sentence what this stage computes."""
    name, L = stages(trace.net.L)[stage], trace.net.L
    l = _layer_of(name) + known(notation).unit_layer
    Theta, delta, J, D = (name_of(kind, notation) for kind in ("Theta", "delta", "J", "D"))
    if name == "x":
        return "The input is given: nothing is computed yet."
    if name.startswith("a"):
        return f"Layer {l}: each unit adds up its weights times layer {l - 1}, bias included, and applies g."
    if name == "J":
        return f"The cost compares the output with the target: {J} = {or_hidden('J', trace.J)}."
    if name == f"d{L}":
        if trace.net.cost == "squared_error":
            return f"{delta} of layer {l} is output minus target, times g′: how steeply the cost answers to z."
        return f"{delta} of layer {l} is output minus target: how steeply the cost answers to z."
    if name.startswith("d"):
        return f"The errors of layer {l + 1} run back along the edges: each times its weight, added up, times g′."
    if name == "D":
        of = "" if trace.X.ndim == 1 else ", averaged over the examples"
        penalty = "" if trace.lam == 0 else f", plus λ{Theta}/m except for the bias"
        return f"Each weight's gradient is the {delta} at its end times the a at its start{of}{penalty}."
    rule = f"{Theta} := {Theta} − {number(alpha, 2)} · {D}.".replace(" ", "\u00a0")  # in one piece
    return f"Gradient descent moves each weight against its gradient: {rule}"


# sliders, standing as the matrices do


def sliders(trace: Trace, selection: Quantity | None, notation: str) -> str:
    """Draw a slider and a field for every weight, each Θ as the matrix it is, and for the example.

    Of a large network only the selection's weights have them.
    """
    net = trace.net
    every = edge_count(net.sizes) <= MAX_LABELLED_EDGES
    blocks = []
    for l, Theta in net.Theta.items():
        rows, columns = Theta.shape
        cells = [(i, j) for i in range(1, rows + 1) for j in range(columns) if every or _about(selection, l, i, j)]
        if cells:
            wide = "" if notation == "lecture" else " bp-wide"  # room for names such as W3[0,1]
            name = f"Θ<sup>({l})</sup>" if notation == "lecture" else "weights"
            width = columns if every else min(len(cells), 5)
            body = "".join(
                _weight(l, i, j, float(Theta[i - 1, j]), notation, about=_about(selection, l, i, j)) for i, j in cells
            )
            blocks.append(
                f"<fieldset class='bp-matrix{wide}' data-key='matrix:{l}' style='--bp-columns:{width}'>"
                f"<legend>{name} <i>into layer {l + 1 + known(notation).unit_layer}</i></legend>"
                f"<div class='bp-cells'>{body}</div></fieldset>"
            )
    if not blocks:
        blocks = ["<p class='bp-hint'>Select a unit or an edge: its weights get sliders here.</p>"]
    return f"<div class='bp-sliders' data-key='sliders'>{''.join(blocks)}{_example_sliders(trace, notation)}</div>"


def _about(q: Quantity | None, l: int, i: int, j: int) -> bool:
    """Whether a weight belongs to what is selected: itself, into a unit's z, or out of it for its δ."""
    if q is None:
        return False
    if q.kind in ("Theta", "D", "Delta"):
        return (q.layer, q.i, q.j) == (l, i, j)
    if q.kind in ("delta", "dJda"):
        return (q.layer, q.i) == (l, j)
    return q.kind in ("z", "a", "gprime") and (q.layer, q.i) == (l + 1, i)


def _weight(l: int, i: int, j: int, value: float, notation: str, *, about: bool) -> str:
    between = "," if max(i, j) > 9 else ""
    lecture = notation == "lecture"  # where the legend has the layer's number already
    symbol = f"Θ<sub>{i}{between}{j}</sub>" if lecture else words(Quantity("Theta", l, i, j), notation)
    return _slider(Quantity("Theta", l, i, j), symbol, value, f"e{l}-{i}-{j}", notation, about=about)


def _example_sliders(trace: Trace, notation: str) -> str:
    """Draw a slider and a field for each x and y of the one example that is looked at."""
    if trace.X.ndim == 2:
        return ""
    ends = [("x", 1, trace.X), ("y", trace.net.L, trace.Y)]
    cells = [
        _slider(q, words(q, notation), value, f"u{layer}-{q.i}", notation)
        for kind, layer, row in ends
        for i, value in enumerate(row.tolist(), start=1)
        for q in [Quantity(kind, i=i)]
    ]
    body = "".join(cells)
    return (
        f"<fieldset class='bp-matrix' data-key='example-sliders' style='--bp-columns:{min(len(cells), 4)}'>"
        f"<legend>example</legend><div class='bp-cells'>{body}</div></fieldset>"
    )


def _slider(q: Quantity, symbol: str, value: float, ref: str, notation: str, *, about: bool = False) -> str:
    low, high = ("0", "1") if q.kind == "y" else _LIMITS
    code, said, shown = code_of(q), in_prose(q, notation), of_kind(q.kind, value)
    sign = " bp-neg" if value < 0 else " bp-pos"
    return (
        f"<div class='bp-cell{sign if q.kind == 'Theta' else ''}{' bp-about' if about else ''}' data-ref='{ref}'>"
        f"<span aria-hidden='true'>{symbol}</span>"
        f"<input type='range' data-key='slide:{code}' data-on='input change' aria-label='{said}'"
        f" min='{low}' max='{high}' step='{STEP}' value='{round(value, 6):g}'>"
        f"<input type='text' data-key='type:{code}'"
        f" data-on='change key' aria-label='{said}, typed' value='{shown}'></div>"
    )


def lam_field(session: Session) -> str:
    """Draw λ as a slider with a field."""
    value = session.lam
    return (
        "<div class='bp-field bp-cell'><span aria-hidden='true'>λ</span>"
        "<input type='range' data-key='slide:lam' data-on='input change' aria-label='penalty lambda'"
        f" min='0' max='10' step='{STEP}' value='{value:g}'>"
        "<input type='text' inputmode='decimal' data-key='type:lam' data-on='change'"
        f" aria-label='lambda, typed' value='{number(value, 2)}'></div>"
    )


def example_choice(m: int, example: int | None) -> str:
    """Draw the choice of one example of a batch, or of all."""
    options: Sequence[tuple[str, str]] = [("", f"all {m}"), *((str(t), str(t)) for t in range(1, min(m, 200) + 1))]
    if example is not None and example > 200:
        options = [*options, (str(example), str(example))]
    return choice("example", "example", options, "" if example is None else str(example))
