"""What every lesson has to be like: each rule is a function from a stored notebook to what is wrong with it."""

import ast
import itertools
import json
import re
from pathlib import Path

LESSONS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
CELLS, CODE_LINES, PROSE_WORDS, SLIDE_WORDS = 30, 12, 120, 60
STATEMENTS = [*(f"M{n}" for n in range(13)), *(f"C{n}" for n in range(1, 7))]
DEEDS = ("derived", "numbers", "moved")
RECAP, FURTHER = "## What you take with you", "## Further"
MAIN_ROAD, FROM_TOLD = 25, 3  # minutes that the main road may take at most, and how far from told they may be
WORDS_A_MINUTE, FOR_A_VIEW, FOR_AN_EXERCISE = 150, 1.5, 2.5  # code and what it prints are read too; then minutes
FOR_A_PICTURE = 0.5  # for one that stands still
FOR_A_HUNT = 6  # for a view that hides bugs, one or several in turn


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
    """Few cells on its main road, few lines of code, few words of prose; code that is folded away may be longer."""
    if len(main_road(notebook)) > CELLS:
        yield f"{len(main_road(notebook))} cells on its main road: at most {CELLS}"
    for place, cell in cells(notebook, "code"):
        lines = len(source(cell).splitlines())
        if lines > CODE_LINES and not is_folded(cell):
            yield f"cell {place} has {lines} lines of code: at most {CODE_LINES}"
    for place, cell in cells(notebook, "markdown"):
        if words(source(cell)) > PROSE_WORDS:
            yield f"cell {place} has {words(source(cell))} words: at most {PROSE_WORDS}"


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


def knows_its_slides(notebook, folder):
    """Each cell says what becomes of it in a talk."""
    for place, cell in enumerate(notebook["cells"], 1):
        kind = cell["metadata"].get("slideshow", {}).get("slide_type")
        if kind not in ("slide", "subslide", "fragment", "notes", "skip"):
            yield f"cell {place} has the slide type {kind!r}"


def fits_its_slides(notebook, folder):
    """What is to be read on one slide is short: what is folded away or set as a formula doesn't count."""
    on_it = 0
    for place, cell in enumerate(notebook["cells"], 1):
        kind = cell["metadata"].get("slideshow", {}).get("slide_type")
        if kind in ("slide", "subslide"):
            on_it = 0
        if kind in ("slide", "subslide", "fragment") and cell["cell_type"] == "markdown":
            on_it += words(re.sub(r"\$[^$]+\$", "x", plain_prose(cell)))
            if on_it > SLIDE_WORDS:
                yield f"cell {place} makes a slide of {on_it} words: at most {SLIDE_WORDS}, or make it a note"


def gives_the_numbers_of_its_formulas(notebook, folder):
    """A formula is followed within two cells by code that fills it in."""
    for place, cell in cells(notebook, "markdown"):
        if "$$" in unfolded(cell) and not source(cell).startswith((RECAP, "## Exercise")):
            after = notebook["cells"][place : place + 2]
            if not any(next_cell["cell_type"] == "code" and next_cell["outputs"] for next_cell in after):
                yield f"cell {place} has a formula, and no numbers within two cells"


def has_exercises(notebook, folder):
    """Three at least, numbered; those for code come with a solution that a test can run."""
    headings = [re.match(r"## Exercise (\d+): ", source(cell)) for _, cell in cells(notebook, "markdown")]
    numbers = [int(heading[1]) for heading in headings if heading]
    if len(numbers) < 3 or numbers != list(range(1, len(numbers) + 1)):
        yield f"its exercises are numbered {numbers}: three at least are wanted, from 1 on"
    for place, cell in cells(notebook, "code"):
        if ("exercise" in tags(cell)) != ("solution" in cell["metadata"]):
            yield f"cell {place} needs both the tag 'exercise' and a solution in its metadata, or neither"
    folded = re.findall(r"<details><summary>[^<]*(?:[Ss]olution|[Pp]roof)", " ".join(map(source, notebook["cells"])))
    if not folded:
        yield "no solution is folded away: put it into <details><summary>Solution</summary>"


def computes_its_outcomes(notebook, folder):
    """What comes out of a prediction is computed, not written down; the code that tells it is folded away."""
    for place, cell in cells(notebook, "code"):
        if re.search(r"^predict\(", source(cell), re.MULTILINE) and not is_folded(cell):
            yield f"cell {place} shows how its outcome is found: fold it, with jupyter.source_hidden in its metadata"
        for node in ast.walk(ast.parse(source(cell))):
            if isinstance(node, ast.Lambda) and isinstance(node.body, ast.Constant):
                yield f"cell {place} has its outcome written down: {node.body.value!r}"


def explains_its_predictions(notebook, folder):
    """Each prediction has a sentence for each of its options: that none is left out, `predict` itself sees to."""
    for place, cell in cells(notebook, "code"):
        for node in ast.walk(ast.parse(source(cell))):
            asks = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "predict"
            if asks and "because" not in [keyword.arg for keyword in node.keywords]:
                yield f"cell {place} asks for a prediction and gives no reasons: predict(..., because={{...}})"


def keeps_its_answers(notebook, folder):
    """No numbers are printed right under a prediction: after Run All they would tell what comes out."""
    for (place, asked), (_, cell) in itertools.pairwise(enumerate(notebook["cells"], 1)):
        printed = " ".join(plain(out) for out in cell.get("outputs", ()) if out["output_type"] == "stream")
        if re.search(r"^predict\(", source(asked), re.MULTILINE) and re.search(r"\d", printed):
            yield f"cell {place} asks what the next one prints: let the answer open it, by then=..."


