"""What was measured, as JSON and as docs/benchmarks.md: of each part the last run."""

import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.measure import Row

DOCS = Path(__file__).resolve().parents[1] / "docs"
STORED, TABLES = DOCS / "benchmarks.json", DOCS / "benchmarks.md"
PACKAGES = ("numpy", "ipywidgets", "matplotlib", "ipympl", "torch", "jax", "autograd", "scikit-learn")
HEAD = """# Benchmarks

Written by `python -m benchmarks`, with what it measured last; CONTRIBUTING.md says how to run it. What is compared
takes turns in one run. Python's time is processor time, on one thread; a ratio is one of medians. Where the load tells
that the machine did other things too, trust the ratios only.
"""


def machine():
    """What it ran on, as far as that matters."""
    return {"processors": platform.machine(), "Python": platform.python_version()} | {
        name: _version(name) for name in PACKAGES
    }


def _version(name):
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def keep(name, found, order):
    """Store what a part found, beside what the others found before, and write the tables anew."""
    before = json.loads(STORED.read_text(encoding="utf-8")) if STORED.exists() else {}
    stored = {part: (before | {name: found})[part] for part in order if part in before or part == name}
    STORED.write_text(json.dumps(stored, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    TABLES.write_text("\n".join([HEAD, machines(stored), *map(section, stored.values())]), encoding="utf-8")


def machines(stored):
    """With what each part was measured: most often all with the same."""
    parts = {}
    for name, part in stored.items():
        parts.setdefault(", ".join(f"{what} {found}" for what, found in part["machine"].items()), []).append(name)
    return "".join(f"{', '.join(names)}: {words}.\n" for words, names in parts.items())


def section(part):
    """One part in Markdown."""
    lines = [f"## {part['title']}\n", f"{part['about']}\n"]
    before, after = part["load"]
    lines.append(f"{part['when']}; {part['cores']} processors, load {before} before and {after} after.\n")
    lines.append(table(part["rows"]) if part["rows"] else f"Not measured: {part['missing']}\n")
    return "\n".join(lines)


def table(rows):
    """The rows of a part, then why those that miss do."""
    kept = [Row(**{name: value for name, value in row.items() if name != "holds"}) for row in rows]
    lines = ["| what | measured | target | | beside |", "|---|---|---|---|---|"]
    lines += [f"| {r.what} | {r.found} | {r.aim} | {said(r)} | {r.beside} |" for r in kept]
    why = dict.fromkeys(r.why for r in kept if r.holds is False and r.why)
    return "\n".join([*lines, "", *(f"Misses: {reason}\n" for reason in why)])


def said(row):
    """Whether a target is reached, in a word."""
    return {None: "", True: "holds", False: "**misses**"}[row.holds]
