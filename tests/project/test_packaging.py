"""What pyproject.toml, the requirements and the lock promise together."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import backprop_core
import backprop_widgets

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENTS = ["requirements.txt", "requirements-test.txt", "requirements-present.txt", "requirements-handout.txt"]
LOCKED = [*REQUIREMENTS, "requirements-hub.txt"]


def lines(name):
    """Give the lines of a requirements file without comments."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in (line.split("#")[0].strip() for line in text.splitlines()) if line]


def ranges(requirements):
    """Give name -> range of the lines that name a package."""
    parsed = [Requirement(line) for line in requirements if not line.startswith("-")]
    return {canonicalize_name(each.name): each.specifier for each in parsed}


def test_the_packages_ranges_are_those_of_the_requirements():
    needed = ranges(PROJECT["dependencies"])
    wanted = ranges(lines("requirements.txt"))
    assert needed == {name: wanted[name] for name in needed}


def test_the_requirements_install_the_project_itself():
    assert "-e ." in lines("requirements.txt")


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_range_names_its_lowest_version(name):
    open_below = [each for each, specifier in ranges(lines(name)).items() if ">=" not in str(specifier)]
    assert not open_below


def test_binders_jupyterlab_is_within_the_range():
    assert "4.4.9" in ranges(lines("requirements.txt"))["jupyterlab"]


def pinned(name):
    """Give package -> its versions in one lock, each by the platform or Python that it is for."""
    versions = {}
    for line in lines(f"locked/{name}"):
        if found := re.match(r"([\w.-]+)==([^\s;\\]+)", line):
            versions.setdefault(canonicalize_name(found[1]), []).append(found[2])
    return versions


@pytest.mark.parametrize("name", LOCKED)
def test_a_lock_pins_every_requirement_within_its_range(name):
    wanted, found = ranges(lines(name)), pinned(name)
    assert wanted.keys() <= found.keys()
    outside = [(each, version) for each in wanted for version in found[each] if version not in wanted[each]]
    assert not outside


@pytest.mark.parametrize("name", LOCKED)
def test_every_line_of_a_lock_has_the_hash_of_a_file(name):
    text = (ROOT / "locked" / name).read_text(encoding="utf-8")
    entries = text.replace("\\\n", " ").splitlines()
    assert entries
    assert [each for each in entries if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", each)] == []


def test_all_locks_agree_on_a_version():
    versions = {}
    for name in LOCKED:
        for package, found in pinned(name).items():
            versions.setdefault(package, set()).add(tuple(found))
    assert {package: found for package, found in versions.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", [*REQUIREMENTS, *(f"locked/{name}" for name in LOCKED)])
def test_no_file_names_a_place_to_download_from(name):
    assert not re.search(r"://|--index|--extra|--find|^/|@", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)


def test_the_wheel_carries_every_file_of_the_packages(tmp_path):
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path, ROOT],
        check=True,
        stdin=subprocess.DEVNULL,
    )
    [wheel] = tmp_path.glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    kept = {
        path.relative_to(ROOT).as_posix()
        for package in ("backprop_core", "backprop_widgets")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == kept
    assert {"backprop_core/py.typed", "backprop_widgets/py.typed", "backprop_widgets/live/page/widget.mjs"} <= packed
    assert PROJECT["version"] in wheel.name


def test_the_packages_say_their_version_and_no_address_is_empty():
    assert backprop_core.__version__ == backprop_widgets.__version__ == PROJECT["version"]
    assert all(PROJECT["urls"].values())
    assert f"version: {PROJECT['version']}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")


def test_every_folder_that_pyproject_names_is_there():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    named = set(re.findall(r'^"([a-z_]+)/', text, re.MULTILINE))
    assert len(named) > 5
    assert {name for name in named if not (ROOT / name).is_dir()} == set()
