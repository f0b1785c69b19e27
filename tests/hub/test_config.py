"""What jupyterhub_config.py sets, read as JupyterHub reads it, with what JupyterHub alone has left out."""

import json
import runpy
import shutil
import sys
from collections import defaultdict
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import quote

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path):
    """The parts of the project that the settings need, with one lesson."""
    for name in ("hub/jupyterhub_config.py", "hub/copies.py", "hub/roster.py", "tools/readme_links.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    write_notebook(tmp_path / "notebooks" / "00_start.ipynb", "# Begin here")
    return tmp_path


def write_notebook(path, source):
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": [source]}]}), encoding="utf-8")


def settings(project, monkeypatch, url="http://127.0.0.1:8000"):
    """Read the settings, for a server that was told so."""
    told = {"folder": str(project), "url": url, "hub_port": 8001, "proxy_port": 8002, "proxy": [], "first_account": 0}
    for name, what in (("signing_in", "RosterAuthenticator"), ("spawner", "LessonSpawner")):
        monkeypatch.setitem(sys.modules, name, SimpleNamespace(**{what: type(what, (), {})}))
    url_class = SimpleNamespace(create=lambda kind, database: f"{kind}:///{quote(database)}")
    monkeypatch.setitem(sys.modules, "sqlalchemy", SimpleNamespace())
    monkeypatch.setitem(sys.modules, "sqlalchemy.engine", SimpleNamespace(URL=url_class))
    for name in ("copies", "readme_links", "roster"):
        monkeypatch.setitem(sys.modules, name, None)  # whatever was there comes back afterwards
        del sys.modules[name]
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.setenv("BACKPROP_HUB", json.dumps(told | {"certificate": "", "private_key": ""}))
    config = defaultdict(lambda: SimpleNamespace(cmd=[]))

    class Settings:
        def __getattr__(self, name):
            return config[name]

    runpy.run_path(str(project / "hub" / "jupyterhub_config.py"), {"get_config": Settings})
    return config


def test_the_start_page_lists_lessons_and_no_notebook_of_the_teachers_own(project, monkeypatch):
    write_notebook(project / "notebooks" / "Untitled.ipynb", "no title")
    hub = settings(project, monkeypatch)["JupyterHub"]
    assert hub.template_vars == {"lessons": [("00_start.ipynb", "Begin here")]}


@pytest.mark.parametrize("url", ["http://[::1]:8000", "https://0.0.0.0:8000"])
def test_it_listens_where_it_was_told(project, monkeypatch, url):
    assert settings(project, monkeypatch, url=url)["JupyterHub"].bind_url == url


def test_its_table_lies_in_its_folder_whatever_that_is_called(project, monkeypatch):
    project = project.rename(project.with_name("class? back%20prop"))
    hub = settings(project, monkeypatch)["JupyterHub"]
    assert hub.db_url == f"sqlite:///{quote(str(project))}/hub.sqlite"


def test_it_has_the_ports_inside_that_it_was_told(project, monkeypatch):
    config = settings(project, monkeypatch)
    assert config["JupyterHub"].hub_bind_url == "http://127.0.0.1:8001"
    assert config["ConfigurableHTTPProxy"].api_url == "http://127.0.0.1:8002"
