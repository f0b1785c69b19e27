"""The first picture of lesson 00 after Run All in a warm kernel, beside the imports of any notebook with a plot.

A warm kernel has ipykernel, and nothing of ours. The picture is there when the explorer has given its markup and its
still. Both find their modules compiled, as from a kernel's second start on.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.measure import Row

ROOT = Path(__file__).resolve().parents[1]
TURNS = 7
WARM = "import ipykernel.ipkernel, ipykernel.zmqshell, time; start = time.process_time()\n"
DONE = "\nprint(time.process_time() - start)"
IMPORTS = "import numpy, matplotlib.pyplot, ipywidgets"
WHY = "of the rest most is importing our own modules, all of which lesson 00 names; see `python -X importtime`."


def measure(quick):
    """Fresh processes, in turns."""
    lesson = json.loads((ROOT / "notebooks/00_start.ipynb").read_text(encoding="utf-8"))
    code = ["".join(cell["source"]) for cell in lesson["cells"] if cell["cell_type"] == "code"]
    last = next(n for n, source in enumerate(code) if source.startswith("explorer("))
    picture = "\n".join([*code[:last], f"view = {code[last]}", "view._repr_mimebundle_()"])
    taken = {"picture": [], "imports": []}
    with tempfile.TemporaryDirectory() as compiled:
        for _ in range(1 + (2 if quick else TURNS)):
            taken["picture"].append(seconds(picture, compiled))
            taken["imports"].append(seconds(IMPORTS, compiled))
    ours, theirs = (median(times[1:]) for times in taken.values())  # the first compiles
    beside = f"{1e3 * ours:.0f} ms and {1e3 * theirs:.0f} ms"
    return [
        Row(
            "first picture of 00, of importing numpy, pyplot and ipywidgets",
            ours / theirs,
            target=1.0,
            beside=beside,
            why=WHY,
        )
    ]


def seconds(code, compiled):
    """The processor's time that code takes in a fresh Python with ipykernel, and this folder for compiled modules."""
    environment = os.environ | {"PYTHONPYCACHEPREFIX": compiled}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # with it, ours alone would be compiled each time
    call = [sys.executable, "-c", WARM + code + DONE]
    done = subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])
