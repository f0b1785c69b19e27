"""The settings that run.py gives JupyterLab, in a real server."""

import ipaddress
import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from traitlets.config.loader import PyFileConfigLoader

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
sys.path.append(str(ROOT / "server"))
from lesson_contents import WIDGET_VIEW, put_back, taken_out  # noqa: E402

import run  # noqa: E402

DOCUMENTS = "@jupyterlab/docmanager-extension:plugin"
NOTIFICATION = "@jupyterlab/apputils-extension:notification"
TOKEN = "for-this-test"


@pytest.fixture
def connection_class():
    config = PyFileConfigLoader("jupyter_server_config.py", path=str(ROOT / "server")).load_config()
    return config.ServerApp.kernel_websocket_connection_class


def test_a_connection_stops_waiting_before_it_connects(connection_class, monkeypatch):
    heard = []

    class Handler:
        def set_nodelay(self, value):
            heard.append(("nodelay", value))

    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda self: heard.append("connect") or "future")
    connection = connection_class.__new__(connection_class)
    monkeypatch.setattr(connection_class, "websocket_handler", Handler())
    assert connection.connect() == "future"
    assert heard == [("nodelay", True), "connect"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A JupyterLab started with run.py's command line, for a learner who has chosen a theme of their own."""
    home = tmp_path_factory.mktemp("jupyter home")
    theme = home / "lab/user-settings/@jupyterlab/apputils-extension/themes.jupyterlab-settings"
    theme.parent.mkdir(parents=True)
    theme.write_text('{"theme": "JupyterLab Dark"}')
    lesson = home / "lesson.ipynb"
    lesson.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = [str(lesson), "--no-browser", f"--port={port}", f"--IdentityProvider.token={TOKEN}"]
    environment = {**run.lab_environment(), "JUPYTER_CONFIG_DIR": str(home), "JUPYTER_RUNTIME_DIR": str(home)}
    log = (home / "log").open("w+")
    with (
        log,
        subprocess.Popen(
            run.lab_command(sys.executable, arguments),
            env=environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        ) as process,
    ):
        url = f"http://127.0.0.1:{port}/lab/api/settings/"
        for _ in range(300):
            try:
                ask(url + NOTIFICATION)
                break
            except urllib.error.URLError:
                assert process.poll() is None, log.seek(0) or log.read()
                time.sleep(0.1)
        yield url, home
        process.terminate()


def ask(url, raw=None):
    """Ask the server for some JSON, or give it a setting."""
    return send(url, None if raw is None else {"raw": json.dumps(raw)})


def send(url, body):
    """Ask the server for some JSON, or give it some."""
    headers = {"Authorization": f"token {TOKEN}"}
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, headers=headers, data=data, method="GET" if body is None else "PUT")
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.loads(answer.read() or b"null")


def test_news_and_update_checks_are_off(server):
    url, _ = server
    properties = ask(url + NOTIFICATION)["schema"]["properties"]
    assert properties["fetchNews"]["default"] == "false"
    assert properties["checkForUpdates"]["default"] is False


def test_only_this_machine_is_listened_to(server):
    url, _ = server
    port = int(url.split(":")[2].split("/")[0])
    addresses = {
        one.laddr.ip for one in psutil.net_connections("inet") if one.status == "LISTEN" and one.laddr.port == port
    }
    assert addresses
    assert all(ipaddress.ip_address(address).is_loopback for address in addresses), addresses


def test_nobody_gets_in_without_the_token(server):
    url, _ = server
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(url + NOTIFICATION, timeout=10)


def test_a_notebook_is_stored_soon(server):
    """Not sooner: JupyterLab begins a save while one is going on, and then asks which of its own two to keep."""
    url, _ = server
    assert ask(url + DOCUMENTS)["schema"]["properties"]["autosaveInterval"]["default"] == 20


def test_a_notebook_that_is_read_while_it_is_being_stored_stays_whole(server):
    url, home = server
    file = url.replace("lab/api/settings/", "api/contents/busy.ipynb")
    cells = [{"cell_type": "markdown", "id": f"c{n}", "metadata": {}, "source": "θ" * 20_000} for n in range(100)]
    content = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    send(file, {"type": "notebook", "content": content})
    with ThreadPoolExecutor(1) as learner:
        stores = [learner.submit(send, file, {"type": "notebook", "content": content}) for _ in range(12)]
        while not stores[-1].done():
            assert send(file, None)["content"] == content
        for store in stores:
            store.result()
    assert list(home.glob("*busy*")) == [home / "busy.ipynb"]


def test_a_notebook_of_an_older_format_can_be_uploaded_and_opened(server):
    url, _ = server
    file = url.replace("lab/api/settings/", "api/contents/older.ipynb")
    cell = {"cell_type": "code", "input": "1 + 1", "outputs": [], "language": "python", "metadata": {}}
    content = {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": [cell]}]}
    send(file, {"type": "notebook", "format": "json", "content": content})
    assert [cell["source"] for cell in send(file, None)["content"]["cells"]] == ["1 + 1"]


def notebook(*outputs, **metadata):
    return {"cells": [{"id": "a", "outputs": [{"data": dict(data)} for data in outputs]}, {}], "metadata": metadata}


VIEW = {WIDGET_VIEW: {"model_id": "7"}}
WORDS = {"text/plain": ["two ", "lines"]}


def test_a_live_view_is_taken_out_where_something_else_is_shown_and_put_back():
    stored = notebook({**VIEW, **WORDS}, VIEW, WORDS)
    views = taken_out(stored)
    assert stored == notebook(WORDS, VIEW, WORDS)
    opened = notebook({"text/plain": "two lines"}, VIEW, WORDS)  # as it is read again
    put_back(opened, views)
    assert opened == notebook({**VIEW, "text/plain": "two lines"}, VIEW, WORDS)


def test_a_live_view_is_not_put_back_into_another_output():
    views = taken_out(notebook({**VIEW, **WORDS}))
    for other in (notebook({"text/plain": "other"}), notebook(), {"cells": [], "metadata": {}}):
        before = json.dumps(other)
        put_back(other, views)
        assert json.dumps(other) == before


def test_a_notebook_that_stores_what_its_widgets_show_is_left_alone():
    stored = notebook({**VIEW, **WORDS}, widgets={"state": {}})
    assert taken_out(stored) == {}
    assert stored == notebook({**VIEW, **WORDS}, widgets={"state": {}})


def test_the_learners_own_settings_are_read(server):
    url, _ = server
    assert ask(url + "@jupyterlab/apputils-extension:themes")["settings"] == {"theme": "JupyterLab Dark"}


def test_a_setting_changed_in_jupyterlab_goes_to_the_learners_own_and_wins(server):
    url, home = server
    shipped = {path: path.read_bytes() for path in (ROOT / "server").rglob("*") if path.is_file()}
    ask(url + NOTIFICATION, {"fetchNews": "true"})
    assert ask(url + NOTIFICATION)["settings"] == {"fetchNews": "true"}
    assert list(home.glob("lab/user-settings/@jupyterlab/apputils-extension/notification.*"))
    assert {path: path.read_bytes() for path in (ROOT / "server").rglob("*") if path.is_file()} == shipped


def test_the_address_that_is_printed_leads_to_the_lesson(server):
    _, home = server
    assert "/lab/tree/lesson.ipynb?token=..." in (home / "log").read_text()
