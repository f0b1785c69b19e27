"""The slide in a real JupyterLab: switches and an edge in the hand, every number of the table the core's."""

import pytest

from backprop_core import Forward, run
from backprop_core.faults import FAULTS, together, with_lines
from backprop_widgets.notation.text import of_kind

from .explorer_page import START, View
from .lab import eventually

FAULT_OF = {"y_minus_a": "output_sign", "no_gprime": "gprime_left_out"}


@pytest.fixture(scope="module")
def notebook(open_notebook):
    notebook = open_notebook(["from backprop_widgets import slide", "slide()"])
    notebook.run_all()
    return notebook


def expected(trace, on):
    """Columns 2 and 3 of the table, from the output back."""
    faults = [FAULTS[FAULT_OF[key]] for key in on]
    switched = (together(faults) if faults else with_lines("backward", {}))(
        trace.net, Forward(trace.a, trace.z), trace.Y
    )
    units = [(4, 0), (3, 0), (3, 1), (2, 0), (2, 1)]
    return [tuple(of_kind("delta", float(pass_.delta[l][i])) for pass_ in (switched, trace)) for l, i in units]


def shows(view, trace, on):
    def check():
        rows = view.frame.locator(".bp-slide-table tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.querySelectorAll('td')].map(cell => cell.textContent))"
        )
        assert [tuple(row[:2]) for row in rows] == expected(trace, on)
        assert [row[2] for row in rows] == [row[1] for row in rows]  # measured by nudging z
        cards = view.frame.locator("svg .bp-value.bp-delta").all_text_contents()
        assert sorted(cards) == sorted(row[0] for row in rows)
        words = view.frame.locator(".bp-twin").text_content()
        assert all(f"by these rules {row[0]}, right {row[1]}" in words for row in rows)

    eventually(check)


def test_switches_and_edges_move_what_is_switched_and_what_is_measured(notebook):
    view = View(notebook, notebook.cell(1).locator(".bp-live"))
    shows(view, START, [])
    for on in (["no_gprime"], ["y_minus_a", "no_gprime"], ["y_minus_a"]):
        for key in FAULT_OF:
            view.at(f"switch:{key}").set_checked(key in on)
        shows(view, START, on)
    view.drag("move:Theta.2.1.2", 8, -40)
    moved = run(START.net.with_weight(2, 1, 2, -0.3), START.X, START.Y)
    shows(view, moved, ["y_minus_a"])
    view.at("switch:y_minus_a").focus()
    notebook.page.keyboard.press("Space")
    shows(view, moved, [])
    view.shortcut("Control+z")
    shows(view, START, [])


@pytest.mark.parametrize("width", [1000, 1280, 1400, 1600, 1920])
def test_nothing_is_cut_off_at_any_width(notebook, width):
    notebook.page.set_viewport_size({"width": width, "height": 720})
    frame = notebook.cell(1).locator(".bp-live")
    overhang = (
        "frame => [...frame.querySelectorAll('.bp-slide-side, .bp-story, .bp-sum, svg')]"
        ".filter(one => one.scrollWidth > one.clientWidth + 1).map(one => one.getAttribute('class'))"
    )

    def nothing_cut():
        assert frame.evaluate(overhang) == []

    eventually(nothing_cut)
