"""The timing of acts as a voice of the table: who has a rhythm, what is known on a day, how it is pooled."""

from dataclasses import replace

import numpy as np
import pytest

from detente.forecast.evidence import Evidence
from detente.forecast.ledger import HORIZONS, Ledger
from detente.forecast.model import Constants, Counts, Voices, steps
from detente.forecast.timing import LEAST, chances

FIRST, LAST = 720_000, 724_000
WINDOWS = ((FIRST, LAST),)


def ledger(*days: int) -> Ledger:
    return Ledger.of(FIRST + np.array(days), np.full(len(days), 5), np.zeros(len(days)))


def test_few_acts_have_no_rhythm_and_unwatched_ones_none() -> None:
    acts = ledger(*range(100, 100 + 30 * LEAST, 30))
    at = FIRST + np.array([100 + 30 * (LEAST - 1) - 1, 100 + 30 * (LEAST - 1)])
    said = chances(acts, WINDOWS, at)
    assert np.isnan(said[0]).all()
    assert ((said[1] > 0) & (said[1] < 1)).all()
    assert np.isnan(chances(acts, (), at)).all()


def test_chances_grow_with_the_horizon_and_with_the_pace() -> None:
    at = np.array([FIRST + 3000])
    often, seldom = (chances(ledger(*range(2000 - k, 3000, k)), WINDOWS, at)[0] for k in (20, 300))
    for said in (often, seldom):
        assert (np.diff(said) > 0).all()
    assert (often > seldom).all()


def test_nothing_after_the_day_is_known_and_every_day_is_as_if_alone() -> None:
    days = (100, 130, 190, 400, 410, 700, 1500, 1510)
    at = FIRST + np.array([1500, 700, 900, 700])
    together = chances(ledger(*days, 1600, 1601), WINDOWS, at)
    for row, day in zip(together, at, strict=True):
        before = [d for d in days if FIRST + d <= day]
        assert row == pytest.approx(chances(ledger(*before), WINDOWS, np.array([day]))[0], abs=1e-12)


def test_the_step_moves_acts_and_keeps_the_shares_of_worse_ones() -> None:
    counts = Counts(
        np.array([50.0]), np.tile([[[20.0, 25.0, 40.0], [5.0, 8.0, 10.0], [0.0, 1.0, 1.0]]], (1, 1, 1))
    )
    acts, exposure = np.zeros((1, 3, 3)), np.full((1, 3), 1e9)
    own = Evidence(np.zeros(1), np.zeros((1, 3, 3)), acts, exposure)
    own = replace(own, exposure=exposure / own.watched)
    voices = Voices(counts, counts, counts, counts, own, timing=np.array([[0.9, 0.95, 0.97]]))
    before, after = steps(voices, Constants(timing=0.5))[-2:]
    assert after[0, 0] == pytest.approx((before[0, 0] + voices.timing[0]) / 2)  # type: ignore[index]
    assert after[0, 1:, 0] / after[0, 0, 0] == pytest.approx(before[0, 1:, 0] / before[0, 0, 0])
    silent = replace(voices, timing=np.full((1, len(HORIZONS)), np.nan))
    assert steps(silent, Constants(timing=0.5))[-1] == pytest.approx(before)
