"""Do anything in any order, and throw anything at what people hand in; what goes wrong is counted and told.

python -m tests.fuzz sequences                   2,000 sequences of what can be done to a session and its views
python -m tests.fuzz inputs --number 1000        fuzzed inputs; 100,000 by default
python -m tests.fuzz inputs --seed 2             others
"""

import argparse
import logging
import sys

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fuzz.inputs import throw
from tests.fuzz.lesson import Lesson

AT_A_TIME = 100  # sequences, of which the first that goes wrong is told


def sequences(number, first):
    """Run sequences, and tell how often something was wrong."""
    logging.disable(logging.CRITICAL)
    wrong = 0
    for n in range(0, number, AT_A_TIME):
        few = settings(
            max_examples=min(AT_A_TIME, number - n),
            stateful_step_count=10,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        try:
            run_state_machine_as_test(seed(first * 10**6 + n)(Lesson), settings=few)
        except Exception as error:  # noqa: BLE001  whatever it is, it is counted
            wrong += 1
            print(f"from sequence {n}: {type(error).__name__}: {error}", *getattr(error, "__notes__", []), sep="\n")
        print(f"{min(n + AT_A_TIME, number):,} sequences, {wrong} times wrong", flush=True)
    return wrong


def main():
    """Do what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("what", choices=["sequences", "inputs"])
    parser.add_argument("--number", type=int)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.what == "sequences":
        return bool(sequences(given.number or 2000, given.seed))
    count, longest = throw(given.number or 100_000, given.seed)
    print(f"{count['errors']} errors, {count['lost']} lost, {count['hangs']} hangs; the longest took {longest:.2f} s")
    return any(count[wrong] for wrong in ("errors", "lost", "hangs"))


if __name__ == "__main__":
    sys.exit(main())
