"""Lessons on paper: everything that belongs there, nothing that tells an answer, nothing that asks for a network."""

import json
import os
import re
import shutil
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from classroom import handout
from classroom.prose import as_html, formula
from run import find_browser

ROOT = Path(__file__).resolve().parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)


PAGE = handout.page  # a test may put something else in its place


@cache  # to which written(lesson) would be another call than written(lesson, key=False)
def written(lesson, *, key):
    return PAGE(lesson, key=key)


def read(lesson, *, key=False):
    return BeautifulSoup(written(lesson, key=key), "html.parser")


def cells(lesson, kind):
    stored = json.loads(lesson.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in stored if cell["cell_type"] == kind and cell["id"] != "navigation"]


def folded(lesson):
    """What is folded away in a lesson: solutions and proofs."""
    text = "\n".join("".join(cell["source"]) for cell in cells(lesson, "markdown"))
    return re.findall(r"</summary>(.*?)</details>", text, re.DOTALL)


def in_letters(markup):
    """What can be read in it, formulas apart, without spaces."""
    soup = BeautifulSoup(markup, "html.parser")
    for tag in soup.select("math, style"):
        tag.decompose()
    return "".join(soup.get_text().split())


@each_lesson
def test_it_has_every_heading_of_the_lesson(lesson):
    asked = []
    for cell in cells(lesson, "markdown"):
        asked += [in_letters(as_html(line)) for line in re.findall(r"^#+ .*$", "".join(cell["source"]), re.MULTILINE)]
    headings = [in_letters(str(heading)) for heading in read(lesson).select("main > h1, main > h2")]
    assert headings == asked
    assert asked


@each_lesson
def test_it_has_every_prediction_with_its_boxes_and_every_exercise(lesson):
    code = ["".join(cell["source"]) for cell in cells(lesson, "code")]
    page = read(lesson)
    asked = [text for text in page.select(".question") if "Predict first." in text.get_text()]
    assert len(asked) == sum(bool(re.search(r"^predict\(", source, re.MULTILINE)) for source in code)
    assert all(question.select(".options li, .line") for question in asked)
    tagged = [cell for cell in cells(lesson, "code") if "exercise" in cell["metadata"].get("tags", ())]
    shown = [pre.get_text() for pre in page.select("pre.code")]
    assert shown == ["".join(cell["source"]) for cell in tagged]


@each_lesson
def test_it_tells_no_solution(lesson):
    page = read(lesson)
    letters = in_letters(str(read(lesson).main))
    for solution in folded(lesson):
        words = in_letters(as_html(solution))
        assert len(words) < 12 or words not in letters
    for cell in cells(lesson, "code"):
        solution = "".join(cell["metadata"].get("solution", ""))
        assert not solution or solution not in page.get_text()
    assert page.select(".key") == []


@pytest.mark.parametrize("name", ["04_backward", "12_bug_lab"])
def test_the_key_tells_every_solution_and_what_comes_out(name):
    lesson = ROOT / "notebooks" / f"{name}.ipynb"
    page = read(lesson, key=True)
    letters = in_letters(str(read(lesson, key=True).main))
    assert all(in_letters(as_html(solution)) in letters for solution in folded(lesson))
    for cell in cells(lesson, "code"):
        assert "".join(cell["metadata"].get("solution", "")) in page.get_text()
    asked = page.select(".question")
    assert asked
    assert all(question.select(".key b") for question in asked)


def test_a_table_that_an_answer_opens_is_the_keys_alone():
    lesson = ROOT / "notebooks" / "12_bug_lab.ipynb"
    last_row = "program B     1.123   0.692   0.693   0.693"
    assert last_row in read(lesson, key=True).get_text()
    assert last_row not in read(lesson).get_text()


@each_lesson
def test_nothing_is_fetched_nothing_runs_and_nothing_waits_for_a_hand(lesson):
    page = read(lesson)
    assert page.select("script, link, iframe, object, button, input, select, textarea, details, a[href]") == []
    assert all(image["src"].startswith("data:image/") for image in page.select("img"))
    assert all(image["alt"] for image in page.select("img"))
    without_names = re.sub(r"http://www\.w3\.org/[\w/]+", "", written(lesson, key=False))  # nothing fetches a namespace
    assert "://" not in without_names
    assert "url(" not in without_names


