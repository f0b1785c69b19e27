r"""A lesson's text for paper: Markdown to HTML, its formulas to MathML, which needs no script and no network."""

import re

import mistune
from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import MarkdownWithMath

# A minus behind an opening bracket, a sign or a relation belongs to the number behind it.
SIGN = re.compile(r"(<mo[^>]*>&#x0(?:0028|003D|00B7|00D7|2212|002B|003C|2248);</mo>)<mo>&#x02212;</mo>")
FUNCTION = re.compile(r"<mi>(log|max)</mi>(?!<mo[^>]*>&#x00028;)")  # not before its bracket
SOLUTION = re.compile(r"<details>\s*<summary>(.*?)</summary>(.*?)</details>", re.DOTALL)


class Paper(mistune.HTMLRenderer):
    """Writes HTML in which formulas are MathML and links are plain words: nobody clicks on paper."""

    def __init__(self) -> None:
        super().__init__(escape=False)

    def block_math(self, tex: str) -> str:
        """Write a formula on a line of its own."""
        return formula(tex, "block")

    def inline_math(self, tex: str) -> str:
        """Write a formula in the line."""
        return formula(tex, "inline")

    def link(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002  mistune calls it so
        """Write what the link stands on."""
        return text


def formula(tex: str, display: str = "inline") -> str:
    r"""Write a formula of LaTeX as MathML.

    Raises
    ------
    ValueError
        If there is a command in it that isn't known.

    Examples
    --------
    >>> formula("a - y")[49:]
    'display="inline"><mrow><mi>a</mi><mo>&#x02212;</mo><mi>y</mi></mrow></math>'
    """
    made = SIGN.sub(r'\1<mo form="prefix">&#x02212;</mo>', convert(tex, display=display))
    made = FUNCTION.sub(r'<mi>\1</mi><mspace width="0.17em"/>', made)
    if "\\" in made:
        raise ValueError(f"the formula {tex!r} has a command that MathML is not known for: write it another way")
    return made


def as_html(markdown: str, *, key: bool = False) -> str:
    r"""Write a cell's text; what is folded away there, solutions and proofs, is in the key alone.

    Examples
    --------
    >>> as_html("*Why?* <details><summary>Solution</summary>Because.</details>")
    '<p><em>Why?</em></p>\n'
    """
    pieces = SOLUTION.split(markdown)
    html = [to_html(pieces[0])]
    for title, body, rest in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        if key:
            html.append(f'<div class="key"><p><b>{title}</b></p>{to_html(body)}</div>')
        html.append(to_html(rest))
    return "".join(html)


def to_html(markdown: str) -> str:
    """Write Markdown, all of it."""
    return MarkdownWithMath(renderer=Paper())(markdown) if markdown.strip() else ""
