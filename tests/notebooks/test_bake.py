"""tools/bake.py: the same bytes each time, no error hidden, and a check that says where a lesson differs.

That each lesson's results are those that come out is what nbval tests, and `tools/bake.py --check` in .ci/run.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
from PIL import Image, ImageChops, ImageDraw

ROOT = Path(__file__).resolve().parents[2]
LESSON = ROOT / "notebooks" / "00_start.ipynb"
sys.path.insert(0, str(ROOT / "tools"))
import bake  # noqa: E402

from .structure import LESSONS  # noqa: E402


def write(path, *sources, **more):
    """Write a lesson with a title and these code cells, as JupyterLab might save it."""
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    title = {"cell_type": "markdown", "metadata": {}, "source": f"# {path.stem}"}
    cells = [title, *({**cell, **more, "source": source} for source in sources)]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def baked_cells(path):
    return json.loads(bake.baked(path))["cells"]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lessons_cells_ids_links_and_metadata_are_stored_as_they_would_be_baked(path):
    stored = nbformat.read(path, as_version=4)
    assert nbformat.reads(json.dumps(bake.prepared(path)), as_version=4) == stored
    assert stored.metadata == bake.METADATA
    assert [cell.id for cell in stored.cells if set(bake.FLEETING) & set(cell.metadata)] == []


def test_a_second_bake_gives_the_same_bytes_and_nothing_that_passes(tmp_path, capsys):
    fleeting = {"tags": ["setup"], "trusted": True, "execution": {"iopub.execute_input": "2026"}}
    path = write(tmp_path / "00_toy.ipynb", "from ipywidgets import FloatSlider\nFloatSlider(0.5)", metadata=fleeting)
    bake.main([str(path)])
    first = path.read_bytes()
    bake.main([str(path)])
    assert path.read_bytes() == first
    assert capsys.readouterr().out.splitlines() == ["00_toy.ipynb: stored anew", "00_toy.ipynb: stored as it was"]
    notebook = json.loads(first)
    [output] = notebook["cells"][1]["outputs"]
    assert output["data"].keys() == {"text/plain"}
    assert notebook["cells"][1]["metadata"] == {"tags": ["setup"]}
    assert notebook["metadata"] == bake.METADATA
    assert all(re.fullmatch("[0-9a-f]{8}", cell["id"]) for cell in notebook["cells"])


def test_the_check_names_the_cell_that_differs_and_stores_nothing(tmp_path, capsys):
    shutil.copytree(LESSON.parent, tmp_path, dirs_exist_ok=True)  # its links need its neighbours
    path = tmp_path / LESSON.name
    path.write_text(LESSON.read_text(encoding="utf-8").replace("= -0.5465", "= -0.5466"), encoding="utf-8")
    planted = path.read_bytes()
    assert bake.main(["--check", str(path)]) == 1
    said = capsys.readouterr().out
    assert re.search(r"cell \d+ \(short-numbers\), outputs:", said)
    assert "-0.5466" in said
    assert "-0.5465" in said
    assert path.read_bytes() == planted


# Pictures


def lighter(levels):
    return lambda picture: picture.point(lambda level: min(level + levels, 255))


def lighter_at_one_place(levels):
    def change(picture):
        picture.putpixel((7, 9), picture.getpixel((7, 9)) + levels)
        return picture

    return change


def with_another_digit(picture):
    ImageDraw.Draw(picture).text((20, 20), "8", fill=0)
    return picture


def moved_by_a_pixel(picture):
    return ImageChops.offset(picture, 0, 1)


def larger_by_a_pixel(picture):
    return picture.resize((65, 64))


@pytest.fixture
def pictured(tmp_path):
    """A baked lesson with one picture, and a function that changes that picture where it is stored."""
    drawn = "from PIL import Image, ImageDraw\npicture = Image.linear_gradient('L').resize((64, 64))\n"
    path = write(tmp_path / "00_toy.ipynb", drawn + "ImageDraw.Draw(picture).text((20, 20), '3', fill=0)\npicture")
    bake.main([str(path)])

    def change(how):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        [output] = notebook["cells"][1]["outputs"]
        png = BytesIO()
        how(Image.open(BytesIO(base64.b64decode(output["data"][bake.PICTURE])))).save(png, "PNG")
        output["data"][bake.PICTURE] = base64.b64encode(png.getvalue()).decode()
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    return path, change


@pytest.mark.parametrize("how", [lighter(1), lighter(bake.LEVELS), lighter_at_one_place(bake.LEVELS)])
def test_a_picture_that_looks_the_same_stays_as_it_is_stored(pictured, how):
    path, change = pictured
    at_first = path.read_bytes()
    change(how)
    stored = path.read_bytes()
    assert stored != at_first
    assert bake.main(["--check", str(path)]) == 0
    bake.main([str(path)])
    assert path.read_bytes() == stored


LOOKS_OTHERWISE = {
    "all of it a level too light": lighter(bake.LEVELS + 1),
    "one pixel a level too light": lighter_at_one_place(bake.LEVELS + 1),
    "another digit": with_another_digit,
    "moved by a pixel": moved_by_a_pixel,
    "larger by a pixel": larger_by_a_pixel,
}


@pytest.mark.parametrize("how", LOOKS_OTHERWISE.values(), ids=LOOKS_OTHERWISE)
def test_a_picture_that_looks_otherwise_is_found_and_stored_anew(pictured, how, capsys):
    path, change = pictured
    at_first = path.read_bytes()
    change(how)
    assert bake.main(["--check", str(path)]) == 1
    assert re.search(r"cell 2 \(\w+\), outputs:\n.*image/png", capsys.readouterr().out)
    bake.main([str(path)])
    assert path.read_bytes() == at_first


def test_a_stored_picture_that_is_none_any_more_is_found(pictured, capsys):
    path, _ = pictured
    path.write_text(path.read_text(encoding="utf-8").replace('"image/png": "', '"image/png": "AAAA'), encoding="utf-8")
    assert bake.main(["--check", str(path)]) == 1
    assert "image/png" in capsys.readouterr().out


# Errors


def test_a_cell_that_fails_is_named_and_the_lesson_left_as_it_was(tmp_path, capsys):
    path = write(tmp_path / "00_toy.ipynb", "x = 1", "x / 0")
    before = path.read_bytes()
    assert bake.main([str(path)]) == 1
    assert re.search(r"cell 3 \(\w+\) failed with ZeroDivisionError: division by zero", capsys.readouterr().out)
    assert path.read_bytes() == before


VIEW = """
from backprop_widgets import Live
class View(Live):
    def draw(self): return "<p>0.5</p>"
    def text(self): return "0.5"
    def handle(self, event): raise ValueError("out of ink")
