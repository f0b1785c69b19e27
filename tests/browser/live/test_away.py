"""A page that was away and comes back from the browser's memory."""

import pytest
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def browser(browser_type, browser_type_launch_args):
    """A Chromium that keeps a page that one leaves, as it does for everybody but Playwright."""
    browser = browser_type.launch(**browser_type_launch_args, ignore_default_args=["--disable-back-forward-cache"])
    yield browser
    browser.close()


def leave_and_come_back(toy, meanwhile=lambda: None):
    """Go to another page and back, as a swipe does; the page must come from the browser's memory."""
    page = toy.page
    page.evaluate("window.addEventListener('pageshow', event => { window.remembered = event.persisted; })")
    page.goto(f"{toy.notebook.lab.url}/api")
    expect(page.locator("body")).to_contain_text("version")
    meanwhile()
    page.go_back(wait_until="commit")
    page.wait_for_function("window.remembered !== undefined")
    assert page.evaluate("window.remembered") is True, "the browser has loaded the page anew"
    toy.notebook.problems[:] = [said for said in toy.notebook.problems if "Page entered Back-Forward Cache" not in said]


def test_a_page_that_comes_back_from_the_browsers_memory_works_on(toy):
    toy.drag("edge", 0, -25)
    toy.shows("0.75")
    leave_and_come_back(toy)
    toy.at("edge").focus()
    toy.page.keyboard.press("ArrowUp")
    toy.shows("0.80")
    expect(toy.gone()).to_have_text("")
    expect(toy.error()).to_have_text("")


def test_a_page_that_comes_back_shows_what_changed_while_it_was_away(toy):
    toy.at("later").click()
    expect(toy.at("count")).to_have_text("1")
    leave_and_come_back(toy, meanwhile=toy.let_go_on)
    toy.shows("2.50")
