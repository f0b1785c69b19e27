"""The lessons as they sound: plain phrases, short sentences, few new symbols a round; a table of it all."""

import copy

import pytest

from . import language
from .structure import LESSONS, read


@pytest.mark.parametrize("rule", language.RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_speaks(path, rule):
    assert list(rule(read(path), path.parent)) == []


def test_no_round_brings_more_than_three_new_symbols():
    crowded = {part: new for part, new in language.new_symbols(map(read, LESSONS)).items() if len(new) > 3}
    assert crowded == {}


def test_what_each_lesson_asks_of_its_reader(tell):
    notebooks = [read(path) for path in LESSONS]
    new = language.new_symbols(notebooks)
    rows = [["lesson", *language.COLUMNS]]
    for place, (path, notebook) in enumerate(zip(LESSONS, notebooks, strict=True)):
        most = max(len(symbols) for (lesson, _), symbols in new.items() if lesson == place)
        rows.append([path.stem, *map(str, language.figures(notebook, most))])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    tell("What each lesson asks of its reader, on its main road:\n" + "\n".join(lines))
    assert len(rows) == 1 + len(LESSONS)


FAULTS = {
    "spells_as_the_british_do": "The color of an edge",
    "speaks_plainly": "Which sign has the slope of J by a weight?",
    "names_views_that_are_there": "Try it in Q: drag $z$.",
    "reads_easily": "Multidimensional generalisation necessitates considerable sophistication. ",
}


@pytest.mark.parametrize("rule", language.RULES, ids=lambda rule: rule.__name__)
def test_a_planted_fault_is_heard(rule):
    notebook = copy.deepcopy(read(LESSONS[0]))
    notebook["cells"][2]["source"] = FAULTS[rule.__name__] * (40 if rule is language.reads_easily else 1)
    assert len(list(rule(notebook, None))) >= 1


def test_stiff_words_are_heard_in_reasons_too():
    notebook = copy.deepcopy(read(LESSONS[0]))
    notebook["cells"][1]["source"] = "predict('z?', because={'up': 'Which sign has z?'})"
    assert [said for said in language.speaks_plainly(notebook, None) if said.startswith("cell 2")]


def test_a_symbol_counts_where_it_stands_first():
    titled = {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# One\n$z$ and $a_1$"}
    later = {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "## Two\n$z$, $\\delta$ and $$\\Theta$$"}
    assert language.new_symbols([{"cells": [titled, later]}]) == {(0, "One"): ["z", "a"], (0, "Two"): ["Θ", "δ"]}


@pytest.mark.parametrize(
    ("word", "count"), [("cat", 1), ("number", 2), ("blamed", 1), ("unit", 2), ("the", 1), ("propagation", 4)]
)
def test_syllables_are_counted_nearly_as_one_speaks_them(word, count):
    assert language.syllables(word) == count
