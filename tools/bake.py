"""Run the lessons and store them with their results.

    python tools/bake.py                              every lesson
    python tools/bake.py notebooks/00_start.ipynb     only these
    python tools/bake.py --check                      store nothing; exit 1 if a lesson is not stored as it would be

What is stored is the same byte for byte, whoever bakes it and when: nothing in it tells the time, the machine or the
state of a widget. Another processor rounds otherwise, though, and hundreds of steps of training then end in the same
printed numbers but in a picture some of whose colours are a level apart: where the new picture looks the same, the
stored one stays. The lines that lead to the lesson before and after are written anew as well.
"""

import argparse
import base64
import difflib
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from PIL import Image, ImageChops
from readme_links import lessons_in, title_of

ROOT = Path(__file__).resolve().parent.parent
LESSONS = ROOT / "notebooks"
SECONDS = 60  # for one cell
NAVIGATION = "navigation"  # the id of the cell with the links to the other lessons
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
PICTURE = "image/png"
LEVELS = 4  # of 255: two neighbours among the 256 colours of a colour map are as far apart, and no eye sees it
# Left by JupyterLab in a cell: when it ran, and whether its reader trusts it.
FLEETING = ("execution", "ExecuteTime", "trusted")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "pygments_lexer": "ipython3",
    },
}


class NotBaked(Exception):
    """A lesson can't be stored; says why."""


def main(arguments: list[str]) -> int:
    """Bake or check the lessons named, or all."""
    parser = argparse.ArgumentParser(description="Run the lessons and store them with their results.")
    parser.add_argument("lessons", nargs="*", help="the lessons to run (all, if none is named)")
    parser.add_argument("--check", action="store_true", help="only tell what would be stored differently")
    options = parser.parse_args(arguments)
    faults = 0
    for path in [find(name) for name in options.lessons] or lessons_in(LESSONS):
        try:
            print(f"{path.name}: {check(path) if options.check else store(path)}", flush=True)
        except NotBaked as reason:
            faults += 1
            print(f"{path.name}: {reason}", flush=True)
    return min(faults, 1)


def find(name: str) -> Path:
    """Find a lesson by its path, or by its name alone."""
    for path in (Path(name), LESSONS / name):
        if path.is_file():
            return path.resolve()
    raise SystemExit(f"There is no lesson {name}: the lessons are in {LESSONS}.")


def store(path: Path) -> str:
    """Bake a lesson, write it and say whether that changed it."""
    text, before = baked(path), path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8", newline="\n")
    return "stored as it was" if text == before else "stored anew"


def check(path: Path) -> str:
    """Bake a lesson in memory and refuse what is stored if it differs."""
    stored, text = path.read_text(encoding="utf-8"), baked(path)
    if stored != text:
        raise NotBaked(
            f"not stored as it would be; run python tools/bake.py {path.name} and look at what changed.\n"
            + "\n".join(differences(json.loads(stored), json.loads(text)))
        )
    return "stored as it would be"


def baked(path: Path) -> str:
    """Run a lesson in a kernel of its own and give what is to be stored."""
    notebook = nbformat.reads(json.dumps(prepared(path)), as_version=4)
    stored = {cell.id: list(pictures(cell)) for cell in notebook.cells}
    run(notebook, path.parent)
    for cell in notebook.cells:
        keep(stored[cell.id], cell)
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(WIDGET_VIEW, None)  # "model not found", where its kernel is gone
            output.get("metadata", {}).pop(WIDGET_VIEW, None)
        for name in FLEETING:
            cell.metadata.pop(name, None)
    notebook.metadata.pop("widgets", None)
    notebook.metadata.update(METADATA)
    nbformat.validate(notebook)
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def pictures(cell: nbformat.NotebookNode) -> Iterator[nbformat.NotebookNode]:
    """Give the data of each output of a cell that has a picture."""
    return (output.data for output in cell.get("outputs", ()) if PICTURE in output.get("data", {}))


def keep(stored: list[nbformat.NotebookNode], cell: nbformat.NotebookNode) -> None:
    """Put each stored picture in the place of the new one, where the two look the same."""
    for old, new in zip(stored, pictures(cell), strict=False):
        if look_the_same(old[PICTURE], new[PICTURE]):
            new[PICTURE] = old[PICTURE]


def look_the_same(one: str, other: str) -> bool:
    """Tell whether two pictures are of one size and nowhere more than LEVELS apart in red, green, blue or opacity."""
    try:
        a, b = (Image.open(BytesIO(base64.b64decode(png))).convert("RGBA") for png in (one, other))
    except (OSError, SyntaxError, ValueError):  # what is stored is no picture any more
        return False
    return a.size == b.size and all(most <= LEVELS for _, most in ImageChops.difference(a, b).getextrema())


