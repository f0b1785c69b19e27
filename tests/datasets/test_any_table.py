"""Any table in any dialect is read as it was written, or asked about; any text at all is answered."""

import csv
import io

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_widgets.datasets.layout import Choices
from backprop_widgets.datasets.lines import SEPARATORS
from backprop_widgets.datasets.marks import WRITTEN
from backprop_widgets.datasets.table import read_table

ASKED = ("may be", "choose")  # what a sentence has that asks
words = st.text(st.sampled_from("abcdeäßñ жΣ字'’-_/"), min_size=1, max_size=8).map(
    lambda word: "w" + " ".join(word.split())
)
numbers = st.one_of(
    st.integers(-9999, 99_999).map(float),
    st.decimals(-20_000, 2_000_000, places=2).map(float),
    st.decimals(-10, 10, places=5).map(float),
)


@st.composite
def tables(draw):
    """A table's numbers and classes, and how it is written."""
    m, n = draw(st.integers(2, 7)), draw(st.integers(1, 5))
    X = [[draw(numbers) for _ in range(n)] for _ in range(m)]
    kinds = draw(st.lists(words, min_size=2, max_size=4, unique_by=str.casefold))
    classes = [*kinds[:2], *(draw(st.sampled_from(kinds)) for _ in range(m - 2))]
    names = draw(st.lists(words.map(lambda word: f"n {word}"), min_size=n + 1, max_size=n + 1, unique=True))
    separator = draw(st.sampled_from([*SEPARATORS]))
    marks = WRITTEN[draw(st.sampled_from([*WRITTEN]))]
    return X, classes, names if draw(st.booleans()) else None, separator, marks, draw(st.integers(0, 2**9))


def written(x, marks):
    """Write a number with the marks of a table."""
    english = f"{x:,.5f}".rstrip("0").rstrip(".")
    mark = {",": marks.thousands, ".": marks.decimal}
    return "".join(mark.get(letter, letter) for letter in english)


def as_text(X, classes, names, separator, marks, more):
    """Write a table, with what `more` has of quotes, BOM, sep= line, line ends, remarks and empty columns."""
    out = io.StringIO()
    # Where blanks separate, a word of two would be two; a decimal comma between commas needs its quotation marks.
    quoting = csv.QUOTE_ALL if more & 1 else csv.QUOTE_MINIMAL
    writer = csv.writer(out, delimiter=separator, quoting=quoting, lineterminator="\r\n" if more & 2 else "\n")
    end = [""] * 2 if more & 4 and separator != " " else []
    if names:
        writer.writerow([*names, *end])
    for row, label in zip(X, classes, strict=True):
        writer.writerow([*(written(x, marks) for x in row), label, *end])
        if more & 8:
            out.write("\n# a remark\n")
    head = f"sep={separator}\n" if more & 16 else ""
    return ("\ufeff" if more & 32 else "") + head + out.getvalue()


@settings(max_examples=300, deadline=None)
@given(tables())
def test_a_table_is_read_as_it_was_written_or_asked_about(table):
    X, classes, names, separator, marks, _ = table
    text = as_text(*table)
    told = Choices(header=1 if names else 0, separator=separator, marks=marks)
    read = read_table(text, told)
    np.testing.assert_array_equal(read.X, X)
    assert [read.classes[k] for k in which(read)] == classes
    if (separator, marks.thousands) == (",", "."):
        return  # where all numbers of a column have a point, points between commas are taken for decimal ones
    found, sentence = attempt(text)
    if found is None:
        assert any(word in sentence for word in ASKED)
    else:
        np.testing.assert_array_equal(found.X, X)
        assert [found.classes[k] for k in which(found)] == classes
        assert found.inputs == read.inputs


def attempt(text):
    """Read a text without being told anything; give the table, or None and the sentence that refuses it."""
    try:
        return read_table(text), ""
    except ValueError as refusal:
        return None, str(refusal)


def which(table):
    """The number of each example's class."""
    return (table.Y[:, 0] if table.Y.shape[1] == 1 else table.Y.argmax(axis=1)).astype(int).tolist()


@settings(max_examples=400, deadline=None)
@given(st.text(st.sampled_from("0123456789.,;|\t \n\r\"'#-+eE%()/ax\u2212\ufeff\ufffd\u00a0é"), max_size=80))
def test_any_text_is_read_or_answered_with_a_sentence(text):
    table, sentence = attempt(text)
    if table is None:
        assert sentence.strip()
    else:
        assert np.isfinite(table.X).all()
        assert table.X.shape[0] == table.Y.shape[0]
        assert len(table.classes) >= 2
