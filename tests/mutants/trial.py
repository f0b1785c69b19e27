"""Run tests on a program with one change, in a process of its own; no file is changed."""

import importlib
import importlib.machinery
import io
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

OWN = ("backprop_core", "backprop_widgets", "tests")
OPTIONS = ("-q", "-n", "0", "-p", "no:cacheprovider", "-p", "no:nbval", "--override-ini=addopts=")
OPTIONS += ("--import-mode=importlib", "--doctest-modules", "--assert=plain")
OPTIONS += ("--override-ini=faulthandler_timeout=0",)  # watching takes its time, and `apart` has limits of its own
FAILED = 99  # of a process: not even pytest came to an end
SPARE = 30  # seconds of the processor beyond three times what the tests take: then there is a loop without end
PATIENCE = 1200  # seconds of the clock, on the busiest machine


def run_tests(tests: list[str], *options: str, plugins: list[object] | None = None) -> int:
    """Run some tests, and tell how pytest ended."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        return int(pytest.main([*OPTIONS, *options, *tests], plugins))


def instead(path: Path, tree: object) -> None:
    """Let the module of a file be another program, whenever it is imported."""
    loader = importlib.machinery.SourceFileLoader
    get_code = loader.get_code

    def other(self, fullname):
        if Path(self.path) == path:
            return compile(tree, str(path), "exec", dont_inherit=True)
        return get_code(self, fullname)

    loader.get_code = other


def apart(do: Callable[[], int], seconds: float = 0.0) -> int:
    """Do it in a process of its own, and tell how that ended: a signal's number is negative.

    With the seconds that it should take, it is ended when it takes far more.
    """
    child = os.fork()
    if not child:
        if seconds:
            resource.setrlimit(resource.RLIMIT_CPU, (int(3 * seconds) + SPARE, int(3 * seconds) + SPARE + 5))
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(PATIENCE)
        try:
            os._exit(do())
        except BaseException:  # noqa: BLE001  the process ends here
            traceback.print_exc()
            os._exit(FAILED)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def load_the_others() -> None:
    """Import what the tests need of other people's, once for all processes."""
    for name in ("numpy", "traitlets", "ipywidgets", "anywidget", "matplotlib.figure", "bs4", "hypothesis.extra.numpy"):
        importlib.import_module(name)
    for backend in ("svg", "agg"):
        importlib.import_module(f"matplotlib.backends.backend_{backend}")
    assert not any(name.startswith(OWN[:2]) for name in sys.modules)


class Watch:
    """Which tests run which lines, and how long each takes."""

    def __init__(self, package: Path) -> None:
        import coverage

        self.cover = coverage.Coverage(data_file=None, source=[str(package)], config_file=False)
        self.package = package
        self.took: dict[str, float] = {}
        self.failed: list[str] = []
        self.cover.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item, nextitem):
        self.cover.switch_context(item.nodeid)
        began = time.process_time()
        result = yield
        self.took[item.nodeid] = time.process_time() - began
        return result

    def pytest_runtest_logreport(self, report):
        if report.failed:  # without any change, in a process like this: it can judge none
            self.failed.append(report.nodeid)

    def found(self) -> dict[str, object]:
        """What was seen, to be written down."""
        self.cover.stop()
        data = self.cover.get_data()
        lines = {
            str(path.relative_to(self.package.parent)): data.contexts_by_lineno(str(path))
            for path in self.package.rglob("*.py")
        }
        took = {test: seconds for test, seconds in self.took.items() if test not in self.failed}
        return {"lines": lines, "took": took, "failed": self.failed}


def watch(package: Path, tests: list[str], to: Path) -> int:
    """Note in a file which tests run which lines of a package."""
    watching = Watch(package)
    ended = run_tests(tests, plugins=[watching])
    to.write_text(json.dumps(watching.found()), encoding="utf-8")
    return 0 if ended in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) else ended
