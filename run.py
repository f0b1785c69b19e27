#!/usr/bin/env python3
"""Install what the lessons need into .venv, once, and open them.

    python3 run.py                 open the lessons in JupyterLab
    python3 run.py present 04      open a lesson as slides for a projector (the first, if none is named)
    python3 run.py test            run every test; the rest of the line goes to pytest
    python3 run.py site            build the lessons as a site without a server, in _site
    python3 run.py hub             serve the lessons to a class from this machine; hub --help has its options
    python3 run.py handout 04      write a lesson on paper, HTML and PDF, in _handouts (all, if none is named)

    --no-browser                   only start JupyterLab and print its address
    --port 8890                    use this port and no other
    --locked                       install the versions of locked/, and only files with the hashes there; not for site
    --key                          of handout: with answers and solutions
    --self-contained               of site: Pyodide lies in the folder too, so that it needs no other address
    notebooks/03_....ipynb         open this lesson instead of the first

Other options go to JupyterLab as they are.
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
import tempfile
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
FOR_PAPER = ["requirements-handout.txt"]
FOR_HUB = "requirements-hub.txt"
HUB_PATHS = ["--class", "--folder", "--certificate", "--private-key"]
FOR_SITE = "requirements-site.txt"
TALK = VENV / "talk"  # what a talk needs; JupyterLab looks here in a talk only
PAPER = VENV / "handout"  # what writes hand-outs
OURS = "made-by-run"  # a file in each environment that is made here
LEFT = ["*.installed", "pip.log"]  # what shows that an environment without that file is one of ours, an older one
LOCKED = "locked"  # the folder with a lock for each requirements file; tools/lock.py writes it
# The options that no value follows: our own, and JupyterLab's.
FLAGS = ["--locked", "--key", "--self-contained", "--one-account", "--help"]
FLAGS += ["--allow-root", "--autoreload", "--collaborative", "--core-mode", "--custom-css", "--debug", "--dev-mode"]
FLAGS += ["--expose-app-in-browser", "--extensions-in-dev-mode", "--generate-config", "--no-browser", "--no-script"]
FLAGS += ["--script", "--show-config", "--show-config-json", "--skip-dev-build", "--splice-source", "--watch"]
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
    """Tell the command from what is passed on: ["--locked", "test", "-x"] -> ("test", ["--locked", "-x"])."""
    if asks_for_help(arguments[:1]):
        return "help", []
    word, rest = take_word(arguments)
    if word in COMMANDS:
        return word, rest
    for place, value in enumerate(arguments):
        if value in COMMANDS and takes_value(arguments[place - 1]):
            raise Stop(
                "{0!r} stands where {1} has its value: put the command first (run.py {0} {1}), "
                "or write {1}={0} if it is the value.".format(value, arguments[place - 1])
            )
    if word is None or word.endswith(".ipynb"):
        return "lab", arguments
    raise Stop("There is no command {!r}: see python3 run.py --help.".format(word))


# The commands


def lab(arguments):
    """Open the lessons in JupyterLab."""
    locked, arguments = take_flag("--locked", arguments)
    lesson, arguments = take_lesson(arguments, find_file)
    check_port(arguments)
    install(FOR_LESSONS, locked)
    room = kept_in() / "lab" / "workspaces"
    if not room.exists():
        lay_out("workspaces", room)
    if not may_write(ROOT / "notebooks"):
        print("You may not write to {}: all works, but nothing is saved there.".format(ROOT))
    print("Starting JupyterLab. Ctrl-C here stops it.", flush=True)
    return call(lab_command(PYTHON, [lesson, *arguments]), env=lesson_environment())


def present(arguments):
    """Open a lesson in JupyterLab as slides, in letters for a projector."""
    if asks_for_help(arguments):
        return show_help(arguments)
    locked, arguments = take_flag("--locked", arguments)
    lesson, arguments = take_lesson(arguments, find_lesson)
    check_port(arguments)
    install(FOR_LESSONS, locked)
    install_slides(locked)
    left = kept_in() / "talk"
    for name in ("settings", "workspaces"):  # so that each talk begins the same
        shutil.rmtree(str(left / name), ignore_errors=True)
    lay_out("present", left / "settings")
    print("Starting JupyterLab. Ctrl-C here stops it.\n" + HOW_TO_PRESENT, flush=True)
    return call(lab_command(PYTHON, [lesson, *arguments], "/doc/tree/"), env=talk_environment())


HOW_TO_PRESENT = """\
  First move the mouse to the upper edge and click the two arrows there: they run the whole lesson.
  Space goes on, Shift-Space back (click beside the picture first); Esc leaves the slides."""


# Two files of tests at a time, in their order: a browser waits more than it computes. `-n 0` at the end of the line
# runs them one by one.
TWO_AT_A_TIME = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"]


BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"]
# Where they lie on macOS and on Windows, which have no command for them.
APPLICATIONS = [
    f"/Applications/{name}.app/Contents/MacOS/{name}" for name in ("Google Chrome", "Chromium", "Microsoft Edge")
]
PROGRAMS = [r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe"]
PROGRAM_FOLDERS = ["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"]


def find_browser():
    """Give the path of a Chromium, Chrome or Edge, or None where there is none."""
    folders = [os.environ[name] for name in PROGRAM_FOLDERS if name in os.environ]
    programs = [rf"{folder}\{program}" for program in PROGRAMS for folder in folders]
    return next(filter(None, map(shutil.which, [*BROWSERS, *APPLICATIONS, *programs])), None)


def test(arguments):
    """Run the tests of Python, of the lessons and of the page."""
    locked, arguments = take_flag("--locked", arguments)
    install(FOR_TESTS, locked)
    install_slides(locked)
    install_apart(FOR_PAPER, locked, PAPER)
    failed = []
    left = kept_in() / "tests"
    words = ["-o", "cache_dir={}".format(left / "pytest"), *TWO_AT_A_TIME, *arguments]
    if call([PYTHON, "-m", "pytest", *words], dict(os.environ, HYPOTHESIS_STORAGE_DIRECTORY=str(left))) != 0:
        failed.append("pytest")
    if test_page() != 0:
        failed.append("node --test")
    if find_browser() is None:
        print(
            "SKIPPED: the tests of the page need Chromium, Chrome or Edge (Debian, Ubuntu: sudo apt install chromium).",
            flush=True,
        )
    print("FAILED: " + " and ".join(failed) if failed else "All tests passed.", flush=True)
    return 1 if failed else 0


def site(arguments):
    """Build the lessons as a site that any web server can hand out."""
    if asks_for_help(arguments):
        return show_help(arguments)
    refuse_options(arguments, ["--self-contained"])
    folder, options = take_word(arguments)
    refuse_words(options, "one folder")
    need_to_write(ROOT)
    folders = [] if folder is None else [Path.cwd() / folder]
    return call([tools_for("site", FOR_SITE), "site/build.py", *options, *folders])


def hub(arguments):
    """Serve the lessons to a class; hub/start.py has the rest."""
    if os.name == "nt":
        raise Stop("A class server needs Linux or macOS: on Windows start it in WSL.")
    if asks_for_help(arguments):
        return call([sys.executable, "hub/start.py", "--help"])  # which needs nothing that would be installed
    locked, arguments = take_flag("--locked", arguments)
    refuse_words(arguments, "options only")
    return call([tools_for("hub", FOR_HUB, locked), "hub/start.py", *with_whole_paths(arguments)])


def handout(arguments):
    """Write lessons on paper."""
    if asks_for_help(arguments):
        return show_help(arguments)
    locked, arguments = take_flag("--locked", arguments)
    refuse_options(arguments, ["--key"])
    for name in arguments:
        if not name.startswith("-"):
            find_lesson(name)  # refused before anything is installed
    need_to_write(ROOT)
    install(FOR_LESSONS, locked)
    install_apart(FOR_PAPER, locked, PAPER)
    names = [apart(word)[1] for word in arguments]  # that run in the project's folder, and not in the caller's
    return call([PYTHON, "-m", "classroom.handout", *names], env=paper_environment())


def show_help(_):
    """Print how to use this file."""
    print(__doc__.strip())
    return 0


COMMANDS = {
    "lab": lab,
    "present": present,
    "test": test,
    "site": site,
    "hub": hub,
    "handout": handout,
    "help": show_help,
}


def take_lesson(arguments, find):
    """Take the lesson to open from the line; the first, if none is named."""
    word, rest = take_word(arguments)
    refuse_words(rest, "one lesson")
    return FIRST_LESSON if word is None else find(word), rest


def find_file(asked):
    """Give the notebook to open: a file of the caller's folder, or else of the project's; or a lesson by its name."""
    if not asked.endswith(".ipynb"):
        return find_lesson(asked)
    for folder in (Path.cwd(), ROOT):
        if (folder / asked).is_file():
            return str(folder / asked)
    raise Stop("There is no file {!r}, neither in {} nor in {}.".format(asked, Path.cwd(), ROOT))


def find_lesson(asked):
    """Give the file of a lesson, named as 04, 4, backward or by its file."""
    lessons = sorted(path.name[: -len(".ipynb")] for path in ROOT.glob("notebooks/*.ipynb"))
    place, wanted = apart(asked)
    if place is not None and not any(is_same(folder / place, ROOT / "notebooks") for folder in (Path.cwd(), ROOT)):
        raise Stop(
            "{!r} is in another folder than the lessons, {}: name one as in 04.".format(asked, ROOT / "notebooks")
        )
    wanted = re.sub(r"\.ipynb$", "", wanted)
    for lesson in lessons:
        number, _, name = lesson.partition("_")
        if wanted in (lesson, name, number, number.lstrip("0") or "0"):
            return "notebooks/{}.ipynb".format(lesson)
    raise Stop("There is no lesson {!r}: there are {}.".format(asked, ", ".join(lessons)))


def apart(path):
    """Tell a file's name from its folder, written as on any system: None, if it is named alone."""
    folder, slash, name = path.replace("\\", "/").rpartition("/")
    return folder + slash if slash else None, name


