"""The modules of the page, and the one that Python joins them into."""

import re
import shutil
import subprocess
from collections import Counter

import pytest

from backprop_widgets.live.live import Live
from backprop_widgets.live.script import IMPORT, PAGE, script

MODULES = {path.name: path.read_text(encoding="utf-8") for path in sorted(PAGE.iterdir())}
DEFINED = re.compile(r"^(?:export )?(?:async )?(?:class|const|function\*?|let|var) (\w+)", re.MULTILINE)
# What the joining doesn't undo: other forms of import and export, and names that change on their way.
UNKNOWN = re.compile(
    r"^import(?! \{)|^import [^;]*\bas\b|\bimport\.meta|\bawait import\(|^export (?:\{|\*)", re.MULTILINE
)


def test_the_widget_has_every_module_once_after_those_that_it_imports():
    at = {}
    for name, source in MODULES.items():
        core = without_exports(IMPORT.sub("", source)).strip()
        assert script().count(core) == 1, name
        at[name] = script().index(core)
    assert Live._esm == script()
    for name, source in MODULES.items():
        assert all(at[imported] < at[name] for imported in IMPORT.findall(source)), name


def without_exports(source):
    return re.sub(r"^export (?!default )", "", source, flags=re.MULTILINE)


def test_only_the_default_is_exported_and_nothing_is_imported():
    assert re.findall(r"^(?:import|export)\b.*", script(), re.MULTILINE) == ["export default { render };"]


def test_no_two_modules_define_the_same_name():
    names = Counter(name for source in MODULES.values() for name in DEFINED.findall(source))
    assert len(names) > 40
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_uses_no_form_that_joining_would_break(name):
    assert UNKNOWN.search(MODULES[name]) is None
    assert MODULES[name].count("\n") <= 250


@pytest.mark.parametrize(
    "line",
    [
        'import live from "./live.mjs";',
        'import * as live from "./live.mjs";',
        'import { one as two } from "./live.mjs";',
        "export { one };",
        'export * from "./live.mjs";',
        'const live = await import("./live.mjs");',
        "const here = import.meta.url;",
    ],
)
def test_a_form_that_joining_would_break_is_found(line):
    assert UNKNOWN.search(f"// a module\n{line}\n")


def test_the_joined_text_is_one_module_to_a_javascript_engine(tmp_path):
    """Which would refuse a name that is defined twice, and run what each module does when it is loaded."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here to read the joined module")
    module, reader = tmp_path / "joined.mjs", tmp_path / "reader.mjs"
    module.write_text(script(), encoding="utf-8")
    reader.write_text(
        'import * as joined from "./joined.mjs";\n'
        "console.log(Object.keys(joined).join(), typeof joined.default.render);\n",
        encoding="utf-8",
    )
    assert subprocess.run([node, reader], capture_output=True, text=True, check=True).stdout == "default function\n"
