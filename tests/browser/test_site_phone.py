"""Lesson 00 on a phone and on a tablet, with a finger: letters that can be read, edges that can be dragged."""

import pytest

from .site_page import assert_computed
from .test_site import address, open_lesson, visitor  # noqa: F401  fixtures

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
SMALLEST = 11  # pixels of a letter, on the phone
THUMB = 24  # pixels that a control is high or wide, at least


@pytest.fixture(params=[PHONE, TABLET], ids=["phone", "tablet"])
def lesson(request, open_lesson):  # noqa: F811  the fixture
    lesson = open_lesson("00_start", **request.param)
    lesson.skip_questions()
    return lesson


def drag_by_finger(page, x, y, up):
    """Put down a finger, move it up and lift it, as the screen reports it."""
    screen = page.context.new_cdp_session(page)
    ways = [("touchStart", 0), *(("touchMove", up * step / 6) for step in range(1, 7))]
    for kind, way in ways:
        screen.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y - way}]})
    screen.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_finger_drags_an_edge_and_not_the_page(lesson):
    page = lesson.page
    for view in lesson.explorers().all():
        grip = view.locator("[data-key='move:Theta.2.1.1'] .bp-grip")
        grip.evaluate("grip => grip.scrollIntoView({block: 'center'})")
        x, y = grip.evaluate(MIDDLE)
        top = page.evaluate(SCROLLED)
        with lesson.changes(view):
            drag_by_finger(page, x, y, 60)
        assert page.evaluate(SCROLLED) == top
        assert_computed(view)


def test_on_a_phone_letters_are_large_enough_and_controls_wide_enough(open_lesson):  # noqa: F811
    lesson = open_lesson("00_start", **PHONE)
    lesson.skip_questions()
    lesson.page.wait_for_function("() => !document.querySelector('[data-narrow]:not([data-is-narrow])')")
    letters = lesson.page.evaluate(LETTERS)
    assert len(letters) > 100
    assert [(size, text) for size, text in letters if size < SMALLEST] == []
    small = lesson.page.evaluate(CONTROLS)
    assert [one for one in small if min(one[:2]) < THUMB] == []
    assert lesson.page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone_the_sum_stands_right_under_the_picture(open_lesson):  # noqa: F811
    lesson = open_lesson("00_start", **PHONE)
    lesson.skip_questions()
    view = lesson.explorers().filter(has=lesson.page.locator("[data-key='panel']")).first
    boxes = [view.locator(at).first.bounding_box() for at in (".bp-net", "[data-key='panel']")]
    assert 0 <= boxes[1]["y"] - (boxes[0]["y"] + boxes[0]["height"]) < 60


MIDDLE = """
grip => {
  const {x, y} = grip.getPointAtLength(grip.getTotalLength() - 6).matrixTransform(grip.getScreenCTM());
  return [x, y];
}
"""
SCROLLED = "() => [...document.querySelectorAll('*')].map((one) => one.scrollTop).filter((top) => top > 0)"
# Each text of the pictures, with the size that it is shown in.
LETTERS = """
() => [...document.querySelectorAll(".bp-net text, .bp-net tspan")].map((text) => {
  const svg = text.ownerSVGElement;
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return [parseFloat(getComputedStyle(text).fontSize) * scale, text.textContent];
})
"""
# The width and the height of what a finger takes hold of in the explorers; numbers within a sum are text.
CONTROLS = """
() => [...document.querySelectorAll(".bp-explorer :is(button, input, select):not(math *)")].map((control) => {
  const {width, height} = control.getBoundingClientRect();
  return [width, height, control.dataset.key];
}).filter(([width]) => width > 0)
"""
