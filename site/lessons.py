"""The lessons as the site hands them out: as they are stored, but for one line where a lesson first plots."""

import ast
import json

PLOTTING = {"plot", "training"}  # what is drawn by matplotlib
FETCH = "import matplotlib  # the browser fetches it now: it draws the plots\n\n"


def lessons_in(notebooks):
    """Give the lessons of a folder in their order, and no notebook that somebody else has made there."""
    return sorted(path for path in notebooks.glob("[0-9][0-9]_*.ipynb") if "-Copy" not in path.name)


def copy(notebooks, folder):
    """Copy every lesson into a folder."""
    folder.mkdir(parents=True)
    for path in lessons_in(notebooks):
        notebook = fetching_matplotlib(json.loads(path.read_text(encoding="utf-8")))
        (folder / path.name).write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def fetching_matplotlib(notebook):
    """Let the first cell that plots import matplotlib: the browser fetches only what the cell it runs imports."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code" and PLOTTING & called("".join(cell["source"])):
            cell["source"] = FETCH + "".join(cell["source"])
            break
    return notebook


def called(code):
    """Name the functions that a cell calls."""
    calls = [node.func for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    return {function.id for function in calls if isinstance(function, ast.Name)}
