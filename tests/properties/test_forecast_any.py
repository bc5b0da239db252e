"""FORECAST on histories that nobody thought of: coherence, mirror, as-of."""

import json
from dataclasses import replace
from datetime import date, timedelta
from importlib.resources import files
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.forecast.answer import answer
from detente.forecast.evidence import HALF_LIVES, Evidence
from detente.forecast.model import Constants, Counts, Voices, steps
from detente.world.actor import Dyad
from detente.world.answers import Forecast
from detente.world.event import Event
from detente.world.history import Coverage, History, close
from detente.world.ladder import LADDER
from detente.world.record import Record
from detente.world.traits import Traits

DYAD, MIRROR = Dyad("IND", "PAK"), {"IND": "PAK", "PAK": "IND"}
KINDS = ("exercise", "threat", "artillery_fire", "talks", "war", "ground_clash", "killing")
FITTED = files("detente.data") / "fitted" / "forecast"
VINTAGES: list[dict[str, Any]] = [{}] + [
    json.loads((FITTED / f"{year}.json").read_text(encoding="utf-8")) for year in range(1950, 2015, 5)
]


def history(rng: np.random.Generator) -> History:
    """A history of 0 to 80 acts, none to three covered spans, any traits, any vintage."""
    as_of = date(int(rng.integers(1947, 2030)), int(rng.integers(1, 13)), int(rng.integers(1, 29)))
    vintage = VINTAGES[int(rng.integers(len(VINTAGES)))]
    reach = float(rng.choice([50.0, 400.0, 4000.0, 20000.0]))
    acts = tuple(act(rng, as_of, reach) for _ in range(int(rng.integers(0, rng.choice([2, 10, 80])))))
    traits = Traits(neighbours=str(rng.choice(["land", "sea", ""])), allied=bool(rng.integers(2)))
    spans = tuple(covered(rng, as_of) for _ in range(int(rng.integers(0, 4))))
    return close(History(DYAD, as_of, acts, coverage=spans, traits=traits, parameters={"forecast": vintage}))


def act(rng: np.random.Generator, as_of: date, reach: float) -> Event:
    back = int(rng.random() ** 2 * min(reach, as_of.toordinal() - 2)) - int(rng.integers(0, 2))
    day = (as_of - timedelta(days=back)).isoformat()[: int(rng.choice([10, 10, 10, 7, 4]))]
    source, deaths = str(rng.choice(["IND", "PAK"])), rng.choice([-1, 0, 3, 900, 40000])
    rung = int(rng.integers(len(LADDER)))
    known = None if deaths < 0 else int(deaths)
    return Event(source, DYAD.other(source), day, str(rng.choice(KINDS)), rung, deaths=known)


def covered(rng: np.random.Generator, as_of: date) -> Coverage:
    backs = sorted(rng.integers(0, 20000, 2).tolist() if rng.random() < 0.8 else [0, 18000])
    last, first = (date.fromordinal(max(1, as_of.toordinal() - back)).isoformat() for back in backs)
    spans = ((first, last),) if rng.random() < 0.6 else ()
    return Coverage("somebody", "acts between IND and PAK", first, last, 1, spans=spans)


def record(rng: np.random.Generator, as_of: date) -> Record:
    events = tuple(act(rng, as_of, 40.0) for _ in range(int(rng.integers(0, 4))))
    return Record(None, as_of.isoformat(), (DYAD.a, DYAD.b), None, events, ())


def violations(forecast: Forecast) -> list[str]:
    grid = np.array([[e.p, e.low, e.high, e.base_rate] for e in forecast.targets]).reshape(3, 3, 4)
    found = []
    if (np.diff(grid, axis=0) > 1e-12).any():
        found.append("war > fatal or fatal > incident")
    if (np.diff(grid, axis=1) < -1e-12).any():
        found.append("falls with the horizon")
    if not ((grid[..., 1] <= grid[..., 0]) & (grid[..., 0] <= grid[..., 2])).all():
        found.append("p outside its interval")
    if not all(
        0 <= r.k <= r.n + 1e-9 and r.low <= r.p + 1e-9 and r.p <= r.high + 1e-9 for r in forecast.base_rates
    ):
        found.append("a base rate outside its interval")
    return found


def mirrored(events: tuple[Event, ...]) -> tuple[Event, ...]:
    return tuple(event.swapped(MIRROR) for event in events)


def checked(states: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    for i in range(states):
        past = history(rng)
        assert violations(answer(record(rng, past.as_of), past)) == [], i


def test_answers_without_a_violation() -> None:
    checked(1_500, 20221103)


@pytest.mark.nightly
def test_ten_thousand_answers_without_a_violation() -> None:
    checked(10_000, 20221104)


def counts(rng: np.random.Generator, m: int) -> Counts:
    n = rng.choice([0.0, 0.3, 5.0, 4000.0], m)
    shares = np.sort(np.sort(rng.beta(0.3, 1.0, (m, 3, 3)), axis=1)[:, ::-1], axis=2)
    return Counts(n, n[:, None, None] * shares)


def test_ten_thousand_states_of_the_model_without_a_violation() -> None:
    m, rng = 10_000, np.random.default_rng(20221105)
    acts = np.cumsum(rng.exponential(rng.choice([0.01, 1.0, 30.0], (m, 1, 1)), (m, 3, 3)), axis=1)[:, ::-1]
    past = counts(rng, m)
    own = Evidence(past.n, past.k, acts, rng.random((m, 3)) * np.array(HALF_LIVES) / np.log(2.0))
    timing = np.sort(rng.uniform(1e-5, 1.0 - 1e-5, (m, 3)), axis=1)
    timing[rng.random(m) < 0.3] = np.nan
    voices = Voices(counts(rng, m), counts(rng, m), counts(rng, m), counts(rng, m), own, timing=timing)
    for vintage in VINTAGES[1:]:
        for fitted in vintage["situations"].values():
            for p in steps(voices, Constants.read(fitted["constants"])):
                assert ((p > 0) & (p < 1)).all()
                assert (np.diff(p, axis=1) <= 1e-12).all()
                assert (np.diff(p, axis=2) >= -1e-12).all()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32 - 1))
def test_swapping_the_two_states_changes_nothing(seed: int) -> None:
    rng = np.random.default_rng(seed)
    past = history(rng)
    said = record(rng, past.as_of)
    swapped = replace(past, acts=mirrored(past.acts))
    assert answer(replace(said, events=mirrored(said.events)), swapped) == answer(said, past)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32 - 1), st.integers(1, 3000))
def test_what_comes_after_the_day_changes_nothing(seed: int, ahead: int) -> None:
    rng = np.random.default_rng(seed)
    past = history(rng)
    said = record(rng, past.as_of)
    later = act(rng, past.as_of + timedelta(days=ahead + 41), 40.0)
    longer = close(replace(past, acts=(*past.acts, later)))
    assert answer(replace(said, events=(*said.events, later)), longer) == answer(said, past)
    assert answer(said, replace(past, acts=(*past.acts, later))) == answer(said, past)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32 - 1))
def test_days_that_nobody_watched_are_not_read_as_quiet(seed: int) -> None:
    rng = np.random.default_rng(seed)
    past = replace(history(rng), coverage=())
    said = record(rng, past.as_of)
    shown = answer(said, past)
    assert shown.prior_only
    assert all("this pair" not in rate.reference for rate in shown.base_rates)
    acts = [e for e in (*past.acts, *said.events) if e.militarized]
    if not acts:
        assert any("no source covers" in note for note in shown.notes)
