"""The style of the pictures: for the page as it is, for a still picture with its light colours filled in."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_FALLBACK = re.compile(r"var\(--jp-[\w-]+,\s*([^()]+)\)")


@cache
def stylesheet() -> str:
    """Every .css file of this folder, colours first."""
    files = sorted(_HERE.glob("*.css"), key=lambda file: (file.name != "theme.css", file.name))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@cache
def light_colours() -> dict[str, str]:
    """The light values of the --bp-* variables, with nothing left to look up."""
    light = (_HERE / "theme.css").read_text(encoding="utf-8").split("}")[0]
    return {name: _FALLBACK.sub(r"\1", value) for name, value in re.findall(r"(--bp-[\w-]+):\s*([^;]+);", light)}


@cache
def still_style() -> str:
    """The network picture's style for an image file, which sees no style of the page."""
    css = (_HERE / "network.css").read_text(encoding="utf-8").split("/* Only in the page")[0]
    colours = light_colours()
    return re.sub(r"var\((--bp-[\w-]+)\)", lambda match: colours[match[1]], css)


def as_still(svg: str) -> str:
    """Turn a live <svg> of the network into one that stands alone, on paper of its own."""
    background = f"<rect width='100%' height='100%' fill='{light_colours()['--bp-paper']}'/>"
    head, body = svg.split(">", 1)
    return f"{head} xmlns='http://www.w3.org/2000/svg'><style>{still_style()}</style>{background}{body}"
