"""A learner's own JupyterLab: in their own folder, under their own account where there are accounts, within limits."""

from pathlib import Path

from accounts import becoming, folder_of
from jupyterhub.spawner import SimpleLocalProcessSpawner
from traitlets import Integer, Unicode, default


class LessonSpawner(SimpleLocalProcessSpawner):
    """Starts a process for each learner on this machine."""

    learners = Unicode(help="The folder in which each learner has one.").tag(config=True)
    first_account = Integer(0, help="The number of the first learner's account; 0 for none.").tag(config=True)

    @default("home_dir")
    def _default_home_dir(self):
        return str(Path(self.learners) / self.user.name)

    def make_preexec_fn(self, name):  # noqa: ARG002  JupyterHub asks so
        """Give what the new process does first."""
        return becoming(folder_of(self.user.name, Path(self.learners), self.first_account), self.first_account)

    def user_env(self, env):
        """Name the learner and their folder: the account itself may have no name."""
        return {**env, "USER": self.user.name, "LOGNAME": self.user.name, "HOME": self.home_dir, "SHELL": "/bin/sh"}
