"""Onset by month on small made-up annals: what teaches, what is known on a day, and the whole run."""

import pickle
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from detente.backtest.inputs import Inputs
from detente.backtest.onset import LEARNED
from detente.backtest.onset_month import GAP, Panel, first_of_month, run, teaching, weights_at
from detente.backtest.onset_month_columns import MONTHLY, month_columns
from detente.backtest.rolling import Plan
from detente.forecast.annals import Annals
from detente.forecast.covariates import Columns, Rows, rows
from detente.forecast.ledger import Floats, Ints
from detente.forecast.onset import VOICES
from detente.forecast.structure import Columns as Table
from detente.forecast.structure import Structure
from detente.world.errors import UsageError
from tests.unit.backtest.made_up import tables
from tests.unit.forecast.tables_of import act, capabilities, dispute, tables_of

FIRST, LAST = 1958, 1963


def inputs_of(found: dict[str, Table]) -> Inputs:
    structure = Structure.of(found)
    return Inputs(structure, Annals.of(found["disputes"], found["events"], structure.index), (), "made up")


@cache
def world() -> Inputs:
    return inputs_of(tables())


def until(day: int) -> Inputs:
    """The made-up world without the disputes and acts from `day` on."""
    found = dict(tables())
    for name, column in (("disputes", "start"), ("events", "date")):
        begun = np.array([date.fromisoformat(f"{text}-01"[:10]).toordinal() for text in found[name][column]])
        found[name] = {key: values[begun < day] for key, values in found[name].items()}
    return inputs_of(found)


@cache
def panel(months: int) -> Panel:
    return Panel.of(world(), months, FIRST, LAST)


@cache
def said(months: int) -> dict[str, Floats]:
    pytest.importorskip("lightgbm")
    return panel(months).at(FIRST)


def on(day: str, *acts: object) -> tuple[Inputs, Columns]:
    """What is known on a day of the pairs of three states, in the order GRC-RUS, GRC-TUR, RUS-TUR."""
    found = inputs_of(tables_of(*capabilities(1940, 1960, "GRC", "RUS", "TUR"), *acts))  # type: ignore[arg-type]
    i, j = np.array([0, 0, 1]), np.array([1, 2, 2])
    r = rows(i, j, np.full(3, date.fromisoformat(day).toordinal()))
    return found, month_columns(found.structure, found.annals, r)


def test_months_begin_on_their_first_day() -> None:
    months = np.array([1948 * 12 + 1, 1948 * 12 + 2, 1948 * 12 + 13])
    expected = [date(1948, 2, 1), date(1948, 3, 1), date(1949, 2, 1)]
    assert first_of_month(months).tolist() == [day.toordinal() for day in expected]


@pytest.mark.parametrize("months", [1, 12])
def test_outcomes_are_those_of_the_months_ahead(months: int) -> None:
    p, d = panel(months), world().annals.disputes
    begun = {
        (int(i), int(j), day.year * 12 + day.month)
        for i, j, start, both in zip(d.i, d.j, d.start, d.both_began, strict=True)
        if both and (day := date.fromordinal(int(start)))
    }
    days = [date.fromordinal(at) for at in p.r.at.tolist()]
    expected = [
        any((i, j, day.year * 12 + day.month + ahead) in begun for ahead in range(months))
        for i, j, day in zip(p.r.i.tolist(), p.r.j.tolist(), days, strict=True)
    ]
    assert p.y.tolist() == expected
    assert 0 < p.y.sum() < p.y.size


