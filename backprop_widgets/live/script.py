"""The page's half as the one module that a widget can have.

It is written in several modules, one idea each, in ``page/``; ``node --test`` imports them as they are. Here each
follows those that it imports, and the words ``import`` and ``export`` go: that is enough as long as nothing is renamed
on its way and no two modules define the same name, which the tests see to.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

PAGE = Path(__file__).parent / "page"
IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+\.mjs)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


@cache
def script() -> str:
    """All modules in one, which exports what `widget.mjs` does."""
    sources: dict[str, str] = {}
    _take("widget.mjs", sources)
    return "\n".join(sources.values())


def _take(name: str, sources: dict[str, str]) -> None:
    """Add a module after those that it imports."""
    source = (PAGE / name).read_text(encoding="utf-8")
    for imported in IMPORT.findall(source):
        if imported not in sources:
            _take(imported, sources)
    sources[name] = EXPORT.sub("", IMPORT.sub("", source)).lstrip("\n")
