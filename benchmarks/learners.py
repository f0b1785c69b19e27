"""How many learners can drag at once, each in a kernel of their own, on one machine.

One JupyterLab, started as `run.py` starts it; a kernel each, with the 2-2-2-1 explorer shown. Over a websocket of its
own, as its page would, each learner drags an edge at 10 moves a second. More and more of them do, until one answer in
twenty takes longer than 250 ms. Their pages' work isn't in it, but what reads the answers here is, on the same
processors.
"""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import numpy as np

from benchmarks.browser import jupyterlab
from benchmarks.measure import NotHere, Row

LEVELS = (20, 40, 60, 80, 100, 120)
QUICK = (4,)
MOVES, PAUSE = 40, 0.1
MOST = 0.25  # seconds
TARGET = 100
SETUP = "from backprop_core import examples\nfrom backprop_widgets import explorer\nexplorer(*examples.lecture())"
WHY = "each update is Python's time on one of the processors: half the time an update is twice the learners."


def measure(quick):
    """More and more learners, until they are too many."""
    try:
        from tests.hub.learner import Learner  # noqa: F401
    except ImportError as error:
        raise NotHere(f"{error.name} is not installed") from error
    rows, most = [], 0
    with jupyterlab() as lab:
        learners = []
        for level in QUICK if quick else LEVELS:
            with ThreadPoolExecutor(4) as pool:
                learners += pool.map(lambda number: seated(lab, number), range(len(learners), level))
            p50, p95 = np.percentile(dragging(learners), [50, 95])
            rows.append(
                Row(f"{level} learners dragging: p95, ms", 1e3 * p95, "{:.0f}", beside=f"p50 {1e3 * p50:.0f} ms")
            )
            if p95 > MOST:
                break
            most = level
        for learner, _ in learners:
            learner.close()
    goal = None if quick else TARGET
    return [*rows, Row("learners with p95 ≤ 250 ms", most, "{:.0f}", goal, at_least=True, why=WHY)]


def seated(lab, number):
    """A learner of this server, whose explorer is shown; with the explorer's name."""
    from tests.hub.learner import Learner

    learner = Learner(lab.url, f"learner{number}")
    learner.own = lab.url
    learner.web.headers["Authorization"] = f"token {lab.token}"
    learner.kernel = learner.web.post(f"{lab.url}/api/kernels", json={"name": "python3"}, timeout=60).json()["id"]
    learner.channel = lambda: (
        f"{lab.url}/api/kernels/{learner.kernel}/channels?token={lab.token}".replace("http", "ws", 1),
        "",
    )
    learner.connect()
    view = learner.show(SETUP)
    learner.look(view)
    return learner, view


def dragging(learners):
    """Have all of them drag at once; seconds of every answer."""
    begin = Barrier(len(learners))

    def one(number, learner, view):
        begin.wait()
        heights = [(7 * (n + number)) % 90 for n in range(MOVES)]
        return learner.drag(view, "Theta.2.1.2", -0.7, heights, PAUSE)

    with ThreadPoolExecutor(len(learners)) as pool:
        answers = [pool.submit(one, number, *seat) for number, seat in enumerate(learners)]
        return [seconds for answer in answers for seconds in answer.result()]
