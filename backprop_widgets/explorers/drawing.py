"""The explorer drawn: its page, its words and its still picture, of a session and the way that one view shows it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from backprop_core.quantity import code_of
from backprop_widgets.checks.learner import CALLED_WITH
from backprop_widgets.explorers import slopes, steps
from backprop_widgets.explorers.actions import SHORTCUTS
from backprop_widgets.explorers.comparison import measure, needs
from backprop_widgets.explorers.hiding import there, without
from backprop_widgets.explorers.own_numbers import asked_of, in_notation, wrong_in_words
from backprop_widgets.explorers.panel import hidden_panel, panel, waiting_panel
from backprop_widgets.explorers.stage_strip import stage_sentence, stage_strip
from backprop_widgets.explorers.toolbar import settings, toolbar
from backprop_widgets.live.controls import badge, labelled, standing
from backprop_widgets.notation.glossary import glossary
from backprop_widgets.notation.text import Html, escape
from backprop_widgets.picture.heatmap import heatmaps
from backprop_widgets.picture.layout import drawable
from backprop_widgets.picture.model import Picture
from backprop_widgets.picture.network import network_svg
from backprop_widgets.picture.sliders import sliders
from backprop_widgets.picture.twin import in_words, sums_in_words
from backprop_widgets.session.stages import stages
from backprop_widgets.session.state import is_short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backprop_core import Quantity, Trace
    from backprop_widgets.explorers.actions import Look
    from backprop_widgets.explorers.live_code import LiveCode
    from backprop_widgets.explorers.pieces import Pieces
    from backprop_widgets.picture.mark import Mark
    from backprop_widgets.session.session import Session

PHONE = 560  # pixels: in less room the layers run from top to bottom
NARROW = 500  # of a picture: the sums stand beside it even where a wider one has them below


@dataclass(frozen=True)
class Drawing:
    """One moment of an explorer, drawn.

    Attributes
    ----------
    session : Session
    look : Look
        How this view shows it.
    own : mapping
        The learner's own functions, by the pass that each is.
    controls : frozenset of str
    panel : bool
        Whether the sums stand beside the picture.
    name, from_link : str
        See `explorer`.
    """

    session: Session
    look: Look
    own: Mapping[str, LiveCode]
    controls: frozenset[str]
    panel: bool
    name: str = ""
    from_link: str = ""

    def page(self, notice: Html) -> Html:
        """Draw all of it, with the sentence about what couldn't be done."""
        s, on = self.session, self.controls
        link = f" data-from-link='{escape(self.from_link)}'" if self.from_link else ""
        return Html(
            f"<div class='bp-explorer' data-key='root' data-on='key change'{link} data-keys='{' '.join(SHORTCUTS)}'"
            f"{labelled(self.name)}>{self._head()}{toolbar(s, self.look, on, self.name)}{notice}"
            f"{self._steps()}{self._own_line()}{self._main()}"
            f"<div class='bp-foot'><details class='bp-details' data-key='twin'>"
            f"<summary>In words</summary><pre class='bp-twin' id='bp-words'>{escape(self.words())}</pre>"
            f"</details>{self._share()}{glossary(s.notation) if 'glossary' in on else ''}</div></div>"
        )

    def words(self) -> str:
        """Say it in words."""
        s = self.session
        name = f"View {self.name}. " if self.name else ""
        words = [name + in_words(self._shown, s.stage, s.notation)]
        words += sums_in_words(self._picture)
        words += [steps.in_words(s, self._shown.J)] if "step" in self.controls else []
        words += wrong_in_words(s.trace, self._picture.marks, s.notation, s.stage)
        return "\n".join([*words, *self._told()])

    def still(self) -> str:
        """Draw the network as an SVG that stands alone; "" for one too large."""
        if not drawable(self.session.net.sizes):
            return ""
        return network_svg(self._picture_for(live=False), "network", alone=True)

    # parts of it

    @cached_property
    def _hidden(self) -> tuple[Quantity, ...]:
        """What is asked for, and nobody has looked at yet."""
        return there(self.session.trace, self.look.hidden)

    @cached_property
    def _shown(self) -> Trace:
        """The trace, without what is hidden."""
        return without(self.session.trace, (*self._hidden, *self._pending))

    @property
    def _pieces(self) -> Pieces | None:
        """The stage in pieces, where it is shown so."""
        return self.look.pieces if self.look.blame else None

    @cached_property
    def _pending(self) -> tuple[Quantity, ...]:
        """The numbers that this stage has yet to make of its pieces."""
        return self._pieces.pending(self.session) if self._pieces else ()

    @cached_property
    def _picture(self) -> Picture:
        return self._picture_for(live=True)

    def _picture_for(self, *, live: bool) -> Picture:
        s, v, trace = self.session, self.look, self._shown
        return Picture(
            trace,
            s.stage,
            s.selection,
            edges=v.edges,
            deltas=v.deltas,
            updates=v.updates,
            blame=v.blame,
            slopes=v.slopes,
            products=self._pieces.step(s) if self._pieces else None,
            alpha=s.alpha,
            live=live,
            lit=slopes.lit(trace, s.selection) if v.slopes else None,
            notation=s.notation,
            tall=v.tall and live,
            marks=self._marks(),
        )

    def _marks(self) -> dict[str, Mark]:
        """What a learner's own functions gave, as this notation has it; nothing where that would tell what's hidden."""
        s = self.session
        if self._hidden or not self.own:
            return {}
        own = self.own.values()
        found = {place: mark for code in own for place, mark in code.marks(s.trace, s.alpha).items()}
        for q in asked_of(s.selection):
            found |= {code_of(q): mark for code in own if (mark := code.mark_of(s.trace, s.alpha, q)) is not None}
        for q in self._pending:
            found.pop(code_of(q), None)
        return in_notation(found, s.trace, s.notation)

    def _head(self) -> Html:
        if "stages" not in self.controls:
            return Html("")
        s, v = self.session, self.look
        strip = stage_strip(s.net.L, s.stage, s.notation, playing=v.playing, seconds=v.seconds)
        sentence = self._pieces.sentence(s) if self._pieces and not self._hidden else ""
        sentence = sentence or stage_sentence(self._shown, s.stage, s.alpha, s.notation)
        return Html(f"<div class='bp-head'>{badge(self.name)}{strip}{standing(Html(sentence))}</div>")

    def _steps(self) -> Html:
        return Html(steps.one_step(self.session, self._shown.J) if "step" in self.controls else "")

    def _main(self) -> Html:
        s, on = self.session, self.controls
        below = sliders(s.trace, s.selection, s.notation) if "sliders" in on else ""
        below += settings(s, self.look.seed_of(s.net), on)
        hands = f"<div class='bp-hands' data-key='hands'>{self._network()}{self._ways()}{below}</div>"
        room = f" data-key='narrow' data-narrow='{PHONE}'{' data-is-narrow' if self.look.tall else ''}"
        if not self.panel:
            return Html(f"<div class='bp-main bp-alone'{room}>{hands}</div>")
        label = "where the selected number comes from"
        aside = f"<aside class='bp-panel' data-key='panel' aria-label='{label}'>{self._sums()}</aside>"
        narrow = drawable(s.net.sizes) and self._picture.place.width < NARROW
        return Html(f"<div class='bp-main{' bp-narrow' if narrow else ''}'{room}>{hands}{aside}</div>")

    def _network(self) -> Html:
        trace, stage = self._shown, self.session.stage
        if not drawable(trace.net.sizes):
            return Html(heatmaps(trace, gradients="D" in stages(trace.net.L)[: stage + 1]))
        label = "the network; Tab goes from number to number, Enter opens one"
        svg = network_svg(self._picture, label, "bp-words")
        return Html(f"<div class='bp-sideways' data-key='sideways'>{svg}</div>" if self.look.tall else svg)

    def _ways(self) -> Html:
        s = self.session
        if self.look.blame and self.look.tall and (sums := sums_in_words(self._picture)):
            rows = "".join(f"<li>{escape(line)}</li>" for line in sums)
            return Html(f"<ul class='bp-list' data-key='paths'>{rows}</ul>")
        if self.look.blame and s.trace.X.ndim == 2:
            hint = "Each example has products of its own: choose one to see them."
            return Html(f"<p class='bp-hint' data-key='paths'>{hint}</p>")
        if not self.look.slopes or self._hidden:
            return Html("")
        return slopes.along_the_ways(s.trace, s.selection, s.notation, s.stage)

    def _sums(self) -> Html:
        s, trace = self.session, self.session.trace
        if self._hidden:
            return hidden_panel(self._hidden, s.notation)
        if s.selection in self._pending:
            return waiting_panel(s.selection, s.notation)
        return panel(
            trace,
            s.selection,
            notation=s.notation,
            measured=self._measured(),
            alpha=s.alpha,
            stage=s.stage,
            marks=self._picture.marks,
        )

    def _measured(self) -> dict[Quantity, float | str]:
        """The derivatives that the panel sets beside its own, each measured; or why one can't be."""
        s = self.session
        return {of: measure(s.trace, of) for of in needs(s.trace, s.selection, s.stage)}

    def _own_line(self) -> Html:
        said = escape("\n".join(self._told()))
        return Html(f"<p class='bp-own' role='status' data-key='own' data-say>{said}</p>")

    def _told(self) -> list[str]:
        """What came of each function of the learner's own, in the order of the passes; it would tell what is hidden."""
        if self._hidden:
            return []
        own = (self.own[like] for like in CALLED_WITH if like in self.own)
        return [code.words(self.session.trace, self.session.alpha) for code in own]

    def _share(self) -> Html:
        if "share" not in self.controls or not is_short(self.session):
            return Html("")
        return Html("<button class='bp-button' data-key='copy' data-copy=''>Copy as Python</button>")
