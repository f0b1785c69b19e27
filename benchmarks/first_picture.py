"""The first picture of lesson 00 after Run All in a warm kernel, beside the imports of any notebook with a plot.

A warm kernel has ipykernel, and nothing of ours. The picture is there when the explorer has given its markup and its
still.
"""

import json
import subprocess
import sys
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
    for _ in range(2 if quick else TURNS):
        taken["picture"].append(seconds(picture))
        taken["imports"].append(seconds(IMPORTS))
    ours, theirs = (median(times) for times in taken.values())
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


def seconds(code):
    """The processor's time that code takes in a fresh Python with ipykernel."""
    call = [sys.executable, "-c", WARM + code + DONE]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])
