"""Drags and clicks, by mouse and by finger."""

import pytest


def test_a_dragged_edge_keeps_its_last_value(toy):
    toy.drag("edge", 30, -75, steps=40)
    toy.heard('"done": true')
    toy.shows("1.25")
    events = toy.events()
    assert {event["type"] for event in events} == {"drag"}
    assert [event["done"] for event in events] == [False] * (len(events) - 1) + [True]
    assert {event["from"] for event in events} == {"0.5"}
    assert len({event["gesture"] for event in events}) == 1


def test_moves_with_shift_count_a_tenth(toy):
    x, y = toy.press("edge")
    toy.page.mouse.move(x, y - 50, steps=5)
    toy.page.keyboard.down("Shift")
    toy.page.mouse.move(x, y - 100, steps=5)
    toy.page.keyboard.up("Shift")
    toy.page.mouse.up()
    toy.shows("1.05")


def test_a_drag_goes_on_outside_the_view_and_past_the_end_of_its_element(toy):
    x, y = toy.press("edge")
    toy.page.mouse.move(x, y - 20)
    toy.shows("0.70")
    toy.at("edge").evaluate("edge => edge.remove()")
    toy.page.mouse.move(5, 5, steps=3)
    toy.page.mouse.move(x, y - 150, steps=3)
    toy.page.mouse.up()
    toy.shows("2.00")


def test_a_drag_may_leave_the_view_with_its_first_move(toy):
    x, y = toy.press("edge")
    toy.page.mouse.move(x, 1)
    toy.page.mouse.move(x, y - 150)
    toy.page.mouse.up()
    toy.shows("2.00")


def test_a_press_that_slips_a_little_is_a_click(toy):
    toy.drag("edge", 1, 1)
    assert toy.types(1) == ["click"]


def test_a_drag_is_not_a_click_too(toy):
    toy.drag("edge", 0, -10)
    toy.at("go").click()
    toy.heard("click")
    assert [event["key"] for event in toy.events() if event["type"] == "click"] == ["go"]


def test_a_click_tells_its_modifiers_and_a_pointer_where(toy):
    toy.at("go").click(modifiers=["Shift", "Control"])
    middle = pytest.approx(0.5, abs=0.05)
    assert toy.events(1) == [{"key": "go", "type": "click", "shift": True, "ctrl": True, "x": middle, "y": middle}]
    toy.at("edge").click(position={"x": 8, "y": 30})  # of 80 by 40, and it can be dragged too
    assert (toy.events(2)[1]["x"], toy.events()[1]["y"]) == pytest.approx((0.1, 0.75), abs=0.02)
    toy.at("go").focus()
    toy.page.keyboard.press("Space")
    assert toy.events(3)[2] == {"key": "go", "type": "click", "shift": False, "ctrl": False}


def test_a_finger_drags_without_scrolling_the_page(toy):
    x, y = toy.middle("edge")
    fingers = toy.page.context.new_cdp_session(toy.page)

    def touch(kind, *points):
        fingers.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y + dy} for dy in points]}
        )

    touch("touchStart", 0)
    for dy in range(-5, -65, -5):
        touch("touchMove", dy)
    touch("touchEnd")
    toy.heard('"done": true')
    toy.shows("1.10")
    assert toy.events()[-1]["done"] is True
    assert toy.middle("edge") == (x, y)


def test_a_slow_kernel_gets_the_newest_value_and_no_queue(toy):
    toy.at("slow").click()
    toy.drag("edge", 0, -60, steps=30)
    toy.let_go_on()
    toy.shows("1.10")
    # The click that keeps the kernel busy, three drags in the rest of the window, the newest, the end.
    assert toy.types(6) == ["click", *["drag"] * 5]
