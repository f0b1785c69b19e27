"""Training as a record: it is the core's descent, any step can be gone back to, changes branch off."""

import asyncio
import gc
import re
import time

import numpy as np
import pytest

from backprop_core import Network, accuracy, cost, descent, examples, forward, run
from backprop_widgets import Session, data, plot, training
from backprop_widgets.session import record
from backprop_widgets.session.record import Run, Settings
from backprop_widgets.trainings.course import Stretch
from tests.hand import choose, send, settled, until


@pytest.fixture
def course():
    return training(Network.random([2, 4, 1], seed=1), *examples.xor(), alpha=2.0, steps=50)


def do(course, key, value=""):
    """Press a button, or type into a field."""
    if value == "":
        send(course, key)
    else:
        choose(course, key, value)


def same(one, other):
    return all(np.array_equal(one.Theta[l], other.Theta[l]) for l in one.Theta)


# the record


@pytest.mark.parametrize(
    "settings",
    [Settings(alpha=0.7, lam=0.3), Settings(batch=5, seed=3), Settings(batch=7, momentum=0.9, alpha=0.2)],
)
def test_every_step_of_the_record_is_a_step_of_the_descent(settings):
    X, Y = examples.two_moons(30)
    net = Network.random([2, 3, 1], seed=2, hidden="tanh")
    kept = Run(net, X, Y, settings)
    kept.advance(steps=40)
    s = settings
    records = descent(net, X, Y, alpha=s.alpha, lam=s.lam, steps=40, batch=s.batch, momentum=s.momentum, seed=s.seed)
    for step, expected in enumerate(records):
        again = kept.network(step)
        assert same(again, expected.net)
        assert kept.J[step] == expected.J
        assert kept.accuracy[step] == expected.accuracy
    assert (again.hidden, again.cost) == ("tanh", "cross_entropy")


def test_when_memory_runs_short_every_second_step_is_kept_and_the_newest_always(monkeypatch):
    monkeypatch.setattr(record, "BUDGET", 40 * 9 * 8)
    net = Network.random([2, 2, 1], seed=1)
    kept = Run(net, *examples.xor(), Settings())
    kept.advance(steps=333)
    assert kept.memory <= 40 * 9 * 8
    nets = [r.net for r in descent(net, *examples.xor(), alpha=1.0, steps=333)]
    spacing = kept.kept(300) - kept.kept(kept.kept(300) - 1)
    assert spacing == 16
    for step in (0, 1, 17, 160, 299, 332, 333):
        assert step - spacing < kept.kept(step) <= step
        assert same(kept.network(step), nets[kept.kept(step)])
    assert kept.kept(333) == 333
    assert len(kept.J) == 334  # the curve forgets nothing


def test_that_steps_were_let_go_is_said(course, monkeypatch):
    monkeypatch.setattr(record, "BUDGET", 40 * 17 * 8)
    course.train(20)
    assert "is kept" not in course.text()
    course.train(100)
    assert "Step 120 of 120: J = " in course.text()
    assert "Of the steps so far one in 4 is kept." in course.text()
    course.show(50)
    assert course.step == 48


def test_of_many_examples_in_batches_J_is_looked_at_once_a_round_and_at_the_end():
    X, Y = examples.digits()
    kept = Run(Network.random([64, 8, 10]), X, Y, Settings(batch=600, alpha=0.3))
    kept.advance(steps=7)
    assert kept.seen.tolist() == [0, 3, 6, 7]
    kept.advance(steps=2)
    assert kept.seen.tolist() == [0, 3, 6, 9]
    assert kept.J[-1] == run(kept.network(9), X, Y).J


def test_a_run_that_diverges_says_so_and_keeps_its_record():
    net = Network.random([2, 3, 1], output="identity", cost="squared_error")
    X, Y = np.array([[3.0, 4.0], [1.0, 2.0]]), np.array([[1.0], [5.0]])
    kept = Run(net, X, Y, Settings(alpha=50.0))
    made = kept.advance(steps=2000)
    assert 0 < made < 2000
    assert "beyond all numbers" in kept.failure
    assert np.isfinite(kept.J).all()
    net = kept.network(kept.last)
    assert np.isfinite(cost(net, forward(net, kept.X), kept.Y))
    assert kept.advance(steps=5) == 0


def test_a_slice_of_steps_ends_in_time():
    X, Y = examples.digits()
    kept = Run(Network.random([64, 32, 10]), X, Y, Settings(batch=200))
    start = time.perf_counter()
    assert kept.advance(steps=10**6, seconds=0.02) < 10**5
    assert time.perf_counter() - start < 5  # it ended by itself


