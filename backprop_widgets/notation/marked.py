"""Sentences with numbers' codes in braces, as authors write them: "What is the sign of {delta.2.1}?"."""

from __future__ import annotations

import re

from backprop_core.quantity import quantity_of
from backprop_widgets.notation.symbols import inline, words
from backprop_widgets.notation.text import Html, escape

_CODE = re.compile(r"\{([A-Za-z]+[.\d@]*)\}")


def as_markup(sentence: str) -> Html:
    """Write a sentence for the page: codes become symbols, all else is escaped.

    Examples
    --------
    >>> as_markup("Is {J} < 1?")
    'Is <math><mi>J</mi></math> &lt; 1?'
    """
    pieces = _CODE.split(sentence)
    return Html("".join(inline(quantity_of(piece)) if n % 2 else escape(piece) for n, piece in enumerate(pieces)))


def as_text(sentence: str) -> str:
    """Write a sentence in plain letters.

    Raises
    ------
    ValueError
        If what stands in braces is no number of a network.

    Examples
    --------
    >>> as_text("What is the sign of {delta.2.1}?")
    'What is the sign of δ₁⁽²⁾?'
    """
    return _CODE.sub(lambda match: words(quantity_of(match[1])), sentence)
