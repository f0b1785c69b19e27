"""Pyodide, the browser's Python: where its files come from, each checked against the lock that came with it."""

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

VERSION = "314.0.3"
ARCHIVE_SHA256 = "d7f7d24f8db486c7eda7280f3b0f7517524c8e43e8b086c6ee6ae8016658b484"  # of npm's pyodide-314.0.3.tgz
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
FROM_PYODIDE = ("numpy", "matplotlib", "micropip")  # with what they need
NOT_NEEDED = {"fonttools", "pytz"}  # of matplotlib: letters in a PDF, dates along an axis
# A package on PyPI that carries Pyodide's own wheels, for a machine that reaches nothing but package registries.
CARRIER = "open-webui==0.12.4 --hash=sha256:02e9caba96234db3fa17a92e56163b3f7f2b8ca8227fa886b85c178d696483f6"
CARRIED_IN = "open_webui/frontend/pyodide/"


class Missing(Exception):
    """Something could not be had: its sentence says what, and what to do."""


def fetch_core(folder):
    """Unpack npm's Pyodide into a folder: the interpreter and the lock that names every package's SHA-256."""
    with tempfile.TemporaryDirectory() as place:
        run(["npm", "pack", "--silent", f"pyodide@{VERSION}"], place)
        archive = Path(place) / f"pyodide-{VERSION}.tgz"
        check(archive.read_bytes(), ARCHIVE_SHA256, archive.name)
        with tarfile.open(archive) as tar:
            tar.extractall(folder, filter="data")
    return folder / "package"


def upstream_packages(lock, wanted=FROM_PYODIDE):
    """Give the lock's entries of the packages wanted, and of all that they need."""
    found, to_do = {}, list(wanted)
    while to_do:
        name = to_do.pop()
        if name not in found:
            entry = lock["packages"][name]
            found[name] = entry | {"depends": [need for need in entry["depends"] if need not in NOT_NEEDED]}
            to_do += found[name]["depends"]
    return found


def fetch_wheels(packages, address, folder):
    """Put each package's wheel into a folder: from Pyodide's public address, else from the carrier on PyPI."""
    wanted = {entry["file_name"]: entry["sha256"] for entry in packages.values()}
    try:
        wheels = {name: from_address(f"{address}/{name}") for name in wanted}
    except (URLError, OSError):
        print("Pyodide's own address can't be reached: its wheels come from a package that carries them.", flush=True)
        wheels = from_carrier(wanted)
    for name, content in wheels.items():
        check(content, wanted[name], name)
        (folder / name).write_bytes(content)


def from_address(url):
    """Read one file from the net; ten seconds without an answer are a no."""
    with urlopen(url, timeout=10) as answer:  # an https address that a constant begins
        return answer.read()


def from_carrier(names):
    """Read wheels out of the carrier."""
    with tempfile.TemporaryDirectory() as place:
        download(CARRIER, place, ["--python-version", "3.12"])
        [carrier] = Path(place).glob("*.whl")
        with zipfile.ZipFile(carrier) as wheel:
            return {name: wheel.read(CARRIED_IN + name) for name in names}


def download(requirements, folder, options=()):
    """Let pip put wheels into a folder, each with one of the hashes that its requirement names."""
    listed = Path(folder) / "requirements.txt"
    listed.write_text(requirements, encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    run(
        [
            *pip,
            "--require-hashes",
            "--only-binary=:all:",
            "--platform",
            "any",
            *options,
            "-r",
            str(listed),
            "-d",
            str(folder),
        ],
        folder,
    )


def check(content, sha256, name):
    """Refuse a file that isn't the one that was meant."""
    found = hashlib.sha256(content).hexdigest()
    if found != sha256:
        raise Missing(f"{name} has the SHA-256 {found}, not {sha256}: it is not the file that was meant, so stop here.")


def run(command, folder):
    """Run a command quietly; end in its last words if it fails."""
    program = shutil.which(command[0])  # on Windows npm is npm.cmd, which only a search finds
    if program is None:
        raise Missing(
            f"{command[0]} is needed for the site: install Node.js (Debian and Ubuntu: sudo apt install npm)."
        )
    done = subprocess.run([program, *command[1:]], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        last = [line for line in (done.stderr + done.stdout).splitlines() if line.strip()][-1:] or ["nothing was said"]
        raise Missing(f"{' '.join(map(str, command[:4]))} failed: {last[0]}")


def read_lock(core):
    """Read the lock of npm's Pyodide."""
    return json.loads((core / "pyodide-lock.json").read_text(encoding="utf-8"))
