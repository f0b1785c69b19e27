"""What docs/ says of the code holds: the scripts run, and the table has every public name as it is called."""

import doctest
import inspect
import re
from pathlib import Path

import pytest

import backprop_core
import backprop_widgets
from backprop_widgets import predict
from backprop_widgets.predictions.lesson import Predictions

DOCS = Path(__file__).resolve().parents[2] / "docs"
DOC, SCRIPTS = DOCS / "all_of_it.md", DOCS / "scripts.md"
ROWS = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*?) \| (.*?) \|$", DOC.read_text(encoding="utf-8"), re.MULTILINE)
RAISES = re.compile(r"^Raises\n-+\n(.*?)(?:\n\n|\Z)", re.DOTALL | re.MULTILINE)


def public():
    """Give every public thing that can be called, by its name."""
    packages = backprop_core, backprop_widgets
    return {name: getattr(package, name) for package in packages for name in package.__all__}


def row_of(name, thing):
    """What the table has to say of it: from its signature, its annotation and its docstring."""
    signature = inspect.signature(thing)
    takes = [p.name for p in signature.parameters.values() if p.kind is not p.VAR_KEYWORD]
    raises = RAISES.search(inspect.getdoc(thing))
    named = re.findall(r"^\S.*$", raises[1], re.MULTILINE) if raises else []
    returns = name if inspect.isclass(thing) else signature.return_annotation
    return name, ", ".join(takes) or "nothing", returns, ", ".join(named)


@pytest.fixture
def handed_in(tmp_path, monkeypatch):
    """Work in a folder where two students have handed in their predictions."""
    (tmp_path / "handed-in").mkdir()
    for name, second in ("ada", "yes"), ("bo", "no"):
        lesson = Predictions(tmp_path / "handed-in" / f"{name}.json")
        for question, answer, outcome in ("Does J rise?", "no", "no"), ("Is it a slope?", second, "yes"):
            asked = predict(question, lambda outcome=outcome: outcome, ask="one of", among=["yes", "no"], lesson=lesson)
            asked.answer(answer)
        lesson.save()
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("doc", [DOC, SCRIPTS], ids=["all_of_it", "scripts"])
def test_the_scripts_run_as_printed(doc, handed_in):
    failed, tried = doctest.testfile(str(doc), module_relative=False, encoding="utf-8")
    assert (failed, tried > 10) == (0, True)


def test_there_are_ten_scripts_of_less_than_ten_lines():
    scripts = SCRIPTS.read_text(encoding="utf-8").split("\n## ")[1:]
    lengths = [len(re.findall(r"^    (>>>|\.\.\.) ", script, re.MULTILINE)) for script in scripts]
    assert len(lengths) >= 10
    assert all(0 < length < 10 for length in lengths)


def test_the_table_has_every_public_name_once():
    names = [name for name, thing in public().items() if callable(thing)]
    assert [name for name, *_ in ROWS] == names


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_a_row_says_what_is_taken_returned_and_raised(row):
    right = row_of(row[0], public()[row[0]])
    assert row == right, f"in docs/all_of_it.md: {' | '.join(right)}"


@pytest.mark.parametrize("name", [name for name, *_ in ROWS if name.islower()])
def test_a_function_says_that_it_raises_a_type_error(name):
    """Each refuses an argument that there isn't, so each says so (see test_any_argument)."""
    assert "TypeError" in row_of(name, public()[name])[3]
