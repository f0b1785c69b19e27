"""The bank of quick questions: each has one right answer, which follows from the numbers in the question alone."""

import math
import re
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest

from backprop_widgets.notation.marked import as_text
from backprop_widgets.notation.typed import parse
from backprop_widgets.predictions.bank import backward, checking, forward, training
from backprop_widgets.predictions.bank.bank import BANK
from backprop_widgets.predictions.bank.item import TooNear, ask, item

GENERATORS = [generator for generators in BANK.values() for generator in generators]
SEEDS = range(60)


def made(generator, seeds=SEEDS):
    return [ask(generator, np.random.default_rng(seed)) for seed in seeds]


def numbers(words):
    """Every number of a sentence, in order."""
    return [parse(text) for text in re.findall(r"[+−]?\d+(?:\.\d+)?", words)]


def log(p):
    return -math.log(p)


# What each question comes to, worked out here from the numbers that it names.
BY_HAND = {
    forward.which_way: lambda D: "up" if D < 0 else "down",
    forward.runs_for_nudging: lambda n: 2 * n,
    forward.one_unit: lambda x1, x2, one, two, bias: one * x1 + two * x2 + bias,
    forward.inputs_of_zero: lambda _zero, bias: bias,
    forward.cost_of_a_no: lambda _y, h: log(1 - h),
    forward.both_right: lambda one, two: one * two,
    backward.delta_of_the_output: lambda a, y: a - y,
    backward.a_push_on_z: lambda delta: "it falls" if delta < 0 else "it rises",
    backward.two_ways_on: lambda one, first, two, second: one * first + two * second,
    backward.own_slope: lambda arrives, slope: arrives * slope,
    backward.the_slides_sum: lambda _sum: "the slope of the cost as a rises",
    backward.spoken_sign: lambda: "of all weights",
    backward.gradient_of_a_weight: lambda _weight, start, _end, delta: delta * start,
    backward.after_one_step: lambda weight, D, alpha: weight - alpha * D,
    backward.gradient_of_a_bias: lambda delta: delta,
    checking.central_difference: lambda eps, lower, higher: (higher - lower) / (2 * eps),
    checking.smaller_and_smaller: lambda *_: "larger",
    checking.quarters: lambda layers, _weights: 0.25**layers,
    checking.listens_best: lambda *says: max(says, key=lambda a: a * (1 - a)),
    checking.equal_weights: lambda *_: "the same weights",
    checking.shape_of_Theta: lambda _1, s1, _2, s2, _m: f"{s2:.0f} × {s1 + 1:.0f}",
    checking.shape_of_delta: lambda m, _2, s2: f"{m:.0f} × {s2:.0f}",
    training.one_half_for_everything: lambda *_: log(0.5),
    training.updates_in_an_epoch: lambda m, batch, epochs: m / batch * epochs,
    training.the_same_to_all: lambda *_: "all stay as they were",
    training.times_m: lambda *_: "÷ m left out of D",
}


def reach(n1, n2, n3, n4, l, _next):
    """How many activations one weight reaches."""
    sizes = [n1, n2, n3, n4]
    return 1 + sum(sizes[int(l) + 1 :])


def softmax(*said):
    """a − y of three outputs; the fourth number is the right class."""
    return [a - (n == said[3]) for n, a in enumerate(said[:3], start=1)]


BY_HAND |= {forward.how_far_a_weight_reaches: reach, training.softmax_delta: softmax}
# Of one that names no numbers, from its words.
IN_WORDS = {
    training.which_layers: {"fits": "in the rule for the hidden δ", "No layer": "in the output's δ"},
}


def test_every_lesson_from_0_to_12_has_two_questions_at_least():
    assert sorted(BANK) == list(range(13))
    assert all(len(set(generators)) >= 2 for generators in BANK.values())
    assert {*BY_HAND, *IN_WORDS} == set(GENERATORS)


@pytest.mark.parametrize("generator", IN_WORDS, ids=lambda generator: generator.__name__)
def test_the_right_answer_follows_from_the_words_of_the_question(generator):
    answers = IN_WORDS[generator]
    for question in made(generator):
        assert [answers[words] for words in answers if words in question.words] == [question.right]


@pytest.mark.parametrize("generator", BY_HAND, ids=lambda generator: generator.__name__)
def test_the_numbers_in_the_question_come_to_the_right_answer_to_its_last_place(generator):
    for question in made(generator, range(200)):
        known = [value for value in numbers(as_text(question.words).replace("10⁻", "")) if value is not None]
        expected = BY_HAND[generator](*known)
        if isinstance(expected, str):
            assert question.right == expected
            continue
        for answer, value in zip(question.right.split(", "), np.atleast_1d(expected), strict=True):
            assert rounded(value, like=answer) == decimal(answer), (question.words, question.right, expected)
        distance = {option: np.abs(np.subtract(numbers(option), expected)).max() for option in question.reasons}
        assert min(distance, key=distance.get) == question.right, (question.words, distance)


def decimal(text):
    return Decimal(text.replace("−", "-"))


def rounded(value, *, like):
    """A value with as many places as a printed number has, a half rounded up, as by hand."""
    return Decimal(f"{value:.10f}").quantize(decimal(like), ROUND_HALF_UP)


@pytest.mark.parametrize("generator", GENERATORS, ids=lambda generator: generator.__name__)
def test_each_option_has_a_sentence_of_its_own_and_no_two_look_alike(generator):
    for question in made(generator):
        assert question.right in question.reasons
        assert len(question.reasons) == 3
        assert len(set(question.reasons.values())) == 3
        for option, why in question.reasons.items():
            assert re.fullmatch(r"[A-Zδ0-9].{12,}[.]", as_text(why)), why
            assert "  " not in why
            assert option.strip() == option
        assert question.words.rstrip("…").strip()[-1] in "?." or question.words.endswith("…")
        assert len(question.words) < 260


@pytest.mark.parametrize("generator", GENERATORS, ids=lambda generator: generator.__name__)
def test_the_same_seed_asks_the_same_and_the_right_answer_has_no_place_of_its_own(generator):
    assert made(generator)[:5] == made(generator)[:5]
    places = {list(question.reasons).index(question.right) for question in made(generator)}
    assert places == {0, 1, 2}


@pytest.mark.parametrize("lesson", BANK)
def test_other_seeds_ask_with_other_numbers(lesson):
    words = {question.words for generator in BANK[lesson] for question in made(generator)}
    assert len(words) >= 10


def test_answers_that_look_alike_are_drawn_again():
    rng = np.random.default_rng(0)
    for pair in (("0.50", "0.50"), ("0.500", "0.52")):
        with pytest.raises(TooNear):
            item(rng, "?", (pair[0], "a"), (pair[1], "b"))
    assert set(item(rng, "?", ("0.50", "a"), ("−0.50", "b", "c")).reasons.values()) == {"a", "b c"}


def test_a_generator_that_never_finds_numbers_says_so():
    def hopeless(_rng):
        raise TooNear

    with pytest.raises(RuntimeError, match="hopeless found no numbers"):
        ask(hopeless, np.random.default_rng(0))