# going there and back


def test_training_moves_the_session_and_scrubbing_moves_it_back(course):
    session = course.session
    first = session.net
    course.train()
    assert (course.step, course.run.last) == (50, 50)
    assert session.trace.J == course.run.J[50] < course.run.J[0]
    do(course, "moment", "10")
    assert course.step == 10
    assert same(session.net, course.run.network(10))
    assert session.trace.J == course.run.J[10]
    do(course, "stop")
    assert same(session.net, first)
    assert len(course.run.J) == 51  # nothing is forgotten


def test_a_plot_shows_the_moment_that_the_training_shows(course):
    tangent, history = plot(course, "tangent"), plot(course, "history")
    assert tangent.model_id  # both are shown
    assert history.model_id
    course.train()
    course.show(20)
    assert tangent.drawing.slope.cost == pytest.approx(course.run.J[20], rel=1e-12)
    assert history.drawing.step == 20
    assert "Shown: step 20." in history.text()


def test_going_on_from_the_end_goes_on_with_the_run(course):
    course.train(30)
    course.train(30)
    assert len(course.runs) == 1
    assert course.run.last == 60


def test_going_on_from_an_earlier_step_branches_off_and_both_runs_stay(course):
    course.train()
    course.show(20)
    course.train(10)
    assert [r.name for r in course.runs] == ["run 1", "run 2"]
    assert (course.run.first, course.run.last, course.step) == (20, 30, 30)
    assert course.compared is course.runs[0]
    # with the same settings a full-batch branch goes where the run went
    assert same(course.run.network(30), course.runs[0].network(30))


def test_a_weight_changed_at_an_earlier_step_makes_another_future(course):
    course.train()
    course.show(20)
    course.session.set("Theta.1.1.1", 5.0)
    assert "Changed by hand at step 20" in course.notice
    course.train(5)
    assert course.run.network(20).weight(1, 1, 1) == 5.0
    assert course.runs[0].network(20).weight(1, 1, 1) != 5.0
    assert course.run.first == 20


@pytest.mark.parametrize(
    ("key", "value", "name", "expected"),
    [("alpha", "0,5", "alpha", 0.5), ("lam", "0.2", "lam", 0.2), ("momentum", "0.9", "momentum", 0.9),
     ("batch", "2", "batch", 2), ("seed", "7", "seed", 7)],
)  # fmt: skip
def test_changed_settings_begin_a_new_run_to_compare(course, key, value, name, expected):
    course.train(10)
    do(course, key, value)
    course.train(10)
    assert len(course.runs) == 2
    assert getattr(course.run.settings, name) == expected
    assert "dashed beside it" in course.markup
    do(course, "run", "1")
    assert course.session.trace.J == pytest.approx(course.runs[0].J[10], rel=0.2)
    do(course, "compared", "2")
    assert course.compared is course.runs[1]
    assert "Dashed: run 2" in course.text()


def test_settings_changed_before_the_first_step_begin_no_second_run(course):
    do(course, "alpha", "0.5")
    course.train(3)
    assert len(course.runs) == 1
    assert course.run.settings.alpha == 0.5


@pytest.mark.parametrize("step", ["10", "4"])
def test_a_changed_setting_is_said_at_whatever_step_and_whatever_else_is_done_until_it_is_taken_back(course, step):
    course.train(10)
    do(course, "lam", "0.5")
    do(course, "moment", step)
    assert f"Changed by hand at step {step}" in course.notice
    do(course, "steps", "70")
    assert f"Changed by hand at step {step}" in course.notice
    do(course, "lam", "0")
    assert course.notice == ""


def test_new_weights_and_another_shape_begin_at_step_0(course):
    course.train(10)
    do(course, "new-weights")
    assert "Start begins a new run" in course.notice
    course.train(5)
    assert (course.run.first, course.run.last) == (0, 5)
    course.session.replace(net=Network.random([2, 3, 3, 1]))
    course.train(5)
    assert (course.run.first, course.run.last) == (0, 5)
    do(course, "run", "1")
    assert course.session.net.sizes == (2, 4, 1)


def test_new_weights_on_a_run_that_branched_off_are_a_run_at_step_0_whose_J_is_theirs(course):
    course.train(10)
    course.show(5)
    course.train(5)
    assert course.run.first == 5
    do(course, "new-weights")
    assert (course.run.first, course.run.last, course.step) == (0, 0, 0)
    assert "min='0' max='1' step='1' value='0'" in course.markup
    assert course.run.J[0] == course.session.trace.J
    do(course, "seed", "7")
    do(course, "new-weights")
    assert len(course.runs) == 3  # the run that made no step gave way
    assert course.compared is course.runs[1]


