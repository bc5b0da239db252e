"""The room's answer: fitted, prior only, mirrored, closed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from detente.runaway.answer import CRITICAL, _verdict, answer
from detente.runaway.hazard import jeffreys
from detente.runaway.model import BLOCKS, LEAST_DAYS, LEAST_DRILLS, STALE_DAYS, event_days
from detente.world.answers import Runaway
from detente.world.canonical import canonical
from detente.world.estimate import Interval
from detente.world.event import Event
from detente.world.history import History, close
from tests.unit.runaway.korea import (
    AS_OF,
    BARE,
    CALM,
    DYAD,
    EMPTY,
    EXCITED,
    NAMES,
    START,
    UMBRELLA,
    VINTAGE,
    act,
    covered,
    past,
    stream,
    swapped,
)

GAP = (date(2004, 1, 1), date(2006, 12, 31))
AROUND_THE_GAP = (covered(START, GAP[0] - timedelta(days=1)), covered(GAP[1] + timedelta(days=1)))


def approx(interval: Interval | None) -> Any:
    assert interval is not None
    return pytest.approx((interval.value, interval.low, interval.high), rel=1e-9)


def bounds(interval: Interval | None) -> tuple[float, float, float]:
    assert interval is not None
    return interval.value, interval.low, interval.high


def said_ahead(found: Runaway) -> list[object]:
    """All that is said of the days ahead from paths."""
    return [*found.fan, *found.highest, *found.cascade.expected]


def launches() -> list[Event]:
    """Acts of a patron of KOR against PRK, one every seven weeks."""
    days = range(0, (AS_OF - START).days, 49)
    return [act(START + timedelta(days=k), "USA", rung=4, kind="missile_launch", target="PRK") for k in days]


def answered(days: int = 2) -> list[Event]:
    """PRK does something shortly after each of them."""
    return [act(date.fromisoformat(str(one.date)) + timedelta(days=days)) for one in launches()]


@pytest.fixture(scope="module")
def excited() -> Runaway:
    return answer(EMPTY, past(EXCITED))


def test_excited_pair_is_fitted(excited: Runaway) -> None:
    assert not excited.prior_only
    assert excited.verdict == "self-limiting"
    assert 0.4 < excited.branching_ratio.value < 0.8
    assert excited.n == len({event.date for event in EXCITED})
    assert "90 %" in excited.branching_ratio.method
    assert excited.half_life is not None
    assert excited.half_life.low < np.log(2.0) / 0.3 < excited.half_life.high
    assert excited.lethal_ratio is not None
    assert excited.lethal_ratio.value < excited.branching_ratio.value
    assert any(note.startswith("memory of the fitted reaction") for note in excited.notes)


def test_matrix_names_doer_then_answerer(excited: Runaway) -> None:
    values = {(doer, other): value for doer, other, value in excited.matrix}
    assert set(values) == {(a, b) for a in ("KOR", "PRK") for b in ("KOR", "PRK")}
    assert values["KOR", "PRK"] > values["KOR", "KOR"]
    assert {(r.doer, r.answerer) for r in excited.reactions} == set(values)
    assert all(r.acts.low <= values[r.doer, r.answerer] <= r.acts.high for r in excited.reactions)


def test_generation_sums_to_the_matrix_over_a_sides_own_acts(excited: Runaway) -> None:
    """All acts here are force, so that each column of force is near the side's own branching."""
    for doer, answerer, value in excited.matrix:
        steps = [s for s in excited.generation if (s.doer, s.answerer, s.at) == (doer, answerer, "force")]
        assert {s.to for s in steps} <= set(BLOCKS)
        assert sum(s.acts for s in steps) == pytest.approx(value, rel=0.15)


def test_levels_are_those_of_the_event_days(excited: Runaway) -> None:
    for code in ("KOR", "PRK"):
        rows = [row for row in excited.levels if row.side == code]
        assert all(row.rate >= row.baseline > 0.0 for row in rows)
        assert len(rows) == len({row.start for row in rows}) == (AS_OF - START).days // 14
        days = len({event.date for event in EXCITED if event.source == code})
        assert sum(row.rate for row in rows) * 14 / 30.4375 == pytest.approx(days, rel=0.15)


