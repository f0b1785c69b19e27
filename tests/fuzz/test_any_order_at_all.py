"""Whatever is done to a session and its views in whatever order: they agree, and what is refused leaves no trace.

`python -m tests.fuzz sequences` runs 2,000 sequences; here are a few, the same ones each time.
"""

from hypothesis import HealthCheck, Phase, settings

from tests.fuzz.lesson import Lesson

Lesson.TestCase.settings = settings(
    max_examples=40, stateful_step_count=10, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
TestLesson = Lesson.TestCase
