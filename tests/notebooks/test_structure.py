"""The lessons as they are stored: what stands in them, and what must not."""

import copy
import re

import pytest

from . import structure
from .structure import LESSONS, read


@pytest.mark.parametrize("rule", structure.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson(path, rule):
    assert list(rule(read(path), path.parent)) == []


def test_the_lessons_are_numbered_and_named():
    assert all(re.fullmatch(r"\d\d_[a-z0-9_]+\.ipynb", path.name) for path in LESSONS)
    assert structure.numbers_without_gaps(LESSONS)


def test_no_two_lessons_have_the_same_title():
    titles = [structure.source(read(path)["cells"][0]).splitlines()[0] for path in LESSONS]
    assert len(set(titles)) == len(titles)


def test_each_lesson_leads_to_its_neighbours_by_their_titles():
    titles = {path.name: structure.source(read(path)["cells"][0]).splitlines()[0].lstrip("# ") for path in LESSONS}
    for before, path, after in zip([None, *LESSONS], LESSONS, [*LESSONS[1:], None], strict=False):
        links = [f"[{titles[other.name]}]({other.name})" for other in (before, after) if other]
        assert re.findall(r"\[.*?\]\(.*?\)", structure.source(cell_of(read(path), "navigation"))) == links


def test_each_cell_of_a_lesson_has_an_id_of_its_own():
    for path in LESSONS:
        ids = [cell["id"] for cell in read(path)["cells"]]
        assert len(set(ids)) == len(ids), path.name


def asks_what_the_next_prints(notebook):
    first = code(notebook, 0)
    says(notebook, "J = 0.791")
    notebook["cells"].insert(notebook["cells"].index(first), {**first, "source": "predict()"})


FAULTS = {
    "begins_with_a_title": lambda nb: nb["cells"][0].update(source="## Start\n**You will** go on."),
    "has_one_setup_cell": lambda nb: code(nb, -1).update(source="import numpy\nnumpy.pi"),
    "is_short": lambda nb: code(nb, 1).update(source="view\n" * 13),
    "has_no_empty_cell": lambda nb: nb["cells"].append({**code(nb, -1), "source": "\n"}),
    "has_run_from_top_to_bottom": lambda nb: code(nb, 1).update(execution_count=None),
    "stores_nothing_that_passes": lambda nb: says(nb, "<function f at 0x7f3a55>"),
    "has_words_for_each_picture": lambda nb: code(nb, 1)["outputs"][0]["data"].update({"text/html": '<img alt="net">'}),
    "has_living_links": lambda nb: nb["cells"][0].update(source="[On](99_never.ipynb)"),
    "shows_widgets_that_can_be_tested": lambda nb: code(nb, -1).update(source="interact(f, x=3)"),
    "knows_its_slides": lambda nb: nb["cells"][2]["metadata"].clear(),
    "fits_its_slides": lambda nb: nb["cells"][2].update(source="word " * 61),
    "gives_the_numbers_of_its_formulas": lambda nb: cell_of(nb, "navigation").update(source="## Numbers\n$$1 + 1$$"),
    "has_exercises": lambda nb: cell_of(nb, "two-exercise")["metadata"].pop("solution"),
    "computes_its_outcomes": lambda nb: code(nb, -1).update(source="predict('?', lambda: 'it grows')"),
    "explains_its_predictions": lambda nb: code(nb, -1).update(source="predict('z?', trace, 'z.2.1')"),
    "keeps_its_answers": asks_what_the_next_prints,
    "ends_with_a_recap": lambda nb: recap(nb).update(source="## Goodbye"),
    "tells_its_time": lambda nb: code(nb, 1).update(source="word " * 2000),
    "has_tags_that_fit": lambda nb: code(nb, 0)["metadata"].update(tags=["setup", "derived:M5"]),
}


@pytest.mark.parametrize("rule", structure.RULES, ids=lambda rule: rule.__name__)
def test_a_planted_fault_is_found_by_its_rule(rule):
    notebook = copy.deepcopy(read(LESSONS[0]))
    FAULTS[rule.__name__](notebook)
    assert len(list(rule(notebook, LESSONS[0].parent))) >= 1


def test_a_warning_a_failure_and_a_long_text_are_found():
    notebook = read(LESSONS[0])
    code(notebook, 1)["outputs"] = [
        {"output_type": "stream", "name": "stderr", "text": "DeprecationWarning: old"},
        {"output_type": "error", "ename": "ValueError", "evalue": "", "traceback": []},
    ]
    assert len(list(structure.has_run_from_top_to_bottom(notebook, None))) == 2
    notebook["cells"][2]["source"] = "word " * 121
    assert list(structure.is_short(notebook, None)) == ["cell 3 has 121 words: at most 120"]


def test_what_goes_further_is_not_on_the_main_road_and_tells_its_own_minutes():
    notebook = read(LESSONS[0])
    links = notebook["cells"].pop()
    before = structure.minutes(notebook)
    for said, found in (("About 5 minutes, for the curious.", 0), ("For the curious.", 1)):
        further = {"cell_type": "markdown", "id": "further", "source": f"## Further: more\n{said}", "metadata": {}}
        longer = {**notebook, "cells": [*notebook["cells"], further, *[code(notebook, 1)] * 9, links]}
        assert structure.minutes(longer) == before
        assert list(structure.is_short(longer, None)) == []
        assert len(list(structure.ends_with_a_recap(longer, None))) == found


def test_a_main_road_takes_25_minutes_at_most():
    notebook = read(LESSONS[0])
    code(notebook, 1)["source"] = "word " * 3000
    notebook["cells"][0]["source"] = f"**Time:** about {structure.minutes(notebook):.0f} minutes"
    [said] = structure.tells_its_time(notebook, None)
    assert said.endswith("at most 25")


def test_a_slide_is_as_long_as_all_that_stands_on_it():
    notebook = read(LESSONS[0])
    for cell, kind in zip(notebook["cells"][2:5], ("slide", "fragment", "notes"), strict=True):
        prose = "word " * 31 + "$z + 1$ <details>much more</details>"
        cell.update(cell_type="markdown", source=prose, metadata={"slideshow": {"slide_type": kind}})
    [said] = structure.fits_its_slides({"cells": notebook["cells"][2:5]}, None)
    assert said.startswith("cell 2 makes a slide of 64 words")


def cell_of(notebook, name):
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def recap(notebook):
    return cell_of(notebook, "recap")


def code(notebook, number):
    return structure.cells(notebook, "code")[number][1]


def says(notebook, text):
    code(notebook, 0)["outputs"] = [{"output_type": "stream", "name": "stdout", "text": text}]
