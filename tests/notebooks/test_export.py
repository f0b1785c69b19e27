"""A lesson run by a program that has nobody to show it to: every view leaves its picture, or its words."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LESSON = ROOT / "notebooks" / "11_classes_and_your_data.ipynb"
WIDGET = "application/vnd.jupyter.widget"


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """The lesson, run and converted to a page and to a notebook, by the commands in INSTRUCTORS.md."""
    folder = tmp_path_factory.mktemp("exported")
    name = folder / LESSON.name
    name.write_bytes(LESSON.read_bytes())
    convert = [sys.executable, "-m", "nbconvert", "--execute", "--log-level=ERROR", str(name)]
    subprocess.run([*convert, "--to", "notebook", "--output", "run"], check=True, cwd=ROOT)
    subprocess.run([*convert, "--to", "html", "--output", "page"], check=True, cwd=ROOT)
    return folder


def results(path):
    """What each output shows, by its kind."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [output["data"] for cell in cells for output in cell.get("outputs", ()) if "data" in output]


def test_a_lesson_that_was_run_holds_what_a_baked_one_does(exported, tell):
    run, baked = exported / "run.ipynb", LESSON
    tell(f"{LESSON.name}, run by nbconvert: {run.stat().st_size} bytes, baked: {baked.stat().st_size}")
    assert WIDGET not in run.read_text(encoding="utf-8")
    assert [sorted(data) for data in results(run)] == [sorted(data) for data in results(baked)]
    assert run.stat().st_size < 1.2 * baked.stat().st_size


def test_the_page_shows_each_view_and_asks_nobody_for_anything(exported):
    page = (exported / "page.html").read_text(encoding="utf-8")
    assert WIDGET not in page
    assert "unpkg" not in page
    pictures = [data for data in results(LESSON) if "image/png" in data or "<img" in "".join(data.get("text/html", ""))]
    assert len(re.findall(r"<img\s", page)) == len(pictures) > 0
    for data in results(LESSON):
        if "text/html" not in data and "image/png" not in data:
            first = "".join(data["text/plain"]).splitlines()[0]
            assert re.sub("[<>&'\"]", "", first)[:30] in re.sub("&[a-z0-9#]+;", "", page), first
