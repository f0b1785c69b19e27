"""race(): passes are counted as they are used, J is the core's, and the learner starts, stops and begins anew."""

import asyncio
import re

import pytest

from backprop_core import Network, examples, run
from backprop_widgets import Session, explorer, race
from backprop_widgets.races.contest import Contest, Track, larger
from backprop_widgets.races.lane import Lane
from tests.hand import choose, send, settled, until


def at(view):
    return {lane.name: lane.now for lane in view.contest.lanes}


def test_the_lectures_network_after_thirty_passes_is_as_the_lessons_say():
    view = race()
    view.run(30)
    now = at(view)
    assert (now["guess"].rounds, now["guess"].forward, now["guess"].backward) == (30, 30, 0)
    assert (now["nudge"].rounds, now["nudge"].forward, now["nudge"].backward) == (1, 30, 0)
    back = now["backpropagation"]
    assert (back.rounds, back.forward, back.backward) == (15, 15, 15)
    assert f"{back.J:.3f}" == "0.032"


def test_a_hundred_passes_on_the_digits_are_as_the_lessons_say():
    X, Y = examples.digits()
    view = race(Network.random([64, 16, 10]), X[:200], Y[:200])
    assert view.contest.track.name == "64-16-10: 1,210 weights, 200 examples"
    assert f"{at(view)['nudge'].J:.2f}" == "7.77"
    view.run()
    now = at(view)
    assert (now["backpropagation"].rounds, f"{now['backpropagation'].J:.2f}") == (50, "1.70")
    assert 5.1 < now["guess"].J < 5.9
    assert (now["nudge"].rounds, now["nudge"].measured, f"{now['nudge'].J:.2f}") == (0, 50, "7.77")
    assert "0 steps, and 50 of 1,210 weights for the next" in view.text()


@pytest.mark.parametrize("source", [*larger(), Track(*examples.lecture(), lam=0.3)], ids=lambda track: track.name)
@pytest.mark.parametrize("passes", [2, 7, 61])
def test_J_of_each_way_is_that_of_its_network_and_no_way_has_used_more_than_its_passes(source, passes):
    view = race(Session(source.net, source.X, source.Y, lam=source.lam))
    view.run(passes)
    for lane in view.contest.lanes:
        assert lane.now.J == run(lane.now.net, source.X, source.Y, source.lam).J
        assert passes - 2 < lane.now.passes <= passes
        assert f"J {lane.now.J:.4f}" in view.text()
        assert f"<b>{lane.now.J:.4f}</b>" in view.markup


def test_the_curve_is_flat_while_nudging_measures_and_falls_at_its_step():
    view = race()
    view.run(65)
    nudge = view.contest.lanes[1]
    assert [passes for passes, _ in nudge.seen] == [0, 30, 60]
    corners = nudge.stairs(65)
    assert [x for x, _ in corners] == [0, 30, 30, 60, 60, 65]
    heights = [J for _, J in corners]
    assert heights[0] == heights[1] > heights[2] == heights[3] > heights[4] == heights[5]


def test_it_begins_with_the_network_that_is_given_and_leaves_it_alone():
    view = explorer()
    view.session.alpha = 0.5
    before = view.session.net
    contest = race(view).contest
    assert contest.track.net is before
    assert contest.alpha == 0.5
    race(view).run(50)
    assert view.session.net is before


def test_the_learner_goes_two_passes_on_and_back_to_the_start():
    view = race()
    first = view.markup
    send(view, "on")
    send(view, "on")
    assert view.contest.used == 4
    assert at(view)["backpropagation"].rounds == 2
    send(view, "back")
    assert view.markup == first


def test_another_network_length_or_rate_can_be_chosen():
    view = race()
    view.run(40)
    choose(view, "track", view.contest.tracks[1].name)
    assert view.contest.used == 0
    assert "2-8-8-1: 105 weights, 100 examples" in view.text()
    choose(view, "passes", "10000")
    assert view.contest.powers
    assert "100,000" not in view.markup
    view.run(100)
    choose(view, "passes", "1000")
    assert view.contest.used == 100
    choose(view, "alpha", "0.5")
    assert (view.contest.used, view.contest.alpha) == (0, 0.5)
    choose(view, "alpha", "<b>")
    assert "“&lt;b&gt;” is not a number" in view.markup
    assert view.contest.alpha == 0.5


def test_a_learning_rate_above_a_million_can_be_typed_as_it_can_be_given():
    view = race()
    choose(view, "alpha", "2000000")
    assert view.notice == ""
    assert view.contest.alpha == race(alpha=2e6).contest.alpha == 2e6


@pytest.mark.parametrize("alpha", ["0", "-1", "inf"])
def test_a_typed_learning_rate_is_refused_in_the_sentence_for_one_that_is_given(alpha):
    view = race()
    choose(view, "alpha", alpha)
    with pytest.raises(ValueError, match=r"^alpha is ") as refused:
        race(alpha=float(alpha))
    assert view.notice == str(refused.value)
    assert view.contest.alpha == 1.0


