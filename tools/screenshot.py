"""Take the README's picture: the whole explorer of the first lesson in a real JupyterLab and a real Chromium.

    python tools/screenshot.py          writes docs/explorer.png

It needs what the browser tests need: the test requirements and a Chromium.
"""

import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
from run import find_browser  # noqa: E402
from tests.browser.lab import FLAGS, Lab  # noqa: E402
from tests.browser.notebook import Notebook  # noqa: E402

LESSON = ROOT / "notebooks" / "00_start.ipynb"
PICTURE = ROOT / "docs" / "explorer.png"
WIDTH = 1400
LAB = 125  # pixels that JupyterLab needs above and below a notebook
LAYOUT = 500  # milliseconds that JupyterLab may take to lay out a page
COLOURS = 128  # enough for flat colours and smooth letters, in a third of the bytes


def main() -> int:
    """Run the lesson and keep a picture of its explorer with everything in it, the sum of one δ opened."""
    PICTURE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        lab = Lab(Path(folder))
        lab.start()
        try:
            browser = playwright.chromium.launch(executable_path=find_browser(), args=FLAGS)
            PICTURE.write_bytes(compressed(photograph(lab, browser)))
        finally:
            lab.stop()
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1000} kB")
    return 0


def photograph(lab: Lab, browser: object) -> bytes:
    """Give the page as a learner has it, without the list of files, as high as the explorer's cell."""
    notebook = Notebook(lab, browser.new_context(viewport={"width": WIDTH, "height": 1000}).new_page())
    page = notebook.page
    notebook.open(lab.take(LESSON))
    page.keyboard.press("Control+b")
    notebook.run_all()
    cell = page.locator(".jp-Notebook-cell", has=page.locator("[data-from-link]")).first
    cell.locator(".bp-explorer svg").scroll_into_view_if_needed()  # JupyterLab lays out only what is looked at
    page.wait_for_timeout(LAYOUT)
    page.set_viewport_size({"width": WIDTH, "height": int(cell.bounding_box()["height"]) + LAB})
    page.wait_for_timeout(LAYOUT)
    cell.evaluate("cell => cell.scrollIntoView()")
    page.mouse.move(0, 0)
    page.wait_for_timeout(LAYOUT)
    picture = page.screenshot(animations="disabled")
    notebook.close()
    return picture


def compressed(picture: bytes) -> bytes:
    """Give the same picture with few colours."""
    out = BytesIO()
    few = Image.open(BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