def test_new_weights_are_of_the_precision_of_the_old_ones():
    X, Y = examples.xor()
    single = Network([np.ones((2, 3), np.float32), np.ones((1, 3), np.float32)])
    course = training(single, X, Y)
    do(course, "new-weights")
    assert course.session.net.dtype == np.float32


def test_the_slider_goes_as_far_as_the_run(course):
    course.train(10)
    do(course, "moment", "11")
    assert "type a whole number from 0 to 10" in course.notice
    assert course.step == 10


def test_other_data_begin_a_new_run_and_going_back_brings_the_old_data(course):
    course.train(10)
    course.session.replace(X=examples.conjunction()[0] * 1.0, Y=examples.conjunction()[1])
    course.train(10)
    assert course.session.Y.sum() == 1
    do(course, "run", "1")
    assert course.session.Y.sum() == 2


def test_stop_after_other_data_leaves_no_view_behind(course):
    chooser = data(course, "moons")
    course.train(10)
    do(course, "stop")
    chooser.standardise(True)
    do(course, "stop")
    assert course.session.X is course.run.X
    assert "Not standardised" in chooser.markup
    assert "run 1 has its own examples: they are back." in course.notice
    chooser.choose("circles")
    do(course, "stop")
    assert "Data: two moons." in chooser.markup
    do(course, "stop")
    assert course.notice == ""


def test_a_change_of_the_targets_alone_is_a_change(course):
    course.train(10)
    course.session.Y = 1 - course.session.Y
    assert "Changed by hand at step 10" in course.notice


def test_a_run_from_the_last_step_goes_as_far_again_and_one_from_before_to_the_end(course):
    course.train()
    do(course, "alpha", "3")
    course.train()
    assert (course.run.first, course.run.last) == (50, 100)
    course.show(70)
    do(course, "alpha", "2")
    course.train()
    assert (course.run.first, course.run.last) == (70, 120)
    course.show(course.run.first)
    do(course, "steps", "90")
    course.train()
    assert (course.run.first, course.run.last) == (70, 90)


def test_the_list_of_runs_says_what_they_differ_in(course):
    course.train(20)
    course.show(10)
    course.session.set("Theta.1.1.1", 2.0)
    course.train(5)
    assert ">run 1 from step 0</option>" in course.markup
    assert ">run 2 from step 10</option>" in course.markup
    do(course, "lam", "0.1")
    course.train(5)
    assert ">run 2 from step 10: λ 0</option>" in course.markup
    assert ">run 3 from step 15: λ 0.1</option>" in course.markup
    do(course, "batch", "2")
    do(course, "momentum", "0.9")
    do(course, "alpha", "0.001")
    course.train(5)
    assert ">run 1 from step 0: α 2, λ 0, momentum 0, batch all</option>" in course.markup
    assert ">run 4 from step 20: α 0.001, λ 0.1, momentum 0.9, batch 2</option>" in course.markup


def test_at_most_eight_runs_are_kept_and_that_is_said(course):
    for n in range(9):
        course.session.alpha = 1.0 + n
        course.train(2)
    assert len(course.runs) == 8
    assert "run 1 was deleted" in course.notice
    assert course.run.name == "run 9"


def test_a_run_that_is_drawn_is_not_the_one_deleted(course):
    for n in range(8):
        course.session.alpha = 1.0 + n
        course.train(2)
    do(course, "run", "1")
    course.session.alpha = 20.0
    course.train(2)
    assert course.compared.name == "run 1"
    assert course.compared in course.runs
    assert "run 2 was deleted" in course.notice


def test_one_undo_takes_a_whole_training_back(course):
    first = course.session.net
    course.train(20)
    course.show(5)
    course.session.undo()
    assert course.session.net is first


def test_divergence_is_a_sentence_and_the_record_stays():
    net = Network.random([2, 3, 1], output="identity", cost="squared_error")
    course = training(net, [[3.0, 4.0], [1.0, 2.0]], [[1.0], [5.0]], alpha=50.0, steps=2000)
    course.train()
    assert "run 1 stopped at step" in course.notice
    assert "beyond all numbers" in course.markup
    course.show(1)
    assert course.notice == ""
    assert np.isfinite(course.session.trace.J)


