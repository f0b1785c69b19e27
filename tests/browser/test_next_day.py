"""A lesson that was run, on the next day: loaded again, opened again, its kernel gone, in a file no larger than it was.

JupyterLab stores a notebook itself, every few seconds where run.py starts it; nobody saves here by hand.
"""

import json

import pytest
from playwright.sync_api import expect

from .lab import ROOT, eventually

LESSON = ROOT / "notebooks" / "00_start.ipynb"
NOT_FOUND = "model not found"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
PICTURE = '.jp-OutputArea img[src^="data:image/svg+xml"]'


@pytest.fixture(scope="module")
def lesson(open_notebook):
    """The lesson, run, and stored by JupyterLab itself."""
    notebook = open_notebook(LESSON)
    notebook.run_all()
    eventually(lambda: assert_kept(notebook))
    return notebook


def assert_kept(notebook):
    """JupyterLab has stored it by itself, views and all: baked as it is, its file would say so before that."""
    notebook.assert_saved()
    stored = notebook.lab.ask("GET", f"api/contents/{notebook.name}?content=1")["content"]
    assert live_views(stored) == live_views(notebook.content()) > 5


def live_views(content):
    """How many outputs have a live view."""
    outputs = [output for cell in content["cells"] for output in cell.get("outputs", ())]
    return sum(WIDGET_VIEW in output.get("data", {}) for output in outputs)


def views(notebook):
    return notebook.page.locator(".bp-live")


def file_of(notebook):
    return notebook.lab.folder / notebook.name


def test_what_is_stored_is_the_lesson_and_nothing_of_its_views(lesson, tell):
    stored, baked = (path.read_text(encoding="utf-8") for path in (file_of(lesson), LESSON))
    tell(f"{LESSON.name}, run and stored by JupyterLab: {len(stored)} characters, baked: {len(baked)}")
    assert "widget-view" not in stored
    assert "image/svg+xml" in stored
    assert len(stored) < 2 * len(baked)


def test_a_page_that_is_loaded_again_has_its_views_back(lesson):
    shown = views(lesson).count()
    assert shown > 5
    lesson.page.reload()
    lesson.wait_idle()
    for n in range(shown):
        views(lesson).nth(n).scroll_into_view_if_needed()
    expect(views(lesson)).to_have_count(shown)
    expect(lesson.page.get_by_text(NOT_FOUND)).to_have_count(0)


def test_an_exported_page_has_pictures_and_no_view_of_a_widget(lesson):
    export = lesson.page.request.get(f"{lesson.lab.url}/nbconvert/html/{lesson.name}?token={lesson.lab.token}").text()
    assert "widget-view" not in export
    assert export.count('src="data:image/svg+xml') == LESSON.read_text(encoding="utf-8").count("data:image/svg+xml")


def assert_everything_is_there(notebook):
    """Each output that a view left shows its picture, or else its words; nothing is said of a model."""
    seen = {"pictures": 0, "words": 0}
    stored = json.loads(file_of(notebook).read_text(encoding="utf-8"))["cells"]
    for n, cell in enumerate(stored):
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if not data:
                continue
            shown = notebook.cell(n)
            shown.scroll_into_view_if_needed()
            if "<img" in "".join(data.get("text/html", "")):
                shown.locator(PICTURE).evaluate("image => image.decode()")  # fails where it is no picture
                seen["pictures"] += 1
            else:
                expect(shown).to_contain_text("".join(data["text/plain"]).splitlines()[0])
                seen["words"] += 1
    expect(notebook.page.get_by_text(NOT_FOUND)).to_have_count(0)
    assert min(seen.values()) > 1, seen


def test_after_the_kernel_was_restarted_and_the_page_loaded_again(lesson):
    before = lesson.lab.kernel(lesson.name)["id"]
    lesson.lab.ask("POST", f"api/kernels/{before}/restart")
    lesson.wait_idle()
    lesson.page.reload()
    lesson.wait_idle()
    assert lesson.lab.kernel(lesson.name)["id"] == before
    assert_everything_is_there(lesson)


def test_the_next_day(lesson):
    lesson.lab.shut_down(lesson.name)
    lesson.open(lesson.name)
    assert_everything_is_there(lesson)
    lesson.run_all()
    expect(views(lesson).first).to_be_visible()