def test_axes_go_by_powers_of_ten_and_back():
    view = race(passes=100)
    view.run()
    plain = view.markup
    send(view, "powers")
    assert "aria-pressed='true'" in view.markup
    assert re.findall(r"text-anchor='middle'>([\d,]+)<", view.markup) == ["1", "10"]
    send(view, "powers")
    assert view.markup == plain


def test_a_way_whose_weights_grow_beyond_all_numbers_stops_and_the_others_go_on():
    net = Network([[[0.0, 1.0]]], output="identity", cost="squared_error")
    view = race(net, [[3.0]], [[1.0]], alpha=1000.0, passes=1000)
    view.run()
    stopped = {lane.name: lane.stops for lane in view.contest.lanes}
    assert stopped["guess"] == ""
    assert "below 1000" in stopped["backpropagation"]
    assert "backpropagation stops: the weights grew beyond all numbers" in view.markup
    assert at(view)["guess"].rounds == 1000
    assert "nan" not in view.markup
    assert view.still()


def test_ten_thousand_corners_are_drawn_with_no_more_than_the_picture_has_room_for():
    view = race(passes=1000)
    view.run()
    longest = max(len(points.split()) for points in re.findall(r"points='([^']+)'", view.markup))
    assert longest <= 2 * 700


def test_started_it_runs_until_it_is_stopped_and_goes_on_from_there_to_the_end(monkeypatch):
    monkeypatch.setattr("backprop_widgets.races.race.SECONDS", 0.5)

    async def learner():
        view = race(passes=200)
        send(view, "start")
        assert view.running
        await until(lambda: view.contest.used >= 20)
        send(view, "start")
        used = view.contest.used
        assert not view.running
        await settled()
        assert view.contest.used == used < 200
        view.start()
        await until(lambda: not view.running)
        return view

    view = asyncio.run(learner())
    assert view.contest.used == 200
    together = race(passes=200)
    together.run()
    assert view.text() == together.text()
    assert re.search(r"data-key='start'[^>]*disabled", view.markup)


def test_a_race_that_a_cell_stops_is_shown_as_stopped():
    async def stop():
        view = race(passes=100_000)
        view._views.add("a page")
        view.start()
        await until(lambda: ">Stop<" in view.markup)
        assert "role='status' aria-live='off'" in view.markup
        view.stop()
        await settled()
        return view.markup

    markup = asyncio.run(stop())
    assert ">Start<" in markup
    assert ">Stop<" not in markup
    assert "aria-live='off'" not in markup


def test_a_race_that_an_observer_fails_runs_no_more_and_can_be_started_again():
    def fail(_change):
        raise ZeroDivisionError

    async def learner():
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)
        view = race(passes=10_000)
        assert view.model_id  # it is shown, so it is drawn
        view.observe(fail, "markup")
        view.start()
        await until(lambda: not view.running)
        view.unobserve(fail, "markup")
        used = view.contest.used
        view.start()
        await until(lambda: view.contest.used > used)
        view.stop()

    asyncio.run(learner())


def test_a_race_that_is_closed_stops():
    async def learner():
        view = race(passes=10_000)
        view.start()
        await until(lambda: view.contest.used)
        view.close()
        used = view.contest.used
        await settled()
        return view, used

    view, used = asyncio.run(learner())
    assert view.contest.used == used


def test_the_learner_is_never_kept_waiting_for_longer_than_a_slice_and_a_picture():
    async def learner():
        view, worst, loop = race(passes=10_000), 0.0, asyncio.get_running_loop()
        choose(view, "track", view.contest.tracks[2].name)
        view.start()
        for _ in range(40):
            before = loop.time()
            await asyncio.sleep(0)
            worst = max(worst, loop.time() - before)
        view.stop()
        return worst

    assert asyncio.run(learner()) < 1.0  # seconds, on a busy machine; a race in one piece takes eight


def test_words_and_picture_for_a_stored_lesson_are_the_same_each_time():
    one, other = race(), race()
    assert one.text() == other.text()
    assert one.still() == other.still()
    assert "<svg" in one.still()
    assert "var(--" not in one.still()


@pytest.mark.parametrize(
    ("arguments", "options", "error", "sentence"),
    [
        ((3,), {}, TypeError, "a session or another view, not of an int"),
        ((Session(*examples.lecture()), [1.0]), {}, ValueError, "X was given beside a session"),
        ((), {"passes": 1}, ValueError, "passes"),
        ((), {"alpha": 0}, ValueError, "above 0"),
        ((Network.random([2, 1]), [1.0, 2.0, 3.0], 1.0), {}, ValueError, "2 units"),
    ],
)
def test_what_cannot_race_is_refused(arguments, options, error, sentence):
    with pytest.raises(error, match=sentence):
        race(*arguments, **options)


def test_a_lane_that_may_use_one_pass_more_waits_for_a_round_that_takes_two():
    contest = Contest([Track(*examples.lecture())], alpha=1.0, passes=9)
    contest.use(3)
    assert [lane.now.passes for lane in contest.lanes] == [3, 2, 2]
    contest.use(1)
    assert [lane.now.passes for lane in contest.lanes] == [4, 4, 4]
    assert isinstance(contest.lanes[0], Lane)
