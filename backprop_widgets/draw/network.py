"""The picture of a network: units as cards, weights as edges, both passes running through them. SVG."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from math import isnan, tanh
from typing import TYPE_CHECKING

from backprop_core import Quantity
from backprop_widgets.codes import code_of
from backprop_widgets.draw.layout import BIAS_RADIUS, CARD_WIDTH, HEADER, LABEL_WIDTH, MARGIN, Box, Layout, Wire, layout
from backprop_widgets.draw.lit import standing_out
from backprop_widgets.draw.notation import in_prose, known, scale, words
from backprop_widgets.draw.text import DECIMALS, HIDDEN, OTHER_DECIMALS, SIGNED, number, of_kind
from backprop_widgets.session import LIMIT, stages

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from backprop_core import Trace

FRAME_WIDTH = 66  # around a label that is selected, which is bold

_SLIDER = f"role='slider' aria-valuemin='{-LIMIT:g}' aria-valuemax='{LIMIT:g}'"
_TIPS = {-1: "m-3 3.5l3-3.5l3 3.5", 1: "m-3-3.5l3 3.5l3-3.5"}  # of an arrow that points up or down


@dataclass(frozen=True)
class Picture:
    """What a network picture shows of a trace.

    Attributes
    ----------
    trace : Trace
    stage : int
        How far the passes have got; what comes after isn't shown.
    selection : Quantity or None
        What stands out, with the numbers that it is made of.
    edges : {"Theta", "D"}
        Which number of a weight its edge carries.
    deltas, updates : bool
        Whether units show δ, and weights the arrow of -αD.
    alpha : float
    live : bool
        With handles for mouse, keys and screen readers; a still picture has none.
    notation : str
        Whose names and layer numbers stand on it: see notation.py.
    marks : mapping
        Of numbers that somebody's own code gave too, by their code, whether it gave the right ones.
    """

    trace: Trace
    stage: int
    selection: Quantity | None = None
    edges: str = "Theta"
    deltas: bool = True
    updates: bool = False
    alpha: float = 1.0
    live: bool = True
    notation: str = "lecture"
    marks: Mapping[str, bool] = field(default_factory=dict)

    def reached(self, name: str) -> bool:
        """Whether the passes have come to this stage."""
        return name in self._done

    @cached_property
    def _done(self) -> tuple[str, ...]:
        return stages(self.trace.net.L)[: self.stage + 1]

    @cached_property
    def chosen(self) -> str:
        """The code of what is selected, or nothing."""
        return code_of(self.selection) if self.selection else ""

    @cached_property
    def spot(self) -> tuple[int | None, ...]:
        """Where the selection stands: (layer, unit), or of a weight (layer, i, j); empty if nowhere."""
        q = self.selection
        if q is None or q.i is None:
            return ()
        layer = {"x": 1, "y": self.trace.net.L}.get(q.kind, q.layer)
        return (layer, q.i) if q.j is None else (layer, q.i, q.j)

    @property
    def now(self) -> str:
        """The name of the stage."""
        return stages(self.trace.net.L)[self.stage]


def network_svg(picture: Picture, label: str, described_by: str = "") -> str:
    """Draw the network as one SVG element; `label` names it, the element with the id `described_by` describes it."""
    place = layout(picture.trace.net.sizes)
    lit = standing_out(picture.trace, picture.selection, picture.now)
    parts = [
        *_headings(picture, place),
        *(_edge(picture, place, lit, key) for key in place.wires),
        *_errors(picture, place),
        *(_bias(picture, place, l) for l in place.biases),
        *(_card(picture, place, lit, l, i) for l, i in place.cards),
        _cost(picture, place, lit),
    ]
    classes = "bp-net" + (" bp-roomy" if place.roomy else "") + (" bp-some" if lit else "")
    box = f"0 0 {place.width:g} {place.height:g}"
    name = f" data-key='net' role='group' aria-label='{label}'" if picture.live else ""
    if picture.live:
        name += f" aria-describedby='{described_by}'" if described_by else ""
        name += f" style='--bp-width:{place.width:g}px'"
    head = f"<svg class='{classes}' viewBox='{box}'{name}>"
    return f"{head}{''.join(parts)}</svg>"


# the parts of the picture


def _headings(picture: Picture, place: Layout) -> list[str]:
    L = picture.trace.net.L
    roles = ["input", *["hidden"] * (L - 2), "output"]
    y, shift = HEADER - 10, known(picture.notation).unit_layer
    headings = [
        f"<text class='bp-layer' x='{place.cards[l, 1].x + CARD_WIDTH / 2:g}' y='{y}'>layer {l + shift} · {role}</text>"
        for l, role in enumerate(roles, start=1)
    ]
    if picture.trace.X.ndim == 2:
        note = f"numbers on units: means over the {picture.trace.m} examples"
        headings.append(f"<text class='bp-note' x='{MARGIN}' y='{place.height - 4:g}'>{note}</text>")
    return headings


def _bias(picture: Picture, place: Layout, l: int) -> str:
    x, y = place.biases[l]
    handle = f" data-ref='u{l}-0' data-key='bias:{l}'" if picture.live else ""
    return (
        f"<g class='bp-bias'{handle}><circle cx='{x:g}' cy='{y:g}' r='{BIAS_RADIUS}'/>"
        f"<text x='{x:g}' y='{y + 4:g}'>+1</text></g>"
    )


def _edge(picture: Picture, place: Layout, lit: frozenset[str], key: tuple[int, int, int]) -> str:
    (l, i, j), trace = key, picture.trace
    wire, token = place.wires[key], f"e{l}-{i}-{j}"
    weight = float(trace.net.Theta[l][i - 1, j])
    gradients = picture.edges == "D" and picture.reached("D")
    value = float(trace.D[l][i - 1, j]) if gradients else weight
    code = f"Theta.{l}.{i}.{j}"
    on = token in lit
    chosen = key == picture.spot
    classes = f"bp-edge {_sign(weight)}{' bp-on' if on else ''}{' bp-chosen' if chosen else ''}"
    width = 1 + 4 * tanh(abs(weight) / 2.5)
    line = f"<path class='bp-line' d='{wire.path}' stroke-width='{width:.2f}'/>"
    if place.labelled or on:
        at_source = not place.labelled and _fans_in(picture)
        line += _label(wire, gradients, value, at_source=at_source, chosen=chosen)
        x, y = wire.at_source if at_source else (wire.label_x, wire.label_y)
        line += _mark(picture, f"{'D' if gradients else 'Theta'}.{l}.{i}.{j}", x - LABEL_WIDTH / 2 - 4, y)
    if (
        (picture.updates or picture.now == "update")
        and picture.reached("D")
        and (place.labelled or (on and not _fans_in(picture)))
    ):
        line += _arrow(wire, -picture.alpha * float(trace.D[l][i - 1, j]))
    if not picture.live:
        return f"<g class='{classes}'>{line}</g>"
    handle = f" data-key='move:{code}' data-value='{weight!r}' data-ref='{token}'"
    if not (place.labelled or on):  # one of hundreds: in the mouse's reach, out of the way of Tab
        return f"<g class='{classes}'{handle} data-on='drag click'>{line}</g>"
    return (
        f"<g class='{classes}'{handle} data-on='drag key click' tabindex='0'"
        f" {_SLIDER} aria-valuenow='{weight:g}'"
        f" aria-label='{in_prose(Quantity('Theta', l, i, j), picture.notation)}'>"
        f"<path class='bp-grip' d='{wire.path}'/>{line}</g>"
    )


def _label(wire: Wire, gradients: bool, value: float, *, at_source: bool, chosen: bool) -> str:
    x, y = wire.at_source if at_source else (wire.label_x, wire.label_y)
    shown = _short("D", value) if gradients else of_kind("Theta", value)
    kind = "bp-grad" if gradients else _sign(value)
    label = f"<text class='bp-number {kind}' x='{x:g}' y='{y + 4:g}'>{shown}</text>"
    if not chosen:
        return label
    left = x - FRAME_WIDTH / 2
    return f"<rect class='bp-frame' x='{left:g}' y='{y - 9:g}' width='{FRAME_WIDTH}' height='18'/>{label}"


def _short(kind: str, value: float) -> str:
    """Format a number with as few characters as its label or its row of a card has room for."""
    if isnan(value):
        return HIDDEN
    size, signed = abs(value), kind in SIGNED
    decimals = DECIMALS.get(kind, OTHER_DECIMALS)
    if decimals == OTHER_DECIMALS and 0 < size < 0.5 * 10**-decimals:
        return number(value, 1 if size >= 1e-9 else 0, signed=signed, power=True)
    if size >= 10_000:
        return number(value, 1, signed=signed, power=True)
    room = 3 - (size >= 10) - (size >= 100) - (size >= 1000)
    return number(value, decimals if size < 10 else min(decimals, room), signed=signed)


def _fans_in(picture: Picture) -> bool:
    """Whether the selection's edges share their target: then their labels stand apart at their sources."""
    q = picture.selection
    return picture.now.startswith("a") if q is None else q.kind in ("z", "a", "gprime")


