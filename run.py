#!/usr/bin/env python3
"""Install what the lessons need into .venv, once, and open them.

    python3 run.py                 open the lessons in JupyterLab
    python3 run.py present 04      open a lesson as slides for a projector (the first, if none is named)
    python3 run.py test            run every test; the rest of the line goes to pytest

    --no-browser                   only start JupyterLab and print its address
    --port 8890                    use this port and no other
    --locked                       install exactly the versions of constraints.txt
    notebooks/03_....ipynb         open this lesson instead of the first

Everything else on the line goes to JupyterLab as it is.
"""
# Standard library only, in the syntax of Python 3.6: an old Python has to get as far as saying that it is too old.

import errno
import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = (3, 11)
FIRST_LESSON = "notebooks/00_start.ipynb"
FOR_LESSONS = ["requirements.txt"]
FOR_TESTS = ["requirements.txt", "requirements-test.txt"]
FOR_TALKS = ["requirements-present.txt"]
TALK = VENV / "talk"  # what a talk needs and leaves; JupyterLab looks here in a talk only
LOCK = "constraints.txt"
NO_NETWORK = re.compile(r"connection (broken|error|timed out)|from versions: none", re.IGNORECASE)  # in pip's words


class Stop(Exception):
    """Ends the run: its one sentence says why, and what to do."""


def main(arguments):
    """Run the command on the line; return the exit code."""
    try:
        check_python()
        name, arguments = split_command(arguments)
        return COMMANDS[name](arguments)
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        return 130


def check_python(version=sys.version_info):
    """Refuse a Python that the lessons cannot run on."""
    if tuple(version[:2]) < OLDEST:
        raise Stop(
            "Python {}.{} or newer is needed, and this is {}.{} ({}): start run.py with a newer one.".format(
                OLDEST[0], OLDEST[1], version[0], version[1], sys.executable
            )
        )


def split_command(arguments):
    """Tell the command from what is passed on: ["test", "-x"] -> ("test", ["-x"])."""
    if "-h" in arguments[:1] or "--help" in arguments[:1]:
        return "help", []
    if not arguments or arguments[0].startswith("-") or arguments[0].endswith(".ipynb"):
        return "lab", arguments
    if arguments[0] in COMMANDS:
        return arguments[0], arguments[1:]
    raise Stop("There is no command {!r}: see python3 run.py --help.".format(arguments[0]))


# The commands


def lab(arguments):
    """Open the lessons in JupyterLab."""
    locked, arguments = take_flag("--locked", arguments)
    check_port(arguments)
    install(FOR_LESSONS, locked)
    print("Starting JupyterLab. Ctrl-C here stops it.", flush=True)
    return call(lab_command(PYTHON, arguments), env=lab_environment())


def present(arguments):
    """Open a lesson in JupyterLab as slides, in letters for a projector."""
    locked, arguments = take_flag("--locked", arguments)
    lesson, arguments = take_lesson(arguments)
    check_port(arguments)
    install(FOR_LESSONS, locked)
    install_slides(locked)
    for name in ("settings", "workspaces"):  # so that each talk begins the same
        shutil.rmtree(str(TALK / name), ignore_errors=True)
    shutil.copytree(str(ROOT / "server" / "present"), str(TALK / "settings"))
    print("Starting JupyterLab. Ctrl-C here stops it.\n" + HOW_TO_PRESENT, flush=True)
    return call(lab_command(PYTHON, [lesson, *arguments], "/doc/tree/"), env=talk_environment())


HOW_TO_PRESENT = """\
  First move the mouse to the upper edge and click the two arrows there: they run the whole lesson.
  Space goes on, Shift-Space back (click beside the picture first); Esc leaves the slides."""


# Two files of tests at a time, in their order: a browser waits more than it computes. `-n 0` at the end of the line
# runs them one by one.
TWO_AT_A_TIME = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]


def test(arguments):
    """Run the tests of Python, of the lessons and of the page."""
    locked, arguments = take_flag("--locked", arguments)
    install(FOR_TESTS, locked)
    install_slides(locked)
    failed = []
    if call([PYTHON, "-m", "pytest", *TWO_AT_A_TIME, *arguments]) != 0:
        failed.append("pytest")
    if test_page() != 0:
        failed.append("node --test")
    print("FAILED: " + " and ".join(failed) if failed else "All tests passed.", flush=True)
    return 1 if failed else 0


def show_help(_):
    """Print how to use this file."""
    print(__doc__.strip())
    return 0


COMMANDS = {"lab": lab, "present": present, "test": test, "help": show_help}


