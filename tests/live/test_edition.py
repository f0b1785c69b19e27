"""What travels to a page: only what is new, and the whole as soon as a message may be lost."""

import json
import shutil
import subprocess
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backprop_core import Network, examples
from backprop_widgets import explorer
from backprop_widgets.live.difference import CUT, difference, pieces_of
from backprop_widgets.live.edition import Edition
from backprop_widgets.live.script import PAGE

pieces = st.lists(
    st.sampled_from(["p>1", "p>2", "/p>", 'b data-key="δ">é', "", "a 🙂", *(f"g data-key='{key}'>" for key in "abcd")]),
    max_size=12,
)
texts = pieces.map(CUT.join)


def changes(before, after):
    return difference(pieces_of(before), pieces_of(after))


def spliced(text, changes):
    """As the page does it."""
    found = text.split(CUT)
    for at, count, others in changes:
        found[at : at + count] = others
    return CUT.join(found)


@given(texts, texts)
def test_a_difference_makes_one_text_of_the_other(before, after):
    assert spliced(before, changes(before, after)) == after


def test_only_the_pieces_that_are_not_the_same_are_in_a_difference():
    assert changes("<p>1</p><p>2</p><p>3</p>", "<p>1</p><p>4</p><p>5</p>") == [(5, 1, ["p>5"]), (3, 1, ["p>4"])]
    assert changes("<p>1</p><p>2</p>", "<p>1</p><i>new</i><p>2</p>") == [(3, 0, ["i>new", "/i>"])]
    assert changes("<p>1</p><i>old</i><p>2</p>", "<p>1</p><p>2</p>") == [(3, 2, [])]
    assert changes("<p>1</p>", "<p>1</p>") == []


def test_the_page_makes_the_same_of_a_difference(tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here to run the page's half")
    drawn = ["", *drags(explorer(*examples.lecture()), 3)]
    cases = [(before, changes(before, after), after) for before, after in pairwise(drawn)]
    (tmp_path / "cases.json").write_text(json.dumps(cases), encoding="utf-8")
    script = tmp_path / "script.mjs"
    script.write_text(
        f"import {{ spliced }} from {json.dumps((PAGE / 'edition.mjs').as_uri())};\n"
        'import { readFileSync } from "node:fs";\n'
        f"const cases = JSON.parse(readFileSync({json.dumps(str(tmp_path / 'cases.json'))}, 'utf-8'));\n"
        "console.log(cases.every(([before, changes, after]) => spliced(before, changes) === after), cases.length);\n",
        encoding="utf-8",
    )
    assert subprocess.run([node, script], capture_output=True, text=True, check=True).stdout == "true 3\n"


def drags(view, times, edge=(1, 1, 1)):
    """The markup of a view after each small move of an edge."""
    l, i, j = edge
    view.refresh()
    for _ in range(times):
        net = view.session.net
        view.session.net = net.with_weight(l, i, j, net.Theta[l][i - 1, j] + 0.07)
        yield view.markup


def large():
    """A network as large as is drawn, 6-8-8-8-4, with its examples."""
    rng = np.random.default_rng(0)
    return Network.random([6, 8, 8, 8, 4], seed=0), rng.uniform(0, 1, (5, 6)), rng.integers(0, 2, (5, 4)) * 1.0


@pytest.mark.parametrize(
    ("given", "shown", "most_bytes", "most_pieces"),
    [
        (examples.lecture, {}, 10_000, 100),
        (examples.lecture, {"controls": "all", "example": 1, "selection": "delta.2.1"}, 10_000, 100),
        (large, {}, 30_000, 150),
        (large, {"controls": "all", "example": 1, "selection": "Theta.1.1.1"}, 30_000, 400),
    ],
)
def test_a_move_of_an_edge_sends_a_small_part_of_the_picture(given, shown, most_bytes, most_pieces, tell):
    edition = Edition()
    sent = [edition.renew(markup=markup, error="", rescue="") for markup in drags(explorer(*given(), **shown), 60)]
    whole = len(json.dumps(edition.whole(), ensure_ascii=False).encode())
    sizes = [len(json.dumps(news, ensure_ascii=False).encode()) for news in sent[1:]]
    counts = [sum(len(found) for _, _, found in news["changes"]) for news in sent[1:]]
    assert max(sizes) <= most_bytes
    assert max(counts) <= most_pieces
    tell(f"an update: at most {max(sizes) / 1e3:.1f} kB in {max(counts)} pieces, the whole has {whole / 1e3:.1f} kB")


def test_what_is_new_is_numbered_and_nothing_new_is_nothing():
    edition = Edition()
    assert edition.renew(markup="<p>1", error="", rescue="") == {"changes": [(1, 0, ["p>1"])], "from": 0, "version": 1}
    assert edition.renew(markup="<p>1", error="", rescue="") == {}
    assert edition.renew(markup="<p>1", error="no", rescue="") == {"error": "no", "from": 1, "version": 2}
    assert edition.renew(markup="<p>1", error="", rescue="x") == {"error": "", "rescue": "x", "from": 2, "version": 3}
    assert edition.whole() == {"markup": "<p>1", "error": "", "rescue": "x", "version": 3}