def _arrow(wire: Wire, step: float) -> str:
    """-αD: which way the update moves this weight, and how far."""
    if step == 0 or isnan(step):
        return ""
    size = 2.5 + 4.5 * tanh(abs(step) / 0.2)
    x, y, up = wire.label_x + LABEL_WIDTH / 2 + 10, wire.label_y, -1 if step > 0 else 1
    return f"<path class='bp-step' d='M{x:g} {y - up * size:.1f}V{y + up * size:.1f}{_TIPS[up]}'/>"


def _errors(picture: Picture, place: Layout) -> list[str]:
    """The errors of layer l+1, running back along their edges into layer l, at the stage that computes δ^(l)."""
    now, trace = picture.now, picture.trace
    q = picture.selection
    if not picture.deltas:
        return []
    if q is not None and q.kind in ("delta", "dJda") and q.layer < trace.net.L and picture.reached(f"d{q.layer}"):
        wanted = [(q.layer, i, q.i) for i in range(1, trace.net.sizes[q.layer] + 1)]
    elif q is None and now.startswith("d") and now != f"d{trace.net.L}":
        l = int(now[1:])
        wanted = [key for key in place.wires if key[0] == l and key[2] > 0]
    else:
        return []
    return [
        f"<g data-key='error:{l}.{i}.{j}'><path class='bp-back' d='{place.wires[l, i, j].back}'/>"
        f"<path class='bp-head' d='{place.wires[l, i, j].arrow_head}'/></g>"
        for l, i, j in wanted
    ]


