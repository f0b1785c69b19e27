"""Local slopes and the paths of a weight in a real JupyterLab: lit, merged with a key, right after a drag, read out."""

import pytest
from playwright.sync_api import expect

from backprop_core import examples, run, value_of
from backprop_core.quantity import quantity_of

from .explorer_page import FREE_POINT, START
from .lab import eventually
from .looks import found_by_axe
from .printed import parsed


@pytest.fixture
def view(kernel):
    """The paths of one weight of the lecture's network."""
    kernel.run("from backprop_widgets import Session, paths\nmake = lambda: paths('Theta.1.2.1', name='C')")
    kernel.notebook.run_cell(1)
    frame = kernel.notebook.cell(1).locator(".bp-live")
    frame.locator(".bp-products").wait_for()
    return frame


def products(frame):
    """What each path comes to, and the sum of all."""
    rows = frame.locator(".bp-products li")
    shown = [parsed(text.strip("= ≈"))[0] for text in rows.locator("b").all_inner_texts()]
    return (shown[:-1], shown[-1]) if len(shown) > 1 else (shown, shown[0])


def test_page_down_merges_the_paths_until_the_unit_holds_its_delta(view):
    view.focus()
    for count, deltas in ((2, ["4.1"]), (2, ["4.1", "3.1", "3.2"]), (1, ["4.1", "3.1", "3.2", "2.1", "2.2"])):
        expect(view.locator(".bp-products li[data-ref]")).to_have_count(count)
        for code in ("4.1", "3.1", "3.2", "2.1", "2.2"):
            expect(view.locator(f'svg [data-key="pick:delta.{code}"]')).to_have_count(int(code in deltas))
        each, total = products(view)
        assert sum(each) == pytest.approx(START.D[1][1, 1], abs=1e-4)
        assert total == pytest.approx(START.D[1][1, 1], abs=5e-5)
        view.page.keyboard.press("PageDown")
    expect(view.locator(".bp-merges tbody tr")).to_have_count(3)
    assert view.locator(".bp-merges tbody td:last-child").all_inner_texts() == ["81", "49", "25"]
    expect(view.locator('[data-key="merge"]')).to_be_disabled()
    view.page.keyboard.press("PageUp")
    expect(view.locator(".bp-merges tbody tr")).to_have_count(2)


def test_pointing_at_a_path_lights_its_edges_and_no_others(view):
    view.locator(".bp-products li").first.locator("b").hover()
    lit = view.locator("svg [data-lit]")
    expect(lit).to_have_count(2)
    assert set(lit.evaluate_all("all => all.map(one => one.dataset.key)")) == {"move:Theta.2.1.2", "move:Theta.3.1.1"}


def test_a_drag_moves_every_product_and_another_edge_chooses_another_weight(kernel, view):
    edge = view.locator('[data-key="move:Theta.3.1.1"]')
    edge.evaluate("edge => edge.scrollIntoView({block: 'center'})")
    x, y = edge.evaluate(FREE_POINT)
    mouse = view.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y - 100, steps=8)
    mouse.up()
    eventually(lambda: expect_weight(kernel, 1.95))
    changed = run(examples.lecture()[0].with_weight(3, 1, 1, 1.95), *examples.lecture()[1:])
    eventually(lambda: expect_sum(view, value_of(changed, quantity_of("D.1.2.1"))))
    mouse.click(x, y)
    expect(view.locator(".bp-say")).to_contain_text("The weight ends at one unit")


def expect_weight(kernel, value, layer=3):
    assert kernel.run("", f"view.session.net.weight({layer}, 1, 1)") == pytest.approx(value)


def expect_sum(view, value):
    assert products(view)[1] == pytest.approx(value, abs=5e-5)


def test_axe_finds_nothing_and_the_words_are_tied_to_the_picture(view):
    assert found_by_axe(view) == []
    words = view.page.locator(f"#{view.locator('svg').first.get_attribute('aria-describedby')}")
    assert words.evaluate("words => words.textContent").startswith("View C. The paths of Θ₂₁⁽¹⁾")
    expect(view.page.get_by_role("group", name="view C")).to_be_visible()


def test_the_slopes_along_the_path_multiply_to_the_delta_that_is_selected(kernel):
    chain = "Network([[[0.3, 0.8]], [[0.1, 1.2]], [[-0.15, 0.95]]]), [0.6], 1"
    shown = kernel.show(f"{chain}, selection='delta.2.1', show=['delta', 'slopes'], controls='all'")
    shown.shows(kernel.trace)
    expect(shown.frame.locator("svg .bp-slope")).to_have_count(2)
    path = shown.frame.locator(".bp-products li")
    expect(path).to_have_count(1)
    shown.press("move:Theta.2.1.1", "ArrowUp", "ArrowUp", within="svg")
    eventually(lambda: expect_weight(kernel, 1.3, layer=2))
    shown.shows(kernel.trace)
    delta = float(kernel.trace().delta[2][0])
    eventually(lambda: expect_product(path, delta))
    path.locator("b").hover()
    assert {"move:Theta.2.1.1", "move:Theta.3.1.1"} <= shown.lit()


def expect_product(path, value):
    assert parsed(path.locator("b").inner_text().strip("= "))[0] == pytest.approx(value, abs=5e-5)
