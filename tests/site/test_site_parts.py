"""What the site is made of: its lessons, its list of packages, its first page, and what is refused."""

import ast
import hashlib
import importlib.util
import json
import marshal
import re
import shutil
import sys
import zipfile
from pathlib import Path
from types import SimpleNamespace

import browser_lock
import bytecode
import landing
import lean
import lessons
import pages
import pytest
import runtime

ROOT = Path(__file__).resolve().parents[2]
LESSONS = lessons.lessons_in(ROOT / "notebooks")


def read(path):
    return json.loads(path.read_text(encoding="utf-8"))


def code(notebook):
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_is_handed_out_as_it_is_but_for_one_import_before_its_first_plot(path):
    stored, handed_out = code(read(path)), code(lessons.fetching_matplotlib(read(path)))
    changed = [(before, after) for before, after in zip(stored, handed_out, strict=True) if before != after]
    plots = any(lessons.PLOTTING & lessons.called(cell) for cell in stored)
    assert len(changed) == plots
    for before, after in changed:
        assert after == lessons.FETCH + before
        assert "matplotlib" in {alias.name for node in ast.parse(after).body[:1] for alias in node.names}


def test_a_cell_that_only_speaks_of_a_plot_fetches_nothing():
    cell = {"cell_type": "code", "source": "print('plot(1)')  # plot(2)"}
    assert code(lessons.fetching_matplotlib({"cells": [cell]})) == ["print('plot(1)')  # plot(2)"]


def test_a_notebook_that_somebody_made_beside_the_lessons_is_not_handed_out(tmp_path):
    notebooks = tmp_path / "notebooks"
    notebooks.mkdir()
    shutil.copy(LESSONS[0], notebooks)
    for name in ("Untitled.ipynb", "04_backward-Copy1.ipynb", "my_00_start.ipynb"):
        (notebooks / name).write_text('{"cells": []}', encoding="utf-8")
    lessons.copy(notebooks, tmp_path / "content")
    assert [path.name for path in (tmp_path / "content").iterdir()] == [LESSONS[0].name]
    landing.write(tmp_path, notebooks)
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert re.findall(r'data-file="([^"]+)"', page) == [LESSONS[0].name]


