"""The verdict: what it prints, shows and marks."""

import pytest

from backprop_core import Forward
from backprop_core.faults import FAULTS
from backprop_widgets import check
from backprop_widgets.checks.accepted import conditions
from backprop_widgets.checks.functions import try_on
from backprop_widgets.checks.learner import CALLED_WITH
from backprop_widgets.checks.verdict import Verdict

from .traces import batch, lecture, right_step


def test_a_verdict_prints_the_same_each_time_and_escapes_what_the_learner_wrote():
    def f(net, fwd, Y, lam):
        raise ValueError("<b>")

    once, again = (check(f, like="backward") for _ in range(2))
    assert repr(once) == repr(again)
    assert once._repr_html_() == again._repr_html_()
    assert "<b>" not in once._repr_html_()
    assert "&lt;b&gt;" in once._repr_html_()
    assert "0x" not in repr(once)


@pytest.mark.parametrize(
    ("answer", "head"), [(0.0588, "✓ Right:"), (0.5, "✗ Not yet:"), (None, "– Not attempted yet:")]
)
def test_a_verdict_says_in_words_what_it_is(answer, head):
    verdict = check(answer, lecture(), "delta.2.2")
    assert repr(verdict).startswith(head)
    assert f"<strong>{head}</strong>" in verdict._repr_html_()


def test_the_marks_say_of_each_number_whether_it_is_right():
    trace = lecture()
    wrong = FAULTS["dJda_for_delta"].wrong(trace.net, Forward(trace.a, trace.z), trace.Y)
    marks = check(wrong, trace, like="backward").marks
    assert marks["delta.4.1"]
    assert not marks["delta.2.2"]
    assert marks["D.1.2.0"]
    assert len(marks) == 5 + 2 * (6 + 6 + 3)
    assert check(0.1, trace, "delta.2.2").marks == {"delta.2.2": False}
    assert check(-0.79, trace, "J").marks == {"J": False}


def test_a_verdict_is_a_plain_object():
    assert isinstance(check(None, lecture(), "J"), Verdict)


def test_an_answer_that_is_not_written_yet_inside_is_said_to_be_so():
    class Unwritten:
        @property
        def delta(self):
            raise NotImplementedError

    verdict = check(Unwritten(), lecture(), like="backward")
    assert "It raises NotImplementedError when it is looked at." in verdict.message


@pytest.mark.parametrize(("m", "said"), [(1, "one example"), (2, "2 examples"), (3, "3 examples")])
def test_a_network_on_which_something_is_right_is_named_with_how_many_examples_it_has(m, said):
    [tried] = try_on(right_step, CALLED_WITH["step"], "step", [(batch(m=m), 0.5)])
    assert said in conditions(tried, "step")