def test_that_a_run_diverged_is_said_though_its_last_steps_were_let_go(monkeypatch):
    monkeypatch.setattr(record, "BUDGET", 40 * 2 * 8)
    x = np.array([[-2.0], [-1.0], [1.0], [2.0]])
    course = training(Network([[[0.0, 0.0]]], output="identity", cost="squared_error"), x, 3 * x, alpha=1)
    course.train()
    assert course.step < course.run.last < 1000
    assert "run 1 stopped at step" in course.notice


def beyond_all_numbers():
    """A network whose J no float can hold."""
    return Network(
        [np.full((2, 3), 1e200), np.full((1, 3), 1e200)], hidden="relu", output="identity", cost="squared_error"
    )


def test_where_J_is_beyond_all_numbers_no_run_begins_and_one_sentence_says_why(course):
    course.train(10)
    course.session.replace(net=beyond_all_numbers())
    assert "J = ∞" in course.markup
    do(course, "one-step")
    assert "beyond all numbers, and a run has to begin with one that isn't" in course.notice
    assert (len(course.runs), course.run.last) == (1, 10)
    course.session.undo()
    course.train(1)
    assert course.run.last == 11


@pytest.mark.filterwarnings("error")
def test_a_training_of_a_network_whose_J_is_beyond_all_numbers_is_refused_and_leaves_nothing_behind():
    with pytest.raises(ValueError, match="beyond all numbers"):
        training(beyond_all_numbers(), *examples.xor())
    gc.collect()  # an exception in __del__ is a warning to pytest


def test_a_run_that_branched_off_diverges_at_a_step_of_the_whole_way():
    x = np.array([[-2.0], [-1.0], [1.0], [2.0]])
    line = Network([[[0.0, 0.0]]], output="identity", cost="squared_error")
    course = training(line, x, 3 * x, alpha=0.1)
    course.train(100)
    do(course, "alpha", "1")
    course.train(2000)
    assert course.run.first == 100
    assert f"run 2 stopped at step {course.run.last + 1}: " in course.notice


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("steps", "none", "is not a number of steps"),
        ("steps", "inf", "is not a number of steps"),
        ("batch", "5", "is not a batch size"),
        ("momentum", "1", "is not a momentum"),
        ("seed", "-1", "is not a seed"),
        ("alpha", "fast", "is not a number: α stays 2.00"),
        ("alpha", "-1", "has to be above 0"),
    ],
)
def test_what_cannot_be_set_is_refused_in_one_sentence_and_changes_nothing(course, key, value, sentence):
    before = course.plan, course.session.alpha
    do(course, key, value)
    assert sentence in course.notice
    assert (course.plan, course.session.alpha) == before


def test_a_small_setting_is_told_as_it_is(course):
    course.session.replace(alpha=0.003, lam=0.001)
    choose(course, "alpha", "abc")
    assert "α stays 0.003." in course.notice
    choose(course, "lam", "abc")
    assert "λ stays 0.001." in course.notice


def test_a_user_cannot_write_markup(course):
    do(course, "batch", "<b>")
    assert "&lt;b&gt;" in course.markup
    assert "<b>" not in course.markup


def test_ties_are_said():
    course = training(Network([np.zeros((2, 3)), np.zeros((1, 3))]), *examples.xor())
    assert "2 of 4 right (an output of at least 0.5 counts as 1; 4 are exactly on the border)" in course.text()
    assert accuracy(course.session.trace.a[3], course.session.Y) == 0.5


def test_the_display_is_the_same_every_time(course):
    course.train()
    one, again = (course._repr_mimebundle_()[0] for _ in range(2))
    assert one["text/plain"] == again["text/plain"]
    assert one["image/png"] == again["image/png"]
    assert "left" not in one["text/plain"]  # nothing about time


def test_if_the_kernel_goes_the_moment_can_be_taken_up_again(course):
    from backprop_widgets.explorers.explorer import explorer

    course.train()
    course.show(17)
    line = course.rescue.splitlines()[1]
    again = eval(line.removeprefix("view = "), {"explorer": explorer})
    np.testing.assert_allclose(again.session.trace.J, course.run.J[17], rtol=1e-6)
    X, Y = examples.digits()
    assert training(Network.random([64, 4, 10]), X[:30], Y[:30]).rescue == ""


def test_wrong_sources_are_refused(course):
    with pytest.raises(TypeError, match="not of a str"):
        training("net")
    with pytest.raises(ValueError, match=r"alpha was given beside a session, which has its own: set session\.alpha"):
        training(course.session, alpha=3)


