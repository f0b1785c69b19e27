"""Build the lessons as a site without a server: static files that any web server hands out.

    python site/build.py [--self-contained] [FOLDER]

Each learner's browser runs Python itself (JupyterLite, Pyodide). Self-contained, everything lies in the folder;
otherwise the browser takes Pyodide from its public address. `python3 run.py site` installs what it needs.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import browser_lock
import landing
import lean
import lessons
import pages
import runtime
from jupyterlite_pyodide_kernel.constants import PYODIDE_CDN_URL, PYODIDE_VERSION

ROOT = Path(__file__).resolve().parents[1]
ADDRESS = PYODIDE_CDN_URL.replace(PYODIDE_VERSION, runtime.VERSION)
PLUGIN = "@jupyterlite/pyodide-kernel-extension:kernel"
KERNEL_WHEELS = ("piplite", "pyodide_kernel", "ipykernel", "widgetsnbextension-4")
NOT_OURS = (".git", "CNAME")  # of whoever publishes the folder
# Loaded as the browser's Python starts; the rest of the lock when a cell imports it.
AT_START = ["micropip", "piplite", "ipykernel", "comm", "pyodide-kernel", "ipython", "numpy", "ipywidgets"]
AT_START += ["anywidget", "backprop-lessons"]
# A view that is scrolled out of sight stays on the page, and what is done is kept without being told.
SETTINGS = {
    "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
    "@jupyterlab/docmanager-extension:plugin": {"autosave": True, "autosaveInterval": 10},
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
}


def build(out, *, self_contained):
    """Build the site elsewhere, and once it is whole put it into its folder."""
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / "source"
        static = source / "static" / folder(self_contained)
        static.mkdir(parents=True)
        lessons.copy(ROOT / "notebooks", source / "content")
        step("Pyodide " + runtime.VERSION)
        packages = pyodide(Path(place), static, self_contained)
        step("the packages")
        wheels = [*own_wheel(static), *kernel_wheels(static), *pure_wheels(static)]
        step("bytecode")
        core = Path(place) / "package"
        lean.kernel_without_jedi(*static.glob("pyodide_kernel-*.whl"))
        compile_modules(core, static)
        lock = browser_lock.write(static / "pyodide-lock.json", runtime.read_lock(core), packages, wheels)
        step("JupyterLite")
        configure(source, sorted(lock), self_contained)
        new = Path(place) / "site"
        jupyterlite(source, new)
        shutil.copytree(static, new / "static" / static.name, dirs_exist_ok=True)
        lean.worker_without_jedi(new)
        landing.write(new, ROOT / "notebooks")
        pages.finish(new)
        put(new, out)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    step(f"The site is in {out}: {size / 1e6:.0f} MB. Any web server can hand it out;")
    step(f"to try it here: python3 -m http.server -d {out}")


def put(new, out):
    """Put a whole site in the place of the one before."""
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(new, out, dirs_exist_ok=True)


def refused(out):
    """Say why a site can't be put into a folder; nothing, if it can."""
    if not out.exists():
        return ""
    if not out.is_dir():
        return f"{out} is a file: name a folder for the site."
    for name in NOT_OURS:
        if (out / name).exists():
            return f"{out} has {name} in it, which a new site would not leave there: build elsewhere, and copy it in."
    if any(out.iterdir()) and not (out / "jupyter-lite.json").exists():
        return f"{out} holds something else: name an empty folder, or one that holds a site."
    return ""


def folder(self_contained):
    """Name the folder of the packages: JupyterLite takes "pyodide" for one that has Pyodide too."""
    return "pyodide" if self_contained else "packages"


def step(words):
    """Say what is being done."""
    print(words, flush=True)


def pyodide(place, static, self_contained):
    """Put Pyodide where it belongs, and give the lock's entries of its packages."""
    core = runtime.fetch_core(place)
    packages = runtime.upstream_packages(runtime.read_lock(core))
    if not self_contained:
        return {name: one | {"file_name": f"{ADDRESS}/{one['file_name']}"} for name, one in packages.items()}
    for name in runtime.CORE:
        shutil.copy(core / name, static / name)
    runtime.fetch_wheels(packages, ADDRESS, static)
    return packages


def own_wheel(static):
    """Build this project's wheel."""
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps"]
    runtime.run([*pip, "--no-build-isolation", "-w", str(static), str(ROOT)], ROOT)
    return list(static.glob("backprop_lessons-*.whl"))


def kernel_wheels(static):
    """Copy the wheels that JupyterLite's kernel brings."""
    folder = Path(sys.prefix) / "share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi"
    found = [path for name in KERNEL_WHEELS for path in folder.glob(f"{name}*.whl")]
    return [Path(shutil.copy(path, static)) for path in found]


def pure_wheels(static):
    """Fetch the packages of browser-packages.txt."""
    with tempfile.TemporaryDirectory() as place:
        runtime.download(
            (Path(__file__).parent / "browser-packages.txt").read_text(encoding="utf-8"),
            place,
            ["--python-version", "3.14"],
        )
        return [Path(shutil.copy(path, static)) for path in sorted(Path(place).glob("*.whl"))]


def compile_modules(core, static):
    """Compile all modules, in the Python that will load them; this project keeps its sources beside."""
    compiled = ["node", str(Path(__file__).parent / "bytecode.mjs"), str(core), str(static), "backprop_lessons"]
    runtime.run(compiled, ROOT)


def configure(source, names, self_contained):
    """Write JupyterLite's two settings files."""
    options = {"packages": [name for name in AT_START if name in names]}
    kernel = {"disablePyPIFallback": True, "loadPyodideOptions": options}
    if not self_contained:
        options["lockFileURL"] = f"./static/{folder(self_contained)}/pyodide-lock.json"
        kernel["pyodideUrl"] = f"{ADDRESS}/pyodide.mjs"
    page = {
        "appName": "Backpropagation, live",
        "contentsStorageName": landing.STORAGE,
        "exposeAppInBrowser": True,  # lesson.js runs the cells
        "showLoadingIndicator": True,
        "enableServiceWorkerCache": True,
        "litePluginSettings": {PLUGIN: kernel},
        "settingsOverrides": SETTINGS,
    }
    settings = {"jupyter-lite-schema-version": 0, "jupyter-config-data": page}
    (source / "jupyter-lite.json").write_text(json.dumps(settings), encoding="utf-8")
    lite = {"contents": ["content"], "no_sourcemaps": True, "no_unused_shared_packages": True}
    config = {"LiteBuildConfig": lite | {"apps": ["notebooks", "lab", "tree"]}}
    (source / "jupyter_lite_config.json").write_text(json.dumps(config), encoding="utf-8")


def jupyterlite(source, out):
    """Run JupyterLite's own build and its own check."""
    for command in ("build", "check"):
        runtime.run([sys.executable, "-m", "jupyterlite_core", command, "--output-dir", str(out)], source)


def main(arguments):
    """Read the line, build, and end in one sentence where something is missing."""
    self_contained = "--self-contained" in arguments
    folders = [argument for argument in arguments if argument != "--self-contained"]
    if len(folders) > 1 or any(folder.startswith("-") for folder in folders):
        print("Say: run.py site [--self-contained] [FOLDER]", file=sys.stderr)
        return 1
    out = Path(folders[0] if folders else ROOT / "_site").resolve()
    if why := refused(out):
        print(why, file=sys.stderr)
        return 1
    try:
        build(out, self_contained=self_contained)
    except (runtime.Missing, subprocess.SubprocessError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
