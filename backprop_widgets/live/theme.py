"""The style of the pictures: for the page as it is, for a still picture with its light colours filled in."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_ROOMS = Path(__file__).parents[1]
_FALLBACK = re.compile(r"var\(--jp-[\w-]+,\s*([^()]+)\)")


@cache
def stylesheet() -> str:
    """Every room's .css file, colours first."""
    files = sorted(_ROOMS.glob("*/*.css"), key=lambda file: (file.name != "theme.css", file.name))
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@cache
def light_colours() -> dict[str, str]:
    """The light values of the --bp-* variables, with nothing left to look up."""
    light = (_ROOMS / "live" / "theme.css").read_text(encoding="utf-8").split("}")[0]
    return {name: _FALLBACK.sub(r"\1", value) for name, value in re.findall(r"(--bp-[\w-]+):\s*([^;]+);", light)}


@cache
def still_style() -> str:
    """The pictures' style for an image file, which sees no style of the page."""
    files = (_ROOMS / "picture" / name for name in ("network.css", "chart.css"))
    css = "\n".join(file.read_text(encoding="utf-8") for file in files)
    colours = light_colours()
    return re.sub(r"var\((--bp-[\w-]+)\)", lambda match: colours[match[1]], css)


def svg_of(attributes: str, body: str, *, alone: bool = False) -> str:
    """Draw a picture for the page; or one that stands alone, with its style and on paper of its own.

    Examples
    --------
    >>> svg_of("class='bp-net'", "<circle/>")
    "<svg class='bp-net'><circle/></svg>"
    >>> svg_of("class='bp-net'", "<circle/>", alone=True)[:60]
    "<svg class='bp-net' xmlns='http://www.w3.org/2000/svg'><styl"
    """
    if not alone:
        return f"<svg {attributes}>{body}</svg>"
    paper = f"<rect width='100%' height='100%' fill='{light_colours()['--bp-paper']}'/>"
    return f"<svg {attributes} xmlns='http://www.w3.org/2000/svg'><style>{still_style()}</style>{paper}{body}</svg>"
