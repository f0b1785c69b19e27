"""A lesson that was opened and not run, as somebody who was sent it sees it: in a notebook that nobody trusts yet."""

import pytest
from playwright.sync_api import expect

from .lab import ROOT


@pytest.fixture(scope="module")
def lesson(open_notebook):
    return open_notebook(ROOT / "notebooks" / "00_start.ipynb")


def test_before_anything_runs_the_still_picture_stands_in_for_the_widget(lesson):
    expect(lesson.page.get_by_title("Notebook not trusted")).to_be_visible()
    picture = lesson.page.locator('.jp-OutputArea img[src^="data:image/svg+xml"]').first
    picture.scroll_into_view_if_needed()
    picture.evaluate("image => image.decode()")  # fails where the picture is no picture
    assert picture.bounding_box()["width"] > 500
    assert "layer 4: z −0.187; a 0.454" in picture.get_attribute("alt")
    expect(lesson.page.get_by_text("model not found")).to_have_count(0)
