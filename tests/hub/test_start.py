"""What the start of a class server says when something is in the way, in one sentence, before anything is made."""

import os
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import accounts
import pytest
import start as module

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


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


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


def test_a_folder_keeps_the_port_at_which_its_learners_servers_find_the_hub(tmp_path, port):
    first = module.read(["--folder", str(tmp_path), "--port", "8000"])
    assert (first.hub_port, first.proxy_port) == (8001, 8002)
    module.keep_hub_port(first)
    for asked, inside in (("8000", (8001, 8002)), ("9000", (8001, 9001)), ("7999", (8001, 8000))):
        again = module.read(["--folder", str(tmp_path), "--port", asked])
        assert (again.hub_port, again.proxy_port) == inside
    with pytest.raises(module.Stop, match=r"Port 8001 is the one .*: choose another --port"):
        module.check_ports(module.read(["--folder", str(tmp_path), "--port", "8001"]))


def test_whoever_has_taken_that_port_is_told_apart(tmp_path, port):
    (tmp_path / "hub").mkdir()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        (tmp_path / "hub" / module.HUB_PORT).write_text(f"{taken}\n")
        result = start(tmp_path, "--port", str(port))
    assert_one_sentence(result, f"Port {taken} is taken", f"delete {tmp_path}/hub/hub_port")


def test_a_second_server_of_one_folder_is_refused_until_the_first_has_ended(tmp_path, monkeypatch):
    """The lock stays with the process when it becomes another program."""
    hold = "import os, sys, start; from pathlib import Path; start.lock(Path(sys.argv[1])); os.execvp('cat', ['cat'])"
    with subprocess.Popen(
        [sys.executable, "-c", hold, tmp_path], cwd=ROOT / "hub", stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as first:
        first.stdin.write(b"x\n")
        first.stdin.flush()
        assert first.stdout.readline() == b"x\n"
        options = module.read(["--folder", str(tmp_path)])
        monkeypatch.setattr(module, "check_ports", lambda _: pytest.fail("the ports are no answer here"))
        with pytest.raises(module.Stop, match=rf"already runs from {tmp_path}: stop that one first"):
            module.check_machine(options)
        first.stdin.close()
    monkeypatch.setattr(module, "check_ports", lambda _: None)
    options.one_account = True
    module.check_machine(options)


def test_an_option_is_written_in_full(tmp_path, capsys):
    with pytest.raises(SystemExit):
        module.read(["--fold", str(tmp_path)])
    assert "unrecognized arguments: --fold" in capsys.readouterr().err


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "no.such.host.invalid", "", "a" * 64])
def test_an_address_that_is_not_this_machines_is_named(tmp_path, port, address):
    result = start(tmp_path, "--port", str(port), "--address", address)
    assert_one_sentence(result, f"--address {address} is none of this machine's", "0.0.0.0")
    assert not (tmp_path / "hub").exists()


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6")
def test_an_address_of_ipv6_is_one_and_a_taken_port_there_is_named(port):
    module.check_door("::1", port)
    with socket.socket(socket.AF_INET6) as other:
        other.bind(("::1", port))
        other.listen()
        with pytest.raises(module.Stop, match=f"Port {port} is taken"):
            module.check_door("::1", port)


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])
def test_a_class_is_told_an_address_that_it_can_type(monkeypatch, address):
    monkeypatch.setattr(socket, "gethostname", lambda: "school-7")
    name, *number = module.typed(address)
    assert name == "school-7"
    assert len(number) <= 1  # without a network there is none
    assert "0.0.0.0" not in number


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "school-7"])
def test_an_address_that_was_given_is_told_as_it_is(address):
    assert module.typed(address) == [address]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--address", "::1"], "http://[::1]:8000"),
        (["--certificate", "x", "--private-key", "y"], "https://127.0.0.1:8000"),
    ],
)
def test_the_server_listens_at_what_browsers_open(options, told):
    assert module.settings(module.read(options))["url"] == told


