"""The choice of data: sets, points and tables are taken, and nothing is lost on the way."""

import re
from dataclasses import replace

import numpy as np
import pytest

from backprop_core import Network, examples
from backprop_widgets import Session
from backprop_widgets.datasets.data import SETS, data
from backprop_widgets.datasets.draft import MAX_BOX


@pytest.fixture
def session():
    return Session(*examples.lecture())


def do(view, what, value=None, kind="change", **more):
    values = {"value": value, "gesture": "1", "done": True} if value is not None else {"shift": False, "ctrl": False}
    message = {"seq": 1, "view": "v", "key": what, "type": kind, "value": values | more}
    view._handle_custom_msg(message, [])
    assert view.error == ""


@pytest.mark.parametrize("name", SETS)
def test_a_set_is_taken_with_a_network_that_fits(name, session):
    view = data(session)
    before = session.net
    do(view, "set", name)
    X, Y = SETS[name][1]()
    assert np.array_equal(session.X, X)
    assert np.array_equal(session.Y, Y)
    assert (session.net is before) == (name != "digits")
    assert f"{len(X)} examples" in view.text()
    session.undo()
    assert (session.net, session.m) == (before, 1)


def test_standardising_is_shown_and_can_be_taken_back(session):
    view = data(session, "moons")
    raw = session.X
    do(view, "standard", True)
    np.testing.assert_allclose(session.X.mean(axis=0), 0, atol=1e-12)
    assert "minus its mean" in view.text()
    assert f"mean {raw[:, 0].mean():.3f}" in view.markup
    do(view, "standard", False)
    assert np.array_equal(session.X, raw)


@pytest.mark.parametrize(("choice", "place"), [("own", "bp-field-of-points"), ("csv", "</textarea>")])
def test_standardising_leaves_open_what_is_being_chosen(choice, place, session):
    view = data(session, "xor")
    do(view, "set", choice)
    for on, words in ((True, "minus its mean"), (False, "Not standardised")):
        do(view, "standard", on)
        assert f"<option value='{choice}' selected>" in view.markup
        assert place in view.markup
        assert view.text().startswith("Data: XOR.")
        assert words in view.text()
    session.undo()
    assert "<option value='xor' selected>" in view.markup


@pytest.mark.parametrize(
    ("Y", "said"),
    [
        ([[10.0], [-4.0], [0.7]], "1 output, no classes (targets from −4.00 to 10.00)."),
        ([[0.2], [0.9], [1.0]], "1 output, no classes (targets from 0.20 to 1.00)."),
        ([[0.3, 0.7], [1, 0], [0, 1]], "2 outputs, no classes (targets from 0.00 to 1.00)."),
        ([[1, 1, 0], [0, 0, 0], [0, 1, 0]], "3 outputs, no classes (targets from 0.00 to 1.00)."),
        ([[2e-9], [-1e-9], [0.0]], "1 output, no classes (targets from −1.00e−9 to 2.00e−9)."),
        ([[1, 0], [1, 0], [0, 1]], "2 classes (class 0: 2, class 1: 1)."),
        ([[1], [0], [0]], "2 classes (class 0: 2, class 1: 1)."),
    ],
)
def test_only_targets_that_are_classes_are_counted_as_such(Y, said):
    net = Network.random([2, 2, len(Y[0])], output="identity", cost="squared_error")
    view = data(Session(net, [[0.0, 1.0], [1.0, 0.0], [1.0, 1.0]], Y))
    assert view.text().splitlines()[0] == f"Data: as the session has them. 3 examples, 2 inputs, {said}"


def click(view, x, y, **more):
    """Click at shares of the field's width and height."""
    do(view, "field", kind="click", x=x, y=y, **more)