def is_same(one, other):
    """Tell whether two paths lead to one place."""
    return one.resolve() == other.resolve()


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
    environment = dict(os.environ)
    if not may_write(Path.home()):  # JupyterLab and Python keep things there, and end if they can't
        environment["HOME"] = str(kept_in() / "home")
    return searching(environment, "JUPYTER_CONFIG_PATH", ROOT / "server")


def lesson_environment():
    """Give the environment of a lesson: with workspaces of its own, unless the learner has chosen theirs."""
    return dict({"JUPYTERLAB_WORKSPACES_DIR": str(kept_in() / "lab" / "workspaces")}, **lab_environment())


def talk_environment():
    """Give the environment of a talk: with slides, and apart from the presenter's own settings and workspaces."""
    left = kept_in() / "talk"
    own = {"JUPYTERLAB_SETTINGS_DIR": str(left / "settings"), "JUPYTERLAB_WORKSPACES_DIR": str(left / "workspaces")}
    return dict(searching(lab_environment(), "JUPYTER_PATH", TALK / "share" / "jupyter"), **own)


def paper_environment():
    """Give the environment in which hand-outs are written."""
    return searching(dict(os.environ), "PYTHONPATH", PAPER)


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


# The folders


def check_folder():
    """Refuse a folder whose name the tools can't take; spaces, umlauts, # and % are no hindrance."""
    for mark, who in (("[", "JupyterLab finds no widgets"), (os.pathsep, "Python can make no .venv")):
        if mark in str(ROOT)[2:]:  # Windows has a colon behind the drive
            raise Stop("{} where a folder has {} in its name: rename it ({}) and try again.".format(who, mark, ROOT))


