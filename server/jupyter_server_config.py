"""Settings of the server that `run.py` starts. A plain `jupyter lab` does without them."""

import sys
from pathlib import Path

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """A kernel's connection to the page that sends each message at once.

    By default small messages wait for the page's acknowledgement of the one before (Nagle's algorithm), which browsers
    hold back for 40 ms: each picture under a slider would come that much later.
    """

    def connect(self):
        """Switch the waiting off, then connect as usual."""
        self.websocket_handler.set_nodelay(True)
        return super().connect()


c = get_config()  # noqa: F821  Jupyter puts it here
c.ServerApp.kernel_websocket_connection_class = PromptConnection

sys.path.append(str(Path(__file__).parent))
c.ServerApp.contents_manager_class = "lesson_contents.LessonContents"

# File > Save and Export Notebook As: the picture beside a live view, which no exported page could draw.
c.HTMLExporter.DataTypeFilter.display_data_priority = [
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "text/latex",
    "image/png",
    "image/jpeg",
    "text/plain",
]