def test_points_are_set_exactly_where_the_pointer_clicks_and_taken_off_again(session):
    view = data(session)
    do(view, "set", "own")
    before = session.X
    assert "Set at least one point of class 0 and class 1" in view.notice
    click(view, 0.0, 0.0)
    assert session.X is before
    do(view, "brush", "1")
    click(view, 0.51234, 0.4)
    assert session.X.tolist() == [[-1.5, 1.5], [0.037, 0.3]]
    assert session.Y.tolist() == [[0.0], [1.0]]
    click(view, 0.75, 0.9, shift=True)  # the other class
    assert session.Y.tolist() == [[0.0], [1.0], [0.0]]
    click(view, 0.755, 0.905)  # on its dot: now of this class
    assert session.X.tolist() == [[-1.5, 1.5], [0.037, 0.3], [0.75, -1.2]]
    assert session.Y.tolist() == [[0.0], [1.0], [1.0]]
    click(view, 0.745, 0.905)  # and off again
    assert session.Y.tolist() == [[0.0], [1.0]]
    do(view, "point", "0.777 -1,5")
    assert session.X.tolist()[-1] == [0.777, -1.5]
    assert view.markup.count("class='bp-pos'") == 2
    for typed, sentence in (("here", "is no point"), ("0 1.6", "(0, 1.6) is outside the field")):
        do(view, "point", typed)
        assert sentence in view.notice
    assert session.m == 3


def test_the_keyboard_sets_points_at_a_cursor_that_stays_on_the_field(session):
    view = data(session)
    do(view, "set", "own")
    do(view, "field", kind="key", key="ArrowRight")
    do(view, "field", kind="key", key="ArrowUp")
    do(view, "field", kind="click")
    for _ in range(12):
        do(view, "field", kind="key", key="ArrowDown")
    do(view, "field", kind="click", shift=True)
    assert session.X.tolist() == [[0.15, 0.15], [0.15, -1.5]]
    assert session.Y.tolist() == [[0.0], [1.0]]
    assert ">0.15 −1.50</output>" in view.markup


def test_a_cleared_field_leaves_the_data_in_use(session):
    view = data(session)
    do(view, "set", "own")
    click(view, 0.2, 0.2)
    click(view, 0.5, 0.5, shift=True)
    assert session.m == 2
    do(view, "clear", kind="click")
    assert session.m == 2
    assert "stay as they were" in view.notice


def test_a_file_and_pasted_text_are_read(session):
    view = data(session)
    do(view, "set", "csv")
    do(view, "csv-file", None, kind="file", name="my.csv", size=20, text="a,b,c,k\n1,2,3,x\n4,5,6,y\n7,8,9,z\n")
    assert session.net.sizes == (3, 2, 2, 3)
    assert session.Y.shape == (3, 3)
    assert "line 1 is the header" in view.text()
    do(view, "csv-text", "1,0\n2,1\n")
    assert session.net.sizes == (1, 2, 2, 1)


def test_a_bad_table_changes_nothing_and_says_where(session):
    view = data(session, "moons")
    before = (session.net, session.X, view.text())
    do(view, "set", "csv")
    do(view, "csv-text", "1,2,a\n3,tall,b\n")
    assert view.notice == "line 2, column 2: “tall” is no number. The data stay as they were."
    assert (session.net, session.X, view.text()) == before
    assert "3,tall,b" in view.markup  # what was pasted is not lost either


def test_a_choice_reads_the_table_again(session):
    view = data(session)
    do(view, "csv-text", "n;k;a;b\nAnn;x;1.234;5,5\nBob;y;2.345;6,5\n")
    assert "line 2, column 3 (a): “1.234” may be 1.234 or 1234" in view.notice
    do(view, "marks", "1.234,5")
    assert "line 2, column 1 (n): “Ann” is no number" in view.notice
    do(view, "use:1", False)
    assert "line 2, column 2 (k): “x” is no number" in view.notice
    do(view, "target", "2")
    assert view.notice == ""
    assert session.X.tolist() == [[1234, 5.5], [2345, 6.5]]
    do(view, "use:4", False)
    assert session.X.tolist() == [[1234], [2345]]
    assert "column 1 (n) and column 4 (b) are left out" in view.text()
    do(view, "header", "0")
    assert "line 1, column 3: “a” is no number" in view.notice
    do(view, "header", "")
    do(view, "use:4", True)
    assert session.X.tolist() == [[1234, 5.5], [2345, 6.5]]
    do(view, "separator", ",")
    assert "line 1 has 1 value, where most lines have 2, with commas between" in view.notice
    assert session.X.tolist() == [[1234, 5.5], [2345, 6.5]]


