"""The one widget: markup drawn in Python, patched into the page, edits reported back.

A view is a subclass of `Live` that overrides `draw`, `text` and, where it has them, `still`, `as_python` and `handle`.
`live.js` is the other half. It knows no mathematics and no drawing: all that it does is asked for by ``data-``
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
                            moment
``data-say``                on a ``role="status"``: its new text waits until the hand has rested
``data-from-link="..."``    on the outermost element: the parameter of this name in the link that opened the page is
                            reported as its ``change``
``data-focus-next="..."``   the key of the element that gets the focus when this one goes or is disabled
==========================  ==========================================================================================

The values of an event, by its type:

======================  ==============================================================================================
``click``               ``shift``, ``ctrl``; of a pointer also ``x`` and ``y``, from 0 at the element's left and top to
                        1; also Enter and Space on a focusable element that is no native control
``key``                 ``key``, ``shift``, ``ctrl``
``drag``                ``from``, ``dx``, ``dy`` (screen pixels since the start; those made with Shift count a tenth),
                        ``gesture``, ``done``
``input``, ``change``   ``value`` (a string as the control has it; of a checkbox True or False), ``gesture``, ``done``
``file``                ``name``, ``size``, ``text``
======================  ==============================================================================================

A view also sends ``news`` of itself: "shown" and "gone", so that nothing is drawn that nobody sees; and "ask", when it
has waited long for an answer, to hear whether the kernel is gone or only busy.

One gesture (a drag, a slide, a typing) has one ``gesture``, unlike any other; its last event has ``done`` True.

An ``aria-describedby`` and the id that it names get the name of the view behind them, so that both are its own.

The markup is trusted: it goes into the page as it is. Text that a user gave has to be escaped when it is drawn.
"""

from __future__ import annotations

import asyncio
import base64
import html
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anywidget
from traitlets import Unicode

from backprop_widgets.draw.theme import stylesheet

EVENT_TYPES = ("drag", "click", "input", "change", "key", "file")

OVERTAKEN = 0.25  # seconds for which an event waits for one before it

CUT = "<!--cut-->"  # of every two stretches of the markup between cuts, the second changes with each edit

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Event:
    """One edit reported by the page.

    Attributes
    ----------
    seq : int
        The number that the page waits to have acknowledged.
    view : str
        Which of the views of the widget it came from.
    key : str
        The ``data-key`` of the element.
    type : str
        One of `EVENT_TYPES`.
    value : dict
        What the type carries: see the module's table.
    """

    seq: int
    view: str
    key: str
    type: str
    value: dict[str, Any]


def read_event(content: object) -> Event:
    """Make an event of a message from the page.

    Raises
    ------
    ValueError
        If the message isn't one that `live.js` sends.

    Examples
    --------
    >>> read_event({"seq": 1, "view": "a", "key": "go", "type": "click", "value": {"shift": False}}).key
    'go'
    >>> read_event({"seq": 1, "view": "a", "key": "go", "type": "shout", "value": {}})
    Traceback (most recent call last):
    ...
    ValueError: the page sent an event of type 'shout': expected drag, click, input, change, key, file
    """
    if not isinstance(content, dict):
        raise ValueError(f"the page sent {type(content).__name__} where an event was expected")
    wanted = {"seq": int, "view": str, "key": str, "type": str, "value": dict}
    for name, kind in wanted.items():
        found = content.get(name)
        if not isinstance(found, kind) or isinstance(found, bool):
            raise ValueError(f"the page sent an event whose {name} is {found!r:.60}: expected {kind.__name__}")
    if content["type"] not in EVENT_TYPES:
        raise ValueError(f"the page sent an event of type {content['type']!r:.60}: expected {', '.join(EVENT_TYPES)}")
    return Event(**{name: content[name] for name in wanted})


def _gesture_of(content: object) -> object:
    """The drag, slide or typing that a message is a part of, if any."""
    value = content.get("value") if isinstance(content, dict) else None
    return value.get("gesture") if isinstance(value, dict) else None


def _as_image(svg: str, words: str) -> str:
    """A still picture that any notebook viewer shows, even one that trusts nothing."""
    code = base64.b64encode(svg.encode("utf-8")).decode("ascii")
    return f'<img alt="{html.escape(words)}" src="data:image/svg+xml;base64,{code}">'


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:  # a script, a test
        return None