def _card(picture: Picture, place: Layout, lit: frozenset[str], l: int, i: int) -> str:
    box, token = place.cards[l, i], f"u{l}-{i}"
    rows = _rows(picture, place, box, l, i)
    on = " bp-on" if token in lit else ""
    chosen = " bp-chosen" if picture.spot == (l, i) else ""
    ref = f" data-ref='{token}' data-key='unit:{l}.{i}'" if picture.live else ""
    return (
        f"<g class='bp-unit{on}{chosen}'{ref}><rect class='bp-card' x='{box.x:g}' y='{box.y:g}' width='{box.width:g}'"
        f" height='{box.height:g}'/>{rows}{_bar(picture, place, box, l, i)}</g>"
    )


def _rows(picture: Picture, place: Layout, box: Box, l: int, i: int) -> str:
    trace, output = picture.trace, l == picture.trace.net.L
    if l == 1:
        x = Quantity("x", i=i)
        return _row(picture, x, trace.X, box, box.middle + (6 if place.roomy else 5), words(x, picture.notation))
    top, rows, names = _inner_top(place, box, output), place.rows, known(picture.notation).names
    out = ""
    if picture.reached(f"a{l}"):
        out += _row(picture, Quantity("a", l, i), trace.a[l], box, top + rows.a, names["a"])
        out += _row(picture, Quantity("z", l, i), trace.z[l], box, top + rows.z, names["z"])
    if picture.deltas and picture.reached(f"d{l}"):
        out += _row(picture, Quantity("delta", l, i), trace.delta[l], box, top + rows.delta, names.get("delta", "grad"))
    if output:
        y = Quantity("y", i=i)
        out += _row(picture, y, trace.Y, box, top + rows.y, words(y, picture.notation))
    return out


def _inner_top(place: Layout, box: Box, output: bool) -> float:
    return box.y + (box.height - place.rows.inner(output)) / 2


