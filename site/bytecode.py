"""Compile the modules in wheels and in the standard library's zip, so that no browser has to: half of a start is that.

It runs in the Python that will load them, Pyodide under Node: see bytecode.mjs.
"""

import importlib.util
import marshal
import sys
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

UNCHECKED = (1).to_bytes(4, "little")  # the compiled file counts, whatever its source says


def compiled(source, name):
    """Give the content of a .pyc."""
    code = compile(source, name, "exec", dont_inherit=True)
    return importlib.util.MAGIC_NUMBER + UNCHECKED + importlib.util.source_hash(source) + marshal.dumps(code)


def with_bytecode(name, source, *, keep_source):
    """Give what takes a file's place in its archive: names and contents."""
    if not name.endswith(".py"):
        return {name: source}
    try:
        code = compiled(source, name)
    except SyntaxError:  # a template, or another Python's
        return {name: source}
    if keep_source:
        return {name: source, importlib.util.cache_from_source(name): code}
    return {name + "c": code}


def rewrite(path, *, keep_source):
    """Compile an archive's modules."""
    with ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, source in files.items():
            for part, content in with_bytecode(name, source, keep_source=keep_source).items():
                archive.writestr(part, content)


def main(folder, with_source):
    """Compile every archive of a folder; those with these beginnings keep their sources beside."""
    for path in sorted(Path(folder).iterdir()):
        if path.suffix in (".whl", ".zip"):
            rewrite(path, keep_source=path.name.startswith(tuple(with_source)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
