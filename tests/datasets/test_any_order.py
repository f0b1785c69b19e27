"""Whatever is done to a table in whatever order: it is taken, or refused with a sentence and nothing is changed."""

import html

from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_core import examples
from backprop_widgets import Session
from backprop_widgets.datasets.data import data
from backprop_widgets.datasets.lines import SEPARATORS
from backprop_widgets.datasets.marks import WRITTEN
from tests.networks import how_many

TEXTS = [
    "",
    "1,x\n2,y\n",
    ",a,b,k\n0,1,2,x\n1,3,4,y\n",
    "name;Preis;Menge;Art\nAnn;1.234;5,5;a\nBob;987;1,2;b\n",
    "2019,2020,kind\n1,2,x\n4,5,x\n7,8,y\n1,1,y\n",
    "1,5 a\n2,5 b\n",
    "1,2,a\n3,b\n4,5,b\n",
    "a,b,k\ncm,g,\n1,2,x\n3,4,y\n",
    "PK\x03\x04",
    "1,\0,x\n",
    "5\n6\n",
    "\n,,,\n",
    '1,"a\n',
    "\ufffd,1\nb,2\n",
    "<b>,1,</textarea>\n2,3,x\n4,5,y\n",
]
some_text = st.sampled_from(TEXTS) | st.text(st.sampled_from("0129.,;\t \n\"'#-x"), max_size=30)
junk = st.sampled_from([None, 3, True, [], {}, "?"])
steps = st.one_of(
    st.tuples(st.sampled_from(["csv-text", "target"]), some_text),
    st.tuples(st.just("csv-file"), some_text),
    st.tuples(st.just("separator"), st.sampled_from(["", *SEPARATORS, "x"])),
    st.tuples(st.just("marks"), st.sampled_from(["", *WRITTEN])),
    st.tuples(st.just("header"), st.sampled_from(["", "0", "1", "2", "9"])),
    st.tuples(st.sampled_from([f"use:{n}" for n in (0, 1, 2, 3, 4, "a", "")]), st.booleans()),
    st.tuples(st.sampled_from(["read", "back", "set", "standard", "point", "clear"]), st.just("csv")),
    st.tuples(st.just("standard"), st.booleans()),
    st.tuples(st.just("set"), st.sampled_from(["csv", "own", "moons"])),
    st.tuples(st.sampled_from(["csv-text", "csv-file", "target", "use:1", "header", "marks", "standard"]), junk),
)


@settings(max_examples=how_many(40, 150), deadline=None)
@given(st.lists(steps, max_size=14))
def test_nothing_is_lost_and_nothing_goes_wrong(story):
    session = Session(*examples.lecture())
    view = data(session)
    for seq, (key, given_value) in enumerate(story, start=1):
        before = session.moment
        kind = "file" if key == "csv-file" else "change"
        value = {"value": given_value, "text": given_value, "gesture": str(seq), "done": True}
        view._handle_custom_msg({"seq": seq, "view": "v", "key": key, "type": kind, "value": value}, [])
        assert view.error == ""
        if view.notice:
            assert session.moment is before
        assert view.text() in html.unescape(view.markup)
        assert view.markup.count("</textarea>") <= 1
    while session.can_undo:
        session.undo()
    assert session.m == 1
