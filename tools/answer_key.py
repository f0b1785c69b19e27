"""Write docs/answers.md, the teacher's key: what every prediction comes to, and a solution of every exercise for code.

    python tools/answer_key.py            write it
    python tools/answer_key.py --check    exit 1 if it is not what would be written, digits apart

Nothing in it is typed in: the outcomes are computed by the lessons' own cells, the solutions are the ones that the
tests run. What a long training comes to may differ in a last digit from machine to machine.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from readme_links import lessons_in, title_of

from backprop_widgets.notation.marked import as_text
from backprop_widgets.predictions.lesson import LESSON
from classroom.running import Cell, run_lesson

ROOT = Path(__file__).resolve().parent.parent
KEY = ROOT / "docs" / "answers.md"
HEAD = """# Answers

Made by `python tools/answer_key.py`. Proofs and worked solutions are folded away in the lessons; a worksheet's
key is the second page of its print-out.
"""


def key(lessons: list[Path]) -> str:
    """Give the whole file."""
    return "\n".join([HEAD, *(section(path) for path in lessons)])


def section(path: Path) -> str:
    """Give one lesson's part."""
    cells = list(run_lesson(path))
    lines = [f"## [{title_of(path)}](../notebooks/{path.name})", ""]
    lines += [f"- {question} **{outcome}**" for question, outcome in predictions()]
    for exercise, solution in solutions(cells):
        lines += ["", f"### {exercise}", "", "```python", solution, "```"]
    return "\n".join([*lines, ""])


def solutions(cells: list[Cell]) -> Iterator[tuple[str, str]]:
    """Each solution of a lesson, with the heading that its exercise stands under."""
    heading = ""
    for cell in cells:
        if cell.kind == "markdown":
            heading = next(iter(re.findall(r"^## (.*)", cell.source, re.MULTILINE)), heading)
        elif cell.solution:
            yield heading, cell.solution


def predictions() -> Iterator[tuple[str, str]]:
    """Find out what the predictions of the lesson that has just run come to."""
    for prediction in LESSON.asked:
        prediction.skip()
        yield as_text(prediction.words), as_text(prediction.answered.outcome)


def without_digits(text: str) -> str:
    """Give the text with each digit hidden."""
    return re.sub(r"\d", "#", text)


def main(arguments: list[str]) -> int:
    """Write the key, or check it."""
    new = key(lessons_in(ROOT / "notebooks"))
    if "--check" not in arguments:
        KEY.write_text(new, encoding="utf-8")
    elif without_digits(KEY.read_text(encoding="utf-8")) != without_digits(new):
        print("docs/answers.md is not up to date: run python tools/answer_key.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
