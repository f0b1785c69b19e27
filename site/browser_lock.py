"""The list of packages that the browser's Python can load: Pyodide's own, and wheels added to it."""

import email
import hashlib
import json
import zipfile

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

BROWSER = {"sys_platform": "emscripten", "platform_system": "Emscripten", "python_version": "3.14", "extra": ""}
LEFT_OUT = {"backprop-lessons": {"matplotlib"}}  # it waits for a lesson that plots


def entry(wheel):
    """Describe one pure-Python wheel as Pyodide's lock describes packages."""
    with zipfile.ZipFile(wheel) as content:
        names = content.namelist()
        [metadata] = [name for name in names if name.endswith(".dist-info/METADATA")]
        head = email.message_from_bytes(content.read(metadata))
    name = canonicalize_name(head["Name"])
    return name, {
        "name": name,
        "version": head["Version"],
        "file_name": wheel.name,
        "install_dir": "site",
        "sha256": sha256(wheel),
        "package_type": "package",
        "imports": sorted({path.split("/")[0] for path in names if path.count("/") and path.endswith((".py", ".pyc"))}),
        "depends": [need for need in needs(head) if need not in LEFT_OUT.get(name, ())],
        "unvendored_tests": False,
    }


def sha256(path):
    """Give the digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def needs(head):
    """Name what a wheel needs in the browser."""
    wanted = [Requirement(line) for line in head.get_all("Requires-Dist") or []]
    fits = [need for need in wanted if need.marker is None or need.marker.evaluate(BROWSER)]
    return sorted({canonicalize_name(need.name) for need in fits})


def write(path, upstream, packages, wheels):
    """Write the lock: Pyodide's packages, those in the folder as they are there now, and one entry for each wheel."""
    for one in packages.values():
        here = path.parent / one["file_name"]
        if here.exists():
            one["sha256"] = sha256(here)
    added = dict(map(entry, wheels))
    every = packages | added
    for one in added.values():  # of what isn't there, nothing can be loaded
        one["depends"] = [name for name in one["depends"] if name in every]
    path.write_text(json.dumps(upstream | {"packages": every}, indent=1), encoding="utf-8")
    return every
