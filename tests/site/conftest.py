"""The site's own scripts lie in site/, a folder and no package: Python has a module of that name itself."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "site"))
