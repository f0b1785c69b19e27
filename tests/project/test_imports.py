"""Who may import whom: numpy <- backprop_core <- backprop_widgets <- notebooks; inside the widgets, room by room.

What `import backprop_core` loads in a fresh process is tested with the core.
"""

import ast
import subprocess
import sys
from graphlib import CycleError, TopologicalSorter
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
# The rooms of backprop_widgets from the ground floor up, each with those below it that it may import.
VIEW = {"live", "notation", "session"}
ROOMS = {
    "notation": set(),
    "session": {"notation"},
    "live": {"notation", "session"},
    "picture": VIEW,
    "checks": {"notation"},
    "explorers": VIEW | {"checks", "picture"},
    "plots": VIEW,
    "trainings": VIEW | {"plots"},
    "datasets": VIEW,
    "predictions": VIEW,
    "races": VIEW | {"picture"},
    "worksheets": VIEW | {"checks", "picture", "predictions"},
    "bug_labs": VIEW | {"checks", "explorers", "picture", "predictions"},
    "slides": VIEW | {"explorers", "picture"},
    "routes": VIEW | {"explorers", "picture"},
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


def modules(package):
    """Give every module of a package with the modules of that package that it imports, for types only ones too."""
    paths = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in (ROOT / package).rglob("*.py")}
    return {name: imports_among(paths, path.read_text(encoding="utf-8")) for name, path in paths.items()}


def imports_among(names, source):
    """Give those of the modules named that a source imports: `from package import module` is the module's import."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found & set(names)


def room_of(module):
    """Give the room of a module of backprop_widgets; "" for the entrance, which leads to all of them."""
    return module.split(".")[1].replace("__init__", "")


@pytest.mark.parametrize("package", sorted(ALLOWED))
def test_no_import_leads_back_to_where_it_came_from(package):
    TopologicalSorter(modules(package)).prepare()


def test_each_room_imports_only_what_its_line_of_the_table_allows(tell):
    imports = modules("backprop_widgets")
    rooms = {room_of(module) for module in imports} - {""}
    assert rooms == set(ROOMS)
    found = {room: set() for room in ROOMS}
    for module, names in imports.items():
        if room_of(module):
            found[room_of(module)] |= {room_of(name) for name in names}
    tell(
        "What each room imports:\n"
        + "\n".join(f"  {room:12} {' '.join(sorted(found[room] - {room}))}" for room in ROOMS)
    )
    upward = {room: found[room] - ROOMS[room] - {room} for room in ROOMS}
    assert {room: names for room, names in upward.items() if names} == {}


def test_the_table_of_rooms_has_no_way_up():
    below = set()
    for room, allowed in ROOMS.items():
        assert allowed <= below, f"{room} may import a room that stands above it"
        below.add(room)


def test_rooms_have_an_empty_entrance_so_that_no_name_hides_a_file():
    for path in (ROOT / "backprop_widgets").glob("*/__init__.py"):
        assert len(ast.parse(path.read_text(encoding="utf-8")).body) == 1, f"{path} holds more than its docstring"


def test_a_planted_circle_and_a_planted_import_of_a_package_are_found():
    assert imports_among({"a.b", "a.c"}, "def f():\n    from a import b") == {"a.b"}
    with pytest.raises(CycleError):
        TopologicalSorter({"a.b": {"a.c"}, "a.c": {"a.b"}}).prepare()


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
    assert imported_by("from . import live\nimport os.path, backprop_widgets.live.live") == {"backprop_widgets"}
    assert "traitlets" in loaded_by("import traitlets")
