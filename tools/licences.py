"""List the licence of every package that is installed for the lessons, the talks, the hand-outs and the tests.

    .venv/bin/python tools/licences.py        as a table: package, version, what it is needed for, licence

What a package says of itself is what is listed, or else how the text of its licence begins. Exit 1 if there is neither.
What isn't installed has nothing to say: it is named, and not listed.
"""

import re
import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
# Of each file of requirements: what it is for. What the lessons need, the others need as well.
FILES = {
    "requirements.txt": "lessons",
    "requirements-test.txt": "tests",
    "requirements-present.txt": "talks",
    "requirements-handout.txt": "hand-outs",
}
APART = [ROOT / ".venv" / "talk", ROOT / ".venv" / "handout"]  # where run.py installs what only these commands need
NOT_STATED = "not stated"


def main() -> int:
    """Print the table."""
    rows, missing = table()
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    for row in rows:
        print(*(text.ljust(width) for text, width in zip(row, widths, strict=False)), row[3], sep="  ")
    for name, purpose in missing.items():
        print(f"{name}, of the {purpose}, is not installed: python3 run.py test installs all of these, then ask again.")
    return int(any(row[3] == NOT_STATED for row in rows))


def table() -> tuple[list[tuple[str, str, str, str]], dict[str, str]]:
    """Give a row for each package that is installed, by its name; and of each other one what it is needed for."""
    needed: dict[str, str] = {}
    for file, purpose in FILES.items():
        for name in closure(named(ROOT / file)):
            needed.setdefault(name, purpose)
    found = {name: installed(name) for name in needed}
    rows = [(name, it.version, needed[name], licence(it)) for name, it in sorted(found.items()) if it]
    return rows, {name: needed[name] for name, it in sorted(found.items()) if not it}


def named(file: Path) -> list[Requirement]:
    """Read the packages that a file of requirements names."""
    lines = [line.partition("#")[0].strip() for line in file.read_text(encoding="utf-8").splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def closure(wanted: list[Requirement]) -> set[str]:
    """Give these packages with all that they need here, on this system."""
    names: set[str] = set()
    while wanted:
        each = wanted.pop()
        extras = each.extras or {""}
        if each.marker and not any(each.marker.evaluate({"extra": extra}) for extra in extras):
            continue
        name = canonicalize_name(each.name)
        if name in names and not each.extras:
            continue
        names.add(name)
        for line in (it.requires or ()) if (it := installed(name)) else ():
            further = Requirement(line)
            if not further.marker or any(further.marker.evaluate({"extra": extra}) for extra in extras):
                further.marker = None
                wanted.append(further)
    return names


def installed(name: str) -> Distribution | None:
    """Find a package, if it is installed."""
    return next(iter(distributions(name=name, path=[*sys.path, *map(str, APART)])), None)


def licence(it: Distribution) -> str:
    """Give what a package says of its licence, in one line."""
    said = it.metadata
    classes = [each.rpartition(" :: ")[2] for each in said.get_all("Classifier") or () if each.startswith("License ::")]
    written = re.sub(r"\s+", " ", said.get("License") or "")
    known = (
        said.get("License-Expression") or ("" if classes == ["OSI Approved"] else "; ".join(classes)) or written[:50]
    )
    return known or title(it) or NOT_STATED


def title(it: Distribution) -> str:
    """Give the first line of the text of a package's licence; "" if it comes without."""
    texts = [file.read_text() for file in it.files or () if re.match(r"licen[cs]e", file.name, re.IGNORECASE)]
    return next((line.strip() for text in texts for line in text.splitlines() if line.strip()), "")


if __name__ == "__main__":
    sys.exit(main())
