"""Products on the edges of the picture in a real JupyterLab: right, switched, pointed at, piece by piece."""

from playwright.sync_api import expect

from .explorer_page import START
from .printed import moved


def products(view):
    """The codes of the products that stand on edges."""
    return {code for where, code, _ in view.numbers() if where == "product"}


def test_blame_is_switched_by_its_button_and_by_the_key_b(kernel):
    view = kernel.show("stage='d2'")
    assert products(view) == set()
    view.click("blame")
    view.shows(kernel.trace, product=4)
    expect(view.at("blame")).to_have_attribute("aria-pressed", "true")
    view.shortcut("b")
    view.shows(kernel.trace, product=0)


def test_every_stage_shows_its_products_and_a_number_that_is_moved_moves_them(kernel):
    view = kernel.show("stage='x', show=['delta', 'blame', 'panel'], controls='all'")
    counts = {"a2": 6, "a3": 6, "a4": 3, "d3": 2, "d2": 4}
    for name in ("x", "a2", "a3", "a4", "J", "d4", "d3", "d2", "D", "update"):
        view.shows(kernel.trace, product=counts.get(name, 0))
        view.shortcut("PageDown")
    view.click("stage:6")
    view.press("move:Theta.3.1.2", "ArrowUp", within="svg")
    view.shows(moved(START, Theta_3_1_2=-1.25), product=2)


def test_a_product_and_its_term_in_the_sum_light_each_other(kernel):
    view = kernel.show("selection='delta.2.2', stage='d2', show=['delta', 'blame', 'panel'], controls='all'")
    edge, term = "move:Theta.2.1.2", view.panel().locator('mn [data-ref~="e2-1-2"]')
    expect(term).to_have_count(2)  # the weight and the δ
    view.frame.locator(f'svg [data-key="{edge}"] .bp-factors').hover()
    for factor in term.all():
        expect(factor).to_have_attribute("data-lit", "")
    view.page.mouse.move(5, 5)
    expect(view.frame.locator("[data-lit]")).to_have_count(0)
    delta = view.panel().locator('mn button[data-key="pick:delta.3.1"]').first
    delta.hover()
    expect(view.edge("Theta.2.1.2")).to_have_attribute("data-lit", "")
    expect(view.edge("Theta.2.2.2")).not_to_have_attribute("data-lit", "")


def test_the_sum_beside_a_unit_opens_where_it_comes_from(kernel):
    view = kernel.show("stage='d2', show=['delta', 'blame', 'panel'], controls='all'")
    view.press("pick:dJda.2.2", "Enter", within="svg")
    expect(view.heading()).to_contain_text("∂cost/∂a")
    view.shows(kernel.trace, product=2)  # the selected unit's only


def test_page_down_fills_in_product_by_product(kernel):
    view = kernel.show("stage='d3', show=['delta', 'blame', 'panel'], pieces=True, controls='all'")
    view.shows(kernel.trace, product=2)
    view.shortcut("PageDown")
    said = ["The blame of layer 3", "Back along Θ₁₁⁽²⁾", "Back along Θ₂₁⁽²⁾", "They add up to"]
    for brought, words in enumerate(said):
        expect(view.frame.locator("svg .bp-product")).to_have_count(min(brought, 2))
        expect(view.say()).to_contain_text(words)
        view.shortcut("PageDown")
    view.shortcut("PageUp")
    expect(view.frame.locator('svg [data-key="pick:delta.2.1"] .bp-value')).to_have_text("−0.0418")
    expect(view.frame.locator('svg [data-key="pick:delta.2.2"] .bp-value')).to_have_text("?")


def test_a_view_has_its_name_on_it_and_in_its_words(kernel):
    view = kernel.show("name='B', controls=['sliders']")
    expect(view.frame.locator(".bp-badge")).to_have_text("B")
    expect(view.page.get_by_role("group", name="view B")).to_be_visible()
    assert view.frame.locator(".bp-twin").evaluate("twin => twin.textContent").startswith("View B.")
