"""Who may import whom: numpy <- backprop_core <- backprop_widgets <- notebooks.

What `import backprop_core` loads in a fresh process is tested with the core.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = {"backprop_core", "backprop_widgets", "notebooks", "tests", "tools", "benchmarks", "present", "lite"}
# What each package may import of ours, and the third-party modules it may import anywhere, late ones too.
ALLOWED = {
    "backprop_core": {"backprop_core", "numpy"},
    "backprop_widgets": {"backprop_core", "backprop_widgets", "numpy", "anywidget", "ipywidgets", "traitlets"}
    | {"IPython", "matplotlib"},
}


def imported_by(source: str) -> set[str]:
    """Give the top-level names of every import in a source, inside functions too."""
    nodes = list(ast.walk(ast.parse(source)))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) if node.level == 0}
    return {name.split(".")[0] for name in names} - set(sys.stdlib_module_names)


def loaded_by(statement: str) -> set[str]:
    """Give the top-level names outside the standard library that a statement loads in a fresh Python."""
    code = f"import sys; before = set(sys.modules); {statement}; print(*sorted(set(sys.modules) - before))"
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    names = {name.split(".")[0] for name in result.stdout.split()}
    return {name for name in names - set(sys.stdlib_module_names) if not name.startswith("_sysconfigdata")}


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_no_file_imports_against_the_direction(package):
    sources = {path: path.read_text(encoding="utf-8") for path in (ROOT / package).rglob("*.py")}
    assert sources
    against = {str(path): imported_by(source) - ALLOWED[package] for path, source in sources.items()}
    assert not {path: names for path, names in against.items() if names}


def test_lessons_import_the_packages_and_never_each_other():
    lessons = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    assert not lessons & OURS
    for path in (ROOT / "notebooks").rglob("*.py"):
        pytest.fail(f"{path} belongs into a package: a lesson imports backprop_core and backprop_widgets only")


def test_the_widgets_load_no_matplotlib():
    loaded = loaded_by("import backprop_widgets")
    assert "backprop_widgets" in loaded
    assert not loaded & {"matplotlib", "mpl_toolkits"}


def test_a_planted_import_is_found():
    assert imported_by("def f():\n    from matplotlib import pyplot") == {"matplotlib"}
    assert imported_by("from . import live\nimport os.path, backprop_widgets.live") == {"backprop_widgets"}
    assert "traitlets" in loaded_by("import traitlets")