view = View()
view._receive(view, {"seq": 1, "view": "a", "key": "k", "type": "click", "value": {}}, [])
view
"""


def test_an_error_that_only_a_widget_shows_is_found(tmp_path, capsys):
    path = write(tmp_path / "00_toy.ipynb", VIEW)
    assert bake.main([str(path)]) == 1
    assert "a widget hides an error: ValueError: out of ink" in capsys.readouterr().out


def test_an_error_inside_an_output_widget_is_found():
    failed = {"output_type": "error", "ename": "ValueError", "evalue": "no"}
    assert list(bake.hidden_errors([{"outputs": [failed]}, {"error": ""}, {}])) == ["ValueError: no"]


def test_each_lesson_leads_to_its_neighbours_and_to_none_that_is_not_there(tmp_path):
    paths = [write(tmp_path / f"0{n}_toy{n}.ipynb") for n in range(3)]
    ends = [bake.prepared(path)["cells"][-1]["source"] for path in paths]
    assert ends == [
        "On: [01_toy1](01_toy1.ipynb)",
        "Back: [00_toy0](00_toy0.ipynb) · On: [02_toy2](02_toy2.ipynb)",
        "Back: [01_toy1](01_toy1.ipynb)",
    ]
    paths[0].write_text(json.dumps(bake.prepared(paths[0])), encoding="utf-8")
    for path in paths[1:]:
        path.unlink()
    assert [cell["source"] for cell in bake.prepared(paths[0])["cells"]] == ["# 00_toy0"]


def test_a_notebook_that_somebody_made_beside_the_lessons_is_neither_baked_nor_led_to(tmp_path, monkeypatch):
    lesson, other = write(tmp_path / "00_toy.ipynb"), tmp_path / "Untitled.ipynb"
    other.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    baked = []
    monkeypatch.setattr(bake, "LESSONS", tmp_path)
    monkeypatch.setattr(bake, "store", baked.append)
    assert bake.main([]) == 0
    assert baked == [lesson]
    assert [list(bake.navigation(path)) for path in (lesson, other)] == [[], []]


def test_ids_stay_and_are_made_where_they_lack():
    made = [cell["id"] for cell in bake.with_ids([{"id": "title", "source": "a"}, {"source": "b"}, {"source": "b"}])]
    assert made[0] == "title"
    assert len(set(made)) == 3
    twice = list(bake.with_ids([{"id": "same", "source": "a"}, {"id": "same", "source": "b"}]))
    assert twice[0]["id"] != twice[1]["id"]


def test_a_lesson_that_is_not_there_is_said():
    with pytest.raises(SystemExit, match=r"There is no lesson 77_never\.ipynb"):
        bake.main(["77_never.ipynb"])


def strictly(path):
    """Run a notebook as the project's tests do."""
    options = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(path.parent), "-p", "no:cacheprovider", "-q"]
    command = [sys.executable, "-m", "pytest", *options, str(path)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_tests_fail_when_a_stored_number_or_picture_is_not_what_comes_out(tmp_path):
    path = tmp_path / LESSON.name
    shutil.copy(LESSON, path)
    notebook = json.loads(path.read_text(encoding="utf-8"))
    [line] = [cell for cell in notebook["cells"] if cell["id"] == "short-numbers"]
    line["outputs"][0]["text"] = "".join(line["outputs"][0]["text"]).replace("= 0.0588", "= 0.0589")
    [shown] = [cell for cell in notebook["cells"] if cell["id"] == "explorer"]
    html = "".join(shown["outputs"][0]["data"]["text/html"])
    shown["outputs"][0]["data"]["text/html"] = html.replace("base64,", "base64,A", 1)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    result = strictly(path)
    assert result.returncode == 1, result.stdout + result.stderr
    assert re.search(r"\b2 failed, \d+ passed", result.stdout), result.stdout


def test_without_a_kernel_a_page_shows_the_still_picture():
    from nbconvert import HTMLExporter

    page, _ = HTMLExporter().from_notebook_node(nbformat.read(LESSON, as_version=4))
    pictures = re.findall(r'<img alt="([^"]*)"\s+src="data:image/svg\+xml;base64,', page)
    assert len(pictures) == 4
    assert "layer 4: z −0.187; a 0.454" in pictures[0]
    assert "jupyter.widget-view" not in page
