"""The site's first page: every lesson with its picture and one line, and what becomes of a learner's work."""

import base64
import html
import json
import re
import shutil
from pathlib import Path
from string import Template

from lessons import lessons_in

HERE = Path(__file__).parent
STORAGE = "Backpropagation, live"  # under which a browser keeps what a learner does


def write(out, notebooks):
    """Write index.html, its style and script, and the pictures."""
    pictures = out / "pictures"
    pictures.mkdir(exist_ok=True)
    lessons = lessons_in(notebooks)
    cards = [card(path, pictures) for path in lessons]
    drawn = next(path.name for path in sorted(pictures.iterdir()))
    page = Template((HERE / "landing.html").read_text(encoding="utf-8")).substitute(
        cards="\n".join(cards),
        storage=html.escape(STORAGE),
        first=address(lessons[0]),
        hero=f'<img src="pictures/{drawn}" alt="A small network with a number on every edge and in every unit">',
    )
    (out / "index.html").write_text(page, encoding="utf-8")
    for name in ("landing.css", "landing.js"):
        shutil.copy(HERE / name, out / name)


def address(path):
    """Give the page on which a lesson opens, in the lighter of the two apps."""
    return f"notebooks/index.html?path={path.name}"


def card(path, pictures):
    """Draw one lesson's card, and put its picture where the card looks for it."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    title, line = opening("".join(notebook["cells"][0]["source"]))
    image = picture(notebook, pictures, path.stem)
    shown = f'<span class="frame"><img src="pictures/{image}" alt="" loading="lazy"></span>' if image else ""
    return (
        f'<li class="lesson" data-file="{path.name}"><a href="{address(path)}">'
        f'{shown}<span class="number">{path.name[:2]}</span>'
        f"<strong>{html.escape(title)}</strong><span>{html.escape(line)}</span></a></li>"
    )


def opening(text):
    """Give a lesson's title and the first sentence under it, without its marks."""
    title, _, rest = text.partition("\n")
    paragraph = next((part for part in rest.split("\n\n") if part.strip()), "")
    plain = re.sub(r"\*\*You will\*\*\s*", "", " ".join(paragraph.split()))
    plain = re.sub(r"\$([^$]*)\$", lambda maths: maths[1].replace("\\delta", "δ").replace("\\", ""), plain)
    plain = re.sub(r"[*_`]", "", plain)
    sentence = re.match(r".*?[.?!](?=\s|$)", plain)
    line = sentence[0] if sentence else plain
    return title.lstrip("# "), line[:1].upper() + line[1:]


def picture(notebook, folder, name):
    """Store the first picture that a lesson shows, and name its file; "" if it shows none."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            drawn = re.search(r"data:image/svg\+xml;base64,([^\"]+)", "".join(data.get("text/html", "")))
            if drawn:
                (folder / f"{name}.svg").write_bytes(base64.b64decode(drawn[1]))
                return f"{name}.svg"
            if "image/png" in data:
                (folder / f"{name}.png").write_bytes(base64.b64decode("".join(data["image/png"])))
                return f"{name}.png"
    return ""
