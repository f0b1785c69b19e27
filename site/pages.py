"""What is put into JupyterLite's own pages: a script that runs a lesson as it opens, and a worker that keeps it."""

import hashlib
import shutil
from pathlib import Path

import runtime

HERE = Path(__file__).parent
SCRIPT = '<script type="module" src="../lesson.js"></script>\n'
WAITING = ("Loading JupyterLite...", "The lesson is coming; the first time it brings Python with it.")


def finish(out):
    """Let the app in which lessons open run them, and every page be kept."""
    page = out / "notebooks" / "index.html"
    html = page.read_text(encoding="utf-8")
    for old, new in (("</head>", SCRIPT + "</head>"), WAITING):
        html = replaced(html, old, new, page.name)
    page.write_text(html, encoding="utf-8")
    for name in ("lesson.js", "keep.js"):
        shutil.copy(HERE / name, out / name)
    shutil.move(out / "service-worker.js", out / "jupyterlite-worker.js")
    worker = (HERE / "service-worker.js").read_text(encoding="utf-8")
    (out / "service-worker.js").write_text(worker.replace("$edition", edition(out)), encoding="utf-8")


def edition(out):
    """Name a site by its content: another one has another name."""
    content = hashlib.sha256()
    for path in sorted(out.rglob("*")):
        if path.is_file():
            content.update(str(path.relative_to(out)).encode() + b"\0" + path.read_bytes())
    return content.hexdigest()[:12]


def replaced(text, old, new, where):
    """Replace what stands in a text once."""
    if text.count(old) != 1:
        raise runtime.Missing(
            f"{where} has {old!r} {text.count(old)} times, not once: site/ was made for another version."
        )
    return text.replace(old, new)
