"""binder/: what repo2docker, which builds the image, makes of this repository."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from repo2docker.app import Repo2Docker

import run

ROOT = Path(__file__).resolve().parents[2]


def chosen_buildpack():
    """Give the build pack that repo2docker chooses for the folder it stands in: the first that recognises it."""
    app = Repo2Docker()
    candidates = (kind(base_image=app.base_image) for kind in app.buildpacks)
    chosen = next(candidate for candidate in candidates if candidate.detect())
    chosen.platform = "linux/amd64"
    return chosen


@pytest.fixture
def buildpack(monkeypatch):
    monkeypatch.chdir(ROOT)
    return chosen_buildpack()


def test_repo2docker_takes_the_repository_for_python_3_12(buildpack):
    assert type(buildpack).__name__ == "PythonBuildPack"
    assert buildpack.python_version == "3.12"
    assert "conda/environment.py-3.12-linux-64.lock" in buildpack.get_build_script_files()
    assert "COPY --chown=" in buildpack.render()


def test_it_installs_our_requirements_once_the_whole_repository_is_there(buildpack):
    commands = [script for _, script in buildpack.get_assemble_scripts()]
    assert sum('-r "binder/requirements.txt"' in command for command in commands) == 1
    # Without the rest of the repository, ../requirements.txt and its "-e ." would lead nowhere.
    assert not buildpack._should_preassemble_pip
    assert "binder/requirements.txt" not in " ".join(script for _, script in buildpack.get_preassemble_scripts())


def test_it_takes_three_files_from_binder_and_nothing_else(buildpack):
    assert buildpack.binder_dir == "binder"
    assert sorted(path.name for path in (ROOT / "binder").iterdir()) == ["requirements.txt", "runtime.txt", "start"]
    assert (ROOT / "binder/requirements.txt").read_text().split() == ["-r", "../requirements.txt"]
    assert 'ENV R2D_ENTRYPOINT="${REPO_DIR}/binder/start"' in buildpack.render()


@pytest.mark.skipif(os.name == "nt", reason="Binder's machines are no Windows")
@pytest.mark.parametrize("theirs", ["", "/etc/theirs"])
def test_what_binder_starts_reads_the_settings_that_run_py_gives(theirs, monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", theirs)
    command = [sys.executable, "-c", "import os, sys; print(os.environ['JUPYTER_CONFIG_PATH'], *sys.argv[1:])", "a b"]
    start = ["sh", ROOT / "binder/start", *command]
    environment = {**os.environ, "REPO_DIR": str(ROOT)}
    result = subprocess.run(start, env=environment, capture_output=True, text=True, check=True)
    assert result.stdout == f"{run.lab_environment()['JUPYTER_CONFIG_PATH']} a b\n"


def test_without_the_runtime_file_it_would_take_another_python(tmp_path, monkeypatch):
    (tmp_path / "binder").mkdir()
    (tmp_path / "binder/requirements.txt").write_text("numpy\n")
    monkeypatch.chdir(tmp_path)
    assert chosen_buildpack().python_version != "3.12"
