"""The pictures and words of the fifth room: what they show is what the answer holds."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from detente.report import draw_runaway_words as said
from detente.report.draw import Picture
from detente.report.draw_loop import loop
from detente.report.draw_runaway_ahead import fan, highest, sizes
from detente.report.draw_runaway_ladder import ladder
from detente.report.draw_runaway_levels import AREA, levels
from detente.report.html import page
from detente.report.terminal import WIDTH, section
from detente.world.answers import Control, Fan, Highest, Level, Reaction, Step
from detente.world.assessment import Assessment
from detente.world.estimate import Interval
from tests.unit.report import example_runaway
from tests.unit.report.example import bare, full
from tests.unit.report.parsing import Page
from tests.unit.report.pictures import faults, labels, pictures

BLOCKS = said.BLOCKS
HALF = Interval(6.0, 3.0, 14.0)


def answered(**changed: Any) -> Assessment:
    """The full example with other answers in the fifth room."""
    sample = full()
    return replace(sample, runaway=replace(sample.runaway, **changed))


def old() -> Assessment:
    """An answer written before the process was told."""
    return answered(lethal_ratio=None, half_life=None, control=None, reactions=(), generation=(), levels=(),
                    fan=(), highest=(), sizes=())  # fmt: skip


def many_names() -> Assessment:
    """Long names, a speed for each reaction, three patrons of whom one is in the matrix too."""
    runaway = full().runaway
    own = [replace(r, half_life=Interval(h, h / 3, 3 * h))
           for r, h in zip(runaway.reactions, (0.3, 6.0, 11.0, 1.0, 30.0, 3.0), strict=True)]  # fmt: skip
    others = [Reaction(doer, "PRK", Interval(0.02, 0.0, 0.1), HALF) for doer in ("CHN", "IND")]
    patron = [Step("USA", a, "KOR", b, 0.02) for a in BLOCKS for b in BLOCKS]
    sample = answered(reactions=(*own, *others), generation=(*runaway.generation, *patron))
    names = {
        code: f"The Very Long Democratic and Federal Republic of {n}" for code, n in sample.names.items()
    }
    return replace(sample, names=names)


def huge() -> Assessment:
    """A ratio of 3.2 whose bounds leave every axis."""
    runaway = full().runaway
    strong = [replace(r, acts=Interval(9.0 * r.acts.value, r.acts.low, 20.0)) for r in runaway.reactions]
    return answered(
        branching_ratio=Interval(3.2, 1.0, 9.0),
        verdict="not self-limiting",
        lethal_ratio=Interval(1.3, 0.2, 4.4),
        control=Control(7.9, 120.4, 1.0, 0.97, (), None),
        reactions=tuple(strong),
        fan=tuple(Fan(d, 0.0, 1.0, 3.0 * d, 80.0 * d, 900.0 * d) for d in (30, 60, 90)),
        highest=(Highest(30, "none", 0.0, 0.0, 0.02), Highest(30, "lethal", 1.0, 0.6, 1.0)),
        sizes=((1, 0.95), (10, 0.8), (1000, 0.6)),
    )


def nothing() -> Assessment:
    """No act at all: a level, paths and cascades of nought."""
    flat = tuple(replace(level, rate=0.0, baseline=0.0) for level in full().runaway.levels)
    return answered(n=0, days=(), matrix=(), reactions=(), generation=(), levels=flat,
                    lethal_ratio=Interval(0.0, 0.0, 0.6), control=Control(0.0, -3.1, 0.04, 0.0, (), 0.0),
                    fan=(Fan(30, 0, 0, 0, 0, 0),), highest=(Highest(30, "none", 1.0, 0.9, 1.0),),
                    sizes=((1, 0.0), (2, 0.0)))  # fmt: skip


def single() -> Assessment:
    """One reaction, one step, one fortnight of one side."""
    return answered(
        matrix=(),
        reactions=(Reaction("PRK", "KOR", Interval(0.31, 0.12, 0.55), HALF),),
        half_life=HALF,
        generation=(Step("PRK", "show", "KOR", "show", 0.2),),
        levels=(Level("2022-10-20", "PRK", 3.0, 1.0),),
        fan=(Fan(30, 0.0, 1.0, 2.4, 3.6, 6.0),),
        highest=(),
        sizes=((1, 0.2),),
    )


CASES = [full, bare, old, many_names, huge, nothing, single]


def test_the_checks_of_pictures_see_what_they_are_for() -> None:
    picture = Picture("k", 100)
    picture.text(0, 20, "over another")
    picture.text(10, 22, "under it")
    picture.text(90, 60, "cut at the edge")
    picture.line((0, 0), (300, 0), "grid")
    assert faults(picture.svg(80, "", "")) == [
        "'cut at the edge' is cut",
        "'over another' over 'under it'",
        "line at 300, 0",
    ]


@pytest.mark.parametrize("make", CASES)
def test_pictures_are_sound(make: Any) -> None:
    text = page(make())
    assert {p: faults(p) for p in pictures(text) if faults(p)} == {}
    assert re.findall(r'="[^"]*\b(?:nan|inf)\b[^"]*"', text) == []
    Page(text)


@pytest.mark.parametrize("make", CASES)
def test_terminal_lines_fit(make: Any) -> None:
    assert max(len(line) for line in section(make(), "runaway").splitlines()) <= WIDTH


def numbers(svg: str, class_: str) -> list[str]:
    """The words of a class, in order."""
    return re.findall(rf'class="{class_}" text-anchor="\w+">([^<]*)<', svg)


def test_an_arrow_for_each_known_reaction_and_no_other() -> None:
    one, all_four = (loop(make(), "loop", 760) for make in (single, full))
    assert one.count('class="flow"') == 1
    assert all_four.count('class="flow"') == 4
    assert numbers(one, "flow-text") == ["0.31"]
    assert "(0.12 to 0.55)" in numbers(one, "small")


def test_arrows_are_as_wide_as_their_acts() -> None:
    svg = loop(full(), "loop", 760)
    widths = [float(w) for w in re.findall(r'class="flow" stroke-width="([\d.]+)"', svg)]
    assert sorted(widths) == pytest.approx([2.8, 3.7, 4.7, 7.2], abs=0.06)


def test_one_speed_is_said_once_and_several_at_their_arrows() -> None:
    assert "half in" not in loop(full(), "loop", 760)
    assert "Half of them come within 6.2 days (2.9 to 14 days)." in Page(page(full())).text
    svg = loop(many_names(), "loop", 760)
    assert {"half in 7 hours", "half in 6 days", "half in 11 days", "half in 1 day"} <= set(
        numbers(svg, "small")
    )


def test_two_patrons_are_drawn_and_a_table_names_the_rest() -> None:
    assert loop(full(), "loop", 760).count('class="patron"') == 1
    sample = many_names()
    assert loop(sample, "loop", 760).count('class="patron"') == said.SHOWN_PATRONS == 2
    assert "Table of reactions" in page(sample)
    assert "Table of reactions" not in page(full())
    assert "Republic of India" in Page(page(sample)).text


def test_without_reactions_the_matrix_is_drawn_bare() -> None:
    svg = loop(old(), "loop", 340)
    assert sorted(numbers(svg, "flow-text")) == ["0.12", "0.19", "0.27", "0.46"]
    assert numbers(svg, "small") == []


@pytest.mark.parametrize("width", [760, 340])
def test_columns_of_the_ladder_add_up(width: int) -> None:
    steps = full().runaway.generation
    totals = [f"{sum(s.acts for s in steps if (s.at, s.doer) == (block, doer)):.2f}"
              for block in BLOCKS for doer in ("PRK", "KOR")]  # fmt: skip
    assert numbers(ladder(full(), "ladder", width), "sum") == totals


def test_areas_of_the_ladder_are_the_acts() -> None:
    two = (Step("PRK", "show", "KOR", "show", 0.8), Step("PRK", "show", "KOR", "force", 0.2))
    svg = ladder(answered(generation=two), "ladder", 760)
    radii = [float(r) for r in re.findall(r'r="([\d.]+)" class="acts', svg)]
    assert radii[0] / radii[1] == pytest.approx(2.0, abs=0.02)


def test_the_lethal_corner_is_framed_where_there_is_one() -> None:
    assert ladder(full(), "ladder", 760).count("lethal-corner") == 1
    assert "lethal-corner" not in ladder(single(), "ladder", 760)
    assert "their ratio is 0.21 (0.05 to 0.48)" in Page(page(full())).text
    assert "The frame holds" not in page(single())


def heights(svg: str, class_: str) -> list[float]:
    """How high each step of an area rises above its axis line."""
    (drawn,) = re.findall(rf'd="([^"]*)" class="{class_}"', svg)
    base = float(re.match(r"M[\d.]+ ([\d.]+)", drawn)[1])  # type: ignore[index]
    return [base - float(y) for y in re.findall(r"V([\d.]+)H", drawn)]


def test_areas_of_the_levels_are_the_rates() -> None:
    fortnights = (("2022-01-01", 4.0, 1.0), ("2022-01-15", 2.0, 2.0), ("2022-01-29", 1.0, 0.5))
    made = tuple(Level(start, "PRK", rate, base) for start, rate, base in fortnights)
    svg = levels(answered(levels=made), "levels", 760)
    assert heights(svg, "rate lane-0") == pytest.approx([AREA, AREA / 2, AREA / 4], abs=0.1)
    assert heights(svg, "base lane-0") == pytest.approx([AREA / 4, AREA / 2, AREA / 8], abs=0.1)


def test_fifteen_years_are_one_small_path_a_lane() -> None:
    made = example_runaway.levels(date(2022, 11, 3), 391)
    sample = answered(levels=made)
    both = [levels(sample, "levels", width) for width in (760, 340)]
    for svg in both:
        assert [svg.count(f'Z" class="{kind} lane-{i}"') for kind in ("rate", "base") for i in (0, 1)] == [
            1
        ] * 4
        assert svg.count('class="change"') == 2 * 2 + 1
    assert sum(map(len, both)) < 60_000
    assert len(heights(both[1], "rate lane-1")) < 300


def test_days_without_a_level_are_hatched_not_quiet() -> None:
    assert levels(full(), "levels", 760).count('class="hatched"') == 2
    whole = tuple(level for level in full().runaway.levels if level.start > "2022-09-01")
    assert "hatched" not in levels(answered(levels=whole), "levels", 760)


def test_the_fan_begins_at_nought_and_ends_in_its_numbers() -> None:
    svg = fan(answered(fan=(Fan(10, 1.0, 2.0, 4.0, 6.0, 12.0),)), "fan", 760)
    (middle,) = re.findall(r'd="M([^"]*)" class="middle"', svg)
    start, end = (tuple(map(float, point.split())) for point in middle.split("L"))
    (base,) = {float(y) for y in re.findall(r'y1="([\d.]+)" x2="[\d.]+" y2="\1" class="axis-line"', svg)}
    assert start[1] == base > end[1]
    assert numbers(svg, "sum") == ["4"]
    assert {"1", "12"} <= {words for left, _, _, words in labels(svg) if left > end[0]}
    assert "Within 10 days: 4 event days (half of the paths 2 to 6, 9 in 10 of them 1 to 12)." in svg


def test_parts_of_the_highest_fill_their_bar() -> None:
    svg = highest(full(), "highest", 760)
    widths = [float(w) for w in re.findall(r'width="([\d.]+)" height="18" class="part', svg)]
    assert len(widths) == 8
    assert sum(widths[:4]) == pytest.approx(sum(widths[4:]), abs=0.5)
    assert widths[1] / sum(widths[:4]) == pytest.approx(0.64, abs=0.01)
    assert "1 in 40 (0.9 % to 5.5 %)" in svg


def test_bars_of_the_cascade_are_the_chances() -> None:
    svg = sizes(answered(sizes=((1, 0.4), (2, 0.1), (5, 0.0))), "sizes", 760)
    widths = [float(w) for w in re.findall(r'width="([\d.]+)" height="14" class="bar"', svg)]
    assert widths[0] / widths[1] == pytest.approx(4.0, abs=0.02)
    assert widths[2] == 0.0
    assert "none of the paths" in svg


def test_what_a_constant_baseline_says_is_hollow() -> None:
    hollow = [p for p in pictures(page(full())) if 'class="dot hollow"' in p and "branching" in p]
    assert len(hollow) == 2
    assert not any('class="dot hollow"' in p for p in pictures(page(old())) if "branching" in p)


def test_the_check_is_told_in_words() -> None:
    text = Page(page(full())).text
    for words in (
        "98 % probable: +6.2 in log-evidence over a drifting baseline alone",
        "0.4 % probable",
        "would report 0.81, drift included",
        "changed on 26 March 2010 and 29 November 2017",
        "read as reaction in 2 % of streams simulated without any",
    ):
        assert words in text
    assert "not simulated for this pair" in Page(page(huge())).text
    assert "never read as reaction" in Page(page(nothing())).text


def test_what_is_left_out_is_said_with_its_reason() -> None:
    assert said.undrawn(full().runaway) == ""
    assert said.undrawn(bare().runaway).startswith(
        "Left out, for nothing is fitted to this pair's own acts: who"
    )
    assert said.undrawn(old().runaway).startswith("Left out, for this answer does not hold them: the check")
    for make in (bare, old):
        assert said.undrawn(make().runaway).replace("'", "’") in Page(page(make())).text.replace("'", "’")


def test_a_step_names_its_assumption_and_its_source() -> None:
    text = Page(page(full())).text
    assert "no exercise of South Korea or United States for a year" in text
    assert "lower in 96 % of the paths that differ" in text
    assert "assumption: two cut lines, two restored; nobody has measured it" in text


@pytest.mark.parametrize(
    ("days", "words"),
    [(0.01, "1 hour"), (0.3, "7 hours"), (0.97, "1 day"), (1.0, "1 day"), (2.54, "2.5 days"),
     (9.97, "10 days"), (45.2, "45 days"), (1234.0, "1,234 days")],
)  # fmt: skip
def test_lasting(days: float, words: str) -> None:
    assert said.lasting(days) == words


def test_bounds_of_a_time_share_their_unit() -> None:
    assert said.lasting_in(Interval(6.0, 3.0, 14.0)) == "6 days (3 to 14 days)"
    assert said.lasting_in(Interval(1.0, 0.3, 2.0)) == "1 day (7 hours to 2 days)"


def test_the_terminal_is_compact() -> None:
    rows = [line.strip() for line in section(full(), "runaway").splitlines()]
    for words in (
        "among acts that kill 0.21 (0.05-0.48); half of the answers within 6.2 days (2.9-14)",
        "highest in 30 days: none 17 %, show 64 % (52-74), force 16 % (9-26), lethal 2.5 % (0.9-5.5)",
        "event days that one act sets off, at least: 1 (38 %), 2 (21 %), 5 (6.1 %), 10 (1.4 %)",
    ):
        assert words in rows
    policies = {w.policy for w in (*full().runaway.what_if, *full().motive.what_if)}
    assert len([row for row in rows if row.startswith("what if, ")]) == len(policies)
    assert len(rows) <= 24 + 2 * len({w.policy for w in full().motive.what_if}) + 2


def test_the_terminal_says_nothing_of_what_is_not_there() -> None:
    for make in (bare, old):
        text = section(make(), "runaway")
        assert not any(w in text for w in ("check:", "highest in", "next ", "among acts", "Korea answers"))