def test_calm_pair_is_said_to_be_undecided_between_drift_and_reaction() -> None:
    calm = answer(EMPTY, past(CALM))
    assert calm.branching_ratio.low == 0.0
    assert calm.verdict == "self-limiting"
    assert "action and reaction cannot be told from drift" in calm.notes
    assert calm.control is not None
    assert calm.control.p_excited < 0.5
    assert calm.control.p_critical <= calm.control.p_excited
    assert dict(calm.sizes)[1] < 0.2


def test_more_comes_after_a_burst(excited: Runaway) -> None:
    burst = [act(AS_OF - timedelta(days=k), code) for k in range(4) for code in ("KOR", "PRK")]
    stirred = answer(EMPTY, past([*EXCITED, *burst]))
    assert dict(stirred.cascade.expected)["PRK"] > dict(excited.cascade.expected)["PRK"]
    for calm, wild in zip(excited.fan, stirred.fan, strict=True):
        assert calm.high <= wild.high


def test_dispatch_adds_to_the_past(excited: Runaway) -> None:
    told = replace(EMPTY, events=(act(AS_OF, rung=4, kind="missile_launch"),))
    found = answer(told, past(EXCITED))
    assert (AS_OF.isoformat(), "PRK", 4) in found.days
    assert found.n == excited.n + 1
    assert answer(told, past([*EXCITED, *told.events])) == found


def test_what_is_known_of_the_days_ahead(excited: Runaway) -> None:
    assert [row.day for row in excited.fan] == list(range(3, 91, 3))
    assert [(row.days, row.block) for row in excited.highest][:2] == [(30, "none"), (30, "show")]
    assert excited.what_if[0].policy == "hotline"
    assert len(excited.what_if) == 8
    assert {row.basis for row in excited.what_if} == {"assumption", "simulated from the pair's past"}
    assert [hazard.days for hazard in excited.accident] == [90, 90, 365, 365]
    assert [hazard.prior_only for hazard in excited.accident] == [False, True, True, False]
    assert "2000 simulated paths" in excited.cascade.note


def test_ten_event_days_are_fitted_and_wide_and_nine_are_not(excited: Runaway) -> None:
    def found(n: int) -> Runaway:
        return answer(EMPTY, past([act(START + timedelta(days=300 * k)) for k in range(n)]))

    enough, few = found(LEAST_DAYS), found(LEAST_DAYS - 1)
    assert LEAST_DAYS == 10
    assert (enough.n, enough.prior_only) == (10, False)
    width = enough.branching_ratio.high - enough.branching_ratio.low
    assert width > 2.0 * (excited.branching_ratio.high - excited.branching_ratio.low)
    assert enough.control is not None
    assert len(enough.levels) == len(excited.levels)
    assert (few.n, few.prior_only, few.verdict) == (9, True, "undetermined")
    assert few.branching_ratio.value == 0.3
    assert "9 event days, fewer than the 10" in few.notes[0]
    fitted = (few.control, few.half_life, few.lethal_ratio)
    parts = (few.matrix, few.reactions, few.generation, few.levels, few.sizes)
    assert not any(fitted)
    assert not any(parts)
    assert few.fan
    assert few.accident[0].prior_only


def test_nothing_at_all_is_an_answer() -> None:
    found = answer(EMPTY, History(DYAD, AS_OF))
    assert found.prior_only
    assert found.branching_ratio.low == 0.0
    assert found.accident == ()
    assert said_ahead(found) == []
    assert [row.policy for row in found.what_if] == ["hotline"]


def test_a_fit_that_was_not_shown_to_work_is_not_used() -> None:
    found = answer(EMPTY, past(EXCITED, vintage={**VINTAGE, "informative": False}))
    assert found.prior_only
    assert "not informative" in found.notes[0]
    assert found.branching_ratio.value == 0.3
    assert found.fan


def test_a_process_that_was_not_shown_to_work_is_not_used(excited: Runaway) -> None:
    found = answer(EMPTY, past(EXCITED, vintage={**VINTAGE, "informative_ahead": False}))
    assert found == answer(EMPTY, past(EXCITED, vintage=BARE))
    assert not found.prior_only
    assert said_ahead(found) == []
    assert found.generation == ()
    assert found.lethal_ratio is None
    assert "no process of days ahead" in found.cascade.note
    assert [row.policy for row in found.what_if] == ["hotline"]
    assert [hazard.days for hazard in found.accident] == [365, 365]
    assert found.matrix == excited.matrix
    assert found.sizes
    assert found.branching_ratio != excited.branching_ratio


