"""Start a class server on this machine: one address, and for each learner a JupyterLab with lessons of their own.

    python3 run.py hub                                    try it here: only this machine reaches it
    python3 run.py hub --class names.txt                  let in everybody on this list, one name a line
    python3 run.py hub --address 0.0.0.0 --certificate cert.pem --private-key key.pem    for the class

Everything that has to last lies in one folder, _hub unless --folder names another: the list with the passwords, the
learners' own folders, what the server knows. Started as root, each learner gets an account of their own; else, and
with --one-account, all run under the one that started it.
"""

import argparse
import contextlib
import errno
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

if os.name == "nt":  # said here, since what comes next can't even be imported there
    sys.exit("A class server needs Linux or macOS: on Windows start it in WSL.")

import fcntl

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from accounts import FIRST, can_read_this  # noqa: E402
from roster import Roster, read_text  # noqa: E402

ROOT = HERE.parent
PROXY = Path(sys.prefix) / "proxy"
PROXY_PROGRAM = PROXY / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
PROXY_IS_WHOLE = PROXY / "node_modules" / ".package-lock.json"  # what npm writes last
OLDEST_NODE = 18
HUB_PORT = "hub_port"  # the file in which a folder keeps the hub's own port
EVERYWHERE = ("0.0.0.0", "::")


class Stop(Exception):
    """Ends the start: its one sentence says why, and what to do."""


def main(arguments: list[str]) -> int:
    """Make ready what is missing, then become the server."""
    try:
        options = read(arguments)
        check_machine(options)
        keep_hub_port(options)
        roster = Roster(options.folder / "class.csv")
        added = roster.add(read_text(options.names).splitlines() if options.names else [])
        install_proxy()
    except (Stop, OSError, ValueError) as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130
    print(f"Names and passwords, {len(added)} of them new: {roster.file}", flush=True)
    addresses = " or ".join(f"{url(options, address)}/" for address in typed(options.address))
    print(f"The lessons are at {addresses} . Ctrl-C stops the server.", flush=True)
    return become_the_server(options)


def become_the_server(options: argparse.Namespace) -> NoReturn:
    """Go on as JupyterHub, so that what is told to this process reaches the server itself."""
    os.umask(0o077)  # what the server writes down about learners is not for learners
    command = [sys.executable, "-m", "jupyterhub", "-f", str(HERE / "jupyterhub_config.py")]
    os.execve(command[0], command, {**os.environ, "BACKPROP_HUB": json.dumps(settings(options))})


def read(arguments: list[str]) -> argparse.Namespace:
    """Read the line."""
    parser = argparse.ArgumentParser(
        prog="run.py hub",
        description="Start a class server on this machine.",
        allow_abbrev=False,  # run.py writes out the paths on the line, and knows whole options only
    )
    parser.add_argument("--class", dest="names", type=Path, help="a file with the learners' names, one a line")
    parser.add_argument(
        "--address", default="127.0.0.1", help="where it listens; 0.0.0.0 is every network of the machine"
    )
    parser.add_argument("--port", type=int, default=8000, help="its port; the two after it are used inside")
    parser.add_argument("--folder", type=Path, default=ROOT / "_hub", help="what has to last lies here")
    parser.add_argument("--certificate", type=Path, help="for https")
    parser.add_argument("--private-key", type=Path, help="for https")
    parser.add_argument("--one-account", action="store_true", help="all learners under the account that starts it")
    options = parser.parse_args(arguments)
    if bool(options.certificate) != bool(options.private_key):
        raise Stop("--certificate and --private-key belong together: give both, or neither.")
    if not 0 < options.port < 65534:
        raise Stop(f"--port needs a number from 1 to 65533, not {options.port}.")
    options.folder = options.folder.resolve()
    options.hub_port = hub_port(options)
    options.proxy_port = options.port + (2 if options.hub_port == options.port + 1 else 1)
    options.one_account = options.one_account or os.geteuid() != 0
    return options


def check_machine(options: argparse.Namespace) -> None:
    """Refuse what can't work, before anything is made; make the folder, and lock it."""
    is_there = options.folder.is_dir()
    if is_there:
        lock(options.folder)
    if options.certificate:
        check_certificate(options.certificate, options.private_key)
    check_ports(options)
    options.folder.mkdir(parents=True, exist_ok=True)
    if not is_there:
        lock(options.folder)
    options.folder.chmod(0o711)  # a learner's account passes through, and lists nothing
    if not options.one_account and not can_read_this(ROOT, options.folder):
        raise Stop(
            f"Accounts of the learners' own could not read {ROOT}, {sys.executable} or {options.folder}: move them to "
            "where every account may read, such as /opt, or say --one-account."
        )


