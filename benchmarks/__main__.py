"""How fast it all is, beside what else there is.

    python -m benchmarks                    # everything that takes minutes at most; writes docs/benchmarks.md and .json
    python -m benchmarks core updates       # these parts alone; the others' results stay as they are
    python -m benchmarks --quick            # fewer turns, and nothing is written

A part that needs what isn't installed says so: a Chromium for the browser's, the peers of benchmarks/requirements.txt.
"""

import os

# One thread each, before numpy is there: what takes turns shall not take the other's processor.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import argparse  # noqa: E402
import time  # noqa: E402
from importlib import import_module  # noqa: E402

from benchmarks.measure import NotHere, load  # noqa: E402
from benchmarks.report import keep, machine, section  # noqa: E402

PARTS = {
    "core": "core",
    "one": "one_example",
    "training": "training",
    "updates": "updates",
    "first": "first_picture",
    "live": "live",
    "plots": "plots_in_a_drag",
    "learners": "learners",
}
# When they are named: the site has to be built before, and the faults take long.
ASKED_FOR = {"site": "site_in_browser", "faults": "fault_table"}


def measured(name, quick):
    """Run one part; gives what is stored of it."""
    part = import_module(f"benchmarks.{(PARTS | ASKED_FOR)[name]}")
    title, _, about = part.__doc__.partition("\n\n")
    before, rows, missing = load(), [], ""
    try:
        rows = part.measure(quick)
    except NotHere as reason:
        missing = str(reason)
    return {
        "title": title.rstrip("."),
        "about": about.strip(),
        "when": time.strftime("%Y-%m-%d %H:%M"),
        "cores": os.cpu_count(),
        "load": [before, load()],
        "machine": machine(),
        "rows": [row.stored() for row in rows],
        "missing": missing,
    }


def main():
    """Measure the parts that are asked for."""
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    options.add_argument("parts", nargs="*", metavar="part", help=f"any of {', '.join(PARTS | ASKED_FOR)}")
    options.add_argument("--quick", action="store_true", help="fewer turns; nothing is written")
    chosen = options.parse_args()
    unknown = [name for name in chosen.parts if name not in PARTS | ASKED_FOR]
    if unknown:
        options.error(f"there is no part {unknown[0]!r}: choose any of {', '.join(PARTS | ASKED_FOR)}")
    for name in chosen.parts or PARTS:
        found = measured(name, chosen.quick)
        print(section(found), flush=True)
        if not chosen.quick:
            keep(name, found, list(PARTS | ASKED_FOR))


if __name__ == "__main__":
    main()
