"""The one widget: markup drawn in Python, patched into the page, edits reported back.

A view is a subclass of `Live` that overrides `draw`, `text` and, where it has them, `still`, `as_python` and `ACTIONS`.
The folder `page` is the other half. It knows no mathematics and no drawing: all that it does is asked for by ``data-``
attributes in the markup.

==========================  ==========================================================================================
attribute                   what the page does
==========================  ==========================================================================================
``data-key="..."``          names the element: unique in the markup; the patcher matches by it, events carry it
``data-on="..."``           what the element reports, any of: drag click input change key file
``data-keys="..."``         with ``key``: the keys it takes, as ``KeyboardEvent.key`` has them, the space bar as
                            ``Space``, with Control as ``Ctrl+z``; ``ArrowUp ArrowDown`` where this is left out; on the
                            outermost element: shortcuts of the whole view
``data-value="..."``        with ``drag``: the value at the start, sent back as ``from``
``data-ref="a b"``          elements that share a name here are lit together (``data-lit``) under pointer or focus
``data-copy="..."``         a button that copies this text, or `rescue` if it is empty, and has ``data-copied`` for a
                            moment; also when the key in its ``aria-keyshortcuts`` is pressed anywhere in the view
``data-say``                on a ``role="status"``: its new text waits until the hand has rested
``data-from-link="..."``    on the outermost element: the parameter of this name in the link that opened the page is
                            reported as its ``change``
``data-narrow="560"``       a ``change`` to True is reported when the view is narrower than so many pixels, to False
                            when it no longer is; ``data-is-narrow`` says that it is known to be
``data-focus-next="..."``   the key of the element that gets the focus when this one goes or is disabled
==========================  ==========================================================================================

What the events of each type carry: see `Event`.

A view also sends ``news`` of itself: "shown" and "gone", so that nothing is drawn that nobody sees; and "ask", when it
has waited long for an answer, to hear whether the kernel is gone or only busy.

One gesture (a drag, a slide, a typing) has one ``gesture``, unlike any other; its last event has ``done`` True.

An ``aria-describedby`` and the id that it names get the name of the view behind them, so that both are its own.

The markup is trusted: it goes into the page as it is. Text that a user gave has to be escaped when it is drawn.
"""

from __future__ import annotations

import base64
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast
from weakref import WeakMethod, WeakSet

from backprop_core.calls import plainly
from backprop_core.validation import check_has, described, one_of, shown, some_of
from backprop_widgets.live.audience import CELLS, nobody_looks_on
from backprop_widgets.live.edition import Edition
from backprop_widgets.live.export import image, page_of
from backprop_widgets.live.pacing import easel
from backprop_widgets.live.script import script
from backprop_widgets.live.theme import stylesheet
from backprop_widgets.live.wire import Wired
from backprop_widgets.notation.text import Html, escape
from backprop_widgets.session.moment import PARTS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from ipywidgets import Widget
    from traitlets import HasTraits

    from backprop_widgets.live.events import Event
    from backprop_widgets.session.session import Session


