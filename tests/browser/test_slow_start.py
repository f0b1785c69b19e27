"""On a computer that is slow to start a page's views, they answer all the same."""

from playwright.sync_api import expect

# anywidget gives each view two seconds to load its module. Here they are over before any module is there.
NO_PATIENCE = """
AbortSignal.timeout = () => {
  const over = new AbortController();
  queueMicrotask(() => over.abort());
  return over.signal;
};
"""
CELL = "from backprop_widgets import explorer\nview = explorer()\nview"


def test_a_view_that_the_page_was_too_slow_to_start_follows_the_hand_and_the_kernel(open_notebook):
    notebook = open_notebook([CELL, "view.session.set('Theta.1.1.0', 4.5)"], script=NO_PATIENCE)
    notebook.run_cell(0)
    edge = notebook.page.locator("[data-key='move:Theta.2.1.2']")
    before = float(edge.get_attribute("aria-valuenow"))
    assert notebook.slow_starts == 1  # the page did give up

    edge.focus()
    edge.press("ArrowUp")
    expect(edge).to_have_attribute("aria-valuenow", f"{before + 0.05:g}")
    notebook.run_cell(1)
    expect(notebook.page.locator("[data-key='move:Theta.1.1.0']")).to_have_attribute("aria-valuenow", "4.5")
