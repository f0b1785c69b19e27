"""run.py: what it says when something is in the way, what it installs and when, how it starts JupyterLab."""

import ast
import errno
import importlib.util
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path, monkeypatch):
    """run.py as a module, its folder an empty one with a space in its name."""
    spec = importlib.util.spec_from_file_location("run_under_test", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = tmp_path / "a folder"
    folder.mkdir()
    for path in (ROOT / "pyproject.toml", *ROOT.glob("requirements*.txt")):
        shutil.copy(path, folder)
    for name in ("server", "locked"):
        shutil.copytree(ROOT / name, folder / name)
    monkeypatch.setattr(module, "ROOT", folder)
    monkeypatch.setattr(module, "VENV", folder / ".venv")
    monkeypatch.setattr(module, "TALK", folder / ".venv" / "talk")
    monkeypatch.setattr(module, "PAPER", folder / ".venv" / "handout")
    monkeypatch.setattr(module, "PYTHON", folder / ".venv" / "python")
    (folder / "notebooks").mkdir()
    for name in ("00_start", "04_backward", "10_two_words"):
        (folder / "notebooks" / f"{name}.ipynb").touch()
    return module


@pytest.fixture
def installs(run, monkeypatch):
    """What pip was asked to install, call by call; nothing is installed."""
    calls = []

    def make_venv():
        run.VENV.mkdir(exist_ok=True)
        run.PYTHON.touch()

    monkeypatch.setattr(run, "make_venv", make_venv)
    monkeypatch.setattr(run, "works", Path.exists)
    monkeypatch.setattr(run, "pip_install", calls.append)
    return calls


def run_py(*arguments, folder=ROOT, **environment):
    """Run run.py as a learner does, with this Python."""
    return subprocess.run(
        [sys.executable, folder / "run.py", *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
    )


def assert_one_sentence(result, *words):
    """Check that it failed, and said on the way out one line with these words and no more."""
    lines = result.stderr.splitlines()
    assert result.returncode != 0
    assert len(lines) == 1, result.stderr
    for word in words:
        assert word in lines[0]


# What is in the way


def test_the_file_parses_on_pythons_that_are_too_old():
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_it_imports_the_standard_library_only():
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= set(sys.stdlib_module_names)


@pytest.mark.parametrize("version", [(2, 7), (3, 6, 15), (3, 10, 13, "final", 0)])
def test_a_python_that_is_too_old_is_named(run, version):
    with pytest.raises(run.Stop, match=rf"Python 3\.11 or newer is needed, and this is {version[0]}\.{version[1]} "):
        run.check_python(version)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 14, 1), (4, 0)])
def test_every_python_from_3_11_on_is_welcome(run, version):
    run.check_python(version)


def test_an_unknown_lesson_is_one_sentence_that_lists_the_lessons():
    lessons = sorted(path.stem for path in ROOT.glob("notebooks/*.ipynb"))
    assert_one_sentence(run_py("present", "99"), "no lesson '99'", ", ".join(lessons))


def test_an_unknown_command_is_one_sentence():
    assert_one_sentence(run_py("tset"), "no command 'tset'", "--help")


@pytest.mark.parametrize("arguments", [["--port", "x8"], ["--port=99999"], ["--port"]])
def test_a_port_that_is_no_port_is_one_sentence(arguments):
    assert_one_sentence(run_py(*arguments), "--port needs a number from 0 to 65535")


def test_a_taken_port_is_one_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        assert_one_sentence(run_py("--no-browser", "--port", port), f"Port {port} is taken")


def test_a_free_port_is_accepted(run):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = str(other.getsockname()[1])
    run.check_port(["--port", port])


@pytest.mark.parametrize("taken", [False, True])
def test_a_port_is_looked_at_where_localhost_has_an_address_that_the_machine_has_not(run, monkeypatch, taken):
    class WithoutIPv6(socket.socket):
        def __init__(self, family=socket.AF_INET, *arguments):
            if family == socket.AF_INET6:
                raise OSError(errno.EAFNOSUPPORT, os.strerror(errno.EAFNOSUPPORT))
            super().__init__(family, *arguments)

    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        if taken:
            other.listen()
        else:
            other.close()
        both = [(socket.AF_INET6, ("::1", port, 0, 0)), (socket.AF_INET, ("127.0.0.1", port))]
        found = [(family, socket.SOCK_STREAM, 0, "", address) for family, address in both]
        monkeypatch.setattr(run.socket, "getaddrinfo", lambda *_: found)
        monkeypatch.setattr(run.socket, "socket", WithoutIPv6)
        with pytest.raises(run.Stop, match="is taken") if taken else nullcontext():
            run.check_port(["--port", str(port)])


