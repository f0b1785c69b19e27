"""Where everything of a network picture stands: by the sizes alone, so that nothing jumps when numbers change."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache

MAX_LABELLED_EDGES = 20
MAX_SIZES = (8, 5)  # units in a layer, layers: 6-8-8-8-4 is the largest picture

CARD_WIDTH = 108
LABEL_WIDTH = 54
PORT_PITCH = 18
MARGIN = 8
HEADER = 26  # the layers' names
BIAS_RADIUS = 13
BESIDE = 7  # how far above its edge an error comes back


@dataclass(frozen=True)
class Rows:
    """Where the lines of a card stand below its inner top: the text's baselines, and the bar under a."""

    a: float
    bar: float
    z: float
    delta: float
    y: float
    height: float  # without the target's line
    target: float  # the target's line, in cards of the output layer

    def inner(self, output: bool) -> float:
        """How high the lines are together."""
        return self.height + (self.target if output else 0)


ROOMY = Rows(a=21, bar=28, z=46, delta=66, y=85, height=73, target=19)
COMPACT = Rows(a=13, bar=18, z=31, delta=45, y=59, height=49, target=14)


@dataclass(frozen=True)
class Box:
    """A rectangle by its corner and size, in units of the picture."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The height of its centre."""
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


@dataclass(frozen=True)
class Wire:
    """One weight's edge: its path, the path beside it on which an error comes back, and where its label stands."""

    path: str
    back: str
    arrow_head: str
    label_x: float
    label_y: float
    at_source: tuple[float, float]


@dataclass(frozen=True)
class Layout:
    """Boxes by (layer, unit), bias circles' centres by layer, wires by (l, i, j), all labels legible or not."""

    width: float
    height: float
    roomy: bool
    labelled: bool
    rows: Rows
    cards: dict[tuple[int, int], Box]
    biases: dict[int, tuple[float, float]]
    wires: dict[tuple[int, int, int], Wire]
    cost: Box


def drawable(sizes: tuple[int, ...]) -> bool:
    """Whether a network of these sizes is drawn unit by unit."""
    return len(sizes) <= MAX_SIZES[1] and max(sizes) <= MAX_SIZES[0]


def edge_count(sizes: tuple[int, ...]) -> int:
    """How many weights there are, bias included."""
    return sum((s + 1) * t for s, t in itertools.pairwise(sizes))


@lru_cache(maxsize=64)
def layout(sizes: tuple[int, ...]) -> Layout:
    """Place cards, bias units, edges and labels of a network with these sizes.

    Every label stands on the last stretch of its edge, where it comes into its card: the labels before a card are a
    column, and read as the row of Θ that they are. Two labels can't meet, for each has its own port.
    """
    labelled = edge_count(sizes) <= MAX_LABELLED_EDGES
    roomy = max(sizes) <= 3
    gap = 148.0 if labelled else 116.0
    heights = [_card_height(sizes, l, roomy, labelled) for l in range(1, len(sizes) + 1)]
    pitch = [h + (28 if roomy else 9) for h in heights]
    tops = HEADER + 2 * BIAS_RADIUS + (16 if roomy else 12)
    tall = max(n * p for n, p in zip(sizes, pitch, strict=True))
    cost_room = 46 if roomy else 40
    cards = {}
    for l, n in enumerate(sizes, start=1):
        x = MARGIN + (l - 1) * (CARD_WIDTH + gap)
        last = l == len(sizes)
        free = tall - n * pitch[l - 1] - (cost_room if last else 0)
        start = tops + max(0.0, free / 2)
        for i in range(1, n + 1):
            cards[l, i] = Box(x, start + (i - 1) * pitch[l - 1], CARD_WIDTH, heights[l - 1])
    biases = {l: (cards[l, 1].x + CARD_WIDTH / 2, HEADER + BIAS_RADIUS + 2.0) for l in range(1, len(sizes))}
    wires = {
        (l, i, j): _wire(cards, biases, sizes, l, i, j, labelled)
        for l in range(1, len(sizes))
        for i in range(1, sizes[l] + 1)
        for j in range(sizes[l - 1] + 1)
    }
    output = cards[len(sizes), sizes[-1]]
    cost = Box(output.x, output.bottom + 16, CARD_WIDTH, 30)
    width = output.right + MARGIN
    height = max(cost.bottom, *(card.bottom for card in cards.values())) + 20
    return Layout(width, height, roomy, labelled, ROOMY if roomy else COMPACT, cards, biases, wires, cost)


def _card_height(sizes: tuple[int, ...], l: int, roomy: bool, labelled: bool) -> float:
    rows = ROOMY if roomy else COMPACT
    height = rows.inner(l == len(sizes)) + (12 if roomy else 8)
    if l > 1 and labelled:
        height = max(height, PORT_PITCH * (sizes[l - 2] + 1) + 8)
    return height


def _wire(
    cards: dict[tuple[int, int], Box],
    biases: dict[int, tuple[float, float]],
    sizes: tuple[int, ...],
    l: int,
    i: int,
    j: int,
    labelled: bool,
) -> Wire:
    target = cards[l + 1, i]
    if j:
        source = cards[l, j]
        x0, y0 = source.right, source.middle
    else:
        x0, y0 = biases[l][0] + BIAS_RADIUS, biases[l][1]
    ports = sizes[l - 1] + 1
    pitch = PORT_PITCH if labelled else min(PORT_PITCH, (target.height - 10) / ports)
    y1 = target.middle + (j - (ports - 1) / 2) * pitch
    label_x = target.x - 16 - LABEL_WIDTH / 2
    x1 = target.x - 20 - LABEL_WIDTH
    start = cards[l, 1].right  # a bias unit's edge runs level until it has passed its layer
    bend = start + (x1 - start) * 0.5
    level = f"H{start:g}" if j == 0 else ""
    lead = f"M{x0:g} {y0:g}{level}"
    path = f"{lead}C{bend:g} {y0:g} {bend:g} {y1:g} {x1:g} {y1:g}H{target.x:g}"
    y2, y3 = y0 - BESIDE, y1 - BESIDE
    back = f"M{x1:g} {y3:g}C{bend:g} {y3:g} {bend:g} {y2:g} {start + 8:g} {y2:g}"
    arrow_head = f"M{start + 9:g} {y2 - 4:g}L{start + 2:g} {y2:g}L{start + 9:g} {y2 + 4:g}Z"
    return Wire(path, back, arrow_head, label_x, y1, (start + 8 + LABEL_WIDTH / 2, y0))
