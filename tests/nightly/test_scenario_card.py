"""The card and the vintages of SCENARIO are what the code makes of the data; nothing later is used."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from detente.archive.fitted import cards, parameters
from detente.archive.history import history
from detente.archive.query import Archive
from detente.archive.traits import library
from detente.backtest import scenario, scenario_phases, scenario_speed
from detente.scenario.answer import answer
from detente.scenario.phase import phase
from detente.world.canonical import canonical
from detente.world.history import close
from detente.world.record import Record

pytestmark = pytest.mark.nightly
ROOT = Path(__file__).parents[2]


def test_the_card_is_what_the_back_test_finds() -> None:
    shipped = [row for row in cards() if row.model.startswith("scenario: ")]
    assert canonical(scenario.run()) == canonical(shipped)


def test_the_vintages_are_what_fitting_makes(tmp_path: Path) -> None:
    paths = scenario.write_vintages(tmp_path, tmp_path, progress=lambda _: None)
    folder = ROOT / "src/detente/data/fitted/scenario"
    assert [p.name for p in paths if p.read_bytes() != (folder / p.name).read_bytes()] == []


def test_learned_names_agree_with_the_timeline_beyond_chance() -> None:
    days, by_hand = zip(*scenario_phases.timeline(ROOT / "tests/data/korea_phases.csv"), strict=True)
    learned = scenario_phases.agreement(by_hand, scenario_phases.learned_names(days))
    acts = scenario_phases.acts(scenario_phases.PAIR)
    named = [phase([e for e in acts if e.known_by(day)], day).name for day in days]
    assert learned.kappa > 0.15
    assert learned.kappa >= scenario_phases.agreement(by_hand, named).kappa


def test_nothing_later_changes_an_answer(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    pair, acts = scenario_phases.PAIR, scenario_phases.acts(scenario_phases.PAIR)
    for number in rng.integers(date(1975, 1, 1).toordinal(), date(2026, 1, 1).toordinal(), 200):
        day = date.fromordinal(int(number))
        now = history(pair, day, Archive(tmp_path), parameters(day))
        later = tuple(replace(e, rung=7) for e in acts if not e.known_by(day))
        running = tuple(e for e in library() if e.closed(day) is None)
        unclosed = replace(now, acts=(*now.acts, *later), episodes=(*now.episodes, *running))
        record = Record(None, day.isoformat(), (pair.a, pair.b), None, (), ())
        assert answer(record, now) == answer(record, close(unclosed))


def test_a_query_is_fast() -> None:
    assert scenario_speed.run()["query_ms"] <= 100.0