class Live(anywidget.AnyWidget):
    """A picture with its controls, drawn in Python and kept current in the page.

    Attributes
    ----------
    markup : str
        The whole current markup.
    outer, inner : str
        The same for the page: the first, third, fifth ... stretch between the `CUT`s of `draw`, and the others. Each is
        sent only when it changes, so that what stands around a picture doesn't go along with every move of it.
    error : str
        What went wrong in the last event; shown under the picture until one goes well.
    rescue : str
        The last state as Python, shown when the kernel is gone.

    Examples
    --------
    >>> class Counter(Live):
    ...     n = 0
    ...     def draw(self): return f'<button data-key="more" data-on="click">{self.n}</button>'
    ...     def text(self): return f"counted to {self.n}"
    ...     def handle(self, event):
    ...         self.n += 1
    ...         self.refresh()
    >>> Counter()._repr_mimebundle_()[0]["text/plain"]
    'counted to 0'
    """

    _esm = (_HERE / "live.js").read_text(encoding="utf-8")
    _css = (_HERE / "live.css").read_text(encoding="utf-8") + stylesheet()

    markup = Unicode()
    outer = Unicode().tag(sync=True)
    inner = Unicode().tag(sync=True)
    error = Unicode().tag(sync=True)
    rescue = Unicode().tag(sync=True)

    _handling = False
    _stale = False
    _failed: object = None  # the gesture that went wrong last
    _unseen = False  # all the views that there were are gone

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._views: set[str] = set()
        self._next: dict[str, int] = {}  # of each view, the seq of the event that is to come next
        self._early: dict[tuple[str, int], Any] = {}  # events that have overtaken it
        self._thread = threading.get_ident()
        self._loop = _running_loop()
        self.on_msg(self._receive)

    def draw(self) -> str:
        """The live markup: one outermost element, with a `CUT` before and after what changes with each edit."""
        raise NotImplementedError

    def text(self) -> str:
        """The picture in words, with its numbers."""
        raise NotImplementedError

    def still(self) -> str:
        """The picture as an SVG that needs no style sheet; "" if there is none."""
        return ""

    def as_python(self) -> str:
        """Lines of Python that rebuild the state; "" if there is none to rebuild."""
        return ""

    def handle(self, event: Event) -> None:
        """Do what an edit asks for. An exception raised here is shown under the picture."""

    def refresh(self) -> None:
        """Draw again: now; while an event is being handled, once when that is done; out of sight, when it is seen."""
        if self._handling or self._unseen:
            self._stale = True
            return
        stretches = self.draw().split(CUT)
        with self.hold_sync():
            self.outer, self.inner = CUT.join(stretches[::2]), CUT.join(stretches[1::2])
            self.markup = "".join(stretches)
            self.rescue = self.as_python()

    def _receive(self, _widget: object, content: Any, _buffers: object) -> None:
        """Handle a message of the page in the thread that made the widget, where cells and tasks run.

        JupyterLab has it delivered in a thread of its own, a subshell: there it would meet a task half-way in a step.
        """
        news = content.get("news") if isinstance(content, dict) else None
        if news == "ask":
            self.send({"busy": True, "view": content.get("view")})  # at once, while a cell keeps the other thread
        elif self._loop is None or threading.get_ident() == self._thread:
            self._accept(content, news)
        else:
            self._loop.call_soon_threadsafe(self._accept, content, news)

    def _accept(self, content: Any, news: str | None) -> None:
        """Handle an event; or rest when the last view goes, and catch up when one appears."""
        if news is None:
            self._put_in_order(content)
            return
        (self._views.add if news == "shown" else self._views.discard)(content.get("view"))
        self._unseen = not self._views
        self._catch_up()

    def _put_in_order(self, content: Any) -> None:
        """Answer the events of a view in the order of their seq.

        JupyterLab sends the first ones to the kernel itself and all later ones to a subshell, where they may overtake.
        """
        view, seq = (str(content.get("view")), content.get("seq")) if isinstance(content, dict) else ("", None)
        if self._loop is None or not isinstance(seq, int) or seq <= self._next.get(view, 1):
            self._answer_all_from(view, content)
        else:
            self._early[view, seq] = content
            self._loop.call_later(OVERTAKEN, self._wait_no_more, view, seq)

    def _answer_all_from(self, view: str, content: Any) -> None:
        """Answer an event, and those after it that have come already."""
        while True:
            self._answer(content)
            seq = content.get("seq") if isinstance(content, dict) else None
            if isinstance(seq, int):
                self._next[view] = max(self._next.get(view, 1), seq + 1)
            following = view, self._next.get(view, 1)
            if following not in self._early:
                return
            content = self._early.pop(following)

    def _wait_no_more(self, view: str, seq: int) -> None:
        """Answer an event whose forerunner has not come: it was lost."""
        while (view, seq) in self._early:
            first = min(n for v, n in self._early if v == view)
            self._answer_all_from(view, self._early.pop((view, first)))

    def _catch_up(self) -> None:
        if self._stale and not self._unseen:
            self._stale = False
            self.refresh()

    def _answer(self, content: Any) -> None:
        """Handle a message of the page; tell it so after the picture that follows from it has been sent."""
        try:
            with self.hold_sync():
                problem, gesture = self._attempt(content), _gesture_of(content)
                # What follows in the same gesture may go well because nothing is left to do: the error stays.
                if problem or not gesture or gesture != self._failed:
                    self.error, self._failed = problem, gesture if problem else None
        finally:  # after an interrupt too: the page must not wait for ever
            if isinstance(content, dict):
                self.send({"ack": content.get("seq"), "view": content.get("view")})

    def _attempt(self, content: object) -> str:
        """What went wrong with one message: "" if nothing did."""
        try:
            try:
                self._handling = True
                self.handle(read_event(content))
            finally:
                self._handling = False
                self._catch_up()
        except Exception as problem:
            self.log.warning("an event of the page failed", exc_info=True)
            return f"{type(problem).__name__}: {problem}"
        return ""

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The widget, its words, and the still picture for places without a kernel."""
        if not self.markup:
            self.refresh()
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        words = self.text()
        data["text/plain"] = words
        picture = self.still()
        if picture:
            data["text/html"] = _as_image(picture, words)
        return data, metadata
