"""Change one thing at a time in a package, and see whether a test notices.

    python -m tests.mutants backprop_core                      every change
    python -m tests.mutants backprop_widgets --number 200 --seed 1

The first time it notes which test runs which lines (in `.mutants`, some minutes); `--again` notes it anew. Each change
is then tried on the tests that run its line, up to `--seconds` of them: the fastest first, and of many cases of one
function not all. What survives is listed, but for what `equivalent.txt` names.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

from tests.mutants.changes import Change, changed, changes
from tests.mutants.trial import apart, instead, load_the_others, run_tests, watch

ROOT = Path(__file__).resolve().parents[2]
MOST = 1000  # tests that a change is tried on
NOTES = ROOT / ".mutants"
EQUIVALENT = Path(__file__).parent / "equivalent.txt"
TESTS = {
    "backprop_core": ["backprop_core", "tests/core"],
    "backprop_widgets": [
        "backprop_widgets",
        *(f"tests/{room}" for room in ("bug_labs", "checks", "datasets", "drawn", "explorers", "notation", "picture")),
        *(
            f"tests/{room}"
            for room in ("plots", "predictions", "races", "routes", "session", "slides", "trainings", "worksheets")
        ),
        *(f"tests/live/test_{name}.py" for name in ("all_views", "edition", "export", "live", "script")),
    ],
}


def main() -> int:
    """Try the changes that were asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("package", choices=TESTS)
    parser.add_argument("--number", type=int, help="how many changes, drawn at random; all of them by default")
    parser.add_argument("--seed", type=int, default=1, help="for drawing them")
    parser.add_argument("--seconds", type=float, default=30.0, help="of tests that each change is tried on")
    parser.add_argument("--again", action="store_true", help="note anew which test runs which lines")
    parser.add_argument("--only", default="", help="only changes of files whose name has this in it")
    given = parser.parse_args()
    load_the_others()
    notes = noted(given.package, again=given.again)
    every = [
        (path, change, spelled(path, change, source))
        for path in sorted((ROOT / given.package).rglob("*.py"))
        if given.only in str(path)
        for source in [path.read_text(encoding="utf-8")]
        for change in changes(source)
    ]
    drawn = random.Random(given.seed).sample(every, min(given.number or len(every), len(every)))
    known = EQUIVALENT.read_text(encoding="utf-8").splitlines() if EQUIVALENT.exists() else []
    count: Counter[str] = Counter()
    for path, change, name in drawn:
        if name in known:
            count["equivalent"] += 1
            continue
        outcome = tried(path, change, notes, given.seconds)
        count[outcome] += 1
        print(
            f"{time.strftime('%X')} {sum(count.values())}/{len(drawn)} {outcome:9} {change.line:4} {name}", flush=True
        )
    judged = sum(count.values()) - count["equivalent"]
    share = (judged - count["survived"]) / max(judged, 1)
    print(
        f"{given.package}, seed {given.seed}: {len(drawn)} of {len(every)} changes, {dict(count)}: {share:.1%} noticed"
    )
    return 0


def spelled(path: Path, change: Change, source: str) -> str:
    """A change as `equivalent.txt` has it: with the code of its line and without the line's number, which moves."""
    code = source.splitlines()[change.line - 1].strip()
    return f"{path.relative_to(ROOT)}: {change.before} -> {change.after} | {code}".replace("\n", " ")


def noted(package: str, *, again: bool) -> dict:
    """Which tests run which lines of a package."""
    NOTES.mkdir(exist_ok=True)
    file = NOTES / f"{package}.json"
    if again or not file.exists():
        ended = apart(lambda: watch(ROOT / package, TESTS[package], file))
        if ended:
            file.unlink(missing_ok=True)
            sys.exit(f"the tests fail without any change (pytest ended with {ended})")
    return json.loads(file.read_text(encoding="utf-8"))


def tried(path: Path, change: Change, notes: dict, seconds: float) -> str:
    """What becomes of one change: noticed, endless or survived."""
    chosen = tests_of(str(path.relative_to(ROOT)), change, notes)
    took, some = 0.0, []
    for test in chosen:
        if not some or (took + notes["took"][test] <= seconds and len(some) < MOST):
            took += notes["took"][test]
            some.append(test)
    if not some:
        return "survived"
    tree = changed(path.read_text(encoding="utf-8"), change)

    def run() -> int:
        instead(path, tree)
        return run_tests(some, "-x")

    ended = apart(run, took)
    return "survived" if ended == 0 else "endless" if ended < 0 else "noticed"


def tests_of(file: str, change: Change, notes: dict) -> list[str]:
    """The tests that run a changed line; of a line that runs at import, those that run its file.

    The fastest first, but the n-th case of a test function as if it took n times as long: a hundred cases of one see
    little more than ten do.
    """
    lines = notes["lines"].get(file, {})
    near = {test for n in range(change.line, change.last_line + 1) for test in lines.get(str(n), ()) if test}
    anywhere = {test for tests in lines.values() for test in tests if test}
    cases: Counter[str] = Counter()
    weight = {}
    for test in sorted((near or anywhere) & notes["took"].keys(), key=notes["took"].get):
        function, _, _ = test.partition("[")
        cases[function] += 1
        weight[test] = cases[function] * notes["took"][test]
    return sorted(weight, key=weight.get)


if __name__ == "__main__":
    sys.exit(main())
