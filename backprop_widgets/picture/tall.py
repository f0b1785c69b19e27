"""Where everything of a network picture stands on a phone: the layers from top to bottom, no wider than the screen."""

from __future__ import annotations

from functools import lru_cache

from backprop_widgets.picture.layout import (
    BIAS_RADIUS,
    MAX_LABELLED_EDGES,
    Box,
    Layout,
    Rows,
    Wire,
    edge_count,
    lines_of,
)

LEFT = 48  # the layers' names, and under them the bias units
RIGHT = 14  # half a label
WIDTH = 356
CARD = 98
NARROW_CARD = 92  # of more than three beside each other; the picture is wider than the screen then
AIR = 2  # between cards
INPUT_HEIGHT = 34
BIAS_AT = 44  # below a row's top, under its name
ROWS = Rows(a=18, bar=24, second=44, pitch=24, below=7)  # a finger needs the height
LABEL = 46  # the widest label
PORT_PITCH = 30
EDGE = 9  # of a card, where no edge comes in
LEVELS = (24, 41, 58, 75)  # above a card: neighbouring labels stand on different levels
ARROW = 9  # above a card: an update's arrow, under its label
BEND = 50  # between rows of cards, over the labels
PLAIN_GAP = 72  # where edges have no labels
COST_HEIGHT = 30


@lru_cache(maxsize=256)
def tall_layout(sizes: tuple[int, ...], *, slopes: bool = False) -> Layout:
    """Place cards, bias units, edges and labels, each layer a row under the one before.

    Every label stands on the last stretch of its edge, where it comes down into its card.

    Examples
    --------
    >>> place = tall_layout((2, 2, 2, 1))
    >>> place.width, place.cards[2, 1].bottom < place.cards[3, 1].y
    (356, True)
    """
    labelled = edge_count(sizes) <= MAX_LABELLED_EDGES
    card = CARD if max(sizes) <= 3 else NARROW_CARD
    width = max(WIDTH, LEFT + max(sizes) * (card + AIR) + RIGHT)
    lines = lines_of(len(sizes), slopes=slopes)
    cards = _cards(sizes, lines, card, width, labelled=labelled)
    rows = {l: cards[l, 1] for l in lines}
    biases = {l: (LEFT / 2 - 6, row.y + BIAS_AT) for l, row in rows.items() if l < len(sizes)}
    wires = {
        (l, i, j): _wire(cards, biases, sizes, (l, i, j), labelled=labelled)
        for l in biases
        for i in range(1, sizes[l] + 1)
        for j in range(sizes[l - 1] + 1)
    }
    output = cards[len(sizes), sizes[-1]]
    cost = Box(output.x, output.bottom + 12, card, COST_HEIGHT)
    headings = {l: (0.0, row.y + 9) for l, row in rows.items()}
    return Layout(
        width, cost.bottom + 8, False, labelled, ROWS, lines, cards, biases, wires, cost, headings, tall=True
    )  # fmt: skip


def _cards(
    sizes: tuple[int, ...], lines: dict[int, tuple[str, ...]], card: int, width: int, *, labelled: bool
) -> dict[tuple[int, int], Box]:
    cards, top = {}, 4.0
    for l, n in enumerate(sizes, start=1):
        slot = (width - LEFT - RIGHT) / n
        height = INPUT_HEIGHT if l == 1 else ROWS.height(len(lines[l])) + 8
        for i in range(n):
            cards[l, i + 1] = Box(LEFT + (i + 0.5) * slot - card / 2, top, card, height)
        top += height + (BEND + _levels(n + 1)[-1] if labelled else PLAIN_GAP)
    return cards


def _levels(ports: int) -> tuple[int, ...]:
    """The heights of labels over a card with so many edges coming in."""
    return LEVELS[: min(ports, len(LEVELS))]


def _wire(
    cards: dict[tuple[int, int], Box],
    biases: dict[int, tuple[float, float]],
    sizes: tuple[int, ...],
    key: tuple[int, int, int],
    *,
    labelled: bool,
) -> Wire:
    l, i, j = key
    target, row = cards[l + 1, i], cards[l, 1]
    ports = sizes[l - 1] + 1
    levels = _levels(ports)
    pitch = min(PORT_PITCH, (target.width - 2 * EDGE) / (ports - 1))
    x = target.x + target.width / 2 + (j - (ports - 1) / 2) * pitch
    label = target.y - levels[j % len(levels)]
    end = target.y - levels[-1] - 10 if labelled else target.y - 8
    if j:
        x0, y0 = cards[l, j].x + cards[l, j].width / 2, row.bottom
    else:
        x0, y0 = biases[l][0], max(row.bottom, biases[l][1] + BIAS_RADIUS)
    start = y0 if j else biases[l][1] + BIAS_RADIUS
    bend = (y0 + end) / 2
    path = f"M{x0:g} {start:g}V{y0:g}C{x0:g} {bend:g} {x:g} {bend:g} {x:g} {end:g}V{target.y:g}"
    return Wire(path, x, label, (x0, y0 + 16), (x, target.y - ARROW))