def kept_in():
    """Give the folder for what runs leave: .venv, or one in the home of somebody who may only read that."""
    if may_write(VENV):
        return VENV
    try:
        home = Path.home()
    except RuntimeError:  # in a container, say: no HOME, and nobody knows this user
        home = None
    if home and may_write(home / ".backprop-lessons"):
        return home / ".backprop-lessons"
    raise Stop(
        "You may write neither to {} nor to your home {}: copy the lessons to a folder of your own "
        "and run the same command there.".format(ROOT, home or "(there is none)")
    )


def may_write(folder):
    """Tell whether something can be put into a folder, which is made if it can be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=str(folder)):  # on Windows the rights alone don't tell
            return True
    except OSError:
        return False


def lay_out(name, folder):
    """Copy what server/ has under a name, to be written to whatever the rights of the original."""
    source = ROOT / "server" / name
    for path in source.rglob("*"):
        if path.is_file():
            copy = folder / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())


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
        try:
            with socket.socket(family, kind, protocol) as probe:
                if os.name != "nt":  # as the server does: a port that was closed a moment ago is free
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(address)
        except PermissionError:
            raise Stop("Port {} may not be used by you: choose one above 1024.".format(port)) from None
        except OSError as error:  # else this machine has no such address: localhost may be ::1 where IPv6 is off
            if error.errno == errno.EADDRINUSE:
                raise Stop("Port {} is taken: choose another one, or leave --port out.".format(port)) from None


# The installation


def install(requirements, locked, options=()):
    """Make .venv and install the requirements files, unless that has been done since they last changed."""
    check_folder()
    marks = {VENV / (name + ".installed"): fingerprint(name, locked) for name in requirements}
    if works(PYTHON) and all(is_fresh(path, mark) for path, mark in marks.items()):
        point_here(VENV)
        return
    make_venv()
    need_to_write(VENV)
    print("Installing into .venv; the first time this takes a few minutes.", flush=True)
    pip_install([*options, *(word for name in requirements for word in ("-r", asked_of_pip(name, locked)))])
    for path, mark in marks.items():
        path.write_text(mark)
    point_here(VENV)


def point_here(environment):
    """Let it find the packages in this folder, which may have been moved or copied since they were installed."""
    for packages in (*environment.glob("lib/python*/site-packages"), *environment.glob("Lib/site-packages")):
        path = packages / "__lessons__.pth"  # read before the one of pip, which may name another folder
        here = "import sys; sys.path.append({})\n".format(ascii(str(ROOT)))  # whatever encoding it is read in
        if not path.exists() or path.read_text(encoding="ascii") != here:
            need_to_write(VENV)
            path.write_text(here, encoding="ascii")


def need_to_write(folder):
    """Stop where something has to be put into a folder and may not be."""
    if not may_write(folder):
        raise Stop(
            "Something has to be written into {}, where you may not write: copy the lessons to a folder of your own "
            "and run the same command there.".format(folder)
        )


def install_slides(locked):
    """Install what a talk needs."""
    install_apart(FOR_TALKS, locked, TALK)


def install_apart(requirements, locked, folder):
    """Install what one command needs apart from all else: the learner's JupyterLab stays as small as it is."""
    install(requirements, locked, ["--no-deps", "--upgrade", "--target", str(folder)])


