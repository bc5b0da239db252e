"""Weights of the rivals: equal odds times evidence, and bounds by years drawn again."""

import numpy as np
import pytest

from detente.motive.vintage import MODELS
from detente.motive.weigh import Weighed, weigh
from tests.unit.motive.plays import Array

RNG = np.random.default_rng(3)
YEARS = {m: RNG.normal(-4.0, 1.0, 12) for m in MODELS}
EVIDENCE = {m: float(values.sum()) - k for k, (m, values) in enumerate(YEARS.items())}


def of(years: dict[str, Array], *, seed: int = 0) -> Weighed:
    return weigh({m: float(v.sum()) for m, v in years.items()}, years, seed=seed)


def table(found: Weighed) -> Array:
    """Weights and bounds (M, 3)."""
    return np.array([(w.value, w.low, w.high) for w in found.shares.values()])


def test_weights_are_evidence_at_equal_odds_and_sum_to_one() -> None:
    found = weigh(EVIDENCE, YEARS, seed=0)
    odds = np.exp(EVIDENCE["status"] - EVIDENCE["habit"])
    assert found.shares["status"].value / found.shares["habit"].value == pytest.approx(odds)
    assert sum(weight.value for weight in found.shares.values()) == pytest.approx(1.0)
    assert found.models == MODELS


def test_bounds_hold_the_weight_and_lie_in_zero_to_one() -> None:
    for seed in range(5):
        best, low, high = table(weigh(EVIDENCE, YEARS, seed=seed)).T
        assert ((low >= 0.0) & (low <= best) & (best <= high) & (high <= 1.0)).all()


def test_the_same_nats_for_all_change_nothing() -> None:
    more = weigh({m: v + 1234.5 for m, v in EVIDENCE.items()}, YEARS, seed=1)
    np.testing.assert_allclose(table(more), table(weigh(EVIDENCE, YEARS, seed=1)), atol=1e-9)
    yearly = {m: v + np.arange(12.0) for m, v in YEARS.items()}
    np.testing.assert_allclose(table(weigh(EVIDENCE, yearly, seed=1)), table(more), atol=1e-9)


def test_one_seed_one_answer() -> None:
    one, again, other = (table(weigh(EVIDENCE, YEARS, seed=seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert not np.array_equal(one, other)
    np.testing.assert_array_equal(one[:, 0], other[:, 0])


def test_bounds_are_those_of_a_bootstrap_over_years() -> None:
    """Two models: the log odds drawn again are normal about the total, of variance Y that of one."""
    years = {"one": np.random.default_rng(5).normal(0.001, 0.05, 400), "two": np.zeros(400)}
    shares = table(of(years))
    spread = np.sqrt(400) * years["one"].std()
    logits = np.log(shares[0, 1:] / (1.0 - shares[0, 1:]))
    expected = years["one"].sum() + np.array([-1.645, 1.645]) * spread
    np.testing.assert_allclose(logits, expected, atol=0.2 * spread)


def test_the_price_of_parameters_is_in_no_year_and_stays() -> None:
    bounds = table(of(YEARS))
    cheaper = {m: float(v.sum()) - (0.0 if m == "status" else 500.0) for m, v in YEARS.items()}
    assert weigh(cheaper, YEARS, seed=0).shares["status"].value == pytest.approx(1.0)
    assert weigh(cheaper, YEARS, seed=0).shares["status"].low == pytest.approx(1.0)
    assert bounds[1, 1] < 0.9


@pytest.mark.parametrize("count", [0, 1])
def test_without_two_years_to_draw_from_nothing_is_known_of_the_bounds(count: int) -> None:
    """A spread cannot be told from one year: the bounds are open, and no motive is named."""
    years = {m: np.full(count, -3.0 * k) for k, m in enumerate(MODELS)}
    evidence = {m: -3.0 * k for k, m in enumerate(MODELS)}
    best, low, high = table(weigh(evidence, years, seed=0)).T
    assert best[0] > 0.9
    assert low.tolist() == [0.0] * len(MODELS)
    assert high.tolist() == [1.0] * len(MODELS)


def test_shares_among_some_sum_to_one_however_far_behind_they_are() -> None:
    behind = {m: v - (0.0 if m in ("base rates", "habit") else 5000.0) for m, v in EVIDENCE.items()}
    found = weigh(behind, YEARS, seed=0)
    some = found.among(MODELS[:4])
    assert sum(share.value for share in some.values()) == pytest.approx(1.0)
    assert some["status"].value / some["domestic"].value == pytest.approx(
        np.exp(EVIDENCE["status"] - EVIDENCE["domestic"])
    )


def test_bounds_among_some_are_those_of_their_own_bootstrap() -> None:
    """Weighed alone or cut out of a larger comparison, the motives fare the same."""
    motives = MODELS[:4]
    alone = weigh({m: EVIDENCE[m] for m in motives}, {m: YEARS[m] for m in motives}, seed=2)
    cut = weigh(EVIDENCE, YEARS, seed=2).among(motives)
    for motive, share in alone.shares.items():
        assert cut[motive].low == pytest.approx(share.low)
        assert cut[motive].high == pytest.approx(share.high)
        assert 0.0 < share.low < share.value < share.high < 1.0
