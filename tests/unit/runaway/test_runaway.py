"""The room's answer: fitted, prior only, mirrored, closed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from detente.numerics.hawkes.hurdle import Params, simulate
from detente.runaway.answer import answer
from detente.runaway.hazard import jeffreys
from detente.runaway.model import covered_days, event_days, exercise_share
from detente.runaway.policy import what_if_prior
from detente.world.actor import Dyad
from detente.world.answers import Runaway
from detente.world.estimate import Interval
from detente.world.event import Event
from detente.world.history import Coverage, History, close
from detente.world.record import Record
from detente.world.traits import Traits

AS_OF = date(2010, 6, 30)
START = date(1995, 1, 1)
DYAD = Dyad("KOR", "PRK")
VINTAGE: dict[str, Any] = {
    "vintage": "2010",
    "informative": True,
    "branching": {"low": 0.0, "median": 0.3, "high": 0.7, "n": 60},
    "after_30": {"own": 0.9, "other": 0.7},
    "fatal_per_year": {"low": 0.0, "median": 0.2, "high": 1.1},
    "data": "a table",
    "hazards": [
        {"what": "nuclear war", "low": 1e-4, "median": 1e-3, "high": 5e-3, "year": 2008, "scope": "US-Russia",
         "source": "OLD"},
        {"what": "nuclear war", "low": 2e-4, "median": 9e-3, "high": 7e-2, "year": 2013, "scope": "US-Russia",
         "source": "NEW"},
    ],
}  # fmt: skip
EMPTY = Record(None, AS_OF.isoformat(), ("KOR", "PRK"), None, (), ())


def act(day: date, source: str = "PRK", *, rung: int = 6, kind: str = "artillery_fire") -> Event:
    return Event(source, DYAD.other(source), day.isoformat(), kind, rung, symmetric=kind == "naval_clash")


def covered(since: date = START, until: date = AS_OF, what: str = "our chronology") -> Coverage:
    span = (since.isoformat(), until.isoformat())
    return Coverage("own", what, *span, 1, spans=(span,) if "episode" not in what else ())


def past(acts: Iterable[Event], *coverage: Coverage, nuclear: tuple[str, ...] = ("PRK",)) -> History:
    ordered = tuple(sorted(acts, key=lambda e: (e.date or "", e.source or "", e.kind)))
    parameters = {"runaway": VINTAGE}
    traits = Traits(nuclear=nuclear)
    return History(
        DYAD, AS_OF, ordered, coverage=coverage or (covered(),), traits=traits, parameters=parameters
    )


def stream(branching: list[list[float]], seed: int = 0, level: float = 0.01) -> list[Event]:
    n = (AS_OF - START).days + 1
    base = np.tile(np.array([[level], [level]]), n)
    days = simulate(Params(base, np.array(branching), 0.3), np.random.default_rng(seed))
    pairs = zip(("KOR", "PRK"), days, strict=True)
    return [act(START + timedelta(days=int(day)), code) for code, kind in pairs for day in kind]


EXCITED = stream([[0.2, 0.3], [0.5, 0.2]])
CALM = stream([[0.0, 0.0], [0.0, 0.0]])


@pytest.fixture(scope="module")
def excited() -> Runaway:
    return answer(EMPTY, past(EXCITED))


def test_excited_pair_is_fitted(excited: Runaway) -> None:
    assert not excited.prior_only
    assert excited.verdict == "self-limiting"
    assert 0.3 < excited.branching_ratio.value < 0.8
    assert excited.n >= 100
    assert "90 %" in excited.branching_ratio.method


def test_matrix_names_doer_then_answerer(excited: Runaway) -> None:
    values = {(doer, other): value for doer, other, value in excited.matrix}
    assert set(values) == {(a, b) for a in ("KOR", "PRK") for b in ("KOR", "PRK")}
    assert values["KOR", "PRK"] > values["KOR", "KOR"]


def test_calm_pair_is_said_to_be_undecided_between_drift_and_reaction() -> None:
    calm = answer(EMPTY, past(CALM))
    assert calm.branching_ratio.low == 0.0
    assert calm.verdict == "self-limiting"
    assert "action and reaction cannot be told from drift" in calm.notes


def test_cascade_counts_more_after_a_burst() -> None:
    burst = [act(AS_OF - timedelta(days=k), code) for k in range(4) for code in ("KOR", "PRK")]
    quiet = dict(answer(EMPTY, past(EXCITED)).cascade.expected)
    stirred = dict(answer(EMPTY, past([*EXCITED, *burst])).cascade.expected)
    assert stirred["PRK"] > quiet["PRK"]


def test_dispatch_adds_to_the_past() -> None:
    told = replace(EMPTY, events=(act(AS_OF, rung=4, kind="missile_launch"),))
    days = answer(told, past(EXCITED)).days
    assert (AS_OF.isoformat(), "PRK", 4) in days


def test_what_if_lowers_and_raises(excited: Runaway) -> None:
    ratios = {row.policy: row.ratio for row in excited.what_if}
    assert len(ratios) >= 4
    for policy in ("no answer by KOR", "no answer by PRK", "phased deal"):
        assert ratios[policy].high <= 1.0
    assert ratios["one more act by PRK"].low >= 1.0
    assert {row.basis for row in excited.what_if} == {"assumption", "fitted to the pair"}


def test_moratorium_takes_only_exercises() -> None:
    drills = [act(START + timedelta(days=365 * k + 260), "KOR", rung=4, kind="exercise") for k in range(14)]
    days = event_days(past([*drills, act(date(2000, 2, 2), "KOR")]))
    assert exercise_share(days, "KOR") == pytest.approx(14 / 15)
    assert exercise_share(days, "PRK") == 0.0


def test_few_days_are_prior_only() -> None:
    few = answer(EMPTY, past([act(date(2009, 5, 5)), act(date(2010, 5, 5))]))
    assert few.prior_only
    assert few.verdict == "undetermined"
    assert few.branching_ratio.value == 0.3
    assert few.n == 2
    assert dict(few.cascade.expected) == {"KOR": 0.7, "PRK": 0.9}
    assert len(few.what_if) >= 4
    assert {row.basis for row in few.what_if} == {"assumption", "prior only"}


def test_nothing_at_all_is_an_answer() -> None:
    bare = History(DYAD, AS_OF)
    found = answer(EMPTY, bare)
    assert found.prior_only
    assert found.branching_ratio.low == 0.0
    assert found.accident == ()


def test_untested_method_is_not_used() -> None:
    history = past(EXCITED)
    weak = {"runaway": {**VINTAGE, "informative": False}}
    found = answer(EMPTY, replace(history, parameters=weak))
    assert found.prior_only
    assert "not informative" in found.notes[0]


def test_uncovered_days_are_not_quiet() -> None:
    since = date(2008, 1, 1)
    days = event_days(past(EXCITED, covered(since)))
    assert days.window is not None
    assert days.window.start == since
    assert days.total() < event_days(past(EXCITED)).total()


def test_old_coverage_is_prior_only() -> None:
    found = answer(EMPTY, past(EXCITED, covered(START, date(2004, 1, 1))))
    assert found.prior_only
    assert "2004-01-01" in found.notes[0]


def test_gap_in_coverage_is_said_and_skipped() -> None:
    window = covered_days(
        [covered(START, date(1999, 1, 1)), covered(date(2003, 1, 1), date(2009, 1, 1))], AS_OF
    )
    assert window is not None
    assert (window.start, window.end) == (date(2003, 1, 1), date(2009, 1, 1))
    assert len(window.notes) == 2


def test_touching_sources_join() -> None:
    window = covered_days([covered(START, date(1999, 1, 1)), covered(date(1999, 1, 2), AS_OF)], AS_OF)
    assert window is not None
    assert window.start == START
    assert window.notes == ()


def test_episode_library_covers_no_days() -> None:
    assert covered_days([covered(what="our library of 300 past episodes")], AS_OF) is None


def test_month_precision_is_dropped_and_counted() -> None:
    vague = Event("PRK", "KOR", "2005-03", "artillery_fire", 6)
    days = event_days(past([*EXCITED, vague]))
    assert days.vague == 1
    assert any("1 acts known only" in note for note in answer(EMPTY, past([*EXCITED, vague])).notes)


def test_an_act_without_direction_counts_for_both() -> None:
    clash = act(date(2005, 1, 1), kind="naval_clash")
    drill = act(date(2006, 1, 1), "KOR", rung=4, kind="joint_exercise")
    acts = event_days(past([clash, drill])).acts
    assert [(day.year, doer) for day, doer, _, _ in acts] == [(2005, "KOR"), (2005, "PRK"), (2006, "KOR")]


def test_nuclear_prior_only_uses_what_was_published() -> None:
    found = answer(EMPTY, past(EXCITED)).accident[0]
    assert found.prior_only
    assert found.per_year.high == 5e-3
    assert "none of these is for this pair" in found.per_year.method
    later = answer(EMPTY, replace(past(EXCITED), as_of=date(2014, 1, 1)))
    assert later.accident[0].per_year.high == 7e-2
    early = answer(EMPTY, replace(past(EXCITED), as_of=date(1996, 1, 1)))
    assert "Jeffreys" in early.accident[0].sources[0]
    assert early.accident[0].per_year.value == pytest.approx(0.2275 / 52, rel=1e-3)


def test_clash_is_the_chance_of_one_within_a_year() -> None:
    deadly = [act(date(2000 + k, 3, 3), rung=7, kind="killing") for k in range(5)]
    found = answer(EMPTY, past([*CALM, *deadly, act(date(2001, 1, 1), rung=8, kind="war")])).accident[-1]
    assert not found.prior_only
    assert found.per_year.value == pytest.approx(1 - np.exp(-5.17 / 15), rel=0.02)
    assert found.per_year.high < 1.0


def test_no_nuclear_state_no_nuclear_prior() -> None:
    found = answer(EMPTY, past(EXCITED, nuclear=())).accident
    assert [hazard.what.startswith("a clash") for hazard in found] == [True]


@pytest.mark.parametrize(("k", "points"), [(0, (0.00197, 0.2275, 1.9207)), (3, (1.084, 3.173, 7.034))])
def test_jeffreys_points(k: int, points: tuple[float, float, float]) -> None:
    assert jeffreys(k, 1.0) == pytest.approx(points, rel=0.03)


@pytest.mark.parametrize("name", ["self-limiting", "not self-limiting", "undetermined"])
def test_verdict_words(name: str) -> None:
    from detente.runaway.answer import _verdict

    bounds = {"self-limiting": (0.1, 0.9), "not self-limiting": (1.0, 1.4), "undetermined": (0.7, 1.1)}
    low, high = bounds[name]
    assert _verdict(Interval((low + high) / 2, low, high)) == name


def test_prior_what_if_holds_at_the_edges() -> None:
    for branching in (Interval(0.0, 0.0, 0.0), Interval(1.0, 0.5, 2.0)):
        assert all(row.ratio.value > 0.0 for row in what_if_prior(branching))


def test_mirror_is_exact(excited: Runaway) -> None:
    names = {"KOR": "PRK", "PRK": "KOR"}
    swapped = answer(EMPTY, past([event.swapped(names) for event in EXCITED], nuclear=("KOR",)))
    assert swapped.branching_ratio == excited.branching_ratio
    assert dict(swapped.cascade.expected) == {names[k]: v for k, v in excited.cascade.expected}
    mirrored = {(names[a], names[b]): value for a, b, value in excited.matrix}
    assert {(a, b): value for a, b, value in swapped.matrix} == mirrored
    ratios = {row.policy: row.ratio for row in swapped.what_if}
    assert ratios["no answer by PRK"] == {r.policy: r.ratio for r in excited.what_if}["no answer by KOR"]
    assert ratios["phased deal"] == {r.policy: r.ratio for r in excited.what_if}["phased deal"]


def test_same_input_same_answer(excited: Runaway) -> None:
    assert answer(EMPTY, past(EXCITED)) == excited


def test_later_events_change_nothing(excited: Runaway) -> None:
    later = [act(AS_OF + timedelta(days=k)) for k in range(1, 40)]
    assert answer(EMPTY, close(past([*EXCITED, *later]))) == excited
    told = replace(EMPTY, events=tuple(later))
    assert answer(told, past(EXCITED)) == excited