def hub_port(options: argparse.Namespace) -> int:
    """Give the hub's own port: the one that learners' servers of this folder know, or else the next after --port."""
    kept = options.folder / HUB_PORT
    with contextlib.suppress(OSError, ValueError):
        return int(kept.read_text(encoding="utf-8"))
    return options.port + 1


def keep_hub_port(options: argparse.Namespace) -> None:
    """Write down the hub's own port: a learner's server that runs when the hub starts anew finds it there again."""
    (options.folder / HUB_PORT).write_text(f"{options.hub_port}\n", encoding="utf-8")


def check_ports(options: argparse.Namespace) -> None:
    """Refuse ports that are taken, each in a way that leads out."""
    kept = options.folder / HUB_PORT
    if options.port == options.hub_port:
        raise Stop(
            f"Port {options.port} is the one at which the learners' servers of {options.folder} find the hub: choose "
            "another --port."
        )
    check_door(options.address, options.port)
    check_door("127.0.0.1", options.proxy_port)
    try:
        check_door("127.0.0.1", options.hub_port)
    except Stop:
        if not kept.exists():
            raise
        raise Stop(
            f"Port {options.hub_port} is taken or not yours, and the learners' servers of {options.folder} find the "
            f"hub there: end what uses it, or delete {kept} once none of their servers runs."
        ) from None


def lock(folder: Path) -> None:
    """Refuse a second server of one folder. The lock goes when this process ends, whatever program it has become."""
    file = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    os.set_inheritable(file, True)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(file)
        raise Stop(
            f"A class server already runs from {folder}: stop that one first, or name another --folder."
        ) from None
    except OSError:
        os.close(file)  # a file system without locks


def check_certificate(certificate: Path, key: Path) -> None:
    """Refuse what is no certificate with its key, as the proxy would once the start has said that all is well."""
    for file in (certificate, key):
        if not file.is_file():
            raise Stop(f"There is no file {file}: name the certificate and its private key, both in PEM.")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, password="")  # "": don't ask for one
    except (OSError, ValueError) as reason:
        raise Stop(
            f"{certificate} and {key} are no certificate and its private key, both in PEM and without a password "
            f"({getattr(reason, 'strerror', None) or reason})."
        ) from None


def check_door(address: str, port: int) -> None:
    """Refuse an address that isn't this machine's, and a port at which a server could not listen there."""
    try:
        family, kind, _, _, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except (OSError, UnicodeError) as reason:
        if getattr(reason, "errno", None) in (errno.EADDRINUSE, errno.EACCES):
            raise Stop(
                f"Port {port} is taken or not yours: choose --port so that it and the next two are free."
            ) from None
        raise Stop(
            f"--address {address} is none of this machine's: leave it out to try it here, or say 0.0.0.0 for every "
            "network of the machine."
        ) from None


def url(options: argparse.Namespace, address: str) -> str:
    """Give the address of the server as browsers have it."""
    scheme = "https" if options.certificate else "http"
    return f"{scheme}://{f'[{address}]' if ':' in address else address}:{options.port}"


def typed(address: str) -> list[str]:
    """Give what learners type for the address it listens at: for every network, this machine's name and number."""
    if address not in EVERYWHERE:
        return [address]
    with socket.socket(type=socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing, and finds the network that leads to others
        except OSError:
            return [socket.gethostname()]
        return [socket.gethostname(), probe.getsockname()[0]]


def install_proxy() -> None:
    """Fetch the program that sends each learner's requests to their own server, unless it is there."""
    node, npm = shutil.which("node"), shutil.which("npm")
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout if node else ""
    version = int((re.match(r"v(\d+)", said) or [0, 0])[1])
    if version < OLDEST_NODE:
        raise Stop(f"A class server needs node {OLDEST_NODE} or newer, found: {said.strip() or 'none'}.")
    if PROXY_PROGRAM.exists() and PROXY_IS_WHOLE.exists():
        return
    if npm is None:
        raise Stop("A class server needs npm, once, to fetch its proxy: install it beside node.")
    edition = 5 if version >= 20 else 4
    print("Fetching the proxy.", flush=True)
    shutil.rmtree(PROXY, ignore_errors=True)  # what an interrupted npm left
    PROXY.mkdir(exist_ok=True)
    command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(PROXY), f"configurable-http-proxy@{edition}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it gives no reason"]
        raise Stop(f"npm could not fetch configurable-http-proxy: {said[-1]}")


def settings(options: argparse.Namespace) -> dict[str, object]:
    """Give what jupyterhub_config.py has to know."""
    return {
        "url": url(options, options.address),
        "hub_port": options.hub_port,
        "proxy_port": options.proxy_port,
        "folder": str(options.folder),
        "certificate": str(options.certificate.resolve()) if options.certificate else "",
        "private_key": str(options.private_key.resolve()) if options.private_key else "",
        "first_account": 0 if options.one_account else FIRST,
        "proxy": ["node", str(PROXY_PROGRAM)],
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
