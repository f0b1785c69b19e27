"""What the start of a class server says when something is in the way, in one sentence, before anything is made."""

import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import accounts
import pytest

ROOT = Path(__file__).resolve().parents[2]


def start(folder, *options, **environment):
    """Start it with this Python, which has no JupyterHub: it has to end before it needs one."""
    return subprocess.run(
        [sys.executable, ROOT / "hub" / "start.py", "--folder", folder / "hub", "--one-account", *options],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, **environment},
    )


def assert_one_sentence(result, *words):
    assert result.returncode == 1
    assert len(result.stderr.splitlines()) == 1, result.stderr
    for word in words:
        assert word in result.stderr


@pytest.fixture
def port():
    """A port that is free, with two free ones after it."""
    for _ in range(100):
        with socket.socket() as first, socket.socket() as second, socket.socket() as third:
            first.bind(("127.0.0.1", 0))
            number = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", number + 1))
                third.bind(("127.0.0.1", number + 2))
            except (OSError, OverflowError):
                continue
        return number
    raise RuntimeError("no free ports")


@pytest.mark.parametrize("option", ["--certificate", "--private-key"])
def test_a_certificate_needs_its_key_and_the_key_its_certificate(tmp_path, option):
    assert_one_sentence(start(tmp_path, option, "x.pem"), "belong together")
    assert not (tmp_path / "hub").exists()


@pytest.mark.parametrize("number", ["0", "65534"])
def test_a_port_that_leaves_no_room_for_the_two_after_it(tmp_path, number):
    assert_one_sentence(start(tmp_path, "--port", number), "from 1 to 65533", number)


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_taken_port_is_named(tmp_path, port, after):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port + after))
        other.listen()
        assert_one_sentence(start(tmp_path, "--port", str(port)), f"Port {port + after} is taken", "--port")


def test_without_node_it_says_so(tmp_path, port):
    assert_one_sentence(start(tmp_path, "--port", str(port), PATH=str(tmp_path)), "needs node 18 or newer, found: none")


def test_a_list_that_is_not_there_or_has_no_names_in_it_is_named(tmp_path, port):
    assert_one_sentence(start(tmp_path, "--port", str(port), "--class", "nowhere.txt"), "nowhere.txt")
    (tmp_path / "names.txt").write_text("Ada\n<Bob>\n", encoding="utf-8")
    result = start(tmp_path, "--port", str(port), "--class", str(tmp_path / "names.txt"))
    assert_one_sentence(result, "'<bob>' can't be a learner's name")


def test_the_folder_lets_learners_pass_and_lists_nothing(tmp_path, port):
    start(tmp_path, "--port", str(port), PATH=str(tmp_path))
    assert stat.S_IMODE((tmp_path / "hub").stat().st_mode) == 0o711


def test_each_learner_has_a_folder_and_keeps_it(tmp_path):
    for name in ("ada", "emmy"):
        folder = accounts.folder_of(name, tmp_path, first=0)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (folder / "work").touch()
        assert accounts.folder_of(name, tmp_path, first=0) == folder
        assert (folder / "work").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives folders away")
def test_each_account_is_one_of_its_own(tmp_path):
    folders = [accounts.folder_of(name, tmp_path, accounts.FIRST) for name in ("ada", "emmy", "ada", "grace")]
    numbers = [folder.stat().st_uid for folder in folders]
    assert numbers == [accounts.FIRST, accounts.FIRST + 1, accounts.FIRST, accounts.FIRST + 2]


def test_a_learners_process_has_its_limits_and_works_in_its_folder(tmp_path):
    folder = accounts.folder_of("ada", tmp_path, first=0)
    look = "import os, resource; print(os.getcwd(), *resource.getrlimit(resource.RLIMIT_DATA), sep='\\n')"
    become = accounts.becoming(folder, first=0)
    command = [sys.executable, "-c", look]
    result = subprocess.run(command, preexec_fn=become, capture_output=True, text=True, check=True)
    most = str(accounts.LIMITS[accounts.resource.RLIMIT_DATA])
    assert result.stdout.split() == [str(folder), most, most]
