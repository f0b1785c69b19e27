"""One notebook of a JupyterLab in one page: opened, run, saved and loaded again, each waited for to its end.

The end is what JupyterLab itself says: a command is done when its promise is kept, not when a sign in the page has come
or gone, which may have been there before.
"""

import json
import secrets
from contextlib import contextmanager, suppress
from urllib.parse import quote, urlsplit

from .lab import ROOT, SLOW, eventually

SCREENSHOTS = ROOT / "screenshots"
RUN = 120  # seconds that a notebook may need to run
VIEWPORT = {"width": 1400, "height": 1000}


class Notebook:
    """One notebook in one page."""

    def __init__(self, lab, page):
        self.lab = lab
        self.page = page
        self.context = page.context
        self.page.set_default_timeout(1000 * SLOW)
        self.problems = []
        self.requests = []
        self.slow_starts = 0  # views that anywidget gave up, which hearing.mjs takes care of
        self._heard = [
            (page, "console", self._hear),
            (page, "pageerror", self._stumble),
            (page.context, "request", self._see),
            (page, "websocket", self._see),
        ]
        for where, event, heard in self._heard:
            where.on(event, heard)

    def _hear(self, message):
        if message.type == "error":
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _stumble(self, error):
        if str(error) == "[anywidget] Failed to initialize model.":
            self.slow_starts += 1
        else:
            self.problems.append(f"page error: {error}")

    def _see(self, request):
        url = request.url
        self.requests.append(url)
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob", "about") and parts.hostname != "127.0.0.1":
            self.problems.append(f"left this machine: {url}")

    def take_problems(self):
        """Errors and foreign requests since they were taken last."""
        problems, self.problems[:] = list(self.problems), []
        return problems

    def open(self, name):
        """Open it in JupyterLab and wait for its kernel."""
        self.name = name
        workspace = secrets.token_hex(4)
        token = self.lab.token
        self.page.goto(f"{self.lab.url}/lab/workspaces/w{workspace}/tree/{quote(name)}?token={token}&reset")
        self.wait_idle()

    def open_beside(self, name):
        """Open it in the JupyterLab that the page has, if it has one."""
        if not self.page.evaluate("() => 'jupyterapp' in window"):
            self.open(name)
            self.page.evaluate("() => { window.neverLeft = true; }")
            return
        self.name = name
        self.page.evaluate("async path => { await jupyterapp.commands.execute('docmanager:open', { path }); }", name)
        self.wait_idle()

    def run_all(self):
        """Run all cells and wait until they are done; an error or a warning in one of them fails the test."""
        with self.carried_out("notebook:run-all-cells"):
            self.menu("Run", "runmenu:run-all")
        self.assert_no_error()

    def run_cell(self, number):
        """Run one cell, counted from 0, and wait until it is done; an error or a warning fails the test."""
        with self.carried_out("notebook:run-cell"):
            self.start_cell(number)
        self.assert_no_error()

    def start_cell(self, number):
        """Run one cell, counted from 0, without waiting for its end."""
        self.cell(number).locator(".jp-InputArea-editor").click()
        self.page.keyboard.press("Control+Enter")

    @contextmanager
    def carried_out(self, command):
        """Wait until JupyterLab has carried out a command that is given meanwhile, by menu, key or button."""
        self.page.evaluate(HEAR, command)
        yield
        self.page.wait_for_function("command => carriedOut[command]", arg=command, timeout=1000 * RUN)

    def assert_no_error(self):
        """No cell has an error or a warning among its outputs."""
        outputs = [output for cell in self.content()["cells"] for output in cell.get("outputs", ())]
        assert [one for one in outputs if one["output_type"] == "error" or one.get("name") == "stderr"] == []

    def content(self):
        """The notebook as JupyterLab has it, outputs and all."""
        return self.page.evaluate(f"path => {PANEL}.content.model.toJSON()", self.name)

    def menu(self, name, command):
        """Choose from JupyterLab's menu."""
        self.page.get_by_role("menuitem", name=name, exact=True).click()
        self.page.locator(f'.lm-Menu-item[data-command="{command}"]').click()

    def wait_idle(self):
        """Wait until the kernel is there and has nothing to do, by the page's word and by the server's."""
        kernel = f"{PANEL}?.sessionContext.session?.kernel"
        self.page.wait_for_function(f"path => window.jupyterapp && {kernel}?.status === 'idle'", arg=self.name)

        def idle():
            kernel = self.lab.kernel(self.name)
            assert kernel is not None, f"{self.name} has no kernel"
            assert kernel["execution_state"] == "idle", f"the kernel of {self.name} stays {kernel['execution_state']}"

        eventually(idle)

    def cell(self, number):
        """One cell, counted from 0."""
        return self.page.locator(".jp-Notebook-cell").nth(number)

    def screenshot(self, name):
        """Take a picture of the page; gives the file."""
        SCREENSHOTS.mkdir(exist_ok=True)
        path = SCREENSHOTS / f"{name}.png"
        self.page.screenshot(path=path)
        return path

    def reload(self):
        """Save the notebook and load the page again."""
        self.menu("File", "docmanager:save")
        eventually(self.assert_saved)
        self.page.reload()
        self.wait_idle()

    def assert_saved(self):
        """The file on the server has been run as far as the page has, and holds as many outputs."""
        text = (self.lab.folder / self.name).read_text(encoding="utf-8")
        assert text.endswith("}\n")  # else it is being written
        stored = json.loads(text)
        assert [results(cell) for cell in stored["cells"]] == [results(cell) for cell in self.content()["cells"]]

    def leave(self):
        """Close the notebook as it is and end the kernel; tell whether the page is as it was before."""
        if not self.page.evaluate("() => 'neverLeft' in window"):
            return False  # it was loaded again: what JupyterLab brings back then is open in it
        if not self.page.evaluate(CLOSE, self.name):
            return False
        for where, event, heard in self._heard:
            where.remove_listener(event, heard)
        self._end_kernel()
        self.page.set_viewport_size(VIEWPORT)
        self.page.mouse.move(0, 0)
        return True

    def close(self):
        """Close the page and end the kernel."""
        self.context.close()
        self._end_kernel()

    def _end_kernel(self):
        with suppress(OSError):  # one that is just starting again refuses; it ends with the server
            self.lab.shut_down(self.name)


def results(cell):
    """When a cell was run, and how many outputs it has."""
    return cell.get("execution_count"), len(cell.get("outputs", ()))


# In the page: the notebook's panel, and the commands that have been carried out since somebody began to listen.
PANEL = "[...jupyterapp.shell.widgets('main')].find(panel => panel.context?.path === path)"
# A save that is under way when its notebook closes ends in a dialog: so it is waited for, by saving once more.
CLOSE = f"""
async path => {{
  const panel = {PANEL};
  const late = new Promise(resolve => setTimeout(resolve, 10000, "late"));
  const end = await Promise.race([panel?.context.save(), late]);
  panel?.dispose();
  return panel !== undefined && end !== "late" && document.querySelector(".jp-Dialog") === null;
}}
"""
HEAR = """
command => {
  const done = (window.carriedOut ??= {});
  done[command] = false;
  jupyterapp.commands.commandExecuted.connect(function heard(commands, {id, result}) {
    if (id !== command) return;
    commands.commandExecuted.disconnect(heard);
    result.finally(() => { done[command] = true; });
  });
}
"""
