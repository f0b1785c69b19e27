"""An account of its own for each learner's server: a number that owns their folder, with nothing to be set up."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

FIRST = 200_000  # no account that anybody made has such a number
MEGABYTE = 2**20
# What one process of a learner's may use at most: its memory, one file, the files it has open.
LIMITS = {
    resource.RLIMIT_DATA: 1024 * MEGABYTE,
    resource.RLIMIT_FSIZE: 100 * MEGABYTE,
    resource.RLIMIT_NOFILE: 1024,
    resource.RLIMIT_CORE: 0,
}
PROCESSES = 256  # threads among them, of all that runs under one account


def folder_of(name: str, learners: Path, first: int) -> Path:
    """Make a learner's folder, if there is none; with accounts, the next free number from the first on owns it."""
    folder = learners / name
    if not folder.is_dir():
        taken = [other.stat().st_uid for other in learners.iterdir()]
        folder.mkdir(mode=0o700)
        if first:
            number = max([first - 1, *taken]) + 1
            os.chown(folder, number, number)
    return folder


def becoming(folder: Path, first: int) -> Callable[[], None]:
    """Give what a new process does before anything else: take its limits, its account, its folder."""
    number = folder.stat().st_uid if first else None

    def become() -> None:
        for what, most in LIMITS.items():
            resource.setrlimit(what, (most, most))
        if number is not None:
            resource.setrlimit(resource.RLIMIT_NPROC, (PROCESSES, PROCESSES))
            os.setgroups([])
            os.setgid(number)
            os.setuid(number)
        os.umask(0o077)
        os.chdir(folder)

    return become


def can_read_this(*folders: Path) -> bool:
    """Tell whether a learner's account could run this Python and pass through these folders."""

    def become() -> None:
        os.setgroups([])
        os.setgid(FIRST)
        os.setuid(FIRST)

    look = "import backprop_widgets, jupyterhub, sys; from pathlib import Path; [Path(p).stat() for p in sys.argv[1:]]"
    command = [sys.executable, "-c", look, *(str(folder / ".") for folder in folders)]
    try:
        return subprocess.run(command, cwd="/", preexec_fn=become, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
