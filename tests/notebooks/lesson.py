"""A lesson run here, cell by cell, without a kernel: each cell's value is at hand."""

import ast
import contextlib
import io
import json

from backprop_widgets import Live

from . import structure


class Lesson:
    """A lesson whose set-up has run."""

    def __init__(self, path):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        [(_, setup), *self.cells] = structure.cells(notebook, "code")  # each with its place, counted from 1
        self.names = {"__name__": "__main__"}
        self.run(structure.source(setup))

    def run(self, code):
        """Run a cell as a notebook does; gives what it printed and its last value."""
        tree, last = ast.parse(code), None
        if isinstance(tree.body[-1], ast.Expr):
            last = ast.Expression(tree.body.pop().value)
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(tree, "cell", "exec"), self.names)
            value = eval(compile(last, "cell", "eval"), self.names) if last else None
        return printed.getvalue(), value

    def results(self, cells):
        """What comes out of some cells, by their id: what is printed, the value as words."""
        results = {}
        for cell in cells:
            printed, value = self.run(structure.source(cell))
            if isinstance(value, Live):
                assert value.markup or value.draw()
                assert value.error == "", cell["id"]
            results[cell["id"]] = printed, value.text() if isinstance(value, Live) else repr(value)
        return results