def test_the_line_it_prints_has_every_address_that_can_be_typed(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(module, "typed", lambda address: ["school-7", "10.0.0.5"])
    for name in ("check_machine", "install_proxy", "become_the_server"):
        monkeypatch.setattr(module, name, lambda *_: 0)
    assert module.main(["--address", "0.0.0.0", "--folder", str(tmp_path)]) == 0
    assert "The lessons are at http://school-7:8000/ or http://10.0.0.5:8000/ ." in capsys.readouterr().out


@pytest.mark.parametrize("missing", ["cert.pem", "key.pem"])
def test_a_certificate_that_is_not_there_is_named(tmp_path, certificate, missing):
    certificate[missing].unlink()
    assert_one_sentence(start(tmp_path, *https(certificate)), f"There is no file {certificate[missing]}")
    assert not (tmp_path / "hub").exists()


@pytest.mark.parametrize("spoilt", ["cert.pem", "key.pem"])
def test_what_is_no_certificate_or_no_key_is_told(tmp_path, certificate, spoilt):
    certificate[spoilt].write_text("a shopping list")
    result = start(tmp_path, *https(certificate))
    assert_one_sentence(result, *map(str, certificate.values()), "are no certificate and its private key")


def test_a_key_with_a_password_is_told_and_not_asked_for(tmp_path, certificate):
    key = certificate["key.pem"]
    subprocess.run(
        ["openssl", "pkcs8", "-topk8", "-in", key, "-out", tmp_path / "shut", "-passout", "pass:x"], check=True
    )
    (tmp_path / "shut").replace(key)
    assert_one_sentence(start(tmp_path, *https(certificate)), "without a password")


def test_a_certificate_with_its_key_is_taken(certificate):
    module.check_certificate(*certificate.values())


@pytest.fixture
def certificate(tmp_path):
    """A certificate with its key, signed by itself."""
    if not shutil.which("openssl"):
        pytest.skip("openssl makes the certificate, and isn't here")
    made = {name: tmp_path / name for name in ("cert.pem", "key.pem")}
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=school-7"]
    command += ["-out", made["cert.pem"], "-keyout", made["key.pem"]]
    subprocess.run(command, check=True, capture_output=True)
    return made


def https(certificate):
    return ["--certificate", certificate["cert.pem"], "--private-key", certificate["key.pem"]]


def test_on_windows_it_says_where_to_start_it_before_anything_else():
    without = "sys.modules['resource'] = sys.modules['fcntl'] = None; del os.geteuid; os.name = 'nt'"
    modules = "argparse, contextlib, errno, json, os, pathlib, re, runpy, shutil, socket, ssl, subprocess, sys, typing"
    program = f"import {modules}; {without}; runpy.run_path({str(ROOT / 'hub' / 'start.py')!r}, run_name='__main__')"
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert_one_sentence(result, "on Windows start it in WSL")


def an_npm(tmp_path, monkeypatch, does):
    """Let npm do this, and the proxy be looked for in a folder of the test's own, which is given."""
    for name, line in (("node", "echo v20.0.0"), ("npm", does)):
        (tmp_path / name).write_text(f"#!/bin/sh\n{line}\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(module, "PROXY", tmp_path / "proxy")
    for name in ("PROXY_PROGRAM", "PROXY_IS_WHOLE"):
        place = getattr(module, name).relative_to(Path(sys.prefix) / "proxy")
        monkeypatch.setattr(module, name, tmp_path / "proxy" / place)
    return tmp_path / "proxy"


PROGRAM = "configurable-http-proxy/bin/configurable-http-proxy"


def test_a_proxy_of_which_a_part_is_missing_is_fetched_again_and_a_whole_one_is_not(tmp_path, monkeypatch):
    into = tmp_path / "proxy" / "node_modules"
    fetch = f"echo x >> {tmp_path}/calls; mkdir -p {into / PROGRAM}; touch {into}/.package-lock.json"
    an_npm(tmp_path, monkeypatch, fetch)
    (into / PROGRAM).mkdir(parents=True)  # as an npm that was ended in the middle leaves it
    (into / "half").touch()
    for _ in range(2):
        module.install_proxy()
        assert (tmp_path / "calls").read_text() == "x\n"
        assert not (into / "half").exists()


def test_ctrl_c_while_the_proxy_is_fetched_is_one_line_and_the_next_start_fetches_it(tmp_path, monkeypatch, capsys):
    def end(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "install_proxy", end)
    monkeypatch.setattr(module, "check_machine", lambda _: None)
    assert module.main(["--folder", str(tmp_path)]) == 130
    assert capsys.readouterr().err == "\nStopped. The same command goes on from here.\n"


@pytest.mark.parametrize(
    ("said", "told"), [("npm error one\nnpm error two\n", "npm error two"), ("", "it gives no reason")]
)
def test_what_npm_says_last_is_told_when_it_fails(tmp_path, monkeypatch, said, told):
    an_npm(tmp_path, monkeypatch, f"printf '{said}' >&2; exit 1")
    with pytest.raises(module.Stop) as stop:
        module.install_proxy()
    assert str(stop.value) == f"npm could not fetch configurable-http-proxy: {told}"


def test_without_node_it_says_so(tmp_path, port):
    assert_one_sentence(start(tmp_path, "--port", str(port), PATH=str(tmp_path)), "needs node 18 or newer, found: none")


def test_a_list_that_is_not_there_or_has_no_names_in_it_is_named(tmp_path, port):
    assert_one_sentence(start(tmp_path, "--port", str(port), "--class", "nowhere.txt"), "nowhere.txt")
    (tmp_path / "names.txt").write_text("Ada\n<Bob>\n", encoding="utf-8")
    result = start(tmp_path, "--port", str(port), "--class", str(tmp_path / "names.txt"))
    assert_one_sentence(result, "'<bob>' can't be a learner's name")


def test_a_list_in_another_encoding_is_named(tmp_path, port):
    (tmp_path / "names.txt").write_text("Émilie\n", encoding="cp1252")
    result = start(tmp_path, "--port", str(port), "--class", str(tmp_path / "names.txt"))
    assert_one_sentence(result, "names.txt is not in UTF-8")


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


def test_a_limit_that_the_machine_has_lower_stays_as_it_is(tmp_path):
    low = "import resource, subprocess, sys; resource.setrlimit(resource.RLIMIT_NOFILE, (512, 512)); "
    become = "from accounts import becoming; from pathlib import Path; becoming(Path(sys.argv[1]), 0)(); "
    told = "print(resource.getrlimit(resource.RLIMIT_NOFILE))"
    command = [sys.executable, "-c", low + become + told, tmp_path]
    result = subprocess.run(command, cwd=ROOT / "hub", capture_output=True, text=True, check=True)
    assert result.stdout == "(512, 512)\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives folders away")
def test_each_account_is_one_of_its_own(tmp_path):
    folders = [accounts.folder_of(name, tmp_path, accounts.FIRST) for name in ("ada", "emmy", "ada", "grace")]
    numbers = [folder.stat().st_uid for folder in folders]
    assert numbers == [accounts.FIRST, accounts.FIRST + 1, accounts.FIRST, accounts.FIRST + 2]


@pytest.fixture
def tried():
    """A learner's folder as a trial without root leaves it: all of it is the teacher's."""
    with tempfile.TemporaryDirectory(prefix="learners-") as learners:  # pytest's are closed to learners' accounts
        Path(learners).chmod(0o711)
        folder = Path(learners) / "ada"
        (folder / "work").mkdir(parents=True)
        (folder / "work" / "notes").touch()
        for path in (folder / "work" / "notes", folder / "work", folder):
            os.chown(path, 1000, 1000)
        yield folder


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives folders away")
def test_a_folder_from_before_there_were_accounts_is_given_to_one_with_all_in_it(tried):
    other = accounts.folder_of("emmy", tried.parent, accounts.FIRST)
    folder = accounts.folder_of("ada", tried.parent, accounts.FIRST)
    owners = {(path.stat().st_uid, path.stat().st_gid) for path in (folder, folder / "work", folder / "work" / "notes")}
    assert owners == {(accounts.FIRST + 1, accounts.FIRST + 1)}
    assert other.stat().st_uid == accounts.FIRST
    become = accounts.becoming(folder, accounts.FIRST)
    result = subprocess.run(["id", "-u"], preexec_fn=become, capture_output=True, text=True, check=True)
    assert result.stdout == f"{accounts.FIRST + 1}\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives folders away")
