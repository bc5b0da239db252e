"""The area under the ROC curve and average precision against counts over pairs and hand-made values."""

import numpy as np
import pytest

from detente.numerics.scores import Floats, average_precision, roc_area


def tied(seed: int, n: int = 80) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    p = rng.integers(0, 12, n) / 12.0
    return p, (rng.random(n) < p).astype(np.float64)


@pytest.mark.parametrize("seed", range(5))
def test_the_area_is_the_share_of_pairs_in_order(seed: int) -> None:
    p, y = tied(seed)
    hit, miss = p[y > 0][:, None], p[y == 0][None, :]
    assert roc_area(p, y) == pytest.approx(float(((hit > miss) + 0.5 * (hit == miss)).mean()))


@pytest.mark.parametrize("seed", range(5))
def test_average_precision_is_the_sum_over_thresholds(seed: int) -> None:
    p, y = tied(seed)
    total = before = 0.0
    for threshold in sorted(set(p.tolist()), reverse=True):
        above = p >= threshold
        recall = float(y[above].sum() / y.sum())
        total += (recall - before) * float(y[above].mean())
        before = recall
    assert average_precision(p, y) == pytest.approx(total)


def test_values_by_hand() -> None:
    p, y = np.array([0.9, 0.8, 0.7, 0.1]), np.array([1.0, 0.0, 1.0, 0.0])
    assert roc_area(p, y) == pytest.approx(0.75)
    assert average_precision(p, y) == pytest.approx((1.0 + 2.0 / 3.0) / 2.0)


def test_all_tied_say_nothing() -> None:
    y = np.array([1.0, 0.0, 0.0, 0.0])
    assert roc_area(np.full(4, 0.3), y) == 0.5
    assert average_precision(np.full(4, 0.3), y) == 0.25


@pytest.mark.parametrize(("outcome", "precision"), [(0.0, 0.0), (1.0, 1.0)])
def test_outcomes_all_alike_have_no_area(outcome: float, precision: float) -> None:
    p = np.array([0.2, 0.4, 0.4])
    assert roc_area(p, np.full(3, outcome)) == 0.5
    assert average_precision(p, np.full(3, outcome)) == precision


def test_the_order_of_the_rows_does_not_matter() -> None:
    p, y = tied(9)
    turn = np.random.default_rng(9).permutation(p.size)
    assert roc_area(p[turn], y[turn]) == pytest.approx(roc_area(p, y))
    assert average_precision(p[turn], y[turn]) == pytest.approx(average_precision(p, y))