def _row(picture: Picture, q: Quantity, values: np.ndarray, box: Box, y: float, name: str) -> str:
    """One number of a unit, with its name; of a batch, the mean over the examples."""
    value = float(values[q.i - 1] if values.ndim == 1 else values[:, q.i - 1].mean())
    value *= scale(picture.trace, q.kind, picture.notation)
    shown = _short(q.kind, value)
    code = code_of(q)
    text = (
        f"<text class='bp-name'>{_fitted(name)}</text>"
        f"<text class='bp-value bp-{q.kind}' x='{box.width - 18:g}'>{shown}</text>"
        + _mark(picture, code, box.width - 9, -4.5)
    )
    start = f"<g class='bp-row' transform='translate({box.x + 9:g},{y:g})'"
    if not picture.live:
        return f"{start}>{text}</g>"
    mean = "mean " if values.ndim == 2 else ""
    label = f"{mean}{in_prose(q, picture.notation)}: {_said(shown)}"
    label += {True: ", yours is right", False: ", yours is wrong", None: ""}[picture.marks.get(code)]
    hit = f"<rect class='bp-hit{' bp-tall' if q.kind in ('a', 'x') else ''}'/>"
    if q.kind in ("x", "y") and values.ndim == 1:
        return (
            f"{start} data-key='move:{code}' data-on='drag key click'"
            f" data-value='{value!r}' tabindex='0' {_SLIDER}"
            f" aria-valuenow='{value:g}' aria-valuetext='{shown}' aria-label='{label}'>{hit}{text}</g>"
        )
    return (
        f"{start} data-key='pick:{code}' data-on='click' tabindex='0' role='button' aria-label='{label}'"
        f" aria-pressed='{'true' if code == picture.chosen else 'false'}'>{hit}{text}</g>"
    )


def _fitted(name: str) -> str:
    """A name as large as it may be beside a long number."""
    return f"<tspan class='bp-small'>{name}</tspan>" if len(name) > 3 else name


def _said(shown: str) -> str:
    """What a screen reader says for a number."""
    return "hidden, press to see it" if shown == HIDDEN else shown


def _mark(picture: Picture, code: str, x: float, y: float) -> str:
    """A badge on a number that somebody's own code gave too: right or wrong."""
    right = picture.marks.get(code)
    if right is None:
        return ""
    look, sign = ("bp-fits", "✓") if right else ("bp-misses", "✗")
    return (
        f"<g class='bp-mark {look}'><circle cx='{x:g}' cy='{y:g}' r='7'/>"
        f"<text x='{x:g}' y='{y + 3.8:g}'>{sign}</text></g>"
    )


def _bar(picture: Picture, place: Layout, box: Box, l: int, i: int) -> str:
    """A bar under a: from 0 to 1 for a sigmoid, from -1 to 1 for tanh; other activations have no scale."""
    trace = picture.trace
    name = trace.net.output if l == trace.net.L else trace.net.hidden
    if l == 1 or not picture.reached(f"a{l}") or name not in ("sigmoid", "softmax", "tanh"):
        return ""
    values = trace.a[l]
    a = float(values[i - 1] if values.ndim == 1 else values[:, i - 1].mean())
    if isnan(a):
        return ""
    y = _inner_top(place, box, l == trace.net.L) + place.rows.bar
    x, width = box.x + 9, box.width - 18
    start, end = (x, x + width * a) if name != "tanh" else sorted((x + width / 2, x + width / 2 * (1 + a)))
    return (
        f"<rect class='bp-bar-back' x='{x:g}' y='{y:g}' width='{width:g}' height='3' rx='1.5'/>"
        f"<rect class='bp-bar' x='{start:.1f}' y='{y:g}' width='{end - start:.1f}' height='3' rx='1.5'/>"
    )


def _cost(picture: Picture, place: Layout, lit: frozenset[str]) -> str:
    box = place.cost
    output = place.cards[picture.trace.net.L, picture.trace.net.sizes[-1]]
    middle = box.x + box.width / 2
    stem = f"<path class='bp-stem' d='M{middle:g} {output.bottom:g}V{box.y:g}'/>"
    if not picture.reached("J"):
        return ""
    value, name = _short("J", picture.trace.J), known(picture.notation).names["J"]
    text = (
        f"{stem}<rect class='bp-card' x='{box.x:g}' y='{box.y:g}' width='{box.width:g}' height='{box.height:g}'/>"
        f"<text class='bp-name' x='{box.x + 9:g}' y='{box.middle + 4.5:g}'>{_fitted(name)}</text>"
        f"<text class='bp-value bp-J' x='{box.right - 9:g}' y='{box.middle + 5:g}'>{value}</text>"
    )
    chosen = picture.chosen == "J"
    classes = f"bp-unit bp-row{' bp-on' if 'J' in lit else ''}{' bp-chosen' if chosen else ''}"
    if not picture.live:
        return f"<g class='{classes}'>{text}</g>"
    return (
        f"<g class='{classes}' data-key='pick:J' data-on='click' data-ref='J' tabindex='0' role='button'"
        f" aria-label='cost {name}: {_said(value)}' aria-pressed='{'true' if chosen else 'false'}'>{text}</g>"
    )


# small things


def _sign(value: float) -> str:
    return "bp-neg" if value < 0 else "bp-pos"
