"""hub/ is a folder of scripts and no package, as JupyterHub reads its settings."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "hub"))
