"""Act days, alarms and what followed them, by hand."""

import numpy as np

from detente.forecast.evidence import evidence, merged, past_cases
from detente.forecast.ledger import BANDS, Ledger


def ledger(*acts: tuple[int, int, float]) -> Ledger:
    rows = np.array(acts, dtype=np.float64).reshape(-1, 3)
    return Ledger.of(rows[:, 0].astype(np.int64), rows[:, 1].astype(np.int64), rows[:, 2])


def test_two_acts_of_a_day_are_one_act_day() -> None:
    found = ledger((100, 4, 0), (100, 6, 0), (120, 7, 3))
    assert found.days.tolist() == [100, 120]
    assert found.rungs.tolist() == [6, 7]
    assert found.fatal.tolist() == [False, True]


def test_an_alarm_needs_more_than_30_days_of_quiet() -> None:
    found = ledger((100, 4, 0), (130, 4, 0), (161, 4, 0), (162, 4, 0))
    assert found.days[found.alarms()].tolist() == [100, 161]
    assert [found.situation(day) for day in (99, 100, 130, 160, 161, 162, 192, 193)] == [
        "quiet", "alarm", "spell", "spell", "alarm", "spell", "spell", "quiet",
    ]  # fmt: skip


def test_war_is_a_thousand_deaths_within_a_year() -> None:
    found = ledger((100, 7, 600), (300, 7, 399), (464, 7, 1), (465, 7, 1), (466, 4, 0), (900, 7, 1000))
    assert found.war.tolist() == [False, False, True, False, False, True]


def test_days_one_to_h_count_and_the_day_itself_does_not() -> None:
    found = ledger((100, 7, 5), (130, 4, 0), (191, 7, 1), (465, 8, 2000))
    followed = found.followed(np.array([100, 465]))
    assert followed[0].tolist() == [[True, True, True], [False, False, True], [False, False, True]]
    assert not followed[1].any()


def test_bands_go_by_the_highest_act_of_30_days() -> None:
    found = ledger((100, 6, 0), (129, 2, 0), (300, 8, 0))
    bands = [BANDS[i] for i in found.bands(np.array([99, 100, 130, 131, 159, 160, 300]))]
    assert bands == ["none", "force", "force", "threat", "threat", "none", "war"]


def test_an_empty_ledger_says_nothing() -> None:
    found = ledger()
    assert found.situation(5) == "quiet"
    assert found.cases("alarm", 0, 999).size == found.cases("quiet", 0, 999).size == 0
    assert not found.followed(np.array([1])).any()


def test_a_case_counts_once_its_year_is_over_and_covered() -> None:
    found = ledger((1000, 4, 0), (2000, 7, 1))
    windows = ((900, 3000),)
    past = past_cases(found, "alarm", windows)
    assert past.tolist() == [1000, 2000]
    n = [float(evidence(found, past, np.array([day]), windows).n[0]) for day in (1364, 1365, 2365)]
    assert n[0] == 0 < n[1] < 1 < n[2] < 2
    assert past_cases(found, "alarm", ((980, 1300), (1900, 2364))).size == 0
    assert past_cases(found, "alarm", ()).size == 0


def test_only_covered_days_are_exposure() -> None:
    found, at = ledger((1000, 4, 0)), np.array([1100])
    past = np.empty(0, dtype=np.int64)
    everything = evidence(found, past, at, ((-100_000, 1100),))
    nothing = evidence(found, past, at, ())
    half = evidence(found, past, at, ((1050, 1100),))
    assert everything.watched[0] > 0.999
    assert nothing.watched[0] == 0
    assert 0 < half.watched[0] < everything.watched[0]
    assert half.acts.sum() == nothing.acts.sum() == 0 < everything.acts.sum()


def test_windows_that_touch_are_one() -> None:
    assert merged([(5, 9), (1, 3), (4, 4), (20, 19), (8, 12)]) == ((1, 12),)
