"""What a learner's own code gave for numbers of the picture, beside the right ones: in the panel and in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backprop_core.quantity import PER_WEIGHT, code_of, quantity_of
from backprop_widgets.explorers.comparison import is_over_batch
from backprop_widgets.notation.symbols import name, scale, words
from backprop_widgets.notation.text import Html
from backprop_widgets.session.stages import is_computed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backprop_core import Quantity, Trace
    from backprop_widgets.picture.mark import Mark

MOST_IN_WORDS = 6


def asked_of(selection: Quantity | None) -> list[Quantity]:
    """The numbers that a selection is about: of a weight its gradient, and where a step leads."""
    if selection is None:
        return []
    kinds = ("D", "Theta") if selection.kind in PER_WEIGHT else (selection.kind,)
    return [replace(selection, kind=kind) for kind in kinds]


def in_notation(marks: Mapping[str, Mark], trace: Trace, notation: str) -> dict[str, Mark]:
    """The same numbers, as large as this notation has them."""
    factors = {kind: scale(trace, kind, notation) for kind in {code.partition(".")[0] for code in marks}}
    if all(factor == 1 for factor in factors.values()):
        return dict(marks)
    return {code: mark.scaled(factors[code.partition(".")[0]]) for code, mark in marks.items()}


def beside_the_sum(trace: Trace, q: Quantity, marks: Mapping[str, Mark], notation: str, stage: int | None) -> Html:
    """Draw what was given for the number that is selected; of a weight, for its gradient and for where a step leads."""
    of = f", mean of {trace.m:,}" if is_over_batch(trace, q) else ""
    lines = []
    for own in asked_of(q):
        mark = marks.get(code_of(own))
        if mark is not None and _is_shown(own, trace, stage):
            look, whose = "" if mark.ok else " bp-own-wrong", _whose(own, q, notation)
            lines.append(f"<p class='bp-own-number{look}'><b>{whose}{of}:</b> {mark.said(own.kind)}</p>")
    return Html("".join(lines))


def _whose(own: Quantity, selected: Quantity, notation: str) -> str:
    if selected.kind not in PER_WEIGHT:
        return "Yours"
    return f"Your {name('Theta', notation)} after the step" if own.kind == "Theta" else f"Your {name('D', notation)}"


def _is_shown(own: Quantity, trace: Trace, stage: int | None) -> bool:
    """Whether the passes have come to it; to where a step leads, once there are gradients."""
    return is_computed(replace(own, kind="D") if own.kind == "Theta" else own, trace.net.L, stage)


def wrong_in_words(trace: Trace, marks: Mapping[str, Mark], notation: str, stage: int | None) -> list[str]:
    """Say which numbers of the picture a learner has wrong, and what is right; in one line, or none."""
    wrong = [code for code, found in marks.items() if not found.ok and not code.startswith("Delta")]
    layers = {_layer(code): code for code in wrong}
    reached = {layer for layer, code in layers.items() if _is_shown(quantity_of(code), trace, stage)}
    shown = [code for code in wrong if _layer(code) in reached]
    told = [f"{words(q, notation)} {marks[code_of(q)].said(q.kind)}" for q in map(quantity_of, shown[:MOST_IN_WORDS])]
    more = f"; {len(shown) - MOST_IN_WORDS} more" if len(shown) > MOST_IN_WORDS else ""
    return [f"wrong numbers of yours: {'; '.join(told)}{more}"] if told else []


def _layer(code: str) -> str:
    """The kind and the layer of a number, of all of which a stage shows as much."""
    return ".".join(code.partition("@")[0].split(".")[:2])
