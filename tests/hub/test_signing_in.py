"""Signing in while the class list can't be read; JupyterHub itself isn't needed for it."""

import asyncio
import importlib
import logging
import sys
from types import ModuleType, SimpleNamespace

import pytest
from roster import Roster
from tornado.web import HTTPError
from traitlets import HasTraits


@pytest.fixture
def authenticator(monkeypatch, tmp_path):
    """What lets learners in, with all that it takes from JupyterHub here: a log."""
    auth = ModuleType("jupyterhub.auth")
    auth.Authenticator = type("Authenticator", (HasTraits,), {"log": logging.getLogger("hub")})
    monkeypatch.setitem(sys.modules, "jupyterhub", SimpleNamespace(auth=auth))
    monkeypatch.setitem(sys.modules, "jupyterhub.auth", auth)
    monkeypatch.delitem(sys.modules, "signing_in", raising=False)
    made = importlib.import_module("signing_in").RosterAuthenticator()
    monkeypatch.delitem(sys.modules, "signing_in")
    made.file = str(tmp_path / "class.csv")
    return made


def sign_in(authenticator, name, password):
    return asyncio.run(authenticator.authenticate(None, {"username": name, "password": password}))


def test_a_name_and_its_password_come_in_and_nothing_else(authenticator, tmp_path):
    roster = Roster(tmp_path / "class.csv")
    roster.add(["Ada"])
    assert sign_in(authenticator, "Ada", roster.passwords()["ada"]) == "ada"
    assert sign_in(authenticator, "Ada", "wrong") is None


@pytest.mark.parametrize("content", [b"name,password\n\xc9milie,x2y3z4\n", b"", b"name,password\nada,x\nAda,\n"])
def test_a_list_that_cannot_be_read_is_told_to_learner_and_teacher(authenticator, tmp_path, content, caplog):
    (tmp_path / "class.csv").write_bytes(content)
    with pytest.raises(HTTPError, match="tell your teacher") as refusal:
        sign_in(authenticator, "Ada", "x")
    assert refusal.value.status_code == 503
    assert str(tmp_path) not in refusal.value.log_message
    assert "class.csv" in caplog.text
