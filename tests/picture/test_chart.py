"""Charts of our own: points stand where their numbers are, on plain scales and on those of powers of ten."""

import math
import re

import pytest

from backprop_widgets.picture.chart import Curve, Scale, chart

LABELLED = re.compile(r"<text class='bp-tick' x='([\d.]+)' y='([\d.]+)' text-anchor='end'>([^<]+)</text>")


def heights(svg):
    """The height of each label of the scale upwards."""
    return {float(label.replace(",", "")): float(y) - 4 for _, y, label in LABELLED.findall(svg)}


def spots(svg):
    return [(float(x), float(y)) for x, y in re.findall(r"cx='([\d.]+)' cy='([\d.]+)'", svg)]


@pytest.mark.parametrize("log", [False, True])
def test_a_point_stands_as_high_as_the_label_of_its_value(log):
    up = Scale(0.05 if log else 0, 120, log=log)
    labels = [value for value, _ in up.ticks()]
    points = [(n, value) for n, value in enumerate(labels)]
    svg = chart([Curve(points, dotted=True)], Scale(0, 6), up, "w", height=200)
    found = heights(svg)
    assert len(labels) >= 3
    for (_, y), value in zip(spots(svg), labels, strict=True):
        assert abs(found[value] - y) <= 0.1


def test_equal_factors_are_equal_lengths_on_a_scale_of_powers():
    scale = Scale(0.5, 5000, log=True)
    steps = [scale.place(5 * f) - scale.place(0.5 * f) for f in (1, 10, 100)]
    assert steps == pytest.approx([steps[0]] * 3)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf, 9.0, -1.0])
def test_what_has_no_place_leaves_a_gap(bad):
    points = [(0, 1.0), (1, 1.0), (2, bad), (3, 1.0), (4, 1.0)]
    svg = chart([Curve(points, dotted=True)], Scale(0, 4), Scale(0, 2), "w")
    assert svg.count("<polyline") == 2
    assert len(spots(svg)) == 4
    assert "nan" not in svg
    assert "inf" not in svg


def test_zero_has_no_place_on_a_scale_of_powers():
    assert math.isnan(Scale(0.1, 10, log=True).place(0.0))


@pytest.mark.parametrize(
    ("low", "high"), [(0, 1e-7), (0, 0.79), (0, 1), (-0.3, 2.5), (0, 15), (0, 99), (0, 12345), (-1e6, 1e6)]
)
def test_a_plain_scale_has_a_few_round_labels_inside_it(low, high):
    ticks = Scale(low, high).ticks()
    assert 2 <= len(ticks) <= 6
    for value, label in ticks:
        assert low - 1e-12 <= value <= high + 1e-12 * abs(high)
        assert float(label.replace("−", "-")) == pytest.approx(value)


@pytest.mark.parametrize("height", [60, 84, 124, 300])
@pytest.mark.parametrize("name", ["", "J"])
def test_labels_stand_clear_of_one_another(height, name):
    svg = chart([], Scale(0, 23, name="steps" if name else ""), Scale(0, 0.83, name=name), "w", height=height)
    labels = re.findall(r"x='([\d.]+)' y='([\d.]+)' text-anchor='(\w+)'>([^<]+)<", svg)
    boxes = []
    for x, y, anchor, words in labels:
        width = 6.5 * len(words)
        left = float(x) - (width if anchor == "end" else width / 2)
        boxes.append((left, left + width, float(y) - 11, float(y)))
    for n, (left, right, top, bottom) in enumerate(boxes):
        for other in boxes[:n]:
            assert right <= other[0] or left >= other[1] or bottom <= other[2] or top >= other[3], labels
    assert len(labels) >= 4


@pytest.mark.parametrize(("low", "high"), [(1, 10), (0.02, 300), (1e-9, 1e9), (3, 40)])
def test_a_scale_of_powers_has_a_few_labels(low, high):
    labels = [label for _, label in Scale(low, high, log=True).ticks()]
    assert 1 <= len(labels) <= 5
    assert len(set(labels)) == len(labels)


def test_words_are_escaped():
    assert "<b>" not in chart([], Scale(0, 1, name="<b>"), Scale(0, 1, name="<b>"), "'<b>'")


def test_up_to_ten_thousand_and_down_to_a_thousandth_powers_are_written_out():
    high = [label for _, label in Scale(1e3, 1e6, log=True).ticks()]
    low = [label for _, label in Scale(1e-5, 1e-2, log=True).ticks()]
    assert high == ["1,000", "10,000", "10⁵", "10⁶"]
    assert low == ["10⁻⁵", "10⁻⁴", "0.001", "0.01"]
