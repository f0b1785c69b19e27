"""README.md and the tool that writes its generated parts."""

import json
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
import readme_links  # noqa: E402

TEMPLATE = "# T\n<!-- badge -->\nold\n<!-- /badge -->\n<!-- lessons -->\n<!-- /lessons -->\nend\n"
LESSONS = {"notebooks/00_start.ipynb": "Start here", "notebooks/01_forward.ipynb": "Go forward"}


def test_without_an_address_there_is_no_badge_and_no_link_out():
    made = readme_links.generated(TEMPLATE, "", "0.1.0", LESSONS)
    assert "://" not in made
    assert "<!-- badge -->\n<!-- /badge -->" in made
    assert "- [Go forward](notebooks/01_forward.ipynb)\n" in made


def test_with_an_address_badge_and_lessons_lead_to_the_tag_on_binder():
    made = readme_links.generated(TEMPLATE, "https://github.com/someone/lessons", "0.1.0", LESSONS)
    start = "https://mybinder.org/v2/gh/someone/lessons/v0.1.0?urlpath=lab/tree/notebooks/"
    assert f"]({start}00_start.ipynb)\n<!-- /badge -->" in made
    assert f"({start}01_forward.ipynb)" in made


@pytest.mark.parametrize("address", ["https://github.com/a/b.git", "https://github.com/a/b/"])
def test_the_address_may_be_the_one_that_git_clones(address):
    assert "/v2/gh/a/b/v2.0?" in readme_links.binder_link(address, "2.0", "notebooks/00_start.ipynb")


def test_an_address_elsewhere_goes_to_binder_as_plain_git():
    link = readme_links.binder_link("https://git.example.org/a/b", "2.0", "notebooks/00_start.ipynb")
    assert "/v2/git/https%3A%2F%2Fgit.example.org%2Fa%2Fb/v2.0?" in link


def test_writing_twice_changes_nothing():
    once = readme_links.generated(TEMPLATE, "https://github.com/a/b", "1", LESSONS)
    assert readme_links.generated(once, "https://github.com/a/b", "1", LESSONS) == once


def test_a_readme_without_the_places_is_refused():
    with pytest.raises(ValueError, match="<!-- badge -->"):
        readme_links.generated("# T\n", "", "1", LESSONS)


def test_a_lessons_title_is_its_first_heading(tmp_path):
    cells = [
        {"cell_type": "code", "source": ["# no title\n"]},
        {"cell_type": "markdown", "source": ["# Find δ\n", "text"]},
    ]
    path = tmp_path / "03_delta.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert readme_links.title_of(path) == "Find δ"
    path.write_text(json.dumps({"cells": cells[:1]}), encoding="utf-8")
    with pytest.raises(ValueError, match="has no heading"):
        readme_links.title_of(path)


def test_a_notebook_that_somebody_made_beside_the_lessons_is_not_listed(tmp_path):
    titled = json.dumps({"cells": [{"cell_type": "markdown", "source": ["# Start"]}]})
    (tmp_path / "00_start.ipynb").write_text(titled, encoding="utf-8")
    for name in ("Untitled.ipynb", "00_start-Copy1.ipynb"):
        (tmp_path / name).write_text(titled, encoding="utf-8")
    assert readme_links.lesson_titles(tmp_path) == {f"{tmp_path.name}/00_start.ipynb": "Start"}


def test_the_readme_is_up_to_date():
    assert readme_links.main(["--check"]) == 0


@pytest.mark.parametrize(
    "name",
    ["README.md", "CONTRIBUTING.md", "INSTRUCTORS.md", "docs/answers.md", "docs/handouts.md", "docs/class_server.md"],
)
def test_no_link_and_no_path_leads_nowhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    paths = re.findall(r"`((?:backprop_core|backprop_widgets|notebooks|tests|tools|server)/(?!NN)[\w./]*)", text)
    assert links
    folder = (ROOT / name).parent
    assert not [path for path in links if not (folder / path).exists()]
    assert not [path for path in paths if not (ROOT / path).exists()]


def test_the_readme_gives_the_two_commands_and_the_plain_way():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("python3 run.py\n", "python3 run.py test\n", "pip install -r requirements.txt\n"):
        assert f"\n{command}" in text


def test_the_view_of_the_recipe_works():
    [code] = re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.DOTALL)
    names = {"__name__": "recipe"}
    exec(code, names)
    view = names["OneWeight"]()
    before = view.text()
    view.handle(names["Event"](seq=1, view="a", key="w", type="input", value={"value": "-3"}))
    assert view.text() != before
    assert view.text() in view.markup
    assert 'value="-3.0"' in view.markup


def test_the_instructors_guide_speaks_of_each_lesson_once():
    text = (ROOT / "INSTRUCTORS.md").read_text(encoding="utf-8")
    numbers = [path.name[:2] for path in readme_links.lessons_in(ROOT / "notebooks")]
    assert re.findall(r"^### (\d\d) ", text, re.MULTILINE) == numbers


def test_the_minutes_of_the_instructors_guide_add_up():
    text = (ROOT / "INSTRUCTORS.md").read_text(encoding="utf-8")
    for title, minutes in (("half an hour", 30), ("an hour and a half", 90), ("three hours", 180), ("in class", 45)):
        [table] = re.findall(rf"^\| {title} \| minutes \|\n\|:.*\n((?:\|.*\n)+)", text, re.MULTILINE)
        assert sum(int(row) for row in re.findall(r"\| (\d+) \|$", table, re.MULTILINE)) == minutes, title
    for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        [rounds] = re.findall(r"\*\*Rounds\*\*:(.*?)\.\n- ", part, re.DOTALL)
        told = int(re.search(r"\((\d+) min", part)[1])
        assert sum(int(minutes) for minutes in re.findall(r"\b(\d+)(?=,|$)", rounds)) == told, part[:20]


def test_the_rounds_of_the_instructors_guide_are_those_of_the_lessons():
    text = (ROOT / "INSTRUCTORS.md").read_text(encoding="utf-8")
    for path, part in zip(
        readme_links.lessons_in(ROOT / "notebooks"), re.split(r"^### ", text, flags=re.MULTILINE)[1:], strict=True
    ):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
        headings = {plain(heading) for heading in re.findall(r"^##? (.*)", prose, re.MULTILINE)}
        assert plain(part.splitlines()[0][3:].split(" (")[0]) in {
            one[: len(part)].split(" Measure")[0] for one in headings
        }
        [rounds] = re.findall(r"\*\*Rounds\*\*:(.*?)\.\n- ", part, re.DOTALL)
        assert {plain(name) for name in re.findall(r"\*(.*?)\*", rounds, re.DOTALL)} - {"one step"} <= headings


def plain(heading):
    """A heading's words, without signs of emphasis and formulas."""
    return " ".join(re.sub(r"[*$]", "", heading).split())


def test_the_lesson_of_the_instructors_guide_runs():
    code = re.findall(r"```python\n(.*?)```", (ROOT / "INSTRUCTORS.md").read_text(encoding="utf-8"), re.DOTALL)
    names = {}
    for cell in code[:-1]:
        exec(cell, names)
    assert eval(code[-1], names).text().startswith("Worksheet 7, last part: 0 of 7 right")
