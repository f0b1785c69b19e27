"""What stands above and below an explorer's picture: buttons and settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backprop_core.activations import HIDDEN
from backprop_core.costs import PAIRS
from backprop_widgets.live.controls import badge, button, choice, entry
from backprop_widgets.notation.symbols import NOTATIONS
from backprop_widgets.notation.symbols import name as name_of
from backprop_widgets.notation.text import Html, setting
from backprop_widgets.picture.sliders import lam_slider

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from backprop_widgets.explorers.actions import Look
    from backprop_widgets.session.session import Session


def toolbar(session: Session, look: Look, controls: Collection[str], name: str = "") -> Html:
    """Draw the buttons above the picture: what it shows, one step of descent, and the way back.

    The name of the view stands before them, unless the stages do.
    """
    buttons = [badge(name)] if name and "stages" not in controls else []
    Theta, delta, alpha, D = (name_of(kind, session.notation) for kind in ("Theta", "delta", "alpha", "D"))
    gradient, step = ("∂J/∂Θ", "αD") if session.notation == "lecture" else (D, f"{alpha} · {D}")
    if "layers" in controls:
        buttons += [
            Html("<span class='bp-group' role='group' aria-label='numbers on the edges'>"),
            button("edges:Theta", f"{Theta} on edges", pressed=look.edges == "Theta"),
            button("edges:D", f"{gradient} on edges", pressed=look.edges == "D"),
            Html("</span>"),
            button("deltas", delta, "show delta on the units", pressed=look.deltas),
            button("blame", "blame", "show the products on the edges, blame on the way back", pressed=look.blame),
            button("updates", f"−{step}", "show the update's arrows", pressed=look.updates),
        ]
    if session.stage_name == "update" and "step" not in controls:
        buttons.append(button("take-step", f"{Theta} := {Theta} − {step}", "take this step of gradient descent"))
    if "history" in controls:
        buttons += [
            Html("<span class='bp-gap'></span>"),
            history_buttons(session),
        ]
    return Html(f"<div class='bp-toolbar' data-key='toolbar'>{''.join(buttons)}</div>" if buttons else "")


def history_buttons(session: Session) -> Html:
    """Draw the way back: undo, redo, reset."""
    return Html(
        button("undo", "↶ undo", off=not session.can_undo)
        + button("redo", "↷ redo", off=not session.can_redo)
        + button("reset", "reset")
    )


def settings(session: Session, seed: int | None, controls: Collection[str]) -> Html:
    """Draw the choices below the picture: the network, the numbers of training, the example, the notation.

    Examples
    --------
    >>> from backprop_core import examples
    >>> from backprop_widgets import Session
    >>> settings(Session(*examples.lecture()), None, ["alpha", "lam"]).count("data-key")
    4
    """
    net = session.net
    shape, alpha = "-".join(map(str, net.sizes)), name_of("alpha", session.notation)
    pairs = [(f"{o}+{c}", f"{o}, {c.replace('_', '-')}") for o, c in PAIRS]
    fields = {
        "sizes": lambda: entry("sizes", "layers", shape, width=9, name="units of each layer, with hyphens"),
        "hidden": lambda: choice("hidden", "hidden units", [(n, n) for n in HIDDEN], net.hidden),
        "output": lambda: choice("output", "output and cost", pairs, f"{net.output}+{net.cost}"),
        "lam": lambda: lam_slider(session.lam),
        "alpha": lambda: entry("alpha", alpha, setting(session.alpha), name="learning rate alpha"),
        "example": lambda: _example_choice(session.m, session.example) if session.m > 1 else "",
        "seed": lambda: entry("seed", "seed", "" if seed is None else str(seed), name="seed of random weights"),
        "notation": lambda: choice("notation", "notation", [(n, n) for n in NOTATIONS], session.notation),
    }
    shown = "".join(draw_field() for name, draw_field in fields.items() if name in controls)
    return Html(f"<div class='bp-settings' data-key='settings'>{shown}</div>" if shown else "")


def _example_choice(m: int, example: int | None) -> Html:
    """Draw the choice of one example of a batch, or of all."""
    options: Sequence[tuple[str, str]] = [("", f"all {m}"), *((str(t), str(t)) for t in range(1, min(m, 200) + 1))]
    if example is not None and example > 200:
        options = [*options, (str(example), str(example))]
    return choice("example", "example", options, "" if example is None else str(example))
