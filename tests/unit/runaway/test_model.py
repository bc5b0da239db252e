"""Event days of a pair: what counts, when, by whom, and what no source covers."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from detente.runaway.model import (
    BLOCKS,
    LEAST_DRILLS,
    SHOWN_DAYS,
    STALE_DAYS,
    Window,
    block,
    covered_days,
    event_days,
    exercise_share,
    fatal_days,
    patrons,
    shown,
)
from detente.world.event import Event
from detente.world.facts import Fact
from tests.unit.runaway.korea import AS_OF, EXCITED, START, UMBRELLA, act, covered, past, swapped

GAP = (date(2004, 1, 1), date(2006, 12, 31))
AROUND_THE_GAP = (covered(START, GAP[0] - timedelta(days=1)), covered(GAP[1] + timedelta(days=1)))


def test_blocks_of_the_ladder() -> None:
    assert [BLOCKS[block(rung)] for rung in range(2, 10)] == ["show"] * 4 + ["force"] + ["lethal"] * 3


def test_a_salvo_is_one_event_day() -> None:
    day = date(2005, 3, 3)
    days = event_days(past([act(day), act(day, kind="missile_launch", rung=4), act(day, "KOR")]))
    assert [kind.tolist() for kind in days.pair()] == [[(day - START).days]] * 2
    assert days.total() == 1


def test_an_act_without_direction_counts_for_both() -> None:
    clash = act(date(2005, 1, 1), kind="naval_clash")
    drill = act(date(2006, 1, 1), "KOR", rung=4, kind="joint_exercise")
    acts = event_days(past([clash, drill])).acts
    assert [(day.year, doer) for day, doer, _, _ in acts] == [(2005, "KOR"), (2005, "PRK"), (2006, "KOR")]


def test_month_precision_is_dropped_and_counted() -> None:
    vague = Event("PRK", "KOR", "2005-03", "artillery_fire", 6)
    days = event_days(past([*EXCITED, vague]))
    assert days.vague == 1
    assert days.acts == event_days(past(EXCITED)).acts


def test_only_what_happened_between_the_two_and_is_militarized_counts() -> None:
    denied = replace(act(date(2005, 1, 1)), status="denied")
    talk = Event("PRK", "KOR", "2005-01-02", "talks", 1)
    third = act(date(2005, 1, 3), target="JPN")
    assert event_days(past([denied, talk, third])).acts == ()


def test_incidents_name_who_and_the_highest_block() -> None:
    acts = [
        act(date(2005, 1, 1), "KOR", rung=4),
        act(date(2005, 1, 2), rung=7),
        act(date(2005, 1, 3), "KOR", rung=6),
        act(date(2005, 1, 3), "PRK", rung=4),
        act(date(2005, 1, 3), "PRK", rung=2),
        act(date(1990, 1, 1), "PRK", rung=8),
    ]
    found = event_days(past(acts)).incidents()
    first = date(2005, 1, 1).toordinal()
    assert found.days.tolist() == [date(1990, 1, 1).toordinal(), first, first + 1, first + 2]
    assert found.who.tolist() == [1, 0, 1, 2]
    assert found.grade.tolist() == [2, 0, 2, 1]


def test_incidents_of_the_swapped_pair_name_the_other() -> None:
    plain, mirror = (event_days(past(acts)).incidents() for acts in (EXCITED, swapped(EXCITED)))
    np.testing.assert_array_equal(mirror.who, np.array([1, 0, 2])[plain.who])
    np.testing.assert_array_equal(mirror.days, plain.days)
    np.testing.assert_array_equal(mirror.grade, plain.grade)


def test_window_is_the_last_fifteen_years_of_coverage() -> None:
    window = covered_days([covered(date(1950, 1, 1), date(2009, 12, 31))], AS_OF)
    assert window is not None
    assert (window.start, window.end) == (date(1995, 1, 1), date(2009, 12, 31))
    assert window.days == window.observed == round(365.25 * 15)
    assert len(window.notes) == 1


def test_coverage_that_goes_on_ends_with_the_day() -> None:
    window = covered_days([covered(START, date(2024, 1, 1))], AS_OF)
    assert window == covered_days([covered(START)], AS_OF)
    assert covered_days([covered(date(2015, 1, 1), date(2024, 1, 1))], AS_OF) is None


def test_gap_in_coverage_is_said_and_kept_apart() -> None:
    window = covered_days(AROUND_THE_GAP, AS_OF)
    assert window is not None
    assert (window.start, window.end, window.gaps) == (START, AS_OF, (GAP,))
    assert window.days - window.observed == (GAP[1] - GAP[0]).days + 1
    assert "2004-01-01 to 2006-12-31" in window.notes[0]
    assert not window.covers(GAP[0])
    assert not window.covers(GAP[1])
    assert window.covers(GAP[0] - timedelta(days=1))
    assert window.covers(GAP[1] + timedelta(days=1))


def test_a_window_never_begins_in_a_gap() -> None:
    old, new = covered(date(1980, 1, 1), date(1994, 1, 1)), covered(date(2003, 1, 1), date(2009, 1, 1))
    window = covered_days([old, new], date(2009, 1, 1))
    assert window is not None
    assert window.start == date(2003, 1, 1)
    assert window.gaps == ()


def test_touching_and_nested_sources_join() -> None:
    first, last = covered(START, date(2006, 1, 1)), covered(date(2006, 1, 2))
    for parts in ([first, last], [last, first, covered(date(2003, 1, 1), date(2004, 1, 1))]):
        window = covered_days(parts, AS_OF)
        assert window is not None
        assert (window.start, window.end, window.gaps, window.notes) == (START, AS_OF, (), ())


def test_episode_library_covers_no_days() -> None:
    assert covered_days([covered(what="our library of 300 past episodes")], AS_OF) is None


def test_an_act_in_a_gap_is_known_but_not_fitted() -> None:
    inside = act(date(2005, 5, 5), rung=7, kind="killing")
    outside = act(date(2008, 5, 5), rung=7, kind="killing")
    days = event_days(past([inside, outside], *AROUND_THE_GAP))
    assert days.incidents().days.size == 2
    assert days.total() == fatal_days(days) == 1
    assert [day for day, _, _, _ in days.inside()] == [date(2008, 5, 5)]
    np.testing.assert_array_equal(
        days.stream().unobserved, [[(GAP[0] - START).days, (GAP[1] - START).days + 1]]
    )


def test_acts_outside_the_coverage_are_known_but_not_fitted() -> None:
    acts = [act(date(1999, 1, 1)), act(date(2010, 6, 1)), act(date(2003, 1, 1))]
    days = event_days(past(acts, covered(START, date(2010, 1, 1))))
    assert days.total() == 1
    assert days.incidents().days.size == 3
    assert days.patchy()
    assert not event_days(past(acts)).patchy()


def test_stale_and_silent() -> None:
    end = AS_OF - timedelta(days=STALE_DAYS)
    ends = {0: end, 1: end - timedelta(days=1)}
    fresh, stale = (event_days(past([act(date(2003, 1, 1))], covered(START, ends[k]))) for k in (0, 1))
    assert not fresh.stale()
    assert not fresh.silent()
    assert stale.stale()
    assert stale.silent()
    assert not event_days(past([act(AS_OF)], covered(START, ends[1]))).silent()
    uncovered = covered(what="our library of episodes")
    assert event_days(past([act(date(2003, 1, 1))], uncovered)).silent()
    assert not event_days(past([act(AS_OF)], uncovered)).silent()
    assert not event_days(past([act(AS_OF)], uncovered)).stale()


def test_exercises_enter_the_calendar_from_five_on() -> None:
    days = [date(2002 + k, 8, 20) for k in range(LEAST_DRILLS)]
    drills = [act(day, "KOR", rung=4, kind="joint_exercise", target="USA") for day in days]
    few, enough = (event_days(past(EXCITED, around=tuple(drills[k:]))).stream() for k in (1, 0))
    assert few.calendar.size == 0
    assert enough.calendar.tolist() == [(day - START).days for day in days]
    early = replace(drills[0], date="1999-01-01")
    assert event_days(past(EXCITED, around=(early, *drills[1:]))).stream().calendar.size == 0
    denied = replace(drills[0], status="denied")
    assert event_days(past(EXCITED, around=(denied, *drills[1:]))).stream().calendar.size == 0
    own = [act(day, "KOR", rung=4, kind="exercise") for day in days]
    np.testing.assert_array_equal(event_days(past(own)).stream().calendar, enough.calendar)


def test_a_patron_is_the_third_column_only_under_an_umbrella() -> None:
    launch = act(date(2005, 1, 1), "USA", rung=4, kind="missile_launch", target="PRK")
    days = [f"2006-01-0{k}" for k in range(1, 5)]
    aside = [
        replace(launch, date=days[0], target="CHN"),
        replace(launch, date=days[1], source="JPN"),
        replace(launch, date=days[2], status="denied"),
        replace(launch, date=days[3], rung=1, kind="talks"),
        replace(launch, date="2006-02"),
    ]
    around = (launch, *aside)
    without = event_days(past(EXCITED, around=around)).stream()
    assert not without.has_patron
    under = event_days(past(EXCITED, around=around, facts=(UMBRELLA,))).stream()
    assert [days.tolist() for days in under.patrons] == [[], [(date(2005, 1, 1) - START).days]]


def test_patrons_of_a_side() -> None:
    def of(*facts: Fact) -> dict[str, str]:
        return patrons(past([], facts=facts))

    assert of(UMBRELLA) == {"KOR": "USA"}
    both = Fact("nuclear_umbrella", "PRK", "RUS")
    assert of(UMBRELLA, both) == {"KOR": "USA", "PRK": "RUS"}
    assert of(UMBRELLA, replace(both, b="USA")) == {}
    assert (
        of(replace(UMBRELLA, b="PRK"), replace(UMBRELLA, fact="alliance"), replace(UMBRELLA, a="JPN")) == {}
    )


def test_exercises_are_a_share_of_displays() -> None:
    drills = [act(date(2003, 1, 1) + timedelta(days=9 * k), "KOR", rung=4, kind="exercise") for k in range(6)]
    force = [act(date(2006, 2, 2) + timedelta(days=k), "KOR") for k in range(10)]
    other = [
        act(date(2006, 1, 1), "KOR", rung=4, kind="alert"),
        act(date(2006, 1, 3), "KOR", rung=2, kind="threat"),
    ]
    mixed = act(date(2006, 2, 2), "KOR", rung=4, kind="exercise")
    days = event_days(past([*drills, *force, *other, mixed]))
    assert exercise_share(days, "KOR") == pytest.approx(6 / 8)
    assert exercise_share(days, "PRK") == 0.0
    before = [replace(one, date="1999-01-01") for one in drills]
    assert exercise_share(event_days(past([*before, *other])), "KOR") == 0.0


def test_shown_days_carry_the_highest_rung() -> None:
    day = date(2005, 3, 3)
    rows = shown(event_days(past([act(day), act(day, rung=2, kind="threat"), act(date(1999, 1, 1))])))
    assert rows == (("2005-03-03", "PRK", 6),)
    many = [act(AS_OF - timedelta(days=k)) for k in range(SHOWN_DAYS + 50)]
    assert [row[0] for row in shown(event_days(past(many)))][-1] == AS_OF.isoformat()
    assert len(shown(event_days(past(many)))) == SHOWN_DAYS


def test_window_counts_both_ends() -> None:
    window = Window(
        START, START + timedelta(days=9), gaps=((START + timedelta(days=2), START + timedelta(days=3)),)
    )
    assert (window.days, window.observed, window.index(window.end)) == (10, 8, 9)