@pytest.fixture
def copy(tmp_path):
    """A copy of what run.py needs to begin an installation, in a folder with a space in its name."""
    folder = tmp_path / "my lessons"
    folder.mkdir()
    for name in ("run.py", "pyproject.toml", "requirements.txt", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    return folder


def test_a_python_without_venv_is_one_sentence(copy, tmp_path):
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    (hidden / "ensurepip.py").write_text("raise ImportError('as on Debian without python3-venv')")
    assert_one_sentence(run_py(folder=copy, PYTHONPATH=str(hidden)), "no venv module", "python3-venv")
    assert not (copy / ".venv").exists()


def test_an_environment_of_somebody_elses_is_left_as_it_is(copy):
    theirs = copy / ".venv" / "lib" / "theirs.txt"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", copy / ".venv"], check=True)
    theirs.write_text("precious")
    assert_one_sentence(run_py(folder=copy), f"{copy / '.venv'} was not made by run.py", "move it away")
    assert theirs.read_text() == "precious"


@pytest.mark.parametrize("left", ["made-by-run", "requirements.txt.installed", "pip.log"])
def test_an_environment_of_ours_is_made_anew_where_its_python_does_not_work(run, left):
    run.VENV.mkdir()
    for name in (left, "old.txt"):
        (run.VENV / name).touch()
    (run.VENV / "lib").mkdir()
    (run.VENV / "link").symlink_to(run.ROOT / "server")
    run.make_venv()
    assert not (run.VENV / "old.txt").exists()
    assert (run.VENV / "pyvenv.cfg").exists()
    assert (run.ROOT / "server" / "lesson_contents.py").exists()


def test_an_environment_that_was_half_made_is_ours(run, monkeypatch):
    monkeypatch.setattr(run, "run_quietly", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    monkeypatch.setattr(run, "works", lambda _: False)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            run.make_venv()


def test_no_network_is_one_sentence_and_the_next_run_tries_again(copy):
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "1"}
    without = dict.fromkeys(("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX"), "")
    result = run_py(folder=copy, **nowhere, **without)
    assert_one_sentence(result, "cannot reach the packages", "check the network", "pip.log")
    assert "Installing into .venv" in result.stdout
    assert (copy / ".venv" / "pip.log").read_text(encoding="utf-8")
    assert not list((copy / ".venv").glob("*.installed"))


def test_any_other_failure_of_pip_is_told_in_pips_words(copy):
    (copy / "requirements.txt").write_text("./not-there\n")
    result = run_py(folder=copy)
    assert_one_sentence(result, "pip failed, see .venv/pip.log: ERROR:", "not-there")


# What is installed, and when


def test_the_first_run_installs_and_the_second_does_not(run, installs):
    run.install(run.FOR_LESSONS, locked=False)
    run.install(run.FOR_LESSONS, locked=False)
    assert installs == [["-r", "requirements.txt"]]


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_a_changed_file_installs_again(run, installs, name):
    run.install(run.FOR_LESSONS, locked=False)
    with (run.ROOT / name).open("a") as file:
        file.write("# changed\n")
    run.install(run.FOR_LESSONS, locked=False)
    run.install(run.FOR_LESSONS, locked=False)
    assert len(installs) == 2


def test_other_line_ends_do_not_install_again(run, installs):
    run.install(run.FOR_LESSONS, locked=False)
    path = run.ROOT / "requirements.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    run.install(run.FOR_LESSONS, locked=False)
    assert len(installs) == 1


def test_a_python_that_is_not_there_or_of_another_machine_does_not_work(run):
    assert run.works(Path(sys.executable))
    assert not run.works(run.PYTHON)
    run.VENV.mkdir()
    run.PYTHON.write_text("no program of this machine")
    run.PYTHON.chmod(0o755)
    assert not run.works(run.PYTHON)


def test_the_tests_need_their_tools_and_the_lessons_do_not(run, installs):
    run.install(run.FOR_TESTS, locked=False)
    run.install(run.FOR_LESSONS, locked=False)
    assert installs == [["-r", "requirements.txt", "-r", "requirements-test.txt"]]


def test_a_changed_test_tool_does_not_delay_the_lessons(run, installs):
    run.install(run.FOR_TESTS, locked=False)
    (run.ROOT / "requirements-test.txt").write_text("pytest\n")
    run.install(run.FOR_LESSONS, locked=False)
    assert len(installs) == 1


def test_slides_are_installed_apart_and_only_for_a_talk(run, installs, monkeypatch):
    monkeypatch.setattr(run, "call", lambda *_, **__: 0)
    run.lab([])
    assert installs == [["-r", "requirements.txt"]]
    run.present([])
    run.present([])
    apart = ["--no-deps", "--upgrade", "--target", str(run.TALK)]
    assert installs[1:] == [[*apart, "-r", "requirements-present.txt"]]
    run.lab([])
    assert len(installs) == 2


def test_a_failed_installation_is_not_taken_for_done(run, installs, monkeypatch):
    def fail(_):
        raise run.Stop("no")

    with monkeypatch.context() as patch:
        patch.setattr(run, "pip_install", fail)
        with pytest.raises(run.Stop):
            run.install(run.FOR_LESSONS, locked=False)
    run.install(run.FOR_LESSONS, locked=False)
    assert len(installs) == 1


def test_locked_installs_the_lock_and_serves_a_run_without_it(run, installs):
    run.install(run.FOR_LESSONS, locked=False)
    run.install(run.FOR_LESSONS, locked=True)
    run.install(run.FOR_LESSONS, locked=True)
    run.install(run.FOR_LESSONS, locked=False)
    assert installs == [["-r", "requirements.txt"], ["-r", "locked/requirements.txt"]]


def test_a_lock_that_has_changed_is_installed_anew(run, installs):
    run.install(run.FOR_LESSONS, locked=True)
    with (run.ROOT / "locked" / "requirements.txt").open("a") as lock:
        lock.write("# newer\n")
    run.install(run.FOR_LESSONS, locked=True)
    assert len(installs) == 2


def test_a_file_whose_hash_is_not_the_locks_is_not_installed(run, tmp_path, monkeypatch):
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    with zipfile.ZipFile(wheels / "forged-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("forged-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: forged\nVersion: 1.0\n")
        wheel.writestr("forged-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("forged-1.0.dist-info/RECORD", "")
    (run.ROOT / "locked" / "requirements.txt").write_text(f"forged==1.0 --hash=sha256:{'0' * 64}\n")
    monkeypatch.setattr(run, "PYTHON", Path(sys.executable))
    run.VENV.mkdir()
    words = ["--no-index", "--find-links", str(wheels), "--target", str(tmp_path / "there")]
    with pytest.raises(run.Stop, match="DO NOT MATCH THE HASHES"):
        run.pip_install([*words, "-r", run.asked_of_pip("requirements.txt", locked=True)], run.PYTHON)


def test_the_flag_is_ours_and_not_jupyterlabs(run):
    assert run.take_flag("--locked", ["--locked", "--no-browser"]) == (True, ["--no-browser"])
    assert run.take_flag("--locked", ["--no-browser"]) == (False, ["--no-browser"])


def test_pip_is_told_line_by_line(run, capsys):
    with run.Progress() as progress:
        progress.hear("Collecting numpy<3,>=1.26 (from -r requirements.txt (line 2))\n")
        progress.hear("  Using cached numpy.whl\n")
        progress.hear("Installing collected packages: numpy, jupyterlab\n")
    assert capsys.readouterr().out == "    1  numpy\n  unpacking (packages: 2), about a minute\n"


# How JupyterLab is started


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ([], ("lab", [])),
        (["--no-browser"], ("lab", ["--no-browser"])),
        (["notebooks/02_cost.ipynb"], ("lab", ["notebooks/02_cost.ipynb"])),
        (["present", "04"], ("present", ["04"])),
        (["test"], ("test", [])),
        (["test", "-k", "delta"], ("test", ["-k", "delta"])),
        (["--help"], ("help", [])),
        (["--locked", "test"], ("test", ["--locked"])),
        (["-x", "test"], ("test", ["-x"])),
        (["--key", "handout", "04"], ("handout", ["--key", "04"])),
        (["--no-browser", "present", "04"], ("present", ["--no-browser", "04"])),
        (["--port", "9999", "present", "04"], ("present", ["--port", "9999", "04"])),
        (["--self-contained", "site", "out"], ("site", ["--self-contained", "out"])),
        (["--class", "names.txt", "hub"], ("hub", ["--class", "names.txt"])),
        (["--port", "9999", "--ip=0.0.0.0"], ("lab", ["--port", "9999", "--ip=0.0.0.0"])),
        (["--ip", "0.0.0.0", "notebooks/02_cost.ipynb"], ("lab", ["--ip", "0.0.0.0", "notebooks/02_cost.ipynb"])),
    ],
)
def test_the_line_is_read(run, line, command):
    assert run.split_command(line) == command


@pytest.mark.parametrize("line", [["--no-browser", "tset"], ["--port", "9999", "04"]])
def test_a_word_that_is_no_command_is_refused_behind_options_too(run, line):
    with pytest.raises(run.Stop, match=f"There is no command '{line[-1]}'"):
        run.split_command(line)


def test_a_command_where_an_option_may_have_its_value_is_refused(run):
    with pytest.raises(run.Stop, match=r"'test' stands where --lf .* \(run.py test --lf\), or write --lf=test"):
        run.split_command(["--lf", "test"])


@pytest.mark.parametrize(
    ("line", "word"),
    [
        (["present", "--no-browser", "04", "10"], "10"),
        (["lab", "04", "10"], "10"),
        (["notebooks/04_backward.ipynb", "present"], "present"),
        (["site", "--self-contained", "here", "there"], "there"),
        (["hub", "--one-account", "names.txt"], "names.txt"),
    ],
)
def test_a_word_that_would_be_left_over_is_refused_before_anything_is_installed(
    run, installs, monkeypatch, capsys, line, word
):
    monkeypatch.chdir(run.ROOT)
    assert run.main(line) == 1
    assert f"{word!r} is left over on the line" in capsys.readouterr().err
    assert installs == []


@pytest.mark.parametrize("line", [["handout", "--kye"], ["site", "--self-contianed"], ["site", "--locked"]])
def test_an_unknown_option_is_refused_before_anything_is_installed(run, installs, capsys, line):
    assert run.main(line) == 1
    assert f"There is no option {line[-1]} here" in capsys.readouterr().err
    assert installs == []


@pytest.mark.parametrize("command", ["handout", "site", "present"])
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_on_a_command_installs_nothing(run, installs, capsys, command, option):
    assert run.main([command, option]) == 0
    assert f"python3 run.py {command}" in capsys.readouterr().out
    assert installs == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no class server")
def test_help_on_the_class_server_is_its_own_and_installs_nothing(run, monkeypatch, capfd):
    monkeypatch.setattr(run, "tools_for", lambda *_: pytest.fail("it would install"))
    monkeypatch.setattr(run, "ROOT", ROOT)
    assert run.main(["hub", "--help"]) == 0
    assert "--one-account" in capfd.readouterr().out


def test_a_class_server_on_windows_is_refused_before_anything_is_installed(run, monkeypatch):
    monkeypatch.setattr(run, "tools_for", lambda *_: pytest.fail("it would install"))
    monkeypatch.setattr(run, "os", SimpleNamespace(name="nt"))
    with pytest.raises(run.Stop, match="needs Linux or macOS: on Windows start it in WSL"):
        run.hub([])


def test_no_value_is_looked_for_behind_a_flag_of_jupyterlabs(run):
    from jupyterlab.labapp import LabApp

    assert {f"--{flag}" for flag, _ in LabApp().flags.items() if len(flag) > 1} <= set(run.FLAGS)


def test_jupyterlab_opens_the_first_lesson(run):
    command = run.lab_command("python", ["--no-browser"])
    assert command[:4] == ["python", "-m", "jupyterlab", "notebooks/00_start.ipynb"]
    assert "--LabApp.default_url=/lab/tree/00_start.ipynb" in command
    assert command[-1] == "--no-browser"


def test_a_lesson_on_the_line_takes_the_place_of_the_first(run):
    command = run.lab_command("python", ["notebooks/03_delta.ipynb", "--no-browser"])
    assert command[3] == "notebooks/03_delta.ipynb"
    assert "--LabApp.default_url=/lab/tree/03_delta.ipynb" in command
    assert sum(word.endswith(".ipynb") and not word.startswith("-") for word in command) == 1


@pytest.mark.parametrize("named", ["notebooks/04_backward.ipynb", "{}/notebooks/04_backward.ipynb", "04"])
@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_lesson_is_opened_from_the_projects_folder_and_from_elsewhere(
    run, installs, monkeypatch, tmp_path, named, elsewhere
):
    monkeypatch.chdir(tmp_path if elsewhere else run.ROOT)
    command, _ = started(run, monkeypatch, run.lab, [named.format(run.ROOT), "--no-browser"])
    assert (run.ROOT / command[3]).resolve() == run.ROOT / "notebooks/04_backward.ipynb"


def test_a_file_of_the_learners_own_is_opened_from_where_they_are(run, installs, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.ipynb").touch()
    command, _ = started(run, monkeypatch, run.lab, ["mine.ipynb"])
    assert command[3] == str(tmp_path / "mine.ipynb")
    with pytest.raises(run.Stop, match=r"no file 'yours\.ipynb', neither in"):
        run.lab(["yours.ipynb"])


@pytest.mark.parametrize("port", [["--port", "8890"], ["--port=8890"]])
def test_a_port_that_was_asked_for_is_that_port_or_none(run, port):
    assert "--ServerApp.port_retries=0" in run.lab_command("python", port)
    assert "--ServerApp.port_retries=0" not in run.lab_command("python", [])


def test_a_config_path_of_the_learners_own_is_kept(run, monkeypatch):
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", "theirs")
    assert run.lab_environment()["JUPYTER_CONFIG_PATH"] == f"{run.ROOT / 'server'}{os.pathsep}theirs"
    monkeypatch.delenv("JUPYTER_CONFIG_PATH")
    assert run.lab_environment()["JUPYTER_CONFIG_PATH"] == str(run.ROOT / "server")


# How a talk is started


@pytest.mark.parametrize(
    "name", ["04", "4", "backward", "04_backward", "04_backward.ipynb", "notebooks/04_backward.ipynb"]
)
def test_a_lesson_to_present_is_named_as_people_name_it(run, name):
    assert run.take_lesson([name, "--no-browser"], run.find_lesson) == ("notebooks/04_backward.ipynb", ["--no-browser"])


@pytest.mark.parametrize("folder", ["/tmp/nosuch", "handed-in", "../notebooks", "/"])
def test_a_file_of_another_folder_is_no_lesson(run, installs, monkeypatch, tmp_path, folder):
    monkeypatch.chdir(tmp_path)
    for command in (run.present, run.handout):
        with pytest.raises(run.Stop, match=r"is in another folder than the lessons, .*: name one as in 04"):
            command([f"{folder}/04_backward.ipynb"])
    assert installs == []


@pytest.mark.parametrize("named", ["../notebooks/04_backward.ipynb", "{}/notebooks/04_backward.ipynb"])
def test_a_path_to_a_lesson_starts_where_the_line_was_typed(run, installs, monkeypatch, named):
    monkeypatch.chdir(run.ROOT / "server")
    named = named.format(run.ROOT)
    assert run.find_lesson(named) == "notebooks/04_backward.ipynb"
    command, _ = started(run, monkeypatch, run.handout, [named, "--key"])
    assert command[1:] == ["-m", "classroom.handout", "04_backward.ipynb", "--key"]


@pytest.mark.parametrize("options", [["--no-browser"], ["--port", "9999"], ["--ip=0.0.0.0"], ["-y"]])
def test_a_lesson_to_present_may_stand_behind_options(run, options):
    assert run.take_lesson([*options, "04"], run.find_lesson) == ("notebooks/04_backward.ipynb", options)


def test_a_lesson_is_found_by_a_number_or_a_name_of_more_than_one_part(run):
    assert run.find_lesson("0") == "notebooks/00_start.ipynb"
    assert run.find_lesson("two_words") == "notebooks/10_two_words.ipynb"


@pytest.mark.parametrize("line", [[], ["--port", "8890"]])
def test_no_lesson_means_the_first(run, line):
    assert run.take_lesson(line, run.find_lesson) == ("notebooks/00_start.ipynb", line)


def started(run, monkeypatch, command, line):
    """The command line and the environment with which a command would start JupyterLab."""
    calls = []
    monkeypatch.setattr(run, "call", lambda words, env: calls.append((words, env)) or 0)
    assert command(line) == 0
    return calls[0]


def test_the_lessons_begin_with_the_files_closed_and_keep_what_the_learner_opens(run, installs, monkeypatch):
    _, environment = started(run, monkeypatch, run.lab, [])
    room = run.VENV / "lab" / "workspaces"
    assert environment["JUPYTERLAB_WORKSPACES_DIR"] == str(room)
    (first,) = room.iterdir()
    assert json.loads(first.read_text())["data"]["layout-restorer:data"]["left"]["collapsed"] is True
    first.write_text("{}")
    started(run, monkeypatch, run.lab, [])
    assert first.read_text() == "{}"


def test_a_learners_own_workspaces_win(run, installs, monkeypatch):
    monkeypatch.setenv("JUPYTERLAB_WORKSPACES_DIR", "theirs")
    _, environment = started(run, monkeypatch, run.lab, [])
    assert environment["JUPYTERLAB_WORKSPACES_DIR"] == "theirs"


def test_a_talk_opens_its_lesson_alone_on_the_screen(run, installs, monkeypatch):
    command, _ = started(run, monkeypatch, run.present, ["4", "--no-browser"])
    assert command[3] == "notebooks/04_backward.ipynb"
    assert "--LabApp.default_url=/doc/tree/04_backward.ipynb" in command
    assert command[-1] == "--no-browser"


def test_a_talk_keeps_its_settings_and_workspaces_to_itself(run, installs, monkeypatch):
    _, before = started(run, monkeypatch, run.lab, [])
    _, talk = started(run, monkeypatch, run.present, [])
    _, after = started(run, monkeypatch, run.lab, [])
    assert before == after
    changed = {name: talk[name].split(os.pathsep)[0] for name in talk if talk[name] != before.get(name)}
    assert changed == {
        "JUPYTER_PATH": str(run.TALK / "share" / "jupyter"),
        "JUPYTERLAB_SETTINGS_DIR": str(run.TALK / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(run.TALK / "workspaces"),
    }


def test_each_talk_begins_the_same_whatever_the_last_one_left(run, installs, monkeypatch):
    started(run, monkeypatch, run.present, [])
    slides = run.TALK / "settings" / "jupyterlab-slideshow" / "plugin.jupyterlab-settings"
    slides.write_text('{"active": false}')
    (run.TALK / "workspaces").mkdir()
    (run.TALK / "workspaces" / "left.jupyterlab-workspace").touch()
    started(run, monkeypatch, run.present, [])
    assert slides.read_text() == (run.ROOT / "server/present/jupyterlab-slideshow" / slides.name).read_text()
    assert not list((run.TALK / "workspaces").glob("*"))


# How a class server is started


def test_a_class_server_has_an_environment_of_its_own_and_takes_the_rest_of_the_line(run, monkeypatch):
    made = []
    monkeypatch.setattr(run, "make_venv", run.VENV.mkdir)
    monkeypatch.setattr(run, "make_environment", lambda folder: folder.mkdir(parents=True))
    monkeypatch.setattr(run, "pip_install", lambda words, python: made.append((words, python)))
    calls = []
    monkeypatch.setattr(run, "call", lambda words: calls.append(words) or 0)
    assert run.hub(["--port", "8100"]) == 0
    python = run.VENV / "hub" / run.PYTHON.relative_to(run.VENV)
    assert made == [(["-r", "requirements-hub.txt"], python)]
    assert calls == [[python, "hub/start.py", "--port", "8100"]]


@pytest.mark.parametrize(
    ("command", "line", "told"),
    [
        ("hub", ["--class", "names.txt", "--port", "8100"], ["--class", "{}/names.txt", "--port", "8100"]),
        ("hub", ["--folder=../f", "--private-key", "/k.pem"], ["--folder={}/../f", "--private-key", "/k.pem"]),
        ("site", ["out", "--self-contained"], ["--self-contained", "{}/out"]),
        ("site", [], []),
    ],
)
def test_a_path_on_the_line_starts_where_the_line_was_typed(run, monkeypatch, tmp_path, command, line, told):
    here = tmp_path / "elsewhere"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(run, "tools_for", lambda *_: "python")
    calls = []
    monkeypatch.setattr(run, "call", lambda words: calls.append(words) or 0)
    assert run.COMMANDS[command](line) == 0
    assert list(map(str, calls[0][2:])) == [word.format(here) for word in told]


@pytest.mark.parametrize("name", ["requirements-hub.txt", "requirements.txt"])
def test_a_class_server_is_installed_again_when_a_file_changes_that_its_own_includes(run, name):
    before = run.fingerprint("requirements-hub.txt", False)
    with (run.ROOT / name).open("a") as file:
        file.write("# changed\n")
    assert run.fingerprint("requirements-hub.txt", False) != before


# How hand-outs are written


def test_hand_outs_have_their_tools_apart_and_only_they_see_them(run, installs, monkeypatch):
    command, environment = started(run, monkeypatch, run.handout, ["04", "--key"])
    assert command[1:] == ["-m", "classroom.handout", "04", "--key"]
    assert environment["PYTHONPATH"].split(os.pathsep)[0] == str(run.PAPER)
    apart = ["--no-deps", "--upgrade", "--target", str(run.PAPER)]
    assert installs == [["-r", "requirements.txt"], [*apart, "-r", "requirements-handout.txt"]]
    _, environment = started(run, monkeypatch, run.lab, [])
    assert str(run.PAPER) not in environment.get("PYTHONPATH", "")


def test_an_unknown_lesson_is_refused_before_anything_is_installed(run, installs):
    with pytest.raises(run.Stop, match="no lesson '99'"):
        run.handout(["99"])
    assert installs == []


# Calls a command as run.py does, in a process of its own: the signal would end the tests if run.py let it through.
CALL = """
import signal, sys
sys.path.insert(0, sys.argv[1])
import run
before = signal.getsignal(signal.SIGTERM)
tell = "import os, signal, time; os.kill(os.getppid(), signal.SIGTERM); time.sleep(20)"
code = run.call([sys.executable, "-c", tell])
print(code, signal.getsignal(signal.SIGTERM) == before)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to pass on")
def test_a_run_that_is_told_to_end_ends_its_command():
    command = [sys.executable, "-c", CALL, str(ROOT)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert result.stdout == f"{-signal.SIGTERM} True\n", result.stderr


def test_the_exit_code_is_that_of_the_command(run):
    assert run.call([sys.executable, "-c", "raise SystemExit(3)"]) == 3


@pytest.mark.parametrize(("pytest_fails", "page_fails"), [(0, 0), (1, 0), (0, 1)])
def test_a_failure_on_either_side_fails_the_tests(run, installs, monkeypatch, capsys, pytest_fails, page_fails):
    monkeypatch.setattr(run, "call", lambda *_: pytest_fails)
    monkeypatch.setattr(run, "test_page", lambda: page_fails)
    assert run.test([]) == max(pytest_fails, page_fails)
    assert ("FAILED" in capsys.readouterr().out) == bool(pytest_fails or page_fails)


@pytest.mark.parametrize("browser", [None, "/usr/bin/chromium"])
def test_a_missing_browser_is_said_at_the_end(run, installs, monkeypatch, capsys, browser):
    monkeypatch.setattr(run, "call", lambda *_: 0)
    monkeypatch.setattr(run, "test_page", lambda: 0)
    monkeypatch.setattr(run.shutil, "which", lambda _: browser)
    assert run.test([]) == 0
    *before, last = capsys.readouterr().out.splitlines()
    assert last == "All tests passed."
    assert any("SKIPPED: the tests of the page need Chromium" in line for line in before) == (browser is None)


def test_a_missing_node_is_said_loudly(run, monkeypatch, capsys):
    monkeypatch.setattr(run.shutil, "which", lambda _: None)
    assert run.test_page() == 0
    assert "SKIPPED" in capsys.readouterr().out


def test_help_is_the_files_own_description(capsys, run):
    assert run.main(["--help"]) == 0
    assert "python3 run.py test" in capsys.readouterr().out


@pytest.mark.parametrize("program", [r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe"])
@pytest.mark.parametrize("folder", ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"])
def test_a_browser_of_windows_is_found_in_its_folder(run, monkeypatch, tmp_path, folder, program):
    for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv(folder, str(tmp_path))
    assert run.find_browser() is None
    there = Path(rf"{tmp_path}\{program}")
    there.touch(mode=0o755)
    assert run.find_browser() == str(there)


@pytest.mark.parametrize("home", [RuntimeError("Could not determine home directory."), None])
def test_without_a_home_what_runs_leave_stays_beside_the_lessons_or_one_sentence_says_why_not(run, home, monkeypatch):
    def no_home():
        raise home or AssertionError("nobody has to ask for it")

    monkeypatch.setattr(run.Path, "home", no_home)
    monkeypatch.setattr(run, "may_write", lambda folder: home is None)
    if home is None:
        assert run.kept_in() == run.VENV
    else:
        with pytest.raises(run.Stop, match=r"nor to your home \(there is none\): copy the lessons"):
            run.kept_in()
