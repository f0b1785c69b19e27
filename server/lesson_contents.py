"""Notebooks as they are stored and opened: a live view goes no further than the kernel that draws it."""

import asyncio
from queue import Empty

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
PATIENCE = 2  # seconds that a kernel has to say which widgets it knows


class LessonContents(AsyncLargeFileManager):
    """Stores notebooks without the live views of widgets, which mean nothing once their kernel is gone.

    What stands beside a view in the same output, its picture and its words, is what one sees the next day, in any
    program. A page that is loaded again while the kernel still runs gets its live views back.

    Reading waits for a save to end: Jupyter takes a file of which half is written for a broken one, and sets it aside.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._views = {}  # of each kernel, what was last taken out of its notebook
        self._one_at_a_time = asyncio.Lock()

    async def save(self, model, path=""):
        """Store a notebook without its live views, and remember them for as long as their kernel runs."""
        if model.get("type") == "notebook" and model.get("content"):
            views = taken_out(model["content"])
            for kernel in await self._kernels(path):
                self._views[kernel] = views
        async with self._one_at_a_time:
            return await super().save(model, path)

    async def get(self, path, content=True, *args, **kwargs):
        """Read a notebook, with those live views that a kernel still knows."""
        if not content:  # a save asks for this, too
            return await super().get(path, content, *args, **kwargs)
        async with self._one_at_a_time:
            model = await super().get(path, content, *args, **kwargs)
        if model["type"] == "notebook" and model["content"]:
            views = taken_out(model["content"])  # somebody else's server stored them
            alive = {}
            for kernel in await self._kernels(path):
                views.update(self._views.get(kernel, {}))
                known = await self._known_to(kernel)
                alive.update({at: view for at, view in views.items() if known is None or view[0]["model_id"] in known})
            put_back(model["content"], alive)
        return model

    async def _kernels(self, path):
        """Give the kernels that run for a notebook, and forget the views of those that run no more."""
        sessions = await self.parent.session_manager.list_sessions()
        running = {session["kernel"]["id"]: session["path"] for session in sessions if session["kernel"]}
        self._views = {kernel: views for kernel, views in self._views.items() if kernel in running}
        return [kernel for kernel, of in running.items() if of == path.strip("/")]

    async def _known_to(self, kernel):
        """Ask a kernel which widgets it has: it answers while it runs a cell, too; None if it doesn't."""
        client = self.parent.kernel_manager.get_kernel(kernel).client()
        client.start_channels(shell=False, iopub=False, stdin=False, hb=False)
        try:
            client.control_channel.send(client.session.msg("comm_info_request", {"target_name": "jupyter.widget"}))
            answer = await client.control_channel.get_msg(timeout=PATIENCE)
            return set(answer["content"]["comms"])
        except Empty:
            return None
        finally:
            client.stop_channels()


def taken_out(notebook):
    """Take the live views out of a notebook's outputs that have something else to show.

    Returns
    -------
    dict
        By cell and place among its outputs: the view, with what its output says besides.
    """
    views = {}
    if "widgets" in notebook.get("metadata", {}):
        return views  # somebody has chosen to store what they show as well
    for at, output in outputs(notebook):
        data = output["data"]
        if WIDGET_VIEW in data and len(data) > 1:
            views[at] = data.pop(WIDGET_VIEW), words(data)
    return views


def put_back(notebook, views):
    """Put live views back, where the output is still the one that they were taken from."""
    for at, output in outputs(notebook):
        view, said = views.get(at, (None, None))
        if view is not None and words(output["data"]) == said:
            output["data"][WIDGET_VIEW] = view


def words(data):
    """Give what an output says, which a notebook has as one text or line by line."""
    return "".join(data.get("text/plain", ""))


def outputs(notebook):
    """Give each output that has data, with its place; a notebook of a format before 4 has its cells elsewhere."""
    for n, cell in enumerate(notebook.get("cells", ())):
        for k, output in enumerate(cell.get("outputs", ())):
            if "data" in output:
                yield (cell.get("id", n), k), output
