"""The strategic model: its probabilities against play, its estimates against the truth drawn from."""

from typing import Any

import numpy as np
import pytest
from scipy.stats import norm

from detente.numerics.game.strategic import (
    Errors,
    Floats,
    Model,
    Unidentified,
    moves,
    probabilities,
    scores,
    utilities,
)
from detente.numerics.game.strategic_fit import Fitted, backwards, fit
from detente.numerics.game.strategic_statics import change, predicted, swept

KINDS = (Errors(), Errors("logit"), Errors(private=True))
Table = dict[str, Floats]


def some_utilities(rows: int = 30, seed: int = 5) -> Floats:
    return np.random.default_rng(seed).normal(0.0, 1.5, (rows, 4))


def simulated(errors: Errors, rows: int = 3000, seed: int = 1) -> tuple[Model, Floats, Table, Floats]:
    """A model, its true coefficients, and rows drawn from it."""
    rng = np.random.default_rng(seed)
    model = Model(("1", "a"), ("b",), ("1", "c"), ("1", "a", "d"), errors)
    true = np.array([0.3, -0.8, 0.6, -0.4, 0.9, 0.2, 0.7, -0.5])
    table = {name: rng.normal(size=rows) for name in "abcd"}
    u = np.column_stack(
        [x @ t for x, t in zip(model.blocks(table, rows), np.split(true, [2, 3, 5]), strict=True)]
    )
    ends = np.cumsum(probabilities(u, errors), axis=1)
    return model, true, table, (rng.random((rows, 1)) > ends[:, :2]).sum(axis=1).astype(float)


@pytest.mark.parametrize("errors", [Errors(), Errors(private=True)])
def test_probabilities_are_those_of_play(errors: Errors) -> None:
    """Players with drawn errors do what the formula says, each ignorant of the other's."""
    rng, n = np.random.default_rng(0), 400_000
    u11, u13, u14, u24 = 0.2, 0.9, -0.8, 0.3
    fights = u24 + rng.normal(size=n) > rng.normal(size=n)
    p = norm.cdf(u24 / 2**0.5)
    e = rng.normal(size=(3, n))
    own = (
        p * (u14 + e[0]) + (1 - p) * (u13 + e[1]) > u11 + e[2]
        if errors.private
        else p * u14 + (1 - p) * u13 + e[0] > u11 + e[2]
    )
    seen = np.array([(~own).mean(), (own & ~fights).mean(), (own & fights).mean()])
    (found,) = probabilities([[u11, u13, u14, u24]], errors)
    assert np.abs(found - seen).max() < 4 * 0.5 / n**0.5
    assert moves([[u11, u13, u14, u24]], errors)[0] == pytest.approx(
        [1 - found[0], found[2] / (1 - found[0])]
    )


def test_the_logit_is_logistic() -> None:
    (found,) = probabilities([[0.2, 0.9, -0.8, 0.3]], Errors("logit"))
    p = 1 / (1 + np.exp(-0.3))
    goes_on = 1 / (1 + np.exp(-(p * -0.8 + (1 - p) * 0.9 - 0.2)))
    assert found == pytest.approx([1 - goes_on, goes_on * (1 - p), goes_on * p], abs=1e-12)


@pytest.mark.parametrize("errors", KINDS)
def test_gradients_are_exact(errors: Errors) -> None:
    u, y = some_utilities(), np.arange(30) % 3
    _, exact = scores(u, y, errors)
    for k in range(4):
        step = 1e-6 * np.eye(4)[k]
        differences = (scores(u + step, y, errors)[0] - scores(u - step, y, errors)[0]) / 2e-6
        assert exact[:, k] == pytest.approx(differences, abs=1e-7)


@pytest.mark.parametrize("errors", KINDS)
@pytest.mark.parametrize("size", [200.0, 1e9, 1e60])
def test_far_out_nothing_overflows(errors: Errors, size: float) -> None:
    u = size * np.array([[1.0, -1.0, -1.0, 1.0], [-1.0, 1.0, 1.0, -1.0]])
    for outcome in range(3):
        value, slopes = scores(u, np.full(2, outcome), errors)
        assert np.isfinite(value).all()
        assert np.isfinite(slopes).all()
    assert probabilities(u, errors).sum(axis=1) == pytest.approx([1.0, 1.0])


@pytest.mark.parametrize("errors", KINDS)
def test_coefficients_come_back(errors: Errors) -> None:
    model, true, table, y = simulated(errors)
    found = fit(model, table, y)
    assert found.converged
    assert found.identified
    assert found.arrived == (4, 4)
    z = (found.coefficients - true) / found.standard_errors
    # Eight standard normal variables: beyond 3.5 once in 270 such tests, and the seed is fixed.
    assert np.abs(z).max() < 3.5
    assert found.standard_errors.max() < 0.4


def test_two_steps_come_near_and_claim_no_errors() -> None:
    model, true, table, y = simulated(Errors())
    rough, best = backwards(model, table, y), fit(model, table, y)
    assert best.loglik - 5.0 < rough.loglik < best.loglik
    assert np.abs(rough.coefficients - true).max() < 0.5
    assert np.isnan(rough.standard_errors).all()


def test_units_do_not_matter() -> None:
    model, _, table, y = simulated(Errors(), rows=600)
    plain = fit(model, table, y)
    scaled = fit(model, {**table, "a": 1e7 * table["a"]}, y)
    assert scaled.loglik == pytest.approx(plain.loglik, abs=1e-7)
    at = model.names.index("u11:a")
    assert scaled.coefficients[at] * 1e7 == pytest.approx(plain.coefficients[at], rel=1e-4)
    assert scaled.standard_errors[at] * 1e7 == pytest.approx(plain.standard_errors[at], rel=1e-4)


