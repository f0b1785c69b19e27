"""Every statement of the course is derived, filled in with numbers and moved by the learner, where it belongs.

The table is made from the tags of the cells: "derived:M5", "numbers:M5", "moved:M5".
"""

from collections import defaultdict

from . import structure
from .structure import LESSONS

# In which lessons a statement belongs; "numbers" alone is asked of those after the first.
HOMES = {
    "M0": ("01", "09"),
    "M1": ("02", "11"),
    "M2": ("02",),
    "M3": ("03",),
    "M4": ("03", "09", "11"),
    **dict.fromkeys(("M5", "M6", "M7", "M8", "M9"), ("04", "09")),
    "M10": ("06", "09"),
    "M11": ("00",),
    "M12": ("06",),
    "C1": ("02", "05"),
    "C2": ("05",),
    "C3": ("05",),
    "C4": ("06",),
    "C5": ("02",),
    "C6": ("03",),
}
# A misprint of the cost has nothing to be moved; the summary has nothing that its parts haven't.
DEEDS = dict.fromkeys(structure.STATEMENTS, structure.DEEDS) | {
    "C1": ("derived", "numbers"),
    "C5": ("derived", "numbers"),
    "M11": ("numbers",),
}


def tagged(paths):
    """Where each deed is done: {(statement, deed): ["04.6", ...]}, lesson and cell, counted from 1."""
    found = defaultdict(list)
    for path in paths:
        for place, cell in enumerate(structure.read(path)["cells"], 1):
            for tag in structure.tags(cell):
                deed, _, statement = tag.partition(":")
                found[statement, deed].append(f"{path.name[:2]}.{place}")
    return found


def demanded():
    """Each statement, deed and lesson that is asked for."""
    for statement in structure.STATEMENTS:
        home, *others = HOMES[statement]
        yield from ((statement, deed, home) for deed in DEEDS[statement])
        yield from ((statement, "numbers", lesson) for lesson in others)


def missing(found):
    """What is asked for and not there."""
    return [
        f"{statement} {deed} in lesson {lesson}"
        for statement, deed, lesson in demanded()
        if not any(place.startswith(lesson) for place in found[statement, deed])
    ]


def table(found):
    """The table: a line a statement, a column a deed, lesson.cell in it."""
    rows = [("", *structure.DEEDS)]
    rows += [(s, *(" ".join(found[s, deed]) or "-" for deed in structure.DEEDS)) for s in structure.STATEMENTS]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


def test_every_statement_is_derived_filled_in_and_moved_where_it_belongs(tell):
    found = tagged(LESSONS)
    tell(f"Where each statement is treated, as lesson.cell:\n{table(found)}")
    assert missing(found) == []


def test_a_tag_less_is_missed():
    found = tagged(LESSONS)
    before = missing(found)
    found["M5", "moved"] = [place for place in found["M5", "moved"] if not place.startswith("04")]
    assert [one for one in missing(found) if one not in before] == ["M5 moved in lesson 04"]
