"""The Python half of the live widget: events in, markup and acknowledgements out, without a page."""

import asyncio
import base64
import re
import threading

import pytest

from backprop_widgets.live import wire as wires
from backprop_widgets.live.events import Event, read_event
from backprop_widgets.live.live import Live
from backprop_widgets.live.pacing import Easel
from tests.hand import until


class Counter(Live):
    """Counts clicks; a click on "bad" fails, before or after it has counted."""

    n = 0
    drawn = 0

    def draw(self):
        self.drawn += 1
        return f'<button data-key="more" data-on="click">{self.n}</button>'

    def text(self):
        return f'counted to "{self.n}" & no further'

    def as_python(self):
        return f"n = {self.n}"

    def handle(self, event):
        if event.key == "bad":
            raise ValueError("that key counts nothing")
        self.n += 1
        self.refresh()
        if event.key == "late":
            raise RuntimeError("counted, then failed")
        self.refresh()


def click(key="more", seq=1, **changes):
    return {"seq": seq, "view": "v", "key": key, "type": "click", "value": {"shift": False, "ctrl": False}} | changes


def news(what, view="v", **more):
    return {"view": view, "news": what} | more


def acknowledged(seq, version=1):
    return {"method": "custom", "content": {"ack": seq, "view": "v", "version": version}}


class Wire:
    """Records what the widget sends, and delivers messages as the page would."""

    def __init__(self, widget, monkeypatch):
        self.widget = widget
        self.sent = []
        monkeypatch.setattr(type(widget), "_send", lambda _, message, buffers=None: self.sent.append(message))

    def deliver(self, content):
        self.sent.clear()
        self.widget._handle_custom_msg(content, [])
        return self.sent


@pytest.fixture
def counter():
    counter = Counter()
    counter.refresh()
    return counter


@pytest.fixture
def wire(counter, monkeypatch):
    return Wire(counter, monkeypatch)


def test_an_event_is_handled_and_drawn_once(counter, wire):
    drawn = counter.drawn
    wire.deliver(click())
    assert counter.markup == '<button data-key="more" data-on="click">1</button>'
    assert counter.rescue == "n = 1"
    assert counter.drawn == drawn + 1


def test_the_acknowledgement_comes_with_what_the_event_has_changed_in_one_message(wire):
    assert wire.deliver(click(seq=7)) == [
        {
            "method": "custom",
            "content": {
                "from": 1,
                "version": 2,
                "changes": [(1, 1, ['button data-key="more" data-on="click">1'])],
                "rescue": "n = 1",
                "ack": 7,
                "view": "v",
            },
        }
    ]


def test_an_event_that_changes_nothing_is_acknowledged_all_the_same(counter, wire, monkeypatch):
    monkeypatch.setattr(Counter, "handle", lambda self, event: None)
    assert wire.deliver(click(seq=3)) == [acknowledged(3)]


def test_an_exception_is_shown_until_the_next_event_goes_well(counter, wire):
    wire.deliver(click("bad"))
    assert counter.error == "ValueError: that key counts nothing"
    wire.deliver(click("more"))
    assert counter.error == ""


def test_an_event_that_fails_is_acknowledged(wire):
    assert wire.deliver(click("bad", seq=5))[-1]["content"].items() >= {"ack": 5, "view": "v"}.items()


def test_what_was_done_before_an_exception_is_drawn(counter, wire):
    wire.deliver(click("late"))
    assert ">1<" in counter.markup
    assert counter.error == "RuntimeError: counted, then failed"


def test_an_interrupt_is_acknowledged_and_leaves_the_widget_working(counter, wire, monkeypatch):
    def interrupt(self, event):
        raise KeyboardInterrupt

    good = Counter.handle
    monkeypatch.setattr(Counter, "handle", interrupt)
    with pytest.raises(KeyboardInterrupt):
        wire.deliver(click(seq=2))
    assert wire.sent == [acknowledged(2)]
    monkeypatch.setattr(Counter, "handle", good)
    wire.deliver(click())
    assert ">1<" in counter.markup


def test_an_exception_while_drawing_is_shown(counter, wire, monkeypatch):
    monkeypatch.setattr(Counter, "draw", lambda self: 1 / 0)
    wire.deliver(click())
    assert counter.error == "ZeroDivisionError: division by zero"


