"""Where everything of a network picture stands: by the sizes alone, so that nothing jumps when numbers change."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_LABELLED_EDGES = 20
MAX_SIZES = (8, 5)  # units in a layer, layers: 6-8-8-8-4 is the largest picture

CARD_WIDTH = 108
LABEL_WIDTH = 54
PORT_PITCH = 18
ARROW_AT = 13  # the middle of an update's arrow behind its label
MARGIN = 8
HEADER = 26  # the layers' names
BIAS_RADIUS = 13

# With products on the edges
PRODUCT_PITCH = 34  # a label of two lines, and air
PRODUCT_GAP = 236  # at least so wide between the layers whose products are shown
OTHER_GAP = 104  # between the others


@dataclass(frozen=True)
class Rows:
    """Where the lines of a card stand below its inner top: the first, the bar under it, and the others' baselines."""

    a: float
    bar: float
    second: float
    pitch: float
    below: float

    def baseline(self, n: int) -> float:
        """The baseline of line n = 0, 1, 2, ..."""
        return self.a if n == 0 else self.second + (n - 1) * self.pitch

    def height(self, lines: int) -> float:
        """How high so many lines are."""
        return self.baseline(lines - 1) + self.below


ROOMY = Rows(a=21, bar=28, second=46, pitch=20, below=7)
COMPACT = Rows(a=13, bar=18, second=31, pitch=14, below=4)


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
    """One weight's edge: its path, where its label stands, there or at its source, and the middle of its arrow."""

    path: str
    label_x: float
    label_y: float
    at_source: tuple[float, float]
    arrow: tuple[float, float]


@dataclass(frozen=True, eq=False)  # one of each is kept
class Layout:
    """Boxes by (layer, unit), bias circles' centres by layer, wires by (l, i, j), all labels legible or not.

    Where a layer's name stands is its middle, or in a tall picture where it begins.

    Attributes
    ----------
    lines : mapping of int to tuple of str
        By layer the kinds of number that its cards have a line for.
    """

    width: float
    height: float
    roomy: bool
    labelled: bool
    rows: Rows
    lines: Mapping[int, tuple[str, ...]]
    cards: dict[tuple[int, int], Box]
    biases: dict[int, tuple[float, float]]
    wires: dict[tuple[int, int, int], Wire]
    cost: Box
    headings: dict[int, tuple[float, float]]
    tall: bool = False

    @property
    def least(self) -> float:
        """How wide a tall picture stays on the screen: up to three units beside each other fit any, more are moved."""
        most = max(i for _, i in self.cards)
        return self.width * (0.78 if most <= 3 else 0.9)

    def top(self, l: int, i: int) -> float:
        """Where the lines of a card begin."""
        box = self.cards[l, i]
        return box.y + (box.height - self.rows.height(len(self.lines[l]))) / 2

    def baseline(self, kind: str, l: int, i: int) -> float:
        """Where a number of a unit stands."""
        if l == 1:
            return self.cards[l, i].middle + (6 if self.roomy else 5)
        return self.top(l, i) + self.rows.baseline(self.lines[l].index(kind))


def drawable(sizes: tuple[int, ...]) -> bool:
    """Whether a network of these sizes is drawn unit by unit."""
    return len(sizes) <= MAX_SIZES[1] and max(sizes) <= MAX_SIZES[0]


def too_large(sizes: tuple[int, ...]) -> str:
    """Say why a network isn't drawn, and which can be.

    Examples
    --------
    >>> too_large((9, 1))
    '9-1 is too large to be drawn: choose a network of up to 5 layers and 8 units in each'
    """
    shape, (units, layers) = "-".join(map(str, sizes)), MAX_SIZES
    return f"{shape} is too large to be drawn: choose a network of up to {layers} layers and {units} units in each"


def edge_count(sizes: tuple[int, ...]) -> int:
    """How many weights there are, bias included."""
    return sum((s + 1) * t for s, t in itertools.pairwise(sizes))


