"""Hand out the lessons: a copy for each learner, which a new version never overwrites.

    python copies.py NOTEBOOKS COMMAND ...

puts what is new in NOTEBOOKS into the folder it is started in, then becomes the command. Standard library only: a
learner's server starts with it, here and in a container.
"""

import hashlib
import json
import os
import sys
from pathlib import Path

LESSONS = "[0-9][0-9]_*.ipynb"  # any other notebook there is the teacher's own
RECORD = ".handed_out.json"  # each copy's fingerprint as it was handed out: how to tell whether it was worked on


def hand_out(source: Path, folder: Path) -> list[str]:
    """Copy every lesson that isn't there; one that was worked on stays, and its new version is put beside it.

    Returns
    -------
    list of str
        The files written.
    """
    record, written = read_record(folder / RECORD), []
    for lesson in lessons(source):
        content = lesson.read_bytes()
        version = fingerprint(content)
        name = place_for(lesson.name, version, folder, record)
        if name:
            (folder / name).write_bytes(content)
            record[name] = version
            written.append(name)
    (folder / RECORD).write_text(json.dumps(record, indent=1), encoding="utf-8")
    return written


def lessons(source: Path) -> list[Path]:
    """Find the lessons in a folder, in their order, and no copy that JupyterLab has made of one."""
    return sorted(path for path in source.glob(LESSONS) if "-Copy" not in path.name)


def place_for(lesson: str, version: str, folder: Path, record: dict[str, str]) -> str | None:
    """Say where a version goes; nowhere, if it has been handed out, or if both files are being worked on."""
    beside = lesson.replace(".ipynb", "_new.ipynb")
    for name in (lesson, beside):
        if record.get(name) == version and (name == beside or (folder / name).exists()):
            return None
        if is_untouched(folder / name, record.get(name)):
            return name
    return None


def is_untouched(file: Path, handed_out: str | None) -> bool:
    """Tell whether a file isn't there, or is as it was handed out."""
    return not file.exists() or fingerprint(file.read_bytes()) == handed_out


def read_record(file: Path) -> dict[str, str]:
    """Read what was handed out; nothing, where there is no record that can be read."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def fingerprint(content: bytes) -> str:
    """Give the SHA-256 of a file's bytes."""
    return hashlib.sha256(content).hexdigest()


if __name__ == "__main__":
    for name in hand_out(Path(sys.argv[1]), Path.cwd()):
        print(f"handed out: {name}", flush=True)
    os.execvp(sys.argv[2], sys.argv[2:])
