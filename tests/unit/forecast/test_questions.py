"""Onset and escalation of a pair from ingested tables: used where they reach, closed on the day."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from detente.archive.history import history
from detente.archive.ingest import ingest
from detente.archive.query import Archive
from detente.forecast.ledger import BANDS, Ledger
from detente.forecast.nested import NAMES, Nested, columns
from detente.forecast.past import Past
from detente.forecast.questions import beside
from detente.forecast.remote import NAMES as REMOTE
from detente.forecast.remote import Remote
from detente.numerics.ridge import Ridge
from detente.numerics.special import expit
from detente.world.actor import Dyad
from detente.world.history import Dossier, History
from detente.world.questions import Question
from tests.unit.backtest.made_up import publish

PAIR, DAY = Dyad("GRC", "TUR"), date(1962, 3, 1)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("questions")
    ingest("auto", publish(folder), folder / "archive")
    return folder / "archive"


def answered(known: History) -> tuple[Question, ...]:
    return beside(known, Past.of(known, known)).questions


def asked(archive: Path, day: date = DAY) -> dict[tuple[str, str], Question]:
    found = answered(history(PAIR, day, Archive(archive)))
    return {(q.question, q.target): q for q in found if q.question != "next"}


def test_tables_that_reach_the_day_are_used(archive: Path) -> None:
    found = asked(archive)
    assert not any(q.prior_only for q in found.values())
    levels = [found["escalation", target] for target in ("force", "fatal", "war")]
    assert levels[0].p >= levels[1].p >= levels[2].p
    assert all(q.low <= q.p <= q.high for q in found.values())


def test_tables_that_end_long_before_the_day_are_not_read_as_quiet(archive: Path) -> None:
    found = asked(archive, date(1990, 3, 1))
    assert all(q.prior_only for q in found.values())
    assert "ends in" in found["onset", "dispute"].basis


def test_without_tables_the_shares_of_others_stand(archive: Path) -> None:
    past = history(PAIR, DAY, Archive(archive))
    found = [q for q in answered(replace(past, dossier=Dossier(missing="none"))) if q.question != "next"]
    assert found
    assert all(q.prior_only and q.p == pytest.approx(q.base_rate) for q in found)


def test_a_remote_pair_is_answered_by_the_logit_of_its_like(archive: Path) -> None:
    none = np.zeros(len(REMOTE))
    remote = Remote(Ridge(none, none + 1.0, none, -6.0), (0.3, 0.03, 0.003), 9000).stored()
    for pair, far in ((Dyad("SRB", "TUR"), True), (PAIR, False)):
        past = history(pair, DAY, Archive(archive))
        fitted = past.parameters["forecast"]
        known = replace(past, parameters={**past.parameters, "forecast": {**fitted, "remote": remote}})
        onset = next(q for q in answered(known) if q.question == "onset")
        assert ("neither neighbours nor with a major power" in onset.basis) == far
        assert (onset.p == pytest.approx(expit(-6.0))) == far
        assert (onset.base_rate in (0.3, 0.03, 0.003)) == far
        assert onset.low < onset.p < onset.high


def test_a_dossier_says_nothing_of_later_days(archive: Path) -> None:
    tables = history(PAIR, DAY, Archive(archive)).dossier.tables
    day = DAY.isoformat()
    assert all(start <= day for start in tables["disputes"]["start"])
    known = zip(*(tables["disputes"][c] for c in ("end", "hostility", "fatality")), strict=True)
    assert all(end <= day or (hostility is None and deaths is None) for end, hostility, deaths in known)
    assert all(
        year < DAY.year for t in ("capabilities", "alliances", "nuclear") for year in tables[t]["year"]
    )


def test_a_nested_table_is_coherent() -> None:
    rng = np.random.default_rng(3)
    x = rng.standard_normal((400, len(NAMES)))
    order = np.sort(rng.random((400, 3)), axis=1)[:, ::-1, None] * np.array([1.0, 1.5, 3.0])
    followed = (order > rng.random((400, 1, 1)) * 2).astype(np.float64)
    p = Nested.fitted(x, followed, np.zeros(400)).chance(rng.standard_normal((2000, len(NAMES))))
    assert (np.diff(p, axis=1) <= 1e-12).all()
    assert (np.diff(p, axis=2) >= -1e-12).all()
    again = Nested.read(Nested.fitted(x, followed, np.zeros(400)).stored()).chance(x)
    assert again == pytest.approx(Nested.fitted(x, followed, np.zeros(400)).chance(x), abs=1e-4)


def test_an_act_of_the_day_is_known_to_the_nested_logit() -> None:
    ledger = Ledger.of(np.array([1000]), np.array([7]), np.array([3.0]))
    at, group, band = np.array([999, 1000]), np.zeros(2, np.int64), np.full(2, len(BANDS) - 1)
    before, on = columns(ledger, at, group, band, np.zeros((2, 2)))
    assert before[NAMES.index("events 45d")] == 0.0
    assert on[NAMES.index("lethal 365d")] > 0.6
