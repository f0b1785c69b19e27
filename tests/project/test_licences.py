"""The licences of all that is installed: listed, none unknown, and of the lessons none that asks for theirs."""

import sys
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools"))
import licences  # noqa: E402


def test_each_package_is_listed_once_with_its_licence():
    rows = licences.table()
    names = [name for name, *_ in rows]
    assert len(set(names)) == len(names) > 100
    assert {"numpy", "jupyterlab", "tornado", "pytest", "traitlets"} <= set(names)
    assert [row for row in rows if row[3] == licences.NOT_STATED] == []


def test_what_the_lessons_need_asks_nothing_of_them_but_to_be_named():
    strict = [row for row in licences.table() if row[2] == "lessons" and "GPL" in row[3].upper()]
    assert strict == []


def test_what_is_needed_on_another_system_is_not_listed_here():
    names = licences.closure([Requirement('nowhere; sys_platform == "nowhere"'), Requirement("pytest")])
    assert "nowhere" not in names
    assert {"pytest", "pluggy"} <= names


def test_a_package_that_says_nothing_is_noticed(monkeypatch, capsys):
    class Silent:
        version, requires, files, metadata = "1", (), (), {"Name": "silent"}

    class Said(dict):
        def get_all(self, _):
            return None

    silent = Silent()
    silent.metadata = Said(Name="silent")
    monkeypatch.setattr(licences, "installed", lambda _: silent)
    assert licences.main() == 1
    assert licences.NOT_STATED in capsys.readouterr().out
