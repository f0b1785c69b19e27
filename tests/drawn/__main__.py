"""Draw every view anew and keep it: python -m tests.drawn. Then read what `git diff` shows, and look at the view."""

from tests.drawn.drawing import FOLDER, drawing, file_of
from tests.drawn.states import STATES

FOLDER.mkdir(exist_ok=True)
for old in FOLDER.iterdir():
    old.unlink()
for name, opened in STATES.items():
    file_of(name).write_text(drawing(name, opened()), encoding="utf-8")