@lru_cache(maxsize=256)
def layout(sizes: tuple[int, ...], *, slopes: bool = False, products: bool = False, gap: int = 0) -> Layout:
    """Place cards, bias units, edges and labels of a network with these sizes.

    Every label stands on the last stretch of its edge, where it comes into its card: the labels before a card are a
    column, and read as the row of Θ that they are. Two labels can't meet, for each has its own port.

    Parameters
    ----------
    sizes : tuple of int
    slopes : bool
        With a line for g'(z) in hidden units.
    products : bool
        With room for products on the edges, whether any are shown or not.
    gap : int
        The layer of the weights whose products are shown; 0 for none. The picture is as wide with any.

    Examples
    --------
    >>> layout((2, 2, 1)).width
    636.0
    """
    labelled = edge_count(sizes) <= MAX_LABELLED_EDGES
    roomy = max(sizes) <= 3
    rows, L = ROOMY if roomy else COMPACT, len(sizes)
    lines = lines_of(L, slopes=slopes)
    heights = [
        _card_height(
            sizes, l, rows.height(len(lines[l])) + (12 if roomy else 8), labelled, products, PORT_PITCH + 10 * slopes
        )
        for l in lines
    ]
    pitch = [h + (28 if roomy else 9) for h in heights]
    tops = HEADER + 2 * BIAS_RADIUS + (16 if roomy else 12)
    tall = max(n * p for n, p in zip(sizes, pitch, strict=True))
    cost_room = 46 if roomy else 40
    lefts = _lefts(L, 148.0 if labelled else 116.0, products=products, gap=gap)
    cards = {}
    for l, n in enumerate(sizes, start=1):
        free = tall - n * pitch[l - 1] - (cost_room if l == L else 0)
        start = tops + max(0.0, free / 2)
        for i in range(1, n + 1):
            cards[l, i] = Box(lefts[l - 1], start + (i - 1) * pitch[l - 1], CARD_WIDTH, heights[l - 1])
    biases = {l: (cards[l, 1].x + CARD_WIDTH / 2, HEADER + BIAS_RADIUS + 2.0) for l in range(1, L)}
    wires = {
        (l, i, j): _wire(cards, biases, sizes, l, i, j, labelled, PORT_PITCH + 10 * slopes)
        for l in range(1, L)
        for i in range(1, sizes[l] + 1)
        for j in range(sizes[l - 1] + 1)
    }
    output = cards[L, sizes[-1]]
    cost = Box(output.x, output.bottom + 16, CARD_WIDTH, 30)
    width = output.right + MARGIN
    height = max(cost.bottom, *(card.bottom for card in cards.values())) + 20
    headings = {l: (cards[l, 1].x + CARD_WIDTH / 2, HEADER - 10.0) for l in lines}
    return Layout(width, height, roomy, labelled, rows, lines, cards, biases, wires, cost, headings)


def lines_of(L: int, *, slopes: bool) -> dict[int, tuple[str, ...]]:
    """The kinds of number that the cards of each layer have a line for."""
    hidden: tuple[str, ...] = ("a", "z", "gprime", "delta") if slopes else ("a", "z", "delta")
    return dict.fromkeys(range(1, L), hidden) | {L: ("a", "z", "delta", "y")}


def _card_height(
    sizes: tuple[int, ...], l: int, inner: float, labelled: bool, products: bool, port_pitch: float
) -> float:
    """High enough for its lines and for the labels of the edges that lead to it, and with products from it as well."""
    into = sizes[l - 2] + 1 if l > 1 else 0
    out_of = sizes[l] if 1 < l < len(sizes) else 0
    ports = 0.0
    if labelled:
        ports = PRODUCT_PITCH * max(into, out_of) if products else port_pitch * into
    return max(inner, ports + 8)


def _lefts(L: int, usual: float, *, products: bool, gap: int) -> list[float]:
    """The left edge of each layer: with products the gap that shows them is wider, at the others' expense."""
    every = (L - 1) * usual
    if products:
        every = max(every, PRODUCT_GAP + (L - 2) * OTHER_GAP)
    gaps = [every / (L - 1)] * (L - 1)
    if gap:
        gaps = [float(OTHER_GAP)] * (L - 1)
        gaps[gap - 1] = every - (L - 2) * OTHER_GAP
    return [MARGIN + n * CARD_WIDTH + sum(gaps[:n]) for n in range(L)]


def _wire(
    cards: dict[tuple[int, int], Box],
    biases: dict[int, tuple[float, float]],
    sizes: tuple[int, ...],
    l: int,
    i: int,
    j: int,
    labelled: bool,
    port_pitch: float,
) -> Wire:
    target = cards[l + 1, i]
    if j:
        source = cards[l, j]
        x0, y0 = source.right, source.middle
    else:
        x0, y0 = biases[l][0] + BIAS_RADIUS, biases[l][1]
    ports = sizes[l - 1] + 1
    pitch = port_pitch if labelled else min(port_pitch, (target.height - 10) / ports)
    y1 = target.middle + (j - (ports - 1) / 2) * pitch
    label_x = target.x - 22 - LABEL_WIDTH / 2  # behind it there is room for the arrow of an update
    x1 = target.x - 26 - LABEL_WIDTH
    start = cards[l, 1].right  # a bias unit's edge runs level until it has passed its layer
    bend = start + (x1 - start) * 0.5
    level = f"H{start:g}" if j == 0 else ""
    lead = f"M{x0:g} {y0:g}{level}"
    path = f"{lead}C{bend:g} {y0:g} {bend:g} {y1:g} {x1:g} {y1:g}H{target.x:g}"
    return Wire(path, label_x, y1, (start + 8 + LABEL_WIDTH / 2, y0), (label_x + LABEL_WIDTH / 2 + ARROW_AT, y1))