@each_lesson
def test_it_has_pictures_and_no_formula_is_left_in_latex(lesson):
    page = read(lesson)
    assert page.select("figure img, figure svg")
    formulas = page.select("math")
    assert formulas
    assert not [tag for tag in formulas if "\\" in tag.get_text()]
    for code in page.select("pre, code, style"):
        code.decompose()
    assert "$" not in page.get_text()


OWN_LESSON = {
    "title": "# A lesson",
    "setup": "from backprop_widgets import bug_lab, explorer, predict",
    "one": """predict("Is it so?", lambda: "yes", ask="one of", among=["yes", "no"],
        then=explorer(name="A", selection="delta.3.2", show=["delta", "panel"]))""",
    "two": """predict("Which bug?", lambda: "this", ask="one of", among=["this", "that"],
        then=bug_lab("m_left_out", instruments=["D"]))""",
}


@pytest.fixture(scope="module")
def own_lesson(tmp_path_factory):
    """A lesson of the tests' own, with a picture behind one prediction and a named bug behind another."""
    path = tmp_path_factory.mktemp("lesson") / "00_own.ipynb"
    cells = [
        {"id": name, "cell_type": "markdown" if name == "title" else "code", "source": source, "metadata": {}}
        for name, source in OWN_LESSON.items()
    ]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return path


def test_what_an_answer_opens_stands_at_the_end_and_for_the_teacher_in_its_place(own_lesson):
    assert [caption.get_text() for caption in read(own_lesson).select(".opened figure.bp > figcaption")] == ["A"]
    page = read(own_lesson, key=True)
    assert page.select(".opened") == []
    kinds = [tag.get("class", [tag.name])[0] for tag in page.main.find_all(recursive=False)]
    assert kinds == ["h1", "question", "bp", "question", "bp"]


def test_a_program_whose_name_tells_the_bug_is_the_keys_alone(own_lesson):
    told = "÷ m left out of D"
    assert told in read(own_lesson, key=True).get_text()
    assert told not in read(own_lesson).get_text()


def test_a_sum_keeps_its_numbers_without_their_fields(own_lesson):
    sums = ["".join(part.get_text().split()) for part in read(own_lesson).select(".bp-sum")]
    assert any("(−1.30)·(−0.5465)·0.2489" in text for text in sums), sums


def test_a_command_that_mathml_does_not_know_is_named():
    with pytest.raises(ValueError, match=r"unheardof.*write it another way"):
        formula(r"\unheardof{a}")


@pytest.mark.parametrize("text", [r"-0.70 \cdot (-0.11)", r"a = -1"])
def test_a_sign_is_no_difference(text):
    assert formula(text).count('form="prefix"') == 1


def test_an_unknown_lesson_and_an_unknown_option_are_one_sentence(capsys):
    assert handout.main(["99"]) == 1
    assert "no lesson '99'" in capsys.readouterr().err
    assert handout.main(["--kye"]) == 1
    assert "no option --kye" in capsys.readouterr().err


def test_where_the_folder_of_hand_outs_cannot_be_made_one_sentence_says_so(tmp_path, monkeypatch, capsys):
    (tmp_path / "_handouts").write_text("a file")
    monkeypatch.setattr(handout, "OUT", tmp_path / "_handouts")
    assert handout.main(["04"]) == 1
    [sentence] = capsys.readouterr().err.splitlines()
    assert f"{tmp_path / '_handouts'}, which can't be made" in sentence


EMPTY = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}  # as JupyterLab's *New notebook* leaves it


def test_without_a_number_lessons_are_written_and_no_other_notebook(own_lesson, tmp_path, monkeypatch, capsys):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    shutil.copy(own_lesson, folder)
    (folder / "Untitled.ipynb").write_text(json.dumps(EMPTY), encoding="utf-8")
    monkeypatch.setattr(handout, "ROOT", tmp_path)
    monkeypatch.setattr(handout, "OUT", tmp_path / "_handouts")
    monkeypatch.setattr(handout, "find_browser", lambda: None)
    assert handout.main([]) == 0
    assert [path.name for path in (tmp_path / "_handouts").iterdir()] == ["00_own.html"]


