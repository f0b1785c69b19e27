"""Draw every view anew and keep it: python -m tests.drawn. Then read what `git diff` shows, and look at the view."""

import json

from tests.drawn.drawing import FIGURES_FILE, FOLDER, drawing, file_of
from tests.drawn.figures import FIGURES, kept
from tests.drawn.states import STATES

FOLDER.mkdir(exist_ok=True)
for old in FOLDER.iterdir():
    old.unlink()
for name, opened in STATES.items():
    file_of(name).write_text(drawing(name, opened()), encoding="utf-8")
figures = {name: kept(opened()) for name, opened in FIGURES.items()}
lines = [f"{json.dumps(name)}: [\n" + ",\n".join(map(json.dumps, things)) + "\n]" for name, things in figures.items()]
FIGURES_FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
