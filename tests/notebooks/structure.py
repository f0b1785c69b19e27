"""What every lesson has to be like: each rule is a function from a stored notebook to what is wrong with it."""

import re
from itertools import pairwise
from pathlib import Path

CELLS, CODE_LINES, PROSE_WORDS = 30, 12, 120


def begins_with_a_title(notebook, folder):
    """Its first cell has the title, what the learner will do, learn and need, and the minutes."""
    first = source(notebook["cells"][0])
    for wanted in ("# ", "**You will**", "**You will learn**", "**You need**", "minutes"):
        if wanted not in first:
            yield f"the first cell lacks {wanted!r}"
    for place, cell in cells(notebook, "markdown"):
        if place > 1 and re.search(r"^# ", source(cell), re.MULTILINE):
            yield f"cell {place} has a second title: use ## there"


def has_one_setup_cell(notebook, folder):
    """The first code cell is the set-up, and nothing is imported later."""
    code = list(cells(notebook, "code"))
    if [place for place, cell in code if "setup" in tags(cell)] != [code[0][0]]:
        yield "the first code cell, and no other, has the tag 'setup'"
    for place, cell in code[1:]:
        if re.search(r"^\s*(import|from \S+ import) ", source(cell), re.MULTILINE):
            yield f"cell {place} imports something: that belongs into the set-up cell"


def is_short(notebook, folder):
    """Few cells, few lines of code, few words of prose; code that is folded away may be longer."""
    if len(notebook["cells"]) > CELLS:
        yield f"{len(notebook['cells'])} cells: at most {CELLS}"
    for place, cell in cells(notebook, "code"):
        lines = len(source(cell).splitlines())
        if lines > CODE_LINES and not cell["metadata"].get("jupyter", {}).get("source_hidden"):
            yield f"cell {place} has {lines} lines of code: at most {CODE_LINES}"
    for place, cell in cells(notebook, "markdown"):
        words = sum(any(sign.isalnum() for sign in word) for word in source(cell).split())
        if words > PROSE_WORDS:
            yield f"cell {place} has {words} words: at most {PROSE_WORDS}"


def has_no_empty_cell(notebook, folder):
    """JupyterLab adds one at the end."""
    for place, cell in enumerate(notebook["cells"], 1):
        if not source(cell).strip():
            yield f"cell {place} is empty"


def has_run_from_top_to_bottom(notebook, folder):
    """Each code cell was run once, in order, and neither failed nor warned."""
    for number, (place, cell) in enumerate(cells(notebook, "code"), 1):
        if cell["execution_count"] != number:
            yield f"cell {place} was not run in order: run python tools/bake.py"
        for output in cell["outputs"]:
            if output["output_type"] == "error":
                yield f"cell {place} failed with {output['ename']}"
            if output.get("name") == "stderr":
                yield f"cell {place} warns: {''.join(output['text'])[:60]}"


def stores_nothing_that_passes(notebook, folder):
    """No state of widgets, no addresses in memory, no folder of one machine, no version of one Python."""
    if "widgets" in notebook["metadata"] or "version" in notebook["metadata"]["language_info"]:
        yield "the notebook's metadata hold more than belongs there: run python tools/bake.py"
    for place, cell in cells(notebook, "code"):
        for output in cell["outputs"]:
            if "application/vnd.jupyter.widget-view+json" in output.get("data", {}):
                yield f"cell {place} stores the view of a widget"
            found = re.search(r"\bat 0x[0-9a-f]+|/(home|root|tmp|Users)/\S+|\w:\\Users\\", plain(output))
            if found:
                yield f"cell {place} stores {found[0]!r}, which is different elsewhere"


def has_words_for_each_picture(notebook, folder):
    """Who doesn't see a picture gets its numbers."""
    for place, cell in cells(notebook, "code"):
        for output in cell["outputs"]:
            html = "".join(output.get("data", {}).get("text/html", ""))
            for image in re.findall(r"<img\b[^>]*>", html):
                if not re.search(r'alt="[^"]*\d', image):
                    yield f"cell {place} has a picture whose alt text has no numbers"


def has_living_links(notebook, folder):
    """What is linked to in the repository is there."""
    for place, cell in cells(notebook, "markdown"):
        for link in re.findall(r"\]\(([^)#\s]+)", source(cell)):
            if not link.startswith(("http://", "https://", "attachment:")) and not (folder / link).exists():
                yield f"cell {place} links to {link}, which isn't there"


def shows_widgets_that_can_be_tested(notebook, folder):
    """Errors inside `interact` and `Output` don't fail a lesson, and their results can't be compared."""
    for place, cell in cells(notebook, "code"):
        found = re.search(r"\b(interact\w*|Output)\(", source(cell))
        if found:
            yield f"cell {place} uses {found[1]}: show a view of backprop_widgets"


def spells_as_the_british_do(notebook, folder):
    """One spelling throughout."""
    for place, cell in cells(notebook, "markdown"):
        for word in re.findall(r"\b(?:behavior|center|color|favor|gray|labeled|neighbor|\w+ization)\w*", source(cell)):
            yield f"cell {place} spells {word!r}"


def knows_its_slides(notebook, folder):
    """Each cell says what becomes of it in a talk."""
    for place, cell in enumerate(notebook["cells"], 1):
        kind = cell["metadata"].get("slideshow", {}).get("slide_type")
        if kind not in ("slide", "subslide", "fragment", "notes", "skip", "-"):
            yield f"cell {place} has the slide type {kind!r}"


RULES = [
    begins_with_a_title,
    has_one_setup_cell,
    is_short,
    has_no_empty_cell,
    has_run_from_top_to_bottom,
    stores_nothing_that_passes,
    has_words_for_each_picture,
    has_living_links,
    shows_widgets_that_can_be_tested,
    spells_as_the_british_do,
    knows_its_slides,
]


def cells(notebook, kind):
    """The cells of one kind, with their places, counted from 1."""
    return [(place, cell) for place, cell in enumerate(notebook["cells"], 1) if cell["cell_type"] == kind]


def source(cell):
    """The text of a cell."""
    return "".join(cell["source"])


def tags(cell):
    """The tags of a cell."""
    return cell["metadata"].get("tags", [])


def plain(output):
    """What an output has as text."""
    return "".join(output.get("text", "")) + "".join(output.get("data", {}).get("text/plain", ""))


def numbers_without_gaps(paths: list[Path]) -> bool:
    """Whether the lessons are numbered 00, 01, ... in order."""
    numbers = [int(path.name[:2]) for path in paths]
    return numbers[0] == 0 and all(later == earlier + 1 for earlier, later in pairwise(numbers))
