"""How a page looks: JupyterLab's themes, and what axe-core finds in a view."""

import re
from importlib.resources import files

from playwright.sync_api import expect

from tests.networks import how_many

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
THEMES = [DARK, LIGHT][: how_many(1, 2)]
# To ARIA 1.2 what stands in a <math> is there for everybody. To axe it isn't, so it wants no role on one that has
# buttons in it, and no header that is a formula.
BLIND = ("aria-allowed-role", "empty-table-header")


def choose_theme(page, name):
    light = str(name == LIGHT).lower()
    if page.locator("body").get_attribute("data-jp-theme-light") == light:
        return
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.locator(".lm-Menu-item[data-type=submenu]", has_text=re.compile("^Theme")).hover()
    page.locator(".lm-Menu-itemLabel", has_text=re.compile(f"^{name}$")).click()
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", light)


def found_by_axe(view):
    """What axe-core finds in the output with a view, all that is folded opened: one problem a row."""
    view.page.evaluate(AXE)
    view.locator("details").evaluate_all("all => all.forEach(fold => { fold.open = true; })")
    found = view.evaluate("frame => axe.run(frame.closest('.jp-OutputArea'), {resultTypes: ['violations']})")
    return [
        (rule["id"], rule["impact"], *node["target"], node["html"][:160])
        for rule in found["violations"]
        for node in rule["nodes"]
        if not (rule["id"] in BLIND and "<math" in node["html"])
    ]
