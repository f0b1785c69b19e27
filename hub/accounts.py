"""An account of its own for each learner's server: a number that owns their folder, with nothing to be set up."""

import os
import resource
import stat
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
    """Make a learner's folder, if there is none; with accounts, one from the first on owns it, and no other one's."""
    folder = learners / name
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
    if folder.stat().st_uid < first:  # new, or from a time when there were no accounts
        taken = [other.stat().st_uid for other in learners.iterdir()]
        give(folder, max([first - 1, *taken]) + 1)
    return folder


def give(folder: Path, number: int) -> None:
    """Give a folder, and all in it, to an account; the folder itself last, so that a half-given one is given anew.

    Whoever ran here before may have left links to what is somebody else's: a link is not followed, and a file with a
    second name elsewhere stays whose it is.
    """
    for _, folders, files, here in os.fwalk(folder, topdown=False):
        for name in [*folders, *files, "."]:
            found = os.stat(name, dir_fd=here, follow_symlinks=False)
            if stat.S_ISDIR(found.st_mode) or found.st_nlink == 1:
                os.chown(name, number, number, dir_fd=here, follow_symlinks=False)


def becoming(folder: Path, first: int) -> Callable[[], None]:
    """Give what a new process does before anything else: take its limits, its account, its folder."""
    number = folder.stat().st_uid if first else None
    if number is not None and number < first:
        raise PermissionError(
            f"{folder} belongs to account {number}, and learners have those from {first} on: move it away, and its "
            "learner gets a new one"
        )

    def become() -> None:
        for what, most in LIMITS.items():
            limit(what, most)
        if number is not None:
            limit(resource.RLIMIT_NPROC, PROCESSES)
            os.setgroups([])
            os.setgid(number)
            os.setuid(number)
        os.umask(0o077)
        os.chdir(folder)

    return become


def limit(what: int, most: int) -> None:
    """Set a limit, or leave it as low as the machine has it: nothing but root may raise that."""
    hard = resource.getrlimit(what)[1]
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


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
