"""The parts of pictures."""

import math
from datetime import date
from itertools import pairwise

import pytest

from detente.report.draw import (
    Picture,
    Scale,
    around,
    clean,
    escaped,
    fitted,
    logit,
    number,
    spaced,
    text_width,
    wrapped,
)
from detente.report.draw_days import calendar, parsed
from detente.report.draw_marks import SHORT, mark, radius
from detente.report.draw_rows import Row, chart, odds_axis, ratio_axis
from detente.world.estimate import Interval
from detente.world.ladder import LADDER


def test_scale_bends_and_sticks_to_its_edges() -> None:
    scale = Scale(0.01, 0.99, 0.0, 100.0, logit)
    assert scale(0.5) == pytest.approx(50.0)
    assert (scale(0.0001), scale(0.9999)) == (0.0, 100.0)
    assert scale.holds(0.5)
    assert not scale.holds(0.001)
    assert Scale(3.0, 3.0, 0.0, 10.0)(3.0) == 5.0


def test_fitted_and_wrapped_stay_in_their_room() -> None:
    text = "a shot by mistake at the Northern Limit Line " * 4
    assert text_width(fitted(text, 100)) <= 100
    assert fitted("short", 100) == "short"
    lines = wrapped(text, 120, lines=2)
    assert len(lines) == 2
    assert all(text_width(line) <= 120 for line in lines)
    assert lines[-1].endswith("…")
    assert wrapped("W" * 500, 60) == [fitted("W" * 500, 60)]


def test_spaced_labels_do_not_touch() -> None:
    kept = spaced([(float(x), f"1 in {10**i}") for i, x in enumerate(range(0, 200, 25))])
    edges = [(x - text_width(t) / 2, x + text_width(t) / 2) for x, t in kept]
    assert all(a[1] <= b[0] for a, b in pairwise(edges))
    assert kept[0][1] == "1 in 1"


@pytest.mark.parametrize(("value", "said"), [(1.0, "1"), (0.04, "0"), (-0.04, "0"), (12.345, "12.3")])
def test_number(value: float, said: str) -> None:
    assert number(value) == said


def test_escaped_words_cannot_leave_their_place() -> None:
    assert escaped("\"><svg onload='x'>&") == "&quot;&gt;&lt;svg onload=&#x27;x&#x27;&gt;&amp;"
    assert clean("a\ud800b\u061cc\u2028d\ufffe") == "a b c d "


def test_picture_is_named_and_hatched_once() -> None:
    picture = Picture("key", 100)
    picture.box((0, 0), (10, 10), "hatched")
    svg = picture.svg(20, "Title & more", "Finding <here>")
    assert 'aria-labelledby="key-100-t key-100-d"' in svg
    assert '<title id="key-100-t">Title &amp; more</title>' in svg
    assert svg.count("<pattern") == 1
    assert "<pattern" not in Picture("key", 100).svg(20, "", "")


def test_polygon_and_star_corners() -> None:
    assert around(0, 0, 1, corners=4)[0] == pytest.approx((0, -1))
    star = around(0, 0, 2, corners=5, inner=1)
    assert [round(math.hypot(*p), 6) for p in star] == [2, 1] * 5


def test_marks_grow_with_the_rung_and_differ() -> None:
    assert len(SHORT) == len(LADDER)
    drawn = []
    for rung in range(10):
        picture = Picture("m", 100)
        mark(picture, 50, 50, rung)
        drawn.append(picture.svg(100, "", ""))
    assert len(set(drawn)) == 10
    assert [radius(r) for r in range(10)] == sorted(radius(r) for r in range(10))


def test_denied_is_struck_out_and_possible_is_hollow() -> None:
    picture = Picture("m", 100)
    mark(picture, 50, 50, 4, "denied")
    mark(picture, 50, 50, 4, "hypothetical")
    svg = picture.svg(100, "", "")
    assert 'class="strike"' in svg
    assert 'class="mark r4 hypothetical"' in svg


@pytest.mark.parametrize(("low", "high"), [(1e-12, 2e-12), (0.3, 0.31), (0.9995, 0.9999), (1e-5, 0.99)])
def test_odds_axis_holds_its_rows_or_marks_that_it_does_not(low: float, high: float) -> None:
    rows = [Row("label", (low + high) / 2, low, high, "said")]
    axis = odds_axis(rows)
    assert len(axis.ticks) >= 2
    for width in (760, 340):
        assert "NaN" not in chart("k", rows, axis, width, title="t")


def test_ratio_axis_shows_now() -> None:
    axis = ratio_axis([Row("x", 3.0, 2.0, 4.0, "")], "times")
    values = [v for v, _ in axis.ticks]
    assert values[0] < 1 < values[-1]


def test_interval_beyond_the_axis_ends_in_an_arrow() -> None:
    rows = [Row("label", 0.01, 0.0, 0.1, "said")]
    assert 'class="head"' in chart("k", rows, odds_axis(rows), 760, title="t")


@pytest.mark.parametrize("span", [1, 6, 40, 200, 900, 8000, 75000])
def test_calendar_has_a_few_labels(span: int) -> None:
    last = date(2022, 11, 3).toordinal()
    picture = Picture("c", 340)
    calendar(picture, Scale(last - span, last, 2, 338), (0, 10))
    assert 1 <= picture.svg(20, "", "").count("<text") <= 8


def test_parsed_takes_what_is_no_date_for_none() -> None:
    assert parsed("soon") is None
    assert parsed(None) is None
    when = parsed("1953")
    assert when is not None
    assert when.precision == "year"
    assert Interval(1, 0, 2).method == ""
