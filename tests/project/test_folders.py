"""run.py in folders as people have them: moved, copied, with any name, and where one may only read."""

import ast
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = [path.name for path in ROOT.glob("requirements*.txt")]
NEEDED = ["run.py", "pyproject.toml", "locked", "server", "notebooks", *REQUIREMENTS]
# Stands in for the Python of .venv, and says with what it was started.
SPY = '#!/bin/sh\necho "$@"\nenv | grep -E "^(JUPYTER|HYPOTHESIS|HOME)"\n'
# Root may write everywhere; without these two of its powers the rights of a file hold for root too.
POWERS = "-dac_override,-dac_read_search"
HINDERED = [shutil.which("setpriv"), f"--bounding-set={POWERS}", f"--inh-caps={POWERS}"]
INSTALLED = """
import run
for name in {names}:
    (run.VENV / (name + ".installed")).write_text(run.fingerprint(name, (run.ROOT / "locked" / name).exists()))
for name in ("hub", "site"):
    (run.VENV / name / "installed").write_text(run.fingerprint("requirements-" + name + ".txt", False))
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the rights are those of POSIX")


@pytest.fixture
def folder(tmp_path):
    """A folder of lessons whose installation is done."""
    folder = tmp_path / "Müller's 100% #1 & b"
    folder.mkdir()
    for name in NEEDED:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, folder / name)
    for environment in (".venv", ".venv/hub", ".venv/site"):
        python = folder / environment / "bin/python"
        python.parent.mkdir(parents=True)
        python.write_text(SPY)
        python.chmod(0o755)
    subprocess.run([sys.executable, "-c", INSTALLED.format(names=REQUIREMENTS)], cwd=folder, check=True)
    (tmp_path / "home").mkdir()
    yield folder
    let_write(tmp_path)


@pytest.fixture
def read_only(folder):
    """The same, where nobody may write."""
    forbid(folder)
    return folder


def forbid(folder):
    for path in (folder, *folder.rglob("*")):
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222)


def let_write(folder):
    for path in (folder, *folder.rglob("*")):
        path.chmod(stat.S_IMODE(path.stat().st_mode) | 0o200)


def run_py(folder, *arguments, **environment):
    """Run run.py there, held to the rights of files."""
    command = [sys.executable, "run.py", *arguments]
    if os.geteuid() == 0:
        if HINDERED[0] is None:
            pytest.skip("root may write anywhere, and there is no setpriv to hinder it")
        command = [*HINDERED, *command]
    home = {"HOME": str(folder.parent / "home"), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    return subprocess.run(
        command, cwd=folder, env={**home, **environment}, capture_output=True, text=True, check=False, timeout=60
    )


def settings(result):
    """The environment with which the command was started."""
    assert result.returncode == 0, result.stderr
    return dict(line.split("=", 1) for line in result.stdout.splitlines() if line.split("=")[0].isupper())


def assert_one_sentence(result, *words):
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1, result.stderr
    for word in words:
        assert str(word) in result.stderr


def test_what_is_left_stays_in_the_folder_where_one_may_write(folder):
    environment = settings(run_py(folder, "present"))
    assert environment["JUPYTERLAB_SETTINGS_DIR"] == str(folder / ".venv/talk/settings")
    assert "nothing is saved" not in run_py(folder).stdout
    assert not list((folder.parent / "home").iterdir())


def test_a_talk_goes_where_its_presenter_may_write(read_only):
    environment = settings(run_py(read_only, "present", "04"))
    own = read_only.parent / "home/.backprop-lessons/talk"
    assert environment["JUPYTERLAB_SETTINGS_DIR"] == str(own / "settings")
    assert environment["JUPYTERLAB_WORKSPACES_DIR"] == str(own / "workspaces")
    assert (own / "settings/jupyterlab-slideshow/plugin.jupyterlab-settings").exists()
    assert settings(run_py(read_only, "present", "04")) == environment  # a second talk begins the same


def test_lessons_that_may_only_be_read_are_opened_and_it_is_said(read_only):
    result = run_py(read_only)
    own = read_only.parent / "home/.backprop-lessons"
    assert settings(result)["JUPYTERLAB_WORKSPACES_DIR"] == str(own / "lab/workspaces")
    assert f"You may not write to {read_only}: all works, but nothing is saved there." in result.stdout


def test_tests_keep_their_notes_in_the_home(read_only):
    result = run_py(read_only, "test")
    own = read_only.parent / "home/.backprop-lessons/tests"
    assert settings(result)["HYPOTHESIS_STORAGE_DIRECTORY"] == str(own)
    assert f"-o cache_dir={own / 'pytest'}" in result.stdout


def test_a_home_that_may_not_be_written_to_is_replaced(folder):
    home = folder.parent / "home"
    forbid(home)
    assert settings(run_py(folder))["HOME"] == str(folder / ".venv/home")


@pytest.mark.parametrize("command", [[], ["present"], ["test"]])
def test_nowhere_to_write_is_one_sentence(read_only, command):
    forbid(read_only.parent / "home")
    assert_one_sentence(run_py(read_only, *command), "neither to", read_only, "copy the lessons to a folder")


@pytest.mark.parametrize("command", [[], ["present"], ["test"], ["site"], ["handout"]])
def test_an_installation_that_may_not_be_made_is_one_sentence(folder, command):
    shutil.rmtree(folder / ".venv")
    forbid(folder)
    assert_one_sentence(run_py(folder, *command), "where you may not write: copy the lessons")


@pytest.mark.parametrize(("command", "environment"), [([], ".venv"), (["hub"], ".venv/hub")])
def test_packages_of_a_python_that_was_upgraded_since_count_as_missing(folder, command, environment):
    python = folder / environment / "bin/python"
    python.unlink()
    python.symlink_to(Path(sys.executable).resolve())
    home = f"home = {python.resolve().parent}\ninclude-system-site-packages = false\n"
    (folder / environment / "pyvenv.cfg").write_text(home)
    forbid(folder)  # so that it says that it would install, and does not
    assert_one_sentence(run_py(folder, *command), "Something has to be written into")


@pytest.mark.parametrize("command", ["site", "handout"])
def test_what_is_to_be_written_into_the_folder_is_one_sentence(read_only, command):
    assert_one_sentence(run_py(read_only, command), f"written into {read_only}, where you may not write")


@pytest.mark.parametrize("command", [[], ["present"], ["handout"], ["hub"], ["site"]])
@pytest.mark.parametrize(("name", "word"), [("a [b]", "finds no widgets"), ("a:b", "can make no .venv")])
def test_a_name_that_the_tools_cannot_take_is_one_sentence(folder, name, word, command):
    other = folder.rename(folder.with_name(name))
    assert_one_sentence(run_py(other, *command), word, "rename it", other)


@pytest.mark.parametrize(("command", "environment"), [([], "."), (["hub"], "hub"), (["site"], "site")])
def test_a_folder_that_was_moved_or_copied_needs_no_network_and_finds_itself(folder, command, environment):
    inside = Path(".venv", environment, "lib/python3.11/site-packages")
    (folder / inside).mkdir(parents=True)
    (folder / inside / "_backprop_lessons.pth").write_text(f"{folder.parent}\n")  # as pip leaves it: of another folder
    for name in ("Grüße", "renamed"):
        folder = folder.rename(folder.with_name(name))
        packages = folder / inside
        settings(run_py(folder, *command))
        code = f"import site, sys; site.addsitedir({str(packages)!r}); print(ascii(sys.path))"
        path = ast.literal_eval(subprocess.check_output([sys.executable, "-I", "-c", code], text=True))
        assert path.index(str(folder)) < path.index(str(folder.parent))