def test_days_before_the_coverage_are_not_quiet() -> None:
    since = date(2008, 1, 1)
    days = event_days(past(EXCITED, covered(since)))
    assert days.window is not None
    assert days.window.start == since
    assert 0 < days.total() < event_days(past(EXCITED)).total()


def test_old_coverage_is_prior_only_and_a_new_act_is_carried_forward() -> None:
    old = covered(START, date(2004, 1, 1))
    silent = answer(EMPTY, past([act(date(2003, 1, 1))], old))
    told = answer(EMPTY, past([act(date(2003, 1, 1)), act(AS_OF)], old))
    for found in (silent, told):
        assert found.prior_only
        assert "2004-01-01" in found.notes[0]
    assert said_ahead(silent) == []
    assert told.fan[-1].high > 0.0
    assert "no source covers are taken as quiet" in told.cascade.note


def test_a_pair_that_nobody_watches_is_not_called_quiet() -> None:
    library = covered(what="our library of episodes")
    unknown = answer(EMPTY, past([], library))
    assert said_ahead(unknown) == []
    assert unknown.cascade.note == "nothing is known of the days ahead"
    assert unknown.accident[-1].prior_only
    watched = answer(EMPTY, past([]))
    assert watched.fan
    assert "quiet" not in watched.cascade.note
    assert "no known incident day" in watched.cascade.note


def test_a_gap_in_coverage_is_not_read_as_quiet() -> None:
    """A steady pair that nobody watched for three of nine years: its level is that of the days watched."""
    kept = [one for one in CALM if not GAP[0].isoformat() <= str(one.date) <= GAP[1].isoformat()]
    found, blind = answer(EMPTY, past(kept, *AROUND_THE_GAP)), answer(EMPTY, past(kept))
    assert any("2004-01-01 to 2006-12-31" in note for note in found.notes)
    assert not any(GAP[0].isoformat() < row.start < "2006-12-17" for row in found.levels)
    assert len(blind.levels) - len(found.levels) in (2 * 78, 2 * 79)
    assert found.control is not None
    assert blind.control is not None
    assert found.control.changes == ()
    assert blind.control.naive > found.control.naive + 0.1
    assert found.control.log_evidence < blind.control.log_evidence


def test_an_act_in_a_gap_changes_the_days_ahead_and_not_the_fit() -> None:
    kept = [one for one in EXCITED if not GAP[0].isoformat() <= str(one.date) <= GAP[1].isoformat()]
    without = answer(EMPTY, past(kept, *AROUND_THE_GAP))
    inside = [act(date(2005, 5, 5) + timedelta(days=k), rung=7, kind="killing") for k in range(30)]
    found = answer(EMPTY, past([*kept, *inside], *AROUND_THE_GAP))
    assert (found.n, found.branching_ratio, found.levels) == (
        without.n,
        without.branching_ratio,
        without.levels,
    )
    assert found.accident[-1] == without.accident[-1]
    assert found.fan != without.fan
    assert "no source covers are taken as quiet" in found.cascade.note


def test_month_precision_is_left_out_and_said() -> None:
    vague = Event("PRK", "KOR", "2005-03", "artillery_fire", 6)
    found = answer(EMPTY, past([*EXCITED, vague], vintage=BARE))
    assert any("1 acts known only" in note for note in found.notes)


def test_a_patron_is_named_only_under_an_umbrella() -> None:
    acts = [*CALM, *answered()]
    bare = answer(EMPTY, past(acts, around=tuple(launches()), vintage=BARE))
    found = answer(EMPTY, past(acts, around=tuple(launches()), facts=(UMBRELLA,), vintage=BARE))
    assert [r.doer for r in bare.reactions if r.doer not in DYAD] == []
    (patron,) = (r for r in found.reactions if r.doer not in DYAD)
    assert (patron.doer, patron.answerer) == ("USA", "PRK")
    assert patron.acts.low > 0.1
    quiet = answer(EMPTY, past(acts, facts=(UMBRELLA,), vintage=BARE))
    assert quiet == answer(EMPTY, past(acts, vintage=BARE))


def test_levels_hold_what_a_patron_sets_off() -> None:
    acts = answered()
    found = answer(EMPTY, past(acts, around=tuple(launches()), facts=(UMBRELLA,), vintage=BARE))
    rows = [row for row in found.levels if row.side == "PRK"]
    assert sum(row.rate for row in rows) * 14 / 30.4375 == pytest.approx(len(acts), rel=0.2)
    assert sum(row.baseline for row in rows) < 0.5 * sum(row.rate for row in rows)