def test_a_lesson_without_a_heading_is_called_by_its_file(tmp_path):
    path = tmp_path / "14_mine.ipynb"
    path.write_text(json.dumps(EMPTY), encoding="utf-8")
    assert "<title>14_mine</title>" in handout.page(path)


def test_a_browser_prints_it_on_numbered_pages(tmp_path, monkeypatch, capsys):
    browser = find_browser()
    if browser is None:
        assert os.environ.get("BACKPROP_REQUIRE_BROWSER") != "1"
        pytest.skip("no Chromium or Chrome to print with")
    monkeypatch.setattr(handout, "ROOT", tmp_path)
    monkeypatch.setattr(handout, "OUT", tmp_path / "_handouts")
    monkeypatch.setattr(handout, "page", written)
    monkeypatch.setattr(handout, "find_lesson", lambda name: ROOT / "notebooks" / name)
    assert handout.main(["04_backward.ipynb"]) == 0
    pdf = (tmp_path / "_handouts" / "04_backward.pdf").read_bytes()
    assert 5 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 12
    assert capsys.readouterr().out.split() == ["_handouts/04_backward.html", "_handouts/04_backward.pdf"]


def test_without_a_browser_there_is_html_and_a_word_about_it(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(handout, "ROOT", tmp_path)
    monkeypatch.setattr(handout, "OUT", tmp_path / "_handouts")
    monkeypatch.setattr(handout, "page", lambda lesson, *, key: written(lesson, key=key))
    monkeypatch.setattr(handout, "find_lesson", lambda name: ROOT / "notebooks" / name)
    monkeypatch.setattr(handout, "find_browser", lambda: None)
    assert handout.main(["04_backward.ipynb", "--key"]) == 0
    assert [path.name for path in (tmp_path / "_handouts").iterdir()] == ["04_backward_key.html"]
    assert "No PDF was made" in capsys.readouterr().out


FAILS = {
    "echo 'starting' >&2; echo 'no display here' >&2; exit 3": "no display here",
    "exit 3": "exit code 3",
    "exit 0": "it wrote nothing",
    "exec sleep 20": "no answer in 1 seconds",
}


@pytest.mark.skipif(os.name == "nt", reason="the browser is a script of POSIX")
@pytest.mark.parametrize("does", FAILS)
def test_a_browser_that_fails_is_one_sentence_and_the_html_stays(does, own_lesson, tmp_path, monkeypatch, capsys):
    browser, out = tmp_path / "browser", tmp_path / "_handouts"
    browser.write_text(f"#!/bin/sh\n{does}\n")
    browser.chmod(0o755)
    out.mkdir()
    (out / "00_own.pdf").write_bytes(b"of another day")
    monkeypatch.setattr(handout, "ROOT", tmp_path)
    monkeypatch.setattr(handout, "OUT", out)
    monkeypatch.setattr(handout, "SECONDS", 1)
    monkeypatch.setattr(handout, "find_lesson", lambda _: own_lesson)
    monkeypatch.setattr(handout, "find_browser", lambda: str(browser))
    assert handout.main(["00"]) == 1
    said = capsys.readouterr()
    assert said.out.split() == ["_handouts/00_own.html"]
    [sentence] = said.err.splitlines()
    assert sentence == (
        f"No PDF was made of 00_own.html, for {browser} failed ({FAILS[does]}): any browser prints the HTML file."
    )
    assert [path.name for path in out.iterdir()] == ["00_own.html"]


def test_a_browser_that_cannot_be_started_is_one_sentence(tmp_path):
    with pytest.raises(handout.NotPrinted, match=r"No PDF was made of a\.html, for .*/none failed .*No such file"):
        handout.print_pdf(tmp_path / "a.html", str(tmp_path / "none"))


def test_a_copy_of_a_lesson_that_jupyterlab_made_is_not_handed_out(tmp_path):
    for name in ("04_backward", "04_backward-Copy1", "02_cost", "scratch"):
        (tmp_path / f"{name}.ipynb").touch()
    assert [path.stem for path in handout.lessons_in(tmp_path)] == ["02_cost", "04_backward"]