def test_standard_errors_are_the_spread_of_estimates() -> None:
    claimed, found = [], []
    for seed in range(20):
        model, _, table, y = simulated(Errors("logit"), rows=400, seed=seed)
        each = fit(model, table, y, starts=1)
        claimed.append(each.standard_errors)
        found.append(each.coefficients)
    ratio = np.std(found, axis=0) / np.median(claimed, axis=0)
    assert 0.8 < np.median(ratio) < 1.25


def test_intervals_are_those_of_drawn_coefficients() -> None:
    model, _, table, y = simulated(Errors())
    found = fit(model, table, y)
    case = {name: np.array([0.3]) for name in "abcd"}
    told = predicted(found, case, 1, level=0.9)
    draws = np.random.default_rng(0).multivariate_normal(found.coefficients, found.covariance, 3000)
    block = model.blocks(case, 1)
    drawn = probabilities(np.vstack([utilities(block, b) for b in draws]), model.errors)
    low, high = np.quantile(drawn, (0.05, 0.95), axis=0)
    assert told.low[0] == pytest.approx(low, abs=0.004)
    assert told.high[0] == pytest.approx(high, abs=0.004)
    assert (told.low < told.p).all()
    assert (told.p < told.high).all()


def test_a_sweep_is_case_by_case_and_a_change_is_its_difference() -> None:
    model, _, table, y = simulated(Errors(), rows=800)
    found = fit(model, table, y)
    case = {"a": 0.1, "b": -0.2, "c": 0.3, "d": 0.4}
    line = swept(found, case, "d", [-1.0, 2.0])
    moved, error = change(found, {**case, "d": -1.0}, {**case, "d": 2.0})
    assert line.p[1] - line.p[0] == pytest.approx(moved)
    assert moved.sum() == pytest.approx(0.0, abs=1e-12)
    assert (error > 0).all()
    with pytest.raises(KeyError):
        swept(found, case, "e", [0.0])
    with pytest.raises(ValueError, match="level"):
        predicted(found, table, 800, level=1.0)


def test_effects_need_not_be_monotone() -> None:
    """What makes player 2 fight first costs player 1 and then, where a fight is liked, invites it."""
    model = Model(("1",), ("1",), (), ("1", "x"))
    blank = np.zeros((4, 4))
    found = Fitted(
        model, np.array([0.0, 1.0, 0.0, 1.0]), blank, np.zeros(1), np.zeros(1, dtype=np.intp), 0.0, (1, 1)
    )
    gives_in = swept(found, {}, "x", np.linspace(-3, 3, 7)).p[:, 1]
    fights = swept(found, {}, "x", np.linspace(-3, 3, 7)).p[:, 2]
    assert (np.diff(gives_in) < 0).all()
    assert (np.diff(fights) > 0).all()
    assert fights[-1] == pytest.approx(0.5, abs=0.02)


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"u11": ["1"], "u13": ["1"], "u14": ["1"], "u24": ["1"]}, "'1' stands in u11, u13 and u14"),
        ({"u11": ["1"]}, "u24 has no regressor"),
        ({"u24": ["1"]}, "u11, u13 and u14 have no regressor"),
        ({"u11": ["a", "a"], "u24": ["1"]}, "a regressor twice"),
    ],
)
def test_models_that_no_data_could_fit(terms: dict[str, Any], said: str) -> None:
    with pytest.raises(Unidentified, match=said):
        Model(**terms)


def test_errors_that_are_not_there() -> None:
    with pytest.raises(ValueError, match="probit or logit"):
        Errors("cauchy")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="private information is normal"):
        Errors("logit", private=True)


def broken(**changed: Any) -> tuple[Model, Table, Floats]:
    rng = np.random.default_rng(2)
    table = {name: rng.normal(size=60) for name in "ab"}
    y = (np.arange(60) % 3).astype(float)
    return (
        Model(("1", "a"), (), ("b",), ("1", "a")),
        {**table, **changed.get("table", {})},
        changed.get("y", y),
    )


def test_rows_that_cannot_be_used() -> None:
    rng = np.random.default_rng(2)
    a = rng.normal(size=60)
    a[7] = np.inf
    with pytest.raises(ValueError, match="a of u11 is inf in row 8"):
        fit(*broken(table={"a": a}))
    with pytest.raises(ValueError, match="row 1 has 3"):
        fit(*broken(y=np.full(60, 3.0)))
    with pytest.raises(KeyError):
        fit(Model(("1", "c"), (), ("b",), ("1",)), *broken()[1:])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"table": {"a": np.full(60, 2.0)}}, "a of u11 depends on the regressors before it"),
        ({"table": {"b": np.zeros(60)}}, "b of u14 is 0 in every row"),
        (
            {"table": {"a": np.where(np.arange(60) % 3 == 0, np.arange(60), 5.0)}},
            "a of u24 depends .* player 2 chose",
        ),
        ({"y": (np.arange(60) % 2).astype(float)}, "no row has outcome 2"),
    ],
)
def test_rows_that_tell_nothing(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(Unidentified, match=said):
        fit(*broken(**changed))


def test_too_few_rows() -> None:
    model, table, y = broken()
    with pytest.raises(Unidentified, match="5 rows for 5 coefficients"):
        fit(model, {name: column[:5] for name, column in table.items()}, y[:5])


def test_a_regressor_that_parts_the_outcomes_wholly_is_flagged() -> None:
    rng = np.random.default_rng(0)
    a, b, y = rng.normal(size=300), rng.normal(size=300), rng.integers(0, 3, 300)
    x = np.where(y == 2, 1.0, 0.0) + rng.random(300) / 4
    found = fit(Model(("1", "a"), (), ("b",), ("1", "x")), {"a": a, "b": b, "x": x}, y)
    assert not (found.converged and found.identified)