def test_an_umbrella_brings_its_what_ifs() -> None:
    found = answer(EMPTY, past(CALM[:9], facts=(UMBRELLA,)))
    names = [row.policy for row in found.what_if if "umbrella" in row.policy]
    assert names == ["firmer umbrella over KOR", "looser umbrella over KOR"]


def test_a_yearly_exercise_explains_what_comes_with_it() -> None:
    """Acts in the weeks after each exercise raise the baseline there once the exercises are known."""
    starts = [date(2001 + k, 8, 10) for k in range(9)]
    drills = tuple(act(day, "KOR", rung=4, kind="joint_exercise", target="USA") for day in starts)
    acts = [act(day + timedelta(days=k)) for day in starts for k in (2, 9, 16)]

    def busy(around: tuple[Event, ...]) -> float:
        rows = answer(EMPTY, past(acts, around=around, vintage=BARE)).levels
        mine = [row for row in rows if row.side == "PRK"]
        inside = [
            r.baseline for r in mine if any(0 <= (date.fromisoformat(r.start) - s).days <= 7 for s in starts)
        ]
        return float(np.mean(inside) / np.mean([r.baseline for r in mine]))

    assert busy(drills) > 1.5 * busy(drills[: LEAST_DRILLS - 1])


def test_nuclear_prior_only_uses_what_was_published() -> None:
    def nuclear(as_of: date) -> Any:
        return answer(EMPTY, replace(past([], vintage=BARE), as_of=as_of)).accident[0]

    found = nuclear(AS_OF)
    assert found.prior_only
    assert found.per_year.high == 5e-3
    assert "none of these is for this pair" in found.per_year.method
    assert nuclear(date(2014, 1, 1)).per_year.high == 7e-2
    early = nuclear(date(1996, 1, 1))
    assert "Jeffreys" in early.sources[0]
    assert early.per_year.value == pytest.approx(0.2275 / 52, rel=1e-3)


def test_clash_is_the_chance_of_one_within_a_covered_year() -> None:
    deadly = [act(date(2001 + k, 3, 3), rung=7, kind="killing") for k in range(5)]
    acts = [*deadly, act(date(2002, 1, 1), rung=8, kind="war")]
    whole, gap = (answer(EMPTY, past(acts, *c, vintage=BARE)).accident[-1] for c in ((), AROUND_THE_GAP))
    assert not whole.prior_only
    assert whole.per_year.value == pytest.approx(1 - np.exp(-5.17 / 9.49), rel=0.02)
    assert gap.per_year.value == pytest.approx(1 - np.exp(-3.17 / 6.49), rel=0.02)
    assert "3 such days in 6 covered years" in gap.per_year.method
    assert whole.per_year.high < 1.0


def test_no_nuclear_state_no_nuclear_prior() -> None:
    found = answer(EMPTY, past([], nuclear=(), vintage=BARE)).accident
    assert [hazard.what.startswith("a clash") for hazard in found] == [True]


@pytest.mark.parametrize(("k", "points"), [(0, (0.00197, 0.2275, 1.9207)), (3, (1.084, 3.173, 7.034))])
def test_jeffreys_points(k: int, points: tuple[float, float, float]) -> None:
    assert jeffreys(k, 1.0) == pytest.approx(points, rel=0.03)


@pytest.mark.parametrize(
    ("low", "high", "p", "word"),
    [
        (0.1, 0.99, 0.04, "self-limiting"),
        (1.0, 1.4, 0.95, "not self-limiting"),
        (0.7, 1.0, CRITICAL, "near runaway"),
        (0.7, 1.1, CRITICAL - 1e-9, "undetermined"),
        (0.0, 1.1, 0.0, "undetermined"),
    ],
)
def test_verdict_words(low: float, high: float, p: float, word: str) -> None:
    assert _verdict(Interval((low + high) / 2, low, high), p) == word