def test_outside_an_event_a_refresh_of_what_is_shown_draws_at_once_and_may_raise(counter, monkeypatch):
    assert counter.model_id
    counter.n = 5
    counter.refresh()
    assert ">5<" in counter.markup
    monkeypatch.setattr(Counter, "draw", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        counter.refresh()


def test_a_message_that_comes_in_another_thread_is_handled_where_the_cells_run(monkeypatch):
    """As JupyterLab's subshells bring it: there it would meet a cell or a task in the middle of what it does."""
    threads = []
    monkeypatch.setattr(Counter, "handle", lambda self, event: threads.append(threading.get_ident()))

    async def cell():
        counter = Counter()
        counter.refresh()
        wire = Wire(counter, monkeypatch)
        await asyncio.to_thread(wire.deliver, click())
        await asyncio.sleep(0)
        return wire.sent

    assert asyncio.run(cell()) == [acknowledged(1)]
    assert threads == [threading.get_ident()]


@pytest.mark.parametrize(
    ("delivered", "seconds", "answered"),
    [
        ([1, 3, 4, 2], 0, [1, 2, 3, 4]),  # the second came to the kernel, the others to the subshell
        ([1, 4, 3], 0.1, [1, 3, 4]),  # the second is lost
        ([5, 3], 0.1, [3, 5]),
        ([1, 3, None, 2], 0.1, [1, 3, 2]),  # the second comes late: a cell kept the kernel
        ([1, 2, 2], 0, [1, 2]),  # sent again, for its answer was lost
        ([1, 2, 3, 2, 3, 4], 0, [1, 2, 3, 4]),
        ([1, 3, None, 2, 2, 3], 0.1, [1, 3, 2]),
    ],
)
def test_events_that_overtake_each_other_are_answered_in_their_order(monkeypatch, delivered, seconds, answered):
    monkeypatch.setattr(wires, "OVERTAKEN", 0.02)

    handled = []
    monkeypatch.setattr(Counter, "handle", lambda self, event: handled.append((event.view, event.seq)))

    async def cell():
        wire, another = Wire(Counter(), monkeypatch), 0
        for seq in delivered:
            if seq is None:
                await asyncio.sleep(0.1)
                continue
            wire.widget._handle_custom_msg(click(seq=seq), [])
            another += 1
            wire.widget._handle_custom_msg(click(seq=1, view=f"another {another}"), [])  # it waits for nobody
            assert handled[-1] == (f"another {another}", 1)
        await asyncio.sleep(seconds)
        answers = [message["content"].get("ack") for message in wire.sent if message["content"]["view"] == "v"]
        assert sorted(answers) == sorted(filter(None, delivered))  # each of them, so that the page waits for none

    asyncio.run(cell())
    assert [seq for view, seq in handled if view == "v"] == answered


def test_a_page_that_asks_hears_at_once_that_the_thread_of_the_cells_is_busy(monkeypatch):
    async def cell():
        counter = Counter()
        wire = Wire(counter, monkeypatch)
        thread = threading.Thread(target=lambda: (wire.deliver(click()), wire.deliver(news("ask"))))
        thread.start()
        thread.join()  # all the while this thread does nothing else
        return counter.n, list(wire.sent)

    assert asyncio.run(cell()) == (0, [{"method": "custom", "content": {"busy": True, "view": "v"}}])


def test_what_nobody_sees_is_not_drawn_until_a_view_appears(counter, wire):
    wire.deliver(news("shown", "a"))
    wire.deliver(news("shown", "b"))
    wire.deliver(news("gone", "a"))
    counter.n = 5
    counter.refresh()
    assert ">5<" in counter.markup
    wire.deliver(news("gone", "b"))
    counter.n, drawn = 6, counter.drawn
    counter.refresh()
    assert (counter.drawn, wire.sent) == (drawn, [])
    wire.deliver(news("shown", "c"))
    assert ">6<" in counter.markup
    wire.deliver(news("shown", "d"))
    assert counter.drawn == drawn + 1


def test_a_page_that_shows_another_version_is_sent_the_whole_and_one_that_has_it_nothing(counter, wire):
    wire.deliver(click())
    whole = {"markup": counter.markup, "error": "", "rescue": "n = 1", "version": 2}
    assert counter.get_state()["edition"] == whole
    assert wire.deliver(news("shown", version=1)) == [{"method": "custom", "content": whole}]
    assert wire.deliver(news("shown", version=2)) == []


def test_a_view_that_reports_an_event_is_there_though_it_was_said_to_be_gone(counter, wire):
    wire.deliver(news("gone"))
    wire.deliver(click(seq=1))
    assert wire.sent[0]["content"]["ack"] == 1
    assert ">1<" in counter.markup
    assert wire.sent[0]["content"]["changes"]


def test_until_a_page_has_said_that_it_shows_the_view_the_whole_is_sent(counter, wire):
    assert counter.model_id
    wire.sent.clear()
    counter.n = 5
    counter.refresh()
    [update] = wire.sent
    assert update["method"] == "update"
    assert update["state"]["edition"]["markup"] == counter.markup
    wire.deliver(news("shown", version=2))
    counter.n = 6
    counter.refresh()
    assert [message["content"]["from"] for message in wire.sent] == [2]


def test_what_is_drawn_for_another_view_to_hold_is_sent_by_that_alone(counter, monkeypatch):
    class Frame(Counter):
        def draw(self):
            return f"<div>{counter.markup}</div>"

    frame = Frame()
    frame.host(counter)
    assert frame.model_id
    inner, outer = [], []
    counter._send = lambda message, buffers=None: inner.append(message)
    frame._send = lambda message, buffers=None: outer.append(message)
    counter.n = 5
    counter.refresh()
    assert (inner, len(outer)) == ([], 1)
    assert ">5<" in frame.markup


def test_what_stands_in_two_views_is_drawn_in_both(counter):
    class Frame(Counter):
        def draw(self):
            return f"<div>{counter.markup}</div>"

    frames = Frame(), Frame()
    for frame in frames:
        frame.host(counter)
    counter.n = 5
    counter.refresh()
    assert [frame.markup for frame in frames] == [f"<div>{counter.markup}</div>"] * 2
    assert ">5<" in counter.markup


def test_an_argument_that_a_view_does_not_take_is_refused():
    with pytest.raises(TypeError, match="no argument 'colour'"):
        Counter(colour="red")


JUNK = {
    "a view that is a list": (click(view=[1]), "the page sent an event whose view is [1]: expected str"),
    "nothing": (None, "the page sent NoneType where an event was expected"),
    "a list": ([1, 2], "the page sent list where an event was expected"),
    "an empty message": ({}, "the page sent an event whose seq is None: expected int"),
    "a seq that is true": (click(seq=True), "the page sent an event whose seq is True: expected int"),
    "a key that is a number": (click(key=3), "the page sent an event whose key is 3: expected str"),
    "a value that is no dict": (click(value=[]), "the page sent an event whose value is []: expected dict"),
    "an unknown type": (
        click(type="shout"),
        "the page sent an event of type 'shout': expected drag, click, input, change, key, file",
    ),
}


@pytest.mark.parametrize(("content", "sentence"), JUNK.values(), ids=JUNK)
def test_junk_from_the_page_is_shown_and_harms_nothing(counter, wire, content, sentence):
    wire.deliver(content)
    assert counter.error == f"ValueError: {sentence}"
    wire.deliver(click())
    assert (counter.n, counter.error) == (1, "")


def test_a_long_piece_of_junk_is_cut_in_the_error():
    with pytest.raises(ValueError, match="expected str") as raised:
        read_event(click(key=list(range(1000))))
    assert len(str(raised.value)) < 150


def test_an_event_has_what_the_message_had():
    assert read_event(click("b", seq=9)) == Event(9, "v", "b", "click", {"shift": False, "ctrl": False})


def test_the_display_is_the_widget_with_its_words_and_a_picture(counter, monkeypatch):
    monkeypatch.setattr(Counter, "still", lambda self: "<svg>δ</svg>")
    data, _ = counter._repr_mimebundle_()
    assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == counter.model_id
    assert data["text/plain"] == 'counted to "0" & no further'
    alt, code = re.fullmatch(r'<img alt="(.*)" src="data:image/svg\+xml;base64,(.*)">', data["text/html"]).groups()
    assert alt == "counted to &quot;0&quot; &amp; no further"
    assert base64.b64decode(code).decode() == "<svg>δ</svg>"


def test_a_view_without_a_still_picture_has_no_html(counter):
    assert "text/html" not in counter._repr_mimebundle_()[0]


def test_a_widget_that_was_never_drawn_is_drawn_when_it_is_displayed():
    counter = Counter()
    counter._repr_mimebundle_()
    assert ">0<" in counter.markup


def test_a_view_has_to_say_how_it_is_drawn_and_read():
    with pytest.raises(NotImplementedError):
        Live().refresh()


def test_the_look_of_the_pictures_comes_with_the_widget():
    assert ".bp-error" in Live._css


def test_a_view_that_waits_when_its_loop_is_closed_is_drawn_in_the_next_one():
    drawn = []

    class View:
        def refresh(self):
            drawn.append(True)

    easel, view = Easel(), View()

    async def ask(wait):
        easel.ask(view)
        if wait:
            await until(lambda: drawn)

    asyncio.run(ask(wait=False))
    assert not drawn
    asyncio.run(ask(wait=True))
    assert drawn == [True]
