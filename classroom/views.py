"""A view on paper: its picture, the sum that it explains, a question with boxes; nothing that has to be pressed."""

import html
from collections.abc import Iterable
from functools import singledispatch

from bs4 import BeautifulSoup, Tag

from backprop_widgets.live.live import Live
from backprop_widgets.notation.marked import as_markup
from backprop_widgets.predictions.predict import Prediction
from backprop_widgets.predictions.recall import Recall
from backprop_widgets.predictions.tally import Tally
from backprop_widgets.worksheets.worksheet import Worksheet

# What waits for a hand, or is only heard or folded away.
NEEDS_A_HAND = "button, input, select, textarea, label, details, kbd, .bp-toolbar, .bp-settings, .bp-unseen, .bp-notice"
NEEDS_A_HAND += ", .bp-in-code, .bp-foot, script, style, a"
LINE = '<span class="line"></span>'


@singledispatch
def on_paper(_view: object, *, key: bool) -> str:  # noqa: ARG001  the key of a question has more
    """Write what a cell ends with; most values stand in the lesson for the page alone."""
    return ""


@on_paper.register
def _(view: Live, *, key: bool) -> str:  # noqa: ARG001
    drawn = BeautifulSoup(view.draw(), "html.parser")
    name, picture = drawn.select_one(".bp-badge"), picture_of(view)
    sums = drawn.select(".bp-story:has(.bp-sum)")
    inside = picture + "".join(map(without_controls, sums)) if picture else without_controls(drawn)
    title = f"<figcaption>{html.escape(name.get_text())}</figcaption>" if name else ""
    return f'<figure class="bp">{title}{inside}</figure>'


@on_paper.register
def _(view: Prediction, *, key: bool) -> str:
    told = ""
    if key:
        view.skip()  # an answer of nobody's: it only tells what comes out
        told = f'<p class="key"><b>{as_markup(view.answered.outcome)}.</b> {as_markup(view.answered.why)}</p>'
    answer = options(view.options) if view.options else f"<p>Your number: {LINE}</p>"
    return question("Predict first.", view.words, answer + (told or f"<p>because {LINE}</p>"))


@on_paper.register
def _(view: Recall, *, key: bool) -> str:
    asked = []
    for item in view.items:
        why = f"<p class='key'><b>{as_markup(item.right)}.</b> {as_markup(item.reasons[item.right])}</p>" if key else ""
        asked.append(question("From an earlier lesson.", item.words, options(item.reasons) + why))
    return "".join(asked)


@on_paper.register
def _(_view: Tally, *, key: bool) -> str:  # noqa: ARG001
    return ""


@on_paper.register
def _(view: Worksheet, *, key: bool) -> str:
    page = BeautifulSoup(view.page(), "html.parser")
    return "".join(f'<div class="sheet">{part.decode_contents()}</div>' for part in page.select("section")[: 1 + key])


def question(before: str, words: str, answer: str) -> str:
    """Write a question and the room for its answer."""
    return f'<div class="question"><p><b>{before}</b> {as_markup(words)}</p>{answer}</div>'


def options(among: Iterable[str]) -> str:
    """Write the possible answers, each with a box to tick."""
    return f'<ul class="options">{"".join(f"<li>☐ {as_markup(option)}</li>" for option in among)}</ul>'


def picture_of(view: Live) -> str:
    """Give the still picture of a view, described in words; "" if it has none."""
    data, _ = view._repr_mimebundle_()  # Jupyter's own protocol
    if "text/html" in data:
        return data["text/html"]
    if "image/png" in data:
        address = "data:image/png;base64," + data["image/png"]
        return f'<img class="plot" alt="{html.escape(data["text/plain"])}" src="{address}">'
    return ""


def without_controls(part: Tag) -> str:
    """Give a piece of markup without what would have to be pressed, typed into or unfolded; a sum's numbers stay."""
    for element in part.select(".bp-sum input, .bp-sum button"):
        element.replace_with(element.get("value") or element.get_text())
    for element in part.select(NEEDS_A_HAND):
        element.decompose()
    for element in part.find_all(True):
        element.attrs = {
            name: value for name, value in element.attrs.items() if not name.startswith(("data-", "aria-"))
        }
        element.attrs.pop("tabindex", None)
    return str(part)