@pytest.mark.parametrize(("seed", "word"), [(0, "undetermined"), (1, "near runaway"), (3, "self-limiting")])
def test_whatever_reaches_one_carries_the_check_against_drift(seed: int, word: str) -> None:
    """Streams with a ratio of .9: how they are read differs, the rule does not."""
    acts = stream([[0.4, 0.5], [0.5, 0.4]], seed=seed, level=0.004)
    found = answer(EMPTY, past(acts, vintage=BARE))
    assert found.verdict == word
    assert found.control is not None
    reaches = found.branching_ratio.high >= 1.0
    assert (found.control.mistaken is not None) is reaches
    assert found.verdict == _verdict(found.branching_ratio, found.control.p_critical)
    assert any("chance that the ratio is 1 or more" in note for note in found.notes)
    assert any("without reaction" in note for note in found.notes) is reaches


def test_mirror(excited: Runaway) -> None:
    """The two states renamed: all that is not drawn is renamed with them."""
    launched = tuple(one.swapped(NAMES) for one in launches())
    umbrella = replace(UMBRELLA, a="PRK")
    plain = answer(EMPTY, past(EXCITED, around=tuple(launches()), facts=(UMBRELLA,)))
    mirror = answer(EMPTY, past(swapped(EXCITED), nuclear=("KOR",), around=launched, facts=(umbrella,)))
    assert bounds(mirror.branching_ratio) == approx(plain.branching_ratio)
    assert bounds(mirror.lethal_ratio) == approx(plain.lethal_ratio)
    assert bounds(mirror.half_life) == approx(plain.half_life)
    assert (mirror.verdict, mirror.n, mirror.notes) == (plain.verdict, plain.n, plain.notes)
    assert dict(mirror.sizes) == pytest.approx(dict(plain.sizes))
    renamed = {(NAMES[a], NAMES[b]): value for a, b, value in plain.matrix}
    assert {(a, b): value for a, b, value in mirror.matrix} == pytest.approx(renamed)
    reactions = {(NAMES.get(r.doer, r.doer), NAMES[r.answerer]): r.acts for r in plain.reactions}
    assert {(r.doer, r.answerer) for r in mirror.reactions} == set(reactions)
    assert len(reactions) == 5
    assert all(bounds(r.acts) == approx(reactions[r.doer, r.answerer]) for r in mirror.reactions)
    steps = {(NAMES[s.doer], s.at, NAMES[s.answerer], s.to): s.acts for s in plain.generation}
    assert {(s.doer, s.at, s.answerer, s.to): s.acts for s in mirror.generation} == pytest.approx(steps)
    rates = {(row.start, NAMES[row.side]): row.rate for row in plain.levels}
    assert {(row.start, row.side): row.rate for row in mirror.levels} == pytest.approx(rates)
    assert plain.reactions != excited.reactions


def test_same_input_and_seed_same_bytes_other_seed_other_bytes(excited: Runaway) -> None:
    first = canonical(excited)
    assert canonical(answer(EMPTY, past(EXCITED))) == first
    other = answer(EMPTY, past(EXCITED), seed=1)
    assert canonical(other) != first
    assert bounds(other.branching_ratio) == pytest.approx(bounds(excited.branching_ratio), rel=0.1)


def test_what_lies_after_the_day_changes_no_byte(excited: Runaway) -> None:
    after = [AS_OF + timedelta(days=k) for k in range(1, 40)]
    later = [act(day) for day in after]
    around = tuple(act(day, "USA", target="PRK") for day in after)
    drills = tuple(act(day, "KOR", rung=4, kind="joint_exercise", target="USA") for day in after)
    facts = (replace(UMBRELLA, since=after[0].isoformat()),)
    window = covered(START, AS_OF + timedelta(days=STALE_DAYS))
    known = past([*EXCITED, *later], window, around=(*around, *drills), facts=facts)
    assert canonical(answer(EMPTY, close(known))) == canonical(excited)
    told = replace(EMPTY, events=(*later, *around, *drills))
    assert canonical(answer(told, past(EXCITED))) == canonical(excited)


def test_accidents_and_figures_after_the_day_change_no_byte(excited: Runaway) -> None:
    row = {**VINTAGE["accidents"][0], "date": (AS_OF + timedelta(days=1)).isoformat(), "then_war": "yes"}
    figure = {**VINTAGE["hazards"][0], "year": AS_OF.year + 1, "high": 1.0}
    later = {**VINTAGE, "accidents": [*VINTAGE["accidents"], row], "hazards": [*VINTAGE["hazards"], figure]}
    assert canonical(answer(EMPTY, past(EXCITED, vintage=later))) == canonical(excited)
