"""A class on a real JupyterHub: everybody at once, nobody in another's lesson, and a restart in the middle.

It starts `python3 run.py hub`, which installs JupyterHub and its proxy the first time, so it runs only where it is
asked for: BACKPROP_HUB=1. BACKPROP_LEARNERS says how many learners there are, 20 if it doesn't.
"""

import json
import os
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
import websocket

from .class_server import ROOT, ClassServer
from .learner import Learner

pytestmark = pytest.mark.skipif(
    os.environ.get("BACKPROP_HUB") != "1",
    reason="NO CLASS SERVER was started: BACKPROP_HUB=1 python3 run.py test tests/hub does, and tests it",
)
COUNT = int(os.environ.get("BACKPROP_LEARNERS", "20"))
NAMES = [f"learner {n:02}" for n in range(1, COUNT + 1)]
LESSON = "04_backward.ipynb"
VIEW = "import backprop_widgets\nbackprop_widgets.explorer()"  # a cell of the learner's own: the lecture's network
EDGE, START = "Theta.3.1.1", "0.95"
HEIGHTS = range(4, 124, 4)  # three seconds, ten times a second


def height_of(learner):
    """Where a learner leaves the edge: each somewhere else."""
    return HEIGHTS[-1] + NAMES.index(learner.name)


def words(height):
    """What the words of the view say of its last layer, with the edge dragged as high as that."""
    return f"Θ(3), row by row: −0.15, +{float(START) + height / 100:.2f}"


@pytest.fixture(scope="module")
def everybody():
    """Do something for all learners at the same time."""
    with ThreadPoolExecutor(COUNT) as pool:
        yield lambda do, learners: list(pool.map(do, learners))