def ends_with_a_recap(notebook, folder):
    """The main road ends with what to remember; what goes beyond it says its own minutes."""
    last = source(main_road(notebook)[-1]).splitlines()[0]
    if last != RECAP:
        yield f"its main road ends with {last!r}: the last is {RECAP!r}"
    for place, cell in cells(notebook, "markdown"):
        if source(cell).startswith(FURTHER) and not re.search(r"[Aa]bout \d+ minutes", source(cell)):
            yield f"cell {place} goes beyond the main road, and doesn't tell how many minutes that takes"


def tells_its_time(notebook, folder):
    """The minutes it tells are those its main road takes, and not too many."""
    told = int(re.search(r"\*\*Time:\*\* about (\d+) minutes", source(notebook["cells"][0]))[1])
    takes = minutes(notebook)
    if abs(told - takes) > FROM_TOLD:
        yield f"it tells {told} minutes and takes about {takes:.0f}"
    if takes > MAIN_ROAD:
        yield f"it takes about {takes:.0f} minutes: at most {MAIN_ROAD}"


def has_tags_that_fit(notebook, folder):
    """A derivation is prose; numbers come out of code; what is moved is a view."""
    for place, cell in enumerate(notebook["cells"], 1):
        for tag in tags(cell):
            deed, _, statement = tag.partition(":")
            if tag not in ("setup", "exercise") and (deed not in DEEDS or statement not in STATEMENTS):
                yield f"cell {place} has the tag {tag!r}, which nobody knows"
            if deed == "derived" and cell["cell_type"] != "markdown":
                yield f"cell {place} derives {statement} in code"
            if deed == "numbers" and not any(re.search(r"\d", plain(output)) for output in cell.get("outputs", ())):
                yield f"cell {place} gives no numbers of {statement}"
            if deed == "moved" and not is_view(cell):
                yield f"cell {place} has nothing to move {statement} with"


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
    knows_its_slides,
    fits_its_slides,
    gives_the_numbers_of_its_formulas,
    has_exercises,
    computes_its_outcomes,
    explains_its_predictions,
    keeps_its_answers,
    ends_with_a_recap,
    tells_its_time,
    has_tags_that_fit,
]


def read(path):
    """A notebook as it is stored."""
    return json.loads(path.read_text(encoding="utf-8"))


def cells(notebook, kind):
    """The cells of one kind, with their places, counted from 1."""
    return [(place, cell) for place, cell in enumerate(notebook["cells"], 1) if cell["cell_type"] == kind]


def source(cell):
    """The text of a cell."""
    return "".join(cell["source"])


def tags(cell):
    """The tags of a cell."""
    return cell["metadata"].get("tags", [])


def words(text):
    """How many words a text has; a sign alone is none."""
    return sum(any(sign.isalnum() for sign in word) for word in text.split())


def unfolded(cell):
    """The text of a cell without what is folded away."""
    return re.sub(r"<details>.*?</details>", "", source(cell), flags=re.DOTALL)


def plain_prose(cell):
    """The text of a cell without what is folded away or set as a formula of its own line."""
    return re.sub(r"\$\$.*?\$\$", "", unfolded(cell), flags=re.DOTALL)


def is_folded(cell):
    """Whether a cell's code is folded away."""
    return cell["metadata"].get("jupyter", {}).get("source_hidden", False)


def is_view(cell):
    """Whether a cell shows a view of backprop_widgets, by what is stored of it."""
    if cell["cell_type"] != "code" or not {"exercise", "setup"}.isdisjoint(tags(cell)):
        return False
    shown = any(output["output_type"] == "execute_result" for output in cell["outputs"])
    return shown and not has_picture(cell) and "tally" not in source(cell)


def has_picture(cell):
    """Whether a cell shows a picture that stands still: a view that is stored as one has words beside it."""
    return any("display.Image object" in plain(output) for output in cell.get("outputs", ()))


def main_road(notebook):
    """The cells up to the recap: without what goes further, and without the links."""
    road = list(itertools.takewhile(lambda cell: not source(cell).startswith(FURTHER), notebook["cells"]))
    return [cell for cell in road if cell["id"] != "navigation"]


def minutes(notebook):
    """About how long the main road takes: to read all of it, to play with its views, to do its exercises."""
    road = main_road(notebook)
    read = sum(words(plain(output)) for cell in road for output in cell.get("outputs", ()) if "text" in output)
    read += sum(words(source(cell)) for cell in road if not is_folded(cell))
    hunts = sum(source(cell).startswith("bug_lab(") for cell in road)
    views = sum(map(is_view, road)) - hunts
    exercises = sum(source(cell).startswith("## Exercise") for cell in road)
    play = FOR_A_VIEW * views + FOR_A_PICTURE * sum(map(has_picture, road)) + FOR_A_HUNT * hunts
    return read / WORDS_A_MINUTE + play + FOR_AN_EXERCISE * exercises


def plain(output):
    """What an output has as text."""
    return "".join(output.get("text", "")) + "".join(output.get("data", {}).get("text/plain", ""))


def numbers_without_gaps(paths: list[Path]) -> bool:
    """Whether the lessons are numbered 00, 01, ... in order."""
    numbers = [int(path.name[:2]) for path in paths]
    return numbers[0] == 0 and all(later == earlier + 1 for earlier, later in itertools.pairwise(numbers))