def tools_for(name, requirements, locked=False):
    """Give the Python of an environment of its own, made for one command from its requirements file."""
    check_folder()
    python = VENV / name / PYTHON.relative_to(VENV)
    mark, path = fingerprint(requirements, locked), VENV / name / "installed"
    if not (works(python) and is_fresh(path, mark)):
        make_venv()
        need_to_write(VENV)
        make_environment(VENV / name)
        print("Installing what this needs into .venv/{}, a minute or two the first time.".format(name), flush=True)
        pip_install(["-r", asked_of_pip(requirements, locked)], python)
        path.write_text(mark)
    point_here(VENV / name)
    return python


def asked_of_pip(name, locked):
    """Name the file for pip: the ranges, or the lock, which leaves out the project itself: point_here does for that."""
    return "{}/{}".format(LOCKED, name) if locked else name


def fingerprint(name, locked):
    """Give one line for what the ranges say and, if locked, a second for the lock."""
    ranges = digest(read("pyproject.toml"), *map(read, with_included(name)))
    return ranges + "\n" + (digest(read(asked_of_pip(name, locked))) + "\n" if locked else "")


def with_included(name):
    """Name a requirements file and those that it includes."""
    names = [name]
    for included in re.findall(r"^-r\s+(\S+)", read(name).decode("utf-8"), re.MULTILINE):
        names += with_included(included)
    return names


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
    """Make .venv, or make it anew where its Python doesn't work."""
    if works(PYTHON):
        return
    try:
        import ensurepip  # noqa: F401  Debian's python3 comes without it
        import venv  # noqa: F401
    except ImportError:
        raise Stop(
            "This Python has no venv module: install it (Debian and Ubuntu: sudo apt install python3-venv) "
            "and run the same command again."
        ) from None
    if not is_ours(VENV):
        raise Stop(
            "{} was not made by run.py, which needs one there with pip and with Python {}.{} or newer: move it away "
            "and run the same command again.".format(VENV, *OLDEST)
        )
    need_to_write(VENV)
    print("Making .venv with Python {}.{}.{}.".format(*sys.version_info[:3]), flush=True)
    make_environment(VENV)