def prepared(path: Path) -> dict:
    """Read a lesson, with its navigation written anew and an id for each cell."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    if notebook.get("nbformat") != 4:
        raise NotBaked("written in a format older than 4: open it in JupyterLab and save it")
    notebook["nbformat_minor"] = 5  # the first in which cells have ids
    cells = [cell for cell in notebook["cells"] if cell.get("id") != NAVIGATION]
    notebook["cells"] = [*with_ids(cells), *navigation(path)]
    return notebook


def with_ids(cells: Iterable[dict]) -> Iterator[dict]:
    """Give an id to each cell that has none of its own; it follows from its place and source."""
    taken = {NAVIGATION}
    for place, cell in enumerate(cells):
        known = cell.get("id")
        if not known or known in taken:
            known = hashlib.sha256(f"{place} {''.join(cell['source'])}".encode()).hexdigest()[:8]
        taken.add(known)
        yield {**cell, "id": known}


def navigation(path: Path) -> Iterator[dict]:
    """Make the cell that leads to the lesson before and after; there is none where no lesson is."""
    lessons = lessons_in(path.parent)
    if path not in lessons:
        return
    place = lessons.index(path)
    links = [f"Back: [{title_of(other)}]({other.name})" for other in lessons[max(place - 1, 0) : place]]
    links += [f"On: [{title_of(other)}]({other.name})" for other in lessons[place + 1 : place + 2]]
    if links:
        metadata = {"slideshow": {"slide_type": "skip"}}
        yield {"cell_type": "markdown", "id": NAVIGATION, "metadata": metadata, "source": " · ".join(links)}


def run(notebook: nbformat.NotebookNode, folder: Path) -> None:
    """Run all cells, with the packages of this folder, and refuse any error, even one that only a widget shows."""
    # The widgets' state is kept for this look at it; nothing of it is stored.
    client = NotebookClient(
        notebook,
        timeout=SECONDS,
        kernel_name="python3",
        extra_arguments=["--log-level=ERROR"],
        record_timing=False,
        store_widget_state=True,
        coalesce_streams=True,  # else what a cell prints is stored in as many pieces as the kernel happened to send
        resources={"metadata": {"path": str(folder)}},
    )
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    try:
        # As live as for a learner: what goes wrong under a picture is found in the state of its widget.
        own = {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "BACKPROP_LIVE": "1"}
        client.execute(env={**os.environ, **own})
    except CellExecutionError as error:
        raise NotBaked(f"{place_of_error(notebook)} failed with {error.ename}: {error.evalue}") from None
    except (CellTimeoutError, DeadKernelError) as error:
        raise NotBaked(f"a cell did not end: {str(error).strip().splitlines()[0]}") from None
    hidden = list(hidden_errors(client.widget_state.values()))
    if hidden:
        raise NotBaked(f"a widget hides an error: {hidden[0]}")


def place_of_error(notebook: nbformat.NotebookNode) -> str:
    """Name the cell that failed."""
    for place, cell in enumerate(notebook.cells, 1):
        if any(output.output_type == "error" for output in cell.get("outputs", ())):
            return f"cell {place} ({cell.id})"
    return "a cell"


def hidden_errors(states: Iterable[dict]) -> Iterator[str]:
    """Errors that went to a widget and not to a cell: into the line under a picture, or into an Output."""
    for state in states:
        if state.get("error"):
            yield state["error"]
        for output in state.get("outputs") or ():
            if output.get("output_type") == "error":
                yield f"{output['ename']}: {output['evalue']}"


def differences(stored: dict, baked: dict) -> Iterator[str]:
    """Say which cells differ, and in what."""
    if len(stored["cells"]) != len(baked["cells"]):
        yield f"  {len(stored['cells'])} cells are stored, {len(baked['cells'])} would be"
        return
    for place, (old, new) in enumerate(zip(stored["cells"], baked["cells"], strict=True), 1):
        for part in sorted(old.keys() | new.keys()):
            if old.get(part) != new.get(part):
                yield f"  cell {place} ({new['id']}), {part}:"
                yield from changed_lines(old.get(part), new.get(part))
    if any(stored.get(name) != baked.get(name) for name in ("metadata", "nbformat", "nbformat_minor")):
        yield "  the notebook's own metadata"
    elif stored == baked:
        yield "  only the way it is written down: spaces, the order of keys"


def changed_lines(old: object, new: object) -> Iterator[str]:
    """Show up to six of the lines that changed, shortened."""
    before, after = (json.dumps(part, indent=1, ensure_ascii=False).splitlines() for part in (old, new))
    lines = [line for line in difflib.unified_diff(before, after, n=0) if not line.startswith(("---", "+++", "@@"))]
    for line in lines[:6]:
        yield f"    {line[:110]}{' ...' if len(line) > 110 else ''}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