class Live(Wired):
    """A picture with its controls, drawn in Python and kept current in the page.

    Attributes
    ----------
    session : Session
        What it shows, where it shows one.
    notice : str
        The one sentence that says why the last thing that was asked for can't be done; "" if it was done.
    ACTIONS : mapping of str to callable
        What each verb of the markup's ``data-key="verb:what"`` does: called with the view and the event. A ValueError
        or TypeError becomes the notice.

    Examples
    --------
    >>> class Counter(Live):
    ...     n = 0
    ...     def draw(self): return f'<button data-key="more" data-on="click">{self.n}</button>'
    ...     def text(self): return f"counted to {self.n}"
    ...     def more(self, event): self.n += 1
    ...     ACTIONS = {"more": more}
    >>> Counter()
    <Counter: counted to 0>
    """

    _esm = script()
    _css = stylesheet()

    ACTIONS: ClassVar[Mapping[str, Callable[[Any, Event], None]]] = {}

    session: Session

    notice = ""
    _hosts: Collection[Live] = ()  # the views that it stands in
    _laid_aside = False
    _drawn = False  # at least once
    _let_go: tuple[tuple[HasTraits, Callable[[Any], None], str], ...] = ()
    _followed: tuple[tuple[HasTraits, Callable[[Any], None], str], ...] = ()

    # what a view says of itself

    def draw(self) -> str:
        """The live markup: one outermost element."""
        raise NotImplementedError

    def text(self) -> str:
        """The picture in words, with its numbers."""
        raise NotImplementedError

    def still(self) -> str:
        """The picture as an SVG that needs no style sheet; "" if there is none."""
        return ""

    def png(self) -> bytes:
        """The picture as a PNG, where it is drawn as one; b"" if it isn't."""
        return b""

    def as_python(self) -> str:
        """Lines of Python that rebuild the state; "" if there is none to rebuild, or too much of it."""
        return ""

    def act(self, event: Event) -> None:
        """Do what an event asks for: what `ACTIONS` has for its verb.

        Raises
        ------
        ValueError, TypeError
            In one sentence for the learner, with nothing changed.
        """
        if event.verb not in self.ACTIONS:
            raise ValueError(f"the page asked for {event.key!r}, which this {type(self).__name__} doesn't know")
        self.ACTIONS[event.verb](self, event)

    def notice_line(self) -> Html:
        """The notice, read aloud when it changes."""
        return Html(f"<p class='bp-notice' role='alert' data-key='notice'>{escape(self.notice)}</p>")

    def page(self) -> str:
        """A page in HTML that stands alone, to be printed or sent: the still picture and the words."""
        return page_of(self._image(), self.text())

    def files(self) -> dict[str, Callable[[], str | bytes]]:
        """What it can be exported as, by the ending of a file's name."""
        kinds: dict[str, Callable[[], str | bytes]] = {".txt": self.text, ".html": self.page}
        if still := self.still():
            kinds[".svg"] = lambda: still
        if png := self.png():
            kinds[".png"] = lambda: png
        return kinds

    # what all views do

    @plainly
    def export(self, file: str | Path) -> Path:
        """Write what is shown now into a file; the ending of its name says as what.

        Parameters
        ----------
        file : str or path
            ".txt" for the words, ".html" for a page with picture and words; ".svg", of plots and trainings also ".png",
            for the picture, where there is one; ".json" for a worksheet, as it is filled in. One that is there already
            is written over.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        ValueError, TypeError
            If it can't be written as that: the sentence lists the endings that there are.
        OSError
            If there is no such folder, for instance.
        """
        if not isinstance(file, (str, Path)):
            raise TypeError(f"file is {shown(file)}: give a name such as 'figure.svg'")
        path, kinds = Path(file), self.files()
        if path.suffix not in kinds:
            name = described(self).lower()
            raise ValueError(f"file is {shown(path.name)}: {name} can be exported as {', '.join(kinds)}")
        written = kinds[path.suffix]()
        path.write_bytes(written if isinstance(written, bytes) else written.encode("utf-8"))
        return path

    def _image(self) -> str:
        """The still picture as markup; "" if there is none."""
        still, words = self.still(), self.text()
        if still:
            return image("svg+xml", still.encode("utf-8"), words)
        png = self.png()
        return image("png", png, words) if png else ""

    def handle(self, event: Event) -> None:
        """Do what the learner did; say so in one sentence where it can't be done."""
        self.notice = ""
        try:
            self.act(event)
        except (ValueError, TypeError) as refusal:
            self.notice = str(refusal)
        finally:  # also where an observer of the learner's own has failed: what is shown is what holds
            self.refresh()

    def refresh(self) -> None:
        """Draw again: now; while something is being done, once at its end; out of sight, when it is seen or read."""
        if self._closed:
            return
        self._stale = True
        for host in tuple(self._hosts):
            host.refresh()
        if not self._held and not (self._unseen and self._drawn):
            self.draw_what_waits()

    def draw_what_waits(self) -> None:
        """Draw, though nobody may look on, what has changed since it was drawn last."""
        if not self._stale or self._held or self._closed:
            return
        self._stale, self._drawn = False, True
        self.markup = self.draw()
        if not self._under_way:
            self.rescue = self.as_python()
        self.tell()

    def host(self, view: Live) -> None:
        """Let another view stand inside this one, as its `markup`, and be drawn whenever this is."""
        view._hosts = WeakSet((*view._hosts, self))  # a view that nobody has any more is let go

    def follow(
        self,
        source: HasTraits,
        react: Callable[[Any], None] | None = None,
        *,
        name: str = "moment",
        parts: Collection[str] = (),
    ) -> None:
        """Draw again, or do something else, whenever a source changes; until this view is closed.

        Parameters
        ----------
        source : Session, or another view
        react : callable, optional
            A method, called with the change; by default the view is drawn again.
        name : str
            The trait that tells of the change.
        parts : collection of str
            Of a session's moment, the parts that matter, such as "net", "X"; all by default.

        Raises
        ------
        ValueError, TypeError
            If the source has no such trait, or a moment no such part.
        """
        check_has("source", source, "trait_names", "a Session, or another view")
        one_of("name", name, source.trait_names())
        parts = some_of("parts", parts, PARTS)
        do = WeakMethod(react or self._redraw)  # a view that nobody has any more is let go

        def hear(change: Any) -> None:
            call = do()
            if call and (not parts or not set(parts).isdisjoint(change["new"].changes_since(change["old"]))):
                call(change)

        source.observe(hear, name)
        self._followed += ((source, hear, name),)

    def _redraw(self, _change: object = None) -> None:
        self.refresh()

    def _redraw_soon(self, _change: object = None) -> None:
        """Draw again at the pace of the session's easel."""
        easel(self.session).ask(self)

    def close(self) -> None:
        """Follow nothing more, and draw no more."""
        self._closed = True
        for source, hear, name in self._followed:
            source.unobserve(hear, name)
        if self._followed and hasattr(self, "session"):
            easel(self.session).forget(self)
        self._let_go, self._followed = self._followed, ()  # a widget is closed again when it is collected
        if self.comm is not None:
            cast("Widget", self.layout).close()
        super().close()

    def lay_aside(self) -> None:
        """Close, for the cell that showed it has run again; and come back if it is shown again."""
        if self._closed:
            return
        self.close()
        self._laid_aside = True
        self._views.clear()
        self._edition, self._model_id, self.markup = Edition(), None, ""
        self.__dict__.pop("_repr_mimebundle_", None)  # where ipywidgets notes that it can't be shown any more

    def _come_back(self) -> None:
        """Follow again what it followed before it was laid aside."""
        self._closed, self._laid_aside, self._drawn = False, False, False
        for source, hear, name in self._let_go:
            source.observe(hear, name)
        self._followed = self._let_go
        self.set_trait("layout", {})
        self.refresh()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.text().partition(chr(10))[0]}>"

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, its words, and the still picture for places without a kernel."""
        if self._laid_aside:
            self._come_back()
        data: dict[str, Any] = {}
        metadata: dict[str, Any] = {}
        if not nobody_looks_on():
            self._awaited = True
            self._catch_up()
            _ = self.model_id  # opens the connection: an older ipywidgets doesn't do so by itself
            data, metadata = super()._repr_mimebundle_(**kwargs) or (data, metadata)
            CELLS.note(self)
        data["text/plain"] = words = self.text()
        if self.still():
            data["text/html"] = self._image()
        png = self.png()
        if png:
            data["image/png"] = base64.b64encode(png).decode("ascii")
            metadata["image/png"] = {"alt": words}
        return data, metadata
