"""Settings of the class server that `run.py hub` starts; hub/start.py tells it the address and the folder."""

import json
import os
import sys
from pathlib import Path

from sqlalchemy.engine import URL

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(HERE), str(ROOT / "tools")]
from copies import lessons  # noqa: E402
from readme_links import title_of  # noqa: E402
from roster import TEACHER  # noqa: E402
from signing_in import RosterAuthenticator  # noqa: E402
from spawner import LessonSpawner  # noqa: E402

told = json.loads(os.environ.pop("BACKPROP_HUB"))
folder = Path(told["folder"])
c = get_config()  # noqa: F821  JupyterHub puts it here

# Where it listens: the proxy for everybody, the hub and the proxy's own door for this machine alone.
c.JupyterHub.bind_url = told["url"]
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{told['hub_port']}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{told['proxy_port']}"
c.ConfigurableHTTPProxy.command = told["proxy"]
c.JupyterHub.ssl_cert = told["certificate"]
c.JupyterHub.ssl_key = told["private_key"]

# What lasts. Learners' servers outlive the hub, so that a restart takes nobody's numbers away; the next hub finds them.
(folder / "learners").mkdir(exist_ok=True)
(folder / "learners").chmod(0o711)  # each learner passes through to their own
c.JupyterHub.db_url = str(URL.create("sqlite", database=str(folder / "hub.sqlite")))  # ? and % are none of the path's
c.JupyterHub.cookie_secret_file = str(folder / "cookie_secret")
c.ConfigurableHTTPProxy.pid_file = str(folder / "proxy.pid")
c.JupyterHub.cleanup_servers = False

# Who comes in.
c.JupyterHub.authenticator_class = RosterAuthenticator
c.RosterAuthenticator.file = str(folder / "class.csv")
c.RosterAuthenticator.admin_users = {TEACHER}
c.RosterAuthenticator.allow_all = True  # whoever has the password of a name on the list

# What each of them gets: lessons that are copied as their server starts, and JupyterLab as run.py sets it up.
c.JupyterHub.spawner_class = LessonSpawner
c.LessonSpawner.learners = str(folder / "learners")
c.LessonSpawner.first_account = told["first_account"]
c.LessonSpawner.cmd = [sys.executable, str(HERE / "copies.py"), str(ROOT / "notebooks")]
c.LessonSpawner.cmd += [sys.executable, "-m", "jupyterhub.singleuser"]
if os.geteuid() == 0 and not told["first_account"]:
    c.LessonSpawner.cmd += ["--allow-root"]  # asked for with --one-account: in a container there is often nobody else
c.LessonSpawner.default_url = "/lab/tree/00_start.ipynb"
c.LessonSpawner.environment = {
    "JUPYTER_CONFIG_PATH": os.pathsep.join([str(HERE / "learner"), str(ROOT / "server")]),
    # One thread each: thirty networks of fifteen weights gain nothing from more, and a class shares the processors.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}
c.LessonSpawner.start_timeout = c.LessonSpawner.http_timeout = 180  # a whole class begins in the same minute
c.JupyterHub.concurrent_spawn_limit = 60

# The start page: the lessons, once signed in.
c.JupyterHub.template_paths = [str(HERE / "templates")]
c.JupyterHub.template_vars = {"lessons": [(path.name, title_of(path)) for path in lessons(ROOT / "notebooks")]}
c.JupyterHub.redirect_to_server = False
c.JupyterHub.implicit_spawn_seconds = 0.1  # a link to a lesson starts the server that it needs
