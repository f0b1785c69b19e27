"""Lessons as hand-outs: one HTML file each, and a PDF where there is a Chromium, Chrome or Edge.

    python3 run.py handout                 every lesson, into _handouts
    python3 run.py handout 04 11           only these
    python3 run.py handout 04 --key        with the answers and solutions, into a file of its own

A hand-out has a lesson's text, pictures and numbers, its predictions as questions with boxes, and its exercises; no
network, kernel or script is needed to read it. What a prediction opens stands on its last pages, for the picture often
tells the answer.
"""

import html
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from backprop_widgets.checks.verdict import Verdict
from backprop_widgets.live.theme import stylesheet
from backprop_widgets.predictions.predict import Prediction
from classroom.prose import as_html
from classroom.running import Cell, run_lesson
from classroom.views import on_paper, picture_of
from run import Stop, find_browser, find_lesson
from tools.readme_links import lessons_in

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "_handouts"
# Cells that lead elsewhere, or only make things ready.
LEFT_OUT = {"navigation"}
SETUP = "setup"
EXERCISE = "exercise"
ROOM = '<div class="room"><div></div><div></div><div></div><div></div></div>'  # lines to write on
PRINT = ["--headless=new", "--disable-gpu", "--no-pdf-header-footer"]
PRINT += ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
SECONDS = 120  # for one page
NAME = "<header>Name <span></span> Date <span></span></header>\n"
FOLDED = "<details>"
OPENED = """<h2>What the predictions open</h2>
<p>In the order of the predictions. Look at each picture when you have ticked an answer, not before.</p>"""


class NotPrinted(Exception):
    """A page has no PDF: its sentence says why, and what to do."""

    def __init__(self, page: Path, browser: str, why: str) -> None:
        super().__init__(
            f"No PDF was made of {page.name}, for {browser} failed ({why}): any browser prints the HTML file."
        )


def main(arguments: list[str]) -> int:
    """Write the hand-outs that the line names."""
    key, names = "--key" in arguments, [argument for argument in arguments if argument != "--key"]
    unknown = [name for name in names if name.startswith("-")]
    if unknown:
        print(f"There is no option {unknown[0]}: a hand-out takes lessons and --key.", file=sys.stderr)
        return 1
    try:
        lessons = [ROOT / find_lesson(name) for name in names] or lessons_in(ROOT / "notebooks")
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    try:
        OUT.mkdir(exist_ok=True)
    except OSError as reason:
        print(f"The hand-outs go into {OUT}, which can't be made ({reason.strerror}).", file=sys.stderr)
        return 1
    browser = find_browser()
    with ThreadPoolExecutor(1) as press:  # one lesson is printed while the next one is written
        printed = []
        for lesson in lessons:
            page = write(lesson, OUT, key=key)
            print(page.relative_to(ROOT), flush=True)
            if browser:
                printed.append(press.submit(print_pdf, page, browser))
        made = [told(pdf) for pdf in printed]
    if browser is None:
        print("No PDF was made, because there is no Chromium, Chrome or Edge here: any browser prints the HTML files.")
    return int(not all(made))


def told(pdf: Future[Path]) -> bool:
    """Say which PDF was made, or why there is none; give whether it was made."""
    try:
        print(pdf.result().relative_to(ROOT), flush=True)
    except NotPrinted as reason:
        print(reason, file=sys.stderr, flush=True)
        return False
    return True


def write(lesson: Path, folder: Path, *, key: bool) -> Path:
    """Write a lesson's hand-out into a folder, and give the file."""
    file = folder / f"{lesson.stem}{'_key' if key else ''}.html"
    file.write_text(page(lesson, key=key), encoding="utf-8")
    return file


def page(lesson: Path, *, key: bool = False) -> str:
    """Give a lesson's hand-out as an HTML page that needs nothing else."""
    body = "\n".join(filter(None, blocks(lesson, key=key)))
    heading = re.search(r"<h1>(.*?)</h1>", body)
    title = html.escape((heading[1] if heading else lesson.stem) + (" · key" if key else ""))
    style = (Path(__file__).parent / "handout.css").read_text(encoding="utf-8")
    running = f'@page {{ @bottom-left {{ content: "{title}"; }} }}'
    return (
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width'>"
        f"<title>{title}</title>\n<style>{stylesheet()}\n{style}\n{running}</style></head>\n"
        f"<body><main>\n{'' if key else NAME}{body}\n</main></body></html>\n"
    )


def blocks(lesson: Path, *, key: bool) -> Iterator[str]:
    """Give the lesson's cells as they stand on paper; what the predictions open comes last, but for the teacher."""
    room, opened = "", []
    for cell in run_lesson(lesson):
        if cell.name in LEFT_OUT or SETUP in cell.tags:
            continue
        if cell.kind == "markdown":
            yield room + as_html(cell.source, key=key)
            room = ROOM if FOLDED in cell.source and not key else ""
        elif EXERCISE in cell.tags:
            yield exercise(cell, key=key)
            room = ""
        else:
            yield results(cell, key=key)
        below = cell.value.then if isinstance(cell.value, Prediction) else None
        if below and key:
            yield on_paper(below, key=key)
        elif below and picture_of(below):  # one in words would tell the answer
            opened.append(on_paper(below, key=key))
    yield room
    if opened:
        yield f'<section class="opened">{OPENED}{"".join(opened)}</section>'


def results(cell: Cell, *, key: bool) -> str:
    """Write what a code cell printed and showed, unless it only told that an exercise is still open."""
    if isinstance(cell.value, Verdict):
        return ""
    printed = f"<pre>{html.escape(cell.printed.rstrip())}</pre>" if cell.printed.strip() else ""
    return printed + on_paper(cell.value, key=key)


def exercise(cell: Cell, *, key: bool) -> str:
    """Write the code that is to be mended or completed."""
    if key:
        return f"<pre class='code key'>{html.escape(cell.solution)}</pre>"
    return f"<pre class='code'>{html.escape(cell.source)}</pre>{ROOM}"


def print_pdf(page: Path, browser: str) -> Path:
    """Let a browser print a page into a PDF beside it.

    Raises
    ------
    NotPrinted
        If the browser fails, hangs or writes nothing; the page stays.
    """
    pdf = page.with_suffix(".pdf")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:  # one that hangs may still write there
        options = [*PRINT, f"--user-data-dir={profile}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options.append("--no-sandbox")  # root has none
        command = [browser, *options, f"--print-to-pdf={pdf}", page.as_uri()]
        try:
            pdf.unlink(missing_ok=True)  # so that one of another day isn't taken for this page's
            subprocess.run(command, check=True, timeout=SECONDS, stdin=subprocess.DEVNULL, capture_output=True)
        except (OSError, subprocess.SubprocessError) as problem:
            raise NotPrinted(page, browser, describe(problem)) from None
    if not pdf.exists():
        raise NotPrinted(page, browser, "it wrote nothing")
    return pdf


def describe(problem: Exception) -> str:
    """Say in a few words what went wrong with a browser."""
    if isinstance(problem, subprocess.TimeoutExpired):
        return f"no answer in {SECONDS} seconds"
    if isinstance(problem, subprocess.CalledProcessError):
        said = problem.stderr.decode(errors="replace").strip().splitlines()
        return said[-1] if said else f"exit code {problem.returncode}"
    return str(problem)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
