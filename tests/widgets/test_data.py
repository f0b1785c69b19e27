"""Data of one's own: what is read, what is refused and where, and that nothing is lost on the way."""

import re

import numpy as np
import pytest

from backprop_core import Network, examples
from backprop_widgets.csvdata import read_csv, standardised
from backprop_widgets.data import SETS, data
from backprop_widgets.session import Session

PLAIN = [[1.5, 2.0], [-3.0, 400.0]]


@pytest.mark.parametrize(
    "text",
    [
        "1.5,2,cat\n-3,4e2,dog",
        "a,b,kind\n1.5,2,cat\n-3,400,dog\n",
        "a;b;kind\r\n1,5;2;cat\r\n-3;400;dog\r\n",
        "1,5\t2\tcat\n−3\t400\tdog\n",
        "1.5 2   cat\n  -3 400 dog",
        "\ufeff1.5,2,cat\n\n# a remark\n-3,400,dog\n\n",
        '"a","b, wide","kind"\n"1.5"," 2","cat"\n-3,400,"dog"',
    ],
    ids=["commas", "header", "semicolons", "tabs", "spaces", "remarks", "quotes"],
)
def test_tables_are_read_whatever_stands_between_the_values(text):
    table = read_csv(text)
    assert table.X.tolist() == PLAIN
    assert table.classes == ("cat", "dog")
    assert table.Y.tolist() == [[0.0], [1.0]]


@pytest.mark.parametrize("target", ["kind", "1"])
def test_the_class_may_stand_in_any_column(target):
    table = read_csv("kind,a,b\ncat,1.5,2\ndog,-3,400", target)
    assert table.X.tolist() == PLAIN
    assert (table.target, table.inputs) == ("kind", ("a", "b"))


def test_three_classes_have_a_column_each_in_the_order_of_their_numbers():
    table = read_csv("1,10\n2,9\n3,100\n4,9\n")
    assert table.classes == ("9", "10", "100")
    assert table.Y.tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 1], [1, 0, 0]]


def test_a_value_in_quotation_marks_may_hold_line_breaks_and_doubled_marks():
    table = read_csv('"a\nhigh",b,"kind"\r\n1.5,2,"a ""big""\r\n\r\n# cat"\r\n-3,400,dog\r\n')
    assert table.X.tolist() == PLAIN
    assert table.inputs == ("a\nhigh", "b")
    assert table.classes == ('a "big"\r\n\r\n# cat', "dog")


def test_how_it_was_read_is_said():
    assert read_csv("a;c\n1;x\n2;y").note == "2 lines with semicolons between the values; the first line is the header"
    assert read_csv("1,0\n2,1").note == "2 lines with commas between the values; no header"


BAD = {
    "empty": ("\n  \n# only a remark\n", "there is nothing in it"),
    "binary": ("PK\0\x03,1\n", "this is no text"),
    "one column": ("5\n6\n", "line 1 holds one value only, “5”"),
    "short line": ("1,2,a\n3,b\n4,5,b\n", "line 1 has 3 values (with commas between), but line 2 has 2"),
    "blank lines count": ("1,2,a\n\n\n3,4,5,b\n2,3,a", "but line 4 has 4"),
    "a word": ("h,w,k\n1,2,a\n3,tall,b\n", "line 3, column 2 (w): “tall” is no number"),
    "missing": ("1,2,a\n3,,b\n", "line 2, column 2: the value is missing"),
    "not finite": ("1,2,a\n3,nan,b\n", "line 2, column 2: “nan” is no number"),
    "first line": ("1,x,a\n1,2,b\n", "line 1, column 2: “x” is no number"),
    "several": ("1,a\nx,b\ny,a\nz,b\nw,a\n", "line 3, column 1: “y” is no number; line 4, column 1: “z” is no number"),
    "no class": ("1,2,a\n3,4,\n", "line 2, column 3: the class is missing"),
    "one class": ("a,b,k\n1,2,cat\n3,4,cat\n", "column 3 (k) holds only “cat”: at least two classes"),
    "many classes": ("\n".join(f"1,{n}" for n in range(11)), "column 2 holds 11 different values: up to 10"),
    "too long": ("1,0\n" * 5001, "these are too many lines: up to 5000"),
    "an open quote": ('1, 2, a\n3,"4,b\n5,6,a\n', "line 2 begins “3,\"4,b” and can't be read: unexpected end of data"),
    "after a line break": ('1,2,"a\nb"\n\n3,tall,c\n', "line 4, column 2: “tall” is no number"),
    "too wide": (",".join(["1"] * 66) + "\n" + ",".join(["2"] * 66), "65 inputs are too many: up to 64"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), BAD.values(), ids=BAD)
def test_what_is_wrong_is_said_with_its_place(text, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        read_csv(text)


def test_a_class_column_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="there is no column “weight”: give a number from 1 to 2 or one of a, b"):
        read_csv("a,b\n1,0\n2,1", "weight")


def test_standardised_inputs_have_mean_0_and_deviation_1_and_constant_ones_are_only_shifted():
    X = np.column_stack([np.arange(7.0), np.full(7, 0.1), 1e6 + np.arange(7.0) ** 2])
    standard = standardised(X)
    np.testing.assert_allclose(standard.X.mean(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose(standard.X.std(axis=0), [1, 0, 1], atol=1e-9)
    assert standard.deviation[1] == 0


# the view


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
    assert "the first line is the header" in view.text()
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


def test_the_class_column_can_be_chosen_after_pasting(session):
    view = data(session)
    do(view, "csv-text", "cat,1\ndog,2\n")
    assert "line 1, column 1: “cat” is no number" in view.notice
    do(view, "target", "1")
    assert session.X.tolist() == [[1.0], [2.0]]


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
    with pytest.raises(TypeError, match="not of int"):
        data(3)
