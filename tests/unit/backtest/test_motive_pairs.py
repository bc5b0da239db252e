"""Which pairs take part, and which of their rounds were known whole before a cut."""

from datetime import date, timedelta

import numpy as np
import pytest

from detente.backtest.motive_pairs import LEAST, Played, taking_part
from detente.motive.rounds import TAU
from detente.motive.view import CONCESSIONS
from detente.motive.vintage import WINDOW
from tests.unit.backtest.motive_rounds import LAST, SINCE, YEAR, known, one, pair
from tests.unit.motive.pasts import act


def test_a_round_is_opened_and_climbed_by_its_likeliest_reading() -> None:
    played = one()
    for n, found in enumerate(played.view.rounds.rounds):
        path = found.readings[0][1]
        assert played.climbed[n] == any(step.move >= 2 for step in path)
        assert played.opened[n] == bool(path and path[0].side == 0 and path[0].move >= 2)
        assert played.starts[n] == found.start.toordinal()
        assert played.over[n] == found.end.toordinal() + TAU
    assert 0 < played.opened.sum() < played.climbed.sum() < played.climbed.size
    assert played.name == "AAA-BBB, AAA"


def test_rounds_within_years_are_those_that_begin_in_them() -> None:
    played = one()
    years = np.array([r.start.year for r in played.view.rounds.rounds])
    rows = played.within(1995, 1998)
    assert set(years[rows]) == {1995, 1996, 1997}
    assert years[rows.start - 1] < 1995
    assert years[rows.stop] == 1998
    assert played.within(1950, 1960) == slice(0, 0)


@pytest.mark.parametrize("gap", [1, 13, 40])
def test_the_past_of_a_cut_is_what_was_known_whole_by_it(gap: int) -> None:
    """A climb so many days before the cut may still be answered after it: its round is left out."""
    cut = date(YEAR, 1, 1)
    quiet = [e for e in known(5) if abs((date.fromisoformat(e.date or "") - cut).days) > 80]
    last = act(cut - timedelta(days=gap), "AAA", "missile_launch")
    played = pair([*quiet, last])
    rounds = played.view.rounds.rounds[played.past(YEAR)]
    assert all(r.end + timedelta(days=TAU) < cut for r in rounds)
    assert all(r.start.year >= YEAR - WINDOW for r in rounds)
    after = played.view.rounds.rounds[played.past(YEAR).stop]
    assert after.end + timedelta(days=TAU) >= cut
    assert played.before(YEAR, "status").size == len(rounds)


def test_what_comes_after_the_cut_changes_nothing_of_what_is_learned_before_it() -> None:
    """Later acts deleted, or others in their place."""
    whole = known(5)
    past = [e for e in whole if (e.date or "") < f"{YEAR}"]
    other = [e for e in known(99) if (e.date or "") >= f"{YEAR}"]
    expected = pair(whole).before(YEAR, "coercion")
    assert expected.size > 50
    for events in (past, [*past, *other]):
        found = pair(events).before(YEAR, "coercion")
        for name in ("weight", "path", "years", "intensity", "hope"):
            np.testing.assert_array_equal(getattr(found, name), getattr(expected, name))
        at = expected.path[expected.weight > 0.0]
        assert [found.paths[k] for k in at] == [expected.paths[k] for k in at]


def test_a_pair_takes_part_from_the_side_that_opened_more() -> None:
    names = {"AAA": "DDD", "BBB": "CCC"}
    views = [pair(known(5), actor, names=n) for n in (names, None) for actor in ("BBB", "AAA")]
    found = taking_part(views, YEAR)
    assert [f.dyad.text for f in found] == ["AAA-BBB", "CCC-DDD"]
    assert [f.actor for f in found] == ["AAA", "DDD"]
    assert taking_part(views[::-1], YEAR) == found


def test_a_pair_with_too_few_climbs_before_the_cut_takes_no_part() -> None:
    def quiet_before(count: int) -> Played:
        days = [SINCE + timedelta(days=200 + 90 * n) for n in range(count)]
        later = [date(YEAR, 6, 1) + timedelta(days=60 * n) for n in range(30)]
        return pair([act(day, "AAA", "exercise") for day in (*days, *later)])

    assert taking_part([quiet_before(LEAST - 1)], YEAR) == []
    assert len(taking_part([quiet_before(LEAST)], YEAR)) == 1
    assert LAST.year > YEAR


def test_concessions_told_after_the_cut_change_nothing_of_what_is_learned_before_it() -> None:
    """Too few of them before the cut: silence may have been one. Ten more after it tell that it was not."""
    few = [e for e in known(5) if e.kind != "release"]
    later = [act(date(YEAR + 2, 1, 1) + timedelta(days=n), "BBB", "release") for n in range(CONCESSIONS)]
    one_, two = (pair(events).before(YEAR, "status") for events in (few, [*few, *later]))
    assert one_.weight.shape == two.weight.shape
    np.testing.assert_array_equal(one_.weight, two.weight)
    np.testing.assert_array_equal(one_.hope, two.hope)
