"""Write locked/: for each requirements file all that it brings, with versions and the hashes of every file of theirs.

.venv/bin/python tools/lock.py              keep the versions that are locked, where the ranges still allow them
.venv/bin/python tools/lock.py --upgrade    take the newest
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "locked"
FIRST = "requirements.txt"  # the versions of the others follow those of this one
WITH_ALL_THEY_NEED = [FIRST, "requirements-test.txt", "requirements-hub.txt"]
ALONE = ["requirements-present.txt", "requirements-handout.txt"]  # run.py installs these without what they need

COMPILE = ["-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--generate-hashes"]
PLAIN = ["--no-header", "--no-annotate", "--no-emit-package", "backprop-lessons"]  # the project itself has no hash


def lock(name, options):
    """Write the lock of one requirements file."""
    follow = [] if name == FIRST else ["--constraint", f"{FOLDER}/{FIRST}"]
    alone = ["--no-deps"] if name in ALONE else []
    words = [*COMPILE, *PLAIN, *follow, *alone, *options, name, "--output-file", f"{FOLDER}/{name}"]
    subprocess.run([sys.executable, *words], cwd=ROOT, check=True, stdin=subprocess.DEVNULL)


if __name__ == "__main__":
    (ROOT / FOLDER).mkdir(exist_ok=True)
    for each in [*WITH_ALL_THEY_NEED, *ALONE]:
        lock(each, sys.argv[1:])