def take_lesson(arguments):
    """Take the lesson to present from the line, named as 04, 4, backward or by its file; the first, if none is."""
    if not arguments or arguments[0].startswith("-"):
        return FIRST_LESSON, arguments
    lessons = sorted(path.name[: -len(".ipynb")] for path in ROOT.glob("notebooks/*.ipynb"))
    wanted = re.sub(r"\.ipynb$", "", arguments[0].replace("\\", "/").split("/")[-1])
    for lesson in lessons:
        number, _, name = lesson.partition("_")
        if wanted in (lesson, name, number, number.lstrip("0") or "0"):
            return "notebooks/{}.ipynb".format(lesson), arguments[1:]
    raise Stop("There is no lesson {!r}: there are {}.".format(arguments[0], ", ".join(lessons)))


def lab_command(python, arguments, place="/lab/tree/"):
    """Give the command line of JupyterLab: the first lesson, unless the learner names one."""
    named = [argument for argument in arguments if argument.endswith(".ipynb") and not argument.startswith("-")]
    lesson = (named or [FIRST_LESSON])[0]
    options = ["--LabApp.default_url=" + place + quote(Path(lesson).name)]  # so the printed address opens it too
    if asked_port(arguments):
        options.append("--ServerApp.port_retries=0")  # that port or none: JupyterLab would quietly take the next one
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--allow-root")  # in a container there is often nobody else
    return [python, "-m", "jupyterlab", lesson, *options, *(word for word in arguments if word not in named)]


def lab_environment():
    """Give the environment in which JupyterLab reads server/ too; the learner's own settings stay and win."""
    return searching(dict(os.environ), "JUPYTER_CONFIG_PATH", ROOT / "server")


def talk_environment():
    """Give the environment of a talk: with slides, and apart from the presenter's own settings and workspaces."""
    own = {"JUPYTERLAB_SETTINGS_DIR": str(TALK / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(TALK / "workspaces")}
    return dict(searching(lab_environment(), "JUPYTER_PATH", TALK / "share" / "jupyter"), **own)


def searching(environment, name, folder):
    """Put a folder before the others in which something is looked for."""
    paths = [str(folder), environment.get(name, "")]
    return dict(environment, **{name: os.pathsep.join(path for path in paths if path)})


def test_page():
    """Run the tests of the JavaScript, where there is a node that can."""
    files = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("tests/**/*.test.mjs"))]
    node = shutil.which("node")
    version = run_quietly([node, "--version"]).stdout.decode() if node else "none"
    if not re.match(r"v(1[89]|[2-9]\d|\d{3})\.", version):
        print("SKIPPED: the tests of the page need node 18 or newer, found: " + version.strip(), flush=True)
        return 0
    return call([node, "--test", *files]) if files else 0


# The port


def asked_port(arguments):
    """Give the text after --port, or "" where no port is asked for."""
    for position, argument in enumerate(arguments):
        if argument.startswith("--port="):
            return argument[len("--port=") :]
        if argument == "--port":
            return (arguments[position + 1 :] or ["nothing"])[0]
    return ""


def check_port(arguments):
    """Refuse a port on which JupyterLab could not listen, before anything is installed."""
    port = asked_port(arguments)
    if not port:
        return
    if not re.match(r"\d{1,5}$", port) or int(port) > 65535:
        raise Stop("--port needs a number from 0 to 65535, not {}.".format(port))
    for family, kind, protocol, _, address in socket.getaddrinfo("localhost", int(port), 0, socket.SOCK_STREAM):
        with socket.socket(family, kind, protocol) as probe:
            if os.name != "nt":  # as the server does: a port that was closed a moment ago is free
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(address)
            except PermissionError:
                raise Stop("Port {} may not be used by you: choose one above 1024.".format(port)) from None
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    raise Stop("Port {} is taken: choose another one, or leave --port out.".format(port)) from None


# The installation


def install(requirements, locked, options=()):
    """Make .venv and install the requirements files, unless that has been done since they last changed."""
    marks = {VENV / (name + ".installed"): fingerprint(name, locked) for name in requirements}
    if PYTHON.exists() and all(is_fresh(path, mark) for path, mark in marks.items()):
        return
    make_venv()
    print("Installing into .venv; the first time this takes a few minutes.", flush=True)
    files = [word for name in requirements for word in ("-r", name)]
    pip_install([*options, *files, *(["-c", LOCK] if locked else [])])
    for path, mark in marks.items():
        path.write_text(mark)


def install_slides(locked):
    """Install what a talk needs, apart from all else: the learner's JupyterLab stays as small as it is."""
    install(FOR_TALKS, locked, ["--no-deps", "--upgrade", "--target", str(TALK)])