def test_choices_hold_for_the_same_table_put_right_and_for_no_other(session):
    view = data(session)
    do(view, "csv-text", "k,n,a\nx,Ann,1\ny,Bob,2O\n")
    do(view, "target", "1")
    do(view, "use:2", False)
    assert "line 3, column 3 (a): “2O” is no number" in view.notice
    do(view, "csv-text", "k,n,a\nx,Ann,1\ny,Bob,20\n")
    assert session.X.tolist() == [[1], [20]]
    do(view, "csv-text", "1,5\n2,6\n")
    assert session.X.tolist() == [[1], [2]]
    assert "(class 5: 1, class 6: 1)" in view.text()


def test_a_choice_that_there_is_not_is_refused(session):
    view = data(session)
    do(view, "csv-text", "1,x\n2,y\n")
    before = session.X
    for key, value in (("header", "7"), ("separator", "x"), ("marks", "1_0"), ("use:9", False), ("use:a", True)):
        do(view, key, value)
        assert "choose one of" in view.notice
    do(view, "target", "9")
    assert "there is no column “9”" in view.notice
    assert session.X is before


def test_the_first_lines_are_shown_as_they_are_read_also_where_they_cannot_be(session):
    view = data(session)
    do(view, "csv-text", ",h,kind\n" + "".join(f"{n},{n},{'xy'[n % 2]}\n" for n in range(1, 8)))
    do(view, "set", "csv")
    assert view.markup.count("<tr>") == 1 + 4
    assert "… and 3 lines more" in view.markup
    assert re.search("data-key='use:1' data-on='change' aria-label", view.markup)  # it counts the lines: not ticked
    assert re.search("data-key='use:2' data-on='change' checked aria-label", view.markup)
    assert "<option value='' selected>as found: commas</option>" in view.markup
    assert "<option value='' selected>as found: 1 line</option>" in view.markup
    assert "<option value='3' selected>column 3 (kind)</option>" in view.markup
    do(view, "csv-text", "2019,2020,kind\n1,2,x\n3,4,x\n5,6,y\n7,8,y\n")
    assert "may be the header or an example" in view.notice
    assert "<td>2019</td><td>2020</td>" in view.markup
    do(view, "header", "1")
    assert view.notice == ""
    assert session.X.tolist() == [[1, 2], [3, 4], [5, 6], [7, 8]]
    assert "2019: from 1.00 to 7.00" in view.text()


def test_what_stood_in_the_box_can_be_had_back(session):
    view = data(session)
    do(view, "set", "csv")
    do(view, "csv-text", "a,k\n1,x\n2,y\n")
    do(view, "use:1", True)
    do(view, "csv-file", None, kind="file", name="t.csv", size=9, text="1,x\ntall,y\n")
    assert "line 2, column 1: “tall” is no number" in view.notice
    assert "tall,y\n</textarea>" in view.markup  # to be put right
    do(view, "back", kind="click")
    assert view.notice == ""
    assert "a,k\n1,x\n2,y\n</textarea>" in view.markup
    assert session.X.tolist() == [[1], [2]]
    do(view, "back", kind="click")  # there is nothing before
    assert "2,y\n</textarea>" in view.markup


@pytest.mark.parametrize("text", ["PK\x03\x04", "1,a\n2,\0\n", "<table><tr>", "1,a\n2,b\n" * 20_000])
def test_what_is_no_text_or_too_much_leaves_the_box_as_it_was(text, session):
    view = data(session)
    do(view, "set", "csv")
    do(view, "csv-text", "1,x\n2,y\n")
    do(view, "csv-file", None, kind="file", name="t.csv", size=9, text=text)
    assert "The data stay as they were" in view.notice
    assert "1,x\n2,y\n</textarea>" in view.markup


def test_a_long_paste_with_a_mistake_stays_in_the_box(session):
    view = data(session)
    do(view, "set", "csv")
    text = "a,b,k\n" + "\n".join(f"{i},{i * 2},{'xy'[i % 2]}" for i in range(3000)).replace("1500,", "15OO,")
    do(view, "csv-text", text)
    assert "line 752, column 2 (b): “15OO” is no number" in view.notice
    assert f"\n{text}</textarea>" in view.markup


