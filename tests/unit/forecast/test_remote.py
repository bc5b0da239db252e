"""Remote pairs: which they are, what a vintage knows of them, and that nothing later counts."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from detente.archive.schema import BorderRow, PowerRow
from detente.forecast.annals import Annals
from detente.forecast.covariates import Columns, rows
from detente.forecast.remote import NAMES, Remote, RemoteYears, is_remote
from detente.forecast.structure import Structure, first_day
from tests.unit.forecast.tables_of import capabilities, dispute, tables_of

STATES = ("AAA", "BBB", "CCC", "DDD")


def structure() -> tuple[Structure, Annals]:
    """AAA and BBB are neighbours from 1952 on, DDD is a power; AAA quarrels with CCC in 1951 and 1953."""
    tables = tables_of(
        *capabilities(1940, 1960, *STATES),
        BorderRow("AAA", "BBB", 1, "1952-01-01", "1960-12-31", "made"),
        PowerRow("DDD", "1900-01-01", "1960-12-31", "made"),
        dispute(1, ("AAA", "CCC"), "1951-03-01", "1951-03-09"),
        dispute(2, ("AAA", "CCC"), "1953-03-01", "1953-03-09"),
    )
    s = Structure.of(tables)
    return s, Annals.of(tables["disputes"], tables["events"], s.index)


def test_remote_pairs_are_neither_neighbours_nor_with_a_major_power() -> None:
    s, annals = structure()
    years = RemoteYears.of(s, annals, 1951, 1953)
    found = {
        (int(year), s.codes[i], s.codes[j]): y
        for year, i, j, y in zip(years.r.year, years.r.i, years.r.j, years.y, strict=True)
    }
    assert found == {
        (1951, "AAA", "BBB"): 0.0, (1951, "AAA", "CCC"): 1.0, (1951, "BBB", "CCC"): 0.0,
        (1952, "AAA", "CCC"): 0.0, (1952, "BBB", "CCC"): 0.0,
        (1953, "AAA", "CCC"): 1.0, (1953, "BBB", "CCC"): 0.0,
    }  # fmt: skip
    assert years.disputes(1953) == 1


@pytest.mark.parametrize("year", [1951, 1952, 1953])
def test_a_pair_is_remote_on_the_days_of_the_years_in_which_it_is_counted(year: int) -> None:
    s, annals = structure()
    years = RemoteYears.of(s, annals, year, year)
    counted = set(zip(years.r.i.tolist(), years.r.j.tolist(), strict=True))
    day = first_day(np.array([year])) + 200
    for i, j in combinations(range(len(STATES)), 2):
        assert is_remote(s, rows(np.array([i]), np.array([j]), day)) == ((i, j) in counted)


def drawn(n: int = 4000) -> RemoteYears:
    """Pair-years of two decades in which the near ones of those that acted lately have most disputes."""
    rng = np.random.default_rng(5)
    columns: Columns = {name: rng.standard_normal(n) for name in NAMES}
    columns["since event"] = np.log(rng.choice([100.0, 1000.0, 10_000.0], n))
    odds = -2.0 - columns["distance"] - 1.5 * (columns["since event"] > np.log(365))
    y = (rng.random(n) < 1.0 / (1.0 + np.exp(-odds))).astype(np.float64)
    year = np.arange(n) * 20 // n + 1950
    pairs = rows(np.arange(n), np.arange(n) + 1, first_day(year))
    return RemoteYears(pairs, columns, y)


def test_the_logit_finds_what_made_the_disputes() -> None:
    years = drawn()
    fit = Remote.fitted(years, 1970)
    weights = dict(zip(NAMES, fit.ridge.weights / fit.ridge.scale, strict=True))
    assert weights["distance"] == pytest.approx(-1.0, abs=0.15)
    assert weights["since event"] < -0.2
    assert max(abs(weights[name]) for name in NAMES if name not in ("distance", "since event")) < 0.2
    assert fit.chance(years.columns).mean() == pytest.approx(years.y.mean(), abs=0.005)


def test_usual_shares_are_those_of_pairs_that_acted_as_lately() -> None:
    years = drawn()
    fit = Remote.fitted(years, 1960)
    past = years.r.year < 1960
    for days, log_days in ((365, np.log(100)), (366, np.log(1000)), (4000, np.log(10_000))):
        like = past & (years.columns["since event"] == log_days)
        assert fit.usual(days) == pytest.approx((years.y[like].sum() + 0.5) / (like.sum() + 1))
    assert fit.usual(None) == fit.usual(4000)
    assert fit.n == past.sum()


def test_later_years_teach_nothing() -> None:
    years = drawn()
    other = replace(years, y=np.where(years.r.year >= 1960, 1.0 - years.y, years.y))
    assert Remote.fitted(other, 1960).stored() == Remote.fitted(years, 1960).stored()
    assert Remote.fitted(other, 1961).stored() != Remote.fitted(years, 1961).stored()


def test_a_vintage_reads_what_it_stored() -> None:
    years = drawn()
    fit = Remote.fitted(years, 1970)
    again = Remote.read(fit.stored())
    assert again.stored() == fit.stored()
    assert again.chance(years.columns) == pytest.approx(fit.chance(years.columns), rel=1e-4)
