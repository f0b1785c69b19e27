"""A table of the learner's own in a real JupyterLab: handed in, looked at, read otherwise, put right."""

import pytest
from playwright.sync_api import expect

from .looks import LIGHT, THEMES, choose_theme, found_by_axe
from .notebook import SCREENSHOTS

CELLS = [
    """
from backprop_core import examples
from backprop_widgets import Session, data
session = Session(*examples.lecture())
""",
    "table = data(session); table.choose('csv'); table",
    "print(session.X.tolist())",
]
TABLE = "name;Preis;Menge;Art\nAnn;1.234;5,5;a\nBob;987;1,2;b\nCy;12.500;3,3;a\n"


@pytest.fixture(scope="module")
def notebook(open_notebook):
    notebook = open_notebook(CELLS)
    notebook.run_all()
    return notebook


@pytest.fixture
def at(notebook):
    """Find what has a key in the view, which shows an empty box again."""
    notebook.run_cell(1)
    return lambda key: notebook.cell(1).locator(f'.bp-live [data-key="{key}"]')


# A real copy: Chromium pastes 3,000 lines in half a second, and needs more than a minute to type them, as `fill` does.
COPY = """(box, text) => {
    const source = box.ownerDocument.body.appendChild(document.createElement("textarea"))
    source.value = text
    source.select()
    document.execCommand("copy")
    source.remove()
}"""


def paste(at, text):
    """Copy the text elsewhere, paste it over all that the box holds, and have it read."""
    box = at("csv-text")
    box.evaluate(COPY, text)
    box.focus()
    box.press("ControlOrMeta+a")
    box.press("ControlOrMeta+v")
    at("read").click()


def choose(at, key, letters):
    """Choose from a list as the keyboard does: by the first letters."""
    at(key).focus()
    at(key).press_sequentially(letters)


def test_what_cannot_be_decided_is_chosen_by_keyboard_and_the_table_is_read(notebook, at):
    paste(at, TABLE)
    expect(at("notice")).to_contain_text("line 2, column 2 (Preis): “1.234” may be 1.234 or 1234")
    expect(at("preview").locator("tbody td").nth(1)).to_have_text("1.234")
    choose(at, "marks", "1.234,5")
    expect(at("notice")).to_contain_text("line 2, column 1 (name): “Ann” is no number")
    at("use:1").focus()
    at("use:1").press("Space")
    expect(at("notice")).to_have_text("")
    expect(at("use:1")).not_to_be_checked()
    expect(at("use:1")).to_be_focused()
    expect(at("words")).to_contain_text("decimal commas, and points between thousands; line 1 is the header")
    expect(at("words")).to_contain_text("column 1 (name) is left out")
    notebook.run_cell(2)
    expect(notebook.cell(2).locator(".jp-OutputArea-output")).to_contain_text("[[1234.0, 5.5], [987.0, 1.2]")
    choose(at, "target", "column 3")
    expect(at("head:3")).to_contain_text("the class")
    expect(at("notice")).to_contain_text("column 4 (Art) has no numbers at all: leave it out")
    at("use:4").press("Space")
    expect(at("words")).to_contain_text("3 classes (class 1,2: 1, class 3,3: 1, class 5,5: 1)")


def test_a_header_of_years_is_asked_for(at):
    paste(at, "2019,2020,kind\n1,2,x\n3,4,x\n5,6,y\n7,8,y\n")
    expect(at("notice")).to_contain_text("line 1 (“2019”, “2020”, “kind”) may be the header or an example")
    choose(at, "header", "1 line")
    expect(at("words")).to_contain_text("2019: from 1.00 to 7.00")
    at("header").press("ArrowUp")
    expect(at("words")).to_contain_text("5 examples")
    expect(at("words")).to_contain_text("no header")


def test_a_long_paste_and_blank_lines_at_its_top_stay_in_the_box(at):
    text = "\n\na,b,k\n" + "\n".join(f"{i},{i * 2},{'xy'[i % 2]}" for i in range(3000)).replace("1500,", "15OO,")
    paste(at, text)
    expect(at("notice")).to_contain_text("line 754, column 2 (b): “15OO” is no number")
    expect(at("csv-text")).to_have_value(text)
    text = text.replace("15OO", "1500")
    paste(at, text)
    expect(at("words")).to_contain_text("3000 examples, 2 inputs, 2 classes")
    expect(at("csv-text")).to_have_value(text)


@pytest.mark.parametrize(
    ("name", "buffer", "sentence"),
    [
        ("excel.csv", "Länge;Art\n1;grün\n2;blau\n".encode("cp1252"), "is not in UTF-8: save the table as “CSV UTF-8”"),
        ("excel.txt", "Länge\tArt\n1\tgrün\n".encode("utf-16-le"), "as a file in UTF-16 has: save the table as"),
        ("book.xlsx", b"PK\x03\x04\x14\x00\x06\x00", "line 1 begins as a packed file does, a workbook maybe"),
        ("page.data", b"<!DOCTYPE html><html>", "begins as a web page does"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(name, buffer, sentence, at):
    paste(at, "1,x\n2,y\n")
    expect(at("words")).to_contain_text("2 examples")
    at("csv-file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": buffer})
    expect(at("notice")).to_contain_text(sentence)
    expect(at("notice")).to_contain_text("The data stay as they were.")
    expect(at("words")).to_contain_text("2 examples")
    if at("back").count():
        at("back").click()
    expect(at("csv-text")).to_have_value("1,x\n2,y\n")


def test_a_file_in_utf_16_with_its_mark_is_read(at):
    text = "Länge\tArt\r\n1,5\tgrün\r\n2\tblau\r\n"  # Excel's “Unicode Text”
    at("csv-file").set_input_files({"name": "excel.txt", "mimeType": "text/plain", "buffer": text.encode("utf-16")})
    expect(at("words")).to_contain_text("Länge: from 1.50 to 2.00")
    expect(at("words")).to_contain_text("class grün: 1")


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_and_nothing_sticks_out(theme, notebook, at):
    choose_theme(notebook.page, theme)
    SCREENSHOTS.mkdir(exist_ok=True)
    wide = ",".join(f"pixel {n}" for n in range(40)) + ",kind\n" + "".join("1," * 40 + f"{k}\n" for k in "xyxyxyxy")
    frame = notebook.cell(1).locator(".bp-live")
    bad = []
    try:
        for name, text, shown in (("refused", TABLE, "Ann"), ("wide", wide, "pixel 39")):
            paste(at, text)
            expect(at("preview")).to_contain_text(shown)
            for width in (1366, 700):
                notebook.page.set_viewport_size({"width": width, "height": 1400})
                bad += found_by_axe(frame)
                assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth"), (name, width)
                frame.screenshot(path=SCREENSHOTS / f"table-{name}-{theme.split()[1].lower()}-{width}.png")
    finally:
        notebook.page.set_viewport_size({"width": 1400, "height": 1000})
        choose_theme(notebook.page, LIGHT)
    assert bad == []
