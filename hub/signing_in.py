"""Signing in with the name and password of the class list."""

from pathlib import Path

from jupyterhub.auth import Authenticator
from roster import Roster, plain
from tornado.web import HTTPError
from traitlets import Unicode


class RosterAuthenticator(Authenticator):
    """Lets in who is on the list; the list is read each time, so that a change in it counts at once."""

    file = Unicode(help="The list: names and passwords.").tag(config=True)

    def normalize_username(self, username):
        """However a name is typed, it is one learner."""
        return plain(username)

    async def authenticate(self, handler, data):  # noqa: ARG002  JupyterHub asks so
        """Give the name of who may come in, or None. If the list can't be read, nobody: both sides are told."""
        name = plain(data["username"])
        try:
            is_right = Roster(Path(self.file)).knows(name, data["password"])
        except (OSError, ValueError) as reason:
            self.log.error("Nobody can sign in: %s", reason)
            raise HTTPError(503, "Nobody can sign in now: tell your teacher that the list can't be read.") from None
        return name if is_right else None
