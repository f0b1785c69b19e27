"""Tests run in any order, and each of them ends."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

from tests.conftest import shuffled

ROOT = Path(__file__).resolve().parents[2]
ENDLESS = """
def test_one(): pass
def test_endless():
    while True: pass
def test_another(): pass
"""


def test_a_test_without_end_is_ended_and_fails_and_the_others_are_run(tmp_path):
    (tmp_path / "test_three.py").write_text(ENDLESS, encoding="utf-8")
    options = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path), "-p", "no:cacheprovider", "-n", "1"]
    command = [sys.executable, "-m", "pytest", *options, "-o", "faulthandler_timeout=3", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "line 4 in test_endless" in result.stderr
    assert "1 failed, 2 passed" in result.stdout


def a_file(name, count):
    return [SimpleNamespace(path=Path(name), number=number) for number in range(count)]


def test_a_shuffle_changes_the_order_of_files_and_tests_and_leaves_a_lessons_cells_in_theirs():
    items = [item for name in ("a.py", "b.py", "c.ipynb", "d.py") for item in a_file(name, 20)]
    once, again, other = shuffled(items, "7"), shuffled(items, "7"), shuffled(items, "8")
    assert once == again != other
    assert sorted(map(id, once)) == sorted(map(id, items))
    files = [item.path for item in once[::20]]
    assert files == [item.path for item in once[19::20]] != [item.path for item in items[::20]]
    cells = [item.number for item in once if item.path.suffix == ".ipynb"]
    tests = [item.number for item in once if item.path.name == "a.py"]
    assert cells == sorted(cells)
    assert tests != sorted(tests)
