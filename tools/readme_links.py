"""Write the README's generated parts: the list of lessons, and the Binder badge once the repository has an address.

    python tools/readme_links.py            rewrite README.md
    python tools/readme_links.py --check    exit 1 if README.md is not what would be written

The address is `Repository` under [project.urls] in pyproject.toml; the badge opens the tag of the version given there.
"""

import json
import re
import sys
import tomllib
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
FIRST_LESSON = "notebooks/00_start.ipynb"


def generated(readme: str, address: str, version: str, titles: dict[str, str]) -> str:
    """Give the README with its two generated parts made anew."""
    badge = f"[![Open on Binder](https://mybinder.org/badge_logo.svg)]({binder_link(address, version, FIRST_LESSON)})"
    readme = fill(readme, "badge", badge if address else "")
    return fill(readme, "lessons", "\n".join(lesson_line(path, titles[path], address, version) for path in titles))


def fill(readme: str, name: str, content: str) -> str:
    """Put content between the two comments that bear its name."""
    start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
    if readme.count(start) != 1 or readme.count(end) != 1:
        raise ValueError(f"README.md needs {start.strip()} and {end} once each: put them where the {name} should stand")
    before, rest = readme.split(start)
    after = rest.split(end)[1]
    return before + start + (content + "\n" if content else "") + end + after


def lesson_line(path: str, title: str, address: str, version: str) -> str:
    """Give one lesson's line; it leads to Binder as well once there is an address."""
    line = f"- [{title}]({path})"
    return f"{line} ([run it on Binder]({binder_link(address, version, path)}))" if address else line


def binder_link(address: str, version: str, path: str) -> str:
    """Give the link that opens a lesson on Binder, at the tag of this version."""
    address = address.removesuffix("/").removesuffix(".git")
    on_github = re.fullmatch(r"https://github\.com/([^/]+/[^/]+)", address)
    source = f"gh/{on_github[1]}" if on_github else f"git/{quote(address, safe='')}"
    return f"https://mybinder.org/v2/{source}/v{version}?urlpath=lab/tree/{path}"


def lesson_titles(folder: Path) -> dict[str, str]:
    """Give each lesson's path and title, in the order of their names."""
    return {f"{folder.name}/{path.name}": title_of(path) for path in lessons_in(folder)}


def lessons_in(folder: Path) -> list[Path]:
    """Give the lessons of a folder in their order, and no notebook that somebody else has made there."""
    return sorted(path for path in folder.glob("[0-9][0-9]_*.ipynb") if "-Copy" not in path.name)


def title_of(path: Path) -> str:
    """Give the first heading of a lesson."""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        heading = re.search(r"^# (.+)$", "".join(cell["source"]), re.MULTILINE)
        if cell["cell_type"] == "markdown" and heading:
            return heading[1].strip()
    raise ValueError(f"{path} has no heading: begin its first cell with '# ' and the title")


def main(arguments: list[str]) -> int:
    """Rewrite README.md, or check it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    readme = ROOT / "README.md"
    old = readme.read_text(encoding="utf-8")
    new = generated(old, project["urls"].get("Repository", ""), project["version"], lesson_titles(ROOT / "notebooks"))
    if "--check" in arguments:
        if new != old:
            print("README.md is not up to date: run python tools/readme_links.py")
        return int(new != old)
    readme.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
