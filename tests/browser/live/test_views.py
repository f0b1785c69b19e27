"""Several views of one object, views that go and come."""

from playwright.sync_api import expect

from .toy_view import AGAIN, DRAWN, REDRAW, View


def test_two_views_of_one_object_agree(toy):
    toy.notebook.run_cell(AGAIN)
    other = View(toy.notebook, AGAIN)
    toy.drag("edge", 0, -25)
    toy.shows("0.75")
    other.shows("0.75")
    expect(other.at("slide")).to_have_value("0.75")
    other.at("field").fill("1.5")
    other.page.keyboard.press("Enter")
    toy.shows("1.50")
    other.shows("1.50")
    assert toy.at("views").inner_text() == "2"


def test_a_view_that_was_taken_out_of_the_page_and_put_back_works(toy):
    toy.frame.evaluate("frame => { const place = frame.parentElement; frame.remove(); place.append(frame); }")
    toy.drag("edge", 0, -25)
    toy.shows("0.75")


def test_a_picture_can_change_without_a_hand(toy):
    toy.notebook.run_cell(REDRAW)
    toy.shows("2.00")
    expect(toy.at("said")).to_have_text("n is 2.00")


def test_a_view_that_is_gone_is_not_drawn_and_one_that_appears_is_current(toy):
    toy.notebook.menu("Edit", "editmenu:clear-all")
    toy.notebook.run_cell(REDRAW)
    toy.notebook.run_cell(DRAWN)
    expect(toy.notebook.cell(DRAWN).locator(".jp-OutputArea-output")).to_have_text("False")
    toy.notebook.run_cell(AGAIN)
    View(toy.notebook, AGAIN).shows("2.00")


def test_a_view_that_is_removed_leaves_nothing_behind(toy):
    toy.drag("edge", 0, -25)
    toy.at("copy").click()
    assert toy.page.evaluate("spy.listeners.size") > 10
    assert toy.page.evaluate("spy.timers.size") > 0
    toy.notebook.menu("Edit", "editmenu:clear-all")
    expect(toy.frame).to_have_count(0)
    toy.page.wait_for_function("spy.listeners.size === 0")
    assert toy.page.evaluate("spy.timers.size") == 0
    frames = toy.page.evaluate("spy.frames")
    toy.notebook.run_cell(REDRAW)
    toy.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert toy.page.evaluate("spy.frames") == frames


def test_a_page_that_is_loaded_again_shows_the_current_state(toy):
    toy.drag("edge", 0, -25)
    toy.shows("0.75")
    toy.notebook.reload()
    toy.shows("0.75")
    toy.at("edge").focus()
    toy.page.keyboard.press("ArrowUp")
    toy.shows("0.80")
