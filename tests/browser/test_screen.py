"""What fits on the screen of a small laptop when a lesson is opened as run.py opens it."""

import shutil

import pytest
from playwright.sync_api import expect

from .lab import ROOT

LAPTOP = {"width": 1366, "height": 768}
FILES = '.jp-SideBar [data-id="filebrowser"]'


@pytest.fixture(scope="module")
def lesson(lab, open_notebook):
    """A lesson in the workspace that run.py prepares: everything else of a learner's is as on the first day."""
    notebook = open_notebook(['from backprop_widgets import explorer\nexplorer(selection="delta.2.2")'])
    lab.shut_down(notebook.name)
    for file in (ROOT / "server" / "workspaces").iterdir():
        shutil.copy(file, lab.own / "workspaces")
    notebook.page.set_viewport_size(LAPTOP)
    notebook.page.goto(f"{lab.url}/lab/tree/{notebook.name}?token={lab.token}")
    notebook.wait_idle()
    notebook.run_all()
    notebook.take_problems()  # of the page that was left: its kernel went
    return notebook


def parts(notebook):
    """The lower edges of picture, sum and sliders, with the view at the top of the page; and that of the page."""
    view = notebook.cell(0).locator(".bp-live")
    view.evaluate("view => view.scrollIntoView({ block: 'start' })")
    page = notebook.page.locator(".jp-WindowedPanel-outer").bounding_box()
    boxes = {part: view.locator(css).first.bounding_box() for part, css in PARTS.items()}
    assert min(box["y"] for box in boxes.values()) >= page["y"] - 1
    return {part: box["y"] + box["height"] for part, box in boxes.items()}, page["y"] + page["height"]


PARTS = {"picture": ".bp-net", "sum": ".bp-panel .bp-sum", "sliders": ".bp-sliders", "panel": ".bp-panel"}


def test_picture_sum_and_the_control_in_hand_are_on_one_screen_and_one_click_brings_the_files_back(lesson, tell):
    expect(lesson.page.locator(".jp-FileBrowser")).to_be_hidden()
    closed, floor = parts(lesson)
    assert max(closed.values()) <= floor

    lesson.page.locator(FILES).click()
    expect(lesson.page.locator(".jp-FileBrowser")).to_be_visible()
    expect(lesson.page.locator(".jp-DirListing-item", has_text=lesson.name)).to_be_visible()
    lesson.page.wait_for_function("() => document.querySelector('.bp-live').getBoundingClientRect().width < 1000")
    opened, floor = parts(lesson)
    assert opened["sum"] > floor  # what the closed panel is for
    tell(
        f"At {LAPTOP['width']} x {LAPTOP['height']} the page ends at {floor:.0f}. Files closed: "
        + ", ".join(f"{part} to {edge:.0f}" for part, edge in closed.items())
        + f"; open: sum to {opened['sum']:.0f}."
    )
