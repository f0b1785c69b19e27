"""The wire between a view and its pages: events in, in their order and in the right thread; acknowledgements out."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import anywidget
from traitlets import Dict, Unicode

from backprop_core.calls import plainly
from backprop_widgets.live.edition import Edition
from backprop_widgets.live.events import Event, read_event

if TYPE_CHECKING:
    from collections.abc import Iterator

OVERTAKEN = 0.25  # seconds for which an event waits for one before it
REMEMBERED = 20  # events that were waited for in vain, and are still answered


def _value_of(content: object) -> dict[str, Any]:
    value = content.get("value") if isinstance(content, dict) else None
    return value if isinstance(value, dict) else {}


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:  # a script, a test
        return None


class Drawn(Unicode):  # type: ignore[type-arg]  # before traitlets 5.10 it takes none
    """A text of the picture, which is drawn when it is read, if it changed while nobody looked on."""

    def get(self, obj: Any, cls: Any = None) -> Any:
        """Give it as it is now."""
        obj.draw_what_waits()
        return super().get(obj, cls)


class Wired(anywidget.AnyWidget):
    """What answers the page; what there is to say, a subclass knows.

    Attributes
    ----------
    markup : str
        The whole current markup.
    error : str
        What went wrong in the last event; shown under the picture until one goes well.
    rescue : str
        The last state as Python, shown when the kernel is gone.
    edition : dict
        All three, numbered, as the pages were told them last: for a page that is loaded. One that shows a view already
        is told what is new since the last number, and asks for the whole if that isn't its own.
    """

    markup = Drawn()
    error = Unicode().tag(sync=True)  # so that a bake finds it in the widget's state
    rescue = Drawn()
    edition = Dict().tag(sync=True, to_json=lambda _, view: view._edition.whole())  # noqa: SLF001  it is the same class

    _answering = False  # what there is to tell goes with the answer
    _held = 0  # how many wait for what they do to be drawn at its end
    _stale = True  # something has changed since it was drawn last
    _awaited = False  # it was shown by a cell: a page will soon say that it is there
    _closed = False
    _under_way = False  # more events of the same gesture are to come
    _failed: object = None  # the gesture that went wrong last

    @plainly
    def __init__(self) -> None:
        self._edition = Edition()
        self._views: set[str] = set()
        super().__init__()
        self._next: dict[str, int] = {}  # of each view, the seq of the event that is to come next
        self._early: dict[tuple[str, int], Any] = {}  # events that have overtaken it
        self._late: set[tuple[str, int]] = set()  # events that were waited for in vain
        self._thread = threading.get_ident()
        self._loop = _running_loop()
        self.on_msg(self._receive)

    def open(self) -> None:
        """Wait: ipywidgets calls this when a view is made, and pages need to hear of it when it is shown."""

    @property
    def model_id(self) -> str | None:
        """The name under which pages know the view; who asks for it is about to show it."""
        if self.comm is None and not self._closed:
            self._awaited = True
            self._catch_up()
            super().open()
        return super().model_id

    @property
    def _unseen(self) -> bool:
        """Whether no page shows it, nor soon will."""
        return not self._views and not self._awaited

    def draw_what_waits(self) -> None:
        """Draw, though nobody may look on, what has changed since it was drawn last."""
        raise NotImplementedError

    def handle(self, event: Event) -> None:
        """Do what an edit asks for. An exception raised here is shown under the picture."""

    def seen(self) -> None:
        """Notice that a page shows the view now, maybe not for the first time."""

    def refresh(self) -> None:
        """Draw again."""
        raise NotImplementedError

    @contextmanager
    def one_drawing(self) -> Iterator[None]:
        """Draw what is done in here once, at its end."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            self._catch_up()

    def take(self, event: Event) -> None:
        """Handle an event of this view's own markup, wherever that stands, and draw what comes of it once."""
        with self.one_drawing():
            self.handle(event)

    def _catch_up(self) -> None:
        if self._stale and not self._unseen and not self._held:
            self.refresh()

    def tell(self) -> None:
        """Let the pages show what is new: now, or with the answer to an event."""
        if not self._answering:
            self._send_news()

    def _send_news(self, **answer: Any) -> None:
        """Send what changed since the pages were told last, with the answer to an event."""
        news = self._edition.renew(markup=self.markup, error=self.error, rescue=self.rescue)
        if self._views and (news or answer):
            self.send({**news, **answer, "version": self._edition.version})
        elif news and self.comm is not None:
            self.send_state("edition")  # to whatever shows it soon

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
        if isinstance(content, dict):  # whatever a view says but that it is gone, it is there
            (self._views.discard if news == "gone" else self._views.add)(str(content.get("view")))
            self._awaited = False
        if news is None:
            self._put_in_order(content)
        elif news == "shown":
            self.seen()
            self._catch_up()
            if content.get("version") != self._edition.version:
                self.send(self._edition.whole())

    def _put_in_order(self, content: Any) -> None:
        """Answer the events of a view in the order of their seq.

        JupyterLab sends the first ones to the kernel itself and all later ones to a subshell, where they may overtake.
        """
        view, seq = (str(content.get("view")), content.get("seq")) if isinstance(content, dict) else ("", None)
        if self._loop is None or not isinstance(seq, int) or seq == self._next.get(view, 1):
            self._answer_all_from(view, content)
        elif seq < self._next.get(view, 1):
            self._answer_late(view, content)
        else:
            self._early[view, seq] = content
            self._loop.call_later(OVERTAKEN, self._wait_no_more, view, seq)

    def _answer_late(self, view: str, content: Any) -> None:
        """Answer an event that was waited for in vain; of one that was answered, only say so: its answer was lost."""
        known = (view, content["seq"])
        if known in self._late:
            self._late.discard(known)
            self._answer(content)
        else:
            self._send_news(ack=content["seq"], view=view)

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
            self._late.update((view, n) for n in range(max(self._next.get(view, 1), first - REMEMBERED), first))
            self._answer_all_from(view, self._early.pop((view, first)))

    def _answer(self, content: Any) -> None:
        """Handle a message of the page, and send it the answer with the picture that follows."""
        self._answering = True
        try:
            gesture = _value_of(content).get("gesture")
            self._under_way = bool(gesture) and not _value_of(content).get("done")
            problem = self._attempt(content)
            # What follows in the same gesture may go well because nothing is left to do: the error stays.
            if problem or not gesture or gesture != self._failed:
                self.error, self._failed = problem, gesture if problem else None
        finally:  # after an interrupt too: the page must not wait for ever
            self._answering = False
            seen = isinstance(content, dict)
            self._send_news(**({"ack": content.get("seq"), "view": content.get("view")} if seen else {}))

    def _attempt(self, content: object) -> str:
        """What went wrong with one message: "" if nothing did."""
        try:
            self.take(read_event(content))
        except Exception as problem:
            self.log.warning("an event of the page failed", exc_info=True)
            return f"{type(problem).__name__}: {problem}"
        return ""