def test_what_a_link_in_such_a_folder_leads_to_stays_whose_it_is(tried, tmp_path):
    for name in ("passwords", "keys"):
        (tmp_path / name).touch()
        os.chown(tmp_path / name, 1000, 1000)
    (tried / "passwords").symlink_to(tmp_path / "passwords")
    (tried / "keys").hardlink_to(tmp_path / "keys")
    accounts.folder_of("ada", tried.parent, accounts.FIRST)
    assert [(tmp_path / name).stat().st_uid for name in ("passwords", "keys")] == [1000, 1000]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives folders away")
def test_nobody_becomes_an_account_that_is_no_learners(tried):
    with pytest.raises(PermissionError, match="ada belongs to account 1000, and learners have those from"):
        accounts.becoming(tried, accounts.FIRST)
    link = tried.with_name("emmy")
    link.symlink_to(tried)  # a folder that isn't in its place is not given away
    with pytest.raises(PermissionError, match="emmy belongs to account 1000"):
        accounts.becoming(accounts.folder_of("emmy", tried.parent, accounts.FIRST), accounts.FIRST)


def test_a_learners_process_has_its_limits_and_works_in_its_folder(tmp_path):
    folder = accounts.folder_of("ada", tmp_path, first=0)
    look = "import os, resource; print(os.getcwd(), *resource.getrlimit(resource.RLIMIT_DATA), sep='\\n')"
    become = accounts.becoming(folder, first=0)
    command = [sys.executable, "-c", look]
    result = subprocess.run(command, preexec_fn=become, capture_output=True, text=True, check=True)
    most = str(accounts.LIMITS[accounts.resource.RLIMIT_DATA])
    assert result.stdout.split() == [str(folder), most, most]
