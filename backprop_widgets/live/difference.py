"""What has changed of some markup, for a page that has it as it was before."""

from __future__ import annotations

import re
from itertools import chain, compress, count, groupby, pairwise
from operator import ne
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CUT = "<"  # each piece is a tag with the words behind it
KEY = re.compile(r"data-key=['\"]([^'\"]*)")

Change = tuple[int, int, list[str]]


def pieces_of(markup: str) -> list[str]:
    """Cut it at every "<".

    Examples
    --------
    >>> pieces_of("<b>1</b> and")
    ['', 'b>1', '/b> and']
    """
    return markup.split(CUT)


def difference(old: list[str], new: list[str]) -> list[Change]:
    """What makes one text of another, both in their pieces.

    As long as the pieces are as many as before, as in most of a drag, each is compared with that in its place; else
    stretches are, from one element with a ``data-key`` to the next.

    Returns
    -------
    list of (at, count, pieces)
        From the last to the first: where in `old`, counted in pieces, so many are replaced, and by which.

    Examples
    --------
    >>> difference(pieces_of("<b>1</b> and <i>2</i>"), pieces_of("<b>1</b> and <i>3</i>"))
    [(3, 1, ['i>3'])]
    >>> difference(pieces_of("<b>1</b>"), pieces_of("<b>1</b><i>2</i>"))
    [(3, 0, ['i>2', '/i>'])]
    """
    if len(old) == len(new):
        changes = list(_replaced(old, new, 0))
    else:
        changes = list(chain(*(_changed(old[a:b], new[c:d], a) for (a, b), (c, d) in _stretches(old, new))))
    return changes[::-1]


def _changed(old: list[str], new: list[str], start: int) -> Iterator[Change]:
    """What differs in one stretch, which begins at `start`."""
    if len(old) == len(new):
        return _replaced(old, new, start)
    first = _common(old, new)
    last = _common(old[first:][::-1], new[first:][::-1])
    return iter([(start + first, len(old) - first - last, new[first : len(new) - last])])


def _replaced(old: list[str], new: list[str], start: int) -> Iterator[Change]:
    """The runs of pieces that differ, of as many as before."""
    at = compress(count(), map(ne, old, new))
    for _, run in groupby(enumerate(at), lambda pair: pair[1] - pair[0]):
        places = [i for _, i in run]
        yield start + places[0], len(places), new[places[0] : places[-1] + 1]


def _common(old: list[str], new: list[str]) -> int:
    """How many pieces are the same from the beginning."""
    both = min(len(old), len(new))
    return next((i for i in range(both) if old[i] != new[i]), both)


def _stretches(old: list[str], new: list[str]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where a stretch begins and ends in both: one with its key, or what stands between two of those."""
    places = _keyed(old)
    a = c = 0
    for key, (begin, end) in _keyed(new).items():
        if key in places and places[key][0] >= a:
            yield (a, places[key][0]), (c, begin)
            yield places[key], (begin, end)
            a, c = places[key][1], end
    yield (a, len(old)), (c, len(new))


def _keyed(pieces: list[str]) -> dict[str, tuple[int, int]]:
    """Where the stretch of each key begins and ends."""
    begins = [(i, found[1]) for i, piece in enumerate(pieces) if (found := KEY.search(piece))]
    stretches: dict[str, tuple[int, int]] = {}
    for (begin, key), (end, _) in pairwise([*begins, (len(pieces), "")]):
        stretches.setdefault(key, (begin, end))
    return stretches
