"""Reckon what a class needs on Kubernetes: prints the values that depend on how many learners there are.

    python hub/kubernetes/reckon.py 300 > hub/kubernetes/class-300.yaml

The figures were measured by tests/hub/test_class_server.py with 20 learners on 2 cores; on other machines it measures
them anew. A learner of these lessons is small: a server, and a kernel or two with networks of fifteen weights.
"""

import math
import sys

MEMORY = 171  # MB of a learner: the server and a kernel with lesson 04 run
KERNEL = 64  # MB that a second open lesson adds
START = 3.0  # seconds of a processor until a learner's server is up and lesson 04 has run
MOVE = 5.4  # ms of a processor for one move of a drag, in server and kernel
PROXY = 0.2  # ms of the proxy for one move: it is one process, for everybody
MOVES = 10  # a second, as the page sends them
BLOCK = 64  # MB: guarantees are rounded up to these

NODE_CORES, NODE_MEMORY, NODE_SYSTEM = 4, 16_000, 2_000  # MB; the last is Kubernetes' own
LATE = 0.1  # of the class: places kept ready beyond those in use
DATABASE = 1000  # learners from which a database of its own serves the hub better than a file


def guarantee():
    """Give the memory that each learner is sure of, in MB: room for two open lessons."""
    return math.ceil((MEMORY + KERNEL) / BLOCK) * BLOCK


def processor():
    """Give the part of a core that each learner is sure of: what a drag takes."""
    return round(MOVES * MOVE / 1000, 2)


def a_node():
    """Give how many learners a node has room for, by memory or by processor, whichever ends first."""
    return min((NODE_MEMORY - NODE_SYSTEM) // guarantee(), int(NODE_CORES / processor()))


def placeholders(learners):
    """Give how many empty places are kept ready."""
    return max(3, math.ceil(LATE * learners))


def nodes(learners):
    """Give how many nodes the class fills, with its empty places."""
    return math.ceil((learners + placeholders(learners)) / a_node())


def all_up(learners):
    """Give the seconds until a whole class that begins at the same moment has run its lesson."""
    return math.ceil(START * learners / (NODE_CORES * nodes(learners)))


def proxy_share(learners):
    """Give the part of the proxy's one core that is in use while every tenth learner drags."""
    return learners / 10 * MOVES * PROXY / 1000


def values(learners):
    """Write the values of the chart that depend on the class."""
    database = """\
  db:
    type: postgres
    url: postgresql+psycopg2://hub@DATABASE_HOST:5432/hub  # its password goes into hub.db.password
"""
    return f"""\
# A class of {learners}, beside values.yaml; made by reckon.py, which says what each figure rests on.
# {nodes(learners)} node(s) of {NODE_CORES} cores and {NODE_MEMORY // 1000} GB, {a_node()} learners each. All begin at \
the same moment: about {all_up(learners)} s.
# The proxy, while every tenth learner drags: {100 * proxy_share(learners):.0f} % of its core.
hub:
  activeServerLimit: {learners + placeholders(learners)}
  concurrentSpawnLimit: {min(learners, 100)}
{database if learners >= DATABASE else ""}\
singleuser:
  memory:
    guarantee: {guarantee()}M
  cpu:
    guarantee: {processor()}
scheduling:
  userPlaceholder:
    replicas: {placeholders(learners)}
"""


if __name__ == "__main__":
    if len(sys.argv) != 2 or not sys.argv[1].isdecimal() or int(sys.argv[1]) < 1:
        sys.exit("Say how many learners there are: python hub/kubernetes/reckon.py 300")
    print(values(int(sys.argv[1])), end="")
