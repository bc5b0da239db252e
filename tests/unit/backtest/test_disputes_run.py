"""The tests of disputes from one end to the other, on a small made-up archive."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from detente.archive.ingest import ingest
from detente.archive.query import Archive
from detente.backtest import escalation, onset, plans
from detente.backtest.inputs import Inputs, inputs
from detente.backtest.rolling import Plan
from detente.forecast.escalation import VOICES
from detente.world.errors import DataError, UsageError
from tests.unit.backtest.made_up import LAST, publish

pytest.importorskip("lightgbm")

FIRST = 1958


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    home = tmp_path_factory.mktemp("archive")
    ingest("auto", publish(tmp_path_factory.mktemp("published")), home)
    return Archive(home)


@pytest.fixture(scope="module")
def found(archive: Archive) -> Inputs:
    return inputs(archive, LAST)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def trial(found: Inputs) -> escalation.Trial:
    return escalation.Trial.of(found, FIRST)


def pairs_of(found: Inputs, first: int, last: int) -> int:
    """Pair-years with an onset, counted plainly."""
    years, i, j = found.structure.rows(first, last)
    rows = set(zip(years.tolist(), i.tolist(), j.tolist(), strict=True))
    d = found.annals.disputes.take(found.annals.disputes.both_began)
    started = (date.fromordinal(day).year for day in d.start.tolist())
    return len(rows & set(zip(started, d.i.tolist(), d.j.tolist(), strict=True)))


def test_onset_from_end_to_end(found: Inputs, store: Path) -> None:
    table = onset.run(found, FIRST, FIRST + 1, Plan(store=store))
    assert table.n == found.structure.rows(FIRST, FIRST + 1)[0].size
    assert table.events == pairs_of(found, FIRST, FIRST + 1) > 0
    assert {row.model for row in table.rows} == {
        "logit", "trees", "climatology", "dyad base rate", *onset.LOGITS, "LightGBM",
        "mean of logit and LightGBM", onset.OURS, onset.AS_USED,
    }  # fmt: skip
    assert table.best_baseline not in ("logit", "trees", onset.OURS, onset.AS_USED)
    # The made-up pairs differ ninefold in how often they quarrel: whoever sees it beats the mean.
    assert table.line(onset.OURS).log_score < table.line("climatology").log_score
    assert table.line(onset.OURS).auc > 0.6
    assert onset.run(found, FIRST, FIRST + 1, Plan(store=store)) == table


def test_a_year_is_forecast_alike_whichever_is_tested_first(
    found: Inputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onset, "LEARNED", 3)
    last, later = FIRST + 5, FIRST + 4
    runs = {first: onset.Panel.of(found, first, last) for first in (FIRST, later)}
    chances, weights = {}, {}
    for first, panel in runs.items():
        said, weights[first] = onset.pooled(panel, last, Plan())
        shared = panel.r.year[panel.r.year >= first] >= later
        chances[first] = {model: p[shared].tobytes() for model, p in said.items()}
    assert chances[FIRST] == chances[later]
    assert weights[FIRST].tolist() == weights[later].tolist() != [0.5, 0.5]


def test_escalation_and_analogues_from_end_to_end(
    found: Inputs, trial: escalation.Trial, store: Path
) -> None:
    plan = Plan(store=store)
    fatal = escalation.run(found, FIRST, LAST, plan)
    force, war = fatal.also
    assert (fatal.target, force.target, war.target) == ("fatal", "force", "war")
    tested = (trial.begun.r.year >= FIRST) & (trial.begun.r.year <= LAST)
    for table, k in ((force, 0), (fatal, 1), (war, 2)):
        reached = trial.begun.reached[tested, k]
        assert (table.n, table.events) == ((~np.isnan(reached)).sum(), np.nansum(reached))
        assert all(np.isfinite([row.log_score, row.brier, row.auc, row.ap]).all() for row in table.rows)
    assert 0 < fatal.n < force.n
    assert force.line(escalation.OURS).log_score < force.line("climatology").log_score
    alone = escalation.run_analogues(found, FIRST, LAST, plan)
    assert (alone.name, alone.target, alone.also[0].target) == ("analogues", "fatal", "war")
    assert {row.model for row in alone.rows} == {
        escalation.ANALOGUES, "climatology", escalation.TEN_YEARS, "random analogues",
    }  # fmt: skip
    assert alone.line(escalation.ANALOGUES).log_score == fatal.line("analogues").log_score
    assert any(note.startswith("permutation p") for note in alone.notes)


def test_a_year_is_forecast_from_the_years_before_it(found: Inputs) -> None:
    panel = onset.Panel.of(found, FIRST, FIRST)
    other = replace(panel, y=np.where(panel.r.year >= FIRST, 1.0 - panel.y, panel.y))
    earlier = replace(panel, y=np.where(panel.r.year == FIRST - 1, 1.0 - panel.y, panel.y))
    said = panel.at(FIRST)
    assert {name: p.tolist() for name, p in other.at(FIRST).items()} == {
        name: p.tolist() for name, p in said.items()
    }
    same = [name for name, p in earlier.at(FIRST).items() if p.tolist() == said[name].tolist()]
    assert same == [onset.AS_USED]  # the vintage of 1955


def test_a_dispute_is_forecast_from_those_over_by_new_year(trial: escalation.Trial) -> None:
    over = trial.begun.settled < date(1962, 1, 1).toordinal()
    reached = trial.begun.reached.copy()
    reached[~over] = 1.0 - reached[~over]
    begun = trial.begun
    other = escalation.Trial(replace(begun, reached=reached), trial.columns, FIRST, trial.data_hash)
    assert (~over & (begun.r.year < 1962)).any()
    assert {name: p.tolist() for name, p in other.at(1962).items()} == {
        name: p.tolist() for name, p in trial.at(1962).items()
    }


def test_forecasts_of_a_year_are_nested(trial: escalation.Trial) -> None:
    said = trial.at(1962)
    for voice in (*VOICES, escalation.AS_USED):
        assert said[voice].shape == ((trial.begun.r.year == 1962).sum(), 3)
        assert (np.diff(said[voice], axis=1) <= 0).all()


def test_a_run_by_name_prints_json_of_one_line(archive: Archive, store: Path) -> None:
    asked = plans.Asked(archive, FIRST, LAST)
    tested = plans.run("escalation", asked, Plan(store=store))
    told = json.loads(plans.show(tested, as_json=True))
    assert (told["name"], told["from"], told["to"]) == ("escalation", FIRST, LAST)
    assert [other["target"] for other in told["also"]] == ["force", "war"]


@pytest.mark.parametrize("name", ["onset", "escalation", "analogues"])
def test_a_span_that_cannot_be_tested_is_refused(name: str, archive: Archive) -> None:
    with pytest.raises(UsageError, match="--from 1960 lies after --to 1959") as caught:
        plans.run(name, plans.Asked(archive, 1960, 1959), Plan())
    assert caught.value.code == "no-span"
    early = 1955 if name == "onset" else 1906
    with pytest.raises(UsageError, match=f"--from {early}") as caught:
        plans.run(name, plans.Asked(archive, early, 1960), Plan())
    assert caught.value.code == "too-early"


def test_the_first_year_that_can_be_tested_has_equal_weights(found: Inputs) -> None:
    earliest = onset.FIRST_YEAR + onset.LEARNED
    table = onset.run(found, earliest, earliest, Plan())
    assert table.notes[-1].endswith("0.50, 0.50")


def test_without_lightgbm_it_is_said_what_to_install(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plans, "find_spec", lambda _: None)
    with pytest.raises(DataError, match=r"pip install 'detente\[trees\]'") as caught:
        plans.run("onset", plans.Asked(archive, FIRST, LAST), Plan())
    assert caught.value.code == "no-lightgbm"


def test_years_without_a_dispute_are_refused(found: Inputs) -> None:
    disputes = found.annals.disputes
    quiet = replace(found.annals, disputes=disputes.take(disputes.start < date(1960, 1, 1).toordinal()))
    with pytest.raises(DataError, match="begins in 1961-1963") as caught:
        escalation.run(replace(found, annals=quiet), 1961, 1963, Plan())
    assert caught.value.code == "no-cases"
