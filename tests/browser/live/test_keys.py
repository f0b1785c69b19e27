"""Keys that elements take, shortcuts of the whole view, and what is left to controls and to JupyterLab."""

from playwright.sync_api import expect

from .toy_view import DISPLAY


def test_keys_that_are_listed_are_reported_and_nothing_else_hears_them(toy):
    toy.at("edge").focus()
    toy.page.keyboard.press("ArrowUp")
    toy.page.keyboard.press("Control+ArrowDown")
    toy.page.keyboard.press("ArrowLeft")
    toy.page.keyboard.press("Shift+ArrowUp")
    toy.shows("0.60")
    assert toy.events(2) == [
        {"key": "edge", "type": "key", "pressed": "ArrowUp", "shift": False, "ctrl": False},
        {"key": "edge", "type": "key", "pressed": "ArrowUp", "shift": True, "ctrl": False},
    ]
    expect(toy.at("edge")).to_be_focused()
    assert toy.page.locator(".jp-Notebook-cell.jp-mod-active").count() == 1
    assert toy.notebook.cell(DISPLAY).evaluate("cell => cell.classList.contains('jp-mod-active')")


def test_a_held_key_does_not_run_on_after_it_is_let_go(toy):
    toy.at("slow").click()
    toy.at("edge").focus()
    for _ in range(30):
        toy.page.keyboard.down("ArrowUp")  # all but the first are repeats
    toy.page.keyboard.up("ArrowUp")
    toy.page.keyboard.press("ArrowDown")
    toy.let_go_on()
    # The click that keeps the kernel busy, three in the rest of the window, one that waits, the tap.
    assert toy.types(6) == ["click", *["key"] * 5]
    assert toy.events()[-1]["pressed"] == "ArrowDown"
    toy.shows("0.65")


def test_enter_and_space_click_what_is_no_button(toy):
    toy.at("unit").focus()
    toy.page.keyboard.press("Enter")
    toy.page.keyboard.press("Space")
    expect(toy.at("count")).to_have_text("2")
    assert toy.types(2) == ["click", "click"]


def test_shortcuts_of_the_view_do_not_reach_jupyterlab(toy):
    cells = toy.page.locator(".jp-Notebook-cell").count()
    toy.at("unit").focus()
    toy.page.keyboard.press("d")
    toy.page.keyboard.press("d")
    toy.at("svg").click(position={"x": 390, "y": 110})  # nothing is there: the frame gets the focus
    toy.page.keyboard.press("d")
    toy.page.keyboard.press("d")
    toy.page.keyboard.press("Control+z")
    expect(toy.at("count")).to_have_text("5")
    assert {event["key"] for event in toy.events(5)} == {"top"}
    assert [event["pressed"] for event in toy.events()] == ["d", "d", "d", "d", "z"]
    assert toy.page.locator(".jp-Notebook-cell").count() == cells


def test_a_text_field_keeps_its_keys(toy):
    cells = toy.page.locator(".jp-Notebook-cell").count()
    toy.at("field").click()
    toy.page.keyboard.type("ddx")
    expect(toy.at("field")).to_have_value("0.50ddx")
    toy.page.keyboard.press("Escape")
    toy.at("go").click()
    assert toy.types(1) == ["click"]
    assert toy.page.locator(".jp-Notebook-cell").count() == cells


def test_every_element_that_takes_keys_keeps_them_from_jupyterlab(toy):
    toy.at("go").click()
    toy.shows("0.50")
    free = toy.frame.locator(
        ":is(input, select, textarea, button, summary, [tabindex]):not([data-lm-suppress-shortcuts])"
    )
    assert free.count() == 0
