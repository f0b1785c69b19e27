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

    Each file is there whole or not at all, and is written down before the next one: what is cut short, as by a full
    disk, is taken up by the next start.

    Returns
    -------
    list of str
        The files written.
    """
    record, written = read_record(folder / RECORD), []
    for lesson in lessons(source):
        try:
            written.append(hand_out_one(lesson, folder, record))
        except OSError as reason:  # the server starts all the same: in it the learner can make room
            said = f"{lesson.name} was not handed out ({reason.strerror}): the next start of this server tries again."
            print(said, file=sys.stderr, flush=True)
    return [name for name in written if name]


def hand_out_one(lesson: Path, folder: Path, record: dict[str, str]) -> str | None:
    """Copy one lesson where that is to be done; give the name of the copy."""
    content = lesson.read_bytes()
    version = fingerprint(content)
    for name in names_of(lesson.name):
        if is_copy(folder / name, version) and record.get(name) != version:
            note(folder, record, name, version)  # it was handed out, and the record lost or cut short
    place = place_for(lesson.name, version, folder, record)
    if place:
        put(folder / place, content)
        note(folder, record, place, version)
    return place


def lessons(source: Path) -> list[Path]:
    """Find the lessons in a folder, in their order, and no copy that JupyterLab has made of one."""
    return sorted(path for path in source.glob(LESSONS) if "-Copy" not in path.name)


def names_of(lesson: str) -> tuple[str, str]:
    """Give the two names that a lesson may have at a learner's: its own, and that of a version put beside it."""
    return lesson, lesson.replace(".ipynb", "_new.ipynb")


def place_for(lesson: str, version: str, folder: Path, record: dict[str, str]) -> str | None:
    """Say where a version goes; nowhere, if it has been handed out, or if both files are being worked on."""
    own, beside = names_of(lesson)
    for name in (own, beside):
        if record.get(name) == version and (name == beside or (folder / name).exists()):
            return None
        if is_untouched(folder / name, record.get(name)):
            return name
    return None


def is_untouched(file: Path, handed_out: str | None) -> bool:
    """Tell whether a file isn't there, or is as it was handed out."""
    return not file.exists() or is_copy(file, handed_out)


def is_copy(file: Path, version: str | None) -> bool:
    """Tell whether a file is there and is this version, byte for byte."""
    return file.is_file() and fingerprint(file.read_bytes()) == version


def note(folder: Path, record: dict[str, str], name: str, version: str) -> None:
    """Write down which version a file was handed out as."""
    record[name] = version
    put(folder / RECORD, json.dumps(record, indent=1).encode())


def put(file: Path, content: bytes) -> None:
    """Write a file beside its place in full, and only then let it take that place, in one step."""
    new = file.with_name(f".{file.name}.part")
    try:
        new.write_bytes(content)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


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
