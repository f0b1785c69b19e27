"""A lesson that is opened with a state in its link starts there; a page loaded again keeps what was done since."""

from urllib.parse import quote

from playwright.sync_api import expect

from backprop_widgets import explorer

CELL = "from backprop_widgets import explorer\nview = explorer(from_link='state')\nview"


def weight(notebook):
    return notebook.page.locator("[data-key='move:Theta.2.1.2']")


def test_a_lesson_opened_with_a_state_in_its_link_starts_there_once(open_notebook, lab):
    view = explorer(selection="delta.3.1")
    view.session.set("Theta.2.1.2", 3.25)
    notebook = open_notebook([CELL])
    address = f"{lab.url}/lab/workspaces/wlink/tree/{quote(notebook.name)}?token={lab.token}&reset"
    notebook.page.goto(f"{address}&state={quote(view.state())}")
    notebook.wait_idle()
    notebook.run_all()
    expect(weight(notebook)).to_have_attribute("aria-valuenow", "3.25")
    expect(notebook.page.locator("h3", has_text="of unit 1 in layer 3")).to_be_visible()

    weight(notebook).focus()
    notebook.page.keyboard.press("ArrowUp")
    expect(weight(notebook)).to_have_attribute("aria-valuenow", "3.3")
    notebook.run_all()  # a new explorer, which nobody has touched
    expect(weight(notebook)).to_have_attribute("aria-valuenow", "3.25")