def test_two_months_of_a_year_teach_and_stand_for_all() -> None:
    month = np.tile(np.arange(1946 * 12, 1956 * 12), 3)
    i, j = (np.repeat(np.array(states), 120) for states in ([0, 0, 1], [1, 2, 2]))
    r = rows(i, j, first_of_month(month))
    came = np.random.default_rng(1).random(month.size) < 0.1
    ahead_12, ahead_1 = (teaching(r, month, came.astype(np.float64), months) for months in (12, 1))
    drawn = ahead_12 > 0
    assert drawn.reshape(-1, GAP).sum(axis=1).tolist() == [1] * (month.size // GAP)
    assert set(ahead_12) == {0.0, 1.0}
    assert (ahead_1[came] == 1.0).all()
    assert ahead_1[~came].tolist() == (GAP * ahead_12[~came]).tolist()


@pytest.mark.parametrize("months", [1, 12])
def test_lessons_are_the_columns_of_the_rows_that_teach(months: int) -> None:
    p = panel(months)
    teach = np.flatnonzero(p.weight > 0)
    r = Rows(p.r.i[teach], p.r.j[teach], p.r.at[teach], p.r.year[teach])
    expected = month_columns(world().structure, world().annals, r)
    assert all(p.lessons[name].tolist() == expected[name].tolist() for name in MONTHLY)


def test_what_begins_on_the_day_is_not_known() -> None:
    acts = (
        dispute(1, ("GRC", "TUR"), "1950-03-01", "1950-03-09"),
        act(("GRC", "TUR"), "1950-03-01", 8, deaths=5),
    )
    names = ("disputes 30d", "events 15d", "lethal 45d", "enemies in common 1y", "opponents, more 1y")
    _, same_day = on("1950-03-01", *acts)
    _, next_day = on("1950-03-02", *acts)
    assert all((same_day[name] == 0).all() for name in MONTHLY)
    for name, half_life in zip(names[:3], (30, 15, 45), strict=True):
        expected = np.log1p(2.0 ** (-1 / half_life))
        assert next_day[name].tolist() == pytest.approx([0.0, expected, 0.0])
    assert next_day[names[3]].tolist() == pytest.approx([0.0, 0.0, 0.0])
    assert next_day[names[4]].tolist() == pytest.approx([np.log(2)] * 3)


def test_enemies_in_common() -> None:
    acts = act(("GRC", "TUR"), "1950-03-01"), act(("RUS", "TUR"), "1949-03-01")
    _, columns = on("1950-03-02", *acts)
    strengths = [np.log1p(2.0 ** (-days / 365)) for days in (1, 366)]
    assert columns["enemies in common 1y"].tolist() == pytest.approx([np.log1p(min(strengths)), 0.0, 0.0])
    assert columns["opponents, more 1y"].tolist() == pytest.approx(np.log1p([1, 2, 2]).tolist())
    assert columns["opponents, less 1y"].tolist() == pytest.approx(np.log1p([1, 1, 1]).tolist())


def test_counts_are_those_of_a_plain_sum() -> None:
    p, annals = panel(1), world().annals
    some = np.random.default_rng(3).choice(p.r.at.size, 60, replace=False)
    r = Rows(p.r.i[some], p.r.j[some], p.r.at[some], p.r.year[some])
    found = month_columns(world().structure, annals, r)["disputes 90d"]
    d = annals.disputes
    expected = [
        np.log1p(sum(2.0 ** ((s - at) / 90) for s in d.start[(d.i == i) & (d.j == j) & (d.start < at)]))
        for i, j, at in zip(r.i, r.j, r.at, strict=True)
    ]
    assert found.tolist() == pytest.approx(expected)
    assert found.max() > 0


@pytest.mark.parametrize("months", [1, 12])
def test_nothing_after_the_origin_is_used(months: int) -> None:
    origin = date(FIRST, 1, 1).toordinal()
    before = Panel.of(until(origin), months, FIRST, LAST)
    assert before.y.sum() < panel(months).y.sum()
    january = before.r.at[before.tested(FIRST)] == origin
    cut, whole = before.at(FIRST), said(months)
    for name, p in whole.items():
        assert cut[name][january] == pytest.approx(p[january], rel=1e-9), name


@pytest.mark.parametrize("months", [1, 12])
def test_weights_rest_on_what_was_over(months: int) -> None:
    p = panel(months)
    origin = FIRST + 2
    over = p.until <= date(origin, 1, 1).toordinal()
    right = {
        year: {
            voice: np.where(p.y[p.tested(year)] > 0, share, 0.1)
            for voice, share in zip(VOICES, (0.9, 0.2), strict=True)
        }
        for year in (FIRST, FIRST + 1)
    }
    weights = weights_at(p, right, origin)
    other = replace(p, y=np.where(over, p.y, 1.0 - p.y))
    assert weights[0] > 0.7
    assert weights_at(other, right, origin).tolist() == weights.tolist()
    assert weights_at(replace(p, y=1.0 - p.y), right, origin)[0] < weights[0]
    assert weights_at(p, right, FIRST).tolist() == [0.5, 0.5]
    assert weights_at(p, right, FIRST + LEARNED + 2).tolist() == [0.5, 0.5]


def test_panel_can_be_sent_to_another_process() -> None:
    p = panel(1)
    sent: Panel = pickle.loads(pickle.dumps(p))
    assert sent.key == p.key
    assert len({p.key, panel(12).key, replace(p, found=replace(p.found, data_hash="other")).key}) == 3


def test_run_from_end_to_end() -> None:
    pytest.importorskip("lightgbm")
    table = run(world(), FIRST, FIRST + 1, Plan())
    pairs = world().structure.rows(FIRST, FIRST + 1)[0].size
    assert (table.n, table.also[0].n) == (12 * pairs, 6 * pairs)
    assert (table.last, table.also[0].last) == (FIRST + 1, FIRST)
    assert table.events == _tested(panel(1), FIRST, FIRST + 1).sum()
    assert table.also[0].events == _tested(panel(12), FIRST, FIRST).sum()
    assert table.line(table.ours).auc > 0.6
    assert table.line("climatology").log_score > table.line(table.ours).log_score


def _tested(p: Panel, first: int, last: int) -> Floats:
    here: Ints = np.flatnonzero((p.r.year >= first) & (p.r.year <= last))
    return p.y[here]


def test_too_early_a_year_is_refused() -> None:
    with pytest.raises(UsageError, match="1956"):
        run(world(), 1955, 1957, Plan())