def wheel(folder, name, version, *, needs=(), files=()):
    path = folder / f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    head = [f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {need}" for need in needs)]
    with zipfile.ZipFile(path, "w") as content:
        content.writestr(
            f"{name}-{version}.dist-info/METADATA", "\n".join(["Metadata-Version: 2.1", *head, "", "About"])
        )
        for file in files:
            content.writestr(file, "")
    return path


def test_a_wheel_is_listed_with_what_it_needs_in_a_browser_and_nothing_else(tmp_path):
    needs = ["traitlets>=4", "colorama; sys_platform == 'win32'", "pytest; extra == 'test'", "not-there"]
    given = wheel(tmp_path, "IPython", "9.0", needs=needs, files=["IPython/__init__.py", "IPython/core/x.py"])
    upstream = {"info": {"python": "3.14"}, "packages": {"far": {}}}
    others = {"traitlets": {"depends": [], "file_name": "there.whl"}}
    every = browser_lock.write(tmp_path / "lock.json", upstream, others, [given])
    written = json.loads((tmp_path / "lock.json").read_text())
    assert written == {"info": {"python": "3.14"}, "packages": every}
    assert every["ipython"]["depends"] == ["traitlets"]
    assert every["ipython"]["imports"] == ["IPython"]
    assert every["ipython"]["sha256"] == hashlib.sha256(given.read_bytes()).hexdigest()


def test_the_projects_own_wheel_does_not_fetch_matplotlib_with_it(tmp_path):
    given = wheel(tmp_path, "backprop-lessons", "1.0", needs=["numpy", "matplotlib"], files=["backprop_core/a.py"])
    assert browser_lock.entry(given)[1]["depends"] == ["numpy"]


def test_a_file_that_is_not_the_one_meant_is_refused():
    runtime.check(b"right", hashlib.sha256(b"right").hexdigest(), "a.whl")
    with pytest.raises(runtime.Missing, match=r"a\.whl has the SHA-256 .* it is not the file that was meant"):
        runtime.check(b"wrong", hashlib.sha256(b"right").hexdigest(), "a.whl")


@pytest.mark.parametrize("name", ["npm", "node"])
def test_a_program_that_is_not_there_is_one_sentence(name, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(runtime.Missing, match=rf"^{name} is needed for the site: install Node\.js"):
        runtime.run([name, "--version"], tmp_path)


def test_a_program_is_started_where_it_was_found_as_windows_needs_it_for_npm(tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(runtime.shutil, "which", lambda name: rf"C:\node\{name}.cmd")
    monkeypatch.setattr(
        runtime.subprocess, "run", lambda command, **_: started.append(command) or SimpleNamespace(returncode=0)
    )
    runtime.run(["npm", "pack", "--silent"], tmp_path)
    assert started == [[r"C:\node\npm.cmd", "pack", "--silent"]]


def test_what_a_package_needs_comes_with_it_and_what_that_needs_too():
    lock = {"packages": {"a": {"depends": ["b"]}, "b": {"depends": ["c"]}, "c": {"depends": []}, "d": {"depends": []}}}
    assert set(runtime.upstream_packages(lock, ["a"])) == {"a", "b", "c"}


def test_every_requirement_of_the_browser_has_a_version_and_hashes():
    listed = (ROOT / "site" / "browser-packages.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in listed.splitlines() if line.strip() and not line.startswith("#")]
    assert len(lines) >= 15
    assert all("==" in line and "--hash=sha256:" in line for line in lines)


def test_what_is_not_needed_stays_away_though_a_package_asks_for_it():
    lock = {"packages": {"matplotlib": {"depends": ["fonttools", "cycler"]}, "cycler": {"depends": []}}}
    assert runtime.upstream_packages(lock, ["matplotlib"]) == {"matplotlib": {"depends": ["cycler"]}} | {
        "cycler": {"depends": []}
    }


@pytest.mark.parametrize("keep_source", [True, False])
def test_an_archives_modules_are_compiled_and_all_else_stays(tmp_path, keep_source):
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as content:
        content.writestr("a/b.py", "c = 1 + 1\n")
        content.writestr("a/template.py", "class {{name}}:\n")
        content.writestr("a/b.css", "p {}")
    bytecode.rewrite(archive, keep_source=keep_source)
    with zipfile.ZipFile(archive) as content:
        files = {name: content.read(name) for name in content.namelist()}
    compiled = importlib.util.cache_from_source("a/b.py") if keep_source else "a/b.pyc"
    assert set(files) == {"a/template.py", "a/b.css", compiled} | ({"a/b.py"} if keep_source else set())
    space = {}
    exec(marshal.loads(files[compiled][16:]), space)
    assert space["c"] == 2
    assert files[compiled][:4] == importlib.util.MAGIC_NUMBER


def test_a_compiled_wheel_is_listed_with_the_same_imports(tmp_path):
    given = wheel(tmp_path, "one", "1.0", files=["one/__init__.py", "one/two/three.py"])
    before = browser_lock.entry(given)[1]["imports"]
    bytecode.rewrite(given, keep_source=False)
    assert browser_lock.entry(given)[1]["imports"] == before == ["one"]


def test_a_wheel_of_pyodide_that_was_compiled_is_listed_as_it_is_now(tmp_path):
    given = wheel(tmp_path, "far", "1.0", files=["far/a.py"])
    packages = {"far": {"file_name": given.name, "sha256": "upstream's"}, "cdn": {"file_name": "x", "sha256": "theirs"}}
    every = browser_lock.write(tmp_path / "lock.json", {}, packages, [])
    assert every["far"]["sha256"] == hashlib.sha256(given.read_bytes()).hexdigest()
    assert every["cdn"]["sha256"] == "theirs"


def test_jedi_is_taken_out_of_the_kernel_and_its_worker(tmp_path):
    name, line = lean.IN_KERNEL
    given = tmp_path / "kernel.whl"
    with zipfile.ZipFile(given, "w") as content:
        content.writestr(name, f"class A:\n    def f(self):\n{line}        self.x = 1\n")
    lean.kernel_without_jedi(given)
    with zipfile.ZipFile(given) as content:
        assert content.read(name).decode() == "class A:\n    def f(self):\n        self.x = 1\n"
    with pytest.raises(runtime.Missing, match="0 times, not once: site/ was made for another version"):
        lean.kernel_without_jedi(given)


def test_another_edition_of_the_site_has_another_name(tmp_path):
    (tmp_path / "a").write_text("1")
    before = pages.edition(tmp_path)
    assert pages.edition(tmp_path) == before
    (tmp_path / "a").write_text("2")
    assert pages.edition(tmp_path) != before


@pytest.mark.parametrize(
    ("text", "title", "line"),
    [
        ("# Follow it\n\n**You will** push $\\delta$ back. Then more.", "Follow it", "Push δ back."),
        ("# Knobs\n\nIt *is*\nsmall: 0.454. Right is 1.", "Knobs", "It is small: 0.454."),
        ("# Short\n\nNo full stop", "Short", "No full stop"),
        ("# Only a title", "Only a title", ""),
    ],
)  # fmt: skip
def test_a_card_has_the_title_and_the_first_sentence_without_its_marks(text, title, line):
    assert landing.opening(text) == (title, line)


def test_the_first_page_leads_to_every_lesson_and_shows_what_it_stores(tmp_path):
    landing.write(tmp_path, ROOT / "notebooks")
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "$" not in page.replace("$storage", "")
    for path in LESSONS:
        assert f'href="notebooks/index.html?path={path.name}"' in page
    for picture in (tmp_path / "pictures").iterdir():
        assert f'src="pictures/{picture.name}"' in page
    assert (tmp_path / "landing.css").exists()
    assert (tmp_path / "landing.js").exists()
    assert 'id="jupyter-config-data"' in page  # JupyterLite looks for it on its way up


@pytest.fixture
def build(monkeypatch):
    """site/build.py, without what only the building itself needs."""
    constants = SimpleNamespace(PYODIDE_CDN_URL="https://x/v1/full", PYODIDE_VERSION="1")
    monkeypatch.setitem(sys.modules, "jupyterlite_pyodide_kernel", SimpleNamespace())
    monkeypatch.setitem(sys.modules, "jupyterlite_pyodide_kernel.constants", constants)
    spec = importlib.util.spec_from_file_location("build_under_test", ROOT / "site" / "build.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize(
    ("holds", "said"),
    [
        (["jupyter-lite.json", ".git/"], "has .git in it"),
        (["jupyter-lite.json", "CNAME"], "has CNAME in it"),
        (["notes.txt"], "holds something else"),
    ],
)
def test_a_folder_with_what_is_not_the_sites_is_refused_and_left_as_it_is(build, tmp_path, capsys, holds, said):
    for name in holds:
        (tmp_path / name).mkdir() if name.endswith("/") else (tmp_path / name).touch()
    assert build.main([str(tmp_path)]) == 1
    assert said in capsys.readouterr().err
    assert len(list(tmp_path.iterdir())) == len(holds)


def test_a_file_where_a_folder_is_to_be_is_one_sentence(build, tmp_path, capsys):
    (tmp_path / "README.md").touch()
    assert build.main([str(tmp_path / "README.md")]) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'README.md'} is a file: name a folder for the site.\n"


def test_a_site_takes_the_place_of_the_one_before_once_it_is_whole(build, tmp_path, monkeypatch):
    out = tmp_path / "out"
    out.mkdir()
    for name in ("jupyter-lite.json", "old.html"):
        (out / name).touch()

    def stopped(*_):
        raise KeyboardInterrupt

    def site(_, folder):
        (folder / "static").mkdir(parents=True)
        (folder / "jupyter-lite.json").touch()

    for name in ("pyodide", "own_wheel", "kernel_wheels", "pure_wheels", "compile_modules", "configure"):
        monkeypatch.setattr(build, name, lambda *_: [])
    parts = SimpleNamespace(kernel_without_jedi=lambda *_: 0, worker_without_jedi=lambda *_: 0)
    parts.write, parts.read_lock, parts.VERSION = lambda *_: {}, lambda *_: {}, "1"
    for name in ("lean", "landing", "browser_lock", "runtime"):
        monkeypatch.setattr(build, name, parts)
    monkeypatch.setattr(build, "jupyterlite", site)
    monkeypatch.setattr(build.pages, "finish", stopped)
    with pytest.raises(KeyboardInterrupt):
        build.build(out, self_contained=False)
    assert (out / "old.html").exists()
    monkeypatch.setattr(build.pages, "finish", lambda *_: 0)
    build.build(out, self_contained=False)
    assert sorted(path.name for path in out.iterdir()) == ["jupyter-lite.json", "static"]
