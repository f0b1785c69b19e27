"""A learner, as the server sees one: signs in, opens a lesson, runs it, drags in it, saves it."""

import json
import re
import time
import uuid
from urllib.parse import quote

import requests
import websocket

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
SECONDS = 240  # for what is waited for, on the busiest machine


def eventually(check, what, seconds=SECONDS):
    """Ask until the answer is something, and give it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = check()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {seconds} s")


class Learner:
    """One browser, so to speak; what it may do follows from its cookies."""

    def __init__(self, address, name):
        self.address, self.name = address, name
        self.own = f"{address}/user/{quote(name)}"
        self.web = requests.Session()
        self.socket = None
        self.seq = 0

    def get(self, url, **settings):
        return self.web.get(url, timeout=SECONDS, **settings)

    def sign_in(self, password):
        """Fill in the form; whether that lets one in."""
        form = self.get(f"{self.address}/hub/login").text
        token = re.search(r'name="_xsrf" value="([^"]+)"', form)[1]
        given = {"username": self.name, "password": password, "_xsrf": token}
        self.web.post(f"{self.address}/hub/login", data=given, timeout=SECONDS)
        return self.get(f"{self.address}/hub/home", allow_redirects=False).status_code == 200

    def open(self, lesson):
        """Follow the start page's link to a lesson, and wait while the server starts."""

        def arrived():
            page = self.get(f"{self.address}/hub/user-redirect/lab/tree/{lesson}")
            return page.status_code == 200 and page.url.startswith(f"{self.own}/lab/tree/")

        eventually(arrived, f"{self.name} sees {lesson}")
        self.lesson = lesson

    def ask_hub(self, path):
        """Ask the hub, as its page does."""
        cookies = {cookie.name: cookie.value for cookie in self.web.cookies if cookie.path == "/hub/"}
        return self.get(f"{self.address}/hub/api/{path}", headers={"X-XSRFToken": cookies["_xsrf"]})

    def ask(self, method, path, **settings):
        """Ask one's own server, as its page does."""
        cookies = {
            cookie.name: cookie.value for cookie in self.web.cookies if cookie.path == f"/user/{quote(self.name)}/"
        }
        headers = {"X-XSRFToken": cookies["_xsrf"]}
        answer = self.web.request(method, f"{self.own}/api/{path}", headers=headers, timeout=SECONDS, **settings)
        answer.raise_for_status()
        return answer.json()

    def notebook(self):
        return self.ask("GET", f"contents/{self.lesson}")["content"]

    def save(self, notebook):
        self.ask("PUT", f"contents/{self.lesson}", json={"type": "notebook", "format": "json", "content": notebook})

    def start_kernel(self):
        wanted = {"path": self.lesson, "name": self.lesson, "type": "notebook", "kernel": {"name": "python3"}}
        self.kernel = self.ask("POST", "sessions", json=wanted)["kernel"]["id"]
        self.connect()

    def channel(self, own=None, kernel=None):
        """Give the address of a kernel's websocket, and the cookies that belong to it."""
        url = f"{own or self.own}/api/kernels/{kernel or self.kernel}/channels".replace("http", "ws", 1)
        request = requests.Request("GET", url.replace("ws", "http", 1))
        return url, self.web.prepare_request(request).headers.get("Cookie", "")

    def connect(self):
        """Open the kernel's websocket."""
        self.disconnect()
        url, cookies = self.channel()
        self.socket = websocket.create_connection(url, cookie=cookies, timeout=SECONDS)

    def disconnect(self):
        if self.socket:
            self.socket.close()
            self.socket = None

    def close(self):
        self.disconnect()
        self.web.close()

    # what the page says to the kernel

    def send(self, kind, content):
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": self.name, "version": "5.3"}
        message = {"channel": "shell", "header": header, "parent_header": {}, "metadata": {}, "content": content}
        self.socket.send(json.dumps({**message, "buffers": []}))
        return header["msg_id"]

    def hear(self):
        return json.loads(self.socket.recv())

    def run(self, code):
        """Run code as a cell; gives its outputs."""
        asked = self.send("execute_request", {"code": code, "silent": False, "store_history": True})
        outputs, replied, idle = [], False, False
        while not (replied and idle):
            message = self.hear()
            if message["parent_header"].get("msg_id") != asked:
                continue
            kind, content = message["msg_type"], message["content"]
            replied = replied or kind == "execute_reply"
            idle = idle or (kind == "status" and content["execution_state"] == "idle")
            assert kind != "error", f"{self.name}: {content}"
            if kind in ("execute_result", "display_data", "stream"):
                outputs.append(content)
        return outputs

    def printed(self, code):
        """Run code, and give what it prints, in however many pieces that comes."""
        return "".join(output.get("text", "") for output in self.run(code))

    def run_lesson(self):
        """Run all cells."""
        for cell in self.notebook()["cells"]:
            if cell["cell_type"] == "code":
                self.run(cell["source"])

    def show(self, code):
        """Run code that ends with a view, and give the view's widget."""
        views = (output.get("data", {}).get(WIDGET_VIEW) for output in self.run(code))
        return next(view["model_id"] for view in views if view)

    def tell(self, view, content):
        """Say something to a widget, as its page does."""
        self.send("comm_msg", {"comm_id": view, "data": {"method": "custom", "content": content}})

    def told(self, view):
        """Wait for what a widget says next."""
        while True:
            message = self.hear()
            content = message["content"]
            if (
                message["msg_type"] == "comm_msg"
                and content["comm_id"] == view
                and content["data"]["method"] == "custom"
            ):
                return content["data"]["content"]

    def look(self, view):
        """Show a widget, and give its whole markup."""
        self.tell(view, {"news": "shown", "view": self.name, "version": -1})
        while True:
            said = self.told(view)
            if "markup" in said:
                return said["markup"]

    def drag(self, view, edge, start, heights, pause=0.1):
        """Drag an edge through these heights, ten times a second; gives how long each answer took, in seconds."""
        gesture, sent, took = uuid.uuid4().hex, {}, []
        for number, height in enumerate(heights, 1):
            self.seq += 1
            value = {"from": start, "dx": 0, "dy": -height, "gesture": gesture, "done": number == len(heights)}
            sent[self.seq] = time.perf_counter()
            event = {"seq": self.seq, "view": self.name, "key": f"move:{edge}", "type": "drag", "value": value}
            self.tell(view, event)
            took += self.answers(view, sent, until=time.monotonic() + pause)
        while sent:
            took += self.answers(view, sent, until=time.monotonic() + SECONDS, one=True)
        return took

    def answers(self, view, sent, until, *, one=False):
        """Take answers as they come, until then or until there is one; gives how long each took."""
        took = []
        while (left := until - time.monotonic()) > 0 and not (one and took):
            self.socket.settimeout(left)
            try:
                said = self.told(view)
            except (TimeoutError, websocket.WebSocketTimeoutException):
                break
            finally:
                self.socket.settimeout(SECONDS)
            assert not said.get("error"), said["error"]
            if said.get("ack") in sent:
                took.append(time.perf_counter() - sent.pop(said["ack"]))
        return took