@pytest.fixture(scope="module")
def folder():
    """A folder that accounts of the learners' own can pass through: pytest's are closed to them."""
    with tempfile.TemporaryDirectory(prefix="class-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture(scope="module")
def server(folder):
    server = ClassServer(folder, NAMES)
    try:
        server.start()
    except RuntimeError as ended:
        if "--one-account" not in str(ended):
            raise
        server = ClassServer(folder, NAMES, "--one-account")
        server.start()
    yield server
    server.end()


@pytest.fixture(scope="module")
def learners(server, everybody):
    """Everybody signed in at the same moment, with the lesson run."""
    learners = [Learner(server.address, name) for name in NAMES]
    passwords = server.passwords()

    def begin(learner):
        assert learner.sign_in(passwords[learner.name])
        learner.open(LESSON)
        learner.start_kernel()
        learner.run_lesson()
        learner.view = learner.show(VIEW)
        learner.disconnect()  # whoever waits for the others hears nothing, and would be taken for gone

    began = time.monotonic()
    try:
        everybody(begin, learners)
        server.began_in = time.monotonic() - began
        everybody(lambda learner: learner.connect(), learners)
        yield learners
    except websocket.WebSocketException as lost:
        raise AssertionError(f"after {time.monotonic() - began:.0f} s: {lost}\n{server.complaints()}") from lost
    finally:
        for learner in learners:
            learner.close()


def drag(learner):
    """Drag the edge to the learner's own height, from wherever it is."""
    learner.look(learner.view)
    return learner.drag(learner.view, EDGE, START, [*HEIGHTS[:-1], height_of(learner)])


def test_everybody_drags_at_once_and_sees_their_own_numbers_alone(server, learners, everybody, tell):
    memory, begun = ([reading(name) for name in NAMES] for reading in (server.memory, server.processor))
    proxy_before = server.proxy()
    took = sorted(1000 * seconds for all_of_one in everybody(drag, learners) for seconds in all_of_one)
    proxy, moving = server.proxy() - proxy_before, sum(map(server.processor, NAMES)) - sum(begun)
    assert len(took) == COUNT * len(HEIGHTS)  # each move was answered
    for learner, markup in zip(learners, everybody(lambda one: one.look(one.view), learners), strict=True):
        assert [other.name for other in learners if words(height_of(other)) in markup] == [learner.name]
    percentiles = statistics.quantiles(took, n=20)
    tell(
        f"class server: {COUNT} learners, {'an account each' if has_accounts(server) else 'one account'}, load"
        f" {os.getloadavg()[0]:.1f}. The last had run lesson 04 after {server.began_in:.0f} s; a learner takes"
        f" {statistics.mean(memory):.0f} MB and, until then, {statistics.mean(begun):.1f} s of a processor."
        f" {len(took)} moves of a drag answered, p50 {percentiles[9]:.0f} ms, p95 {percentiles[18]:.0f} ms; a move"
        f" takes {1000 * moving / len(took):.1f} ms of a processor, and {1000 * proxy / len(took):.1f} ms of the proxy"
    )


def test_the_hub_is_restarted_and_nobody_loses_anything(server, learners, everybody):
    def work(learner):
        drag(learner)
        learner.run(f"kept = {learner.name!r}")
        notebook = learner.notebook()
        notebook["cells"][0]["source"] += f"\n\nRead by {learner.name}."
        learner.save(notebook)

    def go_on(learner):
        learner.open(LESSON)  # with the cookies of before
        learner.connect()
        assert learner.printed("print(kept)") == f"{learner.name}\n"
        assert words(height_of(learner)) in learner.look(learner.view)
        assert learner.notebook()["cells"][0]["source"].endswith(f"Read by {learner.name}.")
        assert len(drag(learner)) == len(HEIGHTS)

    everybody(work, learners)
    before = set(server.processes())
    server.stop()
    assert before <= set(server.processes())
    server.start()
    everybody(go_on, learners)


def test_a_wrong_password_gets_in_nowhere(server):
    passwords = server.passwords()
    for name, password in ((NAMES[0], "wrong"), (NAMES[0], passwords[NAMES[1]]), (NAMES[0], ""), ("nobody", "")):
        intruder = Learner(server.address, name)
        assert not intruder.sign_in(password)
        intruder.close()


@pytest.mark.parametrize("token", ["", "wrong", "0" * 32])
def test_a_wrong_token_gets_in_nowhere(server, learners, token):
    one = learners[0]
    headers = {"Authorization": f"token {token}"} if token else {}
    for url in (
        f"{one.own}/api/contents",
        f"{one.own}/api/kernels/{one.kernel}",
        f"{server.address}/hub/api/users",
        f"http://127.0.0.1:{server.port + 2}/api/routes",  # the proxy's own door
    ):
        answer = requests.get(url, headers=headers, allow_redirects=False, timeout=60)
        assert answer.status_code in (302, 403), url
        assert "login" in answer.headers.get("Location", "login"), url
    with pytest.raises(websocket.WebSocketException):
        websocket.create_connection(one.channel()[0], header=headers, timeout=60)


def test_nobody_comes_into_anothers_server(server, learners):
    one, other = learners[:2]
    for path in ("lab", "api/contents", f"api/contents/{LESSON}", f"api/kernels/{other.kernel}"):
        assert one.get(f"{other.own}/{path}").status_code == 403, path
    with pytest.raises(websocket.WebSocketException):
        websocket.create_connection(other.channel()[0], cookie=one.channel(other.own, other.kernel)[1], timeout=60)
    assert one.get(f"{server.address}/hub/api/users").status_code == 403
    assert one.get(f"{server.address}/hub/admin").status_code == 403


def test_the_teacher_sees_whose_server_runs_and_a_learner_does_not(server, learners):
    teacher = Learner(server.address, "teacher")
    assert teacher.sign_in(server.passwords()["teacher"])
    assert teacher.get(f"{server.address}/hub/admin").status_code == 200
    seen = {user["name"]: bool(user["server"]) for user in teacher.ask_hub("users").json()}
    assert seen == {"teacher": False} | dict.fromkeys(NAMES, True)
    teacher.close()
    assert learners[0].ask_hub("users").status_code == 403
    assert learners[0].ask_hub(f"users/{NAMES[1]}").status_code == 404
    assert learners[0].ask_hub(f"users/{NAMES[0]}").status_code == 200


def test_nobody_reads_anothers_files_where_each_has_an_account(server, learners):
    if not has_accounts(server):
        pytest.skip("all learners run under one account here: this Python is not for every account to read")
    one, other = learners[:2]
    theirs = server.folder / "learners" / other.name / LESSON
    for path in (theirs, server.folder / "class.csv", server.folder / "hub.sqlite", server.folder / "cookie_secret"):
        assert path.exists()
        assert one.printed(TRY_TO_READ.format(path=str(path))) == "PermissionError\n", path


def test_kernels_take_no_port_that_anothers_could_have_taken_first(server, learners):
    for learner in learners:
        told = json.loads(learner.printed("import ipykernel\nprint(ipykernel.get_connection_info())"))
        assert told["transport"] == "ipc"
        sockets = Path(told["ip"]).parent.stat()
        assert not sockets.st_mode & 0o077
        assert sockets.st_uid == (server.folder / "learners" / learner.name).stat().st_uid


TRY_TO_READ = """
try:
    print(len(open({path!r}).read()))
except OSError as problem:
    print(type(problem).__name__)
"""


def test_one_that_wants_too_much_memory_is_told_so_and_goes_on(learners):
    wanted = "try:\n    bytearray(2 * 10**9)\nexcept MemoryError:\n    print('too much')"
    assert learners[0].printed(wanted) == "too much\n"


def test_the_start_page_asks_for_a_name_and_then_lists_the_lessons(server, learners):
    page = requests.get(f"{server.address}/hub/", timeout=60)
    assert page.url.endswith("/hub/login?next=%2Fhub%2F")
    assert "Your teacher has a name and a password for you" in page.text
    page = learners[0].get(f"{server.address}/hub/home")
    assert page.text.count("/hub/user-redirect/lab/tree/") == len(list((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")))


def has_accounts(server):
    """Whether each learner has an account of their own."""
    return (server.folder / "learners" / NAMES[0]).stat().st_uid != os.geteuid()
