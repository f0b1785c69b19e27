"""Sliders, fields, boxes and lists in the hand."""

from playwright.sync_api import expect

from .toy_view import REDRAW


def test_a_slider_reports_while_it_moves_and_when_it_is_let_go(toy):
    toy.at("slide").focus()
    toy.page.keyboard.press("ArrowRight")
    toy.shows("0.55")
    assert [(event["type"], event["value"], event["done"]) for event in toy.events(2)] == [
        ("input", "0.55", False),
        ("change", "0.55", True),
    ]
    assert len({event["gesture"] for event in toy.events()}) == 1
    toy.page.keyboard.press("ArrowRight")
    toy.shows("0.60")
    expect(toy.at("slide")).to_have_value("0.6")


def test_an_arrow_held_on_a_slider_is_one_slide(toy):
    toy.at("slide").focus()
    for _ in range(6):
        toy.page.keyboard.down("ArrowRight")  # all but the first are repeats
    toy.page.keyboard.up("ArrowRight")
    toy.at("go").click()
    toy.heard("click")
    assert [event["value"] for event in toy.events() if event.get("done")] == ["0.55", "0.8"]
    toy.shows("0.80")


def test_a_slider_in_the_hand_stays_there_and_then_shows_what_was_made_of_it(toy):
    x, y = toy.press("slide")
    toy.page.mouse.move(x + toy.at("slide").bounding_box()["width"] / 4, y, steps=5)
    toy.shows("3.00")  # the toy allows no more
    held = float(toy.at("slide").input_value())
    assert held > 3
    toy.page.mouse.up()
    expect(toy.at("slide")).to_have_value("3")


def test_a_slider_brought_back_to_its_start_is_let_go(toy):
    x, y = toy.press("slide")
    toy.page.mouse.move(x + 10, y, steps=3)
    toy.page.mouse.move(x, y, steps=3)
    toy.page.mouse.up()
    toy.heard('"done": true')
    assert toy.events()[-1]["done"] is True
    toy.notebook.run_cell(REDRAW)
    expect(toy.at("slide")).to_have_value("2")


def test_a_typed_value_is_reported_once_by_enter(toy):
    toy.at("field").fill("0.75")
    toy.page.keyboard.press("Enter")
    toy.shows("0.75")
    toy.at("go").click()
    assert toy.types(2) == ["change", "click"]


def test_a_typed_value_is_reported_once_by_leaving_the_field(toy):
    toy.at("field").fill("0.75")
    toy.at("go").click()
    assert toy.types(2) == ["change", "click"]
    toy.shows("0.75")


def test_a_key_in_a_field_works_on_what_is_typed(toy):
    toy.at("field").fill("0.7")
    toy.page.keyboard.press("ArrowUp")
    toy.shows("0.75")
    expect(toy.at("field")).to_have_value("0.75")
    assert toy.types(2) == ["change", "key"]


def test_a_refused_value_goes_back_and_the_reason_is_said(toy):
    toy.at("field").fill("abc")
    toy.page.keyboard.press("Enter")
    expect(toy.error()).to_have_text("ValueError: could not convert string to float: 'abc'")
    expect(toy.at("field")).to_have_value("0.50")
    assert toy.error().get_attribute("role") == "alert"
    toy.at("go").click()
    expect(toy.error()).to_have_text("")


def test_a_refused_value_goes_back_even_when_nothing_is_drawn(toy):
    toy.at("mute").fill("abc")
    toy.page.keyboard.press("Enter")
    expect(toy.error()).to_have_text("ValueError: this one never changes")
    expect(toy.at("mute")).to_have_value("fixed")


def test_escape_gives_the_old_value_back(toy):
    toy.at("field").fill("9")
    toy.page.keyboard.press("Escape")
    expect(toy.at("field")).to_have_value("0.50")
    toy.at("go").click()
    assert toy.types(1) == ["click"]


def test_a_field_that_is_typed_in_is_left_alone_while_the_picture_changes(toy):
    toy.at("later").click()
    toy.at("field").click()
    toy.page.keyboard.press("Control+a")
    toy.page.keyboard.type("0.7")
    toy.page.keyboard.press("ArrowLeft")
    toy.let_go_on()
    toy.shows("2.50")
    expect(toy.at("field")).to_have_value("0.7")
    expect(toy.at("field")).to_be_focused()
    assert toy.at("field").evaluate("field => field.selectionStart") == 2
    toy.page.keyboard.press("Enter")
    toy.shows("0.70")
    expect(toy.at("field")).to_have_value("0.70")


def test_a_field_that_only_has_the_focus_shows_the_new_value(toy):
    toy.at("later").click()
    toy.at("field").focus()
    toy.let_go_on()
    toy.shows("2.50")
    expect(toy.at("field")).to_have_value("2.50")


def test_boxes_and_lists_report_and_show_what_was_made_of_it(toy):
    toy.at("box").check()
    toy.at("list").select_option("two")
    expect(toy.at("choice")).to_have_text("True two")
    toy.at("list").select_option("never")
    expect(toy.error()).to_have_text("ValueError: not that one")
    expect(toy.at("list")).to_have_value("two")
    toy.at("box").uncheck()
    expect(toy.at("choice")).to_have_text("False two")
    expect(toy.at("box")).not_to_be_checked()
    values = [(event["key"], event["value"]) for event in toy.events(4)]
    assert values == [("box", True), ("list", "two"), ("list", "never"), ("box", False)]


def test_a_file_is_read_and_one_too_large_is_refused(toy):
    def choose(name, size):
        toy.at("file").set_input_files({"name": name, "mimeType": "text/csv", "buffer": b"1,2\n" * size})

    choose("small.csv", 2)
    assert toy.events(1) == [{"key": "file", "type": "file", "name": "small.csv", "size": 8, "text": "1,2\n1,2\n"}]
    choose("large.csv", 1_300_000)
    expect(toy.error()).to_have_text("large.csv has 5.2 MB: at most 5 MB can be read.")
