"""The licences of all that is installed: listed, none unknown, and of the lessons none that asks for theirs."""

import sys
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tools"))
import licences  # noqa: E402


def test_each_package_is_listed_once_with_its_licence():
    rows, _ = licences.table()
    names = [name for name, *_ in rows]
    assert len(set(names)) == len(names) > 100
    assert {"numpy", "jupyterlab", "tornado", "pytest", "traitlets"} <= set(names)
    assert [row for row in rows if row[3] == licences.NOT_STATED] == []


def test_what_talks_and_hand_outs_need_is_found_where_it_is_installed_and_else_named(tmp_path, monkeypatch):
    apart = {"jupyterlab-fonts": "talk", "jupyterlab-slideshow": "talk", "latex2mathml": "handout"}
    monkeypatch.setattr(licences, "FILES", {f"requirements-{name}.txt": name for name in ("present", "handout")})
    monkeypatch.setattr(sys, "path", [path for path in sys.path if not path.endswith("handout")])
    monkeypatch.setattr(licences, "APART", [tmp_path / folder for folder in set(apart.values())])
    rows, missing = licences.table()
    assert set(missing) == set(apart)
    assert not {name for name, *_ in rows} & set(apart)
    for name, folder in apart.items():
        about = tmp_path / folder / f"{name.replace('-', '_')}-1.0.dist-info"
        about.mkdir(parents=True)
        (about / "METADATA").write_text(f"Metadata-Version: 2.4\nName: {name}\nVersion: 1.0\nLicense-Expression: MIT\n")
    rows, missing = licences.table()
    assert not missing
    assert {(name, "1.0", "MIT") for name in apart} <= {(name, version, said) for name, version, _, said in rows}


def test_what_is_not_installed_is_said_with_the_command_that_installs_it(monkeypatch, capsys):
    installed = licences.installed
    monkeypatch.setattr(licences, "installed", lambda name: None if name == "latex2mathml" else installed(name))
    assert licences.main() == 0
    said = capsys.readouterr().out
    assert "latex2mathml, of the hand-outs, is not installed: python3 run.py test" in said


def test_what_the_lessons_need_asks_nothing_of_them_but_to_be_named():
    strict = [row for row in licences.table()[0] if row[2] == "lessons" and "GPL" in row[3].upper()]
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
