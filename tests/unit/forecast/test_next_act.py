"""When the next act comes: what counts as an act, covered days, None, and nothing later than the day."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from detente.forecast.next import next_act
from detente.forecast.past import Past
from detente.forecast.timing import LONGEST, covered
from detente.world.actor import Dyad
from detente.world.estimate import Estimate
from detente.world.event import Event
from detente.world.history import Coverage, History

AS_OF, PAIR = date(2012, 6, 30), Dyad("KOR", "PRK")
SPAN = ("2002-01-01", "2012-06-30")


def asked(history: History) -> tuple[Estimate, ...] | None:
    return next_act(Past.of(history, history))


def watched(*spans: tuple[str, str]) -> tuple[Coverage, ...]:
    return (Coverage("chronology", "acts", spans[0][0], spans[-1][1], 9, "", spans),)


def past(*backs: int, spans: tuple[tuple[str, str], ...] = (SPAN,)) -> History:
    acts = (Event("PRK", "KOR", (AS_OF - timedelta(days=b)).isoformat(), "artillery_fire", 6) for b in backs)
    return History(PAIR, AS_OF, tuple(sorted(acts, key=lambda e: e.date or "")), coverage=watched(*spans))


def chances(history: History) -> list[float]:
    found = asked(history)
    assert found is not None
    return [estimate.p for estimate in found]


def test_an_estimate_for_each_horizon() -> None:
    found = asked(past(3, 10, 40, 900, 2500))
    assert found is not None
    assert [(e.target, e.days) for e in found] == [("incident", 7), ("incident", 14), ("incident", 30)]
    covered_days = (AS_OF - date(2002, 1, 1)).days + 1
    for estimate in found:
        assert estimate.low <= estimate.p <= estimate.high
        assert estimate.n == 5
        assert estimate.base_rate == pytest.approx(1.0 - (1.0 - 5 / covered_days) ** estimate.days)
    assert chances(past(3, 10, 40, 900, 2500)) == sorted(chances(past(3, 10, 40, 900, 2500)))


def test_recent_acts_make_the_next_one_likelier() -> None:
    assert chances(past(3, 10, 40))[2] > 2 * chances(past(3000, 3010, 3040))[2]


def test_none_without_a_covered_act() -> None:
    assert asked(past()) is None
    assert asked(replace(past(3, 10), coverage=())) is None
    assert asked(past(3, 10, spans=(("2002-01-01", "2005-12-31"),))) is None
    assert asked(past(LONGEST + 10)) is None


def test_uncovered_days_are_not_quiet() -> None:
    """The same acts: silence that was watched lowers the chance, silence that was not leaves it open."""
    acts = tuple(range(1900, 2500, 30))
    quiet, unknown = asked(past(*acts)), asked(past(*acts, spans=(("2002-01-01", "2007-04-30"),)))
    assert quiet is not None
    assert unknown is not None
    assert unknown[2].p > 2 * quiet[2].p
    assert unknown[2].high - unknown[2].low > quiet[2].high - quiet[2].low


def test_only_militarized_acts_that_happened_count() -> None:
    plain = past(3, 10, 40)
    day = (AS_OF - timedelta(days=1)).isoformat()
    others = (
        Event("PRK", "KOR", day, "talks", 1),
        Event("PRK", "KOR", day, "artillery_fire", 6, status="denied"),
        Event("PRK", "KOR", "2012", "artillery_fire", 6),
    )
    assert asked(replace(plain, acts=(*plain.acts, *others))) == asked(plain)
    more = replace(plain, acts=(*plain.acts, Event("KOR", "PRK", day, "artillery_fire", 6)))
    assert asked(more) != asked(plain)


def test_the_sides_can_be_swapped_and_their_order_means_nothing() -> None:
    history = past(3, 10, 40)
    other = tuple(event.swapped({"PRK": "KOR", "KOR": "PRK"}) for event in reversed(history.acts))
    assert asked(replace(history, acts=other)) == asked(history)


def test_acts_after_the_day_change_nothing() -> None:
    """At 200 random days, later acts deleted, or moved by a random number of days, are all the same."""
    rng = np.random.default_rng(0)
    acts = past(*rng.choice(1000, 90, replace=False).tolist()).acts
    for back in rng.choice(900, 200, replace=False).tolist():
        day = AS_OF - timedelta(days=int(back))
        coverage = watched(((day - timedelta(days=90)).isoformat(), day.isoformat()))
        known = tuple(event for event in acts if event.known_by(day))
        later = tuple(
            replace(e, date=(day + timedelta(days=int(rng.integers(1, 60)))).isoformat())
            for e in acts
            if not e.known_by(day)
        )
        whole = History(PAIR, day, acts, coverage=coverage)
        for other in (known, (*known, *later)):
            assert asked(replace(whole, acts=other)) == asked(whole)


def test_covered_days_by_hand() -> None:
    found = covered(np.array([90, 101, 104, 120]), ((100, 102), (105, 110)), 108)
    assert found.first == 100
    assert np.flatnonzero(found.happened).tolist() == [1, 4]
    assert np.flatnonzero(found.watched).tolist() == [0, 1, 2, 5, 6, 7, 8]
    none = covered(np.array([90]), (), 108)
    assert (none.first, none.watched.tolist(), none.happened.tolist()) == (108, [False], [False])
    long = covered(np.array([5]), ((1, 20_000),), 20_000)
    assert long.first == 20_000 - LONGEST + 1
    assert long.watched.all()
    assert not long.happened.any()