# on the event loop


def in_loop(steps):
    """Run a coroutine function of a fresh course."""
    X, Y = examples.xor()
    course = training(Session(Network.random([2, 2, 2, 1], seed=1), X, Y), steps=10**6)
    return asyncio.run(steps(course))


def test_start_runs_in_slices_and_pause_stops_where_it_is():
    async def steps(course):
        do(course, "start")
        assert course.running
        await until(lambda: course.run.last > 10 and "Pause" in course.markup)
        do(course, "start")
        last = course.run.last
        await settled()
        return last, course.run.last, course.step, course.running

    last, later, step, running = in_loop(steps)
    assert 10 < last == later == step
    assert not running


def test_a_pause_that_comes_in_another_thread_stops_between_two_steps():
    """Where it fell into a step, the run had one more than was shown."""

    async def pauses():
        for n in range(10):
            course = training(Network.random([2, 2, 2, 1], seed=n), *examples.xor(), steps=10**6)
            course.start()
            await until(lambda: course.run.last > n)  # noqa: B023 - it is called here and now
            await asyncio.to_thread(do, course, "start")
            await settled()
            yield course.running, course.run.last - course.step

    async def collected():
        return {pause async for pause in pauses()}

    assert asyncio.run(collected()) == {(False, 0)}


def test_while_it_trains_others_get_their_turn():
    async def steps(course):
        course.start()
        longest, end = 0.0, time.perf_counter() + 1
        while time.perf_counter() < end:
            start = time.perf_counter()
            await asyncio.sleep(0)
            longest = max(longest, time.perf_counter() - start)
        course.pause()
        return longest, course.run.last

    longest, made = in_loop(steps)
    assert made > 100
    assert longest < 1  # the page is promised 0.2 s; the benchmark measures that


def test_a_change_by_hand_pauses_and_start_branches_off():
    async def steps(course):
        course.start()
        await until(lambda: course.run.last)
        course.session.set("Theta.1.1.1", 3.0)
        assert not course.running
        assert "Changed by hand" in course.notice
        course.start()
        await until(lambda: course.run.last > course.run.first)
        course.pause()
        return [r.name for r in course.runs], course.run.network(course.run.first).weight(1, 1, 1)

    assert in_loop(steps) == (["run 1", "run 2"], 3.0)


def test_it_ends_at_the_goal_and_the_last_moment_is_shown():
    async def steps(course):
        do(course, "steps", "200")
        course.start()
        await until(lambda: not course.running and "Step 200 of 200" in course.markup)
        return course.step, course.markup

    step, markup = in_loop(steps)
    assert step == 200
    assert "Step 200 of 200" in markup
    assert "value='100'" in markup


def test_a_pace_is_kept():
    async def steps(course):
        do(course, "pace", "10")
        course.start()
        start = time.perf_counter()
        await until(lambda: course.run.last >= 6)
        taken = time.perf_counter() - start
        course.pause()
        return course.run.last, taken

    last, taken = in_loop(steps)
    assert taken > 0.4  # as fast as it goes they would be made in a hundredth of that
    assert last <= 2 + 10 * taken


def test_a_refused_value_and_another_pace_leave_a_training_running():
    async def steps(course):
        do(course, "steps", "1000000")
        course.start()
        await until(lambda: course.run.last)
        do(course, "alpha", "-1")
        assert "alpha is -1.0" in course.notice
        do(course, "lam", "abc")
        do(course, "pace", "10")
        assert course.running
        before, since = course.run.last, time.perf_counter()
        await until(lambda: course.run.last >= before + 2)
        assert course.run.last <= before + 10 * (time.perf_counter() - since) + 1
        do(course, "alpha", "0.5")
        assert not course.running
        assert "Changed by hand" in course.notice
        course.close()

    in_loop(steps)


def test_a_long_training_says_how_long_it_will_take():
    async def steps(course):
        course.start()
        await until(course.time_left)
        said = course.time_left()
        course.pause()
        return said, course.time_left()

    said, after = in_loop(steps)
    assert said.startswith("about ")
    assert after == ""


@pytest.mark.parametrize(
    ("took", "made", "said"),
    [(2.0, 100, "about 18 s left"), (0.9, 990, ""), (4.0, 990, "about 1 s left"), (60.0, 300, "about 2 min left")],
)
def test_what_is_left_is_told_from_what_the_steps_so_far_took(took, made, said):
    course = training(Session(*examples.lecture()), steps=1000)
    course.run.advance(steps=made)
    course._stretch = Stretch(0, time.perf_counter() - took)
    assert course.time_left() == said


