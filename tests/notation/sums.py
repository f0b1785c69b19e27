"""Reads the arithmetic off the markup as a learner would, with nothing of the drawing code."""

import math
import re
from html.parser import HTMLParser

import numpy as np

from backprop_core import Quantity

VOID = {"input", "br", "mspace"}


def explained(trace, rng, most=10):
    """Some of the numbers of a trace that have a sum behind them."""
    net, t = trace.net, None if trace.X.ndim == 1 else 2
    units = [(l, i) for l in range(2, net.L + 1) for i in range(1, net.sizes[l - 1] + 1)]
    found = [Quantity(kind, l, i, example=t) for l, i in units for kind in ("z", "a", "delta", "dJda", "gprime")]
    found = [q for q in found if not (q.kind == "gprime" and q.layer == net.L and net.output == "softmax")]
    for l, Theta in net.Theta.items():
        found += [Quantity(kind, l, i + 1, j) for i, j in np.ndindex(Theta.shape) for kind in ("Delta", "D")]
    chosen = rng.permutation(len(found))[:most]
    return [Quantity("J"), *(found[n] for n in chosen)]


class Node:
    def __init__(self, tag, attributes):
        self.tag, self.attributes, self.children = tag, dict(attributes), []

    def all(self, tag):
        for child in self.children:
            if isinstance(child, Node):
                if child.tag == tag:
                    yield child
                yield from child.all(tag)

    def walk(self):
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    @property
    def text(self):
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def has(self, name):
        return name in self.attributes.get("class", "").split()


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = [Node("root", [])]

    def handle_starttag(self, tag, attrs):
        node = Node(tag, attrs)
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag, attrs):
        self.open[-1].children.append(Node(tag, attrs))

    def handle_endtag(self, tag):
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def read(markup):
    """The markup as a tree; every tag has to be closed in its place."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    assert len(reader.open) == 1, f"<{reader.open[-1].tag}> isn't closed"
    return reader.open[0]


def as_python(node):
    """What a piece of MathML says, as an expression."""
    if isinstance(node, str):
        return node
    inner = [as_python(child) for child in node.children]
    if node.has("bp-note"):
        return ""
    if node.tag == "input":
        return node.attributes["value"]
    if node.tag == "mfrac":
        return f"(({inner[0]})/({inner[1]}))"
    if node.tag == "msup":
        return f"(({inner[0]})**({inner[1]}))"
    return "".join(inner)


def evaluate(expression):
    """Work it out as it is printed."""
    spoken = expression.replace("−", "-").replace("·", "*").replace("½", "0.5").replace("∞", "inf")
    return float(eval(spoken, {"e": math.e, "tanh": math.tanh, "max": max, "inf": math.inf}))


def steps(math_node):
    """The numbers of a sum, line by line: the filled-in sum, the step between if there is one, and the result."""
    rows = [[cell for cell in row.children if cell.tag == "mtd"] for row in math_node.all("mtr")]
    signs = [n for n, cell in enumerate(rows[0]) if cell.text in ("=", "≈")]
    if len(signs) == 2:  # listed: numbers beside their symbols
        column = signs[1]
        listed = [row for row in rows if len(row) == len(rows[0])]
        filled = "".join(as_python(cell) for row in listed for cell in row[column + 1 :])
        return [filled, *(as_python(row[-1]) for row in rows[len(listed) :])]
    starts = [n for n, row in enumerate(rows) if any(cell.text in ("=", "≈") for cell in row[:2])]
    lines = [rows[a:b] for a, b in zip(starts, [*starts[1:], len(rows)], strict=True)]
    return ["".join(as_python(cell) for row in line for cell in after_equals(row)) for line in lines]


def after_equals(cells):
    signs = [n for n, cell in enumerate(cells) if cell.text in ("=", "≈")]
    return cells[signs[0] + 1 :] if signs else cells


def filled_in(math_node):
    """The lines that consist of numbers: all but one in symbols."""
    return [line for line in steps(math_node) if not set(re.findall(r"[^\W\d_]+", line)) - {"e", "tanh", "max", "½"}]


def comes_out(expression, result):
    """Whether an expression, worked out, rounds to the number as it is printed."""
    digits, _, exponent = result.replace("−", "-").partition("e")
    unit = 10.0 ** (int(exponent or 0) - len(digits.partition(".")[2]))
    return abs(evaluate(expression) - evaluate(result)) <= unit / 2 * (1 + 1e-9)
