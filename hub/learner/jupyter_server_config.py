"""Settings of each learner's server in a class, beside those of server/."""

import atexit
import os
import shutil
import tempfile

HOUR = 3600  # seconds

c = get_config()  # noqa: F821  Jupyter puts it here

# A kernel that nobody has used for an hour ends, open tab or not; what was saved stays. A server without kernels
# ends an hour later, by itself, so that it does even where the hub has been stopped.
c.MappingKernelManager.cull_idle_timeout = HOUR
c.MappingKernelManager.cull_connected = True
c.MappingKernelManager.cull_interval = 300
c.ServerApp.shutdown_no_activity_timeout = HOUR
c.ServerApp.terminals_enabled = False

# A whole class begins in the same minute: a kernel that takes longer than usual to start is not yet dead.
c.MappingKernelManager.kernel_info_timeout = 240

# The server speaks to its kernels through files. Ports are looked for before a kernel starts and taken once it has:
# with a whole class starting, somebody else's kernel takes one in between, and the one that comes too late dies. The
# path of such a file may have no more than a hundred letters, so they lie in a short folder of the learner's own.
c.KernelManager.transport = "ipc"
os.environ["JUPYTER_RUNTIME_DIR"] = tempfile.mkdtemp(prefix="kernels-", dir="/tmp")
atexit.register(shutil.rmtree, os.environ["JUPYTER_RUNTIME_DIR"], ignore_errors=True)
