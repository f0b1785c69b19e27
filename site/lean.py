"""What the site does without: jedi, which guesses at code that hasn't run. Completion looks at what has."""

from zipfile import ZIP_DEFLATED, ZipFile

import runtime
from pages import replaced

IN_KERNEL = ("pyodide_kernel/interpreter.py", "        self.Completer.use_jedi = True\n")
IN_WORKER, WITHOUT = '"pyodide-kernel","jedi","ipython"', '"pyodide-kernel","ipython"'


def kernel_without_jedi(wheel):
    """Take the line out of the kernel's wheel that wants jedi."""
    name, line = IN_KERNEL
    with ZipFile(wheel) as archive:
        files = {one: archive.read(one) for one in archive.namelist()}
    files[name] = replaced(files[name].decode(), line, "", name).encode()
    with ZipFile(wheel, "w", ZIP_DEFLATED) as archive:
        for one, content in files.items():
            archive.writestr(one, content)


def worker_without_jedi(out):
    """Let the workers that start a kernel fetch no jedi."""
    static = out / "extensions/@jupyterlite/pyodide-kernel-extension/static"
    scripts = {path: path.read_text(encoding="utf-8") for path in static.glob("*.js")}
    named = [path for path, script in scripts.items() if '"jedi"' in script]
    if not named:
        raise runtime.Missing(f"no script in {static} names jedi: site/ was made for another version.")
    for path in named:
        path.write_text(replaced(scripts[path], IN_WORKER, WITHOUT, path.name), encoding="utf-8")