def works(python):
    """Tell whether an environment's Python starts, is new enough and finds its packages.

    It finds none once the system's Python, which it is a link to, has become another version.
    """
    probe = "import sys, pip; sys.exit(sys.version_info[:2] < {})".format(OLDEST)
    try:
        return run_quietly([python, "-c", probe]).returncode == 0
    except OSError:  # there is none, or one of another machine's
        return False


def is_ours(folder):
    """Tell whether an environment may be made anew: run.py has made it, or nothing is there."""
    if not folder.is_dir():
        return not folder.exists()
    return not any(folder.iterdir()) or any(any(folder.glob(name)) for name in [OURS, *LEFT])


def make_environment(folder):
    """Make a virtual environment, empty but for pip."""
    try:
        make_empty(folder)
    except OSError as reason:
        raise Stop(
            "{} could not be emptied ({}): close what uses it and run the same command again.".format(folder, reason)
        ) from None
    made = run_quietly([sys.executable, "-m", "venv", folder])
    if made.returncode != 0:
        said = last_words(made.stdout.decode("utf-8", "replace").splitlines())
        raise Stop("Python could not make {}: {}".format(folder.name, said))


def make_empty(folder):
    """Make a folder, or take out what is in it, but for the file that says that it is ours."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / OURS).touch()  # first, so that an environment that was half made is ours too
    for path in list(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(str(path))
        elif path.name != OURS:
            path.unlink()


def pip_install(arguments, python=PYTHON):
    """Run pip, say what it does, and end in one sentence if it fails; all of its words are in .venv/pip.log."""
    options = ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    process = subprocess.Popen(
        [str(python), "-m", "pip", "install", *options, *arguments],
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


def take_word(arguments):
    """Take the first word that is no option and no option's value, or None."""
    for place, word in enumerate(arguments):
        if not word.startswith("-") and not (place and takes_value(arguments[place - 1])):
            return word, arguments[:place] + arguments[place + 1 :]
    return None, arguments


def takes_value(word):
    """Tell whether the word after this one may be its value, as in --port 8890."""
    return word.startswith("--") and "=" not in word and word not in FLAGS


def with_whole_paths(arguments):
    """Write out the paths on the hub's line: they start from the caller's folder, and the hub runs in the project's."""
    whole = []
    for before, word in zip(["", *arguments], arguments, strict=False):
        option, _, path = word.partition("=")
        if before in HUB_PATHS:
            whole.append(str(Path.cwd() / word))
        elif path and option in HUB_PATHS:
            whole.append("{}={}".format(option, Path.cwd() / path))
        else:
            whole.append(word)
    return whole


def refuse_words(arguments, taken):
    """Refuse a word that would be left over on the line: it was meant to do something."""
    word, _ = take_word(arguments)
    if word is not None:
        raise Stop("{!r} is left over on the line, which takes {}: see python3 run.py --help.".format(word, taken))


def refuse_options(arguments, known):
    """Refuse an option that a command doesn't have, before anything is installed for it."""
    for word in arguments:
        if word.startswith("-") and word not in known:
            raise Stop("There is no option {} here: see python3 run.py --help.".format(word))


def asks_for_help(arguments):
    """Tell whether a command is to be explained and not run."""
    return "-h" in arguments or "--help" in arguments


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
