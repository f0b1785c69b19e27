"""A class server for the tests, started as a teacher starts it, and everything that it leaves behind ended."""

import csv
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import requests

from .learner import SECONDS, eventually

ROOT = Path(__file__).resolve().parents[2]
INSTALLING = 900  # seconds that the first start may take


class ClassServer:
    """`python3 run.py hub`, for the learners named, with all that lasts in a folder of the tests' own."""

    def __init__(self, folder, names, *options):
        self.folder, self.log, self.options = folder / "hub", folder / "hub.log", options
        self.names = folder / "names.txt"
        self.names.write_text("\n".join(names), encoding="utf-8")
        self.port = free_ports(3)
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self):
        """Start it and wait until its start page is there."""
        command = [sys.executable, str(ROOT / "run.py"), "hub", "--class", str(self.names), "--port", str(self.port)]
        command += ["--folder", str(self.folder), *self.options]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        eventually(self.answers, "the start page", INSTALLING)

    def answers(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"the class server ended: {self.log.read_text()[-3000:]}")
        with suppress(requests.ConnectionError):
            return requests.get(f"{self.address}/hub/login", timeout=SECONDS).status_code == 200
        return False

    def stop(self):
        """Stop it as Ctrl-C or a restart of the machine's services does: the learners' own servers go on."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=SECONDS)

    def complaints(self):
        """What its log says beside requests that went well, the last of it."""
        lines = [line for line in self.log.read_text().splitlines() if not line.startswith(("[I", "[D"))]
        return "\n".join(lines[-60:])

    def passwords(self):
        with (self.folder / "class.csv").open(encoding="utf-8-sig") as lines:
            return {row["name"]: row["password"] for row in csv.DictReader(lines)}

    def processes(self, name=""):
        """The processes that work in a learner's folder, or in anybody's."""
        folder = self.folder / "learners" / name
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if (process / "cwd").readlink().is_relative_to(folder):
                    found.append(int(process.name))
        return found

    def memory(self, name):
        """What a learner's processes take, in megabytes: each page shared with others counted as its share."""
        kilobytes = 0
        for process in self.processes(name):
            with suppress(OSError):
                lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
                kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return kilobytes / 1000

    def processor(self, name):
        """How many seconds of a processor a learner's processes have taken."""
        return sum(map(processor_seconds, self.processes(name)))

    def proxy(self):
        """The seconds of a processor that the proxy has taken, through which everything goes."""
        return processor_seconds(int((self.folder / "proxy.pid").read_text()))

    def end(self):
        """Stop it, and every learner's server and kernel."""
        if self.process.poll() is None:
            self.stop()
        for process in self.processes():
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGTERM)
        eventually(lambda: not self.processes(), "the learners' servers have ended")


def processor_seconds(process):
    """The seconds of a processor that a process and its ended children have taken."""
    with suppress(OSError):
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def free_ports(count):
    """Find a port that nobody uses, with free ones after it."""
    for _ in range(100):
        with socket.socket() as first:
            first.bind(("127.0.0.1", 0))
            port = first.getsockname()[1]
        if all(is_free(port + n) for n in range(count)):
            return port
        time.sleep(0.01)
    raise RuntimeError("no free ports")


def is_free(port):
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True
