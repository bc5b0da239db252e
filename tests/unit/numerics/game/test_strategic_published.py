"""The strategic model against what was published: estimates, and the comparison of rival models."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from scipy.stats import binomtest

from detente.numerics.game.strategic import Errors, Floats, Model
from detente.numerics.game.strategic_compare import clarke, vuong
from detente.numerics.game.strategic_fit import Fitted, backwards, fit

SHARED = Path(__file__).parents[5] / "shared" / "data"
needs_war1800 = pytest.mark.skipif(
    not (SHARED / "games_war1800.parquet").exists(), reason="no games_war1800.parquet in ../shared/data"
)
needs_leblang = pytest.mark.skipif(
    not (SHARED / "games_leblang2003.csv").exists(), reason="no games_leblang2003.csv in ../shared/data"
)

FIRST, SECOND = ("regime1=dem", "regime1=mixed"), ("regime2=dem", "regime2=mixed")
REGIMES = Model(("1", "s_wt_re1", "revis1"), (), ("1", *FIRST), ("1", "balanc", *SECOND))
BALANCE = Model(("1", "balanc", "s_wt_re1"), (), ("1", "balanc"), ("1", "balanc", "s_wt_re1"))
POLITY = Model(("1", *FIRST), (), ("1", *FIRST, *SECOND), ("1", *FIRST, *SECOND))
ATTACK = (
    "capcont", "lreserves", "overval", "creditgrow", "USinterest", "service", "contagion", "prioratt"
)  # fmt: skip
DEFENCE = (
    "1", "unifgov", "lexports", "preelec", "postelec", "rightgov", "realinterest", "capcont", "lreserves"
)  # fmt: skip

Table = dict[str, Floats]


def queried(query: str) -> dict[str, Any]:
    return duckdb.connect().execute(query).fetchnumpy()


@lru_cache
def war1800(since: int = 0) -> tuple[Table, Floats]:
    """The rows without a missing value, regimes as indicators."""
    rows = queried(f"""SELECT *, CASE WHEN esc = 0 THEN 0 WHEN war = 1 THEN 2 ELSE 1 END AS outcome
        FROM '{SHARED / "games_war1800.parquet"}'
        WHERE regime1 IS NOT NULL AND regime2 IS NOT NULL AND year >= {since}""")
    table = {name: np.asarray(rows[name], dtype=np.float64) for name in ("s_wt_re1", "revis1", "balanc")}
    for name in (*FIRST, *SECOND):
        column, value = name.split("=")
        table[name] = np.asarray(rows[column] == value, dtype=np.float64)
    return table, np.asarray(rows["outcome"], dtype=np.float64)


@needs_war1800
def test_war1800_probit_as_published() -> None:
    table, y = war1800()
    found = fit(REGIMES, table, y)
    assert y.size == 282
    assert round(found.loglik, 4) == -286.1238
    assert round(found.aic, 4) == 592.2475
    assert found.coefficients.round(4).tolist() == [
        -0.4954, -0.7400, 0.4272, 0.2219, -1.9022, -0.5841, 0.4991, -0.0420, -1.5436, -0.6168
    ]  # fmt: skip
    assert found.standard_errors.round(3).tolist() == [
        0.599, 0.280, 0.264, 1.217, 0.664, 0.550, 0.441, 0.569, 0.453, 0.321
    ]  # fmt: skip


@needs_war1800
def test_war1800_logit_and_from_1850_as_published() -> None:
    assert round(fit(replace(REGIMES, errors=Errors("logit")), *war1800()).loglik, 4) == -286.1828
    assert round(fit(REGIMES, *war1800(1850)).loglik, 4) == -214.5474


@needs_leblang
def test_leblang_as_published() -> None:
    rows = queried(f"SELECT * FROM '{SHARED / 'games_leblang2003.csv'}'")
    y = np.array([("no attack", "devaluation", "defense").index(outcome) for outcome in rows["outcome"]])
    found = fit(Model(ATTACK, ("1",), ("1",), DEFENCE, Errors(private=True)), rows, y, starts=1)
    assert round(found.loglik, 4) == -482.0155
    # The published program stops a little before the summit: its first coefficient is -.4521.
    assert found.coefficients[:3] == pytest.approx([-0.4521, 0.2292, -0.4413], abs=5e-4)
    assert found.slope < 1e-10


@needs_war1800
def test_a_model_that_the_rows_cannot_tell_apart_is_flagged() -> None:
    """Published with log-likelihood -291.0592 and a warning; higher up the constants run away together."""
    table, y = war1800()
    found = fit(BALANCE, table, y)
    assert found.loglik > -291.0592
    assert not found.identified
    assert np.isnan(found.standard_errors).all()
    assert found.loose == ("u11:1", "u14:1")


@needs_war1800
def test_non_nested_tests_as_published() -> None:
    """The published figures are those of two-step estimates: the balance model has no maximum."""
    table, y = war1800()
    balance, polity = backwards(BALANCE, table, y), backwards(POLITY, table, y)
    assert balance.loglik == pytest.approx(-291.0592, abs=2e-4)
    by_size, by_sign = vuong(balance, polity), clarke(balance, polity)
    assert (round(by_size.statistic, 1), round(by_size.p, 3)) == (1.7, 0.087)
    assert (by_sign.statistic, round(by_sign.statistic / by_sign.rows, 2)) == (158, 0.56)
    assert round(by_sign.p, 3) == 0.049


def pair(gains: Sequence[float], charged: int = 1) -> tuple[Fitted, Fitted]:
    """Two fits whose log-likelihoods differ by these gains."""
    model = Model(("1",), (), (), ("1",))
    y, zero = np.arange(len(gains)) % 3, np.zeros((1, 1))
    one = Fitted(model, np.zeros(charged), zero, np.array(gains) - 1.0, y, 0.0, (1, 1))
    return one, Fitted(model, np.zeros(1), zero, np.full(len(gains), -1.0), y, 0.0, (1, 1))


def test_clarke_is_the_sign_test() -> None:
    gains = np.random.default_rng(3).normal(0.2, 1.0, 200)
    found = clarke(*pair(gains.tolist()))
    assert found.p == pytest.approx(binomtest(int((gains > 0).sum()), 200).pvalue, rel=1e-9)


def test_the_tests_turn_with_the_models() -> None:
    one, other = pair(np.random.default_rng(4).normal(0.1, 1.0, 90).tolist())
    assert vuong(one, other).statistic == pytest.approx(-vuong(other, one).statistic)
    assert clarke(one, other).statistic + clarke(other, one).statistic == 90


def test_more_coefficients_are_charged() -> None:
    gains = np.random.default_rng(4).normal(0.1, 1.0, 90).tolist()
    assert vuong(*pair(gains, charged=5)).statistic < vuong(*pair(gains)).statistic


def test_what_cannot_be_compared_is_refused() -> None:
    one, other = pair([0.0, 0.0, 0.0])
    with pytest.raises(ValueError, match="nothing to compare"):
        vuong(one, other)
    with pytest.raises(ValueError, match="not of the same outcomes"):
        clarke(one, replace(other, outcomes=np.array([2, 1, 0])))
