"""How a lesson speaks, as far as a machine can hear it: rules like those of `structure`, and figures for a table."""

import ast
import re

from . import structure
from .structure import cells, main_road, plain_prose, source, unfolded

EASE = 80  # by Flesch, who calls 80 to 90 "easy"
SYMBOLS = 3  # that one round may bring

# Phrases that readers stumbled over: right, and nothing that a native teacher says.
STIFF = r"""
    slope of \$?J\$? by | how steeply .* answers | which sign has | what becomes of | how many \w+ has\b
    had been given | to be made large | is dear\b | goes? free\b | when it is spoken | is hardly told
    it is a score, no | told which mistake | nudged just so | nothing but the numbers tells?
    makes no error message | nothing is raised | is turned over\b | part equal | until it lives
    cuts? a corner of | is found out | says where \$?J\$? rises | part them | biases apart
    reads the largest share | has merely caught | \bmend(?:s|ed)? (?:it|one|the)\b | a slip first | times round
    put the price on | (?:term|example|row) an? (?:example|line|unit)\b | one record (?:a|per) step
"""

# The symbols of the course, each by how it is written in a formula.
SYMBOL = {
    "x": r"\bx\b|\bx_",
    "y": r"\by\b|\by_",
    "z": r"\bz\b|\bz_",
    "a": r"\ba\b|\ba_",
    "J": r"\bJ\b",
    "m": r"\bm\b",
    "Θ": r"\\Theta",
    "δ": r"\\delta",
    "Δ": r"\\Delta",
    "D": r"\bD\b",
    "g′": r"\bg'",
    "λ": r"\\lambda",
    "α": r"\\alpha",
    "ε": r"\\varepsilon",
    "μ": r"\\mu",
    "K": r"\bK\b",
    "Σ": r"\\sum",
    "∂": r"\\partial",
    "transpose": r"\^\{?T\b",
    "entry by entry": r"\\ast",
}


def spells_as_the_british_do(notebook, folder):
    """One spelling throughout."""
    for place, cell in cells(notebook, "markdown"):
        for word in re.findall(r"\b(?:behavior|center|color|favor|gray|labeled|neighbor|\w+ization)\w*", source(cell)):
            yield f"cell {place} spells {word!r}"


def speaks_plainly(notebook, folder):
    """None of the phrases that readers stumbled over, in prose, questions and reasons alike."""
    stiff = re.compile("|".join(part.strip() for part in re.split(r"\s\|\s|\n", STIFF) if part.strip()), re.IGNORECASE)
    for place, text in spoken(notebook):
        for found in stiff.finditer(text):
            yield f"cell {place} says {found[0]!r}: say it as a native teacher would"


def names_views_that_are_there(notebook, folder):
    """A view is called by the letter that stands on it."""
    there = {
        keyword.value.value
        for _, cell in cells(notebook, "code")
        for node in ast.walk(ast.parse(source(cell)))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "name" and isinstance(keyword.value, ast.Constant)
    }
    for place, text in spoken(notebook):
        for name in re.findall(r"\b(?:[Ii]n|[Vv]iew|[Ff]rom) ([A-Z])\b(?!['’⁽_])", without_formulas(text)):
            if name not in there and name not in SYMBOL:  # J rises, D agrees: those are no views
                yield f"cell {place} speaks of a view {name}: there are {', '.join(sorted(there)) or 'none'}"


def reads_easily(notebook, folder):
    """Short sentences of short words."""
    ease = reading_ease(prose(notebook))
    if ease < EASE:
        yield f"its reading ease is {ease:.0f}: at least {EASE}"


def spoken(notebook):
    """All that the learner is told, with the cell's place: prose, and what calls say in strings."""
    for place, cell in cells(notebook, "markdown"):
        yield place, source(cell)
    for place, cell in cells(notebook, "code"):
        for node in ast.walk(ast.parse(source(cell))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
                yield place, node.value


def without_formulas(text):
    """The text without its formulas and its code."""
    return re.sub(r"\$\$.*?\$\$|\$[^$]*\$|```.*?```|`[^`]*`", "x", text, flags=re.DOTALL)


def prose(notebook):
    """The sentences of the main road: no headings, tables, formulas, links or signs of emphasis."""
    texts = [plain_prose(cell) for cell in main_road(notebook) if cell["cell_type"] == "markdown"]
    text = re.sub(r"^(?:#+ |\|).*$", "", without_formulas("\n\n".join(texts)), flags=re.MULTILINE)
    return re.sub(r"\]\([^)]*\)|[*_\[\]]", "", text)


def sentences(text):
    """The text cut at its full stops, and where a line of its own begins."""
    parts = re.split(r"[.?!:](?:\s|$)|\n\n|\n(?=[-\d])", text)
    return [part for part in parts if re.search(r"[A-Za-z]{2}", part)]


def reading_ease(text):
    """Flesch's measure of 1948, from words per sentence and syllables per word; 60 to 70 is plain English."""
    words = re.findall(r"[A-Za-z’'-]+", text)
    return 206.835 - 1.015 * len(words) / len(sentences(text)) - 84.6 * sum(map(syllables, words)) / len(words)


def syllables(word):
    """About how many: the groups of vowels, without a silent end."""
    stem = re.sub(r"(?:es|ed|e)$", "", word.lower()) if len(word) > 3 else word.lower()
    return max(1, len(re.findall(r"[aeiouy]+", stem)))


def rounds(notebook):
    """The main road, cut at its headings: (heading, cells) of each round, the title's first."""
    parts = []
    for cell in main_road(notebook):
        heading = re.match(r"##? (.*)", source(cell)) if cell["cell_type"] == "markdown" else None
        if heading or not parts:
            parts.append((heading[1] if heading else "", []))
        parts[-1][1].append(cell)
    return parts


def new_symbols(notebooks):
    """Which symbols each round is the first to use: {(lesson's place, heading): [symbol, ...]}."""
    met, found = set(), {}
    for place, notebook in enumerate(notebooks):
        for heading, part in rounds(notebook):
            formulas = " ".join(re.findall(r"\$\$?([^$]+)\$", " ".join(unfolded(c) for c in part if is_prose(c))))
            new = [name for name, written in SYMBOL.items() if name not in met and re.search(written, formulas)]
            met.update(new)
            found[place, heading] = new
    return found


def is_prose(cell):
    """Whether a cell is to be read."""
    return cell["cell_type"] == "markdown"


def figures(notebook, symbols):
    """One row of the table of lessons."""
    road = main_road(notebook)
    text = prose(notebook)
    words = len(re.findall(r"[A-Za-z’'-]+", text))
    told = int(re.search(r"about (\d+) minutes", source(notebook["cells"][0]))[1])
    code = [cell for cell in road if cell["cell_type"] == "code" and not structure.is_folded(cell)]
    lines = sum(len(source(cell).splitlines()) for cell in code)
    predictions = sum(bool(re.search(r"^predict\(", source(cell), re.MULTILINE)) for cell in road)
    ease = f"{reading_ease(text):.0f}"
    taken = f"{structure.minutes(notebook):.0f}"
    return [len(road), words, f"{words / len(sentences(text)):.1f}", ease, lines, predictions, symbols, told, taken]


COLUMNS = ["cells", "words", "a sentence", "ease", "code lines", "predictions", "most new symbols", "told", "taken"]

RULES = [spells_as_the_british_do, speaks_plainly, names_views_that_are_there, reads_easily]