def test_a_closed_training_stops():
    async def steps(course):
        course.start()
        await until(lambda: course.run.last)
        course.close()
        last = course.run.last
        await settled()
        return course.run.last - last

    assert in_loop(steps) == 0


def test_a_training_that_an_observer_fails_makes_no_more_steps_and_can_be_started_again():
    def fail(_change):
        raise ZeroDivisionError

    async def steps(course):
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        course.session.observe(fail, "net")
        course.start()
        await settled()
        assert not course.running
        assert ">Start<" in course.markup
        course.session.unobserve(fail, "net")
        course.start()
        last = course.run.last
        await until(lambda: course.run.last > last)
        course.pause()

    in_loop(steps)


def test_a_change_made_while_it_was_laid_aside_is_said_when_it_is_shown_again(course):
    course.train(10)
    course.lay_aside()
    course.session.set("Theta.1.1.1", 5.0)
    course._repr_mimebundle_()
    assert "Changed by hand at step 10" in course.notice
    assert "Changed by hand at step 10" in course.markup
    course.lay_aside()
    course.session.undo()
    course._repr_mimebundle_()
    assert course.notice == ""


def test_a_change_that_is_taken_back_is_said_no_more(course):
    course.train(20)
    before = course.draw()
    course.session.set("Theta.1.1.1", 0.5)
    assert "Changed by hand at step 20" in course.markup
    course.session.undo()
    assert course.notice == ""
    assert course.markup == course.draw() == before


def test_a_change_before_the_first_step_is_drawn_and_so_is_its_undo(course):
    before = course.markup
    course.session.lam = 1.0
    assert course.markup != before
    course.session.undo()
    assert course.markup == before


def test_an_undo_of_a_training_goes_to_its_first_step_and_redo_to_where_it_was(course):
    J = course.session.trace.J
    course.train(20)
    course.show(12)
    shown = course.text()
    course.session.undo()
    assert course.step == 0
    assert f"Step 0 of 50: J = {J:.4f}" in course.text()
    assert course.notice == ""
    course.session.redo()
    assert course.text() == shown
    course.session.undo()
    course.train(3)
    assert [(run.first, run.last) for run in course.runs] == [(0, 20), (0, 3)]
    assert course.run.J[0] == J


def test_what_is_changed_before_the_first_step_is_what_the_run_begins_with(course):
    course.session.set("Theta.2.1.0", 5.0)
    assert len(course.runs) == 1
    assert course.run.J[0] == course.session.trace.J
    assert course.notice == ""
    course.session.replace(net=beyond_all_numbers())
    assert "Changed by hand at step 0" in course.notice
    course.session.undo()
    assert course.notice == ""
    course.train(2)
    assert [(run.first, run.last) for run in course.runs] == [(0, 2)]


def test_of_a_run_that_is_looked_at_it_is_said_that_the_settings_are_others(course):
    course.train(3)
    do(course, "alpha", "0.5")
    course.train(3)
    do(course, "run", "1")
    assert course.notice == "The settings are not those of run 1: Start goes on as a new run."
    choose(course, "compared", "")
    assert course.notice == "The settings are not those of run 1: Start goes on as a new run."
    course.session.set("Theta.1.1.1", 3.0)
    assert "Changed by hand at step 3" in course.notice


def test_only_the_settings_asked_for_stand_below_the_curves(course):
    def keys(view):
        return set(re.findall(r"data-key=.([\w-]+).", view.markup))

    few = training(course.session, controls=["alpha", "seed"], steps=50)
    assert keys(course) - keys(few) == {"lam", "momentum", "batch", "steps", "pace"}
    with pytest.raises(ValueError, match="controls is 'apha'"):
        training(course.session, controls="apha")


def test_while_it_runs_no_screen_reader_reads_every_sentence():
    async def steps(course):
        quiet = "role='status' aria-live='off' data-key='say'"
        assert quiet not in course.markup
        course.start()
        await until(lambda: course.run.last and quiet in course.draw())
        course.pause()
        assert quiet not in course.draw()

    in_loop(steps)


def test_the_list_of_runs_tells_long_seeds_apart():
    course = training(Network.random([2, 3, 1], seed=1), *examples.xor(), seed=1234567, batch=2)
    course.train(2)
    do(course, "seed", "1234568")
    course.train(2)
    assert "seed 1234567</option>" in course.markup
    assert "seed 1234568</option>" in course.markup
