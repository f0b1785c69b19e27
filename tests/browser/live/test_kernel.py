"""A kernel that is busy, silent, restarted or shut down: the page says so, and goes on."""

import os
import signal

from playwright.sync_api import expect

from .toy_view import BUSY, DISPLAY


def test_a_kernel_that_is_restarted_is_told_at_once_with_the_state_as_python(toy):
    toy.drag("edge", 0, -25)
    toy.shows("0.75")
    toy.notebook.menu("Kernel", "kernelmenu:restart")
    toy.page.locator(".jp-Dialog .jp-mod-accept").click()
    expect(toy.gone().locator("p")).to_have_text(
        "The kernel does not answer. Run the cell again to go on; this is where you were:"
    )
    expect(toy.gone().locator("pre")).to_have_text("toy.n = 0.75")
    assert toy.gone().get_attribute("role") == "alert"
    toy.gone().locator("button").click()
    assert toy.page.evaluate("navigator.clipboard.readText()") == "toy.n = 0.75"
    toy.notebook.wait_idle()
    toy.notebook.run_cell(0)
    toy.notebook.run_cell(DISPLAY)
    toy.shows("0.50")
    expect(toy.gone()).to_have_text("")


def test_a_kernel_that_is_silent_is_told_until_it_answers(toy):
    kernel = int(toy.at("kernel").inner_text())
    os.kill(kernel, signal.SIGSTOP)
    try:
        toy.drag("edge", 0, -25)
        expect(toy.gone()).to_contain_text("toy.n = 0.5")
    finally:
        os.kill(kernel, signal.SIGCONT)
    toy.shows("0.75")
    expect(toy.gone()).to_have_text("")


def test_a_busy_kernel_is_not_called_gone(toy):
    toy.drag("edge", 0, 25)  # after the first answer JupyterLab brings messages in a thread of their own
    toy.shows("0.25")
    toy.notebook.start_cell(BUSY)
    toy.drag("edge", 0, -50)
    expect(toy.error()).to_contain_text("busy with another cell")
    expect(toy.gone()).to_have_text("")
    toy.let_go_on()
    toy.shows("0.75")
    expect(toy.error()).to_have_text("")


def test_a_kernel_that_is_shut_down_is_told(toy):
    toy.notebook.menu("Kernel", "kernelmenu:shutdown")
    expect(toy.gone()).to_contain_text("Run the cell again")
    toy.drag("edge", 0, -25)
    expect(toy.gone()).to_contain_text("toy.n = 0.5")