def fingerprint(name, locked):
    """Give one line for what the ranges say and, if locked, a second for the lock.

    The folder counts too: an editable install points to it, and a folder can be moved.
    """
    ranges = digest(str(ROOT).encode("utf-8", "surrogateescape"), read("pyproject.toml"), read(name))
    return ranges + "\n" + (digest(read(LOCK)) + "\n" if locked else "")


def is_fresh(path, mark):
    """Tell whether an installation fits: a locked one lies within the ranges, so it serves an unlocked run as well."""
    return path.exists() and path.read_text().startswith(mark)


def read(name):
    """Give the bytes of a file of the project, whatever its line ends."""
    return (ROOT / name).read_bytes().replace(b"\r\n", b"\n")


def digest(*parts):
    """Give the SHA-256 of the parts, each told from the next."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make_venv():
    """Make .venv, or make it anew where its Python is gone, too old, or without pip."""
    probe = "import sys, pip; sys.exit(sys.version_info[:2] < {})".format(OLDEST)
    if PYTHON.exists() and run_quietly([PYTHON, "-c", probe]).returncode == 0:
        return
    try:
        import ensurepip  # noqa: F401  Debian's python3 comes without it
        import venv  # noqa: F401
    except ImportError:
        raise Stop(
            "This Python has no venv module: install it (Debian and Ubuntu: sudo apt install python3-venv) "
            "and run the same command again."
        ) from None
    print("Making .venv with Python {}.{}.{}.".format(*sys.version_info[:3]), flush=True)
    made = run_quietly([sys.executable, "-m", "venv", "--clear", VENV])
    if made.returncode != 0:
        raise Stop("Python could not make .venv: " + last_words(made.stdout.decode("utf-8", "replace").splitlines()))


def pip_install(arguments):
    """Run pip, say what it does, and end in one sentence if it fails; all of its words are in .venv/pip.log."""
    options = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    process = subprocess.Popen(
        [str(PYTHON), "-m", "pip", "install", *options, *arguments],
        cwd=str(ROOT),
        env=dict(os.environ, PIP_USER="0"),  # PIP_USER=1, as some machines set it, cannot work inside a .venv
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )
    words = []
    with process, Progress() as progress:
        for line in process.stdout:
            words.append(line)
            progress.hear(line)
    (VENV / "pip.log").write_text("".join(words), encoding="utf-8")
    if process.returncode == 0:
        return
    if NO_NETWORK.search("".join(words)):
        raise Stop(
            "pip cannot reach the packages: check the network connection and run the same command again "
            "(pip's own words are in .venv/pip.log)."
        )
    raise Stop("pip failed, see .venv/pip.log: {}".format(last_words(words)))


class Progress:
    """Says what pip is doing: in one line that changes on a terminal, line by line elsewhere."""

    def __init__(self):
        self.count = 0
        self.terminal = sys.stdout.isatty()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.terminal:
            self.say("")
            print("\r", end="", flush=True)

    def hear(self, line):
        """Turn a line of pip's into a line for the learner; most have nothing to say."""
        words = line.split()
        if words[:1] == ["Collecting"]:
            self.count += 1
            self.say("  {:3d}  {}".format(self.count, re.split(r"[<>=!~;\[ ]", words[1])[0]))
        elif words[:1] == ["Downloading"] and self.terminal:
            self.say("  {:3d}  {}".format(self.count, " ".join(words)))
        elif line.startswith("Installing collected packages"):
            self.say("  unpacking (packages: {}), about a minute".format(line.count(",") + 1))
        elif "connection broken" in line:
            self.say("  no answer from the network, trying again")

    def say(self, text):
        """Print one line, over the last one on a terminal."""
        if self.terminal:
            width = shutil.get_terminal_size().columns - 1
            print("\r" + text[:width].ljust(width), end="", flush=True)
        else:
            print(text, flush=True)


def last_words(lines):
    """Give the line that says what went wrong: pip's last ERROR, or simply the last."""
    lines = [line.strip() for line in lines if line.strip()] or ["nothing was said."]
    return ([line for line in lines if line.startswith("ERROR")] or lines)[-1]


# Helpers


def take_flag(flag, arguments):
    """Take a flag of our own out of what is passed on."""
    return flag in arguments, [argument for argument in arguments if argument != flag]


def run_quietly(command):
    """Run a command and keep what it prints."""
    words = [str(word) for word in command]
    return subprocess.run(words, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def call(command, env=None):
    """Run a command in the project's folder, in the foreground, and give its exit code."""
    process = subprocess.Popen([str(word) for word in command], cwd=str(ROOT), env=env)
    before = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue  # the command has heard Ctrl-C as well and decides: JupyterLab asks first
    finally:
        signal.signal(signal.SIGTERM, before)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
