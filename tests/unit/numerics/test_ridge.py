"""The ridge against a general minimiser, and the columns and outcomes on which Newton's method may break."""

import numpy as np
import pytest
from scipy.optimize import minimize

from detente.numerics.ridge import Floats, Ridge


def sample(seed: int, n: int = 200, k: int = 4) -> tuple[Floats, Floats, Floats]:
    """Columns, outcomes and weights."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(n, k)) * rng.uniform(0.1, 30.0, k) + rng.normal(size=k)
    odds = x @ (rng.normal(size=k) / x.std(axis=0)) - 1.0
    return x, (rng.random(n) < 1.0 / (1.0 + np.exp(-odds))).astype(np.float64), rng.uniform(0.05, 3.0, n)


def by_scipy(x: Floats, y: Floats, weight: Floats, strength: float) -> Floats:
    """Intercept and weights of the standardised columns that minimise the stated sum."""
    mean = np.average(x, axis=0, weights=weight)
    z = (x - mean) / np.sqrt(np.average((x - mean) ** 2, axis=0, weights=weight))

    def loss(beta: Floats) -> float:
        odds = beta[0] + z @ beta[1:]
        return float(
            (weight * (np.logaddexp(0.0, odds) - y * odds)).sum() + (beta[1:] ** 2).sum() / 2 / strength
        )

    found: Floats = minimize(loss, np.zeros(x.shape[1] + 1), method="BFGS", options={"gtol": 1e-7}).x
    return found


@pytest.mark.parametrize("strength", [0.01, 1.0, 100.0])
@pytest.mark.parametrize("seed", [1, 2])
def test_the_fit_minimises_what_it_says(seed: int, strength: float) -> None:
    x, y, weight = sample(seed)
    fit, best = Ridge.fitted(x, y, strength=strength, weight=weight), by_scipy(x, y, weight, strength)
    assert [fit.intercept, *fit.weights] == pytest.approx(best, abs=2e-5)


def test_the_chances_and_the_terms_agree_with_the_weights() -> None:
    x, y, _ = sample(3)
    fit = Ridge.fitted(x, y, strength=1.0)
    odds = fit.intercept + ((x - fit.mean) / fit.scale) @ fit.weights
    assert fit.chance(x) == pytest.approx(1.0 / (1.0 + np.exp(-odds)), rel=1e-12)
    assert fit.terms(x).sum(axis=0) == pytest.approx(np.zeros(4), abs=1e-9)
    # With a free intercept the mean chance is the share of outcomes.
    assert fit.chance(x).mean() == pytest.approx(y.mean(), abs=1e-9)


def test_a_row_of_weight_nought_is_no_row_and_one_of_weight_two_is_two() -> None:
    x, y, _ = sample(4)
    weight = np.ones(y.size)
    weight[:50], weight[50:60] = 0.0, 2.0
    rows = np.concatenate((np.arange(50, 60), np.arange(50, y.size)))
    one = Ridge.fitted(x, y, strength=1.0, weight=weight)
    other = Ridge.fitted(x[rows], y[rows], strength=1.0)
    assert one.weights == pytest.approx(other.weights, abs=1e-9)
    assert one.mean == pytest.approx(other.mean)


def test_all_weights_alike_are_a_weaker_ridge() -> None:
    x, y, _ = sample(5)
    doubled = Ridge.fitted(x, y, strength=1.0, weight=np.full(y.size, 2.0))
    assert doubled.weights == pytest.approx(Ridge.fitted(x, y, strength=2.0).weights, abs=1e-7)


def test_collinear_columns_share_the_weight() -> None:
    x, y, _ = sample(6, k=2)
    fit = Ridge.fitted(np.column_stack((x, x[:, 0], -3.0 * x[:, 0])), y, strength=1.0)
    assert fit.weights[[2, 3]] == pytest.approx([fit.weights[0], -fit.weights[0]], abs=1e-7)
    assert np.abs(fit.weights).max() < 10.0


@pytest.mark.parametrize("value", [0.0, 0.1, -7.0, 1e6 / 3.0])
def test_a_column_that_does_not_vary_has_no_say(value: float) -> None:
    x, y, _ = sample(7)
    fit = Ridge.fitted(np.column_stack((x, np.full(y.size, value))), y, strength=1.0)
    plain = Ridge.fitted(x, y, strength=1.0)
    assert fit.weights[4] == pytest.approx(0.0, abs=1e-12)
    elsewhere = np.column_stack((x, np.full(y.size, value + 5.0)))
    assert fit.chance(elsewhere) == pytest.approx(plain.chance(x), abs=1e-9)


@pytest.mark.parametrize(("outcome", "chance"), [(0.0, 0.5 / 41.0), (1.0, 40.5 / 41.0)])
def test_outcomes_all_alike_leave_half_a_case_of_the_other(outcome: float, chance: float) -> None:
    x = np.random.default_rng(8).normal(size=(40, 3))
    fit = Ridge.fitted(x, np.full(40, outcome), strength=1.0)
    assert fit.chance(x) == pytest.approx(np.full(40, chance))


def test_outcomes_that_a_column_tells_apart_stay_finite() -> None:
    x = np.linspace(-1.0, 1.0, 50)[:, None]
    fit = Ridge.fitted(x, (x[:, 0] > 0).astype(np.float64), strength=1000.0)
    p = fit.chance(x)
    assert np.isfinite(fit.weights).all()
    assert (np.diff(p) >= 0).all()
    assert p[0] < 0.01 < 0.99 < p[-1]


def test_a_stored_fit_says_the_same() -> None:
    x, y, _ = sample(9)
    x[:, 2] = 4.0
    fit = Ridge.fitted(x, y, strength=1.0)
    read = Ridge.read(fit.stored())
    assert read.chance(x) == pytest.approx(fit.chance(x), abs=2e-5)
    assert read.weights[2] == 0.0
    assert read.terms(x + 1.0)[:, 2].tolist() == [0.0] * 200
    assert Ridge.read(read.stored()).stored() == read.stored()
