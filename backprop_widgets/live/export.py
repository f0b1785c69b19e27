"""What a view shows, for places where nothing is live: as an image in a notebook, as a page that stands alone."""

from __future__ import annotations

import base64
import html

_STYLE = """
body { font: 11pt/1.4 system-ui, sans-serif; max-width: 50em; margin: 2em auto; }
img { max-width: 100%; }
pre { white-space: pre-wrap; }
"""


def image(kind: str, picture: bytes, words: str) -> str:
    """Write a picture into markup that any viewer shows, even one that trusts nothing.

    Examples
    --------
    >>> image("svg+xml", b"<svg></svg>", "J < 1")
    '<img alt="J &lt; 1" src="data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=">'
    """
    code = base64.b64encode(picture).decode("ascii")
    return f'<img alt="{html.escape(words)}" src="data:image/{kind};base64,{code}">'


def page_of(picture: str, words: str) -> str:
    """Write a page that stands alone: the picture, and its words below.

    Examples
    --------
    >>> page_of("", "Network 2-1.")[-37:]
    '<pre>Network 2-1.</pre></body></html>'
    """
    title = html.escape(words.partition("\n")[0])
    return (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>"
        f"<style>{_STYLE}</style></head><body>{picture}<pre>{html.escape(words)}</pre></body></html>"
    )
