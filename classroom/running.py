"""A lesson, run in this process: what each of its code cells prints, and the value that it ends with."""

import ast
import contextlib
import io
import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backprop_widgets.predictions.lesson import LESSON


@dataclass(frozen=True)
class Cell:
    """One cell of a lesson that has been run; of text there is only its source."""

    name: str
    kind: str
    source: str
    tags: frozenset[str]
    solution: str
    printed: str = ""
    value: object = None


def run_lesson(path: Path) -> Iterator[Cell]:
    """Run a lesson's cells one after the other, in an empty folder, and give each as soon as it has run."""
    LESSON.asked.clear()
    LESSON.tallies.clear()
    names: dict[str, Any] = {"__name__": "__main__"}
    with tempfile.TemporaryDirectory() as folder, inside(folder):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            yield ran(cell, names)


@contextlib.contextmanager
def inside(folder: str) -> Iterator[None]:
    """Work in a folder, so that no answer saved by somebody is found; then go back."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def ran(cell: dict[str, Any], names: dict[str, Any]) -> Cell:
    """Run one cell."""
    source, metadata = "".join(cell["source"]), cell["metadata"]
    tags, solution = frozenset(metadata.get("tags", ())), "".join(metadata.get("solution", ""))
    known = (cell["id"], cell["cell_type"], source, tags, solution)
    if cell["cell_type"] != "code":
        return Cell(*known)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        value = value_of_code(source, names)
    return Cell(*known, said.getvalue(), value)


def value_of_code(source: str, names: dict[str, Any]) -> object:
    r"""Run code, and give the value of its last line, if that is an expression.

    Examples
    --------
    >>> value_of_code("a = 2\na + 1", {}), value_of_code("a = 2", {})
    (3, None)
    """
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "<lesson>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<lesson>", "eval"), names) if last else None
