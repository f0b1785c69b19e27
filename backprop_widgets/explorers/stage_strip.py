"""The two passes, stage by stage: a strip to walk along, and a sentence on each."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from backprop_core import Quantity
from backprop_widgets.live.controls import button, choice
from backprop_widgets.notation.symbols import known, words
from backprop_widgets.notation.symbols import name as name_of
from backprop_widgets.notation.text import Html, escape, or_hidden, setting
from backprop_widgets.session.stages import stages

if TYPE_CHECKING:
    from backprop_core import Trace


@lru_cache(maxsize=64)
def stage_strip(L: int, stage: int, notation: str, *, playing: bool, seconds: float) -> Html:
    """Draw the stages as a strip that one can walk both ways, with a slider and Play."""
    names = stages(L)
    steps = "".join(
        f"<button class='bp-pill bp-{_phase(name)}{' bp-reached' if n <= stage else ''}'"
        f" data-key='stage:{n}' data-on='click' aria-label='{_in_words(name, notation)}'"
        f"{' aria-current=step' if n == stage else ''}>{_symbol(name, notation)}</button>"
        for n, name in enumerate(names)
    )
    speeds = choice("speed", "", [("2.5", "slow"), ("1.2", "medium"), ("0.5", "fast")], f"{seconds:g}", name="speed")
    return Html(
        "<div class='bp-strip' data-key='strip'>"
        + button("stage-back", "◀", "one stage back", off=stage == 0)
        + f"<div class='bp-stages' role='group' aria-label='stages of the two passes'>{steps}</div>"
        + button("stage-on", "▶", "one stage on", off=stage == len(names) - 1)
        + button("play", "Pause" if playing else "Play", "pause" if playing else "play the stages")
        + speeds
        + "<input type='range' class='bp-stage-range' aria-label='stage'"
        f" aria-valuetext='{_in_words(names[stage], notation)}'"
        f" data-key='stage-range' data-on='input change' min='0' max='{len(names) - 1}' step='1' value='{stage}'></div>"
    )


def _phase(name: str) -> str:
    return "backward" if name[0] == "d" else "forward" if name[0] in "xa" else "end"


def _layer_of(name: str) -> int:
    """The layer that a stage computes, counted as the lecture does; 0 if none."""
    return int(name[1:]) if name[1:].isdigit() else 0


def _symbol(name: str, notation: str) -> Html:
    l = _layer_of(name)
    if l:
        return escape(words(Quantity("delta" if name[0] == "d" else "a", l), notation))
    return Html(name if name == "update" else f"<i>{words(Quantity(name), notation)}</i>")


def _in_words(name: str, notation: str) -> str:
    l = _layer_of(name)
    if l:
        return f"{'blame' if name[0] == 'd' else 'activations'} of layer {l + known(notation).unit_layer}"
    return {"x": "input", "J": "cost", "D": "gradients", "update": "update"}[name]


def stage_sentence(trace: Trace, stage: int, alpha: float, notation: str) -> Html:
    """Say in one sentence what this stage computes.

    Examples
    --------
    >>> from backprop_core import examples, run
    >>> trace = run(*examples.lecture())
    >>> stage_sentence(trace, 4, 1.0, "lecture")
    'The cost compares the output with the target: J = 0.7908.'
    """
    name, L = stages(trace.net.L)[stage], trace.net.L
    l = _layer_of(name) + known(notation).unit_layer
    Theta, delta, J, D = (name_of(kind, notation) for kind in ("Theta", "delta", "J", "D"))
    if name == "x":
        return Html("The input is given: nothing is computed yet.")
    if name.startswith("a"):
        return Html(f"Layer {l}: each unit adds up its weights times layer {l - 1}, bias included, and applies g.")
    if name == "J":
        return Html(f"The cost compares the output with the target: {J} = {or_hidden('J', trace.J)}.")
    if name == f"d{L}":
        if trace.net.cost == "squared_error":
            return Html(
                f"{delta} of layer {l} is output minus target, times g′: how fast the cost changes as z changes."
            )
        return Html(f"{delta} of layer {l} is output minus target: how fast the cost changes as z changes.")
    if name.startswith("d"):
        return Html(f"The blame of layer {l + 1} runs back along the edges: times each weight, added up, times g′.")
    if name == "D":
        of = "" if trace.X.ndim == 1 else ", averaged over the examples"
        penalty = "" if trace.lam == 0 else f", plus λ{Theta}/m except for the bias"
        return Html(f"Each weight's gradient is the {delta} at its end times the a at its start{of}{penalty}.")
    rule = "\u00a0".join([Theta, ":=", Theta, "−", setting(alpha), "·", D])  # in one piece
    return Html(f"Gradient descent moves each weight against its gradient: {rule}.")