def test_a_paste_longer_than_the_box_is_refused_and_a_file_is_not(session):
    view = data(session)
    do(view, "set", "csv")
    do(view, "csv-text", "1,x\n2,y\n")
    line = ",".join(["0.123456789"] * 60)
    text = f"{line},x\n{line},y\n" * 200
    assert len(text) > MAX_BOX
    do(view, "csv-text", text)
    assert f"what was pasted has {len(text)} characters, and the box takes up to {MAX_BOX}: choose it" in view.notice
    assert "1,x\n2,y\n</textarea>" in view.markup
    do(view, "csv-file", None, kind="file", name="t.csv", size=9, text=text)
    assert session.X.shape == (400, 60)
    assert f"with its {len(text)} characters it is too long to be shown here" in view.markup
    assert len(view.markup) < 60_000
    do(view, "use:1", False)
    assert session.X.shape == (400, 59)


def test_choices_can_be_made_in_a_cell(session):
    view = data(session)
    view.read("n,k,a\nAnn,x,1\nBob,y,2\n", "k", left_out=[1])
    assert session.X.tolist() == [[1], [2]]
    view.read("a;k\n1.234;x\n2.345;y\n", marks="1.234,5")
    assert session.X.tolist() == [[1234], [2345]]
    view.read("1,5 a\n2,5 b\n", separator=" ", header=0)
    assert session.X.tolist() == [[1.5], [2.5]]
    for wrong in ({"marks": "1_5"}, {"separator": "tab"}):
        with pytest.raises(ValueError, match="choose one of"):
            view.read("1,a\n2,b\n", **wrong)
    with pytest.raises(ValueError, match="header is 5: the number of lines before the examples goes from 0 to 2"):
        view.read("1,a\n2,b\n", header=5)
    for wrong in ({"left_out": 3}, {"left_out": "1"}, {"text": 5}, {"left_out": [1.5]}):
        with pytest.raises(TypeError, match=f"^{next(iter(wrong))} is "):
            view.read(**{"text": "1,a\n2,b\n"} | wrong)
    assert session.X.tolist() == [[1.5], [2.5]]


def test_very_small_and_very_large_inputs_are_shown_and_standardised(session):
    view = data(session, standard=True)
    do(view, "csv-text", "t,h,k\n2.4e-29,-1e308,x\n2.64e-28,1e308,y\n8.3e-32,1e308,y\n")
    assert "t: from 8.30e−32 to 2.64e−28, mean 9.60e−29, standard deviation 1.19e−28" in view.text()
    assert "h: from −1.00e308 to 1.00e308, mean 3.33e307, standard deviation 9.43e307" in view.text()
    assert "are the same everywhere" not in view.text()
    np.testing.assert_allclose(session.X.mean(axis=0), 0, atol=1e-12)
    np.testing.assert_allclose(session.X.std(axis=0), 1)


def test_what_a_user_pastes_is_never_markup(session):
    view = data(session)
    do(view, "set", "csv")
    do(view, "csv-text", "<script>,k\n1,</textarea><b>\n2,b\n")
    assert "<script>" not in view.markup
    assert "<b>" not in view.markup


def test_a_single_output_cannot_stay_softmax():
    net = Network.random([2, 3, 2], output="softmax")
    session = Session(net, [[0.0, 1.0]], [[1.0, 0.0]])
    data(session, "xor")
    assert (session.net.sizes, session.net.output) == ((2, 3, 1), "sigmoid")


@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
def test_three_classes_after_two_have_the_output_that_they_had_before(output):
    net = Network.random([2, 3, 3], output=output)
    session = Session(net, [[0.0, 1.0]], [[1.0, 0.0, 0.0]])
    view = data(session)
    three = "1,2,a\n3,4,b\n5,7,c\n"
    for table, sizes, shares in (
        ("1,2,a\n3,4,b\n", (2, 3, 1), "sigmoid"),
        (three, (2, 3, 3), output),
        ("1,2,a\n3,4,b\n", (2, 3, 1), "sigmoid"),
        ("1,a\n3,b\n", (1, 3, 1), "sigmoid"),
        (three, (2, 3, 3), output),
    ):
        view.read(table)
        assert (session.net.sizes, session.net.output) == (sizes, shares)


