"""A second client of a notebook's kernel: code that a test runs where a cell would, and values that come back."""

import ast
import json

import numpy as np
from jupyter_client import BlockingKernelClient

from backprop_core import Network, run

from .explorer_page import View

# The first cells of a notebook for `Kernel`.
EXPLORER_CELLS = [
    """
import json
import numpy as np
from ipywidgets import FloatSlider, link
from backprop_core import *
from backprop_widgets import explorer
from backprop_widgets.session.stages import stages
""",
    "view = make()\nview",
]


class Kernel:
    """A second client of a notebook's kernel: runs code where a cell would, and gives values back."""

    def __init__(self, notebook):
        self.notebook = notebook
        notebook.run_cell(0)
        file = notebook.lab.runtime / f"kernel-{notebook.lab.kernel(notebook.name)['id']}.json"
        self.client = BlockingKernelClient(connection_file=str(file))
        self.client.load_connection_file()
        self.client.start_channels()

    def show(self, arguments="controls='all'"):
        """Show a new explorer, made with these arguments, in the second cell; it is `view` in the kernel."""
        self.run(f"make = lambda: explorer({arguments})")
        self.notebook.run_cell(1)
        return View(self.notebook, self.notebook.cell(1).locator(".bp-live"))

    def run(self, code, result="None"):
        """Run code; gives the value of an expression that JSON can carry."""
        answer = self.client.execute_interactive(
            f"import json as _json\n{code}",
            user_expressions={"result": f"_json.dumps({result})"},
            silent=True,
            timeout=30,
            output_hook=lambda _message: None,
        )["content"]
        assert answer["status"] == "ok", "\n".join(answer["traceback"])
        given = answer["user_expressions"]["result"]
        assert given["status"] == "ok", given
        return json.loads(ast.literal_eval(given["data"]["text/plain"]))

    def trace(self):
        """The trace of what the explorer's session looks at, computed here."""
        Theta, functions, X, Y, lam = self.run(
            "s = view.session\nX, Y = s.shown_example",
            "[[T.tolist() for T in s.net.Theta.values()], [s.net.hidden, s.net.output, s.net.cost],"
            " X.tolist(), Y.tolist(), s.lam]",
        )
        return run(Network([np.array(T) for T in Theta], *functions), np.array(X), np.array(Y), lam)

    def stop(self):
        """Close the connection; the kernel goes on."""
        self.client.stop_channels()