def test_what_was_chosen_for_one_output_stays():
    session = Session(Network.random([2, 3, 3], output="softmax"), [[0.0, 1.0]], [[1.0, 0.0, 0.0]])
    view = data(session, "xor")
    session.replace(net=replace(session.net, cost="squared_error"))
    view.read("1,2,a\n3,4,b\n5,7,c\n")
    assert (session.net.output, session.net.cost) == ("sigmoid", "squared_error")


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [("sample_{}", "s…_0", "s…_9"), ("sample_{}_of_ten", "1 sam…", "10 sam…"), ("{}_sample", "0_s…", "9_s…")],
)
def test_no_two_names_look_alike_in_a_picture(name, first, last, session):
    view = data(session)
    begin = "the length in centimetres measured at the "
    lines = [f"{n},{n * n},{name.format(n)}" for n in range(10)]
    view.read(f"{begin}top,{begin}end,k\n" + "\n".join(lines), header=1)
    inputs, classes = view.labels
    assert inputs == ("the length in …ured at the top", "the length in …ured at the end")
    assert (classes[0], classes[-1]) == (first, last)
    assert len(set(classes)) == 10


def test_what_a_cell_does_is_drawn(session):
    view = data(session)
    view.choose("moons")
    assert "two moons. 200 examples" in view.markup
    view.standardise(True)
    assert "minus its mean" in view.markup
    view.choose("own")
    view.put(0.5, 0.5, 0)
    assert view.markup.count("class='bp-neg'") == 1
    assert "Set at least one point of class 1" in view.markup
    view.put(-0.5, 0.5, 1)
    assert "your points. 2 examples" in view.markup


def test_a_table_that_a_cell_reads_stands_in_the_box(session):
    view = data(session)
    view.read("cat,1\ndog,2\n", "1")
    assert "cat,1\ndog,2\n</textarea>" in view.markup
    with pytest.raises(ValueError, match="is no number"):
        view.read("cat,1\ndog,x\n", "1")
    assert "cat,1\ndog,2\n</textarea>" in view.markup
    do(view, "read", kind="click")  # the same once more, its class in the same column
    assert view.notice == ""


def test_standardising_from_the_beginning_is_no_empty_promise(session):
    session.replace(X=np.array([[1.0, 3.0], [3.0, 9.0]]), Y=np.array([[0.0], [1.0]]))
    view = data(session, standard=True)
    assert "minus its mean" in view.text()
    assert session.X.tolist() == [[-1.0, -1.0], [1.0, 1.0]]


def test_undo_and_a_change_of_one_x_are_followed(session):
    view = data(session)
    do(view, "set", "moons")
    do(view, "standard", True)
    session.undo()
    assert "two moons" in view.markup
    assert "Not standardised" in view.markup
    session.undo()
    assert "as the session has them. 1 example" in view.markup
    session.redo()
    assert "<option value='moons' selected>" in view.markup
    session.example = 1
    session.set("x.1", 3.0)
    assert "as the session has them. 200 examples" in view.markup
    assert "to 3.00" in view.markup


def test_when_earlier_points_are_back_the_field_shows_them(session):
    view = data(session)
    do(view, "set", "own")
    view.put(0.5, 0.5, 0)
    view.put(-0.5, 0.5, 1)
    view.put(-0.5, -0.5, 1)
    session.undo()
    assert view.points == {(0.5, 0.5): 0, (-0.5, 0.5): 1}
    assert session.m == 2


def test_a_closed_view_follows_no_more(session):
    view = data(session, "moons")
    view.close()
    before = view.markup
    session.undo()
    assert view.markup == before


def test_wrong_names_and_sources_are_refused(session):
    with pytest.raises(ValueError, match="choose one of xor, and"):
        data(session, "iris")
    with pytest.raises(TypeError, match="not of an int"):
        data(3)
